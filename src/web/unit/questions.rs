//! `/don-vi/{unit}/cau-hoi`: every question, the channels, the signs of quality, and when people
//! answer.

use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use maud::Markup;

use crate::domain::form::Form;
use crate::domain::period::{Period, Rule};
use crate::domain::results::{By, ResultRow};
use crate::domain::unit::Level;
use crate::storage::unit::UnitRow;
use crate::usecase::compute_results::{Counted, breakdown};
use crate::usecase::count_half_days::pattern;
use crate::usecase::describe_unit::describe;
use crate::usecase::find_main_form::{form_of, used_in_order};
use crate::usecase::judge_quality::{judge, may_note, note, without_flagged};
use crate::usecase::release_results::release;
use crate::usecase::{App, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::{Failure, Shown};
use crate::web::extract::{Form as Posted, Path, single_values};
use crate::web::period::name;
use crate::web::problem::Problem;
use crate::web::site::Site;
use crate::web::unit::counter::may_keep;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::quality_line::line;
use crate::web::view::questions::{self as view, ANCHOR, FormQuestions, Noting, QuestionsPage};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}/cau-hoi", get(show))
        .route("/don-vi/{unit}/cau-hoi/ly-do", post(write_reason))
}

/// The light of a unit's data in one line, with the way to its reasons.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub(super) async fn quality_line(desk: &Desk, unit: &UnitRow) -> Result<Markup, Failure> {
    let quality = judge(&desk.site.app, unit, desk.period).await?;
    let address = format!(
        "/don-vi/{}/cau-hoi?period={}#{ANCHOR}",
        unit.code, desk.period
    );
    Ok(line(desk.words, &quality, &address))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    page(&desk, &unit, None).await
}

/// Keeps what the unit says of a month; what cannot be taken comes back as it was typed.
async fn write_reason(
    desk: Desk,
    Path(unit): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let fields = single_values(fields)?;
    let field = |name: &str| fields.get(name).map_or("", String::as_str);
    let (month, text) = (field("month"), field("text"));
    let Ok(parsed) = Period::parse(month) else {
        return Err(no_month());
    };
    match note(&desk.site.app, &desk.who, (&unit, parsed), text).await {
        Ok(()) => {
            let address = format!("/don-vi/{unit}/cau-hoi?period={}#{ANCHOR}", desk.period);
            Ok(Redirect::to(&address).into_response())
        }
        Err(UsecaseError::Invalid(invalid)) => {
            let why = desk.words.language().pick(invalid.vi, invalid.en);
            let mut response = page(&desk, &unit, Some((month, text, &why))).await?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            response.extensions_mut().insert(Shown);
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    desk: &Desk,
    unit: &str,
    refused: Option<(&str, &str, &str)>,
) -> Result<Response, Failure> {
    let app = &desk.site.app;
    let counted = release(app, &desk.who.scope, unit, desk.period).await?;
    let row = &counted.found.unit;
    if row.level == Level::Province.as_str() {
        return Err(Failure::not_found());
    }
    let described = describe(app, counted.found.edition, unit).await?;
    let quality = judge(app, row, desk.period).await?;
    let pattern = pattern(app, unit, desk.period).await?;
    let before = period_before(desk, unit).await?;
    let others = without_flagged(app, &desk.who.scope, &counted).await?;
    let beside = (&counted, before.as_ref(), others.as_ref());
    let results = used_in_order(app, &counted, form_of(counted.round()))?
        .into_iter()
        .map(|form| Results::of(app, beside, form))
        .collect::<Result<Vec<_>, _>>()?;
    let forms: Vec<_> = results
        .iter()
        .filter_map(|results| results.shown(&counted))
        .collect();
    let (period, year) = (desk.period.to_string(), year_around(desk.period));
    let year = year.map(|year| format!("/don-vi/{unit}/cau-hoi?period={year}"));
    let keeping = (pattern.is_some() && may_keep(desk)).then(|| format!("/don-vi/{unit}/may"));
    let action = format!("/don-vi/{unit}/cau-hoi/ly-do?period={period}");
    let noting = may_note(desk.who.role).then_some(Noting {
        action: &action,
        refused,
    });
    let head = desk.head(&described);
    let page = QuestionsPage {
        masthead: head.masthead(),
        name: &row.full_name,
        tabs: Tabs {
            unit,
            period: &period,
            counter: keeping.as_deref(),
        },
        period: &desk.shown(),
        year: year.as_deref(),
        before: &name(desk.words, desk.period.previous()),
        disclosed: counted.disclosed(),
        forms: &forms,
        quality: &quality,
        pattern: pattern.as_ref(),
        noting,
    };
    Ok(view::page(desk.words, &page).into_response())
}

/// What was counted in the period before; `None` where the unit was another one then.
async fn period_before(desk: &Desk, unit: &str) -> Result<Option<Counted>, Failure> {
    let before = desk.period.previous();
    match release(&desk.site.app, &desk.who.scope, unit, before).await {
        Ok(counted) => Ok(Some(counted)),
        Err(UsecaseError::UnknownUnit(_)) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// The year around a shorter period, where few answers may be enough.
fn year_around(period: Period) -> Option<String> {
    let text = period.to_string();
    let (year, _) = text.split_once('-')?;
    Some(match period.rule() {
        Rule::Calendar => year.to_owned(),
        Rule::Reporting => format!("{year}b"),
    })
}

fn no_month() -> Failure {
    let problem = Problem::whole(
        "not-a-month",
        "Tháng không đúng; xin mở lại trang và ghi từ đó.",
        "That is no month; please open the page again and write from there.",
    );
    Failure::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
}

/// All rows of one form version.
struct Results {
    form: Arc<Form>,
    headline: Vec<ResultRow>,
    others: Option<ResultRow>,
    sections: Vec<ResultRow>,
    questions: Vec<ResultRow>,
    channels: Vec<ResultRow>,
    channels_before: Vec<ResultRow>,
}

impl Results {
    fn of(
        app: &App,
        (counted, before, others): (&Counted, Option<&Counted>, Option<&Counted>),
        form: Arc<Form>,
    ) -> Result<Self, UsecaseError> {
        let rows = |by| breakdown(app, counted, &form, None, by);
        let headline = rows(None)?;
        let (n, flagged) = headline.first().map_or((0, 0), |row| (row.n, row.flagged));
        let others = match others {
            Some(others) if 0 < flagged && flagged < n => {
                let rows = breakdown(app, others, &form, None, None)?;
                rows.into_iter().next()
            }
            Some(_) | None => None,
        };
        let channels_before = match before {
            Some(before) => breakdown(app, before, &form, None, Some(By::Channel))?,
            None => Vec::new(),
        };
        Ok(Self {
            sections: rows(Some(By::Section))?,
            questions: rows(Some(By::Question))?,
            channels: rows(Some(By::Channel))?,
            channels_before,
            headline,
            others,
            form,
        })
    }

    fn shown<'a>(&'a self, counted: &'a Counted) -> Option<FormQuestions<'a>> {
        let round = counted.round_of(&self.form);
        Some(FormQuestions {
            form: &self.form,
            headline: self.headline.first()?,
            others: self.others.as_ref(),
            sections: &self.sections,
            questions: &self.questions,
            channels: &self.channels,
            channels_before: &self.channels_before,
            goal: round.and_then(|round| round.goal.as_ref()),
        })
    }
}
