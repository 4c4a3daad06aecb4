//! A folder of its own for each test, and the folder's own rules.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::LazyLock;

use hailong::clock::Clock;
use jiff::civil::DateTime;
use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use tempfile::TempDir;

/// A temporary folder, with a place for a node in it.
pub(crate) struct Node {
    pub(crate) folder: TempDir,
}

/// The database of a commune node just made; made once, because loading the units takes a while.
static COMMUNE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let node = Node::none();
    node.done(&["init", "--unit", "01141"]);
    std::fs::read(node.database()).unwrap()
});

/// What a command said, and how it ended.
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Node {
    /// A folder that holds no node yet.
    pub(crate) fn none() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
        }
    }

    /// The node of Nấm Dẩn (01141), Tuyên Quang.
    pub(crate) fn commune() -> Self {
        let node = Self::none();
        std::fs::create_dir(node.data()).unwrap();
        std::fs::write(node.database(), &*COMMUNE).unwrap();
        node
    }

    pub(crate) fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.data().join("hailong.db")
    }

    /// A file beside the data folder.
    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    pub(crate) fn file(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(crate) fn run(&self, arguments: &[&str]) -> Said {
        self.run_with(arguments, "")
    }

    /// Runs a command with `input` on its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Said {
        let mut command = program(self.folder.path());
        command.arg("--data").arg(self.data()).args(arguments);
        said(command, input)
    }

    /// Runs a command that must end well, and returns its standard output.
    pub(crate) fn done(&self, arguments: &[&str]) -> String {
        let said = self.run(arguments);
        assert_eq!(said.code, 0, "{arguments:?}: {}", said.err);
        said.out
    }

    /// Reads `{"rows":[…]}`.
    pub(crate) fn rows(&self, arguments: &[&str]) -> Vec<Value> {
        let mut arguments = arguments.to_vec();
        arguments.extend(["--format", "json"]);
        let result: Value = serde_json::from_str(&self.done(&arguments)).unwrap();
        let rows = result.get("rows").and_then(Value::as_array);
        rows.unwrap().clone()
    }

    /// Changes the database behind the program's back.
    pub(crate) async fn tamper(&self, statement: &str) {
        let options = SqliteConnectOptions::new().filename(self.database());
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let statement = AssertSqlSafe(statement.to_owned());
        let changed = sqlx::query(statement)
            .execute(&mut connection)
            .await
            .unwrap();
        assert_eq!(changed.rows_affected(), 1, "one row is changed");
        connection.close().await.unwrap();
    }
}

/// The program, with nothing of this machine's settings; messages in English.
pub(crate) fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_hailong"));
    command
        .current_dir(folder)
        .env_clear()
        .env("HAILONG_LANG", "en");
    command
}

pub(crate) fn said(mut command: Command, input: &str) -> Said {
    let pipes = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = pipes.spawn().unwrap();
    // A command that reads no input may be gone already.
    let _unread = child.stdin.take().unwrap().write_all(input.as_bytes());
    heard(child.wait_with_output().unwrap())
}

pub(crate) fn heard(output: Output) -> Said {
    Said {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The wall clock of Việt Nam: the program runs by the machine's own, so days are counted from it.
pub(crate) fn now() -> DateTime {
    Clock::System.now_local().datetime()
}

#[test]
fn a_folder_is_made_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let node = Node::none();
    node.done(&["init", "--unit", "01141"]);
    let mode = std::fs::metadata(node.data()).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700, "the folder holds the keys");
}

#[test]
fn a_used_folder_is_refused_and_nothing_in_it_changes() {
    let node = Node::commune();
    let before = std::fs::read(node.database()).unwrap();
    let said = node.run(&["init", "--unit", "01141"]);
    assert_eq!(said.code, 78, "a second init");
    assert!(said.err.contains("nothing was changed"), "{}", said.err);
    assert_eq!(std::fs::read(node.database()).unwrap(), before);
    let other = Node::none();
    std::fs::create_dir(other.data()).unwrap();
    std::fs::write(other.data().join("thư.txt"), "của ai đó").unwrap();
    assert_eq!(
        other.run(&["init", "--unit", "01141"]).code,
        78,
        "someone else's folder"
    );
    assert!(!other.database().exists(), "nothing is put beside it");
}

