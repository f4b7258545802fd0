//! `PUT` and `DELETE /api/administration/groups/{group}`: makes a group, changes it, takes it away.

use bytes::Bytes;
use domain::Rejection;
use domain::act::{About, Doer, Kind};
use domain::actor::Actor;
use domain::group::{Group, Groups};
use domain::id::CommandId;
use domain::region::Region;
use domain::slug::GroupId;
use edge::acts::{Deed, Told, recorded};
use edge::groups::{GROUPS, fingerprint};
use edge::{Body, Code, Context, IfMatch, Problem, etag, read_json, retry};
use http::header::ETAG;
use http::{Request, Response, StatusCode};
use store::records::GroupsRecord;
use store::{Change, Collection, Content, KeyValue, New, Stored};

use super::look_up::look_up;
use super::{named, read, region_of, version};
use crate::wire::{GroupBody, GroupView};

pub(super) async fn set<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    group: &str,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    let region = region_of(&session)?;
    let id = named(group)?;
    let seen = IfMatch::of(request.headers())?;
    let body: GroupBody = read_json(&mut request).await?;
    let group = body.read()?;
    look_up(cx, &session.actor, &body, &group).await?;

    let wanted = Wanted { region, id, seen, becomes: Some(group) };
    let stored = wanted.fulfil(cx, session.actor).await?;

    let group = wanted.becomes.as_ref().ok_or_else(|| Problem::fault("a group is set to nothing"))?;
    let response = edge::json(StatusCode::OK, &GroupView::new(&wanted.id, group))?;
    Ok(edge::with_header(response, ETAG, etag(version(stored.as_ref()))))
}

pub(super) async fn remove<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
    group: &str,
) -> Result<Response<Bytes>, Problem> {
    let session = cx.session(&request).await?;
    let region = region_of(&session)?;
    let id = named(group)?;
    let seen = IfMatch::of(request.headers())?;

    Wanted { region, id, seen, becomes: None }.fulfil(cx, session.actor).await?;
    Ok(edge::empty(StatusCode::NO_CONTENT))
}

/// What is to become of a group, and over which version of the groups of its region.
struct Wanted {
    region: Region,
    id: GroupId,
    seen: IfMatch,
    /// Nothing if it is taken away.
    becomes: Option<Group>,
}

impl Wanted {
    /// Changes the group, as an act. What is so already is left as it is, whatever was seen before: so a repeat is answered as the
    /// first was.
    async fn fulfil<K: KeyValue>(
        &self,
        cx: &Context<'_, K>,
        actor: Actor,
    ) -> Result<Option<Stored<GroupsRecord>>, Problem> {
        let collection = cx.collection(GROUPS).await?;
        // What is refused leaves no act, and neither does what is so already.
        let stored = read(cx, &collection, self.region).await?;
        if self.decide(stored.as_ref())?.is_none() {
            return Ok(stored);
        }
        let kind = if self.becomes.is_some() { Kind::GroupSet } else { Kind::GroupRemoved };
        let about = About { group: Some(self.id.clone()), ..About::default() };
        let (by, region) = (Doer::Person(actor), Some(self.region));
        // Each attempt is an act of its own: one that was cut off and one that found its change there are not the same.
        let deed = Deed::new(cx, by, kind, about, region)?;
        let command = deed.command;
        let effect = async || retry(async || self.commit(cx, &collection, command).await).await;
        recorded(cx, deed, effect, |_| self.told()).await
    }

    /// Returns the groups of the region as they become, or nothing if they are so already.
    fn decide(&self, stored: Option<&Stored<GroupsRecord>>) -> Result<Option<Groups>, Problem> {
        let none = Groups::default();
        let groups = stored.map_or(&none, |stored| &stored.record.groups);
        if groups.get(&self.id) == self.becomes.as_ref() {
            return Ok(None);
        }
        self.seen.check(version(stored))?;
        let changed: Result<Groups, Rejection> = match &self.becomes {
            Some(group) => groups.with(self.id.clone(), group.clone()),
            None => Ok(groups.without(&self.id)),
        };
        Ok(Some(changed?))
    }

    /// Looks again, decides and commits.
    async fn commit<K: KeyValue>(
        &self,
        cx: &Context<'_, K>,
        collection: &Collection,
        command: CommandId,
    ) -> Result<Option<Stored<GroupsRecord>>, Problem> {
        let ledger = cx.ledger(collection);
        let fingerprint = fingerprint(collection, self.region);
        let Some(line) = ledger.find(&fingerprint).await? else {
            let Some(groups) = self.decide(None)? else { return Ok(None) };
            let (facts, content) = (GroupsRecord::facts(), Some(GroupsRecord::new(groups)));
            return Ok(Some(ledger.create(New { fingerprint, facts, content, command }).await?));
        };
        let loaded = ledger.load::<GroupsRecord>(line.id).await?;
        let loaded = loaded.ok_or_else(|| Problem::new(Code::Contended))?;
        let known = Stored { line: loaded.line.clone(), record: loaded.record.clone() };
        let Some(groups) = self.decide(Some(&known))? else { return Ok(Some(known)) };
        let content = Content::Replace(GroupsRecord::new(groups));
        let change = Change { facts: GroupsRecord::facts(), content, command: None };
        Ok(Some(ledger.commit(loaded, change).await?))
    }

    /// How much was said, for whoever looks the act up.
    fn told(&self) -> Told {
        let counts = self.becomes.iter().flat_map(|group| {
            [("programmes", group.programmes.iter().len()), ("members", group.members.iter().len())]
        });
        Told { made: None, counts: counts.collect() }
    }
}
