//! The description of this component's part of the interface. Native builds only.

use edge::{ActView, ActsView, Code, DoerView};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{
    CheckBody, ProposalBody, ProposalEventView, ProposalView, ProposalsView, RejectionBody, RemarkView,
    RemarksView,
};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        check_policy,
        propose_policy,
        list_proposals,
        show_proposal,
        approve_proposal,
        reject_proposal,
        withdraw_proposal,
        list_acts,
        list_earlier_acts
    ),
    components(schemas(
        ActView,
        ActsView,
        CheckBody,
        DoerView,
        ProposalBody,
        ProposalEventView,
        ProposalView,
        ProposalsView,
        RejectionBody,
        RemarkView,
        RemarksView
    ))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("check_policy", &[Code::NotPermitted, Code::OutsideRegion]),
    ("propose_policy", &[Code::NotPermitted, Code::OutsideRegion, Code::IdempotencyKeyReused]),
    ("list_proposals", &[Code::NotPermitted]),
    ("show_proposal", &[Code::NotPermitted, Code::OutsideRegion]),
    (
        "approve_proposal",
        &[
            Code::NotPermitted,
            Code::OutsideRegion,
            Code::OwnProposal,
            Code::ProposalOutdated,
            Code::ProposalDecided,
        ],
    ),
    ("reject_proposal", &[Code::NotPermitted, Code::OutsideRegion, Code::OwnProposal, Code::ProposalDecided]),
    (
        "withdraw_proposal",
        &[Code::NotPermitted, Code::OutsideRegion, Code::OthersProposal, Code::ProposalDecided],
    ),
    ("list_acts", &[Code::NotPermitted]),
    ("list_earlier_acts", &[Code::NotPermitted]),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 检查政策文件，不保存任何内容；读不懂的文件也是一条意见。 Says what is wrong in a policy file. Nothing is stored. That a file cannot be read is a
/// remark as well.
#[utoipa::path(
    post,
    path = "/api/administration/checks",
    tag = "administration",
    request_body = CheckBody,
    responses((status = 200, description = "检查意见。 The remarks.", body = RemarksView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn check_policy() {}

/// 提出政策，由另一位管理员审批。 Proposes a policy, which another administrator has to approve.
#[utoipa::path(
    post,
    path = "/api/administration/proposals",
    tag = "administration",
    params(("Idempotency-Key" = String, Header)),
    request_body = ProposalBody,
    responses((status = 201, description = "已提出。 It is proposed.", body = ProposalView,
        headers(("Location" = String, description = "提案的地址。 Where the proposal is.")))),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn propose_policy() {}

/// 本辖区的提案，待办的在前。 What is proposed in the administrator's region: what waits for somebody first.
#[utoipa::path(
    get,
    path = "/api/administration/proposals",
    tag = "administration",
    responses((status = 200, description = "提案列表。 The proposals.", body = ProposalsView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn list_proposals() {}

/// 一个提案及其政策文件。 A proposal with its file.
#[utoipa::path(
    get,
    path = "/api/administration/proposals/{proposal}",
    tag = "administration",
    params(("proposal" = String, Path)),
    responses((status = 200, description = "提案。 The proposal.", body = ProposalView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_proposal() {}

/// 批准他人的提案，即行发布；发布中断的，再次批准即可继续。 Approves what somebody else has proposed, which publishes it. Where publishing was cut
/// off, approving again goes on with it.
#[utoipa::path(
    post,
    path = "/api/administration/proposals/{proposal}/approval",
    tag = "administration",
    params(("proposal" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "已发布。 It is published.", body = ProposalView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn approve_proposal() {}

/// 驳回他人的提案。 Rejects what somebody else has proposed.
#[utoipa::path(
    post,
    path = "/api/administration/proposals/{proposal}/rejection",
    tag = "administration",
    params(("proposal" = String, Path), ("Idempotency-Key" = String, Header)),
    request_body = RejectionBody,
    responses((status = 200, description = "已驳回。 It is rejected.", body = ProposalView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn reject_proposal() {}

/// 撤回本人的提案。 Withdraws a proposal of one's own.
#[utoipa::path(
    post,
    path = "/api/administration/proposals/{proposal}/withdrawal",
    tag = "administration",
    params(("proposal" = String, Path), ("Idempotency-Key" = String, Header)),
    responses((status = 200, description = "已撤回。 It is withdrawn.", body = ProposalView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn withdraw_proposal() {}

/// 本辖区的操作记录，新的在前。 What administrators and operators have done in the region, the newest first.
#[utoipa::path(
    get,
    path = "/api/administration/acts",
    tag = "administration",
    responses((status = 200, description = "操作记录。 The acts.", body = ActsView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn list_acts() {}

/// 某条之前的操作记录。 What was done before one of them.
#[utoipa::path(
    get,
    path = "/api/administration/acts/{act}/earlier",
    tag = "administration",
    params(("act" = String, Path)),
    responses((status = 200, description = "操作记录。 The acts.", body = ActsView)),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn list_earlier_acts() {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::route::Route;
    use http::Method;

    #[test]
    fn every_described_operation_has_its_route() {
        let mut described = 0;
        for (path, item) in Description::openapi().paths.paths {
            let operations = [(Method::GET, item.get), (Method::POST, item.post)];
            for (method, _) in operations.into_iter().filter(|(_, operation)| operation.is_some()) {
                assert_eq!(Route::of(&method, &path).unwrap().template(), path, "{method}");
                described += 1;
            }
        }
        assert_eq!(described, 9, "a route was added or taken away: describe it here");
    }
}
