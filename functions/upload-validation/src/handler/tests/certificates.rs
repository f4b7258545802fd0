//! Electronic certificates: obtained instead of uploaded, or why not and what to do then.

use super::*;
use edge::{Clock, Outside, Unanswered};
use http::Method;
use kit::Reply;
use serde_json::json;

const ASKED: &str = "certificates/identity-card";

/// What keeps nobody from photographing it: each with how the register comes to it.
fn of_no_use() -> Vec<Reply> {
    vec![
        Reply::Down,
        Reply::Slow,
        Reply::Failing(500, ""),
        // Also where a wrong address would say so: that there is none is said in so many words.
        Reply::Failing(404, ""),
        Reply::Failing(302, ""),
        Reply::Failing(200, ""),
        Reply::Failing(200, "<html>王小明</html>"),
        Reply::Failing(206, "a part"),
        Reply::Entry(json!({})),
        Reply::Picture(&CARD[..CARD.len() - 2]),
    ]
}

impl World {
    fn obtain(&self) -> Answer {
        self.ask(Request::post(format!("{}/certificate", self.card())), "")
    }

    /// What is shown of the identity card.
    fn shown(&self) -> serde_json::Value {
        let list = self.ask(Request::get(self.materials()), "").json();
        list["materials"][0].clone()
    }

    fn asked(&self) -> Vec<String> {
        self.deployment.registers.asked()
    }

    fn request(&self, method: Method, path: &str, body: &'static [u8]) -> Request<Body> {
        let token = self.token(Actor::Candidate(ANNA));
        let request = Request::builder().method(method).uri(path);
        request.header("authorization", format!("Bearer {token}")).body(Body::full(body)).unwrap()
    }

