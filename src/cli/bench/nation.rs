//! Results of the nation from tallies: 34 provinces, one quarter, every commune with answers.

use std::time::{Duration, Instant};

use super::ground::{Ground, close};
use super::measure::seconds;
use crate::cli::{CliError, Context};
use crate::domain::account::Scope;
use crate::domain::form::{Channel, Code, Form};
use crate::domain::period::{Period, Rule};
use crate::domain::results::By;
use crate::domain::sheet::{RawSheet, decode, parse};
use crate::domain::simulation::{Profile, Scenario, SimulatedSheet, UnitPlan, simulate_unit};
use crate::domain::tally::{Cell, FormTally};
use crate::domain::unit::{Edition, Level};
use crate::storage::tally::{TallyRow, put};
use crate::units;
use crate::usecase::compute_results::{breakdown, count, forms};
use crate::usecase::open_node::{Opened, open};
use crate::usecase::simulate::{FORM, fields};
use crate::usecase::{App, UsecaseError};

/// Different tallies that communes have in turn.
const N_TALLIES: u32 = 32;

/// Sheets in a tally: about twenty a day over half a month.
const N_SHEETS: usize = 220;

/// Writes how long it takes to collect the tallies and to compute all rows by commune.
pub(super) async fn write(context: &mut Context, ground: &Ground) -> Result<(), CliError> {
    let words = context
        .language
        .pick("đang tính cả nước", "computing the nation");
    writeln!(context.err, "{words}")?;
    let registry = units::load().map_err(|problems| {
        CliError::Configuration(problems.iter().map(ToString::to_string).collect())
    })?;
    let period = Period::quarter_of(context.clock.now_local().date(), Rule::Calendar);
    let edition = Edition::in_force_on(period.to());
    let provinces = registry
        .units(edition)
        .filter(|unit| unit.level == Level::Province);
    let provinces: Vec<String> = provinces.map(|unit| unit.code.to_string()).collect();
    let mut nation = Nation::default();
    for province in &provinces {
        let folder = ground.copy(&format!("province-{province}"))?;
        let explain = |error| context.explain(error);
        let opened = open(&folder, context.clock.clone())
            .await
            .map_err(explain)?;
        nation
            .add(&opened, province, period)
            .await
            .map_err(explain)?;
        close(opened).await?;
        std::fs::remove_dir_all(folder)?;
    }
    writeln!(
        context.out,
        "| nation | {} rows of {} provinces and {} communes from {} tallies of one quarter | {} | |",
        nation.n_rows,
        provinces.len(),
        nation.n_communes,
        nation.n_tallies,
        seconds(nation.elapsed),
    )?;
    context.out.flush()?;
    Ok(())
}

#[derive(Default)]
struct Nation {
    n_communes: usize,
    n_tallies: usize,
    n_rows: usize,
    elapsed: Duration,
}

impl Nation {
    async fn add(
        &mut self,
        opened: &Opened,
        province: &str,
        period: Period,
    ) -> Result<(), UsecaseError> {
        let app = &opened.app;
        let communes = super::ground::communes(app, province).await?;
        self.n_tallies += put_tallies(app, &communes, period).await?;
        self.n_communes += communes.len();
        let begun = Instant::now();
        let counted = count(app, &Scope::of_shell(), province, period).await?;
        for form in forms(app, &counted, None)? {
            for by in [None, Some(By::Unit)] {
                self.n_rows += breakdown(app, &counted, &form, None, by)?.len();
            }
        }
        self.elapsed += begun.elapsed();
        Ok(())
    }
}

async fn put_tallies(
    app: &App,
    communes: &[String],
    period: Period,
) -> Result<usize, UsecaseError> {
    let form = app
        .catalog
        .newest(FORM)
        .ok_or_else(|| UsecaseError::NotFound(FORM.to_owned()))?;
    let samples = samples(app, form, period);
    let mut cells = samples.iter().cycle();
    let mut n_tallies = 0;
    let mut write = app.store.write().await?;
    for unit in communes {
        for (span, cells) in period.spans().iter().zip(cells.by_ref()) {
            let row = TallyRow {
                unit: unit.clone(),
                span: span.to_string(),
                form: form.form_ref.to_string(),
                cells: cells.clone(),
            };
            put(write.connection(), &row).await?;
            n_tallies += 1;
        }
    }
    write.commit().await?;
    Ok(n_tallies)
}

fn samples(app: &App, form: &Form, period: Period) -> Vec<String> {
    let services: Vec<Code> = app
        .services
        .in_force(period.to())
        .map(|field| field.code.clone())
        .collect();
    let scenario = Scenario {
        form,
        services: &services,
        profile: Profile::Honest,
        seed: 1,
    };
    (0..N_TALLIES)
        .map(|unit_index| {
            let plan = UnitPlan {
                unit_index,
                n_sheets: N_SHEETS,
                first_day: period.from(),
                last_day: period.to(),
            };
            let mut tally = FormTally::default();
            for sheet in simulate_unit(&scenario, &plan) {
                add(app, form, &sheet, &mut tally);
            }
            tally.encode()
        })
        .collect()
}

fn add(app: &App, form: &Form, sheet: &SimulatedSheet, tally: &mut FormTally) {
    let fields = fields(sheet, &form.form_ref.to_string());
    let raw = RawSheet {
        answers: fields.get("answers"),
        sections: None,
        service: fields.get("service"),
        comment: None,
        language: fields.get("language"),
        duration_s: fields.get("duration_s"),
        assisted: fields.get("assisted"),
    };
    let channel = match sheet.channel {
        Channel::Assisted => Channel::Tablet,
        Channel::Tablet | Channel::Qr | Channel::Paper | Channel::Open => sheet.channel,
    };
    if let Ok(parsed) = parse(form, &app.services, channel, raw)
        && let Ok(marks) = decode(form, parsed.encoded())
    {
        let cell = Cell {
            channel: parsed.channel(),
            service: parsed.service().cloned(),
            flagged: parsed.flag().is_some(),
        };
        tally.add_sheet(form, cell, &marks);
    }
}
