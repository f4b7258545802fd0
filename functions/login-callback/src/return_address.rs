//! Where a browser goes after a login: to an address that the deployment lists, and nowhere else. Otherwise a link to our
//! login could end on anybody's page.

use edge::{Context, FieldError, Problem};
use store::KeyValue;

/// The variable with the list: paths of this service and whole addresses, with commas.
pub(crate) const RETURN_ADDRESSES: &str = "return_addresses";

/// Returns the address that was asked for, or the first of the list if none was.
///
/// # Errors
///
/// Returns a problem if it is not in the list.
pub(crate) fn listed<K: KeyValue>(cx: &Context<'_, K>, asked: Option<&str>) -> Result<String, Problem> {
    let list = cx.variable(RETURN_ADDRESSES).unwrap_or_default();
    let mut list = list.split(',').map(str::trim).filter(|address| !address.is_empty());
    let address = match asked {
        Some(asked) => list.find(|address| *address == asked).ok_or_else(|| {
            let wrong = FieldError::technical("/return", "address-not-listed", RETURN_ADDRESSES);
            Problem::invalid_fields(vec![wrong])
        })?,
        None => list.next().ok_or_else(|| Problem::fault("no return address is listed"))?,
    };
    Ok(address.to_owned())
}
