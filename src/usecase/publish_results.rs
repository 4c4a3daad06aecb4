//! Publishes a closed period of a province: what is public is kept as it was, and never changes.

use serde::Serialize as _;
use sha2::{Digest as _, Sha256};

use super::check_fields::{Checks, Refused, Typed};
use super::count_accepted::{Acceptance, acceptance};
use super::find_unit::{find, find_today};
use super::permit::Deed;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::snapshot_results::{Obstacle, obstacles, snapshot};
use super::{App, Invalid, UsecaseError, advance_report};
use crate::domain::account::Scope;
use crate::domain::period::Period;
use crate::domain::publication::Snapshot;
use crate::domain::unit::{Edition, Level};
use crate::storage::publication::{self, PublicationRow, SnapshotRow};
use crate::storage::unit::UnitRow;
use crate::storage::{StorageError, Write};

/// Longest number of a decision or notice, in characters.
pub const MOST_DECISION_CHARS: usize = 60;
/// Longest reason of a correction or withdrawal.
pub const MOST_REASON_CHARS: usize = 300;
/// Publications, corrections and withdrawals a province may ever have.
const LAST_NUMBER: i64 = 9_999;

/// A province's publications, and what publishing one period would make public.
#[derive(Debug)]
pub struct Preview {
    /// The province.
    pub unit: UnitRow,
    /// Edition of its code.
    pub edition: Edition,
    /// Everything published and withdrawn, the latest first.
    pub acts: Vec<PublicationRow>,
    /// Why the period cannot be published yet; empty: it can.
    pub obstacles: Vec<Obstacle>,
    /// What would be public; `None` while something stands in the way.
    pub prepared: Option<Prepared>,
    /// Whether its units' reports are accepted; `None`: the province works without reports.
    pub acceptance: Option<Acceptance>,
}

impl Preview {
    /// The publication of the period that stands, which another one would replace.
    #[must_use]
    pub fn standing(&self, period: Period) -> Option<&PublicationRow> {
        standing(&self.acts, period)
    }
}

/// Figures ready to be published.
#[derive(Debug)]
pub struct Prepared {
    /// The figures.
    pub snapshot: Snapshot,
    /// Their text.
    pub text: String,
    /// The SHA-256 of that text: who confirms it confirms what was seen.
    pub digest: [u8; 32],
}

/// What publishing the period would make public.
///
/// # Errors
/// When the unit is unknown, out of reach or no province, or the file cannot be read.
pub async fn preview(
    app: &App,
    scope: &Scope,
    province: &str,
    period: Period,
) -> Result<Preview, UsecaseError> {
    let found = find(app, scope, province, period).await?;
    if found.unit.level != Level::Province.as_str() {
        return Err(UsecaseError::UnknownUnit(province.to_owned()));
    }
    let acts = publication::of_province(&mut *app.store.read().await?, province).await?;
    let mut obstacles = obstacles(app, scope, province, period).await?;
    let snapshot = if obstacles.is_empty() {
        snapshot(app, scope, province, period).await?
    } else {
        None
    };
    if obstacles.is_empty() && snapshot.is_none() {
        obstacles.push(Obstacle::NoFigures);
    }
    let acceptance = acceptance(&mut *app.store.read().await?, &found, period).await?;
    Ok(Preview {
        unit: found.unit,
        edition: found.edition,
        acts,
        obstacles,
        prepared: snapshot.map(prepared).transpose()?,
        acceptance,
    })
}

/// A publication as it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Order<'a> {
    /// Code of the province.
    pub province: &'a str,
    /// The period.
    pub period: Period,
    /// Number of the decision or notice.
    pub decision: &'a str,
    /// When that was signed.
    pub decided_on: &'a str,
    /// Why an earlier publication is replaced, where one stands.
    pub reason: &'a str,
    /// Digest of the figures that were shown, hexadecimal.
    pub digest: &'a str,
    /// What the box of the confirmation sends.
    pub confirmed: &'a str,
    /// What the box about reports that are not accepted sends: their number, as it was shown.
    pub unaccepted: &'a str,
}

