//! Made-up pages, tables, posts and PDFs: nothing panics, and every passage equals its bytes.
//!
//! The quick set runs some hundred cases a target; `cargo test -- --ignored fuzz` runs many thousand.

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
    match which % 4 {
        0 => (text.as_bytes().to_vec(), "text/html; charset=utf-8"),
        1 => (encoding_rs::WINDOWS_1252.encode(text).0.into_owned(), "text/html; charset=windows-1252"),
        2 => (encoding_rs::SHIFT_JIS.encode(text).0.into_owned(), "text/html; charset=shift_jis"),
        _ => (text.encode_utf16().flat_map(u16::to_le_bytes).collect(), "text/html; charset=utf-16le"),
    }
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

/// A small PDF with some of its bytes changed, left out or doubled.
fn reports(cases: u32) {
    let strategy = (any::<u64>(), 0..4_u8, any::<[u8; 6]>());
    let content =
        "BT /F 12 Tf 72 700 Td (Sales rose) Tj 90 0 Td (1,250) Tj 60 0 Td (9.5) Tj -150 -16 Td (Homes) Tj ET";
    let good = super::extract_hostile::one_page(content, "3 0 R", "null");
    run(cases, &strategy, |(place, how, bytes)| {
        let mut payload = good.clone();
        let at = (place as usize) % payload.len();
        match how {
            0 => payload[at..].iter_mut().zip(bytes).for_each(|(byte, new)| *byte = new),
            1 => payload.truncate(at),
            2 => {
                let half = payload[at..].to_vec();
                payload.extend(half);
            }
            _ => {
                payload.drain(at..(at + bytes[0] as usize).min(payload.len()));
            }
        }
        check(&payload, "application/pdf");
    });
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
fn fuzz_reports() {
    reports(250);
}

#[test]
#[ignore = "a long run"]
fn fuzz_long() {
    pages(60_000);
    tables(60_000);
    posts(40_000);
    reports(20_000);
}
