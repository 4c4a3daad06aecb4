//! Judges the months of a unit, once each after they have closed, and keeps what the unit says.

mod findings;
mod people;

use jiff::ToSpan as _;
use jiff::civil::Date;

pub use self::findings::JudgedMonths;
use self::findings::findings;
use super::compute_results::{Counted, count};
use super::find_unit::{find, is_collected};
use super::record_event::{Act, record};
use super::seal_batch::known_form;
use super::sign_in::SignedIn;
use super::{App, Invalid, UsecaseError};
use crate::domain::account::{Role, Scope};
use crate::domain::disclosure::{Rule, Table, may_part};
use crate::domain::period::{Period, Rule as PeriodRule, Span};
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::quality::month::{Finding, Verdict, light};
use crate::domain::tally::{Cell, TallyError};
use crate::storage::StorageError;
use crate::storage::quality_note::{self, NoteRow};
use crate::storage::unit::UnitRow;

/// The most characters of a note.
pub const MOST_NOTE: usize = 500;

/// The most notes on one month.
pub const MOST_NOTES: usize = 10;

/// Months before the period that are judged too: a sign in two of three months weighs more.
const MONTHS_BEFORE: usize = 2;

/// What is said of a unit's period.
#[derive(Clone, Debug)]
pub struct Quality {
    /// The period's months, in their order.
    pub months: Vec<JudgedMonth>,
    /// Whether the sheets are on this server; else only what bundles carry was judged.
    pub has_sheets: bool,
}

/// What is said of one month.
#[derive(Clone, Debug)]
pub struct JudgedMonth {
    /// The month, such as `2026-11` or `2026-11b`.
    pub period: Period,
    /// The first day on which it can be judged, if it is not closed by hand.
    pub judged_from: Date,
    /// Its gravest sign; `None` until the month is closed.
    pub light: Option<Verdict>,
    /// What each detector says; empty until the month is closed.
    pub findings: Vec<Finding>,
    /// What the unit says, the newest first.
    pub notes: Vec<NoteRow>,
}

impl Quality {
    /// The gravest sign of all months.
    #[must_use]
    pub fn light(&self) -> Verdict {
        let lights = self.months.iter().filter_map(|month| month.light);
        lights.max().unwrap_or(Verdict::NotJudged)
    }

    /// How many signs there are, over all months.
    #[must_use]
    pub fn n_signs(&self) -> usize {
        let findings = self.months.iter().flat_map(|month| &month.findings);
        findings
            .filter(|finding| finding.verdict >= Verdict::Look)
            .count()
    }
}

/// Judges every month of a unit's period.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn judge(app: &App, unit: &UnitRow, period: Period) -> Result<Quality, UsecaseError> {
    let mut connection = app.store.read().await?;
    let has_sheets = is_collected(&mut connection, &app.node.unit, &unit.code).await?;
    let months = months_of(period);
    let asked = serde_json::json!(months.iter().map(ToString::to_string).collect::<Vec<_>>());
    let notes = quality_note::of_months(&mut connection, &unit.code, &asked.to_string()).await?;
    drop(connection);
    let earlier = std::iter::successors(months.first().map(|first| first.previous()), |month| {
        Some(month.previous())
    });
    let mut before: Vec<Vec<Finding>> = Vec::new();
    let earlier: Vec<Period> = earlier.take(MONTHS_BEFORE).collect();
    for month in earlier.into_iter().rev() {
        let found = findings(app, unit, (month, has_sheets)).await?;
        before.push(found.unwrap_or_default());
    }
    let mut judged = Vec::with_capacity(months.len());
    for month in months {
        let found = findings(app, unit, (month, has_sheets)).await?;
        let label = month.to_string();
        judged.push(JudgedMonth {
            period: month,
            judged_from: Span::of(month.to()).open_until().saturating_add(1.day()),
            light: found.as_ref().map(|found| light(found, &before)),
            findings: found.clone().unwrap_or_default(),
            notes: notes
                .iter()
                .filter(|note| note.month == label)
                .cloned()
                .collect(),
        });
        before.push(found.unwrap_or_default());
    }
    Ok(Quality {
        months: judged,
        has_sheets,
    })
}