/// Publishes what was shown; the number of the publication. Where one stands for the period, this
/// one replaces it.
///
/// # Errors
/// Every field that is wrong; when the account does not publish, something stands in the way, the
/// figures are no longer those that were shown, or the file cannot be written.
pub async fn publish(app: &App, who: &SignedIn, order: Order<'_>) -> Result<i64, Refused> {
    let preview = preview(app, &who.scope, order.province, order.period).await?;
    who.require(app, Deed::Publish)?;
    let Some(prepared) = &preview.prepared else {
        return Err(invalid(
            "kỳ này chưa công bố được",
            "this period cannot be published yet",
        )
        .into());
    };
    let found = find(app, &who.scope, order.province, order.period).await?;
    let mut write = app.store.write().await?;
    let acceptance = acceptance(write.connection(), &found, order.period).await?;
    let n_unaccepted = acceptance.map(|reports| reports.waiting.len());
    // Read again inside the transaction: another publisher may have been quicker.
    let acts = publication::of_province(write.connection(), order.province).await?;
    let replaced = standing(&acts, order.period);
    let mut checks = Checks::default();
    let mut row = typed(app, &mut checks, order, replaced.is_some());
    if hex::encode(prepared.digest) != order.digest {
        checks.add(
            "digest",
            "số liệu đã khác lúc xem; mời xem lại rồi xác nhận".to_owned(),
            "the figures are no longer those you saw; look again and confirm".to_owned(),
        );
    }
    row.number = acts.first().map_or(1, |latest| latest.number + 1);
    if row.number > LAST_NUMBER {
        checks.add(
            "digest",
            "đã hết số công bố".to_owned(),
            "there are no more publication numbers".to_owned(),
        );
    }
    check_accepted(&mut checks, n_unaccepted, order.unaccepted);
    checks.end()?;
    row.n_unaccepted = n_unaccepted.map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    row.about = replaced.map(|row| row.number);
    row.acted_by.clone_from(&who.name);
    row.acted_on = app.today();
    let figures = SnapshotRow {
        text: prepared.text.clone(),
        digest: prepared.digest,
    };
    keep(&mut write, &row, Some(&figures)).await?;
    let units: Vec<String> = found.below.into_iter().map(|unit| unit.code).collect();
    advance_report::publish(app, &mut write, who, (&units, order.period)).await?;
    write.commit().await?;
    Ok(row.number)
}

/// Takes a publication back; a note with the reason stays public.
///
/// # Errors
/// When the account does not publish, there is none of that number that stands, the reason is
/// none, or the file cannot be written.
pub async fn withdraw(
    app: &App,
    who: &SignedIn,
    (province, number): (&str, i64),
    reason: &str,
) -> Result<(), Refused> {
    find_today(app, &who.scope, province).await?;
    who.require(app, Deed::Publish)?;
    let mut checks = Checks::default();
    let reason = checks.text(
        Typed {
            field: "withdraw-reason",
            called: ("lý do rút", "reason to withdraw"),
            text: reason,
        },
        (1, MOST_REASON_CHARS),
    );
    let mut write = app.store.write().await?;
    let acts = publication::of_province(write.connection(), province).await?;
    let held = acts
        .iter()
        .find(|row| row.number == number && row.act == "publish")
        .ok_or_else(|| UsecaseError::NotFound(format!("{province} {number}")))?;
    if acts.iter().any(|row| row.about == Some(number)) {
        return Err(invalid(
            "công bố này đã được rút hoặc thay thế",
            "this publication is withdrawn or replaced already",
        )
        .into());
    }
    checks.end()?;
    let row = PublicationRow {
        province: province.to_owned(),
        number: acts.first().map_or(1, |latest| latest.number + 1),
        act: "withdraw".to_owned(),
        period: held.period.clone(),
        about: Some(number),
        reason: Some(reason),
        acted_by: who.name.clone(),
        acted_on: app.today(),
        ..PublicationRow::default()
    };
    keep(&mut write, &row, None).await?;
    write.commit().await?;
    Ok(())
}

