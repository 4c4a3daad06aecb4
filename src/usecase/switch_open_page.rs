//! Opens and closes a unit's page without device or code.

use super::find_unit::{find_collected, find_today};
use super::permit::Deed;
use super::record_event::{Act, record};
use super::sign_in::SignedIn;
use super::{App, UsecaseError};
use crate::storage::unit_setting;

pub use crate::storage::unit_setting::OpenPage;

/// How a unit's open page is set.
///
/// # Errors
/// When the file cannot be read.
pub async fn state(app: &App, unit: &str) -> Result<OpenPage, UsecaseError> {
    Ok(unit_setting::open_page(&mut *app.store.read().await?, unit).await?)
}

/// Opens or closes it; what is so already is recorded no second time.
///
/// # Errors
/// When the unit is out of reach, the account keeps no counters, or this node does not collect for
/// it.
pub async fn switch(
    app: &App,
    who: &SignedIn,
    unit: &str,
    wanted: OpenPage,
) -> Result<(), UsecaseError> {
    find_today(app, &who.scope, unit).await?;
    who.require(app, Deed::KeepCounter)?;
    find_collected(app, unit).await?;
    let day = app.today();
    let mut write = app.store.write().await?;
    if unit_setting::open_page(write.connection(), unit).await? == wanted {
        return Ok(());
    }
    unit_setting::set_open_page(write.connection(), unit, wanted).await?;
    let action = match wanted {
        OpenPage::On => "open-page-on",
        OpenPage::Off => "open-page-off",
    };
    let act = Act {
        day: &day,
        actor: &who.name,
        action,
        subject: unit,
    };
    record(&mut write, act).await?;
    write.commit().await?;
    Ok(())
}
