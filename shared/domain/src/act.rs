//! Acts: what administrators and operators have done, for whoever looks it up later. An act is written down before it has any
//! effect, and completed once it is known what came of it.

use crate::{
    actor::Actor,
    digest::Digest,
    id::{AccountId, CaseId, ProposalId},
    instant,
    policy::PolicyHash,
    region::Region,
    slug::{GroupId, ProgrammeId, SeasonId},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What somebody has done. It is never changed afterwards, but that it is completed, once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    begun: Begun,
    outcome: Option<Outcome>,
}

/// What is known of an act before it has any effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Begun {
    /// Who does it.
    pub by: Doer,
    /// What is done.
    pub kind: Kind,
    /// What it is done to.
    pub about: About,
    /// The region that it concerns, whose administrators see it. Without one, operators alone see it.
    pub region: Option<Region>,
    /// When, in milliseconds.
    #[serde(with = "crate::text::instant")]
    pub at: DateTime<Utc>,
    /// The digest of the newest act that was there, unless there was none.
    pub previous: Option<Digest>,
}

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Doer {
    /// Whoever has the operator's secret.
    Operator,
    /// Somebody who is logged in, in the role and for the region of their session.
    Person(Actor),
}

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// An operator publishes a policy.
    PolicyPublished,
    /// An administrator proposes a policy.
    PolicyProposed,
    /// An administrator approves a proposal, which publishes it.
    ProposalApproved,
    /// An administrator rejects a proposal.
    ProposalRejected,
    /// An administrator withdraws a proposal of their own.
    ProposalWithdrawn,
    /// Registrations of a season are imported.
    RosterImported,
    /// Everything that an account has open is ended.
    SessionsEnded,
    /// The first master key is put in force.
    KeysRotated,
    /// Somebody who has forgotten their password gets the first one back.
    PasswordReset,
    /// Live cases of a season are moved to another version of its policy.
    CasesMoved,
    /// An operator is given everything that is recorded of a case.
    CaseExported,
    /// An administrator makes a group of reviewers, or changes one.
    GroupSet,
    /// An administrator takes a group of reviewers away.
    GroupRemoved,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::PolicyPublished,
        Self::PolicyProposed,
        Self::ProposalApproved,
        Self::ProposalRejected,
        Self::ProposalWithdrawn,
        Self::RosterImported,
        Self::SessionsEnded,
        Self::KeysRotated,
        Self::PasswordReset,
        Self::CasesMoved,
        Self::CaseExported,
        Self::GroupSet,
        Self::GroupRemoved,
    ];

    /// Returns the name that it has over HTTP.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PolicyPublished => "policy-published",
            Self::PolicyProposed => "policy-proposed",
            Self::ProposalApproved => "proposal-approved",
            Self::ProposalRejected => "proposal-rejected",
            Self::ProposalWithdrawn => "proposal-withdrawn",
            Self::RosterImported => "roster-imported",
            Self::SessionsEnded => "sessions-ended",
            Self::KeysRotated => "keys-rotated",
            Self::PasswordReset => "password-reset",
            Self::CasesMoved => "cases-moved",
            Self::CaseExported => "case-exported",
            Self::GroupSet => "group-set",
            Self::GroupRemoved => "group-removed",
        }
    }
}

/// What something is done to, by names and ids alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// The programme.
    pub programme: Option<ProgrammeId>,
    /// Its season.
    pub season: Option<SeasonId>,
    /// The hash of the policy.
    pub policy: Option<PolicyHash>,
    /// The proposal.
    pub proposal: Option<ProposalId>,
    /// The account.
    pub account: Option<AccountId>,
    /// The case.
    pub case: Option<CaseId>,
    /// The group of reviewers. Where an act is kept it lies behind everything else, and it goes into the digest by itself: an act
    /// from before there were groups is read as it lies, and keeps its digest.
    #[serde(skip)]
    pub group: Option<GroupId>,
}

/// What came of an act.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// When that was known, in milliseconds.
    #[serde(with = "crate::text::instant")]
    pub at: DateTime<Utc>,
    /// The code of the problem that it ended with, unless it was done.
    pub problem: Option<String>,
    /// The proposal that it has made, if that was what was done.
    pub made: Option<ProposalId>,
    /// What was counted, by name.
    pub counts: Vec<(String, u64)>,
}

/// Names the digests of acts. Another form gets another name.
const DIGEST: &[u8] = b"miaopi act 1";

