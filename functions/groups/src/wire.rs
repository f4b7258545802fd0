//! Groups, as they are sent and shown. What is true is in `domain`.

use std::collections::BTreeSet;

use domain::group::{Group, GroupName, Groups, Members, Programmes};
use domain::id::AccountId;
use domain::region::Region;
use domain::slug::{GroupId, ProgrammeId};
use edge::{Explain, Fields, Problem};
use serde::{Deserialize, Serialize};

/// 审核组。 A group of reviewers.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct GroupBody {
    /// 名称，1 至 40 字。 What people call it: 1 to 40 characters.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "面试审核一组"))]
    name: String,
    /// 组员办理的项目，1 至 16 个，次序不论。 What its members decide about: 1 to 16 programmes in any order.
    #[cfg_attr(not(target_family = "wasm"), schema(example = json!(["interview-review"])))]
    programmes: Vec<String>,
    /// 组员的账号，最多 100 个，次序不论。 Who is in it: at most 100 accounts in any order.
    #[cfg_attr(not(target_family = "wasm"), schema(example = json!(["acct_06A1B2C3D4E5F6G7H8J9K0M1N2"])))]
    members: Vec<String>,
}

impl GroupBody {
    /// Reads all of it, and reports everything that is wrong at once.
    pub(crate) fn read(&self) -> Result<Group, Problem> {
        let mut fields = Fields::default();
        let name = fields.check("/name", GroupName::try_from(self.name.clone()));
        let programmes =
            each(&mut fields, "/programmes", &self.programmes, |text| text.parse::<ProgrammeId>());
        let programmes = programmes.and_then(|programmes| {
            fields.check("/programmes", Programmes::try_from(programmes).map_err(|_| ProgrammeCount))
        });
        let members = each(&mut fields, "/members", &self.members, |text| {
            text.parse::<AccountId>().map_err(|_| NoAccount)
        });
        let members = members.and_then(|members| {
            fields.check("/members", Members::try_from(members).map_err(|_| MemberCount))
        });
        fields.finish()?;
        match (name, programmes, members) {
            (Some(name), Some(programmes), Some(members)) => Ok(Group { name, programmes, members }),
            _ => Err(Problem::fault("a field was wrong and not reported")),
        }
    }

    /// Returns where a programme was first named, as a pointer.
    pub(crate) fn place_of_programme(&self, programme: &ProgrammeId) -> String {
        format!("/programmes/{}", place(&self.programmes, programme.as_str()))
    }

    /// Returns where a member was first named, as a pointer.
    pub(crate) fn place_of_member(&self, member: AccountId) -> String {
        format!("/members/{}", place(&self.members, &member.to_string()))
    }
}

/// Reads each text of a list, and returns the values unless one was wrong.
fn each<T: Ord, E: Explain>(
    fields: &mut Fields,
    pointer: &str,
    texts: &[String],
    read: impl Fn(&str) -> Result<T, E>,
) -> Option<BTreeSet<T>> {
    let check = |(place, text): (usize, &String)| fields.check(&format!("{pointer}/{place}"), read(text));
    // All of them, before the first that is wrong ends it.
    let read: Vec<Option<T>> = texts.iter().enumerate().map(check).collect();
    read.into_iter().collect()
}

fn place(texts: &[String], text: &str) -> usize {
    texts.iter().position(|known| known == text).unwrap_or_default()
}

/// It is no id of an account.
struct NoAccount;

impl Explain for NoAccount {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "malformed-id",
            "此处应填以 acct_ 开头的账号。",
            "The id of an account belongs here, which begins with acct_.",
        )
    }
}

/// There is no programme, or there are too many.
struct ProgrammeCount;

impl Explain for ProgrammeCount {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("programme-count", "请列出 1 至 16 个项目。", "List 1 to 16 programmes.")
    }
}

/// There are too many members.
struct MemberCount;

impl Explain for MemberCount {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "member-count",
            "最多 100 名组员，请分为几组。",
            "A group has 100 members at most. Make several groups.",
        )
    }
}

/// 本辖区的审核组。 The groups of the reader's region.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct GroupsView {
    /// 辖区。 The region.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "440300"))]
    region: String,
    /// 审核组。 The groups.
    groups: Vec<GroupView>,
}

/// 一个审核组。 A group.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct GroupView {
    /// 代号，即地址的最后一段。 What it is called in addresses.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interviews-1"))]
    group: String,
    /// 名称。 What people call it.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "面试审核一组"))]
    name: String,
    /// 组员办理的项目。 What its members decide about.
    #[cfg_attr(not(target_family = "wasm"), schema(example = json!(["interview-review"])))]
    programmes: Vec<String>,
    /// 组员的账号。 Who is in it.
    #[cfg_attr(not(target_family = "wasm"), schema(example = json!(["acct_06A1B2C3D4E5F6G7H8J9K0M1N2"])))]
    members: Vec<String>,
}

impl GroupsView {
    pub(crate) fn new(region: Region, groups: &Groups) -> Self {
        let groups = groups.iter().map(|(id, group)| GroupView::new(id, group));
        Self { region: region.to_string(), groups: groups.collect() }
    }
}

impl GroupView {
    pub(crate) fn new(id: &GroupId, group: &Group) -> Self {
        Self {
            group: id.to_string(),
            name: group.name.as_str().to_owned(),
            programmes: group.programmes.iter().map(ToString::to_string).collect(),
            members: group.members.iter().map(ToString::to_string).collect(),
        }
    }
}
