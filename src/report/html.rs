//! One self-contained HTML file to mail or publish: verdicts, passages, sums, digests, and how to check them by hand.
//!
//! No script, no font, no picture and no address is loaded; a policy in the file says so to the browser.

use askama::Template as _;

use crate::check::outcome::Holds;
use crate::check::{ClaimOutcome, Ending};
use crate::verdict::Verdict;

use super::sheet::{self, Sheet, VerdictSheet, visible};
use super::{Report, concise};

/// The one style sheet: of this report, and of the desk.
pub const STYLE: &str = include_str!("assets/style.css");

/// What the template is filled with.
#[derive(askama::Template)]
#[template(path = "report.html")]
struct Filled {
    title: String,
    style: &'static str,
    counts: Vec<(VerdictSheet, usize)>,
    claims: usize,
    today: String,
    version: &'static str,
    rules: &'static str,
    ending: &'static str,
    flagged: Vec<Sheet>,
    supported: Vec<Sheet>,
    relations: Vec<Broken>,
}

/// A relation that does not hold.
struct Broken {
    rule: String,
    because: String,
    notes: Vec<String>,
}

/// Writes the report of a run.
pub fn write(report: &Report<'_>) -> String {
    let claims: Vec<&ClaimOutcome> = report.run.claims.iter().collect();
    let counts = concise::ORDER.into_iter().filter_map(|verdict| {
        let count = claims.iter().filter(|outcome| outcome.judgement.verdict == verdict).count();
        (count > 0).then(|| (sheet::verdict(verdict), count))
    });
    let (supported, mut flagged): (Vec<&ClaimOutcome>, Vec<&ClaimOutcome>) =
        claims.iter().partition(|outcome| outcome.judgement.verdict == Verdict::Supported);
    // The worst first; the sort is stable, so claims of one verdict keep the order of the files.
    flagged.sort_by_key(|outcome| outcome.judgement.verdict);
    let sheets = |outcomes: Vec<&ClaimOutcome>| -> Vec<Sheet> {
        outcomes.into_iter().map(|outcome| sheet::sheet(report, outcome)).collect()
    };
    let filled = Filled {
        title: title(report),
        style: STYLE,
        counts: counts.collect(),
        claims: claims.len(),
        today: report.options.today.to_string(),
        version: env!("CARGO_PKG_VERSION"),
        rules: crate::statement::version(),
        ending: match report.run.ending(report.fail_on) {
            Ending::Clean => "Nothing at or above the threshold.",
            Ending::Findings => "There are findings.",
            Ending::Incomplete => "Incomplete: a source could not be read.",
        },
        flagged: sheets(flagged),
        supported: sheets(supported),
        relations: relations(report),
    };
    filled.render().expect("a template writes into memory")
}

fn title(report: &Report<'_>) -> String {
    let mut titles = report.set.files.iter().filter_map(|file| file.article.title.as_deref());
    match (titles.next(), report.set.files.len()) {
        (Some(title), 1) => format!("Checked claims: {}", visible(title)),
        _ => "Checked claims".to_owned(),
    }
}

fn relations(report: &Report<'_>) -> Vec<Broken> {
    let broken = report.run.relations.iter().filter(|outcome| outcome.holds == Holds::Broken);
    let relations = broken.map(|outcome| {
        let relation = &report.set.files[outcome.file].relations[outcome.relation];
        Broken {
            rule: visible(&relation.rule.value),
            because: visible(relation.because.as_deref().unwrap_or_default()),
            notes: outcome.notes.iter().map(|note| visible(note)).collect(),
        }
    });
    relations.collect()
}
