//! Single answers as files, from the shell and from the server: how fast, and what memory it takes.

use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

use http_body_util::{BodyExt as _, Empty};
use hyper::body::Bytes;
use hyper::client::conn::http1::handshake;
use hyper::{Request, StatusCode, header};
use hyper_util::rt::TokioIo;
use jiff::civil::Date;
use tokio::net::TcpStream;

use super::ground::{Ground, PROVINCE, close};
use super::measure::{mebibytes, seconds, timed_rate};
use super::program::{Server, n_lines, run};
use crate::cli::{CliError, Context};
use crate::domain::account::Role;
use crate::usecase::manage_account;
use crate::usecase::open_node::open;
use crate::usecase::sign_in::{Attempt, sign_in};
use crate::web::session::Transport;

/// Who takes the files from the server; gone with the folder.
const ACCOUNT: (&str, &str) = ("bench", "only in a folder that is thrown away");

/// Kinds of file.
const FORMATS: [&str; 2] = ["csv", "ndjson"];

/// Exports the recounted answers, whose half-month `day` lies in; writes times and memory.
pub(super) async fn write(
    context: &mut Context,
    ground: &Ground,
    day: Date,
) -> Result<(), CliError> {
    let words = context
        .language
        .pick("đang xuất phiếu", "exporting answers");
    writeln!(context.err, "{words}")?;
    let folder = ground.path("recount");
    let period = format!("{:04}-{:02}", day.year(), day.month());
    let cookie = sign_in_at(context, &folder).await?;
    let export = [
        "export", "--unit", PROVINCE, "--period", &period, "--out", "-",
    ];
    let nothing = run(&folder, &[&export[..], &["dictionary"]].concat())?;
    for format in FORMATS {
        let begun = Instant::now();
        let answers = ["answers", "--format", format];
        let written = run(&folder, &[&export[..], &answers].concat())?;
        let exported = Exported {
            n_rows: rows_of(format, written.n_lines),
            elapsed: begun.elapsed(),
            before: nothing.most_memory,
            after: written.most_memory,
        };
        exported.tell(context, &format!("{format} from the shell"))?;
    }
    for format in FORMATS {
        // A server of its own: what the first download needed would hide what the second does.
        let mut server = Server::start(&folder)?;
        let address = |file: &str| format!("/tinh/{PROVINCE}/{file}?period={period}");
        download(server.address, &cookie, &address("tu-dien.csv")).await?;
        let before = server.most_memory();
        let begun = Instant::now();
        let path = address(&format!("phieu.{format}"));
        let n_lines = download(server.address, &cookie, &path).await?;
        let exported = Exported {
            n_rows: rows_of(format, n_lines),
            elapsed: begun.elapsed(),
            before,
            after: server.most_memory(),
        };
        exported.tell(context, &format!("{format} from the server"))?;
        server.end()?;
    }
    Ok(())
}

/// One file, and the memory before it and at its end in KiB.
struct Exported {
    n_rows: usize,
    elapsed: Duration,
    before: Option<u64>,
    after: Option<u64>,
}

impl Exported {
    fn tell(&self, context: &mut Context, what: &str) -> Result<(), CliError> {
        let more = self.after.zip(self.before);
        let more = more.map_or_else(
            || "–".to_owned(),
            |(after, before)| format!("{} MiB", mebibytes(after.saturating_sub(before))),
        );
        writeln!(
            context.out,
            "| export | {} answers as {what}; most resident beyond a file without answers: {more} | {} | {} |",
            self.n_rows,
            seconds(self.elapsed),
            timed_rate(self.n_rows, self.elapsed),
        )?;
        context.out.flush()?;
        Ok(())
    }
}

/// Lines without the head of a CSV.
fn rows_of(format: &str, n_lines: usize) -> usize {
    if format == "csv" {
        n_lines.saturating_sub(1)
    } else {
        n_lines
    }
}

/// The cookie of a province's account. Signed in before the server starts: what a password costs
/// is not the file's.
async fn sign_in_at(context: &Context, folder: &Path) -> Result<String, CliError> {
    let explain = |error| context.explain(error);
    let opened = open(folder, context.clock.clone()).await.map_err(explain)?;
    let (name, password) = ACCOUNT;
    manage_account::add(&opened.app, name, Role::Province, PROVINCE, password)
        .await
        .map_err(explain)?;
    let attempt = sign_in(&opened.app, name, password)
        .await
        .map_err(explain)?;
    close(opened).await?;
    match attempt {
        Attempt::Accepted(secret, _) => Ok(format!("{}={secret}", Transport::Plain.cookie_name())),
        Attempt::Refused | Attempt::Wait(_) => {
            Err(CliError::Trouble("the account is not let in".to_owned()))
        }
    }
}

/// Takes a file as fast as it comes, and counts its lines.
async fn download(address: SocketAddr, cookie: &str, path: &str) -> Result<usize, CliError> {
    let stream = TcpStream::connect(address).await?;
    let (mut connection, driver) = handshake(TokioIo::new(stream))
        .await
        .map_err(std::io::Error::other)?;
    // Ends with the connection.
    tokio::spawn(driver);
    let request = Request::get(path)
        .header(header::HOST, address.to_string())
        .header(header::COOKIE, cookie)
        .body(Empty::<Bytes>::new())
        .map_err(std::io::Error::other)?;
    let sent = connection.send_request(request).await;
    let mut response = sent.map_err(std::io::Error::other)?;
    if response.status() != StatusCode::OK {
        return Err(CliError::Trouble(format!("{path}: {}", response.status())));
    }
    let mut n = 0;
    while let Some(frame) = response.body_mut().frame().await {
        let frame = frame.map_err(std::io::Error::other)?;
        n += frame.data_ref().map_or(0, |piece| n_lines(piece));
    }
    Ok(n)
}
