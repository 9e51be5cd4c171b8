//! `verify report`: checks claim files and writes the outcome to hand on, as one HTML page unless told otherwise.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use claim_verifier::check;
use claim_verifier::report::{self, Format, Report, Style};
use claim_verifier::snapshot::Store;

use super::check::{exit, formats, named, threshold};
use super::{Context, Exit, claims};

/// Write a report to hand on: one self-contained HTML page, or another format
///
/// Decisions made at the desk are honoured and told. Exit codes are those of `verify check`.
#[derive(clap::Args)]
pub struct Args {
    /// Claim files, or folders of them
    #[arg(value_name = "FILES", default_value = "claims")]
    files: Vec<PathBuf>,
    /// Format of the report
    #[arg(long, value_name = "FORMAT", value_parser = formats(), default_value = "html")]
    format: String,
    /// Where to write it [default: stdout]
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Runs the check and writes the report.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let Some(set) = claims::open(&args.files, context) else { return Ok(Exit::Usage) };
    let store = Store::open(&context.store)?;
    let strict_bounds = context.settings.get("bounds").value == "strict";
    let options = check::Options { today: context.now.date_naive(), strict_bounds };
    let mut run = check::run(&set, &store, &options, &|_| {});
    claims::honour(&mut run, &set, context)?;
    let fail_on = threshold(context);
    let report = Report { set: &set, run: &run, options: &options, fail_on, verbosity: context.verbose };
    let format: Format = named(&args.format);
    match &args.output {
        Some(path) => std::fs::write(path, report::write(&report, format, Style::default()))
            .with_context(|| format!("cannot write the report {}", path.display()))?,
        None => {
            let style = Style { color: context.color, unicode: context.unicode, width: context.width };
            std::io::stdout().lock().write_all(report::write(&report, format, style).as_bytes())?;
        }
    }
    Ok(exit(run.ending(fail_on)))
}
