//! Resets the PIN of a tablet's settings.

use super::enrol_device::random_pin;
use super::record_event::{Act, record};
use super::{App, UsecaseError};
use crate::storage::device;

/// Gives a device a new PIN, which it learns with its next report. `actor` is the account that
/// does it.
///
/// # Errors
/// When there is no device of that id.
pub async fn reset_pin(app: &App, actor: &str, id: &str) -> Result<(), UsecaseError> {
    let (pin, day) = (random_pin()?, app.today());
    let mut write = app.store.write().await?;
    if !device::set_pin(write.connection(), id, &pin).await? {
        return Err(UsecaseError::NotFound(id.to_owned()));
    }
    let act = Act {
        day: &day,
        actor,
        action: "device-pin",
        subject: id,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}
