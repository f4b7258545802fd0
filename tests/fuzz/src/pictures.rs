//! Pictures as people send them, in pieces of any size.

use domain::picture::{InvalidPicture, Limits, Picture, Walker};

/// Small enough that each is met.
const LIMITS: Limits = Limits { bytes_max: 8 * 1024, side_min: 8, side_max: 4_000, pixels_max: 4_000_000 };

/// No segment is larger, and little is held besides.
const PUT_AWAY_BYTES_MAX: usize = 65 * 1024 + 512;

/// Walks over a picture. The first two bytes say where it is cut, the rest is the picture.
pub fn pictures(bytes: &[u8]) {
    let Some((&[first, second], file)) = bytes.split_first_chunk::<2>() else { return };
    let whole = walk([file]);
    assert_eq!(whole, walk(cut(file, first, second)), "where it is cut makes a difference");
    let Ok((picture, kept)) = whole else { return };
    assert!(kept.len() <= file.len(), "what is kept has grown");
    assert_eq!((picture.received, picture.kept), (file.len() as u64, kept.len() as u64));
    assert!((8..=4_000).contains(&picture.width.min(picture.height)), "a side that is not allowed");

    // What is kept is the same picture, of which nothing more can be taken.
    let (again, kept_again) = walk([kept.as_slice()]).expect("what is kept is a picture");
    assert!(kept == kept_again, "what is kept is not kept as it is");
    let expected = Picture { received: picture.kept, cut_off: None, ..picture };
    assert_eq!(again, expected);
}

/// Cuts a file into pieces of two sizes in turn.
fn cut(file: &[u8], first: u8, second: u8) -> impl Iterator<Item = &[u8]> {
    let mut sizes = [first, second].map(|size| usize::from(size) + 1).into_iter().cycle();
    let mut rest = file;
    std::iter::from_fn(move || {
        let size = sizes.next()?.min(rest.len());
        let (piece, left) = rest.split_at(size);
        rest = left;
        (!piece.is_empty()).then_some(piece)
    })
}

/// Walks over pieces, and puts the walker away after each, as an upload in parts could.
fn walk<'a>(pieces: impl IntoIterator<Item = &'a [u8]>) -> Result<(Picture, Vec<u8>), InvalidPicture> {
    let (mut walker, mut kept) = (Walker::new(LIMITS), Vec::new());
    for piece in pieces {
        walker.feed(piece, &mut kept)?;
        let away = postcard::to_allocvec(&walker).unwrap();
        assert!(away.len() <= PUT_AWAY_BYTES_MAX, "a walker holds {} bytes", away.len());
        walker = postcard::from_bytes(&away).unwrap();
    }
    Ok((walker.finish()?, kept))
}
