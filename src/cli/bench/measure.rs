//! Times into rates and percentiles, in integers.

use std::time::Duration;

/// What clients saw in one measurement.
#[derive(Debug)]
pub(super) struct Measured {
    /// How long each answer took until it was acknowledged, in microseconds, ascending.
    latencies_us: Vec<u64>,
    elapsed: Duration,
}

impl Measured {
    /// `latencies_us` in any order.
    pub(super) fn new(mut latencies_us: Vec<u64>, elapsed: Duration) -> Self {
        latencies_us.sort_unstable();
        Self {
            latencies_us,
            elapsed,
        }
    }

    /// Acknowledged answers a second, rounded down.
    pub(super) fn rate(&self) -> u64 {
        timed_rate(self.latencies_us.len(), self.elapsed)
    }

    /// The least time that `percent` of the answers did not exceed, in milliseconds with two
    /// decimals.
    pub(super) fn percentile_ms(&self, percent: usize) -> String {
        let at = (self.latencies_us.len() * percent)
            .div_ceil(100)
            .saturating_sub(1);
        self.latencies_us.get(at).map_or_else(
            || "–".to_owned(),
            |us| {
                let hundredths = us.div_ceil(10);
                format!("{}.{:02}", hundredths / 100, hundredths % 100)
            },
        )
    }
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
        let hundred = Measured::new(
            (1..=100).rev().map(|n| n * 1_000).collect(),
            Duration::from_secs(2),
        );
        for (percent, expected, why) in [
            (50, "50.00", "half of them took no longer"),
            (99, "99.00", "all but one took no longer"),
            (100, "100.00", "the longest"),
            (0, "1.00", "the shortest"),
        ] {
            assert_eq!(hundred.percentile_ms(percent), expected, "{why}");
        }
        assert_eq!(hundred.rate(), 50);
        assert_eq!(
            Measured::new(Vec::new(), Duration::ZERO).percentile_ms(50),
            "–",
            "nobody"
        );
        assert_eq!(
            Measured::new(vec![11], Duration::ZERO).percentile_ms(50),
            "0.02",
            "rounded up"
        );
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
