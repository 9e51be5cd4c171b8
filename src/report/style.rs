//! How reports for people look: colour, character set, width, and the escaping of captured text.

use annotate_snippets::Renderer;
use annotate_snippets::renderer::DecorStyle;

/// How a report for people looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Colour by ANSI escapes. It is never the only signal.
    pub color: bool,
    /// Shapes and lines beyond ASCII.
    pub unicode: bool,
    /// Columns of the terminal.
    pub width: usize,
}

impl Default for Style {
    /// What a file or a pipe gets: no colour, UTF-8, 120 columns.
    fn default() -> Style {
        Style { color: false, unicode: true, width: 120 }
    }
}

impl Style {
    /// The renderer of diagnostics for this style.
    pub(super) fn renderer(self) -> Renderer {
        let renderer = if self.color { Renderer::styled() } else { Renderer::plain() };
        // Lines of diagnostics stay ASCII in both character sets: they are what editors and people know.
        renderer.decor_style(DecorStyle::Ascii).term_width(self.width)
    }

    /// Text that reaches a terminal: controls and direction marks are shown, not obeyed, and without UTF-8 nothing
    /// else than ASCII is left.
    pub(super) fn escape(self, text: &str) -> String {
        let mut escaped = String::with_capacity(text.len());
        for character in text.chars() {
            match character {
                '\n' | '\t' => escaped.push(character),
                _ if is_deceptive(character) => escaped.extend(character.escape_unicode()),
                _ if !self.unicode => escaped.push_str(&ascii(character)),
                _ => escaped.push(character),
            }
        }
        escaped
    }
}

/// Characters that could make a terminal show something else than what is there: controls, direction overrides and
/// isolates, zero-width marks, tags.
pub(super) fn is_deceptive(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// The nearest ASCII for the signs that reports and prose use; an escape for the rest.
fn ascii(character: char) -> String {
    let near = match character {
        _ if character.is_ascii() => return character.to_string(),
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "!=",
        '≈' => "~",
        '×' => "x",
        '÷' => "/",
        '−' | '–' | '—' | '‑' => "-",
        '‘' | '’' => "'",
        '“' | '”' => "\"",
        '…' => "...",
        '→' => "->",
        '·' => "*",
        '±' => "+/-",
        '\u{a0}' | '\u{202f}' | '\u{2009}' => " ",
        _ => return character.escape_unicode().to_string(),
    };
    near.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(unicode: bool, text: &str, expected: &str) {
        assert_eq!(Style { unicode, ..Style::default() }.escape(text), expected);
    }

    #[test]
    fn controls_and_direction_marks_are_shown() {
        check(true, "a\u{1b}[31mb", "a\\u{1b}[31mb");
        check(true, "12\u{202e}43 jobs", "12\\u{202e}43 jobs");
        check(true, "40,000 ≤ x", "40,000 ≤ x");
    }

    #[test]
    fn without_utf8_only_ascii_is_left() {
        check(false, "40,000 ≤ x – “café”", "40,000 <= x - \"caf\\u{e9}\"");
    }
}
