//! Made-up pages (plain and inside saved messages), tables, posts and PDFs: nothing panics, and every passage equals its bytes.
//!
//! The quick set runs some hundred cases a target; `cargo test -- --ignored fuzz` runs many thousand.

use std::process::Command;
use std::sync::Arc;

use claim_verifier::extract::pdf::{Fragment, PdfFailure, PdfReader, Sheet, Sheets};
use claim_verifier::extract::{Document, Options, read};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Pieces of markup that readers trip over, glued in any order.
const MARKUP: [&str; 48] = [
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<div class=\"content\">",
    "</div>",
    "<article>",
    "</article>",
    "<h1>",
    "</h1>",
    "<h2><a href=x>",
    "</a></h2>",
    "<ul>",
    "<li>",
    "</ul>",
    "<br>",
    "<hr/>",
    "<blockquote>",
    "<figure>",
    "<figcaption>",
    "</figure>",
    "<nav>",
    "</nav>",
    "<aside class=related>",
    "</aside>",
    "<script>1<2</script>",
    "<style>a{}</style>",
    "<!-- x -->",
    "<!",
    "</",
    "<",
    "&",
    "&amp;",
    "&#x41;",
    "&#0;",
    "&notin;",
    "&nbsp;",
    "\u{a0}",
    "\u{ad}",
    "e\u{301}",
    "caf\u{e9} ",
    "\r\n",
    "\0",
    "\u{feff}",
    "Output rose 12.5% in 2023, the board said. ",
    "Correction: the total is 12. ",
    "By A. Writer | 3 May 2021",
    "Rs. 1,250 million ",
];

/// Pieces of tables.
const TABLES: [&str; 26] = [
    "<table>",
    "</table>",
    "<thead>",
    "<tbody>",
    "<tr>",
    "</tr>",
    "<td>",
    "<th>",
    "<td colspan=3>",
    "<td rowspan=0>",
    "<th rowspan=2 scope=row>",
    "<td colspan=99999999>",
    "<caption>Units (million)</caption>",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<div role=table>",
    "<div role=row>",
    "<div role=cell>",
    "</div>",
    "2023",
    "12.5",
    "(%)",
    "North ",
    "&#124; ",
];

/// Pieces of posts.
const POSTS: [&str; 30] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"text\"",
    "\"user\"",
    "\"id_str\"",
    "\"created_at\"",
    "\"name\"",
    "\"screen_name\"",
    "\"quoted_tweet\"",
    "\"entities\"",
    "\"urls\"",
    "\"expanded_url\"",
    "\"html\"",
    "\"author_name\"",
    "\"status\"",
    "\"tombstone\"",
    "\"a\\u00e9\\ud83d\\ude00\"",
    "\"\\ud800\"",
    "\"&amp; x\\n1,250\"",
    "null",
    "true",
    "12",
    "-1e9",
    "\"<p>x<br>y &amp; z</p>\"",
    "\"Sun Feb 08 18:45:00 +0000 2026\"",
    " ",
];

fn glued(pieces: &'static [&'static str], most: usize) -> impl Strategy<Value = String> {
    proptest::collection::vec(proptest::sample::select(pieces), 0..most).prop_map(|parts| parts.concat())
}

/// Every passage and every cell is cut again from the payload and compared.
fn check(payload: &[u8], media_type: &str) -> Document {
    let document = read(payload, media_type, &Options::default());
    for passage in &document.passages {
        let again = document.recut(payload, passage.range.clone());
        assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]));
    }
    for table in &document.tables {
        for cell in table.rows.iter().flatten() {
            assert!(
                document.text.is_char_boundary(cell.range.start)
                    && document.text.is_char_boundary(cell.range.end)
            );
            let again = document.recut(payload, cell.range.clone());
            assert_eq!(again.as_deref(), Some(&document.text[cell.range.clone()]));
        }
    }
    document
}

