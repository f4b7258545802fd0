//! The description of this component's part of the interface. Native builds only.

use edge::Code;
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::wire::{GroupBody, GroupView, GroupsView};

#[derive(utoipa::OpenApi)]
#[openapi(
    paths(list_groups, show_group, set_group, remove_group),
    components(schemas(GroupBody, GroupView, GroupsView))
)]
struct Description;

/// What each operation can be refused with, besides what follows from its parameters and its body.
pub const REFUSALS: &[(&str, &[Code])] = &[
    ("list_groups", &[Code::NotPermitted]),
    ("show_group", &[Code::NotPermitted]),
    ("set_group", &[Code::NotPermitted, Code::OutsideRegion, Code::TooManyGroups]),
    ("remove_group", &[Code::NotPermitted]),
];

/// Returns the description, without what all components have in common.
pub fn description() -> OpenApi {
    Description::openapi()
}

/// 本辖区的审核组。 The groups of reviewers of the administrator's region.
///
/// 组员只能看到并领取本组项目的申请，在几个组的，各组项目都能办理；不在任何组的，办理辖区全部项目。 A reviewer who is in groups sees and claims
/// cases of their programmes alone; one who is in none, all of the region.
#[utoipa::path(
    get,
    path = "/api/administration/groups",
    tag = "administration",
    responses((status = 200, description = "审核组。 The groups.", body = GroupsView,
        headers(("ETag" = String, description = "全部审核组共同的版本，修改任何一组时放入 If-Match。 The version of all groups of the region together, which a change of any of them names in If-Match.")))),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn list_groups() {}

/// 一个审核组。 A group of reviewers.
#[utoipa::path(
    get,
    path = "/api/administration/groups/{group}",
    tag = "administration",
    params(("group" = String, Path)),
    responses((status = 200, description = "审核组。 The group.", body = GroupView,
        headers(("ETag" = String, description = "全部审核组共同的版本。 The version of all groups of the region together.")))),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn show_group() {}

/// 新建或整体更改审核组；新建时也须带 If-Match，即列表的 ETag。 Makes a group, or puts this one in its place. A new one needs `If-Match`, too:
/// the `ETag` of the list.
#[utoipa::path(
    put,
    path = "/api/administration/groups/{group}",
    tag = "administration",
    params(("group" = String, Path), ("If-Match" = String, Header)),
    request_body = GroupBody,
    responses((status = 200, description = "已保存。 It is so.", body = GroupView,
        headers(("ETag" = String, description = "全部审核组共同的版本。 The version of all groups of the region together.")))),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn set_group() {}

/// 删除审核组；组员已领取的申请，在领取失效前仍可办理。 Takes a group away. What its members have claimed is theirs until the claim ends.
#[utoipa::path(
    delete,
    path = "/api/administration/groups/{group}",
    tag = "administration",
    params(("group" = String, Path), ("If-Match" = String, Header)),
    responses((status = 204, description = "没有此组了。 There is none any more.")),
    security(("session" = []))
)]
#[expect(dead_code, reason = "carries the description of a handler")]
const fn remove_group() {}
