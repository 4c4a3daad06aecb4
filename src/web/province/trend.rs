//! `/tinh/{unit}/xu-huong` and `/don-vi/{unit}/xu-huong`: a figure over periods.

use std::sync::Arc;

use axum::Router;
use axum::routing::get;
use maud::Markup;

use crate::domain::form::{Channel, Form, Section};
use crate::domain::period::Period;
use crate::domain::results::{By, ResultRow};
use crate::domain::round::Round;
use crate::domain::side_by_side::{breaks, difference};
use crate::domain::unit::Level;
use crate::usecase::compute_results::pooled;
use crate::usecase::describe_unit::describe;
use crate::usecase::find_main_form::form_of;
use crate::usecase::release_results::release;
use crate::usecase::{App, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::extract::Path;
use crate::web::period;
use crate::web::problem::Problem;
use crate::web::province::step::{Step, short};
use crate::web::province::versions::{Used, forms_used};
use crate::web::site::Site;
use crate::web::unit::counter::may_keep;
use crate::web::view::compare::reasons;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::number;
use crate::web::view::period::Link;
use crate::web::view::trend::{Measured, Point, Trend};
use crate::web::view::trend_page::{self as view, ChannelLine, TrendPage, WhoseDesk};

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/tinh/{unit}/xu-huong", get(of_province))
        .route("/don-vi/{unit}/xu-huong", get(of_unit))
}

async fn of_province(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    show(&desk, &unit, Place::Province).await
}

async fn of_unit(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    show(&desk, &unit, Place::Unit).await
}

/// Which desk's address a trend stands under.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Province,
    Unit,
}

impl Place {
    fn path(self) -> &'static str {
        match self {
            Self::Province => "/tinh",
            Self::Unit => "/don-vi",
        }
    }
}

async fn show(desk: &Desk, unit: &str, place: Place) -> Result<Markup, Failure> {
    let (app, scope) = (&desk.site.app, &desk.who.scope);
    let shown = release(app, scope, unit, desk.period).await?;
    let (found, round) = (&shown.found, shown.round());
    let is_province = found.unit.level == Level::Province.as_str();
    if is_province != (place == Place::Province) {
        return Err(Failure::not_found());
    }
    let step = Step::asked(desk)?;
    let mut counted = Vec::new();
    for period in step.periods(desk.period) {
        counted.push(Used::of(app, release(app, scope, unit, period).await?)?);
    }
    let used = forms_used(app, form_of(round), &counted);
    let form = asked_form(desk, &used)?;
    let measured = counted
        .iter()
        .map(|used| Looked::at(app, used, &form))
        .collect::<Result<Vec<_>, _>>()?;
    let measured = begun(measured);
    let series = Series {
        desk,
        step,
        unit,
        place,
        looked: &measured,
        round,
    };
    let described = describe(app, found.edition, unit).await?;
    let head = desk.head(&described);
    let text = desk.period.to_string();
    let door = may_keep(desk).then(|| format!("/don-vi/{unit}/may"));
    let tabs = Tabs {
        unit,
        period: &text,
        counter: door.as_deref(),
    };
    let page = TrendPage {
        masthead: head.masthead(),
        desk: match place {
            Place::Province => WhoseDesk::Province(tabs),
            Place::Unit => WhoseDesk::Unit(tabs),
        },
        name: &found.unit.full_name,
        period: &desk.shown(),
        steps: &series.steps(),
        forms: &series.forms(&used, &form),
        headline: &series.headline(),
        factors: &series.factors(),
        notes: &series.notes(),
        columns: &series.columns(),
        channels: &series.channels(),
        is_empty: measured.iter().all(|looked| looked.n_sheets() == 0),
    };
    Ok(view::page(desk.words, &page))
}

/// The periods from the first one with sheets on; all of them where none has any.
fn begun(mut looked: Vec<Looked>) -> Vec<Looked> {
    let first = looked.iter().position(|looked| looked.n_sheets() > 0);
    // One period more, so that a line has somewhere to begin.
    looked.drain(..first.unwrap_or(0).saturating_sub(1));
    looked
}

