//! Enrols, lists and revokes devices.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::find_unit::find_today;
use super::manage_account::check_name;
use super::record_event::{Act, record};
use super::sign_in::token_hash;
use super::submit_sheet::Sender;
use super::{App, Invalid, UsecaseError, random_bytes};
use crate::domain::account::Scope;
use crate::domain::form::Channel;
use crate::domain::unit::{Level, UnitCode};
use crate::storage::device::{self, DeviceRow, Secrets};
use crate::storage::{StorageError, bundle_span, enrolment};

/// A new device and its secrets, which are told once and never again.
#[derive(Clone, Debug)]
pub struct Enrolled {
    /// The device's id.
    pub id: String,
    /// What its answers come with.
    pub token: String,
    /// What its pages come with, in a cookie.
    pub page: String,
}

/// The form a device asks unless another is named.
pub const DEFAULT_FORM: &str = "hai-long-quay";

/// Enrols a device of a unit this node collects for, or, at a province, of one of its communes or
/// own units: from then on the node collects for it.
///
/// # Errors
/// When the unit is unknown, out of reach or a reception point, or the channel is none a device has.
pub async fn enrol(
    app: &App,
    name: &str,
    unit: &str,
    channel: Channel,
) -> Result<Enrolled, UsecaseError> {
    check_name(name)?;
    match channel {
        Channel::Tablet | Channel::Qr | Channel::Paper => {}
        Channel::Assisted | Channel::Open => {
            return Err(UsecaseError::Invalid(Invalid {
                vi: format!("thiết bị không thể thuộc kênh {}", channel.as_str()),
                en: format!("a device cannot be of channel {}", channel.as_str()),
            }));
        }
    }
    check_place(app, unit).await?;
    let row = DeviceRow {
        id: new_id()?,
        name: name.to_owned(),
        unit: unit.to_owned(),
        channel: channel.as_str().to_owned(),
        form: DEFAULT_FORM.to_owned(),
        revoked: false,
    };
    let fresh = Fresh::make()?;
    let day = app.today();
    let mut write = app.store.write().await?;
    refuse_bundled(write.connection(), unit).await?;
    fresh.insert(write.connection(), &row, &day).await?;
    let act = Act {
        day: &day,
        actor: "shell",
        action: "device-add",
        subject: &row.id,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(fresh.told_as(row.id))
}

/// Secrets of a device that nobody knows yet.
pub(super) struct Fresh {
    token: String,
    page: String,
    pin: String,
}

impl Fresh {
    pub(super) fn make() -> Result<Self, UsecaseError> {
        Ok(Self {
            token: hex::encode(random_bytes::<32>()?),
            page: hex::encode(random_bytes::<32>()?),
            pin: random_pin()?,
        })
    }

    /// Adds a device that is known by them.
    pub(super) async fn insert(
        &self,
        connection: &mut SqliteConnection,
        row: &DeviceRow,
        day: &str,
    ) -> Result<(), StorageError> {
        let (token_hash, page_hash) = self.hashes();
        let secrets = self.secrets(&token_hash, &page_hash);
        device::insert(connection, row, secrets, day).await
    }

    /// Makes them the only ones a device is known by; `false` when there is no such device.
    pub(super) async fn renew(
        &self,
        connection: &mut SqliteConnection,
        row: &DeviceRow,
    ) -> Result<bool, StorageError> {
        let (token_hash, page_hash) = self.hashes();
        let secrets = self.secrets(&token_hash, &page_hash);
        device::renew(connection, row, secrets).await
    }

    pub(super) fn told_as(self, id: String) -> Enrolled {
        Enrolled {
            id,
            token: self.token,
            page: self.page,
        }
    }

    fn hashes(&self) -> ([u8; 32], [u8; 32]) {
        (token_hash(&self.token), token_hash(&self.page))
    }

    fn secrets<'a>(&'a self, token_hash: &'a [u8; 32], page_hash: &'a [u8; 32]) -> Secrets<'a> {
        Secrets {
            token_hash,
            page_hash,
            pin: &self.pin,
        }
    }
}

pub(super) fn new_id() -> Result<String, UsecaseError> {
    Ok(format!("d{}", hex::encode(random_bytes::<5>()?)))
}

/// Six digits. A remainder of 64 random bits favours none of them by more than one in 10^13.
pub(super) fn random_pin() -> Result<String, UsecaseError> {
    let number = u64::from_be_bytes(random_bytes()?);
    Ok(format!("{:06}", number % 1_000_000))
}

/// Refuses a unit that this node cannot have devices of.
pub(super) async fn check_place(app: &App, unit: &str) -> Result<(), UsecaseError> {
    refuse_reception_point(unit)?;
    let found = find_today(app, &Scope::of_unit(app.node.unit.as_str()), unit).await?;
    if found.unit.level == Level::Province.as_str() {
        return Err(UsecaseError::NotCollected(unit.to_owned()));
    }
    Ok(())
}

