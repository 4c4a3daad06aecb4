//! Rows from tallies: which answers each row takes in, units pooled and averaged, and ranks.

use num_rational::BigRational;

use crate::domain::interval::{Confidence, clustered_wilson};
use crate::domain::percent::{Rounded, mean};
use crate::domain::ranking::{Contender, Spread, rank};
use crate::domain::results::measure::{Measured, Subject, measure};
use crate::domain::results::part::{Part, Sum, Sums, channel_parts, month_parts, service_parts};
use crate::domain::results::{By, ResultInput, ResultRow, Shares};
use crate::domain::roll_up::UnitRollUp;
use crate::domain::tally::TallyError;

/// Computes the rows of one form version.
///
/// A unit's own results have one row each; those of a unit above others two, pooled counts and
/// mean of units, except that a breakdown by unit has one row per unit, with ranks.
///
/// # Errors
/// When a tally is not of this form, or a sum outgrows 64 bits.
pub fn rows(input: &ResultInput<'_>) -> Result<Vec<ResultRow>, TallyError> {
    rolled_up(input, Ways::Both)
}

/// As [`rows`], without the means of units, which take a measure of every unit each.
///
/// # Errors
/// As for [`rows`].
pub fn pooled_rows(input: &ResultInput<'_>) -> Result<Vec<ResultRow>, TallyError> {
    rolled_up(input, Ways::Pooled)
}

/// How the rows of a unit above others roll the units up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ways {
    /// Pooled counts, then the mean of units.
    Both,
    /// Pooled counts.
    Pooled,
}

fn rolled_up(input: &ResultInput<'_>, ways: Ways) -> Result<Vec<ResultRow>, TallyError> {
    match input.by {
        None => Part::whole(input).rows(input, &[Subject::Headline], ways),
        Some(By::Unit) => unit_rows(input),
        Some(By::Section) => {
            let factors = (0..input.form.factors().count()).map(Subject::Section);
            let subjects: Vec<Subject> = factors.chain([Subject::Index]).collect();
            Part::whole(input).rows(input, &subjects, ways)
        }
        Some(By::Question) => {
            let subjects: Vec<Subject> = (0..input.form.counted().count())
                .map(Subject::Question)
                .collect();
            Part::whole(input).rows(input, &subjects, ways)
        }
        Some(By::Channel) => part_rows(input, channel_parts(input), ways),
        Some(By::Month) => part_rows(input, month_parts(input), ways),
        Some(By::Service) => part_rows(input, service_parts(input), ways),
    }
}

impl Part {
    /// Rows of these subjects: for a unit above others each in these ways.
    fn rows(
        &self,
        input: &ResultInput<'_>,
        subjects: &[Subject],
        ways: Ways,
    ) -> Result<Vec<ResultRow>, TallyError> {
        let sums = Sums::of(input, self)?;
        Ok(self.subject_rows(input, subjects, (&sums, ways)))
    }

    pub(super) fn subject_rows(
        &self,
        input: &ResultInput<'_>,
        subjects: &[Subject],
        (sums, ways): (&Sums, Ways),
    ) -> Vec<ResultRow> {
        let has_means = ways == Ways::Both && is_above(input);
        let mut rows = Vec::new();
        for subject in subjects {
            let pooled = measure(input.form, input.method, *subject, &sums.all.table);
            rows.push(self.row(input, *subject, &pooled, &sums.all));
            // Which units are in a folded row differs from unit to unit: no mean of them.
            if has_means && !self.is_folded() {
                rows.push(self.mean_row(input, *subject, &pooled, sums));
            }
        }
        rows
    }

    pub(super) fn row(
        &self,
        input: &ResultInput<'_>,
        subject: Subject,
        measured: &Measured,
        sum: &Sum,
    ) -> ResultRow {
        let blank = blank_row(input, measured, sum);
        let limits = measured
            .sums
            .as_ref()
            .and_then(|sums| clustered_wilson(sums, input.method, Confidence::NinetyFive));
        let pooled = measured.pooled;
        let narrow = |wide: u128| u64::try_from(wide).ok();
        let row = ResultRow {
            numerator: pooled.and_then(|(numerator, _)| narrow(numerator)),
            denominator: pooled.and_then(|(_, denominator)| narrow(denominator)),
            interval: limits.map(|interval| interval.limits()),
            ..self.named(input, subject, blank)
        };
        with_figure(
            row,
            input,
            measured.exact.as_ref(),
            measured.shares.as_ref(),
        )
    }

