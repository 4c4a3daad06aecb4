//! `/may/quay`: the questionnaire on the tablet at the counter.

use axum::extract::{Request, State};
use axum::response::Response;
use maud::Markup;

use crate::usecase::enrol_device::Paged;
use crate::web::error::Failure;
use crate::web::extract::Query;
use crate::web::kiosk::questionnaire::Asked;
use crate::web::kiosk::tablet::Tablet;
use crate::web::site::Site;

/// `GET`: the kiosk.
pub(super) async fn ask(
    State(site): State<Site>,
    tablet: Tablet,
    query: Query,
) -> Result<Markup, Failure> {
    let asked = asked(&site, tablet).await?;
    Ok(asked.empty(&site, query.get("lang")))
}

/// `POST`: an answer given without JavaScript; it counts as the tablet's own.
pub(super) async fn take(
    State(site): State<Site>,
    tablet: Tablet,
    query: Query,
    request: Request,
) -> Result<Response, Failure> {
    let asked = asked(&site, tablet).await?;
    asked.take(&site, query.get("lang"), request).await
}

async fn asked(site: &Site, Tablet(paged): Tablet) -> Result<Asked, Failure> {
    let mut asked = Asked::find(site, paged.sender, &paged.form).await?;
    "/may/quay".clone_into(&mut asked.address);
    asked.thanks = "/may/cam-on";
    Ok(asked)
}

/// The page of every language offered, by address, as a tablet keeps it.
pub(super) async fn pages(site: &Site, paged: &Paged) -> Result<Vec<(String, Markup)>, Failure> {
    let asked = asked(site, Tablet(paged.clone())).await?;
    let tags = asked.form.languages.iter();
    Ok(tags
        .map(|tag| {
            (
                format!("/may/quay?lang={tag}"),
                asked.empty(site, Some(tag)),
            )
        })
        .collect())
}
