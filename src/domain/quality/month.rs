//! Judges one month of one unit, once, after it has closed.
//!
//! A sign is rare among honest units: with all detectors together less than 8 in 10,000 months,
//! about one false alarm in a hundred unit-years. A sign is no verdict, and no sheet is deleted.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

pub use super::pattern::SheetGroup;
use super::pattern::{copies, one_level};
use super::tail::{Observed, Rarity, rarity};
use crate::domain::disclosure::LEAST;
use crate::domain::form::{Channel, Form};
use crate::domain::period::{Half, HalfDay};

/// Fewer sheets than that in a month say nothing about how they came about.
pub const FEWEST_SHEETS: u64 = 30;

/// A half-day may honestly hold twice its even share: Monday mornings and market days do.
pub const BUSY: u64 = 2;

/// Of a hundred honest sheets, so many may be too fast or out of hours: a hurried reader, a clock
/// that is set wrong, one Sunday of duty.
pub const HONEST_PERCENT: u64 = 2;

/// Detectors that go by chance, over which each is corrected.
const N_DETECTORS: u64 = 4;

/// The most half-days that are looked at together.
const MOST_TOGETHER: u64 = 3;

/// What is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detector {
    /// Many sheets in few half-days.
    Bursts,
    /// Finished faster than anyone reads.
    TooFast,
    /// Equal sheets of several levels.
    Copies,
    /// From the counter on Saturday afternoons and Sundays.
    OutOfHours,
    /// More sheets than dossiers received and returned.
    MoreThanDossiers,
    /// One level for every question: shown, and judged by nobody.
    OneLevel,
    /// Helped by an officer: shown, and judged by nobody.
    Assisted,
}

/// What a detector says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// There is nothing to judge by, or nothing to compare with.
    NotJudged,
    /// *Bình thường*.
    Usual,
    /// *Cần xem*.
    Look,
    /// *Phải kiểm tra*.
    Check,
}

/// One detector's word on a month, with its counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked for.
    pub detector: Detector,
    /// What it says.
    pub verdict: Verdict,
    /// Sheets it speaks of; for copies, the equal ones.
    pub seen: u64,
    /// Of how many: sheets, or dossiers; for copies, the ones next to them.
    pub among: u64,
    /// For bursts, how many half-days held them.
    pub half_days: u64,
}

/// What may be told of the sheets a finding speaks of, among all it looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Share {
    /// Both numbers: the sheets seen and the rest are nobody or at least five each.
    Counts,
    /// Fewer than five were seen.
    FewSeen,
    /// Fewer than five were not.
    FewElse,
}

impl Finding {
    /// What may be told of its counts.
    ///
    /// Only sheets that were looked at can be a rest: dossiers are none, and the sheets next to
    /// copies stand beside them.
    #[must_use]
    pub fn share(&self) -> Share {
        let is_few = |n: u64| (1..LEAST).contains(&n);
        let rest = match self.detector {
            Detector::MoreThanDossiers => 0,
            Detector::Copies => self.among,
            Detector::Bursts
            | Detector::TooFast
            | Detector::OutOfHours
            | Detector::OneLevel
            | Detector::Assisted => self.among.saturating_sub(self.seen),
        };
        if is_few(self.seen) {
            Share::FewSeen
        } else if is_few(rest) {
            Share::FewElse
        } else {
            Share::Counts
        }
    }
}

/// What was counted in a month of a unit. Late sheets are in none of it.
#[derive(Clone, Debug, Default)]
pub struct Evidence<'a> {
    /// Sheets by channel.
    pub sheets: BTreeMap<Channel, u64>,
    /// Those of them marked as too fast.
    pub flagged: u64,
    /// Dossiers received and returned, where known.
    pub dossiers: Option<u64>,
    /// What only the server knows that took the sheets.
    pub own: Option<OwnEvidence<'a>>,
}

/// What only the server knows that took the sheets.
#[derive(Clone, Debug, Default)]
pub struct OwnEvidence<'a> {
    /// Half-days on which the counter could be open, from the unit's first sheet on.
    pub n_open: u64,
    /// Sheets by half-day and channel; those with clocks that could not be true are left out.
    pub half_days: BTreeMap<(HalfDay, Channel), u64>,
    /// Equal sheets from screens, by form; second sheets, of rotating blocks, are not in it.
    pub groups: Vec<(&'a Form, Vec<SheetGroup>)>,
}

