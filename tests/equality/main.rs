//! One figure, told in seven ways: pages, API, CSV, workbook, report, document and command line,
//! for a simulated province over a year, in closed periods.
//!
//! The command line is set against the answers themselves, counted here anew; the API against the
//! command line, where nothing is folded; and every other way out against the API.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that misses what it needs has found something"
)]

mod desk;
mod facts;
mod files;
mod labels;
mod markup;
mod province;
mod recount;
mod report;
mod rows;
mod year;

use hailong::domain::period::Period;

use crate::facts::{Comparison, Of, Subject, Told};
use crate::year::{PERIODS, PROVINCE, year};

const FIGURES: [&str; 2] = ["n", "percent"];
const SHARES: [&str; 3] = ["satisfied", "neutral", "dissatisfied"];
const FRACTION: [&str; 2] = ["numerator", "denominator"];
/// With two decimals, as they are read, and with the four they have.
const INTERVAL: [&str; 2] = ["from", "to"];
const LIMITS: [&str; 2] = ["low", "high"];

/// Answers that are enough where no round says otherwise.
const ENOUGH: u64 = 30;

/// A question's counts, which nothing that prints counts leaves out.
fn is_count(number: &str) -> bool {
    number.starts_with("count ") || ["left_out", "not_asked"].contains(&number)
}

fn is_question(of: &Of) -> bool {
    matches!(of, Of::Question(_))
}

fn is_factor(of: &Of) -> bool {
    matches!(of, Of::Index | Of::Factor(_))
}

/// Whether a factor is no figure to judge by, however many sheets there are: too few answered its
/// most answered question.
fn is_too_few(told: &Told, subject: &Subject) -> bool {
    let answered = told.facts.number(subject, "answered");
    is_factor(&subject.1) && answered.is_none_or(|n| n.parse::<u64>().unwrap() < ENOUGH)
}

#[test]
fn the_command_line_tells_what_the_answers_add_up_to() {
    let year = year();
    let line = format!("export answers --unit {PROVINCE} --period 2026 --out -");
    let sheets = recount::sheets(&year.command(&line.split(' ').collect::<Vec<_>>()));
    let mut comparison = Comparison::default();
    for (unit, period) in year.places() {
        let exact = year.exact((unit, period));
        let is_own = |sheet: &&recount::Sheet| unit == PROVINCE || sheet["unit_code"] == unit;
        let own: Vec<_> = sheets.iter().filter(is_own).collect();
        for form in year.forms_of(&exact) {
            let counted = recount::count(&own, &form, Period::parse(period).unwrap(), &exact);
            let name = form.form_ref.to_string();
            let owed = |(form, of): &Subject, number: &str| {
                let is_figure = FIGURES.contains(&number) || SHARES.contains(&number);
                *form == name && (is_figure || is_question(of) && is_count(number))
            };
            comparison.lay(&format!("{unit} {period}"), (&exact, &counted), owed);
        }
    }
    comparison.settle(10_000);
}

#[test]
fn the_api_tells_what_the_command_line_does_where_nothing_folds() {
    let year = year();
    let (mut comparison, mut n_folded) = (Comparison::default(), 0);
    for place in year.places() {
        let (exact, told) = (year.exact(place), year.told(place));
        let mut unfolded = told.facts.clone();
        unfolded
            .0
            .retain(|(subject, _), _| !told.folded.contains(subject));
        n_folded += told.folded.len();
        let owed = |subject: &Subject, _: &str| !told.folded.contains(subject);
        comparison.lay(&format!("{place:?}"), (&exact, &unfolded), owed);
    }
    for period in PERIODS {
        for (unit, of_unit) in year.told_by_unit(period) {
            let told = year.told_of(&unit, period);
            let place = format!("{unit} {period}, by unit");
            comparison.lay(&place, (&told, &of_unit.facts), |_, _| false);
        }
    }
    comparison.settle(15_000);
    assert!(n_folded > 0, "nothing is folded in so easy a year");
}

#[test]
fn the_pages_of_a_unit_show_what_the_api_tells() {
    let year = year();
    let mut comparison = Comparison::default();
    for (unit, period) in year.places().filter(|(unit, _)| *unit != PROVINCE) {
        let told = year.told((unit, period));
        let forms = year.forms_of(&told);
        let glance = year.page(&format!("/don-vi/{unit}?period={period}"));
        let place = format!("{unit} {period}, at a glance");
        let owed = |subject: &Subject, number: &str| {
            let is_figure = number == "percent" || INTERVAL.contains(&number);
            let of_headline = [&SHARES[..], &FRACTION].concat();
            let (_, of) = subject;
            match of {
                Of::Factor(_) if is_too_few(&told, subject) => number == "answered",
                Of::Question(_) => is_figure || is_count(number),
                Of::Factor(_) => is_figure || number == "answered",
                Of::Index => is_figure || number == "n",
                Of::Headline => is_figure || number == "n" || of_headline.contains(&number),
            }
        };
        comparison.lay(&place, (&told, &desk::facts(&glance, &forms)), owed);
        let questions = year.page(&format!("/don-vi/{unit}/cau-hoi?period={period}"));
        let place = format!("{unit} {period}, question by question");
        let owed = |(_, of): &Subject, number: &str| {
            let is_beside = ["dissatisfied", "outside"].contains(&number);
            is_question(of) && (FIGURES.contains(&number) || is_beside || is_count(number))
        };
        comparison.lay(&place, (&told, &desk::facts(&questions, &forms)), owed);
    }
    comparison.settle(8_000);
}

