//! `hailong user`: accounts.

use std::io::Read as _;

use super::{CliError, Context};
use crate::domain::account::Role;
use crate::usecase::manage_account;

/// Accounts.
#[derive(Debug, clap::Subcommand)]
pub enum User {
    /// Adds an account; no default password exists.
    Add {
        /// Sign-in name.
        name: String,
        /// officer, leader, province, publisher or admin.
        #[arg(long)]
        role: String,
        /// Unit code.
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// Reads the password from standard input, to the end of its first line.
        #[arg(long, required = true)]
        password_stdin: bool,
    },
    /// Lists the accounts.
    List,
    /// Refuses an account from now on.
    Disable {
        /// Sign-in name.
        name: String,
    },
}

impl User {
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
                password_stdin: _,
            } => {
                let role = parse_role(context, &role)?;
                let password = read_password()?;
                manage_account::add(&app, &name, role, &unit, &password)
                    .await
                    .map_err(|error| context.explain(error))?;
            }
            Self::List => {
                let accounts = manage_account::list(&app)
                    .await
                    .map_err(|error| context.explain(error))?;
                for account in accounts {
                    let state = if account.disabled {
                        "disabled"
                    } else {
                        "active"
                    };
                    let (name, role, unit) = (account.name, account.role, account.unit);
                    writeln!(context.out, "{name}\t{role}\t{unit}\t{state}")?;
                }
            }
            Self::Disable { name } => {
                manage_account::disable(&app, &name)
                    .await
                    .map_err(|error| context.explain(error))?;
            }
        }
        Ok(())
    }
}

fn parse_role(context: &Context, name: &str) -> Result<Role, CliError> {
    Role::parse(name).ok_or_else(|| {
        let known: Vec<_> = Role::ALL.iter().map(|role| role.as_str()).collect();
        let known = known.join(", ");
        CliError::Usage(context.language.pick(
            format!("không có vai trò “{name}”; các vai trò: {known}"),
            format!("no role “{name}”; there are {known}"),
        ))
    })
}

fn read_password() -> Result<String, CliError> {
    /// Far beyond any password that is accepted.
    const MOST_BYTES: u64 = 4_096;
    let mut text = String::new();
    std::io::stdin()
        .take(MOST_BYTES)
        .read_to_string(&mut text)?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
