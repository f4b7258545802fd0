use super::*;
use domain::person::InvalidField;

/// Returns a problem of this code, with the members that go with it.
fn sample(code: Code) -> Problem {
    let text = |text: &str| Member::Text(text.to_owned());
    let at = |text: &str| Member::Instant(instant::parse(text).unwrap());
    let problem = Problem::new(code);
    match code {
        Code::MalformedJson => Problem::malformed_json(2, 10),
        Code::MalformedHeader => Problem::malformed_header(&http::header::ORIGIN),
        Code::WrongKindOfId => problem.with("expected", text("case_")).with("found", text("acct_")),
        Code::MalformedId => problem.with("expected", text("case_")),
        Code::BodyTooLarge => Problem::body_too_large(65_536),
        Code::InvalidRequest => Problem::invalid_request("code_verifier"),
        Code::InvalidFields => {
            Problem::invalid_fields(vec![FieldError::new("/form/telephone", &InvalidField::Length)])
        }
        Code::InvalidRoster => {
            let wrong = FieldError::worded("/3/email", "malformed", "第 3 行有误。", "Line 3 is wrong.");
            Problem::invalid_roster(vec![wrong], 20)
        }
        Code::RosterTooLarge => Problem::roster_too_large(8_388_608, 100_000),
        Code::WindowNotOpen => problem.with("opens", at("2027-04-12T01:00:00Z")),
        Code::CaptchasUsedUp | Code::CodeTooSoon => problem.with("again", at("2027-04-16T02:05:00Z")),
        Code::CodesUsedUp => problem.with("again", at("2027-04-16T16:00:00Z")),
        Code::CodeWrong => Problem::code_wrong(4),
        Code::Claimed => problem.with("until", at("2027-04-16T02:30:00Z")),
        Code::ChecksUnderWay => problem.with("until", at("2027-04-16T02:00:20Z")),
        Code::SupplementClosed => problem.with("closed", at("2027-04-19T07:00:00Z")),
        Code::WindowClosed => problem.with("closed", at("2027-04-17T07:00:00Z")),
        Code::AlreadyOpen => Problem::already_open("/api/cases/case_00000000000000000000000001".to_owned()),
        Code::FileTooLarge => problem.with("bytes_max", Member::Number(41_943_040)),
        Code::FileNeedsParts => problem.with("bytes_max", Member::Number(8_388_608)),
        Code::FileTooManyPixels | Code::FileTooFewPixels => {
            problem.with("width", Member::Number(40)).with("height", Member::Number(24))
        }
        Code::FileIsOtherPicture => problem.with("kind", text("webp")),
        Code::UploadOffset => problem.with("offset", Member::Number(4)),
        Code::UploadTooLong => problem.with("size", Member::Number(9)),
        Code::UploadIncomplete => problem.with("offset", Member::Number(4)).with("size", Member::Number(9)),
        Code::MethodNotAllowed => Problem::method_not_allowed("GET, POST"),
        Code::Fault => Problem::fault("reason"),
        Code::WithoutCategory => {
            let words = |zh: &str, en: &str| domain::policy::Text { zh: zh.to_owned(), en: en.to_owned() };
            let id = "below-third-year".parse().unwrap();
            let text =
                words("三年级及以上在校生方可参加。", "Students are admitted from their third year on.");
            let contact = words("考区咨询窗口", "the exam area");
            domain::Rejection::WithoutCategory { id, text, contact }.into()
        }
        Code::PasswordRefused => {
            problem.with("minutes", Member::Number(3)).with("contact", text("考区咨询窗口"))
        }
        Code::NotAgreed => {
            let missing = vec!["informed-consent".parse().unwrap()];
            domain::Rejection::NotAgreed { missing }.into()
        }
        Code::LoginFailed | Code::ProviderUnavailable | Code::CertificateUnavailable => {
            Problem::because(code, "reason")
        }
        Code::Unavailable => Problem::unavailable("reason"),
        Code::StoreNotVerified => Problem::store_not_verified(Some("stale-swap-is-lost".to_owned())),
        _ => problem,
    }
}

#[test]
fn every_problem_says_what_to_do_in_both_languages() {
    let mut shown = Vec::new();
    for code in Code::ALL {
        let problem = sample(*code);
        for locale in [Locale::Chinese, Locale::English] {
            let document = serde_json::to_string(&problem.document(locale, "0123456789abcdef")).unwrap();
            let detail = problem.detail(locale);
            assert!(!detail.contains('{'), "{detail}");
            assert!(!document.contains("reason"), "{document}");
            shown.push(document);
        }
    }
    insta::assert_snapshot!(shown.join("\n"));
}

#[test]
fn every_code_is_there_once_and_has_a_status_of_its_own_kind() {
    let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Code::ALL.len());
    for code in Code::ALL {
        assert!((400..600).contains(&code.row().status));
        assert_eq!(code.status().as_u16(), code.row().status);
    }
}

#[test]
fn responses_name_their_type_and_language_and_what_the_status_demands() {
    let response = sample(Code::MethodNotAllowed).response(Locale::English, "");
    assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    assert_eq!(response.headers()[CONTENT_LANGUAGE], "en");
    assert_eq!(response.headers()[ALLOW], "GET, POST");
    assert_eq!(
        sample(Code::SessionEnded).response(Locale::Chinese, "").headers()[WWW_AUTHENTICATE],
        "Bearer"
    );
    assert_eq!(sample(Code::Busy).response(Locale::Chinese, "").headers()[RETRY_AFTER], "1");
}

#[test]
fn what_the_token_endpoint_refuses_is_read_by_clients_of_rfc_6749_too() {
    for (code, status, error) in [
        (Code::InvalidRequest, 400, "invalid_request"),
        (Code::InvalidClient, 401, "invalid_client"),
        (Code::InvalidGrant, 400, "invalid_grant"),
        (Code::UnsupportedGrantType, 400, "unsupported_grant_type"),
    ] {
        let response = sample(code).response(Locale::English, "");
        assert_eq!(response.status(), status);
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
        let document: serde_json::Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!((&document["error"], &document["code"]), (&error.into(), &code.name().into()));
        let challenge = response.headers().get(WWW_AUTHENTICATE).map(|value| value.to_str().unwrap());
        assert_eq!(challenge, (status == 401).then_some(r#"Basic realm="portals""#));
    }
}

#[test]
fn the_case_of_somebody_else_cannot_be_told_from_one_that_is_not_there() {
    let theirs = Problem::from(domain::Rejection::NotTheOwner);
    assert_eq!(theirs, Problem::new(Code::UnknownCase));
}
