//! `PATCH /api/cases/{case}/materials/{picture}/uploads/{upload}`: the next part of a file.

use bytes::Bytes;
use domain::case::{InvalidUpload, MaterialEdit, Received};
use domain::digest::Digesting;
use domain::id::UploadId;
use domain::picture::{Limits, Walker};
use edge::{Body, Context, Pieces, Problem, one};
use http::{HeaderMap, Request, Response, StatusCode};
use store::{BlobId, End, KeyValue, Part, PartId, PartWriter};

use super::uploads::{UPLOAD_OFFSET, with_progress};
use super::{Desk, PART_BYTES_MAX, PART_TIME_MAX, at_version};
use crate::route::Place;

pub(super) async fn handle<K: KeyValue>(
    mut request: Request<Body>,
    cx: &Context<'_, K>,
    place: Place<'_>,
    upload: &str,
) -> Result<Response<Bytes>, Problem> {
    let desk = Desk::new(cx, &request, place).await?;
    let id: UploadId = upload.parse()?;
    let offset = offset(request.headers())?;

    let loaded = desk.load().await?;
    let case = &loaded.record.case;
    let policy = cx.policy(case.policy()).await?;
    let limits = case.permit_handing_in(&desk.picture, &desk.session.actor, &policy, cx.now)?;
    let upload = desk.upload(case, id)?;
    upload.check_offset(offset)?;

    let data_key = loaded.data_key().clone();
    let is_next = offset == upload.offset();
    let left = upload.size.saturating_sub(offset);
    let blob = upload.blob;
    let writer = cx.store().part_writer(&data_key, BlobId(blob), upload.chunks())?;
    let arriving = Arriving {
        size: upload.size,
        left,
        digest: Digesting::default(),
        bytes: 0,
        // Of a repeat only the bytes are compared.
        writer: is_next.then_some(writer),
        head: (offset == 0).then(|| (Walker::new(limits), limits)),
    };
    let mut pieces = request.body_mut().pieces(PART_BYTES_MAX, PART_TIME_MAX);
    let (received, part) = arriving.take(&mut pieces).await?;

    let edit = MaterialEdit::Append { upload: id, blob, offset, received };
    let stored = match part {
        Some(part) => desk.commit_part(loaded, &edit, part).await?,
        None => desk.commit(loaded, &edit).await?,
    };

    let upload = desk.upload(&stored.record.case, id)?;
    let response = with_progress(edge::empty(StatusCode::NO_CONTENT), upload);
    Ok(at_version(response, &stored))
}

fn offset(headers: &HeaderMap) -> Result<u64, Problem> {
    let offset = one(headers, &UPLOAD_OFFSET)?.and_then(|text| text.parse().ok());
    offset.ok_or_else(|| Problem::malformed_header(&UPLOAD_OFFSET))
}

/// A part that is arriving. Nothing names what is written of it.
struct Arriving<'a, K> {
    size: u64,
    /// How many of the bytes that were announced have not arrived.
    left: u64,
    digest: Digesting,
    bytes: u64,
    writer: Option<PartWriter<'a, K>>,
    /// Looks at the first part of a file, so that what is no picture is refused before the rest is sent.
    head: Option<(Walker, Limits)>,
}

impl<K: KeyValue> Arriving<'_, K> {
    async fn take(mut self, pieces: &mut Pieces<'_>) -> Result<(Received, Option<Part>), Problem> {
        loop {
            let taken = match pieces.next().await {
                Ok(Some(piece)) => self.add(&piece).await,
                Ok(None) => break,
                Err(problem) => Err(problem),
            };
            if let Err(problem) = taken {
                if let Some(writer) = self.writer {
                    writer.abandon().await;
                }
                return Err(problem);
            }
        }
        let end = if self.bytes == self.left { End::Last } else { End::More };
        let part = match self.writer {
            Some(writer) => Some(writer.finish(end).await?),
            None => None,
        };
        let here = part.unwrap_or(Part { id: PartId(0), chunks: 0, bytes: self.bytes });
        Ok((Received { part: here.into(), digest: self.digest.end() }, part))
    }

    async fn add(&mut self, piece: &[u8]) -> Result<(), Problem> {
        self.bytes = self.bytes.saturating_add(piece.len() as u64);
        if self.left < self.bytes {
            return Err(InvalidUpload::TooLong { size: self.size }.into());
        }
        self.digest.add(piece);
        if let Some((walker, limits)) = &mut self.head {
            // What is kept is written when the upload is closed and all of it is known.
            let walked = walker.feed(piece, &mut Vec::new());
            walked.map_err(|reason| Problem::of_picture(reason, limits))?;
        }
        if let Some(writer) = &mut self.writer {
            writer.write(piece).await?;
        }
        Ok(())
    }
}
