mod arrival;
mod fixture;

use fixture::{counter_form, honest, one_tap_form, plan, simulate};

use super::*;
use crate::domain::form::Kind;

fn given_level(sheet: &SimulatedSheet, question: &str) -> Option<u8> {
    match sheet.answers.get(question) {
        Some(Answer::Level(code)) => Some(*code),
        Some(Answer::Word(_) | Answer::Words(_)) | None => None,
    }
}

/// Satisfied overall answers in a thousand.
fn satisfied_per_mille(sheets: &[SimulatedSheet]) -> usize {
    let levels: Vec<u8> = sheets
        .iter()
        .filter_map(|sheet| given_level(sheet, "chung"))
        .collect();
    levels.iter().filter(|level| **level >= 4).count() * 1_000 / levels.len()
}

#[test]
fn one_seed_gives_the_same_sheets_twice() {
    let first = honest(7, &plan(3, 200));
    assert_eq!(first.len(), 200);
    assert_eq!(first, honest(7, &plan(3, 200)));
}

#[test]
fn another_seed_or_unit_gives_other_people() {
    let sheets = honest(7, &plan(3, 50));
    for (others, why) in [
        (honest(8, &plan(3, 50)), "another seed"),
        (honest(7, &plan(4, 50)), "another unit"),
    ] {
        assert!(
            others
                .iter()
                .all(|other| sheets.iter().all(|sheet| sheet.id != other.id)),
            "{why}"
        );
        assert_ne!(
            others
                .iter()
                .map(|sheet| &sheet.answers)
                .collect::<Vec<_>>(),
            sheets
                .iter()
                .map(|sheet| &sheet.answers)
                .collect::<Vec<_>>(),
            "{why}"
        );
    }
}

#[test]
fn between_82_and_92_percent_are_satisfied_overall() {
    for seed in [1, 2, 3] {
        let sheets: Vec<_> = (0..124)
            .flat_map(|unit| honest(seed, &plan(unit, 80)))
            .collect();
        let share = satisfied_per_mille(&sheets);
        assert!(
            (820..=920).contains(&share),
            "seed {seed} gives {share} in a thousand"
        );
    }
}

#[test]
fn communes_differ_from_about_70_to_97_percent() {
    let mut shares: Vec<usize> = (0..60)
        .map(|unit| satisfied_per_mille(&honest(1, &plan(unit, 600))))
        .collect();
    shares.sort_unstable();
    assert!((640..780).contains(&shares[0]), "the lowest of {shares:?}");
    assert!(
        (940..=990).contains(&shares[59]),
        "the highest of {shares:?}"
    );
}

#[test]
fn answers_of_one_person_correlate() {
    // Sums of three ratings within one unit: were they independent, the variance of the sum would
    // be the sum of the variances. Clearly above that is correlation. Integer arithmetic: n²·var.
    let sheets = honest(5, &plan(0, 3_000));
    let questions = ["tiep-can", "thu-tuc", "cong-chuc"];
    let full: Vec<Vec<i64>> = sheets
        .iter()
        .filter_map(|sheet| {
            questions
                .iter()
                .map(|id| given_level(sheet, id).map(i64::from))
                .collect()
        })
        .collect();
    let n = i64::try_from(full.len()).unwrap();
    let spread = |values: Vec<i64>| {
        n * values.iter().map(|v| v * v).sum::<i64>() - values.iter().sum::<i64>().pow(2)
    };
    let independent: i64 = (0..3)
        .map(|at| spread(full.iter().map(|row| row[at]).collect()))
        .sum();
    let of_sums = spread(full.iter().map(|row| row.iter().sum()).collect());
    assert!(n > 2_000, "only {n} people answered all three");
    assert!(
        of_sums * 10 > independent * 17,
        "{of_sums} is not clearly above {independent}"
    );
}

#[test]
fn every_sheet_fits_its_form() {
    let forms = [counter_form(), one_tap_form()];
    for form in &forms {
        for profile in [Profile::Honest, Profile::Stuffed { percent: 30 }] {
            for sheet in simulate(form, profile, 11, &plan(2, 2_000)) {
                assert_fits(form, &sheet);
            }
        }
    }
}

fn assert_fits(form: &Form, sheet: &SimulatedSheet) {
    assert!(
        form.counted()
            .any(|question| sheet.answers.contains_key(question.id.as_str())),
        "no answer at all: {sheet:?}"
    );
    assert!(form.languages.contains(&sheet.language), "{sheet:?}");
    assert!(
        form.service_after.is_some() || sheet.service.is_none(),
        "{sheet:?}"
    );
    assert!(form.comment || sheet.comment.is_none(), "{sheet:?}");
    assert_eq!(sheet.id.get_version_num(), 4, "{sheet:?}");
    for (id, answer) in &sheet.answers {
        let question = form.question(id).expect("a question of the form");
        assert!(
            question.is_asked_on(sheet.channel),
            "{id} is not asked there: {sheet:?}"
        );
        let is_outside = |word: &str| {
            question
                .outside
                .iter()
                .any(|choice| choice.value.as_str() == word)
        };
        let fits = match (&question.kind, answer) {
            (Kind::Rating(scale), Answer::Level(level)) => scale.codes().contains(level),
            (Kind::Choice(options), Answer::Word(word)) => {
                is_outside(word) || options.iter().any(|option| option.value.as_str() == word)
            }
            (Kind::Multi { options, most }, Answer::Words(words)) => {
                let known = |word: &String| options.iter().any(|o| o.value.as_str() == word);
                let mut distinct = words.clone();
                distinct.sort();
                distinct.dedup();
                (1..=*most).contains(&words.len())
                    && distinct.len() == words.len()
                    && words.iter().all(known)
            }
            (Kind::Text, Answer::Word(_)) => true,
            (_, Answer::Word(word)) => is_outside(word),
            (_, Answer::Level(_) | Answer::Words(_)) => false,
        };
        assert!(fits, "{id} got {answer:?}");
    }
}

