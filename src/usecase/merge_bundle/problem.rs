//! Why a bundle is not taken, for programs and in the reader's language.

use crate::config::Language;
use crate::domain::period::Span;
use crate::exchange::bundle;

/// One reason, and the line it stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MergeProblem {
    /// Line number from 1; `None`: the bundle as a whole.
    pub line: Option<usize>,
    /// What is wrong.
    pub fault: MergeFault,
}

/// What can be wrong beyond the file itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MergeFault {
    /// The file is no whole bundle.
    File(bundle::Fault),
    /// The file cannot be opened or read; holds the system's words.
    Unreadable(String),
    /// This node is no province: it has nobody's bundles to merge.
    NotAProvince,
    /// The unit is not below this province, or out of the sender's reach.
    UnitUnknown(String),
    /// The edition is not the one in force on the period's last day.
    EditionWrong(String),
    /// The key speaks for nobody here.
    KeyUnknown(String),
    /// The key speaks for another unit.
    KeyOfOtherUnit(String),
    /// This very file was withdrawn, for a reason.
    Withdrawn(String),
    /// What the unit said of the span up to a revision was withdrawn.
    SpanWithdrawn(Span, u64),
    /// This node collects for the unit itself.
    CollectedHere(String),
    /// The same revision of the span is held with other tallies.
    OtherTallies(Span),
    /// The span is held under an older key of the unit.
    KeyChanged(Span),
}

impl MergeProblem {
    /// A reason that is the bundle's as a whole.
    #[must_use]
    pub fn whole(fault: MergeFault) -> Self {
        Self { line: None, fault }
    }
}

impl From<bundle::Problem> for MergeProblem {
    fn from(problem: bundle::Problem) -> Self {
        Self {
            line: (problem.line > 0).then_some(problem.line),
            fault: MergeFault::File(problem.fault),
        }
    }
}

impl MergeFault {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::File(fault) => fault.code(),
            Self::Unreadable(_) => "unreadable",
            Self::NotAProvince => "not-a-province",
            Self::UnitUnknown(_) => "unit-unknown",
            Self::EditionWrong(_) => "edition-wrong",
            Self::KeyUnknown(_) => "key-untrusted",
            Self::KeyOfOtherUnit(_) => "key-of-other-unit",
            Self::Withdrawn(_) => "withdrawn",
            Self::SpanWithdrawn(..) => "span-withdrawn",
            Self::CollectedHere(_) => "collected-here",
            Self::OtherTallies(_) => "other-tallies",
            Self::KeyChanged(_) => "key-changed",
        }
    }

    /// The reason in words.
    #[must_use]
    pub fn words(&self, language: Language) -> String {
        match language {
            Language::Vi => self.vietnamese(),
            Language::En => self.english(),
        }
    }

    fn vietnamese(&self) -> String {
        match self {
            Self::File(fault) => fault.words(Language::Vi),
            Self::Unreadable(why) => format!("không đọc được tệp ({why})"),
            Self::NotAProvince => {
                "nút này là của xã, không nhận số liệu của đơn vị khác; hãy gửi tệp cho tỉnh".into()
            }
            Self::UnitUnknown(unit) => {
                format!("đơn vị {unit} không thuộc phạm vi nhận của nút này")
            }
            Self::EditionWrong(edition) => format!(
                "danh mục {edition} không có hiệu lực vào ngày cuối kỳ; hãy cập nhật chương trình"
            ),
            Self::KeyUnknown(unit) => format!(
                "khóa ký tệp chưa được tin cậy cho đơn vị {unit}; \
                 hãy xác nhận khóa với xã rồi chạy “unit trust {unit}”"
            ),
            Self::KeyOfOtherUnit(unit) => format!("khóa ký tệp là của đơn vị {unit}"),
            Self::Withdrawn(reason) => format!("tệp này đã bị rút ({reason}); cần bản mới hơn"),
            Self::SpanWithdrawn(span, revision) => {
                format!("kỳ bắt đầu {span}: số liệu đến bản {revision} đã bị rút; cần bản mới hơn")
            }
            Self::CollectedHere(unit) => {
                format!("nút này tự thu phiếu của đơn vị {unit}; nhận thêm tệp sẽ bị tính trùng")
            }
            Self::OtherTallies(span) => format!(
                "kỳ bắt đầu {span}: đã có cùng bản này với số liệu khác; bản đến trước được giữ"
            ),
            Self::KeyChanged(span) => format!(
                "kỳ bắt đầu {span}: đang giữ số liệu ký bằng khóa trước của đơn vị; \
                 hãy rút bản đó trước"
            ),
        }
    }

    fn english(&self) -> String {
        match self {
            Self::File(fault) => fault.words(Language::En),
            Self::Unreadable(why) => format!("file cannot be read ({why})"),
            Self::NotAProvince => {
                "this is a commune's node, which merges nobody; send the file to the province"
                    .into()
            }
            Self::UnitUnknown(unit) => format!("unit {unit} is not within reach of this node"),
            Self::EditionWrong(edition) => format!(
                "edition {edition} is not in force on the period's last day; update the program"
            ),
            Self::KeyUnknown(unit) => format!(
                "the file's key is not trusted for unit {unit}; confirm the key with the unit, \
                 then run “unit trust {unit}”"
            ),
            Self::KeyOfOtherUnit(unit) => format!("the file's key is that of unit {unit}"),
            Self::Withdrawn(reason) => {
                format!("this file was withdrawn ({reason}); a newer one is needed")
            }
            Self::SpanWithdrawn(span, revision) => format!(
                "span from {span}: everything up to revision {revision} was withdrawn; \
                 a newer one is needed"
            ),
            Self::CollectedHere(unit) => {
                format!("this node collects for unit {unit} itself; the bundle would count twice")
            }
            Self::OtherTallies(span) => {
                format!(
                    "span from {span}: this revision is held with other tallies; the first stays"
                )
            }
            Self::KeyChanged(span) => format!(
                "span from {span}: what is held was signed by the unit's key before; \
                 withdraw that bundle first"
            ),
        }
    }
}
