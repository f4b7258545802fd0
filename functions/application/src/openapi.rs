//! The description of this component's part of the interface. Native builds only.

use edge::{ProblemDocument, TextView};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{
    CaseView, CategoryView, CorrectionBody, DocumentBody, DraftBody, EventView, FormBody, OpenBody,
    OpenedView, ProgrammeView,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(show_programme, open_case, show_case, discard_case, replace_draft, correct),
    components(schemas(
        CaseView,
        CategoryView,
        CorrectionBody,
        DocumentBody,
        DraftBody,
        EventView,
        FormBody,
        OpenBody,
        OpenedView,
        ProblemDocument,
        ProgrammeView,
        TextView
    ))
)]
struct Description;

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 项目信息，无需登录。 Shows a programme and its current season to anybody.
#[utoipa::path(
    get,
    path = "/api/programmes/{programme}",
    tag = "programmes",
    params(("programme" = String, Path, description = "项目。 The programme.", example = "interview-review")),
    responses((status = 200, description = "项目。 The programme.", body = ProgrammeView)),
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_programme() {}

/// 开启申请，每人每期一份。 Opens the one case that a person has in a season.
#[utoipa::path(
    post,
    path = "/api/programmes/{programme}/cases",
    tag = "cases",
    params(
        ("programme" = String, Path, description = "项目。 The programme.", example = "interview-review"),
        ("Idempotency-Key" = String, Header, description = "本次操作的唯一标识，重试时不变。 Names this attempt; a repeat \
            keeps it and is answered as the first time.", example = "0f8e3a52-6d0c-4a55-9d0b-0a4a2f6a7c11")
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

/// 查看申请。 Shows a case to those who may see it.
#[utoipa::path(
    get,
    path = "/api/cases/{case}",
    tag = "cases",
    params(
        ("case" = String, Path, description = "申请编号。 The id of the case.", example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"),
        ("If-None-Match" = Option<String>, Header, description = "已有的版本。 The version that the caller has.")
    ),
    responses(
        (
            status = 200,
            description = "申请。 The case.",
            body = CaseView,
            headers(("ETag" = String, description = "当前版本。 Its version."))
        ),
        (status = 304, description = "没有变化。 It is still the version that the caller has.")
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
        ("case" = String, Path, description = "申请编号。 The id of the case.", example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"),
        ("If-Match" = String, Header, description = "所读取的版本。 The version that was read.", example = "\"2\"")
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
        ("case" = String, Path, description = "申请编号。 The id of the case.", example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"),
        ("If-Match" = String, Header, description = "所读取的版本。 The version that was read.", example = "\"1\"")
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
        ("case" = String, Path, description = "申请编号。 The id of the case."),
        ("Idempotency-Key" = String, Header, description = "本次补正的唯一标识，重试时不变。 Names this attempt; a repeat keeps it."),
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
        assert_eq!(described, 6, "a route was added or taken away: describe it here");
    }
}
