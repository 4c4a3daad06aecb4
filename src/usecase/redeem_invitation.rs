//! Redeems an invitation: whoever shows its code becomes the unit's device.

use super::enrol_device::{Enrolled, Fresh, new_id, refuse_bundled};
use super::invite_device::{Standing, standing, subject};
use super::record_event::{Act, record};
use super::{App, UsecaseError};
use crate::domain::enrolment::EnrolmentCode;
use crate::domain::form::Channel;
use crate::storage::device::DeviceRow;
use crate::storage::enrolment::{self, EnrolmentRow};
use crate::storage::{StorageError, Write};

/// A tablet that is the unit's device from now on.
#[derive(Clone, Debug)]
pub struct Redeemed {
    /// Its secrets, told once and never again.
    pub device: Enrolled,
    /// What people call it.
    pub name: String,
    /// The unit it speaks for.
    pub unit: String,
}

/// Redeems the invitation that `typed` is the code of. An invitation to enrol a device again gives
/// that device new secrets, ends the old ones and its revocation: its counts go on, and what its
/// old queue holds comes in under the new token.
///
/// `None`: it is no code, or that of an invitation that is over, used or burnt, or a wrong one;
/// all look the same. A wrong proof costs the invitation it named one of its five tries, in the
/// transaction that found it wrong. A code that names no invitation costs one look-up.
///
/// # Errors
/// When the unit began to send bundles meanwhile, or the file cannot be read or written.
pub async fn redeem(app: &App, typed: &str) -> Result<Option<Redeemed>, UsecaseError> {
    let Some(code) = EnrolmentCode::parse(typed) else {
        return Ok(None);
    };
    let now = app.clock.now().as_second();
    let found = enrolment::find(&mut *app.store.read().await?, code.selector()).await?;
    if !found.is_some_and(|row| is_open(&row, now)) {
        return Ok(None);
    }
    let mut write = app.store.write().await?;
    // Asked again where nobody comes between: of two tablets with one code, the second is late.
    let found = enrolment::find(write.connection(), code.selector()).await?;
    let Some(row) = found.filter(|row| is_open(row, now)) else {
        return Ok(None);
    };
    if row.code_hash != code.hash() {
        burn(app, &mut write, &row).await?;
        write.commit().await?;
        return Ok(None);
    }
    refuse_bundled(write.connection(), &row.unit).await?;
    let redeemed = enrol(app, &mut write, row).await?;
    write.commit().await?;
    Ok(redeemed)
}

fn is_open(row: &EnrolmentRow, now: i64) -> bool {
    match standing(row, now) {
        Standing::Open(_) => true,
        Standing::Enrolled(_) | Standing::Over => false,
    }
}

async fn burn(app: &App, write: &mut Write, row: &EnrolmentRow) -> Result<(), StorageError> {
    enrolment::burn_try(write.connection(), &row.selector).await?;
    if row.tries_left > 1 {
        return Ok(());
    }
    // Of five tries one event: the chain is not for whoever types at a tablet to fill.
    let act = Act {
        day: &app.today(),
        actor: "tablet",
        action: "device-invite-burnt",
        subject: &subject(row),
    };
    record(write, act).await
}

async fn enrol(
    app: &App,
    write: &mut Write,
    row: EnrolmentRow,
) -> Result<Option<Redeemed>, UsecaseError> {
    let (fresh, day) = (Fresh::make()?, app.today());
    let action = match row.device {
        Some(_) => "device-enrol-again",
        None => "device-enrol",
    };
    let is_new = row.device.is_none();
    let device = DeviceRow {
        id: row.device.map_or_else(new_id, Ok)?,
        name: row.name,
        unit: row.unit,
        channel: Channel::Tablet.as_str().to_owned(),
        form: row.form,
        revoked: false,
    };
    if is_new {
        fresh.insert(write.connection(), &device, &day).await?;
    } else if !fresh.renew(write.connection(), &device).await? {
        return Ok(None);
    }
    enrolment::set_enrolled(write.connection(), &row.selector, &device.id).await?;
    let act = Act {
        day: &day,
        actor: &row.invited_by,
        action,
        subject: &device.id,
    };
    record(write, act).await?;
    Ok(Some(Redeemed {
        device: fresh.told_as(device.id),
        name: device.name,
        unit: device.unit,
    }))
}
