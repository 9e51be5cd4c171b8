//! Reports printed by a browser: numbers are kept, rows stay rows, and a citation leads back to its page.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use claim_verifier::extract::pdf::{InProcess, PdfReader};
use claim_verifier::extract::{Document, Options, Origin, PassageKind, read};

/// A fixed series of numbers, so that each run prints the same reports.
struct Series(u64);

impl Series {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// A figure as reports print them: grouped, with decimals, in brackets, as a share.
    fn figure(&mut self) -> String {
        let (whole, part) = (self.next(98_000) + 1_000, self.next(100));
        let grouped = format!("{},{:03}", whole / 1000, whole % 1000);
        match self.next(6) {
            0 => format!("{grouped}.{part:02}"),
            1 => format!("({grouped}.{})", part % 10),
            2 => format!("{}.{}%", whole % 100, part % 10),
            3 => format!("-{}.{part:02}", whole % 1000),
            _ => grouped,
        }
    }
}

/// A report with what must be found in it.
#[derive(Default)]
struct Report {
    html: String,
    /// Every figure that is printed.
    figures: Vec<String>,
    /// Label and figures of every row; `None` for an empty cell.
    rows: Vec<(String, Vec<Option<String>>)>,
}

const STYLE: &str = "<!doctype html><meta charset=utf-8><style>@page{size:A4;margin:16mm}body{font:10pt serif}\
    table{border-collapse:collapse;width:100%}th,td{border:1px solid #777;padding:2px 5px;font-size:8.5pt}\
    td{text-align:right}td:first-child{text-align:left}.two{column-count:2;column-gap:9mm;text-align:justify}\
    .up span{writing-mode:vertical-rl;transform:rotate(180deg);white-space:nowrap}\
    .turn{height:100px}.turn div{transform:rotate(-90deg);width:16px;white-space:nowrap}</style>";

const PLACES: [&str; 8] = ["North", "South", "East", "West", "Central", "Coast", "Hills", "Valley"];
const KINDS: [&str; 5] =
    ["homes", "hotels and shops", "small industry", "street lighting", "places of worship"];

impl Report {
    fn table(&mut self, series: &mut Series, head: &str, rows: usize, columns: usize, empty_one_in: u64) {
        let _ =
            write!(self.html, "<h2>Table {}. Units sold and revenue</h2><table><thead>{head}</thead>", rows);
        for number in 0..rows {
            let label =
                format!("{} {} {}", PLACES[number % PLACES.len()], KINDS[number % KINDS.len()], number + 1);
            let _ = write!(self.html, "<tr><td>{label}");
            let mut cells = Vec::new();
            for _ in 0..columns {
                let cell = (series.next(empty_one_in) > 0).then(|| series.figure());
                let _ = write!(self.html, "<td>{}", cell.as_deref().unwrap_or_default());
                self.figures.extend(cell.clone());
                cells.push(cell);
            }
            self.rows.push((label, cells));
        }
        self.html.push_str("</table>");
    }

    fn prose(&mut self, series: &mut Series, sentences: usize) {
        for number in 0..sentences {
            let (first, second) = (series.figure(), series.figure());
            let _ = write!(
                self.html,
                "Licensed suppliers in the {} zone sold {first} units to {} and were paid {second} for them. ",
                PLACES[number % PLACES.len()],
                KINDS[number % KINDS.len()],
            );
            self.figures.extend([first, second]);
            if number % 5 == 4 {
                self.html.push_str("<p>");
            }
        }
    }
}

fn plain_head(columns: usize) -> String {
    let cells: String = (0..columns).map(|column| format!("<th>{}", 2015 + column)).collect();
    format!("<tr><th>Group{cells}")
}

