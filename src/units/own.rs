//! A province's own file: units and reception points that no official list has, and what it knows
//! about the people of split communes. Grammar and example: `docs/units.md`.

mod toml_file;

use std::collections::BTreeMap;

use super::problem::{Problem, Reason};
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::unit::{
    Edition, Fault, Kind, Level, Registry, Relation, Succession, Unit, UnitCode,
};
use toml_file::{Entry, TomlFile};

/// The largest file that is read: room for some thousand units.
pub const MAX_OWN_BYTES: usize = 256 * 1024;

/// What a province adds to the official lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnUnits {
    /// Whose file it is.
    pub province: UnitCode,
    /// The first edition it holds for; it holds for later ones with the same codes too.
    pub edition: Edition,
    /// Own units and reception points, once per edition.
    pub units: Vec<Unit>,
    /// Relations that replace those of the official table.
    pub successions: Vec<Succession>,
}

/// Reads a province's own file and checks it against the lists; `file` is how problems name it.
///
/// Add what comes back with [`Registry::with`].
///
/// # Errors
/// Every problem of the file at once, by ascending line.
///
/// ```
/// use hailong::units::{load, parse_own_units};
///
/// let text = r#"
/// province = "08"
/// edition = "2025-07-01"
///
/// [[unit]]
/// code = "08-TTHC"
/// kind = "trung tâm"
/// name = "Trung tâm Phục vụ hành chính công tỉnh Tuyên Quang"
/// "#;
/// let registry = load().unwrap();
/// let own = parse_own_units("tuyen-quang.toml", text, &registry).unwrap();
/// let registry = registry.with(own.units, own.successions).unwrap();
/// assert_eq!(registry.search(own.edition, "hanh chinh cong").len(), 1);
/// ```
pub fn parse_own_units(
    file: &str,
    text: &str,
    registry: &Registry,
) -> Result<OwnUnits, Vec<Problem>> {
    let found = |line, reason| Problem {
        file: file.to_owned(),
        line,
        reason,
    };
    let mut reader = Reader {
        registry,
        lines: BTreeMap::new(),
        problems: Vec::new(),
    };
    let own = if text.len() > MAX_OWN_BYTES {
        reader.problems.push((1, Reason::TooLarge(MAX_OWN_BYTES)));
        None
    } else {
        reader.read(text)
    };
    match own {
        Some(own) if reader.problems.is_empty() => Ok(own),
        Some(_) | None => {
            reader.problems.sort_by_key(|(line, _)| *line);
            Err(reader
                .problems
                .into_iter()
                .map(|(line, reason)| found(line, reason))
                .collect())
        }
    }
}

/// What one reading has seen so far.
struct Reader<'a> {
    registry: &'a Registry,
    /// Where each code was written last.
    lines: BTreeMap<UnitCode, usize>,
    problems: Vec<(usize, Reason)>,
}

/// Whose file it is, and since when.
struct Head {
    province: UnitCode,
    edition: Edition,
}

