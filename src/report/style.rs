//! How reports for people look: colour, character set, width, and the escaping of captured text.

use std::ops::Range;

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

/// A text made safe to show, with the way from bytes of the text to bytes of what is shown.
pub(super) struct Shown {
    /// What is shown.
    pub(super) text: String,
    /// Pairs of (byte of the text, byte of what is shown), rising.
    steps: Vec<(usize, usize)>,
}

impl Shown {
    /// The range that shows a range of the text.
    pub(super) fn range(&self, range: &Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            let step = self.steps.partition_point(|(from, _)| *from <= byte);
            let (from, to) = if step == 0 { (0, 0) } else { self.steps[step - 1] };
            super::place::border(&self.text, (to + (byte - from)).min(self.text.len()))
        };
        at(range.start)..at(range.end).max(at(range.start))
    }
}

impl Style {
    /// A text made safe to show, with the way back.
    pub(super) fn shown(self, text: &str) -> Shown {
        let mut shown = Shown { text: String::with_capacity(text.len()), steps: vec![] };
        for (at, character) in text.char_indices() {
            let before = shown.text.len();
            let mut letter = [0; 4];
            let letter = character.encode_utf8(&mut letter);
            let escaped = self.escape(letter);
            shown.text.push_str(&escaped);
            if escaped.len() != character.len_utf8() {
                shown.steps.push((at, before));
                shown.steps.push((at + character.len_utf8(), shown.text.len()));
            }
        }
        shown
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
    fn ranges_follow_what_is_shown() {
        let style = Style { unicode: false, ..Style::default() };
        let text = "“café” made 12 cups";
        let shown = style.shown(text);
        let at = text.find("12").expect("it is there");
        assert_eq!(&shown.text[shown.range(&(at..at + 2))], "12");
        let at = text.find("é").expect("it is there");
        assert_eq!(&shown.text[shown.range(&(at..at + 2))], "\\u{e9}");
        assert_eq!(shown.range(&(0..text.len())), 0..shown.text.len());
    }

    #[test]
    fn without_utf8_only_ascii_is_left() {
        check(false, "40,000 ≤ x – “café”", "40,000 <= x - \"caf\\u{e9}\"");
    }
}
