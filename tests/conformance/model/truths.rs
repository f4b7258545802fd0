//! What must hold, in every state and at the end.

use futures::executor::block_on;
use store::{Collection, Line, Memory, Record, RecordId, Standing, Store};
use tests::model::Run;

use super::cast::{Answer, Log, NEW_KEY, OLD_KEY, Stage};

impl Stage {
    /// Checks what holds in every state, whatever the scenario is.
    pub(super) fn holds(&self, run: &Run<Answer>, is_over: bool) -> Result<(), String> {
        let store = self.after(run, &format!("{OLD_KEY},{NEW_KEY}"));
        let inspect = |_: &Collection, body: &[u8]| Log::decode(body).map(|_| vec![]);
        let report = block_on(store.verify(&inspect)).map_err(|fault| fault.to_string())?;
        if let Some(fault) = report.faults.first() {
            return Err(format!("what a line names is not there: {fault}"));
        }
        let answers: Vec<&Answer> = (0..run.tasks()).filter_map(|task| run.answer(task)).collect();
        if let Some(fault) = answers.iter().find(|answer| matches!(answer, Answer::Fault(_))) {
            return Err(format!("{fault:?}, though no call but a swap went wrong"));
        }
        self.owners_are_single(&store)?;
        if is_over {
            let unknown = answers.iter().filter(|answer| matches!(answer, Answer::Unknown)).count();
            if report.garbage.len() > (run.crashes + unknown) * self.bodies() {
                return Err(format!("{} bodies that nothing names", report.garbage.len()));
            }
        }
        Ok(())
    }

    fn owners_are_single(&self, store: &Store<Memory>) -> Result<(), String> {
        let lines = block_on(store.ledger(&self.collection).lines(0)).map_err(|f| f.to_string())?;
        for line in lines.iter().filter(|line| line.standing == Standing::Live) {
            let twice =
                |other: &&Line| other.fingerprint() == line.fingerprint() && other.standing == Standing::Live;
            if lines.iter().filter(twice).count() > 1 {
                return Err("a fingerprint has two owners".to_owned());
            }
        }
        Ok(())
    }

    /// Checks that each answer of `tasks`, all about `id`, is true, once everything is over.
    pub(super) fn answers_are_true(
        &self,
        run: &Run<Answer>,
        id: RecordId,
        tasks: impl IntoIterator<Item = usize>,
    ) -> Result<(), String> {
        let Some((log, revision)) = self.log(run, id) else { return Ok(()) };
        let mut revisions = Vec::new();
        for task in tasks {
            let times = |event: u64| log.events.iter().filter(|known| **known == event).count();
            match run.answer(task) {
                Some(Answer::Stands { event, revision }) => {
                    revisions.push(*revision);
                    if times(*event) != 1 {
                        return Err(format!("answered, and in the record {} times", times(*event)));
                    }
                }
                Some(Answer::AllStand { event }) if times(*event) != 1 => {
                    return Err(format!("answered for all, and in one {} times", times(*event)));
                }
                Some(Answer::Refused { event: Some(event) }) if times(*event) != 0 => {
                    return Err("refused, and in the record all the same".to_owned());
                }
                Some(Answer::DraftStands { draft, revision: at }) => {
                    revisions.push(*at);
                    if *at == revision && log.draft != *draft {
                        return Err("an answered draft is not what stands".to_owned());
                    }
                }
                _ => {}
            }
        }
        let mut events = log.events.clone();
        events.sort_unstable();
        if events.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err("an event stands twice".to_owned());
        }
        if revisions.iter().any(|answered| *answered > revision) {
            return Err("an answered revision is gone".to_owned());
        }
        Ok(())
    }

    /// Checks that whoever was told to hold `id` holds it, unless somebody has changed it since.
    pub(super) fn claims_are_true(&self, run: &Run<Answer>, id: RecordId) -> Result<(), String> {
        let store = self.after(run, &format!("{OLD_KEY},{NEW_KEY}"));
        let line = block_on(store.ledger(&self.collection).line(id)).unwrap().ok_or("the line is gone")?;
        let mut revisions = Vec::new();
        for task in 0..run.tasks() {
            if let Some(Answer::Claimed { holder, revision }) = run.answer(task) {
                revisions.push(*revision);
                let holds = line.facts.claim.is_some_and(|claim| claim.holder == *holder);
                if *revision == line.revision && !holds {
                    return Err(format!("{holder} was told to hold it, and does not"));
                }
            }
        }
        revisions.sort_unstable();
        if revisions.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err("two were told to hold it from the same revision on".to_owned());
        }
        Ok(())
    }
}
