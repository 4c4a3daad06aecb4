//! The arithmetic alone, against figures that others have published or that follow from a rule.

use serde_json::{Value, json};

use crate::node::Node;

fn try_method(arguments: &[&str]) -> Value {
    let node = Node::none();
    let arguments = [&["method", "try"], arguments, &["--format", "json"]].concat();
    serde_json::from_str(&node.done(&arguments)).unwrap()
}

#[test]
fn published_shares_come_out_to_the_methods_decimals() {
    // Two classes, counted as satisfied (4) and not (1): numerator, the rest, percent, where.
    let cases = [
        (
            124_907,
            257_141,
            "48.58",
            "Huế portal, levels 1 and 2 before time: published 48,6%",
        ),
        (
            19_852,
            257_141,
            "7.72",
            "Huế portal, levels 1 and 2 late: published 7,7%",
        ),
        (
            11_795,
            61_827,
            "19.08",
            "Huế portal, level 3 on time: published 19,1%",
        ),
        (
            952,
            1_611,
            "59.09",
            "Huế portal, level 4 before time: published 59,1%",
        ),
        (
            268,
            1_611,
            "16.64",
            "Huế portal, level 4 late: published 16,6%",
        ),
        (
            736,
            2_643,
            "27.85",
            "Huế portal, procedures of level 4: published 27,8%",
        ),
        (
            1_336,
            2_468,
            "54.13",
            "MTTQ TP.HCM 2019, did not take part: published 54%",
        ),
        (
            81,
            1_132,
            "7.16",
            "MTTQ TP.HCM 2019, met in person: published 7%",
        ),
        (
            14,
            16,
            "87.50",
            "Lâm Đồng quarter II/2024, departments: published 87,5%",
        ),
        (
            12,
            12,
            "100.00",
            "Lâm Đồng quarter II/2024, districts: published 100%",
        ),
        (290, 312, "92.95", "TP.HCM 2021, best communes: 290 of 312"),
    ];
    for (numerator, denominator, percent, why) in cases {
        let counts = format!("1={},4={numerator}", denominator - numerator);
        let result = try_method(&["ty-le", "--counts", &counts]);
        assert_eq!(result["percent"], percent, "{why}");
        assert_eq!(result["numerator"], numerator, "{why}");
        assert_eq!(result["denominator"], denominator, "{why}");
    }
}

#[test]
fn a_method_answers_with_its_counts_its_fraction_and_its_group() {
    assert_eq!(
        try_method(&["ty-le", "--counts", "1=1,3=2,5=7"]),
        json!({"method": "ty-le", "counts": {"1": 1, "2": 0, "3": 2, "4": 0, "5": 7},
            "numerator": 7, "denominator": 10, "percent": "70.00", "group": "C"}),
        "7 of 10 are satisfied"
    );
    assert_eq!(
        try_method(&["diem", "--counts", "3=4"]),
        json!({"method": "diem", "counts": {"1": 0, "2": 0, "3": 4, "4": 0, "5": 0},
            "numerator": 12, "denominator": 20, "percent": "60.00", "group": "D"}),
        "all Bình thường is 60"
    );
    assert_eq!(
        try_method(&["ty-le", "--counts", "1=0"]),
        json!({"method": "ty-le", "counts": {"1": 0, "2": 0, "3": 0, "4": 0, "5": 0},
            "numerator": 0, "denominator": 0, "percent": null, "group": null}),
        "no data is not 0 %"
    );
    let points = try_method(&["tt01", "--counts", "2=2,1=1"]);
    assert_eq!(
        points["score"], "1.7",
        "TT 01/2018 Điều 15(2): 2, 2 and 1 point, 5/3 = 1.666…"
    );
    assert_eq!(points.get("percent"), None, "points are no percent");
}

#[test]
fn groups_and_classes_judge_the_figure_at_their_edges() {
    for (method, figure, group, why) in [
        (
            "ty-le",
            "88.46",
            "B",
            "Hà Giang 2021 (KH 185/2022): group B, from 80 to under 90",
        ),
        ("ty-le", "79.58", "C", "Bình Dương 2017, under 80"),
        ("ty-le", "80", "B", "80 itself is B"),
        ("ty-le", "89.99", "B", "under 90"),
        ("ty-le", "90", "A", "90 itself is A"),
        (
            "tt01",
            "15.0",
            "xuat-sac",
            "a real system tests > 15, then < 15, and prints yếu",
        ),
        ("tt01", "14.9", "tot", "under 15"),
        ("tt01", "12.0", "tot", "12 itself"),
        ("tt01", "6.0", "trung-binh", "6 itself"),
        ("tt01", "5.9", "yeu", "under 6"),
    ] {
        let result = try_method(&[method, "--figure", figure]);
        assert_eq!(result["group"], group, "{figure}: {why}");
    }
}

#[test]
fn samples_are_rounded_up_and_not_capped() {
    // n = N / (1 + N·e²), e = 5 % (CV 1159/BNV-CCHC of 10/4/2014), rounded up.
    let node = Node::none();
    for (dossiers, sample, why) in [
        ("50", 45, "44.44"),
        ("200", 134, "133.33"),
        ("400", 200, "200 exactly"),
        ("1000", 286, "285.71"),
        ("5000", 371, "370.37"),
        ("100000", 399, "398.41"),
        ("388", 197, "printed in CV 1159"),
        ("10000", 385, "384.62"),
    ] {
        let said = node.done(&["sample", "--dossiers", dossiers, "--format", "json"]);
        let result: Value = serde_json::from_str(&said).unwrap();
        let dossiers: u64 = dossiers.parse().unwrap();
        assert_eq!(
            result,
            json!({"dossiers": dossiers, "sample": sample}),
            "{why}"
        );
    }
}
