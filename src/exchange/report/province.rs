//! The report on a whole province: its own figures, and one row per unit on a page of its side.

use super::opening::{Named, appendix, end, rates, shell};
use super::words::{fill, say};
use super::{
    Block, FormFigures, Frame, Orientation, OtherForm, Report, factors, figure, overall, questions,
    units, verdict,
};
use crate::domain::results::ResultRow;

/// What a province reports.
#[derive(Clone, Copy, Debug)]
pub struct ProvinceReport<'a> {
    /// What stands around it.
    pub frame: Frame<'a>,
    /// The province within a sentence, such as `tỉnh Tuyên Quang`.
    pub name: &'a str,
    /// Its rows, all units' counts together; `None`: no unit has answers.
    pub figures: Option<&'a FormFigures<'a>>,
    /// The headline as the plain mean of ranked units.
    pub mean: Option<&'a ResultRow>,
    /// Each factor as the plain mean of ranked units, in the order of the form.
    pub mean_sections: &'a [ResultRow],
    /// Other forms with answers.
    pub others: &'a [OtherForm<'a>],
    /// Every unit, in Vietnamese order.
    pub units: &'a [UnitLine],
}

/// A unit of the province.
#[derive(Clone, Debug)]
pub struct UnitLine {
    /// Its name, such as `Xã Nấm Dẩn`.
    pub name: String,
    /// Its headline with its rank; `None`: it has no answers to the form.
    pub headline: Option<ResultRow>,
    /// One row per factor, then the index.
    pub sections: Vec<ResultRow>,
    /// Sheets the round wants of it.
    pub wanted: Option<u64>,
    /// Dossiers it received, where known.
    pub dossiers: Option<u64>,
}

impl UnitLine {
    /// The sheets it has.
    pub(super) fn n(&self) -> u64 {
        self.headline.as_ref().map_or(0, |row| row.n)
    }

    /// Its row, if it has answers.
    pub(super) fn answered(&self) -> Option<&ResultRow> {
        self.headline.as_ref().filter(|row| row.n > 0)
    }

    /// Its rank, if it has one.
    pub(super) fn rank(&self) -> Option<usize> {
        self.answered().and_then(|row| row.rank)
    }
}

/// The report, ready to be printed.
#[must_use]
pub fn describe(province: &ProvinceReport<'_>) -> Report {
    let frame = &province.frame;
    let period = figure::period(frame.period);
    let values = [("unit", province.name), ("period", period.as_str())];
    let mut report = shell(
        frame,
        &Named {
            layouts: [
                say("layout.province_month"),
                say("layout.province_quarter"),
                say("layout.province_half"),
                say("layout.province_year"),
            ],
            subject: &fill("head.province_subject", &values),
            seal: say("foot.seals"),
        },
    );
    report.body = body(province);
    end(&mut report.body);
    let Some(figures) = province.figures.filter(|figures| figures.headline.n > 0) else {
        return report;
    };
    let title = fill("units.title", &[("period", &period)]);
    let blocks = units::blocks(province, figures);
    report.appendices.push(appendix(
        frame,
        ("I", title),
        Orientation::Landscape,
        blocks,
    ));
    if questions::is_worth_a_page(figures) {
        let title = fill("questions.title", &[("period", &period)]);
        let blocks = questions::blocks(figures);
        report.appendices.push(appendix(
            frame,
            ("II", title),
            Orientation::Portrait,
            blocks,
        ));
    }
    report
}

fn body(province: &ProvinceReport<'_>) -> Vec<Block> {
    let frame = &province.frame;
    let mut blocks = vec![
        Block::Paragraph(opening(province)),
        Block::Heading(say("overall.heading").to_owned()),
    ];
    let figures = province.figures.filter(|it| it.headline.n > 0 && rates(it));
    let Some(figures) = figures else {
        blocks.push(Block::Paragraph(say("overall.nothing").to_owned()));
        return blocks;
    };
    let mut sentences = overall::sentences(figures, frame);
    if figures.headline.enough {
        sentences.push(say("province.pooled").to_owned());
    }
    let mean = province
        .mean
        .and_then(|row| figure::named(row, figures.method));
    sentences.extend(mean.map(|shown| fill("province.mean", &[("figure", &shown)])));
    blocks.push(Block::Paragraph(sentences.join(" ")));
    blocks.push(overall::method(figures));
    blocks.extend(overall::others(province.others));
    blocks.extend(factors::blocks(figures, frame));
    blocks.extend(verdict::blocks(figures, frame));
    blocks.extend(units_in_words(province));
    blocks
}

