//! What a candidate has filed.

use domain::case::Filing;
use serde::Serialize;

/// 所提交的内容。 What was filed, as corrected last.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct FilingView {
    /// 所选类别。 The category.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "local-household"))]
    category: String,
    /// 姓名。 The name.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "王小明"))]
    name: String,
    /// 身份证件。 The identity document.
    document: DocumentView,
    /// 手机号码。 The mobile number.
    telephone: String,
    /// 电子邮箱。 The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
}

/// 身份证件。 An identity document.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct DocumentView {
    /// 证件类型。 The kind of document.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "resident-identity-card"))]
    kind: &'static str,
    /// 证件号码。 Its number.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "11010519491231002X"))]
    number: String,
}

impl From<&Filing> for FilingView {
    fn from(filing: &Filing) -> Self {
        let document = &filing.document;
        Self {
            category: filing.category.to_string(),
            name: filing.name.as_str().to_owned(),
            document: DocumentView { kind: document.kind().name(), number: document.number().to_owned() },
            telephone: filing.telephone.as_str().to_owned(),
            email: filing.email.as_ref().map(|email| email.as_str().to_owned()),
        }
    }
}
