//! A unit's period at a glance, filled and empty.

use std::collections::BTreeMap;

use jiff::civil::date;

use crate::domain::comparison::{Estimate, Standing, shown};
use crate::domain::form::Form;
use crate::domain::period::Period;
use crate::domain::progress::{Collected, Progress};
use crate::domain::results::ResultRow;
use crate::web::text::Words;
use crate::web::view::desk_nav::Tabs;
use crate::web::view::period::Shown;
use crate::web::view::sample;
use crate::web::view::sample_pages::masthead;
use crate::web::view::unit::glance::{self, Files, FormGlance, Glance};
use crate::web::view::unit::purposes::Line as Purpose;
use crate::web::view::unit::{
    Against, Change, Compared, Counter, Empty, Factors, Line, NoTarget, Purposes, Reason,
    Reference, Sheets, WeekCounts,
};

const FILES: Files<'_> = Files {
    workbook: "/don-vi/01141/so-lieu.xlsx?period=2026-Q3b",
    csv: "/don-vi/01141/so-lieu.csv?period=2026-Q3b",
    report: "/don-vi/01141/bao-cao?period=2026-Q3b",
};

/// Rows of one form that differ by one thing.
struct Rows {
    sections: Vec<ResultRow>,
    questions: Vec<ResultRow>,
    channels: Vec<ResultRow>,
    months: Vec<ResultRow>,
    services: Vec<ResultRow>,
}

impl Rows {
    fn of(form: &Form, headline: &ResultRow) -> Self {
        let row = |change: &dyn Fn(&mut ResultRow)| {
            let mut row = headline.clone();
            change(&mut row);
            row
        };
        let named = |name: &str| Some(name.to_owned());
        Self {
            sections: [named("tiep-can"), named("thu-tuc"), named("phan-anh"), None]
                .map(|id| row(&|row| row.section = id.clone()))
                .to_vec(),
            questions: form
                .counted()
                .map(|question| row(&|row| row.question = named(question.id.as_str())))
                .collect(),
            channels: ["tablet", "open"]
                .map(|name| row(&|row| row.channel = named(name)))
                .to_vec(),
            months: ["2026-07", "2026-08"]
                .map(|name| row(&|row| row.month = named(name)))
                .to_vec(),
            services: ["ho-tich", ""]
                .map(|name| row(&|row| row.service = named(name)))
                .to_vec(),
        }
    }
}

pub(crate) fn unit_page(words: Words, headline: &ResultRow) -> String {
    let form = sample::form();
    let rows = Rows::of(&form, headline);
    let progress = progress(headline.n);
    let period = sample::period();
    let purposes = purposes();
    let factors = factors(&form, &rows);
    let against = against(headline);
    let goal = shown("85.00").unwrap();
    let to_goal = Estimate::of(headline).map(|own| own.minus_fixed(&goal));
    let shown_form = FormGlance {
        form: &form,
        compared: Compared {
            name: "quý III/2026",
            row: headline,
            against: &against,
            goal: Some(("85.00", to_goal.as_ref())),
        },
        whole_year: period.previous.as_ref(),
        sheets: sheets(&progress),
        purposes: Some(&purposes),
        factors: Some(&factors),
        sections: &rows.sections,
        questions: &rows.questions,
        channels: &rows.channels,
        months: &rows.months,
        services: &rows.services,
    };
    let services = BTreeMap::from([(
        "ho-tich".to_owned(),
        sample::text("Hộ tịch, tư pháp", "Civil status"),
    )]);
    let page = Glance {
        forms: &[shown_form],
        services: &services,
        ..bare(&period, &progress)
    };
    glance::page(words, &page).into_string()
}

pub(super) fn empty_unit(words: Words) -> String {
    let (period, progress) = (sample::period(), progress(0));
    glance::page(words, &bare(&period, &progress)).into_string()
}

fn bare<'a>(period: &'a Shown, progress: &'a Progress) -> Glance<'a> {
    static NONE: BTreeMap<String, crate::domain::form::Text> = BTreeMap::new();
    Glance {
        masthead: masthead(),
        tabs: Tabs {
            unit: "01141",
            period: "2026-Q3b",
            counter: Some("/don-vi/01141/may"),
        },
        name: "Xã Nấm Dẩn",
        period,
        files: FILES,
        disclosure: maud::PreEscaped(String::new()),
        task: None,
        quality: None,
        forms: &[],
        empty: Empty {
            sheets: sheets(progress),
            enough: 30,
            is_over: false,
            counter: Some(Counter::Kept("01141")),
            questionnaire: Some("/phieu/01141/hai-long-quay"),
            before: period.previous.as_ref(),
        },
        services: &NONE,
    }
}

fn progress(n: u64) -> Progress {
    let by_day = BTreeMap::from([(date(2026, 6, 16), n)]);
    Progress::of(&Collected {
        period: Period::parse("2026-Q3b").unwrap(),
        today: date(2026, 9, 10),
        n,
        wanted: Some(600),
        by_day: Some(&by_day),
    })
}

fn sheets(progress: &Progress) -> Sheets<'_> {
    Sheets {
        progress,
        from: "2026-06-15",
        to: "2026-09-14",
        today: "2026-09-10",
        by_week: WeekCounts::Known,
        no_target: Some(NoTarget::NoRound).filter(|_| progress.wanted.is_none()),
        is_enough: true,
    }
}

fn against(headline: &ResultRow) -> Vec<Against> {
    vec![
        Against::Period {
            name: "quý II/2026".into(),
            row: Box::new(headline.clone()),
            difference: Estimate::of(headline).map(|own| own.minus(&own)),
        },
        Against::Not {
            name: "quý III/2025".into(),
            reason: Reason::Boundaries,
        },
    ]
}

fn purposes() -> Purposes {
    let line = |name: &str, visits| Purpose {
        name: name.into(),
        n: 246,
        visits,
        rate: visits.map(|_| "24.05".into()),
    };
    Purposes {
        lines: vec![line("Nộp hồ sơ", Some(1023)), line("Hỏi thông tin", None)],
        is_declared: true,
    }
}

fn factors<'a>(form: &'a Form, rows: &'a Rows) -> Factors<'a> {
    let standings = [Standing::Above, Standing::FarBelow, Standing::Unclear];
    let lines = form.factors().zip(standings.iter().cycle());
    Factors {
        lines: lines
            .filter_map(|(section, standing)| {
                let asked = section.questions.first()?.id.as_str();
                let own = |row: &&ResultRow| row.question.as_deref() == Some(asked);
                let row = rows.questions.iter().find(own)?;
                Some(Line {
                    section,
                    row: row.clone(),
                    standing: *standing,
                    goal: None,
                    change: Change::Few,
                    questions: vec![(row, *standing)],
                })
            })
            .collect(),
        index: rows.sections.last(),
        reference: Reference::Goal("85.00".into()),
        before: Some("quý II/2026".into()),
    }
}
