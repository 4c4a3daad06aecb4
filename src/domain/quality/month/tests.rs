//! Honest months stay unmarked, campaigns are found, and what cannot be found is written down.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::domain::form::Kind;
use crate::domain::mark::Mark;
use crate::domain::quality::judge;
use crate::domain::simulation::{
    Answer, Profile, Scenario, SimulatedSheet, UnitPlan, simulate_unit,
};
use crate::forms::catalog::Catalog;

const FIRST: Date = date(2026, 10, 1);
const LAST: Date = date(2026, 10, 31);

/// A sheet as the server counts it.
#[derive(Clone)]
struct Sheet {
    half_day: HalfDay,
    channel: Channel,
    marks: Vec<Mark>,
    flagged: bool,
}

fn month_of(form: &Form, profile: Profile, seed: u64, n_sheets: usize) -> Vec<Sheet> {
    let scenario = Scenario {
        form,
        services: &[],
        profile,
        seed,
    };
    let plan = UnitPlan {
        unit_index: 0,
        n_sheets,
        first_day: FIRST,
        last_day: LAST,
    };
    simulate_unit(&scenario, &plan)
        .map(|sheet| counted(form, &sheet))
        .collect()
}

fn counted(form: &Form, sheet: &SimulatedSheet) -> Sheet {
    let marks: Vec<Mark> = form
        .counted()
        .map(|question| {
            let at = |values: &[crate::domain::form::Choice], word: &str| {
                values
                    .iter()
                    .position(|choice| choice.value.as_str() == word)
            };
            match (sheet.answers.get(question.id.as_str()), &question.kind) {
                (Some(Answer::Level(code)), _) => Mark::Level(*code),
                (Some(Answer::Word(word)), Kind::Choice(options))
                    if at(options, word).is_some() =>
                {
                    Mark::Option(at(options, word).unwrap())
                }
                (Some(Answer::Word(word)), _) => {
                    Mark::Outside(at(&question.outside, word).unwrap())
                }
                (Some(Answer::Words(words)), Kind::Multi { options, .. }) => Mark::Options(
                    options
                        .iter()
                        .map(|o| words.iter().any(|w| w == o.value.as_str()))
                        .collect(),
                ),
                (Some(Answer::Words(_)), _) => unreachable!("only a multi has several"),
                (None, _) => Mark::LeftOut,
            }
        })
        .collect();
    let flag = judge(sheet.channel, &marks, sheet.duration_s);
    Sheet {
        half_day: HalfDay::of(sheet.collected_at),
        channel: sheet.channel,
        marks,
        flagged: flag.is_some(),
    }
}

fn findings(form: &Form, sheets: &[Sheet]) -> Vec<Finding> {
    let mut evidence = Evidence::default();
    let mut own = OwnEvidence {
        n_open: open_half_days(FIRST, LAST),
        ..OwnEvidence::default()
    };
    let mut groups: BTreeMap<&[Mark], u64> = BTreeMap::new();
    for sheet in sheets {
        *evidence.sheets.entry(sheet.channel).or_default() += 1;
        evidence.flagged += u64::from(sheet.flagged);
        *own.half_days
            .entry((sheet.half_day, sheet.channel))
            .or_default() += 1;
        if sheet.channel != Channel::Paper {
            *groups.entry(&sheet.marks).or_default() += 1;
        }
    }
    let group = |(marks, n): (&[Mark], u64)| SheetGroup {
        marks: marks.to_vec(),
        n,
    };
    own.groups = vec![(form, groups.into_iter().map(group).collect())];
    evidence.own = Some(own);
    judge_month(&evidence)
}

fn verdict_of(findings: &[Finding], detector: Detector) -> Verdict {
    findings
        .iter()
        .find(|finding| finding.detector == detector)
        .unwrap()
        .verdict
}

fn forms() -> [std::sync::Arc<Form>; 2] {
    let catalog = Catalog::shipped().unwrap();
    ["hai-long-quay", "sipas-xa"].map(|id| std::sync::Arc::clone(catalog.newest(id).unwrap()))
}

#[test]
fn an_honest_commune_is_usual_month_after_month() {
    for form in forms() {
        for seed in 0..25 {
            for n_sheets in [40, 150, 400] {
                let found = findings(&form, &month_of(&form, Profile::Honest, seed, n_sheets));
                assert_eq!(
                    light(&found, &[]),
                    Verdict::Usual,
                    "{} seed {seed}, {n_sheets} sheets: {found:?}",
                    form.form_ref
                );
            }
        }
    }
}

