use super::*;

fn provinces() -> BTreeMap<(Edition, String), String> {
    [
        (Edition::Pre2025, "02", "Tỉnh Hà Giang"),
        (Edition::Pre2025, "08", "Tỉnh Tuyên Quang"),
        (Edition::July2025, "08", "Tỉnh Tuyên Quang"),
    ]
    .into_iter()
    .map(|(edition, code, name)| ((edition, code.to_owned()), name.to_owned()))
    .collect()
}

fn reading(text: &str) -> Result<Vec<Published>, Vec<LineProblem>> {
    let provinces = provinces();
    let known = Known {
        provinces: &provinces,
        this_year: 2026,
    };
    read(text.as_bytes(), &known)
}

const HEAD: &str = "instrument,unit_code,unit_name,year,value,rank,of,source\n";

#[test]
fn a_file_is_read_as_spreadsheets_of_either_language_write_it() {
    let plain = format!("{HEAD}SIPAS,02,Hà Giang,2021,88.46,18,63,KH 185\n");
    let excel = "\u{feff}instrument;unit_code;unit_name;year;value;rank;of;source\r\n\
        SIPAS;2;tỉnh Hà Giang;2021;88,46;18;63;KH 185\r\n";
    let short =
        "source,of,rank,value,year,unit_code,instrument\nKH 185,63,18,88.46,2021,02,SIPAS\n";
    for text in [plain.as_str(), excel, short] {
        let figures = reading(text).unwrap();
        assert_eq!(figures.len(), 1, "{text}");
        let figure = &figures[0];
        assert_eq!(figure.value.to_string(), "88.46");
        assert_eq!(
            (figure.unit.as_str(), figure.edition),
            ("02", Edition::Pre2025)
        );
        assert_eq!((figure.rank, figure.n_provinces), (Some(18), 63));
        assert_eq!(figure.source, "KH 185");
    }
}

#[test]
fn lines_of_the_template_that_nobody_filled_in_are_passed_over() {
    let text = format!("{HEAD}SIPAS,02,,2021,,,63,\nPAR INDEX,08,,2025,90.1,,34,công bố\n");
    let figures = reading(&text).unwrap();
    assert_eq!(figures.len(), 1);
    assert_eq!((figures[0].year, figures[0].rank), (2025, None));
}

/// A line, the words its one problem must hold, why.
#[rustfmt::skip]
const BAD: [(&str, &str, &str); 14] = [
    ("sipas,02,,2021,88,18,63,x", "SIPAS or PAR INDEX", "names are exact"),
    ("SIPAS,99,,2021,88,18,63,x", "no province “99”", "an unknown code"),
    ("SIPAS,02,,2025,88,18,34,x", "no province “02”", "a code of before the reform"),
    ("SIPAS,02,Tuyên Quang,2021,88,18,63,x", "is Tỉnh Hà Giang", "a code that means another province now"),
    ("SIPAS,02,,2011,88,18,63,x", "from 2012 to 2026", "before anything was published"),
    ("SIPAS,08,,2027,88,18,34,x", "from 2012 to 2026", "a year to come"),
    ("SIPAS,02,,2021,88.46%,18,63,x", "no % sign", "a sign"),
    ("SIPAS,02,,2021,100.1,18,63,x", "from 0 to 100", "more than all"),
    ("SIPAS,02,,2021,88,0,63,x", "from 1 to 63", "no such rank"),
    ("SIPAS,08,,2025,88,35,34,x", "from 1 to 34", "more than there are"),
    ("SIPAS,02,,2021,88,18,64,x", "63 (before 1 July 2025) or 34", "never so many"),
    ("SIPAS,02,,2021,88,18,34,x", "not 34 provinces in 2021", "not then"),
    ("SIPAS,02,,2021,88,18,63,", "where it was published", "no source"),
    ("SIPAS,02,2021", "has 3 fields", "fields are missing"),
];

#[test]
fn every_line_that_is_wrong_is_told_with_its_number() {
    let lines: Vec<&str> = BAD.iter().map(|(line, _, _)| *line).collect();
    let problems = reading(&format!("{HEAD}{}\n", lines.join("\n"))).unwrap_err();
    assert_eq!(problems.len(), BAD.len(), "{problems:?}");
    for ((at, (_, words, why)), problem) in BAD.iter().enumerate().zip(&problems) {
        assert_eq!(problem.line, u64::try_from(at).unwrap() + 2, "{why}");
        assert!(problem.en.contains(words), "{why}: {}", problem.en);
    }
}

#[test]
fn several_faults_of_one_line_are_all_told() {
    let problems = reading(&format!("{HEAD}X,02,,2021,a,b,63,\n")).unwrap_err();
    assert_eq!(problems.len(), 4, "{problems:?}");
}

#[test]
fn a_figure_given_twice_is_refused() {
    let line = "SIPAS,02,,2021,88,18,63,x\n";
    let problems = reading(&format!("{HEAD}{line}{line}")).unwrap_err();
    assert!(problems[0].en.contains("already there"), "{problems:?}");
    assert_eq!(problems[0].line, 3);
}

#[test]
fn a_header_that_cannot_be_used_is_told_whole() {
    for (text, n, why) in [
        ("", 1, "nothing"),
        (
            "instrument,year,year,what\n",
            7,
            "one twice, one unknown, five missing",
        ),
    ] {
        assert_eq!(reading(text).unwrap_err().len(), n, "{why}");
    }
    let long = format!("{HEAD}{}", "SIPAS,02,,2021,,,63,\n".repeat(MOST_LINES + 1));
    assert!(reading(&long).unwrap_err()[0].en.contains("more than"));
}

#[test]
fn the_template_reads_back_and_takes_figures() {
    let asked = [
        (Edition::July2025, "08", "Tỉnh Tuyên Quang"),
        (Edition::Pre2025, "02", "Tỉnh Hà Giang"),
    ];
    let text = template(&asked, 2026);
    assert_eq!(
        text.lines().count(),
        1 + 2 * (2 + 5),
        "two instruments, 2025–2026 and 2020–2024"
    );
    assert_eq!(reading(&text).unwrap(), [], "nothing is filled in");
    assert!(
        text.ends_with(";63;\r\n"),
        "lines end as spreadsheets end them"
    );
    let empty = "SIPAS;02;Tỉnh Hà Giang;2021;;;63;";
    let filled = text.replace(empty, "SIPAS;2;Tỉnh Hà Giang;2021;88,46;18;63;KH 185");
    assert_eq!(reading(&filled).unwrap().len(), 1);
}
