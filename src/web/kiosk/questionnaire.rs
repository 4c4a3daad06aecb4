//! `/phieu/{unit}/{form}`: the questionnaire as a plain page, shown and taken.

use std::sync::Arc;

use axum::extract::{FromRequest as _, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::{Timestamp, ZonedDateTime};
use maud::Markup;
use serde_json::{Map, Value};
use uuid::{Uuid, Variant};

use crate::clock::local_zone;
use crate::domain::form::{Channel, Choice, Form};
use crate::domain::sheet::Problem;
use crate::storage::unit::UnitRow;
use crate::usecase::find_rotation::Rotation;
use crate::usecase::find_unit::find_collected;
use crate::usecase::submit_sheet::{Ready, Sender, SubmitError, store};
use crate::usecase::switch_open_page::{OpenPage, state};
use crate::web::api::{response, sheet};
use crate::web::error::{Failure, Shown};
use crate::web::extract::{self, Path, Query};
use crate::web::kiosk::posted::{FIELDS, Posted, Twice};
use crate::web::language::Reader;
use crate::web::place;
use crate::web::site::Site;
use crate::web::view;
use crate::web::view::kiosk::{self, Block, Kiosk, Tongue};
use crate::web::view::questionnaire::{self, Given, Questionnaire, Wrong};
use crate::web::view::speech::Clips;

/// `GET`: an empty page with an id of its own.
pub(crate) async fn ask(
    State(site): State<Site>,
    Path((unit, form)): Path<(String, String)>,
    query: Query,
    reader: Reader,
) -> Result<Response, Failure> {
    if let Some(closed) = closed(&site, &unit, reader).await? {
        return Ok(closed);
    }
    let asked = Asked::openly(&site, &unit, &form).await?;
    Ok(asked.empty(&site, query.get("lang")).into_response())
}

/// `POST`: takes the page, or gives it back with what is to be mended and all that was typed.
pub(crate) async fn take(
    State(site): State<Site>,
    Path((unit, form)): Path<(String, String)>,
    query: Query,
    reader: Reader,
    request: Request,
) -> Result<Response, Failure> {
    if let Some(closed) = closed(&site, &unit, reader).await? {
        return Ok(closed);
    }
    let asked = Asked::openly(&site, &unit, &form).await?;
    // Before the body: what is not taken is not read either.
    if let Err(wait) = site.pace.admit(&unit, site.app.clock.now().as_second()) {
        return Ok(too_often(wait));
    }
    asked.take(&site, query.get("lang"), request).await
}

/// A form asked at a unit, on a page of its own.
pub(super) struct Asked {
    /// Whose answer a posted page is.
    pub(super) sender: Sender,
    /// Where the page lives and posts to.
    pub(super) address: String,
    /// Where thanks are said: `/cam-on` or a place like it.
    pub(super) thanks: &'static str,
    /// Hash of the slip's code that an answer uses up.
    pub(super) voucher: Option<[u8; 32]>,
    /// Local day the slip was printed, ISO: no answer with it is older.
    pub(super) issued_on: Option<String>,
    /// What the tablet at the counter adds; `None` on any other page.
    pub(super) counter: Option<Counter>,
    /// The unit that served.
    pub(super) unit: UnitRow,
    /// The form asked.
    pub(super) form: Arc<Form>,
}

/// Languages and recordings of a tablet at the counter.
pub(super) struct Counter {
    /// Tag of the language chosen.
    pub(super) tongue: String,
    /// Every language offered, in the order shown.
    pub(super) tongues: Vec<Tongue<'static>>,
    /// Recordings in the language chosen.
    pub(super) clips: Clips,
    /// The rotating block that is asked in it today.
    pub(super) rotation: Option<Rotation>,
}

impl Counter {
    fn page(&self, sheet: Questionnaire<'_>) -> Markup {
        let rotation = self.rotation.as_ref();
        let days = rotation.map(|rotation| (rotation.from.to_string(), rotation.to.to_string()));
        kiosk::page(&Kiosk {
            sheet,
            tongue: &self.tongue,
            tongues: &self.tongues,
            block: rotation
                .zip(days.as_ref())
                .map(|(rotation, (from, to))| Block {
                    form: &rotation.form,
                    from,
                    to,
                }),
        })
    }
}

/// What a page is filled with.
#[derive(Default)]
struct Filled {
    given: Given,
    problems: Vec<Wrong>,
}

impl Asked {
    async fn openly(site: &Site, unit: &str, form: &str) -> Result<Self, Failure> {
        let sender = Sender {
            device: None,
            unit: unit.to_owned(),
            channel: Channel::Open,
        };
        let mut asked = Self::find(site, sender, form).await?;
        asked.address = format!("/phieu/{unit}/{form}");
        Ok(asked)
    }

    /// A form at the sender's unit.
    ///
    /// # Errors
    /// 404 when there is no such form, or this node does not collect for the unit.
    pub(super) async fn find(site: &Site, sender: Sender, form: &str) -> Result<Self, Failure> {
        let known = site.app.catalog.find(form).ok_or_else(Failure::not_found)?;
        Ok(Self {
            unit: find_collected(&site.app, &sender.unit).await?,
            form: Arc::clone(known),
            address: String::new(),
            thanks: "/cam-on",
            voucher: None,
            issued_on: None,
            counter: None,
            sender,
        })
    }

    /// The version asked, `id@version`.
    pub(super) fn form_ref(&self) -> String {
        self.form.form_ref.to_string()
    }

    /// The page with nothing filled in.
    pub(super) fn empty(&self, site: &Site, language: Option<&str>) -> Markup {
        self.page(site, self.language(language), &Filled::default())
    }

    /// Takes the posted page.
    ///
    /// # Errors
    /// When it cannot be read, or the answer has to come later.
    pub(super) async fn take(
        &self,
        site: &Site,
        language: Option<&str>,
        request: Request,
    ) -> Result<Response, Failure> {
        let extract::Form(given) = extract::Form::from_request(request, site).await?;
        let mut posted = Posted::read(&self.form, &given)
            .map_err(|Twice| Failure::new(StatusCode::BAD_REQUEST))?;
        if self.is_out_of_time(site, &posted.collected_at) {
            posted.collected_at = written(&site.app.clock.now_local());
        }
        let tag = posted.language.as_ref().and_then(Value::as_str);
        let language = self.language(tag.or(language));
        let sheet = as_sheet(&self.form, posted);
        let outcome = match sheet::check(&site.app, &self.sender, &sheet) {
            Ok(ready) => store(&site.app, self.with_voucher(ready)).await,
            Err(error) => Err(error),
        };
        match outcome {
            Ok(receipt) => {
                site.counts.add(response::status(receipt.status));
                Ok(self.thank(language))
            }
            Err(SubmitError::Problems(problems)) => {
                site.counts.add(StatusCode::UNPROCESSABLE_ENTITY);
                let filled = Filled {
                    given,
                    problems: self.wrongs(&problems, language),
                };
                Ok(to_mend(self.page(site, language, &filled)))
            }
            Err(error) => {
                let failure = response::failure(error);
                site.counts.add(failure.status);
                Err(failure)
            }
        }
    }

    /// Whether an answer by slip says a day before the slip was printed, or one to come. Such an
    /// answer is placed where it arrives, for a slip is no way into a half-day that is over.
    fn is_out_of_time(&self, site: &Site, collected_at: &str) -> bool {
        let (Some(issued_on), Ok(at)) = (&self.issued_on, collected_at.parse::<Timestamp>()) else {
            return false;
        };
        let day = local_zone().to_datetime(at).date().to_string();
        day < *issued_on || day > site.app.today()
    }

    fn with_voucher(&self, ready: Ready) -> Ready {
        match self.voucher {
            Some(hash) => ready.with_voucher(hash),
            None => ready,
        }
    }

    fn thank(&self, language: &str) -> Response {
        let address = match language {
            "vi" => self.thanks.to_owned(),
            tag => format!("{}/{tag}", self.thanks),
        };
        Redirect::to(&address).into_response()
    }

    /// The language asked for if the form has it, else Vietnamese: a tablet's own language says
    /// nothing about the person in front of it.
    fn language(&self, asked: Option<&str>) -> &str {
        let mut known = self.form.languages.iter();
        known
            .find(|tag| Some(tag.as_str()) == asked)
            .map_or("vi", String::as_str)
    }

    /// A repeated post repeats id and time; one that cannot be right is made anew, as nobody
    /// could mend it on the page.
    fn page(&self, site: &Site, language: &str, filled: &Filled) -> Markup {
        let now = site.app.clock.now_local();
        let kept = |name: &str| filled.given.get(name).and_then(|values| values.first());
        let id = kept("id").filter(|id| is_random_id(id)).cloned();
        let time = kept("collected_at")
            .filter(|text| text.parse::<Timestamp>().is_ok())
            .cloned();
        let services: Vec<Choice> = site
            .app
            .services
            .in_force(now.date())
            .map(|field| Choice {
                value: field.code.clone(),
                label: field.label.clone(),
            })
            .collect();
        let sheet = Questionnaire {
            form: &self.form,
            unit_name: &place::name(&self.unit),
            address: &self.address,
            language,
            channel: self.sender.channel,
            services: &services,
            id: &id.unwrap_or_else(|| Uuid::new_v4().to_string()),
            collected_at: &time.unwrap_or_else(|| written(&now)),
            given: &filled.given,
            problems: &filled.problems,
            clips: self.counter.as_ref().map(|counter| &counter.clips),
        };
        match &self.counter {
            None => questionnaire::page(&sheet),
            Some(counter) => counter.page(sheet),
        }
    }

    /// The problems by the names of the page's fields; what is on no field is of the whole page.
    fn wrongs(&self, problems: &[Problem], language: &str) -> Vec<Wrong> {
        let mut wrongs: Vec<Wrong> = Vec::new();
        for problem in problems {
            let name = problem.field.strip_prefix("answers.");
            let name = name.unwrap_or(&problem.field);
            let is_shown = matches!(name, "service" | "comment")
                || self
                    .form
                    .question(name)
                    .is_some_and(|question| question.is_asked_on(self.sender.channel));
            let wrong = Wrong {
                field: if is_shown {
                    name.to_owned()
                } else {
                    String::new()
                },
                message: problem.message.get(language).to_owned(),
            };
            if !wrongs.contains(&wrong) {
                wrongs.push(wrong);
            }
        }
        wrongs
    }
}

fn written(now: &ZonedDateTime) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

fn is_random_id(text: &str) -> bool {
    Uuid::try_parse(text).is_ok_and(|uuid| {
        text.len() == 36 && uuid.get_version_num() == 4 && uuid.get_variant() == Variant::RFC4122
    })
}

/// The posted page in the shape every sheet has; what was not given is absent.
fn as_sheet(form: &Form, posted: Posted) -> Value {
    let mut sheet = Map::new();
    let text = |value: String| (!value.is_empty()).then_some(Value::String(value));
    let values = [
        text(posted.id),
        text(posted.collected_at),
        posted.language,
        posted.service,
        posted.comment,
    ];
    for (name, value) in FIELDS.into_iter().zip(values) {
        if let Some(value) = value {
            sheet.insert(name.to_owned(), value);
        }
    }
    sheet.insert("form".to_owned(), form.form_ref.to_string().into());
    sheet.insert("answers".to_owned(), Value::Object(posted.answers));
    Value::Object(sheet)
}

fn to_mend(page: Markup) -> Response {
    let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    response.extensions_mut().insert(Shown);
    response
}

/// What stands where a unit has closed its open page.
async fn closed(site: &Site, unit: &str, reader: Reader) -> Result<Option<Response>, Failure> {
    match state(&site.app, unit).await? {
        OpenPage::On => Ok(None),
        OpenPage::Off => {
            let page = view::slip_entry::closed(reader.words());
            let mut response = (StatusCode::NOT_FOUND, page).into_response();
            response.extensions_mut().insert(Shown);
            Ok(Some(response))
        }
    }
}

pub(super) fn too_often(wait_seconds: i64) -> Response {
    let mut response = Failure::new(StatusCode::TOO_MANY_REQUESTS).into_response();
    response
        .headers_mut()
        .insert(header::RETRY_AFTER, HeaderValue::from(wait_seconds));
    response
}
