//! A deployment before anybody has used it, of each kind that is played.

use std::collections::BTreeMap;

use domain::account::VerifiedIdentity;
use domain::id::{AccountId, CommandId};
use domain::identity::{DocumentKind, IdentityDocument};
use domain::policy::Policy;
use futures::executor::block_on;
use store::records::AccountRecord;
use store::{Facts, KeyRing, Memory, New, Publication, Seeding, Store, seeded};

use crate::people::person;
use crate::plan::{CANDIDATES, Plan};
use crate::programme::Programme;

/// Keys of which the first is in force.
pub(crate) const KEYS: &str =
    "1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=,2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=";
/// The same keys after a rotation.
pub(crate) const ROTATED: &str =
    "2:AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI=,1:AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE=";

/// A deployment before anybody has used it, of each kind.
pub(crate) struct Snapshots {
    choosing: [Snapshot; 2],
    deriving: Snapshot,
}

impl Snapshots {
    pub(crate) fn new() -> Self {
        let choosing = [Snapshot::new(&choosing(false)), Snapshot::new(&choosing(true))];
        let deriving = String::from_utf8_lossy(Programme::Deriving.file());
        Self { choosing, deriving: Snapshot::new(&deriving) }
    }

    /// Returns the one that a plan is played in.
    pub(crate) const fn of(&self, plan: &Plan) -> &Snapshot {
        let [plain, honours_keys] = &self.choosing;
        match plan.programme {
            Programme::Choosing if plan.honours_keys => honours_keys,
            Programme::Choosing => plain,
            // It sends nothing, so it makes no difference what the gateway honours.
            Programme::Deriving => &self.deriving,
        }
    }
}

/// Returns the published policy with quotas that people really meet.
fn choosing(honours_keys: bool) -> String {
    let file = String::from_utf8_lossy(Programme::Choosing.file()).into_owned();
    let file = replaced(&file, "codes-a-day = 10", "codes-a-day = 2");
    let gateway = if honours_keys { "honours-keys" } else { "plain" };
    replaced(&file, "gateway = \"honours-keys\"", &format!("gateway = \"{gateway}\""))
}

/// A deployment before anybody has used it. It is put together once, and copied for each run.
pub(crate) struct Snapshot {
    pub(crate) stored: BTreeMap<String, Vec<u8>>,
    pub(crate) policy: Policy,
    pub(crate) accounts: Vec<AccountId>,
}

impl Snapshot {
    /// Puts a deployment together.
    fn new(file: &str) -> Self {
        let policy = Policy::parse(file.as_bytes()).expect("a published policy, perhaps with other values");
        let (memory, ring) = (Memory::default(), ring(KEYS));
        let store = Store::new(memory.clone(), ring, seeded(1));
        let accounts = block_on(async {
            store.found(Seeding::First).await.expect("a directory");
            let collections =
                [edge::SESSIONS, edge::ACCOUNTS, edge::TELEPHONES, edge::groups::GROUPS, edge::acts::ACTS];
            for collection in collections {
                store.seed(collection, 1, Seeding::First).await.expect("a collection");
            }
            let publication = Publication { policy: &policy, file: file.as_bytes(), partitions: 2 };
            store.publish(publication, Seeding::First).await.expect("a season");
            store.self_test(edge::BUILD).await.expect("a store that keeps its promises");
            let mut accounts = Vec::new();
            for place in 0..CANDIDATES {
                accounts.push(account(&store, place).await);
            }
            accounts
        });
        Self { stored: memory.dump(), policy, accounts }
    }
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the published policy has no {from}");
    text.replace(from, to)
}

pub(crate) fn ring(keys: &str) -> KeyRing {
    KeyRing::parse(keys).expect("keys")
}

pub(crate) fn telephone(place: usize) -> String {
    format!("1380000000{place}")
}

async fn account(store: &Store<Memory>, place: usize) -> AccountId {
    let person = person(place);
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, &person.number());
    let identity = VerifiedIdentity {
        name: person.name().parse().expect("a name"),
        document: document.expect("a document"),
        telephone: telephone(place).parse().ok(),
    };
    let accounts = store.collection(edge::ACCOUNTS).await.expect("a collection");
    let ledger = store.ledger(&accounts);
    let fingerprint = ledger.fingerprint(&identity.unique());
    let facts = Facts { state: 1, ..Facts::default() };
    let command = CommandId::from_u128(1);
    let new = New { fingerprint, facts, content: Some(AccountRecord::new(identity)), command };
    AccountId::from_u128(ledger.create(new).await.expect("an account").line.id.as_u128())
}
