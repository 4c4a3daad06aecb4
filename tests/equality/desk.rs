//! The pages of a unit: the period at a glance, and every question.

use std::sync::Arc;

use hailong::domain::form::{Form, Question};

use crate::facts::{Facts, Of, Subject, number};
use crate::labels::{count, of_form, question, subject};
use crate::markup::{Piece, Table, pieces};

/// Columns that say the same in every table.
const COLUMNS: [(&str, &str); 6] = [
    ("n", "n"),
    ("% hài lòng", "percent"),
    ("% không hài lòng", "dissatisfied"),
    ("Ngoài thang", "outside"),
    ("Bỏ trống", "left_out"),
    ("Không hỏi", "not_asked"),
];

/// What either page prints. A page of several forms names each before its numbers.
pub(crate) fn facts(page: &str, forms: &[Arc<Form>]) -> Facts {
    let mut facts = Facts::default();
    let Some(mut form) = forms.first() else {
        return facts;
    };
    let mut above = String::new();
    for piece in pieces(page) {
        match piece {
            Piece::Text(text) => {
                let is_named = |form: &&Arc<Form>| text.contains(&form.form_ref.to_string());
                form = forms.iter().find(is_named).unwrap_or(form);
                read_text(&mut facts, form, (&above, &text));
                above = text;
            }
            Piece::Table(table) => read_table(&mut facts, form, (&above, &table)),
        }
    }
    facts
}

/// The headline stands in texts: each is known by its own words or by those above it.
fn read_text(facts: &mut Facts, form: &Form, (above, text): (&str, &str)) {
    let headline = of_form(form, Of::Headline);
    let overall = question(form, &Of::Headline);
    let asked = overall.map_or("", |question| question.text.get("vi"));
    let name = match above {
        "Tất cả câu đánh giá" => Some("percent"),
        "Hài lòng (hai mức trên)" => Some("satisfied"),
        "Bình thường" => Some("neutral"),
        "Không hài lòng (hai mức dưới)" => Some("dissatisfied"),
        _ => (above == asked).then_some("percent"),
    };
    if let Some(name) = name.filter(|_| text.ends_with('%')) {
        facts.say_printed(&headline, name, text);
    }
    if let Some(interval) = text.strip_prefix("khoảng 95 %: ") {
        facts.say_interval(&headline, interval);
    }
    // `34 trong 40; 45 phiếu`
    if let Some((part, rest)) = text.split_once(" trong ")
        && let Some((whole, sheets)) = rest.split_once("; ")
    {
        facts.say_printed(&headline, "numerator", part);
        facts.say_printed(&headline, "denominator", whole);
        facts.say_printed(&headline, "n", sheets.trim_end_matches(" phiếu"));
    }
    // `Rất hài lòng 12`
    if let Some((label, n)) = text.rsplit_once(' ')
        && let Some(name) = overall.and_then(|asked| count(asked, label))
    {
        facts.say_printed(&headline, &name, n);
    }
}

fn read_table(facts: &mut Facts, form: &Form, (above, table): (&str, &Table)) {
    match table.heads().first() {
        Some(&"Ý trả lời") => {
            let title = if table.caption.is_empty() {
                above
            } else {
                &table.caption
            };
            let asked = form.counted().find(|asked| asked.text.get("vi") == title);
            read_options(facts, form, (asked.unwrap(), table));
        }
        Some(&"Câu hỏi" | &"Yếu tố, câu hỏi") => read_rows(facts, form, table),
        Some(&"Yếu tố") => read_heat(facts, form, table),
        Some(_) | None => {}
    }
}

/// A row for each option of one question.
fn read_options(facts: &mut Facts, form: &Form, (asked, table): (&Question, &Table)) {
    let subject = of_form(form, Of::Question(asked.id.to_string()));
    for row in table.rows() {
        let name = match row[0] {
            "Số phiếu trả lời câu này" => Some("n".to_owned()),
            "Bỏ trống" => Some("left_out".to_owned()),
            "Không hỏi" => Some("not_asked".to_owned()),
            label => count(asked, label),
        };
        facts.say_printed(&subject, &name.unwrap(), row[1]);
    }
}

/// A row for each question or factor.
fn read_rows(facts: &mut Facts, form: &Form, table: &Table) {
    let heads = table.heads();
    for row in table.rows() {
        let subject = subject(form, row[0]).unwrap();
        for (head, text) in heads.iter().zip(row).skip(1) {
            let known = COLUMNS.iter().find(|(column, _)| column == head);
            if let Some((_, name)) = known {
                let is_base = *name == "n" && matches!(subject.1, Of::Factor(_));
                let name = if is_base { "answered" } else { name };
                facts.say_printed(&subject, name, text);
            } else if *head == "khoảng 95 %" {
                facts.say_interval(&subject, text);
            } else if let Some(asked) = question(form, &subject.1)
                && let Some(name) = count(asked, head)
            {
                facts.say_printed(&subject, &name, text);
            }
        }
    }
}

/// A row for each factor: its own cell, then one for each of its questions. A factor of one
/// question is that question.
fn read_heat(facts: &mut Facts, form: &Form, table: &Table) {
    let heads = table.heads();
    let whole = heads.iter().position(|head| *head == "% hài lòng").unwrap();
    let first = heads
        .iter()
        .position(|head| heads.last() == Some(head))
        .unwrap();
    for row in table.rows() {
        let factor = subject(form, row[0]).unwrap();
        let mut sections = form.factors();
        let own = sections.find(|section| factor.1 == Of::Factor(section.id.to_string()));
        let rated = own.into_iter().flat_map(|section| &section.questions);
        let rated = rated.filter(|question| question.satisfaction_scale().is_some());
        let questions = rated.map(|it| of_form(form, Of::Question(it.id.to_string())));
        let questions: Vec<Subject> = questions.collect();
        match questions.as_slice() {
            [only] => read_heat_cell(facts, (only, "n"), row[whole]),
            [] => read_heat_cell(facts, (&factor, "n"), row[whole]),
            _ => read_heat_cell(facts, (&factor, "answered"), row[whole]),
        }
        for (question, cell) in questions.iter().zip(&row[first..]) {
            read_heat_cell(facts, (question, "n"), cell);
        }
    }
}

/// `Trả đúng hẹn88,35 n 1.541, cao hơn rõ`: a name, the figure, its answers, and how it stands.
pub(crate) fn read_heat_cell(facts: &mut Facts, (subject, name): (&Subject, &str), text: &str) {
    let Some((figure, n)) = text.split_once(" n ") else {
        return;
    };
    let is_digit = |c: char| c.is_ascii_digit() || c == ',';
    let digits = figure.trim_end_matches(is_digit).len();
    facts.say_printed(subject, "percent", &figure[digits..]);
    let n = n.split(", ").next().and_then(number);
    facts.say(subject, name, &n.unwrap());
}
