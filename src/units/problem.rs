//! What can be wrong with a unit file, in words.

use std::fmt;

use crate::config::Language;
use crate::domain::unit::{Fault, UnitCode};

/// One thing to mend in a unit file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The file as the caller named it.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub reason: Reason,
}

/// What is wrong in one place of a unit file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// An embedded table has other columns than expected.
    Columns,
    /// The field (name, value) of an embedded table cannot be.
    Field(&'static str, String),
    /// The file is larger than so many bytes.
    TooLarge(usize),
    /// No TOML; the parser's words.
    Syntax(String),
    /// A key that means nothing here.
    UnknownKey(String),
    /// A key that must be there.
    MissingKey(&'static str),
    /// A key whose value is of another TOML type (key, expected type).
    WrongType(String, &'static str),
    /// A key whose value cannot be (key, value).
    Value(String, String),
    /// Code, name, level or parent do not fit the official list.
    Unit(Fault),
    /// The unit is not of the file's province.
    OtherProvince(UnitCode),
    /// Old and new unit that no official table joins.
    NoSuccession(UnitCode, UnitCode),
    /// An old unit whose people all went to two places.
    AllPeopleTwice(UnitCode),
}

impl Problem {
    /// The whole line for a reader: file, line, what is wrong.
    #[must_use]
    pub fn describe(&self, language: Language) -> String {
        let words = match language {
            Language::Vi => self.reason.vietnamese(),
            Language::En => self.reason.english(),
        };
        format!("{}:{}: {words}", self.file, self.line)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.describe(Language::En))
    }
}

impl std::error::Error for Problem {}

impl Reason {
    fn english(&self) -> String {
        match self {
            Self::Columns => "the columns are not those of this table".into(),
            Self::Field(name, value) => format!("{name} cannot be {value:?}"),
            Self::TooLarge(limit) => format!("the file is larger than {limit} bytes"),
            Self::Syntax(words) => format!("this is not TOML: {words}"),
            Self::UnknownKey(key) => {
                format!("nothing here is called {key:?}; remove or correct it")
            }
            Self::MissingKey(key) => format!("{key} is missing; add it"),
            Self::WrongType(key, expected) => format!("{key} must be {expected}"),
            Self::Value(key, value) => format!("{key} cannot be {value:?}; see docs/units.md"),
            Self::Unit(fault) => fault.to_string(),
            Self::OtherProvince(code) => format!("unit {code} is not of this file's province"),
            Self::NoSuccession(old, new) => {
                format!("no part of {old} went to {new} according to the official table")
            }
            Self::AllPeopleTwice(old) => {
                format!("all people of {old} cannot have gone to two units; keep one")
            }
        }
    }

    fn vietnamese(&self) -> String {
        match self {
            Self::Columns => "các cột không đúng với bảng này".into(),
            Self::Field(name, value) => format!("{name} không thể là {value:?}"),
            Self::TooLarge(limit) => format!("tệp lớn hơn {limit} byte"),
            Self::Syntax(words) => format!("không phải TOML hợp lệ: {words}"),
            Self::UnknownKey(key) => format!("không có mục nào tên {key:?}; hãy bỏ hoặc sửa lại"),
            Self::MissingKey(key) => format!("thiếu {key}; hãy bổ sung"),
            Self::WrongType(key, expected) => format!("{key} phải có kiểu {}", type_name(expected)),
            Self::Value(key, value) => format!("{key} không thể là {value:?}; xem docs/units.md"),
            Self::Unit(fault) => fault_in_vietnamese(fault),
            Self::OtherProvince(code) => format!("đơn vị {code} không thuộc tỉnh của tệp này"),
            Self::NoSuccession(old, new) => {
                format!("theo bảng chính thức, không có phần nào của {old} nhập vào {new}")
            }
            Self::AllPeopleTwice(old) => {
                format!("toàn bộ dân số của {old} không thể chuyển về hai đơn vị; hãy giữ lại một")
            }
        }
    }
}

fn type_name(expected: &str) -> &str {
    match expected {
        "a string" => "chuỗi ký tự",
        "an array of tables" => "danh sách bảng",
        other => other,
    }
}

fn fault_in_vietnamese(fault: &Fault) -> String {
    match fault {
        Fault::Twice(edition, code) => format!("mã {code} đã có trong danh mục {edition}"),
        Fault::Kind(edition, code) => {
            format!("loại của đơn vị {code} không hợp với cấp của nó trong danh mục {edition}")
        }
        Fault::Name(edition, code) => {
            format!(
                "tên của đơn vị {code} trong danh mục {edition} để trống hoặc không theo chuẩn NFC"
            )
        }
        Fault::Parent(edition, code) => {
            format!(
                "đơn vị cấp trên của {code} không có trong danh mục {edition} hoặc không phải cấp trên"
            )
        }
        Fault::Succession(old, new) => {
            format!("đơn vị cũ {old} hoặc đơn vị mới {new} không có trong danh mục")
        }
    }
}
