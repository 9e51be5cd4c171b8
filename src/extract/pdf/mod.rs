//! Reads the text layer of a PDF: positioned fragments, grouped into lines and table rows by our own rules.
//!
//! The reader of fragments is a value ([`PdfReader`]): the program gives one that runs a limited
//! child process, tests and library users read in process. A page's text is its lines, one after
//! another; citations count its characters. There is no recognition of pictures of text.

use std::fmt;
use std::io::Cursor;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use oxidize_pdf::parser::{ParseOptions, PdfDocument, PdfReader as Parser};
use oxidize_pdf::text::{ExtractionOptions, TextExtractor};
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::composer::Composer;
use super::note::Note;
use super::origins::{Part, Piece};
use super::{Document, PassageKind};

/// Pages of one file that are read.
const PAGES_MAX: u32 = 3_000;
/// Bytes of text of one page that are read.
const PAGE_BYTES_MAX: usize = 4 << 20;

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

/// Reads in this process; a panic of the parser is a failure, memory and time are not limited.
#[derive(Debug, Clone, Copy, Default)]
pub struct InProcess;

impl PdfReader for InProcess {
    fn read(&self, payload: &[u8]) -> Result<Sheets, PdfFailure> {
        let guarded = catch_unwind(AssertUnwindSafe(|| read_fragments(payload)));
        guarded.unwrap_or_else(|_| Err(PdfFailure { reason: "the parser gave up".to_owned() }))
    }
}

fn read_fragments(payload: &[u8]) -> Result<Sheets, PdfFailure> {
    let failure = |error: &dyn fmt::Display| PdfFailure { reason: error.to_string() };
    let parser = Parser::new_with_options(Cursor::new(payload.to_vec()), ParseOptions::skip_errors())
        .map_err(|error| failure(&error))?;
    let document = PdfDocument::new(parser);
    let pages = document.page_count().map_err(|error| failure(&error))?;
    let mut sheets = Sheets { cut: pages > PAGES_MAX, ..Sheets::default() };
    for index in 0..pages.min(PAGES_MAX) {
        let options = ExtractionOptions {
            preserve_layout: true,
            merge_hyphenated: false,
            include_artifacts: true,
            max_extracted_bytes: Some(PAGE_BYTES_MAX),
            ..ExtractionOptions::default()
        };
        let mut extractor = TextExtractor::with_options(options);
        let read = catch_unwind(AssertUnwindSafe(|| extractor.extract_from_page(&document, index)));
        let Ok(Ok(text)) = read else {
            sheets.unread.push(index + 1);
            continue;
        };
        let fragments = text.fragments.into_iter().filter(|one| one.x.is_finite() && one.y.is_finite());
        let fragments = fragments.map(|one| Fragment {
            left: one.x,
            base: one.y,
            width: one.width.max(0.0),
            size: if one.font_size.is_finite() { one.font_size.abs().clamp(1.0, 400.0) } else { 10.0 },
            text: one.text,
        });
        sheets.sheets.push(Sheet { number: index + 1, fragments: fragments.collect() });
    }
    Ok(sheets)
}

/// Reads a PDF payload through `reader`, or in process.
pub(super) fn read(payload: &[u8], reader: Option<&Arc<dyn PdfReader>>) -> Document {
    let mut document = Document::default();
    let found = reader.map_or_else(|| InProcess.read(payload), |reader| reader.read(payload));
    let sheets = match found {
        Ok(sheets) => sheets,
        Err(failure) => {
            document.notes.push(Note::new("unread-pdf", failure.to_string()));
            return document;
        }
    };
    let mut composer = Composer::default();
    for sheet in &sheets.sheets {
        let lines = lines_of(sheet);
        compose(sheet.number, &lines, &mut composer);
    }
    (document.text, document.passages, document.origins) = composer.finish();
    to_characters(&mut document);
    document.place_passages();
    document.title = document
        .passages
        .iter()
        .find(|one| one.kind == PassageKind::Heading)
        .map(|one| document.text[one.range.clone()].to_owned());
    if document.text.is_empty() {
        document.notes.push(Note::new("no-text-layer", "the PDF holds no text, perhaps pictures of text"));
    }
    if !sheets.unread.is_empty() {
        document.notes.push(Note::new("unread-pages", format!("could not read pages {:?}", sheets.unread)));
    }
    if sheets.cut {
        document.notes.push(Note::new("pages-cap", format!("read {PAGES_MAX} pages and left out the rest")));
    }
    document
}

/// Fragments on one base line, cut into cells where the gap is wide.
struct Line {
    base: f64,
    size: f64,
    cells: Vec<Column>,
}

struct Column {
    text: String,
    left: f64,
    right: f64,
}

/// Groups the fragments of a page into lines, top to bottom, and cells, left to right.
fn lines_of(sheet: &Sheet) -> Vec<Line> {
    let mut fragments: Vec<&Fragment> =
        sheet.fragments.iter().filter(|fragment| !fragment.text.trim().is_empty()).collect();
    fragments.sort_by(|one, other| other.base.total_cmp(&one.base).then(one.left.total_cmp(&other.left)));
    let mut groups: Vec<Vec<&Fragment>> = Vec::new();
    for fragment in fragments {
        match groups.last_mut() {
            // Raised and lowered signs stand within a third of the type size of their line.
            Some(group)
                if (group[0].base - fragment.base).abs() <= 0.35 * fragment.size.min(group[0].size) =>
            {
                group.push(fragment);
            }
            _ => groups.push(vec![fragment]),
        }
    }
    groups.into_iter().map(line_of).collect()
}

