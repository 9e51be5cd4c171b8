//! Patterns of words, for lines that are known by what they say.
//!
//! A pattern is a row of parts with spaces between: `share this/the? article/story/post? ..30`.
//! `this/the` is one of these words, `mailing+list` a word of two, `?` makes a part optional; `#` is a number,
//! `:` a colon or slash, `.` the stop or dash after a label, `()` something in brackets, `..30` up to thirty bytes
//! of anything (`..` of any length), `w3` at least three words. A pattern speaks of the whole line; marks between
//! words and at both ends of the line do not count.
//!
//! Lines are short and patterns many, so patterns are found by their first word, and matching is plain trial.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::outline::AtomHasher;

#[derive(Debug)]
enum Part {
    Word(Vec<Vec<u8>>),
    Number,
    Colon,
    Stop,
    Brackets,
    Gap(usize),
    Words(usize),
}

#[derive(Debug)]
struct Slot {
    part: Part,
    optional: bool,
}

/// A set of patterns.
#[derive(Debug)]
pub(super) struct Wordings {
    patterns: Vec<Vec<Slot>>,
    /// Patterns by the letters of their first word.
    by_word: HashMap<Vec<u8>, Vec<usize>, BuildHasherDefault<AtomHasher>>,
    /// Patterns that may begin with a number.
    by_number: Vec<usize>,
}

impl Wordings {
    /// Reads patterns; a malformed one is a word that no line holds.
    pub fn new(patterns: &[&str]) -> Self {
        let mut set = Wordings { patterns: Vec::new(), by_word: HashMap::default(), by_number: Vec::new() };
        for pattern in patterns {
            let number = set.patterns.len();
            let items: Vec<Slot> = pattern.split(' ').map(item).collect();
            for item in &items {
                match &item.part {
                    Part::Word(forms) => {
                        for form in forms {
                            let first = first_word(form).to_vec();
                            set.by_word.entry(first).or_default().push(number);
                        }
                    }
                    Part::Number => set.by_number.push(number),
                    _ => {}
                }
                if !item.optional {
                    break;
                }
            }
            set.patterns.push(items);
        }
        set
    }

    /// True where a pattern fits a line made by [`plain`].
    pub fn fit(&self, line: &[u8]) -> bool {
        let first = first_word(line);
        let numbered = if first.first().is_some_and(u8::is_ascii_digit) { &*self.by_number } else { &[] };
        let worded = self.by_word.get(first).map_or(&[][..], Vec::as_slice);
        numbered.iter().chain(worded).any(|number| fits(&self.patterns[*number], line, true))
    }
}

fn item(text: &str) -> Slot {
    let (text, optional) = text.strip_suffix('?').map_or((text, false), |text| (text, true));
    let part = match text {
        "#" => Part::Number,
        ":" => Part::Colon,
        "." => Part::Stop,
        "()" => Part::Brackets,
        ".." => Part::Gap(usize::MAX),
        "w3" => Part::Words(3),
        _ => match text.strip_prefix("..").and_then(|most| most.parse().ok()) {
            Some(most) => Part::Gap(most),
            None => Part::Word(text.split('/').map(|form| form.replace('+', " ").into_bytes()).collect()),
        },
    };
    Slot { part, optional }
}

