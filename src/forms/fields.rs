//! A TOML file read field by field: each thing wrong becomes a problem with its line, and reading
//! goes on, so that a file is mended in one round.

use std::cell::RefCell;
use std::fmt;

use num_rational::BigRational;
use num_traits::Zero as _;
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use crate::config::Language;
use crate::domain::form::Code;
use crate::domain::percent::parse_decimal;

/// Something wrong in a file, and what to do about it, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file's name, as it was given.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Problem {
    /// `file:line: words`, in the reader's language.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let words = language.pick(&self.vi, &self.en);
        format!("{}:{}: {words}", self.file, self.line)
    }
}

/// One file while it is read.
pub(super) struct File {
    name: String,
    line_starts: Vec<usize>,
    problems: RefCell<Vec<Problem>>,
}

impl File {
    /// Opens a text; whatever is not TOML becomes a problem, the rest is the table.
    pub(super) fn open<'t>(name: &str, text: &'t str) -> (Self, Spanned<DeTable<'t>>) {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let file = Self {
            name: name.to_owned(),
            line_starts: ends.map(|(at, _)| at + 1).collect(),
            problems: RefCell::default(),
        };
        let (root, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let words = error.message();
            file.report(
                error.span().map_or(0, |span| span.start),
                format!("không đúng cú pháp TOML: {words}"),
                format!("not TOML: {words}"),
            );
        }
        (file, root)
    }

    /// Records a problem at a byte position.
    pub(super) fn report(&self, at: usize, vi: String, en: String) {
        let line = 1 + self.line_starts.partition_point(|start| *start <= at);
        let problem = Problem {
            file: self.name.clone(),
            line,
            vi,
            en,
        };
        self.problems.borrow_mut().push(problem);
    }

    /// The problems in line order, each once.
    pub(super) fn problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by_key(|problem| problem.line);
        problems.dedup();
        problems
    }
}

/// One table of a file.
#[derive(Clone, Copy)]
pub(super) struct Table<'t> {
    pub(super) file: &'t File,
    pub(super) at: usize,
    fields: &'t DeTable<'t>,
}

impl<'t> Table<'t> {
    /// The whole file as a table; keys that are not among `known` are problems.
    pub(super) fn root(file: &'t File, root: &'t Spanned<DeTable<'t>>, known: &[&str]) -> Self {
        let table = Self {
            file,
            at: root.span().start,
            fields: root.get_ref(),
        };
        table.refuse_unknown(known);
        table
    }

    fn refuse_unknown(&self, known: &[&str]) {
        for key in self
            .fields
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
        {
            let (name, known) = (key.get_ref(), known.join(", "));
            self.file.report(
                key.span().start,
                format!("không có trường “{name}”; các trường: {known}"),
                format!("unknown field “{name}”; the fields are {known}"),
            );
        }
    }

    /// A field that may be absent.
    pub(super) fn optional(&self, key: &'static str) -> Option<Item<'t>> {
        let value = self.fields.get(key)?;
        Some(Item {
            file: self.file,
            key,
            at: value.span().start,
            value: value.get_ref(),
        })
    }

    /// A field that must be there.
    pub(super) fn required(&self, key: &'static str) -> Option<Item<'t>> {
        let item = self.optional(key);
        if item.is_none() {
            self.file.report(
                self.at,
                format!("thiếu trường “{key}”; hãy thêm vào"),
                format!("field “{key}” is missing; add it"),
            );
        }
        item
    }

    /// Records a problem at a field, or at the table where the field is absent.
    pub(super) fn report(&self, key: &'static str, vi: &str, en: &str) {
        let at = self.optional(key).map_or(self.at, |item| item.at);
        self.file
            .report(at, format!("“{key}” {vi}"), format!("“{key}” {en}"));
    }

    /// The tables `[[key]]`; absent is none.
    pub(super) fn tables(&self, key: &'static str, known: &[&str]) -> Vec<Table<'t>> {
        let items = self.optional(key).and_then(Item::array).unwrap_or_default();
        items.iter().filter_map(|item| item.table(known)).collect()
    }

    /// The wordings of a text table: tag, words and position.
    pub(super) fn wordings(&self) -> Vec<(&'t str, usize, Item<'t>)> {
        let pairs = self.fields.iter().map(|(tag, words)| {
            let at = words.span().start;
            let item = Item {
                file: self.file,
                key: "text",
                at,
                value: words.get_ref(),
            };
            (tag.get_ref().as_ref(), tag.span().start, item)
        });
        pairs.collect()
    }
}

/// One value, with the field it stands in.
#[derive(Clone, Copy)]
pub(super) struct Item<'t> {
    pub(super) file: &'t File,
    pub(super) key: &'static str,
    pub(super) at: usize,
    value: &'t DeValue<'t>,
}

impl<'t> Item<'t> {
    /// Records a problem here.
    pub(super) fn report(&self, vi: impl AsRef<str>, en: impl AsRef<str>) {
        let (key, vi, en) = (self.key, vi.as_ref(), en.as_ref());
        self.file
            .report(self.at, format!("“{key}” {vi}"), format!("“{key}” {en}"));
    }

    fn or_report<T>(self, value: Option<T>, vi: &str, en: &str) -> Option<T> {
        if value.is_none() {
            self.report(format!("phải là {vi}"), format!("must be {en}"));
        }
        value
    }

    pub(super) fn string(self) -> Option<&'t str> {
        let text = self.value.as_str().filter(|text| !text.trim().is_empty());
        self.or_report(text, "một chuỗi không rỗng", "a text that is not empty")
    }

    pub(super) fn code(self) -> Option<Code> {
        let code = Code::parse(self.string()?).ok();
        self.or_report(
            code,
            "1 đến 40 ký tự a-z, 0-9 và -",
            "1 to 40 of a-z, 0-9 and -",
        )
    }

    /// The text, if it is one; what else it is is said elsewhere.
    pub(super) fn text(&self) -> Option<&'t str> {
        self.value.as_str()
    }

