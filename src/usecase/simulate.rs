//! Fills a node with simulated answers, through the same door as real ones.

use std::iter::Peekable;

use jiff::ToSpan as _;
use jiff::civil::{Date, DateTime};
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use serde_json::{Map, Value, json};

use super::enrol_device::enrol;
use super::record_event::{Act, record};
use super::seal_batch::seal_due;
use super::submit_sheet::{Receipt, Sender, Status, SubmitError, check, submit_all};
use super::{App, Invalid, UsecaseError};
use crate::clock::{Clock, local_zone};
use crate::domain::form::{Channel, Code};
use crate::domain::period::{FIRST_YEAR, Half, HalfDay};
use crate::domain::simulation::{Profile, Scenario, SimulatedSheet, UnitPlan, simulate_unit};
use crate::intake::{Intake, Writer};
use crate::storage::{StorageError, batch, device, node};

/// The form that simulated people answer, in its newest version.
pub const FORM: &str = "hai-long-quay";

/// The device that is enrolled where a unit has no tablet.
pub const DEVICE: &str = "Máy tính bảng mô phỏng";

/// Sheets handed in together; well below what may wait.
const MOST_AT_ONCE: usize = 1_000;

/// What to simulate. An equal plan makes equal sheets: done twice, the second is all duplicates.
#[derive(Clone, Copy, Debug)]
pub struct Plan<'a> {
    /// Unit codes, each within reach of the node.
    pub units: &'a [String],
    /// Sheets over all units, spread unevenly.
    pub n_answers: usize,
    /// First day, included; not before 2026.
    pub first_day: Date,
    /// Last day, included; a day that is over.
    pub last_day: Date,
    /// How honestly the sheets come about.
    pub profile: Profile,
    /// Another seed, other people.
    pub seed: u64,
}

/// How far a simulation has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The half-day that was sealed last.
    pub half_day: HalfDay,
    /// Sheets handed in so far.
    pub n_sent: usize,
}

/// What became of the sheets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// New on disk.
    pub n_stored: usize,
    /// On disk already.
    pub n_duplicate: usize,
    /// Known by id with other content, from a plan that shares the seed: the first stays.
    pub n_conflict: usize,
    /// Half-days of units that were sealed.
    pub n_sealed: usize,
}

/// Hands in the sheets of a plan half-day by half-day, each at its own time by a clock of the
/// simulation's own, and seals what is over as that clock passes.
///
/// # Errors
/// When the plan's days cannot be simulated, a unit is out of reach, or the disk refuses.
pub async fn simulate(
    app: &App,
    plan: &Plan<'_>,
    on_progress: &mut (dyn FnMut(Progress) + Send),
) -> Result<Summary, UsecaseError> {
    check_days(app, plan)?;
    mark(app).await?;
    let clock = Clock::fixed(app.clock.now());
    let (intake, writer) = Intake::start(Writer::Group(app.store.clone(), clock.clone()));
    let app = App {
        clock: clock.clone(),
        intake,
        ..app.clone()
    };
    set(&clock, plan.first_day.at(0, 0, 0, 0));
    let catalog = app.catalog.clone();
    let form = catalog
        .newest(FORM)
        .ok_or_else(|| UsecaseError::NotFound(FORM.to_owned()))?;
    let services: Vec<Code> = app
        .services
        .in_force(plan.last_day)
        .map(|field| field.code.clone())
        .collect();
    let scenario = Scenario {
        form,
        services: &services,
        profile: plan.profile,
        seed: plan.seed,
    };
    let mut counters = open_counters(&app, plan, &scenario).await?;
    let mut summary = Summary::default();
    let days = plan
        .first_day
        .series(1.day())
        .take_while(|day| *day <= plan.last_day);
    for half_day in days.flat_map(halves) {
        set(&clock, last_second(half_day));
        hand_in(&app, &mut counters, half_day, &mut summary).await?;
        set(&clock, first_second_after(half_day));
        summary.n_sealed += seal_due(&app).await?;
        let n_sent = summary.n_stored + summary.n_duplicate + summary.n_conflict;
        on_progress(Progress { half_day, n_sent });
    }
    drop((app, counters));
    writer.await.map_err(std::io::Error::other)?;
    Ok(summary)
}

