//! The telephones as pages: which there are with the newest message of each, and what is on one of them.

use askama::Template;
use bytes::Bytes;
use domain::instant;
use edge::{Locale, Problem};
use http::Response;
use pages::{Page, beijing};
use people::Person;

use crate::inbox::{self, Message};
use crate::stage::Stage;

#[derive(Template)]
#[template(path = "telephones.html")]
struct Telephones {
    locale: Locale,
    telephones: Vec<Telephone>,
}

struct Telephone {
    number: String,
    /// Whose it is: a place and a name.
    owner: Option<(u32, String)>,
    messages: i64,
    newest: Message,
}

#[derive(Template)]
#[template(path = "telephone.html")]
struct One<'a> {
    locale: Locale,
    number: &'a str,
    owner: Option<(u32, String)>,
    /// The newest first.
    messages: Vec<Message>,
}

/// Shows every telephone, that of the newest message first.
pub(crate) async fn telephones(
    locale: Locale,
    stage: &impl Stage,
    numbers: Vec<String>,
) -> Result<Response<Bytes>, Problem> {
    let mut telephones = Vec::new();
    for number in numbers {
        if let (messages, Some(newest)) = inbox::newest(stage, &number).await {
            telephones.push(Telephone { owner: owner(&number), number, messages, newest });
        }
    }
    telephones.sort_by(|one, other| other.newest.at.cmp(&one.newest.at));
    let title = locale.pick("短信收件箱", "Messages that have arrived");
    Page::new(locale, title).render(&Telephones { locale, telephones })
}

/// Shows what is on one telephone.
pub(crate) fn telephone(
    locale: Locale,
    number: &str,
    mut messages: Vec<Message>,
) -> Result<Response<Bytes>, Problem> {
    messages.reverse();
    let title = format!("{} {number}", locale.pick("手机", "Telephone"));
    Page::new(locale, &title).render(&One { locale, number, owner: owner(number), messages })
}

fn owner(number: &str) -> Option<(u32, String)> {
    Person::with_telephone(number).map(|person| (person.place(), person.name()))
}

impl Message {
    /// Returns when it arrived, on the clock of people in China.
    fn arrived(&self) -> String {
        instant::parse(&self.at).map_or_else(|_| self.at.clone(), beijing)
    }
}
