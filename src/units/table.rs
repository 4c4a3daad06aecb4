//! Reads the embedded tables: a header, then one row a line, no quoting.

use super::problem::{Problem, Reason};
use crate::domain::unit::{Kind, UnitCode};

/// An embedded file.
pub(super) struct Table {
    pub(super) name: &'static str,
    pub(super) header: &'static [&'static str],
    pub(super) text: &'static str,
}

impl Table {
    /// Every row that `parse` accepts; its problems, and the table's own, go to `problems`.
    pub(super) fn read<T>(
        &self,
        problems: &mut Vec<Problem>,
        parse: impl Fn(&Row) -> Result<T, Problem>,
    ) -> Vec<T> {
        let mut lines = self.text.lines();
        if !lines
            .next()
            .unwrap_or_default()
            .split(',')
            .eq(self.header.iter().copied())
        {
            problems.push(self.problem(1, Reason::Columns));
            return Vec::new();
        }
        let mut values = Vec::new();
        for (line, text) in (2..).zip(lines) {
            let row = Row {
                table: self,
                line,
                fields: text.split(',').collect(),
            };
            let value = if row.fields.len() == self.header.len() {
                parse(&row)
            } else {
                Err(self.problem(line, Reason::Columns))
            };
            match value {
                Ok(value) => values.push(value),
                Err(problem) => problems.push(problem),
            }
        }
        values
    }

    /// The last line whose first field is that code; 1 when there is none.
    pub(super) fn line_of(&self, code: &UnitCode) -> usize {
        let has = |line: &str| line.split(',').next() == Some(code.as_str());
        (1..)
            .zip(self.text.lines())
            .filter(|(_, line)| has(line))
            .last()
            .map_or(1, |(n, _)| n)
    }

    fn problem(&self, line: usize, reason: Reason) -> Problem {
        Problem {
            file: self.name.to_owned(),
            line,
            reason,
        }
    }
}

/// One line of a table.
pub(super) struct Row<'a> {
    table: &'a Table,
    line: usize,
    fields: Vec<&'a str>,
}

impl Row<'_> {
    /// The field of that column; empty when there is no such column.
    pub(super) fn text(&self, column: &str) -> &str {
        let place = self.table.header.iter().position(|name| *name == column);
        place
            .and_then(|place| self.fields.get(place))
            .copied()
            .unwrap_or_default()
    }

    pub(super) fn code(&self, column: &'static str) -> Result<UnitCode, Problem> {
        UnitCode::parse(self.text(column)).map_err(|_| self.problem(column))
    }

    pub(super) fn kind(&self, column: &'static str) -> Result<Kind, Problem> {
        Kind::official(self.text(column)).ok_or_else(|| self.problem(column))
    }

    /// That the field of the column cannot be what it says.
    pub(super) fn problem(&self, column: &'static str) -> Problem {
        self.table.problem(
            self.line,
            Reason::Field(column, self.text(column).to_owned()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_line_is_named_and_the_good_ones_are_read() {
        let table = Table {
            name: "made-up.csv",
            header: &["code", "kind"],
            text: "code,kind\n01141,xã\n1141,xã\n01144,làng\n01147\n01150,phường\n",
        };
        let mut problems = Vec::new();
        let codes = table.read(&mut problems, |row| {
            row.kind("kind")?;
            row.code("code")
        });
        assert_eq!(
            codes.iter().map(UnitCode::as_str).collect::<Vec<_>>(),
            ["01141", "01150"]
        );
        let lines: Vec<_> = problems.iter().map(|problem| problem.line).collect();
        assert_eq!(lines, [3, 4, 5], "a bad code, a bad kind, a missing field");
    }

    #[test]
    fn a_foreign_header_stops_the_table() {
        let table = Table {
            name: "made-up.csv",
            header: &["code"],
            text: "kod\n01141\n",
        };
        let mut problems = Vec::new();
        assert!(table.read(&mut problems, |row| row.code("code")).is_empty());
        assert_eq!(problems.len(), 1);
    }
}