/// Says in the database that its answers are made up. One that holds others is left alone.
async fn mark(app: &App) -> Result<(), UsecaseError> {
    let mut write = app.store.write().await?;
    let connection = write.connection();
    if !node::load(connection).await?.simulated {
        if !batch::units(connection).await?.is_empty() {
            return Err(UsecaseError::Invalid(Invalid {
                vi: "nút này đã có phiếu thật; hãy mô phỏng trong một thư mục khác (--data)"
                    .to_owned(),
                en: "this node holds real answers; simulate in another folder (--data)".to_owned(),
            }));
        }
        node::mark_simulated(connection).await?;
        let (day, subject) = (app.today(), app.node.unit.to_string());
        let act = Act {
            day: &day,
            actor: "shell",
            action: "simulate",
            subject: &subject,
        };
        record(&mut write, act).await?;
    }
    write.commit().await?;
    Ok(())
}

fn check_days(app: &App, plan: &Plan<'_>) -> Result<(), UsecaseError> {
    let today = app.clock.now_local().date();
    let is_possible = plan.first_day <= plan.last_day
        && plan.first_day.year() >= FIRST_YEAR
        && plan.last_day < today;
    if is_possible {
        return Ok(());
    }
    let (from, to) = (plan.first_day, plan.last_day);
    Err(UsecaseError::Invalid(Invalid {
        vi: format!(
            "không mô phỏng được từ {from} đến {to}: từ năm {FIRST_YEAR} đến hôm qua, ngày đầu không sau ngày cuối"
        ),
        en: format!(
            "cannot simulate {from} to {to}: from {FIRST_YEAR} to yesterday, first day not after the last"
        ),
    }))
}

/// One unit's way in, and those who are still to come.
struct Counter<'a> {
    unit: String,
    tablet: String,
    form: String,
    people: Peekable<Box<dyn Iterator<Item = SimulatedSheet> + Send + 'a>>,
}

async fn open_counters<'a>(
    app: &App,
    plan: &Plan<'_>,
    scenario: &Scenario<'a>,
) -> Result<Vec<Counter<'a>>, UsecaseError> {
    let mut counters = Vec::with_capacity(plan.units.len());
    let shares = shares(plan);
    for ((unit, n_sheets), unit_index) in plan.units.iter().zip(shares).zip(0..) {
        let unit_plan = UnitPlan {
            unit_index,
            n_sheets,
            first_day: plan.first_day,
            last_day: plan.last_day,
        };
        let people: Box<dyn Iterator<Item = SimulatedSheet> + Send + 'a> =
            Box::new(simulate_unit(scenario, &unit_plan));
        let tablet = tablet_of(app, unit).await?;
        counters.push(Counter {
            unit: unit.clone(),
            tablet,
            form: scenario.form.form_ref.to_string(),
            people: people.peekable(),
        });
    }
    Ok(counters)
}

/// How many sheets each unit of a plan gets: some counters are four times as busy as others.
#[must_use]
pub fn shares(plan: &Plan<'_>) -> Vec<usize> {
    let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
    // The sheets themselves are drawn from the streams at the other end.
    rng.set_stream(u64::MAX);
    let mut up_to = 0_u32;
    let bounds: Vec<u32> = plan
        .units
        .iter()
        .map(|_| {
            up_to = up_to.saturating_add(rng.random_range(40..=160));
            up_to
        })
        .collect();
    let mut shares = vec![0; plan.units.len()];
    for _ in 0..plan.n_answers {
        let draw = rng.random_range(0..up_to.max(1));
        if let Some(share) = shares.get_mut(bounds.partition_point(|bound| *bound <= draw)) {
            *share += 1;
        }
    }
    shares
}

async fn tablet_of(app: &App, unit: &str) -> Result<String, UsecaseError> {
    let devices = device::all(&mut *app.store.read().await?).await?;
    let tablet = devices.into_iter().find(|device| {
        device.unit == unit && !device.revoked && device.channel == Channel::Tablet.as_str()
    });
    match tablet {
        Some(tablet) => Ok(tablet.id),
        None => Ok(enrol(app, DEVICE, unit, Channel::Tablet).await?.id),
    }
}

