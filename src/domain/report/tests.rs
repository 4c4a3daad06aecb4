//! What must hold for every way a report can go.

use proptest::prelude::*;
use rstest::rstest;

use super::*;

fn step(sequence: u64, act: Act, account: &str) -> Step {
    Step {
        id: format!("{sequence:032x}"),
        sequence,
        act,
        account: account.to_owned(),
        position: "công chức".to_owned(),
        day: jiff::civil::date(2026, 12, 16),
        received_on: jiff::civil::date(2026, 12, 16),
        reason: act.needs_reason().then(|| "thiếu phiếu giấy".to_owned()),
        figures: None,
    }
}

/// A wish when the period is over.
fn wish(act: Act, reason: Option<&str>) -> Wish<'_> {
    Wish {
        act,
        reason,
        stage: Stage::Over,
    }
}

/// Steps by these accounts, in turn.
fn steps(acts: &[(Act, &str)]) -> Vec<Step> {
    let numbered = (1..).zip(acts);
    numbered
        .map(|(sequence, (act, account))| step(sequence, *act, account))
        .collect()
}

#[test]
fn a_report_goes_from_draft_to_archive_and_once_back() {
    let way = [
        (Act::Draft, "b", State::Drafted),
        (Act::Confirm, "l", State::Confirmed),
        (Act::Submit, "b", State::Submitted),
        (Act::RequestChange, "p", State::Returned),
        (Act::Draft, "b", State::Drafted),
        (Act::Confirm, "l", State::Confirmed),
        (Act::Submit, "l", State::Submitted),
        (Act::Accept, "p", State::Accepted),
        (Act::Publish, "c", State::Published),
        (Act::Archive, "p", State::Archived),
    ];
    for n in 1..=way.len() {
        let acts: Vec<_> = way[..n].iter().map(|(act, who, _)| (*act, *who)).collect();
        let followed = follow(steps(&acts));
        assert_eq!(followed.state, way[n - 1].2, "after {n} steps");
        assert!(followed.steps.iter().all(|(_, turn)| *turn == Turn::InTurn));
    }
}

#[rstest]
#[case(Act::Draft, Role::Officer, &[], "the officer begins")]
#[case(Act::Draft, Role::Leader, &[Refusal::Role], "the leader does not write")]
#[case(Act::Confirm, Role::Leader, &[Refusal::State(State::Open)], "nothing to confirm")]
#[case(Act::Submit, Role::Province, &[Refusal::Role, Refusal::State(State::Open)], "both at once")]
#[case(Act::Accept, Role::Admin, &[Refusal::Role, Refusal::State(State::Open)], "an administrator")]
#[case(
    Act::RequestChange,
    Role::Publisher,
    &[Refusal::Role, Refusal::State(State::Open), Refusal::ReasonMissing],
    "everything that is wrong"
)]
fn a_step_is_refused_with_every_reason(
    #[case] act: Act,
    #[case] role: Role,
    #[case] expected: &[Refusal],
    #[case] why: &str,
) {
    let who = Who { account: "x", role };
    assert_eq!(follow([]).refusals(who, wish(act, None)), expected, "{why}");
}

#[test]
fn whoever_drafted_does_not_confirm_but_may_after_another_drafted_anew() {
    let who = |account| Who {
        account,
        role: Role::Leader,
    };
    let drafted = follow(steps(&[(Act::Draft, "b")]));
    assert_eq!(
        drafted.refusals(who("b"), wish(Act::Confirm, None)),
        [Refusal::SameAccount]
    );
    assert_eq!(drafted.refusals(who("l"), wish(Act::Confirm, None)), []);
    let anew = follow(steps(&[(Act::Draft, "b"), (Act::Draft, "c")]));
    assert_eq!(anew.refusals(who("b"), wish(Act::Confirm, None)), []);
    let forged = follow(steps(&[(Act::Draft, "b"), (Act::Confirm, "b")]));
    assert_eq!(forged.state, State::Drafted, "a forged step does not count");
    assert_eq!(forged.steps[1].1, Turn::OutOfTurn, "and is shown as such");
}

#[test]
fn a_unit_that_mends_its_report_keeps_the_day_it_came_first() {
    let mut way = steps(&[
        (Act::Draft, "b"),
        (Act::Confirm, "l"),
        (Act::Submit, "b"),
        (Act::RequestChange, "p"),
        (Act::Draft, "b"),
        (Act::Confirm, "l"),
        (Act::Submit, "b"),
    ]);
    way[6].day = jiff::civil::date(2027, 1, 4);
    way[6].received_on = way[6].day;
    let followed = follow(way);
    assert_eq!(
        followed.submitted_on(),
        Some(jiff::civil::date(2026, 12, 16))
    );
    assert_eq!(
        followed.last(Act::Submit).unwrap().day,
        jiff::civil::date(2027, 1, 4)
    );
}

