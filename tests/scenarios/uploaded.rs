//! 材料: what a category asks for is photographed, uploaded item by item, shown, exchanged and filed; and a file that is no
//! picture is answered with how to make one.

use super::*;
use bytes::Bytes;
use tests::person::CARD;
use tokio::io::AsyncWriteExt as _;

const PROGRAMME: &str = "/api/programmes/shenzhen-interview";
/// 40M, which is allowed.
const LARGEST: usize = 41_943_040;
const PART: usize = 8 * 1024 * 1024;
const MEBIBYTE: u64 = 1024 * 1024;

/// A picture of so many bytes. No decoder is asked what it shows.
fn picture_of(size: usize) -> Bytes {
    let (picture, end) = CARD.split_at(CARD.len() - 2);
    let mut file = picture.to_vec();
    file.resize(size - end.len(), 0x55);
    file.extend_from_slice(end);
    file.into()
}

/// Somebody with a draft without pictures.
async fn drafting(city: &City, category: &str) -> (Person, String) {
    let mut candidate = city.candidate(0).await;
    let case = candidate.fill_in(0, category).await;
    (candidate, case)
}

async fn checklist(candidate: &mut Person, case: &str) -> Value {
    candidate.ask(Method::GET, &format!("{case}/materials"), &[], Value::Null).await.json()
}

async fn put(candidate: &mut Person, case: &str, material: &str, file: impl Into<Bytes>) -> Answer {
    candidate.send(Method::PUT, &format!("{case}/materials/{material}"), &[], file).await
}

async fn open(candidate: &mut Person, case: &str, size: usize, name: &str) -> Answer {
    let path = format!("{case}/materials/identity-card/uploads");
    let body = json!({ "size": size, "name": name, "kind": "image/jpeg" });
    candidate.ask(Method::POST, &path, &[("idempotency-key", &size.to_string())], body).await
}

async fn append(candidate: &mut Person, upload: &str, offset: usize, part: Bytes) -> Answer {
    let offset = offset.to_string();
    let headers = [("upload-offset", offset.as_str()), ("content-type", "application/partial-upload")];
    candidate.send(Method::PATCH, upload, &headers, part).await
}

async fn complete(candidate: &mut Person, upload: &str) -> Answer {
    candidate.send(Method::POST, &format!("{upload}/completion"), &[], Bytes::new()).await
}

