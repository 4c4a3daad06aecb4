//! Finds the one form that a plan or a publication speaks of, and what is rated in it.

use std::sync::Arc;

use super::compute_results::{Counted, breakdown, forms};
use super::{App, UsecaseError};
use crate::domain::form::{Form, Question, Section};
use crate::domain::round::Round;

/// The one form a plan or a publication speaks of: the round's, else that of most sheets among
/// those with a percent.
///
/// # Errors
/// When a form or method is unknown.
pub fn main_form(
    app: &App,
    counted: &Counted,
    round: Option<&Round>,
) -> Result<Option<Arc<Form>>, UsecaseError> {
    let asked = round.and_then(|round| app.catalog.find(&round.form));
    if let Some(form) = asked {
        return Ok(Some(Arc::clone(form)));
    }
    let mut best: Option<((bool, u64), Arc<Form>)> = None;
    for form in forms(app, counted, None)? {
        let rows = breakdown(app, counted, &form, None, None)?;
        let Some(row) = rows.first().filter(|row| row.n > 0) else {
            continue;
        };
        let weight = (row.percent.is_some(), row.n);
        if best.as_ref().is_none_or(|(most, _)| weight >= *most) {
            best = Some((weight, form));
        }
    }
    Ok(best.map(|(_, form)| form))
}

/// The questions of a section with a satisfaction scale.
pub fn rated(section: &Section) -> impl Iterator<Item = &Question> {
    let counted = section.questions.iter().filter(|q| q.is_counted());
    counted.filter(|question| question.satisfaction_scale().is_some())
}
