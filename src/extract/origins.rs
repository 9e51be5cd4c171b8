//! The way from extracted text back to the payload, piece by piece.
//!
//! A piece ties a stretch of the text to the stretch of the payload it was read from. Most pieces
//! are the same bytes; the others were decoded (character set, HTML reference, JSON escape) or
//! normalised (runs of white space to one space, NFC, invisible format characters dropped; never
//! NFKC). Text between pieces, such as the bar between two cells, was put there by the extractor.
//!
//! [`Document::recut`](super::Document::recut) reads the payload again through these pieces, which
//! is how a stored citation is checked.

use std::ops::Range;

use encoding_rs::Encoding;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::{Origin, saved};

/// A stretch of text and where it stands in one part of the payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    /// First byte of the extracted text.
    pub text: u32,
    /// Bytes of the extracted text.
    pub text_len: u32,
    /// First byte of the payload; for a PDF the first character of the page's text.
    pub source: u32,
    /// Bytes of the payload, or characters of the page's text.
    pub source_len: u32,
    /// Index of the part of the payload.
    pub part: u32,
    /// True where text and payload are the same bytes; otherwise the piece is one unit.
    pub same: bool,
}

impl Piece {
    fn text_end(&self) -> usize {
        (self.text + self.text_len) as usize
    }
}

/// A part of a payload that text was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// The payload itself, in this encoding; markup says whether HTML references are decoded.
    Bytes {
        /// Name of the encoding by the WHATWG standard.
        encoding: &'static str,
        /// True for HTML, false for plain text.
        markup: bool,
        /// How the text is written inside the payload.
        transfer: Transfer,
    },
    /// A string literal of a JSON payload.
    JsonString {
        /// JSON pointer of the string.
        pointer: String,
        /// True where the string itself holds HTML references.
        markup: bool,
    },
    /// A page of a PDF payload.
    Page {
        /// Page number from 1.
        number: u32,
        /// The text of the page as the reader gave it.
        text: String,
        /// Areas of stretches of the page's text, in order: characters, then left, bottom, right, top.
        areas: Vec<(Range<u32>, [i32; 4])>,
    },
}

/// How a text is carried inside a payload.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Transfer {
    /// As it is.
    #[default]
    Plain,
    /// Quoted-printable (RFC 2045), as in saved messages.
    QuotedPrintable,
    /// Base64 in these bytes of the payload; pieces count bytes of what it unpacks to.
    Base64(Range<usize>),
}

/// All pieces of a document, sorted by text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// The pieces, sorted by text, without overlap.
    pub pieces: Vec<Piece>,
    /// What the pieces are pieces of.
    pub parts: Vec<Part>,
}

impl Origins {
    /// The pieces that touch a range of the text.
    pub fn touching(&self, range: &Range<usize>) -> &[Piece] {
        let first = self.pieces.partition_point(|piece| piece.text_end() <= range.start);
        let rest = &self.pieces[first..];
        &rest[..rest.partition_point(|piece| (piece.text as usize) < range.end)]
    }

    /// Where a range of text stands in the payload; `None` for text the extractor put in itself.
    ///
    /// Text from several places gives the stretch that holds them all, in the part that comes first.
    pub fn origin(&self, range: Range<usize>) -> Option<Origin> {
        let pieces = self.touching(&range);
        let part = pieces.first()?.part;
        let mut covered: Option<Range<usize>> = None;
        for piece in pieces.iter().filter(|piece| piece.part == part) {
            let cut = source_of(piece, &range);
            covered = Some(match covered {
                None => cut,
                Some(all) => all.start.min(cut.start)..all.end.max(cut.end),
            });
        }
        let range = covered?;
        Some(match &self.parts[part as usize] {
            Part::Bytes { transfer, .. } => Origin::Bytes(place(transfer, range)),
            Part::JsonString { pointer, .. } => Origin::JsonString { pointer: pointer.clone(), range },
            Part::Page { number, areas, .. } => {
                Origin::Page { page: *number, area: area_of(areas, &range), characters: range }
            }
        })
    }

