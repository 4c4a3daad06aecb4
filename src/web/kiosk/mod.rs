//! The citizen's side: the questionnaire page and the thank-you.

pub(crate) mod clip;
mod counter;
mod enrolment;
pub(crate) mod keeping;
pub mod pace;
pub mod posted;
pub(crate) mod questionnaire;
mod settings;
mod slip;
pub(crate) mod spoken;
pub(crate) mod tablet;
mod worker;

use axum::Router;
use axum::routing::get;
use maud::Markup;

use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::site::Site;
use crate::web::view;

/// The citizen's routes.
pub fn routes() -> Router<Site> {
    let questionnaire = get(questionnaire::ask).post(questionnaire::take);
    Router::new()
        .route("/phieu/{unit}/{form}", questionnaire)
        .route("/may/tieng/{sha256}", get(clip::play))
        .route("/may", get(enrolment::ask).post(enrolment::take))
        .route("/may/quay", get(counter::ask).post(counter::take))
        .route("/may/cai-dat", get(settings::show))
        .route("/may/kho.json", get(keeping::show))
        .route("/may/worker.js", get(worker::script))
        .route("/may/app.webmanifest", get(worker::manifest))
        .merge(slip::routes())
        .route("/may/cam-on", get(counter::thanks))
        .route("/may/cam-on/{lang}", get(counter::thanks_in))
}

/// `GET /cam-on`.
pub(super) async fn thanks() -> Markup {
    view::thanks::page("vi")
}

/// `GET /cam-on/{lang}`: any language tag; one without words of ours is thanked in Vietnamese.
pub(super) async fn thanks_in(Path(tag): Path<String>) -> Result<Markup, Failure> {
    if is_tag(&tag) {
        Ok(view::thanks::page(&tag))
    } else {
        Err(Failure::not_found())
    }
}

/// Whether a text may be a language tag.
fn is_tag(text: &str) -> bool {
    (2..=12).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
