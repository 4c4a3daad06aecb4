//! Takes in what a tablet says of itself, and lists what the tablets of a unit said.

use jiff::Unit;
use jiff::civil::{DateTime, DateTimeRound};

use super::find_unit::find_today;
use super::record_event::{Act, record};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::period::HalfDay;
use crate::storage::device::{self, DeviceRow};
use crate::storage::device_report::{self, DeviceReportRow};
use crate::storage::visit_count::{self, Visits};
use crate::storage::{StorageError, Write, intake_count, unit};

/// A report on its way in.
#[derive(Clone, Debug)]
pub struct Report {
    /// Version of the pages the tablet shows.
    pub version: String,
    /// Id of the browser storage that holds its queue.
    pub store: String,
    /// Sheets not sent yet.
    pub waiting: u32,
    /// Sheets refused for good and kept.
    pub refused: u32,
    /// Sheets in its queue when it was enrolled.
    pub carried: u32,
    /// Whether its browser promised to keep the queue.
    pub persistent: bool,
    /// Whether the queue is encrypted.
    pub encrypted: bool,
    /// Whether it opens without the server.
    pub offline: bool,
    /// Visits of each half-day, all in all so far.
    pub counts: Vec<(HalfDay, Visits)>,
}

/// What a tablet is told in return.
#[derive(Clone, Debug)]
pub struct Told {
    /// Opens its settings; a device of before page cookies has none.
    pub pin: Option<String>,
    /// Code of its unit.
    pub unit: String,
    /// Name of its unit.
    pub unit_name: String,
    /// What people call the device.
    pub name: String,
    /// The form it asks, with its version.
    pub form: String,
}

/// Takes a report in. The same report again changes nothing; counts only grow. Another storage
/// than before means that what waited in the old one is lost, which becomes an event. Only one
/// change a half-day is believed, so that a device cannot fill the node with storages: until that
/// half-day is over, nothing is counted of a further one.
///
/// # Errors
/// [`UsecaseError::NotFound`] when there is no such device.
pub async fn report(app: &App, device: &str, report: &Report) -> Result<Told, UsecaseError> {
    let now = app.clock.now_local().datetime();
    let mut write = app.store.write().await?;
    let known = device_report::find(write.connection(), device).await?;
    let (is_first, said) = (known.is_none(), row(device, report, now));
    let is_new_store = known.as_ref().is_none_or(|row| row.store != report.store);
    let mut row = match known {
        Some(known) => follow(known, said, HalfDay::of(now)),
        None => said,
    };
    if row.store == report.store {
        let counts = lines(&report.counts);
        visit_count::raise_all(write.connection(), device, &report.store, &counts).await?;
        if is_new_store {
            // What a new storage says of itself is believed: all else is of the time before.
            let missing = missing(&mut write, &row).await?;
            row.surplus = row.surplus.saturating_add(missing.saturating_neg().max(0));
            if missing > 0 && !is_first {
                row.lost = row.lost.saturating_add(missing);
                let act = Act {
                    day: &app.today(),
                    actor: device,
                    action: "queue-lost",
                    subject: &format!("{device} {missing}"),
                };
                record(&mut write, act).await?;
            }
        }
    }
    device_report::put(write.connection(), &row).await?;
    let told = tell(app, &mut write, device).await?;
    write.commit().await?;
    Ok(told)
}

fn row(device: &str, report: &Report, now: DateTime) -> DeviceReportRow {
    DeviceReportRow {
        device: device.to_owned(),
        store: report.store.clone(),
        last_seen: to_ten_minutes(now),
        waiting: report.waiting.into(),
        refused: report.refused.into(),
        carried: report.carried.into(),
        carried_before: 0,
        surplus: 0,
        changed: None,
        lost: 0,
        version: report.version.clone(),
        persistent: report.persistent,
        encrypted: report.encrypted,
        offline: report.offline,
    }
}

/// What is said, with what is known of the device; under the known storage where the storage
/// changed in this half-day already.
fn follow(known: DeviceReportRow, said: DeviceReportRow, now: HalfDay) -> DeviceReportRow {
    let now = now.to_string();
    let kept = DeviceReportRow {
        carried_before: known.carried_before,
        surplus: known.surplus,
        changed: known.changed,
        lost: known.lost,
        ..said
    };
    if kept.store == known.store {
        kept
    } else if kept.changed.as_ref() == Some(&now) {
        DeviceReportRow {
            store: known.store,
            carried: known.carried,
            ..kept
        }
    } else {
        DeviceReportRow {
            carried_before: known.carried_before.saturating_add(known.carried),
            changed: Some(now),
            ..kept
        }
    }
}

