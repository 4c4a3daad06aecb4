//! Faces v1: one quiet face per level, drawn once per page and reused.

use maud::{Markup, html};

use crate::domain::form::{Level, Scale};

/// The five faces as symbols, to stand once near the start of the body.
#[must_use]
pub fn symbols() -> Markup {
    html! {
        svg class="symbols" width="0" height="0" aria-hidden="true" focusable="false" {
            @for face in FACES {
                symbol id={ "face-" (face.level) } viewBox="0 0 64 64" {
                    circle class="face-ground" cx="32" cy="32" r="28" stroke-width="2.75" {}
                    ellipse class="face-eye" cx="23" cy="29" rx="2.8" ry="3.5" {}
                    ellipse class="face-eye" cx="41" cy="29" rx="2.8" ry="3.5" {}
                    path class="face-line" d=(face.brow) stroke-width="2.75" {}
                    path class="face-line" d=(face.brow) stroke-width="2.75" transform="matrix(-1 0 0 1 64 0)" {}
                    path class="face-line" d=(face.mouth) stroke-width="3.25" {}
                }
            }
            symbol id="ring" viewBox="0 0 44 44" {
                circle class="ring-edge" cx="22" cy="22" r="20.5" stroke-width="3" {}
                path class="ring-tick" d="M13.5 22.5 19.5 28.5 30.5 16.5" stroke-width="3.6" {}
            }
            symbol id="box" viewBox="0 0 40 40" {
                rect class="ring-edge" x="1.5" y="1.5" width="37" height="37" rx="8.5" stroke-width="3" {}
                path class="ring-tick" d="M11.5 20.5 17.5 26.5 28.5 14.5" stroke-width="3.6" {}
            }
        }
    }
}

/// The face beside `level`, where the scale measures satisfaction in five or three levels.
///
/// The word stands beside it always, so the drawing itself is silent.
#[must_use]
pub fn face(scale: &Scale, level: &Level) -> Option<Markup> {
    let number = face_number(scale, level.code)?;
    Some(html! {
        svg class="face" aria-hidden="true" focusable="false" { use href={ "#face-" (number) } {} }
    })
}

/// Which face a level wears: five levels wear all, three the counter's (5, 4, 2), by what the
/// words say and not by place on the page.
pub(super) fn face_number(scale: &Scale, code: u8) -> Option<u8> {
    if scale.satisfied.is_empty() {
        return None;
    }
    let faces: &[u8] = match scale.levels.len() {
        5 => &[1, 2, 3, 4, 5],
        3 => &[2, 4, 5],
        _ => &[],
    };
    let place = scale.codes().iter().position(|known| *known == code)?;
    faces.get(place).copied()
}

struct Face {
    level: u8,
    mouth: &'static str,
    brow: &'static str,
}

const FACES: [Face; 5] = [
    Face {
        level: 5,
        mouth: "M18 38Q32 56 46 38",
        brow: "M18 19.5Q23 14.5 28 19.5",
    },
    Face {
        level: 4,
        mouth: "M21 40Q32 50 43 40",
        brow: "M18.5 20.5Q23 16.7 27.5 20.5",
    },
    Face {
        level: 3,
        mouth: "M22.5 42Q32 47 41.5 42",
        brow: "M18.5 21Q23 18.6 27.5 21",
    },
    Face {
        level: 2,
        mouth: "M21 46.5Q32 37.5 43 46.5",
        brow: "M18.5 22Q22.6 19.6 27.5 19.4",
    },
    Face {
        level: 1,
        mouth: "M18.5 49Q32 33.5 45.5 49",
        brow: "M18 23Q21.8 19.4 27.5 18",
    },
];

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::form::{Code, Text};

    #[rstest]
    #[case(&[5, 4, 3, 2, 1], 1, Some(1), "five levels wear their own face")]
    #[case(&[1, 2, 3, 4, 5], 5, Some(5), "whatever the direction printed")]
    #[case(&[2, 1, 0], 0, Some(2), "the counter's lowest level says Không hài lòng")]
    #[case(&[3, 2, 1, 0], 3, None, "no face for a scale nobody drew")]
    fn a_level_wears_the_face_of_its_words(
        #[case] codes: &[u8],
        #[case] code: u8,
        #[case] expected: Option<u8>,
        #[case] why: &str,
    ) {
        let text = || Text::new("x".into(), std::collections::BTreeMap::new());
        let scale = Scale {
            id: Code::parse("s").unwrap(),
            levels: codes
                .iter()
                .map(|code| Level {
                    code: *code,
                    label: text(),
                })
                .collect(),
            satisfied: vec![code],
            neutral: vec![],
        };
        assert_eq!(face_number(&scale, code), expected, "{why}");
        assert_eq!(
            face_number(
                &Scale {
                    satisfied: vec![],
                    ..scale
                },
                code
            ),
            None,
            "no satisfaction, no face"
        );
    }
}
