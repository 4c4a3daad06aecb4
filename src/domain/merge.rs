//! Which of two accounts of the same span holds.
//!
//! A bundle replaces, it never adds. It always carries every form of a span, so the span is what
//! is compared: a form that an older bundle counted and a newer one does not is gone, and an older
//! bundle that arrives afterwards does not bring it back.

use std::collections::BTreeMap;

use crate::domain::ledger::Hash;
use crate::domain::period::Span;

/// One account of a unit's span: what is stored, or what a bundle brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanAccount {
    /// The unit's last sealed sequence when the account was made; higher is newer.
    pub revision: u64,
    /// Whether the span was closed by then.
    pub is_final: bool,
    /// [`crate::domain::ledger::tallies_hash`] over all forms of the span.
    pub tallies: Hash,
}

/// What becomes of one span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanOutcome {
    /// A higher revision, or the first account: it replaces what is stored.
    Newer,
    /// The same revision and tallies, and the span has closed since.
    Finalised,
    /// Equal or older: nothing changes.
    Already,
    /// The same revision with other tallies: one of the two is false, the first stays.
    Conflict,
}

/// What becomes of a whole bundle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// At least one span changed.
    Merged,
    /// Nothing changed.
    Already,
    /// At least one span contradicts what is stored; nothing of the bundle is taken.
    Conflict,
    /// The bundle itself is not to be believed.
    Refused,
}

impl Outcome {
    /// The outcome's name in the contract.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Merged => "merged",
            Self::Already => "already",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
        }
    }

    /// Whether the sender may forget about the bundle.
    #[must_use]
    pub fn is_settled(self) -> bool {
        match self {
            Self::Merged | Self::Already => true,
            Self::Conflict | Self::Refused => false,
        }
    }
}

/// What a merge would do: [`judge`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// For the bundle.
    pub outcome: Outcome,
    /// For each span it brings; to be written are those that are `Newer` or `Finalised`, and
    /// only when `outcome` is `Merged`.
    pub spans: BTreeMap<Span, SpanOutcome>,
}

/// Compares what a bundle brings with what is stored for the same unit.
///
/// Among accounts that do not contradict each other the result is independent of their order and
/// of repetition: the highest revision holds, final before provisional.
#[must_use]
pub fn judge(
    stored: &BTreeMap<Span, SpanAccount>,
    brought: &BTreeMap<Span, SpanAccount>,
) -> Verdict {
    let spans: BTreeMap<Span, SpanOutcome> = brought
        .iter()
        .map(|(span, account)| (*span, judge_span(stored.get(span), account)))
        .collect();
    let has = |wanted: SpanOutcome| spans.values().any(|outcome| *outcome == wanted);
    let outcome = if has(SpanOutcome::Conflict) {
        Outcome::Conflict
    } else if has(SpanOutcome::Newer) || has(SpanOutcome::Finalised) {
        Outcome::Merged
    } else {
        Outcome::Already
    };
    Verdict { outcome, spans }
}

