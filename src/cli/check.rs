//! `verify check`: checks claim files against their captured sources.

use std::io::Write;
use std::path::PathBuf;

use anyhow::Context as _;
use claim_verifier::check::{self, CheckRun, Ending, Event, FailOn};
use claim_verifier::report::{self, Format, Report, Style};
use claim_verifier::snapshot::Store;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::network::NetworkArgs;
use super::{Context, Exit, claims, missing};

/// Check claim files against their captured sources (the default command)
///
/// Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, configuration or claim-file errors, 3 incomplete:
/// a source could not be read, and nothing worse.
#[derive(clap::Args)]
pub struct Args {
    /// Claim files, or folders of them
    #[arg(value_name = "FILES", default_value = "claims")]
    files: Vec<PathBuf>,
    /// Format of the report on stdout
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<String>,
    /// Write a report to a file as well; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = output)]
    output: Vec<(Format, PathBuf)>,
    /// From which verdict on a claim fails the run [default: conflict]
    #[arg(long, value_name = "VERDICT", value_enum)]
    fail_on: Option<Threshold>,
    /// Read bounds strictly: a printed plus sign gets no customary reading
    #[arg(long)]
    strict_bounds: bool,
    /// Fetch the cited addresses that no capture is there of, then check
    #[arg(long)]
    fetch: bool,
    #[command(flatten)]
    network: NetworkArgs,
    /// Print what a finding code means, and check nothing
    #[arg(long, value_name = "CODE", conflicts_with_all = ["format", "output"])]
    explain: Option<String>,
}

/// From which verdict on a claim fails the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Threshold {
    /// Contradicted claims only
    Contradicted,
    /// Contradicted claims, and claims whose sources clash
    Conflict,
    /// Partly supported claims too
    Partial,
    /// Claims that no source addresses too
    NotAddressed,
    /// Nothing
    Never,
}

impl From<Threshold> for FailOn {
    fn from(threshold: Threshold) -> FailOn {
        match threshold {
            Threshold::Contradicted => FailOn::Contradicted,
            Threshold::Conflict => FailOn::Conflict,
            Threshold::Partial => FailOn::Partial,
            Threshold::NotAddressed => FailOn::NotAddressed,
            Threshold::Never => FailOn::Never,
        }
    }
}

/// Runs the check and writes its reports.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    if let Some(code) = &args.explain {
        return super::explain::print(code, context);
    }
    let Some(set) = claims::open(&args.files, context) else { return Ok(Exit::Usage) };
    let store = Store::open(&context.store)?;
    let mut options = context.check_options();
    options.strict_bounds |= args.strict_bounds;
    let mut run = watched(&set, &store, &options, context);
    if args.fetch && missing::fetch(&set, &run, &args.network, &store, context)? > 0 {
        run = watched(&set, &store, &options, context);
    }
    claims::honour(&mut run, &set, context)?;
    let fail_on = args.fail_on.map_or_else(|| threshold(context), FailOn::from);
    let report = Report { set: &set, run: &run, options: &options, fail_on, verbosity: context.verbose };
    for (format, path) in &args.output {
        let written = report::write(&report, *format, Style::default());
        std::fs::write(path, written)
            .with_context(|| format!("cannot write the report {}", path.display()))?;
    }
    let style = Style { color: context.color, unicode: context.unicode, width: context.width };
    let format = named(args.format.as_deref().unwrap_or(&context.settings.get("format").value));
    let written = match (context.quiet, format) {
        (0, format) => report::write(&report, format, style),
        // Formats for programs are whole or not there.
        (1, Format::Full | Format::Concise) => report::summary(&report, style),
        (1, format) => report::write(&report, format, style),
        _ => String::new(),
    };
    std::io::stdout().lock().write_all(written.as_bytes())?;
    Ok(exit(run.ending(fail_on)))
}

/// The exit code of a run.
pub(super) fn exit(ending: Ending) -> Exit {
    match ending {
        Ending::Clean => Exit::Clean,
        Ending::Findings => Exit::Findings,
        Ending::Incomplete => Exit::Incomplete,
    }
}

/// The threshold of the settings.
pub(super) fn threshold(context: &Context) -> FailOn {
    use clap::ValueEnum;
    Threshold::from_str(&context.settings.get("fail_on").value, false)
        .map_or_else(|_| FailOn::default(), FailOn::from)
}

/// Checks with a bar on stderr where one may be drawn.
fn watched(
    set: &claim_verifier::claim::ClaimSet,
    store: &Store,
    options: &check::Options,
    context: &Context,
) -> CheckRun {
    let target = if context.progress { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}") {
        bar.set_style(style);
    }
    let run = check::run(set, store, options, &|event| match event {
        Event::Started { sources, claims } => bar.set_length((sources + claims) as u64),
        Event::SourceRead(_) => {
            bar.set_message("reading sources");
            bar.inc(1);
        }
        Event::Decided(..) | Event::TakenOver(_) => {
            bar.set_message("deciding claims");
            bar.inc(1);
        }
    });
    bar.finish_and_clear();
    run
}

pub(super) fn formats() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(Format::ALL.map(|(_, name)| name))
}

pub(super) fn named(name: &str) -> Format {
    let found = Format::ALL.into_iter().find(|(_, known)| *known == name);
    found.expect("clap takes names of the list only").0
}

fn output(text: &str) -> Result<(Format, PathBuf), String> {
    let names = || Format::ALL.map(|(_, name)| name).join(", ");
    let (name, path) =
        text.split_once('=').ok_or_else(|| format!("write FORMAT=PATH, FORMAT being {}", names()))?;
    match Format::ALL.into_iter().find(|(_, known)| *known == name) {
        Some((format, _)) if !path.is_empty() => Ok((format, PathBuf::from(path))),
        Some(_) => Err("the path is empty".to_owned()),
        None => Err(format!("no format {name}; it is one of {}", names())),
    }
}
