//! What this service asks of the register of electronic certificates, as OpenAPI: `contract.json` beside this file is for
//! whoever runs one, and this keeps it current.

use utoipa::OpenApi as _;

use super::Lookup;

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "电子证照库 Register of electronic certificates",
        version = "1",
        description = "秒批所调用的电子证照库。What Miaopi asks of the register of electronic certificates."
    ),
    paths(look_up),
    components(schemas(Lookup<'static>))
)]
struct Contract;

/// 获取本人的一项电子证照，十秒内须开始答复。 Obtains one certificate of a person; the answer begins within ten seconds.
#[utoipa::path(
    post,
    path = "/registers/certificates/lookups",
    params(
        ("Authorization" = String, Header, description = "Bearer 与约定的密钥。 Bearer and the secret that was agreed on."),
        ("Correlation-Id" = String, Header, description = "请求编号，供查询。 Names the request in our logs."),
    ),
    request_body = Lookup<'static>,
    responses(
        (status = 200, description = "证照图片，JPG 或 PNG，十秒内送达。 The picture, JPEG or PNG, which has arrived within ten seconds.",
            content((Vec<u8> = "image/jpeg"), (Vec<u8> = "image/png"))),
        (status = 204, description = "此人没有此项证照。 There is no such certificate of this person."),
        (status = "default", description = "暂时无法获取。 It cannot be obtained now."),
    )
)]
#[expect(dead_code, reason = "carries the contract")]
const fn look_up() {}

/// Run with `UPDATE=1` to write it anew.
#[test]
fn the_contract_that_a_register_of_certificates_is_given_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/registers/contract.json");
    let current = serde_json::to_string_pretty(&Contract::openapi()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &current).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == current, "run with UPDATE=1");
}
