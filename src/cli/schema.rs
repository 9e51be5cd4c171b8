//! `verify schema`: the JSON Schemas of the formats that people and programs read and write.

use std::io::Write;

use super::{Context, Exit};

/// Print the JSON Schema of claim files, for completion in editors
#[derive(clap::Args)]
pub struct Args {}

/// Prints the schema.
pub fn run(_args: &Args, _context: &Context) -> anyhow::Result<Exit> {
    std::io::stdout().lock().write_all(claim_verifier::claim::schema::schema().as_bytes())?;
    Ok(Exit::Clean)
}
