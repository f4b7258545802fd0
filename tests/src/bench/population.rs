//! Cases by the ten thousand, as they lie there on the last day of the window: one in ten is a draft that was opened in the
//! morning, and all others wait for a reviewer. Each belongs to an account.

use std::path::Path;

use chrono::{DateTime, Utc};
use domain::account::VerifiedIdentity;
use domain::actor::Actor;
use domain::case::{
    Act, Blob, Case, Command, Draft, HandedIn, Held, MaterialEdit, Source, apply, decide, edit_draft,
    edit_materials,
};
use domain::digest::Digest;
use domain::id::{AccountId, CommandId};
use domain::identity::{DocumentKind, IdentityDocument};
use domain::picture::Walker;
use domain::policy::Policy;
use edge::{ACCOUNTS, BUILD, PASSWORDS, SESSIONS, TELEPHONES};
use futures::executor::block_on;
use store::records::{AccountRecord, Attempt, CaseRecord};
use store::{Collection, Facts, KeyRing, New, Publication, Seeding, Store, seeded};

use super::file::File;
use crate::deployment::KEY_1;
use crate::person::CARD;

/// The policy that everything is filed under.
const POLICY: &[u8] = include_bytes!("../../../shared/policies/shenzhen-interview-2027.toml");

/// When all of them were opened and most of them filed. Drafts are no longer reminded of the closing by then, which is a day
/// before it: so nothing falls due but their end.
const MORNING: &str = "2027-04-17T01:00:00.000Z";

/// One case in so many is due when the window closes.
pub const DUE_OF: u32 = 10;

/// What a partition is planned for.
const CASES_PER_PARTITION: u32 = 64;

/// So few are needed, since nobody logs in.
const OTHER_PARTITIONS: u32 = 64;

/// How many collections a walk passes through: those of this population.
pub(super) const COLLECTIONS: u64 = 5;

/// Returns how many partitions a collection of so many records is planned to have.
pub fn partitions(population: u32) -> u32 {
    population.div_ceil(CASES_PER_PARTITION).next_power_of_two()
}

/// Loads so many cases into a new file, through the store's own code.
pub fn load(file: &Path, population: u32) {
    let kv = File::create(file).expect("there is room for a file");
    let store = Store::new(kv, KeyRing::parse(KEY_1).expect("a key"), seeded(1));
    let policy = Policy::parse(POLICY).expect("a policy");
    let template = Template::new(&policy);
    block_on(async {
        let [accounts, cases] = seed(&store, &policy, population).await;
        for number in 0..population {
            let owner = keep(&store, &accounts, number).await;
            let case = if number % DUE_OF == 0 { template.draft(owner) } else { template.filed(owner) };
            file_away(&store, &cases, case, &policy).await;
        }
    });
    store.key_value().close().expect("the file is written");
}

/// Seeds what a deployment has, and returns the collections that grow with its cases.
async fn seed(store: &Store<File>, policy: &Policy, population: u32) -> [Collection; 2] {
    store.found(Seeding::First).await.expect("founded");
    for name in [SESSIONS, TELEPHONES, PASSWORDS] {
        store.seed(name, OTHER_PARTITIONS, Seeding::First).await.expect("seeded");
    }
    let partitions = partitions(population);
    let accounts = store.seed(ACCOUNTS, partitions, Seeding::First).await.expect("seeded");
    let publication = Publication { policy, file: POLICY, partitions };
    let season = store.publish(publication, Seeding::First).await.expect("published");
    store.self_test(BUILD).await.expect("a good store");
    [accounts, store.collection(&season.collection).await.expect("it was seeded")]
}

/// Keeps the account of a candidate. There are more candidates than invented people.
async fn keep(store: &Store<File>, accounts: &Collection, number: u32) -> AccountId {
    let ledger = store.ledger(accounts);
    let new = New {
        fingerprint: ledger.fingerprint(&number.to_be_bytes()),
        facts: Facts { state: 1, ..Facts::default() },
        content: Some(AccountRecord::new(identity())),
        command: CommandId::from_u128(1),
    };
    AccountId::from_u128(ledger.create(new).await.expect("it is new").line.id.as_u128())
}

