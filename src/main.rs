//! The `verify` program: reads the clock and the environment once, hands them to the command line, gives its exit code.

mod cli;

use std::process::ExitCode;

use cli::Surroundings;

fn main() -> ExitCode {
    // One TLS provider for the whole process, before anything can open a connection.
    // A second installation is harmless: the first one stays.
    let _ = rustls::crypto::ring::default_provider().install_default();
    cli::run(std::env::args_os(), &surroundings()).into()
}

/// The only place where clock and environment are read.
#[expect(clippy::disallowed_methods, reason = "the program's rim: everything below takes these as values")]
fn surroundings() -> Surroundings {
    use std::io::IsTerminal;

    let variable = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    Surroundings {
        now: chrono::Utc::now(),
        variables: std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .filter(|(name, value)| name.starts_with("VERIFY_") && !value.is_empty())
            .collect(),
        no_color: variable("NO_COLOR").is_some(),
        force_color: variable("CLICOLOR_FORCE").is_some_and(|value| value != "0"),
        locale: variable("LC_ALL").or_else(|| variable("LC_CTYPE")).or_else(|| variable("LANG")),
        terminal_kind: variable("TERM"),
        continuous_integration: variable("CI").is_some(),
        columns: terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)),
        stdout_is_terminal: std::io::stdout().is_terminal(),
        stderr_is_terminal: std::io::stderr().is_terminal(),
    }
}
