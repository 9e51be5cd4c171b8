//! `verify check`: checks claim files against their captured sources.

use std::path::PathBuf;

use super::{Context, Exit};

/// Check claim files against their captured sources (the default command)
#[derive(clap::Args)]
pub struct Args {
    /// Claim files, or folders of them
    #[arg(value_name = "FILES", required = true)]
    files: Vec<PathBuf>,
}

/// Runs the check and writes its report.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let Some(set) = super::claims::open(&args.files, context) else { return Ok(Exit::Usage) };
    anyhow::bail!("nothing can be checked yet in {} claims", set.claims().count())
}
