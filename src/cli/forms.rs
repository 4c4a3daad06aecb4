//! `hailong forms`: what questionnaires there are, and whether their files are sound.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{CliError, Context};
use crate::config::Language;
use crate::domain::form::Form;
use crate::forms::catalog::Catalog;
use crate::forms::kind::FileKind;
use crate::forms::methods::Methods;
use crate::forms::{Problem, services};

/// Form, method and service files.
#[derive(Debug, clap::Subcommand)]
pub enum Forms {
    /// Reports every problem of form, method and service files, with file, line and what to do.
    Check {
        /// Files to check; without any, those this program and the data folder hold.
        files: Vec<PathBuf>,
    },
    /// Lists the forms this program and the data folder hold.
    List {
        /// How to print them.
        #[arg(long, value_enum, default_value_t = ListFormat::Table)]
        format: ListFormat,
    },
}

/// How a list is printed.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum ListFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}

impl Forms {
    /// Runs the command.
    ///
    /// # Errors
    /// [`CliError::Found`] when a file has problems, [`CliError::Usage`] for a file that cannot be
    /// read, [`CliError::Trouble`] when the output cannot be written.
    #[expect(clippy::unused_async, reason = "every command is awaited alike")]
    pub async fn run(self, context: &mut Context) -> Result<(), CliError> {
        match self {
            Self::Check { files } if files.is_empty() => check_own(context),
            Self::Check { files } => check_files(context, &files),
            Self::List { format } => list(context, format),
        }
    }
}

fn check_own(context: &mut Context) -> Result<(), CliError> {
    let catalog = Catalog::open(&context.data_dir);
    let methods = Methods::shipped();
    let services = services::shipped();
    let n_forms = catalog.as_ref().map_or(0, |catalog| catalog.all().count());
    let n_methods = methods.as_ref().map_or(0, |methods| methods.ids().count());
    let n_services = services.as_ref().map_or(0, |services| services.all().len());
    let found = [catalog.err(), methods.err(), services.err()];
    let problems: Vec<Problem> = found.into_iter().flatten().flatten().collect();
    let sound = context.language.pick(
        format!(
            "đã kiểm tra {n_forms} mẫu phiếu, {n_methods} phương pháp và {n_services} lĩnh vực: \
             không có lỗi"
        ),
        format!(
            "checked {n_forms} forms, {n_methods} methods and {n_services} service fields: \
             no problems"
        ),
    );
    conclude(context, &problems, &sound)
}

fn check_files(context: &mut Context, files: &[PathBuf]) -> Result<(), CliError> {
    let mut problems = Vec::new();
    for path in files {
        let text = read(context.language, path)?;
        problems.extend(FileKind::of(&text).problems(&path.display().to_string(), &text));
    }
    let n_files = files.len();
    let sound = context.language.pick(
        format!("đã kiểm tra {n_files} tệp: không có lỗi"),
        format!("checked {n_files} files: no problems"),
    );
    conclude(context, &problems, &sound)
}

fn read(language: Language, path: &Path) -> Result<String, CliError> {
    std::fs::read_to_string(path).map_err(|error| {
        let path = path.display();
        CliError::Usage(language.pick(
            format!("không đọc được {path}: {error}"),
            format!("cannot read {path}: {error}"),
        ))
    })
}

/// Problems are the output; how many there are is said beside it.
fn conclude(context: &mut Context, problems: &[Problem], sound: &str) -> Result<(), CliError> {
    for problem in problems {
        writeln!(context.out, "{}", problem.describe(context.language))?;
    }
    if problems.is_empty() {
        writeln!(context.err, "{sound}")?;
        return Ok(());
    }
    let n_problems = problems.len();
    Err(CliError::Found(context.language.pick(
        format!("có {n_problems} lỗi"),
        format!("{n_problems} problems"),
    )))
}

fn list(context: &mut Context, format: ListFormat) -> Result<(), CliError> {
    let catalog = Catalog::open(&context.data_dir).map_err(|problems| {
        let lines: Vec<_> = problems
            .iter()
            .map(|it| it.describe(context.language))
            .collect();
        CliError::Configuration(lines.join("\n"))
    })?;
    match format {
        ListFormat::Json => {
            let forms: Vec<Value> = catalog.all().map(|form| entry(form)).collect();
            writeln!(context.out, "{}", Value::Array(forms))?;
        }
        ListFormat::Table => {
            let language = context.language;
            let head = language.pick(
                ["Mẫu phiếu", "Tên", "Số câu", "Ngôn ngữ", "Phương pháp"],
                ["Form", "Title", "Questions", "Languages", "Method"],
            );
            let rows = catalog.all().map(|form| row(form, language));
            let rows: Vec<_> = [head.map(str::to_owned)].into_iter().chain(rows).collect();
            for line in aligned(&rows) {
                writeln!(context.out, "{line}")?;
            }
        }
    }
    Ok(())
}