/// The results without the sheets marked as too fast: the other figure, beside the raw one.
///
/// `None` while the period is open, and where the sheets marked, or those that are not, are one to
/// four of a half-month, or one to four of them answered a question: one figure less the other
/// would tell them.
///
/// # Errors
/// When the unit is out of reach or the file cannot be read.
pub async fn without_flagged(
    app: &App,
    scope: &Scope,
    shown: &Counted,
) -> Result<Option<Counted>, UsecaseError> {
    if shown.is_open() {
        return Ok(None);
    }
    let mut others = count(app, scope, &shown.found.unit.code, shown.period).await?;
    let spans = others
        .tallies
        .values_mut()
        .flat_map(|it| it.spans.values_mut());
    for (name, tally) in spans.flatten() {
        let form = known_form(&app.catalog, name)?;
        let (channels, rule) = (shown.channels(form), Rule::of(form));
        let part = |is_flagged| {
            let own = |cell: &Cell| cell.flagged == is_flagged && channels.contains(&cell.channel);
            let sum = tally.sum(own).and_then(|sum| Table::whole(&rule, &sum));
            sum.map_err(|error| corrupt(&error))
        };
        if !may_part(&rule, [&part(true)?, &part(false)?]) {
            return Ok(None);
        }
        tally.cells.retain(|cell, _| !cell.flagged);
    }
    Ok(Some(others))
}

fn corrupt(error: &TallyError) -> StorageError {
    StorageError::Corrupt(error.to_string())
}

/// Adds what the unit says of a month: its officers and leaders do.
///
/// # Errors
/// [`UsecaseError::Invalid`] when the text is empty or too long, or the month has its notes
/// already; as out of reach for every other account.
pub async fn note(
    app: &App,
    who: &SignedIn,
    (unit, month): (&str, Period),
    text: &str,
) -> Result<(), UsecaseError> {
    find(app, &who.scope, unit, month).await?;
    if !may_note(who.role) {
        return Err(UsecaseError::UnknownUnit(unit.to_owned()));
    }
    let body = text.trim().replace("\r\n", "\n");
    let fits = (1..=MOST_NOTE).contains(&body.chars().count());
    if !fits || !is_plain(&body, Lines::Several) {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("Xin ghi lý do, từ 1 đến {MOST_NOTE} ký tự in được."),
            en: format!("Write the reason, 1 to {MOST_NOTE} printable characters."),
        }));
    }
    let label = month.to_string();
    let asked = serde_json::json!([label]).to_string();
    let day = app.today();
    let mut write = app.store.write().await?;
    let there = quality_note::of_months(write.connection(), unit, &asked).await?;
    if there.len() >= MOST_NOTES {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("Tháng này đã có {MOST_NOTES} lần ghi, không ghi thêm được."),
            en: format!("This month has {MOST_NOTES} notes already; no more can be added."),
        }));
    }
    let note = NoteRow {
        month: label.clone(),
        number: there.first().map_or(1, |last| last.number + 1),
        body,
        author: who.name.clone(),
        written_on: day.clone(),
    };
    quality_note::insert(write.connection(), unit, &note).await?;
    let subject = format!("{unit} {label}");
    let act = Act {
        day: &day,
        actor: &who.name,
        action: "quality-note",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// Whether accounts of that role write what the unit says.
#[must_use]
pub fn may_note(role: Role) -> bool {
    match role {
        Role::Officer | Role::Leader => true,
        Role::Province | Role::Publisher | Role::Admin => false,
    }
}

/// The reporting months of a period, of a calendar period those of the same names.
///
/// Months of both calendars overlap: judged by both, the counts of one less those of the other
/// would tell single half-months.
fn months_of(period: Period) -> Vec<Period> {
    let reporting = |label: String| match period.rule() {
        PeriodRule::Calendar => label + "b",
        PeriodRule::Reporting => label,
    };
    let mut labels: Vec<String> = period
        .spans()
        .into_iter()
        .map(|span| reporting(period.month_label(span)))
        .collect();
    labels.dedup();
    labels
        .iter()
        .filter_map(|label| Period::parse(label).ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_of_one_calendar_are_judged_whatever_the_period() {
        for (period, expected) in [
            ("2026-Q4b", "2026-10b 2026-11b 2026-12b"),
            ("2026-Q4", "2026-10b 2026-11b 2026-12b"),
            ("2026-11", "2026-11b"),
            ("2026-11b", "2026-11b"),
        ] {
            let months = months_of(Period::parse(period).unwrap());
            let months: Vec<String> = months.iter().map(ToString::to_string).collect();
            assert_eq!(months.join(" "), expected, "{period}");
        }
    }
}