    /// The whole number, if it is one.
    pub(super) fn whole(&self) -> Option<i64> {
        self.integer()
    }

    pub(super) fn is_table(&self) -> bool {
        self.value.as_table().is_some()
    }

    pub(super) fn is_array(&self) -> bool {
        self.value.as_array().is_some()
    }

    /// The same value, called by another field's name.
    pub(super) fn named(self, key: &'static str) -> Self {
        Self { key, ..self }
    }

    pub(super) fn switch(self) -> Option<bool> {
        self.or_report(self.value.as_bool(), "true hoặc false", "true or false")
    }

    /// A whole number from `least` to `most`.
    pub(super) fn number<N>(self, least: N, most: N) -> Option<N>
    where
        N: TryFrom<i64> + PartialOrd + Copy + fmt::Display,
    {
        let number = self.integer().and_then(|number| N::try_from(number).ok());
        let number = number.filter(|number| (&least..=&most).contains(&number));
        self.or_report(
            number,
            &format!("số nguyên từ {least} đến {most}"),
            &format!("a whole number from {least} to {most}"),
        )
    }

    fn integer(&self) -> Option<i64> {
        whole(self.value.as_integer()?)
    }

    /// An exact decimal: a whole number, or a text such as `"79.5"`; a float is not exact.
    pub(super) fn decimal(self) -> Option<BigRational> {
        let number = self.integer().map(|n| BigRational::from_integer(n.into()));
        let exact = number.or_else(|| self.value.as_str().and_then(parse_decimal));
        self.or_report(
            exact.filter(|exact| *exact >= BigRational::zero()),
            "số nguyên hoặc chuỗi số thập phân như \"79.5\", không âm",
            "a whole number or a text such as \"79.5\", not negative",
        )
    }

    /// A value as conditions name it: a text, or a level's number.
    pub(super) fn value(self) -> Option<String> {
        let number = self.integer().map(|number| number.to_string());
        let value = number.or_else(|| self.value.as_str().map(str::to_owned));
        self.or_report(
            value,
            "mã lựa chọn hoặc mã mức",
            "option codes or level codes",
        )
    }

    pub(super) fn date(self) -> Option<jiff::civil::Date> {
        let date = self
            .value
            .as_datetime()
            .and_then(|date| date.to_string().parse().ok());
        self.or_report(date, "một ngày như 2026-01-31", "a day such as 2026-01-31")
    }

    pub(super) fn one_of<T: Copy>(self, choices: &[(&str, T)]) -> Option<T> {
        let chosen = choices
            .iter()
            .find(|(name, _)| Some(*name) == self.value.as_str());
        let names = choices
            .iter()
            .map(|(name, _)| *name)
            .collect::<Vec<_>>()
            .join(", ");
        let choice = chosen.map(|(_, choice)| *choice);
        self.or_report(
            choice,
            &format!("một trong: {names}"),
            &format!("one of {names}"),
        )
    }

    pub(super) fn array(self) -> Option<Vec<Item<'t>>> {
        let items = self.value.as_array().map(|items| {
            let item = |item: &'t Spanned<DeValue<'t>>| Item {
                at: item.span().start,
                value: item.get_ref(),
                ..self
            };
            items.iter().map(item).collect()
        });
        self.or_report(items, "một danh sách", "a list")
    }

    pub(super) fn table(self, known: &[&str]) -> Option<Table<'t>> {
        let table = self.open_table()?;
        table.refuse_unknown(known);
        Some(table)
    }

    /// A table whose keys are not fixed: wordings by language.
    pub(super) fn open_table(self) -> Option<Table<'t>> {
        let fields = self.or_report(self.value.as_table(), "một bảng", "a table")?;
        Some(Table {
            file: self.file,
            at: self.at,
            fields,
        })
    }
}

fn whole(number: &DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The content as JSON with sorted keys: what is hashed, whatever comments and layout.
pub(super) fn canonical(table: &DeTable<'_>) -> String {
    table_value(table).to_string()
}

fn table_value(table: &DeTable<'_>) -> Value {
    let mut entries: Vec<(String, Value)> = table
        .iter()
        .map(|(key, value)| (key.get_ref().to_string(), plain_value(value.get_ref())))
        .collect();
    entries.sort_by(|one, other| one.0.cmp(&other.0));
    Value::Object(entries.into_iter().collect::<Map<String, Value>>())
}

fn plain_value(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            whole(number).map_or_else(|| Value::String(number.to_string()), Value::from)
        }
        DeValue::Float(number) => Value::String(number.to_string()),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => Value::Array(
            items
                .iter()
                .map(|item| plain_value(item.get_ref()))
                .collect(),
        ),
        DeValue::Table(table) => table_value(table),
    }
}
