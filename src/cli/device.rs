//! `hailong device`: tablets and other ways in.

use serde_json::json;

use super::{CliError, Context};
use crate::domain::form::Channel;
use crate::usecase::enrol_device;

/// Devices.
#[derive(Debug, clap::Subcommand)]
pub enum Device {
    /// Enrols a device and prints its token, once.
    Add {
        /// What people call it.
        name: String,
        /// Unit code.
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// tablet, qr or paper.
        #[arg(long, default_value = "tablet")]
        channel: String,
        /// Prints `{"id":…,"token":…}`.
        #[arg(long)]
        json: bool,
    },
    /// Lists the devices.
    List,
    /// Revokes a device at once.
    Revoke {
        /// The device's id.
        id: String,
    },
}

impl Device {
    /// Runs the command.
    ///
    /// # Errors
    /// In words for the reader.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let app = context.open().await?.app;
        match self {
            Self::Add {
                name,
                unit,
                channel,
                json,
            } => {
                let channel = parse_channel(context, &channel)?;
                let enrolled = enrol_device::enrol(&app, &name, &unit, channel)
                    .await
                    .map_err(|error| context.explain(error))?;
                if json {
                    let line = json!({"id": enrolled.id, "token": enrolled.token});
                    writeln!(context.out, "{line}")?;
                } else {
                    writeln!(context.out, "{}\t{}", enrolled.id, enrolled.token)?;
                }
            }
            Self::List => {
                let devices = enrol_device::list(&app)
                    .await
                    .map_err(|error| context.explain(error))?;
                for device in devices {
                    let state = if device.revoked { "revoked" } else { "active" };
                    let (id, unit, channel, name) =
                        (device.id, device.unit, device.channel, device.name);
                    writeln!(context.out, "{id}\t{unit}\t{channel}\t{state}\t{name}")?;
                }
            }
            Self::Revoke { id } => {
                enrol_device::revoke(&app, &id)
                    .await
                    .map_err(|error| context.explain(error))?;
            }
        }
        Ok(())
    }
}

fn parse_channel(context: &Context, name: &str) -> Result<Channel, CliError> {
    Channel::parse(name).ok_or_else(|| {
        CliError::Usage(context.language.pick(
            format!("không có kênh “{name}”; thiết bị thuộc kênh tablet, qr hoặc paper"),
            format!("no channel “{name}”; a device is of tablet, qr or paper"),
        ))
    })
}
