//! Electronic certificates (电子证照): what need not be photographed, since a register has it (S1-13).

use super::PictureId;
use crate::{
    Rejection,
    actor::Actor,
    case::{Case, State},
    picture::Limits,
    policy::{Policy, Statement, StatementKind},
    slug::CertificateId,
};
use chrono::{DateTime, Utc};

impl Case {
    /// Decides whether the register may be asked at `now` for the electronic certificate that takes the place of `picture`.
    /// Returns which one it is, and what a picture of it may weigh and measure.
    ///
    /// # Errors
    ///
    /// Returns the reason why not.
    pub fn permit_obtaining<'p>(
        &self,
        picture: &PictureId,
        actor: &Actor,
        policy: &'p Policy,
        now: DateTime<Utc>,
    ) -> Result<(&'p CertificateId, Limits), Rejection> {
        let limits = self.permit_handing_in(picture, actor, policy, now)?;
        Ok((self.certificate(picture, policy)?, limits))
    }

    /// Returns the certificate that takes the place of `picture`, if its candidate has agreed that it is used.
    pub(super) fn certificate<'p>(
        &self,
        picture: &PictureId,
        policy: &'p Policy,
    ) -> Result<&'p CertificateId, Rejection> {
        // A certificate is one picture, and in the first place.
        let material = policy.material(&picture.material).filter(|_| picture.number == 1);
        let certificate = material.and_then(|material| material.certificate.as_ref());
        let certificate = certificate.ok_or(Rejection::NoCertificate)?;
        self.check_agreed(policy)?;
        Ok(certificate)
    }

    /// The informed consent is one of the agreements, and says that certificates are used (S1-49).
    fn check_agreed(&self, policy: &Policy) -> Result<(), Rejection> {
        let confirmed = match self.state() {
            State::Draft(draft) => &draft.confirmed,
            // Nothing is filed before everything is confirmed.
            State::Discarded { .. }
            | State::Submitted(_)
            | State::UnderReview(_)
            | State::Returned(_)
            | State::Approved(_)
            | State::Rejected(_)
            | State::Lapsed(_) => return Ok(()),
        };
        let is_missing = |statement: &&Statement| {
            statement.kind == StatementKind::Agreement && !confirmed.contains(&statement.id)
        };
        let missing = policy.statements().iter().filter(is_missing);
        let missing: Vec<_> = missing.map(|statement| statement.id.clone()).collect();
        if missing.is_empty() { Ok(()) } else { Err(Rejection::NotAgreed { missing }) }
    }
}
