//! What the library has no word for, put into the parts of the file as they are packed.
//!
//! Places are found by their tags, which no text can hold.

/// A part with text: head rows are repeated on each page (they carry a height that no other row
/// has), paragraphs lose the numbers that the library counts on over documents, and what a section
/// says of its pages stands in the order of the standard (ECMA-376, 17.6).
pub(super) fn text(part: Vec<u8>) -> Vec<u8> {
    const HEAD: &str = "<w:trHeight w:val=\"1\" w:hRule=\"atLeast\" />";
    const NUMBERED: &str = "<w:p w14:paraId=\"";
    let text = match String::from_utf8(part) {
        Ok(text) => text.replace(HEAD, "<w:tblHeader />"),
        Err(error) => return error.into_bytes(),
    };
    let mut parts = text.split(NUMBERED);
    let mut finished = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        finished.push_str("<w:p");
        finished.push_str(part.split_once('"').map_or("", |(_, rest)| rest));
    }
    sections_in_order(&finished).into_bytes()
}

fn sections_in_order(text: &str) -> String {
    const ORDER: [&str; 6] = [
        "<w:headerReference ",
        "<w:pgSz ",
        "<w:pgMar ",
        "<w:pgNumType ",
        "<w:cols ",
        "<w:titlePg ",
    ];
    const BEGIN: &str = "<w:sectPr>";
    let place = |tag: &&str| ORDER.iter().position(|known| tag.starts_with(known));
    let mut parts = text.split(BEGIN);
    let mut ordered = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (section, rest) = part.split_at(part.find("</").unwrap_or(0));
        let mut tags: Vec<&str> = section.split_inclusive("/>").collect();
        tags.sort_by_key(place);
        ordered.push_str(BEGIN);
        ordered.extend(tags);
        ordered.push_str(rest);
    }
    ordered
}

/// The styles: the text is Vietnamese, or word processors mark every word as misspelt.
pub(super) fn styles(part: Vec<u8>) -> Vec<u8> {
    const END: &str = "</w:rPr></w:rPrDefault>";
    match String::from_utf8(part) {
        Ok(text) => {
            let language = format!("<w:lang w:val=\"vi-VN\" />{END}");
            text.replacen(END, &language, 1).into_bytes()
        }
        Err(error) => error.into_bytes(),
    }
}
