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
    // A device keeps what it is told to send later: our trouble must cost no answer.
    let later = |error: UsecaseError| Failure {
        status: StatusCode::SERVICE_UNAVAILABLE,
        ..Failure::from(error)
    };
    match recognise(&site.app, token).await.map_err(later)? {
        Known::Sender(sender) => {
            site.devices.remember(hash, &sender);
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
    known: Mutex<BTreeMap<[u8; 32], Sender>>,
}

/// Devices remembered; a province has some thousands.
const MOST_REMEMBERED: usize = 10_000;

impl Devices {
    fn get(&self, hash: &[u8; 32]) -> Option<Sender> {
        self.lock().get(hash).cloned()
    }

    fn remember(&self, hash: [u8; 32], sender: &Sender) {
        let mut known = self.lock();
        if known.len() >= MOST_REMEMBERED {
            known.clear();
        }
        known.insert(hash, sender.clone());
    }

    fn forget(&self, hash: &[u8; 32]) {
        self.lock().remove(hash);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<[u8; 32], Sender>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
