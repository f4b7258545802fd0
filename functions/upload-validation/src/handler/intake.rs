//! A picture on its way in: walked, digested twice, and sealed, piece by piece.

use domain::case::{Blob, HandedIn, Source};
use domain::digest::Digesting;
use domain::picture::{Limits, Walker};
use edge::{Code, Context, Problem};
use store::{BlobId, End, KeyValue, Part, PartWriter, SecretKey, StoreFault};

/// So much of a piece is walked at once, so that what is kept of it stays as small.
const STEP_BYTES_MAX: usize = 64 * 1024;

/// A picture that is arriving. Nothing names what is written of it.
pub(super) struct Intake<'a, K> {
    source: Source,
    blob: BlobId,
    walker: Walker,
    limits: Limits,
    sent: Digesting,
    kept: Digesting,
    writer: PartWriter<'a, K>,
    step: Vec<u8>,
}

/// A picture that has arrived.
pub(super) struct Arrived {
    pub(super) handed_in: HandedIn,
    pub(super) blob: Blob,
    pub(super) part: Part,
}

impl<'a, K: KeyValue> Intake<'a, K> {
    pub(super) fn new(
        cx: &Context<'a, K>,
        data_key: &'a SecretKey,
        source: Source,
        limits: Limits,
    ) -> Result<Self, Problem> {
        let blob = BlobId(cx.store().entropy().draw_id().map_err(StoreFault::from)?);
        Ok(Self {
            source,
            blob,
            walker: Walker::new(limits),
            limits,
            sent: Digesting::default(),
            kept: Digesting::default(),
            writer: cx.store().part_writer(data_key, blob, 0)?,
            step: Vec::new(),
        })
    }

    /// Takes all that `next` gives, and ends the picture. Of a picture that is refused, nothing stays.
    pub(super) async fn take<P: AsRef<[u8]>>(
        mut self,
        cx: &Context<'_, K>,
        mut next: impl AsyncFnMut() -> Result<Option<P>, Problem>,
    ) -> Result<Arrived, Problem> {
        loop {
            let taken = match next().await {
                Ok(Some(piece)) => self.walk(piece.as_ref()).await,
                Ok(None) => break,
                Err(problem) => Err(problem),
            };
            if let Err(problem) = taken {
                self.writer.abandon().await;
                return Err(problem);
            }
        }
        let picture = match self.walker.finish() {
            Ok(picture) => picture,
            Err(reason) => {
                self.writer.abandon().await;
                return Err(Problem::of_picture(reason, &self.limits));
            }
        };
        let part = self.writer.finish(End::Last).await?;
        let (sent, kept) = (self.sent.end(), self.kept.end());
        let handed_in = HandedIn { source: self.source, picture, sent, kept, at: cx.now };
        let blob = Blob { id: self.blob.0, parts: vec![part.into()] };
        Ok(Arrived { handed_in, blob, part })
    }

    async fn walk(&mut self, piece: &[u8]) -> Result<(), Problem> {
        for step in piece.chunks(STEP_BYTES_MAX) {
            self.step.clear();
            self.sent.add(step);
            let walked = self.walker.feed(step, &mut self.step);
            walked.map_err(|reason| Problem::of_picture(reason, &self.limits))?;
            self.kept.add(&self.step);
            self.writer.write(&self.step).await?;
        }
        Ok(())
    }
}

/// Tells whoever sends a whole picture in one request how to send a larger one.
pub(super) fn in_parts(problem: Problem) -> Problem {
    if problem.code() == Code::BodyTooLarge {
        Problem::file_needs_parts(super::PART_BYTES_MAX)
    } else {
        problem
    }
}