#[test]
fn a_node_is_made_for_a_commune_or_a_province_in_force() {
    for (arguments, code, why) in [
        (&["--unit", "01141"][..], 0, "a commune"),
        (&["--unit", "08"], 0, "a province"),
        (
            &["--unit", "01141", "--edition", "2025-07-01"],
            0,
            "the same code space",
        ),
        (&["--unit", "99999"], 2, "no such unit"),
        (&["--unit", "1141"], 2, "not a code"),
        (
            &["--unit", "01141", "--edition", "pre-2025"],
            2,
            "no longer in force",
        ),
        (
            &["--unit", "01141", "--edition", "2027-01-01"],
            2,
            "no such edition",
        ),
    ] {
        let node = Node::none();
        let said = node.run(&[&["init"], arguments].concat());
        assert_eq!(said.code, code, "{why}: {}", said.err);
        assert_eq!(node.database().exists(), code == 0, "{why}");
    }
}

#[test]
fn the_data_folder_comes_from_the_flag_then_the_environment_then_the_default() {
    let node = Node::none();
    let folder = node.folder.path();
    let mut command = program(folder);
    command.args(["init", "--unit", "01141"]);
    assert_eq!(said(command, "").code, 0);
    assert!(
        folder.join("hailong-data/hailong.db").exists(),
        "the default"
    );
    let mut command = program(folder);
    command
        .args(["init", "--unit", "01141"])
        .env("HAILONG_DATA", folder.join("one"));
    assert_eq!(said(command, "").code, 0);
    assert!(folder.join("one/hailong.db").exists(), "HAILONG_DATA");
    let mut command = program(folder);
    command
        .args(["init", "--unit", "01141", "--data", "two"])
        .env("HAILONG_DATA", folder.join("one"));
    assert_eq!(
        said(command, "").code,
        0,
        "the flag goes before the environment"
    );
    assert!(folder.join("two/hailong.db").exists(), "--data");
}

#[test]
fn a_folder_without_a_node_is_told_from_trouble() {
    let node = Node::none();
    for arguments in [
        &["user", "list"][..],
        &["verify"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        let said = node.run(arguments);
        assert_eq!(said.code, 78, "{arguments:?}");
        assert!(
            said.err.contains("hailong init"),
            "it says what to do: {}",
            said.err
        );
    }
    assert!(!node.data().exists(), "looking makes nothing");
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_never_touched() {
    let node = Node::commune();
    node.tamper(
        "insert into _sqlx_migrations
             (version, description, success, checksum, execution_time)
         values (9999, 'from the future', 1, x'00', 0)",
    )
    .await;
    let before = std::fs::read(node.database()).unwrap();
    for arguments in [
        &["verify"][..],
        &["user", "list"],
        &["results", "--unit", "01141", "--period", "2026"],
        &["device", "add", "quầy", "--unit", "01141"],
    ] {
        let said = node.run(arguments);
        assert_eq!(said.code, 78, "{arguments:?}: {}", said.err);
        assert!(said.err.contains("newer version"), "{}", said.err);
    }
    assert_eq!(std::fs::read(node.database()).unwrap(), before);
}

#[tokio::test]
async fn a_served_folder_is_refused_before_its_database_is_opened() {
    let node = Node::commune();
    node.tamper(
        "insert into _sqlx_migrations
             (version, description, success, checksum, execution_time)
         values (9999, 'from the future', 1, x'00', 0)",
    )
    .await;
    let _held = hailong::usecase::open_node::hold(&node.data()).unwrap();
    let said = node.run(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(said.code, 78);
    assert!(
        said.err.contains("another serve"),
        "whoever opens it first says it is newer: {}",
        said.err
    );
}
