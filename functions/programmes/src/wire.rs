//! What clients send and are shown.

use chrono::{DateTime, Utc};
use domain::instant;
use domain::policy::{Category, Material, Policy, Row, Statement};
use domain::slug::CategoryId;
use edge::{Fields, Problem, TextView};
use serde::{Deserialize, Serialize};

/// 开启申请。 What a case is opened with.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenBody {
    /// 所选类别，可稍后填写。 The category, which may be picked later.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "local-household"))]
    pub(crate) category: Option<String>,
}

impl OpenBody {
    pub(crate) fn category(&self) -> Result<Option<CategoryId>, Problem> {
        let mut fields = Fields::default();
        let category = self.category.as_deref().and_then(|text| fields.check("/category", text.parse()));
        fields.finish()?;
        Ok(category)
    }
}

/// 全部项目。 Everything that is offered.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ProgrammesView {
    /// 项目，按代码排列。 The programmes, by their names for programs.
    pub(crate) programmes: Vec<OfferView>,
}

/// 一个项目。 What is offered, in short.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct OfferView {
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: String,
    /// 当前期次。 The current season.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: String,
    /// 名称。 The name.
    name: TextView,
    /// 办理区域：行政区划代码。 The region that handles it, by its administrative division code.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "440300"))]
    region: String,
    /// 办理区域的名称。 What people call it, if the policy says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    region_name: Option<TextView>,
    /// 开放时间。 The first instant at which a case can be opened.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    opens: String,
    /// 截止时间：自此刻起为时已晚。 The first instant that is too late.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    closes: String,
    /// 此刻是否开放。 Whether a case can be opened now.
    is_open: bool,
    /// 是否可用证件号码和密码登录。 Whether candidates can log in by number and password.
    has_password: bool,
}

impl OfferView {
    pub(crate) fn new(policy: &Policy, now: DateTime<Utc>) -> Self {
        Self {
            programme: policy.programme().to_string(),
            season: policy.season().to_string(),
            name: TextView::from(policy.name()),
            region: policy.region().to_string(),
            region_name: policy.region_name().map(TextView::from),
            opens: instant::format(policy.opens()),
            closes: instant::format(policy.closes().too_late),
            is_open: is_open(policy, now),
            has_password: policy.password().is_some(),
        }
    }
}

fn is_open(policy: &Policy, now: DateTime<Utc>) -> bool {
    policy.opens() <= now && policy.closes().is_open(now)
}

/// 本人在此项目各期的申请。 What the caller has, or had, under a programme.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct CasesView {
    /// 申请，新的在前。 The cases, the newest first.
    pub(crate) cases: Vec<OwnCaseView>,
}

/// 本人的一份申请。 A case of the caller's.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct OwnCaseView {
    /// 申请编号。 The id of the case.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    pub(crate) case: String,
    /// 期次。 The season.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    pub(crate) season: String,
    /// 状态。 Where the case is.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "approved"))]
    pub(crate) state: &'static str,
    /// 截止时间：自此刻起不能再提交或补正，即使状态尚未更新。 The first instant at which it is too late to file, or to correct what was
    /// returned, whether or not the state says so yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    pub(crate) closes: Option<String>,
}

/// 项目及其当前期次。 A programme and its current season.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ProgrammeView {
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: String,
    /// 当前期次。 The current season.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: String,
    /// 政策的摘要（SHA-256）。 The hash of the policy.
    policy: String,
    /// 名称。 The name.
    name: TextView,
    /// 办理区域：行政区划代码。 The region that handles it, by its administrative division code.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "440300"))]
    region: String,
    /// 办理区域的名称。 What people call it, if the policy says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    region_name: Option<TextView>,
    /// 开放时间。 The first instant at which a case can be opened.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    opens: String,
    /// 截止时间：自此刻起为时已晚。 The first instant that is too late.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    closes: String,
    /// 此刻是否开放。 Whether a case can be opened now.
    is_open: bool,
    /// 是否可用证件号码和密码登录。 Whether candidates can log in by number and password.
    has_password: bool,
    /// 自行设置的密码至少的字符数；不用密码登录的没有此项。 How many characters a password of one's own has at least, where candidates log in by
    /// one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = 12))]
    password_characters_min: Option<u8>,
    /// 类别是否由报名信息确定；否则由考生自选。 Whether the category follows from the registration. Otherwise candidates choose it.
    category_is_derived: bool,
    /// 类别。 The categories, in the order in which they are shown.
    categories: Vec<CategoryView>,
    /// 提交前须阅读并确认的事项。 What is read and confirmed before filing, in the order in which it is shown.
    statements: Vec<StatementView>,
    /// 逾期未提交的后果。 What follows from not filing in time.
    not_filed: TextView,
    /// 申请办结后保存的天数；未写明的长期保存。 For how many days a case is kept after it is over. Where this is missing, all are.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = 1095))]
    case_days: Option<u16>,
    /// 窗口关闭后报名信息保存的天数。 For how many days an imported registration is kept after the window has closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = 365))]
    registration_days: Option<u16>,
}

