//! Finds the rotating block that the tablets of a unit ask today.

use std::sync::Arc;

use jiff::civil::Date;

use super::find_round::in_force_on;
use super::import_dossiers::received;
use super::{App, UsecaseError};
use crate::domain::form::Form;
use crate::domain::rotation::block_of;
use crate::storage::unit::UnitRow;

/// A rotating block in force.
#[derive(Clone, Debug)]
pub struct Rotation {
    /// The form it is drawn from.
    pub form: Arc<Form>,
    /// The first day of its round's period.
    pub from: Date,
    /// The last day, included.
    pub to: Date,
}

/// The block that tablets asking `form` at `unit` add to it today: that of a round in force which
/// measures this form and wants enough sheets of the unit.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn of_tablet(
    app: &App,
    unit: &UnitRow,
    form: &Form,
) -> Result<Option<Rotation>, UsecaseError> {
    let today = app.clock.now_local().date();
    let asked = form.form_ref.to_string();
    for round in in_force_on(app, unit, today).await? {
        if round.form != asked {
            continue;
        }
        let dossiers = received(app, std::slice::from_ref(unit), round.period).await?;
        let block = block_of(&round, &unit.code, dossiers.get(&unit.code).copied());
        if let Some(form) = block.and_then(|name| app.catalog.find(name)) {
            return Ok(Some(Rotation {
                form: Arc::clone(form),
                from: round.period.from(),
                to: round.period.to(),
            }));
        }
    }
    Ok(None)
}