/// What every detector says of a month, in the order shown.
#[must_use]
pub fn judge_month(evidence: &Evidence<'_>) -> Vec<Finding> {
    let own = evidence.own.as_ref();
    let all: u64 = evidence.sheets.values().sum();
    let findings = [
        own.map_or_else(|| not_judged(Detector::Bursts), bursts),
        too_fast(evidence),
        own.map_or_else(|| not_judged(Detector::Copies), copied),
        own.map_or_else(|| not_judged(Detector::OutOfHours), out_of_hours),
        more_than_dossiers(all, evidence.dossiers),
        own.map_or_else(|| not_judged(Detector::OneLevel), same_level),
        assisted(evidence),
    ];
    findings.to_vec()
}

/// The light of a month: its gravest sign. `before` are the months before it, the last one last:
/// a sign in two of three months running must be checked.
#[must_use]
pub fn light(findings: &[Finding], before: &[Vec<Finding>]) -> Verdict {
    let own = gravest(findings);
    let has_sign = |findings: &Vec<Finding>| gravest(findings) >= Verdict::Look;
    let was_seen = before.iter().rev().take(2).any(has_sign);
    match own {
        Verdict::Look if was_seen => Verdict::Check,
        Verdict::NotJudged | Verdict::Usual | Verdict::Look | Verdict::Check => own,
    }
}

/// Half-days from Monday to Friday between two days, both included.
///
/// Public holidays count as open, since no list of them is at hand.
#[must_use]
pub fn open_half_days(first: Date, last: Date) -> u64 {
    let days = first.series(1.day()).take_while(|day| *day <= last);
    let open = days.filter(|day| !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday));
    u64::try_from(open.count())
        .unwrap_or(u64::MAX)
        .saturating_mul(2)
}

fn gravest(findings: &[Finding]) -> Verdict {
    let verdicts = findings.iter().map(|finding| finding.verdict);
    verdicts.max().unwrap_or(Verdict::NotJudged)
}

fn not_judged(detector: Detector) -> Finding {
    Finding {
        detector,
        verdict: Verdict::NotJudged,
        seen: 0,
        among: 0,
        half_days: 0,
    }
}

fn verdict(rarity: Rarity) -> Verdict {
    match rarity {
        Rarity::Usual => Verdict::Usual,
        Rarity::Rare => Verdict::Look,
        Rarity::Extreme => Verdict::Check,
    }
}

/// Sheets in the one, two and three fullest half-days against twice their even share of the month.
/// Paper is left out, since it is typed in when there is time for it.
fn bursts(own: &OwnEvidence<'_>) -> Finding {
    let mut by_half_day: BTreeMap<HalfDay, u64> = BTreeMap::new();
    for ((half_day, channel), n) in &own.half_days {
        if *channel != Channel::Paper {
            *by_half_day.entry(*half_day).or_default() += n;
        }
    }
    let all: u64 = by_half_day.values().sum();
    let n_open = own.n_open;
    let mut fullest: Vec<u64> = by_half_day.into_values().collect();
    fullest.sort_unstable_by(|one, other| other.cmp(one));
    let mut worst: Option<(Rarity, Finding)> = None;
    let mut seen = 0;
    for (n, together) in fullest.iter().zip(1..=MOST_TOGETHER) {
        seen += n;
        let observed = Observed {
            seen,
            among: all,
            chance: (BUSY * together, n_open),
            n_looks: ways(n_open, together).saturating_mul(MOST_TOGETHER * N_DETECTORS),
        };
        let found = rarity(&observed);
        let finding = Finding {
            verdict: verdict(found),
            seen,
            among: all,
            half_days: together,
            ..not_judged(Detector::Bursts)
        };
        // Of equally rare ones the most half-days tell the most.
        if worst.is_none_or(|(rarest, _)| found >= rarest) {
            worst = Some((found, finding));
        }
    }
    match worst {
        Some((_, finding)) if all >= FEWEST_SHEETS => finding,
        Some((_, finding)) => Finding {
            verdict: Verdict::NotJudged,
            ..finding
        },
        None => not_judged(Detector::Bursts),
    }
}

