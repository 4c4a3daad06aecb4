//! The tally CSV and the workbook.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Data, DataType as _, Reader as _, Xlsx};
use hailong::domain::form::Form;

use crate::facts::{Facts, Of, Told};
use crate::labels::{count, of_form, subject};

/// A line of the tally CSV.
pub(crate) struct Line {
    pub(crate) unit: String,
    form: String,
    question: String,
    level: String,
    count: u64,
    channels: Vec<String>,
}

pub(crate) fn lines(csv: &[u8]) -> Vec<Line> {
    let mut reader = csv::Reader::from_reader(csv);
    let line = |record: csv::StringRecord| Line {
        unit: record[0].to_owned(),
        form: record[5].to_owned(),
        question: record[6].to_owned(),
        level: record[7].to_owned(),
        count: record[8].parse().unwrap(),
        channels: record[9].split_terminator('+').map(str::to_owned).collect(),
    };
    reader
        .records()
        .map(|record| line(record.unwrap()))
        .collect()
}

/// The sums of these lines over the channels that the figures sum.
pub(crate) fn sums<'l>(
    lines: impl Iterator<Item = &'l Line>,
    forms: &[Arc<Form>],
    told: &Told,
) -> Facts {
    let mut sums: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for line in lines {
        let (_, summed) = &told.ways[&line.form];
        if line.channels.iter().all(|channel| summed.contains(channel)) {
            let key = (&*line.form, &*line.question, &*line.level);
            *sums.entry(key).or_default() += line.count;
        }
    }
    let mut facts = Facts::default();
    for ((form, question, level), sum) in sums {
        let form = forms.iter().find(|it| it.form_ref.to_string() == form);
        let form = form.unwrap();
        let mut outside = form.question(question).unwrap().outside.iter();
        let name = match level {
            "left_out" | "not_asked" => level.to_owned(),
            _ if outside.any(|it| it.value.as_str() == level) => format!("outside {level}"),
            _ => format!("count {level}"),
        };
        let subject = of_form(form, Of::Question(question.to_owned()));
        facts.say(&subject, &name, &sum);
    }
    facts
}

/// Columns of the workbook, and how many decimals their numbers have.
const COLUMNS: [(&str, &str, usize); 11] = [
    ("Kết quả (% hoặc điểm)", "percent", 2),
    ("Kết quả câu hỏi (% hoặc điểm)", "percent", 2),
    ("Hài lòng (%)", "satisfied", 2),
    ("Bình thường (%)", "neutral", 2),
    ("Không hài lòng (%)", "dissatisfied", 2),
    ("Số phiếu (n)", "n", 0),
    ("Số người trả lời (n)", "n", 0),
    ("Tử số", "numerator", 0),
    ("Mẫu số", "denominator", 0),
    ("Khoảng tin cậy 95 %: từ", "low", 4),
    ("Khoảng tin cậy 95 %: đến", "high", 4),
];

/// What the workbook prints of its unit, and of the units below it by their codes.
pub(crate) fn workbook(bytes: Vec<u8>, forms: &[Arc<Form>]) -> (Facts, BTreeMap<String, Facts>) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let (mut own, mut units) = (Facts::default(), BTreeMap::<String, Facts>::new());
    for row in rows(&mut book, "Tổng hợp", forms) {
        // Beside the pooled row of a province stands the mean of its units.
        if row.text("Cách gộp").ends_with("cộng số đếm của các đơn vị") {
            row.say_columns(&mut own, Of::Headline);
        }
    }
    for row in rows(&mut book, "Theo yếu tố", forms) {
        let (_, of) = subject(&row.form, &row.text("Yếu tố")).unwrap();
        row.say_columns(&mut own, of);
    }
    for row in rows(&mut book, "Theo câu hỏi", forms) {
        row.say_answer(&mut own);
    }
    if book.sheet_names().contains(&"Theo đơn vị".to_owned()) {
        for row in rows(&mut book, "Theo đơn vị", forms) {
            let unit = units.entry(row.text("Mã đơn vị")).or_default();
            row.say_columns(unit, Of::Headline);
        }
    }
    (own, units)
}

/// A row below the headings of a sheet.
struct Row {
    form: Arc<Form>,
    cells: BTreeMap<String, Data>,
}

/// The rows of a sheet that are of a form.
fn rows(book: &mut Xlsx<Cursor<Vec<u8>>>, sheet: &str, forms: &[Arc<Form>]) -> Vec<Row> {
    let range = book.worksheet_range(sheet).unwrap();
    let mut rows = range.rows();
    let heads = rows
        .find(|cells| cells[0].get_string() == Some("Mẫu phiếu"))
        .unwrap();
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    let row = |cells: &[Data]| {
        let mut forms = forms.iter();
        let form = forms.find(|form| cells[0].to_string() == form.form_ref.to_string())?;
        Some(Row {
            form: Arc::clone(form),
            cells: heads.iter().cloned().zip(cells.iter().cloned()).collect(),
        })
    };
    rows.filter_map(row).collect()
}

impl Row {
    fn text(&self, head: &str) -> String {
        self.cells[head].to_string()
    }

    fn number(&self, head: &str, decimals: usize) -> Option<String> {
        let number = self.cells.get(head)?.get_float()?;
        Some(format!("{number:.decimals$}"))
    }

    fn say_columns(&self, facts: &mut Facts, of: Of) {
        let subject = of_form(&self.form, of);
        let is_factor = matches!(subject.1, Of::Index | Of::Factor(_));
        for (head, name, decimals) in COLUMNS {
            if let Some(number) = self.number(head, decimals) {
                let name = if is_factor && name == "n" {
                    "answered"
                } else {
                    name
                };
                facts.say(&subject, name, &number);
            }
        }
    }

    /// A question has a row for each answer.
    fn say_answer(&self, facts: &mut Facts) {
        let id = self.text("Mã câu hỏi");
        self.say_columns(facts, Of::Question(id.clone()));
        let question = self.form.question(&id).unwrap();
        let name = match &*self.text("Trả lời") {
            "Bỏ trống" => Some("left_out".to_owned()),
            "Không hỏi" => Some("not_asked".to_owned()),
            label => count(question, label),
        };
        let subject = of_form(&self.form, Of::Question(id));
        let (Some(name), Some(n)) = (name, self.number("Số lượt", 0)) else {
            return;
        };
        facts.say(&subject, &name, &n);
        if let Some(share) = self.number("Tỷ lệ (%)", 2) {
            facts.say(&subject, &name.replace("count", "share"), &share);
        }
    }
}
