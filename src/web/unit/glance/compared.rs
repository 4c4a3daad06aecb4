//! What the overall figure is held against: the period before, the year before, the target.

use jiff::civil::{Date, date};

use crate::domain::comparison::{Difference, Estimate, Mismatch};
use crate::domain::percent::Rounded;
use crate::domain::period::Period;
use crate::domain::results::{By, ResultRow};
use crate::usecase::compute_results::{Counted, breakdown};
use crate::usecase::release_results::release;
use crate::usecase::{App, UsecaseError};
use crate::web::desk::Desk;
use crate::web::error::Failure;
use crate::web::period;
use crate::web::unit::glance::results::Results;
use crate::web::view::unit::{self as view, Against, Reason};

/// Borders and competence of communes changed on this day.
const NEW_BORDERS: Date = date(2025, 7, 1);

/// Another period of the unit, as far as it was counted.
pub(super) struct Other {
    name: String,
    counted: Result<Counted, Reason>,
}

impl Other {
    pub(super) async fn find(desk: &Desk, own: &Counted, period: Period) -> Result<Self, Failure> {
        Ok(Self {
            name: period::name(desk.words, period),
            counted: counted(desk, own, period).await?,
        })
    }
}

async fn counted(
    desk: &Desk,
    own: &Counted,
    period: Period,
) -> Result<Result<Counted, Reason>, Failure> {
    if period.from() < NEW_BORDERS {
        return Ok(Err(Reason::Boundaries));
    }
    if Period::parse(&period.to_string()).is_err() {
        return Ok(Err(Reason::BeforeCounting));
    }
    let unit = own.found.unit.code.as_str();
    match release(&desk.site.app, &desk.who.scope, unit, period).await {
        Ok(counted) => Ok(Ok(counted)),
        Err(UsecaseError::UnknownUnit(_)) => Ok(Err(Reason::NoUnit)),
        Err(error) => Err(error.into()),
    }
}

/// One form's overall figure beside the others.
pub(super) struct Compared {
    against: Vec<Against>,
    goal: Option<(String, Option<Difference>)>,
    /// The period before, where its figures can be compared.
    pub(super) before: Option<Before>,
}

/// The rows of the period before.
pub(super) struct Before {
    pub(super) name: String,
    pub(super) sections: Vec<ResultRow>,
    pub(super) questions: Vec<ResultRow>,
}

impl Compared {
    pub(super) fn of(
        app: &App,
        results: &Results,
        [before, year_before]: [&Other; 2],
        goal: Option<Rounded>,
    ) -> Result<Self, UsecaseError> {
        let mut against = vec![against(app, results, before)?];
        // A year is held against the year before once, not twice.
        if year_before.name != before.name {
            against.push(self::against(app, results, year_before)?);
        }
        let own = Estimate::of(&results.headline).filter(|_| results.headline.enough);
        let goal = goal.map(|goal| {
            let difference = own.map(|own| own.minus_fixed(&goal));
            (goal.to_string(), difference)
        });
        let is_comparable = matches!(against.first(), Some(Against::Period { .. }));
        Ok(Self {
            before: match &before.counted {
                Ok(counted) if is_comparable => Some(Before::of(app, results, before, counted)?),
                Ok(_) | Err(_) => None,
            },
            against,
            goal,
        })
    }

    pub(super) fn shown<'a>(&'a self, name: &'a str, row: &'a ResultRow) -> view::Compared<'a> {
        let goal = self.goal.as_ref();
        view::Compared {
            name,
            row,
            against: &self.against,
            goal: goal.map(|(goal, difference)| (goal.as_str(), difference.as_ref())),
        }
    }
}

impl Before {
    fn of(
        app: &App,
        results: &Results,
        before: &Other,
        counted: &Counted,
    ) -> Result<Self, UsecaseError> {
        let rows = |by| breakdown(app, counted, &results.form, None, Some(by));
        Ok(Self {
            name: before.name.clone(),
            sections: rows(By::Section)?,
            questions: rows(By::Question)?,
        })
    }
}

fn against(app: &App, results: &Results, other: &Other) -> Result<Against, UsecaseError> {
    let name = other.name.clone();
    let counted = match &other.counted {
        Ok(counted) => counted,
        Err(reason) => {
            return Ok(Against::Not {
                name,
                reason: *reason,
            });
        }
    };
    let row = breakdown(app, counted, &results.form, None, None)?
        .into_iter()
        .next();
    Ok(
        match comparable(&results.headline, row, counted.has_sheets()) {
            Ok((row, difference)) => Against::Period {
                name,
                row: Box::new(row),
                difference,
            },
            Err(reason) => Against::Not { name, reason },
        },
    )
}

/// The row and the way from it, or why there is none.
fn comparable(
    own: &ResultRow,
    other: Option<ResultRow>,
    has_sheets: bool,
) -> Result<(ResultRow, Option<Difference>), Reason> {
    let Some(other) = other.filter(|row| row.n > 0) else {
        return Err(if has_sheets {
            Reason::OtherForm
        } else {
            Reason::NoSheets
        });
    };
    match Mismatch::between(own, &other) {
        Some(Mismatch::Method) => return Err(Reason::OtherMethod),
        Some(Mismatch::Channels) => return Err(Reason::OtherChannels),
        None => {}
    }
    if !other.enough || other.folded {
        return Err(Reason::Few(other.n));
    }
    let both = Estimate::of(own).zip(Estimate::of(&other));
    let difference = both
        .filter(|_| own.enough)
        .map(|(own, other)| own.minus(&other));
    Ok((other, difference))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::web::view::sample;

    fn row(change: impl FnOnce(&mut ResultRow)) -> ResultRow {
        let mut row = sample::row();
        change(&mut row);
        row
    }

    #[rstest]
    #[case(None, false, Reason::NoSheets, "nothing was collected")]
    #[case(None, true, Reason::OtherForm, "something else was")]
    #[case(Some(row(|row| row.n = 0)), true, Reason::OtherForm, "none of this form")]
    #[case(Some(row(|row| row.method = "diem".into())), true, Reason::OtherMethod, "another formula")]
    #[case(Some(row(|row| row.channels = vec!["paper".into()])), true, Reason::OtherChannels, "other channels")]
    #[case(Some(row(|row| { row.enough = false; row.n = 12; })), true, Reason::Few(12), "too few")]
    fn what_cannot_be_compared_says_why(
        #[case] other: Option<ResultRow>,
        #[case] has_sheets: bool,
        #[case] expected: Reason,
        #[case] why: &str,
    ) {
        let found = comparable(&sample::row(), other, has_sheets);
        assert_eq!(found.err(), Some(expected), "{why}");
    }

    #[test]
    fn like_is_compared_with_like() {
        let other = row(|row| row.percent = Some("82.28".into()));
        let (_, difference) = comparable(&sample::row(), Some(other.clone()), true).unwrap();
        assert_eq!(difference.unwrap().points.to_string(), "3.09");
        let few = row(|row| row.enough = false);
        let (_, difference) = comparable(&few, Some(other), true).unwrap();
        assert_eq!(difference, None, "too few of its own");
    }
}
