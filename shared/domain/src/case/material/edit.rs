//! How the materials of a case are changed, while they may be.

use super::{Held, InvalidUpload, Materials, PictureId, Received, Source, UPLOAD_TIME, Upload};
use crate::{
    Rejection,
    actor::{Action, Actor, permit},
    case::{Case, State, in_window},
    id::UploadId,
    instant::Cutoff,
    picture::Limits,
    policy::Policy,
    slug::CategoryId,
};
use chrono::{DateTime, Utc};

/// Something that a candidate does to the materials.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MaterialEdit {
    /// Announce a file that comes in parts. An upload for the same picture ends with it.
    Open {
        /// Names the upload; a repeat carries the same one.
        id: UploadId,
        /// What it is for.
        picture: PictureId,
        /// How many bytes are announced.
        size: u64,
        /// Names the blob. Drawn.
        blob: u128,
    },
    /// Add a part.
    Append {
        /// The upload.
        upload: UploadId,
        /// The blob that the part is of. An upload that has ended can be opened again under the same name, with another blob.
        blob: u128,
        /// Where the part begins.
        offset: u64,
        /// What has arrived.
        received: Received,
    },
    /// Hand in a picture, or have one obtained, in place of the one before.
    Hold {
        /// Which one it is.
        picture: PictureId,
        /// The picture.
        held: Held,
    },
    /// Give an upload up.
    Cancel {
        /// The upload.
        upload: UploadId,
    },
    /// Take a picture back.
    Remove {
        /// Which one it is.
        picture: PictureId,
    },
}

/// Changes the materials of `case` and adds no event. The answer equals `case` if nothing has changed.
///
/// # Errors
///
/// Returns the reason the edit is refused. A refused edit changes nothing.
pub fn edit_materials(
    case: &Case,
    edit: &MaterialEdit,
    actor: &Actor,
    policy: &Policy,
    now: DateTime<Utc>,
) -> Result<Case, Rejection> {
    let now = case.clamp(now);
    let category = case.permit_editing_materials(actor, policy, now)?;
    let mut materials = case.materials.clone();
    match edit {
        MaterialEdit::Open { id, picture, size, blob } => {
            asked(picture, category, policy)?;
            let size = announced(*size, policy)?;
            let upload = Upload {
                id: *id,
                picture: picture.clone(),
                size,
                ends: Cutoff { too_late: now + UPLOAD_TIME },
                blob: *blob,
                received: Vec::new(),
            };
            materials.open(upload, now)?;
        }
        MaterialEdit::Append { upload, blob, offset, received } => {
            let mut uploads = materials.uploads.iter_mut();
            let upload = uploads.find(|open| open.id == *upload && open.blob == *blob);
            let upload = upload.ok_or(InvalidUpload::Unknown)?;
            upload.check_open(now)?;
            upload.take(*offset, *received)?;
        }
        MaterialEdit::Hold { picture, held } => {
            asked(picture, category, policy)?;
            match held.handed_in.source {
                Source::Uploaded => {}
                // Since the register was asked, the candidate may have thought better of it.
                Source::Certificate => _ = case.certificate(picture, policy)?,
            }
            materials.hold(picture, held, now)?;
        }
        MaterialEdit::Cancel { upload } => materials.cancel(*upload, now)?,
        MaterialEdit::Remove { picture } => {
            if let Some(held) = materials.held.remove(picture) {
                materials.leave([held.blob].into_iter(), now);
            }
        }
    }
    // Whoever replaces and deletes faster than the sweep comes by waits for it.
    if Materials::LEAVING_MAX < materials.leaving.len()
        && case.materials.leaving.len() < materials.leaving.len()
    {
        return Err(InvalidUpload::TooMany.into());
    }
    Ok(Case { materials, ..case.clone() })
}

impl Case {
    /// Decides whether `actor` may change the materials at `now`, and returns the category that asks for them.
    ///
    /// # Errors
    ///
    /// Returns the reason why not.
    pub fn permit_editing_materials(
        &self,
        actor: &Actor,
        policy: &Policy,
        now: DateTime<Utc>,
    ) -> Result<Option<&CategoryId>, Rejection> {
        permit(actor, Action::EditMaterials, &self.subject())?;
        if policy.hash() != self.policy() {
            return Err(Rejection::OtherPolicy);
        }
        match self.state() {
            State::Draft(draft) => {
                in_window(policy, self.clamp(now))?;
                Ok(draft.category.as_ref())
            }
            State::Returned(returned) if !returned.closes.is_open(self.clamp(now)) => {
                Err(Rejection::SupplementClosed { closed: returned.closes.too_late })
            }
            State::Returned(returned) => Ok(Some(&returned.filing.category)),
            State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => Err(Rejection::NotADraft),
        }
    }

