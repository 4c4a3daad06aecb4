//! `/don-vi/{unit}/am-thanh`: recording what the tablets say, and signing a language off.

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRequest as _, Request};
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::{get, post};
use maud::Markup;

use crate::domain::account::Role;
use crate::domain::form::Form;
use crate::domain::spoken::{LANGUAGES, MOST_CLIP_BYTES, SpokenLanguage, TextKey};
use crate::usecase::describe_unit::{Described, describe};
use crate::usecase::enrol_device::DEFAULT_FORM;
use crate::usecase::find_unit::{Found, find_today};
use crate::usecase::keep_clip::{self, Slot};
use crate::usecase::list_coverage::{Recordings, forms_asked, languages_used, recordings};
use crate::usecase::sign_off_language::{SignOff, sign_off};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::{self, Form as Posted, Path};
use crate::web::kiosk::spoken::{Screen, screens};
use crate::web::multipart;
use crate::web::problem::Problem;
use crate::web::site::Site;
use crate::web::unit::counter;
use crate::web::view::sound::{self as view, Line, Overview, Texts};
use crate::web::view::unit_nav::{self, nav};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/am-thanh", get(show))
        .route("/don-vi/{unit}/am-thanh/{tieng}/duyet", post(sign))
        .route("/don-vi/{unit}/am-thanh/{tieng}/{loi}", post(keep))
        .route("/don-vi/{unit}/am-thanh/{tieng}/{loi}/xoa", post(remove))
}

/// All languages, or the one that `?tieng=` names.
async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let place = Place::find(&desk, &unit).await?;
    match desk.query.get("tieng") {
        None => overview(&desk, &place).await,
        Some(tag) => language(&desk, &place, spoken(tag)?).await,
    }
}

async fn overview(desk: &Desk, place: &Place) -> Result<Markup, Failure> {
    let app = &desk.site.app;
    let recordings = recordings(app, place.code()).await?;
    let used = languages_used(app, &place.found).await?;
    let line = |language: &'static SpokenLanguage| {
        let texts = place.texts(desk, language);
        Line {
            language,
            coverage: recordings.coverage(language.tag, &texts),
            is_offered: recordings.is_offered(language, &texts),
            n_used: used.get(language.tag).copied().unwrap_or(0),
        }
    };
    let head = desk.head(&place.described);
    let page = Overview {
        masthead: head.masthead(),
        nav: place.nav(desk),
        unit_name: &place.found.unit.full_name,
        address: &place.address,
        month: &app.clock.now_local().strftime("%Y-%m").to_string(),
        lines: &LANGUAGES.iter().map(line).collect::<Vec<_>>(),
    };
    Ok(view::overview(desk.words, &page))
}

async fn language(
    desk: &Desk,
    place: &Place,
    language: &'static SpokenLanguage,
) -> Result<Markup, Failure> {
    let app = &desk.site.app;
    let recordings = recordings(app, place.code()).await?;
    let screens = place.screens(desk, language);
    let texts = keys(&screens);
    let head = desk.head(&place.described);
    let page = Texts {
        masthead: head.masthead(),
        nav: place.nav(desk),
        unit: place.code(),
        address: &place.address,
        language,
        screens: &screens,
        recordings: &recordings,
        coverage: recordings.coverage(language.tag, &texts),
        is_offered: recordings.is_offered(language, &texts),
        next_missing: next_missing(&recordings, language, &texts),
        fingerprint: &recordings.fingerprint(language.tag, &texts),
    };
    Ok(view::language(desk.words, &page))
}

/// A recording: the form as browsers send it, with or without JavaScript.
async fn keep(
    desk: Desk,
    Path((unit, tag, text)): Path<(String, String, String)>,
    request: Request,
) -> Result<Redirect, Failure> {
    // Room for the form around the file.
    const MOST_BYTES: usize = MOST_CLIP_BYTES + 4 * 1024;
    let place = Place::find(&desk, &unit).await?;
    let language = spoken(&tag)?;
    let text = place.text(&desk, language, &text)?;
    let (parts, body) = request.into_parts();
    let body = extract::bytes(body, MOST_BYTES).await;
    let body = body.map_err(too_large)?;
    let content = multipart::field(&parts.headers, &body, "tep");
    let content = content.filter(|content| !content.is_empty());
    let content = content.ok_or_else(no_file)?;
    let slot = Slot {
        unit: &unit,
        language,
        text: &text,
    };
    keep_clip::keep(&desk.site.app, &desk.who, slot, content).await?;
    Ok(place.back_to(language, &text))
}

async fn remove(
    desk: Desk,
    Path((unit, tag, text)): Path<(String, String, String)>,
) -> Result<Redirect, Failure> {
    let place = Place::find(&desk, &unit).await?;
    let language = spoken(&tag)?;
    let text = place.text(&desk, language, &text)?;
    let slot = Slot {
        unit: &unit,
        language,
        text: &text,
    };
    keep_clip::remove(&desk.site.app, &desk.who, slot).await?;
    Ok(place.back_to(language, &text))
}

