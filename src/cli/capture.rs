//! `verify capture`: takes captures, or records what a person brings.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use chrono::{DateTime, Utc};
use claim_verifier::capture::fetch::{FetchError, Request};
use claim_verifier::capture::{Capture, Method, address, media};
use claim_verifier::extract::standin;
use claim_verifier::ruling::state::State;
use claim_verifier::snapshot::audit::{self, Draft};
use claim_verifier::snapshot::group::{self, LaidOut};
use claim_verifier::snapshot::{Entry, Store, import};
use rayon::prelude::*;
use serde_json::json;

use super::network::NetworkArgs;
use super::store::plain;
use super::{Context, Exit};

/// Fetch addresses, or record a file that a person brings
///
/// A fetch keeps the bytes as received, with headers and redirects. A file is recorded for what
/// it is: `--method` and `--by` say how and by whom, and its grade is E in every report.
#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 captured, 2 refused by policy or usage, 3 a capture failed.")]
pub struct Args {
    /// Addresses to fetch
    #[arg(value_name = "URL", required_unless_present_any = ["file", "warc", "from"], conflicts_with = "file")]
    urls: Vec<String>,
    /// Read addresses from a file, one a line; `-` for stdin
    #[arg(long, value_name = "FILE", conflicts_with_all = ["file", "warc"])]
    from: Option<PathBuf>,
    /// A WARC or WACZ file that another tool recorded; with addresses, only those are brought in
    #[arg(long, value_name = "FILE", conflicts_with = "file")]
    warc: Option<PathBuf>,
    /// A file to record (.html, .pdf, .txt …)
    #[arg(long, value_name = "FILE", requires_all = ["url", "method", "by"])]
    file: Option<PathBuf>,
    /// The address that the file is a copy of, or urn:verify:KEY for a source without one
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// How the file came about
    #[arg(long, value_name = "METHOD", value_parser = ["saved-page", "abstract", "transcript"])]
    method: Option<String>,
    /// Who brings it
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
    /// The part of the address, where one address holds several (a post of a thread)
    #[arg(long, value_name = "PART")]
    part: Option<String>,
    /// When the file was taken (RFC 3339, or a day) [default: now]
    #[arg(long, value_name = "TIME", value_parser = super::context::moment)]
    at: Option<DateTime<Utc>>,
    /// The media type of the file [default: by its name and first bytes]
    #[arg(long, value_name = "TYPE")]
    media_type: Option<String>,
    #[command(flatten)]
    network: NetworkArgs,
    /// How to print what was captured
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object a capture
    Json,
}

/// Takes the captures, keeps them, prints one answer each.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let store = Store::create(&context.store)?;
    if let Some(file) = &args.warc {
        return bring_in(file, args, &store, context);
    }
    match &args.file {
        Some(file) => {
            let capture = brought(args, file, context.now)?;
            let entry = store.keep(&capture)?;
            log(&State::open(&context.store)?, [&entry], context)?;
            print(&mut std::io::stdout().lock(), &store, &entry, None, args.format)?;
            Ok(Exit::Clean)
        }
        None => fetch(args, &store, context),
    }
}

/// Brings in what another tool recorded.
fn bring_in(file: &Path, args: &Args, store: &Store, context: &Context) -> anyhow::Result<Exit> {
    let imported = import::read(file, &args.urls)?;
    let entries = store.keep_all(&imported.captures)?;
    log(&State::open(&context.store)?, &entries, context)?;
    for entry in &entries {
        print(&mut std::io::stdout().lock(), store, entry, None, args.format)?;
    }
    if imported.left_out > 0 {
        writeln!(
            std::io::stderr(),
            "left out {} records that are no document of their own",
            imported.left_out
        )?;
    }
    anyhow::ensure!(!entries.is_empty(), "{} holds no document that was asked for", file.display());
    Ok(Exit::Clean)
}

/// Fetches the addresses; what came is kept in groups by a thread of its own, so that a stop loses at most the last.
fn fetch(args: &Args, store: &Store, context: &Context) -> anyhow::Result<Exit> {
    let fetcher = args.network.fetcher(context)?;
    let listed = listed(args)?;
    let urls = || args.urls.iter().map(String::as_str).chain(lines(&listed));
    let bar = match context.progress && urls().nth(1).is_some() {
        true => indicatif::ProgressBar::new(urls().count() as u64),
        false => indicatif::ProgressBar::hidden(),
    };
    let request = |url: &str| Request { url: url.to_owned(), part: args.part.clone(), ..Request::default() };
    std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel(group::WAITING_MAX);
        let keeper = scope.spawn(|| keep(receiver, args, store, context, &bar));
        let asked = fetcher.run(urls().map(request), |request, outcome| {
            // Where the keeper failed, its error is told when it is joined.
            drop(sender.send((request, outcome)));
        });
        drop(sender);
        let kept = keeper.join().expect("the keeper does not panic");
        bar.finish_and_clear();
        asked?;
        kept
    })
}

