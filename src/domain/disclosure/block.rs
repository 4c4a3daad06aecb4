//! Blocks: the parts that calendar quarters and reporting quarters have in common.

use std::collections::BTreeSet;

use crate::domain::period::{Period, Span};

/// A run of spans that no quarter, half or year of either rule cuts.
///
/// Of each calendar quarter: the *body*, up to the 14th of its third month, and the *edge*, the
/// rest. A reporting quarter is the edge before and the body; a calendar quarter the body and
/// its edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Block(Vec<Span>);

impl Block {
    /// The block a span lies in.
    #[must_use]
    pub fn of(span: Span) -> Self {
        if is_edge(span) {
            return Self(vec![span]);
        }
        let mut first = span;
        while !is_first(first) {
            first = before(first);
        }
        let spans = std::iter::successors(Some(first), |span| Some(span.next()));
        Self(spans.take_while(|span| !is_edge(*span)).collect())
    }

    /// The blocks a period touches, in order.
    #[must_use]
    pub fn touched(period: Period) -> Vec<Self> {
        let blocks: BTreeSet<Self> = period.spans().into_iter().map(Self::of).collect();
        blocks.into_iter().collect()
    }

    /// Its spans, in order.
    #[must_use]
    pub fn spans(&self) -> &[Span] {
        &self.0
    }

    /// Whether a period takes it in whole.
    #[must_use]
    pub fn is_in(&self, period: Period) -> bool {
        self.0
            .iter()
            .all(|span| (period.from()..=period.to()).contains(&span.from()))
    }
}

fn is_edge(span: Span) -> bool {
    span.from().day() != 1 && span.from().month().rem_euclid(3) == 0
}

fn is_first(span: Span) -> bool {
    span.from().day() == 1 && span.from().month().rem_euclid(3) == 1
}

fn before(span: Span) -> Span {
    let yesterday = span.from().yesterday();
    yesterday.map_or(span, Span::of)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Period, spans of each block touched, whether all are in it whole, why.
    const PERIODS: [(&str, &[usize], bool, &str); 7] = [
        ("2026-Q4", &[5, 1], true, "body and edge"),
        ("2026-Q4b", &[1, 5], true, "the edge before and the body"),
        ("2026-H1b", &[1, 5, 1, 5], true, "two reporting quarters"),
        ("2026", &[5, 1, 5, 1, 5, 1, 5, 1], true, "a calendar year"),
        ("2026-11", &[5], false, "a month inside a body"),
        ("2026-12", &[5, 1], false, "a month that ends with the edge"),
        ("2026-10b", &[1, 5], false, "a reporting month"),
    ];

    #[test]
    fn quarters_of_both_rules_are_whole_blocks_and_months_are_not() {
        for (text, lengths, whole, why) in PERIODS {
            let period = Period::parse(text).unwrap();
            let blocks = Block::touched(period);
            let found: Vec<usize> = blocks.iter().map(|block| block.spans().len()).collect();
            assert_eq!(found, lengths, "{why}");
            let all = blocks.iter().all(|block| block.is_in(period));
            assert_eq!(all, whole, "{why}");
        }
    }
}
