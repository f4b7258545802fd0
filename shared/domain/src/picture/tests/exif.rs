//! The orientation, in Exif as cameras and as nobody writes it.

use super::*;
#[cfg(target_arch = "wasm32")]
use wasm_bindgen_test::wasm_bindgen_test as test;

fn orientation(number: u8) -> Option<Orientation> {
    Some(number.try_into().unwrap())
}

/// A directory of one entry behind `order`, with numbers as they come.
fn tiff(order: &[u8], entry: &[u8; 12]) -> Vec<u8> {
    let big = order.starts_with(b"M");
    let (offset, count): ([u8; 4], [u8; 2]) =
        if big { ([0, 0, 0, 8], [0, 1]) } else { ([8, 0, 0, 0], [1, 0]) };
    [order, &offset, &count, entry].concat()
}

#[test]
fn the_smallest_structure_says_what_was_written_into_it() {
    for number in 1..=8 {
        let written = Orientation::try_from(number).unwrap();
        assert_eq!(Orientation::read(&written.tiff()), Some(written));
    }
}

#[test]
fn numbers_may_come_in_either_order_of_bytes() {
    let big = tiff(b"MM\0*", &[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0]);
    assert_eq!(Orientation::read(&big), orientation(8));
    let little = tiff(b"II*\0", &[0x12, 1, 3, 0, 1, 0, 0, 0, 3, 0, 0, 0]);
    assert_eq!(Orientation::read(&little), orientation(3));
}

#[test]
fn a_structure_that_is_cut_short_or_points_nowhere_says_nothing() {
    let whole = tiff(b"MM\0*", &[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 8, 0, 0]);
    for end in 0..whole.len() {
        assert_eq!(Orientation::read(&whole[..end]), None);
    }
    for offset in [9_u32, 1000, u32::MAX] {
        let mut astray = whole.clone();
        astray[4..8].copy_from_slice(&offset.to_be_bytes());
        assert_eq!(Orientation::read(&astray), None);
    }
    let mut none = whole;
    none[9] = 0;
    assert_eq!(Orientation::read(&none), None);
}

#[test]
fn a_value_that_is_no_orientation_says_nothing() {
    for value in [[0, 0], [0, 9], [1, 1], [255, 255]] {
        let entry = [1, 0x12, 0, 3, 0, 0, 0, 1, value[0], value[1], 0, 0];
        assert_eq!(Orientation::read(&tiff(b"MM\0*", &entry)), None);
    }
    // A number of 32 bits, another tag, another order of bytes than announced.
    assert_eq!(Orientation::read(&tiff(b"MM\0*", &[1, 0x12, 0, 4, 0, 0, 0, 1, 0, 6, 0, 0])), None);
    assert_eq!(Orientation::read(&tiff(b"MM\0*", &[1, 0x13, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0])), None);
    assert_eq!(Orientation::read(&tiff(b"MI\0*", &[1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0])), None);
}

#[test]
fn an_orientation_is_stored_as_its_number_and_only_as_one_of_eight() {
    assert_eq!(serde_json::to_string(&orientation(6)).unwrap(), "6");
    for number in [0, 9, 255] {
        assert_eq!(Orientation::try_from(number), Err(InvalidOrientation));
        assert!(serde_json::from_str::<Orientation>(&number.to_string()).is_err());
    }
}
