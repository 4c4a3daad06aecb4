//! What to repair, and of a year what to keep and to raise.

use super::change::{Change, against};
use super::figure::{self, count, unit_of_count};
use super::levels::{answers, criteria, rated};
use super::overall::group;
use super::words::{fill, say};
use super::{Block, FormFigures, Frame};
use crate::domain::percent::{DecimalMark, Rounded, parse_decimal};
use crate::domain::results::ResultRow;

/// Criteria named at most as those to be repaired first.
const MOST_NAMED: usize = 5;

/// The section on what to do.
pub(super) fn blocks(figures: &FormFigures<'_>, frame: &Frame<'_>) -> Vec<Block> {
    let is_year = figure::is_year(frame.period);
    let heading = if is_year {
        "verdict.year_heading"
    } else {
        "verdict.repair_heading"
    };
    let mut blocks = vec![Block::Heading(say(heading).to_owned())];
    if !figures.headline.enough {
        blocks.push(Block::Paragraph(say("verdict.unknown").to_owned()));
        return blocks;
    }
    let judged = judged(figures, frame);
    if is_year {
        blocks.extend(by_group(figures, &judged));
        return blocks;
    }
    let mut weak: Vec<&Judged<'_>> = judged.iter().filter(|it| it.is_weak()).collect();
    weak.sort_by_key(|judged| judged.row.percent.as_deref().map(as_figure));
    weak.truncate(MOST_NAMED);
    if weak.is_empty() {
        let has_goal = judged.iter().any(|it| it.goal.is_some());
        let key = if has_goal {
            "verdict.none"
        } else {
            "verdict.none_low"
        };
        blocks.push(Block::Paragraph(say(key).to_owned()));
        return blocks;
    }
    blocks.push(Block::Paragraph(say("verdict.lead").to_owned()));
    let mut items: Vec<String> = weak.iter().map(|judged| judged.item(figures)).collect();
    if let Some(last) = items.last_mut() {
        last.truncate(last.trim_end_matches(';').len());
        last.push('.');
    }
    blocks.extend(items.into_iter().map(Block::Item));
    blocks
}

/// Whether a unit's row is among those to be repaired.
pub(super) fn is_weak(row: &ResultRow, frame: &Frame<'_>) -> bool {
    let goal = frame.round.and_then(|round| round.goal.as_ref());
    let judged = Judged {
        name: String::new(),
        row,
        goal: goal.and_then(|goal| Some((goal, against(row, goal)?))),
    };
    row.enough && !row.is_withheld() && judged.is_weak()
}

/// A criterion with enough answers, against what was aimed at.
struct Judged<'a> {
    name: String,
    row: &'a ResultRow,
    goal: Option<(&'a Rounded, Change)>,
}

fn judged<'a>(figures: &'a FormFigures<'_>, frame: &Frame<'a>) -> Vec<Judged<'a>> {
    let names = criteria(figures.form);
    let mut found = Vec::new();
    for section in figures.form.factors() {
        let goal = frame
            .round
            .and_then(|round| round.goal_of(section.id.as_str()));
        for question in rated(section) {
            let id = question.id.as_str();
            let row = figures
                .questions
                .iter()
                .find(|row| row.question.as_deref() == Some(id));
            let Some(row) = row.filter(|row| figures.is_enough(row) && !row.is_withheld()) else {
                continue;
            };
            found.push(Judged {
                name: names.get(id).cloned().unwrap_or_default(),
                row,
                goal: goal.and_then(|goal| Some((goal, against(row, goal)?))),
            });
        }
    }
    found
}

impl Judged<'_> {
    fn is_low(&self) -> bool {
        matches!(self.row.group.as_deref(), Some("D" | "E"))
    }

    fn is_below(&self) -> bool {
        self.goal
            .as_ref()
            .is_some_and(|(_, change)| change.is_clear_fall())
    }

    fn is_weak(&self) -> bool {
        self.is_low() || self.is_below()
    }

    fn item(&self, figures: &FormFigures<'_>) -> String {
        let group = group(self.row, figures.method).unwrap_or_default();
        let (goal, change) = match &self.goal {
            Some((goal, change)) => (goal.to_text(DecimalMark::Comma) + "%", change.in_words()),
            None => (String::new(), String::new()),
        };
        let values = [
            ("group", group.as_str()),
            ("goal", &goal),
            ("change", &change),
        ];
        let reason = match (self.is_low(), self.is_below()) {
            (true, true) => fill("verdict.both", &values),
            (true, false) => fill("verdict.group", &values),
            (false, true | false) => fill("verdict.below", &values),
        };
        let shown = figure::of_row(self.row).unwrap_or_default();
        let values = [
            ("name", self.name.as_str()),
            ("figure", &shown),
            ("n", &count(answers(self.row))),
            ("of", unit_of_count(self.row)),
            ("reason", &reason),
        ];
        fill("verdict.item", &values)
    }
}

/// What to keep, to raise and to repair.
fn by_group(figures: &FormFigures<'_>, judged: &[Judged<'_>]) -> Vec<Block> {
    let named = |is_in: &dyn Fn(&Judged<'_>) -> bool| {
        let names = judged.iter().filter(|it| is_in(it)).map(|it| {
            let shown = figure::of_row(it.row).unwrap_or_default();
            fill("verdict.one", &[("name", &it.name), ("figure", &shown)])
        });
        let names = names.collect::<Vec<_>>().join("; ");
        if names.is_empty() {
            say("verdict.nobody").to_owned()
        } else {
            names
        }
    };
    let has_group = |it: &Judged<'_>, groups: &[&str]| {
        let own = it.row.group.as_deref();
        !it.is_below() && own.is_some_and(|own| groups.contains(&own))
    };
    let mut blocks = Vec::new();
    blocks.extend(
        group(&figures.headline, figures.method)
            .map(|group| Block::Paragraph(fill("overall.group", &[("group", &group)]))),
    );
    let parts = [
        ("verdict.keep", named(&|it| has_group(it, &["A", "B"]))),
        ("verdict.raise", named(&|it| has_group(it, &["C"]))),
        ("verdict.repair", named(&|it| it.is_weak())),
    ];
    let told = parts
        .iter()
        .map(|(key, names)| Block::Paragraph(fill(key, &[("names", names.as_str())])));
    blocks.extend(told);
    blocks
}

/// A percent as a number to sort by.
fn as_figure(percent: &str) -> Option<Rounded> {
    let exact = parse_decimal(percent)?;
    Some(Rounded::half_up(&exact, 2))
}