#[test]
fn a_report_came_when_it_was_received_whatever_day_its_server_wrote() {
    let mut way = steps(&[(Act::Draft, "b"), (Act::Confirm, "l"), (Act::Submit, "b")]);
    way[2].received_on = jiff::civil::date(2026, 12, 28);
    let came = follow(way).submitted_on();
    assert_eq!(came, Some(jiff::civil::date(2026, 12, 28)));
}

#[test]
fn nothing_that_speaks_for_a_whole_period_is_done_while_it_runs() {
    let period = Period::parse("2026-Q4b").unwrap();
    let (last, next) = (
        jiff::civil::date(2026, 12, 14),
        jiff::civil::date(2026, 12, 15),
    );
    let way = [
        (Act::Draft, Role::Officer, true),
        (Act::Confirm, Role::Leader, false),
        (Act::Submit, Role::Officer, false),
        (Act::Accept, Role::Province, false),
    ];
    for (n, (act, role, is_early)) in way.into_iter().enumerate() {
        let before: Vec<_> = way[..n].iter().map(|(act, _, _)| (*act, "b")).collect();
        let mut before = steps(&before);
        if let Some(confirmed) = before.get_mut(1) {
            confirmed.account = "l".to_owned();
        }
        let report = follow(before);
        let who = Who { account: "x", role };
        let on = |day| Wish {
            stage: Stage::of(period, day),
            ..wish(act, None)
        };
        let expected = if is_early {
            vec![]
        } else {
            vec![Refusal::PeriodRunning]
        };
        assert_eq!(report.refusals(who, on(last)), expected, "{act} too early");
        assert_eq!(report.refusals(who, on(next)), [], "{act} in time");
    }
}

#[test]
fn nobody_marks_a_report_as_published_by_a_step() {
    let accepted = follow(steps(&[
        (Act::Draft, "b"),
        (Act::Confirm, "l"),
        (Act::Submit, "b"),
        (Act::Accept, "p"),
    ]));
    let who = Who {
        account: "c",
        role: Role::Publisher,
    };
    let refusals = accepted.refusals(who, wish(Act::Publish, None));
    assert_eq!(refusals, [Refusal::WithFigures]);
}

#[test]
fn a_step_of_another_server_adds_to_a_report_and_never_changes_its_past() {
    let period = Period::parse("2026-Q4b").unwrap();
    let straight = [
        (Act::Draft, "b"),
        (Act::Confirm, "l"),
        (Act::Submit, "b"),
        (Act::Accept, "p"),
        (Act::Publish, "c"),
        (Act::Archive, "p"),
    ];
    let new = |sequence, act, day: (i8, i8)| Step {
        id: "f".repeat(32),
        day: jiff::civil::date(2026, day.0, day.1),
        ..step(sequence, act, "b")
    };
    let (today, tomorrow, running) = ((12, 16), (12, 17), (12, 14));
    let past = vec![ForeignFault::Past];
    for (n_held, step, expected, why) in [
        (3, new(4, Act::Draft, today), vec![], "nothing was decided"),
        (3, new(2, Act::Draft, today), vec![], "nor here"),
        (
            4,
            new(5, Act::Draft, today),
            vec![],
            "after it, out of turn",
        ),
        (4, new(4, Act::Draft, today), past.clone(), "beside it"),
        (4, new(1, Act::Submit, today), past, "before it"),
        (
            3,
            new(4, Act::Draft, tomorrow),
            vec![ForeignFault::Ahead],
            "a day to come",
        ),
        (
            3,
            new(4, Act::Draft, running),
            vec![],
            "a draft in the period",
        ),
        (
            3,
            new(4, Act::Submit, running),
            vec![ForeignFault::PeriodRunning],
            "too early",
        ),
        (
            6,
            new(7, Act::Draft, today),
            vec![ForeignFault::Archived],
            "put away",
        ),
    ] {
        let report = follow(steps(&straight[..n_held]));
        let carried = Carried {
            to: Side::Province,
            period,
            n_steps: 1,
        };
        let faults = report.foreign_faults(&step, carried);
        assert_eq!(faults, expected, "{why}");
    }
}

