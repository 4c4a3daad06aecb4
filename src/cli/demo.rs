//! `hailong demo`: the main job at a glance.

mod province;

use std::path::PathBuf;
use std::pin::Pin;

use jiff::ToSpan as _;

use super::serve::{ADDRESS, listen, serve, stopped};
use super::simulate::{run as simulate, three_months_before};
use super::{CliError, Context, log};
use crate::domain::account::Role;
use crate::domain::form::Channel;
use crate::domain::simulation::Profile;
use crate::usecase::invite_device::{Invitation, Invited, invite};
use crate::usecase::open_node::{Opened, hold};
use crate::usecase::simulate::{FORM, Plan};
use crate::usecase::{App, UsecaseError, enrol_device, init_node, manage_account, random_bytes};
use crate::web::site::Settings;

/// Shows the main job with real units and simulated answers, until stopped.
#[derive(Debug, clap::Args)]
pub struct Demo {
    /// Address to listen on; port 0 takes any free one.
    #[arg(long, value_name = "ADDR", default_value = ADDRESS)]
    listen: String,
    /// The folder that `--data` names; a temporary one unless it does.
    #[arg(skip)]
    pub folder: Option<PathBuf>,
}

/// Tuyên Quang.
const PROVINCE: &str = "08";

/// Nấm Dẩn, the commune whose desk is shown.
const COMMUNE: &str = "01141";

/// Nấm Dẩn and its neighbours of the former districts Xín Mần and Hoàng Su Phì (Hà Giang).
const COMMUNES: [&str; 9] = [
    COMMUNE, "01096", "01108", "01117", "01144", "01147", "01021", "01075", "01090",
];

/// About twenty a day in a commune, over three months.
const N_ANSWERS: usize = 12_000;

const SEED: u64 = 1_141;

const ACCOUNTS: [(&str, Role, &str); 5] = [
    ("can-bo", Role::Officer, COMMUNE),
    ("lanh-dao", Role::Leader, COMMUNE),
    ("tinh", Role::Province, PROVINCE),
    ("cong-bo", Role::Publisher, PROVINCE),
    ("quan-tri", Role::Admin, PROVINCE),
];

impl Demo {
    /// Runs the command. A temporary folder is deleted at the end.
    ///
    /// # Errors
    /// When the folder is used (78), or the address cannot be had (75).
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        log::begin();
        let mut stopped: Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(stopped()?);
        let temporary = match self.folder {
            Some(_) => None,
            None => Some(tempfile::Builder::new().prefix("hailong-demo-").tempdir()?),
        };
        if let Some(folder) = &temporary {
            context.data_dir = folder.path().join("data");
        }
        // Taken first, so that a port in use is known before the work is done.
        let listener = listen(&self.listen).await?;
        let address = listener.local_addr()?.to_string();
        let ready = tokio::select! {
            ready = prepare(context, &address) => Some(ready?),
            () = &mut stopped => None,
        };
        if let Some(opened) = ready {
            let _held = hold(&context.data_dir).map_err(|error| context.explain(error))?;
            serve(context, opened, listener, (Settings::default(), stopped)).await?;
        }
        if let Some(folder) = temporary {
            folder.close()?;
        }
        Ok(())
    }
}

async fn prepare(context: &mut Context, address: &str) -> Result<Opened, CliError> {
    let words = context.language.pick(
        "đang chuẩn bị tỉnh Tuyên Quang với ba tháng phiếu mô phỏng",
        "preparing the province of Tuyên Quang with three months of simulated answers",
    );
    writeln!(context.err, "{words}")?;
    init_node::init(&context.data_dir, PROVINCE, None, &context.clock)
        .await
        .map_err(|error| context.explain(error))?;
    let opened = context.open().await?;
    let passwords = fill(&opened.app)
        .await
        .map_err(|error| context.explain(error))?;
    let communes = COMMUNES.map(str::to_owned);
    let last_day = opened.app.clock.now_local().date().saturating_sub(1.day());
    let plan = Plan {
        units: &communes,
        n_answers: N_ANSWERS,
        first_day: three_months_before(last_day),
        last_day,
        profile: Profile::Honest,
        seed: SEED,
    };
    province::prepare(&opened.app, &plan)
        .await
        .map_err(|error| context.explain(error))?;
    simulate(context, &opened.app, &plan).await?;
    // Last, as its ten minutes run.
    let invitation = Invitation {
        unit: COMMUNE,
        name: "Quầy số 2",
        form: FORM,
        device: None,
    };
    let invited = invite(&opened.app, "shell", invitation)
        .await
        .map_err(|error| context.explain(error))?;
    tell(context, &passwords, &invited, address)?;
    // Opened again: the node now says that its answers are simulated.
    context.open().await
}

/// What is told once.
struct Secrets {
    /// In the order of [`ACCOUNTS`].
    passwords: Vec<String>,
    device: enrol_device::Enrolled,
}

async fn fill(app: &App) -> Result<Secrets, UsecaseError> {
    let mut passwords = Vec::new();
    for (name, role, unit) in ACCOUNTS {
        let password = one_time_password()?;
        manage_account::add(app, name, role, unit, &password).await?;
        passwords.push(password);
    }
    let device = enrol_device::enrol(app, "Quầy số 1", COMMUNE, Channel::Tablet).await?;
    for unit in COMMUNES.iter().filter(|unit| **unit != COMMUNE) {
        enrol_device::enrol(app, "Quầy số 1", unit, Channel::Tablet).await?;
    }
    Ok(Secrets { passwords, device })
}

/// Sixty random bits, in letters that are not taken for one another.
fn one_time_password() -> Result<String, UsecaseError> {
    const LETTERS: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";
    let letters = random_bytes::<12>()?.map(|byte| {
        LETTERS
            .get(usize::from(byte & 31))
            .map_or('x', |letter| char::from(*letter))
    });
    let groups: Vec<String> = letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    Ok(groups.join("-"))
}

/// For programs on standard output, for people on standard error.
fn tell(
    context: &mut Context,
    secrets: &Secrets,
    invited: &Invited,
    address: &str,
) -> Result<(), CliError> {
    for ((name, role, unit), password) in ACCOUNTS.iter().zip(&secrets.passwords) {
        writeln!(context.out, "account {name} {role} {unit} {password}")?;
    }
    let (id, token) = (&secrets.device.id, &secrets.device.token);
    writeln!(context.out, "device {id} {COMMUNE} {token}")?;
    let code = invited.code.as_str();
    writeln!(context.out, "tablet http://{address}/may#{code}")?;
    let pages = [
        ("questionnaire", format!("/phieu/{COMMUNE}/{FORM}")),
        ("sign-in", "/dang-nhap".to_owned()),
        ("commune", format!("/don-vi/{COMMUNE}")),
        ("tablets", format!("/don-vi/{COMMUNE}/may")),
        ("province", format!("/tinh/{PROVINCE}")),
    ];
    for (name, path) in pages {
        writeln!(context.out, "page {name} http://{address}{path}")?;
    }
    let words = context.language.pick(
        "mỗi mật khẩu chỉ in ra một lần, ngay trên đây; dừng bằng Ctrl-C",
        "every password is printed once, just above; stop with Ctrl-C",
    );
    context.out.flush()?;
    writeln!(context.err, "{words}")?;
    Ok(())
}
