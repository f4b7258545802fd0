//! HTTP in and out.
//!
//! What belongs here: problems, limits on what is read, sessions, preconditions, idempotency keys, the clock, logs.
//! What does not: rules about people, which are `domain`'s, and how records are kept, which is `store`'s. The files
//! `wasm.rs` and below are the only ones that know the platform's SDK.
#![cfg_attr(
    not(test),
    deny(
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic,
        clippy::unreachable,
        clippy::unwrap_used
    )
)]

mod accounts;
pub mod acts;
mod body;
mod caches;
pub mod cases;
mod checks;
mod context;
mod etag;
mod fields;
pub mod groups;
mod headers;
mod idempotency;
mod json;
mod locale;
mod log;
mod messages;
mod operator;
mod outside;
mod pages;
mod problem;
mod programmes;
mod registers;
mod reply;
mod retry;
mod security;
mod service;
mod session;
mod settings;
#[cfg(target_family = "wasm")]
mod wasm;
mod wire;

pub use accounts::{
    PASSWORDS, TELEPHONES, Voucher, account_by, account_of, identity_of, is_account, password_fingerprint,
};
pub use body::{Body, Broken, Clock, Pieces, read_whole};
pub use checks::settle_checks;
pub use context::{Context, Correlation};
pub use etag::{IfMatch, etag, is_unchanged};
pub use fields::{Explain, FieldError, Fields};
pub use headers::{one, spin, text_type};
pub use idempotency::IdempotencyKey;
pub use json::{JSON_BYTES_MAX, POLICY_BYTES_MAX, read_json, read_json_up_to, read_optional_json};
pub use locale::Locale;
pub use log::{Ender, Login};
pub use messages::{Reason, SMS_SECRET, SMS_URL, Sent, Unsent, send_message};
pub use operator::{OPERATOR_SECRETS, admit_operator};
pub use outside::{Outside, Unanswered};
pub use pages::{Pages, Visit};
#[cfg(not(target_family = "wasm"))]
pub use problem::ProblemDocument;
pub use problem::{Code, Problem};
pub use programmes::{
    all_seasons, current_season, policy_of_season, published_policy, published_season, registration_of,
};
pub use registers::{REGISTER_TIME_MAX, REGISTERS_SECRET, REGISTERS_URL, ask_registers, obtain_certificate};
pub use reply::{empty, json, segments, with_header};
pub use retry::retry;
pub use security::{Secrets, bearer, cookie};
pub use service::{BUILD, Gate, Service};
pub use session::{
    ABSOLUTE_HOURS_MAX, ACCOUNTS, COOKIE, FRESH_MINUTES_MAX, IDLE_MINUTES_MAX, NewSession, SESSIONS, Session,
    set_cookie,
};
pub use settings::{Component, Settings};
#[cfg(target_family = "wasm")]
pub use wasm::{serve, serve_pages, serve_with_outside};
pub use wire::{
    ActView, ActsView, AssessmentView, DerivationView, DocumentView, DoerView, ExplanationView, FieldView,
    FilingView, FindingView, ObjectionView, OpenedView, PictureView, RegistrationView, SessionView, TextView,
};
