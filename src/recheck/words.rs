//! What changed between two texts, word by word, and whether such a change can matter to a claim.

use std::collections::HashMap;
use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::extract::{Document, sentence};
use crate::quantity;

/// Words times words up to which two stretches are compared word by word. Above it the whole stretch counts as
/// replaced: two hostile pages must not take minutes.
const CELLS_MAX: usize = 16_000_000;

/// How much of their words two passages must share to be taken for the same passage, in hundredths.
const SHARED_MIN: usize = 40;

/// A stretch of two texts: the same in both, or one in place of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// True where both have the same words.
    pub same: bool,
    /// Bytes of the old text.
    pub old: Range<usize>,
    /// Bytes of the new text.
    pub new: Range<usize>,
}

/// How one list of texts becomes another. Whoever compares comes here: each kind of list would have the algorithms built
/// once more.
pub(super) fn operations(algorithm: Algorithm, old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    capture_diff_slices(algorithm, old, new)
}

/// Compares two texts word by word; white space does not count. The stretches cover both texts in order.
pub fn compare(old: &str, new: &str) -> Vec<Stretch> {
    let (old_words, new_words) = (words(old), words(new));
    let (a, b): (Vec<&str>, Vec<&str>) = (texts(old, &old_words), texts(new, &new_words));
    let prefix = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let suffix = a[prefix..].iter().rev().zip(b[prefix..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (a_mid, b_mid) = (&a[prefix..a.len() - suffix], &b[prefix..b.len() - suffix]);
    let mut runs: Vec<(bool, Range<usize>, Range<usize>)> = vec![(true, 0..prefix, 0..prefix)];
    if a_mid.len().saturating_mul(b_mid.len()) > CELLS_MAX {
        runs.push((false, prefix..prefix + a_mid.len(), prefix..prefix + b_mid.len()));
    } else {
        for op in operations(Algorithm::Myers, a_mid, b_mid) {
            let (old, new) = (op.old_range(), op.new_range());
            let same = matches!(op, DiffOp::Equal { .. });
            runs.push((same, old.start + prefix..old.end + prefix, new.start + prefix..new.end + prefix));
        }
    }
    runs.push((true, a.len() - suffix..a.len(), b.len() - suffix..b.len()));
    let mut stretches: Vec<Stretch> = Vec::new();
    for (same, old_run, new_run) in runs.into_iter().filter(|run| !run.1.is_empty() || !run.2.is_empty()) {
        let (old_bytes, new_bytes) = (bytes(&old_words, &old_run, old), bytes(&new_words, &new_run, new));
        match stretches.last_mut() {
            Some(last) if last.same == same => {
                last.old.end = old_bytes.end.max(last.old.end);
                last.new.end = new_bytes.end.max(last.new.end);
            }
            _ => stretches.push(Stretch { same, old: old_bytes, new: new_bytes }),
        }
    }
    stretches
}

/// The ranges of the words of a text; punctuation at their ends belongs to them.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (c.is_whitespace(), start) {
            (false, None) => start = Some(at),
            (true, Some(from)) => {
                words.push(from..at);
                start = None;
            }
            _ => {}
        }
    }
    words.extend(start.map(|from| from..text.len()));
    words
}

fn texts<'t>(text: &'t str, words: &[Range<usize>]) -> Vec<&'t str> {
    words.iter().map(|word| &text[word.clone()]).collect()
}

fn bytes(words: &[Range<usize>], run: &Range<usize>, text: &str) -> Range<usize> {
    if run.is_empty() {
        let at = words.get(run.start).map_or(text.len(), |word| word.start);
        return at..at;
    }
    words[run.start].start..words[run.end - 1].end
}

/// Words that turn a sentence around.
const TURNS: &[&str] = &[
    "not", "no", "never", "none", "nor", "neither", "without", "cannot", "denied", "denies", "deny", "false",
    "fell", "rose", "up", "down", "more", "less", "fewer", "over", "under", "about", "nearly", "almost",
    "planned", "plans", "expected", "target", "forecast", "may", "might", "could", "would", "will",
];

/// True where a change of words can matter: a figure, a negation, a date, a name.
pub fn is_weighty(old: &str, new: &str) -> bool {
    compare(old, new)
        .iter()
        .filter(|stretch| !stretch.same)
        .any(|stretch| has_weight(old, &stretch.old) || has_weight(new, &stretch.new))
}

fn has_weight(text: &str, changed: &Range<usize>) -> bool {
    let stretch = &text[changed.clone()];
    if stretch.chars().any(char::is_numeric) || !quantity::read(stretch).is_empty() {
        return true;
    }
    words(stretch).into_iter().any(|word| {
        let at = changed.start + word.start;
        let word = stretch[word].trim_matches(|c: char| !c.is_alphanumeric());
        let lower = word.to_lowercase();
        // A capital letter at the start of a sentence says nothing of a name.
        let starts =
            text[..at].trim_end().chars().next_back().is_none_or(|c| matches!(c, '.' | '?' | '!' | ':'));
        let name = word.chars().next().is_some_and(char::is_uppercase) && !starts;
        name || TURNS.contains(&lower.as_str()) || lower.ends_with("n't") || lower.ends_with("n\u{2019}t")
    })
}

