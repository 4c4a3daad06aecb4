//! `hailong device`: tablets and other ways in.

use jiff::Timestamp;
use serde_json::json;

use super::{CliError, Context};
use crate::clock::local_zone;
use crate::domain::form::Channel;
use crate::usecase::enrol_device::{self, DEFAULT_FORM};
use crate::usecase::invite_device::{Invitation, Invited, invite};

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
    /// Prints a code by which a tablet enrols itself at /may, good for ten minutes and once.
    Invite {
        /// What people call the tablet.
        name: String,
        /// Unit code.
        #[arg(long, value_name = "CODE")]
        unit: String,
        /// A device of the unit that gets new secrets, instead of a new one.
        #[arg(long, value_name = "ID")]
        device: Option<String>,
        /// The form it asks.
        #[arg(long, default_value = DEFAULT_FORM)]
        form: String,
        /// Prints `{"code":…,"expires_at":…}`.
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
            Self::Invite {
                name,
                unit,
                device,
                form,
                json,
            } => {
                let invitation = Invitation {
                    unit: &unit,
                    name: &name,
                    form: &form,
                    device: device.as_deref(),
                };
                let invited = invite(&app, "shell", invitation)
                    .await
                    .map_err(|error| context.explain(error))?;
                tell(context, &invited, json)?;
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

fn tell(context: &mut Context, invited: &Invited, json: bool) -> Result<(), CliError> {
    if json {
        let line = json!({"code": invited.code.as_str(), "expires_at": local_time(invited)});
        writeln!(context.out, "{line}")?;
    } else {
        writeln!(context.out, "{}", invited.code.grouped())?;
        let words = context.language.pick(
            "trên máy tính bảng, mở trang /may của máy chủ này rồi nhập mã; mã dùng một lần, trong 10 phút",
            "on the tablet, open this server's page /may and enter the code; it works once, for ten minutes",
        );
        writeln!(context.err, "{words}")?;
    }
    Ok(())
}

fn local_time(invited: &Invited) -> String {
    let zoned =
        Timestamp::from_second(invited.expires_at).map(|at| at.to_zoned_datetime(local_zone()));
    zoned.map_or(String::new(), |at| {
        at.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    })
}

fn parse_channel(context: &Context, name: &str) -> Result<Channel, CliError> {
    Channel::parse(name).ok_or_else(|| {
        CliError::Usage(context.language.pick(
            format!("không có kênh “{name}”; thiết bị thuộc kênh tablet, qr hoặc paper"),
            format!("no channel “{name}”; a device is of tablet, qr or paper"),
        ))
    })
}
