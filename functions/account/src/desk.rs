//! Where somebody shows that they know a password: a try is taken before anything is compared, and given back if it was right.
//!
//! Whoever is not on the roster, whoever enters a wrong password and whoever has no try left cannot be told apart, neither by what
//! they read nor by the work that is done; and nothing is written for anybody who is not on the roster.

use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use domain::account::VerifiedIdentity;
use domain::identity::IdentityDocument;
use domain::password::{Budgets, Guesser, check};
use domain::policy::{FirstPassword, PasswordLogin, Policy};
use domain::slug::{FieldId, ProgrammeId};
use edge::{
    Code, Context, PASSWORDS, Problem, cases::draw_command, current_season, password_fingerprint,
    registration_of, retry,
};
use http::HeaderMap;
use store::records::{PasswordRecord, RosterRecord, SetPassword};
use store::{Change, Collection, Content, Fingerprint, KeyValue, Loaded, New, RecordId};

use crate::entered::Entered;
use crate::mark::Mark;
use crate::wire::{listed, not_settable};
use crate::{breached, digest};

/// For so long a change can be repeated by whoever was not told that it stands.
const REPEAT_MINUTES_MAX: i64 = 10;

/// Somebody at the door of a programme.
pub(crate) struct Desk<'a, 'c, K> {
    cx: &'c Context<'a, K>,
    policy: Rc<Policy>,
    rules: PasswordLogin,
    document: IdentityDocument,
    /// What the roster has of them, if they are on it.
    registration: Option<RosterRecord>,
    mark: Option<Mark>,
    passwords: Rc<Collection>,
}

/// What came of a try.
pub(crate) enum Tried {
    /// It is the password.
    Right(Proof),
    /// It is not, or it was not compared. When the password was set, if it was compared with one.
    Wrong(Option<DateTime<Utc>>),
}

/// That somebody has entered the right password: the first one, or the one that was set.
pub(crate) struct Proof {
    pub(crate) record: RecordId,
    pub(crate) set: Option<SetPassword>,
    guesser: Guesser,
}

impl<'a, 'c, K: KeyValue> Desk<'a, 'c, K> {
    /// Looks up what there is of somebody.
    ///
    /// # Errors
    ///
    /// Returns a problem if there is no such programme, if nobody logs in to it by a password, or if the store fails.
    pub(crate) async fn open(
        cx: &'c Context<'a, K>,
        headers: &HeaderMap,
        programme: &str,
        document: IdentityDocument,
    ) -> Result<Self, Problem> {
        let (_, policy) = current_season(cx, programme).await?;
        let rules = policy.password().ok_or_else(|| Problem::new(Code::NoPasswordLogin))?.clone();
        let registration = registration_of(cx, &document, &policy).await?;
        let passwords = cx.collection(PASSWORDS).await?;
        Ok(Self { cx, policy, rules, document, registration, mark: Mark::of(cx, headers), passwords })
    }

    /// Returns the programme.
    pub(crate) fn programme(&self) -> &ProgrammeId {
        self.policy.programme()
    }

    /// Returns who they are, as the roster has it.
    ///
    /// # Errors
    ///
    /// Returns a fault if the roster does not say it, which cannot be.
    pub(crate) fn identity(&self) -> Result<VerifiedIdentity, Problem> {
        let name = self.name().and_then(|name| name.parse().ok());
        let name = name.ok_or_else(|| Problem::fault("a registration has no name"))?;
        Ok(VerifiedIdentity { name, document: self.document.clone(), telephone: None })
    }

    fn name(&self) -> Option<&str> {
        let field: FieldId = "name".parse().ok()?;
        self.registration.as_ref()?.entry.get(&field)?.text()
    }

    /// Returns the problem of whoever is not let in.
    pub(crate) fn refused(&self) -> Problem {
        Problem::password_refused(&self.rules)
    }

    /// Takes a try and compares a password. Whatever there is to compare with, one digest is worked out.
    ///
    /// # Errors
    ///
    /// Returns a problem if the store fails.
    pub(crate) async fn try_password(&self, password: &Entered) -> Result<Tried, Problem> {
        let Some(proof) = self.take().await? else {
            digest::work(password);
            return Ok(Tried::Wrong(None));
        };
        let is_right = match &proof.set {
            Some(set) => digest::fits(&set.digest, password),
            None => {
                digest::work(password);
                self.is_first(password)
            }
        };
        Ok(if is_right { Tried::Right(proof) } else { Tried::Wrong(proof.set.map(|set| set.at)) })
    }

    fn is_first(&self, password: &Entered) -> bool {
        match self.rules.first {
            FirstPassword::RegisteredEmail => {
                let email = self.registration.as_ref().and_then(|registration| registration.email.as_ref());
                email.is_some_and(|email| password.is(email, self.rules.letter_case))
            }
        }
    }

    /// Takes a try by a commit, so that no more are compared than there are, however many come at once. Returns what is to be compared
    /// with, or nothing if there is no try left, or nobody to try it at. Of many who come at once some lose: to them it is as if
    /// there were none left.
    async fn take(&self) -> Result<Option<Proof>, Problem> {
        if self.registration.is_none() {
            return Ok(None);
        }
        match retry(async || self.take_once().await).await {
            Err(problem) if problem.code() == Code::Contended => Ok(None),
            taken => taken,
        }
    }

