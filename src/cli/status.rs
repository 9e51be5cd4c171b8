//! `verify status`: what waits: sources without a text, sources due for a new look, claims with open findings.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use claim_verifier::check::source::SourceOutcome;
use claim_verifier::check::{self, FailOn};
use claim_verifier::snapshot::{Captures, Store};
use claim_verifier::verdict::Verdict;
use serde_json::json;

use super::store::plain;
use super::{Context, Exit, claims};

/// A source is due when its last check is at least so long ago.
const DUE_HOURS: i64 = 20;

/// Say what waits: unread sources, sources due for a new look, open findings
#[derive(clap::Args)]
pub struct Args {
    /// Claim files, or folders of them
    #[arg(value_name = "FILES", default_value = "claims")]
    files: Vec<PathBuf>,
    /// How to print it
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "json"], default_value = "text")]
    format: String,
}

/// A cited source and when it was last looked at.
struct Row {
    key: String,
    url: String,
    last: Option<DateTime<Utc>>,
    digest: Option<String>,
    why: Option<String>,
}

/// Prints the lists.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let Some(set) = claims::open(&args.files, context) else { return Ok(Exit::Usage) };
    let store = Store::open(&context.store)?;
    let run = check::run(&set, &store, &context.check_options(), &|_| {});
    // One row an address and part, whatever the number of files that cite it.
    let mut rows: BTreeMap<(String, Option<String>), Row> = BTreeMap::new();
    for ((file, key), outcome) in &run.sources {
        let source = &set.files[*file].sources[key];
        let last = store.history(&source.url, source.part.as_deref())?.iter().map(|entry| entry.at).max();
        let (digest, why) = match outcome.as_ref() {
            SourceOutcome::Read(text) => (Some(text.entry.digest.short()), None),
            SourceOutcome::Unread(why) => (None, Some(why.message.clone())),
        };
        let row = Row { key: key.clone(), url: source.url.clone(), last, digest, why };
        rows.entry((source.url.clone(), source.part.clone())).or_insert(row);
    }
    let due = |row: &Row| {
        let fetchable = !row.url.starts_with("urn:");
        fetchable && row.last.is_some_and(|last| context.now - last >= TimeDelta::hours(DUE_HOURS))
    };
    let open: Vec<(&str, Verdict, &str)> = run
        .claims
        .iter()
        .filter(|claim| claim.fails(FailOn::NotAddressed))
        .map(|outcome| {
            let claim = &set.files[outcome.file].claims[outcome.claim];
            (claim.id.as_str(), outcome.judgement.verdict, outcome.judgement.reason.as_str())
        })
        .collect();
    let mut out = std::io::stdout().lock();
    if args.format == "json" {
        let sources: Vec<_> = rows
            .values()
            .map(|row| json!({ "key": row.key, "url": row.url, "digest": row.digest, "last": row.last, "due": due(row), "unread": row.why }))
            .collect();
        let open: Vec<_> = open
            .iter()
            .map(|(id, verdict, reason)| json!({ "id": id, "verdict": verdict, "reason": reason }))
            .collect();
        let status = json!({ "claims": run.claims.len(), "sources": sources, "open": open });
        writeln!(out, "{}", serde_json::to_string_pretty(&status)?)?;
        return Ok(Exit::Clean);
    }
    let unread: Vec<&Row> = rows.values().filter(|row| row.why.is_some()).collect();
    let due: Vec<&Row> = rows.values().filter(|row| due(row)).collect();
    let counted =
        |number: usize, noun: &str| format!("{number} {noun}{}", if number == 1 { "" } else { "s" });
    writeln!(out, "{}, {}", counted(run.claims.len(), "claim"), counted(rows.len(), "source"))?;
    writeln!(out, "\nunread: {}", unread.len())?;
    for row in unread {
        writeln!(out, "  {}  {}", plain(&row.key), plain(row.why.as_deref().unwrap_or_default()))?;
    }
    writeln!(out, "\ndue (last looked at {DUE_HOURS} hours ago or more): {}", due.len())?;
    for row in due {
        let last = row.last.map_or_else(String::new, |last| last.format("%Y-%m-%d %H:%M").to_string());
        writeln!(out, "  {last}  {}", plain(&row.url))?;
    }
    writeln!(out, "\nopen: {}", open.len())?;
    for (id, verdict, reason) in open {
        let verdict = serde_json::to_value(verdict)?;
        writeln!(out, "  {id}  {}: {}", verdict.as_str().unwrap_or_default(), plain(reason))?;
    }
    Ok(Exit::Clean)
}
