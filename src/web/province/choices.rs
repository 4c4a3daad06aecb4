//! What a comparison was asked for: every choice read, every problem told, nothing typed lost.

use std::sync::Arc;

use crate::domain::form::{Form, Scale};
use crate::domain::method::Method;
use crate::domain::period::{FIRST_YEAR, Period};
use crate::domain::plain_text::is_printable;
use crate::domain::unit::Level;
use crate::domain::vietnamese::fold;
use crate::storage::unit::UnitRow;
use crate::usecase::App;
use crate::usecase::find_main_form::form_of;
use crate::usecase::find_unit::{Found, find};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::period;
use crate::web::province::compare::released;
use crate::web::province::versions::{Used, forms_used};
use crate::web::view::compare_form::{Choice, CompareForm, MOST_UNITS, NO_METHOD};

/// Choices that fit.
pub(super) struct Chosen {
    /// The earlier period.
    pub(super) before: Used,
    /// The later one.
    pub(super) after: Used,
    /// The form; each period shows the version it used.
    pub(super) form: Arc<Form>,
    /// One method or two.
    pub(super) methods: Vec<Method>,
    /// Units, in the order chosen.
    pub(super) units: Vec<UnitRow>,
}

/// The province of that code, if it is one and within reach.
///
/// # Errors
/// 404.
pub(super) async fn province(desk: &Desk, unit: &str) -> Result<Found, Failure> {
    let found = find(&desk.site.app, &desk.who.scope, unit, desk.period).await?;
    if found.unit.level == Level::Province.as_str() {
        Ok(found)
    } else {
        Err(Failure::not_found())
    }
}

/// The form to show again, and the choices if all of them fit.
///
/// # Errors
/// When a period cannot be counted.
pub(super) async fn choose(
    desk: &Desk,
    found: &Found,
) -> Result<(CompareForm, Option<Chosen>), Failure> {
    let app = &desk.site.app;
    let mut problems = Problems {
        desk,
        found: Vec::new(),
    };
    let (before, after) = problems.periods();
    let (units, typed) = problems.units(&found.below);
    let counted = released(desk, &found.unit.code, (before.1, after.1)).await?;
    let of_round = form_of(counted.1.counted.round());
    let forms = forms_used(app, of_round, [&counted.1, &counted.0]);
    let form = problems.form(&forms).ok_or_else(Failure::not_found)?;
    let fitting = fitting_methods(app, &form);
    let (methods, method_ids) = problems.methods(&form, &fitting);
    let shown = |form: &Arc<Form>| Choice {
        value: form.form_ref.id.to_string(),
        name: form.title.get(desk.words.tag()).to_owned(),
    };
    let all_methods = fitting.iter().map(|method| Choice {
        value: method.id.to_string(),
        name: method.title.get(desk.words.tag()).to_owned(),
    });
    let is_fit = problems.found.is_empty();
    let asked = CompareForm {
        address: format!("/tinh/{}/so-sanh", found.unit.code),
        period: desk.period.to_string(),
        before: before.0,
        after: after.0,
        form: desk
            .query
            .get("mau")
            .map_or_else(|| form.form_ref.id.to_string(), str::to_owned),
        methods: method_ids,
        units: typed,
        periods: all_periods(desk),
        forms: forms.iter().map(shown).collect(),
        all_methods: all_methods.collect(),
        all_units: found.below.iter().map(as_typed).collect(),
        problems: problems.found,
    };
    let chosen = Chosen {
        before: counted.0,
        after: counted.1,
        form,
        methods,
        units,
    };
    Ok((asked, is_fit.then_some(chosen)))
}

/// What does not fit, by field.
struct Problems<'a> {
    desk: &'a Desk,
    found: Vec<(String, String)>,
}

/// What was typed, and the period it names.
type TypedPeriod = (String, Period);

