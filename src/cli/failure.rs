//! Use case errors in words that say what to do next, with their exit codes.

use std::error::Error as _;

use super::CliError;
use crate::config::Language;
use crate::storage::StorageError;
use crate::usecase::UsecaseError;

/// What went wrong, in the reader's language.
pub(super) fn explain(error: UsecaseError, language: Language) -> CliError {
    let pick = |vi: String, en: String| language.pick(vi, en);
    match error {
        UsecaseError::Storage(error) => explain_storage(&error, language),
        UsecaseError::File(error) => CliError::Trouble(error.to_string()),
        UsecaseError::FolderUsed => CliError::Configuration(pick(
            "thư mục dữ liệu đã được dùng; hãy chọn thư mục trống (--data), không có gì bị thay đổi".to_owned(),
            "the data folder is used already; name an empty one with --data, nothing was changed".to_owned(),
        )),
        UsecaseError::FolderServed => CliError::Configuration(pick(
            "một tiến trình serve khác đang dùng thư mục này; hãy dừng tiến trình đó trước".to_owned(),
            "another serve is using this folder; stop it first".to_owned(),
        )),
        UsecaseError::UnknownUnit(code) => CliError::Usage(pick(
            format!("không có đơn vị “{code}” trong phạm vi của nút này; mã xã có 5 chữ số, mã tỉnh 2 chữ số"),
            format!("no unit “{code}” within reach of this node; commune codes have 5 digits, province codes 2"),
        )),
        UsecaseError::NotCollected(code) => CliError::Usage(pick(
            format!("nút này không thu phiếu cho đơn vị {code}; chỉ xã, phường, đặc khu có thiết bị tại đây"),
            format!("this node does not collect for unit {code}; only communes with a device here"),
        )),
        UsecaseError::NameTaken(name) => CliError::Usage(pick(
            format!("tên “{name}” đã có người dùng; hãy chọn tên khác"),
            format!("the name “{name}” is taken; choose another"),
        )),
        UsecaseError::NotFound(id) => CliError::Usage(pick(
            format!("không tìm thấy “{id}”; xem danh sách bằng lệnh list"),
            format!("nothing called “{id}”; see the list command"),
        )),
        UsecaseError::Forbidden => CliError::Usage(pick(
            "tài khoản này không có quyền làm việc đó".to_owned(),
            "this account may not do that".to_owned(),
        )),
        UsecaseError::Invalid(invalid) => CliError::Usage(pick(invalid.vi, invalid.en)),
        UsecaseError::Files(problems) => {
            let words = problems.into_iter().map(|it| pick(it.vi, it.en));
            CliError::Configuration(words.collect::<Vec<_>>().join("\n"))
        }
    }
}

fn explain_storage(error: &StorageError, language: Language) -> CliError {
    let pick = |vi: &str, en: &str| language.pick(vi, en).to_owned();
    match error {
        StorageError::Missing => CliError::Configuration(pick(
            "thư mục dữ liệu chưa có nút nào; hãy chạy “hailong init --unit MÃ” trước",
            "the data folder holds no node; run “hailong init --unit CODE” first",
        )),
        StorageError::Exists => CliError::Usage(pick(
            "tệp đích đã có; hãy chọn tên khác",
            "the target exists; choose another name",
        )),
        StorageError::Newer { .. } => CliError::Configuration(pick(
            "cơ sở dữ liệu do phiên bản mới hơn tạo ra; hãy dùng phiên bản đó, không có gì bị thay đổi",
            "a newer version of the program wrote this database; use that one, nothing was changed",
        )),
        StorageError::Corrupt(_)
        | StorageError::NotDurable(_)
        | StorageError::NoRandom(_)
        | StorageError::Database(_)
        | StorageError::Migration(_) => {
            let cause = error
                .source()
                .map(|cause| format!(": {cause}"))
                .unwrap_or_default();
            CliError::Trouble(format!("{error}{cause}"))
        }
    }
}