/// The first figure that differs between two passages, as printed in each.
pub fn figures(old: &str, new: &str) -> (Option<String>, Option<String>) {
    fn read(text: &str) -> Vec<&str> {
        quantity::read(text).iter().map(|quantity| &text[quantity.span.clone()]).collect()
    }
    let (old, new) = (read(old), read(new));
    for op in operations(Algorithm::Myers, &old, &new) {
        if !matches!(op, DiffOp::Equal { .. }) {
            let first = |texts: &[&str]| texts.first().map(|text| (*text).to_owned());
            return (first(&old[op.old_range()]), first(&new[op.new_range()]));
        }
    }
    (None, None)
}

/// The passage or sentence of a document that shares most words with a text, if it shares enough.
pub fn counterpart(text: &str, document: &Document) -> Option<Range<usize>> {
    let wanted = bag(text);
    let total: usize = wanted.values().sum();
    let mut best: Option<(usize, Range<usize>)> = None;
    let sentences = |passage: &Range<usize>| {
        let start = passage.start;
        let of = sentence::sentences(&document.text[passage.clone()]);
        of.into_iter().map(move |range| range.start + start..range.end + start).collect::<Vec<_>>()
    };
    let passages = document.passages.iter().map(|passage| passage.range.clone());
    for range in passages.flat_map(|range| [vec![range.clone()], sentences(&range)].concat()) {
        let found = bag(&document.text[range.clone()]);
        let shared: usize =
            wanted.iter().map(|(word, count)| found.get(word).map_or(0, |other| *count.min(other))).sum();
        let of = total + found.values().sum::<usize>();
        let share = (200 * shared).checked_div(of).unwrap_or(0);
        if share >= SHARED_MIN && best.as_ref().is_none_or(|(most, _)| share > *most) {
            best = Some((share, range));
        }
    }
    best.map(|(_, range)| range)
}

fn bag(text: &str) -> HashMap<String, usize> {
    let mut bag = HashMap::new();
    for word in words(text) {
        let word = text[word].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        if !word.is_empty() {
            *bag.entry(word).or_default() += 1;
        }
    }
    bag
}

/// White space runs as one space.
pub fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(old: &str, new: &str) -> String {
        let mut out = String::new();
        for stretch in compare(old, new) {
            match stretch.same {
                true => out.push_str(&format!("{} ", &new[stretch.new])),
                false => out.push_str(&format!("[-{}-]{{+{}+}} ", &old[stretch.old], &new[stretch.new])),
            }
        }
        out.trim_end().to_owned()
    }

    #[test]
    fn words_are_marked() {
        let check = |old: &str, new: &str, expected: &str| assert_eq!(marked(old, new), expected);
        check("the mill  made 40 bales", "the mill made 38 bales", "the mill made [-40-]{+38+} bales");
        check("a b", "a b", "a b");
        check("", "a", "[--]{+a+}");
        check("a", "", "[-a-]{++}");
        check("a b c", "a c", "a [-b-]{++} c");
    }

    #[test]
    fn stretches_cover_long_texts_in_bounded_time() {
        let old: String = (0..9_000).map(|n| format!("a{n} ")).collect();
        let new: String = (0..9_000).map(|n| format!("b{n} ")).collect();
        let stretches = compare(&old, &new);
        assert_eq!(stretches.len(), 1);
        assert!(!stretches[0].same);
    }

    #[test]
    fn what_can_matter() {
        let check =
            |old: &str, new: &str, weighty: bool| assert_eq!(is_weighty(old, new), weighty, "{old} / {new}");
        check("made 40,000 bales", "made 38,000 bales", true);
        check("the mill did ship", "the mill did not ship", true);
        check("it shipped in May 2019", "it shipped in June 2019", true);
        check("said the head of Alpha", "said the head of Beta", true);
        check("a third of the looms", "half of the looms", true);
        check("the mill swiftly shipped", "the mill quickly shipped", false);
        check("Output went well.", "Production went well.", false);
    }

    #[test]
    fn figures_that_differ() {
        let check = |old: &str, new: &str, expected: (Option<&str>, Option<&str>)| {
            let (one, other) = figures(old, new);
            assert_eq!((one.as_deref(), other.as_deref()), expected);
        };
        check(
            "In 2019 it made 40,000 bales.",
            "In 2019 it made 38,000 bales.",
            (Some("40,000 bales"), Some("38,000 bales")),
        );
        check("It made bales.", "It made bales.", (None, None));
    }
}
