//! Where people can be in the proof: the cells of every unit, and what a reader may be after.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::super::Block;
use super::set::Set;
use crate::domain::form::{Channel, Code};
use crate::domain::period::{Period, Rule, Span};
use crate::domain::tally::Cell;

pub(super) const CHANNELS: [Channel; 4] =
    [Channel::Tablet, Channel::Qr, Channel::Paper, Channel::Open];
const SERVICES: [&str; 2] = ["ho-tich", "dat-dai"];

/// How often a reader looks at a span that is open, each time after more people came.
pub(super) const LOOKS: usize = 3;

/// Which people there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Scope {
    pub(super) n_units: usize,
    /// First day of the first span.
    pub(super) first: &'static str,
    pub(super) n_spans: usize,
    /// How many of the last spans are open.
    pub(super) n_open: usize,
}

/// One cell of one unit: nobody knows its number beforehand, not even that it is empty.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) unit: usize,
    pub(super) span: Span,
    pub(super) cell: Cell,
    /// After how many looks its people come; 0 in a closed span.
    pub(super) look: usize,
}

/// All cells, and the groups of them that a reader could be after.
#[derive(Debug)]
pub(super) struct World {
    pub(super) places: Vec<Place>,
    pub(super) all: Set,
    pub(super) open: BTreeSet<Span>,
    /// Cells of each unit's closed spans.
    pub(super) closed: BTreeMap<(usize, Span), Vec<usize>>,
    /// Each with its members.
    pub(super) groups: Vec<(Set, Vec<usize>)>,
}

impl World {
    /// Made once for each scope.
    pub(super) fn of(scope: Scope) -> &'static Self {
        static WORLDS: Mutex<BTreeMap<Scope, &'static World>> = Mutex::new(BTreeMap::new());
        let mut worlds = WORLDS.lock().unwrap_or_else(PoisonError::into_inner);
        worlds
            .entry(scope)
            .or_insert_with(|| Box::leak(Box::new(Self::new(scope))))
    }

    fn new(scope: Scope) -> Self {
        let first = Span::parse(scope.first).unwrap();
        let spans = std::iter::successors(Some(first), |span| Some(span.next()));
        let spans: Vec<Span> = spans.take(scope.n_spans).collect();
        let open: BTreeSet<Span> = spans[scope.n_spans - scope.n_open..]
            .iter()
            .copied()
            .collect();
        let mut places = Vec::new();
        for unit in 0..scope.n_units {
            for span in &spans {
                let n_looks = if open.contains(span) { LOOKS } else { 1 };
                for look in 0..n_looks {
                    let at = |cell| Place {
                        unit,
                        span: *span,
                        cell,
                        look,
                    };
                    places.extend(cells().map(at));
                }
            }
        }
        assert!(places.len() <= Set::MOST, "{} cells", places.len());
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, place) in places.iter().enumerate() {
            for key in place.keys() {
                groups.entry(key).or_default().push(at);
            }
        }
        let groups: BTreeMap<Set, Vec<usize>> = groups
            .into_values()
            .map(|members| (members.iter().copied().collect(), members))
            .collect();
        let groups = groups.into_iter().collect();
        let mut closed: BTreeMap<(usize, Span), Vec<usize>> = BTreeMap::new();
        for (at, place) in places.iter().enumerate() {
            if !open.contains(&place.span) {
                closed.entry((place.unit, place.span)).or_default().push(at);
            }
        }
        let all = (0..places.len()).collect();
        Self {
            places,
            all,
            open,
            closed,
            groups,
        }
    }
}

/// The cells of a span: headline channels by service and flag, and those beside.
fn cells() -> impl Iterator<Item = Cell> {
    let headline = Channel::HEADLINE.into_iter().flat_map(|channel| {
        SERVICES.into_iter().flat_map(move |service| {
            [false, true].map(|flagged| Cell {
                channel,
                service: Code::parse(service).ok(),
                flagged,
            })
        })
    });
    let beside = CHANNELS
        .into_iter()
        .filter(|it| !Channel::HEADLINE.contains(it));
    headline.chain(beside.map(|channel| Cell {
        channel,
        service: None,
        flagged: false,
    }))
}

impl Place {
    pub(super) fn is_headline(&self) -> bool {
        Channel::HEADLINE.contains(&self.cell.channel)
    }

    /// Groups it belongs to, by what they have in common: a time, and whatever else tells two
    /// cells apart, alone and crossed.
    fn keys(&self) -> Vec<String> {
        let Cell {
            channel,
            service,
            flagged,
        } = &self.cell;
        let (unit, channel) = (self.unit, channel.as_str());
        let side = if self.is_headline() {
            "headline"
        } else {
            "beside"
        };
        let service = service.as_ref().map_or("none", Code::as_str);
        let kinds = [
            side.to_owned(),
            channel.to_owned(),
            format!("{side} {service}"),
            format!("{side} {flagged}"),
            format!("{channel} {service}"),
            format!("{channel} {flagged}"),
            format!("{side} {service} {flagged}"),
            format!("{channel} {service} {flagged}"),
        ];
        let times = self.times();
        let of_time = |time: &String| kinds.each_ref().map(|kind| format!("{unit} {time} {kind}"));
        times.iter().flat_map(of_time).collect()
    }

    /// The times it lies in: all, quarters and months of both rules, block, span and look.
    fn times(&self) -> Vec<String> {
        let (span, day) = (self.span, self.span.from());
        // A reporting month begins with the second half of the month before.
        let reporting = if day.day() == 1 { span } else { span.next() };
        let block = Block::of(span);
        vec![
            "all".to_owned(),
            Period::quarter_of(day, Rule::Calendar).to_string(),
            Period::quarter_of(day, Rule::Reporting).to_string(),
            format!("block {}", block.spans()[0]),
            format!("month {}", day.first_of_month()),
            format!("reporting month {}", reporting.from().first_of_month()),
            format!("span {span}"),
            format!("span {span} look {}", self.look),
        ]
    }
}
