//! The sections and questions of a form file.

use super::asking::{check_privacy, read_channels, read_condition};
use super::fields::{Item, Table};
use super::scales::{read_outside, read_scales};
use super::wording::Wordings;
use crate::domain::form::{Choice, Code, Kind, Question, Scale, Section};

/// Options a question may have: a stored choice is one of `1`–`9`, `a`–`z`.
const MOST_OPTIONS: usize = 35;
/// Codes outside the scale a question may have: stored as `?`, `!`, `#`.
const MOST_OUTSIDE: usize = 3;

/// What the page of a form names itself, and what stands beside a sheet's answers. The remaining
/// such name, `collected_at`, has a character that no id has.
const RESERVED: [&str; 6] = ["id", "unit", "form", "language", "service", "comment"];

const SECTION_KEYS: [&str; 4] = ["id", "title", "factor", "question"];
const QUESTION_KEYS: [&str; 11] = [
    "id", "kind", "text", "scale", "options", "most", "outside", "profile", "show_if", "channels",
    "source",
];

/// What a form file has said so far, from top to bottom.
pub(super) struct Reading<'f> {
    words: Wordings<'f>,
    scales: Vec<Scale>,
    outside: Vec<Choice>,
    /// Questions above, in whatever section.
    earlier: Vec<Question>,
    /// Whether each rating must name the official item it stands for.
    source_required: bool,
}

impl<'f> Reading<'f> {
    /// Reads what questions refer to: scales and codes outside them.
    pub(super) fn begin(root: &Table<'_>, words: Wordings<'f>) -> Self {
        let source_required = root.optional("source_required").and_then(Item::switch);
        Self {
            words,
            scales: read_scales(root, words),
            outside: read_outside(root, words),
            earlier: Vec::new(),
            source_required: source_required.unwrap_or(false),
        }
    }
}

/// Reads every section; what is wrong is reported and left out.
pub(super) fn read_sections(root: &Table<'_>, reading: &mut Reading<'_>) -> Vec<Section> {
    root.required("section");
    let mut sections: Vec<Section> = Vec::new();
    for table in root.tables("section", &SECTION_KEYS) {
        let id = table.required("id");
        let title = table
            .required("title")
            .and_then(|item| reading.words.question(item));
        let factor = table.optional("factor").and_then(|item| {
            let factor = item.number(1, 5);
            if factor.is_some() && sections.iter().any(|section| section.factor == factor) {
                item.report("đã có ở phần khác", "stands in another section already");
            }
            factor
        });
        table.required("question");
        let questions = read_questions(&table, factor, reading);
        let code = id.and_then(Item::code);
        let (Some(id), Some(code), Some(title)) = (id, code, title) else {
            continue;
        };
        if sections.iter().any(|section| section.id == code) {
            id.report(
                format!("“{code}” đã có ở phần trên"),
                format!("“{code}” is already there"),
            );
        }
        sections.push(Section {
            id: code,
            title,
            factor,
            questions,
        });
    }
    sections
}

fn read_questions(
    section: &Table<'_>,
    factor: Option<u8>,
    reading: &mut Reading<'_>,
) -> Vec<Question> {
    let mut questions = Vec::new();
    for table in section.tables("question", &QUESTION_KEYS) {
        let Some(question) = read_question(&table, reading) else {
            continue;
        };
        if factor.is_some() && (question.profile || question.satisfaction_scale().is_none()) {
            table.file.report(
                table.at,
                "phần có “factor” chỉ nhận câu hỏi mức hài lòng (scale có “satisfied”)".to_owned(),
                "a section with “factor” takes ratings of satisfaction only".to_owned(),
            );
        }
        reading.earlier.push(question.clone());
        questions.push(question);
    }
    questions
}

fn read_question(table: &Table<'_>, reading: &Reading<'_>) -> Option<Question> {
    let id = table.required("id").and_then(|item| read_id(item, reading));
    let text = table
        .required("text")
        .and_then(|item| reading.words.question(item));
    let profile = table
        .optional("profile")
        .and_then(Item::switch)
        .unwrap_or(false);
    let outside = table.optional("outside");
    let outside = outside
        .map(|item| choose_outside(item, reading))
        .unwrap_or_default();
    let kind = table
        .required("kind")
        .and_then(|item| read_kind(item, table, reading));
    let show_if = table
        .optional("show_if")
        .and_then(|item| read_condition(item, &reading.earlier));
    let channels = table
        .optional("channels")
        .map(read_channels)
        .unwrap_or_default();
    let source = table
        .optional("source")
        .and_then(Item::string)
        .map(str::to_owned);
    let question = Question {
        id: id?,
        kind: kind?,
        text: text?,
        outside,
        profile,
        show_if,
        channels,
        source,
    };
    check_kind(table, &question);
    if let Some(item) = table.optional("show_if") {
        check_privacy(item, &question, &reading.earlier);
    }
    let rates = matches!(question.kind, Kind::Rating(_)) && !question.profile;
    if reading.source_required && rates {
        table.required("source");
    }
    Some(question)
}

