//! `verify state`: the state of a store as JSON lines, out and in.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use claim_verifier::recheck::exchange;
use claim_verifier::ruling::Ledger;
use claim_verifier::ruling::state::State;

use super::{Context, Exit};

/// Carry decisions, runs and the audit log over as JSON lines
#[derive(clap::Args)]
pub struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(clap::Subcommand)]
enum Command {
    /// Write the whole state; the same records give the same bytes
    Export {
        /// Where to; `-` for stdout
        #[arg(value_name = "FILE", default_value = "-")]
        file: PathBuf,
    },
    /// Take records in; what is known changes nothing
    Import {
        /// Where from; `-` for stdin
        #[arg(value_name = "FILE", default_value = "-")]
        file: PathBuf,
    },
}

/// Exports or imports.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    match &args.command {
        Command::Export { file } => {
            let state = State::open_existing(&context.store)
                .with_context(|| format!("{} has no state to export", context.store.display()))?;
            let state = Arc::new(state);
            let out: Box<dyn Write> = if file == Path::new("-") {
                Box::new(std::io::stdout().lock())
            } else {
                Box::new(File::create(file).with_context(|| format!("cannot write {}", file.display()))?)
            };
            let rulings = Ledger::new(Arc::clone(&state));
            let count = exchange::write(&state, &rulings, &mut BufWriter::new(out))?;
            writeln!(std::io::stderr(), "exported {} records", count.lines)?;
        }
        Command::Import { file } => {
            let state = Arc::new(State::open(&context.store)?);
            let from: Box<dyn Read> = if file == Path::new("-") {
                Box::new(std::io::stdin().lock())
            } else {
                Box::new(File::open(file).with_context(|| format!("cannot read {}", file.display()))?)
            };
            let rulings = Ledger::new(Arc::clone(&state));
            let count = exchange::read(&state, &rulings, &mut BufReader::new(from))?;
            writeln!(
                std::io::stderr(),
                "read {} records: {} decisions and {} audit entries were new",
                count.lines,
                count.rulings,
                count.audit
            )?;
        }
    }
    Ok(Exit::Clean)
}
