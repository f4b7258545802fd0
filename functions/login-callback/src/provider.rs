//! The identity providers, as OpenID Connect has them. The library checks signatures and claims; what is sent and received
//! is sent and received here.
//!
//! A provider's description is asked for with every login, and its keys after it has signed: a key that was exchanged is
//! known at once, and one that was withdrawn no longer counts.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use edge::{Code, Context, Problem};
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{Request, StatusCode};
use openidconnect::core::{
    CoreAuthPrompt, CoreAuthenticationFlow, CoreClient, CoreIdTokenVerifier, CoreJsonWebKeySet,
    CoreJwsSigningAlgorithm, CoreProviderMetadata,
};
use openidconnect::{
    ClaimsVerificationError, ClientId, ClientSecret, CsrfToken, IssuerUrl, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, SignatureVerificationError,
};
use serde::{Deserialize, Serialize};
use store::KeyValue;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize};

use crate::attempt::Attempt;
use crate::claims::{IdToken, Said};
use crate::{keys, times};

/// A browser waits, and a provider that takes longer is down.
const TIME_MAX: Duration = Duration::from_secs(10);

/// A description, a set of keys and a token each have a few kilobytes.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// Where somebody logs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Realm {
    /// At the unified identity platform.
    #[default]
    Candidate,
    /// At the provider of the office.
    Staff,
}

impl Realm {
    /// Returns the name that it has in addresses and in the log.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::Staff => "staff",
        }
    }
}

/// An identity provider, as this service is registered there.
pub(crate) struct Provider<'a, K> {
    cx: &'a Context<'a, K>,
    issuer: IssuerUrl,
    client_id: ClientId,
    client_secret: ClientSecret,
    callback: RedirectUrl,
}

#[derive(Deserialize)]
struct Tokens {
    id_token: IdToken,
}

impl<'a, K: KeyValue> Provider<'a, K> {
    /// Returns the provider of a realm, as the deployment names it.
    ///
    /// # Errors
    ///
    /// Returns a fault if its issuer is no address.
    pub(crate) fn of(cx: &'a Context<'a, K>, realm: Realm) -> Result<Self, Problem> {
        let names = match realm {
            Realm::Candidate => ["identity_issuer", "identity_client_id", "identity_client_secret"],
            Realm::Staff => ["staff_issuer", "staff_client_id", "staff_client_secret"],
        };
        let [issuer, client_id, client_secret] =
            names.map(|name| cx.variable(name).unwrap_or_default().to_owned());
        let callback = format!("{}/auth/callback", cx.public_origin());
        Ok(Self {
            cx,
            issuer: IssuerUrl::new(issuer).map_err(Problem::fault)?,
            client_id: ClientId::new(client_id),
            client_secret: ClientSecret::new(client_secret),
            callback: RedirectUrl::new(callback).map_err(Problem::fault)?,
        })
    }

    pub(crate) fn issuer(&self) -> &str {
        &self.issuer
    }

