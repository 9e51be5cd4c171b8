//! Writes the text of a document and notes, as it writes, where every byte came from.
//!
//! The composer owns the normalisation: white space runs become one space, text is brought to NFC,
//! invisible format characters are dropped. It does not decide what is worth writing.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::origins::{Origins, Piece, is_composed, is_invisible};
use super::{Origin, Passage, PassageKind};

/// A text under construction.
#[derive(Debug, Default)]
pub(crate) struct Composer {
    pub text: String,
    pub passages: Vec<Passage>,
    pub origins: Origins,
    /// The part of the payload that text now comes from.
    pub part: u32,
    /// Start of the open line.
    line: usize,
    /// White space that becomes a space once more text follows.
    space: Option<White>,
    /// A space that the layout implies and no byte holds (a line break element, the edge of a box).
    implied_space: bool,
}

#[derive(Debug, Clone, Copy)]
struct White {
    start: u32,
    end: u32,
    /// True for exactly one U+0020.
    plain: bool,
}

impl Composer {
    /// True when nothing stands on the open line.
    pub fn line_is_empty(&self) -> bool {
        self.text.len() == self.line
    }

    /// Asks for a space before the next text.
    pub fn imply_space(&mut self) {
        self.implied_space = true;
    }

    /// Writes text that is not in the payload, such as the bar between two cells.
    pub fn insert(&mut self, text: &str) {
        self.space = None;
        self.implied_space = false;
        self.text.push_str(text);
    }

    /// Forgets white space that was seen but not written.
    pub fn drop_space(&mut self) {
        self.space = None;
        self.implied_space = false;
    }

    /// Closes the open line as a passage; an empty line leaves nothing behind.
    pub fn close(&mut self, kind: PassageKind) {
        self.drop_space();
        if self.line_is_empty() {
            return;
        }
        let range = self.line..self.text.len();
        self.passages.push(Passage { kind, range, origin: Origin::Bytes(0..0) });
        self.text.push('\n');
        self.line = self.text.len();
    }

    /// Ends the text: the last line end goes, and each passage learns where it stands.
    pub fn finish(mut self) -> (String, Vec<Passage>, Origins) {
        if !self.line_is_empty() {
            self.close(PassageKind::Paragraph);
        }
        if self.text.ends_with('\n') {
            self.text.pop();
        }
        for passage in &mut self.passages {
            if let Some(origin) = self.origins.origin(passage.range.clone()) {
                passage.origin = origin;
            }
        }
        (self.text, self.passages, self.origins)
    }

    /// Writes decoded text whose bytes are the source's bytes from `source` on.
    pub fn same(&mut self, text: &str, source: u32) {
        let mut at = 0;
        while at < text.len() {
            let run = clean_run(&text[at..]);
            if run > 0 {
                self.write_clean(&text[at..at + run], source + at as u32);
                at += run;
                continue;
            }
            let character = text[at..].chars().next().expect("there is text left");
            let len = character.len_utf8();
            let (start, end) = (source + at as u32, source + (at + len) as u32);
            if character.is_whitespace() {
                self.note_space(White { start, end, plain: character == ' ' });
            } else if !is_invisible(character) {
                self.write(&text[at..at + len], start, len as u32, true);
            }
            at += len;
        }
    }

    /// Writes text that was decoded from another stretch of source, as one unit.
    pub fn decoded(&mut self, text: &str, source: Range<u32>) {
        if text.chars().all(|character| character.is_whitespace() || is_invisible(character)) {
            if text.chars().any(char::is_whitespace) {
                self.note_space(White { start: source.start, end: source.end, plain: false });
            }
            return;
        }
        let written = super::origins::normalise(text);
        self.write(&written, source.start, source.end - source.start, false);
    }

    fn note_space(&mut self, white: White) {
        self.space = Some(match self.space.take() {
            Some(before) if before.end == white.start => {
                White { start: before.start, end: white.end, plain: false }
            }
            Some(before) => before,
            None => white,
        });
    }

