//! `/tinh/{unit}`: the board, the figure and the ranking of a province.

use std::collections::BTreeMap;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use maud::Markup;

use crate::domain::form::Form;
use crate::domain::period::Period;
use crate::domain::results::{Order, ResultRow};
use crate::domain::unit::Level;
use crate::usecase::App;
use crate::usecase::describe_unit::describe;
use crate::usecase::find_main_form::form_of;
use crate::usecase::find_unit::find;
use crate::usecase::follow_quarters::{Break, Quarter};
use crate::usecase::overview_province::{self, Asked, Drill, Reach, Shown, overview};
use crate::usecase::watch_reports::watch;
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::period;
use crate::web::problem::Problem;
use crate::web::site::Site;
use crate::web::text::Words;
use crate::web::view::period::Link;
use crate::web::view::province::{self as view, Links, MeasuredForm, Overview, Previous};
use crate::web::view::trend::{Measured, Point, Trend};
use crate::web::view::unit::Downloads;

pub(super) fn routes() -> Router<Site> {
    Router::new().route("/tinh/{unit}", get(show))
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let (app, scope) = (&desk.site.app, &desk.who.scope);
    let found = find(app, scope, &unit, desk.period).await?;
    if found.unit.level != Level::Province.as_str() {
        return Err(Failure::not_found());
    }
    let watched = watch(app, scope, &found.unit, desk.period).await?;
    let asked = Asked {
        of_round: form_of(watched.rounds.of_province()).map(str::to_owned),
        ..asked(&desk, &unit)?
    };
    let figures = overview(app, scope, &asked).await?;
    let shown = Figures::of(&desk, &asked, &figures)?;
    let names: BTreeMap<String, String> = found
        .below
        .iter()
        .map(|unit| (unit.code.clone(), unit.full_name.clone()))
        .collect();
    let links = Links {
        unit: unit.clone(),
        period: desk.period.to_string(),
        form: asked.form.clone(),
        reach: asked.reach,
    };
    let described = describe(app, found.edition, &unit).await?;
    let head = desk.head(&described);
    let (workbook, csv) = (desk.file("so-lieu.xlsx"), desk.file("so-lieu.csv"));
    let measured = shown.as_ref().map(|shown| shown.measured(&names));
    let page = Overview {
        masthead: head.masthead(),
        name: &found.unit.full_name,
        period: &desk.shown(),
        links: &links,
        downloads: measured.is_some().then_some(Downloads {
            workbook: &workbook,
            csv: &csv,
        }),
        watched: &watched,
        measured: measured.as_ref(),
        disclosed: figures.disclosed,
        forms: &form_links(&desk, &unit, &figures),
    };
    Ok(view::page(desk.words, &page))
}

/// What the address asks for; every value that is none of those offered is named.
fn asked(desk: &Desk, unit: &str) -> Result<Asked, Failure> {
    let mut problems = Vec::new();
    let reach = match desk.query.get("view") {
        None => Reach::Period,
        Some("four") => Reach::FourQuarters,
        Some(_) => {
            problems.push(not_offered("view", "four"));
            Reach::Period
        }
    };
    let drill = match desk.query.get("by") {
        None => None,
        Some("service") => Some(Drill::Services),
        Some("question") => Some(Drill::Questions),
        Some(_) => {
            problems.push(not_offered("by", "service, question"));
            None
        }
    };
    if !problems.is_empty() {
        return Err(Failure::with(StatusCode::UNPROCESSABLE_ENTITY, problems));
    }
    Ok(Asked {
        unit: unit.to_owned(),
        period: desk.period,
        reach,
        form: desk.query.get("form").map(str::to_owned),
        of_round: None,
        drill,
    })
}

fn not_offered(name: &str, offered: &str) -> Problem {
    let words = (
        format!("“{name}” là một trong: {offered}"),
        format!("“{name}” is one of {offered}"),
    );
    Problem::of(name, "not-an-option", words)
}

fn unprocessable(problem: Problem) -> Failure {
    Failure::with(StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
}

fn form_links(desk: &Desk, unit: &str, figures: &overview_province::Overview) -> Vec<Link> {
    let shown = figures
        .shown
        .as_ref()
        .map(|shown| shown.form.form_ref.to_string());
    let link = |name: String| Link {
        address: format!("/tinh/{unit}?period={}&form={name}", desk.period),
        here: shown.as_ref() == Some(&name),
        name,
    };
    let forms = figures.forms.iter();
    forms.map(|form| link(form.form_ref.to_string())).collect()
}

/// The figures of the form shown, in the reader's words.
struct Figures<'a> {
    shown: &'a Shown,
    order: Order,
    four_quarters: BTreeMap<String, u64>,
    previous: Option<Previous>,
    trend: Option<Trend>,
    drill: Option<view::Drill>,
}

