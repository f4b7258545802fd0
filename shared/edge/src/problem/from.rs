//! How refusals and faults become problems. Only this file knows both sides.

use domain::Rejection;
use domain::case::{InvalidUpload, Required};
use domain::id::InvalidId;
use domain::picture::{InvalidPicture, Kind, Limits};
use domain::slug::StatementId;
use domain::verification::Refused;
use store::{CommitError, CreateError, StoreFault};

use super::{Code, Member, Problem};
use crate::fields::{Explain, FieldError, InvalidShape};

impl From<Rejection> for Problem {
    fn from(rejection: Rejection) -> Self {
        match rejection {
            Rejection::NotPermitted => Self::new(Code::NotPermitted),
            // Whether somebody else has a case is nobody's business.
            Rejection::NotTheOwner | Rejection::NotOpened => Self::new(Code::UnknownCase),
            Rejection::OutsideRegion => Self::new(Code::OutsideRegion),
            Rejection::OwnCase => Self::new(Code::OwnCase),
            Rejection::OutsideGroups => Self::new(Code::OutsideGroups),
            Rejection::TooManyGroups => Self::new(Code::TooManyGroups),
            Rejection::WindowNotOpen { opens } => {
                Self::new(Code::WindowNotOpen).with("opens", Member::Instant(opens))
            }
            Rejection::WindowClosed { closed } => {
                Self::new(Code::WindowClosed).with("closed", Member::Instant(closed))
            }
            Rejection::AlreadyOpen => Self::new(Code::AlreadyOpen),
            Rejection::NotADraft => Self::new(Code::NotADraft),
            Rejection::Incomplete { missing } => {
                Self::invalid_fields(missing.into_iter().map(lacking).collect())
            }
            Rejection::NotAsLoggedIn { fields } => {
                let differing = |field| FieldError::new(pointer(&field), &NotAsLoggedIn);
                Self::invalid_fields(fields.into_iter().map(differing).collect())
            }
            Rejection::NotVerified => Self::new(Code::NotVerified),
            Rejection::AlreadySubmitted => Self::new(Code::AlreadySubmitted),
            Rejection::ChecksUnderWay { until } => {
                Self::new(Code::ChecksUnderWay).with("until", Member::Instant(until))
            }
            Rejection::NotUnderReview => Self::new(Code::NotUnderReview),
            Rejection::Claimed { until } => Self::new(Code::Claimed).with("until", Member::Instant(until)),
            Rejection::NotClaimed => Self::new(Code::NotClaimed),
            Rejection::CorrectedMeanwhile => Self::new(Code::CorrectedMeanwhile),
            Rejection::AlreadyDecided => Self::new(Code::AlreadyDecided),
            Rejection::NotCorrectedYet => Self::new(Code::NotCorrectedYet),
            Rejection::NoRoundLeft => Self::new(Code::NoRoundLeft),
            Rejection::NothingToCorrect => Self::new(Code::NothingToCorrect),
            Rejection::SupplementClosed { closed } => {
                Self::new(Code::SupplementClosed).with("closed", Member::Instant(closed))
            }
            Rejection::UnknownCategory => Self::new(Code::UnknownCategory),
            Rejection::CategoryIsDerived => Self::new(Code::CategoryIsDerived),
            Rejection::NotRegistered => Self::new(Code::NotRegistered),
            Rejection::WithoutCategory { id, text, contact } => Self::new(Code::WithoutCategory)
                .with("outcome", Member::Text(id.to_string()))
                .with("text", Member::Words(text))
                .with("contact", Member::Words(contact)),
            // A policy that passes its check has an outcome for everybody.
            Rejection::Underivable(_) => Self::fault(rejection),
            Rejection::UnknownStatement { id } => {
                Self::invalid_fields(vec![FieldError::new(confirming(&id), &InvalidShape::Unknown)])
            }
            Rejection::UnknownReason { place } => not_listed(&format!("/items/{place}/reason")),
            Rejection::ObjectedMaterial { place } => not_listed(&format!("/items/{place}/material")),
            Rejection::NoRegistration => Self::new(Code::NoRegistration),
            Rejection::UnknownMaterial => Self::new(Code::UnknownMaterial),
            Rejection::TooManyPictures => Self::new(Code::TooManyPictures),
            Rejection::NoCertificate => Self::new(Code::NoCertificate),
            Rejection::NotAgreed { missing } => {
                let errors = missing.iter().map(|id| FieldError::new(confirming(id), &Unconfirmed));
                Self { errors: errors.collect(), ..Self::new(Code::NotAgreed) }
            }
            Rejection::Upload(reason) => reason.into(),
            Rejection::OwnProposal => Self::new(Code::OwnProposal),
            Rejection::OthersProposal => Self::new(Code::OthersProposal),
            Rejection::ProposalOutdated => Self::new(Code::ProposalOutdated),
            Rejection::ProposalDecided => Self::new(Code::ProposalDecided),
            // The policy is looked up by the case's own hash, only the system settles checks, which it looks up before, and
            // whoever moves cases reports those that stay: these are mistakes of ours.
            Rejection::OtherPolicy
            | Rejection::NoChecksPending
            | Rejection::OtherSeason
            | Rejection::Hindered { .. } => Self::fault(rejection),
        }
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let until = |code, again| Self::new(code).with("again", Member::Instant(again));
        match refused {
            Refused::TooSoon { again } => until(Code::CodeTooSoon, again),
            Refused::QuotaUsedUp { again } => until(Code::CodesUsedUp, again),
            Refused::CaptchaSpent => Self::new(Code::CaptchaInvalid),
            Refused::CaptchasUsedUp { again } => until(Code::CaptchasUsedUp, again),
            Refused::NoCode => Self::new(Code::NoCode),
            Refused::Expired => Self::new(Code::CodeExpired),
            Refused::TriesUsedUp => Self::new(Code::TriesUsedUp),
        }
    }
}