fn names(list: &Value) -> Vec<&str> {
    list["materials"].as_array().unwrap().iter().filter_map(|item| item["material"].as_str()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_category_is_shown_exactly_its_materials_with_requirement_and_sample() {
    let city = City::at("04-15T10:00:00.000").await;
    let programme = city.candidate(0).await.ask(Method::GET, PROGRAMME, &[], Value::Null).await.json();
    let warning = "上传的材料图片文字和图案因不清晰导致审核不通过，后果由考生自负。";
    assert!(programme["statements"][0]["text"]["zh"].as_str().unwrap().contains(warning), "{programme}");
    for (place, category, expected) in [
        (0, "local-household", vec!["identity-card", "household-register", "diploma"]),
        (1, "other-household", vec!["identity-card", "residence-permit", "diploma"]),
        (11, "local-student", vec!["identity-card", "student-proof"]),
        (20, "hong-kong-macao-taiwan", vec!["travel-permit", "diploma"]),
    ] {
        let mut candidate = city.candidate(place).await;
        let case = candidate.fill_in(place, category).await;
        let list = checklist(&mut candidate, &case).await;
        assert_eq!(names(&list), expected, "{category}");
        for material in list["materials"].as_array().unwrap() {
            for text in ["name", "requirement", "sample"] {
                assert!(material[text]["zh"].as_str().is_some_and(|text| !text.is_empty()), "{material}");
            }
            assert!(material["requirement"]["zh"].as_str().unwrap().contains("清晰可辨"), "{material}");
        }
        let of_others = put(&mut candidate, &case, "nothing", CARD).await;
        refused(&of_others, 404, "unknown-material");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_sides_of_the_identity_card_are_one_picture() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, "local-student").await;
    let list = checklist(&mut candidate, &case).await;
    let requirement = list["materials"][0]["requirement"]["zh"].as_str().unwrap();
    assert!(requirement.contains("将正反面照片合并成一张照片"), "{requirement}");
    put(&mut candidate, &case, "identity-card", CARD).await;
    // A second one takes its place.
    let paper = include_bytes!("../kit/pictures/paper.png").as_slice();
    put(&mut candidate, &case, "identity-card", paper).await;
    let list = checklist(&mut candidate, &case).await;
    assert_eq!(list["materials"][0]["pictures"][0]["media_type"], "image/png");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_filed_once_every_material_shows_its_picture_and_its_reviewer_sees_them() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, "local-student").await;
    let early = candidate.submit(&case, "*").await;
    refused(&early, 422, "invalid-fields");
    assert_eq!(early.json()["errors"][0]["pointer"], "/materials/identity-card");
    assert_eq!(early.json()["errors"][1]["code"], "not-uploaded");
    put(&mut candidate, &case, "identity-card", CARD).await;
    let list = checklist(&mut candidate, &case).await;
    assert_eq!((&list["is_complete"], &list["materials"][1]["pictures"]), (&json!(false), &json!([])));
    assert_eq!(list["materials"][0]["pictures"][0]["bytes_sent"], CARD.len());
    let etag = candidate.hand_in(&case).await;
    let filed = candidate.submit(&case, &etag).await;
    assert_eq!(filed.json()["state"], "under-review", "{filed:?}");
    let claimed = city.claim("reviewer", &case).await.json();
    assert_eq!(claimed["filing"]["materials"].as_array().unwrap().len(), 2, "{claimed}");
    let path = format!("{case}/materials/identity-card");
    let seen = city.reviewer("reviewer").await.ask(Method::GET, &path, &[], Value::Null).await;
    assert_eq!(
        (seen.header("content-type"), seen.header("x-content-type-options")),
        ("image/jpeg", "nosniff")
    );
    assert_eq!(seen.body.len() as u64, claimed["filing"]["materials"][0]["bytes"].as_u64().unwrap());
    refused(&put(&mut candidate, &case, "identity-card", CARD).await, 409, "not-a-draft");
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_a_photograph_tells_about_its_maker_is_gone_but_which_way_is_up() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, "local-student").await;
    // Orientation 6, and a maker behind it.
    let tiff = b"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\x04abc\0\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0Camera of nobody";
    let body = [b"Exif\0\0", tiff.as_slice()].concat();
    let length = u16::try_from(body.len() + 2).unwrap().to_be_bytes();
    let file = [&CARD[..2], &[0xff, 0xe1], &length, &body, &CARD[2..]].concat();
    let answer = put(&mut candidate, &case, "identity-card", file).await;
    assert_eq!(answer.json()["orientation"], 6, "{answer:?}");
    let path = format!("{case}/materials/identity-card");
    let kept = candidate.ask(Method::GET, &path, &[], Value::Null).await;
    let text = String::from_utf8_lossy(&kept.body).into_owned();
    assert!(text.contains("Exif") && !text.contains("nobody") && !text.contains("taken at home"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_no_picture_is_answered_with_how_to_make_one_whatever_it_is_called() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, "local-student").await;
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic and pixels".as_slice();
    for (file, code, words) in [
        (Vec::new(), "file-empty", "请重新选择图片"),
        (heic.to_vec(), "file-is-heic", "兼容性最佳"),
        (b"%PDF-1.7 and pages".to_vec(), "file-is-pdf", "截屏"),
        (b"GIF89a and frames".to_vec(), "file-is-other-picture", "另存为 JPG 或 PNG"),
        (b"<!DOCTYPE html><html>".to_vec(), "file-is-no-picture", "拍照或扫描"),
        (CARD[..400].to_vec(), "file-truncated", "重新上传"),
        ([CARD, b"PK\x03\x04 and files"].concat(), "file-has-more", "另存为新的 JPG"),
        ([CARD, b"<script>alert(1)</script>"].concat(), "file-has-more", "另存为新的 JPG"),
        (
            [&CARD[..2], &[0xff, 0xfe, 0, 2].repeat(10_000), &CARD[2..]].concat(),
            "file-too-many-segments",
            "另存为",
        ),
    ] {
        let path = format!("{case}/materials/identity-card");
        let headers = [("content-type", "image/jpeg")];
        let answer = candidate.send(Method::PUT, &path, &headers, file).await;
        refused(&answer, 422, code);
        assert!(answer.json()["detail"].as_str().unwrap().contains(words), "{answer:?}");
    }
    assert_eq!(checklist(&mut candidate, &case).await["materials"][0]["pictures"], json!([]));
    // The name is only what somebody says about the file.
    let upload =
        open(&mut candidate, &case, CARD.len(), "../../正面 (1).pdf").await.header("location").to_owned();
    append(&mut candidate, &upload, 0, CARD.into()).await;
    assert_eq!(complete(&mut candidate, &upload).await.json()["media_type"], "image/jpeg");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_picture_of_exactly_40m_is_taken_and_raises_the_memory_by_16_mib_at_most() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, "local-student").await;
    let larger = open(&mut candidate, &case, LARGEST + 1, "larger.jpg").await;
    refused(&larger, 413, "file-too-large");
    put(&mut candidate, &case, "identity-card", CARD).await;
    let before = memory(&city).await;
    let upload = open(&mut candidate, &case, LARGEST, "largest.jpg").await.header("location").to_owned();
    let file = picture_of(LARGEST);
    for place in 0..LARGEST / PART {
        let part = file.slice(place * PART..(place + 1) * PART);
        let answer = append(&mut candidate, &upload, place * PART, part).await;
        assert_eq!(answer.status, 204, "{answer:?}");
    }
    let closed = complete(&mut candidate, &upload).await;
    assert_eq!((closed.status.as_u16(), &closed.json()["bytes_sent"]), (200, &json!(LARGEST)), "{closed:?}");
    let raised = memory(&city).await.saturating_sub(before);
    println!("a picture of 40M raises the memory from {before} bytes by {raised}");
    assert!(raised <= 16 * MEBIBYTE, "from {before} by {raised}");
}

