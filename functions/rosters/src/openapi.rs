//! The description of this component's part of the interface: what administrators ask of it. Native builds only.

use edge::Code;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::handler::import::Imported;

#[derive(utoipa::OpenApi)]
#[openapi(paths(import_roster), components(schemas(Imported)))]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[(
    "import_roster",
    &[
        Code::NotPermitted,
        Code::OutsideRegion,
        Code::UnknownProgramme,
        Code::UnknownSeason,
        Code::NoRoster,
        Code::UnsupportedRosterType,
        Code::BodyIncomplete,
        Code::BodyTooSlow,
        Code::RosterTooLarge,
        Code::InvalidRoster,
    ],
)];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 导入报名名单，见运维文档；more 为真时，请重新发送同一文件。 Imports a roster, as docs/operations.md describes it. While `more` is true, send the
/// same file again.
#[utoipa::path(
    post,
    path = "/api/administration/rosters/{programme}/{season}",
    tag = "administration",
    params(("programme" = String, Path), ("season" = String, Path)),
    request_body(content((String = "text/csv"), (String = "application/jsonl"))),
    responses((status = 200, description = "已导入。 It is imported.", body = Imported)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn import_roster() {}