/// Letters and figures; everything beyond ASCII that `plain` left is a letter.
fn is_wordy(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

fn first_word(line: &[u8]) -> &[u8] {
    &line[..line.iter().position(|byte| !is_wordy(*byte)).unwrap_or(line.len())]
}

/// Bytes of marks and spaces between two words.
const MARKS_MAX: usize = 4;

fn fits(items: &[Slot], rest: &[u8], at_start: bool) -> bool {
    let Some((item, after)) = items.split_first() else {
        return !rest.iter().any(|byte| is_wordy(*byte));
    };
    if item.optional && fits(after, rest, at_start) {
        return true;
    }
    let marks = rest.iter().take_while(|byte| !is_wordy(**byte)).count();
    let words = &rest[marks..];
    let apart = at_start || (1..=MARKS_MAX).contains(&marks);
    match &item.part {
        Part::Gap(most) => {
            let whole = rest.len() - rest.iter().rev().take_while(|byte| !is_wordy(**byte)).count();
            if after.is_empty() {
                return whole <= *most;
            }
            (0..=rest.len().min(*most)).any(|cut| {
                let edge = cut == 0 || cut == rest.len() || !is_wordy(rest[cut]) || !is_wordy(rest[cut - 1]);
                edge && fits(after, &rest[cut..], cut > 0 && !is_wordy(rest[cut - 1]))
            })
        }
        Part::Word(forms) => {
            apart
                && forms.iter().any(|form| {
                    words.strip_prefix(form.as_slice()).is_some_and(|rest| {
                        rest.first().is_none_or(|next| !is_wordy(*next)) && fits(after, rest, false)
                    })
                })
        }
        Part::Number => {
            let digits =
                words.iter().take_while(|byte| byte.is_ascii_digit() || b".,".contains(byte)).count();
            let unit = words.get(digits).is_some_and(|byte| b"km".contains(byte));
            apart
                && words.first().is_some_and(u8::is_ascii_digit)
                && (fits(after, &words[digits..], true) || (unit && fits(after, &words[digits + 1..], true)))
        }
        Part::Colon => mark(rest, b":/").is_some_and(|rest| fits(after, rest, false)),
        Part::Stop => mark(rest, b":.-").is_some_and(|rest| fits(after, rest, false)),
        Part::Brackets => {
            let inside = rest.strip_prefix(b" (").unwrap_or_default();
            let end = inside.iter().position(|byte| *byte == b')');
            end.is_some_and(|end| fits(after, &inside[end + 1..], false))
        }
        Part::Words(least) => {
            let count =
                rest.split(|byte| !is_wordy(*byte)).filter(|word| !word.is_empty()).take(*least).count();
            count == *least && after.is_empty()
        }
    }
}

/// What follows one of the marks, which may stand after a space.
fn mark<'r>(rest: &'r [u8], marks: &[u8]) -> Option<&'r [u8]> {
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    rest.first().filter(|byte| marks.contains(byte)).map(|_| &rest[1..])
}

/// A line as patterns see it: lower case, marks beyond ASCII as their plain forms, no marks at the ends.
pub(super) fn plain(text: &str) -> Vec<u8> {
    let mut line = Vec::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{0}'..='\u{7f}' => line.push(character.to_ascii_lowercase() as u8),
            '\u{2018}' | '\u{2019}' => line.push(b'\''),
            '\u{2010}'..='\u{2015}' => line.push(b'-'),
            other if !other.is_alphanumeric() => line.push(b' '),
            other => {
                let mut bytes = [0; 4];
                line.extend(
                    other
                        .to_lowercase()
                        .flat_map(|lower| lower.encode_utf8(&mut bytes).bytes().collect::<Vec<u8>>()),
                );
            }
        }
    }
    let end = line.iter().rposition(|byte| is_wordy(*byte)).map_or(0, |last| last + 1);
    // A bracket at the end is kept: what it encloses is told by it.
    line.truncate(if line.get(end) == Some(&b')') { end + 1 } else { end });
    let start = line.iter().position(|byte| is_wordy(*byte)).unwrap_or(0);
    line.drain(..start);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, line: &str, expected: bool) {
        assert_eq!(Wordings::new(&[pattern]).fit(&plain(line)), expected, "{pattern} / {line}");
    }

    #[test]
    fn patterns_speak_of_the_whole_line() {
        check("share this/the? article/story? ..10", "Share this story", true);
        check("share this/the? article/story? ..10", "SHARE:", true);
        check("share this/the? article/story? ..10", "Shares rose", false);
        check("share this/the? article/story? ..10", "Share of exports in all goods", false);
        check("# comments/comment", "1,204 comments", true);
        check("#? views", "3.4k views", true);
        check("# min/minutes read", "5min read", true);
        check("tags : ..", "Tags: mills, jute", true);
        check("tags : ..", "Tags of mills", false);
        check("don't miss ..", "Don\u{2019}t miss: the mills", true);
        check("correction () . ..", "Correction (May 3): the total was 12", true);
        check("update ..40 : w3", "Update, 3 May: a reply was added", true);
        check("update ..40 : w3", "Update: done", false);
        check("order/book ..30 now/today", "Book your free trial today", true);
        check("order/book ..30 now/today", "Book of the day is out", false);
        check("menu", "Men\u{fc}", false);
        check("menu", "\u{2022} MENU \u{203a}", true);
    }
}
