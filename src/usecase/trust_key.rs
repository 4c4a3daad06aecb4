//! Which key speaks for a unit.

use super::find_unit::find_today;
use super::record_event::{Act, record};
use super::{App, Invalid, UsecaseError};
use crate::domain::account::Scope;
use crate::exchange::bundle::{key_text, parse_key, signing_key};
use crate::storage::unit_key::{self, UnitKeyRow};

use ed25519_dalek::VerifyingKey;
use sqlx::SqliteConnection;

/// This node's public key.
#[must_use]
pub fn own_key(app: &App) -> VerifyingKey {
    signing_key(&app.node.signing_key).verifying_key()
}

/// This node's public key as the one line that others trust, `ed25519:<base64>`.
#[must_use]
pub fn own_key_text(app: &App) -> String {
    key_text(&own_key(app))
}

/// Lets a key, written as `key show` prints it, speak for a unit of this province, or on a unit's
/// node for its province. A key trusted for it before speaks no more; what was merged under it stays.
///
/// # Errors
/// When the unit is neither below this province nor the province above this unit, the text is no
/// key, or the key speaks for another unit or is this node's own.
pub async fn trust(app: &App, unit: &str, text: &str) -> Result<(), UsecaseError> {
    let found = find_today(app, &Scope::of_shell(), unit).await?;
    let own = app.node.unit.as_str();
    let is_known = if app.node.is_province() {
        found.unit.parent.as_deref() == Some(own)
    } else {
        let itself = find_today(app, &Scope::of_shell(), own).await?;
        itself.unit.parent.as_deref() == Some(unit)
    };
    if !is_known {
        return Err(UsecaseError::UnknownUnit(unit.to_owned()));
    }
    let key = parse_key(text).map_err(|error| {
        invalid(
            "khóa phải là một dòng ed25519:… như lệnh “key show” in ra",
            &error.to_string(),
        )
    })?;
    if key == own_key(app) {
        return Err(invalid(
            "đây là khóa của chính nút này; hãy chạy “key show” tại nút của đơn vị kia",
            "this is this node's own key; run “key show” on the other unit's node",
        ));
    }
    let day = app.today();
    let subject = format!("{unit} {}", key_text(&key));
    let mut write = app.store.write().await?;
    if let Some(other) = unit_key::unit_of(write.connection(), key.as_bytes()).await?
        && other != unit
    {
        return Err(invalid(
            &format!("khóa này đang ký cho đơn vị {other}"),
            &format!("this key speaks for unit {other}"),
        ));
    }
    let row = UnitKeyRow {
        unit: unit.to_owned(),
        public_key: *key.as_bytes(),
        trusted_on: day.clone(),
    };
    unit_key::put(write.connection(), &row).await?;
    let act = Act {
        day: &day,
        actor: "shell",
        action: "unit-trust",
        subject: &subject,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// Whose key signed something for a unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signer {
    /// The key trusted for the unit.
    Trusted,
    /// This node.
    Own,
    /// The key trusted for another unit.
    OtherUnit(String),
    /// A key nobody trusts here, or no more.
    Unknown,
}

/// Finds out whose key it is.
///
/// # Errors
/// When the file cannot be read.
pub async fn signer(
    app: &App,
    connection: &mut SqliteConnection,
    unit: &str,
    key: &VerifyingKey,
) -> Result<Signer, UsecaseError> {
    if *key == own_key(app) {
        return Ok(Signer::Own);
    }
    Ok(match unit_key::unit_of(connection, key.as_bytes()).await? {
        Some(trusted) if trusted == unit => Signer::Trusted,
        Some(other) => Signer::OtherUnit(other),
        None => Signer::Unknown,
    })
}

fn invalid(vi: &str, en: &str) -> UsecaseError {
    UsecaseError::Invalid(Invalid {
        vi: vi.to_owned(),
        en: en.to_owned(),
    })
}
