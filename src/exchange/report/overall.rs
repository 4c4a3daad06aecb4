//! The headline in sentences: the figure with its counts, its doubt, and what it is set against.

use super::change::{against, since};
use super::figure::{self, count, decimal, percent};
use super::words::{fill, say};
use super::{Block, FormFigures, Frame, OtherForm};
use crate::domain::comparison::Mismatch;
use crate::domain::method::{Kind, Method};
use crate::domain::percent::DecimalMark;
use crate::domain::results::ResultRow;
use crate::domain::vietnamese::capitalized;

/// What is to be said of a form's headline.
pub(super) fn sentences(figures: &FormFigures<'_>, frame: &Frame<'_>) -> Vec<String> {
    let row = &figures.headline;
    if row.is_withheld() {
        return vec![say("overall.folded").to_owned()];
    }
    if !row.enough {
        let enough = figures.method.enough.answers;
        return vec![fill("overall.few", &[("enough", &count(enough))])];
    }
    let Some(headline) = shares(row, figures.method) else {
        return vec![say("overall.no_figure").to_owned()];
    };
    let mut sentences = vec![headline];
    sentences.extend(row.interval.as_ref().map(figure::interval));
    sentences.push(before(figures, frame));
    if let Some(goal) = frame.round.and_then(|round| round.goal.as_ref())
        && let Some(change) = against(row, goal)
    {
        let goal = goal.to_text(DecimalMark::Comma) + "%";
        let values = [("goal", goal.as_str()), ("change", &change.in_words())];
        sentences.push(fill("overall.goal", &values));
    }
    sentences
}

/// The figure with the three shares, as a sentence.
pub(super) fn shares(row: &ResultRow, method: &Method) -> Option<String> {
    let named = figure::named(row, method)?;
    let named = capitalized(&named);
    let number = |count: Option<u64>| count.map_or_else(String::new, figure::count);
    let (numerator, denominator) = (number(row.numerator), number(row.denominator));
    let Some(shares) = &row.shares else {
        return Some(fill("overall.alone", &[("figure", &named)]));
    };
    let (satisfied, neutral) = (percent(&shares.satisfied), percent(&shares.neutral));
    let dissatisfied = percent(&shares.dissatisfied);
    let values = [
        ("figure", named.as_str()),
        ("numerator", &numerator),
        ("denominator", &denominator),
        ("satisfied", &satisfied),
        ("neutral", &neutral),
        ("dissatisfied", &dissatisfied),
    ];
    let is_counted = row.numerator.is_some() && method.kind == Kind::TopShare;
    Some(match (is_counted, method.neutral.is_empty()) {
        (true, true) => fill("overall.shares_two", &values),
        (true, false) => fill("overall.shares", &values),
        (false, true | false) => fill("overall.shares_of_level", &values),
    })
}

/// How the figures were computed, which channels they sum, and where their counts stand.
pub(super) fn method(figures: &FormFigures<'_>, counts: Option<&str>) -> Block {
    let method = figures.method;
    let channels: Vec<&str> = figures
        .headline
        .channels
        .iter()
        .map(|it| channel(it))
        .collect();
    let mut sentences = vec![fill(
        "overall.method",
        &[
            ("method", &small(method.title.get("vi"))),
            ("id", method.id.as_str()),
            ("title", figures.form.title.get("vi")),
            ("form", &figures.form.form_ref.to_string()),
            ("channels", &channels.join(", ")),
        ],
    )];
    sentences.extend(counts.map(|name| fill("overall.counts", &[("appendix", name)])));
    Block::Paragraph(sentences.join(" "))
}

/// What stands in place of a headline where nobody rated anything by the form the report is about.
pub(super) fn nothing(figures: Option<&FormFigures<'_>>, others: &[OtherForm<'_>]) -> Vec<Block> {
    let is_answered = figures.is_some_and(|figures| figures.headline.n > 0);
    let key = match (is_answered, n_of(others)) {
        (true, _) => "overall.no_figure",
        (false, 0) => "overall.nothing",
        (false, _) => "overall.nothing_of_form",
    };
    let mut blocks = vec![Block::Paragraph(say(key).to_owned())];
    blocks.extend(self::others(others));
    blocks
}

/// Sheets of other forms, none of which is summed into a headline.
pub(super) fn n_of(others: &[OtherForm<'_>]) -> u64 {
    others.iter().map(|other| other.headline.n).sum()
}

/// What came by other forms, each by itself.
pub(super) fn others(others: &[OtherForm<'_>]) -> Vec<Block> {
    let told = others
        .iter()
        .filter(|other| other.headline.n > 0)
        .map(|other| {
            let row = &other.headline;
            let (form, n) = (other.form.form_ref.to_string(), count(row.n));
            let mut values = vec![
                ("title", other.form.title.get("vi")),
                ("form", form.as_str()),
                ("n", n.as_str()),
            ];
            let shown =
                figure::named(row, other.method).filter(|_| row.enough && !row.is_withheld());
            let text = match &shown {
                Some(shown) => {
                    values.push(("figure", shown));
                    fill("overall.other", &values)
                }
                None => fill("overall.other_few", &values),
            };
            Block::Paragraph(text)
        });
    told.collect()
}

/// A row's group as its method calls it, such as `nhóm B`.
pub(super) fn group(row: &ResultRow, method: &Method) -> Option<String> {
    let id = row.group.as_ref()?;
    let group = method.groups.iter().find(|group| group.id == *id)?;
    Some(small(group.label.get("vi")))
}

/// Both limits of a figure, or nothing.
pub(super) fn bare(row: &ResultRow) -> String {
    figure::bare(row).unwrap_or_default()
}

/// A share such as `10.79` for a column.
pub(super) fn share(text: &str) -> String {
    decimal(text)
}

fn before(figures: &FormFigures<'_>, frame: &Frame<'_>) -> String {
    let period = figure::period(frame.period.previous());
    let change = figures
        .before
        .as_ref()
        .and_then(|before| since(&figures.headline, &before.headline));
    if let Some(change) = change {
        let values = [("period", period.as_str()), ("change", &change.in_words())];
        return fill("overall.since", &values);
    }
    let key = match figures.mismatch {
        Some(Mismatch::Method) => "overall.other_method",
        Some(Mismatch::Channels) => "overall.other_channels",
        None => "overall.no_before",
    };
    fill(key, &[("period", &period)])
}

fn channel(code: &str) -> &str {
    match code {
        "tablet" => say("channel.tablet"),
        "qr" => say("channel.qr"),
        "paper" => say("channel.paper"),
        "assisted" => say("channel.assisted"),
        "open" => say("channel.open"),
        other => other,
    }
}

fn small(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(letters).collect()
}
