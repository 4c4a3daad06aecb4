//! One group commit: decide for every answer, insert what is new, commit.

use std::collections::{BTreeMap, BTreeSet};

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::civil::DateTime;
use serde_json::json;
use sha2::Sha256;
use sqlx::SqliteConnection;
use uuid::Uuid;

use super::slips::Slips;
use super::{Arrival, Outcome};
use crate::clock::Clock;
use crate::domain::form::Channel;
use crate::domain::period::{HalfDay, Placement};
use crate::storage::answer::{FoundRow, NewAnswer};
use crate::storage::batch::{CandidateRow, OpenRow};
use crate::storage::comment::NewComment;
use crate::storage::profile::NewProfile;
use crate::storage::{
    StorageError, Store, answer, batch, closed_span, comment, device, flag_count, intake_count,
    profile,
};

/// Stores a group in one transaction; the outcomes are in the order of `arrivals`.
pub(super) async fn store(
    store: &Store,
    clock: &Clock,
    arrivals: &[Arrival],
) -> Result<Vec<Outcome>, StorageError> {
    let mut write = store.write().await?;
    let outcomes = insert(write.connection(), clock, arrivals).await?;
    write.commit().await?;
    Ok(outcomes)
}

async fn insert(
    connection: &mut SqliteConnection,
    clock: &Clock,
    arrivals: &[Arrival],
) -> Result<Vec<Outcome>, StorageError> {
    let revoked = revoked(connection, arrivals).await?;
    let mut batches = Batches::load(connection, clock, arrivals).await?;
    let found = find(connection, arrivals, &batches).await?;
    let mut slips = Slips::load(connection, arrivals).await?;
    let mut outcomes = Vec::with_capacity(arrivals.len());
    let mut fresh: Vec<&Arrival> = Vec::new();
    let mut fresh_by_id: BTreeMap<(&str, [u8; 16]), Vec<&Arrival>> = BTreeMap::new();
    let mut new = Vec::new();
    for arrival in arrivals {
        if arrival
            .device
            .as_ref()
            .is_some_and(|id| revoked.contains(id))
        {
            outcomes.push(Outcome::DeviceRevoked);
            continue;
        }
        let key = (arrival.unit.as_str(), arrival.id);
        let stored = found.get(&(arrival.unit.clone(), arrival.id));
        let stored = stored
            .into_iter()
            .flatten()
            .find(|row| batches.is_searched(row, arrival));
        let first = fresh_by_id.get(&key).into_iter().flatten();
        let first = first.copied().find(|first| is_looked_for(first, arrival));
        let is_same = match (stored, first) {
            (Some(row), _) => Some(batches.is_same(row, arrival)),
            (None, Some(first)) => Some(first.content == arrival.content),
            (None, None) => None,
        };
        outcomes.push(match is_same {
            Some(true) => Outcome::Duplicate,
            Some(false) => Outcome::Conflict,
            None if !slips.admit(arrival) => Outcome::VoucherUsed,
            None => {
                let (batch, digest_key) = batches.open_for(connection, arrival).await?;
                new.push(new_answer(arrival, batch, &digest_key));
                fresh_by_id.entry(key).or_default().push(arrival);
                fresh.push(arrival);
                Outcome::Stored
            }
        });
    }
    if !new.is_empty() {
        answer::insert_all(connection, &new).await?;
        insert_beside(connection, &fresh).await?;
        slips.burn(connection).await?;
    }
    Ok(outcomes)
}

/// Whether an answer is looked for where `first` stands: in its half-day, or among the unplaced.
fn is_looked_for(first: &Arrival, arrival: &Arrival) -> bool {
    match first.placement {
        Placement::Placed(placed) => placed == half_day(arrival),
        Placement::Unplaced(_) => true,
    }
}

async fn revoked(
    connection: &mut SqliteConnection,
    arrivals: &[Arrival],
) -> Result<BTreeSet<String>, StorageError> {
    let devices: BTreeSet<&str> = arrivals
        .iter()
        .filter_map(|arrival| arrival.device.as_deref())
        .collect();
    let asked = json!(devices).to_string();
    Ok(device::revoked_among(connection, &asked)
        .await?
        .into_iter()
        .collect())
}

/// The batches a group may touch.
struct Batches {
    rows: Vec<CandidateRow>,
    closed: BTreeSet<(String, String)>,
    /// Read inside the transaction: an answer that waited past a close is late.
    now: DateTime,
}

