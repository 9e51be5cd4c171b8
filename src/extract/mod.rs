//! Turns a payload into a document: text, passages with their payload ranges, tables, title, author and date.
//!
//! Takes bytes and a media type, gives a [`Document`]. Extraction never fails: what could not be
//! read is a note of the document. It fetches nothing, runs no script, and does not read the text
//! for figures (that is `statement`).

mod blocks;
mod charset;
mod coda;
mod composer;
mod content;
mod dates;
mod document;
mod gathered;
mod grid;
mod grid_text;
pub mod limits;
mod literals;
mod mark_words;
mod marks;
mod metadata;
pub mod note;
mod open_tag;
pub mod origins;
mod outline;
mod page;
pub mod pdf;
mod phrase_words;
mod phrases;
mod plain;
mod post;
mod post_page;
mod prune;
mod saved;
pub mod selector;
pub mod sentence;
mod sink;
pub mod standin;
mod structured;
pub mod table;
mod tag_rules;
mod title;
mod tree;
mod trim;
mod twice;
mod wording;

pub use document::{Document, Origin, Passage, PassageKind};
pub use table::Table;

use charset::Decoded;
use limits::Limits;
use note::Note;

/// What the caller knows about a payload, and the caps.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The address the payload came from; a day in it is believed when the page names none.
    pub url: Option<String>,
    /// The caps.
    pub limits: Limits,
    /// What reads PDF files; what [`pdf::use_reader`] named where nothing is given, else this process itself.
    pub pdf: Option<std::sync::Arc<dyn pdf::PdfReader>>,
}

/// Reads a payload of a media type (`text/html; charset=utf-8`; empty where unknown).
///
/// The same payload, media type and options give the same document.
pub fn read(payload: &[u8], media_type: &str, options: &Options) -> Document {
    let cut = &payload[..payload.len().min(options.limits.bytes_max)];
    let (essence, label) = split_media_type(media_type);
    let mut document = match kind_of(&essence, cut) {
        Kind::Markup => {
            let decoded = Decoded::new(cut, label, true);
            let mut document = page::read(&decoded, options);
            finish(&mut document, &decoded);
            document.canonical = document.canonical.or_else(|| saved::noted_address(&decoded.text));
            document
        }
        Kind::Saved => read_saved(cut, options),
        Kind::Plain => {
            let decoded = Decoded::new(cut, label, false);
            let mut document = plain::read(&decoded);
            finish(&mut document, &decoded);
            document
        }
        Kind::Post => post::read(cut),
        Kind::Portable => pdf::read(cut, options.pdf.as_ref()),
        Kind::Unknown => Document {
            notes: vec![Note::new("unread-media-type", format!("nothing reads {essence}"))],
            ..Document::default()
        },
    };
    if cut.len() < payload.len() {
        let detail = format!("read {} of {} bytes", cut.len(), payload.len());
        document.notes.push(Note::new("bytes-cap", detail));
    }
    document
}

/// Reads the page inside a saved message.
fn read_saved(payload: &[u8], options: &Options) -> Document {
    let Some(inner) = saved::page_of(payload) else {
        let note = Note::new("unread-message", "the saved message holds no page: save it again, or as HTML");
        return Document { notes: vec![note], ..Document::default() };
    };
    let decoded = inner.decoded(payload);
    let url = options.url.clone().or(inner.address.clone());
    let mut document = page::read(&decoded, &Options { url, ..options.clone() });
    finish(&mut document, &decoded);
    document.canonical = document.canonical.or(inner.address);
    document
}

fn finish(document: &mut Document, decoded: &Decoded<'_>) {
    document.settle(0, decoded);
    document.place_passages();
    if decoded.replaced > 0 {
        let detail =
            format!("{} bytes are not {} and show as U+FFFD", decoded.replaced, decoded.encoding.name());
        document.notes.push(Note::new("undecodable-bytes", detail));
    }
}

enum Kind {
    Markup,
    Saved,
    Plain,
    Post,
    Portable,
    Unknown,
}

fn split_media_type(media_type: &str) -> (String, Option<&str>) {
    let mut parts = media_type.split(';');
    let essence = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let label = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches('"'))
    });
    (essence, label)
}

/// The declared type decides; where it says nothing, the first bytes do.
fn kind_of(essence: &str, payload: &[u8]) -> Kind {
    match essence {
        "text/html" | "application/xhtml+xml" => Kind::Markup,
        "text/plain" | "text/markdown" | "text/csv" => Kind::Plain,
        "application/json" | "text/json" => Kind::Post,
        "multipart/related" | "message/rfc822" | "application/x-mimearchive" => Kind::Saved,
        "application/pdf" | "application/x-pdf" => Kind::Portable,
        "" | "application/octet-stream" | "application/xml" | "text/xml" => sniff(payload),
        other if other.starts_with("text/") => Kind::Plain,
        _ => Kind::Unknown,
    }
}

fn sniff(payload: &[u8]) -> Kind {
    let head = payload.strip_prefix(b"\xef\xbb\xbf").unwrap_or(payload).trim_ascii_start();
    if head.starts_with(b"<") {
        Kind::Markup
    } else if head.starts_with(b"%PDF-") {
        Kind::Portable
    } else if head.starts_with(b"{") && post::is_post(payload) {
        Kind::Post
    } else if saved::is_message(payload) {
        Kind::Saved
    } else if payload[..payload.len().min(1024)].contains(&0) {
        Kind::Unknown
    } else {
        Kind::Plain
    }
}
