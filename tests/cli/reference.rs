//! Published figures: which files are taken in, and what they change.

use crate::node::Node;

const HEAD: &str = "instrument,unit_code,unit_name,year,value,rank,of,source\n";

fn province() -> Node {
    let node = Node::none();
    node.done(&["init", "--unit", "08"]);
    node
}

fn import(node: &Node, lines: &str) -> crate::node::Said {
    let file = node.file("chỉ số.csv", &format!("{HEAD}{lines}"));
    node.run(&["reference", "import", &file])
}

#[test]
fn a_file_is_taken_in_once_and_the_same_again_changes_nothing() {
    let node = province();
    let two = "SIPAS,02,Hà Giang,2020,87.60,25,63,KH 185\n\
               SIPAS,02,Hà Giang,2021,88.46,18,63,KH 185\n";
    for (lines, expected, why) in [
        (
            two,
            "2 new figures, 0 replaced, 0 unchanged",
            "both are new",
        ),
        (
            two,
            "0 new figures, 0 replaced, 2 unchanged",
            "the same file again",
        ),
        (
            "SIPAS,02,,2021,88.46,17,63,KH 185\n",
            "0 new figures, 1 replaced, 0 unchanged",
            "another rank",
        ),
        (
            "SIPAS,02,,2021,88.460,17,63,KH 185\nPAR INDEX,08,,2025,90.1,,34,công bố\n",
            "1 new figures, 1 replaced, 0 unchanged",
            "another decimal is another publication; a rank may be missing",
        ),
        (
            "SIPAS,02,,2019,,,63,\n",
            "0 new figures, 0 replaced, 0 unchanged",
            "a line left empty",
        ),
    ] {
        let said = import(&node, lines);
        assert_eq!((said.code, said.out.as_str()), (0, ""), "{}", said.err);
        assert!(said.err.contains(expected), "{why}: {}", said.err);
    }
    assert_eq!(
        node.run(&["verify"]).code,
        0,
        "the imports are in the chain of acts"
    );
}

#[test]
fn a_file_with_a_bad_line_is_refused_whole_with_every_problem() {
    let node = province();
    let said = import(
        &node,
        "SIPAS,02,,2021,88.46,18,63,KH 185\n\
         SIPAS,02,Tuyên Quang,2020,87.60,25,63,KH 185\n\
         SIPAS,02,,2021,101,64,63,\n\
         SIPAS,02,,2025,88,18,34,KH 185\n",
    );
    let expected = [
        "chỉ số.csv:3: code 02 of that year is Tỉnh Hà Giang, not “Tuyên Quang”",
        "chỉ số.csv:4: “value” must be a number",
        "chỉ số.csv:4: “rank” must be from 1 to 63, or empty; got “64”",
        "chỉ số.csv:4: “source” must say where it was published",
        "chỉ số.csv:5: the list of that year has no province “02”",
    ];
    let lines: Vec<&str> = said.out.lines().collect();
    assert_eq!(lines.len(), expected.len(), "{}", said.out);
    for (line, words) in lines.iter().zip(expected) {
        assert!(line.contains(words), "{line}");
    }
    assert!(
        said.err.contains("5 problems; no figure was taken in"),
        "{}",
        said.err
    );
    assert_eq!(said.code, 1);
    let good = import(&node, "SIPAS,02,,2021,88.46,18,63,KH 185\n");
    assert!(
        good.err.contains("1 new figures"),
        "nothing of the bad file was kept: {}",
        good.err
    );
}

#[test]
fn a_file_that_cannot_be_read_is_wrong_usage() {
    let node = province();
    assert_eq!(
        node.run(&["reference", "import", "no-such-file.csv"]).code,
        2
    );
    let large = node.path("large.csv");
    std::fs::File::create(&large)
        .unwrap()
        .set_len(1024 * 1024 + 1)
        .unwrap();
    let said = node.run(&["reference", "import", &large]);
    assert_eq!(said.code, 2, "a byte over 1 MiB");
    assert!(said.err.contains("split the file"), "{}", said.err);
}
