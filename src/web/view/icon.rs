//! Icons: box 48, one line weight, round ends, one colour. A page draws them once and reuses them.

use maud::{Markup, html};

use crate::domain::form::Choice;

/// The icons as symbols, to stand once near the start of the body.
#[must_use]
pub fn symbols() -> Markup {
    html! {
        svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false" {
            @for icon in ICONS {
                symbol id={ "icon-" (icon.name) } viewBox="0 0 48 48" {
                    path class="icon-line" d=(icon.lines) {}
                    @if !icon.filled.is_empty() { path class="icon-fill" d=(icon.filled) {} }
                    @if icon.crossed == Crossed::Out {
                        path class="icon-gap" d=(CROSS) {}
                        path class="icon-line" d=(CROSS) {}
                    }
                }
            }
        }
    }
}

/// The icon of that name; the words beside it say the same, so it is silent.
#[must_use]
pub fn icon(name: &str) -> Markup {
    html! { svg class="icon" aria-hidden="true" focusable="false" { use href={ "#icon-" (name) } {} } }
}

/// The icons beside choices, for those who do not read: one for each, or none at all.
#[must_use]
pub fn of_all(choices: &[Choice]) -> Vec<Option<Markup>> {
    let drawn = |choice: &Choice| {
        let code = choice.value.as_str();
        let (_, name) = OF_CHOICE.iter().find(|(known, _)| *known == code)?;
        Some(icon(name))
    };
    let icons: Vec<_> = choices.iter().map(drawn).collect();
    if icons.iter().all(Option::is_some) {
        icons
    } else {
        vec![None; choices.len()]
    }
}

struct Icon {
    name: &'static str,
    /// Drawn as lines.
    lines: &'static str,
    /// Drawn filled; empty: nothing is.
    filled: &'static str,
    crossed: Crossed,
}

#[derive(PartialEq, Eq)]
enum Crossed {
    Not,
    Out,
}

const CROSS: &str = "M6 44 42 4";

/// Codes of the shipped forms and service fields.
const OF_CHOICE: [(&str, &str); 26] = [
    ("nop-ho-so", "hand-in"),
    ("bo-sung", "add"),
    ("nhan-ket-qua", "collect"),
    ("hoi-thong-tin", "ask"),
    ("thoi-gian", "clock"),
    ("dung-hen", "date"),
    ("thai-do", "people"),
    ("huong-dan", "guide"),
    ("giay-to", "paper"),
    ("thu-tuc", "paper"),
    ("phi", "money"),
    ("phi-le-phi", "money"),
    ("thong-tin", "signpost"),
    ("trang-thiet-bi", "chair"),
    ("truc-tuyen", "phone"),
    ("khac", "other"),
    ("ho-tich", "person"),
    ("chung-thuc", "stamp"),
    ("dat-dai", "land"),
    ("nong-nghiep-moi-truong", "sprout"),
    ("xay-dung", "house"),
    ("ho-kinh-doanh", "shop"),
    ("noi-vu", "briefcase"),
    ("bao-tro-xa-hoi", "heart"),
    ("y-te", "health"),
    ("giao-duc", "book"),
];

