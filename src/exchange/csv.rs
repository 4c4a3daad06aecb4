//! Tallies as CSV, for programs and for pivot tables.

use std::io::{self, Write};

use jiff::civil::Date;

use crate::domain::disclosure::{Group, Table};
use crate::domain::form::{Channel, Form, Question};
use crate::domain::tally::QuestionTally;
use crate::exchange::codes::{answer_codes, outside_codes};

/// The columns, in their order.
pub const COLUMNS: [&str; 10] = [
    "unit_code",
    "unit_edition",
    "unit_name",
    "from",
    "to",
    "form",
    "question",
    "level",
    "count",
    "channel",
];

/// How the file is spelled. Lines end in CR LF and texts are UTF-8 in any case.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dialect {
    /// What stands between columns.
    pub separator: Separator,
    /// Whether a byte order mark stands in front, as Excel needs for Vietnamese.
    pub has_mark: bool,
}

/// What stands between columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Separator {
    /// `,`
    #[default]
    Comma,
    /// `;`, which Excel expects where numbers have a decimal comma, as in Việt Nam.
    Semicolon,
}

/// The counts of one form version at one unit over some days.
#[derive(Clone, Copy, Debug)]
pub struct TallyTable<'a> {
    /// Unit code.
    pub unit_code: &'a str,
    /// Edition of the code.
    pub unit_edition: &'a str,
    /// Unit name.
    pub unit_name: &'a str,
    /// First day.
    pub from: Date,
    /// Last day, included.
    pub to: Date,
    /// The form, for its questions and their codes.
    pub form: &'a Form,
    /// The counts by channel; channels that were folded stand in one.
    pub answers: &'a [Group<Table>],
}

/// A tally file on its way out, table by table: nothing of it is kept.
pub struct TallyCsv<W: Write>(csv::Writer<W>);

impl<W: Write> TallyCsv<W> {
    /// Writes the header.
    ///
    /// # Errors
    /// When `out` does.
    pub fn begin(mut out: W, dialect: Dialect) -> io::Result<Self> {
        if dialect.has_mark {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let separator = match dialect.separator {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
        };
        let mut csv = csv::WriterBuilder::new()
            .delimiter(separator)
            .terminator(csv::Terminator::CRLF)
            .from_writer(out);
        csv.write_record(COLUMNS)?;
        Ok(Self(csv))
    }

    /// Writes one row per question × channel × level. A channel nobody used has no rows; of a
    /// channel that was used every level has one, zeros included, so that a pivot has them all.
    /// Folded channels stand in one column value, such as `tablet+qr`; where a period has no
    /// breakdown, it is empty.
    ///
    /// Levels are those of the scale, then options, codes outside the scale, and `left_out` and
    /// `not_asked`, which no form can use as a code.
    ///
    /// # Errors
    /// When the writer does, or when the tally does not have the form's shape.
    pub fn add(&mut self, table: &TallyTable<'_>) -> io::Result<()> {
        for (position, question) in table.form.counted().enumerate() {
            for group in table
                .answers
                .iter()
                .filter(|it| it.answers.base(position) > 0)
            {
                let channel = channel(group, position);
                for (level, count) in levels(question, &group.answers, position)? {
                    self.row(table, question, (&level, count, &channel))?;
                }
            }
        }
        Ok(())
    }

    /// Passes on what is still buffered and gives the writer back.
    ///
    /// # Errors
    /// When the writer does.
    pub fn end(self) -> io::Result<W> {
        self.0.into_inner().map_err(csv::IntoInnerError::into_error)
    }

    fn row(
        &mut self,
        table: &TallyTable<'_>,
        question: &Question,
        (level, count, channel): (&str, u64, &str),
    ) -> io::Result<()> {
        self.0.write_record([
            harmless(table.unit_code),
            harmless(table.unit_edition),
            harmless(table.unit_name),
            table.from.to_string(),
            table.to.to_string(),
            table.form.form_ref.to_string(),
            harmless(question.id.as_str()),
            harmless(level),
            count.to_string(),
            channel.to_owned(),
        ])?;
        Ok(())
    }
}

/// The channels a group holds, in their order; for this question it may hold more than sheets.
fn channel(group: &Group<Table>, position: usize) -> String {
    let is_more = group.answers.base(position) > group.answers.tally.sheets;
    let also = group.also.iter().filter(|_| is_more);
    let names: Vec<&String> = group.names.iter().chain(also).collect();
    let held = Channel::ALL.into_iter().map(Channel::as_str);
    let held = held.filter(|known| names.iter().any(|name| name == known));
    held.collect::<Vec<_>>().join("+")
}

/// The levels of one question with their counts.
fn levels(question: &Question, answers: &Table, position: usize) -> io::Result<Vec<(String, u64)>> {
    let mut names = answer_codes(question);
    names.extend(outside_codes(question));
    names.extend(["left_out".to_owned(), "not_asked".to_owned()]);
    let QuestionTally {
        counts,
        outside,
        left_out,
        not_asked,
    } = answers
        .tally
        .questions
        .get(position)
        .ok_or_else(misshapen)?;
    let found = counts.iter().chain(outside).chain([left_out, not_asked]);
    if found.clone().count() != names.len() {
        return Err(misshapen());
    }
    Ok(names.into_iter().zip(found.copied()).collect())
}

fn misshapen() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "tally does not have the shape of its form",
    )
}

