//! Start-up and memory of the program itself, as a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::Bench;
use super::ground::{Ground, close};
use super::load::{Clients, Sheets};
use super::measure::{Measured, mebibytes, seconds};
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
    let address = server.address.parse().map_err(std::io::Error::other)?;
    let mut clients = Clients::connect(N_CLIENTS, address, &ground.tokens, &sheets).await?;
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

/// This very program, serving; ended with its owner.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path) -> Result<Self, CliError> {
        let process = Command::new(std::env::current_exe()?)
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let mut server = Self {
            process,
            address: String::new(),
        };
        let out = server
            .process
            .stdout
            .take()
            .ok_or_else(|| silent("no output"))?;
        let mut line = String::new();
        BufReader::new(out).read_line(&mut line)?;
        let address = line.trim_end().strip_prefix("listening on http://");
        address
            .ok_or_else(|| silent(&line))?
            .clone_into(&mut server.address);
        Ok(server)
    }

    /// Most resident memory so far in KiB, where the system tells it.
    fn most_memory(&self) -> Option<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    fn end(&mut self) -> Result<(), CliError> {
        self.process.kill()?;
        self.process.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Ended already, or ended now; its folder is thrown away either way.
        let _ended = self.end();
    }
}

fn silent(line: &str) -> CliError {
    CliError::Trouble(format!("serve did not say where it listens: {line:?}"))
}