    /// Decides whether `actor` may hand in `picture` at `now`, and returns what it may weigh and measure.
    ///
    /// # Errors
    ///
    /// Returns the reason why not.
    pub fn permit_handing_in(
        &self,
        picture: &PictureId,
        actor: &Actor,
        policy: &Policy,
        now: DateTime<Utc>,
    ) -> Result<Limits, Rejection> {
        let category = self.permit_editing_materials(actor, policy, now)?;
        asked(picture, category, policy)?;
        // A policy with materials has limits of their pictures.
        policy.pictures().ok_or(Rejection::UnknownMaterial)
    }

    /// Returns a picture, as far as `actor` may see it: staff see what was filed, and nothing that its
    /// candidate is still exchanging.
    ///
    /// # Errors
    ///
    /// Returns the reason why this actor sees no materials of this case.
    pub fn picture_for(&self, picture: &PictureId, actor: &Actor) -> Result<Option<&Held>, Rejection> {
        permit(actor, Action::ReadMaterials, &self.subject())?;
        let held = self.materials.held(picture);
        match actor {
            Actor::Candidate(_) => Ok(held),
            Actor::Staff { .. } | Actor::Portal | Actor::System | Actor::Operator => {
                let filed = self.state().filing().and_then(|filing| filing.materials.get(picture));
                Ok(held.filter(|held| filed == Some(&held.handed_in)))
            }
        }
    }
}

/// Decides whether the category asks for the material, and for so many pictures of it.
fn asked(picture: &PictureId, category: Option<&CategoryId>, policy: &Policy) -> Result<(), Rejection> {
    let category = category.and_then(|category| policy.category(category));
    let is_asked = category.is_some_and(|category| category.asks_for(&picture.material));
    if !is_asked {
        return Err(Rejection::UnknownMaterial);
    }
    if policy.takes(picture) { Ok(()) } else { Err(Rejection::TooManyPictures) }
}

fn announced(size: u64, policy: &Policy) -> Result<u64, Rejection> {
    // A policy with materials has limits of their pictures.
    let limits = policy.pictures().ok_or(Rejection::UnknownMaterial)?;
    if size == 0 {
        return Err(InvalidUpload::Empty.into());
    }
    if limits.bytes_max < size {
        return Err(InvalidUpload::TooLarge { bytes_max: limits.bytes_max }.into());
    }
    Ok(size)
}

impl Held {
    /// Tells whether `other` is this same picture once more, although it was written under another name.
    fn is_same(&self, other: &Self) -> bool {
        match (other.upload, self.handed_in.source, other.handed_in.source) {
            (Some(upload), ..) => self.upload == Some(upload),
            // A register may draw its picture anew with every answer.
            (None, Source::Certificate, Source::Certificate) => true,
            (None, Source::Uploaded, Source::Uploaded) => self.handed_in.sent == other.handed_in.sent,
            (None, Source::Uploaded, Source::Certificate) | (None, Source::Certificate, Source::Uploaded) => {
                false
            }
        }
    }
}

impl Materials {
    fn open(&mut self, upload: Upload, now: DateTime<Utc>) -> Result<(), InvalidUpload> {
        let is_closed = self.held.values().any(|held| held.upload == Some(upload.id));
        if is_closed || self.uploads.iter().any(|open| open.id == upload.id) {
            // A repeat is answered as the first time.
            return Ok(());
        }
        // What has expired waits for nothing but the sweep.
        *self = self.expired(now);
        if let Some(before) = self.uploads.iter().position(|open| open.picture == upload.picture) {
            let before = self.uploads.remove(before);
            self.leave([before.blob()].into_iter(), now);
        }
        if Upload::OPEN_MAX <= self.uploads.len() {
            return Err(InvalidUpload::TooMany);
        }
        self.uploads.push(upload);
        Ok(())
    }

    fn hold(&mut self, picture: &PictureId, held: &Held, now: DateTime<Utc>) -> Result<(), InvalidUpload> {
        let known = self.held.get(picture);
        let is_repeat = known.is_some_and(|known| known.is_same(held));
        if is_repeat {
            return Ok(());
        }
        if let Some(id) = held.upload {
            let upload = self.uploads.iter().find(|open| open.id == id && open.picture == *picture);
            upload.ok_or(InvalidUpload::Unknown)?.check_whole(now)?;
            self.cancel(id, now)?;
        }
        if let Some(before) = self.held.insert(picture.clone(), held.clone()) {
            self.leave([before.blob].into_iter(), now);
        }
        Ok(())
    }

    fn cancel(&mut self, id: UploadId, now: DateTime<Utc>) -> Result<(), InvalidUpload> {
        let place = self.uploads.iter().position(|open| open.id == id).ok_or(InvalidUpload::Unknown)?;
        let upload = self.uploads.remove(place);
        self.leave([upload.blob()].into_iter(), now);
        Ok(())
    }
}
