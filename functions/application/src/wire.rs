//! What clients send and are shown. What is true is in `domain`.

use domain::case::{Draft, Form};
use domain::digest::Digest;
use domain::identity::IdentityDocument;
use edge::{Fields, Problem};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod case;

pub(crate) use case::CaseView;
#[cfg(not(target_family = "wasm"))]
pub(crate) use case::{EventView, MoveView};

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
        let (kind, number) = (self.kind.as_str(), self.number.as_str());
        fields.check_document(("/form/document/kind", kind), ("/form/document/number", number))
    }
}
