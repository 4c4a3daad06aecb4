//! The citizen's side: the questionnaire page and the thank-you.

pub(crate) mod clip;
mod counter;
mod enrolment;
pub mod pace;
pub mod posted;
pub(crate) mod questionnaire;
mod slip;
pub(crate) mod spoken;
pub(crate) mod keeping;
mod settings;
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
        .route("/may/cam-on", get(thanks))
        .route("/may/cam-on/{lang}", get(thanks_in))
        .merge(slip::routes())
}

/// `GET /cam-on`.
pub(super) async fn thanks() -> Markup {
    view::thanks::page("vi")
}

/// `GET /cam-on/{lang}`: any language tag; one without words of ours is thanked in Vietnamese.
pub(super) async fn thanks_in(Path(tag): Path<String>) -> Result<Markup, Failure> {
    let is_tag = (2..=12).contains(&tag.len())
        && tag
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if is_tag {
        Ok(view::thanks::page(&tag))
    } else {
        Err(Failure::not_found())
    }
}
