//! Result rows, as the API and the command line tell them.

use std::sync::Arc;

use hailong::domain::form::Form;
use serde_json::{Value, json};

use crate::facts::{Of, Subject, Told, percent, two_decimals};
use crate::labels::of_form;

/// Fields of a row that outputs print as they are.
const FIELDS: [&str; 7] = [
    "n",
    "left_out",
    "not_asked",
    "numerator",
    "denominator",
    "percent",
    "group",
];

impl Told {
    /// The headline, the factors and the questions, from the rows of each breakdown.
    pub(crate) fn of(forms: &[Arc<Form>], rows: impl Fn(Option<&str>) -> Vec<Value>) -> Self {
        let mut told = Self::default();
        told.add(&rows(None), |_| Of::Headline);
        told.add(&rows(Some("section")), section);
        told.add(&rows(Some("question")), question);
        for form in forms {
            told.add_answered(form);
        }
        told
    }

    /// How many answered the most answered question of each factor, and of all of them.
    fn add_answered(&mut self, form: &Form) {
        let mut of_all = None;
        for section in form.factors() {
            let rated = section.questions.iter();
            let rated = rated.filter(|asked| asked.satisfaction_scale().is_some());
            let n = rated.filter_map(|asked| {
                let subject = of_form(form, Of::Question(asked.id.to_string()));
                self.facts.number(&subject, "n")?.parse::<u64>().ok()
            });
            let most = n.max();
            of_all = of_all.max(most);
            let factor = of_form(form, Of::Factor(section.id.to_string()));
            self.say(&factor, "answered", &json!(most));
        }
        self.say(&of_form(form, Of::Index), "answered", &json!(of_all));
    }

    /// Takes another's word for every form version it knows.
    pub(crate) fn take_from(&mut self, other: Self) {
        let is_left = |(form, _): &Subject| !other.ways.contains_key(form);
        self.facts.0.retain(|(subject, _), _| is_left(subject));
        self.plain.retain(is_left);
        self.folded.retain(is_left);
        self.facts.0.extend(other.facts.0);
        self.plain.extend(other.plain);
        self.folded.extend(other.folded);
        self.ways.extend(other.ways);
    }

    /// Adds rows of all units together; means of units are another figure.
    pub(crate) fn add(&mut self, rows: &[Value], of: impl Fn(&Value) -> Of) {
        for row in rows.iter().filter(|row| row["units"] == "pooled-counts") {
            let form = text(&row["form"]);
            let channels = row["channels"].as_array().unwrap().iter().map(text);
            let way = (text(&row["method"]), channels.collect());
            self.ways.insert(form.clone(), way);
            self.add_row(&(form, of(row)), row);
        }
    }

    fn add_row(&mut self, subject: &Subject, row: &Value) {
        let is_folded = row["folded"] == true;
        if is_folded {
            self.folded.insert(subject.clone());
        } else if row["enough"] == true && row["n"] != 0 {
            self.plain.insert(subject.clone());
        }
        for name in FIELDS {
            self.say(subject, name, &row[name]);
        }
        self.say(subject, "outside", &row["skipped"]);
        for share in ["satisfied", "neutral", "dissatisfied"] {
            self.say(subject, share, &row["shares"][share]);
        }
        for (limit, shown) in [("low", "from"), ("high", "to")] {
            self.say(subject, limit, &row["interval"][limit]);
            if let Some(four) = row["interval"][limit].as_str() {
                self.facts.say(subject, shown, &two_decimals(four));
            }
        }
        for (code, count) in row["outside"].as_object().unwrap() {
            self.say(subject, &format!("outside {code}"), count);
        }
        self.add_counts(subject, row);
    }

    /// Counts, and the share of each among the answers.
    fn add_counts(&mut self, subject: &Subject, row: &Value) {
        let counts = row["counts"].as_object().unwrap();
        let answers = counts.values().map(|count| count.as_u64().unwrap()).sum();
        self.facts.say(subject, "answers", &answers);
        // Where several options may be chosen, the people who chose any are the whole.
        let whole = match subject.1 {
            Of::Question(_) => row["n"].as_u64().unwrap(),
            Of::Headline | Of::Index | Of::Factor(_) => answers,
        };
        for (code, count) in counts {
            self.say(subject, &format!("count {code}"), count);
            if let Some(share) = percent(count.as_u64().unwrap(), whole) {
                self.facts.say(subject, &format!("share {code}"), &share);
            }
        }
    }

    fn say(&mut self, subject: &Subject, name: &str, value: &Value) {
        match value {
            Value::Null => {}
            Value::String(text) => self.facts.say(subject, name, text),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                self.facts.say(subject, name, value);
            }
        }
    }
}

/// The subject of a row of the breakdown by section.
fn section(row: &Value) -> Of {
    row["section"]
        .as_str()
        .map_or(Of::Index, |id| Of::Factor(id.to_owned()))
}

/// The subject of a row of the breakdown by question.
fn question(row: &Value) -> Of {
    Of::Question(text(&row["question"]))
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
