//! Composes the administrative report of a unit or a province from its figures.

mod beside;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use self::beside::Beside;

use super::compute_results::{Counted, breakdown, method_of, pooled};
use super::describe_unit::{Described, describe, in_sentence};
use super::find_main_form::{form_of, forms_in_order};
use super::rank_units::rank;
use super::release_results::release;
use super::set_report::setting;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::comparison::Mismatch;
use crate::domain::form::Form;
use crate::domain::method::Method;
use crate::domain::period::{Period, Span};
use crate::domain::results::{By, FOLDED, ResultRow, Table};
use crate::domain::roll_up::UnitRollUp;
use crate::domain::unit::Level;
use crate::exchange::report::province::{self, ProvinceReport, UnitLine};
use crate::exchange::report::unit::{self, Place, UnitReport};
use crate::exchange::report::{Before, Books, FormFigures, Frame, OtherForm, Report, Status};
use crate::storage::unit::UnitRow;
use crate::storage::{batch, bundle_span};

/// Whose report, of when, and from which figures.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The period.
    pub period: Period,
    /// Who draws it up, where known.
    pub compiler: Option<&'a str>,
    /// The day it is drawn up.
    pub day: Date,
    /// Whether somebody has signed it.
    pub status: Status,
}

/// The report, and the unit it is of.
#[derive(Clone, Debug)]
pub struct Composed {
    /// The unit.
    pub unit: UnitRow,
    /// The report.
    pub report: Report,
}

/// Composes the report of a unit, or of a province with all its units.
///
/// # Errors
/// When the unit is unknown or out of reach, or the file cannot be read.
pub async fn compose(app: &App, scope: &Scope, asked: Asked<'_>) -> Result<Composed, UsecaseError> {
    let now = release(app, scope, asked.unit, asked.period).await?;
    let before = match Period::parse(&asked.period.previous().to_string()) {
        Ok(previous) => Some(release(app, scope, asked.unit, previous).await),
        Err(_) => None,
    };
    // A unit that did not exist then has nothing to be set against.
    let before = match before {
        Some(Err(UsecaseError::UnknownUnit(_))) | None => None,
        Some(found) => Some(found?),
    };
    let found = now.found.clone();
    let described = describe(app, found.edition, asked.unit).await?;
    let round = now.round();
    let setting = setting(app, &described).await?;
    let seal = seal(app, &found.unit, asked.period).await?;
    let frame = Frame {
        setting: &setting,
        period: asked.period,
        today: asked.day,
        compiler: asked.compiler,
        seal: seal.as_deref(),
        status: asked.status,
        round,
        books: books(&now),
    };
    let chosen = Chosen::among(app, &now)?;
    let ground = Ground {
        app,
        now: &now,
        before: before.as_ref(),
        chosen: &chosen,
    };
    let report = if found.unit.level == Level::Province.as_str() {
        province_report(&ground, frame, &described)?
    } else {
        let beside = Beside::of(app, scope, &found.unit, asked.period).await?;
        unit_report(&ground, frame, &described, &beside)?
    };
    Ok(Composed {
        unit: found.unit,
        report,
    })
}

fn books(counted: &Counted) -> Books {
    if counted.is_open() {
        Books::Open(counted.covered())
    } else {
        Books::Closed
    }
}

/// What a report is computed from.
struct Ground<'a> {
    app: &'a App,
    now: &'a Counted,
    before: Option<&'a Counted>,
    chosen: &'a Chosen,
}

/// The form a report is about, and the other forms with answers.
struct Chosen {
    main: Option<Main>,
    others: Vec<Arc<Form>>,
}

/// The form a report is about: by the round's method where it is the round's, and what is enough
/// by the same rule.
struct Main {
    form: Arc<Form>,
    method: Method,
    table: Table,
}

