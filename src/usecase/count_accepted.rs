//! Counts the reports of a period that the province has accepted, and names the units whose is not.

use std::collections::BTreeMap;

use sqlx::SqliteConnection;

use super::find_unit::Found;
use super::{UsecaseError, find_round};
use crate::domain::period::Period;
use crate::domain::report::{State, follow};
use crate::storage::report_step;

/// How many of a period's reports are accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Acceptance {
    /// Units that are to report.
    pub n_expected: usize,
    /// Those whose report is not accepted, in Vietnamese order.
    pub waiting: Vec<Waiting>,
}

/// A unit whose report is not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Unit code.
    pub unit: String,
    /// Unit name with its kind.
    pub name: String,
    /// Where its report stands.
    pub state: State,
}

impl Acceptance {
    /// Reports that are accepted, or were and went further.
    #[must_use]
    pub fn n_accepted(&self) -> usize {
        self.n_expected.saturating_sub(self.waiting.len())
    }
}

/// The acceptance of a province's period, of all units that any of its rounds asks; `None`: no
/// round asks for reports and no unit has taken a step in one, so that the province works without
/// them.
///
/// # Errors
/// When a row is corrupt or the file cannot be read.
pub async fn acceptance(
    connection: &mut SqliteConnection,
    province: &Found,
    period: Period,
) -> Result<Option<Acceptance>, UsecaseError> {
    let mut steps: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for row in report_step::of_period(connection, &period.to_string()).await? {
        steps.entry(row.unit).or_default().push(row.step);
    }
    let asked = province.below.iter();
    let rounds = find_round::of_period(connection, &province.unit, period).await?;
    let asked = asked.filter(|unit| rounds.expect(&unit.code));
    let mut is_used = rounds.of_province().is_some();
    let mut acceptance = Acceptance {
        n_expected: 0,
        waiting: Vec::new(),
    };
    for unit in asked {
        acceptance.n_expected += 1;
        let steps = steps.remove(&unit.code).unwrap_or_default();
        is_used |= !steps.is_empty();
        let state = follow(steps).state;
        if state < State::Accepted {
            acceptance.waiting.push(Waiting {
                unit: unit.code.clone(),
                name: unit.full_name.clone(),
                state,
            });
        }
    }
    Ok(is_used.then_some(acceptance))
}
