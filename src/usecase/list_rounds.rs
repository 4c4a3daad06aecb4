//! Lists the rounds that were opened here or taken on.

use super::find_round::read;
use super::{App, UsecaseError};
use crate::domain::round::Round;
use crate::exchange::bundle::parse_key_bytes;
use crate::exchange::round_file::{SignedRound, write};
use crate::storage::StorageError;
use crate::storage::round::{self, RoundRow};

/// A round as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The round.
    pub round: Round,
    /// Local day on which it was opened or taken on, ISO.
    pub received_on: String,
}

/// Every round, the latest period first.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn list(app: &App) -> Result<Vec<Listed>, UsecaseError> {
    let rows = round::all(&mut *app.store.read().await?).await?;
    let mut listed = Vec::new();
    for row in rows.into_iter().rev() {
        listed.push(Listed {
            round: read(&row.id, &row.body)?,
            received_on: row.received_on,
        });
    }
    Ok(listed)
}

/// The signed file of a round.
///
/// # Errors
/// [`UsecaseError::NotFound`] when there is none of that id.
pub async fn signed_file(app: &App, id: &str) -> Result<Vec<u8>, UsecaseError> {
    let row = round::find(&mut *app.store.read().await?, id).await?;
    let row = row.ok_or_else(|| UsecaseError::NotFound(id.to_owned()))?;
    let RoundRow {
        public_key,
        signature,
        body,
        ..
    } = row;
    let key = parse_key_bytes(&public_key)
        .ok_or_else(|| StorageError::Corrupt(format!("round {id}: no key")))?;
    Ok(write(&SignedRound {
        body,
        key,
        signature,
    }))
}
