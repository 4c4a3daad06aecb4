//! QR codes as SVG: dark squares on a light ground with the quiet zone scanners ask for.

use std::fmt::Write as _;

use fast_qr::{ECL, Module, QRBuilder};
use maud::{Markup, html};

/// Light modules around the code (ISO/IEC 18004).
const QUIET: usize = 4;

/// `text` as a code that is called `label` for those who cannot see it; nothing when the text is
/// too long for any code.
#[must_use]
pub fn code(text: &str, label: &str) -> Markup {
    let Ok(code) = QRBuilder::new(text).ecl(ECL::M).build() else {
        return html! {};
    };
    let side = code.size + 2 * QUIET;
    let mut path = String::new();
    for (y, row) in code.data.chunks(code.size).take(code.size).enumerate() {
        draw(&mut path, row, y + QUIET);
    }
    html! {
        svg class="qr" viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label)
            shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fffefa" {}
            path d=(path) fill="#17192e" {}
        }
    }
}

/// One rectangle for each run of dark modules: a sheet of many codes stays small.
fn draw(path: &mut String, row: &[Module], y: usize) {
    let mut x = QUIET;
    for run in row.chunk_by(|one, other| one.value() == other.value()) {
        let width = run.len();
        if run.first().is_some_and(|module| module.value()) {
            // Writing to a text cannot fail.
            let _written = write!(path, "M{x} {y}h{width}v1h-{width}z");
        }
        x += width;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_three_corners_and_nothing_in_the_quiet_zone() {
        let svg = code("http://192.168.1.20:8080/may#7K3M9ZD2", "mã").into_string();
        assert!(
            svg.contains("viewBox=\"0 0 37 37\""),
            "29 modules and the zone"
        );
        // The outer ring of a corner is seven dark modules long.
        for corner in [
            "M4 4h7v",
            "M4 10h7v",
            "M26 4h7v",
            "M26 10h7v",
            "M4 32h7v",
            "M4 26h7v",
        ] {
            assert!(svg.contains(corner), "{corner}");
        }
        for outside in ["M3 ", "M33 ", " 3h", " 33h"] {
            assert!(!svg.contains(outside), "{outside}");
        }
        assert_eq!(code(&"x".repeat(5_000), "mã").into_string(), "", "too long");
    }
}
