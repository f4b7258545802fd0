//! What a candidate hands in, and why something is returned.

use super::Text;
use crate::{
    predicate::Predicate,
    slug::{CertificateId, MaterialId, ReasonId},
};
use serde::{Deserialize, Serialize};

/// A material that a candidate hands in as a picture (S1-36).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Material {
    /// Its name in files and over HTTP.
    pub id: MaterialId,
    /// Its name for people.
    pub name: Text,
    /// What it has to show (材料要求, S1-35).
    pub requirement: Text,
    /// What a good picture of it looks like (范本, S1-35).
    pub sample: Text,
    /// How many pictures it may have: sides and pages.
    pub pictures_max: u8,
    /// The electronic certificate that takes its place where the register has one (电子证照, S1-13).
    pub certificate: Option<CertificateId>,
}

/// A row of a category's list: something that is handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// What it can be: one of these is enough.
    pub any_of: Vec<MaterialId>,
    /// By whom, where categories are derived. Without this, by everybody.
    pub required_if: Option<Predicate>,
}

/// A reason for which a case is returned, item by item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReturnReason {
    /// Its name in files and over HTTP.
    pub id: ReasonId,
    /// What the candidate reads.
    pub name: Text,
}
