//! `/tinh/{unit}`: a province's desk.

mod reminders;
mod rounds;
mod choices;
mod compare;
mod references;
mod step;
mod trend;
mod versions;
mod publication;

use std::collections::BTreeMap;
use std::sync::Arc;
mod overview;

use axum::Router;

use crate::web::site::Site;

pub(super) fn routes() -> Router<Site> {
    Router::new()
        .route("/tinh/{unit}", get(show))
        .merge(rounds::routes())
        .merge(reminders::routes())
        .merge(compare::routes())
        .merge(references::routes())
        .merge(trend::routes())
        .merge(publication::routes())
}

async fn show(desk: Desk, Path(unit): Path<String>) -> Result<Markup, Failure> {
    let app = &desk.site.app;
    let counted = count(app, &desk.who.scope, &unit, desk.period).await?;
    let found = &counted.found;
    if found.unit.level != Level::Province.as_str() {
        return Err(Failure::not_found());
    }
    let described = describe(app, found.edition, &unit).await?;
    let standings = standings(app, &desk.who.scope, &unit, desk.period).await?;
    let results = forms(app, &counted, None)?
        .into_iter()
        .map(|form| Results::of(app, &counted, form))
        .collect::<Result<Vec<_>, _>>()?;
    let names = Names::of(&desk, &found.below);
    let forms: Vec<_> = results
        .iter()
        .filter_map(|results| results.shown(&names))
        .collect();
    let head = desk.head(&described);
    let (workbook, csv) = (desk.file("so-lieu.xlsx"), desk.file("so-lieu.csv"));
    let page = ProvinceDesk {
        masthead: head.masthead(),
        name: &found.unit.full_name,
        period: &desk.shown(),
        downloads: (!forms.is_empty()).then_some(Downloads {
            workbook: &workbook,
            csv: &csv,
        }),
        board: &board(&desk, &counted, standings),
        forms: &forms,
    };
    Ok(view::page(desk.words, &page))
}

/// Every unit of the province, with answers or without.
fn board(desk: &Desk, counted: &Counted, standings: Vec<list_reports::Standing>) -> Vec<BoardLine> {
    let line = |unit: list_reports::Standing| {
        let (standing, reason) = standing(unit.source);
        BoardLine {
            address: desk.unit_page(&unit.unit),
            n_sheets: counted.tallies.get(&unit.unit).map_or(0, n_sheets),
            code: unit.unit,
            name: unit.name,
            standing,
            reason,
        }
    };
    standings.into_iter().map(line).collect()
}

fn standing(source: Source) -> (Standing, Option<String>) {
    match source {
        Source::Here => (Standing::Here, None),
        Source::Merged { is_final: true, .. } => (Standing::Received, None),
        Source::Merged {
            is_final: false, ..
        } => (Standing::Provisional, None),
        Source::Withdrawn { reason } => (Standing::Withdrawn, Some(reason)),
        Source::Nothing => (Standing::Missing, None),
    }
}

fn n_sheets(tallies: &UnitTallies) -> u64 {
    let forms = tallies.spans.values().flat_map(BTreeMap::values);
    let cells = forms.flat_map(|tally| tally.cells.values());
    cells.map(|cell| cell.sheets).fold(0, u64::saturating_add)
}

/// Names and addresses of the units, by code.
struct Names(BTreeMap<String, (String, String)>);

impl Names {
    fn of(desk: &Desk, units: &[Unit]) -> Self {
        let named = |unit: &Unit| {
            let shown = (unit.full_name.clone(), desk.unit_page(&unit.code));
            (unit.code.clone(), shown)
        };
        Self(units.iter().map(named).collect())
    }

    fn row<'a>(&'a self, row: &'a ResultRow) -> Option<UnitRow<'a>> {
        let (name, address) = self.0.get(&row.unit)?;
        Some(UnitRow { name, address, row })
    }
}

/// All rows of one form version.
struct Results {
    form: Arc<Form>,
    headline: Vec<ResultRow>,
    /// Units with answers, best first, those without a rank last.
    units: Vec<ResultRow>,
}

impl Results {
    fn of(app: &App, counted: &Counted, form: Arc<Form>) -> Result<Self, UsecaseError> {
        let rows = |by| breakdown(app, counted, &form, None, by);
        let mut units = rows(Some(By::Unit))?;
        units.retain(|row| row.n > 0 || row.late > 0);
        units.sort_by_key(|row| (row.rank.is_none(), row.rank));
        Ok(Self {
            headline: rows(None)?,
            units,
            form,
        })
    }

    fn shown<'a>(&'a self, names: &'a Names) -> Option<FormResults<'a>> {
        let rolled_up = |way| self.headline.iter().find(|row| row.units == way);
        Some(FormResults {
            form: &self.form,
            pooled: rolled_up(UnitRollUp::PooledCounts)?,
            mean: rolled_up(UnitRollUp::MeanOfUnits),
            units: self.units.iter().filter_map(|row| names.row(row)).collect(),
            sums: self.sums(),
        })
    }

    /// What the units' own rows add up to, apart from the province's row.
    fn sums(&self) -> Sums {
        let add =
            |part: fn(&ResultRow) -> u64| self.units.iter().map(part).fold(0, u64::saturating_add);
        Sums {
            n: add(|row| row.n),
            numerator: add(|row| row.numerator.unwrap_or(0)),
            denominator: add(|row| row.denominator.unwrap_or(0)),
        }
    }
    Router::new().merge(overview::routes())
}
