//! The table of a province: the headline with every unit's row and rank, and each one's factors.

use crate::domain::percent::{fraction, weighted_mean};
use crate::domain::results::build::{Ways, ranked_rows};
use crate::domain::results::measure::{Subject, measure};
use crate::domain::results::part::{Part, Sum, Sums};
use crate::domain::results::{ResultInput, ResultRow};
use crate::domain::tally::TallyError;

/// Everything a ranking with factors shows, from one adding-up of the tallies.
#[derive(Clone, Debug)]
pub struct Table {
    /// The headline: pooled, then the mean of units for a unit above others.
    pub headline: Vec<ResultRow>,
    /// Pooled, one row per factor, then the index; enough as in a unit's line.
    pub sections: Vec<ResultRow>,
    /// Answers of the most answered question of each factor, then of all of them.
    pub answered: Vec<u64>,
    /// The mean of the ranked units' figures by their dossiers, where every one's are known.
    pub weighted: Option<String>,
    /// One line per unit, in the order of the input.
    pub units: Vec<UnitLine>,
}

/// One unit's line.
#[derive(Clone, Debug)]
pub struct UnitLine {
    /// Its headline row, with rank.
    pub headline: ResultRow,
    /// One row per factor, then the index. Whether there are enough goes by `answered`: a factor
    /// that few sheets answered is no figure to judge by, however many sheets there are.
    pub sections: Vec<ResultRow>,
    /// Answers of the most answered question of each factor, then of all of them.
    pub answered: Vec<u64>,
    /// Dossiers received, where known.
    pub dossiers: Option<u64>,
}

/// Computes the table of one form version; the breakdown of the input is not looked at.
///
/// # Errors
/// When a tally is not of this form, or a sum outgrows 64 bits.
pub fn table(input: &ResultInput<'_>) -> Result<Table, TallyError> {
    let part = Part::whole(input);
    let sums = Sums::of(input, &part)?;
    let factors = (0..input.form.factors().count()).map(Subject::Section);
    let subjects: Vec<Subject> = factors.chain([Subject::Index]).collect();
    let sections = |sum: &Sum| -> (Vec<ResultRow>, Vec<u64>) {
        let row = |subject: &Subject| {
            let measured = measure(input.form, input.method, *subject, &sum.table);
            let n = measured.most_answered;
            let row = ResultRow {
                enough: sum.enough.is_met(n.min(measured.base), sum.dossiers),
                ..part.row(input, *subject, &measured, sum)
            };
            (row, n)
        };
        subjects.iter().map(row).unzip()
    };
    let ranked = ranked_rows(input, &part, &sums);
    let lines = input.units.iter().zip(&sums.units).zip(ranked);
    let units: Vec<UnitLine> = lines
        .filter_map(|((unit, sum), headline)| {
            let (sections, answered) = sections(sum);
            Some(UnitLine {
                headline: headline?,
                sections,
                answered,
                dossiers: unit.dossiers,
            })
        })
        .collect();
    let (whole, answered) = sections(&sums.all);
    Ok(Table {
        headline: part.subject_rows(input, &[Subject::Headline], (&sums, Ways::Both)),
        sections: whole,
        answered,
        weighted: weighted(input, &units),
        units,
    })
}

/// `None` as soon as one ranked unit's dossiers are unknown, or its figure is no single fraction.
fn weighted(input: &ResultInput<'_>, units: &[UnitLine]) -> Option<String> {
    let figures = units.iter().filter(|unit| unit.headline.rank.is_some());
    let weighed = figures.map(|unit| {
        let row = &unit.headline;
        let figure = fraction(row.numerator?.into(), row.denominator?.into())?;
        Some((figure, unit.dossiers?))
    });
    let weighed = weighed.collect::<Option<Vec<_>>>()?;
    let exact = weighted_mean(&weighed)?;
    Some(input.method.figure(&exact).to_string())
}

/// How a unit's line stands in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// It has a rank.
    Ranked,
    /// It has sheets, too few for a rank.
    Few,
    /// It was folded with others, so that nobody can be told from it.
    Folded,
    /// It has no sheet.
    None,
}

/// What the lines of a class add up to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// Lines.
    pub units: usize,
    /// Sheets.
    pub n: u64,
    /// Unreduced.
    pub numerator: u64,
    /// Unreduced.
    pub denominator: u64,
    /// Dossiers, where every line's are known.
    pub dossiers: Option<u64>,
}

impl UnitLine {
    /// How the line stands.
    #[must_use]
    pub fn class(&self) -> Class {
        let row = &self.headline;
        match (row.folded, row.rank, row.n) {
            (true, _, _) => Class::Folded,
            (false, Some(_), _) => Class::Ranked,
            (false, None, 0) => Class::None,
            (false, None, _) => Class::Few,
        }
    }
}

impl Table {
    /// What the lines of a class add up to.
    #[must_use]
    pub fn total(&self, class: Class) -> Total {
        let lines = self.units.iter().filter(|line| line.class() == class);
        lines.fold(Total::EMPTY, Total::plus)
    }

    /// What all lines add up to: the other side of the province's own row.
    #[must_use]
    pub fn whole(&self) -> Total {
        self.units.iter().fold(Total::EMPTY, Total::plus)
    }

    /// Whether the lines add up to the province's own row, each added apart.
    #[must_use]
    pub fn agrees(&self) -> bool {
        let sum = self.whole();
        self.headline.first().is_none_or(|row| {
            let same = |own: Option<u64>, sum: u64| own.is_none_or(|own| own == sum);
            row.n == sum.n
                && same(row.numerator, sum.numerator)
                && same(row.denominator, sum.denominator)
        })
    }
}

impl Total {
    const EMPTY: Self = Self {
        units: 0,
        n: 0,
        numerator: 0,
        denominator: 0,
        dossiers: Some(0),
    };

    fn plus(self, line: &UnitLine) -> Self {
        let row = &line.headline;
        Self {
            units: self.units + 1,
            n: self.n.saturating_add(row.n),
            numerator: self.numerator.saturating_add(row.numerator.unwrap_or(0)),
            denominator: self
                .denominator
                .saturating_add(row.denominator.unwrap_or(0)),
            dossiers: self
                .dossiers
                .zip(line.dossiers)
                .map(|(sum, more)| sum.saturating_add(more)),
        }
    }
}
