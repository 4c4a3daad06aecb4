//! How often the open page of a unit may be posted: it has neither device nor code.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// Posts of one unit's open page in one minute; a busy counter sees one person a minute.
pub const MOST_PER_MINUTE: u32 = 120;

const WINDOW_SECONDS: i64 = 60;

/// Posts counted by unit, in memory only.
#[derive(Debug, Default)]
pub struct Pace {
    units: Mutex<BTreeMap<String, Window>>,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    began: i64,
    n_posts: u32,
}

impl Pace {
    /// Counts one post of `unit` at `now`, in seconds since 1970.
    ///
    /// # Errors
    /// The seconds to wait, when the minute is full.
    pub fn admit(&self, unit: &str, now: i64) -> Result<(), i64> {
        let mut units = self.units.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = Window {
            began: now,
            n_posts: 0,
        };
        let window = units.entry(unit.to_owned()).or_insert(fresh);
        // A clock that was set back begins a new minute too.
        if !(window.began..window.began + WINDOW_SECONDS).contains(&now) {
            *window = fresh;
        }
        if window.n_posts >= MOST_PER_MINUTE {
            return Err(window.began + WINDOW_SECONDS - now);
        }
        window.n_posts += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_takes_so_many_posts_of_one_unit_and_the_next_begins_anew() {
        let pace = Pace::default();
        for _ in 0..MOST_PER_MINUTE {
            assert_eq!(pace.admit("01141", 1_000), Ok(()));
        }
        assert_eq!(pace.admit("01141", 1_010), Err(50), "the minute is full");
        assert_eq!(pace.admit("01138", 1_010), Ok(()), "a neighbour's is not");
        assert_eq!(pace.admit("01141", 1_060), Ok(()), "the next minute");
        assert_eq!(pace.admit("01141", 500), Ok(()), "a clock set back");
    }
}
