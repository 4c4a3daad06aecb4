//! Finds the one form that a period is about, and what is rated in it.

use std::cmp::Reverse;
use std::sync::Arc;

use super::compute_results::{Counted, forms, pooled};
use super::{App, UsecaseError};
use crate::domain::form::{Form, FormRef, Question, Section};
use crate::domain::roll_up::RollUp;
use crate::domain::round::Round;

/// The one form that desk, report, plan and publication of a period are about: the first of
/// [`forms_in_order`].
///
/// # Errors
/// When a form or method is unknown.
pub fn main_form(
    app: &App,
    counted: &Counted,
    round: Option<&Round>,
) -> Result<Option<Arc<Form>>, UsecaseError> {
    let forms = forms_in_order(app, counted, form_of(round))?;
    Ok(forms.into_iter().next())
}

/// The form version a round asks for, as `id@version`.
#[must_use]
pub fn form_of(round: Option<&Round>) -> Option<&str> {
    round.map(|round| round.form.as_str())
}

/// The form versions of a period, the main one first: the round's, even before it has a sheet;
/// else the one of most sheets among those with a percent, of equal ones the first by id, in its
/// latest version.
///
/// # Errors
/// As for [`main_form`].
pub fn forms_in_order(
    app: &App,
    counted: &Counted,
    of_round: Option<&str>,
) -> Result<Vec<Arc<Form>>, UsecaseError> {
    let mut forms = used_in_order(app, counted, of_round)?;
    if let Some(main) = of_round.and_then(|name| app.catalog.find(name)) {
        let is_first = |first: &Arc<Form>| first.form_ref == main.form_ref;
        if !forms.first().is_some_and(is_first) {
            forms.insert(0, Arc::clone(main));
        }
    }
    Ok(forms)
}

/// As [`forms_in_order`], of the form versions that have answers, shown or not.
///
/// # Errors
/// As for [`main_form`].
pub fn used_in_order(
    app: &App,
    counted: &Counted,
    of_round: Option<&str>,
) -> Result<Vec<Arc<Form>>, UsecaseError> {
    let mut used = Vec::new();
    for form in forms(app, counted, None)? {
        let rows = pooled(app, counted, &form, None, None)?;
        let row = rows.first();
        let weight = Weight {
            has_percent: row.is_some_and(|row| row.percent.is_some()),
            is_whole: row.is_none_or(|row| row.roll_up != RollUp::MeanOfQuestions),
            n: row.map_or(0, |row| row.n),
        };
        used.push((form, weight));
    }
    let of_round = of_round.and_then(FormRef::parse);
    used.sort_by_cached_key(|(form, weight)| place(&form.form_ref, *weight, of_round.as_ref()));
    Ok(used.into_iter().map(|(form, _)| form).collect())
}

/// What speaks for a form version; the greater, the more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Weight {
    has_percent: bool,
    /// Not put to people in parts, as a rotating block is beside the form that is asked.
    is_whole: bool,
    n: u64,
}

/// Where a form version stands; the least is the main one.
fn place(form: &FormRef, weight: Weight, of_round: Option<&FormRef>) -> impl Ord + use<> {
    let is_other = of_round != Some(form);
    (
        is_other,
        Reverse(weight),
        form.id.clone(),
        Reverse(form.version),
    )
}

/// The questions of a section with a satisfaction scale.
pub fn rated(section: &Section) -> impl Iterator<Item = &Question> {
    let counted = section.questions.iter().filter(|q| q.is_counted());
    counted.filter(|question| question.satisfaction_scale().is_some())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Form version, whether it has a percent, its sheets.
    type Used = (&'static str, bool, u64);

    #[test]
    fn a_period_is_about_one_form_whoever_asks() {
        let cases: [(&[Used], Option<&str>, &str, &str); 9] = [
            (
                &[("b@1", true, 9), ("a@1", true, 8)],
                None,
                "b@1",
                "most sheets",
            ),
            (
                &[("a@1", false, 90), ("b@1", true, 5)],
                None,
                "b@1",
                "a percent before none",
            ),
            (
                &[("a@1", false, 6), ("b@1", false, 7)],
                None,
                "b@1",
                "none has a percent",
            ),
            (
                &[("b@1", true, 9), ("a@1", true, 9)],
                None,
                "a@1",
                "a tie, by id",
            ),
            (
                &[("a@2", true, 9), ("a@10", true, 9)],
                None,
                "a@10",
                "a tie, the latest version",
            ),
            (
                &[("a@2", true, 8), ("a@1", true, 9)],
                None,
                "a@1",
                "most sheets before versions",
            ),
            (
                &[("a@1", true, 99), ("b@1", true, 5)],
                Some("b@1"),
                "b@1",
                "the round's",
            ),
            (
                &[("a@1", true, 99), ("b@1", false, 0)],
                Some("b@1"),
                "b@1",
                "without a figure too",
            ),
            (
                &[("a@1", true, 8), ("a@2", true, 9)],
                Some("a@1"),
                "a@1",
                "in the round's version",
            ),
        ];
        for (used, of_round, expected, why) in cases {
            let of_round = of_round.and_then(FormRef::parse);
            for turned in 0..used.len() {
                let mut forms: Vec<_> = used.to_vec();
                forms.rotate_left(turned);
                let main = forms.into_iter().min_by_key(|(name, has_percent, n)| {
                    let (has_percent, n) = (*has_percent, *n);
                    let form = FormRef::parse(name).unwrap();
                    let weight = Weight {
                        has_percent,
                        is_whole: true,
                        n,
                    };
                    place(&form, weight, of_round.as_ref())
                });
                assert_eq!(main.unwrap().0, expected, "{why}, turned by {turned}");
            }
        }
    }

    #[test]
    fn a_rotating_block_is_not_the_main_form_however_many_were_asked() {
        let weight = |is_whole, n| Weight {
            has_percent: true,
            is_whole,
            n,
        };
        let form = |name| FormRef::parse(name).unwrap();
        let counter = place(&form("b@1"), weight(true, 5), None);
        assert!(counter < place(&form("a@1"), weight(false, 99), None));
    }
}
