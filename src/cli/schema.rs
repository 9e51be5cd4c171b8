//! `verify schema`: the JSON Schemas of the formats that people and programs read and write.

use std::io::Write;

use super::{Context, Exit};

/// Print the JSON Schema of claim files, for completion in editors, or of the JSON report
#[derive(clap::Args)]
pub struct Args {
    /// Which format
    #[arg(value_name = "FORMAT", value_parser = ["claims", "report"], default_value = "claims")]
    format: String,
}

/// Prints the schema.
pub fn run(args: &Args, _context: &Context) -> anyhow::Result<Exit> {
    let schema = match args.format.as_str() {
        "report" => claim_verifier::report::view::schema(),
        _ => claim_verifier::claim::schema::schema(),
    };
    std::io::stdout().lock().write_all(schema.as_bytes())?;
    Ok(Exit::Clean)
}
