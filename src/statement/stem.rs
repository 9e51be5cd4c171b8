//! Takes inflection, spelling variants and derivation off a word.

use super::lexicon;

/// The base form: irregular forms by the pack, else inflection endings off.
pub(super) fn base(form: &str) -> String {
    if let Some(base) = lexicon::irregular(form) {
        return spelling(base.to_string());
    }
    if form.len() < 4 || form.bytes().any(|byte| byte.is_ascii_digit()) {
        return form.to_string();
    }
    let mut stem = form.to_string();
    if let Some(rest) = form.strip_suffix("ies").filter(|rest| rest.len() > 2) {
        stem = format!("{rest}y");
    } else if let Some(rest) = form.strip_suffix("ied").filter(|rest| rest.len() > 2) {
        stem = format!("{rest}y");
    } else if let Some(rest) = ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .find_map(|ending| form.ends_with(ending).then(|| &form[..form.len() - 2]))
    {
        stem = rest.to_string();
    } else if let Some(rest) = form.strip_suffix('s').filter(|rest| !rest.ends_with(['s', 'u', 'i'])) {
        stem = rest.to_string();
    } else if let Some(rest) = form.strip_suffix("ing").filter(|rest| rest.len() > 2 && has_vowel(rest)) {
        stem = undouble(rest);
    } else if let Some(rest) = form.strip_suffix("ed").filter(|rest| rest.len() > 2 && has_vowel(rest)) {
        stem = undouble(rest);
    }
    spelling(stem)
}

fn has_vowel(stem: &str) -> bool {
    stem.contains(['a', 'e', 'i', 'o', 'u', 'y'])
}

fn undouble(stem: &str) -> String {
    let bytes = stem.as_bytes();
    let double = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
    if double && !stem.ends_with("ss") { stem[..stem.len() - 1].to_string() } else { stem.to_string() }
}

/// British and American spellings to one form, a silent e off.
fn spelling(stem: String) -> String {
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
            stem.truncate(stem.len() - from.len());
            stem.push_str(to);
        }
    }
    // "organised" leaves "organis" where "organize" leaves "organiz".
    if stem.len() > 5 && stem.ends_with("is") && !stem.ends_with("sis") {
        stem.truncate(stem.len() - 1);
        stem.push('z');
    }
    if stem.len() > 3 && stem.ends_with('e') && !stem.ends_with("ee") {
        stem.pop();
    }
    if stem.len() > 4 && stem.ends_with("ll") {
        stem.pop();
    }
    stem
}

/// The root: derivation endings off where at least four letters stay.
pub(super) fn root(base: &str) -> &str {
    const ENDINGS: &[&str] = &[
        "ization", "ational", "fulness", "ousness", "ially", "ically", "iveness", "ation", "ition", "ement",
        "ality", "ingly", "ment", "ness", "tion", "sion", "able", "ible", "ally", "ance", "anc", "ens",
        "ship", "ical", "ator", "ion", "ity", "ist", "ism", "ful", "ous", "iv", "ant", "ent", "ial", "iz",
        "ly", "al", "or", "er", "ic", "at", "y", "ing",
    ];
    let last = base.bytes().last();
    // Most endings are told from the word's by their last letter.
    let near = ENDINGS.iter().filter(|ending| ending.bytes().last() == last);
    let mut rests = near.filter_map(|ending| base.strip_suffix(ending).filter(|rest| rest.len() >= 4));
    rests.next().unwrap_or(base)
}
