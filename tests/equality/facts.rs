//! What an output says, number by number, so that two outputs can be laid side by side.

use std::collections::{BTreeMap, BTreeSet};

/// What a number is of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Of {
    Headline,
    /// All factors together.
    Index,
    Factor(String),
    Question(String),
}

/// What a number is of, in which form version.
pub(crate) type Subject = (String, Of);

/// Numbers as they were printed, by subject and name, but all written alike: with a decimal point,
/// and without marks between thousands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facts(pub(crate) BTreeMap<(Subject, String), String>);

impl Facts {
    pub(crate) fn number(&self, subject: &Subject, name: &str) -> Option<&String> {
        self.0.get(&(subject.clone(), name.to_owned()))
    }

    /// Notes a number. An output that prints it twice prints the same twice.
    pub(crate) fn say(&mut self, subject: &Subject, name: &str, number: &(impl ToString + ?Sized)) {
        let number = number.to_string();
        let key = (subject.clone(), name.to_owned());
        let before = self.0.insert(key, number.clone());
        let before = before.unwrap_or_else(|| number.clone());
        assert_eq!(before, number, "one output, {subject:?} {name}");
    }

    /// Notes a number where the text is one.
    pub(crate) fn say_printed(&mut self, subject: &Subject, name: &str, text: &str) {
        if let Some(number) = number(text) {
            self.say(subject, name, &number);
        }
    }

    /// Notes both ends of an interval such as `82,17–88,09`.
    pub(crate) fn say_interval(&mut self, subject: &Subject, text: &str) {
        if let Some((low, high)) = text.split_once('–') {
            self.say_printed(subject, "from", low);
            self.say_printed(subject, "to", high);
        }
    }
}

/// What the API or the command line tells of a unit in a period.
#[derive(Clone, Debug, Default)]
pub(crate) struct Told {
    pub(crate) facts: Facts,
    /// Neither folded nor too few: an output has no reason to be silent about these.
    pub(crate) plain: BTreeSet<Subject>,
    pub(crate) folded: BTreeSet<Subject>,
    /// By form version: the method, and the channels summed.
    pub(crate) ways: BTreeMap<String, (String, Vec<String>)>,
}

/// Outputs laid beside what was told, and what came of it.
#[derive(Debug, Default)]
pub(crate) struct Comparison {
    n_equal: usize,
    n_plain: usize,
    differences: Vec<String>,
}

impl Comparison {
    /// Whatever is printed is what was told; of plain subjects, every number owed is printed.
    pub(crate) fn lay(
        &mut self,
        place: &str,
        (told, printed): (&Told, &Facts),
        is_owed: impl Fn(&Subject, &str) -> bool,
    ) {
        for ((subject, name), number) in &printed.0 {
            let known = told.facts.number(subject, name);
            if known == Some(number) {
                self.n_equal += 1;
                self.n_plain += usize::from(told.plain.contains(subject));
            } else {
                let known = known.map_or("nothing", String::as_str);
                let line = format!("{place}: {subject:?} {name}: prints {number}, told {known}");
                self.differences.push(line);
            }
        }
        for (key, number) in &told.facts.0 {
            let (subject, name) = key;
            let is_missing = !printed.0.contains_key(key) && told.plain.contains(subject);
            if is_missing && is_owed(subject, name) {
                let line = format!("{place}: {subject:?} {name}: silent, told {number}");
                self.differences.push(line);
            }
        }
    }

    /// Notes a difference found in another way.
    pub(crate) fn differ(&mut self, difference: String) {
        self.differences.push(difference);
    }

    /// Fails on any difference, and where fewer plain numbers were compared than there must be.
    pub(crate) fn settle(self, least: usize) {
        let n = self.differences.len();
        let first: Vec<&str> = self
            .differences
            .iter()
            .map(String::as_str)
            .take(12)
            .collect();
        assert!(first.is_empty(), "{n} differences:\n{}", first.join("\n"));
        let (n_plain, n_equal) = (self.n_plain, self.n_equal);
        assert!(
            n_plain >= least,
            "{n_plain} of {n_equal} numbers are plain, expected {least}"
        );
    }
}

/// `1541` from `1.541`, `85.37` from `85,37%`; `None` for words.
pub(crate) fn number(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches('%');
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || ".,".contains(c));
    is_number.then(|| text.replace('.', "").replace(',', "."))
}

/// `part` of `whole` in percent with two decimals, rounded half up; `None` of nothing.
pub(crate) fn percent(part: u64, whole: u64) -> Option<String> {
    let hundredths = (part * 20_000 + whole).checked_div(whole * 2)?;
    Some(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

/// `82.17` from `82.1699`.
pub(crate) fn two_decimals(four: &str) -> String {
    let ten_thousandths: u64 = four.replace('.', "").parse().unwrap();
    let hundredths = (ten_thousandths + 50) / 100;
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}