#[test]
fn a_question_is_answered_only_when_its_condition_holds() {
    let sheets = honest(3, &plan(1, 3_000));
    let picked_up = |sheet: &&SimulatedSheet| {
        sheet.answers.get("muc-dich") == Some(&Answer::Word("nhan-ket-qua".to_owned()))
    };
    let asked = |sheet: &&SimulatedSheet| sheet.answers.contains_key("ket-qua");
    assert_eq!(
        sheets
            .iter()
            .filter(asked)
            .filter(|sheet| !picked_up(sheet))
            .count(),
        0
    );
    assert!(sheets.iter().filter(picked_up).filter(asked).count() > 800);

    let sheets = simulate(&one_tap_form(), Profile::Honest, 3, &plan(1, 3_000));
    let improve = |sheet: &&SimulatedSheet| sheet.answers.contains_key("can-cai-thien");
    assert!(sheets.iter().filter(improve).count() > 0);
    for sheet in sheets.iter().filter(improve) {
        assert!(given_level(sheet, "chung").unwrap() <= 3, "{sheet:?}");
    }
}

#[test]
fn people_leave_out_skip_and_have_never_complained() {
    let sheets = honest(4, &plan(1, 5_000));
    let word = |id: &str, wanted: &str| {
        let wanted = Answer::Word(wanted.to_owned());
        sheets
            .iter()
            .filter(|sheet| sheet.answers.get(id) == Some(&wanted))
            .count()
    };
    let absent = |id: &str| {
        sheets
            .iter()
            .filter(|sheet| !sheet.answers.contains_key(id))
            .count()
    };
    for (count, band, why) in [
        (word("thu-tuc", "skip"), 60..200, "about 2.5 % skip"),
        (
            word("phan-anh", "chua-gui"),
            2_700..3_300,
            "most have never sent a complaint",
        ),
        (absent("thu-tuc"), 50..160, "about 2 % leave a question out"),
        (
            absent("gioi-tinh"),
            700..1_100,
            "more leave a profile question out",
        ),
        (
            word("muc-dich", "nop-ho-so"),
            1_700..2_200,
            "handing in is the most frequent purpose",
        ),
        (
            word("muc-dich", "bo-sung"),
            300..600,
            "completing a dossier is the rarest",
        ),
    ] {
        assert!(band.contains(&count), "{why}, got {count} of 5,000");
    }
}

#[test]
fn the_channel_says_who_helped_and_whether_time_was_taken() {
    for sheet in honest(6, &plan(0, 3_000)) {
        let helped = sheet.assisted == Assistance::Officer;
        assert_eq!(helped, sheet.channel == Channel::Assisted, "{sheet:?}");
        assert_eq!(
            sheet.duration_s.is_none(),
            sheet.channel == Channel::Paper,
            "{sheet:?}"
        );
        assert!(!sheet.stuffed);
    }
}

#[test]
fn a_stuffed_unit_has_its_share_of_fast_perfect_sheets() {
    let profile = Profile::Stuffed { percent: 20 };
    let sheets = simulate(&counter_form(), profile, 6, &plan(0, 5_000));
    let stuffed: Vec<_> = sheets.iter().filter(|sheet| sheet.stuffed).collect();
    assert!(
        (850..1_150).contains(&stuffed.len()),
        "{} of 5,000",
        stuffed.len()
    );
    for sheet in stuffed {
        assert!(sheet.duration_s.unwrap() <= 25, "{sheet:?}");
        for id in ["chung", "tiep-can", "thu-tuc", "cong-chuc", "phan-anh"] {
            assert_eq!(given_level(sheet, id), Some(5), "{sheet:?}");
        }
    }
}

#[test]
fn answers_take_the_json_shape_of_the_api() {
    let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect();
    for (answer, json) in [
        (Answer::Level(5), "5"),
        (Answer::Word("skip".to_owned()), "\"skip\""),
        (
            Answer::Words(words(&["thoi-gian", "thai-do"])),
            "[\"thoi-gian\",\"thai-do\"]",
        ),
    ] {
        assert_eq!(serde_json::to_string(&answer).unwrap(), json);
    }
    assert_eq!(
        serde_json::to_string(&Assistance::Alone).unwrap(),
        "\"self\""
    );
}
