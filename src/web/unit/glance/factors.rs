//! The lines of the heat table: each factor and question against its reference.

use crate::domain::comparison::{Estimate, Standing, shown};
use crate::domain::form::Section;
use crate::domain::percent::Rounded;
use crate::domain::results::ResultRow;
use crate::domain::round::Round;
use crate::web::unit::glance::compared::{Before, Compared};
use crate::web::unit::glance::results::Results;
use crate::web::view::unit::{Change, Factors, Line, Reference};

/// The heat table; `None` for a form without factors.
pub(super) fn lines<'a>(
    results: &'a Results,
    compared: &'a Compared,
    round: Option<&Round>,
) -> Option<Factors<'a>> {
    let headline = &results.headline;
    let overall = headline.percent.as_deref().filter(|_| headline.enough);
    let references = References {
        round,
        overall: overall.and_then(shown),
    };
    let before = compared.before.as_ref();
    let lines: Vec<Line<'a>> = results
        .form
        .factors()
        .filter_map(|section| line(results, section, &references, before))
        .collect();
    let index = results.sections.iter().find(|row| row.section.is_none());
    (!lines.is_empty()).then(|| Factors {
        reference: references.named(&lines),
        lines,
        index,
        before: before.map(|before| before.name.clone()),
    })
}

struct References<'a> {
    round: Option<&'a Round>,
    overall: Option<Rounded>,
}

impl References<'_> {
    fn of(&self, section: &str) -> Option<&Rounded> {
        let goal = self.round.and_then(|round| round.goal_of(section));
        goal.or(self.overall.as_ref())
    }

    fn own_goal(&self, section: &str) -> Option<&Rounded> {
        self.round?.goals.get(section)
    }

    fn named(&self, lines: &[Line<'_>]) -> Reference {
        let goal = self.round.and_then(|round| round.goal.as_ref());
        let has_own = lines.iter().any(|line| line.goal.is_some());
        match (has_own, goal, &self.overall) {
            (true, _, _) => Reference::Goals,
            (false, Some(goal), _) => Reference::Goal(goal.to_string()),
            (false, None, Some(overall)) => Reference::Overall(overall.to_string()),
            (false, None, None) => Reference::None,
        }
    }
}

fn line<'a>(
    results: &'a Results,
    section: &'a Section,
    references: &References<'_>,
    before: Option<&Before>,
) -> Option<Line<'a>> {
    let id = section.id.as_str();
    let reference = references.of(id);
    let rated = section
        .questions
        .iter()
        .filter(|question| question.satisfaction_scale().is_some());
    let questions: Vec<(&ResultRow, Standing)> = rated
        .filter_map(|question| results.question(question.id.as_str()))
        .map(|row| (row, Standing::of(row, reference)))
        .collect();
    // A factor of one question is that question, with the number that answered it.
    let (row, earlier) = if let [(only, _)] = questions.as_slice() {
        let same = |row: &&ResultRow| row.question == only.question;
        let earlier = before.and_then(|before| before.questions.iter().find(same));
        (*only, earlier)
    } else {
        let same = |row: &&ResultRow| row.section.as_deref() == Some(id);
        let own = results.sections.iter().find(same)?;
        (
            own,
            before.and_then(|before| before.sections.iter().find(same)),
        )
    };
    Some(Line {
        section,
        row,
        standing: Standing::of(row, reference),
        goal: references.own_goal(id).map(ToString::to_string),
        change: change(row, earlier),
        questions,
    })
}

fn change(row: &ResultRow, earlier: Option<&ResultRow>) -> Change {
    let Some(earlier) = earlier else {
        return Change::Unknown;
    };
    if row.folded || earlier.folded {
        return Change::Unknown;
    }
    match (Estimate::of(row), Estimate::of(earlier)) {
        (Some(own), Some(before)) if row.enough && earlier.enough => Change::By(own.minus(&before)),
        (Some(_), Some(_)) => Change::Few,
        (Some(_) | None, Some(_) | None) => Change::Unknown,
    }
}