impl Batches {
    async fn load(
        connection: &mut SqliteConnection,
        clock: &Clock,
        arrivals: &[Arrival],
    ) -> Result<Self, StorageError> {
        let half_days: BTreeSet<(&str, String)> = arrivals
            .iter()
            .map(|a| (a.unit.as_str(), half_day(a).to_string()))
            .collect();
        let spans: BTreeSet<(&str, String)> = arrivals
            .iter()
            .map(|a| (a.unit.as_str(), half_day(a).span().to_string()))
            .collect();
        let rows = batch::candidates(connection, &json!(half_days).to_string()).await?;
        let closed = closed_span::among(connection, &json!(spans).to_string()).await?;
        Ok(Self {
            rows,
            closed: closed.into_iter().collect(),
            now: clock.now_local().datetime(),
        })
    }

    /// The batches an answer's id is looked for in: its half-day's, late ones included, and the
    /// unplaced ones.
    fn searched<'a>(&'a self, arrival: &'a Arrival) -> impl Iterator<Item = &'a CandidateRow> {
        let half_day = half_day(arrival).to_string();
        self.rows.iter().filter(move |row| {
            row.unit == arrival.unit && (row.half_day == half_day || !row.placed)
        })
    }

    fn is_searched(&self, row: &FoundRow, arrival: &Arrival) -> bool {
        self.searched(arrival)
            .any(|batch| batch.number == row.batch)
    }

    /// Same content: by the keyed digest while the batch is open, by the stored columns after.
    fn is_same(&self, row: &FoundRow, arrival: &Arrival) -> bool {
        let key = self
            .rows
            .iter()
            .find(|batch| batch.unit == row.unit && batch.number == row.batch)
            .and_then(|batch| batch.digest_key.as_deref());
        match (key, &row.digest) {
            (Some(key), Some(stored)) => digest(key, &arrival.content).as_slice() == stored,
            (Some(_) | None, Some(_) | None) => {
                row.form == arrival.form
                    && row.service.as_deref() == service(arrival)
                    && is_assisted(&row.channel) == is_assisted(arrival.sheet.channel().as_str())
                    && row.sheet == arrival.sheet.encoded()
            }
        }
    }

    /// The open batch a new answer goes to, opened if there is none yet.
    async fn open_for(
        &mut self,
        connection: &mut SqliteConnection,
        arrival: &Arrival,
    ) -> Result<(i64, Vec<u8>), StorageError> {
        let wanted = self.wanted(arrival);
        let open = self.rows.iter().find_map(|row| {
            let key = row.digest_key.as_ref()?;
            let fits = row.unit == wanted.unit
                && row.half_day == wanted.half_day
                && row.placed == wanted.placed
                && row.late == wanted.late;
            fits.then(|| (row.number, key.clone()))
        });
        if let Some(open) = open {
            return Ok(open);
        }
        let key = random_bytes::<32>()?;
        let number = batch::open(connection, &wanted, &key).await?;
        self.rows.push(CandidateRow {
            unit: wanted.unit,
            number,
            half_day: wanted.half_day,
            placed: wanted.placed,
            late: wanted.late,
            digest_key: Some(key.to_vec()),
        });
        Ok((number, key.to_vec()))
    }

    fn wanted(&self, arrival: &Arrival) -> OpenRow {
        let half_day = half_day(arrival);
        let span = half_day.span();
        let late = span.is_past_closing(self.now.date())
            || self
                .closed
                .contains(&(arrival.unit.clone(), span.to_string()));
        OpenRow {
            unit: arrival.unit.clone(),
            number: 0,
            half_day: half_day.to_string(),
            opened: HalfDay::of(self.now).to_string(),
            placed: matches!(arrival.placement, Placement::Placed(_)),
            late,
        }
    }
}

type Found = BTreeMap<(String, [u8; 16]), Vec<FoundRow>>;

async fn find(
    connection: &mut SqliteConnection,
    arrivals: &[Arrival],
    batches: &Batches,
) -> Result<Found, StorageError> {
    let keys: Vec<(&str, i64, String)> = arrivals
        .iter()
        .flat_map(|arrival| {
            let id = hex::encode(arrival.id);
            batches
                .searched(arrival)
                .map(move |row| (arrival.unit.as_str(), row.number, id.clone()))
        })
        .collect();
    if keys.is_empty() {
        return Ok(Found::new());
    }
    let mut found = Found::new();
    for row in answer::find_among(connection, &json!(keys).to_string()).await? {
        let id = row.id.as_slice().try_into();
        let id = id.map_err(|_| StorageError::Corrupt(format!("answer id {:?}", row.id)))?;
        found.entry((row.unit.clone(), id)).or_default().push(row);
    }
    Ok(found)
}

