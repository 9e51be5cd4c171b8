//! `verify store`: check, rebuild, gc, stats and forget.

use std::io::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use claim_verifier::capture::Digest;
use claim_verifier::ruling::state::State;
use claim_verifier::snapshot::{Captures, Store, audit, health::Health};
use serde_json::json;

use super::{Context, Exit};

/// Look after the store of captures
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Re-hash every capture; name what is damaged, missing or foreign (exit 1 if anything is)
    Check {
        /// How to print what was found
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Make the index anew from the files
    Rebuild,
    /// Remove what stopped processes left; captures are never removed
    Gc {
        /// Only name what would be removed
        #[arg(long)]
        dry_run: bool,
    },
    /// Count captures, payloads, bytes, grades and states
    Stats {
        /// How to print the figures
        #[arg(long, value_enum, default_value_t)]
        format: Format,
    },
    /// Write the evidence of claims, or captures of addresses, as one WACZ file that players of web archives open
    Export {
        /// Ids of claims, addresses, or digests
        #[arg(value_name = "CLAIM|URL|DIGEST", required = true)]
        what: Vec<String>,
        /// The file to write
        #[arg(long, value_name = "FILE")]
        output: PathBuf,
        /// Claim files, or folders of them
        #[arg(long, value_name = "FILES", default_value = "claims")]
        claims: Vec<PathBuf>,
    },
    /// Take a capture down: its bytes go, a tombstone with the reason stays
    Forget {
        /// The payload digest or its first digits
        #[arg(value_name = "DIGEST")]
        digest: String,
        /// Why, for the record
        #[arg(long)]
        reason: String,
    },
}

#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
}

/// Runs one of the commands on the store.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let store = Store::open(&context.store)?;
    match &args.command {
        Command::Check { format } => check(&store, *format, context),
        Command::Rebuild => {
            store.rebuild()?;
            writeln!(std::io::stdout(), "indexed {}", count(store.count()?, "capture"))?;
            Ok(Exit::Clean)
        }
        Command::Gc { dry_run } => {
            let collected = store.collect(context.now, *dry_run)?;
            let mut out = std::io::stdout().lock();
            for file in &collected {
                writeln!(out, "{file}")?;
            }
            let verb = if *dry_run { "would remove" } else { "removed" };
            writeln!(out, "{verb} {}", count(collected.len(), "unfinished file"))?;
            Ok(Exit::Clean)
        }
        Command::Stats { format } => stats(&store, *format),
        Command::Export { what, output, claims } => super::export::run(&store, what, output, claims, context),
        Command::Forget { digest, reason } => {
            let digest = match digest.parse::<Digest>() {
                Ok(digest) => digest,
                Err(_) => store.pinned(digest)?.digest,
            };
            anyhow::ensure!(!reason.trim().is_empty(), "a takedown needs a reason: --reason \"…\"");
            let stone = store.forget(&digest, reason, context.now)?;
            // The tombstone stands first: a stop in between leaves a takedown that the audit still understands.
            let entry = audit::Draft {
                at: context.now,
                kind: audit::Kind::Forget,
                subject: digest.hex(),
                detail: json!({"reason": reason, "files": stone.files}),
            };
            State::open(&context.store)?.write(|transaction| Ok(audit::append(transaction, &[entry])?))?;
            writeln!(std::io::stdout(), "forgot {} ({})", digest.short(), count(stone.files.len(), "file"))?;
            Ok(Exit::Clean)
        }
    }
}

fn check(store: &Store, format: Format, context: &Context) -> anyhow::Result<Exit> {
    let total = store.count()? as u64;
    let bar =
        if context.progress { indicatif::ProgressBar::new(total) } else { indicatif::ProgressBar::hidden() };
    let done = AtomicUsize::new(0);
    let health = store.check(|| {
        done.fetch_add(1, Ordering::Relaxed);
        bar.inc(1);
    })?;
    bar.finish_and_clear();
    let mut out = std::io::stdout().lock();
    match format {
        Format::Json => {
            let damaged: Vec<_> =
                health.damaged.iter().map(|(file, reason)| json!({"file": file, "reason": reason})).collect();
            let report = json!({
                "ok": health.sound, "checks": health.checks, "damaged": damaged, "missing": health.missing,
                "foreign": health.foreign, "unfinished": health.unfinished,
            });
            writeln!(out, "{report}")?;
        }
        Format::Text => {
            for (file, reason) in &health.damaged {
                writeln!(out, "damaged  {}: {}", plain(file), plain(reason))?;
            }
            for file in &health.missing {
                writeln!(out, "missing  {}", plain(file))?;
            }
            for file in &health.foreign {
                writeln!(out, "foreign  {}", plain(file))?;
            }
            writeln!(out, "{}", summary(&health))?;
        }
    }
    Ok(if health.is_clean() { Exit::Clean } else { Exit::Findings })
}

fn summary(health: &Health) -> String {
    let mut parts = vec![format!("{} sound", count(health.sound, "capture"))];
    if health.checks > 0 {
        parts.push(format!("{} sound", count(health.checks, "check record")));
    }
    for (number, word) in [
        (health.damaged.len(), "damaged"),
        (health.missing.len(), "missing"),
        (health.foreign.len(), "foreign"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {word}"));
        }
    }
    if health.unfinished > 0 {
        parts.push(format!(
            "{} (`verify store gc` removes them)",
            count(health.unfinished, "unfinished file")
        ));
    }
    parts.join(", ")
}

fn stats(store: &Store, format: Format) -> anyhow::Result<Exit> {
    let stats = store.stats()?;
    let mut out = std::io::stdout().lock();
    if format == Format::Json {
        let report = json!({
            "captures": stats.captures, "payloads": stats.payloads, "addresses": stats.addresses,
            "payload_bytes": stats.payload_bytes, "file_bytes": stats.file_bytes, "by_grade": stats.by_grade,
            "by_method": stats.by_method, "by_state": stats.by_state, "forgotten": stats.forgotten,
        });
        writeln!(out, "{report}")?;
        return Ok(Exit::Clean);
    }
    writeln!(out, "captures   {}", stats.captures)?;
    writeln!(out, "payloads   {}", stats.payloads)?;
    writeln!(out, "addresses  {}", stats.addresses)?;
    writeln!(out, "bytes      {} in payloads, {} on disk", stats.payload_bytes, stats.file_bytes)?;
    for (name, groups) in
        [("grade", &stats.by_grade), ("method", &stats.by_method), ("state", &stats.by_state)]
    {
        let groups: Vec<String> = groups.iter().map(|(group, number)| format!("{group} {number}")).collect();
        writeln!(out, "{name:<10} {}", groups.join(", "))?;
    }
    writeln!(out, "forgotten  {}", stats.forgotten)?;
    Ok(Exit::Clean)
}

/// A number with its noun, which takes an `s` but for one.
fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Text of others on a terminal: controls and direction marks are shown, never obeyed.
pub(super) fn plain(text: &str) -> String {
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match hidden(c) {
            true => shown.extend(c.escape_unicode()),
            false => shown.push(c),
        }
    }
    shown
}