/// Bytes of a text in one of the encodings that pages come in.
fn encoded(text: &str, which: u8) -> (Vec<u8>, &'static str) {
    match which % 6 {
        4 => (saved("quoted-printable", &quoted(text.as_bytes())), "multipart/related"),
        5 => (saved("base64", &packed(text.as_bytes())), "multipart/related"),
        0 => (text.as_bytes().to_vec(), "text/html; charset=utf-8"),
        1 => (encoding_rs::WINDOWS_1252.encode(text).0.into_owned(), "text/html; charset=windows-1252"),
        2 => (encoding_rs::SHIFT_JIS.encode(text).0.into_owned(), "text/html; charset=shift_jis"),
        _ => (text.encode_utf16().flat_map(u16::to_le_bytes).collect(), "text/html; charset=utf-16le"),
    }
}

/// A saved message with one page in it.
fn saved(coding: &str, body: &str) -> Vec<u8> {
    let head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"==x\"\r\n\r\n--==x\r\n";
    format!(
        "{head}Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: {coding}\r\n\r\n{body}\r\n--==x--\r\n"
    )
    .into_bytes()
}

/// Quoted-printable: what is not plain as `=XX`, lines broken anywhere, also inside a character.
fn quoted(bytes: &[u8]) -> String {
    let mut out = String::new();
    for (number, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' | b'\r' | b' '..=b'<' | b'>'..=b'~' => out.push(*byte as char),
            _ => out.push_str(&format!("={byte:02X}")),
        }
        if number % 37 == 36 {
            out.push_str("=\r\n");
        }
    }
    out
}

fn packed(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for (number, three) in bytes.chunks(3).enumerate() {
        let bits =
            three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for digit in 0..4 {
            let known = digit <= three.len();
            out.push(if known { DIGITS[(bits >> (18 - 6 * digit)) as usize & 63] as char } else { '=' });
        }
        if number % 19 == 18 {
            out.push_str("\r\n");
        }
    }
    out
}

fn pages(cases: u32) {
    let strategy = (glued(&MARKUP, 120), any::<u8>());
    run(cases, &strategy, |(html, which)| {
        let (payload, media_type) = encoded(&html, which);
        check(&payload, media_type);
    });
}

fn tables(cases: u32) {
    let strategy = glued(&TABLES, 160);
    run(cases, &strategy, |html| {
        let document = check(html.as_bytes(), "text/html");
        for table in &document.tables {
            let width = table.rows.first().map_or(0, Vec::len);
            assert!(table.rows.iter().all(|row| row.len() == width), "a grid has rows of one length");
        }
    });
}

fn posts(cases: u32) {
    run(cases, &glued(&POSTS, 40), |json| {
        check(json.as_bytes(), "application/json");
    });
    let strategy = (any::<String>(), any::<String>(), any::<String>());
    run(cases, &strategy, |(text, name, quoted)| {
        let post = serde_json::json!({
            "id_str": "1", "text": text, "created_at": "2026-01-29T12:00:00.000Z",
            "user": { "name": name, "screen_name": "a" },
            "quoted_tweet": { "text": quoted, "user": { "name": name, "screen_name": "b" } },
        });
        check(post.to_string().as_bytes(), "application/json");
    });
}

/// A reader that gives what it was made with: the grouping of fragments is ours, whatever parser gave them.
#[derive(Debug, Clone)]
struct Given(Vec<Fragment>);

impl PdfReader for Given {
    fn read(&self, _payload: &[u8]) -> Result<Sheets, PdfFailure> {
        Ok(Sheets { sheets: vec![Sheet { number: 1, fragments: self.0.clone() }], ..Sheets::default() })
    }
}

