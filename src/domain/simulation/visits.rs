//! When people come: by weekday and half-day, in office hours, not on holidays.

use jiff::SignedDuration;
use jiff::ToSpan;
use jiff::civil::{Date, DateTime, Weekday};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::{Milli, UnitPlan, bell};

/// One person's visit.
pub(super) struct Visit {
    /// Local time of finishing the sheet.
    pub(super) finished_at: DateTime,
    /// What this day does to everybody's mood: the queue, the weather, who sits at the counter.
    pub(super) day_effect: Milli,
}

/// The plan's visits in order of time; none when every day of the plan is closed.
pub(super) fn draw_visits(plan: &UnitPlan, rng: &mut ChaCha8Rng) -> Vec<Visit> {
    let slots = open_slots(plan, rng);
    let total = slots.last().map_or(0, |slot| slot.weight_up_to);
    if total == 0 {
        return Vec::new();
    }
    let mut visits: Vec<Visit> = (0..plan.n_sheets)
        .filter_map(|_| draw_visit(&slots, total, rng))
        .collect();
    visits.sort_by_key(|visit| visit.finished_at);
    visits
}

/// One half-day at the counter.
struct Slot {
    opens_at: DateTime,
    open_s: i64,
    day_effect: Milli,
    /// Sum of the weights of all slots up to this one, included.
    weight_up_to: u32,
}

fn draw_visit(slots: &[Slot], total: u32, rng: &mut ChaCha8Rng) -> Option<Visit> {
    let draw = rng.random_range(0..total);
    let slot = slots.get(slots.partition_point(|slot| slot.weight_up_to <= draw))?;
    let after = SignedDuration::from_secs(rng.random_range(0..slot.open_s));
    Some(Visit {
        finished_at: slot.opens_at.saturating_add(after),
        day_effect: slot.day_effect,
    })
}

fn open_slots(plan: &UnitPlan, rng: &mut ChaCha8Rng) -> Vec<Slot> {
    let mut slots = Vec::new();
    let mut weight_up_to = 0;
    let days = plan
        .first_day
        .series(1.day())
        .take_while(|day| *day <= plan.last_day);
    for day in days.filter(|day| !is_holiday(*day)) {
        let day_effect = bell(rng, 120);
        let (morning, afternoon) = weights(day.weekday());
        let halves = [
            (morning, day.at(7, 30, 0, 0), 4 * 3_600),
            (afternoon, day.at(13, 30, 0, 0), 7 * 1_800),
        ];
        for (weight, opens_at, open_s) in halves.into_iter().filter(|(weight, ..)| *weight > 0) {
            weight_up_to += weight;
            slots.push(Slot {
                opens_at,
                open_s,
                day_effect,
                weight_up_to,
            });
        }
    }
    slots
}

/// Relative numbers of visits in the morning and in the afternoon: Monday is the busiest, a
/// Saturday morning brings a few, a Sunday none.
fn weights(weekday: Weekday) -> (u32, u32) {
    match weekday {
        Weekday::Monday => (150, 90),
        Weekday::Tuesday | Weekday::Wednesday => (120, 80),
        Weekday::Thursday => (115, 80),
        Weekday::Friday => (110, 60),
        Weekday::Saturday => (25, 0),
        Weekday::Sunday => (0, 0),
    }
}

/// Public holidays with a solar date (Bộ luật Lao động 2019, Điều 112); the lunar ones are left
/// out, as three months of simulation can do without them.
fn is_holiday(day: Date) -> bool {
    matches!((day.month(), day.day()), (1 | 5, 1) | (4, 30) | (9, 2))
}