impl Chosen {
    fn among(app: &App, counted: &Counted) -> Result<Self, UsecaseError> {
        let mut forms = forms_in_order(app, counted, form_of(counted.round()))?.into_iter();
        let main = match forms.next() {
            Some(form) => Some(Main {
                method: method_of(app, counted, &form, None)?,
                table: rank(app, counted, &form)?,
                form,
            }),
            None => None,
        };
        Ok(Self {
            main,
            others: forms.collect(),
        })
    }
}

impl Ground<'_> {
    fn main(&self) -> Result<Option<FormFigures<'_>>, UsecaseError> {
        let Some(Main {
            form,
            method,
            table,
        }) = &self.chosen.main
        else {
            return Ok(None);
        };
        let Some(headline) = table.headline.first() else {
            return Ok(None);
        };
        let before = self.before(form)?;
        let mismatch = before
            .as_ref()
            .and_then(|before| Mismatch::between(headline, &before.headline));
        Ok(Some(FormFigures {
            form,
            method,
            headline: headline.clone(),
            sections: table.sections.clone(),
            questions: pooled(self.app, self.now, form, None, Some(By::Question))?,
            before: before.filter(|_| mismatch.is_none()),
            mismatch,
            dossiers: (self.now.found.below.is_empty())
                .then(|| self.now.dossiers.get(&self.now.found.unit.code).copied())
                .flatten(),
        }))
    }

    /// The round's rotating block, by its form's own method.
    fn rotating(&self) -> Result<Option<FormFigures<'_>>, UsecaseError> {
        let mut forms = self.chosen.others.iter();
        let Some(form) = forms.find(|form| self.now.rotates(form)) else {
            return Ok(None);
        };
        let method = self.app.methods.get(form.default_method.as_str());
        let table = rank(self.app, self.now, form)?;
        let questions = pooled(self.app, self.now, form, None, Some(By::Question))?;
        let headline = table.headline.into_iter().next();
        Ok(method.zip(headline).map(|(method, headline)| FormFigures {
            form,
            method,
            headline,
            sections: table.sections,
            questions,
            before: None,
            mismatch: None,
            dossiers: None,
        }))
    }

    /// The period before stands as it was reported: by its own round, if it had one.
    fn before(&self, form: &Form) -> Result<Option<Before>, UsecaseError> {
        let Some(counted) = self.before else {
            return Ok(None);
        };
        let table = rank(self.app, counted, form)?;
        let headline = table.headline.into_iter().next();
        let Some(headline) = headline.filter(|row| row.n > 0) else {
            return Ok(None);
        };
        Ok(Some(Before {
            headline,
            sections: table.sections,
            questions: pooled(self.app, counted, form, None, Some(By::Question))?,
        }))
    }

    fn others(&self) -> Result<Vec<OtherForm<'_>>, UsecaseError> {
        let mut others = Vec::new();
        // A rotating block was asked of people who left a sheet of the form reported too.
        let beside = self.chosen.others.iter();
        for form in beside.filter(|form| !self.now.rotates(form)) {
            let method = self.app.methods.get(form.default_method.as_str());
            let rows = pooled(self.app, self.now, form, None, None)?;
            let row = rows.into_iter().next();
            if let (Some(method), Some(headline)) = (method, row) {
                others.push(OtherForm {
                    form,
                    method,
                    headline,
                });
            }
        }
        Ok(others)
    }
}

fn unit_report(
    ground: &Ground<'_>,
    frame: Frame<'_>,
    described: &Described,
    beside: &Beside,
) -> Result<Report, UsecaseError> {
    let unit = &described.unit;
    let (main, others, rotating) = (ground.main()?, ground.others()?, ground.rotating()?);
    let received = ground.now.dossiers.get(&unit.code).copied();
    let place = if unit.level == Level::Commune.as_str() {
        Place::Commune
    } else {
        Place::Office
    };
    Ok(unit::describe(&UnitReport {
        frame,
        name: &in_sentence(unit),
        place,
        figures: main.as_ref(),
        rotating: rotating.as_ref(),
        others: &others,
        wanted: frame
            .round
            .and_then(|round| round.sheets_wanted(&unit.code, received)),
        visits: beside.visits,
        plan: &beside.plan,
    }))
}

