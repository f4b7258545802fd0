//! The checklist of a case.

use serde::Deserialize;

use super::Said;
use super::case::Picture;

#[derive(Debug, Deserialize)]
pub(crate) struct Checklist {
    pub(crate) is_complete: bool,
    pub(crate) pictures: Option<Limits>,
    pub(crate) materials: Vec<Material>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Limits {
    pub(crate) bytes_max: u64,
    pub(crate) side_min: u32,
    pub(crate) side_max: u32,
    pub(crate) pixels_max: u64,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Material {
    pub(crate) material: String,
    pub(crate) name: Said,
    pub(crate) requirement: Said,
    pub(crate) sample: Said,
    pub(crate) is_required: bool,
    #[serde(default)]
    pub(crate) alternatives: Vec<String>,
    pub(crate) has_certificate: bool,
    pub(crate) pictures: Vec<Picture>,
    pub(crate) next: Option<String>,
}
