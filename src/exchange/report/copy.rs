//! A report as it is kept: JSON with a version, so that later programs print what was confirmed.

use serde::{Deserialize, Serialize};

use super::Report;

/// The version that is written. A reader of every earlier one stays.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Written<'a> {
    version: u32,
    report: &'a Report,
}

#[derive(Deserialize)]
struct Read {
    version: u32,
    report: Report,
}

/// The report as a text to be kept.
///
/// # Errors
/// Never with these fields; the encoder's error otherwise.
pub fn write(report: &Report) -> serde_json::Result<String> {
    serde_json::to_string(&Written {
        version: VERSION,
        report,
    })
}

/// The report of a text that was kept.
///
/// # Errors
/// When it is no such text, or of a version this program does not know.
pub fn read(text: &str) -> serde_json::Result<Report> {
    let read: Read = serde_json::from_str(text)?;
    if read.version == VERSION {
        Ok(read.report)
    } else {
        let what = format!("version {} of a kept report is unknown", read.version);
        Err(serde::de::Error::custom(what))
    }
}

impl Report {
    /// Whether another report says the same: see [`Report::said`].
    ///
    /// # Errors
    /// As for [`write()`].
    pub fn says_the_same(&self, other: &Self) -> serde_json::Result<bool> {
        Ok(self.said()? == other.said()?)
    }

    /// What it says, as a text to be compared: the one [`write()`] gives, without the box of a draft
    /// and without the foot, which names the last seal of the unit, of whatever period.
    ///
    /// # Errors
    /// As for [`write()`].
    pub fn said(&self) -> serde_json::Result<String> {
        write(&Self {
            draft: None,
            foot: String::new(),
            ..self.clone()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Appendix, Block, Cell, Issuer, Orientation, Row, Signature, Table};
    use super::*;

    /// A report with every kind of part.
    fn report() -> Report {
        let table = Table {
            widths: vec![600, 400],
            head: vec![vec![
                Cell::figure("Yếu tố").down(2),
                Cell::figure("%").across(1),
            ]],
            rows: vec![
                Row::plain(vec![Cell::words("Tiếp cận"), Cell::figure("85,37").bold()]),
                Row::bold(vec![Cell::words("Chung"), Cell::figure("80,00")]),
            ],
        };
        let texts = |lines: [&str; 2]| lines.map(str::to_owned).to_vec();
        Report {
            layout: "bc-quy@1".to_owned(),
            draft: Some("DỰ THẢO".to_owned()),
            national: ["CỘNG HÒA".to_owned(), "Độc lập".to_owned()],
            issuer: Issuer {
                superior: Vec::new(),
                agency: texts(["ỦY BAN NHÂN DÂN", "XÃ NẤM DẨN"]),
                number: "Số:      /BC-UBND".to_owned(),
                place_and_date: "Nấm Dẩn, ngày     tháng 12 năm 2026".to_owned(),
            },
            kind: "BÁO CÁO".to_owned(),
            subject: "Mức độ hài lòng \"quý IV\"".to_owned(),
            aside: "(không phải Chỉ số SIPAS)".to_owned(),
            addressees: vec!["Kính gửi: Sở Nội vụ".to_owned()],
            body: vec![
                Block::Heading("I.".to_owned()),
                Block::Paragraph("Một đoạn.".to_owned()),
                Block::Item("- một dòng".to_owned()),
                Block::Table(table),
                Block::Note("n là số phiếu".to_owned()),
            ],
            signature: Signature {
                label: "Nơi nhận:".to_owned(),
                recipients: texts(["- Như trên;", "- Lưu: VT."]),
                authority: texts(["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]),
                signer: "Nguyễn Văn A".to_owned(),
            },
            foot: "Niêm phong".to_owned(),
            appendices: [Orientation::Portrait, Orientation::Landscape]
                .map(|orientation| Appendix {
                    orientation,
                    number: "Phụ lục I".to_owned(),
                    title: "Từng câu hỏi".to_owned(),
                    aside: "(Kèm theo)".to_owned(),
                    blocks: Vec::new(),
                })
                .into(),
        }
    }

    #[test]
    fn a_kept_report_reads_back_and_is_written_as_it_ever_was() {
        let text = write(&report()).unwrap();
        assert_eq!(read(&text).unwrap(), report());
        // Kept in databases: a change here needs a version of its own and a reader of this one.
        insta::assert_snapshot!(text);
    }

    #[test]
    fn a_text_of_another_version_or_cut_short_is_no_report() {
        let text = write(&report()).unwrap();
        for (text, why) in [
            (
                text.replace("\"version\":1", "\"version\":2"),
                "a later version",
            ),
            (text.trim_end_matches('}').to_owned(), "cut short"),
            ("{}".to_owned(), "nothing"),
        ] {
            assert!(read(&text).is_err(), "{why}");
        }
    }

    #[test]
    fn a_report_says_the_same_whatever_was_sealed_since_and_not_with_another_word() {
        let change = |change: fn(&mut Report)| {
            let mut other = report();
            change(&mut other);
            report().says_the_same(&other).unwrap()
        };
        assert!(change(|it| it.draft = None), "accepted by now");
        assert!(change(|it| it.foot.clear()), "sealed by now");
        assert!(!change(|it| it.signature.signer.clear()), "another signer");
        assert!(!change(|it| it.body.truncate(4)), "another text");
    }
}
