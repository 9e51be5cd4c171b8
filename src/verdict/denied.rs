//! A plain denial of the source whose every word the claim says: "lunch is not included" against "lunch and a guide are
//! included".

use super::against::BOUNDING;
use super::ask::{Ask, is_discourse, meets};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Telling words that a denial must have for it to be one of what the claim says.
const WORDS_MIN: usize = 2;

/// Denials of a part, of a degree, or of what is at hand: they leave the rest as it is said.
const LENIENT: [word::Key; 8] =
    word::literals(["without", "except", "instead", "rather", "rarely", "hardly", "barely", "yet"]);

/// Words that open a clause of its own.
const TURNS: [word::Key; 5] = word::literals(["but", "and", "although", "though", "while"]);
/// Words that open what is only supposed.
const SUPPOSING: [word::Key; 4] = word::literals(["if", "unless", "whether", "should"]);
/// Verbs that a denial goes with.
const VERBS: [word::Key; 16] = word::literals([
    "is", "are", "was", "were", "be", "do", "does", "did", "has", "will", "would", "can", "cannot", "could",
    "may", "been",
]);

/// The words with which one of the sentences denies what the claim says.
pub(super) fn flatly(ask: &Ask<'_>, source: &Reading, sentences: &[usize]) -> Option<(usize, String)> {
    if ask.sentence.denials().next().is_some() || leaves_out(&ask.sentence.tokens) {
        return None;
    }
    sentences.iter().find_map(|at| Some((*at, clause(ask, source, &source.sentences[*at])?)))
}

/// True for "40 instead of 50", "40 rather than 50": what was not is said without a denial.
fn leaves_out(tokens: &[Token]) -> bool {
    let pairs = const { [word::literals(["instead", "of"]), word::literals(["rather", "than"])] };
    tokens.windows(2).any(|two| pairs.contains(&[two[0].surface, two[1].surface]))
}

/// The clause of a sentence that denies nothing but words of the claim.
fn clause(ask: &Ask<'_>, source: &Reading, sentence: &Sentence) -> Option<String> {
    let tokens = &sentence.tokens;
    let ends = |at: &usize| {
        TURNS.contains(&tokens[*at].surface)
            || matches!(tokens[*at].kind, TokenKind::Comma | TokenKind::Break)
    };
    // What has no verb denies a word only, what is quoted is another's word.
    let plain = |clause: &[Token]| {
        clause.iter().any(|token| token.past || VERBS.contains(&token.surface))
            && !clause.iter().any(|token| token.kind == TokenKind::Quote)
    };
    let asks = || source.slice(&sentence.range).trim_end().ends_with('?');
    sentence.denials().filter(|_| !asks()).find_map(|at| {
        let from = (0..at).rev().find(ends).map_or(0, |at| at + 1);
        let to = (at..tokens.len()).find(ends).unwrap_or(tokens.len());
        let have = const { word::literal("have") };
        // "If it does not rise": that it does not is not said.
        let supposed = tokens[from..at].iter().any(|token| SUPPOSING.contains(&token.surface));
        let next = tokens.get(at + 1).map(|next| next.surface);
        let bounds = LENIENT.contains(&tokens[at].surface)
            || next.is_some_and(|next| BOUNDING.contains(&next) || next == have);
        let said =
            |token: &&Token| ask.sentence.tokens.iter().any(|own| meets(own, token) || meets(token, own));
        let telling = |token: &&Token| {
            token.content()
                && !token.gloss.denies()
                && !is_discourse(token)
                && (!token.gloss.is_light() || said(token))
        };
        let words: Vec<&Token> = tokens[from..to].iter().filter(telling).collect();
        let heavy = words.iter().filter(|token| !token.gloss.is_light()).count();
        (!bounds
            && !supposed
            && plain(&tokens[from..to])
            && heavy >= 1
            && words.len() >= WORDS_MIN
            && words.iter().all(said))
        .then(|| source.slice(&(tokens[from].range.start..tokens[to - 1].range.end)).to_string())
    })
}
