//! `/tinh/{unit}/so-sanh`: two periods, several units, two methods, side by side.

use axum::Router;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;

use crate::domain::form::Form;
use crate::domain::method::Method;
use crate::domain::period::Period;
use crate::domain::results::{By, ResultRow};
use crate::domain::roll_up::UnitRollUp;
use crate::domain::side_by_side::{Trace, breaks, difference};
use crate::usecase::compute_results::{Counted, breakdown};
use crate::usecase::describe_unit::describe;
use crate::usecase::release_results::release;
use crate::usecase::{App, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::{Failure, Shown};
use crate::web::extract::Path;
use crate::web::period;
use crate::web::province::choices::{Chosen, choose, province};
use crate::web::province::versions::Used;
use crate::web::site::Site;
use crate::web::view::compare::{self as view, ComparePage, Comparison, Figure, Line, MethodTable};
use crate::web::view::desk_nav::Tabs;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/tinh/{unit}/so-sanh", get(show))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Response, Failure> {
    let app = &desk.site.app;
    let found = province(&desk, &unit).await?;
    let described = describe(app, found.edition, &unit).await?;
    let (form, chosen) = choose(&desk, &found).await?;
    let comparison = match &chosen {
        Some(chosen) => Some(compare(&desk, chosen)?),
        None => None,
    };
    let head = desk.head(&described);
    let period = desk.period.to_string();
    let page = ComparePage {
        masthead: head.masthead(),
        tabs: Tabs {
            unit: &unit,
            period: &period,
            counter: None,
        },
        name: &found.unit.full_name,
        form: &form,
        found: comparison.as_ref(),
    };
    let page = view::page(desk.words, &page);
    if comparison.is_some() {
        return Ok(page.into_response());
    }
    let mut response = (StatusCode::UNPROCESSABLE_ENTITY, page).into_response();
    response.extensions_mut().insert(Shown);
    Ok(response)
}

fn compare(desk: &Desk, chosen: &Chosen) -> Result<Comparison, Failure> {
    let tables = chosen
        .methods
        .iter()
        .map(|method| table(desk, chosen, method))
        .collect::<Result<Vec<_>, UsecaseError>>()?;
    let [before, after] = [&chosen.before, &chosen.after].map(|used| used.counted.period);
    Ok(Comparison {
        periods: [before, after].map(|it| period::name(desk.words, it)),
        overlap: before != after && before.from() <= after.to() && after.from() <= before.to(),
        tables,
    })
}

/// The rows of one period by one method: the province's, and those of its units.
struct Rows {
    province: Vec<ResultRow>,
    units: Vec<ResultRow>,
}

impl Rows {
    fn of(app: &App, counted: &Counted, form: &Form, method: &str) -> Result<Self, UsecaseError> {
        let rows = |by| breakdown(app, counted, form, Some(method), by);
        Ok(Self {
            province: rows(None)?,
            units: rows(Some(By::Unit))?,
        })
    }

    fn rolled_up(&self, way: UnitRollUp) -> Option<&ResultRow> {
        self.province.iter().find(|row| row.units == way)
    }

    fn unit(&self, code: &str) -> Option<&ResultRow> {
        self.units.iter().find(|row| row.unit == code)
    }
}

fn table(desk: &Desk, chosen: &Chosen, method: &Method) -> Result<MethodTable, UsecaseError> {
    let app = &desk.site.app;
    let rows = |used: &Used| -> Result<Rows, UsecaseError> {
        let version = used.version(&chosen.form);
        Rows::of(app, &used.counted, &version, method.id.as_str())
    };
    let (before, after) = (rows(&chosen.before)?, rows(&chosen.after)?);
    let words = desk.words;
    let roll_ups = [
        (UnitRollUp::PooledCounts, "compare.pooled_units"),
        (UnitRollUp::MeanOfUnits, "compare.mean_units"),
    ];
    let mut lines: Vec<Line> = roll_ups
        .into_iter()
        .map(|(way, name)| {
            let figures = (before.rolled_up(way), after.rolled_up(way));
            line(method, words.say(name).to_owned(), figures)
        })
        .collect();
    let first = chosen.units.first().and_then(|unit| after.unit(&unit.code));
    for (at, unit) in chosen.units.iter().enumerate() {
        let figures = (before.unit(&unit.code), after.unit(&unit.code));
        let beside = first.filter(|_| at > 0).zip(figures.1);
        let beside = beside.filter(|(first, own)| is_shown(first) && is_shown(own));
        lines.push(Line {
            address: Some(format!(
                "/don-vi/{}/xu-huong?period={}",
                unit.code, desk.period
            )),
            beside: beside.and_then(|(first, own)| difference(first, own)),
            ..line(method, unit.full_name.clone(), figures)
        });
    }
    Ok(MethodTable {
        title: method.title.get(words.tag()).to_owned(),
        id: method.id.to_string(),
        lines,
    })
}

/// Whether a row's figure stands on the page: enough answers, and not folded.
fn is_shown(row: &ResultRow) -> bool {
    row.enough && !row.folded
}

fn line(
    method: &Method,
    name: String,
    (before, after): (Option<&ResultRow>, Option<&ResultRow>),
) -> Line {
    let figure = |row: &ResultRow| Figure {
        trace: row.numerator.map(|_| Trace::of(method, &row.counts)),
        row: row.clone(),
    };
    let both = before.zip(after);
    let shown = both.filter(|(before, after)| is_shown(before) && is_shown(after));
    Line {
        name,
        address: None,
        change: shown.and_then(|(before, after)| difference(before, after)),
        breaks: both.map_or_else(Vec::new, |(before, after)| breaks(before, after)),
        before: before.map(figure),
        after: after.map(figure),
        beside: None,
    }
}

/// Counts both periods, once where they are the same.
///
/// # Errors
/// When the unit is out of reach or the file cannot be read.
pub(super) async fn released(
    desk: &Desk,
    unit: &str,
    (before, after): (Period, Period),
) -> Result<(Used, Used), UsecaseError> {
    let (app, scope) = (&desk.site.app, &desk.who.scope);
    let later = release(app, scope, unit, after).await?;
    let earlier = if before == after {
        later.clone()
    } else {
        release(app, scope, unit, before).await?
    };
    Ok((Used::of(app, earlier)?, Used::of(app, later)?))
}
