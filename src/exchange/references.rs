//! Published figures as a CSV file: read whole, every problem at once.
//!
//! The format is in `docs/references.md`.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use csv::ByteRecord;

use crate::domain::percent::Rounded;
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::reference::{
    FIRST_PUBLISHED_YEAR, Instrument, Published, edition_of, parse_published,
};
use crate::domain::unit::Edition;
use crate::domain::vietnamese::{fold, to_nfc};
use crate::exchange::dossiers::{LineProblem, line_of, shown};

/// The most lines of figures one file may have.
pub const MOST_LINES: usize = 10_000;

/// The most characters of a source.
pub const MOST_SOURCE_CHARS: usize = 300;

/// The columns, in the order of the template. `unit_name` may be left out.
pub const COLUMNS: [&str; 8] = [
    "instrument",
    "unit_code",
    "unit_name",
    "year",
    "value",
    "rank",
    "of",
    "source",
];

/// What a figure may be of.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Full names of provinces by edition and code.
    pub provinces: &'a BTreeMap<(Edition, String), String>,
    /// No figure is of a later year.
    pub this_year: i16,
}

/// Reads the figures, separated by `,` or `;`, with or without a byte order mark. A line without
/// value, rank and source is one of the template that nobody filled in, and is passed over.
///
/// # Errors
/// Every problem in line order; a header that cannot be used is the only one then.
pub fn read(bytes: &[u8], known: &Known<'_>) -> Result<Vec<Published>, Vec<LineProblem>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut lines = bytes.split(|byte| *byte == b'\n');
    let head = lines.next().unwrap_or_default();
    let separator = if head.contains(&b';') { b';' } else { b',' };
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .trim(csv::Trim::All)
        .from_reader(bytes);
    let mut problems = Problems::default();
    let mut record = ByteRecord::new();
    if !reader.read_byte_record(&mut record).unwrap_or(false) {
        problems.add(1, "tệp không có dòng nào", "the file has no line");
        return Err(problems.found);
    }
    let Some(columns) = Columns::read(&record, &mut problems) else {
        return Err(problems.found);
    };
    let mut figures = Vec::new();
    let mut seen = BTreeSet::new();
    let mut n_lines = 0;
    while reader.read_byte_record(&mut record).unwrap_or(false) {
        let line = line_of(bytes, &record);
        n_lines += 1;
        if n_lines > MOST_LINES {
            problems.add(
                line,
                format!("tệp có hơn {MOST_LINES} dòng; hãy chia tệp"),
                format!("the file has more than {MOST_LINES} lines; split it"),
            );
            break;
        }
        let Some(figure) = columns.line(line, &record, *known, &mut problems) else {
            continue;
        };
        let key = (
            figure.instrument,
            figure.edition,
            figure.unit.clone(),
            figure.year,
        );
        if !seen.insert(key) {
            let (name, unit, year) = (figure.instrument.as_str(), &figure.unit, figure.year);
            problems.add(
                line,
                format!("{name}, {unit}, {year} đã có ở dòng trên"),
                format!("{name}, {unit}, {year} is already there above"),
            );
        }
        figures.push(figure);
    }
    if problems.found.is_empty() {
        Ok(figures)
    } else {
        Err(problems.found)
    }
}

/// A file to be filled in: a line for each instrument, province and year that may be wanted. It
/// has a byte order mark and semicolons, so that a Vietnamese spreadsheet opens it as it is.
#[must_use]
pub fn template(provinces: &[(Edition, &str, &str)], this_year: i16) -> String {
    const FIRST_ASKED_YEAR: i16 = 2020;
    let mut text = format!("\u{feff}{}\r\n", COLUMNS.join(";"));
    for (edition, code, name) in provinces {
        let (years, of) = match edition {
            Edition::Pre2025 => (FIRST_ASKED_YEAR..=2024, "63"),
            Edition::July2025 | Edition::Sept2026 => (2025..=this_year, "34"),
        };
        for year in years {
            for instrument in Instrument::ALL {
                let year = year.to_string();
                let fields = [instrument.as_str(), code, name, &year, "", "", of, ""];
                text.push_str(&fields.join(";"));
                text.push_str("\r\n");
            }
        }
    }
    text
}

#[derive(Default)]
struct Problems {
    found: Vec<LineProblem>,
}

