//! The administrative report, as a page and as a document.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

use hailong::domain::form::Form;

use crate::facts::{Facts, Of, Subject};
use crate::labels::{count, of_form, question, subject};
use crate::markup::{Piece, Table, pieces};

/// What a report prints.
#[derive(Default)]
pub(crate) struct Report {
    /// The form version it is about, if it is about any; of the others it prints the headline alone.
    pub(crate) form: String,
    pub(crate) own: Facts,
    /// Of a province: its units by name.
    pub(crate) units: BTreeMap<String, Facts>,
}

/// The numbers of the page that is printed.
pub(crate) fn report(page: &str, forms: &[Arc<Form>]) -> Report {
    let pieces = pieces(page);
    let is_main = |form: &&Arc<Form>| {
        let named = format!("({}).", form.form_ref);
        let is_told = |text: &str| text.contains(", theo mẫu phiếu “") && text.contains(&named);
        let mut texts = pieces.iter();
        texts.any(|piece| matches!(piece, Piece::Text(text) if is_told(text)))
    };
    let main = forms.iter().find(is_main);
    let mut report = Report {
        form: main
            .map(|form| form.form_ref.to_string())
            .unwrap_or_default(),
        ..Report::default()
    };
    for piece in &pieces {
        match (piece, main) {
            (Piece::Text(text), _) if text.starts_with("Mẫu phiếu “") => {
                read_other(&mut report.own, forms, text);
            }
            (Piece::Text(text), Some(main)) => read_headline(&mut report.own, main, text),
            (Piece::Table(table), Some(main)) => read_table(&mut report, main, table),
            (_, None) => {}
        }
    }
    report
}

fn read_table(report: &mut Report, form: &Form, table: &Table) {
    match &table.heads()[..] {
        ["TT", "Yếu tố" | "Tiêu chí", ..] => read_shares(&mut report.own, form, table),
        ["TT", "Câu hỏi", ..] => read_levels(&mut report.own, form, table),
        ["TT", "Đơn vị", ..] => read_units(report, form, table),
        ["Câu hỏi, lựa chọn", ..] => read_options(&mut report.own, form, table),
        _ => {}
    }
}

/// The last word before `mark`.
fn before<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let (head, _) = text.split_once(mark)?;
    head.rsplit([' ', '(']).next()
}

/// The word after `mark`, without the sign behind it.
fn after<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let (_, tail) = text.split_once(mark)?;
    let word = tail.split(' ').next()?;
    Some(word.trim_end_matches(['.', ',', ';', '/']))
}

fn read_headline(facts: &mut Facts, form: &Form, text: &str) {
    let headline = of_form(form, Of::Headline);
    let found = [
        ("n", after(text, " nhận được ")),
        ("n", after(text, " với tổng số ")),
        ("percent", before(text, " người trả lời hài lòng (")),
        ("percent", before(text, " lượt đánh giá hài lòng (")),
        ("percent", after(text, "Mức độ hài lòng ")),
        ("satisfied", before(text, " hài lòng, ")),
        ("neutral", before(text, " bình thường, ")),
        ("dissatisfied", before(text, " không hài lòng.")),
        ("from", after(text, "Khoảng tin cậy 95 % là từ ")),
    ];
    for (name, number) in found {
        facts.say_printed(&headline, name, number.unwrap_or_default());
    }
    if let Some((_, interval)) = text.split_once("Khoảng tin cậy 95 % là từ ") {
        facts.say_printed(&headline, "to", after(interval, " đến ").unwrap());
    }
    if let Some((_, fraction)) = text.split_once(" hài lòng (")
        && let Some((part, whole)) = fraction.split(')').next().unwrap().split_once('/')
    {
        facts.say_printed(&headline, "numerator", part);
        facts.say_printed(&headline, "denominator", whole);
    }
}

/// `Mẫu phiếu “…” (mot-cau@1), tính riêng: 85,37% người trả lời hài lòng, 41 phiếu.`
fn read_other(facts: &mut Facts, forms: &[Arc<Form>], text: &str) {
    let is_named = |form: &&Arc<Form>| text.contains(&format!("({})", form.form_ref));
    let form = forms.iter().find(is_named).unwrap();
    let headline = of_form(form, Of::Headline);
    let (head, _) = text.rsplit_once(" phiếu").unwrap();
    facts.say_printed(&headline, "n", head.rsplit(' ').next().unwrap());
    if let Some(figure) = after(text, "tính riêng: ") {
        facts.say_printed(&headline, "percent", figure);
    }
}

