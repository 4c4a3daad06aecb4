//! What can be compared: a form that is an address, so that a comparison can be passed on.

use maud::{Markup, html};

use crate::web::text::Words;

/// The most units side by side.
pub const MOST_UNITS: usize = 8;

/// The choices, those made and those there are.
#[derive(Clone, Debug)]
pub struct CompareForm {
    /// The page itself.
    pub address: String,
    /// The period of the tabs, which stays.
    pub period: String,
    /// The earlier period.
    pub before: String,
    /// The later one.
    pub after: String,
    /// The form's id.
    pub form: String,
    /// Method ids: the first, and the second if any.
    pub methods: [String; 2],
    /// What was typed for each unit, [`MOST_UNITS`] of them.
    pub units: Vec<String>,
    /// Periods by group: value and name.
    pub periods: Vec<(&'static str, Vec<Choice>)>,
    /// Forms.
    pub forms: Vec<Choice>,
    /// Methods that apply to the form.
    pub all_methods: Vec<Choice>,
    /// Every unit of the province, as it is typed.
    pub all_units: Vec<String>,
    /// What does not fit: the field and why.
    pub problems: Vec<(String, String)>,
}

/// Something to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the address says.
    pub value: String,
    /// What is read.
    pub name: String,
}

/// The value that stands for no second method.
pub const NO_METHOD: &str = "khong";

/// The form, with what does not fit above it.
#[must_use]
pub fn form(words: Words, form: &CompareForm) -> Markup {
    html! {
        @if !form.problems.is_empty() {
            div class="attention refused" role="alert" {
                h2 { (words.say("compare.refused")) }
                ul { @for (field, what) in &form.problems { li { a href={ "#" (field) } { (what) } } } }
            }
        }
        form class="choices" method="get" action=(form.address) {
            input type="hidden" name="period" value=(form.period);
            div class="row" {
                (periods(words, form, ("ky-a", "compare.before"), &form.before))
                (periods(words, form, ("ky-b", "compare.after"), &form.after))
                (select(words, form, ("mau", "compare.form"), (&form.form, &form.forms)))
                (select(words, form, ("pp-a", "compare.method_a"), (&form.methods[0], &form.all_methods)))
                (second_method(words, form))
            }
            fieldset {
                legend { (words.say("compare.units")) }
                div class="row units" {
                    @for (at, typed) in form.units.iter().enumerate() {
                        @let id = format!("dv{}", at + 1);
                        div class="field" {
                            label for=(id) { (words.fill("compare.unit_at", &[("n", &(at + 1).to_string())])) }
                            input id=(id) name=(id) type="text" list="don-vi" value=(typed) maxlength="120" autocomplete="off"
                                spellcheck="false" aria-invalid=[is_wrong(form, &id)];
                        }
                    }
                }
                datalist id="don-vi" { @for unit in &form.all_units { option value=(unit) {} } }
            }
            button class="button filled" type="submit" { (words.say("compare.show")) }
        }
    }
}

fn is_wrong(form: &CompareForm, id: &str) -> Option<&'static str> {
    let is_wrong = form.problems.iter().any(|(field, _)| field == id);
    is_wrong.then_some("true")
}

fn periods(
    words: Words,
    form: &CompareForm,
    (id, label): (&str, &'static str),
    chosen: &str,
) -> Markup {
    let mut all = form.periods.iter().flat_map(|(_, group)| group);
    let is_listed = all.any(|choice| choice.value == chosen);
    html! {
        div class="field" {
            label for=(id) { (words.say(label)) }
            select id=(id) name=(id) aria-invalid=[is_wrong(form, id)] {
                @if !is_listed { option value=(chosen) selected { (chosen) } }
                @for (group, choices) in &form.periods {
                    optgroup label=(words.say(group)) { @for choice in choices { (option(choice, chosen)) } }
                }
            }
        }
    }
}

fn select(
    words: Words,
    form: &CompareForm,
    (id, label): (&str, &'static str),
    (chosen, choices): (&str, &[Choice]),
) -> Markup {
    let is_listed = choices.iter().any(|choice| choice.value == chosen);
    html! {
        div class="field" {
            label for=(id) { (words.say(label)) }
            select id=(id) name=(id) aria-invalid=[is_wrong(form, id)] {
                @if !is_listed { option value=(chosen) selected { (chosen) } }
                @for choice in choices { (option(choice, chosen)) }
            }
        }
    }
}

fn second_method(words: Words, form: &CompareForm) -> Markup {
    let none = Choice {
        value: NO_METHOD.to_owned(),
        name: words.say("compare.no_method").to_owned(),
    };
    let choices: Vec<Choice> = std::iter::once(none)
        .chain(form.all_methods.iter().cloned())
        .collect();
    select(
        words,
        form,
        ("pp-b", "compare.method_b"),
        (&form.methods[1], &choices),
    )
}

fn option(choice: &Choice, chosen: &str) -> Markup {
    html! { option value=(choice.value) selected[choice.value == chosen] { (choice.name) } }
}