impl Reader<'_> {
    fn read(&mut self, text: &str) -> Option<OwnUnits> {
        let file = TomlFile::parse(text, &mut self.problems)?;
        let mut top = file.top();
        let head = self.read_head(&mut top);
        let units = top.entries("unit");
        let points = top.entries("reception_point");
        let steps = top.entries("succession");
        self.problems.extend(top.finish());
        // Without the head nothing below can be judged, but its own shape still can.
        let mut made = Vec::new();
        for entry in units {
            made.extend(self.read_unit(entry, head.as_ref()));
        }
        for entry in points {
            made.extend(self.read_point(entry, head.as_ref()));
        }
        let mut successions = Vec::new();
        for entry in steps {
            successions.extend(self.read_succession(entry, head.as_ref()));
        }
        let Head { province, edition } = head?;
        let later = |e: &Edition| *e >= edition && e.same_code_space(edition);
        let units: Vec<Unit> = Edition::ALL
            .into_iter()
            .filter(later)
            .flat_map(|edition| {
                made.iter().map(move |unit| Unit {
                    edition,
                    ..unit.clone()
                })
            })
            .collect();
        // Later editions have the same codes and parents: one is judged for all.
        let judged = units
            .iter()
            .filter(|unit| unit.edition == edition)
            .cloned()
            .collect();
        self.check_together(judged);
        Some(OwnUnits {
            province,
            edition,
            units,
            successions,
        })
    }

    fn read_head(&mut self, top: &mut Entry) -> Option<Head> {
        let edition = top.parsed("edition", Edition::parse);
        let province = top.parsed("province", parse_code);
        let (edition, province) = (edition?, province?);
        let known = self.registry.get(edition, &province);
        if known.is_some_and(|unit| unit.level == Level::Province) {
            Some(Head { province, edition })
        } else {
            let value = province.to_string();
            self.problems.push((
                top.line_of("province"),
                Reason::Value("province".into(), value),
            ));
            None
        }
    }

    fn read_unit(&mut self, mut entry: Entry, head: Option<&Head>) -> Option<Unit> {
        let line = entry.line();
        let code = entry.parsed("code", |text| code_of(text, Level::Own));
        let kind = entry.parsed("kind", parse_words);
        let name = entry.parsed("name", parse_words);
        let parent = match entry.optional("parent", parse_code) {
            Ok(parent) => parent.or_else(|| head.map(|head| head.province.clone())),
            Err(()) => None,
        };
        self.problems.extend(entry.finish());
        let code = code?;
        self.lines.insert(code.clone(), line);
        let foreign = [Some(&code), parent.as_ref()]
            .into_iter()
            .flatten()
            .find(|c| self.is_foreign(c, head));
        if let Some(foreign) = foreign {
            self.problems
                .push((line, Reason::OtherProvince(foreign.clone())));
            return None;
        }
        Some(own_unit(code, parent?, Kind::named(&kind?), name?))
    }

    fn read_point(&mut self, mut entry: Entry, head: Option<&Head>) -> Option<Unit> {
        let line = entry.line();
        let code = entry.parsed("code", |text| code_of(text, Level::ReceptionPoint));
        let name = entry.parsed("name", parse_words);
        self.problems.extend(entry.finish());
        let code = code?;
        self.lines.insert(code.clone(), line);
        if self.is_foreign(&code, head) {
            self.problems.push((line, Reason::OtherProvince(code)));
            return None;
        }
        let (parent, kind) = (code.served_by(), Kind::Own("điểm tiếp nhận".into()));
        Some(own_unit(code, parent, kind, name?))
    }

    fn read_succession(&mut self, mut entry: Entry, head: Option<&Head>) -> Option<Succession> {
        let line = entry.line();
        let old = entry.parsed("old", parse_code);
        let new = entry.parsed("new", parse_code);
        let relation = entry.parsed("relation", parse_relation);
        // Not kept: it is there so that whoever reads the file can check the claim.
        let source = entry.parsed("source", parse_words);
        self.problems.extend(entry.finish());
        let (old, new, relation, _) = (old?, new?, relation?, source?);
        let step = Succession { old, new, relation };
        if !self
            .registry
            .successors(&step.old)
            .any(|known| known.new == step.new)
        {
            self.problems
                .push((line, Reason::NoSuccession(step.old, step.new)));
            return None;
        }
        // The new unit's province is one of the new list; a file for the old list has none there.
        let old_file = head.is_some_and(|head| head.edition == Edition::Pre2025);
        if old_file || self.is_foreign(&step.new, head) {
            self.problems.push((line, Reason::OtherProvince(step.new)));
            return None;
        }
        // The place of an old code in `lines` is where all its people went.
        let all = step.relation == Relation::PartialAreaAllPeople;
        if all && self.lines.insert(step.old.clone(), line).is_some() {
            self.problems
                .push((line, Reason::AllPeopleTwice(step.old.clone())));
        }
        Some(step)
    }

    /// What only all units together show: codes twice, parents that are not there.
    fn check_together(&mut self, units: Vec<Unit>) {
        let place = |code: &UnitCode| self.lines.get(code).copied().unwrap_or(1);
        let faults = self
            .registry
            .clone()
            .with(units, Vec::new())
            .err()
            .unwrap_or_default();
        let placed = faults
            .into_iter()
            .map(|fault| (fault_code(&fault).map_or(1, place), Reason::Unit(fault)));
        self.problems.extend(placed);
    }

    /// Whether the code is known to be of another province; of an unknown code nothing is.
    fn is_foreign(&self, code: &UnitCode, head: Option<&Head>) -> bool {
        let Some(head) = head else { return false };
        let unit = code.served_by();
        let lineage = self.registry.lineage(head.edition, &unit);
        let province = unit
            .own_province()
            .or_else(|| Some(lineage.last()?.code.clone()));
        province.is_some_and(|province| province != head.province)
    }
}

/// The edition is a placeholder until the head is known.
fn own_unit(code: UnitCode, parent: UnitCode, kind: Kind, name: String) -> Unit {
    Unit {
        edition: Edition::July2025,
        level: code.level(),
        code,
        parent: Some(parent),
        kind,
        full_name: name.clone(),
        name,
    }
}

fn fault_code(fault: &Fault) -> Option<&UnitCode> {
    match fault {
        Fault::Twice(_, code)
        | Fault::Kind(_, code)
        | Fault::Name(_, code)
        | Fault::Parent(_, code) => Some(code),
        Fault::Succession(_, _) => None,
    }
}

fn parse_code(text: &str) -> Option<UnitCode> {
    UnitCode::parse(text).ok()
}

fn code_of(text: &str, level: Level) -> Option<UnitCode> {
    parse_code(text).filter(|code| code.level() == level)
}

/// Words for people, brought to NFC; at most 200 characters, none of them a control.
fn parse_words(text: &str) -> Option<String> {
    let words = crate::domain::vietnamese::to_nfc(text.trim());
    let fits = !words.is_empty() && words.chars().count() <= 200 && is_plain(&words, Lines::One);
    fits.then_some(words)
}

/// `whole` is not the province's to say: one old unit cannot be whole and split.
fn parse_relation(text: &str) -> Option<Relation> {
    Relation::parse(text).filter(|relation| *relation != Relation::Whole)
}

#[cfg(test)]
mod tests;
