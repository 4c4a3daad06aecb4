//! How many people the sheets of a month are of, at least.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::form::Channel;
use crate::domain::period::{Period, Span};
use crate::domain::rotation::is_drawn_on;
use crate::storage::unit::UnitRow;
use crate::usecase::find_round::in_force_on;
use crate::usecase::{App, UsecaseError};

/// Sheets that may be of the same people, by what they are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Left {
    whole: u64,
    second: u64,
    others: u64,
}

/// What a sheet is to the person who left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Everything was put to the person.
    Whole,
    /// A part of a rotating block's form, beside a whole sheet.
    Second,
    /// A part of a form that no tablet asks in parts: the only sheet, for all that is known.
    OtherPart,
}

impl Left {
    pub(super) fn add(&mut self, kind: Kind, n: u64) {
        match kind {
            Kind::Whole => self.whole += n,
            Kind::Second => self.second += n,
            Kind::OtherPart => self.others += n,
        }
    }

    /// Second sheets that no whole one goes with are people too, lest nobody look at them.
    pub(super) fn people(self) -> u64 {
        self.whole.max(self.second) + self.others
    }
}

/// Forms, as `id@version`, that rounds have for rotating blocks of a unit, by the spans of a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Blocks(BTreeMap<Span, BTreeSet<String>>);

impl Blocks {
    pub(super) async fn of(app: &App, unit: &UnitRow, month: Period) -> Result<Self, UsecaseError> {
        let mut blocks = BTreeMap::new();
        for span in month.spans() {
            // Periods are whole spans: what holds on the first day holds on all of them.
            let rounds = in_force_on(app, unit, span.from()).await?;
            let rotating = rounds.into_iter().filter_map(|round| round.rotating);
            blocks.insert(span, rotating.collect());
        }
        Ok(Self(blocks))
    }

    /// What a part of `form` is that came on this channel in this span.
    pub(super) fn kind_of_part(&self, span: Span, channel: Channel, form: &str) -> Kind {
        let has_block = self.0.get(&span).is_some_and(|forms| forms.contains(form));
        if has_block && is_drawn_on(channel) {
            Kind::Second
        } else {
            Kind::OtherPart
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn two_sheets_are_of_one_person_only_where_one_is_a_second_sheet() {
        for (whole, second, others, expected, why) in [
            (40, 0, 0, 40, "whole sheets"),
            (40, 40, 0, 40, "everybody was asked the block"),
            (40, 10, 0, 40, "some were"),
            (10, 40, 0, 40, "second sheets alone are people"),
            (40, 0, 40, 80, "other parts go with no sheet"),
            (10, 40, 5, 45, "nor with a second one"),
        ] {
            let mut left = Left::default();
            left.add(Kind::Whole, whole);
            left.add(Kind::Second, second);
            left.add(Kind::OtherPart, others);
            assert_eq!(left.people(), expected, "{why}");
        }
    }

    #[test]
    fn a_second_sheet_is_of_the_block_from_a_tablet_while_its_round_holds() {
        let [asked, other] = [date(2026, 11, 20), date(2026, 12, 3)].map(Span::of);
        let forms = BTreeSet::from(["sipas-xa@1".to_owned()]);
        let blocks = Blocks([(asked, forms), (other, BTreeSet::new())].into());
        for (span, channel, form, expected, why) in [
            (asked, Channel::Tablet, "sipas-xa@1", Kind::Second, "asked"),
            (
                asked,
                Channel::Assisted,
                "sipas-xa@1",
                Kind::Second,
                "with help",
            ),
            (
                asked,
                Channel::Qr,
                "sipas-xa@1",
                Kind::OtherPart,
                "phones ask no block",
            ),
            (
                asked,
                Channel::Open,
                "sipas-xa@1",
                Kind::OtherPart,
                "nor open pages",
            ),
            (
                asked,
                Channel::Paper,
                "sipas-xa@1",
                Kind::OtherPart,
                "nor paper",
            ),
            (
                asked,
                Channel::Tablet,
                "sipas-xa@2",
                Kind::OtherPart,
                "another version",
            ),
            (
                asked,
                Channel::Tablet,
                "hai-long-quay@1",
                Kind::OtherPart,
                "the round's own form",
            ),
            (
                other,
                Channel::Tablet,
                "sipas-xa@1",
                Kind::OtherPart,
                "no round holds",
            ),
        ] {
            assert_eq!(blocks.kind_of_part(span, channel, form), expected, "{why}");
        }
    }
}
