//! What clients send and are shown. What is true is in `domain`.

use domain::case::{Case, Draft, Form};
use domain::digest::Digest;
use domain::id::CaseId;
use domain::identity::{DocumentKind, IdentityDocument};
use domain::instant;
use domain::slug::CategoryId;
use edge::{Explain, Fields, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod case;
mod programme;

pub(crate) use case::CaseView;
#[cfg(not(target_family = "wasm"))]
pub(crate) use case::EventView;
#[cfg(not(target_family = "wasm"))]
pub(crate) use programme::CategoryView;
pub(crate) use programme::ProgrammeView;

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

/// 已开启的申请。 What never changes about a case.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct OpenedView {
    /// 申请编号。 The id of the case.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "case_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    case: String,
    /// 项目。 The programme.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "interview-review"))]
    programme: String,
    /// 期次。 The season.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "2027"))]
    season: String,
    /// 所依据政策的摘要（SHA-256）。 The hash of the policy that the case is judged by.
    policy: String,
    /// 开启时间。 When it was opened.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    opened: String,
}

impl OpenedView {
    pub(crate) fn new(id: CaseId, case: &Case) -> Self {
        Self {
            case: id.to_string(),
            programme: case.programme().to_string(),
            season: case.season().to_string(),
            policy: case.policy().to_string(),
            opened: instant::format(case.opened()),
        }
    }
}

/// 草稿：整体替换，未填的留空。 A draft. It is replaced as a whole; what is left out is empty.
#[derive(Debug, Default, Deserialize, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct DraftBody {
    /// 所选类别。 The category.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "local-household"))]
    category: Option<String>,
    /// 表单。 The form.
    #[serde(default)]
    form: FormBody,
    /// 已阅读并确认的事项：以代码为名，值为 true 表示已确认。 What has been read and confirmed, by the id of the statement.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    confirmed: BTreeMap<String, bool>,
}

/// 表单。 What the candidate fills in.
#[derive(Debug, Default, Deserialize, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct FormBody {
    /// 姓名，与证件一致。 The name, as on the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "王小明"))]
    name: Option<String>,
    /// 身份证件。 The identity document.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocumentBody>,
    /// 手机号码，11 位。 The mobile number, 11 digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "13800000000"))]
    telephone: Option<String>,
    /// 电子邮箱。 The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "xiaoming@example.org"))]
    email: Option<String>,
}

/// 身份证件。 An identity document.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct DocumentBody {
    /// 证件类型。 The kind of document: `resident-identity-card`, `mainland-travel-permit-hk-mo`,
    /// `mainland-travel-permit-taiwan` or `residence-permit-hk-mo-tw`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "resident-identity-card"))]
    kind: String,
    /// 证件号码。 Its number.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "11010519491231002X"))]
    number: String,
}

impl TryFrom<DraftBody> for Draft {
    type Error = Problem;

    /// Reads every field, and reports all that are wrong at once.
    fn try_from(body: DraftBody) -> Result<Self, Problem> {
        let mut fields = Fields::default();
        let category = body.category.and_then(|text| fields.check("/category", text.parse()));
        let form = body.form.read(&mut fields);
        let confirmed = body.confirmed.into_iter().filter(|(_, confirmed)| *confirmed);
        let confirmed = confirmed
            .filter_map(|(id, _)| fields.check(&format!("/confirmed/{}", escaped(&id)), id.parse()))
            .collect();
        fields.finish()?;
        Ok(Self { category, form, confirmed })
    }
}

/// Writes a name as a step of a pointer (RFC 6901).
fn escaped(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

impl FormBody {
    fn read(self, fields: &mut Fields) -> Form {
        let Self { name, document, telephone, email } = self;
        Form {
            name: name.and_then(|text| fields.check("/form/name", text.parse())),
            document: document.and_then(|document| document.parse(fields)),
            telephone: telephone.and_then(|text| fields.check("/form/telephone", text.parse())),
            email: email.and_then(|text| fields.check("/form/email", text.parse())),
        }
    }
}

/// 补齐补正：整份表单，改正后重新提交。 A correction: the whole form, corrected.
#[derive(Debug, Deserialize, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct CorrectionBody {
    /// 表单。 The form.
    form: FormBody,
}

impl CorrectionBody {
    /// Equal corrections have equal digests, however they were written.
    pub(crate) fn digest(&self) -> Result<Digest, Problem> {
        Ok(Digest::of(&serde_json::to_vec(self).map_err(Problem::fault)?))
    }

    pub(crate) fn form(self) -> Result<Form, Problem> {
        let mut fields = Fields::default();
        let form = self.form.read(&mut fields);
        fields.finish()?;
        Ok(form)
    }
}

impl From<&Draft> for DraftBody {
    fn from(draft: &Draft) -> Self {
        let form = &draft.form;
        let document = form.document.as_ref().map(|document| DocumentBody {
            kind: document.kind().name().to_owned(),
            number: document.number().to_owned(),
        });
        Self {
            category: draft.category.as_ref().map(ToString::to_string),
            form: FormBody {
                name: form.name.as_ref().map(|name| name.as_str().to_owned()),
                document,
                telephone: form.telephone.as_ref().map(|telephone| telephone.as_str().to_owned()),
                email: form.email.as_ref().map(|email| email.as_str().to_owned()),
            },
            confirmed: draft.confirmed.iter().map(|id| (id.to_string(), true)).collect(),
        }
    }
}

impl DocumentBody {
    fn parse(&self, fields: &mut Fields) -> Option<IdentityDocument> {
        let kind = DocumentKind::ALL.into_iter().find(|kind| kind.name() == self.kind).ok_or(UnknownKind);
        let kind = fields.check("/form/document/kind", kind)?;
        fields.check("/form/document/number", IdentityDocument::parse(kind, &self.number))
    }
}

/// There is no such kind of document.
struct UnknownKind;

impl Explain for UnknownKind {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "unknown-kind",
            "没有此证件类型，请从列表中选择。",
            "There is no such kind. Choose one from the list.",
        )
    }
}
