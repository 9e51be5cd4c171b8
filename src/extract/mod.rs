//! Turns a payload into a document: text, passages with their payload ranges, tables, title, author and date.
//!
//! Extraction never fails: what could not be read is a note of the document.

use std::ops::Range;

use chrono::NaiveDate;

/// The text of a payload with the way back to its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The title, where the payload has one.
    pub title: Option<String>,
    /// The author, where the payload names one.
    pub author: Option<String>,
    /// The site or organisation that published it, where the payload names one.
    pub publisher: Option<String>,
    /// The day of publication by the payload's own word.
    pub published: Option<NaiveDate>,
    /// The day of the last update by the payload's own word.
    pub updated: Option<NaiveDate>,
    /// BCP 47 language, where declared or recognised.
    pub language: Option<String>,
    /// The extracted text: passages in reading order, one line each.
    pub text: String,
    /// The passages, sorted by text range.
    pub passages: Vec<Passage>,
    /// The tables, in reading order; their rows are passages too.
    pub tables: Vec<Table>,
    /// What was noticed while reading (caps hit, no text layer, paywall, challenge …).
    pub notes: Vec<Note>,
}

/// A stretch of extracted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What it is.
    pub kind: PassageKind,
    /// Bytes of [`Document::text`].
    pub range: Range<usize>,
    /// Where it stands in the payload.
    pub origin: Origin,
}

/// What a passage is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PassageKind {
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A list item.
    ListItem,
    /// A row of a table, cells joined by ` | `.
    TableRow,
    /// A caption of a table or picture.
    Caption,
    /// A block quotation.
    Quote,
    /// A correction or update note.
    Correction,
}

/// Where text stands in its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Bytes of an HTML or text payload.
    Bytes(Range<usize>),
    /// Bytes of a JSON post's string literal.
    JsonString {
        /// JSON pointer of the string.
        pointer: String,
        /// Bytes of the payload.
        range: Range<usize>,
    },
    /// Characters of a PDF page's text.
    Page {
        /// Page number from 1.
        page: u32,
        /// Left, bottom, right, top in points, rounded outward.
        area: [i32; 4],
        /// Characters of the page text.
        characters: Range<usize>,
    },
}

/// A table as a full grid: spans expanded, headers resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Caption or nearest heading.
    pub caption: Option<String>,
    /// Rows of cells; every row has the same number of cells.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// Bytes of [`Document::text`] of this cell's text.
    pub range: Range<usize>,
    /// True for a header cell.
    pub header: bool,
    /// Text of the row headers that apply.
    pub row_labels: Vec<String>,
    /// Text of the column headers that apply.
    pub column_labels: Vec<String>,
    /// Unit that a header or a unit row gives the cell.
    pub unit: Option<String>,
}

/// What was noticed while reading a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable name in kebab case (`depth-cap`, `no-text-layer`, `paywall` …).
    pub name: &'static str,
    /// What was seen, for people.
    pub detail: String,
}
