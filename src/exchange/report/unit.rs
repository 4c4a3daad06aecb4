//! The report of one unit.

use super::opening::{self, Named, Seen, appendix, end, shell};
use super::plan::{self, PlanLine};
use super::words::{fill, say};
use super::{
    Block, FormFigures, Frame, Orientation, OtherForm, Report, factors, figure, overall, questions,
    verdict,
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
    report.body = body(unit);
    end(&mut report.body);
    let counted = unit.figures.filter(|it| questions::is_worth_a_page(it));
    report.appendices.extend(counted.map(|figures| {
        let title = fill("questions.title", &[("period", &period)]);
        let blocks = questions::blocks(figures);
        appendix(frame, ("I", title), Orientation::Portrait, blocks)
    }));
    if !unit.plan.is_empty() {
        let number = if report.appendices.is_empty() {
            "I"
        } else {
            "II"
        };
        let title = fill("plan.title", &[("period", &period)]);
        let blocks = plan::blocks(unit.plan);
        let plan = appendix(frame, (number, title), Orientation::Portrait, blocks);
        report.appendices.push(plan);
    }
    report
}

fn body(unit: &UnitReport<'_>) -> Vec<Block> {
    let frame = &unit.frame;
    let seen = Seen {
        figures: unit.figures,
        wanted: unit.wanted,
        visits: unit.visits,
    };
    let mut blocks = vec![
        Block::Paragraph(opening::unit(frame, unit.name, &seen)),
        Block::Heading(say("overall.heading").to_owned()),
    ];
    let Some(figures) = unit.figures.filter(|figures| figures.headline.n > 0) else {
        blocks.push(Block::Paragraph(say("overall.nothing").to_owned()));
        blocks.extend(overall::others(unit.others));
        return blocks;
    };
    let sentences = overall::sentences(figures, frame).join(" ");
    blocks.push(Block::Paragraph(sentences));
    blocks.push(overall::method(figures));
    blocks.extend(overall::others(unit.others));
    blocks.extend(factors::blocks(figures, frame));
    blocks.extend(verdict::blocks(figures, frame));
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