fn province_report(
    ground: &Ground<'_>,
    frame: Frame<'_>,
    described: &Described,
) -> Result<Report, UsecaseError> {
    let (main, others) = (ground.main()?, ground.others()?);
    let (mean, mean_sections) = means(ground)?;
    let (units, pool) = unit_lines(ground);
    Ok(province::describe(&ProvinceReport {
        frame,
        name: &in_sentence(&described.unit),
        figures: main.as_ref(),
        mean: mean.as_ref(),
        mean_sections: &mean_sections,
        others: &others,
        units: &units,
        pool: pool.as_ref(),
        rounds: &ground.now.rounds,
    }))
}

/// The plain mean of ranked units: of the headline, and of each factor, told where the factor of
/// all answers together is.
fn means(ground: &Ground<'_>) -> Result<(Option<ResultRow>, Vec<ResultRow>), UsecaseError> {
    let Some(Main { form, table, .. }) = &ground.chosen.main else {
        return Ok((None, Vec::new()));
    };
    let of_units = |row: &&ResultRow| row.units == UnitRollUp::MeanOfUnits;
    let rows = breakdown(ground.app, ground.now, form, None, Some(By::Section))?;
    let means = rows.iter().filter(of_units).zip(&table.sections);
    let sections = means.map(|(mean, whole)| ResultRow {
        enough: whole.enough,
        ..mean.clone()
    });
    let headline = table.headline.iter().find(of_units).cloned();
    Ok((headline, sections.collect()))
}

/// Every unit as it stands in the ranking; and what several are together that are too few alone.
fn unit_lines(ground: &Ground<'_>) -> (Vec<UnitLine>, Option<ResultRow>) {
    let Ground { now, chosen, .. } = *ground;
    let main = chosen.main.as_ref();
    let form = &main.map_or_else(String::new, |main| main.form.form_ref.to_string());
    let ranked = main.into_iter().flat_map(|main| &main.table.units);
    let ranked: BTreeMap<&str, _> = ranked
        .map(|line| (line.headline.unit.as_str(), line))
        .collect();
    let line = |unit: &UnitRow| {
        let line = ranked.get(unit.code.as_str());
        let received = now.dossiers.get(&unit.code).copied();
        let round = now.rounds.of_unit_and_form(&unit.code, form);
        UnitLine {
            name: unit.full_name.clone(),
            in_sentence: in_sentence(unit),
            headline: line.map(|line| line.headline.clone()),
            sections: line.map_or_else(Vec::new, |line| line.sections.clone()),
            wanted: round.and_then(|round| round.sheets_wanted(&unit.code, received)),
            is_asked_otherwise: now.rounds.asks_otherwise(&unit.code, form),
        }
    };
    let taking_part = |unit: &&UnitRow| now.rounds.expect(&unit.code);
    let units = now.found.counted().iter().filter(taking_part);
    let pool = ranked.get(FOLDED).map(|line| line.headline.clone());
    (units.map(line).collect(), pool)
}

/// The first sixteen digits of what seals a unit's figures: the end of its ledger where it is
/// collected for here, else the last bundle that counts in the period.
async fn seal(app: &App, unit: &UnitRow, period: Period) -> Result<Option<String>, UsecaseError> {
    const N_DIGITS: usize = 16;
    let mut connection = app.store.read().await?;
    if let Some((_, head)) = batch::last_sealed(&mut connection, &unit.code).await? {
        return Ok(hex::encode(head).get(..N_DIGITS).map(str::to_owned));
    }
    let (from, to) = (
        Span::of(period.from()).to_string(),
        Span::of(period.to()).to_string(),
    );
    let spans = bundle_span::of_unit(&mut connection, &unit.code).await?;
    let counting = spans.into_iter().filter(|span| {
        !span.is_withdrawn && (from.as_str()..=to.as_str()).contains(&span.span.as_str())
    });
    let last = counting.max_by_key(|span| span.revision);
    Ok(last.map(|span| span.bundle))
}
