//! A candidate who files a case, and remembers what was answered and what was sent without an answer.

use std::collections::BTreeMap;
use std::io;
use std::net::SocketAddr;

use hyper::Method;
use serde_json::{Value, json};
use tests::deployment::PROGRAMME;
use tests::http::Answer;
use tests::person::{Person, confirmed, form};

use super::Host;
use super::load::{Tally, is_to_be_repeated};
use super::shown::{Shown, kept, picture_of, version};
use super::step_up::StepUp;

/// What a candidate does with a draft. Numbers are places in the list of materials.
#[derive(Clone, Copy, Debug)]
enum Act {
    Edit,
    HandIn(usize),
    File,
}

/// All that a candidate does once the case is opened and the telephone verified. One picture is exchanged.
const ACTS: [Act; 13] = [
    Act::Edit,
    Act::Edit,
    Act::HandIn(0),
    Act::Edit,
    Act::HandIn(1),
    Act::Edit,
    Act::HandIn(0),
    Act::Edit,
    Act::Edit,
    Act::HandIn(2),
    Act::Edit,
    Act::Edit,
    Act::File,
];

/// Most pictures are small; those that are exchanged have two chunks.
const SIZES: [usize; 3] = [300_000, 20_000, 20_000];

/// Of one kind of candidates a rule decides, of the other a person.
#[derive(Clone, Copy, Debug)]
struct Kind {
    /// The last digit of their places in the list of invented people.
    digit: u32,
    category: &'static str,
    materials: [&'static str; 3],
    /// What comes of filing.
    outcome: &'static str,
}

const KINDS: [Kind; 2] = [
    Kind {
        digit: 0,
        category: "local-household",
        materials: ["identity-card", "household-register", "diploma"],
        outcome: "approved",
    },
    Kind {
        digit: 2,
        category: "other-household",
        materials: ["identity-card", "residence-permit", "diploma"],
        outcome: "under-review",
    },
];

/// A case that is filed, and of which registers are still being asked.
const SUBMITTED: &str = "submitted";

/// A candidate.
pub(super) struct Candidate {
    name: String,
    place: u32,
    kind: Kind,
    person: Person,
    opening: Opening,
    step_up: StepUp,
    /// What the case is, after everything that was answered.
    known: Shown,
    /// The version under which it was answered last.
    version: u64,
    /// What the case is if what was sent without an answer stands.
    sent: Option<Shown>,
    /// How many acts stand.
    acts: usize,
    /// How many things were said, each of which nobody had said before.
    words: u32,
    /// The first answer to the filing.
    filed: Option<Value>,
}

/// How far the opening of the case is.
enum Opening {
    Not,
    /// It was sent without an answer.
    Sent,
    Answered(Answer),
}

impl Candidate {
    /// The candidate of this number logs in.
    pub(super) async fn log_in(address: SocketAddr, number: u32) -> io::Result<Self> {
        let kind = KINDS[number as usize % KINDS.len()];
        let place = number % (people::COUNT / 10) * 10 + kind.digit;
        let name = format!("under load {number} {place}");
        let person = Person::try_log_in(address, json!({ "account": name })).await?;
        Ok(Self {
            name,
            place,
            kind,
            person,
            opening: Opening::Not,
            step_up: StepUp::default(),
            known: Shown::new(),
            version: 1,
            sent: None,
            acts: 0,
            words: 0,
            filed: None,
        })
    }

    /// Logs in on another host. What was sent without an answer is settled already.
    pub(super) async fn log_in_again(&mut self, host: &Host) {
        self.person = Person::candidate(&host.deployment, &self.name).await;
    }

    /// Goes on with the same session on another host.
    pub(super) async fn connect(&mut self, host: &Host) {
        self.person.client = host.deployment.client().await;
    }

    pub(super) fn has_filed(&self) -> bool {
        self.acts == ACTS.len()
    }

    /// Does what comes next.
    pub(super) async fn step(&mut self, tally: &mut Tally) -> io::Result<()> {
        if !matches!(self.opening, Opening::Answered(_)) {
            self.opening = Opening::Sent;
            self.opening = Opening::Answered(self.open().await?);
            tally.answered += 1;
            return Ok(());
        }
        if !self.step_up.is_done() {
            return self.step_up.step(&mut self.person, tally).await;
        }
        self.act(tally).await
    }

    async fn open(&mut self) -> io::Result<Answer> {
        let path = format!("/api/programmes/{PROGRAMME}/cases");
        let headers = [("idempotency-key", "open")];
        let answer = self.person.try_ask(Method::POST, &path, &headers, json!({})).await?;
        assert_eq!(answer.status, 201, "{answer:?}");
        Ok(answer)
    }

    fn case(&self) -> String {
        match &self.opening {
            Opening::Answered(answer) => answer.header("location").to_owned(),
            Opening::Not | Opening::Sent => panic!("{} has no case yet", self.name),
        }
    }

    async fn act(&mut self, tally: &mut Tally) -> io::Result<()> {
        let answer = match ACTS[self.acts] {
            Act::Edit => self.edit().await?,
            Act::HandIn(place) => self.hand_in(place).await?,
            Act::File => self.file().await?,
        };
        let sent = self.sent.take().expect("it was sent");
        if answer.status.is_success() {
            self.version = version(&answer);
            self.stands(sent);
            tally.answered += 1;
            return Ok(());
        }
        // The sweep was at the case.
        assert!(is_to_be_repeated(&answer), "{answer:?}");
        let (shown, version) = self.read().await?;
        assert_eq!(shown, self.known, "{}: {answer:?}", self.name);
        self.version = version;
        Ok(())
    }