/// A text that no spreadsheet takes for a formula: an apostrophe goes before what begins like one.
///
/// Source: OWASP, CSV Injection; the wide forms are read as formulas by East Asian versions.
fn harmless(text: &str) -> String {
    let begins = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    if text.starts_with(begins) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::domain::disclosure::{Answers as _, Rule};
    use crate::domain::tally::FormTally;
    use crate::exchange::sample::{form, tally};

    /// Each channel for itself.
    fn groups(form: &Form, tally: &FormTally) -> Vec<Group<Table>> {
        let used = |channel: &Channel| tally.cells.keys().any(|cell| cell.channel == *channel);
        let group = |channel: Channel| {
            let mut answers = Table::nobody(&Rule::of(form));
            for (cell, counts) in &tally.cells {
                if cell.channel == channel {
                    answers.add_cell(counts).unwrap();
                }
            }
            Group {
                names: vec![channel.as_str().to_owned()],
                also: Vec::new(),
                is_folded: false,
                answers,
            }
        };
        Channel::ALL.into_iter().filter(used).map(group).collect()
    }

    fn table<'a>(form: &'a Form, answers: &'a [Group<Table>]) -> TallyTable<'a> {
        TallyTable {
            unit_code: "01141",
            unit_edition: "2026-09-20",
            unit_name: "Xã Nấm Dẩn",
            from: date(2026, 11, 1),
            to: date(2026, 11, 30),
            form,
            answers,
        }
    }

    fn write(tables: &[TallyTable<'_>], dialect: Dialect) -> String {
        let mut csv = TallyCsv::begin(Vec::new(), dialect).unwrap();
        for table in tables {
            csv.add(table).unwrap();
        }
        String::from_utf8(csv.end().unwrap()).unwrap()
    }

    #[test]
    fn the_file_has_the_columns_of_the_contract() {
        let (form, tally) = (form("hai-long-quay"), tally(1));
        let answers = groups(&form, &tally);
        let file = write(&[table(&form, &answers)], Dialect::default());
        let rows: Vec<&str> = file
            .split("\r\n")
            .filter(|row| row.contains("tablet") || row.starts_with("unit"))
            .collect();
        insta::assert_snapshot!(rows.join("\n"));
        assert!(file.ends_with("\r\n"), "every line ends in CR LF");
        assert!(
            !file.replace("\r\n", "").contains(['\r', '\n']),
            "and in nothing else"
        );
    }

    #[test]
    fn every_sheet_is_in_each_question_once() {
        let (form, tally) = (form("hai-long-quay"), tally(1));
        let answers = groups(&form, &tally);
        let file = write(&[table(&form, &answers)], Dialect::default());
        let sheets: u64 = tally.cells.values().map(|cell| cell.sheets).sum();
        for question in form.counted().filter(|q| q.id.as_str() != "can-cai-thien") {
            let of_question = file.lines().map(|row| row.split(',').collect::<Vec<_>>());
            let counted: u64 = of_question
                .filter(|row| row[6] == question.id.as_str())
                .map(|row| row[8].parse::<u64>().unwrap())
                .sum();
            assert_eq!(counted, sheets, "{}", question.id);
        }
    }

    #[test]
    fn a_pivot_finds_every_level_of_a_channel_that_was_used() {
        let (form, tally) = (form("hai-long-quay"), tally(1));
        let answers = groups(&form, &tally);
        let file = write(&[table(&form, &answers)], Dialect::default());
        let of = |question: &str, channel: &str| {
            let rows = file.lines().map(|row| row.split(',').collect::<Vec<_>>());
            rows.filter(|row| row[6] == question && row[9] == channel)
                .count()
        };
        assert_eq!(
            of("chung", "tablet"),
            5 + 1 + 2,
            "levels, skip, left out, not asked"
        );
        assert_eq!(
            of("can-cai-thien", "open"),
            3 + 2,
            "options, left out, not asked"
        );
        assert_eq!(of("chung", "qr"), 0, "nobody used it");
    }

    #[test]
    fn folded_channels_are_named_together_and_no_breakdown_has_no_name() {
        let (form, tally) = (form("hai-long-quay"), tally(1));
        let mut answers = groups(&form, &tally);
        answers.truncate(1);
        for (names, expected) in [(vec!["qr", "tablet"], ",tablet+qr\r\n"), (vec![], ",\r\n")] {
            answers[0].names = names.into_iter().map(str::to_owned).collect();
            let file = write(&[table(&form, &answers)], Dialect::default());
            assert!(file.contains(expected), "{expected:?}");
        }
    }

    #[test]
    fn excel_in_viet_nam_gets_its_mark_and_semicolons() {
        let (form, tally) = (form("hai-long-quay"), tally(1));
        let answers = groups(&form, &tally);
        let dialect = Dialect {
            separator: Separator::Semicolon,
            has_mark: true,
        };
        let file = write(&[table(&form, &answers)], dialect);
        assert!(
            file.starts_with("\u{feff}unit_code;unit_edition;"),
            "{}",
            &file[..40]
        );
    }

    #[test]
    fn a_name_cannot_be_a_formula_or_break_a_row() {
        let (form, tally) = (form("hai-long-quay"), tally(1));
        let answers = groups(&form, &tally);
        for (name, expected) in [
            ("=1+1", ",'=1+1,"),
            ("@SUM(A1)", ",'@SUM(A1),"),
            ("-2", ",'-2,"),
            ("\tx", ",'\tx,"),
            ("＝1", ",'＝1,"),
            ("Xã \"A\", huyện B", ",\"Xã \"\"A\"\", huyện B\","),
            ("a\r\n=b", ",\"a\r\n=b\","),
            ("Xã A-B", ",Xã A-B,"),
        ] {
            let named = TallyTable {
                unit_name: name,
                ..table(&form, &answers)
            };
            let file = write(&[named], Dialect::default());
            assert!(file.contains(expected), "{name:?} becomes {expected:?}");
        }
    }

    #[test]
    fn a_tally_of_another_form_is_an_error() {
        let (mut form, tally) = (form("hai-long-quay"), tally(1));
        let answers = groups(&form, &tally);
        form.sections.truncate(1);
        form.sections[0].questions.reverse();
        let mut csv = TallyCsv::begin(Vec::new(), Dialect::default()).unwrap();
        assert!(csv.add(&table(&form, &answers)).is_err());
    }
}
