//! Extraction over whole pages: every passage equals its bytes, and hostile pages cost little.

use std::fs;
use std::io::Read;
use std::path::Path;

use claim_verifier::extract::{Options, read};

/// Reads a page and compares every passage with its bytes.
fn check(name: &str, payload: &[u8]) {
    let document = read(payload, "text/html", &Options::default());
    for passage in &document.passages {
        let again = document.recut(payload, passage.range.clone());
        assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]), "{name}");
    }
}

#[test]
fn every_passage_of_stored_pages_equals_its_bytes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/pages/html");
    let Ok(entries) = fs::read_dir(&folder) else { return super::absent("../shared/eval/pages/html") };
    let mut pages = 0;
    for entry in entries {
        let path = entry.expect("a readable entry").path();
        let packed = fs::read(&path).expect("a readable page");
        let mut payload = Vec::new();
        flate2::read::MultiGzDecoder::new(packed.as_slice())
            .read_to_end(&mut payload)
            .expect("a packed page");
        check(&path.display().to_string(), &payload);
        pages += 1;
    }
    assert!(pages > 0, "{} holds no page", folder.display());
}

/// Markup put together from a fixed series of numbers, so that each run reads the same pages.
#[test]
fn every_passage_of_generated_pages_equals_its_bytes() {
    let parts = [
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<table>",
        "<tr>",
        "<td rowspan=3>",
        "</td>",
        "</table>",
        "<li>",
        "<br>",
        "&amp;",
        "&#x41;",
        "&notin;",
        "&bad",
        "caf\u{e9} ",
        "e\u{301}",
        "\u{a0}",
        "\r\n",
        " 12.5 % ",
        "<!--x-->",
        "<div>",
        "</div>",
        "<th>",
        "plain words, and more of them. ",
        "<",
        "&",
        "\0",
        "<script>1<2</script>",
        "\u{ad}",
    ];
    let mut state = 7_u64;
    for page in 0..400 {
        let mut html = String::new();
        for _ in 0..60 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            html.push_str(parts[(state >> 33) as usize % parts.len()]);
        }
        check(&format!("page {page}: {html}"), html.as_bytes());
    }
}

#[test]
fn hostile_pages_meet_their_caps() {
    let attributes: String = (0..200_000).map(|number| format!(" a{number}=1")).collect();
    for (html, cap) in [
        ("<div>".repeat(100_000), Some("depth-cap")),
        (format!("<p{attributes}>text"), Some("attributes-cap")),
        ("<ul><li>".repeat(130_000), Some("depth-cap")),
        ("&amp;".repeat(200_000), None),
        ("x".repeat(1_000_000), None),
        ("<b><p>".repeat(20_000), None),
    ] {
        let document = read(html.as_bytes(), "text/html", &Options::default());
        let met = cap.is_none_or(|cap| document.has_note(cap));
        assert!(met, "{:?} of {:.20}", document.notes, html);
    }
}
