//! What is wrong with a bundle, by line, in the reader's language.

use std::fmt;

use crate::config::Language;
use crate::exchange::bundle::{
    FORMAT, MAX_FILE_BYTES, MAX_HEADS, MAX_LINE_BYTES, MAX_LINES, MAX_SHEETS,
};

/// One fault and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Line number, from 1; 0 for the file as a whole.
    pub line: usize,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// More bytes than a bundle may have.
    FileTooLarge,
    /// More lines than a bundle may have.
    TooManyLines,
    /// A longer line than a bundle may have.
    LineTooLong,
    /// Bytes that are no UTF-8.
    NotUtf8,
    /// The file is empty, or its last line has no end: it was cut off.
    CutOff,
    /// No JSON of the line's kind; holds the parser's words.
    NotThatLine(String),
    /// The content is right, its bytes are not those of the format.
    NotCanonical,
    /// A kind of line that the format does not have, or not there.
    UnknownKind(String),
    /// A format version that this program does not know.
    UnknownFormat(u64),
    /// A value that the field cannot have.
    BadValue(&'static str, String),
    /// The same line twice, or a line out of its place.
    Misplaced,
    /// A form that this node does not have.
    FormUnknown(String),
    /// A form of that name and version with other content.
    FormDiffers(String),
    /// The header's forms are not those that have tallies.
    FormsIncomplete,
    /// A cell without the line of this question, section, index or span.
    Missing(String),
    /// Counts that do not add up; says which rule they break.
    Sums(&'static str),
    /// More answers than a unit can have.
    TooManySheets,
    /// More heads than a bundle may have.
    TooManyHeads,
    /// A head that is not the hash of its line.
    HeadHash,
    /// A head that the file's key did not sign.
    HeadSignature,
    /// A head that does not follow from the one before, or from the header.
    Chain,
    /// The batches of a span hold another number of answers than its tallies.
    HeadCount(String),
    /// The last line counts other lines.
    LineCount,
    /// The last line's hash is not that of the lines.
    FileHash,
    /// The header's hash is not that of the tally lines.
    BodyHash,
    /// The signature is not that of the key over the hash.
    Signature,
    /// There are more problems than are listed.
    More,
}

impl Fault {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::FileTooLarge => "file-too-large",
            Self::TooManyLines => "too-many-lines",
            Self::LineTooLong => "line-too-long",
            Self::NotUtf8 => "not-utf8",
            Self::CutOff => "cut-off",
            Self::NotThatLine(_) => "line-invalid",
            Self::NotCanonical => "not-canonical",
            Self::UnknownKind(_) => "kind-unknown",
            Self::UnknownFormat(_) => "format-unknown",
            Self::BadValue(..) => "value-invalid",
            Self::Misplaced => "line-misplaced",
            Self::FormUnknown(_) => "form-unknown",
            Self::FormDiffers(_) => "form-differs",
            Self::FormsIncomplete => "forms-incomplete",
            Self::Missing(_) => "line-missing",
            Self::Sums(_) => "sums-wrong",
            Self::TooManySheets => "too-many-sheets",
            Self::TooManyHeads => "too-many-heads",
            Self::HeadHash => "head-hash",
            Self::HeadSignature => "head-signature",
            Self::Chain => "head-chain",
            Self::HeadCount(_) => "head-count",
            Self::LineCount => "line-count",
            Self::FileHash => "file-hash",
            Self::BodyHash => "body-hash",
            Self::Signature => "signature",
            Self::More => "more",
        }
    }

    /// The fault in words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::Vi => self.vietnamese(),
            Language::En => self.english(),
        }
    }

    fn vietnamese(&self) -> String {
        match self {
            Self::FileTooLarge => format!("tệp lớn hơn {} MiB", MAX_FILE_BYTES >> 20),
            Self::TooManyLines => format!("tệp có hơn {MAX_LINES} dòng"),
            Self::LineTooLong => format!("dòng dài hơn {} KiB", MAX_LINE_BYTES >> 10),
            Self::NotUtf8 => "không phải văn bản UTF-8".into(),
            Self::CutOff => "tệp rỗng hoặc bị cắt cụt; hãy chép lại tệp".into(),
            Self::NotThatLine(why) => format!("dòng không đúng cấu trúc ({why})"),
            Self::NotCanonical => {
                "cách viết không đúng định dạng (thứ tự khóa, khoảng trắng, cách ghi số)".into()
            }
            Self::UnknownKind(kind) => format!("loại dòng {kind:?} không có hoặc không ở chỗ này"),
            Self::UnknownFormat(format) => {
                format!("phiên bản định dạng {format}; chương trình này đọc phiên bản {FORMAT}")
            }
            Self::BadValue(field, value) => format!("{field} không nhận giá trị {value:?}"),
            Self::Misplaced => "dòng bị lặp hoặc sai thứ tự".into(),
            Self::FormUnknown(form) => {
                format!("máy chủ này chưa có mẫu phiếu {form}; hãy thêm mẫu phiếu rồi nhận lại")
            }
            Self::FormDiffers(form) => format!("mẫu phiếu {form} có nội dung khác ở máy chủ này"),
            Self::FormsIncomplete => "danh sách mẫu phiếu không khớp với số liệu".into(),
            Self::Missing(what) => format!("thiếu dòng {what}"),
            Self::Sums(rule) => format!("các số đếm không khớp nhau ({rule})"),
            Self::TooManySheets => format!("hơn {MAX_SHEETS} phiếu"),
            Self::TooManyHeads => format!("hơn {MAX_HEADS} lần niêm phong"),
            Self::HeadHash => "mã niêm phong không khớp với nội dung dòng".into(),
            Self::HeadSignature => "mã niêm phong không do khóa của tệp ký".into(),
            Self::Chain => "chuỗi niêm phong bị đứt".into(),
            Self::HeadCount(span) => {
                format!("kỳ bắt đầu {span}: số phiếu niêm phong khác số phiếu đã đếm")
            }
            Self::LineCount => "số dòng ghi ở cuối tệp không đúng".into(),
            Self::FileHash => "nội dung tệp đã bị thay đổi (mã băm không khớp)".into(),
            Self::BodyHash => "mã băm của phần số liệu không khớp".into(),
            Self::Signature => "niêm phong của tệp không đúng".into(),
            Self::More => "còn các lỗi khác, không liệt kê hết".into(),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::FileTooLarge => format!("file is larger than {} MiB", MAX_FILE_BYTES >> 20),
            Self::TooManyLines => format!("file has more than {MAX_LINES} lines"),
            Self::LineTooLong => format!("line is longer than {} KiB", MAX_LINE_BYTES >> 10),
            Self::NotUtf8 => "not UTF-8".into(),
            Self::CutOff => "file is empty or cut off; copy it again".into(),
            Self::NotThatLine(why) => format!("line has the wrong structure ({why})"),
            Self::NotCanonical => {
                "not written as the format demands (key order, blanks, spelling of numbers)".into()
            }
            Self::UnknownKind(kind) => format!("no line of kind {kind:?} belongs here"),
            Self::UnknownFormat(format) => {
                format!("format version {format}; this program reads version {FORMAT}")
            }
            Self::BadValue(field, value) => format!("{field} cannot be {value:?}"),
            Self::Misplaced => "line is doubled or out of order".into(),
            Self::FormUnknown(form) => {
                format!("this node does not have form {form}; add the form and merge again")
            }
            Self::FormDiffers(form) => format!("form {form} has other content on this node"),
            Self::FormsIncomplete => "the list of forms does not match the tallies".into(),
            Self::Missing(what) => format!("line for {what} is missing"),
            Self::Sums(rule) => format!("counts do not add up ({rule})"),
            Self::TooManySheets => format!("more than {MAX_SHEETS} sheets"),
            Self::TooManyHeads => format!("more than {MAX_HEADS} heads"),
            Self::HeadHash => "head is not the hash of its line".into(),
            Self::HeadSignature => "head is not signed by the file's key".into(),
            Self::Chain => "chain of heads is broken".into(),
            Self::HeadCount(span) => {
                format!("span from {span}: batches and tallies hold different numbers of sheets")
            }
            Self::LineCount => "last line gives another number of lines".into(),
            Self::FileHash => "file was changed (hash does not match)".into(),
            Self::BodyHash => "hash of the tallies does not match".into(),
            Self::Signature => "signature does not match".into(),
            Self::More => "there are more problems than listed".into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.fault.english())
    }
}

/// Problems found so far, up to a limit: a hostile file must not fill the memory.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<Problem>);

impl Problems {
    const MOST: usize = 100;

    pub(super) fn add(&mut self, line: usize, fault: Fault) {
        if self.0.len() < Self::MOST {
            self.0.push(Problem { line, fault });
        } else if self.0.len() == Self::MOST {
            self.0.push(Problem {
                line: 0,
                fault: Fault::More,
            });
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The problems in the order of lines.
    pub(super) fn into_vec(mut self) -> Vec<Problem> {
        self.0
            .sort_by_key(|problem| (problem.fault == Fault::More, problem.line));
        self.0
    }
}

/// At most 80 characters of a foreign text, to be shown.
pub(super) fn excerpt(text: &str) -> String {
    text.chars().take(80).collect()
}