async fn file_away(store: &Store<File>, cases: &Collection, case: Case, policy: &Policy) {
    let ledger = store.ledger(cases);
    let new = New {
        fingerprint: ledger.fingerprint(&case.owner().as_u128().to_be_bytes()),
        facts: CaseRecord::facts(&case, policy, None),
        content: Some(CaseRecord::new(case, Attempt { command: OPENING, request: Digest::of(b"bench") })),
        command: OPENING,
    };
    ledger.create(new).await.expect("it is new");
}

const OPENING: CommandId = CommandId::from_u128(1);
const FILING: CommandId = CommandId::from_u128(2);

fn identity() -> VerifiedIdentity {
    let person = people::Person::new(0).expect("there is somebody at this place");
    let document = IdentityDocument::parse(DocumentKind::ResidentIdentityCard, &person.number());
    VerifiedIdentity {
        name: person.name().parse().expect("a name"),
        document: document.expect("a document"),
        telephone: Some("13800000000".parse().expect("a telephone")),
    }
}

/// What all cases have in common but their owner.
struct Template<'a> {
    policy: &'a Policy,
    now: DateTime<Utc>,
    draft: Draft,
    handed_in: HandedIn,
}

impl<'a> Template<'a> {
    fn new(policy: &'a Policy) -> Self {
        let now = domain::instant::parse(MORNING).expect("an instant");
        let mut walker = Walker::new(policy.pictures().expect("the policy asks for pictures"));
        let mut kept = Vec::new();
        walker.feed(CARD, &mut kept).expect("a picture");
        let picture = walker.finish().expect("a whole picture");
        let (source, sent, kept) = (Source::Uploaded, Digest::of(CARD), Digest::of(&kept));
        let draft = Draft {
            // A person decides these, so that filing leaves nothing to be asked.
            category: Some("hong-kong-macao-taiwan".parse().expect("a category")),
            confirmed: policy.statements().iter().map(|statement| statement.id.clone()).collect(),
            ..Draft::of(&identity())
        };
        Self { policy, now, draft, handed_in: HandedIn { source, picture, sent, kept, at: now } }
    }

    /// A draft with every field filled in, and no picture yet.
    fn draft(&self, owner: AccountId) -> Case {
        let actor = Actor::Candidate(owner);
        let act = Act::Open { owner, applicant: identity(), registration: None };
        let opened = self.decided(None, &Command { id: OPENING, actor, act });
        edit_draft(&opened, self.draft.clone(), &actor, self.policy, self.now).expect("an edit")
    }

    /// A case that waits for a reviewer.
    fn filed(&self, owner: AccountId) -> Case {
        let actor = Actor::Candidate(owner);
        let category = self.draft.category.as_ref().and_then(|id| self.policy.category(id));
        let materials = self.policy.materials_of(category.expect("a category"));
        let complete = materials.fold(self.draft(owner), |case, material| {
            // No bytes lie behind it: none are read.
            let blob = Blob { id: 1, parts: Vec::new() };
            let held = Held { handed_in: self.handed_in, blob, upload: None };
            let edit = MaterialEdit::Hold { picture: material.id.clone().into(), held };
            edit_materials(&case, &edit, &actor, self.policy, self.now).expect("it is handed in")
        });
        let act = Act::Submit { verified: Some(self.now) };
        self.decided(Some(&complete), &Command { id: FILING, actor, act })
    }

    fn decided(&self, case: Option<&Case>, command: &Command) -> Case {
        let events = decide(case, command, self.policy, self.now).expect("it is permitted");
        apply(case, &events, command, self.now).expect("it follows")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::case::Chore;

    #[test]
    fn a_collection_is_planned_for_64_records_a_partition_at_most() {
        assert_eq!((partitions(64), partitions(65), partitions(10_000)), (1, 2, 256));
        assert_eq!((partitions(100_000), partitions(1_000_000)), (2_048, 16_384));
    }

    #[test]
    fn drafts_fall_due_when_the_window_closes_and_nothing_else_does() {
        let policy = Policy::parse(POLICY).expect("a policy");
        let template = Template::new(&policy);
        let owner = AccountId::from_u128(7);
        let closing = policy.closes().too_late;
        let (draft, filed) = (template.draft(owner), template.filed(owner));
        assert_eq!(CaseRecord::facts(&draft, &policy, None).due, Some(closing));
        assert_eq!(draft.chore(&policy, closing), Some(Chore::Elapse));
        assert!(CaseRecord::facts(&filed, &policy, None).due.is_some_and(|due| closing < due));
        assert_eq!((filed.state().name(), filed.chore(&policy, closing)), ("under-review", None));
    }
}