impl Problems {
    fn add(&mut self, line: u64, vi: impl Into<String>, en: impl Into<String>) {
        let (vi, en) = (vi.into(), en.into());
        self.found.push(LineProblem { line, vi, en });
    }
}

/// Which column stands where.
struct Columns {
    width: usize,
    places: BTreeMap<&'static str, usize>,
}

impl Columns {
    fn read(head: &ByteRecord, problems: &mut Problems) -> Option<Self> {
        let mut places = BTreeMap::new();
        let all = COLUMNS.join(", ");
        for (at, field) in head.iter().enumerate() {
            let name = shown(field);
            match COLUMNS.into_iter().find(|known| *known == name) {
                None => problems.add(
                    1,
                    format!("không có cột “{name}”; các cột: {all}"),
                    format!("unknown column “{name}”; the columns are {all}"),
                ),
                Some(known) => {
                    if places.insert(known, at).is_some() {
                        problems.add(
                            1,
                            format!("cột “{known}” có hai lần"),
                            format!("column “{known}” twice"),
                        );
                    }
                }
            }
        }
        for name in COLUMNS {
            if name != "unit_name" && !places.contains_key(name) {
                problems.add(
                    1,
                    format!("thiếu cột “{name}”"),
                    format!("column “{name}” is missing"),
                );
            }
        }
        let width = head.len();
        problems.found.is_empty().then_some(Self { width, places })
    }

    /// One line, once every field of it was looked at.
    fn line(
        &self,
        line: u64,
        record: &ByteRecord,
        known: Known<'_>,
        problems: &mut Problems,
    ) -> Option<Published> {
        if record.len() != self.width {
            let (width, found) = (self.width, record.len());
            problems.add(
                line,
                format!("có {found} ô, dòng đầu có {width}"),
                format!("has {found} fields, the header {width}"),
            );
            return None;
        }
        let place = |name: &str| self.places.get(name).and_then(|at| record.get(*at));
        let field = |name: &str| String::from_utf8_lossy(place(name).unwrap_or_default());
        if ["value", "rank", "source"]
            .iter()
            .all(|name| field(name).is_empty())
        {
            return None;
        }
        let mut at = Line { line, problems };
        let instrument = at.instrument(&field("instrument"));
        let year = at.year(&field("year"), known.this_year);
        let value = at.value(&field("value"));
        let n_provinces = at.n_provinces(&field("of"));
        let rank = at.rank(&field("rank"), n_provinces);
        let source = at.source(place("source").unwrap_or_default());
        let edition = at.edition(n_provinces, year);
        let unit = at.unit((&field("unit_code"), &field("unit_name")), edition, known);
        Some(Published {
            instrument: instrument?,
            edition: edition?,
            unit: unit?,
            year: year?,
            value: value?,
            rank: rank.ok()?,
            n_provinces: n_provinces?,
            source: source?,
        })
    }
}

/// A field that is wrong, and was told.
struct Refused;

/// One line that is looked at, and where its problems go.
struct Line<'a> {
    line: u64,
    problems: &'a mut Problems,
}

