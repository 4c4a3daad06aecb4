//! This very program as processes of its own, and the memory they take.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::cli::CliError;

/// The program serving a folder; ended with its owner.
pub(super) struct Server {
    process: Process,
    /// Where it listens.
    pub(super) address: SocketAddr,
}

impl Server {
    /// Starts it and waits until it listens.
    pub(super) fn start(folder: &Path) -> Result<Self, CliError> {
        let mut process = Process::start(folder, &["serve", "--listen", "127.0.0.1:0"])?;
        let mut line = String::new();
        BufReader::new(process.out()?).read_line(&mut line)?;
        let address = line.trim_end().strip_prefix("listening on http://");
        let address = address.and_then(|address| address.parse().ok());
        let silent = || CliError::Trouble(format!("serve did not say where it listens: {line:?}"));
        Ok(Self {
            process,
            address: address.ok_or_else(silent)?,
        })
    }

    /// Most resident memory so far in KiB, where the system tells it.
    pub(super) fn most_memory(&self) -> Option<u64> {
        self.process.most_memory()
    }

    /// Ends it.
    pub(super) fn end(&mut self) -> Result<(), CliError> {
        self.process.end()
    }
}

/// What a command wrote.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Written {
    /// Lines on its standard output.
    pub(super) n_lines: usize,
    /// Most resident memory in KiB, where the system tells it.
    pub(super) most_memory: Option<u64>,
}

/// Runs a command on a folder and reads what it writes.
pub(super) fn run(folder: &Path, arguments: &[&str]) -> Result<Written, CliError> {
    let mut process = Process::start(folder, arguments)?;
    let mut out = process.out()?;
    let mut written = Written::default();
    let mut piece = vec![0; 64 * 1024];
    loop {
        // Nobody can tell it once the process has ended: what was last seen is near the end.
        written.most_memory = process.most_memory().or(written.most_memory);
        let n_bytes = out.read(&mut piece)?;
        if n_bytes == 0 {
            break;
        }
        written.n_lines += n_lines(piece.get(..n_bytes).unwrap_or_default());
    }
    let status = process.0.wait()?;
    if status.success() {
        Ok(written)
    } else {
        Err(CliError::Trouble(format!("{arguments:?}: {status}")))
    }
}

/// Lines that end in these bytes.
pub(super) fn n_lines(bytes: &[u8]) -> usize {
    bytes.split(|byte| *byte == b'\n').skip(1).count()
}

struct Process(Child);

impl Process {
    fn start(folder: &Path, arguments: &[&str]) -> Result<Self, CliError> {
        let process = Command::new(std::env::current_exe()?)
            .args(arguments)
            .arg("--data")
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        Ok(Self(process))
    }

    fn out(&mut self) -> Result<impl std::io::Read + use<>, CliError> {
        let out = self.0.stdout.take();
        out.ok_or_else(|| CliError::Trouble("a process without output".to_owned()))
    }

    fn most_memory(&self) -> Option<u64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).ok()?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.split_whitespace().next()?.parse().ok()
    }

    fn end(&mut self) -> Result<(), CliError> {
        self.0.kill()?;
        self.0.wait()?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Ended already, or ended now; its folder is thrown away either way.
        let _ended = self.end();
    }
}
