//! The report of one unit.

use super::opening::{self, Named, Seen, appendix, appendix_name, end, shell};
use super::plan::{self, PlanLine};
use super::words::{fill, say};
use super::{
    Block, FormFigures, Frame, Orientation, OtherForm, Report, factors, figure, overall, questions,
    rotating, verdict,
};
use crate::domain::dossiers::Visits;

/// What a unit reports.
#[derive(Clone, Copy, Debug)]
pub struct UnitReport<'a> {
    /// What stands around it.
    pub frame: Frame<'a>,
    /// The unit within a sentence, such as `xã Nấm Dẩn`.
    pub name: &'a str,
    /// What kind of place it is.
    pub place: Place,
    /// The rows of its main form; `None`: it has no form with answers.
    pub figures: Option<&'a FormFigures<'a>>,
    /// The rows of the round's rotating block, where it has answers.
    pub rotating: Option<&'a FormFigures<'a>>,
    /// Other forms with answers.
    pub others: &'a [OtherForm<'a>],
    /// Sheets the round wants of it.
    pub wanted: Option<u64>,
    /// Visits that dossiers tell of.
    pub visits: Visits,
    /// Weak criteria and what is done about them.
    pub plan: &'a [PlanLine],
}

/// What kind of place a unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A commune with its centre.
    Commune,
    /// An office with a name of its own.
    Office,
}

/// The report, ready to be printed.
#[must_use]
pub fn describe(unit: &UnitReport<'_>) -> Report {
    let frame = &unit.frame;
    let period = figure::period(frame.period);
    let subject = match unit.place {
        Place::Commune => "head.unit_subject",
        Place::Office => "head.office_subject",
    };
    let seal = match frame.seal {
        Some(seal) => fill("foot.seal", &[("seal", &grouped(seal))]),
        None => say("foot.no_seal").to_owned(),
    };
    let mut report = shell(
        frame,
        &Named {
            layouts: [
                say("layout.unit_month"),
                say("layout.unit_quarter"),
                say("layout.unit_half"),
                say("layout.unit_year"),
            ],
            subject: &fill(subject, &[("unit", unit.name), ("period", &period)]),
            seal: &seal,
        },
    );
    let attached = Attached::of(unit);
    report.body = body(unit, &attached);
    end(&mut report.body);
    let mut attach = |name: Option<String>, title: &str, blocks: Vec<Block>| {
        let appendix = name.map(|name| {
            let title = fill(title, &[("period", &period)]);
            appendix(frame, (name, &title), Orientation::Portrait, blocks)
        });
        report.appendices.extend(appendix);
    };
    let counts = unit.figures.map(questions::blocks).unwrap_or_default();
    attach(attached.counts, "questions.title", counts);
    let rotated = unit.rotating.map(rotating::blocks).unwrap_or_default();
    attach(attached.rotating, "rotating.title", rotated);
    attach(attached.plan, "plan.title", plan::blocks(unit.plan));
    report
}

/// What the appendices are called that the report has.
struct Attached {
    counts: Option<String>,
    rotating: Option<String>,
    plan: Option<String>,
}

impl Attached {
    fn of(unit: &UnitReport<'_>) -> Self {
        let has_counts = unit.figures.is_some_and(questions::is_worth_a_page);
        let is_rotating = unit.rotating.is_some_and(rotating::is_worth_a_page);
        let has_plan = !unit.plan.is_empty();
        let before_plan = u8::from(has_counts) + u8::from(is_rotating);
        let all = before_plan + u8::from(has_plan);
        Self {
            counts: has_counts.then(|| appendix_name(1, all)),
            rotating: is_rotating.then(|| appendix_name(before_plan, all)),
            plan: has_plan.then(|| appendix_name(all, all)),
        }
    }
}

fn body(unit: &UnitReport<'_>, attached: &Attached) -> Vec<Block> {
    let frame = &unit.frame;
    let seen = Seen {
        figures: unit.figures,
        n_others: overall::n_of(unit.others),
        wanted: unit.wanted,
        visits: unit.visits,
    };
    let mut blocks = vec![
        Block::Paragraph(opening::unit(frame, unit.name, &seen)),
        Block::Heading(say("overall.heading").to_owned()),
    ];
    let Some(figures) = unit.figures.filter(|figures| figures.headline.n > 0) else {
        blocks.extend(overall::nothing(unit.figures, unit.others));
        return blocks;
    };
    let sentences = overall::sentences(figures, frame).join(" ");
    blocks.push(Block::Paragraph(sentences));
    blocks.push(overall::method(figures, attached.counts.as_deref()));
    blocks.extend(overall::others(unit.others));
    blocks.extend(
        attached
            .rotating
            .as_ref()
            .map(|name| Block::Paragraph(fill("rotating.attached", &[("appendix", name)]))),
    );
    blocks.extend(factors::blocks(figures, frame));
    blocks.extend(verdict::blocks(figures, frame));
    blocks.extend(
        attached
            .plan
            .as_ref()
            .map(|name| Block::Paragraph(fill("verdict.plan", &[("appendix", name)]))),
    );
    blocks
}

/// Digits in groups of four, as they are read aloud.
fn grouped(digits: &str) -> String {
    let digits: Vec<char> = digits.chars().collect();
    let groups = digits
        .chunks(4)
        .map(|group| group.iter().collect::<String>());
    groups.collect::<Vec<_>>().join(" ")
}