/// Writes one act down, with its event, in the caller's transaction. What the reports of the
/// period make of it belongs in that same transaction, behind this call.
///
/// # Errors
/// When the file cannot be written.
pub async fn keep(
    write: &mut Write,
    row: &PublicationRow,
    figures: Option<&SnapshotRow>,
) -> Result<(), StorageError> {
    publication::insert(write.connection(), row, figures).await?;
    let action = match (row.act.as_str(), row.about) {
        ("publish", None) => "publication-add",
        ("publish", Some(_)) => "publication-replace",
        (_, _) => "publication-withdraw",
    };
    let told = row.decision.as_ref().or(row.reason.as_ref());
    let digest = figures.map_or_else(String::new, |figures| hex::encode(figures.digest));
    let unaccepted = row.n_unaccepted.filter(|n| *n > 0);
    let unaccepted = unaccepted.map_or_else(String::new, |n| format!(" unaccepted={n}"));
    let subject = format!(
        "{} {} {}: {} {digest}{unaccepted}",
        row.province,
        row.number,
        row.period,
        told.map_or("", String::as_str)
    );
    let act = Act {
        day: &row.acted_on,
        actor: &row.acted_by,
        action,
        subject: subject.trim_end(),
    };
    record(write, act).await
}

/// The publication of a period that is neither replaced nor withdrawn.
#[must_use]
pub fn standing(acts: &[PublicationRow], period: Period) -> Option<&PublicationRow> {
    let period = period.to_string();
    acts.iter().find(|row| {
        let is_standing = !acts.iter().any(|later| later.about == Some(row.number));
        row.act == "publish" && row.period == period && is_standing
    })
}

/// Whoever publishes although reports are not accepted says so, and of how many.
fn check_accepted(checks: &mut Checks, n_unaccepted: Option<usize>, ticked: &str) {
    let Some(n) = n_unaccepted.filter(|n| *n > 0) else {
        return;
    };
    if ticked != n.to_string() {
        checks.add(
            "unaccepted",
            format!("còn {n} đơn vị chưa có báo cáo được tỉnh tiếp nhận; nếu vẫn công bố, mời đánh dấu vào ô này"),
            format!("{n} units have no accepted report; tick this box if you publish all the same"),
        );
    }
}

fn typed(app: &App, checks: &mut Checks, order: Order<'_>, is_correction: bool) -> PublicationRow {
    let field = |field, called, text| Typed {
        field,
        called,
        text,
    };
    let decision = field(
        "decision",
        (
            "số quyết định hoặc thông báo",
            "number of the decision or notice",
        ),
        order.decision,
    );
    let decided_on = field("decided_on", ("ngày ký", "date signed"), order.decided_on);
    let reason = field(
        "reason",
        ("lý do đính chính", "reason of the correction"),
        order.reason,
    );
    let decision = checks.text(decision, (1, MOST_DECISION_CHARS));
    let day = checks.date(decided_on);
    if day.is_some_and(|day| day > app.clock.now_local().date()) {
        checks.add(
            "decided_on",
            "ngày ký chưa đến".to_owned(),
            "the date signed is in the future".to_owned(),
        );
    }
    let reason = is_correction.then(|| checks.text(reason, (1, MOST_REASON_CHARS)));
    if order.confirmed != "yes" {
        checks.add(
            "confirmed",
            "chưa đánh dấu đã xem và xác nhận".to_owned(),
            "not confirmed yet".to_owned(),
        );
    }
    PublicationRow {
        province: order.province.to_owned(),
        act: "publish".to_owned(),
        period: order.period.to_string(),
        reason,
        decision: Some(decision),
        decided_on: day.map(|day| day.to_string()),
        ..PublicationRow::default()
    }
}

fn prepared(snapshot: Snapshot) -> Result<Prepared, StorageError> {
    let corrupt = |error: serde_json::Error| StorageError::Corrupt(error.to_string());
    let value = snapshot
        .serialize(serde_json::value::Serializer)
        .map_err(corrupt)?;
    let text = value.to_string();
    Ok(Prepared {
        digest: Sha256::digest(&text).into(),
        snapshot,
        text,
    })
}

fn invalid(vi: &str, en: &str) -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: vi.to_owned(),
        en: en.to_owned(),
    })
}
