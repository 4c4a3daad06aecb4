//! Figures that others published of provinces: SIPAS and PAR INDEX, beside which ours are shown.
//!
//! Ranks among all provinces and points of the PAR INDEX belong to these figures alone; nothing
//! here takes one of ours.

use crate::domain::percent::{Rounded, par_points, parse_decimal};
use crate::domain::unit::Edition;

/// The first year that either index was published for.
pub const FIRST_PUBLISHED_YEAR: i16 = 2012;

/// The most decimals a published figure has.
const MOST_DECIMALS: usize = 4;

/// Points of the PAR INDEX that its item on satisfaction gives at most.
const PAR_ITEM_POINTS: u32 = 10;

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instrument {
    /// *Chỉ số hài lòng về sự phục vụ hành chính* of the Ministry of Home Affairs.
    Sipas,
    /// *Chỉ số cải cách hành chính* of the same ministry.
    ParIndex,
}

impl Instrument {
    /// Both, in the order in which they are shown.
    pub const ALL: [Self; 2] = [Self::Sipas, Self::ParIndex];

    /// The name in files, the database and on pages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sipas => "SIPAS",
            Self::ParIndex => "PAR INDEX",
        }
    }

    /// The instrument of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.as_str() == name)
    }
}

/// One published figure of one province.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// What was published.
    pub instrument: Instrument,
    /// The edition of the province's code: before 1/7/2025, or from then on.
    pub edition: Edition,
    /// Province code.
    pub unit: String,
    /// The year it is of.
    pub year: i16,
    /// Percent, with the decimals it was published with.
    pub value: Rounded,
    /// Its place among all provinces, where known.
    pub rank: Option<u16>,
    /// How many provinces there were.
    pub n_provinces: u16,
    /// Where it stands.
    pub source: String,
}

/// What changed from one year to the next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In *điểm %*, between the figures as published.
    pub points: Rounded,
    /// Places gained; negative: lost. `None` where a rank is unknown.
    pub places: Option<i32>,
}

impl Published {
    /// Points of the PAR INDEX item that a published SIPAS earns; nothing else earns any.
    #[must_use]
    pub fn par_points(&self) -> Option<Rounded> {
        match self.instrument {
            Instrument::Sipas => Some(par_points(&self.value, PAR_ITEM_POINTS)),
            Instrument::ParIndex => None,
        }
    }

    /// The change since the year before, of the same instrument and the same province. Across the
    /// reform of 2025 there is none: neither the province nor the number of provinces is the same.
    #[must_use]
    pub fn change_since(&self, before: &Self) -> Option<Change> {
        let is_same = (self.instrument, self.edition, &self.unit)
            == (before.instrument, before.edition, &before.unit);
        (is_same && before.year.checked_add(1) == Some(self.year)).then(|| Change {
            points: self.value.minus(&before.value),
            places: before
                .rank
                .zip(self.rank)
                .map(|(old, new)| i32::from(old) - i32::from(new)),
        })
    }
}

/// The edition of a province's code in a list of so many provinces for that year; `None`: there
/// never were so many then.
#[must_use]
pub fn edition_of(n_provinces: u16, year: i16) -> Option<Edition> {
    match n_provinces {
        63 if year <= 2025 => Some(Edition::Pre2025),
        34 if year >= 2025 => Some(Edition::July2025),
        _ => None,
    }
}

