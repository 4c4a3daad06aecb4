//! `/don-vi/{unit}/bao-cao`: the way of a unit's report, and what goes between its server and the province's.

use std::collections::BTreeMap;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use crate::domain::merge::Outcome;
use crate::domain::report::{Act, Refusal, Side, State, Who, Wish};
use crate::exchange::letter::MOST_LETTER_BYTES;
use crate::exchange::signed::FileProblem;
use crate::usecase::accept_round::accept;
use crate::usecase::advance_report::{AdvanceError, Asked, Fault, advance, last_position};
use crate::usecase::collect_tallies::{UnitTallies, collect};
use crate::usecase::create_bundle::create_of_period;
use crate::usecase::describe_unit::{Described, describe};
use crate::usecase::exchange_letter;
use crate::usecase::export_file;
use crate::usecase::find_unit::{Found, find};
use crate::usecase::follow_report::{Home, Task, figures_of, task};
use crate::usecase::permit::Deed;
use crate::usecase::prepare_confirmation::{Prepared, Seen, prepare};
use crate::usecase::set_report::may_set;
use crate::usecase::sign_in::SignedIn;
use crate::web::desk::Desk;
use crate::web::download::headers;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{self, Form, Path, single_values};
use crate::web::multipart;
use crate::web::site::Site;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::report_desk::{self, Notice, ReportDesk, Typed};
use crate::web::view::report_links::{Files, Settings, links};
use crate::web::view::report_steps;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/bao-cao", get(show))
        .route("/don-vi/{unit}/bao-cao/buoc", post(step))
        .route("/don-vi/{unit}/bao-cao/goi", post(bundle))
        .route("/don-vi/{unit}/bao-cao/thu", get(letter))
        .route("/don-vi/{unit}/bao-cao/nhan", post(take))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let place = Place::find(&desk, &unit).await?;
    place.show(Typed::default(), None).await
}

async fn step(
    desk: Desk,
    Path(unit): Path<String>,
    Form(fields): Form,
) -> Result<Response, Failure> {
    let place = Place::find(&desk, &unit).await?;
    let fields = single_values(fields)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let act = Act::parse(field("act")).ok_or(Failure::new(StatusCode::UNPROCESSABLE_ENTITY))?;
    let asked = Asked {
        unit: &unit,
        period: desk.period,
        act,
        position: field("position"),
        reason: field("reason"),
        seen: Seen {
            digest: field("digest"),
            draft: field("draft"),
        },
    };
    match advance(&desk.site.app, &desk.who, asked).await {
        Ok(()) => Ok(Redirect::to(&place.address()).into_response()),
        Err(AdvanceError::Usecase(error)) => Err(error.into()),
        Err(AdvanceError::Faults(faults)) => {
            let typed = Typed {
                position: asked.position,
                reason: asked.reason,
                act: Some(act),
            };
            place
                .refuse(status(&faults), typed, said(&desk, &faults))
                .await
        }
    }
}