fn asked_form(desk: &Desk, used: &[Arc<Form>]) -> Result<Arc<Form>, Failure> {
    match desk.query.get("mau") {
        None => used.first().cloned().ok_or_else(Failure::not_found),
        Some(id) => desk.site.app.catalog.newest(id).cloned().ok_or_else(|| {
            let shown: String = id.chars().take(60).collect();
            let problem = Problem::of(
                "mau",
                "unknown_form",
                (
                    format!("không có mẫu phiếu “{shown}”"),
                    format!("no form “{shown}”"),
                ),
            );
            Failure::with(axum::http::StatusCode::UNPROCESSABLE_ENTITY, vec![problem])
        }),
    }
}

/// What one period shows of the form.
struct Looked {
    period: Period,
    headline: Option<ResultRow>,
    /// Factors with their titles.
    sections: Vec<(Section, ResultRow)>,
    channels: Vec<ResultRow>,
    /// Sheets of the versions that are not shown.
    others: Vec<(String, u64)>,
}

impl Looked {
    fn at(app: &App, used: &Used, form: &Arc<Form>) -> Result<Self, UsecaseError> {
        let version = used.version(form);
        let rows = |by| -> Result<Vec<ResultRow>, UsecaseError> {
            pooled(app, &used.counted, &version, None, by)
        };
        let sections = rows(Some(By::Section))?;
        let of_section = |section: &Section| {
            let own = |row: &&ResultRow| row.section.as_deref() == Some(section.id.as_str());
            Some((section.clone(), sections.iter().find(own)?.clone()))
        };
        Ok(Self {
            period: used.counted.period,
            headline: used.headline(&version).cloned(),
            sections: version.factors().filter_map(of_section).collect(),
            channels: rows(Some(By::Channel))?,
            others: used.others(&version),
        })
    }

    fn n_sheets(&self) -> u64 {
        self.headline.as_ref().map_or(0, |row| row.n)
    }

    fn section(&self, id: &str) -> Option<&ResultRow> {
        let own = self
            .sections
            .iter()
            .find(|(section, _)| section.id.as_str() == id);
        own.map(|(_, row)| row)
    }
}

/// The periods of a place.
struct Series<'a> {
    desk: &'a Desk,
    step: Step,
    unit: &'a str,
    place: Place,
    looked: &'a [Looked],
    round: Option<&'a Round>,
}

/// Columns of the table of channels.
const MOST_COLUMNS: usize = 8;