fn line_of(mut group: Vec<&Fragment>) -> Line {
    group.sort_by(|one, other| one.left.total_cmp(&other.left));
    let size = group.iter().map(|fragment| fragment.size).fold(0.0, f64::max);
    let mut cells: Vec<Column> = Vec::new();
    for fragment in &group {
        let right = fragment.left + fragment.width;
        match cells.last_mut() {
            Some(cell) if fragment.left - cell.right <= CELL_GAP * size => {
                let gap = fragment.left - cell.right;
                if gap > WORD_GAP * size && !cell.text.ends_with(' ') && !fragment.text.starts_with(' ') {
                    cell.text.push(' ');
                }
                cell.text.push_str(&fragment.text);
                cell.right = cell.right.max(right);
            }
            _ => cells.push(Column { text: fragment.text.clone(), left: fragment.left, right }),
        }
    }
    for cell in &mut cells {
        cell.text = cell.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    Line { base: group[0].base, size, cells }
}

/// A gap wider than this part of the type size parts words.
const WORD_GAP: f64 = 0.18;
/// A gap wider than this part of the type size parts cells.
const CELL_GAP: f64 = 1.2;

/// Writes a page: two columns of prose one after the other, rows with bars, other lines as paragraphs.
fn compose(number: u32, lines: &[Line], composer: &mut Composer) {
    let mut sizes: Vec<f64> = lines.iter().map(|line| line.size).collect();
    sizes.sort_by(f64::total_cmp);
    let body_size = sizes.get(sizes.len() / 2).copied().unwrap_or(10.0);
    let mut page = PageLines { text: String::new(), characters: 0, areas: Vec::new(), out: Vec::new() };
    let mut at = 0;
    while at < lines.len() {
        if let Some((gutter, len)) = columns_at(&lines[at..]) {
            for right_side in [false, true] {
                for line in &lines[at..at + len] {
                    let side: Vec<&Column> =
                        line.cells.iter().filter(|cell| (cell.left >= gutter) == right_side).collect();
                    page.line(line, &side, PassageKind::Paragraph);
                }
            }
            at += len;
            continue;
        }
        let line = &lines[at];
        let cells: Vec<&Column> = line.cells.iter().collect();
        let is_heading = cells.len() == 1 && line.size > body_size * 1.15 && cells[0].text.len() <= 200;
        let kind = match cells.len() {
            1 if is_heading => PassageKind::Heading,
            1 => PassageKind::Paragraph,
            _ => PassageKind::TableRow,
        };
        page.line(line, &cells, kind);
        at += 1;
    }
    composer.part = composer.origins.parts.len() as u32;
    for (range, kind) in &page.out {
        composer.same(&page.text[range.clone()], range.start as u32);
        composer.close(*kind);
    }
    composer.origins.parts.push(Part::Page { number, text: page.text, areas: page.areas });
}

/// The text of a page as it grows.
struct PageLines {
    text: String,
    /// Characters of the text so far.
    characters: u32,
    areas: Vec<(Range<u32>, [i32; 4])>,
    out: Vec<(Range<usize>, PassageKind)>,
}

impl PageLines {
    fn line(&mut self, line: &Line, cells: &[&Column], kind: PassageKind) {
        let start = self.text.len();
        for (number, cell) in cells.iter().enumerate() {
            if number > 0 {
                self.text.push_str(" | ");
                self.characters += 3;
            }
            let from = self.characters;
            self.text.push_str(&cell.text);
            self.characters += cell.text.chars().count() as u32;
            let area = [
                cell.left.floor() as i32,
                (line.base - line.size * 0.25).floor() as i32,
                cell.right.ceil() as i32,
                (line.base + line.size).ceil() as i32,
            ];
            self.areas.push((from..self.characters, area));
        }
        if self.text.len() > start {
            self.out.push((start..self.text.len(), kind));
            self.text.push('\n');
            self.characters += 1;
        }
    }
}

/// Two columns of prose: at least six lines in a row of two wordy cells that part at one place.
fn columns_at(lines: &[Line]) -> Option<(f64, usize)> {
    let words = |cell: &Column| {
        cell.text.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count()
    };
    let first = lines.first().filter(|line| line.cells.len() == 2)?;
    let gutter = first.cells[1].left - 1.0;
    let fits = |line: &Line| {
        line.cells.len() <= 2
            && line.cells.iter().all(|cell| cell.right <= gutter + 1.0 || (cell.left - gutter).abs() <= 16.0)
    };
    let len = lines.iter().take_while(|line| fits(line)).count();
    let wordy = lines[..len].iter().flat_map(|line| &line.cells).filter(|cell| words(cell) >= 3).count();
    let cells = lines[..len].iter().map(|line| line.cells.len()).sum::<usize>();
    (len >= 6 && wordy * 3 >= cells * 2).then_some((gutter - 15.0, len))
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
