//! The command line: arguments in, exit code out; one file a subcommand.
//!
//! Takes the arguments and what `main` read of clock and environment. Data goes to stdout, everything
//! else to stderr. A bare path means `check`. No subcommand decides anything that the library should.
//!
//! To add one: a file `src/cli/NAME.rs` with `Args` (clap) and `run(&Args, &Context)`, its `mod` line, and its line
//! in `subcommands!` below.

mod context;
mod exit;
mod settings;

mod claims;
mod missing;
mod network;
mod pdf;

mod audit;
mod batch;
mod capture;
mod check;
mod config;
mod diff;
mod explain;
mod export;
mod extract;
mod init;
mod new;
mod read;
mod recheck;
mod replay;
mod report;
mod review;
mod rules;
mod schema;
mod show;
mod state;
mod status;
mod store;

use std::ffi::OsString;
use std::io::Write;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

pub use context::{Context, Surroundings};
pub use exit::Exit;

/// Declares the subcommands: each line is a variant and the module that holds its `Args` and `run`.
macro_rules! subcommands {
    ($($variant:ident => $module:ident),+ $(,)?) => {
        /// The subcommands, in the order in which the help lists them.
        #[derive(Subcommand)]
        enum Command {
            $($variant($module::Args),)+
        }

        fn dispatch(command: &Command, context: &Context) -> anyhow::Result<Exit> {
            match command {
                $(Command::$variant(args) => $module::run(args, context),)+
            }
        }
    };
}

subcommands! {
    Check => check,
    Init => init,
    New => new,
    Show => show,
    Status => status,
    Capture => capture,
    Recheck => recheck,
    Diff => diff,
    Replay => replay,
    Store => store,
    Audit => audit,
    State => state,
    Read => read,
    Extract => extract,
    Batch => batch,
    Report => report,
    Review => review,
    Explain => explain,
    Rules => rules,
    Schema => schema,
    Config => config,
}

/// Checks claims against captured, hashed sources: deterministic, offline, explainable.
#[derive(Parser)]
#[command(name = "verify", version, propagate_version = true, arg_required_else_help = true)]
#[command(override_usage = "verify [OPTIONS] FILES…\n       verify [OPTIONS] COMMAND …")]
#[command(after_help = "A bare path means `check`: `verify claims/*.toml`.\n\
    Exit codes: 0 clean, 1 findings, 2 usage or claim-file errors, 3 incomplete (a source could not be read).")]
struct Program {
    #[command(flatten)]
    global: context::Flags,
    #[command(subcommand)]
    command: Command,
}

/// Runs the program and gives its exit code.
pub fn run(arguments: impl Iterator<Item = OsString>, surroundings: &Surroundings) -> Exit {
    let mut command = Program::command();
    let mut arguments = bare_path_means_check(arguments.collect(), &command);
    // In a folder of claims there is one thing to do.
    if arguments.len() == 1 && std::path::Path::new("claims").is_dir() {
        arguments.push("check".into());
    }
    let parsed =
        command.try_get_matches_from_mut(arguments).and_then(|matches| Program::from_arg_matches(&matches));
    let program = match parsed {
        Ok(program) => program,
        Err(error) => {
            // Help and version are answers and end with 0, everything else is a usage error.
            let _ = error.print();
            return if error.use_stderr() { Exit::Usage } else { Exit::Clean };
        }
    };
    let context = match Context::new(&program.global, surroundings) {
        Ok(context) => context,
        Err(words) => {
            let _ = write!(std::io::stderr(), "{words}");
            return Exit::Usage;
        }
    };
    pdf::use_limited_reader();
    match dispatch(&program.command, &context) {
        Ok(exit) => exit,
        // The reader of our output went away (`verify … | head`): nothing is wrong.
        Err(error) if is_broken_pipe(&error) => Exit::Clean,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "error: {}", told(&error));
            Exit::Usage
        }
    }
}

/// An error with its causes, each said once: some errors have the words of their cause in their own.
fn told(error: &anyhow::Error) -> String {
    let mut words = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if words.is_empty() {
            words = cause;
        } else if !words.ends_with(&cause) {
            words = format!("{words}: {cause}");
        }
    }
    words
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

/// Puts `check` before arguments whose first word is neither a subcommand nor a request for help.
fn bare_path_means_check(mut arguments: Vec<OsString>, command: &clap::Command) -> Vec<OsString> {
    let mut words = arguments.iter().skip(1);
    let mut first = None;
    while let Some(word) = words.next() {
        match word.to_str() {
            // Global flags whose value is the next word.
            Some("--store" | "--color" | "--now" | "--config") => drop(words.next()),
            Some("-h" | "--help" | "-V" | "--version") => return arguments,
            Some("--") | None => {
                first = Some(word.clone());
                break;
            }
            Some(flag) if flag.starts_with('-') && flag != "-" => {}
            Some(_) => {
                first = Some(word.clone());
                break;
            }
        }
    }
    let named =
        |word: &OsString| word == "help" || command.get_subcommands().any(|sub| word == sub.get_name());
    if arguments.len() > 1 && !first.as_ref().is_some_and(named) {
        arguments.insert(1, "check".into());
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let cause = || anyhow::anyhow!("no such file");
        assert_eq!(told(&cause().context("cannot read a: no such file")), "cannot read a: no such file");
        assert_eq!(told(&cause().context("cannot read a")), "cannot read a: no such file");
    }

    fn check(typed: &str, parsed: &str) {
        let words = typed.split(' ').map(OsString::from).collect();
        let arguments = bare_path_means_check(words, &Program::command());
        let arguments: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
        assert_eq!(arguments.join(" "), parsed);
    }

    #[test]
    fn a_bare_path_means_check() {
        check("verify", "verify");
        check("verify claims/a.toml", "verify check claims/a.toml");
        check("verify -v --format json a.toml", "verify check -v --format json a.toml");
        check("verify --store check a.toml", "verify check --store check a.toml");
        check("verify --store x check a.toml", "verify --store x check a.toml");
        check("verify --help", "verify --help");
        check("verify help check", "verify help check");
        check("verify -- check", "verify check -- check");
    }

    #[test]
    fn the_arguments_hang_together() {
        Program::command().debug_assert();
    }
}
