//! Hostile files: each is read by the program within 200 MB of address space, meets a cap or not, and none ends it.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use claim_verifier::extract::{Options, read};

/// Address space that the program may take, in KiB as `ulimit` counts.
const MEMORY_KIB: u64 = 200_000;

/// A file with what its document must say; `None` where reading it to the end is the answer.
struct Case {
    name: &'static str,
    payload: Vec<u8>,
    note: Option<&'static str>,
}

fn case(name: &'static str, payload: impl Into<Vec<u8>>, note: Option<&'static str>) -> Case {
    Case { name, payload: payload.into(), note }
}

fn pages() -> Vec<Case> {
    let attributes: String = (0..200_000).map(|number| format!(" a{number}=1")).collect();
    let cells = "<td colspan=1000 rowspan=1000>x</td>".repeat(400);
    vec![
        case("divs.html", "<div>".repeat(100_000), Some("depth-cap")),
        case("attributes.html", format!("<p{attributes}>text"), Some("attributes-cap")),
        case("lists.html", "<ul><li>".repeat(130_000), Some("depth-cap")),
        case("entities.html", "&amp;".repeat(210_000), None),
        case("token.html", "x".repeat(1 << 20), None),
        case("formatting.html", "<b><p>".repeat(30_000), Some("")),
        case(
            "spans.html",
            format!("<table><tr>{cells}</tr>{}</table>", "<tr><td>1".repeat(2_000)),
            Some("cells-cap"),
        ),
        case("tables.html", "<table><tr><td>".repeat(40_000), Some("depth-cap")),
        case("comment.html", format!("<!--{}", "- ".repeat(500_000)), None),
        case("attribute.html", format!("<p class=\"{}\">text", "ad ".repeat(350_000)), None),
        case("paragraphs.html", "<p>1".repeat(300_000), Some("nodes-cap")),
        case("headings.html", "<div><h2><a href=x>Read this</a></h2><p>word</div>".repeat(20_000), None),
        case(
            "sections.html",
            format!(
                "{}{}",
                (0..200)
                    .map(|number| format!("<p>{} {number}.</p>", "Words of a text. ".repeat(9)))
                    .collect::<String>(),
                "<div>Testimonials</div><div>Sources</div>".repeat(40_000)
            ),
            None,
        ),
        case("script.html", format!("<script type='application/ld+json'>{}", "[".repeat(900_000)), None),
        case(
            "parts.mhtml",
            format!(
                "Content-Type: multipart/related; boundary=x\n\n{}",
                "--x\nContent-Type: text/css\n\n".repeat(30_000)
            ),
            Some("unread-message"),
        ),
        case(
            "inner.mhtml",
            "Content-Type: multipart/mixed; boundary=x\n\n--x\n".repeat(20_000),
            Some("unread-message"),
        ),
        case(
            "quoted.mhtml",
            format!(
                "Content-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n{}",
                "=C3=A9=\n".repeat(120_000)
            ),
            None,
        ),
        case("post.json", "[".repeat(1 << 20), Some("unread-json")),
        case("line.txt", "1 2. ".repeat(200_000), None),
    ]
}

/// A PDF of one page from its objects, with a table of where they stand.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.5\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    out.extend(
        format!("trailer\n<</Root 1 0 R /Size {}>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1).bytes(),
    );
    out
}

fn stream(content: &str) -> String {
    format!("<</Length {}>>\nstream\n{content}\nendstream", content.len())
}

/// A page that shows `content`; `kids` and `form` are objects that a hostile file bends.
pub fn one_page(content: &str, kids: &str, form: &str) -> Vec<u8> {
    pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Kids[{kids}]/Count 1>>"),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>>>"
            .to_owned(),
        stream(content),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
        form.to_owned(),
    ])
}

const WORDS: &str = "BT /F 12 Tf 72 700 Td (Sales rose to 1,250 units) Tj ET";

fn reports() -> Vec<Case> {
    let good = one_page(WORDS, "3 0 R", "null");
    let form = |content: &str| {
        format!(
            "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length {}>>\nstream\n{content}\nendstream",
            content.len()
        )
    };
    let mut doubled = good.clone();
    doubled.extend_from_slice(&good);
    let cut = good[..good.len() / 2].to_vec();
    let mut looping = good.clone();
    looping.extend(b"xref\n0 0\ntrailer\n<</Root 1 0 R/Size 7/Prev 99999>>\nstartxref\n".iter());
    looping.extend(format!("{}\n%%EOF", good.len()).bytes());
    vec![
        case("good.pdf", good, None),
        case("cut.pdf", cut, Some("")),
        case("doubled.pdf", doubled, Some("")),
        case("own-parent.pdf", one_page(WORDS, "2 0 R 2 0 R 2 0 R", "null"), Some("")),
        case("own-form.pdf", one_page("/X Do /X Do", "3 0 R", &form("/X Do /X Do")), Some("")),
        case("looping.pdf", looping, Some("")),
        case(
            "million.pdf",
            one_page(&"BT /F 9 Tf 9 9 Td (1) Tj ET ".repeat(40_000), "3 0 R", "null"),
            Some(""),
        ),
        case("nested.pdf", format!("%PDF-1.4\n1 0 obj\n{}", "<</A".repeat(250_000)), Some("")),
        case("brackets.pdf", one_page(&"[".repeat(500_000), "3 0 R", "null"), Some("")),
        case(
            "count.pdf",
            String::from_utf8(one_page(WORDS, "3 0 R", "null"))
                .unwrap()
                .replace("/Count 1", "/Count 2000000000"),
            Some(""),
        ),
    ]
}

