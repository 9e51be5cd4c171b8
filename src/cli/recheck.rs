//! `verify recheck`: asks sources again and tells what moved.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::TimeDelta;
use claim_verifier::recheck::digest::{self, Format};
use claim_verifier::recheck::drift::Kind;
use claim_verifier::recheck::journal::Journal;
use claim_verifier::recheck::watch::Watch;
use claim_verifier::recheck::{self, Event, Options, Places, Round};
use claim_verifier::ruling::Ledger;
use claim_verifier::ruling::state::State;
use claim_verifier::snapshot::Store;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::network::NetworkArgs;
use super::{Context, Exit, claims};

/// Ask sources again, and tell what moved
///
/// A source is due 20 hours after its last check. What a claim rests on is compared with what was last reported;
/// a run that was stopped goes on where it was.
#[derive(clap::Args)]
#[command(
    after_help = "Exit codes: 0 nothing that an editor is woken for, 1 a verdict or its context changed, \
    2 usage or claim-file errors, 3 a source could not be seen, and nothing worse."
)]
pub struct Args {
    /// Claim files, or folders of them
    #[arg(value_name = "FILES", default_value = "claims")]
    files: Vec<PathBuf>,
    /// Format of the digest on stdout
    #[arg(long, value_enum, default_value_t)]
    format: Shape,
    /// Write a digest to a file as well; may be repeated
    #[arg(long, value_name = "FORMAT=PATH", value_parser = output)]
    output: Vec<(Shape, PathBuf)>,
    /// Post the digest as JSON to this address when something moved
    #[arg(long, value_name = "URL")]
    webhook: Option<String>,
    /// Ask sources that are not due as well
    #[arg(long)]
    all: bool,
    /// Tell what the last run found again, and ask nothing
    #[arg(long, conflicts_with_all = ["all", "webhook"])]
    last: bool,
    /// Hours after its last check at which a source is due
    #[arg(long, value_name = "HOURS", default_value_t = 20)]
    due: u32,
    /// Ask for the whole document at every so many checks, whatever the server says of changes
    #[arg(long, value_name = "N", default_value_t = 7)]
    whole_every: u32,
    #[command(flatten)]
    network: NetworkArgs,
}

/// How to print the digest.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Shape {
    /// For a terminal
    #[default]
    Full,
    /// One JSON object a source and a claim that moved
    Json,
    /// For wikis, mails and pull requests
    Markdown,
    /// One page without scripts
    Html,
    /// A feed
    Atom,
}

impl From<Shape> for Format {
    fn from(shape: Shape) -> Format {
        match shape {
            Shape::Full => Format::Full,
            Shape::Json => Format::Json,
            Shape::Markdown => Format::Markdown,
            Shape::Html => Format::Html,
            Shape::Atom => Format::Atom,
        }
    }
}

fn output(text: &str) -> Result<(Shape, PathBuf), String> {
    use clap::ValueEnum;
    let (name, path) = text.split_once('=').ok_or("write FORMAT=PATH")?;
    let shape = Shape::from_str(name, false)?;
    if path.is_empty() { Err("the path is empty".to_owned()) } else { Ok((shape, PathBuf::from(path))) }
}

/// Runs the re-check and writes its digests.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let Some(texts) = claims::open_texts(&args.files) else { return Ok(Exit::Usage) };
    // A store that is there is opened before the claims are read: what the look at its files takes is free again by then.
    // One that is not is made after, so that mistakes in claim files make none.
    let there = context.store.is_dir().then(|| Store::open(&context.store)).transpose()?;
    let watch = match Watch::of(texts) {
        Ok(watch) => watch,
        Err(problems) => {
            claims::tell(&problems, context);
            return Ok(Exit::Usage);
        }
    };
    let store = there.map_or_else(|| Store::create(&context.store), Ok)?;
    let state = Arc::new(State::open(&context.store)?);
    let journal = Journal::new(Arc::clone(&state));
    let round = if args.last {
        recheck::last(&journal)?.context("no run has ended in this store yet: `verify recheck` makes one")?
    } else {
        let options = Options {
            due_after: TimeDelta::hours(i64::from(args.due)),
            everything: args.all,
            whole_every: args.whole_every,
            strict_bounds: context.settings.get("bounds").value == "strict",
            ..Options::new(context.now)
        };
        let rulings = Ledger::new(state);
        let places = Places { store: &store, journal: &journal, rulings: &rulings };
        let fetcher = args.network.fetcher(context)?;
        let bar = bar(context);
        let round = recheck::run(&watch, &places, &fetcher, &options, &mut |event| match event {
            Event::Started { due, done } => {
                bar.set_length((due + done) as u64);
                bar.set_position(done as u64);
            }
            Event::Answered(url) => {
                bar.set_message(super::store::plain(url));
                bar.inc(1);
            }
            Event::Deciding => bar.set_message("deciding claims"),
        })?;
        bar.finish_and_clear();
        round
    };
    for (shape, path) in &args.output {
        std::fs::write(path, digest::write(&round, (*shape).into()))
            .with_context(|| format!("cannot write the digest {}", path.display()))?;
    }
    if context.quiet < 2 {
        std::io::stdout().lock().write_all(digest::write(&round, args.format.into()).as_bytes())?;
    }
    if let Some(url) = args.webhook.as_ref().filter(|_| !round.drifts.is_empty()) {
        let rows: Vec<_> = round.drifts.iter().map(digest::object).collect();
        let body = serde_json::json!({"run": round.run, "drift": rows});
        if let Err(error) = args.network.post(context, url, &body.to_string()) {
            writeln!(
                std::io::stderr(),
                "warning: the digest could not be posted to {}: {error}",
                super::store::plain(url)
            )?;
        }
    }
    Ok(exit(&round))
}

/// 1 where an editor is woken, 3 where a source could not be seen.
fn exit(round: &Round) -> Exit {
    if round.drifts.iter().any(|drift| drift.kind.wakes()) {
        Exit::Findings
    } else if round.drifts.iter().any(|drift| matches!(drift.kind, Kind::Unreachable | Kind::Gone)) {
        Exit::Incomplete
    } else {
        Exit::Clean
    }
}

fn bar(context: &Context) -> ProgressBar {
    let target = if context.progress { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
    let bar = ProgressBar::with_draw_target(Some(0), target);
    if let Ok(style) = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta} {wide_msg}") {
        bar.set_style(style);
    }
    bar
}