/// One campaign: a fifth of a month's sheets is made up in one way.
fn campaign(form: &Form, seed: u64, change: impl Fn(usize, &mut Sheet)) -> Vec<Finding> {
    let mut sheets = month_of(form, Profile::Honest, seed, 240);
    let made_up = 48;
    let last = sheets.len() - made_up;
    for (at, sheet) in sheets[last..].iter_mut().enumerate() {
        sheet.channel = Channel::Tablet;
        change(at, sheet);
    }
    findings(form, &sheets)
}

fn found_in(n_months: u64, detector: Detector, change: impl Fn(usize, &mut Sheet) + Copy) -> usize {
    let [form, _] = forms();
    (0..n_months)
        .filter(|seed| verdict_of(&campaign(&form, *seed, change), detector) >= Verdict::Look)
        .count()
}

#[test]
fn a_fifth_of_the_month_made_up_in_one_afternoon_is_found() {
    let afternoon = HalfDay::new(date(2026, 10, 30), Half::Afternoon);
    let found = found_in(20, Detector::Bursts, |_, sheet| sheet.half_day = afternoon);
    assert_eq!(found, 20);
    let evening = HalfDay::new(date(2026, 10, 29), Half::Afternoon);
    let found = found_in(20, Detector::Bursts, |at, sheet| {
        sheet.half_day = if at % 2 == 0 { afternoon } else { evening };
    });
    assert!(found >= 15, "over two half-days: {found} of 20");
}

#[test]
fn a_fifth_copied_from_one_sheet_is_found() {
    let [form, long] = forms();
    let copy = |form: &Form| -> Vec<Mark> {
        let mut next = [5, 4].into_iter().cycle();
        form.counted()
            .map(|question| match &question.kind {
                Kind::Rating(_) => Mark::Level(next.next().unwrap()),
                Kind::Choice(_) => Mark::Option(0),
                Kind::Multi { .. } | Kind::Text => Mark::LeftOut,
            })
            .collect()
    };
    for form in [form, long] {
        let copy = copy(&form);
        let found = (0..20).filter(|seed| {
            let found = campaign(&form, *seed, |_, sheet| sheet.marks.clone_from(&copy));
            verdict_of(&found, Detector::Copies) >= Verdict::Look
        });
        assert_eq!(found.count(), 20, "{}: 4 and 5 by turns", form.form_ref);
    }
}

#[test]
fn a_fifth_answered_on_sundays_or_in_no_time_is_found() {
    let sunday = HalfDay::new(date(2026, 10, 25), Half::Morning);
    assert_eq!(
        found_in(20, Detector::OutOfHours, |_, sheet| sheet.half_day = sunday),
        20
    );
    assert_eq!(
        found_in(20, Detector::TooFast, |_, sheet| sheet.flagged = true),
        20
    );
}

#[test]
fn the_best_level_at_the_pace_and_times_of_others_is_not_found() {
    // What method.md says: all-5 at a natural pace cannot be told from happy people.
    let [form, _] = forms();
    let found = (0..20)
        .map(|seed| {
            let mut sheets = month_of(&form, Profile::Stuffed { percent: 20 }, seed, 240);
            for sheet in &mut sheets {
                sheet.flagged = false;
            }
            light(&findings(&form, &sheets), &[])
        })
        .filter(|light| *light > Verdict::Usual);
    assert_eq!(found.count(), 0);
}

#[test]
fn few_sheets_are_not_judged() {
    let [form, _] = forms();
    let sunday = HalfDay::new(date(2026, 10, 25), Half::Morning);
    let mut sheets = month_of(&form, Profile::Honest, 3, 29);
    for sheet in &mut sheets {
        (sheet.half_day, sheet.flagged) = (sunday, true);
    }
    let found = findings(&form, &sheets);
    assert_eq!(light(&found, &[]), Verdict::NotJudged, "{found:?}");
}

fn look() -> Vec<Finding> {
    vec![more_than_dossiers(11, Some(10))]
}

fn usual() -> Vec<Finding> {
    vec![more_than_dossiers(10, Some(10))]
}

#[test]
fn a_sign_in_two_of_three_months_must_be_checked() {
    for (before, expected, why) in [
        (vec![], Verdict::Look, "the first"),
        (vec![usual(), usual()], Verdict::Look, "nothing before"),
        (vec![usual(), look()], Verdict::Check, "the month before"),
        (vec![look(), usual()], Verdict::Check, "two months before"),
        (
            vec![look(), usual(), usual()],
            Verdict::Look,
            "too long ago",
        ),
    ] {
        assert_eq!(light(&look(), &before), expected, "{why}");
        assert_eq!(
            light(&usual(), &before),
            Verdict::Usual,
            "a usual month stays usual"
        );
    }
}

#[test]
fn more_sheets_than_dossiers_is_a_sign_and_no_count_is_none() {
    for (sheets, dossiers, expected) in [
        (120, Some(119), Verdict::Look),
        (120, Some(120), Verdict::Usual),
        (120, None, Verdict::NotJudged),
        (1, Some(0), Verdict::Look),
    ] {
        assert_eq!(
            more_than_dossiers(sheets, dossiers).verdict,
            expected,
            "{sheets} {dossiers:?}"
        );
    }
}

