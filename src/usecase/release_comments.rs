//! Releases comments: ten or more together, of months that are closed, in no order of arrival.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::find_unit::find_today;
use super::permit::Deed;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::{App, UsecaseError};
use crate::domain::comments::{Batch, batches};
use crate::domain::period::Span;
use crate::domain::vietnamese::fold;
use crate::storage::hidden_comment::{self, HiddenRow};
use crate::storage::released_comment::{self, BatchRow, ReleasedRow};
use crate::storage::{StorageError, closed_span, comment};

/// Comments on one page.
pub const ON_A_PAGE: usize = 50;

/// The most characters that are looked for.
pub const MOST_SOUGHT: usize = 100;

/// A unit's comments that may be read.
#[derive(Clone, Debug, Default)]
pub struct Released {
    /// Batches with the comments that were asked for, the newest first.
    pub batches: Vec<(BatchRow, Vec<ReleasedRow>)>,
    /// Comments that are hidden, whatever was asked for, the latest first; with their words for
    /// accounts that hide comments.
    pub hidden: Vec<(HiddenRow, Option<String>)>,
    /// How many comments were found, over all pages.
    pub n_found: usize,
    /// How many are shown, found or not.
    pub n_shown: usize,
    /// Whether others wait for their month to close, or to be ten. Never how many.
    pub has_waiting: bool,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Words, with or without accents; empty: everything.
    pub text: &'a str,
    /// The page, 1 and up.
    pub page: usize,
}

/// Releases what is due, and returns one page of what was asked for.
///
/// # Errors
/// When the unit is unknown, out of reach, or the file cannot be read.
pub async fn read(
    app: &App,
    who: &SignedIn,
    unit: &str,
    asked: Asked<'_>,
) -> Result<Released, UsecaseError> {
    find_today(app, &who.scope, unit).await?;
    let has_waiting = release_due(app, unit).await?;
    let mut connection = app.store.read().await?;
    let rows = released_comment::batches(&mut connection, unit).await?;
    let all = released_comment::all(&mut connection, unit).await?;
    let hidden = hidden_comment::of_unit(&mut connection, unit).await?;
    let (all, mut hidden) = apart(all, hidden);
    if !who.may(app, Deed::HideComment) {
        for (_, body) in &mut hidden {
            *body = None;
        }
    }
    let n_shown = all.len();
    let mut n_of: BTreeMap<i64, u64> = BTreeMap::new();
    for row in &all {
        *n_of.entry(row.batch).or_default() += 1;
    }
    let sought = fold(asked.text);
    let found: Vec<_> = all
        .into_iter()
        .filter(|row| sought.is_empty() || fold(&row.body).contains(&sought))
        .collect();
    let n_found = found.len();
    let first = asked.page.saturating_sub(1).saturating_mul(ON_A_PAGE);
    let mut page = found.into_iter().skip(first).take(ON_A_PAGE).peekable();
    let mut batches = Vec::new();
    for row in rows {
        let row = BatchRow {
            n: n_of.get(&row.number).copied().unwrap_or(0),
            ..row
        };
        let mut bodies = Vec::new();
        while let Some(comment) = page.next_if(|comment| comment.batch == row.number) {
            bodies.push(comment);
        }
        if !bodies.is_empty() {
            batches.push((row, bodies));
        }
    }
    Ok(Released {
        batches,
        hidden,
        n_found,
        n_shown,
        has_waiting,
    })
}

/// The comments that everybody reads here, and those that are hidden, with their words.
fn apart(
    all: Vec<ReleasedRow>,
    hidden: Vec<HiddenRow>,
) -> (Vec<ReleasedRow>, Vec<(HiddenRow, Option<String>)>) {
    let is_hidden = |row: &ReleasedRow| hidden.iter().any(|held| held.id == row.id);
    let (out_of_sight, shown): (Vec<_>, Vec<_>) = all.into_iter().partition(is_hidden);
    let mut words: BTreeMap<String, String> = BTreeMap::new();
    words.extend(out_of_sight.into_iter().map(|row| (row.id, row.body)));
    let hidden = hidden.into_iter().filter_map(|held| {
        let body = words.remove(&held.id)?;
        Some((held, Some(body)))
    });
    (shown, hidden.collect())
}

/// Releases every batch that is complete; whether comments wait on.
async fn release_due(app: &App, unit: &str) -> Result<bool, UsecaseError> {
    let due = {
        let mut connection = app.store.read().await?;
        let waiting = comment::count_by_month(&mut connection, unit).await?;
        let due = batches(&closed_months(app, unit, &waiting, &mut connection).await?);
        let n_waiting: u64 = waiting.iter().map(|(_, n)| n).sum();
        if due.is_empty() {
            return Ok(n_waiting > 0);
        }
        due
    };
    release_all(app, unit, &due).await?;
    let waiting = comment::count_by_month(&mut *app.store.read().await?, unit).await?;
    Ok(!waiting.is_empty())
}

async fn release_all(app: &App, unit: &str, due: &[Batch]) -> Result<(), UsecaseError> {
    let day = app.today();
    let mut write = app.store.write().await?;
    for batch in due {
        // Another reader may have been first.
        let waiting = comment::count_by_month(write.connection(), unit).await?;
        let there = waiting
            .iter()
            .filter(|(month, _)| (&batch.first..=&batch.last).contains(&month));
        if there.map(|(_, n)| n).sum::<u64>() < batch.n {
            continue;
        }
        let (first, last) = (batch.first.as_str(), batch.last.as_str());
        let bodies = comment::take(write.connection(), unit, (first, last)).await?;
        let of = (first, last, day.as_str());
        released_comment::add(write.connection(), unit, of, &bodies).await?;
        let act = Act {
            day: &day,
            actor: "server",
            action: "comments-release",
            subject: &format!("{unit} {first}–{last}"),
        };
        record(&mut write, act).await?;
    }
    write.commit().await?;
    app.store.truncate_log().await?;
    Ok(())
}

/// The months that are closed up to the first one that is not, as no batch reaches over it.
async fn closed_months(
    app: &App,
    unit: &str,
    waiting: &[(String, u64)],
    connection: &mut sqlx::SqliteConnection,
) -> Result<Vec<(String, u64)>, StorageError> {
    let by_hand: BTreeSet<String> = closed_span::of_unit(connection, unit)
        .await?
        .into_iter()
        .collect();
    let today = app.clock.now_local().date();
    let mut closed = Vec::new();
    for (month, n) in waiting {
        let first: Date = format!("{month}-01")
            .parse()
            .map_err(|_| StorageError::Corrupt(format!("comments of month {month:?}")))?;
        let spans = [Span::of(first), Span::of(first.saturating_add(20.days()))];
        let is_closed =
            |span: &Span| span.is_past_closing(today) || by_hand.contains(&span.to_string());
        if !spans.iter().all(is_closed) {
            break;
        }
        closed.push((month.clone(), *n));
    }
    Ok(closed)
}