/// Names a field whose value is none of those that the policy has.
fn not_listed(pointer: &str) -> Problem {
    Problem::invalid_fields(vec![FieldError::new(pointer, &NotListed)])
}

/// The policy does not have it.
struct NotListed;

impl Explain for NotListed {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("not-listed", "不在列表中，请从列表中选择。", "It is not in the list. Choose one from the list.")
    }
}

/// Says what is missing, as the field of the draft that it belongs into.
fn lacking(required: Required) -> FieldError {
    let pointer = pointer(&required);
    match required {
        Required::Category | Required::Name | Required::Document | Required::Telephone => {
            FieldError::new(pointer, &InvalidShape::Missing)
        }
        Required::OneOf(materials) if materials.len() <= 1 => FieldError::new(pointer, &NotUploaded),
        Required::OneOf(_) => FieldError::new(pointer, &NoneUploaded),
        Required::Statement(_) => FieldError::new(pointer, &Unconfirmed),
    }
}

/// Names the field of the draft that something belongs into.
fn pointer(required: &Required) -> String {
    match required {
        Required::Category => "/category".to_owned(),
        Required::Name => "/form/name".to_owned(),
        Required::Document => "/form/document".to_owned(),
        Required::Telephone => "/form/telephone".to_owned(),
        // The first is as good as the others.
        Required::OneOf(materials) => match materials.first() {
            Some(material) => format!("/materials/{material}"),
            None => "/materials".to_owned(),
        },
        Required::Statement(id) => confirming(id),
    }
}

fn confirming(id: &StatementId) -> String {
    format!("/confirmed/{id}")
}

/// It names somebody else.
struct NotAsLoggedIn;

impl Explain for NotAsLoggedIn {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "not-as-logged-in",
            "须与登录身份一致，只能为本人办理。",
            "It must be as you have logged in: everybody files for themselves.",
        )
    }
}

/// Something was not confirmed.
struct Unconfirmed;

