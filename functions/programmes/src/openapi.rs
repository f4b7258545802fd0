//! The description of this component's part of the interface. Native builds only.

use edge::{Code, OpenedView, ProblemDocument, TextView};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{
    AskedView, CasesView, CategoryView, MaterialView, OfferView, OpenBody, OwnCaseView, ProgrammeView,
    ProgrammesView, StatementView,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(list_programmes, show_programme, show_version, list_cases, open_case),
    components(schemas(
        AskedView,
        CasesView,
        CategoryView,
        MaterialView,
        OfferView,
        OpenBody,
        OpenedView,
        OwnCaseView,
        ProblemDocument,
        ProgrammeView,
        ProgrammesView,
        StatementView,
        TextView
    ))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("list_programmes", &[]),
    ("show_programme", &[Code::UnknownProgramme]),
    ("show_version", &[Code::UnknownProgramme, Code::UnknownPolicy]),
    ("list_cases", &[Code::UnknownProgramme, Code::NotPermitted, Code::OtherProgramme]),
    (
        "open_case",
        &[
            Code::UnknownProgramme,
            Code::NotPermitted,
            Code::OtherProgramme,
            Code::WindowNotOpen,
            Code::WindowClosed,
            Code::AlreadyOpen,
            Code::UnknownCategory,
            Code::CategoryIsDerived,
            Code::NotRegistered,
            Code::WithoutCategory,
            Code::IdempotencyKeyReused,
        ],
    ),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 全部项目，无需登录。 Shows everybody what is offered.
#[utoipa::path(
    get,
    path = "/api/programmes",
    tag = "programmes",
    responses((status = 200, description = "全部项目。 The programmes.", body = ProgrammesView)),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn list_programmes() {}

/// 项目信息，无需登录。 Shows a programme and its current season to anybody.
#[utoipa::path(
    get,
    path = "/api/programmes/{programme}",
    tag = "programmes",
    params(("programme" = String, Path)),
    responses((status = 200, description = "项目。 The programme.", body = ProgrammeView)),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_programme() {}

/// 某一版政策下的项目信息，无需登录。申请一直适用其开启时的那一版。 Shows a programme as one policy of it says, which a case is pinned to.
#[utoipa::path(
    get,
    path = "/api/programmes/{programme}/policies/{policy}",
    tag = "programmes",
    params(("programme" = String, Path), ("policy" = String, Path)),
    responses((status = 200, description = "项目。 The programme.", body = ProgrammeView)),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_version() {}

/// 本人在此项目各期的申请。 Shows what the caller has, or had, under a programme.
#[utoipa::path(
    get,
    path = "/api/programmes/{programme}/cases",
    tag = "cases",
    params(("programme" = String, Path)),
    responses((status = 200, description = "本人的申请。 The caller's cases.", body = CasesView)),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn list_cases() {}

/// 开启申请，每人每期一份。 Opens the one case that a person has in a season.
#[utoipa::path(
    post,
    path = "/api/programmes/{programme}/cases",
    tag = "cases",
    params(
        ("programme" = String, Path),
        ("Idempotency-Key" = String, Header)
    ),
    request_body(content = Option<OpenBody>, content_type = "application/json"),
    responses((
        status = 201,
        description = "已开启。 Opened.",
        body = OpenedView,
        headers(
            ("Location" = String, description = "申请的地址。 Where the case is."),
            ("ETag" = String, description = "开启时的版本。 Its first version.")
        )
    )),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn open_case() {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Route;
    use http::Method;

    #[test]
    fn every_described_operation_has_its_route() {
        let mut described = 0;
        for (path, item) in Description::openapi().paths.paths {
            let operations = [
                (Method::GET, item.get),
                (Method::POST, item.post),
                (Method::PUT, item.put),
                (Method::DELETE, item.delete),
            ];
            for (method, _) in operations.into_iter().filter(|(_, operation)| operation.is_some()) {
                assert_eq!(Route::of(&method, &path).unwrap().template(), path, "{method}");
                described += 1;
            }
        }
        assert_eq!(described, 5, "a route was added or taken away: describe it here");
    }
}
