//! QR codes as SVG: dark squares on a light ground with the quiet zone scanners ask for.

use fast_qr::{ECL, QRBuilder};
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
        for (x, _) in row.iter().enumerate().filter(|(_, module)| module.value()) {
            path.push_str(&format!("M{} {}h1v1h-1z", x + QUIET, y + QUIET));
        }
    }
    html! {
        svg class="qr" viewBox={ "0 0 " (side) " " (side) } role="img" aria-label=(label)
            shape-rendering="crispEdges" {
            rect width=(side) height=(side) fill="#fffefa" {}
            path d=(path) fill="#17192e" {}
        }
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
            "M4 4h", "M10 4h", "M4 10h", "M32 4h", "M26 4h", "M4 32h", "M4 26h",
        ] {
            assert!(svg.contains(corner), "{corner}");
        }
        for outside in ["M3 ", "M33 ", " 3h", " 33h"] {
            assert!(!svg.contains(outside), "{outside}");
        }
        assert_eq!(code(&"x".repeat(5_000), "mã").into_string(), "", "too long");
    }
}