/// A report like a regulator's: tables over pages, two columns of text, heads that stand upright.
fn report(seed: u64) -> Report {
    let mut series = Series(seed);
    let mut report = Report { html: STYLE.to_owned(), ..Report::default() };
    report.html.push_str("<h1>Annual review of supply</h1><p>");
    report.prose(&mut series, 6);
    report.table(&mut series, &plain_head(6), 130, 6, 1_000_000);
    report.html.push_str("<h2>Review of the year</h2><div class=two><p>");
    report.prose(&mut series, 60);
    report.html.push_str("</div>");
    let upright: String =
        (0..5).map(|column| format!("<th class=up><span>Licence class {column} (units)</span>")).collect();
    report.table(&mut series, &format!("<tr><th>Group{upright}"), 60, 5, 7);
    let turned: String = (0..4).map(|column| format!("<th class=turn><div>Share {column}</div>")).collect();
    report.table(&mut series, &format!("<tr><th>Group{turned}"), 30, 4, 1_000_000);
    report
}

fn chromium() -> Option<&'static str> {
    ["chromium", "chromium-browser", "google-chrome"]
        .into_iter()
        .find(|name| Command::new(name).arg("--version").output().is_ok_and(|run| run.status.success()))
}

/// Prints a page as PDF.
fn print(browser: &str, html: &str, folder: &Path, name: &str) -> Vec<u8> {
    let (page, file) = (folder.join(format!("{name}.html")), folder.join(format!("{name}.pdf")));
    std::fs::write(&page, html).unwrap();
    let mut to = std::ffi::OsString::from("--print-to-pdf=");
    to.push(&file);
    let mut profile = std::ffi::OsString::from("--user-data-dir=");
    profile.push(folder.join("profile"));
    let run = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"])
        .arg(profile)
        .arg(to)
        .arg(&page)
        .output()
        .unwrap();
    std::fs::read(&file).unwrap_or_else(|error| {
        panic!("{browser} printed nothing ({error}): {}", String::from_utf8_lossy(&run.stderr))
    })
}

/// Tokens that are figures, brackets and signs included.
fn figures_of(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for token in text.split([' ', '\n', '|']).filter(|token| token.contains(|c: char| c.is_ascii_digit())) {
        *found.entry(token.to_owned()).or_insert(0) += 1;
    }
    found
}

/// The share of the figures that are in the text as often as in the report.
fn figures_kept(report: &Report, document: &Document) -> f64 {
    let mut found = figures_of(&document.text);
    let mut kept = 0;
    for figure in &report.figures {
        if let Some(left) = found.get_mut(figure).filter(|left| **left > 0) {
            *left -= 1;
            kept += 1;
        }
    }
    kept as f64 / report.figures.len() as f64
}

/// The share of the rows that are one line with every cell, and every empty cell, in its place.
fn rows_in_order(report: &Report, document: &Document) -> f64 {
    let lines: Vec<&str> = document
        .passages
        .iter()
        .filter(|passage| passage.kind == PassageKind::TableRow)
        .map(|passage| &document.text[passage.range.clone()])
        .collect();
    let line_of = |(label, cells): &(String, Vec<Option<String>>)| {
        std::iter::once(label.as_str())
            .chain(cells.iter().map(|cell| cell.as_deref().unwrap_or_default()))
            .collect::<Vec<_>>()
            .join(" | ")
    };
    let kept = report.rows.iter().filter(|row| lines.contains(&line_of(row).as_str())).count();
    kept as f64 / report.rows.len() as f64
}

/// Reads the page of a citation again: the pieces of text inside its area make the cited words.
fn check_citations(payload: &[u8], document: &Document) {
    let sheets = InProcess.read(payload).unwrap();
    let squash = |text: &str| text.split_whitespace().collect::<String>();
    let mut checked = 0;
    for cell in
        document.tables.iter().flat_map(|table| &table.rows).flatten().filter(|cell| !cell.range.is_empty())
    {
        let words = &document.text[cell.range.clone()];
        let Some(Origin::Page { page, area, characters }) = document.origin(cell.range.clone()) else {
            panic!("{words} has no page");
        };
        assert_eq!(characters.len(), words.chars().count(), "{words}");
        let sheet = sheets.sheets.iter().find(|sheet| sheet.number == page).unwrap();
        let inside = |left: f64, base: f64| {
            left >= f64::from(area[0]) - 0.5
                && left <= f64::from(area[2]) + 0.5
                && base >= f64::from(area[1])
                && base <= f64::from(area[3])
        };
        let mut found: Vec<_> =
            sheet.fragments.iter().filter(|fragment| inside(fragment.left, fragment.base)).collect();
        found.sort_by(|one, other| one.left.total_cmp(&other.left));
        let found: String = found.iter().map(|fragment| squash(&fragment.text)).collect();
        assert!(found.contains(&squash(words)), "page {page} {area:?} holds {found}, cited is {words}");
        checked += 1;
    }
    assert!(checked > 500, "only {checked} cells were cited");
}

