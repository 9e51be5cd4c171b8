//! Where something stands: a claim that puts it in one place, against the place in which the source puts it.
//!
//! Places lie in places, and no map is at hand. A place contradicts another only where the source prints the larger
//! one around it too and the claim names neither.

use std::ops::Range;

use super::align::{Ask, frequency, is_country, meets};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Verbs of standing somewhere.
const STANDING: [word::Key; 9] = word::literals([
    "stands",
    "stood",
    "lies",
    "lay",
    "sits",
    "located",
    "situated",
    "based",
    "headquartered",
]);
/// Nouns that are where their owner is.
static SEATS: std::sync::LazyLock<[word::Key; 6]> =
    std::sync::LazyLock::new(|| word::normals(["headquarters", "office", "home", "seat", "site", "base"]));

/// A place that the source gives to what the claim puts elsewhere.
pub(super) struct Elsewhere {
    /// Number of the sentence.
    pub sentence: usize,
    /// Both places, for the message.
    pub words: String,
}

/// A verb of standing with the place behind it, in tokens.
struct Stand {
    verb: usize,
    place: Range<usize>,
}

/// The first "stands in Hill Town" of a sentence.
fn stand(sentence: &Sentence) -> Option<Stand> {
    let tokens = &sentence.tokens;
    let is_in =
        |at: usize| tokens.get(at).is_some_and(|token| token.surface == const { word::literal("in") });
    (1..tokens.len()).find_map(|verb| {
        let stands = STANDING.contains(&tokens[verb].surface);
        let place = name(tokens, verb + 2);
        (stands && is_in(verb + 1) && !place.is_empty()).then_some(Stand { verb, place })
    })
}

/// The capitalised words that begin here.
fn name(tokens: &[Token], from: usize) -> Range<usize> {
    let capital = |at: &usize| {
        tokens.get(*at).is_some_and(|token| token.capital && !token.stop && token.kind == TokenKind::Word)
    };
    from..(from..).take_while(capital).last().map_or(from, |last| last + 1)
}

/// The place in which the source puts what the claim puts in another.
pub(super) fn elsewhere(ask: &Ask<'_>, source: &Reading) -> Option<Elsewhere> {
    let own = ask.sentence;
    let wanted = stand(own)?;
    let place = &own.tokens[wanted.place.clone()];
    let subject = own.tokens[..wanted.verb].iter().rev().find(|token| token.kind == TokenKind::Word)?;
    let known = own.tokens[..wanted.verb].iter().filter(|token| token.content());
    if place.iter().any(is_country) || known.into_iter().any(|token| frequency(token, source) == 0) {
        return None;
    }
    source.sentences.iter().enumerate().find_map(|(at, sentence)| {
        let found = stand(sentence)?;
        let other = &sentence.tokens[found.place.clone()];
        let same_subject = sentence.tokens[..found.verb].iter().any(|token| meets(subject, token));
        let shares = sentence.tokens.iter().any(|token| place.iter().any(|own| meets(own, token)));
        // "In Hill Town, in the county of Dale": both levels are printed.
        let around = sentence.tokens[found.place.end..].iter().any(|token| token.name && token.capital);
        let comma = sentence.tokens.get(found.place.end).is_some_and(|token| token.kind == TokenKind::Comma);
        if !same_subject || shares || !around || !comma || other.iter().any(is_country) {
            return None;
        }
        let span = |reading: &Reading, tokens: &[Token]| {
            let range = tokens[0].range.start..tokens[tokens.len() - 1].range.end;
            reading.slice(&range).to_string()
        };
        let words = format!("“in {}” against “in {}”", span(ask.reading, place), span(source, other));
        Some(Elsewhere { sentence: at, words })
    })
}

/// The claim's place, where the source names it only as that of another thing: "a ceremony in Hill Town".
pub(super) fn unplaced<'r>(ask: &Ask<'r>, source: &Reading) -> Option<&'r str> {
    let own = ask.sentence;
    let wanted = stand(own)?;
    let (first, last) = (&own.tokens[wanted.place.start], &own.tokens[wanted.place.end - 1]);
    let of_another = |sentence: &Sentence, at: usize| {
        let Some(two) = at.checked_sub(2) else { return false };
        let within = sentence.tokens[at - 1].surface == const { word::literal("in") };
        let before = &sentence.tokens[two];
        let seat = SEATS.contains(&before.key);
        let claimed = own.tokens.iter().any(|token| meets(token, before));
        // "The Harbour Office in Hill Town" is somebody else's.
        let own_seat = seat && !before.capital;
        let other = before.content() && !before.past && (seat || !before.name);
        within && other && !own_seat && !claimed
    };
    let mut named = source.sentences.iter().flat_map(|sentence| {
        let stands = |at: &usize| meets(first, &sentence.tokens[*at]);
        (0..sentence.tokens.len()).filter(stands).map(move |at| (sentence, at))
    });
    let one = named.next()?;
    let elsewhere = std::iter::once(one).chain(named).all(|(sentence, at)| of_another(sentence, at));
    let place = first.range.start..last.range.end;
    elsewhere.then(|| ask.reading.slice(&place))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn with<T>(claim: &str, source: &str, judge: impl Fn(&Ask<'_>, &Reading) -> T) -> T {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        judge(&Ask::for_sentence(&claim, 0, &source), &source)
    }

    #[test]
    fn another_place_contradicts_where_the_larger_one_is_printed() {
        let words = |claim: &str, source: &str| {
            with(claim, source, |ask, source| elsewhere(ask, source).map(|place| place.words))
        };
        let source = "The boat yard stands in Hill Town, in the county of Dale.";
        assert_eq!(
            words("The boat yard stands in Bell Harbour.", source).as_deref(),
            Some("“in Bell Harbour” against “in Hill Town”")
        );
        assert_eq!(words("The boat yard stands in Dale.", source), None);
        assert_eq!(
            words("The boat yard stands in Bell Harbour.", "The boat yard stands in Hill Town."),
            None
        );
    }

    #[test]
    fn the_place_of_a_feast_is_not_that_of_the_yard() {
        let placed = |claim: &str, source: &str| {
            with(claim, source, |ask, source| unplaced(ask, source).map(str::to_string))
        };
        let claim = "The boat yard stands in Bell Harbour.";
        let source = "The boat yard was opened with a feast in Bell Harbour.";
        assert_eq!(placed(claim, source).as_deref(), Some("Bell Harbour"));
        assert_eq!(placed(claim, "They opened a boat yard in Bell Harbour."), None);
        assert_eq!(placed(claim, "The boat yard was built in Bell Harbour."), None);
    }
}
