//! What stands around every report: heads, signature, foot; and how it begins.

use super::figure::{count, date, layout};
use super::levels::{rated, roman};
use super::words::{fill, say};
use super::{
    Appendix, Block, Books, FormFigures, Frame, Issuer, Orientation, Report, Signature, Status,
};
use crate::domain::dossiers::Visits;
use crate::domain::percent::{DecimalMark, Rounded};
use crate::domain::results::ResultRow;
use crate::domain::sample::response_rate;

/// Whose report it is.
pub(super) struct Named<'a> {
    /// Four layouts: month, quarter, half, year.
    pub(super) layouts: [&'static str; 4],
    /// What it reports on.
    pub(super) subject: &'a str,
    /// The sentence on the seal.
    pub(super) seal: &'a str,
}

/// A report without its text.
pub(super) fn shell(frame: &Frame<'_>, named: &Named<'_>) -> Report {
    let setting = frame.setting;
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let capitals = |text: &str| lines(&text.to_uppercase());
    let layout = layout(frame.period, named.layouts);
    let mut foot = Vec::new();
    foot.extend(
        frame
            .compiler
            .map(|name| fill("foot.compiler", &[("name", name)])),
    );
    foot.push(named.seal.to_owned());
    let written = frame.period.to_string();
    foot.push(fill(
        "foot.layout",
        &[("layout", &layout), ("period", &written)],
    ));
    Report {
        draft: match frame.status {
            Status::Draft => Some(fill("head.draft", &[("date", &date(frame.today))])),
            Status::Accepted => None,
        },
        national: [say("head.country").to_owned(), say("head.motto").to_owned()],
        issuer: Issuer {
            superior: capitals(&setting.superior),
            agency: capitals(&setting.agency),
            number: fill("head.number", &[("symbol", &setting.symbol)]),
            place_and_date: fill(
                "head.date",
                &[
                    ("place", &setting.place),
                    ("month", &month(frame)),
                    ("year", &frame.today.year().to_string()),
                ],
            ),
        },
        kind: say("head.kind").to_owned(),
        subject: named.subject.to_owned(),
        aside: say("head.aside").to_owned(),
        addressees: addressees(&lines(&setting.addressees)),
        body: Vec::new(),
        signature: Signature {
            label: say("foot.recipients").to_owned(),
            recipients: lines(&setting.recipients)
                .iter()
                .map(|line| dashed(line))
                .collect(),
            authority: setting.authority(),
            signer: setting.signer.clone(),
        },
        foot: foot.join(" "),
        appendices: Vec::new(),
        layout,
    }
}

/// What the appendix at this place, counted from one, is called in the text and on its page.
/// Numbers are for two or more: Nghị định 30/2020/NĐ-CP, Phụ lục I, mục III.
pub(super) fn appendix_name(place: u8, all: u8) -> String {
    if all < 2 {
        return say("questions.only_appendix").to_owned();
    }
    fill("questions.appendix", &[("number", roman(Some(place)))])
}

/// An appendix with its heads.
pub(super) fn appendix(
    frame: &Frame<'_>,
    (number, title): (String, &str),
    orientation: Orientation,
    blocks: Vec<Block>,
) -> Appendix {
    let setting = frame.setting;
    let agency = setting.agency.lines().collect::<Vec<_>>().join(" ");
    Appendix {
        orientation,
        number,
        title: title.to_uppercase(),
        aside: fill(
            "questions.aside",
            &[
                ("symbol", &setting.symbol),
                ("month", &month(frame)),
                ("year", &frame.today.year().to_string()),
                ("agency", &agency),
            ],
        ),
        blocks,
    }
}

/// Puts the sign that nothing follows behind the last words of the text.
pub(super) fn end(body: &mut [Block]) {
    if let Some(Block::Paragraph(text) | Block::Item(text) | Block::Note(text)) = body.last_mut() {
        let shorter = text.trim_end_matches([';', '.']).len();
        text.truncate(shorter);
        text.push_str(say("head.end"));
    }
}

/// How a unit's report begins: what came, against what was wanted and against visits.
pub(super) fn unit(frame: &Frame<'_>, name: &str, seen: &Seen<'_>) -> String {
    let (from, to) = (date(frame.period.from()), date(frame.period.to()));
    let Some(figures) = seen.figures.filter(|figures| figures.headline.n > 0) else {
        let days = [("from", from.as_str()), ("to", &to), ("unit", name)];
        let key = match seen.n_others {
            0 => "opening.nothing",
            _ => "opening.nothing_of_form",
        };
        let mut sentences = vec![fill(key, &days)];
        sentences.extend(others(0, seen.n_others));
        sentences.extend(open(frame));
        sentences.extend(seen.figures.and_then(|figures| late(figures.headline.late)));
        return sentences.join(" ");
    };
    let row = &figures.headline;
    let n = count(row.n);
    let values = [
        ("from", from.as_str()),
        ("to", &to),
        ("unit", name),
        ("n", &n),
    ];
    let decision = frame.round.and_then(|round| round.decision.as_ref());
    let begin = match decision {
        Some(decision) => {
            let (number, day) = (&decision.number, date(decision.date));
            let by = fill("opening.round", &[("decision", number), ("date", &day)]);
            by + &fill("opening.received_in_round", &values)
        }
        None => fill("opening.received", &values),
    };
    let mut sentences = vec![begin + &target(seen.wanted, row.n) + "."];
    sentences.extend(open(frame));
    sentences.extend(rates_by_purpose(figures, seen.visits));
    sentences.extend(aside(row));
    sentences.join(" ")
}

