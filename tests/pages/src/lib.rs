//! What the pages of the sandbox have in common: the frame around each, the one stylesheet, how a form is read, and who wants a
//! page where programs read JSON. They are rendered on the server, and work without any script; a page that waits has one.
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

mod form;
mod page;

pub use form::{Form, read_form};
pub use page::{Page, asset, beijing, go, wants_page};

/// Where the stylesheet lies.
pub const STYLE_PATH: &str = "/sandbox/style.css";

/// Where the icon lies.
pub const ICON_PATH: &str = "/sandbox/icon.svg";

/// Where the script lies of pages that wait.
pub const AGAIN_PATH: &str = "/sandbox/again.js";

/// The stylesheet.
pub const STYLE: &str = include_str!("style.css");

/// The script of pages that wait.
pub const AGAIN: &str = include_str!("again.js");

/// The icon.
pub const ICON: &str = include_str!("icon.svg");

#[cfg(test)]
mod tests;
