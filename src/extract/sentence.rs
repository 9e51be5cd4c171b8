//! Splits extracted text into sentences: own rules with a list of abbreviations.
//!
//! A line end always ends a sentence and a table row is never split. The rules prefer to leave two
//! sentences together over cutting one in two: a cut figure is worse than a long sentence.

use std::ops::Range;

/// The sentences of `text`, in order, without surrounding white space.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        split_line(line, at, &mut found);
        at += line.len();
    }
    found
}

fn split_line(line: &str, base: usize, found: &mut Vec<Range<usize>>) {
    let mut push = |range: Range<usize>| {
        let cut = &line[range.clone()];
        let start = range.start + (cut.len() - cut.trim_start().len());
        let end = start + cut.trim().len();
        if end > start {
            found.push(base + start..base + end);
        }
    };
    if line.contains(" | ") {
        push(0..line.len());
        return;
    }
    let mut start = 0;
    let mut rest_from = 0;
    while let Some(offset) = next_mark(&line[rest_from..]) {
        let mark = rest_from + offset;
        let mut end = after_closers(line, mark);
        // A note number glued to the full stop ("rose.[3] The …") goes with the sentence it ends.
        end += note_len(&line[end..]).unwrap_or(0);
        rest_from = end;
        if ends_sentence(line, mark, end) {
            push(start..end);
            start = end;
        }
    }
    push(start..line.len());
}

/// Marks that can end a sentence.
const MARKS: [char; 8] = ['.', '?', '!', '\u{2026}', '\u{3002}', '\u{ff01}', '\u{ff1f}', '\u{964}'];

/// Where the first of them stands.
fn next_mark(text: &str) -> Option<usize> {
    // The first bytes of the marks; few other characters begin with one of them.
    let begins = |byte: &u8| matches!(byte, b'.' | b'?' | b'!' | 0xe0 | 0xe2 | 0xe3 | 0xef);
    let mut places = text.bytes().enumerate().filter(|(_, byte)| begins(byte));
    places.find(|(at, _)| text[*at..].starts_with(MARKS)).map(|(at, _)| at)
}

/// Past the run of marks at `mark` and the quotes and brackets that close with them.
fn after_closers(line: &str, mark: usize) -> usize {
    let is_closer = |character: char| {
        matches!(
            character,
            '.' | '?'
                | '!'
                | '\u{2026}'
                | '\u{3002}'
                | '\u{ff01}'
                | '\u{ff1f}'
                | '\u{964}'
                | '"'
                | '\''
                | ')'
                | ']'
                | '\u{201d}'
                | '\u{2019}'
                | '\u{bb}'
                | '\u{300d}'
                | '\u{300f}'
        )
    };
    line[mark..].find(|character: char| !is_closer(character)).map_or(line.len(), |len| mark + len)
}

fn ends_sentence(line: &str, mark: usize, end: usize) -> bool {
    let marks = &line[mark..end];
    let wide = marks.starts_with(['\u{3002}', '\u{ff01}', '\u{ff1f}']);
    let rest = &line[end..];
    let Some(next) = rest.chars().next() else { return true };
    if wide {
        return true;
    }
    if !next.is_whitespace() {
        // Markup that was taken out can leave two sentences without a space: "at 87.On Monday".
        let word = word_before(line, mark);
        let whole = word.len() > 1 && word.ends_with(|last: char| last.is_lowercase() || last.is_numeric());
        return marks == "." && whole && opens_with_common_word(rest) && !holds_together(word, rest);
    }
    let follows = rest.trim_start();
    if follows.is_empty() {
        return true;
    }
    if !opens_sentence(follows) {
        return false;
    }
    if !marks.starts_with('.') || marks.starts_with("..") {
        return true;
    }
    let word = word_before(line, mark);
    !holds_together(word, follows)
}

fn note_len(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    ((1..=3).contains(&digits) && inner[digits..].starts_with(']')).then_some(digits + 2)
}

/// A sentence opens with a capital, a figure, or a letter of a script without capitals.
fn opens_sentence(text: &str) -> bool {
    let open = |character: char| {
        matches!(
            character,
            '"' | '\''
                | '('
                | '['
                | '\u{201c}'
                | '\u{2018}'
                | '\u{ab}'
                | '\u{2022}'
                | '-'
                | '\u{2013}'
                | '\u{2014}'
                | '$'
                | '\u{20ac}'
                | '\u{a3}'
                | '\u{20b9}'
                | '#'
                | '@'
                | '\u{bf}'
                | '\u{a1}'
                | ' '
        )
    };
    text.trim_start_matches(open)
        .chars()
        .next()
        .is_some_and(|first| first.is_numeric() || (first.is_alphabetic() && !first.is_lowercase()))
}

/// The word in front of a full stop, inner stops included ("U.S", "p.m", "approx").
fn word_before(line: &str, mark: usize) -> &str {
    let before = &line[..mark];
    let from = before
        .char_indices()
        .rev()
        .take_while(|(_, character)| character.is_alphanumeric() || matches!(character, '.' | '&' | '/'))
        .last()
        .map_or(mark, |(at, _)| at);
    &before[from..]
}

