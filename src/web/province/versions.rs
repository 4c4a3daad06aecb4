//! Which form a page with several periods looks at, and which of its versions a period used.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::form::Form;
use crate::domain::results::ResultRow;
use crate::usecase::compute_results::{Counted, forms, pooled};
use crate::usecase::enrol_device::DEFAULT_FORM;
use crate::usecase::{App, UsecaseError};

/// A period with the form versions it has sheets of.
pub(super) struct Used {
    /// What may be shown of the period.
    pub(super) counted: Counted,
    /// Each version with its headline, units' counts pooled.
    versions: Vec<(Arc<Form>, ResultRow)>,
}

impl Used {
    /// Looks which versions the period has sheets of.
    ///
    /// # Errors
    /// When a tally is corrupt.
    pub(super) fn of(app: &App, counted: Counted) -> Result<Self, UsecaseError> {
        let mut versions = Vec::new();
        for form in forms(app, &counted, None)? {
            let rows = pooled(app, &counted, &form, None, None)?;
            versions.extend(rows.into_iter().next().map(|row| (form, row)));
        }
        Ok(Self { counted, versions })
    }

    /// The version of a form that most sheets have; the newest where none has any.
    ///
    /// Versions are never pooled, so a period is shown by one of them.
    #[must_use]
    pub(super) fn version(&self, form: &Arc<Form>) -> Arc<Form> {
        let own = self.versions_of(form);
        let most = own.max_by_key(|(version, row)| (row.n, version.form_ref.version));
        most.map_or_else(|| Arc::clone(form), |(version, _)| Arc::clone(version))
    }

    /// The headline of one version.
    #[must_use]
    pub(super) fn headline(&self, version: &Form) -> Option<&ResultRow> {
        let mut own = self.versions.iter();
        own.find(|(form, _)| form.form_ref == version.form_ref)
            .map(|(_, row)| row)
    }

    /// Sheets of the form's versions that are not `shown`.
    #[must_use]
    pub(super) fn others(&self, shown: &Arc<Form>) -> Vec<(String, u64)> {
        self.versions_of(shown)
            .filter(|(version, row)| version.form_ref != shown.form_ref && row.n > 0)
            .map(|(version, row)| (version.form_ref.to_string(), row.n))
            .collect()
    }

    fn versions_of(&self, form: &Arc<Form>) -> impl Iterator<Item = &(Arc<Form>, ResultRow)> {
        let id = form.form_ref.id.clone();
        let versions = self.versions.iter();
        versions.filter(move |(version, _)| version.form_ref.id == id)
    }
}

/// Forms with sheets in these periods, chosen as the main form of one period is: the round's
/// first, then most sheets, those with a percent before those without, equal ones by id; the
/// counter's own where there are none.
#[must_use]
pub(super) fn forms_used<'a>(
    app: &App,
    of_round: Option<&str>,
    periods: impl IntoIterator<Item = &'a Used>,
) -> Vec<Arc<Form>> {
    let of_round = of_round.and_then(|name| app.catalog.find(name));
    let of_round = of_round.map(|form| form.form_ref.id.as_str());
    let mut by_id: BTreeMap<&str, (bool, u64)> = BTreeMap::new();
    for (version, row) in periods.into_iter().flat_map(|used| &used.versions) {
        let (has_percent, n) = by_id.entry(version.form_ref.id.as_str()).or_default();
        *has_percent |= row.percent.is_some();
        *n = n.saturating_add(row.n);
    }
    if let Some(id) = of_round {
        by_id.entry(id).or_default();
    }
    let mut ids: Vec<_> = by_id.into_iter().collect();
    ids.sort_by_key(|(id, weight)| (of_round != Some(*id), Reverse(*weight), *id));
    let known = ids.iter().filter_map(|(id, _)| app.catalog.newest(id));
    let mut forms: Vec<Arc<Form>> = known.cloned().collect();
    if forms.is_empty() {
        forms.extend(app.catalog.newest(DEFAULT_FORM).cloned());
    }
    forms
}
