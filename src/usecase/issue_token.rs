//! Issues, lists and revokes tokens for programs.

use super::find_unit::find_today;
use super::manage_account::check_name;
use super::record_event::{Act, record};
use super::sign_in::token_hash;
use super::{App, UsecaseError, random_bytes};
use crate::domain::account::Scope;
use crate::storage::token::{self, TokenRow};

/// A new token, which is told once and never again.
#[derive(Clone, Debug)]
pub struct Issued {
    /// Its id, by which it is revoked.
    pub id: String,
    /// The secret itself.
    pub token: String,
}

/// What a token lets a program do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenRole {
    /// Read results.
    Api,
    /// Hand in bundles.
    Node,
    /// Read metrics.
    Metrics,
}

impl TokenRole {
    /// Every role.
    pub const ALL: [Self; 3] = [Self::Api, Self::Node, Self::Metrics];

    /// The name on the command line and in the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Api => "api",
            Self::Node => "node",
            Self::Metrics => "metrics",
        }
    }

    /// The role of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}

/// Issues a token; its secret is told once and never again.
///
/// # Errors
/// When the unit is unknown or out of reach.
pub async fn issue(
    app: &App,
    name: &str,
    role: TokenRole,
    unit: &str,
) -> Result<Issued, UsecaseError> {
    check_name(name)?;
    find_today(app, &Scope::of_unit(app.node.unit.as_str()), unit).await?;
    let row = TokenRow {
        id: format!("t{}", hex::encode(random_bytes::<5>()?)),
        name: name.to_owned(),
        unit: unit.to_owned(),
        role: role.as_str().to_owned(),
        revoked: false,
    };
    let secret = hex::encode(random_bytes::<32>()?);
    let day = app.today();
    let mut write = app.store.write().await?;
    token::insert(write.connection(), &row, &token_hash(&secret), &day).await?;
    record(
        &mut write,
        Act {
            day: &day,
            actor: "shell",
            action: "token-add",
            subject: &row.id,
        },
    )
    .await?;
    write.commit().await?;
    Ok(Issued {
        id: row.id,
        token: secret,
    })
}

/// Every token.
///
/// # Errors
/// When the file cannot be read.
pub async fn list(app: &App) -> Result<Vec<TokenRow>, UsecaseError> {
    Ok(token::all(&mut *app.store.read().await?).await?)
}

/// Revokes a token at once.
///
/// # Errors
/// When there is none of that id.
pub async fn revoke(app: &App, id: &str) -> Result<(), UsecaseError> {
    let day = app.today();
    let mut write = app.store.write().await?;
    if !token::revoke(write.connection(), id).await? {
        return Err(UsecaseError::NotFound(id.to_owned()));
    }
    record(
        &mut write,
        Act {
            day: &day,
            actor: "shell",
            action: "token-revoke",
            subject: id,
        },
    )
    .await?;
    write.commit().await?;
    Ok(())
}

/// The scope of a token, if it is one of `role` and not revoked.
///
/// # Errors
/// When the file cannot be read.
pub async fn scope(
    app: &App,
    secret: &str,
    role: TokenRole,
) -> Result<Option<Scope>, UsecaseError> {
    let row = recognise(app, secret, role).await?;
    Ok(row.map(|row| Scope::of_unit(&row.unit)))
}

/// The token of that secret, if it is one of `role` and not revoked.
///
/// # Errors
/// When the file cannot be read.
pub async fn recognise(
    app: &App,
    secret: &str,
    role: TokenRole,
) -> Result<Option<TokenRow>, UsecaseError> {
    let mut connection = app.store.read().await?;
    let row = token::by_token(&mut connection, &token_hash(secret)).await?;
    Ok(row.filter(|row| !row.revoked && row.role == role.as_str()))
}