impl Act {
    /// Begins an act.
    pub fn begin(begun: Begun) -> Self {
        let at = instant::truncate(begun.at);
        Self { begun: Begun { at, ..begun }, outcome: None }
    }

    /// Returns the act with what came of it. One that is completed stays as it is.
    #[must_use]
    pub fn complete(&self, outcome: Outcome) -> Self {
        let at = instant::not_before(outcome.at, self.begun.at);
        let outcome = self.outcome.clone().unwrap_or(Outcome { at, ..outcome });
        Self { begun: self.begun.clone(), outcome: Some(outcome) }
    }

    /// Returns the act as one that is about a group, if there is one: for whoever has read the two apart.
    #[must_use]
    pub fn about_group(mut self, group: Option<GroupId>) -> Self {
        self.begun.about.group = group;
        self
    }

    /// Returns what was known of it before it had any effect.
    pub const fn begun(&self) -> &Begun {
        &self.begun
    }

    /// Returns what came of it, once that is known.
    pub const fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Returns the digest of what was known of it before it had any effect, by which a later act names it; or `None` if it cannot be
    /// written down, which cannot be.
    pub fn digest(&self) -> Option<Digest> {
        let bytes = serde_json::to_vec(&self.begun).ok()?;
        // Nothing follows the end of a document, so it cannot be taken for a part of one.
        let group = self.begun.about.group.as_ref().map_or("", GroupId::as_str);
        Some(Digest::of_parts(&[DIGEST, &bytes, group.as_bytes()]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actor::Role;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    fn at(text: &str) -> DateTime<Utc> {
        instant::parse(text).unwrap()
    }

    fn begun() -> Begun {
        Begun {
            by: Doer::Operator,
            kind: Kind::KeysRotated,
            about: About::default(),
            region: None,
            at: at("2030-03-01T02:00:00Z"),
            previous: None,
        }
    }

    fn outcome(problem: Option<&str>) -> Outcome {
        let problem = problem.map(str::to_owned);
        Outcome { at: at("2030-03-01T02:00:01Z"), problem, made: None, counts: vec![("ended".to_owned(), 2)] }
    }

    #[test]
    fn what_came_of_an_act_is_written_down_once_and_its_digest_stays() {
        let act = Act::begin(begun());
        assert_eq!(act.outcome(), None);
        let done = act.complete(outcome(None));
        assert_eq!((done.outcome(), done.digest()), (Some(&outcome(None)), act.digest()));
        assert_eq!(done.complete(outcome(Some("fault"))), done);
    }

    #[test]
    fn an_act_ends_no_earlier_than_it_was_begun() {
        let early = Outcome { at: at("2030-02-28T00:00:00Z"), ..outcome(None) };
        assert_eq!(Act::begin(begun()).complete(early).outcome().unwrap().at, begun().at);
    }

    #[test]
    fn whatever_is_known_of_an_act_before_its_effect_is_in_its_digest() {
        let id = AccountId::from_u128(1);
        let person = Actor::Staff { id, role: Role::Administrator, region: "440300".parse().unwrap() };
        let account = About { account: Some(id), ..About::default() };
        let group = About { group: "evening".parse().ok(), ..About::default() };
        let others = [
            Begun { by: Doer::Person(person), ..begun() },
            Begun { kind: Kind::SessionsEnded, ..begun() },
            Begun { about: account, ..begun() },
            Begun { about: group, ..begun() },
            Begun { region: "440300".parse().ok(), ..begun() },
            Begun { at: at("2030-03-01T02:00:00.001Z"), ..begun() },
            Begun { previous: Some(Digest::of(b"before")), ..begun() },
        ];
        let digest = Act::begin(begun()).digest();
        assert!(digest.is_some());
        for other in others {
            assert_ne!(Act::begin(other.clone()).digest(), digest, "{other:?}");
        }
    }

    #[test]
    fn an_act_from_before_there_were_groups_keeps_its_digest() {
        let about =
            r#"{"programme":null,"season":null,"policy":null,"proposal":null,"account":null,"case":null}"#;
        let before = format!(
            r#"{{"by":"operator","kind":"keys-rotated","about":{about},"region":null,"at":"2030-03-01T02:00:00Z","previous":null}}"#
        );
        assert_eq!(Act::begin(begun()).digest(), Some(Digest::of_parts(&[DIGEST, before.as_bytes()])));
    }

    #[test]
    fn every_kind_has_the_name_outside_that_it_has_in_json() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
    }
}
