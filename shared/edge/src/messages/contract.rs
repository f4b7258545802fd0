//! What this service asks of every gateway for short messages, as OpenAPI: `contract.json` beside this file is for
//! whoever runs a gateway, and this keeps it current.

use utoipa::OpenApi as _;

use super::{MessageBody, TakenView};

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "短信网关 Gateway for short messages",
        version = "1",
        description = "秒批所调用的短信网关。What Miaopi asks of a gateway for short messages."
    ),
    paths(send),
    components(schemas(MessageBody, TakenView))
)]
struct Contract;

/// 发送一条短信。十秒内未答复，视为结果未知。 Sends one message. No answer within ten seconds is an unknown outcome.
#[utoipa::path(
    post,
    path = "/messages",
    params(
        ("Authorization" = String, Header, description = "Bearer 与约定的密钥。 Bearer and the secret that was agreed on."),
        ("Idempotency-Key" = String, Header, description = "每条短信一个，重发时不变。 One for each message; it is the same when the message is handed over again."),
        ("Correlation-Id" = String, Header, description = "请求编号，供查询。 Names the request in our logs."),
    ),
    request_body = MessageBody,
    responses(
        (status = 200, description = "已受理；任何 2xx 均可。 Taken; any 2xx will do.", body = TakenView),
        (status = 408, description = "结果未知。 It may have been taken."),
        (status = 409, description = "同一键正在处理，结果未知。 The same key is being worked on: it may have been taken."),
        (status = "4XX", description = "未受理，不会送达。 Not taken: it will not arrive."),
        (status = 503, description = "未受理，不会送达。 Not taken: it will not arrive."),
        (status = "5XX", description = "结果未知。 It may have been taken."),
    )
)]
#[expect(dead_code, reason = "carries the contract")]
const fn send() {}

/// Run with `UPDATE=1` to write it anew.
#[test]
fn the_contract_that_gateways_are_given_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/src/messages/contract.json");
    let current = serde_json::to_string_pretty(&Contract::openapi()).unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &current).unwrap();
    }
    assert!(std::fs::read_to_string(path).unwrap() == current, "run with UPDATE=1");
}