/// 类别。 A category of candidates.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct CategoryView {
    /// 类别代码。 Its name for programs.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "local-household"))]
    id: String,
    /// 类别名称。 Its name for people.
    name: TextView,
    /// 材料清单，按顺序列出。 What is handed in, in the order in which it is asked for.
    materials: Vec<AskedView>,
}

/// 清单中的一项。 A row of a category's list.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct AskedView {
    /// 可交的材料，任选其一。 What it can be: one of these is enough.
    any_of: Vec<MaterialView>,
    /// 是否人人须交；否则视报名信息而定。 Whether everybody of the category has to; otherwise it depends on the registration.
    is_required: bool,
}

/// 一项材料。 A material.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[cfg_attr(not(target_family = "wasm"), schema(as = OfferedMaterialView))]
pub(crate) struct MaterialView {
    /// 代码。 Its id.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "identity-card"))]
    material: String,
    /// 名称。 Its name.
    name: TextView,
    /// 材料要求。 What it has to show.
    requirement: TextView,
    /// 范本。 What a good picture of it looks like.
    sample: TextView,
    /// 是否可凭电子证照自动获取。 Whether an electronic certificate takes its place, of whoever has one.
    has_certificate: bool,
}

impl CategoryView {
    fn new(category: &Category, policy: &Policy) -> Self {
        let material = |material: &Material| MaterialView {
            material: material.id.to_string(),
            name: TextView::from(&material.name),
            requirement: TextView::from(&material.requirement),
            sample: TextView::from(&material.sample),
            has_certificate: material.certificate.is_some(),
        };
        let row = |row: &Row| AskedView {
            any_of: row.any_of.iter().filter_map(|id| policy.material(id)).map(material).collect(),
            is_required: row.required_if.is_none(),
        };
        Self {
            id: category.id.to_string(),
            name: TextView::from(&category.name),
            materials: category.materials.iter().map(row).collect(),
        }
    }
}

/// 须阅读并确认的事项。 Something that is read and confirmed.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct StatementView {
    /// 代码，草稿中以此确认。 Its name for programs, by which a draft confirms it.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "notice"))]
    id: String,
    /// 种类。 What it is: `notice`, `self-check`, `agreement` or `commitment`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "notice"))]
    kind: &'static str,
    /// 标题。 Its title.
    name: TextView,
    /// 正文。 What is confirmed.
    text: TextView,
}

impl From<&Statement> for StatementView {
    fn from(statement: &Statement) -> Self {
        Self {
            id: statement.id.to_string(),
            kind: statement.kind.name(),
            name: TextView::from(&statement.name),
            text: TextView::from(&statement.text),
        }
    }
}

impl ProgrammeView {
    pub(crate) fn new(policy: &Policy, now: DateTime<Utc>) -> Self {
        let categories = policy.categories().iter().map(|category| CategoryView::new(category, policy));
        Self {
            programme: policy.programme().to_string(),
            season: policy.season().to_string(),
            policy: policy.hash().to_string(),
            name: TextView::from(policy.name()),
            region: policy.region().to_string(),
            region_name: policy.region_name().map(TextView::from),
            opens: instant::format(policy.opens()),
            closes: instant::format(policy.closes().too_late),
            is_open: is_open(policy, now),
            has_password: policy.password().is_some(),
            password_characters_min: policy.password().map(|rules| rules.characters_min),
            category_is_derived: policy.derivation().is_some(),
            categories: categories.collect(),
            statements: policy.statements().iter().map(StatementView::from).collect(),
            not_filed: TextView::from(&policy.texts().not_filed),
            case_days: policy.retention().map(|retention| retention.case_days),
            registration_days: policy.derivation().and_then(|derivation| derivation.registration_days),
        }
    }
}
