//! What pages ask of released results beside rows.

use std::sync::Arc;

use jiff::civil::Date;

use super::unit::{UnitRelease, union};
use crate::domain::disclosure::{Answers as _, Block, Released, Table};
use crate::domain::round::Rounds;
use crate::usecase::UsecaseError;
use crate::usecase::compute_results::Counted;

/// What the rule of disclosure made of a period's figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Disclosed {
    /// A span is still open, so that only totals are shown.
    pub is_open: bool,
    /// The period may be broken down.
    pub is_divided: bool,
    /// Answers are folded together or not shown.
    pub is_folded: bool,
    /// First and last day of what is shown of open spans.
    pub covered: Option<(Date, Date)>,
}

impl Counted {
    /// What pages say of the rule.
    #[must_use]
    pub fn disclosed(&self) -> Disclosed {
        Disclosed {
            is_open: self.is_open(),
            is_divided: self.is_divided(),
            is_folded: self.is_folded(),
            covered: self.covered(),
        }
    }

    /// Adds what was released of an earlier period of the same unit. Dossiers are known where
    /// both periods' are.
    ///
    /// # Errors
    /// When the two are of different forms under one name.
    pub fn add_earlier(&mut self, earlier: Self) -> Result<(), UsecaseError> {
        self.dossiers = std::mem::take(&mut self.dossiers)
            .into_iter()
            .filter_map(|(unit, n)| {
                let sum = n.saturating_add(*earlier.dossiers.get(&unit)?);
                Some((unit, sum))
            })
            .collect();
        for (code, tallies) in earlier.tallies {
            let own = self.tallies.entry(code).or_default();
            for (form, n) in tallies.late {
                *own.late.entry(form).or_default() += n;
            }
        }
        // A round names the channels of one period alone.
        self.rounds = Rounds::default();
        if let (Some(own), Some(release)) = (&mut self.release, earlier.release) {
            own.add(release)?;
        }
        Ok(())
    }

    /// First and last day of the answers that are shown of spans still open; `None` where none
    /// are.
    #[must_use]
    pub fn covered(&self) -> Option<(Date, Date)> {
        let days = self.units().filter_map(|unit| unit.covered);
        days.reduce(union)
    }

    /// Whether a span of the period is still open, so that there is no breakdown.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.units().any(|unit| unit.is_open)
    }

    /// Whether the period may be broken down: it is closed, and no shorter than its blocks.
    #[must_use]
    pub fn is_divided(&self) -> bool {
        let blocks = Block::touched(self.period);
        !self.is_open() && blocks.iter().all(|block| block.is_in(self.period))
    }

    /// Whether answers are folded together or not shown because they are too few.
    #[must_use]
    pub fn is_folded(&self) -> bool {
        self.forms_released().any(|released| {
            let groups = released.channels.iter().chain(&released.services);
            released.lacks
                || groups
                    .filter(|group| !group.names.is_empty())
                    .any(|it| it.is_folded)
        })
    }

    fn units(&self) -> impl Iterator<Item = &UnitRelease> {
        let units = self.release.iter().flat_map(|it| it.units.values());
        units.map(Arc::as_ref)
    }

    fn forms_released(&self) -> impl Iterator<Item = &Released<Table>> {
        let forms = self.units().flat_map(|unit| unit.forms.values());
        forms.map(Arc::as_ref)
    }

    /// How many sheets of a unit and form are shown.
    #[must_use]
    pub fn n_shown(&self, unit: &str, form: &str) -> u64 {
        let released = self.released(unit, form);
        released.map_or(0, |released| released.total.sheets())
    }

    /// Whether anything at all was collected in the period, shown or not.
    #[must_use]
    pub fn has_sheets(&self) -> bool {
        self.forms_released()
            .any(|released| released.total.sheets() > 0 || released.lacks)
    }

    /// What several units hold of a form together that are too few alone.
    #[must_use]
    pub fn pooled(&self, form: &str) -> Option<&Released<Table>> {
        self.release.as_ref()?.pool(form)?.released.as_deref()
    }

    /// What may be shown of one unit and form; `None` for the shell.
    #[must_use]
    pub fn released(&self, unit: &str, form: &str) -> Option<&Released<Table>> {
        self.release.as_ref()?.of(unit, form).map(Arc::as_ref)
    }
}