fn entry(form: &Form) -> Value {
    json!({
        "id": form.form_ref.id.as_str(),
        "version": form.form_ref.version,
        "title": { "vi": form.title.get("vi"), "en": form.title.get("en") },
        "questions": form.questions().count(),
        "languages": form.languages,
        "method": form.default_method.as_str(),
        "hash": hex::encode(form.hash),
    })
}

fn row(form: &Form, language: Language) -> [String; 5] {
    [
        form.form_ref.to_string(),
        form.title.get(language.as_str()).to_owned(),
        form.questions().count().to_string(),
        form.languages.join(", "),
        form.default_method.to_string(),
    ]
}

/// Lines with columns as wide as their widest cell; texts are NFC, one place a character.
fn aligned(rows: &[[String; 5]]) -> Vec<String> {
    let mut widths = [0; 5];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.chars().count().max(*width);
        }
    }
    let line = |row: &[String; 5]| {
        let cells = row
            .iter()
            .zip(widths)
            .map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::clock::Clock;

    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    async fn run(command: Forms, data_dir: &Path) -> (Result<(), CliError>, String, String) {
        let (out, err) = (Page::default(), Page::default());
        let mut context = Context {
            data_dir: data_dir.to_owned(),
            language: Language::En,
            clock: Clock::System,
            out: Box::new(out.clone()),
            err: Box::new(err.clone()),
        };
        let result = command.run(&mut context).await;
        let text = |page: &Page| String::from_utf8(page.0.lock().unwrap().clone()).unwrap();
        (result, text(&out), text(&err))
    }

    #[tokio::test]
    async fn the_shipped_forms_are_sound_and_counted() {
        let folder = tempfile::tempdir().unwrap();
        let (result, out, err) = run(Forms::Check { files: Vec::new() }, folder.path()).await;
        assert!(result.is_ok(), "{out}");
        assert_eq!(
            (out.as_str(), err.as_str()),
            (
                "",
                "checked 4 forms, 3 methods and 11 service fields: no problems\n"
            )
        );
    }

    #[tokio::test]
    async fn each_problem_is_a_line_with_file_and_line_and_the_exit_code_is_one() {
        let folder = tempfile::tempdir().unwrap();
        let (form, list) = (folder.path().join("a.toml"), folder.path().join("b.toml"));
        std::fs::write(&form, "id = \"A\"\n\nversion = 0\n").unwrap();
        std::fs::write(&list, "[[service]]\ncode = \"Đất\"\n").unwrap();
        let files = vec![form.clone(), list.clone()];
        let (result, out, _) = run(Forms::Check { files }, folder.path()).await;
        assert_eq!(result.unwrap_err().exit_code(), 1);
        for start in [
            format!("{}:1: “id” must be", form.display()),
            format!("{}:3: “version” must be", form.display()),
            format!("{}:2: “code” must be", list.display()),
        ] {
            assert!(
                out.lines().any(|line| line.starts_with(&start)),
                "{start}: {out}"
            );
        }
    }

    #[tokio::test]
    async fn a_file_that_is_not_there_is_wrong_usage() {
        let files = vec![PathBuf::from("no-such-file.toml")];
        let (result, ..) = run(Forms::Check { files }, Path::new(".")).await;
        assert_eq!(result.unwrap_err().exit_code(), 2);
    }

    #[tokio::test]
    async fn the_list_names_every_form_for_people_and_for_programs() {
        let folder = tempfile::tempdir().unwrap();
        let (_, table, _) = run(
            Forms::List {
                format: ListFormat::Table,
            },
            folder.path(),
        )
        .await;
        assert_eq!(table.lines().count(), 5, "a head and four forms: {table}");
        let (_, out, _) = run(
            Forms::List {
                format: ListFormat::Json,
            },
            folder.path(),
        )
        .await;
        let forms: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(forms[1]["id"], "hai-long-quay");
        assert_eq!(forms[1]["questions"], 10);
    }
}