    /// The plain mean over units with enough answers, of exact figures, rounded once.
    fn mean_row(
        &self,
        input: &ResultInput<'_>,
        subject: Subject,
        pooled: &Measured,
        sums: &Sums,
    ) -> ResultRow {
        let ranked: Vec<Measured> = input
            .units
            .iter()
            .zip(&sums.units)
            .filter(|(unit, _)| unit.pooled.is_none())
            .map(|(_, sum)| (sum, measure(input.form, input.method, subject, &sum.table)))
            .filter(|(sum, own)| sum.enough.is_met(own.base, sum.dossiers))
            .map(|(_, own)| own)
            .collect();
        let figures: Vec<BigRational> = ranked.iter().filter_map(|own| own.exact.clone()).collect();
        let share = |at: usize| {
            let each = ranked
                .iter()
                .filter_map(|own| own.shares.as_ref()?.get(at).cloned());
            mean(&each.collect::<Vec<_>>())
        };
        let shares = match (share(0), share(1), share(2)) {
            (Some(satisfied), Some(neutral), Some(rest)) => Some([satisfied, neutral, rest]),
            (_, _, _) => None,
        };
        let blank = blank_row(input, pooled, &sums.all);
        let row = ResultRow {
            units: UnitRollUp::MeanOfUnits,
            ..self.named(input, subject, blank)
        };
        with_figure(row, input, mean(&figures).as_ref(), shares.as_ref())
    }

    /// Puts the row's place in its breakdown.
    fn named(&self, input: &ResultInput<'_>, subject: Subject, row: ResultRow) -> ResultRow {
        let section = match subject {
            Subject::Section(at) => input.form.factors().nth(at),
            Subject::Headline | Subject::Index | Subject::Question(_) => None,
        };
        let question = match subject {
            Subject::Question(at) => input.form.counted().nth(at),
            Subject::Headline | Subject::Index | Subject::Section(_) => None,
        };
        ResultRow {
            channels: self
                .channels
                .iter()
                .map(|channel| channel.as_str().to_owned())
                .collect(),
            section: section.map(|section| section.id.to_string()),
            question: question.map(|question| question.id.to_string()),
            channel: self.channel.clone(),
            month: self.month.clone(),
            service: self.service.clone(),
            folded: row.folded || self.is_folded(),
            n_units: row.n_units.filter(|_| {
                let broken_down = [&self.channel, &self.month, &self.service];
                broken_down.into_iter().any(Option::is_some) && is_above(input)
            }),
            ..row
        }
    }
}

/// Whether the unit asked for stands above others.
fn is_above(input: &ResultInput<'_>) -> bool {
    let units = input.units.iter().map(|unit| unit.unit.as_str());
    units.ne([input.unit])
}

fn part_rows(
    input: &ResultInput<'_>,
    parts: Vec<Part>,
    ways: Ways,
) -> Result<Vec<ResultRow>, TallyError> {
    let mut rows = Vec::new();
    for part in parts {
        rows.extend(part.rows(input, &[Subject::Headline], ways)?);
    }
    Ok(rows)
}

fn unit_rows(input: &ResultInput<'_>) -> Result<Vec<ResultRow>, TallyError> {
    let part = Part::whole(input);
    let sums = Sums::of(input, &part)?;
    Ok(ranked_rows(input, &part, &sums)
        .into_iter()
        .flatten()
        .collect())
}