async fn memory(city: &City) -> u64 {
    let measures = city.deployment.control(Method::GET, "/measures", Value::Null).await.json();
    let memory = &measures["components"]["upload-validation"]["memory_bytes"];
    memory.as_u64().unwrap_or_else(|| panic!("{measures}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_loses_the_line_goes_on_where_it_broke() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, "local-student").await;
    let file = picture_of(600_000);
    let upload = open(&mut candidate, &case, file.len(), "card.jpg").await.header("location").to_owned();
    let first = append(&mut candidate, &upload, 0, file.slice(..200_000)).await;
    assert_eq!(first.header("upload-offset"), "200000", "{first:?}");
    // The second part breaks off after half of its bytes.
    let mut line = tokio::net::TcpStream::connect(city.deployment.address).await.unwrap();
    let head = format!(
        "PATCH {upload} HTTP/1.1\r\nhost: x\r\nauthorization: {}\r\nupload-offset: 200000\r\ncontent-length: 400000\r\n\r\n",
        candidate.bearer
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(&file[200_000..400_000]).await.unwrap();
    drop(line);
    let shown = candidate.send(Method::HEAD, &upload, &[], Bytes::new()).await;
    assert_eq!((shown.header("upload-offset"), shown.header("upload-length")), ("200000", "600000"));
    // The answer to a part may be lost as well: it is sent again, and out of order it is not taken.
    let again = append(&mut candidate, &upload, 0, file.slice(..200_000)).await;
    assert_eq!(again.header("upload-offset"), "200000", "{again:?}");
    refused(&append(&mut candidate, &upload, 300_000, file.slice(300_000..)).await, 409, "upload-offset");
    append(&mut candidate, &upload, 200_000, file.slice(200_000..)).await;
    let closed = complete(&mut candidate, &upload).await;
    assert_eq!(closed.json()["bytes_sent"], 600_000, "{closed:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_is_taken_until_its_last_millisecond_and_what_is_left_of_it_is_swept() {
    let city = City::at("04-15T10:00:00.000").await;
    let (mut candidate, case) = drafting(&city, "local-student").await;
    let upload = open(&mut candidate, &case, CARD.len(), "card.jpg").await.header("location").to_owned();
    city.set("04-15T11:59:59.999").await;
    let mut candidate = city.candidate(0).await;
    assert_eq!(append(&mut candidate, &upload, 0, CARD.into()).await.status, 204);
    city.set("04-15T12:00:00.000").await;
    refused(&complete(&mut candidate, &upload).await, 404, "unknown-upload");
    for tidied in [1, 1, 0] {
        let report = city.deployment.operate("/internal/sweep", Value::Null).await.json();
        assert_eq!(report["tidied"], tidied, "{report}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn d6_04_pictures_of_a_returned_case_are_exchanged_until_15_00_and_d6_05_not_from_then_on() {
    let city = City::at("04-15T10:00:00.000").await;
    let filed = city.file(11, "local-student").await;
    city.decide("reviewer", &filed.case, give_back()).await;
    city.set("04-19T14:59:59.999").await;
    let paper = include_bytes!("../kit/pictures/paper.png").as_slice();
    let mut candidate = city.candidate(11).await;
    assert_eq!(put(&mut candidate, &filed.case, "identity-card", paper).await.status, 200);
    let corrected = city.correct(11, &filed.case).await.json();
    assert_eq!(corrected["filing"]["materials"][0]["media_type"], "image/png", "{corrected}");
    // Another one, which nobody corrects in time.
    city.set("04-15T10:00:00.000").await;
    let filed = city.file(21, "local-student").await;
    city.decide("reviewer", &filed.case, give_back()).await;
    city.set("04-19T15:00:00.000").await;
    let mut candidate = city.candidate(21).await;
    refused(&put(&mut candidate, &filed.case, "identity-card", paper).await, 409, "supplement-closed");
}