#[test]
fn the_overview_of_the_province_shows_what_the_api_tells() {
    let year = year();
    let mut comparison = Comparison::default();
    for period in PERIODS {
        let whole = year.told((PROVINCE, period));
        for form in year.forms_of(&whole) {
            let name = form.form_ref.to_string();
            let path = format!("/tinh/{PROVINCE}?period={period}&form={name}&by=question");
            let mut printed = province::facts(&year.page(&path), &form);
            let place = format!("{PROVINCE} {period}");
            let own = printed.remove(province::WHOLE).unwrap();
            comparison.lay(&place, (&whole, &own), |(form, of), number| {
                let is_shown = number == "percent" && *of != Of::Index;
                *form == name && (is_shown || *of == Of::Headline && INTERVAL.contains(&number))
            });
            for (unit, facts) in printed {
                let told = year.told_of(&unit, period);
                comparison.lay(
                    &format!("{place}, {unit}"),
                    (&told, &facts),
                    |subject, number| {
                        let (form, of) = subject;
                        let is_ranked = matches!(of, Of::Headline | Of::Factor(_));
                        let is_owed = *form == name && number == "percent";
                        is_owed && is_ranked && !is_too_few(&told, subject)
                    },
                );
            }
        }
    }
    comparison.settle(450);
}

#[test]
fn the_csv_adds_up_to_what_the_api_tells() {
    let year = year();
    let forms = year.forms();
    let mut comparison = Comparison::default();
    let owed = |(_, of): &Subject, number: &str| is_question(of) && is_count(number);
    for period in PERIODS {
        let told = year.told((PROVINCE, period));
        let csv = year.get(&format!("/tinh/{PROVINCE}/so-lieu.csv?period={period}"));
        let of_province = files::lines(&csv);
        let sums = files::sums(of_province.iter(), &forms, &told);
        comparison.lay(&format!("{PROVINCE} {period}"), (&told, &sums), owed);
        for code in year.codes() {
            let told = year.told((code, period));
            let csv = year.get(&format!("/don-vi/{code}/so-lieu.csv?period={period}"));
            let sums = files::sums(files::lines(&csv).iter(), &forms, &told);
            let place = format!("{code} {period}");
            comparison.lay(&place, (&told, &sums), owed);
            let own = of_province.iter().filter(|line| line.unit == code);
            let sums = files::sums(own, &forms, &told);
            comparison.lay(&format!("{place}, of the province"), (&told, &sums), owed);
        }
    }
    comparison.settle(5_500);
}

#[test]
fn the_workbook_holds_what_the_api_tells() {
    let year = year();
    let mut comparison = Comparison::default();
    for (unit, period) in year.places() {
        let told = year.told((unit, period));
        let book = year.get(&format!("{}/so-lieu.xlsx?period={period}", desk(unit)));
        let (own, units) = files::workbook(book, &year.forms());
        let owed = |subject: &Subject, number: &str| {
            let of = &subject.1;
            let is_answer = is_count(number) || number.starts_with("share ");
            let of_rows = [&SHARES[..], &FRACTION, &LIMITS].concat();
            if is_too_few(&told, subject) {
                return false;
            }
            if is_factor(of) {
                return ["answered", "percent"].contains(&number) || of_rows.contains(&number);
            }
            FIGURES.contains(&number)
                || is_question(of) && is_answer
                || *of == Of::Headline && of_rows.contains(&number)
        };
        comparison.lay(&format!("{unit} {period}"), (&told, &own), owed);
        for (code, facts) in units {
            let told = year.told_of(&code, period);
            let place = format!("{code} {period}, of the province");
            comparison.lay(&place, (&told, &facts), |_, _| false);
        }
    }
    comparison.settle(7_000);
}

#[test]
fn the_report_says_what_the_api_tells_and_the_document_what_the_page_does() {
    let year = year();
    let (mut comparison, mut n_texts) = (Comparison::default(), 0);
    for (unit, period) in year.places() {
        let told = year.told((unit, period));
        let page = year.page(&format!("{}/bao-cao/in?period={period}", desk(unit)));
        let report = report::report(&page, &year.forms());
        let place = format!("{unit} {period}");
        let owed = |subject: &Subject, number: &str| {
            let (form, of) = subject;
            let is_owed = match of {
                Of::Headline => [&SHARES[1..], &INTERVAL, &FIGURES]
                    .concat()
                    .contains(&number),
                Of::Index | Of::Factor(_) if is_too_few(&told, subject) => false,
                Of::Index | Of::Factor(_) => {
                    ["answers", "percent", "dissatisfied"].contains(&number)
                }
                Of::Question(_) => number.starts_with("count "),
            };
            let is_other = *of == Of::Headline && FIGURES.contains(&number);
            is_other || *form == report.form && is_owed
        };
        comparison.lay(&place, (&told, &report.own), owed);
        for (name, facts) in &report.units {
            let told = year.told_of(name, period);
            comparison.lay(&format!("{place}, {name}"), (&told, facts), |_, _| false);
        }
        let document = year.get(&format!("{}/bao-cao.docx?period={period}", desk(unit)));
        let (document, mut at) = (report::texts_of_document(document), 0);
        for text in report::texts_of_page(&page) {
            match document[at..].iter().position(|other| *other == text) {
                Some(next) => (at, n_texts) = (at + next + 1, n_texts + 1),
                None => comparison.differ(format!("{place}, not in the document: {text}")),
            }
        }
    }
    comparison.settle(3_000);
    assert!(n_texts > 1_000, "{n_texts} texts");
}

/// The address of the desk of a unit, or of the province.
fn desk(unit: &str) -> String {
    let place = if unit == PROVINCE { "tinh" } else { "don-vi" };
    format!("/{place}/{unit}")
}
