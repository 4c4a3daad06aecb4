//! The board of a province: which units' reports are in for a period, as a sum that always holds.

use jiff::civil::Date;

/// How a unit's figures came, as far as the board cares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Collected on the node that asks: there is nothing to send.
    Here,
    /// The whole period is held, every span of it closed, since that day.
    Final(Date),
    /// Something is held, and will be replaced.
    Interim,
    /// What came was withdrawn, and nothing newer came.
    Withdrawn,
    /// Nothing came.
    Nothing,
}

/// The days a period is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    /// Last day of the period.
    pub period_end: Date,
    /// Last day on which a report is on time.
    pub deadline: Date,
    /// Today.
    pub today: Date,
}

/// Where a unit stands on the board.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Whole by the deadline.
    OnTime,
    /// Whole, after the deadline.
    Late,
    /// Still collecting on this node, as the period runs: *đang thu*.
    Collecting,
    /// Not whole yet.
    Missing {
        /// Days since the deadline; 0 up to it.
        days_late: u32,
    },
    /// Sent and taken back.
    Withdrawn,
}

/// The board as a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Board {
    /// Units whose reports were whole by the deadline.
    pub on_time: usize,
    /// Units whose reports came after it.
    pub late: usize,
    /// Units that collect here, in a period that runs.
    pub collecting: usize,
    /// Units whose reports are not whole.
    pub missing: usize,
    /// Units whose reports were withdrawn.
    pub withdrawn: usize,
}

impl Due {
    /// Whether the period is over, so that units report.
    #[must_use]
    pub fn is_reporting(self) -> bool {
        self.today > self.period_end
    }

    /// Whether the deadline has passed.
    #[must_use]
    pub fn is_over(self) -> bool {
        self.today > self.deadline
    }

    /// Days from the deadline to today; 0 up to it.
    #[must_use]
    pub fn days_late(self) -> u32 {
        let days = self.deadline.until(self.today).map(|span| span.get_days());
        days.ok()
            .and_then(|days| u32::try_from(days).ok())
            .unwrap_or(0)
    }

    /// Days left up to the deadline; 0 once it is there.
    #[must_use]
    pub fn days_left(self) -> u32 {
        Self {
            deadline: self.today,
            today: self.deadline,
            ..self
        }
        .days_late()
    }

    /// Where a unit with that evidence stands.
    #[must_use]
    pub fn place(self, evidence: Evidence) -> Place {
        let days_late = self.days_late();
        match evidence {
            Evidence::Here if self.is_reporting() => Place::OnTime,
            Evidence::Here => Place::Collecting,
            Evidence::Final(day) if day <= self.deadline => Place::OnTime,
            Evidence::Final(_) => Place::Late,
            Evidence::Interim | Evidence::Nothing => Place::Missing { days_late },
            Evidence::Withdrawn => Place::Withdrawn,
        }
    }
}

impl Board {
    /// Counts units by place.
    #[must_use]
    pub fn of(places: impl IntoIterator<Item = Place>) -> Self {
        let mut board = Self::default();
        for place in places {
            let part = match place {
                Place::OnTime => &mut board.on_time,
                Place::Late => &mut board.late,
                Place::Collecting => &mut board.collecting,
                Place::Missing { .. } => &mut board.missing,
                Place::Withdrawn => &mut board.withdrawn,
            };
            *part += 1;
        }
        board
    }

    /// All units: the sum of the parts.
    #[must_use]
    pub fn expected(self) -> usize {
        self.received() + self.collecting + self.missing + self.withdrawn
    }

    /// Those whose reports are whole.
    #[must_use]
    pub fn received(self) -> usize {
        self.on_time + self.late
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    const END: Date = date(2026, 9, 14);
    const DEADLINE: Date = date(2026, 9, 24);

    fn due(today: Date) -> Due {
        Due {
            period_end: END,
            deadline: DEADLINE,
            today,
        }
    }

    #[rstest]
    #[case(Evidence::Here, END, Place::Collecting, "the last day runs")]
    #[case(Evidence::Here, date(2026, 9, 15), Place::OnTime, "the period is over")]
    #[case(
        Evidence::Final(DEADLINE),
        date(2026, 11, 1),
        Place::OnTime,
        "on the last day"
    )]
    #[case(
        Evidence::Final(date(2026, 9, 25)),
        date(2026, 11, 1),
        Place::Late,
        "a day after"
    )]
    #[case(Evidence::Nothing, DEADLINE, Place::Missing { days_late: 0 }, "not late yet")]
    #[case(Evidence::Nothing, date(2026, 9, 28), Place::Missing { days_late: 4 }, "four days")]
    #[case(Evidence::Interim, date(2026, 9, 25), Place::Missing { days_late: 1 }, "to be replaced")]
    #[case(Evidence::Withdrawn, date(2026, 9, 25), Place::Withdrawn, "taken back")]
    fn a_unit_stands_where_its_evidence_and_the_day_put_it(
        #[case] evidence: Evidence,
        #[case] today: Date,
        #[case] expected: Place,
        #[case] why: &str,
    ) {
        assert_eq!(due(today).place(evidence), expected, "{why}");
    }

    #[test]
    fn days_count_to_the_deadline_and_from_it() {
        for (today, left, late, is_over) in [
            (date(2026, 9, 20), 4, 0, false),
            (DEADLINE, 0, 0, false),
            (date(2026, 10, 24), 0, 30, true),
        ] {
            let due = due(today);
            let days = (due.days_left(), due.days_late(), due.is_over());
            assert_eq!(days, (left, late, is_over), "{today}");
        }
    }

    fn evidence() -> impl Strategy<Value = Evidence> {
        let day = (1i8..=28, 7i8..=12).prop_map(|(day, month)| date(2026, month, day));
        prop_oneof![
            Just(Evidence::Here),
            day.prop_map(Evidence::Final),
            Just(Evidence::Interim),
            Just(Evidence::Withdrawn),
            Just(Evidence::Nothing),
        ]
    }

    proptest! {
        #[test]
        fn every_unit_stands_in_one_part_of_the_sum(
            units in prop::collection::vec(evidence(), 0..200),
            (month, day) in (7i8..=12, 1i8..=28),
        ) {
            let due = due(date(2026, month, day));
            let board = Board::of(units.iter().map(|evidence| due.place(*evidence)));
            prop_assert_eq!(board.expected(), units.len());
            let parts = [board.on_time, board.late, board.collecting, board.missing, board.withdrawn];
            prop_assert_eq!(parts.iter().sum::<usize>(), units.len());
        }
    }
}
