//! `/may/tieng/{sha256}`: one recording, for a tablet of its unit or for staff.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::usecase::UsecaseError;
use crate::usecase::keep_clip::{Listener, read};
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::kiosk::tablet::tablet;
use crate::web::session::signed_in;
use crate::web::site::Site;

/// The address of a content.
pub(crate) fn address(sha256: &[u8; 32]) -> String {
    format!("/may/tieng/{}", hex::encode(sha256))
}

/// `GET`: the sound, kept by the browser for ever: another content has another address.
pub(super) async fn play(
    State(site): State<Site>,
    Path(sha256): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let mut hash = [0; 32];
    hex::decode_to_slice(&sha256, &mut hash).map_err(|_| Failure::not_found())?;
    let (media_type, body) = find(&site, &headers, &hash).await?;
    let media_type = HeaderValue::try_from(media_type);
    let headers = [
        (
            header::CONTENT_TYPE,
            media_type.unwrap_or(HeaderValue::from_static("application/octet-stream")),
        ),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, max-age=31536000, immutable"),
        ),
    ];
    Ok((headers, body).into_response())
}

/// A browser may be both: a tablet on which somebody signed in.
async fn find(
    site: &Site,
    headers: &HeaderMap,
    hash: &[u8; 32],
) -> Result<(String, Vec<u8>), Failure> {
    if let Some(paged) = tablet(headers, site).await? {
        match read(&site.app, Listener::Tablet(&paged.sender.unit), hash).await {
            Err(UsecaseError::NotFound(_)) => {}
            heard => return Ok(heard?),
        }
    }
    let account = signed_in(headers, site).await?;
    let account = account.ok_or_else(Failure::not_found)?;
    Ok(read(&site.app, Listener::Account(&account.scope), hash).await?)
}