    /// Every separate stretch of the payload that a range of text was read from, in text order.
    pub fn sources(&self, range: Range<usize>) -> Vec<(u32, Range<usize>)> {
        let mut found: Vec<(u32, Range<usize>)> = Vec::new();
        for piece in self.touching(&range) {
            let mut cut = source_of(piece, &range);
            if let Part::Bytes { transfer, .. } = &self.parts[piece.part as usize] {
                cut = place(transfer, cut);
            }
            match found.last_mut() {
                Some((part, last)) if *part == piece.part && *last == cut => {}
                Some((part, last)) if *part == piece.part && last.end == cut.start => last.end = cut.end,
                _ => found.push((piece.part, cut)),
            }
        }
        found
    }

    /// Reads a range of text again from the payload; `None` where the payload is too short.
    pub fn recut(&self, payload: &[u8], text: &str, range: Range<usize>) -> Option<String> {
        let mut out = String::with_capacity(range.len());
        let mut at = range.start;
        for piece in self.touching(&range) {
            let start = (piece.text as usize).max(range.start);
            let end = piece.text_end().min(range.end);
            if at < start {
                out.push_str(text.get(at..start)?);
            }
            let source = source_of(piece, &range);
            let decoded = self.decode(payload, piece, source)?;
            if piece.same || (end - start) as u32 == piece.text_len {
                out.push_str(&decoded);
            } else {
                let from = start - piece.text as usize;
                out.push_str(decoded.get(from..from + (end - start))?);
            }
            at = end;
        }
        if at < range.end {
            out.push_str(text.get(at..range.end)?);
        }
        Some(out)
    }

    fn decode(&self, payload: &[u8], piece: &Piece, source: Range<usize>) -> Option<String> {
        match &self.parts[piece.part as usize] {
            Part::Page { text, .. } => {
                let cut: String = text.chars().skip(source.start).take(source.len()).collect();
                Some(if piece.same { cut } else { normalise(&cut) })
            }
            Part::Bytes { encoding, markup, transfer } => {
                let unpacked = match transfer {
                    Transfer::Base64(body) => saved::unpacked(payload.get(body.clone())?),
                    Transfer::Plain | Transfer::QuotedPrintable => Vec::new(),
                };
                let raw = if unpacked.is_empty() { payload } else { &unpacked }.get(source)?;
                if piece.same {
                    return String::from_utf8(raw.to_vec()).ok();
                }
                let raw = saved::carried_back(raw, transfer);
                let encoding = Encoding::for_label(encoding.as_bytes())?;
                let (decoded, _) = encoding.decode_without_bom_handling(&raw);
                Some(normalise(&if *markup { unescape(&decoded) } else { decoded.into_owned() }))
            }
            Part::JsonString { markup, .. } => {
                let raw = payload.get(source)?;
                if piece.same {
                    return String::from_utf8(raw.to_vec()).ok();
                }
                let quoted = format!("\"{}\"", std::str::from_utf8(raw).ok()?);
                let decoded: String = serde_json::from_str(&quoted).ok()?;
                Some(normalise(&if *markup { unescape(&decoded) } else { decoded }))
            }
        }
    }
}

fn source_of(piece: &Piece, range: &Range<usize>) -> Range<usize> {
    let source = piece.source as usize..(piece.source + piece.source_len) as usize;
    if !piece.same {
        return source;
    }
    let before = range.start.saturating_sub(piece.text as usize);
    let after = piece.text_end().saturating_sub(range.end);
    source.start + before..source.end - after
}

/// Where bytes of a carried text stand in the payload; of base64 only the whole part can be named.
fn place(transfer: &Transfer, range: Range<usize>) -> Range<usize> {
    match transfer {
        Transfer::Base64(body) => body.clone(),
        Transfer::Plain | Transfer::QuotedPrintable => range,
    }
}

