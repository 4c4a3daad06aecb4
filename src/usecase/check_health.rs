//! Asks whether the node can do its work.

use super::{App, UsecaseError};
use crate::storage::node;

/// Reads one row through the database.
///
/// # Errors
/// When the database does not answer.
pub async fn check(app: &App) -> Result<(), UsecaseError> {
    node::load(&mut *app.store.read().await?).await?;
    Ok(())
}
