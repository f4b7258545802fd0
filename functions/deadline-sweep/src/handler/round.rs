//! Recording what has become due of a few cases of one partition: each through the same `decide` as everybody else's
//! commands, and all of them by one swap. What that swap leaves over is recorded case by case.

use std::rc::Rc;

use domain::actor::Actor;
use domain::case::{Act, Chore, Command};
use domain::policy::Policy;
use edge::{Code, Context, Problem, cases};
use store::records::CaseRecord;
use store::{Change, Collection, CommitError, KeyValue, Line, Loaded, Member, RecordId, Stored};

use super::due::Done;
use super::outside::Errand;
use super::tidy::tidy;

pub(super) struct Round<'a, 'cx, K: KeyValue> {
    cx: &'a Context<'cx, K>,
    collection: &'a Collection,
    done: &'a Done,
    errands: Vec<Errand>,
}

/// What is to be done about a case next.
enum Step {
    /// Nothing, until something else falls due.
    Rest,
    /// Something outside.
    Outside(Chore),
    /// This is recorded.
    Commit(Chore, Box<Change<CaseRecord>>),
}

/// What is known of a case that is changed together with others.
struct Together {
    id: RecordId,
    chore: Chore,
    policy: Rc<Policy>,
}

impl<'a, 'cx, K: KeyValue> Round<'a, 'cx, K> {
    pub(super) const fn of(cx: &'a Context<'cx, K>, collection: &'a Collection, done: &'a Done) -> Self {
        Self { cx, collection, done, errands: Vec::new() }
    }

    /// Records what has become due of `ids`, and returns what is left to be done outside.
    pub(super) async fn run(mut self, ids: &[RecordId]) -> Vec<Errand> {
        // A case that is alone has no swap to share.
        let left = if let [_] = ids { ids.to_vec() } else { self.record_together(ids).await };
        for id in left {
            if let Err(problem) = self.record_alone(id).await {
                self.fail(id, &problem);
            }
        }
        self.errands
    }

    /// Records by one swap what is next, and returns what has to be seen to case by case.
    async fn record_together(&mut self, ids: &[RecordId]) -> Vec<RecordId> {
        let ledger = self.cx.ledger(self.collection);
        let Ok(Some(batch)) = ledger.load_batch::<CaseRecord>(ids).await else { return ids.to_vec() };
        let mut left = batch.left_out;
        let (mut together, mut changes) = (Vec::new(), Vec::new());
        for member in batch.members {
            let id = member.line.id;
            match self.prepare(member).await {
                Ok(Some((one, member, change))) => {
                    together.push(one);
                    changes.push((member, change));
                }
                Ok(None) => {}
                Err(problem) => self.fail(id, &problem),
            }
        }
        match ledger.commit_batch(batch.page, changes).await {
            Ok(committed) => {
                for (one, stored) in together.into_iter().zip(committed) {
                    if let Err(problem) = self.go_on(&one, stored).await {
                        self.fail(one.id, &problem);
                    }
                }
            }
            // They may stand. The next walk sees.
            Err(CommitError::OutcomeUnknown) => {
                let problem = Problem::new(Code::OutcomeUnknown);
                together.iter().for_each(|one| self.fail(one.id, &problem));
            }
            // A neighbour was faster, or one of them cannot be written and must not keep the others back.
            Err(CommitError::Conflict | CommitError::Fault(_)) => {
                left.extend(together.iter().map(|one| one.id))
            }
        }
        left
    }

    /// Decides what is recorded of a member of a batch, if anything is.
    async fn prepare(
        &mut self,
        member: Member<CaseRecord>,
    ) -> Result<Option<(Together, Member<CaseRecord>, Change<CaseRecord>)>, Problem> {
        let policy = self.cx.policy(member.record.case.policy()).await?;
        match self.step(&member.line, &member.record, &policy)? {
            Step::Commit(chore, change) => {
                let one = Together { id: member.line.id, chore, policy };
                return Ok(Some((one, member, *change)));
            }
            Step::Outside(chore) => self.errands.push(Errand { chore, stored: member.into() }),
            Step::Rest => self.rest(member.into(), &policy).await,
        }
        Ok(None)
    }

