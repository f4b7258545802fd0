//! The verification of a telephone, with a kill at any place of it.

use std::io;

use hyper::Method;
use serde_json::{Value, json};
use tests::http::Answer;
use tests::person::{Person, code_in, texts_in, work_out};

use super::load::{Tally, is_to_be_repeated};

/// How far the verification of a telephone is.
#[derive(Default)]
pub(super) struct StepUp {
    stage: Stage,
    /// How many codes were asked for.
    codes: u32,
}

#[derive(Default)]
enum Stage {
    #[default]
    Not,
    /// A code was asked for without an answer.
    Asking,
    /// It was sent.
    Asked,
    /// This one was entered without an answer.
    Entering(String),
    /// This one was the right one.
    Entered(String),
    /// It still was, after a kill.
    Checked,
}

impl StepUp {
    pub(super) fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Entered(_) | Stage::Checked)
    }

    /// Does what comes next.
    pub(super) async fn step(&mut self, person: &mut Person, tally: &mut Tally) -> io::Result<()> {
        match &self.stage {
            Stage::Not | Stage::Asking => self.ask(person, tally).await,
            Stage::Asked | Stage::Entering(_) => self.enter(person, tally).await,
            Stage::Entered(_) | Stage::Checked => Ok(()),
        }
    }

    async fn ask(&mut self, person: &mut Person, tally: &mut Tally) -> io::Result<()> {
        let captcha = person.try_ask(Method::POST, "/api/identity/captcha", &[], Value::Null).await?;
        assert_eq!(captcha.status, 200, "{captcha:?}");
        let captcha = captcha.json();
        // The others go on meanwhile.
        let worked_out = tokio::task::spawn_blocking(move || work_out(&captcha)).await.expect("it is work");
        self.codes += 1;
        self.stage = Stage::Asking;
        let key = format!("step up {}", self.codes);
        let headers = [("idempotency-key", key.as_str())];
        let answer = person.try_ask(Method::POST, "/api/identity/codes", &headers, worked_out).await?;
        // What is known of a telephone that nothing is known of is the sweep's to drop, again and again.
        if is_to_be_repeated(&answer) {
            self.stage = Stage::Not;
            return Ok(());
        }
        assert_eq!(answer.status, 200, "{answer:?}");
        self.stage = Stage::Asked;
        tally.answered += 1;
        Ok(())
    }

    async fn enter(&mut self, person: &mut Person, tally: &mut Tally) -> io::Result<()> {
        let inbox = person.inbox();
        let inbox = person.try_ask(Method::GET, &inbox, &[], Value::Null).await?;
        let messages = texts_in(&inbox.json());
        let code = code_in(messages.first().expect("the code has arrived"));
        self.stage = Stage::Entering(code.clone());
        entered(&verify(person, &code).await?);
        self.stage = Stage::Entered(code);
        tally.answered += 1;
        Ok(())
    }

    /// Looks at what was answered, and repeats what was not.
    pub(super) async fn check(&mut self, person: &mut Person, tally: &mut Tally) -> io::Result<()> {
        match std::mem::take(&mut self.stage) {
            Stage::Not => {}
            // Another one is asked for.
            Stage::Asking => tally.repeated += 1,
            // At once: it is good for five minutes, and the next host begins two minutes later.
            Stage::Asked => self.enter(person, tally).await?,
            Stage::Entering(code) => {
                entered(&verify(person, &code).await?);
                tally.repeated += 1;
                self.stage = Stage::Checked;
            }
            Stage::Entered(code) => {
                entered(&verify(person, &code).await?);
                self.stage = Stage::Checked;
            }
            Stage::Checked => self.stage = Stage::Checked,
        }
        Ok(())
    }
}

async fn verify(person: &mut Person, code: &str) -> io::Result<Answer> {
    person.try_ask(Method::POST, "/api/identity/verification", &[], json!({ "code": code })).await
}

fn entered(answer: &Answer) {
    assert_eq!(answer.status, 200, "{answer:?}");
}
