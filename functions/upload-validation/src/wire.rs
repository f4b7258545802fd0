//! What clients send and are shown. What is true is in `domain`.

use domain::actor::Actor;
use domain::case::{Case, PictureId, Upload};
use domain::digest::Digest;
use domain::instant;
use domain::picture::Limits;
use domain::policy::{Material, Policy, Row};
use domain::slug::CategoryId;
use edge::{PictureView, Problem, TextView};
use serde::{Deserialize, Serialize};

use crate::handler::PART_BYTES_MAX;

/// 开始分段上传。 What an upload in parts is opened with.
#[derive(Debug, Deserialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub(crate) struct OpenUploadBody {
    /// 文件的字节数。 How many bytes the file has.
    #[cfg_attr(not(target_family = "wasm"), schema(example = 9_437_184))]
    pub(crate) size: u64,
    /// 文件名，仅为声明，不影响判断。 What the file is called, which decides nothing.
    #[serde(rename = "name")]
    _name: Option<String>,
    /// 文件类型，仅为声明，以内容为准。 What the file is said to be; its content counts.
    #[serde(rename = "kind")]
    _kind: Option<String>,
}

impl OpenUploadBody {
    /// Equal requests have equal digests, however they were written.
    pub(crate) fn digest(&self, case: &str, picture: &str) -> Digest {
        Digest::of_parts(&[b"upload\0", case.as_bytes(), b"\0", picture.as_bytes(), &self.size.to_be_bytes()])
    }
}

/// 上传进度。 An upload that has not been closed.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct UploadView {
    /// 上传编号。 The id of the upload.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "upl_06A1B2C3D4E5F6G7H8J9K0M1N2"))]
    upload: String,
    /// 所传图片的名称。 The name of the picture that it is for.
    #[cfg_attr(not(target_family = "wasm"), schema(example = "identity-card"))]
    picture: String,
    /// 声明的字节数。 How many bytes were announced.
    size: u64,
    /// 已收到的字节数，下一段由此开始。 How many bytes have arrived, which is where the next part begins.
    offset: u64,
    /// 一段最多的字节数。 How many bytes a part has at most.
    part_bytes_max: usize,
    /// 失效时间：自此刻起不再接收。 The first instant at which nothing more is taken.
    #[cfg_attr(not(target_family = "wasm"), schema(format = DateTime))]
    ends: String,
}

impl From<&Upload> for UploadView {
    fn from(upload: &Upload) -> Self {
        Self {
            upload: upload.id.to_string(),
            picture: upload.picture.to_string(),
            size: upload.size,
            offset: upload.offset(),
            part_bytes_max: PART_BYTES_MAX,
            ends: instant::format(upload.ends.too_late),
        }
    }
}

/// 材料清单。 What a case asks for, and what is there.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct ChecklistView {
    /// 所选类别；未选类别时没有清单。 The category; without one there is no list yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "local-household"))]
    category: Option<String>,
    /// 是否齐全。 Whether everything is there.
    is_complete: bool,
    /// 对图片的要求。 What a picture may weigh and measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pictures: Option<LimitsView>,
    /// 逐项材料。 The materials, in the order in which they are asked for.
    materials: Vec<MaterialView>,
}

/// 一项材料。 A material.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
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
    /// 本人是否必须提交此项或其替代材料。 Whether this candidate has to hand it in, or one of its alternatives.
    is_required: bool,
    /// 可以替代此项的材料。 What can be handed in instead.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    alternatives: Vec<String>,
    /// 是否可凭电子证照自动获取。 Whether an electronic certificate takes its place, of whoever has one.
    has_certificate: bool,
    /// 最多可交几张图片。 How many pictures it may have.
    pictures_max: u8,
    /// 已交的图片；没有则尚缺。 The pictures; without one it is missing.
    pictures: Vec<PictureView>,
    /// 再交一张时用的名称，仅本人可见；已满则没有。 By which name another picture is handed in, which only its owner is shown. Without
    /// it there is no room for another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(not(target_family = "wasm"), schema(example = "identity-card.2"))]
    next: Option<String>,
    /// 正在进行的分段上传，仅本人可见。 The uploads under way, which only their owner is shown.
    uploads: Vec<UploadView>,
}

