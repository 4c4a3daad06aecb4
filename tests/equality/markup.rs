//! Reads pages and documents: their texts and tables, in order.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// A heading, a paragraph or an item of a list.
    Text(String),
    Table(Table),
}

/// A table with the name of each column: of a head in two rows, the lower one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) caption: String,
    head: Vec<Vec<Cell>>,
    body: Vec<Vec<Cell>>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Cell {
    text: String,
    columns: usize,
    rows: usize,
}

impl Table {
    pub(crate) fn heads(&self) -> Vec<&str> {
        let width = self.head.first().into_iter().flatten();
        let width = width.map(|cell| cell.columns).sum();
        let (mut names, mut taken) = (vec![""; width], vec![0_usize; width]);
        for row in &self.head {
            let mut at = 0;
            for cell in row {
                at += taken[at..].iter().take_while(|rows| **rows > 0).count();
                for _ in 0..cell.columns {
                    (names[at], taken[at]) = (&cell.text, cell.rows);
                    at += 1;
                }
            }
            for rows in &mut taken {
                *rows = rows.saturating_sub(1);
            }
        }
        names
    }

    /// The texts of each row, one a column: a wide cell's text stands in its first.
    pub(crate) fn rows(&self) -> impl Iterator<Item = Vec<&str>> {
        self.body.iter().map(|cells| {
            let wide = |cell: &Cell| cell.columns.saturating_sub(1);
            let each = cells.iter().flat_map(move |cell| {
                std::iter::once(cell.text.as_str()).chain(std::iter::repeat_n("", wide(cell)))
            });
            each.collect()
        })
    }

    /// Every text in it, from the left and from above.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        let cells = self.head.iter().chain(&self.body).flatten();
        cells
            .map(|cell| cell.text.as_str())
            .filter(|text| !text.is_empty())
    }
}

/// Where text goes that is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Nowhere,
    Text,
    Caption,
    Cell,
}

/// The pieces of a page (HTML) or of the text of a document for word processors.
pub(crate) fn pieces(markup: &str) -> Vec<Piece> {
    let mut reader = Reader::from_str(markup);
    // Some tags of HTML have no end, and a page may be read from its middle.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut reading = Reading {
        pieces: Vec::new(),
        table: None,
        is_head: false,
        into: Place::Nowhere,
    };
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => reading.begin(&tag),
            Event::End(tag) => reading.end(tag.name().as_ref()),
            Event::Text(text) => reading.add(&text.decode().unwrap()),
            Event::GeneralRef(entity) => reading.add(match &*entity.decode().unwrap() {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                other => panic!("no entity of ours: {other}"),
            }),
            Event::Eof => return reading.pieces,
            Event::Empty(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_) => {}
        }
    }
}

struct Reading {
    pieces: Vec<Piece>,
    table: Option<Table>,
    is_head: bool,
    into: Place,
}

impl Reading {
    fn begin(&mut self, tag: &BytesStart<'_>) {
        match (tag.name().as_ref(), &mut self.table) {
            (b"table" | b"w:tbl", _) => self.table = Some(Table::default()),
            (b"thead", _) => self.is_head = true,
            (b"caption", Some(_)) => self.into = Place::Caption,
            (b"tr" | b"w:tr", Some(table)) => {
                let rows = if self.is_head {
                    &mut table.head
                } else {
                    &mut table.body
                };
                rows.push(Vec::new());
            }
            (b"td" | b"th" | b"w:tc", Some(_)) => {
                let cell = Cell {
                    text: String::new(),
                    columns: count(tag, "colspan"),
                    rows: count(tag, "rowspan"),
                };
                self.row().push(cell);
                self.into = Place::Cell;
            }
            (b"p" | b"h1" | b"h2" | b"h3" | b"dt" | b"dd" | b"li" | b"w:p", None) => {
                self.pieces.push(Piece::Text(String::new()));
                self.into = Place::Text;
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        match name {
            b"table" | b"w:tbl" => self.pieces.extend(self.table.take().map(Piece::Table)),
            b"thead" => self.is_head = false,
            b"caption" | b"td" | b"th" | b"w:tc" => self.into = Place::Nowhere,
            b"p" | b"h1" | b"h2" | b"h3" | b"dt" | b"dd" | b"li" | b"w:p"
                if self.into == Place::Text =>
            {
                self.into = Place::Nowhere;
            }
            _ => {}
        }
    }

    fn add(&mut self, text: &str) {
        match (self.into, self.pieces.last_mut(), &mut self.table) {
            (Place::Text, Some(Piece::Text(last)), _) => last.push_str(text),
            (Place::Caption, _, Some(table)) => table.caption.push_str(text),
            (Place::Cell, _, Some(_)) => self.row().last_mut().unwrap().text.push_str(text),
            _ => {}
        }
    }

    fn row(&mut self) -> &mut Vec<Cell> {
        let table = self.table.as_mut().unwrap();
        let rows = if self.is_head {
            &mut table.head
        } else {
            &mut table.body
        };
        rows.last_mut().unwrap()
    }
}

/// A whole number among the attributes; 1 where there is none.
fn count(tag: &BytesStart<'_>, name: &str) -> usize {
    let mut attributes = tag.html_attributes();
    let found = attributes.with_checks(false).flatten();
    let mut found = found.filter(|attribute| attribute.key.as_ref() == name.as_bytes());
    let value = found
        .next()
        .map(|it| String::from_utf8(it.value.into_owned()).unwrap());
    value.map_or(1, |value| value.parse().unwrap())
}