impl Explain for Unconfirmed {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("unconfirmed", "请阅读并勾选确认。", "Read it and confirm it.")
    }
}

/// A picture is missing.
struct NotUploaded;

impl Explain for NotUploaded {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        ("not-uploaded", "请拍照或扫描此项材料并上传。", "Photograph or scan this material and upload it.")
    }
}

/// None of several pictures is there, of which one is enough.
struct NoneUploaded;

impl Explain for NoneUploaded {
    fn explain(&self) -> (&'static str, &'static str, &'static str) {
        (
            "none-uploaded",
            "此项列出的材料任选其一，拍照或扫描后上传。",
            "Photograph or scan one of the materials of this row and upload it.",
        )
    }
}

impl From<InvalidUpload> for Problem {
    fn from(reason: InvalidUpload) -> Self {
        match reason {
            InvalidUpload::Unknown => Self::new(Code::UnknownUpload),
            InvalidUpload::TooMany => Self::new(Code::TooManyUploads),
            InvalidUpload::Empty => Self::new(Code::FileEmpty),
            InvalidUpload::TooLarge { bytes_max } => Self::file_too_large(bytes_max),
            InvalidUpload::Offset { offset } => {
                Self::new(Code::UploadOffset).with("offset", Member::Number(offset))
            }
            InvalidUpload::OtherPart => Self::new(Code::UploadOtherPart),
            InvalidUpload::TooLong { size } => {
                Self::new(Code::UploadTooLong).with("size", Member::Number(size))
            }
            InvalidUpload::TooManyParts => Self::new(Code::UploadTooManyParts),
            InvalidUpload::Incomplete { offset, size } => Self::new(Code::UploadIncomplete)
                .with("offset", Member::Number(offset))
                .with("size", Member::Number(size)),
        }
    }
}

impl Problem {
    fn file_too_large(bytes_max: u64) -> Self {
        Self::new(Code::FileTooLarge).with("bytes_max", Member::Number(bytes_max))
    }

    /// Returns the problem of a file that is no picture within `limits`.
    pub fn of_picture(reason: InvalidPicture, limits: &Limits) -> Self {
        let of_sides = |code, width: u32, height: u32| {
            Self::new(code)
                .with("width", Member::Number(width.into()))
                .with("height", Member::Number(height.into()))
        };
        match reason {
            InvalidPicture::Empty => Self::new(Code::FileEmpty),
            InvalidPicture::OtherFormat { kind } => Self::of_kind(kind),
            InvalidPicture::Truncated => Self::new(Code::FileTruncated),
            InvalidPicture::TooLarge => Self::file_too_large(limits.bytes_max),
            InvalidPicture::TooManyPixels { width, height } => {
                of_sides(Code::FileTooManyPixels, width, height)
            }
            InvalidPicture::TooFewPixels { width, height } => of_sides(Code::FileTooFewPixels, width, height),
            InvalidPicture::TrailingBytes => Self::new(Code::FileHasMore),
            InvalidPicture::TooManySegments => Self::new(Code::FileTooManySegments),
            InvalidPicture::TooManyScans => Self::new(Code::FileTooManyScans),
            InvalidPicture::Damaged { why: _ } => Self::new(Code::FileDamaged),
            InvalidPicture::Unsupported { why: _ } => Self::new(Code::FileUnsupported),
        }
    }

    /// How to make a JPEG of it depends on what it is.
    fn of_kind(kind: Kind) -> Self {
        let code = match kind {
            Kind::Heic | Kind::Avif => Code::FileIsHeic,
            Kind::Pdf => Code::FileIsPdf,
            Kind::Video => Code::FileIsVideo,
            Kind::Gif | Kind::Webp | Kind::Tiff | Kind::Bmp => Code::FileIsOtherPicture,
            Kind::Zip | Kind::Html | Kind::Unknown => Code::FileIsNoPicture,
        };
        Self::new(code).with("kind", Member::Text(kind.name().to_owned()))
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
