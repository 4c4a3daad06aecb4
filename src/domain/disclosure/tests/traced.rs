//! Answers that remember which cells they come from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::super::*;
use crate::domain::form::Code;

/// A set of cells, one bit each.
pub(super) type Set = u128;

/// Where a cell of one unit stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place {
    span: usize,
    channel: Channel,
    service: usize,
}

const CHANNELS: [Channel; 4] = [Channel::Tablet, Channel::Qr, Channel::Paper, Channel::Open];
const SPANS: [&str; 7] = [
    "2026-09-15",
    "2026-10-01",
    "2026-10-15",
    "2026-11-01",
    "2026-11-15",
    "2026-12-01",
    "2026-12-15",
];
const SERVICES: [&str; 2] = ["ho-tich", "dat-dai"];

impl Place {
    /// Headline channels by service, and those beside without one.
    const PER_SPAN: usize = 2 * SERVICES.len() + 2;
    pub(super) const ALL: usize = SPANS.len() * Self::PER_SPAN;

    pub(super) fn of(at: usize) -> Self {
        let (span, rest) = (at / Self::PER_SPAN, at % Self::PER_SPAN);
        let (channel, service) = if rest < 2 * SERVICES.len() {
            (rest / SERVICES.len(), rest % SERVICES.len())
        } else {
            (2 + rest - 2 * SERVICES.len(), 0)
        };
        Self {
            span,
            channel: CHANNELS[channel],
            service,
        }
    }

    fn is_headline(self) -> bool {
        Channel::HEADLINE.contains(&self.channel)
    }

    /// Groups it belongs to, by what they have in common.
    fn keys(self) -> Vec<Vec<usize>> {
        let block = match self.span {
            0 => 0,
            6 => 2,
            _ => 1,
        };
        let (span, channel, service) = (self.span, place_of(self.channel), self.service);
        let beside = usize::from(!self.is_headline());
        let (month, reporting) = (span.div_ceil(2), span / 2);
        vec![
            vec![0, span, channel, service],
            vec![1, span, channel],
            vec![2, span, beside, service],
            vec![3, span, beside],
            vec![4, block, channel],
            vec![5, block, beside, service],
            vec![6, block, channel, service],
            vec![7, block, beside],
            vec![8, month, beside],
            vec![9, reporting, beside],
            vec![10, beside, channel],
            vec![11, beside, service],
            vec![12, beside],
        ]
    }
}

fn place_of(channel: Channel) -> usize {
    let place = CHANNELS.iter().position(|known| *known == channel);
    place.unwrap()
}

/// Groups that a reader could be after: any cell of a unit, and any sum of its cells that agree
/// in some of what tells them apart.
pub(super) fn groups(n_units: usize) -> &'static BTreeMap<Vec<usize>, Set> {
    static GROUPS: [OnceLock<BTreeMap<Vec<usize>, Set>>; 2] = [const { OnceLock::new() }; 2];
    GROUPS[usize::from(n_units > 1)].get_or_init(|| {
        let mut groups: BTreeMap<Vec<usize>, Set> = BTreeMap::new();
        for unit in 0..n_units {
            for at in 0..Place::ALL {
                for key in Place::of(at).keys() {
                    let group = groups.entry([vec![unit], key].concat()).or_default();
                    *group |= 1 << (unit * Place::ALL + at);
                }
            }
        }
        groups
    })
}

/// Sets of cells, for the sheets and for either question, and how many they are.
#[derive(Clone, Debug, Default)]
pub(super) struct Traced {
    sums: [(Set, u64); 3],
}

impl Answers for Traced {
    type Cell = Self;

    fn nobody(_: &Rule) -> Self {
        Self::default()
    }

    fn add_cell(&mut self, cell: &Self) -> Result<(), TallyError> {
        self.add(cell)
    }

    fn add(&mut self, other: &Self) -> Result<(), TallyError> {
        for ((mine, n), (theirs, more)) in self.sums.iter_mut().zip(&other.sums) {
            assert_eq!(*mine & theirs, 0, "no cell counts twice");
            *mine |= theirs;
            *n += more;
        }
        Ok(())
    }

    fn sheets(&self) -> u64 {
        self.sums[0].1
    }

    fn answered(&self, question: usize) -> u64 {
        self.sums[question + 1].1
    }

    fn leave_out(&mut self, question: usize) {
        self.sums[question + 1] = (0, 0);
    }

    fn only(&self, question: usize) -> Self {
        let mut only = Self::default();
        only.sums[question + 1] = self.sums[question + 1];
        only
    }

    fn set_flagged(&mut self, _: u64) {}
}

/// The first question is what the headline is made of, the second is not.
pub(super) fn rule() -> Rule {
    Rule {
        least: LEAST,
        heads: vec![0],
        n_questions: 2,
    }
}

/// The cells of a unit; those of nobody too: who reads the figures does not know them.
pub(super) fn cells(unit: usize, counts: &[[u64; 3]]) -> Vec<(Cell, Span, Traced)> {
    let cell = |(at, counts): (usize, &[u64; 3])| {
        let place = Place::of(at);
        let service = place
            .is_headline()
            .then(|| Code::parse(SERVICES[place.service]).unwrap());
        let cell = Cell {
            channel: place.channel,
            service,
            flagged: false,
        };
        let sums = counts.map(|n| (1 << (unit * Place::ALL + at), n));
        (
            cell,
            Span::parse(SPANS[place.span]).unwrap(),
            Traced { sums },
        )
    };
    counts.iter().enumerate().map(cell).collect()
}

pub(super) fn source(
    cells: &[(Cell, Span, Traced)],
    period: Period,
    n_open: usize,
) -> Source<'_, Traced> {
    let spans = SPANS.map(|span| Span::parse(span).unwrap());
    let open: BTreeSet<Span> = spans[spans.len() - n_open..].iter().copied().collect();
    let mut closed: BTreeMap<Span, Vec<(&Cell, &Traced)>> = BTreeMap::new();
    for (cell, span, traced) in cells.iter().filter(|(_, span, _)| !open.contains(span)) {
        closed.entry(*span).or_default().push((cell, traced));
    }
    Source {
        closed,
        snapshots: BTreeMap::new(),
        open,
        period,
        headline: &Channel::HEADLINE,
    }
}

/// Everything released.
#[derive(Default)]
pub(super) struct Known(Vec<Traced>);

impl Known {
    pub(super) fn add(&mut self, answers: &Traced) {
        self.0.push(answers.clone());
    }

    pub(super) fn add_released(&mut self, released: &Released<Traced>) {
        self.add(&released.total);
        for months in &released.months {
            self.add(&months.answers);
        }
        for group in released.channels.iter().chain(&released.services) {
            self.add(&group.answers);
        }
    }

    /// The sums of a subject. A question's row tells how many sheets it is about as well:
    /// answers, skips and blanks add up to them.
    pub(super) fn sums(&self, subject: usize) -> Vec<(Set, u64)> {
        let own = self.0.iter().map(|traced| traced.sums[subject]);
        let bases = self.0.iter().flat_map(|traced| &traced.sums[1..]);
        let bases = bases.filter(|_| subject == 0).map(|(cells, _)| (*cells, 1));
        own.chain(bases).collect()
    }
}