/// Refuses a unit whose figures come by bundle, inside the transaction that adds its device.
pub(super) async fn refuse_bundled(
    connection: &mut SqliteConnection,
    unit: &str,
) -> Result<(), UsecaseError> {
    if bundle_span::has_any(connection, unit).await? {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("đơn vị {unit} gửi số liệu bằng tệp; thu thêm tại đây sẽ bị tính trùng"),
            en: format!("unit {unit} sends bundles; collecting for it here would count twice"),
        }));
    }
    Ok(())
}

/// A point's answers are the unit's: a device there is a device of the unit.
fn refuse_reception_point(code: &str) -> Result<(), UsecaseError> {
    let point = UnitCode::parse(code).ok();
    match point.filter(|code| code.level() == Level::ReceptionPoint) {
        None => Ok(()),
        Some(point) => {
            let unit = point.served_by();
            Err(UsecaseError::Invalid(Invalid {
                vi: format!(
                    "{point} là điểm tiếp nhận, phiếu tại đó tính cho đơn vị {unit}; hãy đăng ký \
                     thiết bị cho {unit}"
                ),
                en: format!(
                    "{point} is a reception point, whose answers count for unit {unit}; enrol the \
                     device for {unit}"
                ),
            }))
        }
    }
}

/// Every device.
///
/// # Errors
/// When the file cannot be read.
pub async fn list(app: &App) -> Result<Vec<DeviceRow>, UsecaseError> {
    Ok(device::all(&mut *app.store.read().await?).await?)
}

/// A device of one unit; another unit's looks like one that is not there.
///
/// # Errors
/// When there is none of that id, or the file cannot be read.
pub async fn find_of_unit(app: &App, unit: &str, id: &str) -> Result<DeviceRow, UsecaseError> {
    let found = device::find(&mut *app.store.read().await?, id).await?;
    let found = found.filter(|row| row.unit == unit);
    found.ok_or_else(|| UsecaseError::NotFound(id.to_owned()))
}

/// The PIN of each device of a unit, by id; one that was enrolled before there were PINs has none.
///
/// # Errors
/// When the file cannot be read.
pub async fn pins(app: &App, unit: &str) -> Result<BTreeMap<String, String>, UsecaseError> {
    let pins = device::pins(&mut *app.store.read().await?, unit).await?;
    Ok(pins.into_iter().collect())
}

/// Revokes a device at once, at the command line.
///
/// # Errors
/// When there is none of that id.
pub async fn revoke(app: &App, id: &str) -> Result<(), UsecaseError> {
    revoke_as(app, "shell", id).await
}

/// Revokes a device at once; `actor` is the account that does it.
///
/// # Errors
/// When there is none of that id.
pub async fn revoke_as(app: &App, actor: &str, id: &str) -> Result<(), UsecaseError> {
    let day = app.today();
    let mut write = app.store.write().await?;
    if !device::revoke(write.connection(), id).await? {
        return Err(UsecaseError::NotFound(id.to_owned()));
    }
    // A code that was shown for it before would undo this.
    enrolment::withdraw(write.connection(), id).await?;
    record(
        &mut write,
        Act {
            day: &day,
            actor,
            action: "device-revoke",
            subject: id,
        },
    )
    .await?;
    write.commit().await?;
    Ok(())
}

/// What a device token stands for.
#[derive(Clone, Debug)]
pub enum Known {
    /// No device has it.
    Nobody,
    /// A device that was revoked.
    Revoked,
    /// A device that may hand in sheets.
    Sender(Sender),
}

/// Looks a device token up.
///
/// # Errors
/// When the file cannot be read.
pub async fn recognise(app: &App, token: &str) -> Result<Known, UsecaseError> {
    let mut connection = app.store.read().await?;
    let Some(row) = device::by_token(&mut connection, &token_hash(token)).await? else {
        return Ok(Known::Nobody);
    };
    if row.revoked {
        return Ok(Known::Revoked);
    }
    Ok(Known::Sender(sender(&row)?))
}

fn sender(row: &DeviceRow) -> Result<Sender, StorageError> {
    let channel = Channel::parse(&row.channel)
        .ok_or_else(|| StorageError::Corrupt(format!("channel {:?}", row.channel)))?;
    Ok(Sender {
        device: Some(row.id.clone()),
        unit: row.unit.clone(),
        channel,
    })
}

/// The device whose page cookie was shown.
#[derive(Clone, Debug)]
pub struct Paged {
    /// Whom its answers come from.
    pub sender: Sender,
    /// What people call it.
    pub name: String,
    /// The form it asks, without version.
    pub form: String,
}

/// Looks a page cookie up; a revoked device has none.
///
/// # Errors
/// When the file cannot be read.
pub async fn recognise_page(app: &App, page: &str) -> Result<Option<Paged>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let found = device::by_page(&mut connection, &token_hash(page)).await?;
    let Some(row) = found.filter(|row| !row.revoked) else {
        return Ok(None);
    };
    Ok(Some(Paged {
        sender: sender(&row)?,
        name: row.name,
        form: row.form,
    }))
}
