//! `verify rules`: the list of finding codes.

use std::io::Write;

use claim_verifier::verdict::code::Code;
use serde_json::json;

use super::{Context, Exit, explain};

/// List the finding codes
#[derive(clap::Args)]
pub struct Args {
    /// Format of the list
    #[arg(long, value_name = "FORMAT", value_parser = ["text", "json"], default_value = "text")]
    format: String,
}

/// Prints the list.
pub fn run(args: &Args, _context: &Context) -> anyhow::Result<Exit> {
    let mut stdout = std::io::stdout().lock();
    if args.format == "json" {
        let rules: Vec<_> = Code::all()
            .map(|code| {
                json!({
                    "code": code.to_string(),
                    "name": code.name(),
                    "family": family(code),
                    "meaning": explain::meaning(code),
                })
            })
            .collect();
        writeln!(stdout, "{}", serde_json::to_string_pretty(&rules)?)?;
        return Ok(Exit::Clean);
    }
    let mut last = "";
    for code in Code::all() {
        if family(code) != last {
            last = family(code);
            writeln!(stdout, "{last}")?;
        }
        writeln!(
            stdout,
            "  {code}  {:<26} {}",
            code.name(),
            first_sentence(explain::meaning(code).unwrap_or_default())
        )?;
    }
    Ok(Exit::Clean)
}

/// A text up to its first full stop before a space.
fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first).trim_end_matches('.')
}

/// What the codes of a hundred have in common.
fn family(code: Code) -> &'static str {
    match code.to_string().as_bytes().get(1) {
        Some(b'0') => "claim files",
        Some(b'1') => "numbers",
        Some(b'2') => "meaning",
        Some(b'3') => "evidence",
        Some(b'4') => "sourcing",
        Some(b'5') => "time",
        _ => "the whole set",
    }
}