/// The counts as [`visit_count::raise_all`] takes them.
fn lines(counts: &[(HalfDay, Visits)]) -> String {
    let lines: Vec<_> = counts
        .iter()
        .map(|(half_day, n)| {
            (
                half_day.to_string(),
                n.started,
                n.finished,
                n.abandoned,
                n.declined,
                n.rotated,
            )
        })
        .collect();
    serde_json::json!(lines).to_string()
}

/// Every half-day there is, as texts.
const EVER: (&str, &str) = ("", "~");

async fn missing(write: &mut Write, report: &DeviceReportRow) -> Result<i64, StorageError> {
    let finished = visit_count::total(write.connection(), &report.device, EVER).await?;
    let stored = intake_count::stored(write.connection(), &report.device, EVER).await?;
    Ok(absent(finished, stored, report))
}

/// Sheets finished, by this device or before it was enrolled, that are neither stored nor waiting,
/// refused or known to be lost; less than none when more are stored than the tablet counted.
///
/// What comes without being counted does the latter: an answer of the page without script, or a
/// lost queue that is imported after all. Until the next storage it hides as many missing ones.
fn absent(visits: Visits, stored: u64, report: &DeviceReportRow) -> i64 {
    let signed = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    signed(visits.finished)
        .saturating_add(signed(visits.rotated))
        .saturating_add(report.carried)
        .saturating_add(report.carried_before)
        .saturating_add(report.surplus)
        .saturating_sub(signed(stored))
        .saturating_sub(report.waiting)
        .saturating_sub(report.refused)
        .saturating_sub(report.lost)
}

async fn tell(app: &App, write: &mut Write, id: &str) -> Result<Told, UsecaseError> {
    let found = device::find(write.connection(), id).await?;
    let device = found.ok_or_else(|| UsecaseError::NotFound(id.to_owned()))?;
    let edition = app.edition();
    let unit = unit::find(write.connection(), edition.as_str(), &device.unit).await?;
    let form = app.catalog.find(&device.form);
    Ok(Told {
        pin: device::pin(write.connection(), id).await?,
        unit_name: unit.map_or_else(|| device.unit.clone(), |unit| unit.full_name),
        unit: device.unit,
        name: device.name,
        form: form.map_or(device.form, |form| form.form_ref.to_string()),
    })
}

fn to_ten_minutes(now: DateTime) -> String {
    let down = DateTimeRound::new()
        .smallest(Unit::Minute)
        .increment(10)
        .mode(jiff::RoundMode::Trunc);
    now.round(down)
        .unwrap_or(now)
        .strftime("%Y-%m-%dT%H:%M")
        .to_string()
}

/// A device and how it is.
#[derive(Clone, Debug)]
pub struct DeviceState {
    /// The device.
    pub device: DeviceRow,
    /// Its newest report, if it ever sent one.
    pub report: Option<DeviceReportRow>,
    /// Its visits in the current calendar month.
    pub visits: Visits,
    /// Its sheets of the current calendar month that are stored.
    pub stored: u64,
    /// Sheets it ever finished that are neither stored, nor waiting, refused or known to be lost.
    pub missing: u64,
}

/// The devices of a unit, revoked ones included, by name.
///
/// # Errors
/// When the unit is out of reach.
pub async fn list_devices(
    app: &App,
    scope: &Scope,
    unit: &str,
) -> Result<Vec<DeviceState>, UsecaseError> {
    find_today(app, scope, unit).await?;
    let today = app.clock.now_local().date();
    let month = (
        today.first_of_month().to_string(),
        today.last_of_month().to_string() + "~",
    );
    let month = (month.0.as_str(), month.1.as_str());
    let mut connection = app.store.read().await?;
    let mut states = Vec::new();
    let all = device::all(&mut connection).await?;
    for device in all.into_iter().filter(|device| device.unit == unit) {
        let report = device_report::find(&mut connection, &device.id).await?;
        let finished = visit_count::total(&mut connection, &device.id, EVER).await?;
        let stored = intake_count::stored(&mut connection, &device.id, EVER).await?;
        let missing = report
            .as_ref()
            .map_or(0, |report| absent(finished, stored, report));
        states.push(DeviceState {
            visits: visit_count::total(&mut connection, &device.id, month).await?,
            stored: intake_count::stored(&mut connection, &device.id, month).await?,
            missing: u64::try_from(missing).unwrap_or(0),
            device,
            report,
        });
    }
    Ok(states)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_tablet_was_seen_at_most_ten_minutes_before() {
        for (minute, second, expected) in
            [(0, 0, "00"), (9, 59, "00"), (10, 0, "10"), (59, 59, "50")]
        {
            let now = date(2026, 11, 24).at(9, minute, second, 999_999_999);
            assert_eq!(to_ten_minutes(now), format!("2026-11-24T09:{expected}"));
        }
    }
}
