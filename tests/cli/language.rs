//! Help and mistakes in the reader's language.

use crate::node::{Node, Said, program, said};

fn asked(arguments: &[&str], settings: &[(&str, &str)]) -> Said {
    let node = Node::none();
    let mut command = program(node.folder.path());
    command
        .env_remove("HAILONG_LANG")
        .args(arguments)
        .envs(settings.iter().copied());
    said(command, "")
}

#[test]
fn help_is_in_the_language_of_the_setting_then_of_the_locale() {
    for (settings, expected, why) in [
        (
            &[("HAILONG_LANG", "vi")][..],
            "Cách dùng:",
            "set to Vietnamese",
        ),
        (&[("HAILONG_LANG", "en")], "Usage:", "set to English"),
        (&[("LANG", "en_US.UTF-8")], "Usage:", "an English locale"),
        (
            &[("LANG", "vi_VN.UTF-8")],
            "Cách dùng:",
            "a Vietnamese locale",
        ),
        (
            &[("LANG", "en_US.UTF-8"), ("HAILONG_LANG", "vi")],
            "Cách dùng:",
            "the setting wins",
        ),
        (&[], "Cách dùng:", "nothing says otherwise"),
    ] {
        for arguments in [
            &["--help"][..],
            &["results", "--help"],
            &["help", "user", "add"],
        ] {
            let said = asked(arguments, settings);
            assert_eq!((said.code, said.err.as_str()), (0, ""), "{why}");
            assert!(said.out.contains(expected), "{why}: {}", said.out);
        }
    }
}

#[test]
fn a_mistake_is_said_on_standard_error_with_exit_code_two() {
    for (language, expected) in [("vi", "lỗi: không có lệnh “nothing”"), ("en", "error: ")]
    {
        let said = asked(&["nothing"], &[("HAILONG_LANG", language)]);
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{language}");
        assert!(said.err.starts_with(expected), "{}", said.err);
    }
    let nothing = asked(&[], &[("HAILONG_LANG", "vi")]);
    assert_eq!(
        (nothing.code, nothing.out.as_str()),
        (2, ""),
        "no command is a mistake too"
    );
    assert!(nothing.err.contains("Cách dùng:"), "{}", nothing.err);
    assert_eq!(
        asked(&["--version"], &[]).out,
        concat!("hailong ", env!("CARGO_PKG_VERSION"), "\n")
    );
}
