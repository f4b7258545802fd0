//! What a case holds of the pictures that are handed in: which they are, and where their bytes lie; never the bytes.
//!
//! Changing them adds no event: what somebody uploads before filing is nobody's business afterwards. What is filed
//! names each of them by its digests, so that the history proves what was filed.

use super::{Event, Lapse};
use crate::{digest::Digest, id::UploadId, picture::Picture, slug::MaterialId, text};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod asked;
mod certificate;
mod edit;
mod picture_id;
mod upload;

pub use edit::{MaterialEdit, edit_materials};
pub use picture_id::{InvalidPictureId, PictureId};
pub use upload::{InvalidUpload, Received, UPLOAD_TIME, Upload};

/// Bytes that lie outside of the case, in parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Blob {
    /// Names it. Drawn, never used twice.
    pub id: u128,
    /// Its parts, in order.
    pub parts: Vec<Part>,
}

/// A part of a blob.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// Names it. Drawn, never used twice.
    pub id: u128,
    /// How many chunks it has.
    pub chunks: u32,
    /// How many bytes they hold.
    pub bytes: u64,
}

/// Where a picture comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// The candidate has uploaded it.
    Uploaded,
    /// It is the electronic certificate that the policy names for the material, as the register has it of the candidate.
    Certificate,
}

impl Source {
    /// Returns the name of the source over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Uploaded => "uploaded",
            Self::Certificate => "certificate",
        }
    }
}

/// What is known of a picture that was handed in. It holds nothing of what the picture shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandedIn {
    /// Where it comes from.
    pub source: Source,
    /// What it is.
    pub picture: Picture,
    /// The digest of the file as it was sent.
    pub sent: Digest,
    /// The digest of what is kept of it.
    pub kept: Digest,
    /// When it was handed in.
    #[serde(with = "text::instant")]
    pub at: DateTime<Utc>,
}

/// A picture that lies there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    /// What is known of it.
    pub handed_in: HandedIn,
    /// What is kept of it.
    pub blob: Blob,
    /// The upload that it came by, if it came in parts.
    pub upload: Option<UploadId>,
}

/// A blob that nothing needs any more. It stays named until the sweep has deleted it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Leaving {
    /// What is to be deleted.
    pub blob: Blob,
    /// Since when.
    #[serde(with = "text::instant")]
    pub since: DateTime<Utc>,
}

/// The materials of a case.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Materials {
    held: BTreeMap<PictureId, Held>,
    pub(super) uploads: Vec<Upload>,
    pub(super) leaving: Vec<Leaving>,
}

impl Materials {
    /// So many blobs wait for the sweep at most: it comes within a minute, and a case has a limit.
    pub const LEAVING_MAX: usize = 16;

    /// Returns a picture, if it is there.
    pub fn held(&self, picture: &PictureId) -> Option<&Held> {
        self.held.get(picture)
    }

    /// Returns the pictures of a material, in the order of their numbers.
    pub fn held_of(&self, material: &MaterialId) -> impl Iterator<Item = (&PictureId, &Held)> {
        self.held.iter().filter(|(picture, _)| picture.material == *material)
    }

    /// Returns the uploads that have not been closed, those that have expired included.
    pub fn uploads(&self) -> &[Upload] {
        &self.uploads
    }

    /// Returns what waits for the sweep.
    pub fn leaving(&self) -> &[Leaving] {
        &self.leaving
    }

    /// Returns every blob that is named, so that what nothing names can be told.
    pub fn blobs(&self) -> impl Iterator<Item = Blob> {
        let held = self.held.values().map(|held| held.blob.clone());
        let uploads = self.uploads.iter().map(Upload::blob);
        held.chain(uploads).chain(self.leaving.iter().map(|leaving| leaving.blob.clone()))
    }