#[rstest]
#[case(0, 1, 1, true, "the first of all")]
#[case(0, 1, 2, false, "the second, and no first")]
#[case(3, 1, 4, true, "the next one")]
#[case(3, 1, 5, false, "one is left out")]
#[case(3, 1, 999, false, "the last number there is")]
#[case(3, 7, 10, true, "a long letter after what was lost here")]
#[case(3, 7, 11, false, "longer than everything together")]
fn a_number_never_outruns_the_steps_there_are(
    #[case] n_held: usize,
    #[case] n_steps: usize,
    #[case] sequence: u64,
    #[case] is_taken: bool,
    #[case] why: &str,
) {
    let held = [(Act::Draft, "b"), (Act::Confirm, "l"), (Act::Submit, "b")];
    let report = follow(steps(&held[..n_held]));
    let new = Step {
        id: "f".repeat(32),
        ..step(sequence, Act::Draft, "b")
    };
    let carried = Carried {
        to: Side::Province,
        period: Period::parse("2026-Q4b").unwrap(),
        n_steps,
    };
    let faults = report.foreign_faults(&new, carried);
    let expected: &[ForeignFault] = if is_taken { &[] } else { &[ForeignFault::Leap] };
    assert_eq!(faults, expected, "{why}");
}

fn any_step() -> impl Strategy<Value = Step> {
    let accounts = prop_oneof![Just("b"), Just("l"), Just("p")];
    (0..7_usize, 1..9_u64, 0..9_u64, accounts).prop_map(|(act, sequence, id, account)| Step {
        id: format!("{:032x}", sequence * 100 + id),
        ..step(sequence, Act::ALL[act], account)
    })
}

/// Equal ids are equal steps, as random ids make sure.
fn any_steps() -> impl Strategy<Value = Vec<Step>> {
    proptest::collection::vec(any_step(), 0..16).prop_map(|steps| {
        let by_id: BTreeMap<String, Step> = steps
            .into_iter()
            .map(|step| (step.id.clone(), step))
            .collect();
        by_id.into_values().collect()
    })
}

proptest! {
    #[test]
    fn the_order_and_the_number_of_deliveries_do_not_matter(steps in any_steps(), at in any::<prop::sample::Index>()) {
        let straight = follow(steps.clone());
        let mut shuffled = steps.clone();
        let turn = if steps.is_empty() { 0 } else { at.index(steps.len()) };
        shuffled.rotate_left(turn);
        shuffled.reverse();
        shuffled.extend(steps);
        prop_assert_eq!(straight, follow(shuffled));
    }

    #[test]
    fn what_is_not_refused_counts_and_what_is_refused_by_its_state_changes_nothing(
        steps in any_steps(), act in 0..7_usize, role in 0..5_usize
    ) {
        let (act, role) = (Act::ALL[act], Role::ALL[role]);
        let before = follow(steps.clone());
        let who = Who { account: "z", role };
        let refusals = before.refusals(who, wish(act, Some("vì")));
        let mut more = steps;
        more.push(Step { sequence: before.next_sequence(), ..step(900, act, "z") });
        let after = follow(more);
        let is_in_turn = after.steps.last().unwrap().1 == Turn::InTurn;
        prop_assert_eq!(is_in_turn, before.state.after(act).is_some());
        prop_assert!(!refusals.is_empty() || is_in_turn);
        if !is_in_turn { prop_assert_eq!(before.state, after.state); }
    }

    #[test]
    fn nobody_ever_confirms_what_they_drafted_and_an_archive_stays(steps in any_steps()) {
        let followed = follow(steps);
        let mut drafter = None;
        let mut is_archived = false;
        for step in followed.in_turn() {
            prop_assert!(!is_archived, "nothing counts after the archive");
            match step.act {
                Act::Draft => drafter = Some(step.account.clone()),
                Act::Confirm => prop_assert_ne!(drafter.as_ref(), Some(&step.account)),
                Act::Archive => is_archived = true,
                Act::Submit | Act::RequestChange | Act::Accept | Act::Publish => {}
            }
        }
    }

    #[test]
    fn every_act_has_one_side_and_a_role_that_does_it(act in 0..7_usize) {
        let act = Act::ALL[act];
        prop_assert_eq!(Act::parse(act.as_str()), Some(act));
        prop_assert!(Role::ALL.into_iter().any(|role| act.is_done_by(role)));
        prop_assert!(!act.is_done_by(Role::Admin));
    }
}
