//! Counts of dossiers as a CSV file: read whole, every problem at once.
//!
//! The format is in `docs/dossiers.md`.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use csv::ByteRecord;

use jiff::civil::Date;

use crate::domain::dossiers::{CountedTime, MOST_DOSSIERS};
use crate::domain::plain_text::is_printable;
use crate::domain::service_field::Services;

/// The most lines of counts one file may have.
pub const MOST_LINES: usize = 1_000_000;

/// What a count may be of.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Codes of the communes within reach.
    pub units: &'a BTreeSet<String>,
    /// The service fields.
    pub services: &'a Services,
    /// Nothing is counted after it.
    pub today: Date,
}

/// One count, as a line of the file gives it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountLine {
    /// Line in the file, from 1.
    pub line: u64,
    /// Unit code.
    pub unit: String,
    /// Day or month.
    pub time: CountedTime,
    /// Service code; empty for all fields together.
    pub service: String,
    /// Dossiers received.
    pub received: u32,
    /// Dossiers returned.
    pub returned: u32,
}

/// Something wrong with a file of counts, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineProblem {
    /// Line in the file, from 1.
    pub line: u64,
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

/// Reads the counts, separated by `,` or `;`, with or without a byte order mark.
///
/// # Errors
/// Every problem in line order; a header that cannot be used is the only one then.
pub fn read(bytes: &[u8], known: &Known<'_>) -> Result<Vec<CountLine>, Vec<LineProblem>> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let head = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
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
    let Some(columns) = Columns::read(&record, *known, &mut problems) else {
        return Err(problems.found);
    };
    let mut lines = Vec::new();
    loop {
        match reader.read_byte_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => {
                problems.add(
                    1,
                    format!("không đọc được CSV: {error}"),
                    format!("not CSV: {error}"),
                );
                break;
            }
        }
        let line = line_of(bytes, &record);
        if lines.len() >= MOST_LINES {
            problems.add(
                line,
                format!("tệp có hơn {MOST_LINES} dòng; hãy chia tệp"),
                format!("the file has more than {MOST_LINES} lines; split it"),
            );
            break;
        }
        lines.extend(columns.line(line, &record, &mut problems));
    }
    refuse_repeated(&lines, &mut problems);
    problems.found.sort_by_key(|problem| problem.line);
    if problems.found.is_empty() {
        Ok(lines)
    } else {
        Err(problems.found)
    }
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

const KNOWN: [&str; 6] = [
    "unit_code",
    "day",
    "month",
    "service",
    "received",
    "returned",
];

/// Which column stands where.
struct Columns<'a> {
    known: Known<'a>,
    width: usize,
    unit: usize,
    time: usize,
    /// Whether times are days; months otherwise.
    grain: Grain,
    service: Option<usize>,
    received: usize,
    returned: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Grain {
    Day,
    Month,
}

impl<'a> Columns<'a> {
    fn read(head: &ByteRecord, known: Known<'a>, problems: &mut Problems) -> Option<Self> {
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        for (at, name) in head.iter().enumerate() {
            let shown = shown(name);
            let Some(name) = KNOWN.iter().find(|known| known.as_bytes() == name) else {
                problems.add(
                    1,
                    format!("không có cột “{shown}”; các cột: {}", KNOWN.join(", ")),
                    format!(
                        "unknown column “{shown}”; the columns are {}",
                        KNOWN.join(", ")
                    ),
                );
                continue;
            };
            if places.insert(name, at).is_some() {
                problems.add(
                    1,
                    format!("cột “{name}” có hai lần"),
                    format!("column “{name}” twice"),
                );
            }
        }
        for name in ["unit_code", "received", "returned"] {
            if !places.contains_key(name) {
                problems.add(
                    1,
                    format!("thiếu cột “{name}”"),
                    format!("column “{name}” is missing"),
                );
            }
        }
        let time = match (places.get("day"), places.get("month")) {
            (Some(day), None) => Some((*day, Grain::Day)),
            (None, Some(month)) => Some((*month, Grain::Month)),
            (Some(_), Some(_)) | (None, None) => {
                problems.add(
                    1,
                    "cần đúng một trong hai cột “day” và “month”",
                    "exactly one of the columns “day” and “month” is needed",
                );
                None
            }
        };
        let (time, grain) = time.filter(|_| problems.found.is_empty())?;
        Some(Self {
            known,
            width: head.len(),
            unit: *places.get("unit_code")?,
            time,
            grain,
            service: places.get("service").copied(),
            received: *places.get("received")?,
            returned: *places.get("returned")?,
        })
    }

