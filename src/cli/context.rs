//! What every subcommand gets: the resolved global flags and what `main` read of clock and environment.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use claim_verifier::check;
use claim_verifier::report::{self, Style};

use super::settings::{self, Settings, SettingsError};

/// Clock, environment and streams, read once by `main`.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// The moment the program started.
    pub now: DateTime<Utc>,
    /// Environment variables whose name starts with `VERIFY_`.
    pub variables: BTreeMap<String, String>,
    /// `NO_COLOR` is set.
    pub no_color: bool,
    /// `CLICOLOR_FORCE` is set to something but 0.
    pub force_color: bool,
    /// The locale, for the character set of the terminal.
    pub locale: Option<String>,
    /// `TERM`.
    pub terminal_kind: Option<String>,
    /// `CI` is set.
    pub continuous_integration: bool,
    /// Columns of the terminal, where one is known.
    pub columns: Option<usize>,
    /// stdout is a terminal.
    pub stdout_is_terminal: bool,
    /// stderr is a terminal.
    pub stderr_is_terminal: bool,
}

/// Flags that every subcommand takes.
#[derive(Debug, Clone, clap::Args)]
pub struct Flags {
    /// Folder of the captures [default: snapshots]
    #[arg(long, value_name = "DIR", global = true, help_heading = "Global options")]
    store: Option<PathBuf>,
    /// Settings file [default: verify.toml here or above, up to the repository's root]
    #[arg(long, value_name = "FILE", global = true, help_heading = "Global options")]
    config: Option<PathBuf>,
    /// Use no settings file
    #[arg(long, conflicts_with = "config", global = true, help_heading = "Global options")]
    isolated: bool,
    /// The moment to take for now (RFC 3339, or a day) [default: the clock]
    #[arg(long, value_name = "TIME", value_parser = moment, global = true, help_heading = "Global options")]
    now: Option<DateTime<Utc>>,
    /// When to colour
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = Color::Auto, global = true, help_heading = "Global options")]
    color: Color,
    /// Less output: -q the summary only, -qq the exit code only
    #[arg(short, long, action = clap::ArgAction::Count, global = true, help_heading = "Global options")]
    quiet: u8,
    /// More output: -v supported claims too, -vv every rule tried and why it abstained
    #[arg(short, long, action = clap::ArgAction::Count, global = true, conflicts_with = "quiet", help_heading = "Global options")]
    verbose: u8,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// What every subcommand gets.
#[derive(Debug, Clone)]
pub struct Context {
    /// Folder of the captures.
    pub store: PathBuf,
    /// The moment the program started.
    pub now: DateTime<Utc>,
    /// Whether stdout gets colour.
    pub color: bool,
    /// Whether stderr gets colour.
    pub color_errors: bool,
    /// Whether the terminal shows UTF-8.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
    /// Whether a progress bar may be drawn on stderr.
    pub progress: bool,
    /// The settings with their origins.
    pub settings: Settings,
    /// How often `-q` was given.
    pub quiet: u8,
    /// How often `-v` was given.
    pub verbose: u8,
}

impl Context {
    /// How claims are checked by the settings.
    pub fn check_options(&self) -> check::Options {
        let strict_bounds = self.settings.get("bounds").value == "strict";
        check::Options { today: self.now.date_naive(), strict_bounds }
    }

    /// Resolves flags over environment over `verify.toml` over defaults.
    ///
    /// # Errors
    /// What is wrong with the settings, as text for stderr.
    pub fn new(flags: &Flags, surroundings: &Surroundings) -> Result<Context, String> {
        let color = |is_terminal: bool| match flags.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto if surroundings.no_color => false,
            Color::Auto if surroundings.force_color => true,
            Color::Auto => is_terminal && surroundings.terminal_kind.as_deref() != Some("dumb"),
        };
        let style = Style {
            color: color(surroundings.stderr_is_terminal),
            unicode: speaks_utf8(surroundings),
            width: surroundings.columns.unwrap_or(120).clamp(60, 160),
        };
        let file = match (&flags.config, flags.isolated) {
            (Some(file), _) => Some(file.clone()),
            (None, true) => None,
            (None, false) => settings::find(Path::new(".")),
        };
        let mut settings =
            Settings::read(file.as_deref(), &surroundings.variables).map_err(|error| match error {
                SettingsError::Mistakes(problems) => report::mistakes::mistakes(&problems, style),
                SettingsError::Words(words) => format!("error: {words}\n"),
            })?;
        if let Some(store) = &flags.store {
            settings.override_with("store", "--store", store.to_string_lossy().into_owned());
        }
        Ok(Context {
            store: PathBuf::from(&settings.get("store").value),
            now: flags.now.unwrap_or(surroundings.now),
            color: color(surroundings.stdout_is_terminal),
            color_errors: style.color,
            width: style.width,
            unicode: style.unicode,
            progress: surroundings.stderr_is_terminal
                && !surroundings.continuous_integration
                && flags.quiet == 0,
            settings,
            quiet: flags.quiet,
            verbose: flags.verbose,
        })
    }
}

/// Files and pipes get UTF-8; a terminal gets it when its locale says so.
fn speaks_utf8(surroundings: &Surroundings) -> bool {
    if !surroundings.stdout_is_terminal || cfg!(windows) {
        return true;
    }
    surroundings.locale.as_deref().is_some_and(|locale| {
        let locale = locale.to_ascii_lowercase();
        locale.contains("utf-8") || locale.contains("utf8")
    })
}

/// Reads a moment: RFC 3339, or a day, which begins at midnight UTC.
pub(super) fn moment(text: &str) -> Result<DateTime<Utc>, String> {
    if let Ok(day) = text.parse::<chrono::NaiveDate>() {
        return Ok(day.and_time(chrono::NaiveTime::MIN).and_utc());
    }
    DateTime::parse_from_rfc3339(text)
        .map(|moment| moment.to_utc())
        .map_err(|_| "write it as 2026-01-31 or 2026-01-31T08:00:00Z".to_owned())
}
