//! Who sends: a device, by the token of its `Authorization` header and by nothing else.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::FromRequestParts;
use axum::http::{HeaderMap, StatusCode, header, request::Parts};

use crate::usecase::UsecaseError;
use crate::usecase::enrol_device::{Known, recognise};
use crate::usecase::sign_in::token_hash;
use crate::usecase::submit_sheet::Sender;
use crate::web::error::Failure;
use crate::web::problem::Problem;
use crate::web::site::Site;

/// The device that sent a request.
#[derive(Clone, Debug)]
pub struct Device {
    /// Who hands in.
    pub sender: Sender,
    token: String,
}

impl Device {
    /// Asks the database again: what is kept in memory may have been revoked since.
    ///
    /// # Errors
    /// 403 `device_revoked`, 401 `device_unknown`, 503 when the database cannot be read.
    pub async fn confirm(&self, site: &Site) -> Result<(), Failure> {
        look_up(site, &self.token).await.map(|_| ())
    }
}

impl FromRequestParts<Site> for Device {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Failure> {
        let token = bearer(&parts.headers).ok_or_else(unknown)?.to_owned();
        let sender = match site.devices.get(&token_hash(&token)) {
            Some(sender) => sender,
            None => look_up(site, &token).await?,
        };
        Ok(Self { sender, token })
    }
}

/// The secret of an `Authorization: Bearer` header.
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

async fn look_up(site: &Site, token: &str) -> Result<Sender, Failure> {
    let hash = token_hash(token);
    let asked_at = site.devices.state();
    // A device keeps what it is told to send later: our trouble must cost no answer.
    let later = |error: UsecaseError| Failure {
        status: StatusCode::SERVICE_UNAVAILABLE,
        ..Failure::from(error)
    };
    match recognise(&site.app, token).await.map_err(later)? {
        Known::Sender(sender) => {
            site.devices.remember(asked_at, hash, &sender);
            Ok(sender)
        }
        Known::Revoked => {
            site.devices.forget(&hash);
            Err(revoked())
        }
        Known::Nobody => {
            site.devices.forget(&hash);
            Err(unknown())
        }
    }
}

/// 401: no token, or one nobody has.
fn unknown() -> Failure {
    let problem = Problem::whole(
        "device_unknown",
        "máy chủ không biết thiết bị này; hãy đăng ký lại thiết bị",
        "this device is not known here; enrol it again",
    );
    Failure::with(StatusCode::UNAUTHORIZED, vec![problem])
}

/// 403: the device was revoked.
#[must_use]
pub fn revoked() -> Failure {
    Failure::with(StatusCode::FORBIDDEN, vec![revoked_problem()])
}

/// What is wrong when a device was revoked.
#[must_use]
pub fn revoked_problem() -> Problem {
    Problem::whole(
        "device_revoked",
        "thiết bị này đã bị thu hồi; hãy đăng ký lại thiết bị",
        "this device was revoked; enrol it again",
    )
}

/// What is wrong when a sheet is for another unit than its device's.
#[must_use]
pub fn other_unit_problem() -> Problem {
    Problem::whole(
        "other_unit",
        "phiếu ghi đơn vị khác với đơn vị của thiết bị",
        "the sheet names another unit than the device's",
    )
}

/// Devices recognised lately, so that an answer costs no look-up of its own. A device that was
/// revoked meanwhile is caught where its answer would be stored.
#[derive(Debug, Default)]
pub struct Devices {
    known: Mutex<Remembered>,
}

#[derive(Debug, Default)]
struct Remembered {
    senders: BTreeMap<[u8; 32], Sender>,
    /// Rises when tokens die: what was looked up before must not be remembered after.
    state: u64,
}

/// Devices remembered; a province has some thousands.
const MOST_REMEMBERED: usize = 10_000;

impl Devices {
    /// Forgets every token of a device, for when it got another or was revoked.
    pub fn forget_device(&self, id: &str) {
        let mut known = self.lock();
        known.state += 1;
        known
            .senders
            .retain(|_, sender| sender.device.as_deref() != Some(id));
    }

    fn state(&self) -> u64 {
        self.lock().state
    }

    fn get(&self, hash: &[u8; 32]) -> Option<Sender> {
        self.lock().senders.get(hash).cloned()
    }

    fn remember(&self, asked_at: u64, hash: [u8; 32], sender: &Sender) {
        let mut known = self.lock();
        if known.state != asked_at {
            return;
        }
        if known.senders.len() >= MOST_REMEMBERED {
            known.senders.clear();
        }
        known.senders.insert(hash, sender.clone());
    }

    fn forget(&self, hash: &[u8; 32]) {
        self.lock().senders.remove(hash);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Remembered> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::form::Channel;

    #[test]
    fn a_token_looked_up_before_it_died_is_not_remembered_after() {
        let devices = Devices::default();
        let sender = Sender {
            device: Some("d1".to_owned()),
            unit: "01141".to_owned(),
            channel: Channel::Tablet,
        };
        let asked_at = devices.state();
        devices.remember(asked_at, [1; 32], &sender);
        assert!(devices.get(&[1; 32]).is_some());
        devices.forget_device("d1");
        assert!(devices.get(&[1; 32]).is_none(), "forgotten at once");
        devices.remember(asked_at, [1; 32], &sender);
        assert!(devices.get(&[1; 32]).is_none(), "the look-up was older");
        devices.remember(devices.state(), [2; 32], &sender);
        devices.forget_device("d2");
        assert!(
            devices.get(&[2; 32]).is_some(),
            "another device's token died"
        );
    }
}
