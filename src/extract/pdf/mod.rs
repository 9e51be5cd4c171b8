//! Reads the text layer of a PDF: positioned fragments, grouped into lines and table rows by our own rules.
//!
//! The reader of fragments is a value ([`PdfReader`]): the program gives one that runs a limited
//! child process, tests and library users read in process. A page's text is its lines, one after
//! another; citations count its characters. There is no recognition of pictures of text.

mod layout;
mod lines;
mod source;
mod write;

use std::fmt;
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::composer::Composer;
use super::note::Note;
use super::origins::{Part, Piece};
use super::{Document, PassageKind};

pub use source::InProcess;

/// A stretch of text on a page; points from the lower left corner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fragment {
    /// Its text.
    pub text: String,
    /// Left edge.
    pub left: f64,
    /// Base line.
    pub base: f64,
    /// Width.
    pub width: f64,
    /// Size of its type.
    pub size: f64,
    /// How far it reaches above its base line: the size of its type, more where it stands upright.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rise: Option<f64>,
}

/// The fragments of one page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheet {
    /// Page number from 1.
    pub number: u32,
    /// The fragments in the order of the file.
    pub fragments: Vec<Fragment>,
}

/// All pages of a file, and what went wrong on some of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheets {
    /// The pages.
    pub sheets: Vec<Sheet>,
    /// Pages that could not be read.
    pub unread: Vec<u32>,
    /// True where the file has more pages than are read.
    pub cut: bool,
}

/// A file that could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize, Deserialize)]
#[error("cannot read the PDF ({reason}): capture it again, or bring its text")]
pub struct PdfFailure {
    /// What the reader said.
    pub reason: String,
}

/// Gives the fragments of a PDF.
pub trait PdfReader: fmt::Debug + Send + Sync {
    /// Reads the fragments of every page.
    ///
    /// # Errors
    /// [`PdfFailure`] where the file as a whole cannot be read.
    fn read(&self, payload: &[u8]) -> Result<Sheets, PdfFailure>;
}

static USUAL: OnceLock<Arc<dyn PdfReader>> = OnceLock::new();

/// Says what reads PDF files in this process where [`Options::pdf`](super::Options::pdf) names nothing.
///
/// A program says it once, at its start, so that no part of it reads a hostile file in process; what is said later
/// is not heard. A document does not depend on it, except where a reader fails.
pub fn use_reader(reader: Arc<dyn PdfReader>) {
    let _ = USUAL.set(reader);
}

/// Reads a PDF payload through `reader`, the usual reader, or in process.
pub(super) fn read(payload: &[u8], reader: Option<&Arc<dyn PdfReader>>) -> Document {
    let mut document = Document::default();
    let reader = reader.or_else(|| USUAL.get());
    let found = reader.map_or_else(|| InProcess.read(payload), |reader| reader.read(payload));
    let sheets = match found {
        Ok(sheets) => sheets,
        Err(failure) => {
            document.notes.push(Note::new("unread-pdf", failure.to_string()));
            return document;
        }
    };
    let mut composer = Composer::default();
    let mut tables = Vec::new();
    for sheet in &sheets.sheets {
        let rows = layout::rows_of(lines::lines_of(sheet));
        write::page(sheet.number, &rows, &mut composer, &mut tables);
    }
    (document.text, document.passages, document.origins) = composer.finish();
    document.tables = tables.into_iter().map(|table| table.resolve(&document.text)).collect();
    to_characters(&mut document);
    document.place_passages();
    document.title = document
        .passages
        .iter()
        .find(|one| one.kind == PassageKind::Heading)
        .map(|one| document.text[one.range.clone()].to_owned());
    if document.text.is_empty() && sheets.unread.is_empty() {
        document.notes.push(Note::new("no-text-layer", "the PDF holds no text, perhaps pictures of text"));
    }
    if !sheets.unread.is_empty() {
        document
            .notes
            .push(Note::new("unread-pages", format!("could not read pages {:?} of the PDF", sheets.unread)));
    }
    if sheets.cut {
        document
            .notes
            .push(Note::new("pages-cap", format!("read {} pages and left out the rest", source::PAGES_MAX)));
    }
    document
}

