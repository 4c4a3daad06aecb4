//! Invites a tablet: makes the code by which it becomes a device of a unit.

use super::enrol_device::{check_place, refuse_bundled};
use super::manage_account::check_name;
use super::record_event::{Act, record};
use super::{App, Invalid, UsecaseError, random_bytes};
use crate::domain::enrolment::{EnrolmentCode, HOLDS_SECONDS, MOST_TRIES};
use crate::domain::form::{Channel, Code};
use crate::domain::vietnamese::to_nfc;
use crate::storage::enrolment::{self, EnrolmentRow};
use crate::storage::{Write, device};

/// Forms that no tablet asks: each answer needs a code that only the owner of a dossier has.
pub const NEEDS_CODE: [&str; 1] = ["danh-gia-ho-so"];

/// Invitations a unit may have open at once.
const MOST_OPEN: i64 = 20;
/// How long an invitation is remembered when it is over, so that its page can say so.
const REMEMBERED_SECONDS: i64 = 60 * 60;
/// Codes tried before a free selector is given up on; some tens are taken among 32,768.
const MOST_CODES: usize = 20;

/// What a tablet is invited to be.
#[derive(Clone, Copy, Debug)]
pub struct Invitation<'a> {
    /// The unit it will speak for.
    pub unit: &'a str,
    /// What people will call it.
    pub name: &'a str,
    /// The form it will ask, without version.
    pub form: &'a str,
    /// The device of the unit that gets new secrets; `None`: a new one.
    pub device: Option<&'a str>,
}

/// An invitation as it is told, once.
#[derive(Clone, Debug)]
pub struct Invited {
    /// What the tablet shows.
    pub code: EnrolmentCode,
    /// Until when, in Unix seconds.
    pub expires_at: i64,
}

/// Makes an invitation. `actor` is the account that does it.
///
/// # Errors
/// When the unit is unknown, out of reach or sends bundles, the name is no name or another
/// tablet's of the unit, the form none for a tablet, or the device none of the unit's tablets.
pub async fn invite(
    app: &App,
    actor: &str,
    invitation: Invitation<'_>,
) -> Result<Invited, UsecaseError> {
    let name = &*to_nfc(invitation.name.trim());
    check_name(name)?;
    let is_asked = forms(app).any(|id| id == invitation.form);
    if !is_asked {
        let form = invitation.form;
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("máy tính bảng không hỏi được mẫu phiếu {form:?}"),
            en: format!("a tablet cannot ask form {form:?}"),
        }));
    }
    let unit = invitation.unit;
    check_place(app, unit).await?;
    let (now, day) = (app.clock.now().as_second(), app.today());
    let mut write = app.store.write().await?;
    refuse_bundled(write.connection(), unit).await?;
    refuse_other_device(&mut write, invitation, name).await?;
    enrolment::delete_over(write.connection(), now - REMEMBERED_SECONDS).await?;
    if let Some(device) = invitation.device {
        enrolment::withdraw(write.connection(), device).await?;
    }
    if enrolment::n_open(write.connection(), unit, now).await? >= MOST_OPEN {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("đơn vị {unit} đang có {MOST_OPEN} mã chưa dùng; hãy đợi 10 phút"),
            en: format!("unit {unit} has {MOST_OPEN} codes open; wait ten minutes"),
        }));
    }
    let expires_at = now + HOLDS_SECONDS;
    let row = EnrolmentRow {
        selector: String::new(),
        code_hash: Vec::new(),
        unit: unit.to_owned(),
        name: name.to_owned(),
        form: invitation.form.to_owned(),
        device: invitation.device.map(str::to_owned),
        invited_by: actor.to_owned(),
        expires_at,
        tries_left: i64::from(MOST_TRIES),
        enrolled: None,
    };
    let subject = subject(&row);
    let code = insert(&mut write, row).await?;
    let act = Act {
        day: &day,
        actor,
        action: "device-invite",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(Invited { code, expires_at })
}

/// The forms a tablet may ask, without version.
pub fn forms(app: &App) -> impl Iterator<Item = &str> {
    let ids = app.catalog.ids().map(Code::as_str);
    ids.filter(|id| !NEEDS_CODE.contains(id))
}

/// What became of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It may be redeemed for so many seconds more.
    Open(i64),
    /// It was redeemed: the device's id.
    Enrolled(String),
    /// Its time or its tries are over.
    Over,
}

/// An invitation as its unit sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// What the device is or will be called.
    pub name: String,
    /// The device that gets new secrets, unless a new one is made.
    pub device: Option<String>,
    /// What became of it.
    pub standing: Standing,
    code_hash: Vec<u8>,
}

impl Seen {
    /// Whether `code` is this invitation's.
    #[must_use]
    pub fn is_code(&self, code: &EnrolmentCode) -> bool {
        self.code_hash == code.hash()
    }
}

/// The invitation of a unit by the selector of its code; `None`: it has none, or it is forgotten.
///
/// # Errors
/// When the file cannot be read.
pub async fn see(app: &App, unit: &str, selector: &str) -> Result<Option<Seen>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let found = enrolment::find(&mut connection, selector).await?;
    let now = app.clock.now().as_second();
    Ok(found.filter(|row| row.unit == unit).map(|row| Seen {
        standing: standing(&row, now),
        name: row.name,
        device: row.device,
        code_hash: row.code_hash,
    }))
}

pub(super) fn standing(row: &EnrolmentRow, now: i64) -> Standing {
    let left = row.expires_at - now;
    match &row.enrolled {
        Some(device) => Standing::Enrolled(device.clone()),
        None if left > 0 && row.tries_left > 0 => Standing::Open(left),
        None => Standing::Over,
    }
}

/// What an event about an invitation names: the device, or the unit and the name of one to come.
pub(super) fn subject(row: &EnrolmentRow) -> String {
    let new = || format!("{} {}", row.unit, row.name);
    row.device.clone().unwrap_or_else(new)
}

/// Codes are drawn until one has a selector that is free.
async fn insert(write: &mut Write, mut row: EnrolmentRow) -> Result<EnrolmentCode, UsecaseError> {
    for _ in 0..MOST_CODES {
        let code = EnrolmentCode::from_random(random_bytes()?);
        code.selector().clone_into(&mut row.selector);
        row.code_hash = code.hash().to_vec();
        if enrolment::insert(write.connection(), &row).await? {
            return Ok(code);
        }
    }
    Err(UsecaseError::Invalid(Invalid {
        vi: "đang có quá nhiều mã chưa dùng; hãy đợi 10 phút".to_owned(),
        en: "too many codes are open; wait ten minutes".to_owned(),
    }))
}

async fn refuse_other_device(
    write: &mut Write,
    invitation: Invitation<'_>,
    name: &str,
) -> Result<(), UsecaseError> {
    if let Some(id) = invitation.device {
        let found = device::find(write.connection(), id).await?;
        let is_tablet = found.is_some_and(|row| {
            row.unit == invitation.unit && row.channel == Channel::Tablet.as_str()
        });
        if !is_tablet {
            return Err(UsecaseError::NotFound(id.to_owned()));
        }
    }
    let devices = device::of_unit(write.connection(), invitation.unit).await?;
    let is_taken = devices
        .iter()
        .any(|row| row.name == name && !row.revoked && invitation.device != Some(row.id.as_str()));
    if is_taken {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("đơn vị đã có máy tên “{name}”; hãy đặt tên khác, hoặc đăng ký lại máy ấy"),
            en: format!(
                "the unit has a device called “{name}”; choose another name, or enrol that one again"
            ),
        }));
    }
    Ok(())
}
