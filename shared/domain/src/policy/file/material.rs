//! `[[material]]`, `[pictures]` and `[[return-reason]]`: what is handed in, and why it is returned.

use super::{Flag, Words, line_at, number::within, text};
use crate::{
    picture::Limits,
    policy::{Material, PolicyError, ReturnReason},
    slug::{CertificateId, MaterialId, ReasonId},
};
use serde::Deserialize;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct MaterialEntry {
    id: Spanned<MaterialId>,
    name: Words,
    name_en: Words,
    requirement: Words,
    requirement_en: Words,
    sample: Words,
    sample_en: Words,
    certificate: Option<CertificateId>,
    pub(super) ours: Option<Flag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct Pictures {
    bytes_max: u64,
    side_min: u64,
    side_max: u64,
    pixels_max: u64,
    pub(super) ours: Option<Flag>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ReasonEntry {
    id: Spanned<ReasonId>,
    name: Words,
    name_en: Words,
    pub(super) ours: Option<Flag>,
}

pub(super) fn materials(
    entries: Vec<MaterialEntry>,
    have_limits: bool,
    bytes: &[u8],
) -> Result<Vec<Material>, PolicyError> {
    let mut materials: Vec<Material> = Vec::new();
    for entry in entries {
        let line = line_at(bytes, entry.id.span().start);
        let id = entry.id.into_inner();
        if !have_limits {
            return Err(PolicyError::NoPictureLimits { line });
        }
        if materials.iter().any(|material| material.id == id) {
            return Err(PolicyError::DuplicateName { line, name: id.to_string() });
        }
        materials.push(Material {
            id,
            name: text(entry.name, entry.name_en),
            requirement: text(entry.requirement, entry.requirement_en),
            sample: text(entry.sample, entry.sample_en),
            certificate: entry.certificate,
        });
    }
    Ok(materials)
}

/// Reads which of the `materials` a category has.
pub(super) fn list(
    entries: Vec<Spanned<MaterialId>>,
    materials: &[Material],
    bytes: &[u8],
) -> Result<Vec<MaterialId>, PolicyError> {
    let mut list = Vec::new();
    for entry in entries {
        let line = line_at(bytes, entry.span().start);
        let id = entry.into_inner();
        if materials.iter().all(|material| material.id != id) {
            return Err(PolicyError::UnknownName { line, what: "material", name: id.to_string() });
        }
        if list.contains(&id) {
            return Err(PolicyError::DuplicateName { line, name: id.to_string() });
        }
        list.push(id);
    }
    Ok(list)
}

pub(super) fn pictures(entry: Spanned<Pictures>, bytes: &[u8]) -> Result<Limits, PolicyError> {
    let line = line_at(bytes, entry.span().start);
    let entry = entry.into_inner();
    // Beyond these no picture is of any use to a reviewer, whatever a policy says.
    Ok(Limits {
        bytes_max: within(entry.bytes_max, 1..=64 * 1024 * 1024, "bytes-max", line)?,
        side_min: within(entry.side_min, 1..=4_096, "side-min", line)?,
        side_max: within(entry.side_max, 1..=32_768, "side-max", line)?,
        pixels_max: within(entry.pixels_max, 1..=256 * 1024 * 1024, "pixels-max", line)?,
    })
}

pub(super) fn reasons(entries: Vec<ReasonEntry>, bytes: &[u8]) -> Result<Vec<ReturnReason>, PolicyError> {
    let mut reasons: Vec<ReturnReason> = Vec::new();
    for entry in entries {
        let line = line_at(bytes, entry.id.span().start);
        let id = entry.id.into_inner();
        if reasons.iter().any(|reason| reason.id == id) {
            return Err(PolicyError::DuplicateName { line, name: id.to_string() });
        }
        reasons.push(ReturnReason { id, name: text(entry.name, entry.name_en) });
    }
    Ok(reasons)
}
