//! Ids made from text, for claims and relations that were given none.

/// Characters of a slug, at a word's end.
const LENGTH_MAX: usize = 60;

/// Lower-case ASCII words of a text joined by hyphens: `Plants made 31.4 million` becomes `plants-made-31-4-million`.
pub(super) fn slug(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;

    let mut slug = String::new();
    // Decomposed, so that accents fall off and the letters stay.
    let plain: String = text.nfkd().filter(char::is_ascii).collect::<String>().to_ascii_lowercase();
    for word in plain.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if !slug.is_empty() && slug.len() + 1 + word.len() > LENGTH_MAX {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    // A text without a single ASCII letter or digit still needs a name.
    if slug.is_empty() { "claim".to_owned() } else { slug }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(slug(text), expected);
    }

    #[test]
    fn words_joined() {
        check("Plants made 31.4 million phones.", "plants-made-31-4-million-phones");
        check("Café prices rose", "cafe-prices-rose");
        check("…", "claim");
    }

    #[test]
    fn long_texts_end_at_a_word() {
        let long = slug(&"harvest weight ".repeat(20));
        assert!(long.len() <= LENGTH_MAX && long.ends_with("weight") || long.ends_with("harvest"), "{long}");
    }
}
