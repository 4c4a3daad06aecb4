//! Single answers in bulk: ten times as many need no more memory.
#![cfg(target_os = "linux")]

use std::io::Read as _;
use std::process::{Child, Stdio};

use hailong::domain::mark::Mark;
use hailong::domain::sheet;
use hailong::forms::catalog::Catalog;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};

use crate::node::{Node, program};

/// Few against many; all of one unit's half-month, the least that could be held at once.
const N_ANSWERS: [i64; 2] = [4_000, 40_000];
/// Four times what one reader may keep of the database's pages, however many answers there are.
const MOST_MORE_KIB: u64 = 16 * 1024;

#[tokio::test]
async fn ten_times_the_answers_are_exported_in_the_same_memory() {
    let [few, many] = N_ANSWERS;
    let (small, large) = (province(few).await, province(many).await);
    for format in ["csv", "ndjson"] {
        let [less, more] = [(&small, few), (&large, many)].map(|(node, n_answers)| {
            let (n_lines, most_kib) = export(node, format);
            let n_heads = i64::from(format == "csv");
            assert_eq!(
                n_lines - n_heads,
                n_answers,
                "{format}: every answer is written"
            );
            most_kib
        });
        assert!(
            more < less + MOST_MORE_KIB,
            "{format}: {more} KiB for {many} answers, {less} KiB for {few}"
        );
    }
}

/// Tuyên Quang with so many answers of Nấm Dẩn in one sealed half-day.
async fn province(n_answers: i64) -> Node {
    let node = Node::none();
    node.done(&["init", "--unit", "08"]);
    let catalog = Catalog::shipped().unwrap();
    let form = catalog.find("hai-long-quay@1").unwrap();
    let marks = vec![Mark::LeftOut; form.counted().count()];
    let options = SqliteConnectOptions::new().filename(node.database());
    let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
    sqlx::query(
        "insert into batch (unit, number, half_day, opened, state, placed, late, sequence,
                            answer_count, root, tallies, salt, previous, head, signature)
         values ('01141', 1, '2026-02-02-am', '2026-02-02-am', 'sealed', 1, 0, 1, ?1,
                 zeroblob(32), '{}', zeroblob(32), zeroblob(32), zeroblob(32), zeroblob(64))",
    )
    .bind(n_answers)
    .execute(&mut connection)
    .await
    .unwrap();
    sqlx::query(
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1)
         insert into answer (unit, batch, id, form, channel, flagged, sheet)
         select '01141', 1, randomblob(16), 'hai-long-quay@1', 'tablet', 0, ?2 from n",
    )
    .bind(n_answers)
    .bind(sheet::encode(form, &marks))
    .execute(&mut connection)
    .await
    .unwrap();
    connection.close().await.unwrap();
    node
}

/// Exports all answers; how many lines, and the most memory that was resident.
fn export(node: &Node, format: &str) -> (i64, u64) {
    let mut command = program(node.folder.path());
    command.arg("--data").arg(node.data());
    command.args(["export", "answers", "--unit", "08", "--period", "2026-02"]);
    command.args(["--format", format, "--out", "-"]);
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    let mut piece = vec![0; 64 * 1024];
    let (mut n_lines, mut most_kib) = (0, 0);
    loop {
        // A pipe holds one piece: what is seen before the last one is near the end.
        most_kib = most_memory(&child).unwrap_or(most_kib);
        let n_bytes = out.read(&mut piece).unwrap();
        if n_bytes == 0 {
            break;
        }
        for byte in piece.iter().take(n_bytes) {
            n_lines += i64::from(*byte == b'\n');
        }
    }
    assert!(child.wait().unwrap().success());
    (n_lines, most_kib)
}

fn most_memory(child: &Child) -> Option<u64> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
