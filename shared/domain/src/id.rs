//! Identifiers, one type per kind of thing, with a text form that says which kind it is.
//!
//! The text is a prefix and 26 characters of Crockford's base 32, in upper case, most significant first. Reading is
//! strict: there is exactly one text for each identifier, so that a text can be compared and logged as it came.

use crate::text::as_text_or_bytes;
use std::{fmt, str::FromStr};

mod base32;

/// What an identifier names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A case under a programme.
    Case,
    /// Somebody who can log in, candidate or staff.
    Account,
    /// A login that has not ended.
    Session,
    /// One attempt to change something; a repeat carries the same one.
    Command,
    /// Something to be done outside because of a decision.
    Effect,
    /// A file that arrives in parts.
    Upload,
    /// A policy that an administrator wants published.
    Proposal,
    /// Something that was done to the deployment or to a programme, for whoever looks it up later.
    Act,
}

impl Kind {
    const ALL: [Self; 8] = [
        Self::Case,
        Self::Account,
        Self::Session,
        Self::Command,
        Self::Effect,
        Self::Upload,
        Self::Proposal,
        Self::Act,
    ];

    /// Returns the prefix of the text form, with its underscore.
    pub const fn prefix(self) -> &'static str {
        match self {
            Self::Case => "case_",
            Self::Account => "acct_",
            Self::Session => "sess_",
            Self::Command => "cmd_",
            Self::Effect => "eff_",
            Self::Upload => "upl_",
            Self::Proposal => "prop_",
            Self::Act => "act_",
        }
    }

    /// Returns the kind in words, with its article.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Case => "a case",
            Self::Account => "an account",
            Self::Session => "a session",
            Self::Command => "a command",
            Self::Effect => "an effect",
            Self::Upload => "an upload",
            Self::Proposal => "a proposal",
            Self::Act => "an act",
        }
    }
}

/// Why a text is not the identifier that was expected. The text itself is not repeated: it may be anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// It is the identifier of something else.
    #[error("expected the id of {}, found the id of {}", expected.words(), found.words())]
    OtherKind {
        /// What was wanted.
        expected: Kind,
        /// What was given.
        found: Kind,
    },
    /// It does not begin with a known prefix.
    #[error("expected the id of {}, which begins with {}", expected.words(), expected.prefix())]
    Prefix {
        /// What was wanted.
        expected: Kind,
    },
    /// The prefix is right; what follows is not 26 characters of Crockford's base 32 in upper case for 128 bits.
    #[error("expected the id of {}: {} and 26 characters of base 32 in upper case", expected.words(), expected.prefix())]
    Characters {
        /// What was wanted.
        expected: Kind,
    },
}

fn parse(expected: Kind, text: &str) -> Result<u128, InvalidId> {
    let Some(rest) = text.strip_prefix(expected.prefix()) else {
        let found = Kind::ALL.into_iter().find(|kind| text.starts_with(kind.prefix()));
        return Err(match found {
            Some(found) => InvalidId::OtherKind { expected, found },
            None => InvalidId::Prefix { expected },
        });
    };
    base32::decode(rest).ok_or(InvalidId::Characters { expected })
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $kind:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(u128);

        impl $name {
            /// Wraps a value that the edge or the store has drawn.
            pub const fn from_u128(value: u128) -> Self {
                Self(value)
            }

            /// Returns the drawn value.
            pub const fn as_u128(self) -> u128 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(Kind::$kind.prefix())?;
                base32::encode(self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;

            fn from_str(text: &str) -> Result<Self, InvalidId> {
                parse(Kind::$kind, text).map(Self)
            }
        }

        as_text_or_bytes!($name, 16, |id| id.0.to_be_bytes(), |bytes| $name::from_u128(u128::from_be_bytes(bytes)));
    };
}

identifier!(
    /// Names a case. 16 bits come from the candidate's fingerprint and give the partition; the rest is drawn.
    CaseId,
    Case
);
identifier!(
    /// Names an account, of a candidate or of staff.
    AccountId,
    Account
);
identifier!(
    /// Names a session, never the secret token that opens it.
    SessionId,
    Session
);
identifier!(
    /// Names one attempt to change something. It is recorded with what came of it, so that a repeat is recognised.
    CommandId,
    Command
);
identifier!(
    /// Names an effect, and is the idempotency key that its receiver is shown.
    EffectId,
    Effect
);
identifier!(
    /// Names an upload: a file that arrives in parts.
    UploadId,
    Upload
);
identifier!(
    /// Names a proposal: a policy that an administrator wants published.
    ProposalId,
    Proposal
);
identifier!(
    /// Names an act: something that an administrator or an operator has done.
    ActId,
    Act
);

#[cfg(test)]
mod tests;