fn opening(province: &ProvinceReport<'_>) -> String {
    let frame = &province.frame;
    let units = province.units;
    let number = |n: usize| n.to_string();
    let n: u64 = units.iter().map(UnitLine::n).fold(0, u64::saturating_add);
    let answered = units
        .iter()
        .filter(|unit| unit.answered().is_some())
        .count();
    let mut sentences = vec![fill(
        "province.opening",
        &[
            ("from", &figure::date(frame.period.from())),
            ("to", &figure::date(frame.period.to())),
            ("received", &number(answered)),
            ("all", &number(units.len())),
            ("unit", province.name),
            ("n", &figure::count(n)),
        ],
    )];
    let wanted = units
        .iter()
        .filter_map(|unit| Some((unit.n(), unit.wanted?)));
    let (met, missed): (Vec<_>, Vec<_>) = wanted.partition(|(n, wanted)| n >= wanted);
    if !met.is_empty() || !missed.is_empty() {
        let values = [("met", number(met.len())), ("missed", number(missed.len()))];
        let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
        sentences.push(fill("province.targets", &values));
    }
    sentences.join(" ")
}

/// Units in sentences: the best, the worst, those that need help and those that are missing.
fn units_in_words(province: &ProvinceReport<'_>) -> Vec<Block> {
    const MOST_PLACED: usize = 3;
    let mut ranked: Vec<&UnitLine> = province
        .units
        .iter()
        .filter(|unit| unit.rank().is_some())
        .collect();
    ranked.sort_by_key(|unit| unit.rank());
    let mut blocks = vec![Block::Heading(say("province.units_heading").to_owned())];
    let mut sentences = vec![fill("province.ranked", &[("n", &ranked.len().to_string())])];
    if ranked.len() > MOST_PLACED {
        let best: Vec<String> = ranked
            .iter()
            .take(MOST_PLACED)
            .map(|it| placed(it))
            .collect();
        let worst: Vec<String> = ranked
            .iter()
            .rev()
            .take(MOST_PLACED)
            .map(|it| placed(it))
            .collect();
        sentences.push(fill("province.best", &[("names", &best.join("; "))]));
        sentences.push(fill("province.worst", &[("names", &worst.join("; "))]));
    }
    blocks.push(Block::Paragraph(sentences.join(" ")));
    let weak: Vec<String> = ranked
        .iter()
        .filter(|unit| {
            let row = unit.answered();
            row.is_some_and(|row| verdict::is_weak(row, &province.frame))
        })
        .map(|unit| unit.name.clone())
        .collect();
    let few = province.units.iter().filter(|unit| unit.rank().is_none());
    let few: Vec<String> = few
        .filter_map(|unit| {
            let n = figure::count(unit.answered()?.n);
            Some(fill("province.one", &[("name", &unit.name), ("n", &n)]))
        })
        .collect();
    let missing = province
        .units
        .iter()
        .filter(|unit| unit.answered().is_none());
    let missing: Vec<String> = missing.map(|unit| unit.name.clone()).collect();
    for (key, names) in [
        ("province.weak", weak),
        ("province.unranked", few),
        ("province.missing", missing.clone()),
    ] {
        if !names.is_empty() {
            let values = [("n", names.len().to_string()), ("names", names.join("; "))];
            let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
            blocks.push(Block::Paragraph(fill(key, &values)));
        }
    }
    if missing.is_empty() {
        blocks.push(Block::Paragraph(say("province.everybody").to_owned()));
    }
    blocks
}

fn placed(unit: &UnitLine) -> String {
    let Some(row) = unit.answered() else {
        return unit.name.clone();
    };
    let number = |n: Option<usize>| n.map_or_else(String::new, |n| n.to_string());
    fill(
        "province.placed",
        &[
            ("name", &unit.name),
            ("figure", &figure::of_row(row).unwrap_or_default()),
            ("rank", &number(row.rank)),
            ("low", &number(row.rank_low)),
            ("high", &number(row.rank_high)),
        ],
    )
}
