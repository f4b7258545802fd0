//! What a candidate has filed.

use domain::case::{Filing, HandedIn, PictureId};
use domain::instant;
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
    /// 所交材料。 The materials.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    materials: Vec<PictureView>,
}

/// 已交的图片。 A picture that was handed in.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub struct PictureView {
    /// 材料。 The material.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "identity-card"))]
    material: String,
    /// 图片名称：第一张为材料代码，其余另加编号。 Its name: that of the material, and from the second one on a number besides.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "identity-card.2"))]
    picture: String,
    /// 来源：`uploaded` 为本人上传，`certificate` 为电子证照。 Where it comes from: `uploaded` by the candidate, or obtained as a `certificate`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "uploaded"))]
    source: &'static str,
    /// 图片格式。 What it is by its content: `image/jpeg` or `image/png`.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "image/jpeg"))]
    media_type: &'static str,
    /// 宽度（像素）。 Its width, as it is stored.
    width: u32,
    /// 高度（像素）。 Its height, as it is stored.
    height: u32,
    /// 显示方向，1 至 8，见 Exif。 How it has to be turned to be shown, from 1 to 8, as in Exif.
    orientation: u8,
    /// 保存的字节数：已去除拍摄地点、时间、设备等信息。 How many bytes are kept: without place, time and device.
    bytes: u64,
    /// 原文件的字节数。 How many bytes were sent.
    bytes_sent: u64,
    /// 原文件的 SHA-256 摘要。 The SHA-256 digest of the file as it was sent.
    sha256_sent: String,
    /// 保存内容的 SHA-256 摘要。 The SHA-256 digest of what is kept.
    sha256: String,
    /// 已截去的附带内容：`pictures` 为其他图片，`film` 为短片。 What telephones had put behind the picture, and was cut off: `pictures` or a `film`.
    #[serde(skip_serializing_if = "Option::is_none")]
    cut_off: Option<&'static str>,
    /// 上传或获取的时间。 When it was handed in.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    at: String,
}

impl PictureView {
    /// Shows what is known of a picture.
    pub fn new(name: &PictureId, handed_in: &HandedIn) -> Self {
        let picture = &handed_in.picture;
        Self {
            material: name.material.to_string(),
            picture: name.to_string(),
            source: handed_in.source.name(),
            media_type: picture.format.media_type(),
            width: picture.width,
            height: picture.height,
            orientation: picture.orientation.get(),
            bytes: picture.kept,
            bytes_sent: picture.received,
            sha256_sent: handed_in.sent.to_string(),
            sha256: handed_in.kept.to_string(),
            cut_off: picture.cut_off.map(|trailer| trailer.name()),
            at: instant::format(handed_in.at),
        }
    }
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
            materials: filing
                .materials
                .iter()
                .map(|(name, handed_in)| PictureView::new(name, handed_in))
                .collect(),
        }
    }
}
