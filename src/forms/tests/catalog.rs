use super::grammar::{SMALL, small};
use crate::forms::catalog::{BrokenPromise, Catalog};

fn second() -> String {
    SMALL.replacen("version = 1", "version = 2", 1)
}

#[test]
fn a_form_is_found_by_name_and_by_version() {
    let files = [("1.toml", SMALL), ("2.toml", &second())];
    let catalog = Catalog::default().with_files(&files, &["ty-le"]).unwrap();
    for (name, expected, why) in [
        ("thu", Some("thu@2"), "the newest"),
        ("thu@1", Some("thu@1"), "a version"),
        ("thu@3", None, "no such version"),
        ("thu@01", None, "versions are written one way"),
        ("thu@+1", None, "versions are written one way"),
        ("th", None, "no prefix"),
        ("", None, "nothing"),
    ] {
        let found = catalog.find(name).map(|form| form.form_ref.to_string());
        assert_eq!(found.as_deref(), expected, "{why}");
    }
    assert_eq!(catalog.versions("thu").count(), 2);
    assert_eq!(
        catalog.ids().map(ToString::to_string).collect::<Vec<_>>(),
        ["thu"]
    );
}

#[test]
fn the_same_version_with_other_content_is_refused() {
    let same = SMALL.replacen("version = 1", "version = 1 # again", 1);
    let other = SMALL.replacen("Trial", "Test", 1);
    let with = |text: &str| {
        Catalog::default().with_files(&[("a.toml", SMALL), ("b.toml", text)], &["ty-le"])
    };
    assert!(with(&same).is_ok(), "the same content may come twice");
    let problems = with(&other).unwrap_err();
    assert_eq!(problems[0].file, "b.toml");
    assert!(
        problems[0].en.contains("give it a new version"),
        "{problems:?}"
    );
}

#[test]
fn forms_that_answers_refer_to_must_be_there_unchanged() {
    let catalog = Catalog::default()
        .with_files(&[("a.toml", SMALL)], &["ty-le"])
        .unwrap();
    let hash = small(SMALL).unwrap().hash;
    assert_eq!(catalog.check_against(&[("thu@1".to_owned(), hash)]), Ok(()));
    assert_eq!(
        catalog.check_against(&[]),
        Ok(()),
        "a new form is no broken promise"
    );
    let form_ref = small(SMALL).unwrap().form_ref;
    let known = [("thu@1".to_owned(), [7; 32]), ("thu@2".to_owned(), hash)];
    let broken = [
        BrokenPromise::Changed {
            form: form_ref,
            file: "a.toml".to_owned(),
        },
        BrokenPromise::Gone("thu@2".to_owned()),
    ];
    assert_eq!(
        catalog.check_against(&known),
        Err(broken.to_vec()),
        "every one at once"
    );
}

#[test]
fn a_folder_adds_its_forms_and_a_missing_one_adds_none() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("thu.toml"), second()).unwrap();
    std::fs::write(folder.path().join("services.toml"), "not a form").unwrap();
    std::fs::write(folder.path().join("README.md"), "# not a form").unwrap();
    let read = |path: &std::path::Path| Catalog::default().with_folder(path, &["ty-le"]);
    assert_eq!(read(folder.path()).unwrap().all().count(), 1);
    assert_eq!(read(&folder.path().join("none")).unwrap().all().count(), 0);
    std::fs::write(folder.path().join("hong.toml"), [0xff, 0xfe]).unwrap();
    let problems = read(folder.path()).unwrap_err();
    assert!(problems[0].en.contains("cannot be read"), "{problems:?}");
}
