//! What every desk's request brings: who asks, which period, in which language.

use axum::extract::FromRequestParts;
use axum::http::{StatusCode, request::Parts};
use axum::response::{IntoResponse, Response};

use crate::domain::period::{Period, Rule};
use crate::domain::unit::Level;
use crate::storage::unit::UnitRow;
use crate::usecase::describe_unit::Described;
use crate::usecase::sign_in::SignedIn;
use crate::web::api::results::no_period;
use crate::web::error::Failure;
use crate::web::extract::Query;
use crate::web::language::Reader;
use crate::web::session::Session;
use crate::web::site::Site;
use crate::web::text::Words;
use crate::web::view::layout::{Above, Masthead};
use crate::web::view::period::Shown;
use crate::web::{address, period, place};

/// A request of someone signed in.
pub struct Desk {
    /// The site.
    pub site: Site,
    /// Who asks.
    pub who: SignedIn,
    /// The reader's words.
    pub words: Words,
    /// The query.
    pub query: Query,
    /// The period asked for, else the reporting quarter of today.
    pub period: Period,
    path: String,
    other_language: String,
}

impl FromRequestParts<Site> for Desk {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Site) -> Result<Self, Response> {
        let Session(who) = Session::from_request_parts(parts, site).await?;
        let Ok(reader) = Reader::from_request_parts(parts, site).await;
        let query = Query::from_request_parts(parts, site)
            .await
            .map_err(IntoResponse::into_response)?;
        let period = match query.get("period").map(Period::parse) {
            Some(Ok(period)) => period,
            Some(Err(_)) => {
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                return Err(Failure::with(status, vec![no_period()]).into_response());
            }
            None => Period::quarter_of(site.app.clock.now_local().date(), Rule::Reporting),
        };
        Ok(Self {
            site: site.clone(),
            who,
            words: reader.words(),
            period,
            path: parts.uri.path().to_owned(),
            other_language: address::in_other_language(&parts.uri, reader.words()),
            query,
        })
    }
}

/// The texts of a desk's masthead.
pub struct Head<'a> {
    desk: &'a Desk,
    place: String,
    /// Name and address of the desk above, where the reader reaches it.
    above: Option<(String, String)>,
}

impl Desk {
    /// The masthead of a unit's desk.
    #[must_use]
    pub fn head(&self, unit: &Described) -> Head<'_> {
        let scope = &self.who.scope;
        let is_reached = |above: &&UnitRow| {
            above.level == Level::Province.as_str() && scope.covers(&above.code, None)
        };
        let above = unit.parent.as_ref().filter(is_reached);
        Head {
            desk: self,
            place: place::in_full(unit),
            above: above.map(|above| {
                let address = format!("/tinh/{}?period={}", above.code, self.period);
                (place::name(above), address)
            }),
        }
    }

    /// The period shown and where the others are.
    #[must_use]
    pub fn shown(&self) -> Shown {
        period::shown(self.words, &self.path, self.period)
    }

    /// The address of one of this page's files.
    #[must_use]
    pub fn file(&self, name: &str) -> String {
        let tag = self.words.tag();
        format!("{}/{name}?period={}&lang={tag}", self.path, self.period)
    }
}

impl Head<'_> {
    /// The masthead.
    #[must_use]
    pub fn masthead(&self) -> Masthead<'_> {
        Masthead {
            place: &self.place,
            above: self
                .above
                .as_ref()
                .map(|(name, address)| Above { name, address }),
            account: Some(&self.desk.who.name),
            other_language: &self.desk.other_language,
            simulated: self.desk.site.is_simulated(),
        }
    }
}