    async fn go_on(&mut self, one: &Together, stored: Stored<CaseRecord>) -> Result<(), Problem> {
        let next = self.committed(one.chore, stored, &one.policy).await?;
        self.record(next).await
    }

    async fn record_alone(&mut self, id: RecordId) -> Result<(), Problem> {
        let loaded = self.cx.ledger(self.collection).load(id).await?;
        self.record(loaded).await
    }

    /// Records everything that has become due of one case.
    async fn record(&mut self, loaded: Option<Loaded<CaseRecord, K::Handle>>) -> Result<(), Problem> {
        let mut next = loaded;
        while let Some(loaded) = next {
            let policy = self.cx.policy(loaded.record.case.policy()).await?;
            match self.step(&loaded.line, &loaded.record, &policy)? {
                Step::Commit(chore, change) => {
                    let stored = self.cx.ledger(self.collection).commit(loaded, *change).await?;
                    next = self.committed(chore, stored, &policy).await?;
                }
                Step::Outside(chore) => {
                    let stored = Stored { line: loaded.line, record: loaded.record };
                    self.errands.push(Errand { chore, stored });
                    return Ok(());
                }
                Step::Rest => {
                    let stored = Stored { line: loaded.line, record: loaded.record };
                    self.rest(stored, &policy).await;
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn step(&self, line: &Line, record: &CaseRecord, policy: &Policy) -> Result<Step, Problem> {
        let Some(chore) = record.case.chore(policy, self.cx.now) else { return Ok(Step::Rest) };
        let act = match chore {
            Chore::TakeOverChecks => Act::TakeOverChecks,
            Chore::SendMessage => Act::ClaimMessage,
            Chore::Elapse => Act::Elapse,
            Chore::ReadRegistration => return Ok(Step::Outside(chore)),
        };
        let command = Command { id: cases::draw_command(self.cx)?, actor: Actor::System, act };
        let change = cases::change(self.cx, line, record, &command, policy)?;
        Ok(change.map_or(Step::Rest, |change| Step::Commit(chore, Box::new(change))))
    }

    /// Notes what was recorded, and returns the case again if that calls for more, as for a message.
    async fn committed(
        &mut self,
        chore: Chore,
        stored: Stored<CaseRecord>,
        policy: &Policy,
    ) -> Result<Option<Loaded<CaseRecord, K::Handle>>, Problem> {
        let case = &stored.record.case;
        match chore {
            Chore::TakeOverChecks => {
                self.errands.push(Errand { chore, stored });
                return Ok(None);
            }
            Chore::SendMessage if case.claimed_message().is_some() => {
                self.errands.push(Errand { chore, stored });
                return Ok(None);
            }
            Chore::SendMessage | Chore::Elapse | Chore::ReadRegistration => Done::count(&self.done.elapsed),
        }
        if case.chore(policy, self.cx.now).is_none() {
            // Mostly nothing follows, and then the partition need not be read again.
            self.rest(stored, policy).await;
            return Ok(None);
        }
        Ok(self.cx.ledger(self.collection).load_again(stored).await?)
    }

    fn fail(&self, id: RecordId, problem: &Problem) {
        // Otherwise somebody was faster since the line was read.
        if problem.code() != Code::ChecksUnderWay {
            self.done.fail(id, problem);
        }
    }

    /// Nothing is left to be recorded until something else falls due. The case is tidied up.
    async fn rest(&self, stored: Stored<CaseRecord>, policy: &Policy) {
        stored.record.case.due(policy).into_iter().for_each(|due| self.done.await_until(due));
        tidy(self.cx, self.collection, stored, policy, self.done).await;
    }
}