const ICONS: [Icon; 33] = [
    Icon {
        filled: "M6 18h8l11-9v30l-11-9H6z",
        ..lines(
            "speaker",
            "M6 18h8l11-9v30l-11-9H6zM31 17.5a9.5 9.5 0 0 1 0 13M36 11.5a18 18 0 0 1 0 25",
        )
    },
    Icon {
        filled: "M14 10h7v28h-7zM27 10h7v28h-7z",
        ..lines("pause", "M14 10h7v28h-7zM27 10h7v28h-7z")
    },
    lines(
        "languages",
        "M5 8h26v18H17l-7 6v-6H5zM31 16h12v18h-5v6l-7-6H18v-8",
    ),
    lines("back", "M41 24H7M19 12 7 24l12 12"),
    lines("next", "M7 24h34M29 12l12 12-12 12"),
    lines(
        "sprout",
        "M12 43h24M24 43V22M24 27C24 17 18 11 6 11c0 10 7 16 18 16M24 21c0-9 6-15 18-15 0 10-7 15-18 15",
    ),
    Icon {
        crossed: Crossed::Out,
        ..lines(
            "nameless",
            "M8 10h32a3 3 0 0 1 3 3v22a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V13a3 3 0 0 1 3-3zM13 20a4 4 0 1 0 8 0a4 4 0 1 0-8 0M10.5 32c.8-4.5 3.2-6.5 6.5-6.5M33 25h4M29 32h8",
        )
    },
    Icon {
        filled: "M17.5 36a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        ..lines(
            "unknown",
            "M9 12h21a3 3 0 0 1 3 3v26a3 3 0 0 1-3 3H9a3 3 0 0 1-3-3V15a3 3 0 0 1 3-3zM14 12V7a3 3 0 0 1 3-3h22a3 3 0 0 1 3 3v27a3 3 0 0 1-3 3h-6M14.5 22.5a5 5 0 1 1 7.5 4.3c-1.7 1-2.5 2-2.5 4",
        )
    },
    lines(
        "join",
        "M32 21V8a3 3 0 0 0-3-3H8a3 3 0 0 0-3 3v31a3 3 0 0 0 3 3h14M9.5 14a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M9.5 24a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M9.5 34a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M19.5 14H27M19.5 24h4M26.5 36V24.5a2.6 2.6 0 0 1 5.2 0V33v-2.5a2.3 2.3 0 0 1 4.6 0V34v-2a2.2 2.2 0 0 1 4.4 0v2.5-1a2.1 2.1 0 0 1 4.2 0c0 4.5-.8 7-2.2 10.5H30.5l-7.8-7.6a2.4 2.4 0 0 1 3.4-3.4l.4.4",
    ),
    lines(
        "leave",
        "M21 4H8a3 3 0 0 0-3 3v34a3 3 0 0 0 3 3h6M30.5 9.5a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0M26 27c.4-5 2.4-8.8 6.6-9l.8.1c1.4.3 2.2 1.3 2.8 2.6l2.2 4.3 5.6 2M32.6 18 30.5 29.5l6 5.5 2 8.5M30.5 29.5 28.3 34 21 42.5",
    ),
    lines(
        "clock",
        "M5 24a19 19 0 1 0 38 0a19 19 0 1 0-38 0M24 12v12l8 5",
    ),
    lines(
        "date",
        "M8 10h32a3 3 0 0 1 3 3v27a3 3 0 0 1-3 3H8a3 3 0 0 1-3-3V13a3 3 0 0 1 3-3zM5 20h38M15 5v9M33 5v9M16 31l6 6 11-11",
    ),
    lines("paper", "M10 4h20l9 9v31H10zM29 4v10h10M17 26h14M17 34h14"),
    lines("guide", "M5 7h38v26H25l-10 9v-9H5zM13 17h20M13 25h12"),
    lines(
        "people",
        "M8.5 14a6 6 0 1 0 12 0a6 6 0 1 0-12 0M27.5 14a6 6 0 1 0 12 0a6 6 0 1 0-12 0M3 41c0-9 5-14 11.5-14 4.5 0 7.5 2.5 9.5 6 2-3.5 5-6 9.5-6C40 27 45 32 45 41",
    ),
    lines(
        "money",
        "M6 11h36a3 3 0 0 1 3 3v20a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V14a3 3 0 0 1 3-3zM17.5 24a6.5 6.5 0 1 0 13 0a6.5 6.5 0 1 0-13 0M10 20v8M38 20v8",
    ),
    lines("chair", "M13 4v40M13 25h22v19M13 34h22"),
    lines(
        "signpost",
        "M24 4v5M24 21v4M24 37v7M15 44h18M6 9h28l7 6-7 6H6zM42 25H15l-7 6 7 6h27z",
    ),
    Icon {
        filled: "M22 36.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        ..lines(
            "phone",
            "M15 4h18a4 4 0 0 1 4 4v32a4 4 0 0 1-4 4H15a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4zM11 30h26",
        )
    },
    Icon {
        filled: "M12.5 24a2 2 0 1 0 4 0a2 2 0 1 0-4 0M22 24a2 2 0 1 0 4 0a2 2 0 1 0-4 0M31.5 24a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        ..lines("other", "M5 24a19 19 0 1 0 38 0a19 19 0 1 0-38 0")
    },
    lines(
        "hand-in",
        "M10 4h20l9 9v31H10zM29 4v10h10M24 37V22M17.5 28l6.5-6.5 6.5 6.5",
    ),
    lines(
        "add",
        "M10 4h20l9 9v31H10zM29 4v10h10M24 21v15M16.5 28.5h15",
    ),
    lines(
        "collect",
        "M10 4h20l9 9v31H10zM29 4v10h10M17 29l5.5 5.5L32 24",
    ),
    Icon {
        filled: "M21.8 27.5a2 2 0 1 0 4 0a2 2 0 1 0-4 0",
        ..lines(
            "ask",
            "M5 5h38v28H25l-10 9v-9H5zM19 14.5a5 5 0 1 1 7.5 4.2c-1.8 1-2.7 1.8-2.7 3.8",
        )
    },
    lines(
        "person",
        "M15.5 14a8.5 8.5 0 1 0 17 0a8.5 8.5 0 1 0-17 0M6 44c0-10 7-16 18-16s18 6 18 16",
    ),
    lines(
        "stamp",
        "M17 12a7 7 0 1 1 14 0c0 4-3 6-3 11v4h10a3 3 0 0 1 3 3v5H7v-5a3 3 0 0 1 3-3h10v-4c0-5-3-7-3-11zM8 43h32",
    ),
    lines(
        "land",
        "M4 14l13-6 14 6 13-6v26l-13 6-14-6-13 6zM17 8v26M31 14v26",
    ),
    lines("house", "M4 23 24 5l20 18M10 18v25h28V18M19 43V29h10v14"),
    lines(
        "shop",
        "M7 21v22h34V21M9 5h30l5 12a5 5 0 0 1-10 0 5 5 0 0 1-10 0 5 5 0 0 1-10 0 5 5 0 0 1-10 0zM19 43V31h10v12",
    ),
    lines(
        "briefcase",
        "M7 14h34a3 3 0 0 1 3 3v22a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V17a3 3 0 0 1 3-3zM16 14V9a3 3 0 0 1 3-3h10a3 3 0 0 1 3 3v5M4 25c12 6 28 6 40 0M24 26v6",
    ),
    lines(
        "heart",
        "M24 42C12 34 4 26 4 17A10.5 10.5 0 0 1 24 13a10.5 10.5 0 0 1 20 4c0 9-8 17-20 25z",
    ),
    lines("health", "M18 5h12v13h13v12H30v13H18V30H5V18h13z"),
    lines(
        "book",
        "M24 11C19 7 12 6 4 7v31c8-1 15 0 20 4 5-4 12-5 20-4V7c-8-1-15 0-20 4zM24 11v31",
    ),
];

const fn lines(name: &'static str, lines: &'static str) -> Icon {
    Icon {
        name,
        lines,
        filled: "",
        crossed: Crossed::Not,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::view::sample;

    #[test]
    fn every_choice_known_has_an_icon_that_is_drawn_once() {
        let drawn = symbols().into_string();
        for (code, name) in OF_CHOICE {
            let id = format!("id=\"icon-{name}\"");
            assert_eq!(drawn.matches(&id).count(), 1, "{code}");
        }
    }

    #[test]
    fn choices_have_icons_all_or_none() {
        let choice = |code| sample::choice(code, "x", "x");
        let all = of_all(&[choice("dat-dai"), choice("khac")]);
        assert!(all.iter().all(Option::is_some));
        let some = of_all(&[choice("nam"), choice("khac")]);
        assert!(some.iter().all(Option::is_none), "one without, none with");
    }
}
