//! `/may/kho.json`: what a tablet keeps, so that it opens without the server.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::usecase::enrol_device::Paged;
use crate::web::assets;
use crate::web::error::Failure;
use crate::web::kiosk::tablet::Tablet;
use crate::web::kiosk::{counter, settings, worker};
use crate::web::site::Site;

/// What a tablet keeps.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Kept {
    /// Changes with the content of any file; 16 hexadecimal digits.
    pub(crate) version: String,
    /// Addresses: pages by language, and everything they name. The page a tablet starts with
    /// comes last, so that it is kept only where all it needs is.
    pub(crate) files: Vec<String>,
}

/// `GET`: the list for the tablet of the cookie.
pub(super) async fn show(
    State(site): State<Site>,
    Tablet(paged): Tablet,
) -> Result<Response, Failure> {
    let kept = kept(&site, &paged).await?;
    let text = serde_json::to_string(&kept).map_err(|error| Failure::internal(&error))?;
    Ok(([(header::CONTENT_TYPE, "application/json")], text).into_response())
}

/// What a tablet of that unit and form keeps.
///
/// Assets and recordings are named by their content, so the pages, which name them all, and the
/// worker make the version.
pub(crate) async fn kept(site: &Site, paged: &Paged) -> Result<Kept, Failure> {
    let mut markups = counter::pages(site, paged).await?;
    markups.push((settings::ADDRESS.to_owned(), settings::page("vi")));
    let mut hash = Sha256::new_with_prefix(worker::SCRIPT);
    let mut files = BTreeSet::from([worker::MANIFEST_ADDRESS.to_owned()]);
    for (address, markup) in markups {
        let text = without_stamp(&markup.into_string());
        files.extend(assets::named_in(&text, is_kept));
        for part in [&address, &text] {
            hash.update(part.len().to_be_bytes());
            hash.update(part);
        }
        files.insert(address);
    }
    let mut files = Vec::from_iter(files);
    files.push(counter::ADDRESS.to_owned());
    let version = hex::encode(hash.finalize()).chars().take(16).collect();
    Ok(Kept { version, files })
}

/// Style, script, fonts, pictures and recordings.
fn is_kept(address: &str) -> bool {
    address.starts_with("/assets/") || address.starts_with("/may/tieng/")
}

/// A page without what is new in every copy: the id and the time of the sheet to come.
fn without_stamp(page: &str) -> String {
    let mut page = page.to_owned();
    for name in ["id", "collected_at"] {
        let field = format!("name=\"{name}\" value=\"");
        if let Some((before, value)) = page.split_once(&field) {
            let after = value.split_once('"').map_or("", |(_, after)| after);
            page = format!("{before}{field}\"{after}");
        }
    }
    page
}
