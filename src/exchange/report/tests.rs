mod province;

use jiff::civil::date;

pub(super) use self::province::{Bare, province_report};
use super::unit::{Place, UnitReport};
use super::*;
use crate::domain::form::Channel;
use crate::domain::percent::{Rounded, parse_decimal};
use crate::domain::report_setting::SigningMode;
use crate::domain::results::{By, ResultInput, UnitData, rows};
use crate::domain::roll_up::UnitRollUp;
use crate::domain::sample::{Enough, Target};
use crate::domain::tally::{Cell as TallyCell, FormTally};
use crate::exchange::sample::{count, form, sheets};
use crate::forms::methods::Methods;

pub(super) fn setting() -> ReportSetting {
    let known = defaults::Known {
        level: "commune",
        kind: "xã",
        name: "Nấm Dẩn",
        in_sentence: "xã Nấm Dẩn",
        province: Some("tỉnh Tuyên Quang"),
    };
    ReportSetting {
        mode: SigningMode::InPlace,
        post: "Phó Chủ tịch".to_owned(),
        signer: "Nguyễn Văn A".to_owned(),
        ..defaults::setting(&known)
    }
}

fn round() -> Round {
    let percent = |text| Rounded::half_up(&parse_decimal(text).unwrap(), 2);
    Round {
        id: "2026-q3".to_owned(),
        revision: 1,
        title: "Quý III".to_owned(),
        province: "08".to_owned(),
        decision: None,
        period: Period::parse("2026-Q3b").unwrap(),
        form: "hai-long-quay@1".to_owned(),
        rotating: None,
        method: "ty-le".to_owned(),
        channels: vec![Channel::Tablet],
        units: None,
        target: Some(Target::Quota(600)),
        targets: std::collections::BTreeMap::new(),
        goal: Some(percent("85")),
        goals: std::collections::BTreeMap::new(),
        deadline: date(2026, 9, 20),
        grace_days: 3,
        enough: Enough::DEFAULT,
    }
}

/// Units and the sheets of each.
pub(super) fn units(sizes: &[(&str, usize)]) -> Vec<UnitData> {
    let unit = |(code, n): &(&str, usize)| {
        let cell = TallyCell {
            channel: Channel::Tablet,
            service: None,
            flagged: false,
        };
        let tally = count(&sheets(*n, *n));
        let tally = FormTally {
            cells: [(cell, tally)].into(),
        };
        UnitData {
            unit: (*code).to_owned(),
            months: [("2026-09".to_owned(), tally)].into(),
            late: 0,
            dossiers: None,
            ..UnitData::default()
        }
    };
    sizes.iter().map(unit).collect()
}

/// Forms and methods that reports are about.
pub(super) struct Ground {
    form: Form,
    methods: Methods,
}

impl Ground {
    pub(super) fn new() -> Self {
        Self {
            form: form("hai-long-quay"),
            methods: Methods::shipped().unwrap(),
        }
    }

    fn method(&self) -> &Method {
        self.methods.get("ty-le").unwrap()
    }

    pub(super) fn rows(&self, unit: &str, units: &[UnitData], by: Option<By>) -> Vec<ResultRow> {
        rows(&ResultInput {
            form: &self.form,
            method: self.method(),
            unit,
            edition: "2026-09-20",
            period: "2026-Q3b",
            from: "2026-06-15",
            to: "2026-09-14",
            units,
            channels: &[Channel::Tablet],
            by,
        })
        .unwrap()
    }

    pub(super) fn pooled(&self, unit: &str, units: &[UnitData], by: Option<By>) -> Vec<ResultRow> {
        let mut rows = self.rows(unit, units, by);
        rows.retain(|row| row.units == UnitRollUp::PooledCounts);
        rows
    }