fn read_id(item: Item<'_>, reading: &Reading<'_>) -> Option<Code> {
    let id = item.code()?;
    if RESERVED.contains(&id.as_str()) {
        item.report(
            format!("không được là “{id}”: trang phiếu dùng tên ấy; hãy đặt tên khác"),
            format!("must not be “{id}”: the page uses that name itself; choose another"),
        );
    }
    if reading.earlier.iter().any(|question| question.id == id) {
        item.report(
            format!("“{id}” đã có ở câu trên"),
            format!("“{id}” is already there"),
        );
    }
    Some(id)
}

fn read_kind(item: Item<'_>, table: &Table<'_>, reading: &Reading<'_>) -> Option<Kind> {
    let kinds = ["rating", "choice", "multi", "text"].map(|kind| (kind, kind));
    let kind = item.one_of(&kinds)?;
    let own: &[&str] = match kind {
        "rating" => &["scale"],
        "choice" => &["options"],
        "multi" => &["options", "most"],
        _ => &[],
    };
    for key in ["scale", "options", "most"]
        .into_iter()
        .filter(|key| !own.contains(key))
    {
        if let Some(item) = table.optional(key) {
            item.report(
                format!("không dùng cho kind = \"{kind}\"; hãy bỏ đi"),
                format!("does not belong to kind = \"{kind}\"; remove it"),
            );
        }
    }
    match kind {
        "rating" => {
            let item = table.required("scale")?;
            let scales: Vec<_> = reading
                .scales
                .iter()
                .map(|scale| (scale.id.as_str(), scale))
                .collect();
            item.one_of(&scales)
                .map(|scale| Kind::Rating(scale.clone()))
        }
        "choice" => Some(Kind::Choice(read_options(
            table.required("options")?,
            reading,
        ))),
        "multi" => {
            let options = read_options(table.required("options")?, reading);
            let n_options = u16::try_from(options.len()).unwrap_or(u16::MAX);
            let most = table
                .optional("most")
                .map(|item| item.number(1, n_options.max(1)));
            let most = most.map_or(Some(n_options), |most| most)?;
            Some(Kind::Multi {
                options,
                most: usize::from(most),
            })
        }
        _ => Some(Kind::Text),
    }
}

fn read_options(item: Item<'_>, reading: &Reading<'_>) -> Vec<Choice> {
    let mut options: Vec<Choice> = Vec::new();
    for item in item.array().unwrap_or_default() {
        let Some(table) = item.table(&["value", "label"]) else {
            continue;
        };
        let value = table.required("value").and_then(Item::code);
        let label = table
            .required("label")
            .and_then(|item| reading.words.label(item));
        let (Some(value), Some(label)) = (value, label) else {
            continue;
        };
        if options.iter().any(|option| option.value == value) {
            item.report(
                format!("có “{value}” hai lần"),
                format!("has “{value}” twice"),
            );
        }
        options.push(Choice { value, label });
    }
    if !(2..=MOST_OPTIONS).contains(&options.len()) {
        item.report(
            format!("phải có 2 đến {MOST_OPTIONS} lựa chọn"),
            format!("must have 2 to {MOST_OPTIONS} options"),
        );
    }
    options
}

fn choose_outside(item: Item<'_>, reading: &Reading<'_>) -> Vec<Choice> {
    let known: Vec<_> = reading
        .outside
        .iter()
        .map(|choice| (choice.value.as_str(), choice))
        .collect();
    let mut outside: Vec<Choice> = Vec::new();
    for item in item.array().unwrap_or_default() {
        let Some(choice) = item.one_of(&known) else {
            continue;
        };
        if outside.contains(choice) {
            let value = &choice.value;
            item.report(
                format!("có “{value}” hai lần"),
                format!("has “{value}” twice"),
            );
        }
        outside.push(choice.clone());
    }
    if outside.len() > MOST_OUTSIDE {
        item.report(
            format!("nhận nhiều nhất {MOST_OUTSIDE} mã"),
            format!("takes at most {MOST_OUTSIDE} codes"),
        );
    }
    outside
}

/// Reports what each field alone cannot show.
fn check_kind(table: &Table<'_>, question: &Question) {
    let options: &[Choice] = match &question.kind {
        Kind::Choice(options) | Kind::Multi { options, .. } => options,
        Kind::Rating(_) => &[],
        Kind::Text => {
            if question.profile || !question.outside.is_empty() {
                table.file.report(
                    table.at,
                    "câu kind = \"text\" không nhận profile và outside; hãy bỏ đi".to_owned(),
                    "a text question takes neither profile nor outside; remove them".to_owned(),
                );
            }
            &[]
        }
    };
    for option in options {
        if question
            .outside
            .iter()
            .any(|outside| outside.value == option.value)
        {
            let value = &option.value;
            table.file.report(
                table.at,
                format!("“{value}” vừa là lựa chọn vừa là mã ngoài thang; hãy đổi một mã"),
                format!("“{value}” is both an option and outside the scale; rename one"),
            );
        }
    }
}
