//! What a unit's report says around its figures until somebody sets it otherwise.

use super::words::{fill, say};
use crate::domain::report_setting::{ReportSetting, SigningMode};
use crate::domain::unit::Level;

/// What is officially known of a unit.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// `province`, `commune`, `own` or another level.
    pub level: &'a str,
    /// Such as `xã`.
    pub kind: &'a str,
    /// Without its kind, such as `Nấm Dẩn`.
    pub name: &'a str,
    /// Within a sentence, such as `xã Nấm Dẩn`.
    pub in_sentence: &'a str,
    /// The province above within a sentence, such as `tỉnh Tuyên Quang`.
    pub province: Option<&'a str>,
}

/// The setting that fits what is known.
#[must_use]
pub fn setting(known: &Known<'_>) -> ReportSetting {
    let is = |level: Level| known.level == level.as_str();
    if is(Level::Province) {
        province(known)
    } else if is(Level::Commune) {
        commune(known)
    } else {
        office(known)
    }
}

fn commune(known: &Known<'_>) -> ReportSetting {
    let kind = ("kind", known.kind);
    let recipients = [
        say("default.unit_recipients_first").to_owned(),
        fill("default.unit_recipients_party", &[kind]),
        fill("default.unit_recipients_centre", &[kind]),
        say("default.recipients_file").to_owned(),
    ];
    ReportSetting {
        superior: String::new(),
        agency: format!("{}\n{}", say("default.agency"), known.in_sentence),
        symbol: say("default.unit_symbol").to_owned(),
        place: known.name.to_owned(),
        addressees: addressee(known),
        recipients: recipients.join("\n"),
        body: say("default.agency").to_owned(),
        mode: SigningMode::Direct,
        head_post: say("default.unit_head").to_owned(),
        post: say("default.unit_head").to_owned(),
        signer: String::new(),
    }
}

fn province(known: &Known<'_>) -> ReportSetting {
    let (body, place) = (say("default.agency"), known.in_sentence);
    ReportSetting {
        superior: format!("{body}\n{place}"),
        agency: say("default.department").to_owned(),
        symbol: say("default.department_symbol").to_owned(),
        place: known.name.to_owned(),
        addressees: format!("{body} {place}"),
        ..office(known)
    }
}

/// An office with a name of its own, headed by a director.
fn office(known: &Known<'_>) -> ReportSetting {
    let recipients = [
        say("default.unit_recipients_first"),
        say("default.recipients_file"),
    ];
    ReportSetting {
        superior: String::new(),
        agency: known.in_sentence.to_owned(),
        symbol: say("default.office_symbol").to_owned(),
        place: known.province.map_or(known.name, without_kind).to_owned(),
        addressees: addressee(known),
        recipients: recipients.join("\n"),
        body: String::new(),
        mode: SigningMode::Direct,
        head_post: say("default.department_head").to_owned(),
        post: say("default.department_head").to_owned(),
        signer: String::new(),
    }
}

fn addressee(known: &Known<'_>) -> String {
    let province = known.province.unwrap_or_default();
    let name = fill("default.unit_addressee", &[("province", province)]);
    name.trim_end().to_owned()
}

/// `Tuyên Quang` from `tỉnh Tuyên Quang`.
fn without_kind(province: &str) -> &str {
    let kinds = ["tỉnh ", "thành phố "];
    let found = kinds.iter().find_map(|kind| province.strip_prefix(kind));
    found.unwrap_or(province)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_unit_has_a_setting_that_could_be_saved() {
        let table = [
            (
                "commune",
                "xã",
                "Nấm Dẩn",
                "xã Nấm Dẩn",
                "TM. ỦY BAN NHÂN DÂN",
            ),
            (
                "province",
                "tỉnh",
                "Tuyên Quang",
                "tỉnh Tuyên Quang",
                "GIÁM ĐỐC",
            ),
            (
                "own",
                "trung tâm",
                "Trung tâm PVHCC tỉnh",
                "Trung tâm PVHCC tỉnh",
                "GIÁM ĐỐC",
            ),
        ];
        for (level, kind, name, in_sentence, first_line) in table {
            let known = Known {
                level,
                kind,
                name,
                in_sentence,
                province: (level != "province").then_some("tỉnh Tuyên Quang"),
            };
            let made = setting(&known);
            assert_eq!(made.typed().read().unwrap(), made, "{level}");
            assert_eq!(made.authority()[0], first_line, "{level}");
        }
    }

    #[test]
    fn a_commune_writes_to_the_department_of_its_province() {
        let made = setting(&Known {
            level: "commune",
            kind: "xã",
            name: "Nấm Dẩn",
            in_sentence: "xã Nấm Dẩn",
            province: Some("tỉnh Tuyên Quang"),
        });
        assert_eq!(made.agency, "Ủy ban nhân dân\nxã Nấm Dẩn");
        assert_eq!(made.addressees, "Sở Nội vụ tỉnh Tuyên Quang");
        assert_eq!(made.place, "Nấm Dẩn");
    }
}