    pub(super) fn figures(
        &self,
        unit: &str,
        units: &[UnitData],
        before: &[UnitData],
    ) -> FormFigures<'_> {
        let headline = |units: &[UnitData]| self.pooled(unit, units, None).remove(0);
        FormFigures {
            form: &self.form,
            method: self.method(),
            headline: headline(units),
            sections: self.pooled(unit, units, Some(By::Section)),
            questions: self.pooled(unit, units, Some(By::Question)),
            dossiers: None,
            mismatch: None,
            before: (!before.is_empty()).then(|| Before {
                headline: headline(before),
                sections: self.pooled(unit, before, Some(By::Section)),
                questions: self.pooled(unit, before, Some(By::Question)),
            }),
        }
    }
}

pub(super) fn frame<'a>(
    setting: &'a ReportSetting,
    round: Option<&'a Round>,
    period: &str,
) -> Frame<'a> {
    Frame {
        setting,
        period: Period::parse(period).unwrap(),
        today: date(2026, 9, 17),
        compiler: Some("Trần Thị B"),
        seal: Some("7c1e40d9a2b658f3"),
        status: Status::Draft,
        round,
        books: Books::Closed,
    }
}

pub(super) fn unit_report(frame: Frame<'_>, figures: Option<&FormFigures<'_>>) -> Report {
    unit::describe(&UnitReport {
        rotating: None,
        frame,
        name: "xã Nấm Dẩn",
        place: Place::Commune,
        figures,
        others: &[],
        wanted: frame.round.map(|_| 600),
        visits: crate::domain::dossiers::Visits {
            received: Some(1_023),
            returned: Some(871),
            is_declared: false,
        },
        plan: &[],
    })
}

/// Every word of a report, block by block.
pub(super) fn text(report: &Report) -> String {
    let mut lines = vec![
        format!(
            "[{}] {}",
            report.layout,
            report.draft.as_deref().unwrap_or("")
        ),
        report.national.join(" / "),
        format!("{:?} {:?}", report.issuer.superior, report.issuer.agency),
        format!(
            "{} | {}",
            report.issuer.number, report.issuer.place_and_date
        ),
        format!("{}: {}", report.kind, report.subject),
        report.aside.clone(),
        report.addressees.join(" | "),
    ];
    lines.extend(blocks(&report.body));
    let signature = &report.signature;
    lines.push(format!(
        "{} {}",
        signature.label,
        signature.recipients.join(" ")
    ));
    lines.push(format!("{:?} {}", signature.authority, signature.signer));
    lines.push(report.foot.clone());
    for appendix in &report.appendices {
        let (number, title) = (&appendix.number, &appendix.title);
        lines.push(format!("\n{number} ({:?}): {title}", appendix.orientation));
        lines.push(appendix.aside.clone());
        lines.extend(blocks(&appendix.blocks));
    }
    lines.join("\n")
}

pub(super) fn blocks(blocks: &[Block]) -> Vec<String> {
    let mut lines = Vec::new();
    let cells = |cells: &[Cell]| {
        let texts = cells.iter().map(|cell| match cell.columns {
            1 => cell.text.clone(),
            n => format!("{}×{n}", cell.text),
        });
        texts.collect::<Vec<_>>().join(" | ")
    };
    for block in blocks {
        match block {
            Block::Heading(text) => lines.push(format!("# {text}")),
            Block::Paragraph(text) | Block::Item(text) => lines.push(text.clone()),
            Block::Note(text) => lines.push(format!("({text})")),
            Block::Table(table) => {
                lines.extend(table.head.iter().map(|row| format!("  = {}", cells(row))));
                lines.extend(
                    table
                        .rows
                        .iter()
                        .map(|row| format!("  . {}", cells(&row.cells))),
                );
            }
        }
    }
    lines
}

#[test]
fn a_quarter_of_a_unit_reads_as_an_administrative_report() {
    let (ground, setting, round) = (Ground::new(), setting(), round());
    let (now, then) = (units(&[("01141", 547)]), units(&[("01141", 412)]));
    let figures = ground.figures("01141", &now, &then);
    let report = unit_report(frame(&setting, Some(&round), "2026-Q3b"), Some(&figures));
    insta::assert_snapshot!(text(&report));
}

#[test]
fn a_year_says_what_to_keep_to_raise_and_to_repair() {
    let (ground, setting) = (Ground::new(), setting());
    let now = units(&[("01141", 1_547)]);
    let figures = ground.figures("01141", &now, &[]);
    let report = unit_report(frame(&setting, None, "2026b"), Some(&figures));
    insta::assert_snapshot!(text(&report));
}