    /// Writes a run without white space to collapse; not yet known to be NFC.
    fn write_clean(&mut self, text: &str, source: u32) {
        if text.is_ascii() || is_composed(text) {
            self.write(text, source, text.len() as u32, true);
            return;
        }
        let mut at = 0;
        while at < text.len() {
            let len = cluster_len(&text[at..]);
            let cut = &text[at..at + len];
            let composed: String = cut.nfc().collect();
            let same = composed == cut;
            self.write(&composed, source + at as u32, len as u32, same);
            at += len;
        }
    }

    fn write(&mut self, text: &str, source: u32, source_len: u32, same: bool) {
        let space = self.space.take();
        let implied = std::mem::take(&mut self.implied_space);
        if !self.line_is_empty() && !self.text.ends_with(' ') {
            match space {
                Some(white) => self.push_piece(" ", white.start, white.end - white.start, white.plain),
                None if implied => self.text.push(' '),
                None => {}
            }
        }
        self.push_piece(text, source, source_len, same);
    }

    fn push_piece(&mut self, text: &str, source: u32, source_len: u32, same: bool) {
        let start = self.text.len() as u32;
        let text_len = text.len() as u32;
        self.text.push_str(text);
        if same
            && let Some(last) = self.origins.pieces.last_mut()
            && last.same
            && last.part == self.part
            && last.text + last.text_len == start
            && last.source + last.source_len == source
        {
            last.text_len += text_len;
            last.source_len += source_len;
            return;
        }
        let part = self.part;
        self.origins.pieces.push(Piece { text: start, text_len, source, source_len, part, same });
    }
}

/// Bytes at the start of `text` that can be copied: no white space but single inner spaces.
fn clean_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        match bytes[at] {
            0x21..=0x7e => at += 1,
            b' ' => {
                let next = bytes.get(at + 1);
                if at == 0 || !next.is_some_and(|byte| (0x21..=0x7e).contains(byte)) {
                    // A space in front of a letter beyond ASCII is looked at the slow way.
                    let letter = text[at + 1..].chars().next();
                    if at == 0 || letter.is_none_or(|next| next.is_whitespace() || is_invisible(next)) {
                        return at;
                    }
                }
                at += 1;
            }
            0x80.. => {
                let character = text[at..].chars().next().expect("a byte is there");
                if character.is_whitespace() || is_invisible(character) {
                    return at;
                }
                at += character.len_utf8();
            }
            0x00..=0x1f | 0x7f => return at,
        }
    }
    at
}

/// Bytes of the first character with everything that combines with it.
fn cluster_len(text: &str) -> usize {
    let mut len = 0;
    for character in text.chars() {
        let joins = canonical_combining_class(character) != 0
            || matches!(character, '\u{1161}'..='\u{11ff}')
            || is_nfc_quick(std::iter::once(character)) == IsNormalized::Maybe;
        if len > 0 && !joins {
            break;
        }
        len += character.len_utf8();
    }
    len
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::origins::Part;

    fn check(source: &str, expected: &str) {
        let mut composer = Composer::default();
        composer.origins.parts.push(Part::Bytes {
            encoding: "UTF-8",
            markup: false,
            transfer: crate::extract::origins::Transfer::Plain,
        });
        composer.same(source, 0);
        composer.close(PassageKind::Paragraph);
        let (text, _, origins) = composer.finish();
        assert_eq!(text, expected);
        for (start, _) in text.char_indices() {
            for (end, last) in text.char_indices().map(|(at, last)| (at + last.len_utf8(), last)) {
                if end > start && !last.is_whitespace() {
                    let again = origins.recut(source.as_bytes(), &text, start..end);
                    assert_eq!(again.as_deref(), Some(&text[start..end]));
                }
            }
        }
    }

    #[test]
    fn white_space_and_marks_are_normalised_and_found_again() {
        check("  one \n\t two\u{a0}three ", "one two three");
        check("ca\u{ad}fe\u{301} \u{200b}x", "caf\u{e9} x");
        check("a b  c \u{2009}\u{e9}", "a b c \u{e9}");
        check("\u{1112}\u{1161}\u{11ab} \u{fb01}", "\u{d55c} \u{fb01}");
    }
}
