//! Names of a claim that a source does not have, and those that it only spells in another way.

use super::align::Ask;
use crate::statement::Reading;
use crate::statement::lexicon::{Role, lexicon};
use crate::statement::word::{Token, TokenKind};

/// Letters at the beginning by which two spellings are one name.
const BEGINNING_MIN: usize = 4;

/// True for a name that the source has in no spelling: what is told of it is not established.
///
/// An initial, a common word printed with a capital, and a name that begins as one of the source's does are let be.
pub(super) fn strange(ask: &Ask<'_>, name: &Token, source: &Reading) -> bool {
    let word = ask.reading.slice(&name.range);
    let initial = word.chars().filter(|letter| letter.is_alphabetic()).count() < 2;
    let packs = lexicon();
    let of_names =
        |class: &u16| matches!(packs.classes[usize::from(*class)].role, Role::Country | Role::Alias);
    let common = name.classes.iter().any(|class| !of_names(class));
    let begins = |other: &Token| {
        let other = source.slice(&other.range);
        let alike = word.chars().zip(other.chars()).take_while(|(one, two)| one == two).count();
        alike >= BEGINNING_MIN || letters(word) == letters(other)
    };
    let spelt = || {
        let mut tokens = source.sentences.iter().flat_map(|sentence| &sentence.tokens);
        tokens.any(|token| token.kind == TokenKind::Word && token.capital && begins(token))
    };
    name.capital && !initial && !common && !spelt()
}

/// The letters of a word in order of the alphabet, those that look alike as one: "IIda" and "Ilda", "Cornwlal" and "Cornwall".
fn letters(word: &str) -> Vec<char> {
    let lower = word.chars().flat_map(char::to_lowercase);
    let mut letters: Vec<char> = lower.map(|letter| if letter == 'l' { 'i' } else { letter }).collect();
    letters.sort_unstable();
    letters
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, expected: bool) {
        let source = read_claim("Ilda Reed of the Cornwall Inn in Marlowe is a baker.", None, None);
        let claim = read_claim(claim, None, None);
        let ask = Ask::for_sentence(&claim, 0, &source);
        let name = &claim.sentences[0].tokens[3];
        assert_eq!(strange(&ask, name, &source), expected, "{}", claim.text);
    }

    #[test]
    fn a_name_may_be_spelt_in_another_way() {
        check("He lived in Harwich.", true);
        check("He knew one IIda.", false);
        check("He lived in Cornwlal.", false);
        check("He lived in Marlow.", false);
        check("He knew one K.", false);
    }
}
