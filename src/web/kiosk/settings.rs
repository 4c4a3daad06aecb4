//! `/may/cai-dat`: the tablet's settings, behind the staff's PIN.
//!
//! The page is the same for every tablet and holds no secret: what it shows comes from the
//! tablet's own storage, so that it opens without the server.

use maud::Markup;

use crate::web::extract::Query;
use crate::web::text::Words;
use crate::web::view;

/// Where the page is.
pub(super) const ADDRESS: &str = "/may/cai-dat";

/// `GET`.
pub(super) async fn show(query: Query) -> Markup {
    page(query.get("lang").unwrap_or("vi"))
}

/// The page in that language, Vietnamese where we have no words.
pub(super) fn page(tag: &str) -> Markup {
    view::settings::page(Words::for_tag(tag))
}
