//! What the demo's province has beside answers: a round for its last period, and the dossiers that
//! its communes counted.

use std::fmt::Write as _;
use std::io;

use jiff::ToSpan as _;

use super::PROVINCE;
use crate::domain::period::{Period, Rule};
use crate::domain::simulation::{UnitPlan, simulate_dossiers};
use crate::usecase::import_dossiers::{ImportError, import};
use crate::usecase::open_round::{OpenError, open};
use crate::usecase::simulate::{FORM, Plan, shares};
use crate::usecase::{App, UsecaseError};

/// Sheets wanted of each commune: more than the quieter ones have by the end of the quarter.
const QUOTA: u32 = 600;

/// The satisfied share aimed at, in percent.
const GOAL: u32 = 85;

/// Days from the last day of the period to the deadline.
const DAYS_TO_REPORT: i64 = 6;

/// Opens the round and takes in the counts of the plan's days, both as a province does.
pub(super) async fn prepare(app: &App, plan: &Plan<'_>) -> Result<(), UsecaseError> {
    let opened = open(app, "demo", &round(app, plan)?, "shell").await;
    opened.map_err(|error| match error {
        OpenError::Problems(problems) => refused(problems.iter().map(|problem| &problem.en)),
        OpenError::Usecase(error) => error,
    })?;
    let imported = import(app, dossiers(plan).as_bytes()).await;
    imported.map_err(|error| match error {
        ImportError::Problems(problems) => refused(problems.iter().map(|problem| &problem.en)),
        ImportError::Usecase(error) => error,
    })?;
    Ok(())
}

/// The round of the reporting quarter in which the answers end, in all communes.
fn round(app: &App, plan: &Plan<'_>) -> Result<String, UsecaseError> {
    let period = Period::quarter_of(plan.last_day, Rule::Reporting);
    let deadline = period.to().saturating_add(DAYS_TO_REPORT.days());
    let form = app
        .catalog
        .newest(FORM)
        .ok_or_else(|| UsecaseError::NotFound(FORM.to_owned()))?;
    let (form_ref, method) = (&form.form_ref, &form.default_method);
    Ok(format!(
        r#"id = "minh-hoa"
revision = 1
title = "Đợt khảo sát minh họa"
province = "{PROVINCE}"
period = "{period}"
form = "{form_ref}"
method = "{method}"
channels = ["tablet", "qr"]
target = {{ rule = "quota", answers = {QUOTA} }}
goal = {GOAL}
deadline = {deadline}
grace_days = 3
"#
    ))
}

/// The file of counts that the one-stop system would give.
fn dossiers(plan: &Plan<'_>) -> String {
    let mut file = "unit_code,day,received,returned\n".to_owned();
    for ((unit, n_sheets), unit_index) in plan.units.iter().zip(shares(plan)).zip(0..) {
        let unit_plan = UnitPlan {
            unit_index,
            n_sheets,
            first_day: plan.first_day,
            last_day: plan.last_day,
        };
        for (day, n) in simulate_dossiers(plan.seed, &unit_plan) {
            // Writing to a string cannot fail.
            let _written = writeln!(file, "{unit},{day},{},{}", n.received, n.returned);
        }
    }
    file
}

/// What the demo makes is as good as what people make: a refusal is a fault of the program's.
fn refused<'a>(problems: impl Iterator<Item = &'a String>) -> UsecaseError {
    let all: Vec<&str> = problems.map(String::as_str).collect();
    UsecaseError::File(io::Error::other(all.join("; ")))
}