#[test]
fn printed_reports_keep_their_numbers_and_rows() {
    let Some(browser) = chromium() else { return super::absent("chromium") };
    let folder = tempfile::tempdir().unwrap();
    for seed in [1, 2] {
        let report = report(seed);
        let payload = print(browser, &report.html, folder.path(), &format!("report{seed}"));
        let document = read(&payload, "application/pdf", &Options::default());
        let (figures, rows) = (figures_kept(&report, &document), rows_in_order(&report, &document));
        eprintln!("report {seed}: {:.4} of figures kept, {:.4} of rows in order", figures, rows);
        assert!(figures >= 0.99, "only {figures:.4} of the figures are kept");
        assert!(rows >= 0.97, "only {rows:.4} of the rows are in order");
        for passage in &document.passages {
            let again = document.recut(&payload, passage.range.clone());
            assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]));
            assert!(matches!(passage.origin, Origin::Page { .. }));
        }
        check_citations(&payload, &document);
        check_labels(&report, &document);
    }
}

/// A figure of the first table is read with the label of its row and the year of its column.
fn check_labels(report: &Report, document: &Document) {
    let (mut right, mut all) = (0, 0);
    for (label, cells) in report.rows.iter().take(130) {
        for (column, figure) in cells.iter().enumerate().filter_map(|(at, cell)| Some((at, cell.as_ref()?))) {
            let year = (2015 + column).to_string();
            all += 1;
            right += usize::from(document.tables.iter().flat_map(|table| table.rows.iter().flatten()).any(
                |cell| {
                    document.text[cell.range.clone()] == **figure
                        && cell.row_labels.contains(label)
                        && cell.column_labels.contains(&year)
                },
            ));
        }
    }
    assert!(right * 100 >= all * 95, "{right} of {all} figures have both labels");
}

#[test]
fn the_program_reads_a_report_through_its_limited_child() {
    let Some(browser) = chromium() else { return super::absent("chromium") };
    let folder = tempfile::tempdir().unwrap();
    let mut series = Series(3);
    let mut report = Report { html: STYLE.to_owned(), ..Report::default() };
    report.table(&mut series, &plain_head(3), 12, 3, 1_000_000);
    let payload = print(browser, &report.html, folder.path(), "small");
    let run = verify(&[&folder.path().join("small.pdf")]);
    let line: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let here = read(&payload, "application/pdf", &Options::default());
    assert_eq!(line["text"], here.text, "the child reads what this process reads");
    assert!(figures_kept(&report, &here) >= 1.0);
    let first = &line["passages"][0]["payload"];
    assert_eq!((first["unit"].as_str(), first["page"].as_u64()), (Some("characters"), Some(1)));
}

fn verify(files: &[&PathBuf]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_verify")).arg("extract").args(files).output().unwrap()
}

#[test]
fn a_page_of_pictures_is_said_to_have_no_text() {
    let Some(browser) = chromium() else { return super::absent("chromium") };
    let folder = tempfile::tempdir().unwrap();
    let html = "<svg width=200 height=200><rect width=90 height=90 fill=red /></svg>";
    let payload = print(browser, html, folder.path(), "picture");
    let document = read(&payload, "application/pdf", &Options::default());
    assert_eq!(document.text, "");
    assert!(document.has_note("no-text-layer"), "{:?}", document.notes);
}