/// 对图片的要求，均含本数。 What a picture may weigh and measure, all inclusive.
#[derive(Debug, Serialize)]
#[cfg_attr(not(target_family = "wasm"), derive(utoipa::ToSchema))]
pub(crate) struct LimitsView {
    /// 接受的格式。 The formats that are taken.
    media_types: [&'static str; 2],
    /// 最大字节数。 The largest size.
    bytes_max: u64,
    /// 最短边的最少像素。 The shortest side, in pixels.
    side_min: u32,
    /// 最长边的最多像素。 The longest side, in pixels.
    side_max: u32,
    /// 最大面积（像素）。 The largest area, in pixels.
    pixels_max: u64,
}

impl From<Limits> for LimitsView {
    fn from(limits: Limits) -> Self {
        let Limits { bytes_max, side_min, side_max, pixels_max } = limits;
        Self { media_types: ["image/jpeg", "image/png"], bytes_max, side_min, side_max, pixels_max }
    }
}

impl ChecklistView {
    /// Shows the list as far as `actor` may see it.
    pub(crate) fn new(case: &Case, policy: &Policy, actor: &Actor) -> Result<Self, Problem> {
        let category = category(case, actor);
        let rows = category.and_then(|id| policy.category(id)).into_iter();
        let rows = rows.flat_map(|category| &category.materials);
        let mut is_complete = category.is_some();
        let mut materials = Vec::new();
        for row in rows {
            let asked = row.any_of.iter().filter_map(|id| policy.material(id));
            let shown: Result<Vec<MaterialView>, Problem> =
                asked.map(|material| MaterialView::new(case, policy, row, material, actor)).collect();
            let shown = shown?;
            let is_there = shown.iter().any(|material| !material.pictures.is_empty());
            is_complete &= is_there || !case.requires(row, policy);
            materials.extend(shown);
        }
        Ok(Self {
            category: category.map(ToString::to_string),
            is_complete,
            pictures: policy.pictures().map(LimitsView::from),
            materials,
        })
    }
}

/// What is still being chosen is its owner's business alone.
fn category<'a>(case: &'a Case, actor: &Actor) -> Option<&'a CategoryId> {
    let drafted = case.draft_for(actor).and_then(|draft| draft.category.as_ref());
    drafted.or_else(|| case.state().filing().map(|filing| &filing.category))
}

impl MaterialView {
    fn new(
        case: &Case,
        policy: &Policy,
        row: &Row,
        material: &Material,
        actor: &Actor,
    ) -> Result<Self, Problem> {
        let is_owner = *actor == Actor::Candidate(case.owner());
        let names =
            || (1..=material.pictures_max).map(|number| PictureId { material: material.id.clone(), number });
        let mut pictures = Vec::new();
        for name in names() {
            let held = case.picture_for(&name, actor)?;
            pictures.extend(held.map(|held| PictureView::new(&name, &held.handed_in)));
        }
        let others = row.any_of.iter().filter(|id| **id != material.id);
        let next = names().find(|name| is_owner && case.materials().held(name).is_none());
        let uploads = case.materials().uploads().iter();
        let uploads = uploads.filter(|upload| is_owner && upload.picture.material == material.id);
        Ok(Self {
            material: material.id.to_string(),
            name: TextView::from(&material.name),
            requirement: TextView::from(&material.requirement),
            sample: TextView::from(&material.sample),
            is_required: case.requires(row, policy),
            alternatives: others.map(ToString::to_string).collect(),
            has_certificate: material.certificate.is_some(),
            pictures_max: material.pictures_max,
            pictures,
            next: next.map(|name| name.to_string()),
            uploads: uploads.map(UploadView::from).collect(),
        })
    }
}
