//! Reads the fragments of a PDF with `oxidize-pdf`, in this process.
//!
//! A panic of the parser is a failure of the file or of one page, never of the program. Memory and
//! time are not limited here; the program's own reader does that around a child process.

use std::fmt;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use oxidize_pdf::parser::{ParseOptions, PdfDocument, PdfReader as Parser};
use oxidize_pdf::text::{ExtractionOptions, TextExtractor, TextFragment};

use super::{Fragment, PdfFailure, PdfReader, Sheet, Sheets};

/// Pages of one file that are read.
pub(super) const PAGES_MAX: u32 = 3_000;
/// Bytes of text of one page that are read.
const PAGE_BYTES_MAX: usize = 4 << 20;
/// Fragments of one file that are read.
const FRAGMENTS_MAX: usize = 4_000_000;

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
    let mut left = FRAGMENTS_MAX;
    for index in 0..pages.min(PAGES_MAX) {
        let options = ExtractionOptions {
            preserve_layout: true,
            merge_hyphenated: false,
            include_artifacts: true,
            max_extracted_bytes: Some(PAGE_BYTES_MAX),
            ..ExtractionOptions::default()
        };
        let mut extractor = TextExtractor::with_options(options);
        let read = catch_unwind(AssertUnwindSafe(|| {
            let turn = document.get_page(index).map_or(0, |page| page.rotation);
            extractor.extract_from_page(&document, index).map(|text| (turn, text))
        }));
        let Ok(Ok((turn, text))) = read else {
            sheets.unread.push(index + 1);
            continue;
        };
        sheets.cut |= text.fragments.len() > left;
        let fragments = text.fragments.into_iter().take(left).filter_map(|one| fragment_of(one, turn));
        let fragments: Vec<Fragment> = fragments.collect();
        left -= fragments.len();
        sheets.sheets.push(Sheet { number: index + 1, fragments });
    }
    Ok(sheets)
}

/// A fragment in points of the page as it is shown: a page that is turned is written along its height.
fn fragment_of(one: TextFragment, turn: i32) -> Option<Fragment> {
    // A hundredth of a point is finer than any type; whole steps read the same in every process.
    let round = |value: f64| (value * 100.0).round() / 100.0;
    let (left, base) = match turn.rem_euclid(360) {
        90 => (one.y, -one.x),
        180 => (-one.x, -one.y),
        270 => (-one.y, one.x),
        _ => (one.x, one.y),
    };
    let placed = left.abs() < 1e6 && base.abs() < 1e6 && one.width.is_finite();
    placed.then(|| Fragment {
        left: round(left),
        base: round(base),
        width: round(one.width.clamp(0.0, 1e5)),
        size: if one.font_size.is_finite() { round(one.font_size.abs().clamp(1.0, 400.0)) } else { 10.0 },
        rise: None,
        text: one.text,
    })
}
