//! `verify extract`: files, folders and captures to documents, one JSON object a line.

use std::fs;
use std::io::{Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use claim_verifier::capture::{Capture, Digest};
use claim_verifier::extract::{self, Document, Options, Origin, PassageKind};
use claim_verifier::snapshot::{Captures, Store, archive};
use rayon::prelude::*;
use serde::Serialize;

use super::{Context, Exit};

/// Read pages, PDFs, posts and text files: one JSON object a file, with passages, bytes and tables
///
/// A folder gives its .html, .html.gz, .pdf, .txt and .json files in name order. What is neither a
/// file nor a folder is taken for the first digits of a capture's payload digest.
/// Exit codes: 0, or 2 if a file could not be read (its line then holds an error).
#[derive(clap::Args)]
pub struct Args {
    /// Files, folders, .warc.gz files of the store, or payload digests
    #[arg(required_unless_present = "pdf_fragments", value_name = "FILE|FOLDER|CAPTURE")]
    inputs: Vec<PathBuf>,
    /// Print the text alone
    #[arg(long)]
    text: bool,
    /// Be the limited child that reads a PDF from stdin
    #[arg(long, hide = true, exclusive = true)]
    pdf_fragments: bool,
}

/// Files read before the first of them is written; keeps the order and bounds the memory.
const BATCH: usize = 32;

/// Most bytes that a packed file may unfold to.
const UNPACKED_MAX: u64 = 64 << 20;

/// Reads every input and writes its line.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    if args.pdf_fragments {
        super::pdf::answer()?;
        return Ok(Exit::Clean);
    }
    let mut inputs = Vec::new();
    for input in &args.inputs {
        list(input, &mut inputs)?;
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut exit = Exit::Clean;
    for batch in inputs.chunks(BATCH) {
        let lines: Vec<(String, bool)> = batch
            .par_iter()
            .map(|input| match line_of(input, args.text, context) {
                Ok(line) => (line, true),
                Err(error) => (error_line(input, &error), false),
            })
            .collect();
        for ((line, good), input) in lines.iter().zip(batch) {
            if *good || !args.text {
                writeln!(out, "{line}")?;
            } else {
                writeln!(std::io::stderr(), "error: {}: {line}", input.display())?;
            }
            if !good {
                exit = Exit::Usage;
            }
        }
        out.flush()?;
    }
    Ok(exit)
}

fn list(input: &Path, into: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if !input.is_dir() {
        into.push(input.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(input).with_context(|| format!("cannot list {}", input.display()))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot list {}", input.display()))?.path();
        let known = path.file_name().and_then(|name| media_type_of(&name.to_string_lossy())).is_some();
        if known && path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    into.append(&mut files);
    Ok(())
}

/// The media type that a file name stands for.
fn media_type_of(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    match name.rsplit_once('.')?.1 {
        "html" | "htm" | "xhtml" => Some("text/html"),
        "mhtml" | "mht" => Some("multipart/related"),
        "pdf" => Some("application/pdf"),
        "txt" | "md" => Some("text/plain"),
        "json" => Some("application/json"),
        _ => None,
    }
}

fn line_of(input: &Path, text_only: bool, context: &Context) -> anyhow::Result<String> {
    let (payload, media_type, url) = payload_of(input, context)?;
    let options = Options { url, ..Options::default() };
    let document = extract::read(&payload, &media_type, &options);
    if text_only {
        return Ok(document.text);
    }
    Ok(serde_json::to_string(&Line::of(&id_of(input), &payload, &document))?)
}

/// The payload of an input, its media type, and its address where one is known.
fn payload_of(input: &Path, context: &Context) -> anyhow::Result<(Vec<u8>, String, Option<String>)> {
    let name = input.file_name().unwrap_or_default().to_string_lossy();
    if name.ends_with(".warc.gz") {
        let bytes = fs::read(input).with_context(|| format!("cannot read {}", input.display()))?;
        return content_of(
            archive::read(&bytes).with_context(|| format!("cannot read {}", input.display()))?,
        );
    }
    if !input.exists() && name.len() >= 4 && name.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let store = Store::open(&context.store)?;
        let entry = store.pinned(&name)?;
        return content_of(store.read(&entry)?);
    }
    let bytes = fs::read(input).with_context(|| format!("cannot read {}", input.display()))?;
    let media_type = media_type_of(&name).unwrap_or_default().to_owned();
    if !name.to_ascii_lowercase().ends_with(".gz") {
        return Ok((bytes, media_type, None));
    }
    let mut unpacked = Vec::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(bytes.as_slice()).take(UNPACKED_MAX + 1);
    decoder.read_to_end(&mut unpacked).with_context(|| format!("cannot unpack {}", input.display()))?;
    if unpacked.len() as u64 > UNPACKED_MAX {
        bail!("{} unfolds to more than {UNPACKED_MAX} bytes", input.display());
    }
    Ok((unpacked, media_type, None))
}

fn content_of(capture: Capture) -> anyhow::Result<(Vec<u8>, String, Option<String>)> {
    let content = capture.content()?.into_owned();
    Ok((content, capture.media_type.clone().unwrap_or_default(), Some(capture.final_url)))
}

fn id_of(input: &Path) -> String {
    let name = input.file_name().unwrap_or_default().to_string_lossy();
    name.split('.').next().unwrap_or_default().to_owned()
}

fn error_line(input: &Path, error: &anyhow::Error) -> String {
    let line = serde_json::json!({
        "id": id_of(input),
        "error": { "code": "unreadable", "message": super::told(error) },
    });
    line.to_string()
}

/// One document as JSON; offsets are bytes of `text`, payload ranges are bytes of the content.
#[derive(Serialize)]
struct Line<'d> {
    id: &'d str,
    content_sha256: String,
    title: Option<&'d str>,
    author: Option<&'d str>,
    publisher: Option<&'d str>,
    published: Option<String>,
    updated: Option<String>,
    language: Option<&'d str>,
    canonical: Option<&'d str>,
    text: &'d str,
    passages: Vec<PassageLine<'d>>,
    tables: Vec<TableLine<'d>>,
    notes: Vec<NoteLine<'d>>,
}

