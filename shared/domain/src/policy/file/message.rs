//! `[message.*]`: what is sent to telephones.

use super::{clock::hours, text::ours};
use crate::{
    document::{Mistake, Table},
    policy::{Messages, Reminder, Template},
};

pub(super) fn messages(messages: &mut Table<'_>) -> Result<Messages, Mistake> {
    messages.of("message");
    let reminder = |entry: &mut Table<'_>| -> Result<Reminder, Mistake> {
        Ok(Reminder { before: hours(entry.need("hours-before")?)?, text: template(entry, &["closes"])? })
    };
    ours(messages)?;
    Ok(Messages {
        gateway: messages.need("gateway")?.word()?,
        code: messages.maybe("code", |entry| entry.table(|entry| template(entry, &["code", "minutes"])))?,
        returned: messages.maybe("returned", |entry| entry.table(|entry| template(entry, &["closes"])))?,
        rejected: messages.maybe("rejected", |entry| entry.table(|entry| template(entry, &["reason"])))?,
        supplement_closes: messages.maybe("supplement-closes", |entry| entry.table(reminder))?,
        window_closes: messages.maybe("window-closes", |entry| entry.table(reminder))?,
    })
}

fn template(entry: &mut Table<'_>, places: &[&'static str]) -> Result<Template, Mistake> {
    ours(entry)?;
    let text = entry.need("text")?;
    Template::new(text.text()?.to_owned(), places).map_err(|error| text.invalid(&error))
}
