//! What a deed is done to: "opened a bar in 1950" is another deed than "the inn opened in 1931".

use super::align::{Ask, frequency};
use crate::statement::Reading;
use crate::statement::word::{self, Key, TokenKind};

/// Words that bring in a thing that was not named before.
const NEW: [Key; 3] = word::literals(["a", "an", "another"]);
/// Tokens from the verb to the end of its object.
const REACH: usize = 4;

/// True where the claim's deed is done to a new thing of which the source says no word.
pub(super) fn is_unknown(ask: &Ask<'_>, source: &Reading, deed: usize, date: usize) -> bool {
    let tokens = &ask.sentence.tokens;
    let object = deed + 1..date.min(deed + 2 + REACH);
    let led = tokens.get(object.start).is_some_and(|token| NEW.contains(&token.surface));
    let noun = tokens[object].iter().skip(1).take_while(|token| token.content()).last();
    led && noun.is_some_and(|noun| noun.kind == TokenKind::Word && frequency(noun, source) == 0)
}
