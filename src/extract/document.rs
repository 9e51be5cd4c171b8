//! The document: what `extract` gives, and the two ways to cite from it.

use std::ops::Range;

use chrono::NaiveDate;

use super::Table;
use super::charset::Decoded;
use super::note::Note;
use super::origins::{Origins, Piece};
use super::selector::Selector;

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
    /// The address the payload gives as its own.
    pub canonical: Option<String>,
    /// The extracted text: passages in reading order, one line each.
    pub text: String,
    /// The passages, sorted by text range.
    pub passages: Vec<Passage>,
    /// The tables, in reading order; their rows are passages too.
    pub tables: Vec<Table>,
    /// What was noticed while reading (caps hit, no text layer, paywall, challenge …).
    pub notes: Vec<Note>,
    /// The way from the text back to the payload.
    pub origins: Origins,
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

impl Document {
    /// Where a range of [`Document::text`] stands in the payload.
    ///
    /// `None` for text that the extractor put in itself (line ends, the bar between two cells).
    pub fn origin(&self, range: Range<usize>) -> Option<Origin> {
        self.origins.origin(range)
    }

    /// Reads a range of the text again from the payload it was extracted from.
    ///
    /// The answer equals `&text[range]` exactly when the payload is the one that was read. `None`
    /// where the payload is too short or not the same kind of payload.
    pub fn recut(&self, payload: &[u8], range: Range<usize>) -> Option<String> {
        self.origins.recut(payload, &self.text, range)
    }

    /// The selector of a range of the text: quote with its surroundings, and position.
    ///
    /// The range must lie on character boundaries of [`Document::text`].
    pub fn selector(&self, range: Range<usize>) -> Selector {
        Selector::cut(&self.text, range)
    }

    /// The passage that holds a byte of the text.
    pub fn passage_at(&self, at: usize) -> Option<&Passage> {
        let after = self.passages.partition_point(|passage| passage.range.start <= at);
        self.passages[..after].last().filter(|passage| at < passage.range.end)
    }

    /// True where the document carries a note of this name.
    pub fn has_note(&self, name: &str) -> bool {
        self.notes.iter().any(|note| note.name == name)
    }

    /// Moves the pieces of one part from decoded text to raw bytes.
    pub(super) fn settle(&mut self, part: u32, decoded: &Decoded<'_>) {
        if decoded.is_identity() && decoded.raw(0..0).start == 0 {
            return;
        }
        let mut settled = Vec::with_capacity(self.origins.pieces.len());
        for piece in &self.origins.pieces {
            if piece.part != part {
                settled.push(*piece);
                continue;
            }
            let source = piece.source as usize..(piece.source + piece.source_len) as usize;
            if piece.same {
                decoded.split(source.clone(), |cut, same| {
                    let raw = decoded.raw(cut.clone());
                    settled.push(Piece {
                        text: piece.text + (cut.start - source.start) as u32,
                        text_len: cut.len() as u32,
                        source: raw.start as u32,
                        source_len: raw.len() as u32,
                        part,
                        same,
                    });
                });
            } else {
                let raw = decoded.raw(source);
                settled.push(Piece { source: raw.start as u32, source_len: raw.len() as u32, ..*piece });
            }
        }
        self.origins.pieces = settled;
    }

    /// Gives every passage the place its text stands at.
    pub(super) fn place_passages(&mut self) {
        for passage in &mut self.passages {
            if let Some(origin) = self.origins.origin(passage.range.clone()) {
                passage.origin = origin;
            }
        }
    }
}
