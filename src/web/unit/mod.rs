//! `/don-vi/{unit}`: a unit's desk.

mod counter;
mod paper;
pub(super) mod report;
mod slips;
mod sound;
mod tablets;

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use maud::Markup;

use crate::domain::form::{Form, Text};
use crate::domain::results::{By, ResultRow};
use crate::domain::unit::Level;
use crate::usecase::compute_results::{Counted, breakdown, count, forms};
use crate::usecase::describe_unit::describe;
use crate::usecase::find_unit::find_collected;
use crate::usecase::switch_open_page::{OpenPage, state};
use crate::usecase::{App, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::site::Site;
use crate::web::unit::counter::may_keep;
use crate::web::view::unit::{self as view, Downloads, FormResults, UnitDesk};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/don-vi/{unit}", get(show))
        .merge(slips::routes())
        .merge(sound::routes())
        .merge(tablets::routes())
        .merge(paper::routes())
        .merge(report::routes())
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let app = &desk.site.app;
    let counted = count(app, &desk.who.scope, &unit, desk.period).await?;
    let found = &counted.found;
    if found.unit.level == Level::Province.as_str() {
        return Err(Failure::not_found());
    }
    let described = describe(app, found.edition, &unit).await?;
    let is_collected = match find_collected(app, &unit).await {
        Ok(_) => true,
        Err(UsecaseError::UnknownUnit(_)) => false,
        Err(error) => return Err(error.into()),
    };
    let is_open = is_collected && state(app, &unit).await? == OpenPage::On;
    let questionnaire = is_open.then(|| format!("/phieu/{unit}/hai-long-quay"));
    let shown = match (may_keep(desk.who.role), is_collected) {
        (false, true | false) => None,
        (true, true) => Some(view::Counter::Kept(&unit)),
        (true, false) => Some(view::Counter::New(&unit)),
    };
    let results = forms(app, &counted, None)?
        .into_iter()
        .map(|form| Results::of(app, &counted, form))
        .collect::<Result<Vec<_>, _>>()?;
    let forms: Vec<_> = results.iter().filter_map(Results::shown).collect();
    let head = desk.head(&described);
    let (workbook, csv) = (desk.file("so-lieu.xlsx"), desk.file("so-lieu.csv"));
    let page = UnitDesk {
        masthead: head.masthead(),
        name: &found.unit.full_name,
        period: &desk.shown(),
        downloads: Downloads {
            workbook: &workbook,
            csv: &csv,
        },
        questionnaire: questionnaire.as_deref(),
        counter: shown,
        forms: &forms,
        services: &service_names(app),
    };
    Ok(view::page(desk.words, &page))
}

/// All rows of one form version.
struct Results {
    form: Arc<Form>,
    headline: Vec<ResultRow>,
    sections: Vec<ResultRow>,
    questions: Vec<ResultRow>,
    channels: Vec<ResultRow>,
    months: Vec<ResultRow>,
    services: Vec<ResultRow>,
}

impl Results {
    fn of(app: &App, counted: &Counted, form: Arc<Form>) -> Result<Self, UsecaseError> {
        let rows = |by| breakdown(app, counted, &form, None, by);
        let mut services = rows(Some(By::Service))?;
        services.sort_by_key(|row| place_in_list(app, row.service.as_deref()));
        Ok(Self {
            headline: rows(None)?,
            sections: rows(Some(By::Section))?,
            questions: rows(Some(By::Question))?,
            channels: rows(Some(By::Channel))?,
            months: rows(Some(By::Month))?,
            services,
            form,
        })
    }

    fn shown(&self) -> Option<FormResults<'_>> {
        Some(FormResults {
            form: &self.form,
            headline: self.headline.first()?,
            sections: &self.sections,
            questions: &self.questions,
            channels: &self.channels,
            months: &self.months,
            services: &self.services,
        })
    }
}

/// Fields in the order people know them by, unknown ones behind them, sheets without one last.
fn place_in_list(app: &App, service: Option<&str>) -> (bool, usize) {
    let code = service.unwrap_or_default();
    let mut fields = app.services.all().iter();
    let place = fields.position(|field| field.code.as_str() == code);
    (code.is_empty(), place.unwrap_or(usize::MAX))
}

fn service_names(app: &App) -> BTreeMap<String, Text> {
    let fields = app.services.all().iter();
    fields
        .map(|field| (field.code.to_string(), field.label.clone()))
        .collect()
}
