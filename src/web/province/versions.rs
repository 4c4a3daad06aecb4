//! Which form a page with several periods looks at, and which of its versions a period used.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::form::Form;
use crate::usecase::App;
use crate::usecase::collect_tallies::UnitTallies;
use crate::usecase::compute_results::Counted;
use crate::usecase::enrol_device::DEFAULT_FORM;

/// Sheets counted in a period by `id@version`.
#[must_use]
pub(super) fn sheets_by_version(counted: &Counted) -> BTreeMap<&str, u64> {
    let mut sheets: BTreeMap<&str, u64> = BTreeMap::new();
    let spans = counted
        .tallies
        .values()
        .flat_map(|unit: &UnitTallies| unit.spans.values());
    for (form, tally) in spans.flatten() {
        let n = tally
            .cells
            .values()
            .map(|cell| cell.sheets)
            .fold(0, u64::saturating_add);
        let sum = sheets.entry(form.as_str()).or_default();
        *sum = sum.saturating_add(n);
    }
    sheets
}

/// The version of a form that most sheets of the period have; the newest where none has any.
///
/// Versions are never pooled, so a period is shown by one of them.
#[must_use]
pub(super) fn version_in(app: &App, counted: &Counted, form: &Arc<Form>) -> Arc<Form> {
    let sheets = sheets_by_version(counted);
    let versions = app.catalog.versions(form.form_ref.id.as_str());
    let used = versions
        .map(|version| {
            (
                sheets
                    .get(version.form_ref.to_string().as_str())
                    .copied()
                    .unwrap_or(0),
                version,
            )
        })
        .max_by_key(|(n, version)| (*n, version.form_ref.version));
    used.map_or_else(|| Arc::clone(form), |(_, version)| Arc::clone(version))
}

/// The ids of forms with sheets in these periods, most sheets first; the counter's own where there
/// are none.
#[must_use]
pub(super) fn forms_used<'a>(
    app: &App,
    periods: impl IntoIterator<Item = &'a Counted>,
) -> Vec<Arc<Form>> {
    let mut by_id: BTreeMap<String, u64> = BTreeMap::new();
    for counted in periods {
        for (version, n) in sheets_by_version(counted) {
            let id = version.split('@').next().unwrap_or(version);
            let sum = by_id.entry(id.to_owned()).or_default();
            *sum = sum.saturating_add(n);
        }
    }
    let mut ids: Vec<(u64, String)> = by_id.into_iter().map(|(id, n)| (n, id)).collect();
    ids.sort_by(|one, other| other.cmp(one));
    let mut forms: Vec<Arc<Form>> = ids
        .iter()
        .filter_map(|(_, id)| app.catalog.newest(id))
        .cloned()
        .collect();
    if forms.is_empty() {
        forms.extend(app.catalog.newest(DEFAULT_FORM).cloned());
    }
    forms
}
