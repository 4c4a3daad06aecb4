//! The report on a whole province: its own figures, and one row per unit on a page of its side.

use super::opening::{Named, appendix, appendix_name, aside, end, open, others, rates, shell};
use super::words::{fill, say};
use super::{
    Block, FormFigures, Frame, Orientation, OtherForm, Report, factors, figure, overall, questions,
    standings, units, verdict,
};
use crate::domain::results::ResultRow;
use crate::domain::round::Rounds;

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
    /// What several units are together that are too few alone.
    pub pool: Option<&'a ResultRow>,
    /// The rounds that hold in the period.
    pub rounds: &'a Rounds,
}

/// A unit of the province.
#[derive(Clone, Debug)]
pub struct UnitLine {
    /// Its name, such as `Xã Nấm Dẩn`.
    pub name: String,
    /// Its name within a sentence, such as `xã Nấm Dẩn`.
    pub in_sentence: String,
    /// Its headline with its rank; `None`: too few answered for anything to be told of it.
    pub headline: Option<ResultRow>,
    /// One row per factor, then the index; enough by the most answered question.
    pub sections: Vec<ResultRow>,
    /// Sheets the round wants of it.
    pub wanted: Option<u64>,
    /// Whether its own round asks for another form.
    pub is_asked_otherwise: bool,
}

impl UnitLine {
    /// The sheets it has.
    fn n(&self) -> u64 {
        self.headline.as_ref().map_or(0, |row| row.n)
    }

    /// Whether it is known to have no answers, which nobody is told of a few.
    pub(super) fn is_empty(&self) -> bool {
        self.headline.as_ref().is_some_and(|row| row.n == 0)
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
    let attached = Attached::of(province);
    report.body = body(province, &attached);
    end(&mut report.body);
    let Some(figures) = told(province) else {
        return report;
    };
    let title = |key| fill(key, &[("period", &period)]);
    report.appendices.push(appendix(
        frame,
        (attached.units, &title("units.title")),
        Orientation::Landscape,
        units::blocks(province, figures),
    ));
    report.appendices.extend(attached.counts.map(|name| {
        let title = title("questions.title");
        let blocks = questions::blocks(figures);
        appendix(frame, (name, &title), Orientation::Portrait, blocks)
    }));
    report
}

/// What the appendices are called.
struct Attached {
    units: String,
    counts: Option<String>,
}

impl Attached {
    fn of(province: &ProvinceReport<'_>) -> Self {
        let has_counts = province.figures.is_some_and(questions::is_worth_a_page);
        let all = 1 + u8::from(has_counts);
        Self {
            units: appendix_name(1, all),
            counts: has_counts.then(|| appendix_name(2, all)),
        }
    }
}

fn body(province: &ProvinceReport<'_>, attached: &Attached) -> Vec<Block> {
    let frame = &province.frame;
    let mut blocks = vec![
        Block::Paragraph(opening(province)),
        Block::Heading(say("overall.heading").to_owned()),
    ];
    let Some(figures) = told(province) else {
        blocks.extend(overall::nothing(province.figures, province.others));
        return blocks;
    };
    let mut sentences = overall::sentences(figures, frame);
    if figures.headline.enough {
        sentences.push(say("province.pooled").to_owned());
    }
    let mean = province
        .mean
        .filter(|_| figures.headline.enough)
        .and_then(figure::of_row);
    sentences.extend(mean.map(|shown| fill("province.mean", &[("figure", &shown)])));
    blocks.push(Block::Paragraph(sentences.join(" ")));
    blocks.push(overall::method(figures, attached.counts.as_deref()));
    blocks.extend(unlike(province.rounds, figures));
    blocks.extend(overall::others(province.others));
    blocks.extend(factors::blocks(figures, frame));
    blocks.extend(verdict::blocks(figures, frame));
    blocks.extend(standings::blocks(province, &attached.units));
    blocks
}

/// The figures, if anybody rated anything.
fn told<'a>(province: &ProvinceReport<'a>) -> Option<&'a FormFigures<'a>> {
    province.figures.filter(|it| it.headline.n > 0 && rates(it))
}

/// That rounds of the period measure in another way or with another form, where some do.
fn unlike(rounds: &Rounds, figures: &FormFigures<'_>) -> Option<Block> {
    let form = figures.form.form_ref.to_string();
    let yardstick = rounds.yardstick(&form);
    let yardstick = yardstick.map(|it| fill("province.yardstick", &[("round", &it.title)]));
    let others = rounds.of_other_forms(&form);
    let others = others.map(|titles| fill("province.other_forms", &[("rounds", &titles)]));
    let sentences: Vec<String> = yardstick.into_iter().chain(others).collect();
    (!sentences.is_empty()).then(|| Block::Paragraph(sentences.join(" ")))
}

fn opening(province: &ProvinceReport<'_>) -> String {
    let frame = &province.frame;
    let units = province.units;
    let number = |n: usize| n.to_string();
    // Sheets of units too few to be named are in the sum as well.
    let n = province.figures.map_or(0, |figures| figures.headline.n);
    let answered = units
        .iter()
        .filter(|unit| unit.answered().is_some())
        .count();
    let key = if units.iter().any(|unit| unit.headline.is_none()) && n > 0 {
        "province.opening_hidden"
    } else {
        "province.opening"
    };
    let mut sentences = vec![fill(
        key,
        &[
            ("from", &figure::date(frame.period.from())),
            ("to", &figure::date(frame.period.to())),
            ("received", &number(answered)),
            ("all", &number(units.len())),
            ("unit", province.name),
            ("n", &figure::count(n)),
        ],
    )];
    let n_otherwise = units.iter().filter(|unit| unit.is_asked_otherwise).count();
    sentences.extend((n_otherwise > 0).then(|| {
        let n = number(n_otherwise);
        fill("province.asked_otherwise", &[("n", &n)])
    }));
    sentences.extend(others(n, overall::n_of(province.others)));
    let wanted = units
        .iter()
        .filter_map(|unit| Some((unit.n(), unit.wanted?)));
    let (met, missed): (Vec<_>, Vec<_>) = wanted.partition(|(n, wanted)| n >= wanted);
    if !met.is_empty() || !missed.is_empty() {
        let values = [("met", number(met.len())), ("missed", number(missed.len()))];
        let values = values.each_ref().map(|(name, text)| (*name, text.as_str()));
        sentences.push(fill("province.targets", &values));
    }
    sentences.extend(open(frame));
    let headline = province.figures.map(|figures| &figures.headline);
    sentences.extend(headline.into_iter().flat_map(aside));
    sentences.join(" ")
}