/// In how many ways `chosen` half-days can be taken from `all`.
fn ways(all: u64, chosen: u64) -> u64 {
    match chosen.checked_sub(1) {
        None => 1,
        // Each is the last one once, with the others before it.
        Some(others) => (0..all).map(|before| ways(before, others)).sum(),
    }
}

fn too_fast(evidence: &Evidence<'_>) -> Finding {
    let on_screen = evidence
        .sheets
        .iter()
        .filter(|(channel, _)| **channel != Channel::Paper);
    let among = on_screen.map(|(_, n)| n).sum();
    few_percent(Detector::TooFast, evidence.flagged, among)
}

/// Only the counter's own channels: a phone may answer at home, and paper is typed in any day.
fn out_of_hours(own: &OwnEvidence<'_>) -> Finding {
    let at_counter = |channel: Channel| matches!(channel, Channel::Tablet | Channel::Assisted);
    let (mut seen, mut among) = (0, 0);
    for ((half_day, channel), n) in &own.half_days {
        if at_counter(*channel) {
            among += n;
            seen += if is_out_of_hours(*half_day) { *n } else { 0 };
        }
    }
    few_percent(Detector::OutOfHours, seen, among)
}

fn is_out_of_hours(half_day: HalfDay) -> bool {
    match (half_day.date().weekday(), half_day.half()) {
        (Weekday::Sunday, Half::Morning | Half::Afternoon)
        | (Weekday::Saturday, Half::Afternoon) => true,
        (Weekday::Saturday, Half::Morning)
        | (
            Weekday::Monday
            | Weekday::Tuesday
            | Weekday::Wednesday
            | Weekday::Thursday
            | Weekday::Friday,
            Half::Morning | Half::Afternoon,
        ) => false,
    }
}

fn few_percent(detector: Detector, seen: u64, among: u64) -> Finding {
    let observed = Observed {
        seen,
        among,
        chance: (HONEST_PERCENT, 100),
        n_looks: N_DETECTORS,
    };
    let verdict = if among < FEWEST_SHEETS {
        Verdict::NotJudged
    } else {
        verdict(rarity(&observed))
    };
    Finding {
        verdict,
        seen,
        among,
        ..not_judged(detector)
    }
}

fn copied(own: &OwnEvidence<'_>) -> Finding {
    let found = own.groups.iter();
    let n_forms = u64::try_from(own.groups.len()).unwrap_or(u64::MAX);
    let n_looks = N_DETECTORS.saturating_mul(n_forms);
    let worst = found
        .filter_map(|(form, groups)| copies(form, groups, n_looks))
        .max();
    let all: u64 = own
        .groups
        .iter()
        .flat_map(|(_, groups)| groups)
        .map(|group| group.n)
        .sum();
    match worst {
        Some(copies) if all >= FEWEST_SHEETS => Finding {
            verdict: verdict(copies.rarity),
            seen: copies.n,
            among: copies.n_near,
            ..not_judged(Detector::Copies)
        },
        Some(_) | None => not_judged(Detector::Copies),
    }
}

/// Exceeding a count that others keep is no matter of chance.
fn more_than_dossiers(sheets: u64, dossiers: Option<u64>) -> Finding {
    let verdict = match dossiers {
        None => Verdict::NotJudged,
        Some(dossiers) if sheets > dossiers => Verdict::Look,
        Some(_) => Verdict::Usual,
    };
    Finding {
        verdict,
        seen: sheets,
        among: dossiers.unwrap_or(0),
        ..not_judged(Detector::MoreThanDossiers)
    }
}

fn same_level(own: &OwnEvidence<'_>) -> Finding {
    let counted = own.groups.iter().map(|(_, groups)| one_level(groups));
    let (seen, among) = counted.fold((0, 0), |(same, all), (one, told)| (same + one, all + told));
    only_counted(Detector::OneLevel, seen, among)
}

fn assisted(evidence: &Evidence<'_>) -> Finding {
    let of = |channel| evidence.sheets.get(&channel).copied().unwrap_or(0);
    let seen = of(Channel::Assisted);
    only_counted(Detector::Assisted, seen, seen + of(Channel::Tablet))
}

/// Counts that nobody judges, once there are enough sheets to count.
fn only_counted(detector: Detector, seen: u64, among: u64) -> Finding {
    if among < FEWEST_SHEETS {
        return not_judged(detector);
    }
    Finding {
        seen,
        among,
        ..not_judged(detector)
    }
}