impl Series<'_> {
    fn headline(&self) -> Trend {
        let goal = self.round.and_then(|round| round.goal.as_ref());
        Trend {
            title: self.desk.words.say("trend.headline").to_owned(),
            points: self.points(&|looked| looked.headline.as_ref()),
            goal: goal.map(|goal| self.goal(goal.to_string())),
        }
    }

    /// One trend for each factor of the newest version shown.
    fn factors(&self) -> Vec<Trend> {
        let newest = self
            .looked
            .last()
            .map_or(&[][..], |looked| looked.sections.as_slice());
        let of_section = |(section, _): &(Section, ResultRow)| {
            let id = section.id.as_str();
            let goal = self.round.and_then(|round| round.goal_of(id));
            Trend {
                title: section.title.get(self.desk.words.tag()).to_owned(),
                points: self.points(&|looked| looked.section(id)),
                goal: goal.map(|goal| self.goal(goal.to_string())),
            }
        };
        newest.iter().map(of_section).collect()
    }

    fn goal(&self, figure: String) -> (String, String) {
        (figure, self.desk.words.say("trend.goal").to_owned())
    }

    fn points(&self, row_of: &dyn Fn(&Looked) -> Option<&ResultRow>) -> Vec<Point> {
        let mut before: Option<&ResultRow> = None;
        let mut points = Vec::new();
        for looked in self.looked {
            let row = row_of(looked).filter(|row| row.n > 0);
            let reason = before.zip(row).and_then(|(before, row)| {
                let found = breaks(before, row);
                (!found.is_empty()).then(|| reasons(self.desk.words, &found, before, row))
            });
            points.push(Point {
                short: short(looked.period),
                name: period::name(self.desk.words, looked.period),
                address: Some(format!("{}?period={}", self.desk_address(), looked.period)),
                measured: row.and_then(measured),
                n_sheets: row.map_or(0, |row| row.n),
                break_before: reason,
            });
            before = row.or(before);
        }
        points
    }

    /// The desk whose trend this is, which every period leads to.
    fn desk_address(&self) -> String {
        format!("{}/{}", self.place.path(), self.unit)
    }

    fn address(&self, step: &str, form: Option<&str>) -> String {
        let (desk, period) = (self.desk_address(), self.desk.period);
        let form = form.map(|form| format!("&mau={form}")).unwrap_or_default();
        format!("{desk}/xu-huong?period={period}&step={step}{form}")
    }

    fn step_name(&self) -> &'static str {
        let own = Step::ALL
            .into_iter()
            .find(|(step, _, _)| *step == self.step);
        own.map_or("quarter", |(_, name, _)| name)
    }

    fn steps(&self) -> Vec<Link> {
        let form = self.desk.query.get("mau");
        let link = |(step, name, words): (Step, &str, &'static str)| Link {
            name: self.desk.words.say(words).to_owned(),
            address: self.address(name, form),
            here: step == self.step,
        };
        Step::ALL.into_iter().map(link).collect()
    }

    fn forms(&self, used: &[Arc<Form>], here: &Form) -> Vec<Link> {
        let link = |form: &Arc<Form>| Link {
            name: form.title.get(self.desk.words.tag()).to_owned(),
            address: self.address(self.step_name(), Some(form.form_ref.id.as_str())),
            here: form.form_ref.id == here.form_ref.id,
        };
        used.iter().map(link).collect()
    }

    /// Versions with sheets beside the one that is drawn.
    fn notes(&self) -> Vec<String> {
        let words = self.desk.words;
        let told = self.looked.iter().flat_map(|looked| {
            looked.others.iter().map(move |(form, n)| {
                let name = period::name(words, looked.period);
                let n = number::count(words, *n);
                words.fill(
                    "trend.other_version",
                    &[("period", &name), ("form", form), ("n", &n)],
                )
            })
        });
        told.collect()
    }

    fn last_looked(&self) -> &[Looked] {
        let from = self.looked.len().saturating_sub(MOST_COLUMNS);
        self.looked.get(from..).unwrap_or_default()
    }

    fn columns(&self) -> Vec<String> {
        self.last_looked()
            .iter()
            .map(|looked| short(looked.period))
            .collect()
    }

    fn channels(&self) -> Vec<ChannelLine> {
        let looked = self.last_looked();
        let is_used = |channel: &Channel| {
            let mut rows = looked.iter().flat_map(|looked| &looked.channels);
            rows.any(|row| row.channel.as_deref() == Some(channel.as_str()))
        };
        let line = |name: &str| {
            let figures: Vec<Option<ResultRow>> = looked
                .iter()
                .map(|looked| {
                    looked
                        .channels
                        .iter()
                        .find(|row| row.channel.as_deref() == Some(name))
                        .cloned()
                })
                .collect();
            let mut newest = figures.iter().rev();
            let shown = |row: &Option<ResultRow>| {
                row.clone().filter(|row| row.enough && !row.is_withheld())
            };
            let after = newest.next().and_then(shown);
            let before = newest.next().and_then(shown);
            ChannelLine {
                channel: name.to_owned(),
                change: before
                    .zip(after)
                    .and_then(|(before, after)| difference(&before, &after)),
                figures,
            }
        };
        let used = Channel::ALL.into_iter().filter(is_used);
        used.map(|channel| line(channel.as_str())).collect()
    }
}

/// The figure of a row, where there are enough sheets to draw it.
fn measured(row: &ResultRow) -> Option<Measured> {
    let percent = row
        .percent
        .clone()
        .filter(|_| row.enough && !row.is_withheld())?;
    Some(Measured {
        percent,
        interval: row.interval.clone(),
    })
}