#[derive(Serialize)]
struct PassageLine<'d> {
    kind: &'static str,
    start: usize,
    end: usize,
    payload: PayloadLine<'d>,
}

#[derive(Serialize)]
struct PayloadLine<'d> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<[i32; 4]>,
    /// What `start` and `end` count: bytes of the content or characters of the page's text.
    unit: &'static str,
    start: usize,
    end: usize,
    /// The stretches the text was read from, where they are more than one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pieces: Vec<[usize; 2]>,
}

#[derive(Serialize)]
struct TableLine<'d> {
    caption: Option<&'d str>,
    rows: Vec<Vec<CellLine<'d>>>,
}

#[derive(Serialize)]
struct CellLine<'d> {
    text: &'d str,
    start: usize,
    end: usize,
    header: bool,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    row: &'d [String],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    column: &'d [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'d str>,
}

#[derive(Serialize)]
struct NoteLine<'d> {
    name: &'d str,
    detail: &'d str,
}

impl<'d> Line<'d> {
    fn of(id: &'d str, payload: &[u8], document: &'d Document) -> Self {
        Line {
            id,
            content_sha256: Digest::of(payload).hex(),
            title: document.title.as_deref(),
            author: document.author.as_deref(),
            publisher: document.publisher.as_deref(),
            published: document.published.map(|day| day.to_string()),
            updated: document.updated.map(|day| day.to_string()),
            language: document.language.as_deref(),
            canonical: document.canonical.as_deref(),
            text: &document.text,
            passages: document
                .passages
                .iter()
                .map(|passage| PassageLine {
                    kind: kind_name(passage.kind),
                    start: passage.range.start,
                    end: passage.range.end,
                    payload: payload_line(document, &passage.range, &passage.origin),
                })
                .collect(),
            tables: document.tables.iter().map(|table| table_line(document, table)).collect(),
            notes: document
                .notes
                .iter()
                .map(|note| NoteLine { name: note.name, detail: &note.detail })
                .collect(),
        }
    }
}

fn table_line<'d>(document: &'d Document, table: &'d extract::Table) -> TableLine<'d> {
    let rows = table.rows.iter().map(|row| {
        row.iter()
            .map(|cell| CellLine {
                text: &document.text[cell.range.clone()],
                start: cell.range.start,
                end: cell.range.end,
                header: cell.header,
                row: &cell.row_labels,
                column: &cell.column_labels,
                unit: cell.unit.as_deref(),
            })
            .collect()
    });
    TableLine { caption: table.caption.as_deref(), rows: rows.collect() }
}

fn payload_line<'d>(document: &Document, text: &Range<usize>, origin: &'d Origin) -> PayloadLine<'d> {
    let sources = document.origins.sources(text.clone());
    let pieces = if sources.len() > 1 {
        sources.into_iter().map(|(_, range)| [range.start, range.end]).collect()
    } else {
        Vec::new()
    };
    let line = |unit, range: &Range<usize>| PayloadLine {
        pointer: None,
        page: None,
        area: None,
        unit,
        start: range.start,
        end: range.end,
        pieces,
    };
    match origin {
        Origin::Bytes(range) => line("bytes", range),
        Origin::JsonString { pointer, range } => {
            PayloadLine { pointer: Some(pointer), ..line("bytes", range) }
        }
        Origin::Page { page, area, characters } => {
            PayloadLine { page: Some(*page), area: Some(*area), ..line("characters", characters) }
        }
    }
}

fn kind_name(kind: PassageKind) -> &'static str {
    match kind {
        PassageKind::Heading => "heading",
        PassageKind::Paragraph => "paragraph",
        PassageKind::ListItem => "list-item",
        PassageKind::TableRow => "table-row",
        PassageKind::Caption => "caption",
        PassageKind::Quote => "quote",
        PassageKind::Correction => "correction",
    }
}