/// Runs the program on one file behind limits that the shell sets.
fn limited(file: &Path, seconds: u64) -> Output {
    Command::new("sh")
        .arg("-c")
        .arg(format!("ulimit -v {MEMORY_KIB} && ulimit -t {seconds} && exec \"$0\" extract \"$1\""))
        .arg(crate::built())
        .arg(file)
        // One arena and one thread: the figure is the program's, not the allocator's reserve.
        .env("MALLOC_ARENA_MAX", "1")
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .unwrap()
}

fn check(cases: &[Case], seconds: u64) {
    let folder = tempfile::tempdir().unwrap();
    for case in cases {
        let file = folder.path().join(case.name);
        std::fs::write(&file, &case.payload).unwrap();
        let run = limited(&file, seconds);
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(0), "{}: {:?} {said}", case.name, run.status);
        let line: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
        let notes: Vec<&str> =
            line["notes"].as_array().unwrap().iter().filter_map(|note| note["name"].as_str()).collect();
        match case.note {
            // Any answer is good that is not the end of the program.
            Some("") => {}
            Some(note) => assert!(notes.contains(&note), "{}: {notes:?}", case.name),
            None => assert!(!notes.iter().any(|note| note.ends_with("-cap")), "{}: {notes:?}", case.name),
        }
    }
}

#[test]
fn hostile_pages_cost_little_memory_and_end_nothing() {
    check(&pages(), 20);
}

#[test]
fn hostile_reports_cost_little_memory_and_end_nothing() {
    let reports = reports();
    let document = read(&reports[0].payload, "application/pdf", &Options::default());
    assert_eq!(document.text, "Sales rose to 1,250 units", "{:?}", document.notes);
    check(&reports, 20);
}

/// A page whose content unfolds to so many words that its reader meets its limits.
fn endless_report() -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let words = format!("{WORDS} ").repeat(10_000);
    for _ in 0..150 {
        packer.write_all(words.as_bytes()).unwrap();
    }
    let digits: String = packer.finish().unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    let content = format!(
        "<</Length {}/Filter[/ASCIIHexDecode/FlateDecode]>>\nstream\n{digits}>\nendstream",
        digits.len() + 1
    );
    pdf(&[
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>"
            .to_owned(),
        content,
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ])
}

#[test]
fn a_report_that_ends_its_reader_is_a_note_of_the_check() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("report.pdf"), endless_report()).unwrap();
    let claims = "[sources.report]\nurl = \"https://mill.example/report.pdf\"\n\n[[claim]]\nid = \"sales\"\n\
        text = \"The mill sold 1,250 units in 2023.\"\nsources = [\"report\"]\n";
    std::fs::write(folder.path().join("sales.toml"), claims).unwrap();
    let verify = |arguments: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_verify"))
            .current_dir(folder.path())
            .args(arguments)
            .output()
            .unwrap()
    };
    let address = "https://mill.example/report.pdf";
    let brought =
        ["capture", "--file", "report.pdf", "--url", address, "--method", "saved-page", "--by", "A. Writer"];
    let capture = verify(&brought);
    assert_eq!(capture.status.code(), Some(0), "{}", String::from_utf8_lossy(&capture.stderr));
    let check = verify(&["check", "sales.toml"]);
    let said = String::from_utf8_lossy(&check.stdout).into_owned() + &String::from_utf8_lossy(&check.stderr);
    assert_eq!(
        check.status.code(),
        Some(3),
        "a source that cannot be read leaves a check incomplete: {said}"
    );
    assert!(said.contains("no text could be read"), "{said}");
    assert!(said.contains("cannot read the PDF"), "it says what is wrong with the file: {said}");
}

/// The same files with one second of processor time each, for the release:
/// `VERIFY_PROGRAM=$PWD/target/release/verify cargo test --test it hostile_files -- --ignored`.
#[test]
#[ignore = "a long figure: needs the release build"]
fn hostile_files_take_a_second_at_most() {
    check(&pages(), 1);
    check(&reports(), 1);
}
