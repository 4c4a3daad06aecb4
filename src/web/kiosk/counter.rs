//! `/may/quay`: the questionnaire on the tablet at the counter.

use axum::extract::{Request, State};
use axum::response::Response;
use maud::Markup;

use crate::usecase::enrol_device::Paged;
use crate::usecase::find_rotation::{Rotation, of_tablet};
use crate::web::error::Failure;
use crate::web::extract::{Path, Query};
use crate::web::kiosk::questionnaire::{Asked, Counter};
use crate::web::kiosk::spoken::{clips, offered_languages};
use crate::web::kiosk::tablet::Tablet;
use crate::web::site::Site;
use crate::web::view::kiosk::Tongue;
use crate::web::view::thanks;

/// Where the kiosk is.
pub(super) const ADDRESS: &str = "/may/quay";

/// `GET`: the kiosk, in the language asked for.
pub(super) async fn ask(
    State(site): State<Site>,
    Tablet(paged): Tablet,
    query: Query,
) -> Result<Markup, Failure> {
    let asked = asked(&site, &paged, query.get("lang")).await?;
    Ok(asked.empty(&site, query.get("lang")))
}

/// `POST`: an answer given without JavaScript; it counts as the tablet's own.
pub(super) async fn take(
    State(site): State<Site>,
    Tablet(paged): Tablet,
    query: Query,
    request: Request,
) -> Result<Response, Failure> {
    let asked = asked(&site, &paged, query.get("lang")).await?;
    asked.take(&site, query.get("lang"), request).await
}

/// `GET /may/cam-on`: thanks that lead back to the first page by themselves.
pub(super) async fn thanks() -> Markup {
    thanks::at_tablet("vi")
}

/// `GET /may/cam-on/{lang}`: as on every thanks, a language without words of ours is Vietnamese.
pub(super) async fn thanks_in(Path(tag): Path<String>) -> Result<Markup, Failure> {
    if super::is_tag(&tag) {
        Ok(thanks::at_tablet(&tag))
    } else {
        Err(Failure::not_found())
    }
}

/// The page of every language offered, by address, as a tablet keeps it.
pub(super) async fn pages(site: &Site, paged: &Paged) -> Result<Vec<(String, Markup)>, Failure> {
    let first = asked(site, paged, None).await?;
    let offered = first.counter.as_ref().map_or(&[][..], |it| &it.tongues);
    let mut by_address = Vec::new();
    for tongue in offered {
        let shown = asked(site, paged, Some(tongue.tag)).await?;
        let address = format!("{ADDRESS}?lang={}", tongue.tag);
        by_address.push((address, shown.empty(site, Some(tongue.tag))));
    }
    Ok(by_address)
}

async fn asked(site: &Site, paged: &Paged, language: Option<&str>) -> Result<Asked, Failure> {
    let mut asked = Asked::find(site, paged.sender.clone(), &paged.form).await?;
    ADDRESS.clone_into(&mut asked.address);
    asked.thanks = "/may/cam-on";
    let unit = &paged.sender.unit;
    let offered = offered_languages(&site.app, unit, &asked.form).await?;
    let tongues: Vec<Tongue<'static>> = offered
        .into_iter()
        .map(|language| Tongue {
            tag: language.tag,
            own_name: language.own_name,
            vietnamese_name: language.vietnamese_name,
        })
        .collect();
    let known = tongues.iter().find(|tongue| Some(tongue.tag) == language);
    let tongue = known.map_or("vi", |tongue| tongue.tag);
    let rotation = rotation(site, &asked, tongue).await?;
    let mut clips_of_all = clips(&site.app, unit, &asked.form, tongue).await?;
    if let Some(rotation) = &rotation {
        clips_of_all.extend(clips(&site.app, unit, &rotation.form, tongue).await?);
    }
    asked.counter = Some(Counter {
        tongue: tongue.to_owned(),
        clips: clips_of_all,
        tongues,
        rotation,
    });
    Ok(asked)
}

/// The block asked today, where its form can be read or heard in that language.
async fn rotation(site: &Site, asked: &Asked, tongue: &str) -> Result<Option<Rotation>, Failure> {
    let Some(rotation) = of_tablet(&site.app, &asked.unit, &asked.form).await? else {
        return Ok(None);
    };
    let offered = offered_languages(&site.app, &asked.unit.code, &rotation.form).await?;
    let is_offered = offered.iter().any(|language| language.tag == tongue);
    Ok(is_offered.then_some(rotation))
}