async fn sign(
    desk: Desk,
    Path((unit, tag)): Path<(String, String)>,
    request: Request,
) -> Result<Redirect, Failure> {
    let place = Place::find(&desk, &unit).await?;
    let language = spoken(&tag)?;
    let Posted(fields) = Posted::from_request(request, &desk.site).await?;
    let fields = extract::single_values(fields)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let signed = SignOff {
        unit: &unit,
        language,
        texts: &place.texts(&desk, language),
        heard: field("heard"),
        speaker: field("speaker"),
    };
    sign_off(&desk.site.app, &desk.who, signed).await?;
    Ok(Redirect::to(&format!("{}?tieng={tag}", place.address)))
}

/// The unit whose tablets speak, and the forms they ask.
struct Place {
    found: Found,
    described: Described,
    address: String,
    forms: Vec<Arc<Form>>,
}

impl Place {
    /// A unit whose counter the account keeps, or the province itself, whose recordings stand in
    /// for its units'.
    async fn find(desk: &Desk, unit: &str) -> Result<Self, Failure> {
        let app = &desk.site.app;
        let found = find_today(app, &desk.who.scope, unit).await?;
        let is_province = app.node.is_province() && app.node.unit.as_str() == unit;
        let described = if is_province && desk.who.role != Role::Publisher {
            describe(app, found.edition, unit).await?
        } else {
            counter::kept(desk, unit).await?
        };
        let asked = forms_asked(app, &found).await?;
        let known = asked.iter().filter_map(|form| app.catalog.newest(form));
        let mut forms: Vec<Arc<Form>> = known.cloned().collect();
        if forms.is_empty() {
            forms.extend(app.catalog.newest(DEFAULT_FORM).cloned());
        }
        Ok(Self {
            address: format!("/don-vi/{unit}/am-thanh"),
            described,
            found,
            forms,
        })
    }

    /// A province has no counter of its own, and so no other page beside this one.
    fn nav(&self, desk: &Desk) -> Option<Markup> {
        let node = &desk.site.app.node;
        let is_province = node.is_province() && self.code() == node.unit.as_str();
        (!is_province).then(|| nav(desk.words, self.code(), unit_nav::Place::Sound))
    }

    fn code(&self) -> &str {
        &self.found.unit.code
    }

    fn screens(&self, desk: &Desk, language: &SpokenLanguage) -> Vec<Screen> {
        screens(&desk.site.app, &self.forms, language)
    }

    fn texts(&self, desk: &Desk, language: &SpokenLanguage) -> Vec<TextKey> {
        keys(&self.screens(desk, language))
    }

    /// The text of that key, if a tablet here says it.
    fn text(&self, desk: &Desk, language: &SpokenLanguage, key: &str) -> Result<TextKey, Failure> {
        let mut texts = self.texts(desk, language).into_iter();
        texts
            .find(|text| text.as_str() == key)
            .ok_or_else(Failure::not_found)
    }

    fn back_to(&self, language: &SpokenLanguage, text: &TextKey) -> Redirect {
        let (address, tag) = (&self.address, language.tag);
        Redirect::to(&format!("{address}?tieng={tag}#{}", view::row_id(text)))
    }
}

fn spoken(tag: &str) -> Result<&'static SpokenLanguage, Failure> {
    SpokenLanguage::find(tag).ok_or_else(Failure::not_found)
}

fn keys(screens: &[Screen]) -> Vec<TextKey> {
    let texts = screens.iter().flat_map(|screen| &screen.texts);
    texts.map(|text| text.key.clone()).collect()
}

fn next_missing<'a>(
    recordings: &Recordings,
    language: &SpokenLanguage,
    texts: &'a [TextKey],
) -> Option<&'a TextKey> {
    let mut texts = texts.iter();
    texts.find(|text| recordings.shown(language.tag, text).is_none())
}

fn too_large(failure: Failure) -> Failure {
    if failure.status != StatusCode::PAYLOAD_TOO_LARGE {
        return failure;
    }
    let problem = Problem::whole(
        "too_large",
        "bản ghi lớn hơn 1 MB; hãy ghi ngắn lại, mỗi lời chỉ vài giây",
        "the recording is larger than 1 MB; record it shorter, a few seconds a text",
    );
    Failure::with(failure.status, vec![problem])
}

fn no_file() -> Failure {
    let problem = Problem::whole(
        "no_file",
        "chưa chọn tệp âm thanh; mời quay lại, chọn tệp rồi lưu",
        "no sound file was chosen; go back, choose one and save",
    );
    Failure::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
}
