//! Counts single answers anew, by nothing but the words of `docs/method.md`.

use std::collections::BTreeMap;

use hailong::domain::form::{Form, Kind, Question};
use hailong::domain::period::Period;
use hailong::domain::roll_up::RollUp;

use crate::facts::{Facts, Of, Told, percent};
use crate::labels::{answers, of_form};

/// A row of the file of single answers, by column.
pub(crate) type Sheet = BTreeMap<String, String>;

pub(crate) fn sheets(csv: &[u8]) -> Vec<Sheet> {
    let mut reader = csv::Reader::from_reader(csv);
    let heads = reader.headers().unwrap().clone();
    let sheet = |record: csv::StringRecord| {
        let pairs = heads
            .iter()
            .zip(&record)
            .filter(|(_, text)| !text.is_empty());
        pairs
            .map(|(head, text)| (head.to_owned(), text.to_owned()))
            .collect()
    };
    reader
        .records()
        .map(|record| sheet(record.unwrap()))
        .collect()
}

/// The numbers of one form in a period; `told` only says by which method and channels.
pub(crate) fn count(sheets: &[&Sheet], form: &Form, period: Period, told: &Told) -> Facts {
    let name = form.form_ref.to_string();
    let (method, channels) = &told.ways[&name];
    let (from, to) = (period.from().to_string(), period.to().to_string());
    let is_counted = |sheet: &&&Sheet| {
        sheet["form"] == name
            && channels.contains(&sheet["channel"])
            && (&from..=&to).contains(&&sheet["from"])
    };
    let sheets: Vec<&Sheet> = sheets.iter().filter(is_counted).copied().collect();
    let mut facts = Facts::default();
    let mut rated: Vec<(Of, Levels)> = Vec::new();
    for section in &form.sections {
        for question in section.questions.iter().filter(|it| it.is_counted()) {
            let of = Of::Question(question.id.to_string());
            let levels = count_question(&mut facts, &sheets, (form, question));
            if question.satisfaction_scale().is_none() {
                continue;
            }
            say_figure(&mut facts, form, &of, (method, &levels));
            if section.factor.is_some() {
                rated.push((Of::Factor(section.id.to_string()), levels.clone()));
                rated.push((Of::Index, levels.clone()));
            }
            let is_overall = form.overall.as_ref() == Some(&question.id);
            let is_headline = match form.headline {
                RollUp::OverallQuestion => is_overall,
                RollUp::PooledAnswers | RollUp::MeanOfQuestions | RollUp::MeanOfFactors => {
                    section.factor.is_some()
                }
            };
            if is_headline {
                rated.push((Of::Headline, levels));
            }
        }
    }
    let mut pooled: BTreeMap<Of, Levels> = BTreeMap::new();
    for (of, levels) in rated {
        let sum = pooled.entry(of).or_default();
        for (code, n) in levels {
            *sum.entry(code).or_default() += n;
        }
    }
    for (of, levels) in pooled {
        say_figure(&mut facts, form, &of, (method, &levels));
        facts.say(&of_form(form, of), "n", &sheets.len());
    }
    facts
}

/// Answers by level.
type Levels = BTreeMap<u64, u64>;

fn count_question(
    facts: &mut Facts,
    sheets: &[&Sheet],
    (form, question): (&Form, &Question),
) -> Levels {
    let subject = of_form(form, Of::Question(question.id.to_string()));
    let column = format!("{}:{}", form.form_ref, question.id);
    let answers = answers(question);
    let given = |sheet: &&Sheet, code: &str| match &question.kind {
        Kind::Multi { .. } => sheet[&format!("{column}:{code}")] == "1",
        Kind::Rating(_) | Kind::Choice(_) | Kind::Text => sheet[&column] == code,
    };
    let n = |code: &str| sheets.iter().filter(|sheet| given(sheet, code)).count();
    // What stands in place of an answer stands in every column of a question.
    let first = match &question.kind {
        Kind::Multi { .. } => format!("{column}:{}", answers[0].0),
        Kind::Rating(_) | Kind::Choice(_) | Kind::Text => column.clone(),
    };
    let instead = |word: &str| sheets.iter().filter(|sheet| sheet[&first] == word).count();
    let mut beside = 0;
    for choice in &question.outside {
        let n = instead(choice.value.as_str());
        facts.say(&subject, &format!("outside {}", choice.value), &n);
        beside += n;
    }
    facts.say(&subject, "outside", &beside);
    for (word, name) in [("left-out", "left_out"), ("not-asked", "not_asked")] {
        let n = instead(word);
        facts.say(&subject, name, &n);
        beside += n;
    }
    facts.say(&subject, "n", &(sheets.len() - beside));
    let mut levels = Levels::new();
    for (code, _) in answers {
        let n = n(&code);
        facts.say(&subject, &format!("count {code}"), &n);
        if let Ok(level) = code.parse() {
            levels.insert(level, u64::try_from(n).unwrap());
        }
    }
    levels
}

/// The figure by its formula, and the three shares of a scale from 1 to 5.
fn say_figure(facts: &mut Facts, form: &Form, of: &Of, (method, levels): (&str, &Levels)) {
    let n = |codes: &[u64]| codes.iter().map(|code| levels[code]).sum::<u64>();
    let answers = n(&[1, 2, 3, 4, 5]);
    let points: u64 = levels.iter().map(|(code, n)| code * n).sum();
    let figure = match method {
        "ty-le" => percent(n(&[4, 5]), answers),
        "diem" => percent(points, 5 * answers),
        other => panic!("no formula here for {other}"),
    };
    let subject = of_form(form, of.clone());
    let shares = [
        ("percent", figure),
        ("satisfied", percent(n(&[4, 5]), answers)),
        ("neutral", percent(n(&[3]), answers)),
        ("dissatisfied", percent(n(&[1, 2]), answers)),
    ];
    for (name, share) in shares {
        if let Some(share) = share {
            facts.say(&subject, name, &share);
        }
    }
    for (code, n) in levels {
        facts.say(&subject, &format!("count {code}"), &n);
    }
}
