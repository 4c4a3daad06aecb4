//! Which comments may be read together: ten or more, of months that are closed.

/// Fewer comments than that wait for those of later months: among a few, a reader could tell who
/// wrote what.
pub const FEWEST: u64 = 10;

/// Months whose comments are released together, such as `2026-10` to `2026-11`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// First month, included.
    pub first: String,
    /// Last month, included.
    pub last: String,
    /// How many comments there are, at least [`FEWEST`].
    pub n: u64,
}

/// Why a released comment is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HidingReason {
    /// It names a person.
    Person,
    /// It insults.
    Insult,
    /// It tells private data, such as a telephone number or an illness.
    Private,
}

impl HidingReason {
    /// Every reason, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Person, Self::Insult, Self::Private];

    /// The name in forms and the database.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Insult => "insult",
            Self::Private => "private",
        }
    }

    /// The reason of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}

/// The batches that can be released of what waits: months in their order, each with its number of
/// comments, only closed ones. Months with too few join the ones after them; what is left waits.
#[must_use]
pub fn batches(waiting: &[(String, u64)]) -> Vec<Batch> {
    let mut found = Vec::new();
    let mut gathered: Option<Batch> = None;
    for (month, n) in waiting {
        let batch = match gathered.take() {
            None => Batch {
                first: month.clone(),
                last: month.clone(),
                n: *n,
            },
            Some(batch) => Batch {
                last: month.clone(),
                n: batch.n.saturating_add(*n),
                ..batch
            },
        };
        if batch.n >= FEWEST {
            found.push(batch);
        } else {
            gathered = Some(batch);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn waiting(counts: &[u64]) -> Vec<(String, u64)> {
        let month = |(at, n): (usize, &u64)| (format!("2026-{:02}", at + 1), *n);
        counts.iter().enumerate().map(month).collect()
    }

    #[test]
    fn months_with_few_join_those_after_them() {
        for (counts, expected, why) in [
            (vec![], vec![], "nothing waits"),
            (vec![9], vec![], "nine wait"),
            (vec![10], vec![("01", "01", 10)], "ten are released"),
            (
                vec![9, 1],
                vec![("01", "02", 10)],
                "the second month brings the tenth",
            ),
            (vec![4, 3, 2], vec![], "nine in three months"),
            (
                vec![12, 3, 8, 30, 2],
                vec![("01", "01", 12), ("02", "03", 11), ("04", "04", 30)],
                "and two wait on",
            ),
        ] {
            let found: Vec<_> = batches(&waiting(&counts))
                .into_iter()
                .map(|batch| (batch.first, batch.last, batch.n))
                .collect();
            let expected: Vec<_> = expected
                .into_iter()
                .map(|(first, last, n)| (format!("2026-{first}"), format!("2026-{last}"), n))
                .collect();
            assert_eq!(found, expected, "{why}");
        }
    }

    proptest! {
        #[test]
        fn no_batch_is_small_and_fewer_than_ten_wait(counts in prop::collection::vec(0_u64..25, 0..12)) {
            let found = batches(&waiting(&counts));
            prop_assert!(found.iter().all(|batch| batch.n >= FEWEST));
            let released: u64 = found.iter().map(|batch| batch.n).sum();
            prop_assert!(counts.iter().sum::<u64>() - released < FEWEST);
        }
    }
}