#[test]
fn a_report_without_enough_answers_says_so_and_shows_no_share() {
    let (ground, setting) = (Ground::new(), setting());
    let few = units(&[("01141", 12)]);
    let figures = ground.figures("01141", &few, &[]);
    let report = unit_report(frame(&setting, None, "2026-Q3b"), Some(&figures));
    let few = text(&report);
    assert!(
        few.contains("nhận được 12 phiếu") && few.contains("chưa đủ mẫu"),
        "{few}"
    );
    assert!(few.contains("bốn quý gần nhất"), "{few}");
    let headline = few.split("# 1.").nth(1).unwrap();
    assert!(
        !headline.contains('%'),
        "no share of twelve people: {headline}"
    );
    assert!(report.appendices.is_empty());

    let nothing = text(&unit_report(frame(&setting, None, "2026-Q3b"), None));
    assert!(nothing.contains("không nhận được phiếu nào"), "{nothing}");
    assert!(nothing.contains("./."), "it ends as every document does");
}

#[test]
fn folded_rows_show_no_count_and_no_share() {
    let (ground, setting) = (Ground::new(), setting());
    let mut figures = ground.figures("01141", &units(&[("01141", 547)]), &[]);
    for row in figures
        .sections
        .iter_mut()
        .take(1)
        .chain(figures.questions.iter_mut().take(3))
    {
        row.folded = true;
        row.percent = None;
        row.counts = [("5".to_owned(), 987_654)].into();
    }
    let report = text(&unit_report(
        frame(&setting, None, "2026-Q3b"),
        Some(&figures),
    ));
    assert!(report.contains("gộp"), "{report}");
    assert!(
        !report.contains("987"),
        "a folded count is nowhere: {report}"
    );
}

#[test]
fn an_open_period_says_that_its_figures_are_provisional() {
    let (ground, setting) = (Ground::new(), setting());
    let figures = ground.figures("01141", &units(&[("01141", 547)]), &[]);
    let days = (date(2026, 9, 1), date(2026, 9, 10));
    for (books, told) in [
        (Books::Open(None), "số liệu là tạm tính."),
        (
            Books::Open(Some(days)),
            "gồm các phiếu từ ngày 01/09/2026 đến ngày 10/09/2026.",
        ),
    ] {
        let frame = Frame {
            books,
            ..frame(&setting, None, "2026-Q3b")
        };
        let report = text(&unit_report(frame, Some(&figures)));
        assert!(report.contains(told), "{report}");
    }
    let closed = unit_report(frame(&setting, None, "2026-Q3b"), Some(&figures));
    assert!(!text(&closed).contains("tạm tính"));
}

#[test]
fn no_report_is_called_a_form_by_decree_and_every_layout_has_a_version() {
    let (ground, setting) = (Ground::new(), setting());
    let figures = ground.figures("01141", &units(&[("01141", 547)]), &[]);
    for (period, layout) in [
        ("2026-09b", "bc-thang@1"),
        ("2026-Q3", "bc-quy@1"),
        ("2026-H2b", "bc-6thang@1"),
        ("2026", "bc-nam@1"),
    ] {
        let report = unit_report(frame(&setting, None, period), Some(&figures));
        assert_eq!(report.layout, layout);
        assert!(report.foot.contains(layout), "{}", report.foot);
        assert!(!text(&report).contains("Mẫu số"));
    }
}

#[test]
fn figures_computed_in_another_way_are_not_compared_and_the_report_says_why() {
    let (ground, setting) = (Ground::new(), setting());
    let mut figures = ground.figures("01141", &units(&[("01141", 547)]), &[]);
    for (mismatch, why) in [
        (Mismatch::Method, "theo phương pháp khác"),
        (Mismatch::Channels, "gồm các kênh khác"),
    ] {
        figures.mismatch = Some(mismatch);
        let report = unit_report(frame(&setting, None, "2026-Q3b"), Some(&figures));
        assert!(text(&report).contains(why));
    }
}