    /// Returns where the browser goes to log in.
    ///
    /// # Errors
    ///
    /// Returns a problem if the provider cannot be reached.
    pub(crate) async fn login_address(&self, attempt: &Attempt) -> Result<Url, Problem> {
        let verifier = PkceCodeVerifier::new(attempt.verifier.clone());
        let (state, nonce) = (attempt.state.clone(), attempt.nonce.clone());
        let client = CoreClient::from_provider_metadata(self.metadata().await?, self.client_id.clone(), None)
            .set_redirect_uri(self.callback.clone());
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let (address, ..) = client
            .authorize_url(flow, || CsrfToken::new(state), || Nonce::new(nonce))
            // Not by itself, because somebody has logged in there before: whoever it was may have left.
            .add_prompt(CoreAuthPrompt::Login)
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("phone".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(address)
    }

    /// Returns the origin of the address at which people log in.
    ///
    /// # Errors
    ///
    /// Returns a problem if the provider cannot be reached.
    pub(crate) async fn login_origin(&self) -> Result<String, Problem> {
        let metadata = self.metadata().await?;
        Ok(metadata.authorization_endpoint().url().origin().ascii_serialization())
    }

    /// Exchanges a code for the ID token of this attempt, and returns what it says once everything about it is right:
    /// signature, issuer, audience, times, nonce.
    ///
    /// # Errors
    ///
    /// Returns a problem if the code is not good any more, if the token cannot be believed, or if the provider cannot be
    /// reached.
    pub(crate) async fn redeem(&self, code: &str, attempt: &Attempt) -> Result<Said, Problem> {
        let metadata = self.metadata().await?;
        let token = self.exchange(&metadata, code, attempt).await?;
        let keys: CoreJsonWebKeySet = self.fetch(metadata.jwks_uri().url().as_str()).await?;
        let now = self.cx.now;
        let verifier = CoreIdTokenVerifier::new_confidential_client(
            self.client_id.clone(),
            self.client_secret.clone(),
            self.issuer.clone(),
            keys::believed(&keys),
        )
        // Never `none`, and never a signature with the client's own secret.
        .set_allowed_algs([
            CoreJwsSigningAlgorithm::EcdsaP256Sha256,
            CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
            CoreJwsSigningAlgorithm::RsaSsaPssSha256,
        ])
        .set_time_fn(move || now);
        let nonce = Nonce::new(attempt.nonce.clone());
        let said = token
            .into_claims(&verifier, &nonce)
            .map_err(|error| Problem::because(Code::LoginFailed, reason(&error)))?;
        times::check(&said, attempt, now)?;
        Ok(said)
    }

    async fn metadata(&self) -> Result<CoreProviderMetadata, Problem> {
        let address = format!("{}/.well-known/openid-configuration", self.issuer.trim_end_matches('/'));
        let metadata: CoreProviderMetadata = self.fetch(&address).await?;
        // OpenID Connect Discovery 1.0, section 4.3: otherwise one provider could speak for another.
        if *metadata.issuer() != self.issuer {
            return Err(unavailable("the description is another issuer's"));
        }
        Ok(metadata)
    }

    async fn exchange(
        &self,
        metadata: &CoreProviderMetadata,
        code: &str,
        attempt: &Attempt,
    ) -> Result<IdToken, Problem> {
        let address = metadata.token_endpoint().ok_or_else(|| unavailable("there is no token endpoint"))?;
        let form = Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", &self.callback)
            .append_pair("code_verifier", &attempt.verifier)
            .finish();
        let request = Request::post(address.url().as_str())
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(ACCEPT, "application/json")
            .header(AUTHORIZATION, self.basic())
            .body(Bytes::from(form))
            .map_err(|_| unavailable("the token endpoint is no address"))?;
        match self.send(request).await? {
            (StatusCode::OK, body) => {
                let tokens: Tokens = serde_json::from_slice(&body)
                    .map_err(|_| Problem::because(Code::LoginFailed, "there is no ID token in the answer"))?;
                Ok(tokens.id_token)
            }
            // RFC 6749, section 5.2: used, expired, or another attempt's.
            (StatusCode::BAD_REQUEST, body) if refuses_code(&body) => {
                Err(Problem::because(Code::LoginExpired, "the code was refused"))
            }
            (status, _) => Err(unavailable(format!("token endpoint: status {}", status.as_u16()))),
        }
    }

    /// RFC 6749, section 2.3.1: both are encoded as in a form before they are joined.
    fn basic(&self) -> String {
        let encoded = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let pair = format!("{}:{}", encoded(&self.client_id), encoded(self.client_secret.secret()));
        format!("Basic {}", STANDARD.encode(pair))
    }

    async fn fetch<T: serde::de::DeserializeOwned>(&self, address: &str) -> Result<T, Problem> {
        let request = Request::get(address).header(ACCEPT, "application/json").body(Bytes::new());
        let request = request.map_err(|_| unavailable("no address"))?;
        match self.send(request).await? {
            (StatusCode::OK, body) => serde_json::from_slice(&body)
                .map_err(|error| unavailable(format!("the description or the keys: {error}"))),
            (status, _) => Err(unavailable(format!("description or keys: status {}", status.as_u16()))),
        }
    }

    async fn send(&self, request: Request<Bytes>) -> Result<(StatusCode, Bytes), Problem> {
        self.cx.outside().call(request, ANSWER_BYTES_MAX, TIME_MAX).await.map_err(unavailable)
    }
}

/// Why an ID token is not believed, for operators: the library's own words could repeat what the token says.
const fn reason(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "the ID token has expired",
        ClaimsVerificationError::InvalidAudience(_) => "the ID token is for somebody else",
        ClaimsVerificationError::InvalidIssuer(_) => "the ID token is another issuer's",
        ClaimsVerificationError::InvalidNonce(_) => "the ID token is of another attempt",
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            "the ID token is signed with a key that is not shown, or is too short"
        }
        ClaimsVerificationError::SignatureVerification(_) => "the signature of the ID token",
        // The library may add to these.
        _ => "the ID token",
    }
}

fn refuses_code(body: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Refusal {
        error: String,
    }
    serde_json::from_slice(body).is_ok_and(|refusal: Refusal| refusal.error == "invalid_grant")
}

fn unavailable(reason: impl std::fmt::Display) -> Problem {
    Problem::because(Code::ProviderUnavailable, reason)
}