#[test]
fn a_month_of_another_server_is_judged_by_what_travels() {
    let evidence = Evidence {
        sheets: [(Channel::Tablet, 100), (Channel::Assisted, 20)].into(),
        flagged: 30,
        dossiers: Some(500),
        own: None,
    };
    let found = judge_month(&evidence);
    for (detector, expected) in [
        (Detector::Bursts, Verdict::NotJudged),
        (Detector::TooFast, Verdict::Check),
        (Detector::Copies, Verdict::NotJudged),
        (Detector::OutOfHours, Verdict::NotJudged),
        (Detector::MoreThanDossiers, Verdict::Usual),
    ] {
        assert_eq!(verdict_of(&found, detector), expected, "{detector:?}");
    }
    let assisted = found.last().unwrap();
    assert_eq!((assisted.seen, assisted.among), (20, 120));
}

#[test]
fn half_days_are_chosen_in_so_many_ways() {
    for (all, chosen, expected) in [(44, 1, 44), (44, 2, 946), (44, 3, 13_244), (2, 3, 0)] {
        assert_eq!(ways(all, chosen), expected, "{chosen} of {all}");
    }
}

#[test]
fn october_2026_has_22_working_days() {
    assert_eq!(open_half_days(FIRST, LAST), 44);
    assert_eq!(
        open_half_days(date(2026, 10, 24), date(2026, 10, 25)),
        0,
        "a weekend"
    );
    assert_eq!(open_half_days(LAST, FIRST), 0, "backwards");
}

proptest! {
    #[test]
    fn any_counts_are_judged(n in prop::collection::vec(0_u64..3_000, 4), n_open in 0_u64..60) {
        let half_days = n.iter().zip(1_i8..).map(|(n, day)| {
            ((HalfDay::new(date(2026, 10, day), Half::Morning), Channel::Tablet), *n)
        });
        let evidence = Evidence {
            sheets: [(Channel::Tablet, n.iter().sum())].into(),
            flagged: n[0],
            dossiers: Some(n[1]),
            own: Some(OwnEvidence { n_open, half_days: half_days.collect(), groups: Vec::new() }),
        };
        prop_assert_eq!(judge_month(&evidence).len(), 7);
    }
}

#[test]
fn counts_are_told_only_where_seen_and_rest_are_nobody_or_five() {
    let told = |detector, seen, among| {
        let finding = Finding {
            seen,
            among,
            ..not_judged(detector)
        };
        finding.share()
    };
    for (detector, seen, among, expected, why) in [
        (Detector::OneLevel, 0, 40, Share::Counts, "nobody"),
        (Detector::OneLevel, 1, 40, Share::FewSeen, "one person"),
        (Detector::Assisted, 4, 40, Share::FewSeen, "four are few"),
        (Detector::TooFast, 5, 40, Share::Counts, "five are not"),
        (Detector::TooFast, 35, 40, Share::Counts, "five others"),
        (Detector::Bursts, 36, 40, Share::FewElse, "four others"),
        (Detector::OutOfHours, 40, 40, Share::Counts, "all of them"),
        (Detector::Copies, 9, 2, Share::FewElse, "two next to them"),
        (Detector::Copies, 9, 6, Share::Counts, "no part of six"),
        (
            Detector::MoreThanDossiers,
            42,
            40,
            Share::Counts,
            "dossiers",
        ),
        (Detector::MoreThanDossiers, 3, 2, Share::FewSeen, "three"),
    ] {
        assert_eq!(told(detector, seen, among), expected, "{detector:?}: {why}");
    }
}

#[test]
fn what_nobody_judges_is_not_counted_below_thirty_sheets_either() {
    let form = &forms()[0];
    for (n_sheets, is_counted) in [(29, false), (30, true)] {
        let mut sheets = month_of(form, Profile::Honest, 3, 60);
        sheets.truncate(n_sheets);
        for sheet in &mut sheets {
            sheet.channel = Channel::Tablet;
            let ratings = form.counted().zip(&mut sheet.marks);
            let ratings = ratings.filter(|(question, _)| question.satisfaction_scale().is_some());
            ratings.for_each(|(_, mark)| *mark = Mark::Level(4));
        }
        let found = findings(form, &sheets);
        for detector in [Detector::OneLevel, Detector::Assisted] {
            let finding = found.iter().find(|finding| finding.detector == detector);
            let finding = finding.unwrap();
            assert_eq!(finding.among > 0, is_counted, "{detector:?}, {n_sheets}");
            assert_eq!(finding.verdict, Verdict::NotJudged);
        }
    }
}
