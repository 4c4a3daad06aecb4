//! `hailong token`: tokens for programs.

use serde_json::json;

use super::{CliError, Context};
use crate::usecase::issue_token::{self, TokenRole};

/// Tokens.
#[derive(Debug, clap::Subcommand)]
pub enum Token {
    /// Issues a token and prints it, once.
    Add {
        /// What people call it.
        name: String,
        /// api, node or metrics.
        #[arg(long)]
        role: String,
        /// Unit code.
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// Prints `{"id":…,"token":…}`.
        #[arg(long)]
        json: bool,
    },
    /// Lists the tokens.
    List,
    /// Revokes a token at once.
    Revoke {
        /// The token's id.
        id: String,
    },
}

impl Token {
    /// Runs the command.
    ///
    /// # Errors
    /// In words for the reader.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let app = context.open().await?.app;
        match self {
            Self::Add {
                name,
                role,
                unit,
                json,
            } => {
                let role = parse_role(context, &role)?;
                let issued = issue_token::issue(&app, &name, role, &unit)
                    .await
                    .map_err(|error| context.explain(error))?;
                if json {
                    writeln!(
                        context.out,
                        "{}",
                        json!({"id": issued.id, "token": issued.token})
                    )?;
                } else {
                    writeln!(context.out, "{}\t{}", issued.id, issued.token)?;
                }
            }
            Self::List => {
                let tokens = issue_token::list(&app)
                    .await
                    .map_err(|error| context.explain(error))?;
                for token in tokens {
                    let state = if token.revoked { "revoked" } else { "active" };
                    let (id, unit, role, name) = (token.id, token.unit, token.role, token.name);
                    writeln!(context.out, "{id}\t{unit}\t{role}\t{state}\t{name}")?;
                }
            }
            Self::Revoke { id } => {
                issue_token::revoke(&app, &id)
                    .await
                    .map_err(|error| context.explain(error))?;
            }
        }
        Ok(())
    }
}

fn parse_role(context: &Context, name: &str) -> Result<TokenRole, CliError> {
    TokenRole::parse(name).ok_or_else(|| {
        CliError::Usage(context.language.pick(
            format!("không có vai trò “{name}”; các vai trò: api, node, metrics"),
            format!("no role “{name}”; there are api, node, metrics"),
        ))
    })
}
