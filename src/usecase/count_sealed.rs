//! Counts what was sealed here.

use super::{App, UsecaseError};
use crate::storage::batch;

/// Sealed batches of every unit together.
///
/// # Errors
/// When the file cannot be read.
pub async fn count_sealed(app: &App) -> Result<u64, UsecaseError> {
    let mut connection = app.store.read().await?;
    let mut n_sealed: u64 = 0;
    for unit in batch::units(&mut connection).await? {
        // A unit's ledger is numbered from 1 without a gap.
        let last = batch::last_sealed(&mut connection, &unit).await?;
        n_sealed += last.map_or(0, |(sequence, _)| sequence);
    }
    Ok(n_sealed)
}
