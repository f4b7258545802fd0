//! Accounts of invented people, as a login by an identity provider would leave them.

use domain::account::VerifiedIdentity;
use domain::digest::Digest;
use domain::id::{AccountId, CommandId};
use domain::identity::{DocumentKind, IdentityDocument};
use edge::{ACCOUNTS, Context, Problem};
use people::Person;
use store::records::AccountRecord;
use store::{Facts, KeyValue, New, StoreFault};

/// The only state of an account's line.
const OPEN: u8 = 1;

/// Returns the account of the person of this name, and keeps one if there is none: always the same for the same name.
pub(crate) async fn of<K: KeyValue>(cx: &Context<'_, K>, name: &str) -> Result<AccountId, Problem> {
    let accounts = cx.collection(ACCOUNTS).await?;
    let ledger = cx.ledger(&accounts);
    // By the name and not by the document: there are more names than invented people.
    let fingerprint = ledger.fingerprint(&[b"invented person\0", name.as_bytes()].concat());
    if let Some(line) = ledger.find(&fingerprint).await? {
        return Ok(AccountId::from_u128(line.id.as_u128()));
    }
    let command = CommandId::from_u128(cx.store().entropy().draw_id().map_err(StoreFault::from)?);
    let content = Some(AccountRecord::new(identity(name)?));
    let facts = Facts { state: OPEN, ..Facts::default() };
    let stored = ledger.create(New { fingerprint, facts, content, command }).await?;
    Ok(AccountId::from_u128(stored.line.id.as_u128()))
}

/// A name that is a number, or ends in one as `candidate 7` does, is the invented person at that place of the list; any other
/// is somebody at a place of its own choosing. Each has a mobile number of their own.
fn identity(name: &str) -> Result<VerifiedIdentity, Problem> {
    let digest = Digest::of(name.as_bytes());
    let [first, second, third, fourth, ..] = *digest.as_bytes();
    let drawn = u32::from_be_bytes([first, second, third, fourth]);
    let at = |place| Person::new(place);
    let place = name.rsplit(' ').next().and_then(|place| place.parse().ok());
    let person = place.and_then(at).or_else(|| at(drawn % people::COUNT));
    let person = person.ok_or_else(|| Problem::fault("there is nobody at this place"))?;
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, &person.number());
    let telephone = format!("138{:08}", drawn % 100_000_000);
    Ok(VerifiedIdentity {
        name: person.name().parse().map_err(Problem::fault)?,
        document: document.map_err(Problem::fault)?,
        telephone: Some(telephone.parse().map_err(Problem::fault)?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_person_of_the_list_and_everybody_has_a_telephone_of_their_own() {
        let first = identity("0").unwrap();
        assert_eq!((first.name.as_str(), first.document.number()), ("王小明", "440304190001010002"));
        assert_ne!(first.telephone, identity("10").unwrap().telephone);
        assert_eq!(identity("candidate 0").unwrap().document, first.document);
        assert!(identity("somebody").is_ok() && identity("10000").is_ok());
    }
}
