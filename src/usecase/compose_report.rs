//! Composes the administrative report of a unit or a province from its figures.

mod beside;

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use self::beside::Beside;

use super::compute_results::{Counted, breakdown, pooled};
use super::describe_unit::{Described, describe, in_sentence};
use super::find_main_form::{form_of, forms_in_order};
use super::release_results::release;
use super::set_report::setting;
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::comparison::Mismatch;
use crate::domain::form::Form;
use crate::domain::period::{Period, Span};
use crate::domain::results::{By, FOLDED, ResultRow};
use crate::domain::roll_up::UnitRollUp;
use crate::domain::round::Round;
use crate::domain::sample::Enough;
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
    let chosen = Chosen::among(app, &now, round)?;
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

/// The form and method a report is about, and the other forms with answers.
struct Chosen {
    main: Option<(Arc<Form>, String)>,
    others: Vec<Arc<Form>>,
    /// What the round calls enough.
    enough: Option<Enough>,
}

impl Chosen {
    /// The main form by the round's method, where it is the round's.
    fn among(app: &App, counted: &Counted, round: Option<&Round>) -> Result<Self, UsecaseError> {
        let mut forms = forms_in_order(app, counted, form_of(round))?.into_iter();
        let main = forms.next().map(|form| {
            let of_round = round.filter(|round| round.form == form.form_ref.to_string());
            let method = of_round.and_then(|round| app.methods.get(&round.method));
            let method = method.map_or(&form.default_method, |method| &method.id);
            let method = method.to_string();
            (form, method)
        });
        Ok(Self {
            enough: round.map(|round| round.enough),
            others: forms.collect(),
            main,
        })
    }
}

impl Ground<'_> {
    fn main(&self) -> Result<Option<FormFigures<'_>>, UsecaseError> {
        let Some((form, id)) = &self.chosen.main else {
            return Ok(None);
        };
        let Some(method) = self.app.methods.get(id) else {
            return Ok(None);
        };
        let Some(now) = Rows::of(self.app, self.now, form, Some(id))? else {
            return Ok(None);
        };
        // The period before stands as it was reported: by its own round, if it had one.
        let rows = |counted: &Counted| Rows::of(self.app, counted, form, None);
        let before = self.before.map(rows).transpose()?.flatten();
        let before = before.filter(|before| before.headline.n > 0);
        let mismatch = before
            .as_ref()
            .and_then(|before| Mismatch::between(&now.headline, &before.headline));
        let before = before.filter(|_| mismatch.is_none()).map(|before| Before {
            headline: before.headline,
            sections: before.sections,
            questions: before.questions,
        });
        Ok(Some(FormFigures {
            form,
            method,
            headline: now.headline,
            sections: now.sections,
            questions: now.questions,
            before,
            mismatch,
            enough: self.chosen.enough.unwrap_or(method.enough),
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
        let rows = Rows::of(self.app, self.now, form, None)?;
        Ok(method.zip(rows).map(|(method, rows)| FormFigures {
            form,
            method,
            headline: rows.headline,
            sections: rows.sections,
            questions: rows.questions,
            before: None,
            mismatch: None,
            enough: method.enough,
            dossiers: None,
        }))
    }

    fn others(&self) -> Result<Vec<OtherForm<'_>>, UsecaseError> {
        let mut others = Vec::new();
        for form in &self.chosen.others {
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
    let (mut mean, mut mean_sections) = (None, Vec::new());
    if let Some((form, method)) = &ground.chosen.main {
        let rows = |by| breakdown(ground.app, ground.now, form, Some(method), by);
        let of_units = |row: &ResultRow| row.units == UnitRollUp::MeanOfUnits;
        mean = rows(None)?.into_iter().find(of_units);
        mean_sections = rows(Some(By::Section))?;
        mean_sections.retain(of_units);
    }
    let (units, pool) = unit_lines(ground)?;
    Ok(province::describe(&ProvinceReport {
        frame,
        name: &in_sentence(&described.unit),
        figures: main.as_ref(),
        mean: mean.as_ref(),
        mean_sections: &mean_sections,
        others: &others,
        units: &units,
        pool: pool.as_ref(),
    }))
}

/// Every unit with its own rows and its rank among the others; and what several are together that
/// are too few alone.
fn unit_lines(ground: &Ground<'_>) -> Result<(Vec<UnitLine>, Option<ResultRow>), UsecaseError> {
    let Ground { app, now, .. } = *ground;
    let mut headlines: BTreeMap<String, ResultRow> = BTreeMap::new();
    if let Some((form, method)) = &ground.chosen.main {
        let rows = breakdown(app, now, form, Some(method), Some(By::Unit))?;
        headlines.extend(rows.into_iter().map(|row| (row.unit.clone(), row)));
    }
    let mut lines = Vec::new();
    let taking_part = |unit: &&UnitRow| now.rounds.expect(&unit.code);
    for unit in now.found.counted().iter().filter(taking_part) {
        let headline = headlines.remove(&unit.code);
        let answered = headline
            .as_ref()
            .filter(|row| row.n > 0 && row.enough && !row.is_withheld());
        let sections = match (&ground.chosen.main, answered) {
            (Some((form, method)), Some(_)) => {
                let own = now.only(unit);
                breakdown(app, &own, form, Some(method), Some(By::Section))?
            }
            (Some(_) | None, Some(_) | None) => Vec::new(),
        };
        let received = now.dossiers.get(&unit.code).copied();
        let round = now.rounds.of_unit(&unit.code);
        lines.push(UnitLine {
            name: unit.full_name.clone(),
            in_sentence: in_sentence(unit),
            headline,
            sections,
            wanted: round.and_then(|round| round.sheets_wanted(&unit.code, received)),
            dossiers: received,
        });
    }
    Ok((lines, headlines.remove(FOLDED)))
}

/// The rows of one form version, all units' counts together.
struct Rows {
    headline: ResultRow,
    sections: Vec<ResultRow>,
    questions: Vec<ResultRow>,
}

impl Rows {
    fn of(
        app: &App,
        counted: &Counted,
        form: &Form,
        method: Option<&str>,
    ) -> Result<Option<Self>, UsecaseError> {
        let rows = |by| pooled(app, counted, form, method, by);
        let Some(headline) = rows(None)?.into_iter().next() else {
            return Ok(None);
        };
        Ok(Some(Self {
            headline,
            sections: rows(Some(By::Section))?,
            questions: rows(Some(By::Question))?,
        }))
    }
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
