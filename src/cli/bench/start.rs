//! Start-up and memory of the program itself, as a process of its own.

use std::time::{Duration, Instant};

use super::Bench;
use super::ground::{Ground, close};
use super::load::{Clients, Sheets};
use super::measure::{Measured, mebibytes, seconds};
use super::program::Server;
use crate::cli::{CliError, Context};
use crate::usecase::open_node::open;

/// Clients whose load the memory is measured under.
const N_CLIENTS: usize = 64;

/// Starts `serve` on the node with recounted answers; writes times and memory.
pub(super) async fn write(
    context: &mut Context,
    ground: &Ground,
    bench: &Bench,
) -> Result<(), CliError> {
    let folder = ground.path("recount");
    let opened = open(&folder, context.clock.clone())
        .await
        .map_err(|error| context.explain(error))?;
    let sheets = Sheets::draw(&opened.app)?;
    close(opened).await?;
    let begun = Instant::now();
    let mut server = Server::start(&folder)?;
    let starting = begun.elapsed();
    let before = server.most_memory();
    let mut clients = Clients::connect(N_CLIENTS, server.address, &ground.tokens, &sheets).await?;
    let time = Duration::from_secs(bench.seconds);
    clients.work(time, &mut Measured::default()).await?;
    let after = server.most_memory();
    server.end()?;
    writeln!(
        context.out,
        "| start | from the command to `listening on`, with {} answers on disk | {} | |",
        bench.answers,
        seconds(starting),
    )?;
    for (when, memory) in [("once it listens", before), ("after 64 clients", after)] {
        let memory = memory.map_or_else(|| "–".to_owned(), |kib| format!("{} MiB", mebibytes(kib)));
        writeln!(
            context.out,
            "| memory | most resident, {when}: {memory} | | |"
        )?;
    }
    Ok(())
}
