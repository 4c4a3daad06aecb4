//! What accounts may do beside reading. Use cases that know the account ask it themselves; those
//! that the shell takes too are asked for by handlers, and `tests/http/roles.rs` posts to each.

use super::sign_in::SignedIn;
use super::{App, UsecaseError};
use crate::domain::account::Role;

/// Something that not every account does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Keep the counter of a unit within reach: tablets, slips, paper and sound.
    KeepCounter,
    /// Take in what units send, on the server of their province.
    Receive,
    /// Carry files between the unit's own server and the province's.
    Carry,
    /// Publish for the province.
    Publish,
    /// Hide a comment of a unit within reach, read what is hidden, and show it again.
    HideComment,
}

impl SignedIn {
    /// Whether the account does it on this server.
    #[must_use]
    pub fn may(&self, app: &App, deed: Deed) -> bool {
        let is_at_home = self.unit == app.node.unit.as_str();
        let is_at_province = is_at_home && app.node.is_province();
        match (deed, self.role) {
            (Deed::KeepCounter, Role::Officer | Role::Leader | Role::Province | Role::Admin)
            | (Deed::HideComment, Role::Leader | Role::Province)
            | (Deed::Publish, Role::Publisher) => true,
            (Deed::Receive, Role::Province) => is_at_province,
            (Deed::Carry, Role::Officer | Role::Leader) => is_at_home && !is_at_province,
            (Deed::KeepCounter, Role::Publisher)
            | (Deed::HideComment, Role::Officer | Role::Publisher | Role::Admin)
            | (Deed::Publish, Role::Officer | Role::Leader | Role::Province | Role::Admin)
            | (Deed::Receive, Role::Officer | Role::Leader | Role::Publisher | Role::Admin)
            | (Deed::Carry, Role::Province | Role::Publisher | Role::Admin) => false,
        }
    }

    /// Nothing, where the account does it on this server.
    ///
    /// # Errors
    /// [`UsecaseError::Forbidden`] elsewhere.
    pub fn require(&self, app: &App, deed: Deed) -> Result<(), UsecaseError> {
        if self.may(app, deed) {
            Ok(())
        } else {
            Err(UsecaseError::Forbidden)
        }
    }
}
