//! Signs people in and out.

use std::collections::BTreeMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use super::manage_account::is_password;
use super::record_event::{Act, record};
use super::{App, UsecaseError, random_bytes};
use crate::domain::account::{Role, Scope};
use crate::domain::vietnamese::to_nfc;
use crate::storage::account::{self, AccountRow};
use crate::storage::{StorageError, session};

/// How long a session lasts.
pub const SESSION_SECONDS: i64 = 12 * 60 * 60;

/// Wrong passwords an account takes before it waits.
pub const MOST_FAILURES: u32 = 5;

/// How long it then waits.
pub const WAIT_SECONDS: i64 = 15 * 60;

/// Accounts remembered for wrong passwords; the oldest are forgotten.
const MOST_REMEMBERED: usize = 10_000;

/// Password checks at once: each takes 19 MiB.
static CHECKS: Semaphore = Semaphore::const_new(2);

static FAILURES: LazyLock<Mutex<BTreeMap<String, Failures>>> = LazyLock::new(Mutex::default);

#[derive(Clone, Copy, Debug, Default)]
struct Failures {
    count: u32,
    last: i64,
}

/// Someone signed in.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Account name.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// The unit it belongs to.
    pub unit: String,
    /// What it may see.
    pub scope: Scope,
}

/// What a try to sign in came to.
#[derive(Debug)]
pub enum Attempt {
    /// The cookie's secret, and who it is.
    Accepted(String, SignedIn),
    /// Wrong name or password; which, is not told.
    Refused,
    /// Too many wrong passwords: after that many seconds, again.
    Wait(i64),
}

/// Checks name and password, and begins a session.
///
/// # Errors
/// When the file cannot be read or written.
pub async fn sign_in(app: &App, name: &str, password: &str) -> Result<Attempt, UsecaseError> {
    let name = &*to_nfc(name);
    let now = app.clock.now().as_second();
    if let Some(wait) = seconds_to_wait(name, now) {
        return Ok(Attempt::Wait(wait));
    }
    let found = account::find(&mut *app.store.read().await?, name).await?;
    // A name nobody has costs the same time as one somebody has.
    let stored = found
        .as_ref()
        .map_or(NOBODY, |account| &account.password_hash)
        .to_owned();
    let password = to_nfc(password);
    let permit = CHECKS.acquire().await;
    // Asked again after the queue, and counted before the answer is known: many guesses sent at
    // once are no more than many sent one by one.
    if let Some(wait) = seconds_to_wait(name, now) {
        return Ok(Attempt::Wait(wait));
    }
    remember_failure(name, now);
    let is_right = tokio::task::spawn_blocking(move || is_password(&password, &stored)).await;
    drop(permit);
    let accepted = found.filter(|account| is_right.unwrap_or(false) && !account.disabled);
    let Some(account) = accepted else {
        return Ok(Attempt::Refused);
    };
    forget_failures(name);
    let secret = hex::encode(random_bytes::<32>()?);
    let day = app.today();
    let mut write = app.store.write().await?;
    session::delete_expired(write.connection(), now).await?;
    session::insert(
        write.connection(),
        &token_hash(&secret),
        name,
        now + SESSION_SECONDS,
    )
    .await?;
    record(
        &mut write,
        Act {
            day: &day,
            actor: name,
            action: "sign-in",
            subject: name,
        },
    )
    .await?;
    write.commit().await?;
    Ok(Attempt::Accepted(secret, signed_in(account)?))
}

/// Who a cookie's secret stands for.
///
/// # Errors
/// When the file cannot be read.
pub async fn who(app: &App, secret: &str) -> Result<Option<SignedIn>, UsecaseError> {
    let now = app.clock.now().as_second();
    let mut connection = app.store.read().await?;
    let Some(name) = session::account_name(&mut connection, &token_hash(secret), now).await? else {
        return Ok(None);
    };
    let account = account::find(&mut connection, &name).await?;
    Ok(account
        .filter(|account| !account.disabled)
        .map(signed_in)
        .transpose()?)
}

/// Ends the session.
///
/// # Errors
/// When the file cannot be written.
pub async fn sign_out(app: &App, secret: &str) -> Result<(), UsecaseError> {
    let mut write = app.store.write().await?;
    session::delete(write.connection(), &token_hash(secret)).await?;
    write.commit().await?;
    Ok(())
}

/// The hash under which secrets of cookies and tokens are kept.
#[must_use]
pub fn token_hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}

/// A hash no password is behind.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZS1vdGhlci1zYWx0$\
                      AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn signed_in(account: AccountRow) -> Result<SignedIn, StorageError> {
    let role = Role::parse(&account.role)
        .ok_or_else(|| StorageError::Corrupt(format!("role {:?}", account.role)))?;
    let scope = Scope::of_unit(&account.unit);
    Ok(SignedIn {
        name: account.name,
        role,
        unit: account.unit,
        scope,
    })
}

fn seconds_to_wait(name: &str, now: i64) -> Option<i64> {
    let failures = FAILURES.lock().unwrap_or_else(PoisonError::into_inner);
    let failed = failures
        .get(name)
        .filter(|failed| failed.count >= MOST_FAILURES)?;
    Some(failed.last + WAIT_SECONDS - now).filter(|wait| *wait > 0)
}

fn remember_failure(name: &str, now: i64) {
    let mut failures = FAILURES.lock().unwrap_or_else(PoisonError::into_inner);
    failures.retain(|_, failed| failed.last + WAIT_SECONDS > now);
    if failures.len() >= MOST_REMEMBERED && !failures.contains_key(name) {
        let oldest = failures.iter().min_by_key(|(_, failed)| failed.last);
        if let Some(oldest) = oldest.map(|(name, _)| name.clone()) {
            failures.remove(&oldest);
        }
    }
    let failed = failures.entry(name.to_owned()).or_default();
    failed.count += 1;
    failed.last = now;
}

fn forget_failures(name: &str) {
    FAILURES
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .remove(name);
}
