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
    let own: Vec<&ResultRow> = questions.iter().map(|(row, _)| *row).collect();
    let row = factor_row(id, &results.sections, &own)?;
    let earlier = before.and_then(|before| {
        let same = |row: &&ResultRow| own.iter().any(|own| own.question == row.question);
        let questions: Vec<&ResultRow> = before.questions.iter().filter(same).collect();
        factor_row(id, &before.sections, &questions)
    });
    Some(Line {
        section,
        standing: Standing::of(&row, reference),
        goal: references.own_goal(id).map(ToString::to_string),
        change: change(&row, earlier.as_ref()),
        row,
        questions,
    })
}

/// A factor of one question is that question. One of more stands with the answers of its most
/// answered question: where few answered, it is no figure to judge by, however many sheets there
/// are.
fn factor_row(id: &str, sections: &[ResultRow], questions: &[&ResultRow]) -> Option<ResultRow> {
    if let [only] = questions {
        return Some(ResultRow::clone(only));
    }
    let mut sections = sections.iter();
    let own = sections.find(|row| row.section.as_deref() == Some(id))?;
    Some(own.by_answers_of(questions))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::view::sample;

    #[test]
    fn a_factor_stands_with_the_answers_of_its_most_answered_question() {
        let section = ResultRow {
            section: Some("mot".to_owned()),
            n: 45,
            enough: true,
            ..sample::row()
        };
        let question = |n, enough| ResultRow {
            question: Some(format!("hoi-{n}")),
            n,
            enough,
            ..sample::row()
        };
        let (few, fewer, many) = (question(3, false), question(2, false), question(31, true));
        let sections = [section];
        for (questions, expected, why) in [
            (vec![&few, &fewer], Some((3, false)), "few answered, of 45"),
            (vec![&few, &many], Some((31, true)), "one has enough"),
            (vec![&few], Some((3, false)), "of one question it is that"),
            (vec![], Some((0, false)), "nothing is rated"),
        ] {
            let row = factor_row("mot", &sections, &questions);
            assert_eq!(row.map(|row| (row.n, row.enough)), expected, "{why}");
        }
        assert!(factor_row("hai", &sections, &[&few, &many]).is_none());
    }
}
