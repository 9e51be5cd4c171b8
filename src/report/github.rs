//! Workflow commands that annotate the changed lines of a pull request.

use crate::check::outcome::Level;

use super::diagnostic::diagnostics;
use super::{Report, Style, concise, place};

/// Writes one command a finding, then the summary as plain text.
pub(super) fn write(report: &Report<'_>) -> String {
    let style = Style::default();
    let mut written = String::new();
    for diagnostic in diagnostics(report).iter().filter(|diagnostic| diagnostic.let_stand().is_none()) {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let (line, column) = place::line_column(&diagnostic.file.text, diagnostic.span.start);
        let name = diagnostic.code.map_or_else(String::new, |code| format!(" {}", code.name()));
        let title = format!("{}{name} ({})", diagnostic.tag(), diagnostic.id);
        let mut message = diagnostic.message.clone();
        for note in &diagnostic.notes {
            message.push_str(&format!("\n{note}"));
        }
        if let Some(help) = &diagnostic.help {
            message.push_str(&format!("\nhelp: {help}"));
        }
        let path = diagnostic.file.path.to_string_lossy().replace('\\', "/");
        written.push_str(&format!(
            "::{command} file={},line={line},col={column},title={}::{}\n",
            property(&path),
            property(&style.escape(&title)),
            escaped(&style.escape(&message))
        ));
    }
    written.push_str(&concise::summary(report, style));
    written
}

/// The escapes of the command's message.
fn escaped(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The escapes of the command's properties.
fn property(text: &str) -> String {
    escaped(text).replace(':', "%3A").replace(',', "%2C")
}
