//! Takes inflection, spelling variants and derivation off a word.

use std::borrow::Cow;

use super::lexicon;

/// The base form: irregular forms by the pack, else inflection endings off.
pub(super) fn base(form: &str) -> Cow<'_, str> {
    if let Some(base) = lexicon::irregular(form) {
        return spelling(base.into());
    }
    if form.len() < 4 || form.bytes().any(|byte| byte.is_ascii_digit()) {
        return form.into();
    }
    let ending = |ending: &str, least: usize| form.strip_suffix(ending).filter(|rest| rest.len() > least);
    let stem: Cow<'_, str> = if let Some(rest) = ending("ies", 2).or_else(|| ending("ied", 2)) {
        format!("{rest}y").into()
    } else if ["sses", "shes", "ches", "xes", "zes"].iter().any(|ending| form.ends_with(ending)) {
        form[..form.len() - 2].into()
    } else if let Some(rest) = form.strip_suffix('s').filter(|rest| !rest.ends_with(['s', 'u', 'i'])) {
        rest.into()
    } else if let Some(rest) = ending("ing", 2).filter(|rest| has_vowel(rest)) {
        undouble(rest).into()
    } else if let Some(rest) = ending("ed", 2).filter(|rest| has_vowel(rest)) {
        undouble(rest).into()
    } else {
        form.into()
    };
    spelling(stem)
}

fn has_vowel(stem: &str) -> bool {
    stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn undouble(stem: &str) -> &str {
    let bytes = stem.as_bytes();
    let double = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if double && !stem.ends_with("ss") { &stem[..stem.len() - 1] } else { stem }
}

/// The beginning of a stem, so many letters taken off.
fn shortened(stem: Cow<'_, str>, by: usize) -> Cow<'_, str> {
    let length = stem.len() - by;
    match stem {
        Cow::Borrowed(stem) => stem[..length].into(),
        Cow::Owned(mut stem) => {
            stem.truncate(length);
            stem.into()
        }
    }
}

/// British and American spellings to one form, a silent e off.
fn spelling(stem: Cow<'_, str>) -> Cow<'_, str> {
    let mut stem = stem;
    for (from, to) in [
        ("isation", "ization"),
        ("ise", "ize"),
        ("yse", "yze"),
        ("our", "or"),
        ("tre", "ter"),
        ("ogue", "og"),
        ("ence", "ense"),
    ] {
        if stem.len() > from.len() + 2 && stem.ends_with(from) {
            stem = shortened(stem, from.len());
            stem.to_mut().push_str(to);
        }
    }
    // "organised" leaves "organis" where "organize" leaves "organiz".
    if stem.len() > 5 && stem.ends_with("is") && !stem.ends_with("sis") {
        stem = shortened(stem, 1);
        stem.to_mut().push('z');
    }
    if stem.len() > 3 && stem.ends_with('e') && !stem.ends_with("ee") {
        stem = shortened(stem, 1);
    }
    if stem.len() > 4 && stem.ends_with("ll") {
        stem = shortened(stem, 1);
    }
    stem
}

/// The root: derivation endings off where at least four letters stay; of several the first counts.
pub(super) fn root(base: &str) -> &str {
    let endings: &[&str] = match base.as_bytes().last() {
        Some(b'n') => &["ization", "ation", "ition", "tion", "sion", "ion"],
        Some(b'l') => &["ational", "ical", "ful", "ial", "al"],
        Some(b's') => &["fulness", "ousness", "iveness", "ness", "ens", "ous"],
        Some(b'y') => &["ially", "ically", "ality", "ingly", "ally", "ity", "ly", "y"],
        Some(b't') => &["ement", "ment", "ist", "ant", "ent", "at"],
        Some(b'e') => &["able", "ible", "ance"],
        Some(b'c') => &["anc", "ic"],
        Some(b'p') => &["ship"],
        Some(b'g') => &["ing"],
        Some(b'r') => &["ator", "or", "er"],
        Some(b'm') => &["ism"],
        Some(b'v') => &["iv"],
        Some(b'z') => &["iz"],
        _ => &[],
    };
    endings.iter().find_map(|ending| base.strip_suffix(ending).filter(|rest| rest.len() >= 4)).unwrap_or(base)
}

/// Places in words, from the first.
const ORDINALS: [&str; 20] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
];

/// "5th" is the fifth.
pub(super) fn ordinal(form: &str) -> Option<&'static str> {
    let digits =
        form.len().checked_sub(2).filter(|at| form.is_char_boundary(*at)).map(|at| form.split_at(at))?;
    let (number, ending) = digits;
    let place: usize = number.parse().ok().filter(|_| matches!(ending, "st" | "nd" | "rd" | "th"))?;
    ORDINALS.get(place.checked_sub(1)?).copied()
}