    async fn take_once(&self) -> Result<Option<Proof>, Problem> {
        let ledger = self.cx.ledger(&self.passwords);
        let Some(loaded) = self.find().await? else {
            let Some(budgets) = self.less(Budgets::default(), Guesser::Stranger) else { return Ok(None) };
            let record = PasswordRecord::new(None);
            let (facts, command) = (record.facts(budgets, self.kept()), draw_command(self.cx)?);
            let new = New { fingerprint: self.fingerprint(), facts, content: Some(record), command };
            let stored = ledger.create(new).await?;
            return Ok(Some(Proof { record: stored.line.id, set: None, guesser: Guesser::Stranger }));
        };
        let guesser = self.guesser(&loaded);
        let budgets = PasswordRecord::budgets(&loaded.line.facts).map_err(Problem::fault)?;
        let Some(budgets) = self.less(budgets, guesser) else { return Ok(None) };
        let facts = loaded.record.facts(budgets, self.kept());
        let stored = ledger.commit(loaded, Change { facts, content: Content::Keep, command: None }).await?;
        Ok(Some(Proof { record: stored.line.id, set: stored.record.set, guesser }))
    }

    /// A password is of use for as long as the registrations of the season that it was used for last.
    fn kept(&self) -> Option<DateTime<Utc>> {
        self.policy.registrations_erased_from()
    }

    fn less(&self, budgets: Budgets, guesser: Guesser) -> Option<Budgets> {
        budgets.take(guesser, self.rules.tries, self.cx.now)
    }

    /// Tells whether the right password was entered in this browser before.
    fn guesser<H>(&self, loaded: &Loaded<PasswordRecord, H>) -> Guesser {
        let set = loaded.record.set.as_ref();
        let own = set.map(|set| Mark::new(loaded.line.id, set));
        if own.is_some() && own == self.mark { Guesser::Known } else { Guesser::Stranger }
    }

    async fn find(&self) -> Result<Option<Loaded<PasswordRecord, K::Handle>>, Problem> {
        let ledger = self.cx.ledger(&self.passwords);
        match ledger.find(&self.fingerprint()).await? {
            Some(line) => Ok(ledger.load(line.id).await?),
            None => Ok(None),
        }
    }

    fn fingerprint(&self) -> Fingerprint {
        password_fingerprint(&self.passwords, self.programme(), &self.document)
    }

    /// Sets a new password for whoever has entered the right one, and returns the proof that they know the new one.
    ///
    /// # Errors
    ///
    /// Returns a problem if it cannot be set, if another one was set meanwhile, or if the store fails.
    pub(crate) async fn set(&self, proof: Proof, new: &Entered) -> Result<Proof, Problem> {
        if let Err(problem) = self.permit(new) {
            self.settle(&proof).await?;
            return Err(problem);
        }
        let digest = digest::of(self.cx.store().entropy(), new)?;
        let set = SetPassword { digest, at: self.cx.now, is_settled: false };
        let loaded = self.find().await?.ok_or_else(|| Problem::new(Code::Contended))?;
        if !is_same(&loaded.record.set, &proof.set) {
            return Err(Problem::new(Code::Contended));
        }
        let budgets = PasswordRecord::budgets(&loaded.line.facts).map_err(Problem::fault)?;
        let record = PasswordRecord::new(Some(set.clone()));
        let facts = record.facts(budgets, self.kept());
        let change = Change { facts, content: Content::Replace(record), command: None };
        self.cx.ledger(&self.passwords).commit(loaded, change).await?;
        // The try is given back when everything is done.
        Ok(Proof { set: Some(set), ..proof })
    }

    /// Decides whether a password can be set.
    fn permit(&self, new: &Entered) -> Result<(), Problem> {
        check(new.as_str(), self.rules.characters_min, &self.known()).map_err(not_settable)?;
        if breached::is_listed(new.as_str()) { Err(listed()) } else { Ok(()) }
    }

    /// Returns what is known of them, and of what they log in to.
    fn known(&self) -> Vec<&str> {
        let email = self.registration.as_ref().and_then(|registration| registration.email.as_ref());
        let own = [self.name(), email.map(|email| email.as_str()), Some(self.document.number())];
        let name = self.policy.name();
        let programme = [self.programme().as_str(), &name.zh, &name.en];
        own.into_iter().flatten().chain(programme).collect()
    }

    /// Gives the try back, and notes that nothing is open any more that was opened by the password before.
    ///
    /// # Errors
    ///
    /// Returns the problem of whoever is not let in if the password was changed meanwhile, and another one if the store fails.
    pub(crate) async fn settle(&self, proof: &Proof) -> Result<(), Problem> {
        retry(async || {
            let loaded = self.find().await?.filter(|loaded| is_same(&loaded.record.set, &proof.set));
            let loaded = loaded.ok_or_else(|| self.refused())?;
            let budgets = PasswordRecord::budgets(&loaded.line.facts).map_err(Problem::fault)?;
            let budgets = budgets.give_back(proof.guesser, self.rules.tries);
            let settled = loaded.record.set.clone().map(|set| SetPassword { is_settled: true, ..set });
            let record = PasswordRecord::new(settled);
            let facts = record.facts(budgets, self.kept());
            let content = if record == loaded.record { Content::Keep } else { Content::Replace(record) };
            let change = Change { facts, content, command: None };
            self.cx.ledger(&self.passwords).commit(loaded, change).await?;
            Ok(())
        })
        .await
    }

    /// Tells whether a password that was set at this instant may be that of a change which is being repeated.
    pub(crate) fn was_a_moment_ago(&self, set: Option<DateTime<Utc>>) -> bool {
        set.is_some_and(|set| self.cx.now < set + TimeDelta::minutes(REPEAT_MINUTES_MAX))
    }
}

/// Tells whether two are one password, whatever is settled about it.
fn is_same(one: &Option<SetPassword>, other: &Option<SetPassword>) -> bool {
    let digest = |set: &Option<SetPassword>| set.as_ref().map(|set| set.digest.clone());
    digest(one) == digest(other)
}