    /// Asks for the certificate of a register that answers like this.
    fn obtain_from<F>(&self, send: impl Fn(Request<Bytes>) -> F + 'static) -> Answer
    where
        F: Future<Output = Result<Response<Body>, Unanswered>> + 'static,
    {
        let request = self.request(Method::POST, &format!("{}/certificate", self.card()), b"");
        let service = self.deployment.service(crate::COMPONENT);
        let service = service.with_outside(Outside::new(send, Clock::never()));
        kit::answer(&service, request, &self.now, handle)
    }

    /// Asks for the certificate, and before the register answers the candidate sends something else.
    fn obtain_while(&self, method: Method, path: &str, file: &'static [u8]) -> Answer {
        let rival = RefCell::new(Some(self.request(method, path, file)));
        let (other, now) = (Rc::clone(&self.service), domain::instant::parse(&self.now).unwrap());
        self.obtain_from(move |_| {
            let (other, rival) = (Rc::clone(&other), rival.take().unwrap());
            async move {
                assert!(other.respond(rival, now, handle).await.status().is_success());
                Ok(Response::new(Body::full(CARD)))
            }
        })
    }
}

#[test]
fn a_certificate_is_kept_as_an_upload_is_and_says_where_it_comes_from() {
    let world = World::bare("local-household");
    assert_eq!(
        (world.shown()["has_certificate"].clone(), world.shown()["pictures"].clone()),
        (json!(true), json!([]))
    );
    let answer = world.obtain();
    assert_eq!((answer.status, answer.header("etag").as_str()), (200, "\"3\""), "{}", answer.text);
    assert_eq!((&answer.json()["source"], &answer.json()["width"]), (&json!("certificate"), &json!(320)));
    assert_eq!(world.asked(), [ASKED]);
    assert_eq!(world.shown()["pictures"], json!([answer.json()]));
    let kept = world.ask(Request::get(world.card()), "");
    assert_eq!(answer.json()["sha256"], domain::digest::Digest::of(&kept.body).to_string());
    assert!(!kept.text.contains("taken at home"));
    assert_eq!(world.put(PAPER).json()["source"], "uploaded");
}

#[test]
fn the_register_is_asked_about_whom_the_login_has_named_whatever_the_form_says() {
    let file = String::from_utf8(kit::POLICY.to_vec()).unwrap();
    let file = file.replacen("identity = \"logged-in\"", "identity = \"filled-in\"", 1);
    let world = World::under(file.as_bytes(), "local-household");
    let mut draft = filled("local-household");
    draft.form.name = Some("李雷".parse().unwrap());
    world.deployment.edit(world.case, draft, OPEN);
    let asked = Rc::<RefCell<serde_json::Value>>::default();
    let heard = Rc::clone(&asked);
    let answer = world.obtain_from(move |request| {
        *heard.borrow_mut() = serde_json::from_slice(request.body()).unwrap();
        std::future::ready(Ok(Response::new(Body::full(CARD))))
    });
    assert_eq!(answer.status, 200, "{}", answer.text);
    let expected = json!({
        "name": "王小明",
        "document_kind": "resident-identity-card",
        "document_number": "11010519491231002X",
        "certificate": "identity-card",
    });
    assert_eq!(*asked.borrow(), expected);
}

#[test]
fn a_certificate_that_is_there_is_answered_again_without_asking_for_it() {
    let world = World::bare("local-household");
    let (first, chunks) = (world.obtain(), world.chunks());
    world.asked();
    world.deployment.registers.set_certificate("identity-card", Reply::Down);
    let again = world.obtain();
    assert_eq!((again.text, again.headers["etag"].clone()), (first.text, first.headers["etag"].clone()));
    assert_eq!((world.chunks(), world.asked().len()), (chunks, 0));
}

#[test]
fn a_certificate_and_an_upload_take_each_other_s_place() {
    let world = World::bare("local-household");
    world.obtain();
    assert_eq!(world.put(CARD).json()["source"], "uploaded");
    assert_eq!(world.obtain().json()["source"], "certificate");
    // Whoever wants it anew takes it back first.
    world.ask(Request::delete(world.card()), "");
    world.deployment.registers.set_certificate("identity-card", Reply::Picture(PAPER));
    assert_eq!(world.obtain().json()["media_type"], "image/png");
}

#[test]
fn whoever_has_no_such_certificate_is_told_to_photograph_the_material() {
    let world = World::bare("local-household");
    world.deployment.registers.set_certificate("identity-card", Reply::Nobody);
    let before = (world.chunks(), world.deployment.stored(world.case));
    let answer = world.obtain();
    answer.refused(404, "certificate-not-found");
    assert!(answer.json()["detail"].as_str().unwrap().contains("拍照"), "{}", answer.text);
    assert_eq!((world.chunks(), world.deployment.stored(world.case)), before);
}

#[test]
fn a_material_without_a_certificate_is_told_apart_before_anybody_is_asked() {
    let world = World::bare("local-household");
    let path = format!("{}/diploma/certificate", world.materials());
    world.ask(Request::post(path), "").refused(404, "no-certificate");
    let path = format!("{}/student-proof/certificate", world.materials());
    world.ask(Request::post(path), "").refused(404, "unknown-material");
    assert!(world.asked().is_empty());
}

#[test]
fn a_register_that_cannot_be_asked_or_makes_no_sense_is_not_the_candidate_s_fault_and_leaves_nothing_behind()
{
    let mut world = World::bare("local-household");
    let log = world.log();
    let before = (world.chunks(), world.deployment.stored(world.case));
    for reply in of_no_use() {
        world.deployment.registers.set_certificate("identity-card", reply.clone());
        let answer = world.obtain();
        answer.refused(503, "certificate-unavailable");
        assert!(answer.json()["detail"].as_str().unwrap().contains("拍照"), "{reply:?}");
        assert_eq!((world.chunks(), world.deployment.stored(world.case)), before, "{reply:?}");
    }
    let lines = log.borrow().join("\n");
    assert!(lines.contains("status 404") && lines.contains("file-is-no-picture"), "{lines}");
    assert!(!lines.contains("王小明") && !lines.contains("11010519491231002X"), "{lines}");
}

#[test]
fn a_certificate_of_exactly_the_largest_size_is_taken_and_one_byte_more_is_not() {
    let limited = |bytes: usize| {
        let file = String::from_utf8(kit::POLICY.to_vec()).unwrap();
        let file = file.replacen("bytes-max = 41_943_040", &format!("bytes-max = {bytes}"), 1);
        World::under(file.as_bytes(), "local-household")
    };
    assert_eq!(limited(CARD.len()).obtain().status, 200);
    let world = limited(CARD.len() - 1);
    world.obtain().refused(503, "certificate-unavailable");
    assert_eq!(world.chunks(), 0);
}

#[test]
fn nobody_is_asked_before_the_candidate_has_confirmed_every_agreement() {
    let world = World::bare("local-household");
    for agreement in ["informed-consent", "service-agreement"] {
        let mut draft = filled("local-household");
        draft.confirmed.remove(&agreement.parse().unwrap());
        world.deployment.edit(world.case, draft, OPEN);
        let answer = world.obtain();
        answer.refused(409, "not-agreed");
        let errors = answer.json()["errors"].clone();
        assert_eq!((errors.as_array().unwrap().len(), &errors[0]["code"]), (1, &json!("unconfirmed")));
        assert_eq!(errors[0]["pointer"], format!("/confirmed/{agreement}"));
    }
    assert!(world.asked().is_empty());
    world.deployment.edit(world.case, filled("local-household"), OPEN);
    assert_eq!(world.obtain().status, 200);
}

#[test]
fn a_certificate_is_obtained_until_the_window_closes_and_not_from_then_on() {
    let mut world = World::bare("local-household");
    world.now = "2027-04-17T07:00:00.000Z".to_owned();
    world.obtain().refused(409, "window-closed");
    assert!(world.asked().is_empty());
    world.now = "2027-04-17T06:59:59.999Z".to_owned();
    assert_eq!(world.obtain().status, 200);
    world.now = "2027-04-17T07:00:00.000Z".to_owned();
    world.obtain().refused(409, "window-closed");
}

#[test]
fn what_is_filed_cannot_be_exchanged_for_a_certificate() {
    let world = World::of("local-student");
    world.submit();
    world.obtain().refused(409, "not-a-draft");
    assert!(world.asked().is_empty());
}

#[test]
fn nobody_else_obtains_a_candidate_s_certificate() {
    let world = World::bare("local-household");
    let path = format!("{}/certificate", world.card());
    for (actor, status, code) in [
        (Actor::Candidate(AccountId::from_u128(2)), 404, "unknown-case"),
        (reviewer(9), 403, "not-permitted"),
        (reviewer_of(9, "420100"), 404, "unknown-case"),
    ] {
        world.ask_as(actor, Request::post(&path), "").refused(status, code);
    }
    assert!(world.asked().is_empty());
}

#[test]
fn whoever_uploads_while_the_register_is_asked_has_the_certificate_and_the_upload_leaves() {
    let world = World::bare("local-household");
    let answer = world.obtain_while(Method::PUT, &world.card(), PAPER);
    assert_eq!((answer.status, &answer.json()["source"]), (200, &json!("certificate")), "{}", answer.text);
    let case = world.deployment.case(world.case);
    assert_eq!((case.materials().leaving().len(), world.chunks()), (1, 2));
}

#[test]
fn of_two_who_obtain_the_same_certificate_at_once_one_is_named_and_the_other_leaves_nothing_behind() {
    let world = World::bare("local-household");
    world.deployment.registers.set_certificate("identity-card", Reply::Picture(PAPER));
    let answer = world.obtain_while(Method::POST, &format!("{}/certificate", world.card()), b"");
    assert_eq!((answer.status, &answer.json()["media_type"]), (200, &json!("image/png")), "{}", answer.text);
    assert_eq!(world.shown()["pictures"], json!([answer.json()]));
    assert_eq!((world.deployment.case(world.case).materials().leaving().len(), world.chunks()), (0, 1));
}