impl<'a> Figures<'a> {
    /// `None` where nothing was measured; a form asked for that has no answers is a mistake.
    fn of(
        desk: &Desk,
        asked: &Asked,
        figures: &'a overview_province::Overview,
    ) -> Result<Option<Self>, Failure> {
        let Some(shown) = &figures.shown else {
            let names = figures.forms.iter().map(|form| form.form_ref.to_string());
            let names: Vec<String> = names.collect();
            let is_wrong = asked
                .form
                .as_ref()
                .is_some_and(|form| !names.contains(form));
            return if is_wrong {
                Err(unprocessable(not_offered("form", &names.join(", "))))
            } else {
                Ok(None)
            };
        };
        let mut four_quarters: BTreeMap<String, u64> = BTreeMap::new();
        let latest = shown.quarters.iter().rev().take(4);
        for (code, n) in latest.flat_map(|quarter| &quarter.sheets) {
            *four_quarters.entry(code.clone()).or_default() += n;
        }
        Ok(Some(Self {
            order: order_of(&shown.form, desk.query.get("sort"))?,
            four_quarters,
            previous: previous(desk.words, asked, shown),
            trend: trend(desk.words, &asked.unit, &shown.quarters),
            drill: asked.drill.map(|drill| drilled(desk, drill, &shown.drill)),
            shown,
        }))
    }

    fn measured<'b>(&'b self, names: &'b BTreeMap<String, String>) -> MeasuredForm<'b> {
        MeasuredForm {
            form: &self.shown.form,
            table: &self.shown.table,
            order: &self.order,
            names,
            four_quarters: &self.four_quarters,
            previous: self.previous.as_ref(),
            trend: self.trend.as_ref(),
            drill: self.drill.as_ref(),
        }
    }
}

fn order_of(form: &Form, asked: Option<&str>) -> Result<Order, Failure> {
    let Some(asked) = asked else {
        return Ok(Order::default());
    };
    let sections: Vec<&str> = form.factors().map(|section| section.id.as_str()).collect();
    let offered = format!("rank, name, sheets, rate, figure, {}", sections.join(", "));
    let problem = || unprocessable(not_offered("sort", &offered));
    Order::parse(asked, &sections).ok_or_else(problem)
}

fn previous(words: Words, asked: &Asked, shown: &Shown) -> Option<Previous> {
    let before = Period::parse(&asked.period.previous().to_string()).ok()?;
    (asked.reach == Reach::Period).then(|| Previous {
        name: period::name(words, before),
        row: shown.before.clone(),
    })
}

/// The quarters up to here, from the first that has sheets.
fn trend(words: Words, unit: &str, quarters: &[Quarter]) -> Option<Trend> {
    let first = quarters.iter().position(|quarter| quarter.row.is_some())?;
    let points = quarters
        .iter()
        .skip(first)
        .map(|quarter| point(words, unit, quarter));
    Some(Trend {
        title: words.say("overview.by_quarter").to_owned(),
        points: points.collect(),
        goal: None,
    })
}

fn point(words: Words, unit: &str, quarter: &Quarter) -> Point {
    let text = quarter.period.to_string();
    let name = period::name(words, quarter.period);
    let reasons: Vec<String> = quarter.breaks.iter().map(|it| reason(words, it)).collect();
    let measured = quarter
        .row
        .as_ref()
        .filter(|row| row.enough && !row.is_withheld());
    Point {
        short: short(&text),
        name,
        address: Some(format!("/tinh/{unit}?period={text}")),
        measured: measured.and_then(|row| {
            Some(Measured {
                percent: row.percent.clone()?,
                interval: row.interval.clone(),
            })
        }),
        n_sheets: quarter.row.as_ref().map_or(0, |row| row.n),
        break_before: (!reasons.is_empty()).then(|| reasons.join("; ")),
    }
}

fn reason(words: Words, broken: &Break) -> String {
    match broken {
        Break::Form(old, new) => words.fill("overview.break_form", &[("old", old), ("new", new)]),
        Break::Method(old, new) => {
            words.fill("overview.break_method", &[("old", old), ("new", new)])
        }
        Break::Borders => words.say("overview.break_borders").to_owned(),
    }
}

/// A quarter such as `2026-Q3b` as it stands under an axis: `III/26`.
fn short(text: &str) -> String {
    let (year, part) = text
        .trim_end_matches('b')
        .split_once("-Q")
        .unwrap_or((text, ""));
    let numeral = match part {
        "1" => "I",
        "2" => "II",
        "3" => "III",
        "4" => "IV",
        other => other,
    };
    format!("{numeral}/{}", year.get(2..).unwrap_or(year))
}

fn drilled(desk: &Desk, drill: Drill, rows: &[ResultRow]) -> view::Drill {
    let app = &desk.site.app;
    if drill == Drill::Questions {
        return view::Drill::Questions(rows.to_vec());
    }
    let named = rows
        .iter()
        .map(|row| (service_name(app, desk.words, row), row.clone()));
    let mut named: Vec<(String, ResultRow)> = named.collect();
    named.sort_by_key(|(_, row)| place_in_list(app, row.service.as_deref()));
    view::Drill::Services(named)
}

fn service_name(app: &App, words: Words, row: &ResultRow) -> String {
    let code = row.service.as_deref().unwrap_or_default();
    let mut fields = app.services.all().iter();
    match fields.find(|field| field.code.as_str() == code) {
        Some(field) => field.label.get(words.tag()).to_owned(),
        None if code.is_empty() => words.say("unit.no_service").to_owned(),
        None => code.to_owned(),
    }
}

/// Fields in the order people know them by, unknown ones behind them, sheets without one last.
fn place_in_list(app: &App, service: Option<&str>) -> (bool, usize) {
    let code = service.unwrap_or_default();
    let mut fields = app.services.all().iter();
    let place = fields.position(|field| field.code.as_str() == code);
    (code.is_empty(), place.unwrap_or(usize::MAX))
}