fn fragments(cases: u32) {
    let words = prop::sample::select(
        &[
            "12.5",
            "1,250",
            "Homes",
            "caf\u{e9}",
            "e\u{301}",
            " ",
            "\u{2022}",
            "(a)",
            "-",
            "Sales rose to",
            "\u{fb01}",
        ][..],
    );
    let fragment =
        (words, 0..12_u8, 0..40_u8, 0..30_u8, 6..14_u8).prop_map(|(text, left, base, width, size)| {
            Fragment {
                text: text.to_owned(),
                left: f64::from(left) * 45.0,
                base: f64::from(base) * 6.5,
                width: f64::from(width) * 2.0,
                size: f64::from(size),
                rise: None,
            }
        });
    run(cases, &proptest::collection::vec(fragment, 0..90), |fragments| {
        let options = Options { pdf: Some(Arc::new(Given(fragments.clone()))), ..Options::default() };
        let document = read(b"%PDF-1.7", "application/pdf", &options);
        let squash = |text: &str| text.chars().filter(char::is_ascii_digit).count();
        let given: usize = fragments.iter().map(|fragment| squash(&fragment.text)).sum();
        assert_eq!(squash(&document.text), given, "no figure is lost");
        for passage in &document.passages {
            let again = document.recut(b"", passage.range.clone());
            assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]));
        }
    });
}

/// Small PDFs with some of their bytes changed, left out or doubled, read by the program: parsers loop on some,
/// and the limited child is what holds them.
fn reports(files: u64) {
    let content =
        "BT /F 12 Tf 72 700 Td (Sales rose) Tj 90 0 Td (1,250) Tj 60 0 Td (9.5) Tj -150 -16 Td (Homes) Tj ET";
    let good = super::extract_hostile::one_page(content, "3 0 R", "null");
    let folder = tempfile::tempdir().unwrap();
    let mut state = 11_u64;
    let mut next = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for file in 0..files {
        let mut payload = good.clone();
        let at = next(payload.len());
        match next(4) {
            0 => (at..(at + 6).min(good.len())).for_each(|place| payload[place] = next(256) as u8),
            1 => payload.truncate(at),
            2 => payload.extend_from_slice(&good[at..]),
            _ => drop(payload.drain(at..(at + next(200)).min(good.len()))),
        }
        std::fs::write(folder.path().join(format!("{file:06}.pdf")), payload).unwrap();
    }
    let run = Command::new(crate::built()).arg("extract").arg(folder.path()).output().unwrap();
    assert_eq!(run.status.code(), Some(0), "{}", String::from_utf8_lossy(&run.stderr));
    let lines = String::from_utf8(run.stdout).unwrap();
    let (mut read, mut answered) = (0, 0);
    for line in lines.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        answered += 1;
        read += u64::from(!line["text"].as_str().unwrap().is_empty());
        assert!(
            !line["text"].as_str().unwrap().is_empty() || !line["notes"].as_array().unwrap().is_empty(),
            "{line}"
        );
    }
    assert_eq!(answered, files, "every file has a line");
    assert!(read > 0, "some of them are still read");
}

fn run<S: Strategy>(cases: u32, strategy: &S, test: impl Fn(S::Value))
where
    S::Value: Clone,
{
    // No file of earlier failures is kept: a failure becomes a named test.
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let result = TestRunner::new_with_rng(config, fixed()).run(strategy, |value| {
        test(value);
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// The same cases in every run.
fn fixed() -> proptest::test_runner::TestRng {
    proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha)
}

#[test]
fn fuzz_pages() {
    pages(400);
}

#[test]
fn fuzz_tables() {
    tables(400);
}

#[test]
fn fuzz_posts() {
    posts(300);
}

#[test]
fn fuzz_fragments() {
    fragments(400);
}

#[test]
fn fuzz_reports() {
    reports(60);
}

#[test]
#[ignore = "a long run"]
fn fuzz_long_pages() {
    pages(60_000);
    tables(60_000);
}

#[test]
#[ignore = "a long run"]
fn fuzz_long_posts_and_fragments() {
    posts(40_000);
    fragments(60_000);
}

#[test]
#[ignore = "a long run"]
fn fuzz_long_reports() {
    reports(4_000);
}
