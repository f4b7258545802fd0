//! What an ID token says of a person, besides what every ID token says.

use domain::account::VerifiedIdentity;
use domain::actor::{Actor, Role};
use domain::id::AccountId;
use domain::identity::{DocumentKind, IdentityDocument};
use domain::region::Region;
use edge::{Code, Problem, Voucher};
use openidconnect::core::{CoreGenderClaim, CoreJsonWebKey, CoreJweContentEncryptionAlgorithm};
use openidconnect::{AdditionalClaims, IdTokenClaims};
use serde::{Deserialize, Serialize};

use crate::provider::Realm;

/// The claims that this service reads. Each may be missing.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct Claims {
    /// `personal` or `legal-person`.
    user_type: Option<String>,
    document_kind: Option<String>,
    document_number: Option<String>,
    /// What a member of staff acts as.
    role: Option<String>,
    /// The region that they work for.
    region: Option<String>,
    /// From when on the token counts, in seconds (RFC 7519, section 4.1.5). OpenID Connect does not ask for it.
    pub(crate) nbf: Option<f64>,
}

impl AdditionalClaims for Claims {}

/// An ID token of this service's providers.
pub(crate) type IdToken = openidconnect::IdToken<
    Claims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    <CoreJsonWebKey as openidconnect::JsonWebKey>::SigningAlgorithm,
>;

/// What an ID token says, once it has been verified.
pub(crate) type Said = IdTokenClaims<Claims, CoreGenderClaim>;

/// What somebody acts as from now on.
#[derive(Clone, Copy)]
pub(crate) enum Capacity {
    Candidate,
    Staff { role: Role, region: Region },
}

impl Capacity {
    pub(crate) const fn of(self, id: AccountId) -> Actor {
        match self {
            Self::Candidate => Actor::Candidate(id),
            Self::Staff { role, region } => Actor::Staff { id, role, region },
        }
    }

    /// Returns whose word it is that is given for it.
    pub(crate) const fn voucher(self) -> Voucher {
        match self {
            Self::Candidate => Voucher::Platform,
            Self::Staff { .. } => Voucher::Office,
        }
    }
}

/// Returns who the person is.
///
/// # Errors
///
/// Returns a problem for a legal person (S1-23), and for somebody whom the provider does not vouch for by name and document.
pub(crate) fn identity(realm: Realm, said: &Said) -> Result<VerifiedIdentity, Problem> {
    let own = said.additional_claims();
    let incomplete = |claim: &str| Problem::because(Code::IdentityIncomplete, format!("the claim {claim}"));
    match (own.user_type.as_deref(), realm) {
        (Some("legal-person"), _) => return Err(Problem::new(Code::LegalPersonLogin)),
        // Only the platform has both, and has to say which it was.
        (Some("personal"), _) | (None, Realm::Staff) => {}
        (Some(_), _) | (None, Realm::Candidate) => return Err(incomplete("user_type")),
    }
    let name = said.name().and_then(|name| name.get(None)).map(|name| name.as_str());
    let name = name.and_then(|name| name.parse().ok()).ok_or_else(|| incomplete("name"))?;
    let kind = own.document_kind.as_deref();
    let kind = DocumentKind::ALL.into_iter().find(|known| Some(known.name()) == kind);
    let kind = kind.ok_or_else(|| incomplete("document_kind"))?;
    let number = own.document_number.as_deref().unwrap_or_default();
    let document = IdentityDocument::parse(kind, number).map_err(|_| incomplete("document_number"))?;
    // A number that is not one of a mainland mobile is no reason to keep somebody out.
    let telephone = said.phone_number().and_then(|number| number.trim_start_matches("+86").parse().ok());
    Ok(VerifiedIdentity { name, document, telephone })
}

/// Returns what the person acts as. Who logs in as a candidate is one, whatever the token says besides.
///
/// # Errors
///
/// Returns a problem for a member of staff whose role or region is not one that this service knows.
pub(crate) fn capacity(realm: Realm, said: &Said) -> Result<Capacity, Problem> {
    let own = said.additional_claims();
    match realm {
        Realm::Candidate => Ok(Capacity::Candidate),
        Realm::Staff => {
            let unknown = |claim: &str| Problem::because(Code::NotPermitted, format!("the claim {claim}"));
            let role = own.role.as_deref();
            let role = Role::ALL.into_iter().find(|known| Some(known.name()) == role);
            let region = own.region.as_deref().and_then(|region| region.parse().ok());
            Ok(Capacity::Staff {
                role: role.ok_or_else(|| unknown("role"))?,
                region: region.ok_or_else(|| unknown("region"))?,
            })
        }
    }
}
