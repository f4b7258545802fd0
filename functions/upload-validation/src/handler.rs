//! The handlers. What arrives is walked, digested and sealed piece by piece and never held whole, so they take a stream
//! in between loading and deciding.

use bytes::Bytes;
use domain::case::{Case, HandedIn, Held, MaterialEdit, PictureId, Upload, edit_materials};
use domain::id::{CaseId, UploadId};
use edge::{Body, Code, Context, PictureView, Problem, Session, cases, etag, retry};
use http::header::ETAG;
use http::{Request, Response, StatusCode};
use store::records::CaseRecord;
use store::{Collection, KeyValue, Loaded, Part, PartId, Stored};

use self::intake::Arrived;
use crate::route::{Place, Route};

mod append;
mod certificate;
mod complete;
mod hand_in;
mod intake;
mod show;
mod uploads;

/// A part, and a picture that comes in one request, has at most this many bytes: gateways commonly take 10 MiB.
pub const PART_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The largest part takes this long on a line of 230 kbit/s. On a slower one parts are made smaller.
const PART_TIME_MAX: std::time::Duration = std::time::Duration::from_secs(300);

/// Answers a request.
///
/// # Errors
///
/// Returns the problem to answer with.
pub async fn handle<K: KeyValue>(
    request: Request<Body>,
    cx: &Context<'_, K>,
) -> Result<Response<Bytes>, Problem> {
    let path = request.uri().path().to_owned();
    let route = Route::of(request.method(), &path)?;
    cx.enter(route.template());
    match route {
        Route::Checklist(case) => show::checklist(&request, cx, case).await,
        Route::Show(place) => show::picture(&request, cx, place).await,
        Route::HandIn(place) => hand_in::handle(request, cx, place).await,
        Route::Remove(place) => hand_in::remove(&request, cx, place).await,
        Route::Obtain(place) => certificate::handle(&request, cx, place).await,
        Route::Open(place) => uploads::open(request, cx, place).await,
        Route::Progress(place, upload) => uploads::progress(&request, cx, place, upload).await,
        Route::Append(place, upload) => append::handle(request, cx, place, upload).await,
        Route::Cancel(place, upload) => uploads::cancel(&request, cx, place, upload).await,
        Route::Complete(place, upload) => complete::handle(&request, cx, place, upload).await,
    }
}

/// A case whose materials somebody wants to change.
struct Desk<'a, 'c, K> {
    cx: &'c Context<'a, K>,
    session: Session,
    id: CaseId,
    picture: PictureId,
    collection: std::rc::Rc<Collection>,
}

impl<'a, 'c, K: KeyValue> Desk<'a, 'c, K> {
    async fn new(cx: &'c Context<'a, K>, request: &Request<Body>, place: Place<'_>) -> Result<Self, Problem> {
        let id: CaseId = place.case.parse()?;
        let session = cx.session(request).await?;
        let picture = place.picture.parse().map_err(|_| Problem::new(Code::UnknownMaterial))?;
        let collection = cases::collection(cx, &session, id).await?;
        Ok(Self { cx, session, id, picture, collection })
    }

    async fn load(&self) -> Result<Loaded<CaseRecord, K::Handle>, Problem> {
        cases::load(self.cx, &self.collection, self.id, &self.session.actor).await
    }

    /// Makes an edit and commits it. `loaded` may have been read before a file arrived; whoever has changed the case since
    /// is found out by the commit, and the edit is made again about what is there then.
    async fn commit(
        &self,
        loaded: Loaded<CaseRecord, K::Handle>,
        edit: &MaterialEdit,
    ) -> Result<Stored<CaseRecord>, Problem> {
        let mut first = Some(loaded);
        retry(async || {
            let loaded = match first.take() {
                Some(loaded) => loaded,
                None => self.load().await?,
            };
            let case = &loaded.record.case;
            let policy = self.cx.policy(case.policy()).await?;
            let edited = edit_materials(case, edit, &self.session.actor, &policy, self.cx.now)?;
            cases::replace(self.cx, &self.collection, loaded, edited, &policy).await
        })
        .await
    }

    /// Commits a picture that has arrived, and shows what is there then: a repeat is shown what the first one left.
    async fn hold(
        &self,
        loaded: Loaded<CaseRecord, K::Handle>,
        Arrived { handed_in, blob, part }: Arrived,
        upload: Option<UploadId>,
    ) -> Result<Response<Bytes>, Problem> {
        let held = Held { handed_in, blob, upload };
        let edit = MaterialEdit::Hold { picture: self.picture.clone(), held };
        let stored = self.commit_part(loaded, &edit, part).await?;
        let shown = stored.record.case.materials().held(&self.picture);
        self.show(shown.map_or(&handed_in, |held| &held.handed_in), stored.line.revision)
    }

    /// Shows what is known of the picture of a case at this version.
    fn show(&self, handed_in: &HandedIn, revision: u64) -> Result<Response<Bytes>, Problem> {
        let response = edge::json(StatusCode::OK, &PictureView::new(&self.picture, handed_in))?;
        Ok(edge::with_header(response, ETAG, etag(revision)))
    }

    /// Commits an edit that names `part`, and deletes what nothing names afterwards.
    async fn commit_part(
        &self,
        loaded: Loaded<CaseRecord, K::Handle>,
        edit: &MaterialEdit,
        part: Part,
    ) -> Result<Stored<CaseRecord>, Problem> {
        let committed = self.commit(loaded, edit).await;
        let is_named = match &committed {
            Ok(stored) => names(&stored.record.case, part.id),
            // Whatever failed on our side may have failed after the commit: it may stand. What nothing names is garbage, which
            // `verify` collects; what is named and gone would be somebody's picture.
            Err(problem) if problem.code().status().is_server_error() => true,
            // A pass that was said to be lost may have landed all the same, and others have gone on from there.
            Err(_) => self.may_be_named(part.id).await,
        };
        if !is_named {
            drop(self.cx.store().delete_part(&part).await);
        }
        committed
    }

    /// Tells whether the case names a part, as far as that can be read.
    async fn may_be_named(&self, part: PartId) -> bool {
        let ledger = self.cx.ledger(&self.collection);
        match ledger.read::<CaseRecord>(cases::record_id(self.id)).await {
            Ok(stored) => stored.is_some_and(|stored| names(&stored.record.case, part)),
            Err(_) => true,
        }
    }

    /// Finds an upload for this material that takes parts.
    fn upload<'u>(&self, case: &'u Case, id: UploadId) -> Result<&'u Upload, Problem> {
        let mut uploads = case.materials().uploads().iter();
        let upload = uploads.find(|upload| upload.id == id && upload.picture == self.picture);
        let upload = upload.ok_or_else(|| Problem::new(Code::UnknownUpload))?;
        upload.check_open(case.clamp(self.cx.now))?;
        Ok(upload)
    }
}

fn names(case: &Case, part: PartId) -> bool {
    case.materials().blobs().any(|blob| blob.parts.iter().any(|known| known.id == part.0))
}

/// Adds the version of the case, which filing names.
fn at_version(response: Response<Bytes>, stored: &Stored<CaseRecord>) -> Response<Bytes> {
    edge::with_header(response, ETAG, etag(stored.line.revision))
}

#[cfg(test)]
mod tests;