/// What is known of a unit beside its answers.
pub(super) struct Seen<'a> {
    /// Its rows.
    pub(super) figures: Option<&'a FormFigures<'a>>,
    /// Sheets of other forms.
    pub(super) n_others: u64,
    /// Sheets wanted of it.
    pub(super) wanted: Option<u64>,
    /// Visits that dossiers tell of.
    pub(super) visits: Visits,
}

/// That there are sheets of other forms, where none is of the form the report is about.
pub(super) fn others(n: u64, n_others: u64) -> Option<String> {
    (n == 0 && n_others > 0).then(|| fill("opening.other_forms", &[("n", &count(n_others))]))
}

/// That the figures are provisional, while they are.
pub(super) fn open(frame: &Frame<'_>) -> Option<String> {
    match frame.books {
        Books::Closed => None,
        Books::Open(None) => Some(say("opening.open").to_owned()),
        Books::Open(Some((from, to))) => {
            let values = [("from", &*date(from)), ("to", &*date(to))];
            Some(fill("opening.open_days", &values))
        }
    }
}

/// What came late, and what is counted with a doubt.
pub(super) fn aside(row: &ResultRow) -> Vec<String> {
    let flagged = (row.flagged > 0).then(|| {
        let n = count(row.flagged);
        fill("opening.flagged", &[("n", &n)])
    });
    late(row.late).into_iter().chain(flagged).collect()
}

fn late(n: u64) -> Option<String> {
    (n > 0).then(|| fill("opening.late", &[("n", &count(n))]))
}

fn target(wanted: Option<u64>, n: u64) -> String {
    let Some(wanted) = wanted.filter(|wanted| *wanted > 0) else {
        return String::new();
    };
    let share = Rounded::percent_of(n.into(), wanted.into(), 2);
    let share = share.map_or_else(String::new, |share| share.to_text(DecimalMark::Comma) + "%");
    let key = if n >= wanted {
        "opening.target_met"
    } else {
        "opening.target_missed"
    };
    fill(key, &[("share", &share), ("target", &count(wanted))])
}

/// The response rates by purpose; silent where the form does not ask why people came.
fn rates_by_purpose(figures: &FormFigures<'_>, visits: Visits) -> Vec<String> {
    let is_purpose = |row: &&ResultRow| row.question.as_deref() == Some(say("purpose.question"));
    let Some(row) = figures
        .questions
        .iter()
        .find(is_purpose)
        .filter(|row| !row.is_withheld())
    else {
        return Vec::new();
    };
    if visits.received.is_none() && visits.returned.is_none() {
        return vec![say("opening.no_rates").to_owned()];
    }
    let rate = |purpose: &str, visits: Option<u64>| {
        let n = row.counts.get(purpose).copied().unwrap_or(0);
        let Some(rate) = response_rate(n, visits) else {
            return say("opening.no_rate").to_owned();
        };
        let rate = rate.to_text(DecimalMark::Comma) + "%";
        let (n, visits) = (count(n), count(visits.unwrap_or(0)));
        let values = [("rate", rate.as_str()), ("n", &n), ("visits", &visits)];
        fill("opening.rate", &values)
    };
    let received = rate(say("purpose.received"), visits.received);
    let returned = rate(say("purpose.returned"), visits.returned);
    let values = [("received", received.as_str()), ("returned", &returned)];
    let mut sentences = vec![fill("opening.rates", &values)];
    sentences.extend(
        visits
            .is_declared
            .then(|| say("opening.declared").to_owned()),
    );
    sentences
}

/// Whether a form rates satisfaction at all.
pub(super) fn rates(figures: &FormFigures<'_>) -> bool {
    figures
        .form
        .sections
        .iter()
        .any(|section| rated(section).count() > 0)
}

fn addressees(names: &[String]) -> Vec<String> {
    if let [only] = names {
        return vec![fill("head.to_one", &[("name", only)])];
    }
    let mut lines = vec![say("head.to_many").to_owned()];
    lines.extend(names.iter().map(|name| {
        let name = dashed(name);
        format!("{};", name.trim_end_matches([';', '.', ' ']))
    }));
    if let Some(last) = lines.last_mut() {
        last.pop();
        last.push('.');
    }
    lines
}

fn dashed(line: &str) -> String {
    format!("- {}", line.trim_start_matches(['-', ' ']))
}

/// The month of the date; January and February with a nought, as the decree asks.
fn month(frame: &Frame<'_>) -> String {
    match frame.today.month() {
        month @ 1..=2 => format!("0{month}"),
        month => month.to_string(),
    }
}
