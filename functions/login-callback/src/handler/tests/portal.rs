//! A portal, and a candidate who comes from it.

use super::*;
use url::form_urlencoded::Serializer;

/// Both are published (RFC 7636, appendix B).
pub(super) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(super) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

pub(super) const ADDRESS: &str = "https://portal.example/back";
pub(super) const STATE: &str = "what the portal remembers: &=%";

/// Parameters of an address or of a form.
pub(super) type Pairs<'a> = Vec<(&'a str, &'a str)>;

/// What a portal asks for.
pub(super) fn visit() -> Pairs<'static> {
    vec![
        ("response_type", "code"),
        ("client_id", "city-hall"),
        ("redirect_uri", ADDRESS),
        ("state", STATE),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ]
}

/// How the portal exchanges a code, by `client_secret_post`.
pub(super) fn exchange(code: &str) -> Pairs<'_> {
    vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", ADDRESS),
        ("code_verifier", VERIFIER),
        ("client_id", "city-hall"),
        ("client_secret", "the-new-secret-of-city-hall"),
    ]
}

/// The same, but for one of them.
pub(super) fn with<'a>(pairs: &Pairs<'a>, name: &'a str, value: &'a str) -> Pairs<'a> {
    let mut pairs = without(pairs, name);
    pairs.push((name, value));
    pairs
}

/// The same without one of them.
pub(super) fn without<'a>(pairs: &Pairs<'a>, name: &str) -> Pairs<'a> {
    pairs.iter().copied().filter(|(known, _)| *known != name).collect()
}

/// The same with one of them twice.
pub(super) fn twice<'a>(pairs: &Pairs<'a>, name: &'a str) -> Pairs<'a> {
    let again = pairs.iter().copied().find(|(known, _)| *known == name);
    [pairs.as_slice(), again.as_slice()].concat()
}

/// Returns what a portal is told at an address of its own.
#[track_caller]
pub(super) fn told(answer: &Answer, address: &str) -> Vec<(String, String)> {
    let next = answer.onward().expect(&answer.text);
    let rest = next.strip_prefix(address).unwrap_or_else(|| panic!("the portal is at {address}: {next}"));
    url::form_urlencoded::parse(&rest.as_bytes()[1..]).into_owned().collect()
}

/// Asserts that a portal is told why it gets no code, and nothing else, and that no browser is let in.
#[track_caller]
pub(super) fn told_why(answer: &Answer, error: &str, description: &str) {
    let expected =
        [("error", error), ("error_description", description), ("state", STATE), ("iss", kit::ORIGIN)];
    let told = told(answer, ADDRESS);
    let told: Pairs<'_> = told.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(told, expected);
    assert!(
        !answer
            .headers
            .get_all("set-cookie")
            .iter()
            .any(|cookie| cookie.to_str().unwrap().starts_with(COOKIE))
    );
}

impl World {
    pub(super) fn authorize(&self, visit: &Pairs<'_>) -> Answer {
        let query = Serializer::new(String::new()).extend_pairs(visit).finish();
        self.get(&format!("/auth/authorize?{query}"), "", OPEN)
    }

    /// The page that asks somebody sends what they have chosen, besides what a portal asks for.
    pub(super) fn answer(&self, visit: &Pairs<'_>, chosen: &str) -> Answer {
        self.answer_with(&with(visit, "answer", chosen), &[("origin", kit::ORIGIN)], OPEN)
    }

    pub(super) fn answer_with(&self, form: &Pairs<'_>, headers: &[(&str, &str)], now: &str) -> Answer {
        self.providers.set_clock(now);
        kit::answer(&self.service, posted_to("/auth/authorize", form, headers), now, handle)
    }

    /// A candidate comes from a portal, agrees, and is at the provider.
    pub(super) fn begin_visit(&self, visit: &Pairs<'_>) -> Begun {
        let asked = asked(&self.authorize(visit));
        let asked = asked.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Begun::of(&self.answer(&asked, "agree"))
    }

    /// A candidate comes from a portal, chooses who to be, and is sent back by us.
    pub(super) fn visit(&self, choice: &str) -> Answer {
        let begun = self.begin_visit(&visit());
        let callback = self.choose(&begun, choice);
        self.get(&callback, &begun.cookie, OPEN)
    }

    /// Returns a code that a portal was just given.
    pub(super) fn code(&self) -> String {
        told(&self.visit("person=0"), ADDRESS).remove(0).1
    }

    pub(super) fn exchange(&self, form: &Pairs<'_>, now: &str) -> Answer {
        self.exchange_with(form, &[], now)
    }

    pub(super) fn exchange_with(&self, form: &Pairs<'_>, headers: &[(&str, &str)], now: &str) -> Answer {
        kit::answer(&self.service, posted(form, headers), now, handle)
    }

    /// Returns who the token is of.
    pub(super) fn bearer(&self, method: &Method, token: &str) -> Answer {
        let request = Request::builder().method(method).uri("/auth/session");
        let request = request.header("authorization", format!("Bearer {token}"));
        kit::answer(&self.service, request.body(Body::full("")).unwrap(), OPEN, handle)
    }
}

/// Returns what the page is told that a browser is sent to, on which somebody is asked.
#[track_caller]
pub(super) fn asked(answer: &Answer) -> Vec<(String, String)> {
    assert_eq!(answer.status, 303, "{}", answer.text);
    let location = answer.header("location");
    let query = location.strip_prefix("/agree?").expect("the page that asks");
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

pub(super) fn posted(form: &Pairs<'_>, headers: &[(&str, &str)]) -> Request<Body> {
    posted_to("/auth/token", form, headers)
}

fn posted_to(path: &str, form: &Pairs<'_>, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::post(path).header("content-type", "application/x-www-form-urlencoded");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::full(Serializer::new(String::new()).extend_pairs(form).finish())).unwrap()
}
