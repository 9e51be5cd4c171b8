//! Turns a check run, or the mistakes of claim files, into a report; one file a format. Pure.
//!
//! Takes values, gives text. It decides nothing: exit codes and verdicts are settled before a report is written, so
//! every format tells the same story, and two runs over the same bytes give the same report.

mod concise;
mod diagnostic;
pub mod edit;
mod full;
mod github;
pub mod html;
mod json;
mod junit;
mod markdown;
pub mod mistakes;
pub mod pair;
mod passage;
mod place;
mod sarif;
pub mod sheet;
mod style;
pub mod view;

use crate::check::{CheckRun, FailOn, Options};
use crate::claim::ClaimSet;

pub use style::Style;

/// What a report is written from.
#[derive(Debug, Clone, Copy)]
pub struct Report<'r> {
    /// The claims.
    pub set: &'r ClaimSet,
    /// What came of them.
    pub run: &'r CheckRun,
    /// How they were checked.
    pub options: &'r Options,
    /// The threshold of the run.
    pub fail_on: FailOn,
    /// 0 findings only, 1 supported claims and suppressed findings too, 2 the trace too.
    pub verbosity: u8,
}

/// The format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Diagnostics with claim, passage, arithmetic and help, for people.
    Full,
    /// One line a finding, for people.
    Concise,
    /// Everything, one JSON object; committed and versioned.
    Json,
    /// Everything, one JSON object a line; committed and versioned.
    JsonLines,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// JUnit XML, one case a claim.
    Junit,
    /// Workflow commands that annotate pull requests.
    Github,
    /// A summary and a table, for pull requests and wikis.
    Markdown,
    /// One self-contained page, to mail or publish.
    Html,
}

impl Format {
    /// Every format with its name in arguments.
    pub const ALL: [(Format, &'static str); 9] = [
        (Format::Full, "full"),
        (Format::Concise, "concise"),
        (Format::Json, "json"),
        (Format::JsonLines, "jsonl"),
        (Format::Sarif, "sarif"),
        (Format::Junit, "junit"),
        (Format::Github, "github"),
        (Format::Markdown, "markdown"),
        (Format::Html, "html"),
    ];
}

/// Writes a report. `style` matters to the formats for people only.
pub fn write(report: &Report<'_>, format: Format, style: Style) -> String {
    match format {
        Format::Full => full::write(report, style),
        Format::Concise => concise::write(report, style),
        Format::Json => json::write(report),
        Format::JsonLines => json::write_lines(report),
        Format::Sarif => sarif::write(report),
        Format::Junit => junit::write(report),
        Format::Github => github::write(report),
        Format::Markdown => markdown::write(report),
        Format::Html => html::write(report),
    }
}

/// The line that sums a run up.
pub fn summary(report: &Report<'_>, style: Style) -> String {
    concise::summary(report, style)
}
