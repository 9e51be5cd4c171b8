//! `verify diff CLAIM|URL`: the cited passage then and now, with the words that changed marked.

use std::io::Write;
use std::path::PathBuf;

use claim_verifier::check;
use claim_verifier::recheck::then_now::{self, Choice, Pair, Sides};
use claim_verifier::recheck::words;
use claim_verifier::snapshot::Store;
use serde_json::json;

use super::store::plain;
use super::{Context, Exit, claims};

/// Show a cited passage, or a page, then and now
///
/// Compares the newest capture with the one before it that has other bytes. For a claim the passages it rests on are
/// shown, for an address those that changed.
#[derive(clap::Args)]
#[command(after_help = "Exit codes: 0 no difference, 1 a difference, 2 usage.")]
pub struct Args {
    /// The id of a claim, or an address
    #[arg(value_name = "CLAIM|URL")]
    what: String,
    /// Claim files, or folders of them
    #[arg(value_name = "FILES", default_value = "claims")]
    files: Vec<PathBuf>,
    /// The older capture, by the first digits of its digest
    #[arg(long, value_name = "DIGEST")]
    from: Option<String>,
    /// The newer capture, likewise
    #[arg(long, value_name = "DIGEST")]
    to: Option<String>,
    /// The part of the address
    #[arg(long, value_name = "PART")]
    part: Option<String>,
    /// How to print
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    #[default]
    Text,
    /// One JSON object a source
    Json,
}

/// Prints both sides.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let store = Store::open(&context.store)?;
    let choice = Choice { from: args.from.as_deref(), to: args.to.as_deref() };
    let sides = if args.what.contains("://") || args.what.starts_with("urn:") {
        then_now::of_address(&args.what, args.part.as_deref(), &store, choice)?.into_iter().collect()
    } else {
        let Some(set) = claims::open(&args.files, context) else { return Ok(Exit::Usage) };
        if set.find(&args.what).is_none() {
            let ids = set.claims().map(|(_, claim)| claim.id.as_str());
            let near = claim_verifier::claim::problem::nearest(&args.what, ids);
            let near = near.map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
            anyhow::bail!("no claim has the id `{}`{near}; an address is written in full", args.what);
        }
        let strict_bounds = context.settings.get("bounds").value == "strict";
        let options = check::Options { today: context.now.date_naive(), strict_bounds };
        then_now::of_claim(&set, &args.what, &store, choice, &options)?
    };
    let mut out = std::io::stdout().lock();
    if sides.is_empty() {
        writeln!(std::io::stderr(), "there are no two captures of {} to compare", plain(&args.what))?;
        return Ok(Exit::Clean);
    }
    let mut is_same = true;
    for sides in &sides {
        is_same &= sides.old.digest == sides.new.digest || sides.passages.iter().all(Pair::is_same);
        match args.format {
            Format::Json => writeln!(out, "{}", object(sides))?,
            Format::Text => out.write_all(text(sides, context).as_bytes())?,
        }
    }
    Ok(if is_same { Exit::Clean } else { Exit::Findings })
}

fn text(sides: &Sides, context: &Context) -> String {
    let mut text = format!("{}\n", plain(&sides.source));
    for (mark, entry) in [("-", &sides.old), ("+", &sides.new)] {
        let day = entry.at.format("%Y-%m-%d %H:%M");
        text.push_str(&format!(
            "{mark} {} of {day} UTC, grade {}, {}\n",
            entry.digest.short(),
            entry.grade,
            plain(&entry.final_url)
        ));
    }
    if let Some((old, new)) = &sides.verdicts {
        let words = if old == new { new.clone() } else { format!("{old} before, {new} now") };
        text.push_str(&format!("= {words}\n"));
    }
    text.push('\n');
    for pair in &sides.passages {
        text.push_str(&format!("  {}\n\n", marked(pair, context.color)));
    }
    if sides.passages.is_empty() {
        text.push_str("  no passage differs\n\n");
    }
    text
}

/// Both sides in one line: what went in `[-…-]`, what came in `{+…+}`, coloured where colour may be.
fn marked(pair: &Pair, color: bool) -> String {
    let (old, new) = (pair.old.as_deref().unwrap_or_default(), pair.new.as_deref().unwrap_or_default());
    let (red, green, end) = if color { ("\u{1b}[31m", "\u{1b}[32m", "\u{1b}[0m") } else { ("", "", "") };
    let mut parts = Vec::new();
    for stretch in words::compare(old, new) {
        let (old, new) = (plain(&words::normal(&old[stretch.old])), plain(&words::normal(&new[stretch.new])));
        if stretch.same {
            parts.push(new);
            continue;
        }
        if !old.is_empty() {
            parts.push(format!("{red}[-{old}-]{end}"));
        }
        if !new.is_empty() {
            parts.push(format!("{green}{{+{new}+}}{end}"));
        }
    }
    parts.join(" ")
}

fn object(sides: &Sides) -> serde_json::Value {
    let side = |entry: &claim_verifier::snapshot::Entry| json!({"digest": entry.digest.hex(), "at": entry.at, "url": entry.final_url, "file": entry.file});
    let passages: Vec<_> = sides
        .passages
        .iter()
        .map(|pair| json!({"old": pair.old, "new": pair.new, "marked": marked(pair, false)}))
        .collect();
    json!({
        "source": sides.source, "old": side(&sides.old), "new": side(&sides.new),
        "old_verdict": sides.verdicts.as_ref().map(|both| &both.0),
        "new_verdict": sides.verdicts.as_ref().map(|both| &both.1),
        "passages": passages,
    })
}