/// The text of the file that lists addresses, empty where there is none.
fn listed(args: &Args) -> anyhow::Result<String> {
    let Some(from) = &args.from else { return Ok(String::new()) };
    let text = match from == Path::new("-") {
        true => std::io::read_to_string(std::io::stdin()),
        false => std::fs::read_to_string(from),
    };
    let text = text.with_context(|| format!("cannot read {}", from.display()))?;
    let is_empty = args.urls.is_empty() && lines(&text).next().is_none();
    anyhow::ensure!(!is_empty, "{} names no address", from.display());
    Ok(text)
}

/// The addresses of a list: empty lines and those that begin with `#` say nothing.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

type Outcome = (Request, Result<Capture, FetchError>);

/// A group on its way to the disk: files with what stands in place of their document, and what could not be fetched.
#[derive(Default)]
struct Group {
    files: Vec<(LaidOut, Option<&'static str>)>,
    failures: Vec<(Request, FetchError)>,
}

/// Keeps what comes in groups. The files of a group are made while the group before is made durable.
fn keep(
    from: Receiver<Outcome>,
    args: &Args,
    store: &Store,
    context: &Context,
    bar: &indicatif::ProgressBar,
) -> anyhow::Result<Exit> {
    let bytes = |(_, outcome): &Outcome| outcome.as_ref().map_or(0, |capture| capture.payload.len());
    std::thread::scope(|scope| {
        let (sender, receiver) = std::sync::mpsc::sync_channel(1);
        let writer = scope.spawn(move || write(&receiver, args, store, context, bar));
        while let Some(group) = group::next(&from, bytes, add) {
            // Where the writer failed, its error is told when it is joined.
            if sender.send(group).is_err() {
                break;
            }
        }
        drop(sender);
        writer.join().expect("the writer does not panic")
    })
}

/// Adds what came to a group, with the files of captures made.
fn add(group: &mut Group, came: Vec<Outcome>) {
    let mut captures = Vec::with_capacity(came.len());
    for (request, outcome) in came {
        match outcome {
            Ok(capture) => captures.push(capture),
            Err(error) => group.failures.push((request, error)),
        }
    }
    // What a page says of itself is a reading, so it is told and not kept: a later version may read it better.
    group.files.par_extend(captures.into_par_iter().map(|capture| {
        let stand_in = capture.state().speaks().then(|| standin::of_capture(&capture)).flatten();
        (Store::lay_out(&capture), stand_in)
    }));
}

/// Captures that are entered and told together, once they are durable: a page of the tables is then written for many.
const TOGETHER: usize = 1024;

/// The longest that a durable capture waits to be entered and told.
const TOLD_AFTER: Duration = Duration::from_millis(250);

/// Makes groups durable, and tells of what is.
fn write(
    from: &Receiver<Group>,
    args: &Args,
    store: &Store,
    context: &Context,
    bar: &indicatif::ProgressBar,
) -> anyhow::Result<Exit> {
    let mut told = Told { args, store, context, bar, state: None, exit: Exit::Clean };
    let mut durable: Vec<(Entry, Option<&'static str>)> = Vec::new();
    let mut since = Instant::now();
    loop {
        let came = match durable.is_empty() {
            true => from.recv().map_err(|_| RecvTimeoutError::Disconnected),
            false => from.recv_timeout(TOLD_AFTER.saturating_sub(since.elapsed())),
        };
        let is_over = matches!(came, Err(RecvTimeoutError::Disconnected));
        if let Ok(group) = came {
            told.failures(group.failures)?;
            let (files, stand_ins): (Vec<_>, Vec<_>) = group.files.into_iter().unzip();
            if durable.is_empty() {
                since = Instant::now();
            }
            durable.extend(store.place_all(files)?.into_iter().zip(stand_ins));
        }
        if is_over || durable.len() >= TOGETHER || since.elapsed() >= TOLD_AFTER {
            told.captures(std::mem::take(&mut durable))?;
        }
        if is_over {
            return Ok(told.exit);
        }
    }
}

/// Tells what came: in the index, in the audit log, and on stdout.
struct Told<'a> {
    args: &'a Args,
    store: &'a Store,
    context: &'a Context,
    bar: &'a indicatif::ProgressBar,
    state: Option<State>,
    exit: Exit,
}

impl Told<'_> {
    fn failures(&mut self, failures: Vec<(Request, FetchError)>) -> anyhow::Result<()> {
        self.bar.inc(failures.len() as u64);
        for (request, error) in failures {
            self.exit = worse(self.exit, if error.is_refusal() { Exit::Usage } else { Exit::Incomplete });
            self.bar.suspend(|| print_failure(&request, &error, self.args.format))?;
        }
        Ok(())
    }