/// A step that an account never takes is 403; anything else can be mended.
pub(in crate::web) fn status(faults: &[Fault]) -> StatusCode {
    if faults.contains(&Fault::Refused(Refusal::Role)) {
        StatusCode::FORBIDDEN
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}

/// Every fault in the reader's words.
pub(in crate::web) fn said(desk: &Desk, faults: &[Fault]) -> Vec<String> {
    let faults = faults.iter();
    faults
        .map(|fault| report_steps::fault(desk.words, *fault))
        .collect()
}

/// Seals what is open of the period and gives the signed bundle, once the leader stands for it.
async fn bundle(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let place = Place::find(&desk, &unit).await?;
    desk.who.require(&desk.site.app, Deed::Carry)?;
    if let Some(first) = place.task.before_bundle() {
        let problems = vec![report_steps::before_bundle(desk.words, first, desk.period)];
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return place.refuse(status, Typed::default(), problems).await;
    }
    let asked = export_file::Asked {
        unit: &unit,
        period: desk.period,
    };
    let bytes = create_of_period(&desk.site.app, &desk.who, asked).await?;
    let name = format!("{unit}-{}.hailong.jsonl", desk.period);
    Ok((headers("application/x-ndjson", &name, &name), bytes).into_response())
}

/// The letter with the steps this server made.
async fn letter(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    Place::find(&desk, &unit).await?;
    let app = &desk.site.app;
    let bytes = exchange_letter::write(app, &desk.who, &unit, desk.period).await?;
    let side = if app.node.is_province() {
        "tinh"
    } else {
        "don-vi"
    };
    let name = format!("{unit}-{}-{side}.letter.jsonl", desk.period);
    Ok((headers("application/x-ndjson", &name, &name), bytes).into_response())
}

/// Takes a file of the province: a signed round, or a letter.
async fn take(desk: Desk, Path(unit): Path<String>, request: Request) -> Result<Response, Failure> {
    let place = Place::find(&desk, &unit).await?;
    desk.who.require(&desk.site.app, Deed::Carry)?;
    let file = uploaded(request, MOST_LETTER_BYTES).await?;
    let app = &desk.site.app;
    let words = desk.words;
    let (outcome, problems) = if file.starts_with(b"{") {
        let line = exchange_letter::take(app, &desk.who, &file).await?;
        (line.outcome, line.problems)
    } else {
        let line = accept(app, &file, &desk.who.name).await?;
        (line.outcome, line.problems)
    };
    match outcome {
        Outcome::Merged => place.done(words.say("report_way.taken")).await,
        Outcome::Already => place.done(words.say("report_way.taken_before")).await,
        Outcome::Conflict | Outcome::Refused => {
            let status = if outcome == Outcome::Conflict {
                StatusCode::CONFLICT
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let problems = in_words(&desk, &problems);
            place.refuse(status, Typed::default(), problems).await
        }
    }
}

/// Problems of a file in the reader's language.
pub(in crate::web) fn in_words(desk: &Desk, problems: &[FileProblem]) -> Vec<String> {
    let language = desk.words.language();
    problems.iter().map(|it| it.words(language)).collect()
}

/// The one file of a form, `tep`, of at most that many bytes.
pub(in crate::web) async fn uploaded(
    request: Request,
    most_bytes: usize,
) -> Result<Vec<u8>, Failure> {
    // Room for the form around the file.
    const FORM_BYTES: usize = 4 * 1024;
    let (parts, body) = request.into_parts();
    let body = extract::bytes(body, most_bytes.saturating_add(FORM_BYTES)).await?;
    Ok(multipart::field(&parts.headers, &body, "tep")
        .unwrap_or_default()
        .to_vec())
}

/// A unit that makes reports, seen by someone signed in.
struct Place<'a> {
    desk: &'a Desk,
    found: Found,
    described: Described,
    task: Task,
}

impl<'a> Place<'a> {
    async fn find(desk: &'a Desk, unit: &str) -> Result<Self, Failure> {
        let app = &desk.site.app;
        let found = find(app, &desk.who.scope, unit, desk.period).await?;
        if !found.reports() {
            return Err(Failure::not_found());
        }
        Ok(Self {
            described: describe(app, found.edition, unit).await?,
            task: task(app, &found.unit, desk.period).await?,
            found,
            desk,
        })
    }

    fn address(&self) -> String {
        let unit = &self.found.unit.code;
        format!("/don-vi/{unit}/bao-cao?period={}", self.desk.period)
    }

    /// Where the reader publishes an accepted report together with its figures.
    fn publication(&self) -> Option<String> {
        let (who, node) = (&self.desk.who, &self.desk.site.app.node);
        let publishes = self.task.report.state == State::Accepted
            && who.may(&self.desk.site.app, Deed::Publish)
            && node.is_province()
            && who.unit == node.unit.as_str();
        publishes.then(|| format!("/tinh/{}/cong-bo?period={}", who.unit, self.desk.period))
    }

    async fn done(&self, text: &str) -> Result<Response, Failure> {
        let notice = Notice::Done(text.to_owned());
        // What was taken may have moved the report on.
        let place = Place::find(self.desk, &self.found.unit.code).await?;
        place.show(Typed::default(), Some(&notice)).await
    }

    async fn refuse(
        &self,
        status: StatusCode,
        typed: Typed<'_>,
        problems: Vec<String>,
    ) -> Result<Response, Failure> {
        let notice = Notice::Refused(problems);
        let mut response = self.show(typed, Some(&notice)).await?;
        *response.status_mut() = status;
        response.extensions_mut().insert(Shown);
        Ok(response)
    }

    async fn show(&self, typed: Typed<'_>, notice: Option<&Notice>) -> Result<Response, Failure> {
        let (desk, app) = (self.desk, &self.desk.site.app);
        let unit = &self.found.unit;
        let mut collected: BTreeMap<String, UnitTallies> =
            collect(app, std::slice::from_ref(unit), desk.period).await?;
        let tallies = collected.remove(&unit.code).unwrap_or_default();
        let head = desk.head(&self.described);
        let period = desk.period.to_string();
        let counter = format!("/don-vi/{}/may", unit.code);
        let keeps = desk.who.may(app, Deed::KeepCounter) && self.task.home != Home::Elsewhere;
        let files = links(
            desk.words,
            Files {
                desk: &format!("/don-vi/{}", unit.code),
                period: &period,
                settings: if may_set(&desk.who) {
                    Settings::Offered
                } else {
                    Settings::Hidden
                },
            },
        );
        let publication = self.publication();
        let position = last_position(app, &desk.who, &unit.code).await?;
        let acts = acts(&desk.who, &self.task, app.node.unit.as_str());
        let prepared = self.prepared(&acts).await?;
        let page = ReportDesk {
            masthead: head.masthead(),
            tabs: Tabs {
                unit: &unit.code,
                period: &period,
                counter: keeps.then_some(counter.as_str()),
            },
            name: &unit.full_name,
            period: &desk.shown(),
            task: &self.task,
            acts: &acts,
            prepared: prepared.as_ref(),
            figures: figures_of(&app.catalog, &tallies)?,
            late: &self.late(&tallies),
            typed,
            position: position.as_deref().unwrap_or_default(),
            carries: desk.who.may(app, Deed::Carry),
            publication: publication.as_deref(),
            files: Some(&files),
            notice,
        };
        Ok(report_desk::page(desk.words, &page).into_response())
    }

    /// The report as the reader would confirm it, if that may be done now.
    async fn prepared(&self, acts: &[Act]) -> Result<Option<Prepared>, Failure> {
        if !acts.contains(&Act::Confirm) {
            return Ok(None);
        }
        let (app, scope) = (&self.desk.site.app, &self.desk.who.scope);
        let prepared = prepare(app, scope, &self.found.unit, self.desk.period).await?;
        Ok(Some(prepared))
    }

    /// Answers that came after the close, by the title of their form.
    fn late(&self, tallies: &UnitTallies) -> Vec<(String, u64)> {
        let tag = self.desk.words.tag();
        let catalog = &self.desk.site.app.catalog;
        let late = tallies.late.iter().filter(|(_, n)| **n > 0);
        let named = late.map(|(name, n)| {
            let title = catalog.find(name).map(|form| form.title.get(tag));
            let title = title.map_or(name.clone(), |title| format!("{title} ({name})"));
            (title, *n)
        });
        named.collect()
    }
}

/// A reason is asked for in the form, so its lack stands against nothing yet.
const SOME_REASON: Option<&str> = Some("…");

/// The steps an account may take now.
fn acts(who: &SignedIn, task: &Task, node: &str) -> Vec<Act> {
    let of = Who {
        account: &who.name,
        role: who.role,
    };
    let is_own = |act: &Act| match act.side() {
        Side::Unit => who.unit == task.unit && task.home != Home::Elsewhere,
        Side::Province => who.unit == node && node != task.unit,
    };
    let is_free = |act: &Act| {
        let wish = Wish {
            act: *act,
            reason: SOME_REASON,
            stage: task.stage(),
        };
        task.report.refusals(of, wish).is_empty()
    };
    let acts = Act::ALL.into_iter();
    acts.filter(|act| is_own(act) && is_free(act)).collect()
}
