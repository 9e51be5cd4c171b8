//! `verify audit`: re-checks the audit log and everything it tells of.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use claim_verifier::recheck::audit::{self, Audit};
use claim_verifier::recheck::checkpoint;
use claim_verifier::ruling::Ledger;
use claim_verifier::ruling::state::State;
use claim_verifier::snapshot::Store;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde_json::json;

use super::store::plain;
use super::{Context, Exit};

/// Re-check the audit log: its chain, captures, decisions, and what moved
#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 everything is as it was written, 1 something is not, 2 usage.")]
pub struct Args {
    /// How to print what was found
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Enter captures that came by copy into the log first
    #[arg(long)]
    take_up: bool,
    /// Fail unless the log holds a link that was copied out of it before
    #[arg(long, value_name = "LINK")]
    contains: Option<String>,
    /// Write a checkpoint: how many entries there are and the last link, to be stamped or published
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// Sign the checkpoint with this Ed25519 key (PKCS#8, PEM); the signature goes into FILE.sig
    #[arg(long, value_name = "KEY", requires = "checkpoint")]
    sign: Option<PathBuf>,
    /// Take in the answer of a timestamping authority (RFC 3161) to a checkpoint of this log
    #[arg(long, value_name = "FILE", requires = "authority")]
    stamp: Option<PathBuf>,
    /// Certificates of authorities that are trusted to tell the time, in PEM
    #[arg(long, value_name = "FILE", requires = "stamp")]
    authority: Option<PathBuf>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
}

/// Audits and prints what was found.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let store = Store::open(&context.store)?;
    let state = match args.take_up {
        true => Some(State::open(&context.store)?),
        false => State::open_existing(&context.store),
    };
    let Some(state) = state.map(Arc::new) else {
        anyhow::bail!(
            "{} has no audit log yet: `verify capture` and `verify recheck` write one, `verify audit --take-up` begins one",
            context.store.display()
        );
    };
    if args.take_up {
        let taken = audit::take_up(&store, &state, context.now)?;
        writeln!(std::io::stderr(), "entered {taken} captures into the log")?;
    }
    if let (Some(token), Some(authority)) = (&args.stamp, &args.authority) {
        stamp(token, authority, &store, &state)?;
    }
    let total = store.count()? as u64;
    let bar =
        if context.progress { indicatif::ProgressBar::new(total) } else { indicatif::ProgressBar::hidden() };
    let mut found = audit::audit(&store, &state, &Ledger::new(Arc::clone(&state)), &|| bar.inc(1))?;
    bar.finish_and_clear();
    if let Some(link) = &args.contains
        && !audit::contains(&state, link)?
    {
        let reason = format!("the log does not hold the link {link}: it was rewritten since");
        found.damage.push(audit::Damage { entry: None, reason });
    }
    if let (Some(file), true) = (&args.checkpoint, found.is_clean()) {
        checkpoint(file, args.sign.as_deref(), &found, &state, context)?;
    }
    let mut out = std::io::stdout().lock();
    match args.format {
        Format::Json => writeln!(out, "{}", object(&found))?,
        Format::Text => {
            for damage in &found.damage {
                let entry = damage.entry.map_or_else(String::new, |number| format!("entry {number}: "));
                writeln!(out, "damaged  {entry}{}", plain(&damage.reason))?;
            }
            for file in found.unlogged.iter().take(if context.verbose > 0 { usize::MAX } else { 0 }) {
                writeln!(out, "unlogged {}", plain(file))?;
            }
            writeln!(out, "{}", summary(&found))?;
        }
    }
    Ok(if found.is_clean() { Exit::Clean } else { Exit::Findings })
}

/// Writes a checkpoint of a clean log, with its signature where a key is given, and enters it in the log.
fn checkpoint(
    file: &Path,
    key: Option<&Path>,
    found: &Audit,
    state: &State,
    context: &Context,
) -> anyhow::Result<()> {
    let text = checkpoint::text(found, context.now);
    let signature = match key {
        Some(key) => {
            let pem = std::fs::read(key).with_context(|| format!("cannot read the key {}", key.display()))?;
            Some(checkpoint::sign(&text, &pem)?)
        }
        None => None,
    };
    std::fs::write(file, &text).with_context(|| format!("cannot write {}", file.display()))?;
    if let Some(signature) = &signature {
        let mut name = file.as_os_str().to_owned();
        name.push(".sig");
        let file = PathBuf::from(name);
        std::fs::write(&file, signature).with_context(|| format!("cannot write {}", file.display()))?;
    }
    checkpoint::enter(state, &text, signature.as_deref(), context.now)?;
    Ok(())
}

/// Takes in an authority's answer.
fn stamp(token: &Path, authority: &Path, store: &Store, state: &State) -> anyhow::Result<()> {
    let bytes = std::fs::read(token).with_context(|| format!("cannot read {}", token.display()))?;
    let authorities = CertificateDer::pem_file_iter(authority)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| anyhow::anyhow!("{} holds no certificates in PEM: {error}", authority.display()))?;
    anyhow::ensure!(!authorities.is_empty(), "{} holds no certificate in PEM", authority.display());
    let stamp = checkpoint::stamp(store, state, &bytes, &authorities)
        .with_context(|| format!("{} is not taken in", token.display()))?;
    writeln!(
        std::io::stderr(),
        "stamped {}: {} entries, {} captures",
        stamp.at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        stamp.entries,
        stamp.captures.len()
    )?;
    Ok(())
}

fn summary(found: &Audit) -> String {
    let mut parts = vec![
        format!("{} entries", found.entries),
        format!("{} captures sound", found.captures),
        format!("{} decisions", found.decisions),
    ];
    for (number, words) in [
        (found.stamps, "stamps of authorities sound"),
        (found.forgotten, "taken down"),
        (found.unlogged.len(), "captures not in the log (`verify audit --take-up` enters them)"),
        (found.damage.len(), "DAMAGED"),
    ] {
        if number > 0 {
            parts.push(format!("{number} {words}"));
        }
    }
    format!("{}; last link {}", parts.join(", "), found.head)
}

fn object(found: &Audit) -> serde_json::Value {
    let damage: Vec<_> =
        found.damage.iter().map(|damage| json!({"entry": damage.entry, "reason": damage.reason})).collect();
    json!({
        "ok": found.is_clean(), "entries": found.entries, "head": found.head, "captures": found.captures,
        "forgotten": found.forgotten, "stamps": found.stamps, "decisions": found.decisions, "unlogged": found.unlogged, "damage": damage,
    })
}