/// True when the full stop after `word` belongs to the word and what follows goes on with it.
fn holds_together(word: &str, follows: &str) -> bool {
    if word.is_empty() {
        return false;
    }
    let lower = word.to_lowercase();
    let next_figure = follows.starts_with(|first: char| first.is_numeric());
    if ALWAYS.contains(&lower.as_str()) {
        return true;
    }
    if BEFORE_FIGURE.contains(&lower.as_str()) {
        return next_figure;
    }
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    // "Vitamin D. The", "J. Smith": an initial goes on unless a common opening word follows.
    if initial || MAYBE.contains(&lower.as_str()) || is_dotted(word) {
        return !opens_with_common_word(follows) && (!next_figure || initial || is_dotted(word));
    }
    false
}

/// Letters with a stop after each but the last: U.S, p.m, e.g, N.A.T.O.
fn is_dotted(word: &str) -> bool {
    let mut parts = word.split('.');
    word.contains('.')
        && parts.all(|part| (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic))
}

fn opens_with_common_word(follows: &str) -> bool {
    let follows = follows.trim_start_matches(['"', '\'', '(', '\u{201c}', '\u{2018}']);
    let word =
        &follows[..follows.find(|character: char| !character.is_alphabetic()).unwrap_or(follows.len())];
    OPENERS.contains(&word)
}

/// Abbreviations that never end a sentence in print.
const ALWAYS: [&str; 66] = [
    "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "gen", "col", "maj", "capt", "cmdr", "lt", "sgt", "gov",
    "sen", "rep", "pres", "st", "mt", "ft", "rs", "re", "e.g", "i.e", "cf", "viz", "vs", "v", "approx", "ca",
    "est", "messrs", "mme", "mlle", "sr", "sra", "dept", "supt", "det", "insp", "adm", "brig", "fr", "hr",
    "frau", "z.b", "d.h", "bzw", "ggf", "sog", "usw", "s.a", "u.a", "incl", "excl", "resp", "esp", "ref",
    "tel", "ext", "attn", "ph", "lic", "asst", "assoc",
];

/// Abbreviations that go on only with a figure ("No. 5", but "He said no.").
const BEFORE_FIGURE: [&str; 30] = [
    "no", "nos", "nr", "fig", "figs", "sec", "secs", "art", "arts", "p", "pp", "para", "paras", "ch", "chap",
    "vol", "vols", "ed", "eq", "tab", "app", "cl", "reg", "col", "pt", "ver", "cap", "max", "min", "avg",
];

/// Abbreviations that may end a sentence; the next word decides.
const MAYBE: [&str; 49] = [
    "inc", "ltd", "co", "corp", "llc", "plc", "bros", "jr", "esq", "etc", "al", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur",
    "thurs", "fri", "sat", "sun", "a.m", "p.m", "am", "pm", "u.s", "u.k", "u.n", "p.c", "p.a", "b.c", "a.d",
    "pvt", "pte", "univ", "gmbh", "bhd",
];

/// Words that open a sentence far more often than they follow an abbreviation inside one.
const OPENERS: [&str; 58] = [
    "A",
    "After",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "As",
    "At",
    "Because",
    "Before",
    "But",
    "By",
    "Each",
    "Even",
    "For",
    "From",
    "He",
    "Her",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "It",
    "Its",
    "Last",
    "Many",
    "Meanwhile",
    "More",
    "Most",
    "No",
    "Not",
    "Now",
    "On",
    "One",
    "Our",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "These",
    "They",
    "This",
    "Those",
    "To",
    "We",
    "What",
    "When",
    "While",
    "You",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn plain_sentences_and_quotes() {
        check("Output rose. Prices fell! Why?", &["Output rose.", "Prices fell!", "Why?"]);
        check("\u{201c}We grew.\u{201d} She left.", &["\u{201c}We grew.\u{201d}", "She left."]);
        check("It cost $3.50 in all. 12 firms paid.", &["It cost $3.50 in all.", "12 firms paid."]);
        check("He waited\u{2026} and then left.", &["He waited\u{2026} and then left."]);
        check("It rose.[3] The rest fell.", &["It rose.[3]", "The rest fell."]);
        check("He died at 87.On Monday it rained.", &["He died at 87.", "On Monday it rained."]);
        check("See St.John and Node.Js, or mail a.To.", &["See St.John and Node.Js, or mail a.To."]);
    }

    #[test]
    fn abbreviations_hold() {
        check("It costs Rs. 500 now.", &["It costs Rs. 500 now."]);
        check("Under Sec. 14 of the Act. Next.", &["Under Sec. 14 of the Act.", "Next."]);
        check(
            "The U.S. Treasury paid. The U.S. The end.",
            &["The U.S. Treasury paid.", "The U.S.", "The end."],
        );
        check(
            "He said no. They went at 5 p.m. He slept.",
            &["He said no.", "They went at 5 p.m.", "He slept."],
        );
        check("Inflation hit 4.5 p.c. In May it fell.", &["Inflation hit 4.5 p.c.", "In May it fell."]);
        check("J. R. Perera of Lanka Co. Ltd. signed.", &["J. R. Perera of Lanka Co. Ltd. signed."]);
        check("See No. 5. Approx. 40 left.", &["See No. 5.", "Approx. 40 left."]);
    }

    #[test]
    fn rows_and_lines() {
        check("Year | No. | Est. Total\nOne. Two.", &["Year | No. | Est. Total", "One.", "Two."]);
        check(
            "\u{65e5}\u{672c}\u{3002}\u{6771}\u{4eac}\u{3002}",
            &["\u{65e5}\u{672c}\u{3002}", "\u{6771}\u{4eac}\u{3002}"],
        );
    }
}
