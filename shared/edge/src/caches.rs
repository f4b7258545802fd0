//! What an instance keeps between requests: only what never changes while it lives.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use domain::policy::{Policy, PolicyHash};
use store::{Collection, CollectionNumber, KeyValue, Store};

use crate::problem::Problem;

/// Opened collections, which are repartitioned only with the service stopped, and policies, which never change.
#[derive(Debug, Default)]
pub(crate) struct Caches {
    collections: RefCell<BTreeMap<CollectionNumber, Rc<Collection>>>,
    policies: RefCell<BTreeMap<PolicyHash, Rc<Policy>>>,
}

// No borrow lives across an await: other requests of the instance run meanwhile.
impl Caches {
    pub(crate) async fn collection<K: KeyValue>(
        &self,
        store: &Store<K>,
        name: &str,
    ) -> Result<Rc<Collection>, Problem> {
        let known = self.collections.borrow().values().find(|known| known.name == name).cloned();
        match known {
            Some(collection) => Ok(collection),
            None => Ok(self.keep(store.collection(name).await?)),
        }
    }

    pub(crate) async fn collection_numbered<K: KeyValue>(
        &self,
        store: &Store<K>,
        number: CollectionNumber,
    ) -> Result<Option<Rc<Collection>>, Problem> {
        let known = self.collections.borrow().get(&number).cloned();
        match known {
            Some(collection) => Ok(Some(collection)),
            None => Ok(store.collection_numbered(number).await?.map(|opened| self.keep(opened))),
        }
    }

    pub(crate) async fn policy<K: KeyValue>(
        &self,
        store: &Store<K>,
        hash: PolicyHash,
    ) -> Result<Rc<Policy>, Problem> {
        let known = self.policies.borrow().get(&hash).cloned();
        if let Some(policy) = known {
            return Ok(policy);
        }
        let policy = Rc::new(store.policy(hash).await?);
        self.policies.borrow_mut().insert(hash, Rc::clone(&policy));
        Ok(policy)
    }

    fn keep(&self, collection: Collection) -> Rc<Collection> {
        let collection = Rc::new(collection);
        self.collections.borrow_mut().insert(collection.number, Rc::clone(&collection));
        collection
    }
}
