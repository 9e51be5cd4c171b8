//! `verify config`: the settings of a run and where each came from.

use std::io::Write;

use super::{Context, Exit};

/// Print the settings, and with --show-origin where each came from
#[derive(clap::Args)]
pub struct Args {
    /// Say where each setting came from
    #[arg(long)]
    show_origin: bool,
}

/// Prints the settings as they would stand in verify.toml.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let mut stdout = std::io::stdout().lock();
    for (known, setting) in context.settings.all() {
        let line = format!("{} = {}", known.name, toml::Value::from(setting.value.as_str()));
        if args.show_origin {
            writeln!(stdout, "{line:<32} # {}: {}", setting.origin, known.meaning)?;
        } else {
            writeln!(stdout, "{line}")?;
        }
    }
    let networks = &context.settings.allow_network;
    if !networks.is_empty() {
        writeln!(stdout, "\n[network]")?;
        let values: Vec<toml::Value> =
            networks.iter().map(|setting| toml::Value::from(setting.value.as_str())).collect();
        let line = format!("allow = {}", toml::Value::Array(values));
        match (args.show_origin, networks.first()) {
            (true, Some(first)) => writeln!(stdout, "{line:<32} # {}", first.origin)?,
            _ => writeln!(stdout, "{line}")?,
        }
    }
    Ok(Exit::Clean)
}