impl Problems<'_> {
    fn add(&mut self, field: &str, key: &'static str, typed: &str) {
        let shown: String = typed
            .chars()
            .filter(|c| is_printable(*c))
            .take(60)
            .collect();
        let words = self.desk.words.fill(key, &[("typed", &shown)]);
        self.found.push((field.to_owned(), words));
    }

    /// The period shown and the one before it, unless others are named.
    fn periods(&mut self) -> (TypedPeriod, TypedPeriod) {
        let after = self.period("ky-b", self.desk.period);
        let previous = Period::parse(&after.1.previous().to_string()).unwrap_or(after.1);
        (self.period("ky-a", previous), after)
    }

    fn period(&mut self, field: &str, usual: Period) -> TypedPeriod {
        let Some(typed) = self.desk.query.get(field) else {
            return (usual.to_string(), usual);
        };
        if let Ok(period) = Period::parse(typed) {
            return (typed.to_owned(), period);
        }
        self.add(field, "compare.bad_period", typed);
        (typed.to_owned(), usual)
    }

    /// The form named, else the one with most sheets; `None` where this node knows none at all.
    fn form(&mut self, used: &[Arc<Form>]) -> Option<Arc<Form>> {
        let named = self.desk.query.get("mau");
        let known = named.and_then(|id| self.desk.site.app.catalog.newest(id).cloned());
        if let (Some(typed), None) = (named, &known) {
            self.add("mau", "compare.bad_form", typed);
        }
        known.or_else(|| used.first().cloned())
    }

    /// The form's own method and another one, unless others are named.
    fn methods(&mut self, form: &Form, fitting: &[&Method]) -> (Vec<Method>, [String; 2]) {
        let own = form.default_method.as_str();
        let other = fitting.iter().find(|method| method.id.as_str() != own);
        let other = other.map_or(NO_METHOD, |method| method.id.as_str());
        let first = self.desk.query.get("pp-a").unwrap_or(own).to_owned();
        let second = self.desk.query.get("pp-b").unwrap_or(other).to_owned();
        let mut methods: Vec<Method> = Vec::new();
        for (field, id) in [("pp-a", &first), ("pp-b", &second)] {
            if field == "pp-b" && id == NO_METHOD {
                continue;
            }
            match fitting.iter().find(|method| method.id.as_str() == id) {
                Some(method) if methods.iter().any(|known| known.id == method.id) => {}
                Some(method) => methods.push(Method::clone(method)),
                None => self.add(field, "compare.bad_method", id),
            }
        }
        (methods, [first, second])
    }

    /// Units by what was typed: a code, a name, or both as the list offers them.
    fn units(&mut self, all: &[UnitRow]) -> (Vec<UnitRow>, Vec<String>) {
        let mut units: Vec<UnitRow> = Vec::new();
        let mut typed = Vec::new();
        for at in 1..=MOST_UNITS {
            let field = format!("dv{at}");
            let text = self.desk.query.get(&field).unwrap_or_default().trim();
            typed.push(text.chars().take(120).collect());
            if text.is_empty() {
                continue;
            }
            let named: Vec<&UnitRow> = all.iter().filter(|unit| is_named(unit, text)).collect();
            match named.as_slice() {
                [unit] if units.iter().any(|known| known.code == unit.code) => {
                    self.add(&field, "compare.twice", text);
                }
                [unit] => units.push(UnitRow::clone(unit)),
                [] => self.add(&field, "compare.bad_unit", text),
                [_, _, ..] => self.add(&field, "compare.several_units", text),
            }
        }
        (units, typed)
    }
}

/// Whether a text names the unit: `01141`, `Xã Nấm Dẩn`, `nam dan` or `Xã Nấm Dẩn (01141)`.
fn is_named(unit: &UnitRow, text: &str) -> bool {
    if let Some((_, code)) = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
    {
        return code.trim() == unit.code;
    }
    let text = fold(text);
    text == fold(&unit.code) || text == fold(&unit.full_name) || text == fold(&unit.name)
}

/// A unit as the list offers it.
fn as_typed(unit: &UnitRow) -> String {
    format!("{} ({})", unit.full_name, unit.code)
}

/// The methods that can read the form's satisfaction questions.
fn fitting_methods<'a>(app: &'a App, form: &Form) -> Vec<&'a Method> {
    let scales: Vec<&Scale> = form
        .counted()
        .filter_map(|question| question.satisfaction_scale())
        .collect();
    let all = app.methods.ids().filter_map(|id| app.methods.get(id));
    all.filter(|method| scales.iter().all(|scale| method.applies_to(scale)))
        .collect()
}

/// Every period that has begun, newest first, by reporting and by calendar rule.
fn all_periods(desk: &Desk) -> Vec<(&'static str, Vec<Choice>)> {
    let today = desk.site.app.clock.now_local().date();
    let months = (1..=12).rev().map(|month| format!("-{month:02}"));
    let parts: Vec<String> = ["-Q4", "-Q3", "-Q2", "-Q1", "-H2", "-H1", ""]
        .map(str::to_owned)
        .into_iter()
        .chain(months)
        .collect();
    let group = |rule: &str| {
        let years = (FIRST_YEAR..=today.year().saturating_add(1)).rev();
        let named = years.flat_map(|year| parts.iter().map(move |part| format!("{year}{part}")));
        let known = named.filter_map(|text| Period::parse(&format!("{text}{rule}")).ok());
        let begun = known.filter(|period| period.from() <= today);
        begun
            .map(|it| Choice {
                value: it.to_string(),
                name: period::name(desk.words, it),
            })
            .collect()
    };
    vec![
        ("compare.reporting", group("b")),
        ("compare.calendar", group("")),
    ]
}