    fn captures(&mut self, captures: Vec<(Entry, Option<&'static str>)>) -> anyhow::Result<()> {
        if captures.is_empty() {
            return Ok(());
        }
        self.bar.inc(captures.len() as u64);
        self.store.enter()?;
        let state = match &mut self.state {
            Some(state) => state,
            none => none.insert(State::open(&self.context.store)?),
        };
        log(state, captures.iter().map(|(entry, _)| entry), self.context)?;
        self.bar.suspend(|| {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            for (entry, stand_in) in &captures {
                print(&mut out, self.store, entry, *stand_in, self.args.format)?;
            }
            out.flush().map_err(anyhow::Error::from)
        })?;
        if captures.iter().any(|(entry, stand_in)| !entry.state.speaks() || stand_in.is_some()) {
            self.exit = worse(self.exit, Exit::Incomplete);
        }
        Ok(())
    }
}

/// Enters captures in the audit log.
fn log<'e>(
    state: &State,
    entries: impl IntoIterator<Item = &'e Entry>,
    context: &Context,
) -> anyhow::Result<()> {
    let drafts: Vec<Draft> = entries.into_iter().map(|entry| Draft::capture(entry, context.now)).collect();
    state.write(|transaction| Ok(audit::append(transaction, &drafts)?))?;
    Ok(())
}

/// A refusal of ours is told before a failure of the network.
fn worse(one: Exit, other: Exit) -> Exit {
    if one == Exit::Usage || other == Exit::Usage { Exit::Usage } else { one.max(other) }
}

fn print_failure(request: &Request, error: &FetchError, format: Format) -> anyhow::Result<()> {
    let state = if error.is_refusal() { "refused" } else { "unreachable" };
    match format {
        Format::Json => {
            let object =
                json!({"url": request.url, "part": request.part, "state": state, "error": error.to_string()});
            writeln!(std::io::stdout(), "{object}")?;
        }
        Format::Text => writeln!(std::io::stderr(), "error: {}", plain(&error.to_string()))?,
    }
    Ok(())
}

/// The capture that a person brings as a file.
fn brought(args: &Args, file: &Path, now: DateTime<Utc>) -> anyhow::Result<Capture> {
    let (url, method) = (args.url.as_deref().unwrap_or_default(), args.method.as_deref().unwrap_or_default());
    address::parse(url)?;
    let by = args.by.as_deref().unwrap_or_default().trim();
    anyhow::ensure!(!by.is_empty(), "--by is empty: name who brings the file");
    let payload = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    anyhow::ensure!(!payload.is_empty(), "{} is empty: there is nothing to record", file.display());
    let media_type = args.media_type.clone().or_else(|| media::media_type(file, &payload).map(str::to_owned));
    let media_type = media_type
        .with_context(|| format!("{} does not tell what it is: say it with --media-type", file.display()))?;
    let mut capture = Capture::brought(url, payload, method.parse::<Method>()?, by, args.at.unwrap_or(now));
    capture.media_type = Some(media_type);
    capture.part = args.part.clone();
    Ok(capture)
}

fn print(
    out: &mut dyn Write,
    store: &Store,
    entry: &Entry,
    stand_in: Option<&'static str>,
    format: Format,
) -> anyhow::Result<()> {
    let file = store.dir().join(&entry.file);
    let state = stand_in.unwrap_or(entry.state.name());
    match format {
        Format::Json => {
            serde_json::to_writer(&mut *out, &row(entry, state, &file))?;
            writeln!(out)?;
        }
        Format::Text => {
            writeln!(out, "captured {}", plain(&entry.url))?;
            let part =
                entry.part.as_deref().map(|part| format!(", part {}", plain(part))).unwrap_or_default();
            writeln!(
                out,
                "   {} · grade {} ({}) · {} · {} by {}{part}",
                entry.digest.short(),
                entry.grade,
                entry.grade.meaning(),
                state,
                entry.method,
                plain(&entry.by),
            )?;
            writeln!(out, "   {}", file.display())?;
            if !entry.state.speaks() || stand_in.is_some() {
                writeln!(
                    std::io::stderr(),
                    "warning: {} is kept as {state} and speaks for no claim",
                    plain(&entry.url),
                )?;
            }
        }
    }
    Ok(())
}

/// A capture as JSON.
#[derive(serde::Serialize)]
struct Row<'r> {
    url: &'r str,
    final_url: &'r str,
    part: Option<&'r str>,
    digest: String,
    file: std::borrow::Cow<'r, str>,
    grade: String,
    state: &'r str,
    method: &'r str,
    by: &'r str,
    at: String,
    media_type: Option<&'r str>,
    status: Option<u16>,
    bytes: u64,
}

fn row<'r>(entry: &'r Entry, state: &'r str, file: &'r Path) -> Row<'r> {
    Row {
        url: &entry.url,
        final_url: &entry.final_url,
        part: entry.part.as_deref(),
        digest: entry.digest.hex(),
        file: file.to_string_lossy(),
        grade: entry.grade.to_string(),
        state,
        method: entry.method.name(),
        by: &entry.by,
        at: entry.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        media_type: entry.media_type.as_deref(),
        status: entry.status,
        bytes: entry.payload_bytes,
    }
}
