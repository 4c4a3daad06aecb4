//! Adds, lists and disables accounts. No account exists until someone adds it.

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};

use super::record_event::{Act, record};
use super::{App, Invalid, UsecaseError};
use crate::domain::account::{Role, Scope};
use crate::domain::plain_text::{Lines, is_plain};
use crate::domain::unit::Level;
use crate::domain::vietnamese::to_nfc;
use crate::storage::account::{self, AccountRow};
use crate::storage::session;

/// Shortest password, in characters.
pub const LEAST_PASSWORD_CHARS: usize = 8;
/// Longest password, in characters.
pub const MOST_PASSWORD_CHARS: usize = 128;
/// Longest account, device or token name, in characters.
pub const MOST_NAME_CHARS: usize = 64;

/// Adds an account.
///
/// # Errors
/// When the name is taken or no name, the password too short or long, the role not one of the
/// unit's level, or the unit unknown.
pub async fn add(
    app: &App,
    name: &str,
    role: Role,
    unit: &str,
    password: &str,
) -> Result<(), UsecaseError> {
    let (name, password) = (&*to_nfc(name), to_nfc(password));
    check_name(name)?;
    check_password(&password)?;
    let found =
        super::find_unit::find_today(app, &Scope::of_unit(app.node.unit.as_str()), unit).await?;
    let is_province = found.unit.level == Level::Province.as_str();
    let fits = match role {
        Role::Officer | Role::Leader => !is_province,
        Role::Province | Role::Publisher => is_province,
        Role::Admin => true,
    };
    if !fits {
        return Err(UsecaseError::Invalid(Invalid {
            vi: format!("vai trò {role} không dùng cho đơn vị {unit}"),
            en: format!("role {role} does not fit unit {unit}"),
        }));
    }
    let row = AccountRow {
        name: name.to_owned(),
        role: role.to_string(),
        unit: unit.to_owned(),
        password_hash: hash(password).await?,
        disabled: false,
    };
    let day = app.today();
    let mut write = app.store.write().await?;
    if !account::insert(write.connection(), &row, &day).await? {
        return Err(UsecaseError::NameTaken(name.to_owned()));
    }
    record(
        &mut write,
        Act {
            day: &day,
            actor: "shell",
            action: "account-add",
            subject: name,
        },
    )
    .await?;
    write.commit().await?;
    Ok(())
}

/// Every account, by name.
///
/// # Errors
/// When the file cannot be read.
pub async fn list(app: &App) -> Result<Vec<AccountRow>, UsecaseError> {
    Ok(account::all(&mut *app.store.read().await?).await?)
}

/// Refuses an account from now on and ends its sessions.
///
/// # Errors
/// When there is no such account.
pub async fn disable(app: &App, name: &str) -> Result<(), UsecaseError> {
    let day = app.today();
    let mut write = app.store.write().await?;
    if !account::disable(write.connection(), name).await? {
        return Err(UsecaseError::NotFound(name.to_owned()));
    }
    session::delete_all(write.connection(), name).await?;
    let act = Act {
        day: &day,
        actor: "shell",
        action: "account-disable",
        subject: name,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}

/// Checks a name for people, devices or tokens.
///
/// # Errors
/// When it is empty, too long, or holds what cannot be shown on one line.
pub fn check_name(name: &str) -> Result<(), UsecaseError> {
    let fits = (1..=MOST_NAME_CHARS).contains(&name.chars().count())
        && name.trim() == name
        && is_plain(name, Lines::One);
    if fits {
        return Ok(());
    }
    Err(UsecaseError::Invalid(Invalid {
        vi: format!("tên phải có 1 đến {MOST_NAME_CHARS} ký tự trên một dòng, không thừa dấu cách"),
        en: format!("a name has 1 to {MOST_NAME_CHARS} characters on one line, no spaces around"),
    }))
}

fn check_password(password: &str) -> Result<(), UsecaseError> {
    if (LEAST_PASSWORD_CHARS..=MOST_PASSWORD_CHARS).contains(&password.chars().count()) {
        return Ok(());
    }
    Err(UsecaseError::Invalid(Invalid {
        vi: format!("mật khẩu phải có {LEAST_PASSWORD_CHARS} đến {MOST_PASSWORD_CHARS} ký tự"),
        en: format!("a password has {LEAST_PASSWORD_CHARS} to {MOST_PASSWORD_CHARS} characters"),
    }))
}

async fn hash(password: String) -> Result<String, UsecaseError> {
    let hashed = tokio::task::spawn_blocking(move || {
        hasher()
            .hash_password(password.as_bytes())
            .map(|hash| hash.to_string())
    });
    match hashed.await {
        Ok(Ok(hash)) => Ok(hash),
        Ok(Err(error)) => Err(UsecaseError::File(std::io::Error::other(error.to_string()))),
        Err(error) => Err(UsecaseError::File(std::io::Error::other(error))),
    }
}

/// Whether the password is the one behind a stored hash. Blocks for some tens of milliseconds.
#[must_use]
pub fn is_password(password: &str, stored: &str) -> bool {
    argon2::PasswordHash::new(stored)
        .is_ok_and(|hash| hasher().verify_password(password.as_bytes(), &hash).is_ok())
}

/// Argon2id as OWASP advises for a small server: 19 MiB, two passes, one lane.
fn hasher() -> Argon2<'static> {
    let params = Params::new(19_456, 2, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}
