//! A table of a method file read field by field, with a problem and its line for each that fails.

use jiff::civil::Date;
use num_rational::BigRational;
use num_traits::Zero;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::form::{Code, Text};
use crate::domain::percent::parse_decimal;
use crate::forms::methods::problem::Problems;

/// One table of the file.
pub(super) struct Fields<'t, 'p> {
    table: &'t DeTable<'t>,
    start: usize,
    problems: &'p mut Problems,
}

impl<'t, 'p> Fields<'t, 'p> {
    /// Opens a table; keys not among `known` are problems.
    pub(super) fn new(
        table: &'t Spanned<DeTable<'t>>,
        problems: &'p mut Problems,
        known: &[&str],
    ) -> Self {
        Self::open(table.get_ref(), table.span().start, problems, known)
    }

    fn open(
        table: &'t DeTable<'t>,
        start: usize,
        problems: &'p mut Problems,
        known: &[&str],
    ) -> Self {
        for key in table
            .keys()
            .filter(|key| !known.contains(&key.get_ref().as_ref()))
        {
            let name = key.get_ref();
            problems.add(
                key.span().start,
                format!("không có trường {name}; các trường: {}", known.join(", ")),
                format!("unknown field {name}; fields are {}", known.join(", ")),
            );
        }
        Self {
            table,
            start,
            problems,
        }
    }

    /// Reports a problem at a field, or at the table where the field is absent.
    pub(super) fn problem(&mut self, key: &str, vi: String, en: String) {
        let at = self
            .table
            .get(key)
            .map_or(self.start, |value| value.span().start);
        self.problems.add(at, vi, en);
    }

    fn expected(&mut self, key: &str, vi: &str, en: &str) {
        self.problem(
            key,
            format!("{key} phải là {vi}"),
            format!("{key} must be {en}"),
        );
    }

    fn optional(&self, key: &str) -> Option<&'t DeValue<'t>> {
        self.table.get(key).map(Spanned::get_ref)
    }

    fn required(&mut self, key: &str) -> Option<&'t DeValue<'t>> {
        let value = self.optional(key);
        if value.is_none() {
            self.problem(
                key,
                format!("thiếu trường {key}"),
                format!("field {key} is missing"),
            );
        }
        value
    }

    pub(super) fn string(&mut self, key: &str) -> Option<String> {
        let value = self.required(key)?;
        let text = value.as_str().filter(|text| !text.trim().is_empty());
        if text.is_none() {
            self.expected(key, "một chuỗi không rỗng", "a text that is not empty");
        }
        text.map(str::to_owned)
    }

    pub(super) fn code(&mut self, key: &str) -> Option<Code> {
        let text = self.string(key)?;
        let code = Code::parse(&text);
        if code.is_err() {
            self.expected(
                key,
                "1 đến 40 ký tự a-z, 0-9 và -",
                "1 to 40 characters of a-z, 0-9 and -",
            );
        }
        code.ok()
    }

    /// A group's id; like a code, but groups are published in capitals: `A`.
    pub(super) fn group_id(&mut self, key: &str) -> Option<String> {
        let text = self.string(key)?;
        let fits = Code::parse(&text.to_ascii_lowercase()).is_ok();
        if !fits {
            self.expected(
                key,
                "1 đến 40 chữ cái không dấu, chữ số và -",
                "1 to 40 plain letters, digits and -",
            );
        }
        fits.then_some(text)
    }

    pub(super) fn one_of<T: Copy>(&mut self, key: &str, choices: &[(&str, T)]) -> Option<T> {
        let value = self.required(key)?;
        let chosen = choices
            .iter()
            .find(|(name, _)| Some(*name) == value.as_str());
        if chosen.is_none() {
            let names: Vec<&str> = choices.iter().map(|(name, _)| *name).collect();
            let names = names.join(", ");
            self.expected(
                key,
                &format!("một trong: {names}"),
                &format!("one of {names}"),
            );
        }
        chosen.map(|(_, choice)| *choice)
    }

