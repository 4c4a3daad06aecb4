//! The rows of one form version in the period shown.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::dossiers::Visits;
use crate::domain::form::{Form, Text};
use crate::domain::results::{By, ResultRow};
use crate::domain::sample::response_rate;
use crate::domain::visit::{self, Trace};
use crate::usecase::compute_results::{Counted, breakdown};
use crate::usecase::{App, UsecaseError};
use crate::web::text::Words;
use crate::web::view::unit::Purposes;
use crate::web::view::unit::purposes::Line;

/// All rows of one form version.
pub(super) struct Results {
    pub(super) form: Arc<Form>,
    pub(super) headline: ResultRow,
    pub(super) sections: Vec<ResultRow>,
    pub(super) questions: Vec<ResultRow>,
    pub(super) channels: Vec<ResultRow>,
    pub(super) months: Vec<ResultRow>,
    pub(super) services: Vec<ResultRow>,
}

impl Results {
    /// `None` where the form has no headline.
    pub(super) fn of(
        app: &App,
        counted: &Counted,
        form: Arc<Form>,
    ) -> Result<Option<Self>, UsecaseError> {
        let rows = |by| breakdown(app, counted, &form, None, by);
        let Some(headline) = rows(None)?.into_iter().next() else {
            return Ok(None);
        };
        let mut services = rows(Some(By::Service))?;
        services.sort_by_key(|row| place_in_list(app, row.service.as_deref()));
        Ok(Some(Self {
            headline,
            sections: rows(Some(By::Section))?,
            questions: rows(Some(By::Question))?,
            channels: rows(Some(By::Channel))?,
            months: rows(Some(By::Month))?,
            services,
            form,
        }))
    }

    pub(super) fn question(&self, id: &str) -> Option<&ResultRow> {
        self.questions
            .iter()
            .find(|row| row.question.as_deref() == Some(id))
    }

    /// Answers by purpose over visits; `None` where the form does not ask what people came for.
    pub(super) fn purposes(&self, words: Words, visits: &Visits) -> Option<Purposes> {
        let (question, options) = visit::purposes(&self.form)?;
        let row = self.question(question.id.as_str())?;
        let line = |option: &crate::domain::form::Choice| {
            let value = option.value.as_str();
            // What is not there was folded into others, and is not told alone.
            let n = *row.counts.get(value)?;
            let visits = match visit::trace(value) {
                Trace::Received => visits.received,
                Trace::Returned => visits.returned,
                Trace::Nothing => None,
            };
            Some(Line {
                name: option.label.get(words.tag()).to_owned(),
                n,
                visits,
                rate: response_rate(n, visits).map(|rate| rate.to_string()),
            })
        };
        Some(Purposes {
            lines: options.iter().filter_map(line).collect(),
            is_declared: visits.is_declared,
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

pub(super) fn service_names(app: &App) -> BTreeMap<String, Text> {
    let fields = app.services.all().iter();
    fields
        .map(|field| (field.code.to_string(), field.label.clone()))
        .collect()
}