fn judge_span(stored: Option<&SpanAccount>, brought: &SpanAccount) -> SpanOutcome {
    let Some(stored) = stored else {
        return SpanOutcome::Newer;
    };
    if brought.revision > stored.revision {
        SpanOutcome::Newer
    } else if brought.revision < stored.revision {
        SpanOutcome::Already
    } else if brought.tallies != stored.tallies {
        SpanOutcome::Conflict
    } else if brought.is_final && !stored.is_final {
        SpanOutcome::Finalised
    } else {
        SpanOutcome::Already
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    fn account(revision: u64, is_final: bool, tallies: u8) -> SpanAccount {
        SpanAccount {
            revision,
            is_final,
            tallies: [tallies; 32],
        }
    }

    fn first_half() -> Span {
        Span::of(date(2026, 11, 1))
    }

    #[test]
    fn the_highest_revision_holds() {
        let stored = account(5, false, 1);
        for (brought, expected, why) in [
            (
                account(6, false, 2),
                SpanOutcome::Newer,
                "a higher revision replaces",
            ),
            (
                account(6, false, 1),
                SpanOutcome::Newer,
                "also with equal tallies",
            ),
            (account(5, false, 1), SpanOutcome::Already, "the same again"),
            (account(4, false, 2), SpanOutcome::Already, "an older one"),
            (
                account(4, true, 2),
                SpanOutcome::Already,
                "older, whatever it says",
            ),
            (
                account(5, true, 1),
                SpanOutcome::Finalised,
                "the span has closed",
            ),
            (
                account(5, false, 2),
                SpanOutcome::Conflict,
                "same revision, other tallies",
            ),
            (
                account(5, true, 2),
                SpanOutcome::Conflict,
                "closing changes no tally",
            ),
        ] {
            assert_eq!(judge_span(Some(&stored), &brought), expected, "{why}");
        }
        assert_eq!(
            judge_span(None, &stored),
            SpanOutcome::Newer,
            "the first account"
        );
        let closed = account(5, true, 1);
        assert_eq!(
            judge_span(Some(&closed), &stored),
            SpanOutcome::Already,
            "final stays final"
        );
    }

    #[test]
    fn one_contradiction_stops_the_whole_bundle() {
        let second_half = first_half().next();
        let stored = BTreeMap::from([(first_half(), account(5, true, 1))]);
        let brought = BTreeMap::from([
            (first_half(), account(5, true, 2)),
            (second_half, account(5, true, 3)),
        ]);
        let verdict = judge(&stored, &brought);
        assert_eq!(verdict.outcome, Outcome::Conflict);
        assert_eq!(verdict.spans.get(&second_half), Some(&SpanOutcome::Newer));
    }

    #[test]
    fn a_longer_period_merges_only_what_is_new() {
        let second_half = first_half().next();
        let stored = BTreeMap::from([(first_half(), account(5, true, 1))]);
        let brought = BTreeMap::from([
            (first_half(), account(5, true, 1)),
            (second_half, account(5, true, 3)),
        ]);
        let verdict = judge(&stored, &brought);
        assert_eq!(verdict.outcome, Outcome::Merged);
        assert_eq!(
            verdict.spans.get(&first_half()),
            Some(&SpanOutcome::Already)
        );
    }

    /// Stores what `judge` lets through, as the use case does.
    fn merge(stored: &mut BTreeMap<Span, SpanAccount>, brought: &BTreeMap<Span, SpanAccount>) {
        let verdict = judge(stored, brought);
        if verdict.outcome != Outcome::Merged {
            return;
        }
        for (span, outcome) in verdict.spans {
            match outcome {
                SpanOutcome::Newer | SpanOutcome::Finalised => {
                    stored.insert(span, brought[&span]);
                }
                SpanOutcome::Already | SpanOutcome::Conflict => {}
            }
        }
    }

    /// Bundles of one honest unit: the tallies follow from revision and span.
    fn bundles() -> impl Strategy<Value = Vec<BTreeMap<Span, SpanAccount>>> {
        let bundle = (0_usize..4, 1_usize..5, 1_u64..6, any::<[bool; 8]>()).prop_map(
            |(start, length, revision, closed)| {
                std::iter::successors(Some(first_half()), |span| Some(span.next()))
                    .enumerate()
                    .skip(start)
                    .take(length)
                    .map(|(i, span)| {
                        let tallies =
                            u8::try_from(revision).unwrap() / 2 + 16 * u8::try_from(i).unwrap();
                        (span, account(revision, closed[i], tallies))
                    })
                    .collect()
            },
        );
        prop::collection::vec(bundle, 1..8)
    }

    proptest! {
        #[test]
        fn order_and_repetition_do_not_matter(
            (bundles, shuffled) in bundles().prop_flat_map(|bundles| {
                let twice: Vec<_> = bundles.iter().chain(&bundles).cloned().collect();
                (Just(bundles), Just(twice).prop_shuffle())
            })
        ) {
            let (mut one, mut other) = (BTreeMap::new(), BTreeMap::new());
            for bundle in &bundles {
                merge(&mut one, bundle);
            }
            for bundle in &shuffled {
                merge(&mut other, bundle);
            }
            prop_assert_eq!(&one, &other);
            for bundle in &bundles {
                prop_assert_eq!(judge(&one, bundle).outcome, Outcome::Already);
            }
        }
    }
}