    /// Returns the instant from which on the sweep has something to do, if nobody acts before.
    pub fn due(&self) -> Option<DateTime<Utc>> {
        let ends = self.uploads.iter().map(|upload| upload.ends.too_late);
        ends.chain(self.leaving.iter().map(|leaving| leaving.since)).min()
    }

    /// Returns them as they are once the uploads that have expired are leaving.
    #[must_use]
    pub fn expired(&self, now: DateTime<Utc>) -> Self {
        let (uploads, over) =
            self.uploads.iter().cloned().partition(|upload: &Upload| upload.ends.is_open(now));
        let mut materials = Self { uploads, ..self.clone() };
        materials.leave(over.iter().map(Upload::blob), now);
        materials
    }

    /// Returns them as they are once what was leaving is deleted.
    #[must_use]
    pub fn left(&self) -> Self {
        Self { leaving: Vec::new(), ..self.clone() }
    }

    /// Returns them as they are once all that is left of them is leaving.
    #[must_use]
    pub fn given_up(&self, now: DateTime<Utc>) -> Self {
        let mut materials = self.clone();
        materials.end_uploads(now);
        materials.keep(|_| false, now);
        materials
    }

    /// Tells whether all that is left of them is leaving.
    pub(super) fn are_given_up(&self) -> bool {
        self.held.is_empty() && self.uploads.is_empty()
    }

    /// Tells whether nothing of them lies anywhere any more.
    pub fn is_empty(&self) -> bool {
        self.are_given_up() && self.leaving.is_empty()
    }

    /// Tells whether they are exactly what was filed.
    pub(super) fn are(&self, filed: &BTreeMap<PictureId, HandedIn>) -> bool {
        self.uploads.is_empty() && self.held.iter().map(|(id, held)| (id, &held.handed_in)).eq(filed)
    }

    /// Returns what remains of them after `event`: with what is filed, all that is not filed leaves; with a draft that is
    /// over, everything.
    pub(super) fn after(mut self, event: &Event, at: DateTime<Utc>) -> Self {
        match event {
            Event::Submitted { filing, .. } | Event::Corrected { filing } => {
                self.end_uploads(at);
                self.keep(|picture| filing.materials.contains_key(picture), at);
            }
            Event::DraftDiscarded | Event::Lapsed { cause: Lapse::NotFiled, .. } => {
                self.end_uploads(at);
                self.keep(|_| false, at);
            }
            Event::Lapsed { cause: Lapse::NotCorrected, .. } => self.end_uploads(at),
            Event::Opened { .. }
            | Event::TakenOver { .. }
            | Event::ApprovedByRule { .. }
            | Event::HandedOver { .. }
            | Event::Passed { .. }
            | Event::RegistrationRead { .. }
            | Event::MessageDue { .. }
            | Event::MessageClaimed { .. }
            | Event::MessageTried { .. }
            | Event::MessageDropped
            | Event::Returned { .. }
            | Event::Rejected { .. }
            | Event::Escalated { .. }
            | Event::CategoryDerived { .. }
            | Event::Moved { .. } => {}
        }
        self
    }

    fn keep(&mut self, is_kept: impl Fn(&PictureId) -> bool, at: DateTime<Utc>) {
        let (held, over): (BTreeMap<_, _>, BTreeMap<_, _>) =
            std::mem::take(&mut self.held).into_iter().partition(|(picture, _)| is_kept(picture));
        self.held = held;
        self.leave(over.into_values().map(|held| held.blob), at);
    }

    fn end_uploads(&mut self, at: DateTime<Utc>) {
        let over = std::mem::take(&mut self.uploads);
        self.leave(over.iter().map(Upload::blob), at);
    }

    fn leave(&mut self, blobs: impl Iterator<Item = Blob>, since: DateTime<Utc>) {
        // What has no parts has no bytes.
        let blobs = blobs.filter(|blob| !blob.parts.is_empty());
        self.leaving.extend(blobs.map(|blob| Leaving { blob, since }));
    }
}
