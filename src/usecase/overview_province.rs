//! Overviews a province: the ranking, the quarters up to it and the way down.

use std::sync::Arc;

use jiff::civil::Date;

use super::compute_results::{Counted, forms, pooled};
use super::find_main_form::forms_in_order;
use super::find_unit::find;
use super::follow_quarters::{Along, Quarter, follow};
use super::memory::Memory;
use super::rank_units::{rank, release_four};
use super::release_results::{Disclosed, release};
use super::{App, UsecaseError};
use crate::domain::account::Scope;
use crate::domain::form::Form;
use crate::domain::period::Period;
use crate::domain::results::{By, ResultRow, Table};
use crate::domain::unit::Level;
use crate::storage::Mark;

/// Quarters followed.
const N_QUARTERS: usize = 6;

/// Which answers are added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Those of the period.
    Period,
    /// Those of the quarter in which it ends and the three before it.
    FourQuarters,
}

/// The whole province by something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Drill {
    /// By service field.
    Services,
    /// By question.
    Questions,
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asked {
    /// Unit code of the province.
    pub unit: String,
    /// The period.
    pub period: Period,
    /// Which answers are added up.
    pub reach: Reach,
    /// The form version, such as `hai-long-quay@1`, where one is asked for.
    pub form: Option<String>,
    /// The form version of the period's round, if there is one.
    pub of_round: Option<String>,
    /// What the whole province is broken down by.
    pub drill: Option<Drill>,
}

/// A province's figures.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The form versions that have answers, the main one first; the round's also without.
    pub forms: Vec<Arc<Form>>,
    /// What is open, folded or kept back.
    pub disclosed: Disclosed,
    /// The one asked for, else the main one; `None`: no answers at all, or no such form.
    pub shown: Option<Shown>,
}

/// The figures of one form version.
#[derive(Clone, Debug)]
pub struct Shown {
    /// The form.
    pub form: Arc<Form>,
    /// Headline, factors and every unit's line.
    pub table: Table,
    /// The quarters up to the period, oldest first.
    pub quarters: Vec<Quarter>,
    /// The pooled headline of the period before, by the same form version.
    pub before: Option<ResultRow>,
    /// Pooled rows of the drill asked for.
    pub drill: Vec<ResultRow>,
}

/// Overviews of provinces, until anything at all is written or the day ends.
pub type Overviews = Memory<Asked, (Mark, Date), Overview>;

/// The overview of a province.
///
/// # Errors
/// When the unit is unknown, no province or out of reach, or the file cannot be read.
pub async fn overview(
    app: &App,
    scope: &Scope,
    asked: &Asked,
) -> Result<Arc<Overview>, UsecaseError> {
    // Asked before anything is read: what changes meanwhile makes the next reader read again.
    let ground = (app.store.mark().await?, app.clock.now_local().date());
    let found = find(app, scope, &asked.unit, asked.period).await?;
    if found.unit.level != Level::Province.as_str() {
        return Err(UsecaseError::UnknownUnit(asked.unit.clone()));
    }
    if let Some(kept) = app.overviews.find(asked, &ground) {
        return Ok(kept);
    }
    let overview = Arc::new(compute(app, scope, asked).await?);
    // A form that does not exist, which anybody may ask for, takes no place.
    if overview.shown.is_some() {
        let kept = Arc::clone(&overview);
        app.overviews.keep(asked.clone(), ground, kept);
    }
    Ok(overview)
}

async fn compute(app: &App, scope: &Scope, asked: &Asked) -> Result<Overview, UsecaseError> {
    let counted = match asked.reach {
        Reach::Period => release(app, scope, &asked.unit, asked.period).await?,
        Reach::FourQuarters => release_four(app, scope, &asked.unit, asked.period).await?,
    };
    let is_used = !forms(app, &counted, None)?.is_empty();
    let forms = forms_in_order(app, &counted, asked.of_round.as_deref())?;
    let chosen = match &asked.form {
        Some(name) => forms.iter().find(|form| form.form_ref.to_string() == *name),
        None => forms.first(),
    };
    let shown = match chosen.filter(|_| is_used) {
        Some(form) => Some(shown(app, scope, asked, (&counted, form)).await?),
        None => None,
    };
    Ok(Overview {
        disclosed: counted.disclosed(),
        forms,
        shown,
    })
}

async fn shown(
    app: &App,
    scope: &Scope,
    asked: &Asked,
    (counted, form): (&Counted, &Arc<Form>),
) -> Result<Shown, UsecaseError> {
    let at = (asked.unit.as_str(), asked.period);
    let along = Along {
        form,
        most: N_QUARTERS,
        known: Some(counted).filter(|_| asked.reach == Reach::Period),
    };
    let quarters = follow(app, scope, at, along).await?;
    let before = match asked.reach {
        Reach::Period => before(app, scope, asked, (form, &quarters)).await?,
        Reach::FourQuarters => None,
    };
    let by = asked.drill.map(|drill| match drill {
        Drill::Services => By::Service,
        Drill::Questions => By::Question,
    });
    let drill = match by {
        Some(by) => pooled(app, counted, form, None, Some(by))?,
        None => Vec::new(),
    };
    Ok(Shown {
        form: Arc::clone(form),
        table: rank(app, counted, form)?,
        quarters,
        before,
        drill,
    })
}

/// The headline of the period before; a quarter's is among those followed.
async fn before(
    app: &App,
    scope: &Scope,
    asked: &Asked,
    (form, quarters): (&Form, &[Quarter]),
) -> Result<Option<ResultRow>, UsecaseError> {
    let Ok(before) = Period::parse(&asked.period.previous().to_string()) else {
        return Ok(None);
    };
    let followed = quarters.iter().find(|quarter| quarter.period == before);
    let row = if let Some(quarter) = followed {
        quarter.row.clone()
    } else {
        let counted = release(app, scope, &asked.unit, before).await?;
        pooled(app, &counted, form, None, None)?.into_iter().next()
    };
    let name = form.form_ref.to_string();
    Ok(row.filter(|row| row.form == name))
}
