//! Times into rates and percentiles, in integers.

use std::time::Duration;

/// What clients saw in one measurement, over all its rounds.
#[derive(Debug, Default)]
pub(super) struct Measured {
    /// How long each answer took until it was acknowledged, in microseconds.
    latencies_us: Vec<u64>,
    elapsed: Duration,
}

impl Measured {
    /// Adds what one client saw.
    pub(super) fn add(&mut self, latencies_us: Vec<u64>) {
        self.latencies_us.extend(latencies_us);
    }

    /// Adds the length of a round.
    pub(super) fn add_time(&mut self, elapsed: Duration) {
        self.elapsed += elapsed;
    }

    /// Acknowledged answers a second, rounded down.
    pub(super) fn rate(&self) -> u64 {
        timed_rate(self.latencies_us.len(), self.elapsed)
    }

    /// The least times that half, and all but a hundredth, of the answers did not exceed, in
    /// milliseconds.
    pub(super) fn median_and_slowest_ms(&self) -> (String, String) {
        let mut sorted = self.latencies_us.clone();
        sorted.sort_unstable();
        (percentile_ms(&sorted, 50), percentile_ms(&sorted, 99))
    }
}

/// Milliseconds with two decimals, rounded up; `sorted_us` ascending.
fn percentile_ms(sorted_us: &[u64], percent: usize) -> String {
    let at = (sorted_us.len() * percent).div_ceil(100).saturating_sub(1);
    sorted_us.get(at).map_or_else(
        || "–".to_owned(),
        |us| {
            let hundredths = us.div_ceil(10);
            format!("{}.{:02}", hundredths / 100, hundredths % 100)
        },
    )
}

/// How many a second, rounded down.
pub(super) fn timed_rate(n: usize, elapsed: Duration) -> u64 {
    let per_second = wide(n) * 1_000_000 / elapsed.as_micros().max(1);
    u64::try_from(per_second).unwrap_or(u64::MAX)
}

/// A whole percentage, rounded down.
pub(super) fn percent_of(part: u64, whole: u64) -> String {
    match whole {
        0 => "–".to_owned(),
        _ => format!("{} %", u128::from(part) * 100 / u128::from(whole)),
    }
}

/// A ratio with one decimal, rounded down.
pub(super) fn times(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".to_owned();
    }
    let tenths = u128::from(part) * 10 / u128::from(whole);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Seconds with two decimals, rounded up.
pub(super) fn seconds(elapsed: Duration) -> String {
    let hundredths = elapsed.as_millis().div_ceil(10);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// Whole MiB of a number of KiB, rounded up.
pub(super) fn mebibytes(kibibytes: u64) -> u64 {
    kibibytes.div_ceil(1_024)
}

fn wide(n: usize) -> u128 {
    u128::try_from(n).unwrap_or(u128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_times_that_were_measured() {
        let hundred: Vec<u64> = (1..=100).map(|n| n * 1_000).collect();
        for (percent, expected, why) in [
            (50, "50.00", "half of them took no longer"),
            (99, "99.00", "all but one took no longer"),
            (100, "100.00", "the longest"),
            (0, "1.00", "the shortest"),
        ] {
            assert_eq!(percentile_ms(&hundred, percent), expected, "{why}");
        }
        assert_eq!(percentile_ms(&[], 50), "–", "nobody");
        assert_eq!(percentile_ms(&[11], 50), "0.02", "rounded up");
    }

    #[test]
    fn rounds_add_up_in_any_order() {
        let mut measured = Measured::default();
        for latencies_us in [vec![3_000, 1_000], vec![2_000]] {
            measured.add(latencies_us);
            measured.add_time(Duration::from_millis(500));
        }
        assert_eq!(measured.rate(), 3);
        let expected = ("2.00".to_owned(), "3.00".to_owned());
        assert_eq!(measured.median_and_slowest_ms(), expected);
    }

    #[test]
    fn ratios_are_rounded_down_so_that_no_goal_is_reached_by_rounding() {
        assert_eq!(percent_of(249, 1_000), "24 %");
        assert_eq!(percent_of(1, 0), "–");
        assert_eq!(times(1_999, 100), "19.9");
        assert_eq!(times(1, 0), "–");
        assert_eq!(seconds(Duration::from_millis(1_231)), "1.24");
        assert_eq!(mebibytes(1_025), 2);
    }
}
