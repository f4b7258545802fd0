//! The description of this component's part of the interface. Native builds only.

use edge::{Code, ProblemDocument, TextView};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{CaseView, CorrectionBody, DocumentBody, DraftBody, EventView, FormBody, MoveView};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(show_case, discard_case, replace_draft, correct),
    components(schemas(
        CaseView,
        CorrectionBody,
        DocumentBody,
        DraftBody,
        EventView,
        FormBody,
        MoveView,
        ProblemDocument,
        TextView
    ))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("show_case", &[]),
    ("discard_case", &[Code::NotPermitted, Code::NotADraft]),
    (
        "replace_draft",
        &[
            Code::NotPermitted,
            Code::NotADraft,
            Code::WindowNotOpen,
            Code::WindowClosed,
            Code::UnknownCategory,
            Code::CategoryIsDerived,
        ],
    ),
    ("correct", &[Code::NotPermitted, Code::AlreadyDecided, Code::NothingToCorrect, Code::SupplementClosed]),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 查看申请。 Shows a case to those who may see it.
#[utoipa::path(
    get,
    path = "/api/cases/{case}",
    tag = "cases",
    params(
        ("case" = String, Path),
        ("If-None-Match" = Option<String>, Header)
    ),
    responses(
        (
            status = 200,
            description = "申请。 The case.",
            body = CaseView,
            headers(("ETag" = String, description = "当前版本。 Its version."))
        ),
        (
            status = 304,
            description = "没有变化。 It is still the version that the caller has.",
            headers(("ETag" = String, description = "当前版本。 Its version."))
        )
    ),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_case() {}

/// 放弃草稿，所填内容即删除。 Gives a draft up; what was filled in goes with it.
#[utoipa::path(
    delete,
    path = "/api/cases/{case}",
    tag = "cases",
    params(
        ("case" = String, Path),
        ("If-Match" = String, Header)
    ),
    responses((status = 204, description = "已放弃。 It is gone.")),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn discard_case() {}

/// 修改草稿：整体替换。 Replaces the draft as a whole.
#[utoipa::path(
    put,
    path = "/api/cases/{case}/draft",
    tag = "cases",
    params(
        ("case" = String, Path),
        ("If-Match" = String, Header)
    ),
    request_body = DraftBody,
    responses((
        status = 200,
        description = "修改后的申请。 The case as it is now.",
        body = CaseView,
        headers(("ETag" = String, description = "新的版本。 Its new version."))
    )),
    security(("session" = []), ("bearer" = [])),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn replace_draft() {}

/// 补齐补正，须在截止前提交。 Files the correction of a case that was returned, before it closes.
#[utoipa::path(
    post,
    path = "/api/cases/{case}/correction",
    tag = "cases",
    params(
        ("case" = String, Path),
        ("Idempotency-Key" = String, Header),
    ),
    request_body = CorrectionBody,
    responses((status = 200, description = "已补正，重新审核。 It is corrected, and reviewed again.", body = CaseView,
        headers(("ETag" = String, description = "版本。 The version.")))),
    security(("session" = []), ("bearer" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn correct() {}

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
        assert_eq!(described, 4, "a route was added or taken away: describe it here");
    }
}
