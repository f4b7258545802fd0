//! What is no picture that can be taken: each with a code of its own, and nothing is left behind.

use super::*;

fn with(head: &[u8], length: usize) -> Vec<u8> {
    let mut file = head.to_vec();
    file.resize(length, 0);
    file
}

/// A PNG whose header announces these sides.
fn png_of(width: u32, height: u32) -> Vec<u8> {
    let mut file = PAPER.to_vec();
    file[16..20].copy_from_slice(&width.to_be_bytes());
    file[20..24].copy_from_slice(&height.to_be_bytes());
    let crc = kit::crc(&file[12..29]).to_be_bytes();
    file[29..33].copy_from_slice(&crc);
    file
}

fn bad_files() -> Vec<(&'static str, Vec<u8>)> {
    let comment = [&[0xff, 0xfe, 0, 2][..]; 10_000].concat();
    vec![
        ("file-empty", vec![]),
        ("file-is-heic", with(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", 500)),
        ("file-is-pdf", with(b"%PDF-1.7\n", 500)),
        ("file-is-video", with(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", 500)),
        ("file-is-other-picture", with(b"GIF89a", 500)),
        ("file-is-no-picture", with(b"<!DOCTYPE html><html>", 500)),
        ("file-is-no-picture", with(b"PK\x03\x04", 500)),
        ("file-truncated", CARD[..CARD.len() - 2].to_vec()),
        ("file-truncated", PAPER[..PAPER.len() - 1].to_vec()),
        ("file-too-many-pixels", png_of(60_000, 60_000)),
        ("file-too-few-pixels", png_of(199, 200)),
        ("file-has-more", [CARD, b"PK\x03\x04\x14\0\0\0\0\0"].concat()),
        ("file-has-more", [CARD, b"<html><script>alert(1)</script>"].concat()),
        ("file-has-more", [PAPER, b"\n"].concat()),
        ("file-too-many-segments", [&CARD[..2], &comment, &CARD[2..]].concat()),
        ("file-damaged", [&CARD[..20], b"\0", &CARD[20..]].concat()),
        ("file-unsupported", [&CARD[..2], b"\xff\xc9\0\x0b", &CARD[2..]].concat()),
    ]
}

#[test]
fn each_is_refused_with_its_code_and_leaves_nothing_behind() {
    let world = World::new();
    let before = (world.chunks(), world.deployment.stored(world.case));
    for (code, file) in bad_files() {
        world.put(&file).refused(422, code);
    }
    assert_eq!((world.chunks(), world.deployment.stored(world.case)), before);
}

#[test]
fn each_is_refused_in_parts_as_well_and_what_shows_at_its_beginning_with_the_first_part() {
    let world = World::new();
    for (place, (code, file)) in bad_files().into_iter().enumerate() {
        let opened = world.open(file.len(), &place.to_string());
        if file.is_empty() {
            opened.refused(422, code);
            continue;
        }
        let upload = opened.header("location");
        let appended = world.append(&upload, 0, &file);
        if appended.status == 204 {
            // Only the whole file shows it.
            assert_eq!(code, "file-truncated");
            world.complete(&upload).refused(422, code);
            world.append(&upload, 0, &file).refused(404, "unknown-upload");
        } else {
            appended.refused(422, code);
            assert_eq!(world.ask(Request::get(&upload), "").json()["offset"], 0);
        }
    }
}

#[test]
fn the_advice_depends_on_what_it_is_and_comes_in_the_language_of_the_reader() {
    let world = World::new();
    let heic = with(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", 500);
    let chinese = world.put(&heic).json();
    assert!(chinese["detail"].as_str().unwrap().contains("兼容性最佳"), "{chinese}");
    let request = Request::put(world.card()).header("accept-language", "en");
    let english = world.ask(request, heic).json();
    assert!(english["detail"].as_str().unwrap().contains("Most Compatible"), "{english}");
}

#[test]
fn a_wrong_name_or_type_changes_nothing_since_the_content_counts() {
    let world = World::new();
    let request = Request::put(world.card()).header("content-type", "image/jpeg");
    assert_eq!(world.ask(request, PAPER).json()["media_type"], "image/png");
    let request = Request::put(world.card()).header("content-type", "image/jpeg");
    world.ask(request, with(b"%PDF-1.7\n", 500)).refused(422, "file-is-pdf");
}

#[test]
fn what_a_telephone_has_put_behind_a_photograph_is_cut_off_and_that_is_said() {
    let world = World::new();
    let film = [CARD, b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom and sound"].concat();
    let answer = world.put(&film);
    assert_eq!(answer.json()["cut_off"], "film", "{}", answer.text);
    assert!(!world.ask(Request::get(world.card()), "").text.contains("ftyp"));
}