    /// Level codes, 0 to 9, distinct; returned ascending.
    pub(super) fn levels(&mut self, key: &str) -> Option<Vec<u8>> {
        let value = self.required(key)?;
        let read = |item: &Spanned<DeValue<'_>>| {
            integer(item.get_ref())
                .and_then(|n| u8::try_from(n).ok())
                .filter(|code| *code <= 9)
        };
        let codes: Option<Vec<u8>> = value
            .as_array()
            .and_then(|items| items.iter().map(read).collect());
        let distinct = codes.map(|mut codes| {
            let n_given = codes.len();
            codes.sort_unstable();
            codes.dedup();
            (codes.len() == n_given, codes)
        });
        let codes = distinct.filter(|(all, _)| *all).map(|(_, codes)| codes);
        if codes.is_none() {
            self.expected(
                key,
                "danh sách mã mức 0 đến 9, không trùng",
                "a list of level codes 0 to 9, each once",
            );
        }
        codes
    }

    pub(super) fn number(&mut self, key: &str, most: u64) -> Option<u64> {
        let value = self.required(key)?;
        let number = integer(value)
            .and_then(|n| u64::try_from(n).ok())
            .filter(|number| *number <= most);
        if number.is_none() {
            self.expected(
                key,
                &format!("số nguyên từ 0 đến {most}"),
                &format!("a whole number from 0 to {most}"),
            );
        }
        number
    }

    pub(super) fn small_number(&mut self, key: &str, most: u8) -> Option<u8> {
        self.number(key, most.into())
            .and_then(|number| u8::try_from(number).ok())
    }

    /// An exact decimal: a whole number, or a text such as `"79.5"`; a float is not exact.
    pub(super) fn decimal(&mut self, key: &str) -> Option<BigRational> {
        let value = self.required(key)?;
        let number = integer(value).map(|n| BigRational::from_integer(n.into()));
        let exact = number
            .or_else(|| value.as_str().and_then(parse_decimal))
            .filter(|exact| *exact >= BigRational::zero());
        if exact.is_none() {
            self.expected(
                key,
                "số nguyên hoặc chuỗi số thập phân như \"79.5\", không âm",
                "a whole number or a text such as \"79.5\", not negative",
            );
        }
        exact
    }

    pub(super) fn optional_date(&mut self, key: &str) -> Option<Date> {
        let value = self.optional(key)?;
        let date = value
            .as_datetime()
            .and_then(|date| date.to_string().parse().ok());
        if date.is_none() {
            self.expected(key, "một ngày như 2026-01-31", "a day such as 2026-01-31");
        }
        date
    }

    pub(super) fn text(&mut self, key: &str) -> Option<Text> {
        self.required(key)?;
        self.optional_text(key)
    }

    /// A table of wordings by language tag; Vietnamese and English are required.
    pub(super) fn optional_text(&mut self, key: &str) -> Option<Text> {
        let value = self.optional(key)?;
        let wordings = value.as_table().map(|table| {
            let pairs = table.iter().map(|(tag, words)| {
                Some((
                    tag.get_ref().to_string(),
                    words.get_ref().as_str()?.to_owned(),
                ))
            });
            pairs.collect::<Option<std::collections::BTreeMap<String, String>>>()
        });
        let text = wordings.flatten().and_then(|mut all| {
            let vietnamese = all.remove("vi").filter(|words| !words.is_empty())?;
            all.contains_key("en").then(|| Text::new(vietnamese, all))
        });
        if text.is_none() {
            self.expected(
                key,
                "bảng lời văn có ít nhất vi và en",
                "a table of wordings with at least vi and en",
            );
        }
        text
    }

    pub(super) fn optional_table(&mut self, key: &str, known: &[&str]) -> Option<Fields<'t, '_>> {
        let value = self.table.get(key)?;
        let Some(table) = value.get_ref().as_table() else {
            self.expected(key, "một bảng", "a table");
            return None;
        };
        Some(Fields::open(
            table,
            value.span().start,
            self.problems,
            known,
        ))
    }

    /// How many tables `[[key]]` there are; anything else under that key is a problem.
    pub(super) fn n_tables(&mut self, key: &str) -> usize {
        let Some(value) = self.optional(key) else {
            return 0;
        };
        let Some(items) = value.as_array() else {
            self.expected(
                key,
                &format!("các bảng [[{key}]]"),
                &format!("tables [[{key}]]"),
            );
            return 0;
        };
        items.len()
    }

    pub(super) fn table_in(
        &mut self,
        key: &str,
        at: usize,
        known: &[&str],
    ) -> Option<Fields<'t, '_>> {
        let item = self.optional(key)?.as_array()?.get(at)?;
        let Some(table) = item.get_ref().as_table() else {
            self.expected(
                key,
                &format!("các bảng [[{key}]]"),
                &format!("tables [[{key}]]"),
            );
            return None;
        };
        Some(Fields::open(table, item.span().start, self.problems, known))
    }
}

pub(super) fn integer(value: &DeValue<'_>) -> Option<i64> {
    let number = value.as_integer()?;
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}
