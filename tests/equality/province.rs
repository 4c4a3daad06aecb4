//! The overview of the province: its own figure, every unit's row, and its questions.

use std::collections::BTreeMap;

use hailong::domain::form::Form;

use crate::desk::read_heat_cell;
use crate::facts::{Facts, Of};
use crate::labels::{of_form, subject};
use crate::markup::{Piece, Table, pieces};

/// The row of the province itself.
pub(crate) const WHOLE: &str = "Toàn tỉnh";

/// What the overview prints of the province and of each ranked unit, by name.
pub(crate) fn facts(page: &str, form: &Form) -> BTreeMap<String, Facts> {
    let mut all: BTreeMap<String, Facts> = BTreeMap::new();
    let mut above = String::new();
    for piece in pieces(page) {
        match piece {
            Piece::Text(text) => {
                let whole = all.entry(WHOLE.to_owned()).or_default();
                read_text(whole, form, (&above, &text));
                above = text;
            }
            Piece::Table(table) if table.caption == "Toàn tỉnh theo câu hỏi" => {
                let whole = all.entry(WHOLE.to_owned()).or_default();
                read_questions(whole, form, &table);
            }
            Piece::Table(table) if table.caption.starts_with("Xếp hạng ") => {
                read_ranking(&mut all, form, &table);
            }
            Piece::Table(_) => {}
        }
    }
    all
}

fn read_text(facts: &mut Facts, form: &Form, (above, text): (&str, &str)) {
    let headline = of_form(form, Of::Headline);
    if above.ends_with(" toàn tỉnh") {
        facts.say_printed(&headline, "percent", text);
    }
    if let Some(interval) = text.strip_prefix("khoảng 95 %") {
        facts.say_interval(&headline, interval);
    }
    let names = match above {
        "Gộp số đếm các đơn vị" => ["numerator", "denominator"],
        "Bình thường / Không hài lòng (%)" => ["neutral", "dissatisfied"],
        "Phiếu / hồ sơ tiếp nhận" => ["n", "dossiers"],
        _ => return,
    };
    for (name, number) in names.into_iter().zip(text.split(" / ")) {
        facts.say_printed(&headline, name, number);
    }
}

fn read_questions(facts: &mut Facts, form: &Form, table: &Table) {
    for row in table.rows() {
        let subject = subject(form, row[0].trim_end_matches(" (gộp)")).unwrap();
        let (part, whole) = row[1].split_once(" / ").unwrap();
        facts.say_printed(&subject, "numerator", part);
        facts.say_printed(&subject, "denominator", whole);
        facts.say_printed(&subject, "percent", row[2]);
        facts.say_interval(&subject, row[3]);
    }
}

/// The last columns but one are the factors.
fn read_ranking(all: &mut BTreeMap<String, Facts>, form: &Form, table: &Table) {
    let heads = table.heads();
    let column = |name: &str| {
        let named = |head: &&str| head.split(", ").next() == Some(name);
        heads.iter().position(named).unwrap()
    };
    let (name, sheets, figure) = (column("Đơn vị"), column("Phiếu"), column("% hài lòng"));
    let factors: Vec<Of> = form
        .factors()
        .map(|section| Of::Factor(section.id.to_string()))
        .collect();
    let first = heads.len() - 1 - factors.len();
    for row in table.rows() {
        let facts = all.entry(row[name].to_owned()).or_default();
        let headline = of_form(form, Of::Headline);
        facts.say_printed(&headline, "n", row[sheets]);
        facts.say_printed(&headline, "percent", row[figure]);
        for (factor, text) in factors.iter().zip(&row[first..]) {
            let subject = of_form(form, factor.clone());
            facts.say_printed(&subject, "percent", text);
            read_heat_cell(facts, (&subject, "answered"), text);
        }
    }
}
