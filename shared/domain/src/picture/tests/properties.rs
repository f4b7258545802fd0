//! What holds for all bytes, cut in all ways.

use super::{samples::ALL, *};
use proptest::{prelude::*, sample::Index};

/// Samples, with some bytes written over and something inserted or not.
fn any_file() -> impl Strategy<Value = Vec<u8>> {
    let noise = prop::collection::vec(any::<u8>(), 0..40);
    let changes = prop::collection::vec((any::<Index>(), any::<u8>()), 0..3);
    let own = prop_oneof![Just(encoder::jpeg()), Just(encoder::png())];
    let base = prop_oneof![prop::sample::select(ALL.as_slice()).prop_map(<[u8]>::to_vec), own];
    (base, changes, noise, any::<Index>(), any::<bool>()).prop_map(
        |(mut file, changes, noise, place, insert)| {
            for (place, value) in changes {
                let place = place.index(file.len());
                file[place] = value;
            }
            if insert {
                let place = place.index(file.len() + 1);
                file.splice(place..place, noise);
            }
            file
        },
    )
}

/// Bytes that a walk is likely to go on with: signatures and markers among noise.
fn any_noise() -> impl Strategy<Value = Vec<u8>> {
    let word = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..20),
        (0xc0_u8.., prop::collection::vec(any::<u8>(), 0..20))
            .prop_map(|(code, body)| encoder::segment(code, &body)),
        prop::sample::select(encoder::jpeg_parts()),
        prop::collection::vec(any::<u8>(), 0..20).prop_map(|body| encoder::chunk(b"tEXt", &body)),
        Just(encoder::pixels()),
    ];
    let start = prop_oneof![Just(vec![]), Just(vec![0xff, 0xd8]), Just(encoder::PNG.to_vec())];
    (start, prop::collection::vec(word, 0..20)).prop_map(|(start, words)| [start, words.concat()].concat())
}

/// Feeds `file` cut at `places`.
fn cut(limits: Limits, file: &[u8], places: &[Index]) -> Walked {
    let mut places: Vec<usize> = places.iter().map(|place| place.index(file.len() + 1)).collect();
    places.extend([0, file.len()]);
    places.sort_unstable();
    walk_pieces(limits, places.windows(2).map(|ends| &file[ends[0]..ends[1]]))
}

proptest! {
    #[test]
    fn where_a_file_is_cut_makes_no_difference(
        file in prop_oneof![any_file(), any_noise()],
        places in prop::collection::vec(any::<Index>(), 0..12),
        bytes_max in prop_oneof![Just(u64::MAX), 0_u64..3000],
    ) {
        let limits = Limits { bytes_max, ..LIMITS };
        let whole = walk_pieces(limits, [&file[..]]);
        prop_assert_eq!(cut(limits, &file, &places), whole.clone());
        prop_assert_eq!(walk_pieces(limits, file.chunks(1)), whole);
    }

    #[test]
    fn noise_is_walked_without_harm_and_never_grows(file in any_noise()) {
        let mut kept = Vec::new();
        let mut walker = Walker::new(LIMITS);
        let _refused = walker.feed(&file, &mut kept);
        prop_assert!(kept.len() <= file.len() + 16);
        holds(walk(&file));
    }

    #[test]
    fn a_changed_picture_is_refused_or_kept_whole_when_it_is_walked_again(file in any_file()) {
        holds(walk(&file));
    }

    #[test]
    fn a_walk_of_anything_can_be_put_away(file in any_file(), place in any::<Index>()) {
        let (head, tail) = file.split_at(place.index(file.len() + 1));
        let (mut walker, mut kept) = (Walker::new(LIMITS), Vec::new());
        let walked = walker.feed(head, &mut kept).and_then(|()| {
            let mut walker: Walker = serde_json::from_slice(&serde_json::to_vec(&walker).unwrap()).unwrap();
            walker.feed(tail, &mut kept)?;
            Ok((walker.finish()?, kept))
        });
        prop_assert_eq!(walked, walk(&file));
    }
}
