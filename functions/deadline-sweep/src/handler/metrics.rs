//! `GET /internal/metrics`: what the last walk that came to its end has counted, as Prometheus reads it.

use std::sync::atomic::AtomicU64;

use bytes::Bytes;
use chrono::{DateTime, Utc};
use edge::{Context, Problem, cases};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Response, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::registry::{Registry, Unit};
use store::KeyValue;

use super::count::{Count, Counted};

const OPENMETRICS: HeaderValue =
    HeaderValue::from_static("application/openmetrics-text; version=1.0.0; charset=utf-8");

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCollection {
    collection: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfSeason {
    programme: String,
    season: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfState {
    programme: String,
    season: String,
    state: String,
}

type Number<L> = Family<L, Gauge>;
/// Seconds since 1970, to the millisecond.
type Instant<L> = Family<L, Gauge<f64, AtomicU64>>;

/// What is shown of collections.
#[derive(Default)]
struct Metrics {
    lines: Number<OfCollection>,
    largest_partition: Number<OfCollection>,
    due: Number<OfCollection>,
    oldest_due: Instant<OfCollection>,
    cases: Number<OfState>,
    overdue: Number<OfState>,
    next_duty: Instant<OfState>,
    waiting: Number<OfSeason>,
    unknown: Number<OfSeason>,
    failed: Number<OfSeason>,
}

pub(super) async fn show<K: KeyValue>(cx: &Context<'_, K>) -> Result<Response<Bytes>, Problem> {
    let counted = cx.store().count().await?.unwrap_or_default();
    let mut response = Response::new(Bytes::from(text(&Count::going_on(&counted))?));
    *response.status_mut() = StatusCode::OK;
    Ok(edge::with_header(response, CONTENT_TYPE, OPENMETRICS))
}

fn text(count: &Count) -> Result<String, Problem> {
    let metrics = Metrics::default();
    for (name, counted) in &count.collections {
        metrics.set(name, counted);
    }
    let mut registry = Registry::with_prefix("miaopi");
    metrics.register(&mut registry);
    if let Some(at) = count.at {
        let (walked, faults) = (Gauge::<f64, AtomicU64>::default(), Gauge::<i64>::default());
        walked.set(seconds(at));
        faults.set(number(count.faults));
        let help = "When the last walk over the store has come to its end";
        registry.register_with_unit("walked_timestamp", help, Unit::Seconds, walked);
        registry.register("faults", "What failed on that walk and is tried again", faults);
    }
    let mut text = String::new();
    encode(&mut text, &registry).map_err(Problem::fault)?;
    Ok(text)
}

impl Metrics {
    fn set(&self, name: &str, counted: &Counted) {
        let collection = OfCollection { collection: name.to_owned() };
        self.lines.get_or_create(&collection).set(number(counted.lines));
        self.largest_partition.get_or_create(&collection).set(number(counted.largest_partition));
        self.due.get_or_create(&collection).set(number(counted.due));
        if let Some(due) = counted.oldest_due {
            self.oldest_due.get_or_create(&collection).set(seconds(due));
        }

        let season = name.strip_prefix(cases::COLLECTIONS).and_then(|season| season.split_once('/'));
        let Some((programme, season)) = season else { return };
        let season = OfSeason { programme: programme.to_owned(), season: season.to_owned() };
        self.waiting.get_or_create(&season).set(number(counted.waiting));
        self.unknown.get_or_create(&season).set(number(counted.unknown));
        self.failed.get_or_create(&season).set(number(counted.failed));
        for (state, counted) in &counted.states {
            let OfSeason { programme, season } = season.clone();
            let state = OfState { programme, season, state: state.clone() };
            self.cases.get_or_create(&state).set(number(counted.cases));
            self.overdue.get_or_create(&state).set(number(counted.overdue));
            if let Some(next) = counted.next {
                self.next_duty.get_or_create(&state).set(seconds(next));
            }
        }
    }

    fn register(self, registry: &mut Registry) {
        registry.register("lines", "Records of a collection", self.lines);
        let help = "Records in the fullest partition; from 256 on its collection needs more partitions";
        registry.register("largest_partition_lines", help, self.largest_partition);
        registry.register("due", "Records of which something was due when the walk came by", self.due);
        let help = "Since when the first of them was due";
        registry.register_with_unit("oldest_due_timestamp", help, Unit::Seconds, self.oldest_due);
        registry.register("cases", "Cases by state", self.cases);
        registry.register("cases_overdue", "Cases whose office is late", self.overdue);
        let help = "When the next of the other cases falls due";
        registry.register_with_unit("next_duty_timestamp", help, Unit::Seconds, self.next_duty);
        registry.register("messages_waiting", "Messages that are still to be sent", self.waiting);
        let help = "Messages of which nobody knows whether the gateway has taken them";
        registry.register("messages_unknown", help, self.unknown);
        registry.register("messages_failed", "Messages that the gateway has refused to the end", self.failed);
    }
}

fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a millisecond of today has 41 bits, and a float 53")]
fn seconds(at: DateTime<Utc>) -> f64 {
    at.timestamp_millis() as f64 / 1000.0
}
