//! The record of a telephone: found by its number, made when it is first needed.

use domain::id::CommandId;
use domain::person::Telephone;
use domain::verification::Codes;
use edge::{Context, Problem, TELEPHONES, cases::draw_command};
use std::rc::Rc;
use store::records::TelephoneRecord;
use store::{Change, Collection, Content, KeyValue, Loaded, New, Stored};

/// The telephone of somebody, in the collection of all.
pub(crate) struct Shelf {
    collection: Rc<Collection>,
    telephone: Telephone,
}

impl Shelf {
    /// Opens the collection.
    pub(crate) async fn open<K: KeyValue>(
        cx: &Context<'_, K>,
        telephone: Telephone,
    ) -> Result<Self, Problem> {
        Ok(Self { collection: cx.collection(TELEPHONES).await?, telephone })
    }

    /// Returns the number.
    pub(crate) fn telephone(&self) -> &Telephone {
        &self.telephone
    }

    /// Loads what is known about the telephone, if anything is.
    pub(crate) async fn find<K: KeyValue>(
        &self,
        cx: &Context<'_, K>,
    ) -> Result<Option<Loaded<TelephoneRecord, K::Handle>>, Problem> {
        let ledger = cx.ledger(&self.collection);
        match ledger.find(&ledger.fingerprint(self.telephone.as_str().as_bytes())).await? {
            Some(line) => Ok(ledger.load(line.id).await?),
            None => Ok(None),
        }
    }

    /// Loads what is known about the telephone, and begins a record if nothing is.
    pub(crate) async fn load<K: KeyValue>(
        &self,
        cx: &Context<'_, K>,
    ) -> Result<Loaded<TelephoneRecord, K::Handle>, Problem> {
        if let Some(loaded) = self.find(cx).await? {
            return Ok(loaded);
        }
        let ledger = cx.ledger(&self.collection);
        let record = TelephoneRecord::new(Codes::default());
        let stored = ledger
            .create(New {
                fingerprint: ledger.fingerprint(self.telephone.as_str().as_bytes()),
                facts: record.facts(cx.now),
                content: Some(record),
                command: draw_command(cx)?,
            })
            .await?;
        ledger.load_again(stored).await?.ok_or_else(|| Problem::new(edge::Code::Contended))
    }

    /// Keeps what is known from now on.
    pub(crate) async fn keep<K: KeyValue>(
        &self,
        cx: &Context<'_, K>,
        loaded: Loaded<TelephoneRecord, K::Handle>,
        codes: Codes,
        command: Option<CommandId>,
    ) -> Result<Stored<TelephoneRecord>, Problem> {
        let record = TelephoneRecord::new(codes);
        let change = Change { facts: record.facts(cx.now), content: Content::Replace(record), command };
        Ok(cx.ledger(&self.collection).commit(loaded, change).await?)
    }
}