/// Factors and criteria: each level's share, all dissatisfied ones together.
fn read_shares(facts: &mut Facts, form: &Form, table: &Table) {
    let heads = table.heads();
    let overall = question(form, &Of::Headline).unwrap();
    for row in table.rows() {
        let subject = subject(form, row[1]).unwrap();
        for (head, text) in heads.iter().zip(row).skip(2) {
            match *head {
                "Số trả lời" => facts.say_printed(&subject, "answers", text),
                "Hài lòng (%)" | "Mức độ (%)" => {
                    facts.say_printed(&subject, "percent", text);
                }
                "Không hài lòng" => facts.say_printed(&subject, "dissatisfied", text),
                "Nhóm" if !text.is_empty() => facts.say(&subject, "group", text),
                label => {
                    if let Some(name) = count(overall, label) {
                        let name = name.replace("count", "share");
                        facts.say_printed(&subject, &name, text);
                    }
                }
            }
        }
    }
}

fn read_levels(facts: &mut Facts, form: &Form, table: &Table) {
    let heads = table.heads();
    for row in table.rows() {
        let subject = subject(form, row[1]).unwrap();
        let asked = question(form, &subject.1).unwrap();
        for (head, text) in heads.iter().zip(row).skip(2) {
            facts.say_printed(&subject, &aside(head).or(count(asked, head)).unwrap(), text);
        }
    }
}

/// What is in no denominator, by the head of its column or the name of its row.
fn aside(head: &str) -> Option<String> {
    let name = match head {
        "Ngoài thang" | "Không biết, không muốn trả lời" => "outside",
        "Bỏ trống" => "left_out",
        "Không hỏi" | "Không được hỏi" => "not_asked",
        _ => return None,
    };
    Some(name.to_owned())
}

/// A question, then its options with a dash before each.
fn read_options(facts: &mut Facts, form: &Form, table: &Table) {
    let mut above: Option<Subject> = None;
    for row in table.rows() {
        let Some(label) = row[0].strip_prefix("- ") else {
            above = subject(form, row[0]);
            continue;
        };
        let subject = above.as_ref().unwrap();
        let asked = question(form, &subject.1).unwrap();
        facts.say_printed(
            subject,
            &count(asked, label).or(aside(label)).unwrap(),
            row[1],
        );
    }
}

/// The units of a province, then the province in two ways, of which one is pooled.
fn read_units(report: &mut Report, form: &Form, table: &Table) {
    const NUMERALS: [&str; 5] = ["I", "II", "III", "IV", "V"];
    let heads = table.heads();
    let headline = of_form(form, Of::Headline);
    for row in table.rows() {
        let facts = match row[..] {
            ["Toàn tỉnh, gộp câu trả lời", ..] => &mut report.own,
            ["Toàn tỉnh, trung bình các đơn vị xếp hạng", ..] => continue,
            _ => report.units.entry(row[1].to_owned()).or_default(),
        };
        for (head, text) in heads.iter().zip(row) {
            let numeral = NUMERALS.iter().position(|numeral| numeral == head);
            if let Some(factor) = numeral.and_then(|at| form.factors().nth(at)) {
                let subject = of_form(form, Of::Factor(factor.id.to_string()));
                facts.say_printed(&subject, "percent", text);
            }
            match *head {
                "Số phiếu" => facts.say_printed(&headline, "n", text),
                "Hài lòng" => facts.say_printed(&headline, "percent", text),
                "Bình thường" => facts.say_printed(&headline, "neutral", text),
                "Không hài lòng" => facts.say_printed(&headline, "dissatisfied", text),
                "Nhóm" if !text.is_empty() => facts.say(&headline, "group", text),
                _ => {}
            }
        }
    }
}

/// Texts of paragraphs and cells in their order, of the page from its first paragraph on.
pub(crate) fn texts_of_page(page: &str) -> Vec<String> {
    let from = page.find("<p class=\"text\"").unwrap_or_default();
    texts(&page[from..])
}

/// The same of the document.
pub(crate) fn texts_of_document(bytes: Vec<u8>) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut document = String::new();
    let mut file = archive.by_name("word/document.xml").unwrap();
    file.read_to_string(&mut document).unwrap();
    texts(&document)
}

fn texts(markup: &str) -> Vec<String> {
    let texts = pieces(markup).into_iter().flat_map(|piece| match piece {
        Piece::Text(text) => vec![text],
        Piece::Table(table) => table.texts().map(str::to_owned).collect(),
    });
    texts.filter(|text| !text.is_empty()).collect()
}
