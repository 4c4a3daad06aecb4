//! `hailong bench`: what this machine reaches, measured in one run on one disk.

mod export;
mod ground;
mod load;
mod measure;
mod nation;
mod program;
mod recount;
mod server;
mod start;

use std::path::Path;

use self::ground::Ground;
use self::measure::{percent_of, times};
use self::server::Kind;
use super::{CliError, Context};

/// Measures this machine: product path, null writer, naive path, recount, files, results; a table.
#[derive(Debug, clap::Args)]
pub struct Bench {
    /// Clients at once, each level measured for itself.
    #[arg(long, value_name = "N", value_delimiter = ',', default_values_t = [1, 16, 64, 256])]
    clients: Vec<usize>,
    /// Answers to recount and to export.
    #[arg(long, value_name = "N", default_value_t = 1_000_000)]
    answers: usize,
    /// How long each level of each path is measured, in turns of a second.
    #[arg(long, value_name = "N", default_value_t = 5)]
    seconds: u64,
}

impl Bench {
    /// Runs the command, in a folder of its own inside the data folder, deleted at the end.
    ///
    /// # Errors
    /// When the disk refuses, or an answer is refused that should not be.
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        let ground = Ground::lay(context).await?;
        write_heading(context)?;
        write_paths(context, &ground, &self).await?;
        let day = recount::write(context, &ground, self.answers).await?;
        export::write(context, &ground, day).await?;
        nation::write(context, &ground).await?;
        start::write(context, &ground, &self).await?;
        context.out.flush()?;
        ground.clear()
    }
}

fn write_heading(context: &mut Context) -> Result<(), CliError> {
    let day = context.clock.now_local().date();
    let cores = std::thread::available_parallelism()?;
    let (version, system) = (env!("CARGO_PKG_VERSION"), std::env::consts::OS);
    let machine = processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned());
    writeln!(
        context.out,
        "hailong {version}, {day}, {system}, {cores} cores, {machine}\n"
    )?;
    Ok(())
}

/// The processor's name, where the system tells it.
fn processor() -> Option<String> {
    let text = std::fs::read_to_string(Path::new("/proc/cpuinfo")).ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    let (_, name) = line.split_once(':')?;
    Some(name.trim().to_owned())
}

async fn write_paths(
    context: &mut Context,
    ground: &Ground,
    bench: &Bench,
) -> Result<(), CliError> {
    writeln!(
        context.out,
        "| clients | path | answers/s | p50 ms | p99 ms | of null writer | times one by one |\n\
         |--:|---|--:|--:|--:|--:|--:|"
    )?;
    for n_clients in &bench.clients {
        let words = context
            .language
            .pick("đang đo, số máy gửi", "measuring, clients");
        writeln!(context.err, "{words}: {n_clients}")?;
        let measured = server::measure(context, ground, *n_clients, bench.seconds).await?;
        let rate_of = |wanted: Kind| {
            measured
                .iter()
                .find(|(kind, _)| *kind == wanted)
                .map_or(0, |(_, one)| one.rate())
        };
        let (null, naive) = (rate_of(Kind::Nothing), rate_of(Kind::OneByOne));
        for (kind, one) in &measured {
            let rate = one.rate();
            let (median, slowest) = one.median_and_slowest_ms();
            writeln!(
                context.out,
                "| {n_clients} | {} | {rate} | {median} | {slowest} | {} | {} |",
                kind.as_str(),
                percent_of(rate, null),
                times(rate, naive),
            )?;
        }
        context.out.flush()?;
    }
    writeln!(context.out)?;
    Ok(())
}
