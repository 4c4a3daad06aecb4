//! Writes a unit's figures as files for people and programs.

use std::collections::BTreeMap;
use std::io;

use super::compute_results::{Counted, breakdown, forms, pooled};
use super::release_results::release;
use super::{App, UsecaseError};
use crate::config::Language;
use crate::domain::account::Scope;
use crate::domain::form::Form;
use crate::domain::method::Method;
use crate::domain::period::Period;
use crate::domain::results::{By, FOLDED};
use crate::exchange::csv::{Dialect, TallyCsv, TallyTable};
use crate::exchange::workbook::{self, Content, FormResults, MethodNote};

/// Whose figures, and when. The unit is named in the edition in force on the period's last day.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Unit code.
    pub unit: &'a str,
    /// The period.
    pub period: Period,
}

/// The XLSX workbook: every form that has answers, by its default method.
///
/// # Errors
/// When the unit is unknown or out of reach, or the database cannot be read.
pub async fn workbook(
    app: &App,
    scope: &Scope,
    asked: Asked<'_>,
    language: Language,
) -> Result<Vec<u8>, UsecaseError> {
    let counted = release(app, scope, asked.unit, asked.period).await?;
    let forms = forms(app, &counted, None)?;
    let results = forms
        .iter()
        .map(|form| form_results(app, &counted, form, language));
    let names = counted
        .found
        .below
        .iter()
        .map(|unit| (unit.code.clone(), unit.full_name.clone()));
    let services = app.services.all().iter();
    let content = Content {
        language,
        unit_code: counted.found.unit.code.clone(),
        unit_edition: counted.found.edition.as_str().to_owned(),
        unit_name: counted.found.unit.full_name.clone(),
        period: counted.period.to_string(),
        from: counted.period.from(),
        to: counted.period.to(),
        covered: counted.covered(),
        is_open: counted.is_open(),
        is_divided: counted.is_divided(),
        forms: results.collect::<Result<_, _>>()?,
        unit_names: names.collect(),
        service_names: services
            .map(|field| {
                (
                    field.code.to_string(),
                    field.label.get(language.as_str()).to_owned(),
                )
            })
            .collect(),
    };
    workbook::write(&content).map_err(|error| UsecaseError::File(io::Error::other(error)))
}

/// Every count that may be shown as CSV: per form version, question, level and channel, over the
/// whole period. Of a province, the rows of each of its communes that has answers, in Vietnamese
/// order, then those of communes that are too few alone.
///
/// # Errors
/// When the unit is unknown or out of reach, or the database cannot be read.
pub async fn tallies_csv(
    app: &App,
    scope: &Scope,
    asked: Asked<'_>,
    dialect: Dialect,
) -> Result<Vec<u8>, UsecaseError> {
    let counted = release(app, scope, asked.unit, asked.period).await?;
    let forms = forms(app, &counted, None)?;
    let mut file = TallyCsv::begin(Vec::new(), dialect)?;
    let table = |form, answers| TallyTable {
        unit_code: FOLDED,
        unit_edition: counted.found.edition.as_str(),
        unit_name: FOLDED,
        from: counted.period.from(),
        to: counted.period.to(),
        form,
        answers,
    };
    for unit in counted.found.counted() {
        for form in &forms {
            if let Some(released) = counted.released(&unit.code, &form.form_ref.to_string()) {
                file.add(&TallyTable {
                    unit_code: &unit.code,
                    unit_name: &unit.full_name,
                    ..table(form, &released.channels)
                })?;
            }
        }
    }
    for form in &forms {
        if let Some(pooled) = counted.pooled(&form.form_ref.to_string()) {
            file.add(&table(form, &pooled.channels))?;
        }
    }
    Ok(file.end()?)
}

fn form_results<'f>(
    app: &App,
    counted: &Counted,
    form: &'f Form,
    language: Language,
) -> Result<FormResults<'f>, UsecaseError> {
    let rows = |by| breakdown(app, counted, form, None, by);
    // Both unit roll-ups stand labelled in the summary; the other sheets have no column to tell
    // two rows of the same factor apart, so they hold the counts of all units together.
    let pooled = |by| pooled(app, counted, form, None, Some(by));
    // One row that says nothing but the total is no breakdown: the sheet says why there is none.
    let divided = |by| {
        if counted.is_divided() {
            pooled(by)
        } else {
            Ok(Vec::new())
        }
    };
    let method = app.methods.get(form.default_method.as_str());
    Ok(FormResults {
        form,
        method: method
            .map(|method| note(method, language))
            .unwrap_or_default(),
        headline: rows(None)?,
        units: if counted.found.below.is_empty() {
            Vec::new()
        } else {
            rows(Some(By::Unit))?
        },
        sections: pooled(By::Section)?,
        questions: pooled(By::Question)?,
        services: divided(By::Service)?,
        channels: divided(By::Channel)?,
    })
}

fn note(method: &Method, language: Language) -> MethodNote {
    let language = language.as_str();
    let groups: BTreeMap<String, String> = method
        .groups
        .iter()
        .map(|group| (group.id.clone(), group.label.get(language).to_owned()))
        .collect();
    MethodNote {
        title: method.title.get(language).to_owned(),
        decision: method.decision.clone(),
        note: method
            .note
            .as_ref()
            .map(|note| note.get(language).to_owned()),
        groups,
    }
}
