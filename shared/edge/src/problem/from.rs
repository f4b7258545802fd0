//! How refusals and faults become problems. Only this file knows both sides.

use domain::Rejection;
use domain::id::InvalidId;
use store::{CommitError, CreateError, StoreFault};

use super::{Code, Member, Problem};

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::NotPermitted => Self::new(Code::NotPermitted),
            // Whether somebody else has a case is nobody's business.
            Rejection::NotTheOwner | Rejection::NotOpened => Self::new(Code::UnknownCase),
            Rejection::OutsideRegion => Self::new(Code::OutsideRegion),
            Rejection::OwnCase => Self::new(Code::OwnCase),
            Rejection::WindowNotOpen { opens } => {
                Self::new(Code::WindowNotOpen).with("opens", Member::Instant(opens))
            }
            Rejection::WindowClosed { closed } => {
                Self::new(Code::WindowClosed).with("closed", Member::Instant(closed))
            }
            Rejection::AlreadyOpen => Self::new(Code::AlreadyOpen),
            Rejection::NotADraft => Self::new(Code::NotADraft),
            Rejection::UnknownCategory => Self::new(Code::UnknownCategory),
            // The policy is looked up by the case's own hash, so this is a mistake of ours.
            Rejection::OtherPolicy => Self::fault(rejection),
        }
    }
}

impl From<StoreFault> for Problem {
    fn from(fault: StoreFault) -> Self {
        match fault {
            StoreFault::Busy => Self::new(Code::Busy),
            StoreFault::Provider(_)
            | StoreFault::KeyNotHeld(_)
            | StoreFault::NotSeeded(_)
            | StoreFault::SeedingTaken(_) => Self::unavailable(fault),
            StoreFault::Entropy(_)
            | StoreFault::Damaged { .. }
            | StoreFault::UnknownFormat { .. }
            | StoreFault::Missing(_)
            | StoreFault::Full(_)
            | StoreFault::BodyTooLarge { .. } => Self::fault(fault),
        }
    }
}

impl From<CommitError> for Problem {
    fn from(error: CommitError) -> Self {
        match error {
            CommitError::Conflict => Self::new(Code::Contended),
            CommitError::OutcomeUnknown => Self::new(Code::OutcomeUnknown),
            CommitError::Fault(fault) => fault.into(),
        }
    }
}

impl From<CreateError> for Problem {
    fn from(error: CreateError) -> Self {
        match error {
            // Between the look and the swap somebody else created it: look again.
            CreateError::Taken(_) => Self::new(Code::Contended),
            CreateError::OutcomeUnknown => Self::new(Code::OutcomeUnknown),
            CreateError::Fault(fault) => fault.into(),
        }
    }
}

impl From<InvalidId> for Problem {
    fn from(invalid: InvalidId) -> Self {
        let text = |text: &str| Member::Text(text.to_owned());
        match invalid {
            InvalidId::OtherKind { expected, found } => Self::new(Code::WrongKindOfId)
                .with("expected", text(expected.prefix()))
                .with("found", text(found.prefix())),
            InvalidId::Prefix { expected } | InvalidId::Characters { expected } => {
                Self::new(Code::MalformedId).with("expected", text(expected.prefix()))
            }
        }
    }
}