/// A published percent such as `88.46` or `88,46`, with its decimals; `None` for anything else,
/// for more than four decimals, and outside 0 to 100.
#[must_use]
pub fn parse_published(text: &str) -> Option<Rounded> {
    let text = text.replace(',', ".");
    let decimals = text.split_once('.').map_or(0, |(_, rest)| rest.len());
    let exact = parse_decimal(&text).filter(|_| decimals <= MOST_DECIMALS)?;
    let value = Rounded::half_up(&exact, u8::try_from(decimals).ok()?);
    let bound = |percent: u128| Rounded::percent_of(percent, 100, 0);
    (bound(0)? <= value && value <= bound(100)?).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn published(year: i16, value: &str, rank: u16) -> Published {
        Published {
            instrument: Instrument::Sipas,
            edition: Edition::Pre2025,
            unit: "02".to_owned(),
            year,
            value: parse_published(value).unwrap(),
            rank: Some(rank),
            n_provinces: 63,
            source: "báo cáo công bố".to_owned(),
        }
    }

    /// Year, figure and rank before and after, change, why: published figures, each with its
    /// source.
    #[rustfmt::skip]
    const CHANGES: [(&str, u16, &str, u16, &str, i32, &str); 3] = [
        ("87.60", 25, "88.46", 18, "0.86", 7, "Hà Giang 2021, KH 185 of 11/7/2022"),
        ("85.03", 23, "88.02", 13, "2.99", 10, "Bình Dương 2019, Báo Bình Dương 6/6/2020"),
        ("88.02", 13, "85.03", 23, "-2.99", -10, "turned round: a fall is negative"),
    ];

    #[test]
    fn changes_are_between_published_figures_and_places() {
        for (old, old_rank, new, new_rank, points, places, why) in CHANGES {
            let change = published(2021, new, new_rank)
                .change_since(&published(2020, old, old_rank))
                .unwrap();
            assert_eq!(change.points.to_string(), points, "{why}");
            assert_eq!(change.places, Some(places), "{why}");
        }
    }

    #[test]
    fn what_cannot_be_compared_has_no_change() {
        let now = published(2021, "88.46", 18);
        let before = published(2020, "87.60", 25);
        let cases = [
            (
                Published {
                    year: 2019,
                    ..before.clone()
                },
                "a year is missing",
            ),
            (
                Published {
                    year: 2021,
                    ..before.clone()
                },
                "the same year",
            ),
            (
                Published {
                    unit: "08".into(),
                    ..before.clone()
                },
                "another province",
            ),
            (
                Published {
                    edition: Edition::July2025,
                    ..before.clone()
                },
                "across the reform",
            ),
            (
                Published {
                    instrument: Instrument::ParIndex,
                    ..before.clone()
                },
                "another index",
            ),
        ];
        for (other, why) in cases {
            assert_eq!(now.change_since(&other), None, "{why}");
        }
        let unranked = Published {
            rank: None,
            ..before
        };
        assert_eq!(now.change_since(&unranked).unwrap().places, None);
    }

    #[test]
    fn only_a_published_sipas_earns_par_points() {
        let sipas = published(2021, "91.17", 5);
        assert_eq!(
            sipas.par_points().unwrap().to_string(),
            "9.12",
            "Hà Tĩnh 2021, Báo Hà Tĩnh 8/2022"
        );
        let par = Published {
            instrument: Instrument::ParIndex,
            ..sipas
        };
        assert_eq!(par.par_points(), None);
    }

    #[test]
    fn figures_are_read_as_they_were_published_or_not_at_all() {
        for (text, shown) in [
            ("88.46", "88.46"),
            ("88,4", "88.4"),
            ("100", "100"),
            ("0.0000", "0.0000"),
        ] {
            assert_eq!(parse_published(text).unwrap().to_string(), shown);
        }
        for text in [
            "", "100.01", "-1", "88.46%", "8e1", "1.2.3", "12.34567", "88 ,4", "1,000.5",
        ] {
            assert_eq!(parse_published(text), None, "{text:?}");
        }
    }

    #[test]
    fn the_number_of_provinces_tells_the_edition() {
        let cases = [
            (63, 2024, Some(Edition::Pre2025)),
            (63, 2025, Some(Edition::Pre2025)),
            (34, 2025, Some(Edition::July2025)),
            (34, 2024, None),
            (63, 2026, None),
            (64, 2020, None),
        ];
        for (n, year, expected) in cases {
            assert_eq!(edition_of(n, year), expected, "{n} in {year}");
        }
    }
}