fn area_of(areas: &[(Range<u32>, [i32; 4])], range: &Range<usize>) -> [i32; 4] {
    let mut all: Option<[i32; 4]> = None;
    for (_, area) in areas
        .iter()
        .filter(|(part, _)| (part.start as usize) < range.end && (part.end as usize) > range.start)
    {
        all = Some(match all {
            None => *area,
            Some([left, bottom, right, top]) => {
                [left.min(area[0]), bottom.min(area[1]), right.max(area[2]), top.max(area[3])]
            }
        });
    }
    all.unwrap_or_default()
}

/// Characters that are never seen: soft hyphen, zero-width space, joiner of words, byte order mark.
pub(crate) fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}')
}

/// The same normalisation the composer does, for one unit of source text.
pub(crate) fn normalise(text: &str) -> String {
    if text.is_ascii() {
        return if is_squeezed(text.as_bytes()) { text.to_owned() } else { squeeze_plain(text) };
    }
    if is_composed(text) { squeeze(text) } else { squeeze(&text.nfc().collect::<String>()) }
}

/// True for a text that NFC leaves as it is. The letters and marks of most pages are known to be so without a table.
pub(super) fn is_composed(text: &str) -> bool {
    let is_plain = |character: char| character < '\u{300}' || matches!(character, '\u{2002}'..='\u{20cf}');
    text.chars().all(is_plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// True for ASCII without other white space than single spaces, as most lines are. No early end: so many bytes are
/// looked at at once.
fn is_squeezed(bytes: &[u8]) -> bool {
    let is_break = |byte: u8| u8::from(byte.wrapping_sub(b'\t') < 5);
    let is_space = |byte: u8| u8::from(byte == b' ');
    let rest = bytes.get(1..).unwrap_or_default();
    let bad = bytes
        .iter()
        .zip(rest)
        .fold(0, |found, (left, right)| found | is_break(*left) | (is_space(*left) & is_space(*right)));
    bad | bytes.last().map_or(0, |last| is_break(*last)) == 0
}

/// The same for ASCII, which holds nothing invisible: whole stretches of words at once.
fn squeeze_plain(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_white = |byte: u8| matches!(byte, b'\t'..=b'\r' | b' ');
    let mut out = String::with_capacity(text.len());
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        if !is_white(bytes[at]) {
            at += 1;
            continue;
        }
        let white = bytes[at..].iter().take_while(|byte| is_white(**byte)).count();
        // A single space stays where it is, and the stretch goes on.
        if white > 1 || bytes[at] != b' ' {
            out.push_str(&text[start..at]);
            out.push(' ');
            start = at + white;
        }
        at += white;
    }
    out.push_str(&text[start..]);
    out
}

/// White space runs as one space, invisible characters left out; what is neither is copied in stretches.
fn squeeze(text: &str) -> String {
    let bytes = text.as_bytes();
    let is_word = |at: usize| bytes.get(at).is_some_and(|byte| (0x21..=0x7e).contains(byte));
    let mut out = String::with_capacity(text.len());
    let (mut start, mut at) = (0, 0);
    while at < bytes.len() {
        // A single space between words stays where it is.
        if is_word(at) || (bytes[at] == b' ' && at > start && is_word(at - 1) && is_word(at + 1)) {
            at += 1;
            continue;
        }
        let character = text[at..].chars().next().expect("there is text left");
        let after = at + character.len_utf8();
        let white = character.is_whitespace();
        if white || is_invisible(character) {
            out.push_str(&text[start..at]);
            start = after;
            if white && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        at = after;
    }
    out.push_str(&text[start..]);
    out
}

/// Decodes the HTML references and line ends of a stretch of text that holds no tag.
pub(crate) fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for token in html5gum::Tokenizer::new(text).flatten() {
        if let html5gum::Token::String(piece) = token {
            out.push_str(&String::from_utf8_lossy(&piece));
        }
    }
    out
}
