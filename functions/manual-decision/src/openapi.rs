//! The description of this component's part of the interface. Native builds only.

use edge::{
    AssessmentView, Code, DerivationView, DocumentView, ExplanationView, FieldView, FilingView, FindingView,
    ObjectionView, PictureView, RegistrationView,
};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{
    ApprovalsView, BacklogView, BoardView, ClaimView, ComparedView, ComparisonView, DecisionBody, Holder,
    ItemBody, MessageView, OutcomeBody, ReasonView, ReturnView, ReviewView, SeasonView, Task, TaskView,
    WorklistView,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(list_reviews, show_board, show_review, claim_review, release_review, decide),
    components(schemas(
        ApprovalsView,
        AssessmentView,
        BacklogView,
        BoardView,
        ClaimView,
        ComparedView,
        ComparisonView,
        DecisionBody,
        DerivationView,
        DocumentView,
        ExplanationView,
        FieldView,
        FilingView,
        FindingView,
        ItemBody,
        MessageView,
        ObjectionView,
        OutcomeBody,
        PictureView,
        ReasonView,
        RegistrationView,
        ReturnView,
        ReviewView,
        SeasonView,
        TaskView,
        WorklistView
    ))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("list_reviews", &[Code::NotPermitted, Code::InvalidFields]),
    ("show_board", &[Code::NotPermitted]),
    ("show_review", &[Code::NotPermitted, Code::OwnCase]),
    (
        "claim_review",
        &[
            Code::NotPermitted,
            Code::OwnCase,
            Code::OutsideGroups,
            Code::NotUnderReview,
            Code::AlreadyDecided,
            Code::Claimed,
        ],
    ),
    ("release_review", &[]),
    (
        "decide",
        &[
            Code::NotPermitted,
            Code::OwnCase,
            Code::NotUnderReview,
            Code::AlreadyDecided,
            Code::Claimed,
            Code::NotClaimed,
            Code::CorrectedMeanwhile,
            Code::NotCorrectedYet,
            Code::NoRoundLeft,
        ],
    ),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 待审核列表，按期限先后。 What is to be decided in the reviewer's region, the most urgent first.
#[utoipa::path(
    get,
    path = "/api/reviews",
    tag = "reviews",
    params(
        ("task" = inline(Option<Task>), Query, description = "只列此事项。 Only this task."),
        ("programme" = Option<String>, Query, description = "只列此项目。 Only this programme."),
        ("claim" = inline(Option<Holder>), Query, description = "只列本人、他人领取的，或无人领取的。 Only what the reader, others or nobody has claimed."),
        ("late" = Option<bool>, Query, description = "只列已逾期或未逾期的。 Only what is late, or what is not."),
    ),
    responses((status = 200, description = "待审核列表。 The worklist.", body = WorklistView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn list_reviews() {}

/// 工作看板：待办、期限、领取与通过情况。 The board of the reviewer's region: what is to be done, by when, who is at it, and how cases
/// were approved.
#[utoipa::path(
    get,
    path = "/api/reviews/board",
    tag = "reviews",
    responses((status = 200, description = "工作看板。 The board.", body = BoardView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_board() {}

/// 审核页：所填内容与登记机关的答复。 A case as its reviewer sees it: what is claimed beside what registers have said.
#[utoipa::path(
    get,
    path = "/api/reviews/{case}",
    tag = "reviews",
    params(("case" = String, Path)),
    responses((status = 200, description = "审核页。 The case.", body = ReviewView,
        headers(("ETag" = String, description = "申请的版本。 The version of the case.")))),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_review() {}

/// 领取或续期，三十分钟内独占。 Claims the case for half an hour, or prolongs the claim.
#[utoipa::path(
    put,
    path = "/api/reviews/{case}/claim",
    tag = "reviews",
    params(("case" = String, Path)),
    responses((status = 200, description = "已领取。 It is claimed.", body = ReviewView,
        headers(("ETag" = String, description = "申请的版本。 The version of the case.")))),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn claim_review() {}

/// 放弃领取。 Releases the reader's own claim.
#[utoipa::path(
    delete,
    path = "/api/reviews/{case}/claim",
    tag = "reviews",
    params(("case" = String, Path)),
    responses((status = 204, description = "已放弃。 It is not claimed by the reader any more.")),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn release_review() {}

/// 作出决定，须先领取。 Decides about a case that the reviewer has claimed.
#[utoipa::path(
    post,
    path = "/api/reviews/{case}/decision",
    tag = "reviews",
    params(
        ("case" = String, Path),
        ("Idempotency-Key" = String, Header),
    ),
    request_body = DecisionBody,
    responses((status = 200, description = "已决定。 It is decided.", body = ReviewView,
        headers(("ETag" = String, description = "申请的版本。 The version of the case.")))),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn decide() {}
