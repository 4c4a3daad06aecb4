//! Dossiers of a simulated counter, day by day.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;

use super::visits::draw_visits;
use super::{UnitPlan, chance, stream};

/// Dossiers of a unit on one day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Dossiers {
    /// Taken in.
    pub received: u32,
    /// Handed out.
    pub returned: u32,
}

/// What a unit's one-stop system would count while people hand in the sheets of the plan: about
/// two dossiers a sheet, on the days and with the weekdays of the visits.
///
/// Equal seeds, equal counts; days without a dossier are absent.
#[must_use]
pub fn simulate_dossiers(seed: u64, plan: &UnitPlan) -> BTreeMap<Date, Dossiers> {
    // Sheets are drawn from the streams at the other end; the last one shares them out.
    let mut rng = stream(seed, u64::MAX - 1 - u64::from(plan.unit_index));
    let most = UnitPlan {
        n_sheets: plan.n_sheets.saturating_mul(3),
        ..*plan
    };
    let kept = rng.random_range(500..=900);
    let mut days: BTreeMap<Date, Dossiers> = BTreeMap::new();
    for day in draw_days(&most, kept, &mut rng) {
        days.entry(day).or_default().received += 1;
    }
    for day in draw_days(&most, kept, &mut rng) {
        days.entry(day).or_default().returned += 1;
    }
    days
}

/// The day of each visit that brings a dossier: so many of a thousand.
fn draw_days(plan: &UnitPlan, per_mille: u32, rng: &mut ChaCha8Rng) -> Vec<Date> {
    let visits = draw_visits(plan, rng).into_iter();
    let days = visits.map(|visit| visit.finished_at.date());
    days.filter(|_| chance(rng, per_mille)).collect()
}
