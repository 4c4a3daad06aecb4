//! TOML with places: every key taken by name, every key left over a problem.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Reason;

/// A parsed file that can tell lines.
pub(super) struct TomlFile<'a> {
    text: &'a str,
    table: Spanned<DeTable<'a>>,
}

impl<'a> TomlFile<'a> {
    /// The parsed file, or `None` when it is no TOML.
    pub(super) fn parse(text: &'a str, problems: &mut Vec<(usize, Reason)>) -> Option<Self> {
        let (table, errors) = DeTable::parse_recoverable(text);
        for error in &errors {
            let line = line_at(text, &error.span().unwrap_or_default());
            problems.push((line, Reason::Syntax(error.message().to_owned())));
        }
        errors.is_empty().then_some(Self { text, table })
    }

    /// The file's outermost table.
    pub(super) fn top(&self) -> Entry<'_> {
        Entry {
            text: self.text,
            line: 1,
            table: self.table.get_ref(),
            taken: BTreeSet::new(),
            problems: Vec::new(),
        }
    }
}

/// One table being read.
pub(super) struct Entry<'a> {
    text: &'a str,
    line: usize,
    table: &'a DeTable<'a>,
    taken: BTreeSet<&'static str>,
    problems: Vec<(usize, Reason)>,
}

impl<'a> Entry<'a> {
    /// The line the table begins on.
    pub(super) fn line(&self) -> usize {
        self.line
    }

    /// The line of a key's value; that of the table where the key is missing.
    pub(super) fn line_of(&self, key: &str) -> usize {
        self.table
            .get(key)
            .map_or(self.line, |value| line_at(self.text, &value.span()))
    }

    /// A key that must be there; `None` after a problem.
    pub(super) fn parsed<T>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let value = self.optional(key, parse).ok()?;
        if value.is_none() {
            self.problems.push((self.line, Reason::MissingKey(key)));
        }
        value
    }

    /// A key that may be missing; an error after a problem.
    pub(super) fn optional<T>(
        &mut self,
        key: &'static str,
        parse: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>, ()> {
        self.taken.insert(key);
        let Some(value) = self.table.get(key) else {
            return Ok(None);
        };
        let parsed = match value.get_ref().as_str() {
            None => Err(Reason::WrongType(key.to_owned(), "a string")),
            Some(text) => parse(text).ok_or_else(|| Reason::Value(key.to_owned(), text.to_owned())),
        };
        parsed
            .map(Some)
            .map_err(|reason| self.problems.push((self.line_of(key), reason)))
    }

    /// The tables of an array `[[key]]`, none where it is missing.
    pub(super) fn entries(&mut self, key: &'static str) -> Vec<Entry<'a>> {
        self.taken.insert(key);
        let Some(value) = self.table.get(key) else {
            return Vec::new();
        };
        let items = value.get_ref().as_array().map(|items| items.iter());
        let tables: Option<Vec<_>> = items.and_then(|items| items.map(|i| self.inner(i)).collect());
        tables.unwrap_or_else(|| {
            let reason = Reason::WrongType(key.to_owned(), "an array of tables");
            self.problems.push((self.line_of(key), reason));
            Vec::new()
        })
    }

    /// The problems of this table, keys nobody asked for among them.
    pub(super) fn finish(mut self) -> Vec<(usize, Reason)> {
        for key in self.table.keys() {
            if !self.taken.contains(key.get_ref().as_ref()) {
                let reason = Reason::UnknownKey(key.get_ref().to_string());
                self.problems
                    .push((line_at(self.text, &key.span()), reason));
            }
        }
        self.problems
    }

    fn inner(&self, item: &'a Spanned<DeValue<'a>>) -> Option<Self> {
        Some(Self {
            text: self.text,
            line: line_at(self.text, &item.span()),
            table: item.get_ref().as_table()?,
            taken: BTreeSet::new(),
            problems: Vec::new(),
        })
    }
}

fn line_at(text: &str, span: &Range<usize>) -> usize {
    1 + text
        .get(..span.start)
        .unwrap_or_default()
        .matches('\n')
        .count()
}
