//! Words of a claim that a source says in another way of the same kind: "people live there" where it gives the
//! population, "won the prize" where it was awarded.

use super::align::{Ask, meets};
use super::barring::ORDER;
use super::cover::{Cover, is_long};
use crate::statement::lexicon::lexicon;
use crate::statement::word::{self, Key, Token};
use crate::statement::{Reading, Sentence};

/// Words of living somewhere.
const LIVES: [Key; 7] = word::literals(["live", "lives", "lived", "living", "reside", "resides", "home"]);
/// Words for those who live somewhere.
const DWELLERS: [Key; 6] =
    word::literals(["population", "inhabitants", "residents", "people", "persons", "inhabited"]);
/// Verbs of coming by a prize.
const GETS: [Key; 12] = word::literals([
    "won",
    "received",
    "awarded",
    "earned",
    "gained",
    "took",
    "given",
    "got",
    "obtained",
    "granted",
    "collected",
    "recipient",
]);
/// What one comes by in that way.
const PRIZES: [Key; 16] = word::literals([
    "award",
    "awards",
    "prize",
    "prizes",
    "medal",
    "medals",
    "cap",
    "caps",
    "title",
    "titles",
    "trophy",
    "trophies",
    "scholarship",
    "honour",
    "honor",
    "degree",
]);
/// Words of one who may yet go without.
const SHORT_OF: [Key; 6] =
    word::literals(["nominated", "nomination", "nominations", "shortlisted", "lost", "runner"]);

/// Words of what is done for the first time.
const DEBUT: [Key; 5] = word::literals(["debut", "debuted", "debuts", "maiden", "inaugural"]);
const FIRST: Key = word::literal("first");

/// True where a sentence chosen for the claim says the word in another way.
pub(super) fn says(ask: &Ask<'_>, cover: &Cover, source: &Reading, token: &Token) -> bool {
    let mut chosen = cover.chosen.iter().map(|at| &source.sentences[*at]);
    let form = token.surface;
    if LIVES.contains(&form) {
        let people = holds(ask.sentence, &DWELLERS);
        return people
            && !is_long(source)
            && source.sentences.iter().any(|sentence| holds(sentence, &DWELLERS[..3]));
    }
    // "For the first time" counts a deed that may be no debut.
    let time = const { word::literals(["time", "times"]) };
    let next = ask.sentence.tokens.iter().skip_while(|other| other.range != token.range).nth(1);
    if form == FIRST && !next.is_some_and(|next| time.contains(&next.surface)) {
        return chosen.any(|sentence| holds(sentence, &DEBUT));
    }
    if let Some(place) = placed(ask.sentence, token) {
        let stands = |sentence: &Sentence| sentence.tokens.iter().any(|token| token.key == place);
        return !is_long(source) && source.sentences.iter().any(stands);
    }
    let prizes = || ask.sentence.tokens.iter().filter(|token| PRIZES.contains(&token.surface));
    let same =
        |sentence: &Sentence| prizes().any(|prize| sentence.tokens.iter().any(|token| meets(prize, token)));
    GETS.contains(&form)
        && chosen.any(|sentence| holds(sentence, &GETS) && same(sentence) && !holds(sentence, &SHORT_OF))
}

/// The third of "third-largest": who is third in a row of that kind has its place.
fn placed(sentence: &Sentence, token: &Token) -> Option<Key> {
    let at = sentence.tokens.iter().position(|other| other.range == token.range)?;
    let dash = at.checked_sub(2).filter(|_| sentence.tokens[at - 1].key == word::mark("-"))?;
    let order = &sentence.tokens[dash];
    (lexicon().is_superlative(token.surface) && ORDER.contains(&order.surface)).then_some(order.key)
}

fn holds(sentence: &Sentence, words: &[Key]) -> bool {
    sentence.tokens.iter().any(|token| words.contains(&token.surface))
}