/// Hands in everyone of one half-day, all units together: a group commit takes them as they come.
async fn hand_in(
    app: &App,
    counters: &mut [Counter<'_>],
    half_day: HalfDay,
    summary: &mut Summary,
) -> Result<(), UsecaseError> {
    let mut ready = Vec::new();
    for counter in counters {
        while let Some(sheet) = counter.next_of(half_day) {
            let fields = fields(&sheet, &counter.form);
            ready.push(check(app, &counter.sender(&sheet), &fields).map_err(refused)?);
            if ready.len() == MOST_AT_ONCE {
                summary.count_all(submit_all(app, std::mem::take(&mut ready)).await)?;
            }
        }
    }
    summary.count_all(submit_all(app, ready).await)
}

impl Counter<'_> {
    fn next_of(&mut self, half_day: HalfDay) -> Option<SimulatedSheet> {
        self.people
            .next_if(|sheet| HalfDay::of(sheet.collected_at) <= half_day)
    }

    fn sender(&self, sheet: &SimulatedSheet) -> Sender {
        let (device, channel) = match sheet.channel {
            // Help by an officer is said on the sheet, not by the tablet.
            Channel::Tablet | Channel::Assisted => (Some(self.tablet.clone()), Channel::Tablet),
            Channel::Qr | Channel::Paper | Channel::Open => (None, sheet.channel),
        };
        Sender {
            device,
            unit: self.unit.clone(),
            channel,
        }
    }
}

impl Summary {
    fn count_all(
        &mut self,
        outcomes: Vec<Result<Receipt, SubmitError>>,
    ) -> Result<(), UsecaseError> {
        for outcome in outcomes {
            match outcome.map(|receipt| receipt.status) {
                Ok(Status::Stored) => self.n_stored += 1,
                Ok(Status::Duplicate) => self.n_duplicate += 1,
                Err(SubmitError::Conflict) => self.n_conflict += 1,
                Err(error) => return Err(refused(error)),
            }
        }
        Ok(())
    }
}

/// The sheet in the JSON of the API.
#[must_use]
pub fn fields(sheet: &SimulatedSheet, form: &str) -> Map<String, Value> {
    let mut fields = Map::new();
    let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    set("id", json!(sheet.id));
    set("form", json!(form));
    set("language", json!(sheet.language));
    set(
        "collected_at",
        json!(format!("{}+07:00", sheet.collected_at)),
    );
    set("assisted", json!(sheet.assisted));
    set("answers", json!(sheet.answers));
    if let Some(seconds) = sheet.duration_s {
        set("duration_s", json!(seconds));
    }
    if let Some(service) = &sheet.service {
        set("service", json!(service.as_str()));
    }
    if let Some(comment) = &sheet.comment {
        set("comment", json!(comment));
    }
    fields
}

/// A simulated sheet is as good as a real one: one that is refused is a fault of the program's.
fn refused(error: SubmitError) -> UsecaseError {
    let corrupt = |what: String| StorageError::Corrupt(format!("simulated sheet: {what}")).into();
    match error {
        SubmitError::Problems(problems) => {
            let all: Vec<_> = problems
                .iter()
                .map(|problem| format!("{}: {}", problem.field, problem.code))
                .collect();
            corrupt(all.join(", "))
        }
        SubmitError::OtherUnit => corrupt("other unit".to_owned()),
        SubmitError::DeviceRevoked => corrupt("device revoked".to_owned()),
        SubmitError::Conflict => corrupt("conflict".to_owned()),
        SubmitError::VoucherUsed => corrupt("voucher used".to_owned()),
        SubmitError::Later(error) => UsecaseError::File(std::io::Error::other(error)),
    }
}

fn halves(day: Date) -> [HalfDay; 2] {
    [
        HalfDay::new(day, Half::Morning),
        HalfDay::new(day, Half::Afternoon),
    ]
}

fn last_second(half_day: HalfDay) -> DateTime {
    match half_day.half() {
        Half::Morning => half_day.date().at(11, 59, 59, 0),
        Half::Afternoon => half_day.date().at(23, 59, 59, 0),
    }
}

fn first_second_after(half_day: HalfDay) -> DateTime {
    last_second(half_day).saturating_add(1.second())
}

fn set(clock: &Clock, local: DateTime) {
    if let Ok(at) = local_zone().to_timestamp(local) {
        clock.set(at);
    }
}

#[cfg(test)]
mod tests;
