//! Units in sentences: the best, the worst, those that need help and those that are missing.

use super::province::{ProvinceReport, UnitLine};
use super::words::{fill, say};
use super::{Block, figure, verdict};

/// Units named as the best and as the worst.
const MOST_PLACED: usize = 3;

/// The section on units; `appendix` holds the row of each.
pub(super) fn blocks(province: &ProvinceReport<'_>, appendix: &str) -> Vec<Block> {
    let units = province.units.iter();
    let mut ranked: Vec<&UnitLine> = units.clone().filter(|unit| unit.rank().is_some()).collect();
    ranked.sort_by_key(|unit| unit.rank());
    let weak = ranked.iter().filter(|unit| {
        let row = unit.answered();
        row.is_some_and(|row| verdict::is_weak(row, &province.frame))
    });
    let few = units.clone().filter(|unit| unit.rank().is_none());
    let few = few.filter_map(|unit| {
        let n = figure::count(unit.answered()?.n);
        let values = [("name", unit.in_sentence.as_str()), ("n", &n)];
        Some(fill("province.one", &values))
    });
    let name = |unit: &UnitLine| unit.in_sentence.clone();
    let hidden = units.clone().filter(|unit| unit.headline.is_none());
    let otherwise = units.clone().filter(|unit| unit.is_asked_otherwise);
    let missing = units.filter(|unit| unit.is_empty() && !unit.is_asked_otherwise);
    let lists: [(&str, Vec<String>); 5] = [
        ("province.weak", weak.map(|unit| name(unit)).collect()),
        ("province.unranked", few.collect()),
        ("province.hidden", hidden.map(name).collect()),
        ("province.missing", missing.map(name).collect()),
        ("province.other_form", otherwise.map(name).collect()),
    ];
    let is_told = |unit: &UnitLine| unit.answered().is_some();
    let everybody = province.units.iter().all(is_told);
    let mut blocks = vec![
        Block::Heading(say("province.units_heading").to_owned()),
        Block::Paragraph(places(&ranked, appendix)),
    ];
    let lists = lists.iter().filter(|(_, names)| !names.is_empty());
    blocks.extend(lists.map(|(key, names)| {
        let (n, names) = (names.len().to_string(), names.join("; "));
        Block::Paragraph(fill(key, &[("n", &n), ("names", &names)]))
    }));
    blocks.extend(everybody.then(|| Block::Paragraph(say("province.everybody").to_owned())));
    blocks
}

/// How many have a rank, and who is first and last where there are enough for both.
fn places(ranked: &[&UnitLine], appendix: &str) -> String {
    let n = figure::number(ranked.len());
    let mut sentences = vec![match ranked {
        [] => say("province.no_ranked").to_owned(),
        [_, ..] => fill("province.ranked", &[("n", &n)]),
    }];
    sentences.push(fill("province.appendix", &[("appendix", appendix)]));
    if ranked.len() >= 2 * MOST_PLACED {
        let placed = |key, names: Vec<String>| fill(key, &[("names", &*names.join("; "))]);
        let best = ranked.iter().take(MOST_PLACED).map(|unit| placed_as(unit));
        let worst = ranked.iter().rev().take(MOST_PLACED);
        let worst = worst.map(|unit| placed_as(unit));
        sentences.push(placed("province.best", best.collect()));
        sentences.push(placed("province.worst", worst.collect()));
    }
    sentences.join(" ")
}

fn placed_as(unit: &UnitLine) -> String {
    let Some(row) = unit.answered() else {
        return unit.in_sentence.clone();
    };
    let number = |n: Option<usize>| n.map_or_else(String::new, figure::number);
    let key = match row.rank_low.zip(row.rank_high) {
        Some(_) => "province.placed",
        None => "province.placed_alone",
    };
    fill(
        key,
        &[
            ("name", unit.in_sentence.as_str()),
            ("figure", &figure::of_row(row).unwrap_or_default()),
            ("rank", &number(row.rank)),
            ("low", &number(row.rank_low)),
            ("high", &number(row.rank_high)),
        ],
    )
}
