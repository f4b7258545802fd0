//! What operators do can be looked up.

use super::*;

fn look(service: &Service<Memory>, path: &str) -> (u16, Value) {
    let request = Request::get(path).header("authorization", format!("Bearer {SECRET}"));
    let now = domain::instant::parse("2027-04-15T01:00:00.000Z").unwrap();
    let response = block_on(service.respond(request.body(Body::full("")).unwrap(), now, handle));
    (response.status().as_u16(), serde_json::from_slice(response.body()).unwrap())
}

#[test]
fn what_an_operator_does_is_listed_and_what_changes_nothing_is_not() {
    let service = service(&Memory::default(), KEY_1);
    deploy(&service);
    let publishing = json!({ "policy": POLICY, "partitions": 2 });
    for _ in 0..2 {
        assert_eq!(call(&service, "/internal/policies", publishing.clone()).0, 200);
    }
    let (status, listed) = look(&service, "/internal/acts");
    let [act] = listed["acts"].as_array().unwrap().as_slice() else { panic!("{listed}") };
    assert_eq!((status, &act["kind"], &act["outcome"]), (200, &json!("policy-published"), &json!("done")));
    assert_eq!((&act["by"], &act["region"]), (&json!({ "role": "operator" }), &json!("440300")));
    assert_eq!((&act["programme"], &act["season"]), (&json!("shenzhen-interview"), &json!("2027")));
    let earlier = format!("/internal/acts/{}/earlier", act["act"].as_str().unwrap());
    assert_eq!(look(&service, &earlier), (200, json!({ "acts": [] })));
}

#[test]
fn where_acts_cannot_be_written_down_nothing_is_done() {
    let memory = Memory::default();
    let service = service(&memory, KEY_1);
    let sessions = json!({ "collections": [{ "name": "sessions", "partitions": 4 }] });
    assert_eq!(call(&service, "/internal/deployment", sessions).0, 200);
    let before = memory.dump();
    let publishing = json!({ "policy": POLICY, "partitions": 2 });
    let (status, problem) = call(&service, "/internal/policies", publishing);
    assert_eq!((status, &problem["code"]), (503, &json!("unavailable")));
    assert_eq!(memory.dump(), before);
}