/// The pieces of a page count characters of its text, not bytes; a letter beyond ASCII is a piece of its own.
fn to_characters(document: &mut Document) {
    let (mut part, mut byte, mut character) = (u32::MAX, 0_usize, 0_u32);
    let mut counted = Vec::with_capacity(document.origins.pieces.len());
    for piece in &document.origins.pieces {
        let Part::Page { text, .. } = &document.origins.parts[piece.part as usize] else { continue };
        let start = piece.source as usize;
        if piece.part != part || start < byte {
            (part, byte, character) = (piece.part, 0, 0);
        }
        character += text[byte..start].chars().count() as u32;
        byte = start + piece.source_len as usize;
        let cut = &text[start..byte];
        let len = cut.chars().count() as u32;
        if cut.is_ascii() || !piece.same {
            counted.push(Piece { source: character, source_len: len, ..*piece });
        } else {
            for (number, (at, letter)) in cut.char_indices().enumerate() {
                counted.push(Piece {
                    text: piece.text + at as u32,
                    text_len: letter.len_utf8() as u32,
                    source: character + number as u32,
                    source_len: 1,
                    part: piece.part,
                    same: letter.is_ascii(),
                });
            }
        }
        character += len;
    }
    document.origins.pieces = counted;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::{Options, Origin, read as read_any};

    /// A reader that gives what it was made with.
    #[derive(Debug)]
    struct Given(Vec<(&'static str, f64, f64, f64)>);

    impl PdfReader for Given {
        fn read(&self, _payload: &[u8]) -> Result<Sheets, PdfFailure> {
            let fragment = |(text, left, base, size): &(&str, f64, f64, f64)| Fragment {
                text: (*text).to_owned(),
                left: *left,
                base: *base,
                width: text.chars().count() as f64 * size * 0.5,
                size: *size,
                rise: None,
            };
            let fragments = self.0.iter().map(fragment).collect();
            Ok(Sheets { sheets: vec![Sheet { number: 1, fragments }], ..Sheets::default() })
        }
    }

    fn check(fragments: Vec<(&'static str, f64, f64, f64)>, expected: &str) -> Document {
        let options = Options { pdf: Some(Arc::new(Given(fragments))), ..Options::default() };
        let document = read_any(b"%PDF-1.7", "application/pdf", &options);
        assert_eq!(document.text, expected);
        for passage in &document.passages {
            let again = document.recut(b"", passage.range.clone());
            assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]));
            assert!(matches!(passage.origin, Origin::Page { page: 1, .. }));
        }
        document
    }

    #[test]
    fn rows_keep_their_cells_and_lines_their_order() {
        let document = check(
            vec![
                ("Tariffs", 50.0, 700.0, 18.0),
                ("12.50", 300.0, 660.0, 10.0),
                ("Homes", 50.0, 660.0, 10.0),
                ("\u{20ac}", 50.0, 640.0, 10.0),
                ("9.75", 300.0, 640.0, 10.0),
            ],
            "Tariffs\nHomes | 12.50\n\u{20ac} | 9.75",
        );
        let figure = document.text.find("9.75").expect("it is there");
        let Some(Origin::Page { area, characters, .. }) = document.origin(figure..figure + 4) else {
            panic!("the figure has a place")
        };
        assert_eq!(characters, 26..30);
        assert_eq!(area[0], 300);
    }

    #[test]
    fn broken_files_are_said_to_be_unread() {
        for payload in
            [b"%PDF-1.4".as_slice(), b"%PDF-1.7\nxref\n0 1\ntrailer<</Root 1 0 R>>", b"%PDF-\xff\xff"]
        {
            let document = read_any(payload, "application/pdf", &Options::default());
            assert_eq!(document.text, "");
            assert!(!document.notes.is_empty());
        }
    }
}