fn new_answer<'a>(arrival: &'a Arrival, batch: i64, digest_key: &[u8]) -> NewAnswer<'a> {
    NewAnswer {
        unit: &arrival.unit,
        batch,
        id: hex::encode(arrival.id),
        form: &arrival.form,
        service: service(arrival),
        channel: arrival.sheet.channel().as_str(),
        flagged: u8::from(arrival.sheet.flag().is_some()),
        sheet: arrival.sheet.encoded(),
        digest: Some(hex::encode(digest(digest_key, &arrival.content))),
    }
}

/// Profiles, comments and counts: beside the answers, joined to nothing.
async fn insert_beside(
    connection: &mut SqliteConnection,
    stored: &[&Arrival],
) -> Result<(), StorageError> {
    let spans: Vec<String> = stored
        .iter()
        .map(|a| half_day(a).span().to_string())
        .collect();
    let months: Vec<String> = stored.iter().map(|a| month(a)).collect();
    let mut profiles = Vec::new();
    let mut comments = Vec::new();
    let mut counts: BTreeMap<(String, String), (u64, u64)> = BTreeMap::new();
    let mut flags: BTreeMap<(&str, &str, &str), u64> = BTreeMap::new();
    for ((arrival, span), month) in stored.iter().zip(&spans).zip(&months) {
        let sheet = &arrival.sheet;
        if !sheet.profile().is_empty() || sheet.language().is_some() {
            profiles.push(NewProfile {
                unit: &arrival.unit,
                span,
                id: random_id(),
                form: &arrival.form,
                language: sheet.language().unwrap_or("vi"),
                overall: sheet.overall_level(),
                answers: json!(sheet.profile()).to_string(),
            });
        }
        let texts = sheet
            .texts()
            .values()
            .map(String::as_str)
            .chain(sheet.comment());
        comments.extend(texts.map(|body| NewComment {
            unit: &arrival.unit,
            month,
            id: random_id(),
            body,
        }));
        if let Some(device) = counted_under(arrival) {
            let count = counts
                .entry((device, half_day(arrival).to_string()))
                .or_default();
            count.0 += 1;
            count.1 += u64::from(sheet.channel() == Channel::Assisted);
        }
        if let Some(flag) = sheet.flag() {
            *flags
                .entry((&arrival.unit, month, flag.as_str()))
                .or_default() += 1;
        }
    }
    if !profiles.is_empty() {
        profile::insert_all(connection, &profiles).await?;
    }
    if !comments.is_empty() {
        comment::insert_all(connection, &comments).await?;
    }
    let counts: Vec<_> = counts
        .into_iter()
        .map(|((device, half_day), n)| (device, half_day, n.0, n.1))
        .collect();
    if !counts.is_empty() {
        intake_count::add_all(connection, &json!(counts).to_string()).await?;
    }
    if !flags.is_empty() {
        let flags: Vec<_> = flags
            .into_iter()
            .map(|((u, m, r), n)| (u, m, r, n))
            .collect();
        flag_count::add_all(connection, &json!(flags).to_string()).await?;
    }
    Ok(())
}

/// Whose count an answer adds to: its device's, or the open page's of its unit. An answer by slip is
/// counted on the slip's sheet; paper and the queues of revoked devices are nobody's.
fn counted_under(arrival: &Arrival) -> Option<String> {
    match (&arrival.device, arrival.voucher, arrival.handed_in) {
        (Some(device), _, _) => Some(device.clone()),
        (None, None, Channel::Open) => Some(format!("open-{}", arrival.unit)),
        (None, Some(_), _)
        | (None, None, Channel::Tablet | Channel::Qr | Channel::Assisted | Channel::Paper) => None,
    }
}

fn is_assisted(channel: &str) -> bool {
    channel == Channel::Assisted.as_str()
}

fn half_day(arrival: &Arrival) -> HalfDay {
    match arrival.placement {
        Placement::Placed(half_day) | Placement::Unplaced(half_day) => half_day,
    }
}

fn month(arrival: &Arrival) -> String {
    let date = half_day(arrival).date();
    format!("{:04}-{:02}", date.year(), date.month())
}

fn service(arrival: &Arrival) -> Option<&str> {
    arrival
        .sheet
        .service()
        .map(crate::domain::form::Code::as_str)
}

fn digest(key: &[u8], content: &[u8]) -> [u8; 32] {
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(content);
            mac.finalize().into_bytes().into()
        }
        // HMAC takes keys of every length; this arm cannot be reached.
        Err(_) => [0; 32],
    }
}

fn random_id() -> String {
    Uuid::new_v4().simple().to_string()
}

fn random_bytes<const N: usize>() -> Result<[u8; N], StorageError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StorageError::Corrupt(error.to_string()))?;
    Ok(bytes)
}