impl Line<'_> {
    /// Notes the problem, and that there is no value.
    fn refuse<T>(&mut self, vi: String, en: String) -> Option<T> {
        self.problems.add(self.line, vi, en);
        None
    }

    fn instrument(&mut self, text: &str) -> Option<Instrument> {
        let text = shown(text.as_bytes());
        Instrument::parse(&text).or_else(|| {
            self.refuse(
                format!("“instrument” phải là SIPAS hoặc PAR INDEX; đã nhận “{text}”"),
                format!("“instrument” must be SIPAS or PAR INDEX; got “{text}”"),
            )
        })
    }

    fn year(&mut self, text: &str, this_year: i16) -> Option<i16> {
        let years = FIRST_PUBLISHED_YEAR..=this_year;
        let year = whole(text).and_then(|year| i16::try_from(year).ok());
        year.filter(|year| years.contains(year)).or_else(|| {
            let text = shown(text.as_bytes());
            self.refuse(
                format!("“year” phải từ {FIRST_PUBLISHED_YEAR} đến {this_year}; đã nhận “{text}”"),
                format!("“year” must be from {FIRST_PUBLISHED_YEAR} to {this_year}; got “{text}”"),
            )
        })
    }

    fn value(&mut self, text: &str) -> Option<Rounded> {
        parse_published(text).or_else(|| {
            let text = shown(text.as_bytes());
            self.refuse(
                format!("“value” phải là số từ 0 đến 100, nhiều nhất 4 số lẻ, không có dấu %, như 88,46; đã nhận “{text}”"),
                format!("“value” must be a number from 0 to 100 with at most 4 decimals and no % sign, such as 88.46; got “{text}”"),
            )
        })
    }

    fn n_provinces(&mut self, text: &str) -> Option<u16> {
        let number = whole(text).filter(|number| [63, 34].contains(number));
        number.or_else(|| {
            let text = shown(text.as_bytes());
            self.refuse(
                format!("“of” phải là 63 (trước 01/07/2025) hoặc 34; đã nhận “{text}”"),
                format!("“of” must be 63 (before 1 July 2025) or 34; got “{text}”"),
            )
        })
    }

    /// Not given is no problem.
    fn rank(&mut self, text: &str, n_provinces: Option<u16>) -> Result<Option<u16>, Refused> {
        if text.is_empty() {
            return Ok(None);
        }
        let most = n_provinces.unwrap_or(63);
        let rank = whole(text).filter(|rank| (1..=most).contains(rank));
        if rank.is_none() {
            let text = shown(text.as_bytes());
            self.problems.add(
                self.line,
                format!("“rank” phải từ 1 đến {most}, hoặc để trống; đã nhận “{text}”"),
                format!("“rank” must be from 1 to {most}, or empty; got “{text}”"),
            );
            return Err(Refused);
        }
        Ok(rank)
    }

    fn source(&mut self, field: &[u8]) -> Option<String> {
        let text = std::str::from_utf8(field).ok().map(to_nfc);
        let fits = |text: &String| {
            (1..=MOST_SOURCE_CHARS).contains(&text.chars().count()) && is_plain(text, Lines::One)
        };
        text.filter(fits).or_else(|| {
            self.refuse(
                format!("“source” phải ghi nơi công bố, nhiều nhất {MOST_SOURCE_CHARS} ký tự, bảng mã UTF-8"),
                format!("“source” must say where it was published, in at most {MOST_SOURCE_CHARS} characters of UTF-8"),
            )
        })
    }

    fn edition(&mut self, n_provinces: Option<u16>, year: Option<i16>) -> Option<Edition> {
        let (n, year) = n_provinces.zip(year)?;
        edition_of(n, year).or_else(|| {
            self.refuse(
                format!("năm {year} cả nước không có {n} tỉnh, thành phố"),
                format!("there were not {n} provinces in {year}"),
            )
        })
    }

    fn unit(
        &mut self,
        (code, name): (&str, &str),
        edition: Option<Edition>,
        known: Known<'_>,
    ) -> Option<String> {
        // Spreadsheets drop the zero before a digit.
        let is_short = code.len() == 1 && code.bytes().all(|byte| byte.is_ascii_digit());
        let code = if is_short {
            format!("0{code}")
        } else {
            shown(code.as_bytes())
        };
        let key = (edition?, code);
        let Some(full_name) = known.provinces.get(&key) else {
            let code = &key.1;
            return self.refuse(
                format!("danh mục của năm ấy không có tỉnh, thành phố mang mã “{code}”"),
                format!("the list of that year has no province “{code}”"),
            );
        };
        let is_named = name.is_empty() || is_name_of(name, full_name);
        if is_named {
            return Some(key.1);
        }
        let (code, name) = (&key.1, shown(name.as_bytes()));
        self.refuse(
            format!("mã {code} của năm ấy là {full_name}, không phải “{name}”"),
            format!("code {code} of that year is {full_name}, not “{name}”"),
        )
    }
}

/// Whether a name, with its kind or without, is that of the unit.
fn is_name_of(name: &str, full_name: &str) -> bool {
    let (name, full) = (fold(name), fold(full_name));
    let without = full
        .strip_prefix("tinh ")
        .or_else(|| full.strip_prefix("thanh pho "));
    name == full || Some(name.as_str()) == without
}

/// A whole number of plain digits.
fn whole(text: &str) -> Option<u16> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| is_digits)
}