    /// One line, once every field of it was looked at.
    fn line(&self, line: u64, record: &ByteRecord, problems: &mut Problems) -> Option<CountLine> {
        if record.len() != self.width {
            let (width, found) = (self.width, record.len());
            problems.add(
                line,
                format!("có {found} ô, dòng đầu có {width}"),
                format!("has {found} fields, the header {width}"),
            );
            return None;
        }
        let field = |at: usize| record.get(at).unwrap_or_default();
        let unit = self.unit(line, field(self.unit), problems);
        let time = self.time(line, field(self.time), problems);
        let service = match self.service {
            Some(at) => self.service(line, field(at), problems),
            None => Some(String::new()),
        };
        let received = count(line, "received", field(self.received), problems);
        let returned = count(line, "returned", field(self.returned), problems);
        Some(CountLine {
            line,
            unit: unit?,
            time: time?,
            service: service?,
            received: received?,
            returned: returned?,
        })
    }

    fn unit(&self, line: u64, field: &[u8], problems: &mut Problems) -> Option<String> {
        let unit = self
            .known
            .units
            .iter()
            .find(|unit| unit.as_bytes() == field);
        if unit.is_none() {
            let shown = shown(field);
            problems.add(
                line,
                format!("không có xã, phường, đặc khu “{shown}” trong phạm vi của nút này"),
                format!("no commune “{shown}” within reach of this node"),
            );
        }
        unit.cloned()
    }

    /// An empty field is all service fields together.
    fn service(&self, line: u64, field: &[u8], problems: &mut Problems) -> Option<String> {
        let shown = shown(field);
        if shown.is_empty() || self.known.services.get(&shown).is_some() {
            return Some(shown);
        }
        problems.add(
            line,
            format!("không có lĩnh vực “{shown}”; xem survey_forms/services.toml"),
            format!("no service field “{shown}”; see survey_forms/services.toml"),
        );
        None
    }

    fn time(&self, line: u64, field: &[u8], problems: &mut Problems) -> Option<CountedTime> {
        let time = std::str::from_utf8(field).ok().and_then(CountedTime::parse);
        let time = time.filter(|time| match time {
            CountedTime::Day(_) => self.grain == Grain::Day,
            CountedTime::Month(_) => self.grain == Grain::Month,
        });
        if time.is_none() {
            let (column, example) = match self.grain {
                Grain::Day => ("day", "2026-11-03"),
                Grain::Month => ("month", "2026-11"),
            };
            let shown = shown(field);
            problems.add(
                line,
                format!("“{column}” phải có dạng {example}, từ năm 2026; đã nhận “{shown}”"),
                format!("“{column}” must look like {example}, from 2026 on; got “{shown}”"),
            );
        }
        if let Some(time) = time.filter(|time| time.first() > self.known.today) {
            problems.add(
                line,
                format!("{time} chưa đến; hãy sửa ngày hoặc tháng"),
                format!("{time} is yet to come; correct the day or month"),
            );
        }
        time
    }
}

/// The line a record begins on. The reader counts from where the one before ended, which is
/// short of the line break's second byte and of empty lines.
pub(super) fn line_of(bytes: &[u8], record: &ByteRecord) -> u64 {
    let Some(position) = record.position() else {
        return 1;
    };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = bytes.get(start..).unwrap_or_default();
    let breaks = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n'));
    let n_lines = breaks
        .filter(|byte| **byte == b'\n')
        .map(|_| 1)
        .sum::<u64>();
    position.line() + n_lines
}

fn count(line: u64, column: &str, field: &[u8], problems: &mut Problems) -> Option<u32> {
    let text = std::str::from_utf8(field).unwrap_or_default();
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let count = text
        .parse()
        .ok()
        .filter(|n| is_digits && *n <= MOST_DOSSIERS);
    if count.is_none() {
        let shown = shown(field);
        problems.add(
            line,
            format!("“{column}” phải là số nguyên từ 0 đến {MOST_DOSSIERS}; đã nhận “{shown}”"),
            format!("“{column}” must be a whole number from 0 to {MOST_DOSSIERS}; got “{shown}”"),
        );
    }
    count
}

/// A count given twice, or a total beside its parts, would be counted twice.
fn refuse_repeated(lines: &[CountLine], problems: &mut Problems) {
    let mut services: BTreeMap<(&str, CountedTime), BTreeSet<&str>> = BTreeMap::new();
    for CountLine {
        line,
        unit,
        time,
        service,
        ..
    } in lines
    {
        let seen = services.entry((unit, *time)).or_default();
        let is_total = service.is_empty();
        let is_mixed = if is_total {
            !seen.is_empty()
        } else {
            seen.contains("")
        };
        if !seen.insert(service) {
            problems.add(
                *line,
                format!("{unit}, {time}, “{service}” đã có ở dòng trên"),
                format!("{unit}, {time}, “{service}” is already there above"),
            );
        } else if is_mixed {
            problems.add(
                *line,
                format!("{unit}, {time}: có cả số chung và số theo lĩnh vực; hãy giữ một loại"),
                format!("{unit}, {time}: a total stands beside service fields; keep one of them"),
            );
        }
    }
}

/// What is said of a field, or looked up: its first characters, enough for any code.
pub(super) fn shown(field: &[u8]) -> String {
    let text = String::from_utf8_lossy(field);
    text.chars().filter(|c| is_printable(*c)).take(40).collect()
}
