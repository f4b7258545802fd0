//! The two providers, and how this service is registered with each.

use edge::Context;
use store::KeyValue;

/// One of the two providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Realm {
    /// The unified identity platform.
    Platform,
    /// The provider of the office.
    Staff,
}

impl Realm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Platform, Self::Staff];

    /// Returns the name that it has in addresses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Staff => "staff",
        }
    }
}

/// How this service is registered with a provider.
pub(crate) struct Client<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) id: &'a str,
    pub(crate) secret: &'a str,
    pub(crate) redirect_uri: String,
}

impl<'a> Client<'a> {
    pub(crate) fn of<K: KeyValue>(cx: &Context<'a, K>, realm: Realm) -> Self {
        let [issuer, id, secret] = match realm {
            Realm::Platform => ["identity_issuer", "identity_client_id", "identity_client_secret"],
            Realm::Staff => ["staff_issuer", "staff_client_id", "staff_client_secret"],
        }
        .map(|name| cx.variable(name).unwrap_or_default());
        Self { issuer, id, secret, redirect_uri: format!("{}/auth/callback", cx.public_origin()) }
    }
}