/// One headline row per unit, ranked among those with enough answers, in the order of the input;
/// `None` for a unit of which nothing may be shown, and for a fold that holds nobody.
pub(super) fn ranked_rows(
    input: &ResultInput<'_>,
    part: &Part,
    sums: &Sums,
) -> Vec<Option<ResultRow>> {
    let mut rows: Vec<Option<ResultRow>> = Vec::new();
    let mut contenders = Vec::new();
    for (unit, sum) in input.units.iter().zip(&sums.units) {
        let measured = measure(input.form, input.method, Subject::Headline, &sum.table);
        // Neither its number nor that it has none: the row of those folded together stands for it.
        let is_hidden = sum.lacks && sum.table.tally.sheets == 0 && unit.pooled.is_none();
        if is_hidden || unit.pooled == Some(0) {
            rows.push(None);
            continue;
        }
        let row = ResultRow {
            unit: unit.unit.clone(),
            folded: sum.lacks || unit.pooled.is_some() || !measured.is_whole,
            n_units: unit.pooled,
            ..part.row(input, Subject::Headline, &measured, sum)
        };
        let can_rank = row.enough && unit.pooled.is_none();
        if let Some(exact) = measured.exact.as_ref().filter(|_| can_rank) {
            let limits = measured
                .sums
                .as_ref()
                .and_then(|sums| clustered_wilson(sums, input.method, Confidence::NinetyNine));
            let spread = limits.map(|limits| Spread::new(exact, &limits));
            contenders.push((
                rows.len(),
                Contender {
                    figure: input.method.figure(exact),
                    spread,
                },
            ));
        }
        rows.push(Some(row));
    }
    let (places, contenders): (Vec<usize>, Vec<Contender>) = contenders.into_iter().unzip();
    for (at, place) in places.into_iter().zip(rank(&contenders)) {
        let Some(Some(row)) = rows.get_mut(at) else {
            continue;
        };
        row.rank = Some(place.rank);
        row.rank_low = place.range.map(|(low, _)| low);
        row.rank_high = place.range.map(|(_, high)| high);
    }
    rows
}

/// A row with its counts, and neither figure nor place.
fn blank_row(input: &ResultInput<'_>, measured: &Measured, sum: &Sum) -> ResultRow {
    ResultRow {
        unit: input.unit.to_owned(),
        edition: input.edition.to_owned(),
        period: input.period.to_owned(),
        from: input.from.to_owned(),
        to: input.to.to_owned(),
        form: input.form.form_ref.to_string(),
        method: input.method.id.to_string(),
        roll_up: measured.roll_up,
        units: UnitRollUp::PooledCounts,
        channels: Vec::new(),
        section: None,
        question: None,
        channel: None,
        month: None,
        service: None,
        counts: measured.counts.clone(),
        outside: measured.outside.clone(),
        skipped: measured
            .outside
            .values()
            .copied()
            .fold(0, u64::saturating_add),
        left_out: measured.left_out,
        not_asked: measured.not_asked,
        n: measured.n,
        numerator: None,
        denominator: None,
        percent: None,
        score: None,
        shares: None,
        interval: None,
        group: None,
        rank: None,
        rank_low: None,
        rank_high: None,
        enough: sum.enough.is_met(measured.base, sum.dossiers),
        flagged: sum.table.flagged,
        late: sum.late,
        folded: sum.lacks || !measured.is_whole,
        n_units: Some(sum.n_units),
    }
}

/// Puts in what is shown: the figure rounded once, its group, and the three shares.
fn with_figure(
    row: ResultRow,
    input: &ResultInput<'_>,
    exact: Option<&BigRational>,
    shares: Option<&[BigRational; 3]>,
) -> ResultRow {
    let method = input.method;
    let figure = exact.map(|exact| method.figure(exact).to_string());
    let (percent, score) = if method.is_points() {
        (None, figure)
    } else {
        (figure, None)
    };
    // Shares are percents, whatever the decimals of a points method are.
    let decimals = if method.is_points() {
        2
    } else {
        method.decimals
    };
    let shown = |share: &BigRational| Rounded::percent(share, decimals).to_string();
    ResultRow {
        percent,
        score,
        group: exact
            .and_then(|exact| method.group(exact))
            .map(|group| group.id.clone()),
        shares: shares.map(|[satisfied, neutral, dissatisfied]| Shares {
            satisfied: shown(satisfied),
            neutral: shown(neutral),
            dissatisfied: shown(dissatisfied),
        }),
        ..row
    }
}