    async fn read(&mut self) -> io::Result<(Shown, u64)> {
        let case = self.case();
        Shown::read(&mut self.person, &case, &self.kind.materials).await
    }

    fn stands(&mut self, known: Shown) {
        self.known = known;
        self.acts += 1;
    }

    /// Says something that nobody has said before.
    fn word(&mut self) -> String {
        self.words += 1;
        format!("{}-{}", self.place, self.words)
    }

    async fn edit(&mut self) -> io::Result<Answer> {
        let email = format!("{}@example.org", self.word());
        let mut form = form(self.place);
        form["email"] = email.as_str().into();
        self.sent = Some(Shown { email: Some(email), ..self.known.clone() });
        let draft = json!({ "category": self.kind.category, "form": form, "confirmed": confirmed() });
        let (path, read) = (format!("{}/draft", self.case()), format!("\"{}\"", self.version));
        self.person.try_ask(Method::PUT, &path, &[("if-match", &read)], draft).await
    }

    async fn hand_in(&mut self, place: usize) -> io::Result<Answer> {
        let picture = picture_of(&self.word(), SIZES[place]);
        let material = self.kind.materials[place];
        let mut sent = self.known.clone();
        sent.pictures.insert(material, kept(&picture));
        self.sent = Some(sent);
        let path = format!("{}/materials/{material}", self.case());
        self.person.try_send(Method::PUT, &path, &[], picture).await
    }

    async fn file(&mut self) -> io::Result<Answer> {
        self.sent = Some(Shown { state: self.kind.outcome.to_owned(), ..self.known.clone() });
        let answer = self.submit().await?;
        if answer.status.is_success() {
            let told = answer.json();
            // If the sweep was at the case while the registers were asked, whoever comes after the lease asks them again.
            let state = if answer.status == 202 { SUBMITTED } else { self.kind.outcome };
            assert_eq!(told["state"], state, "{told}");
            self.sent = Some(Shown { state: state.to_owned(), ..self.known.clone() });
            self.filed = Some(told);
        }
        Ok(answer)
    }

    async fn submit(&mut self) -> io::Result<Answer> {
        let (path, read) = (format!("{}/submission", self.case()), format!("\"{}\"", self.version));
        let headers = [("if-match", read.as_str()), ("idempotency-key", "file")];
        self.person.try_ask(Method::POST, &path, &headers, Value::Null).await
    }

    /// Looks at everything that was answered, and finds out what has become of what was not.
    pub(super) async fn check(
        &mut self,
        host: &Host,
        decided: &BTreeMap<String, &str>,
        tally: &mut Tally,
    ) -> io::Result<()> {
        if matches!(self.opening, Opening::Not) {
            return Ok(());
        }
        self.check_opening(host, tally).await?;
        self.step_up.check(&mut self.person, tally).await?;
        self.check_case(decided, tally).await?;
        if self.has_filed() {
            self.check_filing(decided).await?;
        }
        Ok(())
    }

    /// The opening is repeated, and answered as the first time.
    async fn check_opening(&mut self, host: &Host, tally: &mut Tally) -> io::Result<()> {
        let again = self.open().await?;
        match &self.opening {
            Opening::Answered(first) => {
                assert_eq!((&again.body, again.header("location")), (&first.body, first.header("location")));
                assert_eq!(again.header("etag"), first.header("etag"));
            }
            Opening::Not | Opening::Sent => {
                let opened = again.json();
                tally.found(opened["opened"].as_str().expect("an instant") < host.since.as_str());
                self.opening = Opening::Answered(again);
            }
        }
        Ok(())
    }

    /// The case is what was answered last, or what was sent after that, and nothing older.
    async fn check_case(&mut self, decided: &BTreeMap<String, &str>, tally: &mut Tally) -> io::Result<()> {
        let case = self.case();
        let (mut shown, mut version) = self.read().await?;
        if shown.state == SUBMITTED {
            // Whoever was to ask the registers is gone, and the lease is over: a repeat takes over.
            let answer = self.submit().await?;
            assert_eq!(answer.status, 200, "{answer:?}");
            (shown, version) = self.read().await?;
        }
        if self.known.state == SUBMITTED {
            self.kind.outcome.clone_into(&mut self.known.state);
        }
        if let Some(sent) = self.sent.take() {
            let stands = shown == sent.clone().once_decided(&case, decided);
            tally.found(stands);
            if stands {
                self.stands(sent);
            }
        }
        assert_eq!(shown, self.known.clone().once_decided(&case, decided), "{}", self.name);
        assert!(self.version <= version, "{}: {} and then {version}", self.name, self.version);
        self.version = version;
        Ok(())
    }

    /// The filing is repeated, and answered as the first time, but for what a reviewer has decided since.
    async fn check_filing(&mut self, decided: &BTreeMap<String, &str>) -> io::Result<()> {
        let again = self.submit().await?;
        assert_eq!(again.status, 200, "{again:?}");
        let again = again.json();
        let expected = self.known.clone().once_decided(&self.case(), decided);
        assert_eq!(again["state"], expected.state.as_str(), "{}", self.name);
        let first = self.filed.get_or_insert_with(|| again.clone());
        assert_eq!((&again["case"], &again["submitted"]), (&first["case"], &first["submitted"]));
        Ok(())
    }
}
