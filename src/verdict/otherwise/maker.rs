//! Who made a thing: "Ash directed Salt Road" against "Salt Road, which was directed by Oak".

use super::{Case, Found};
use crate::statement::Sentence;
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::verdict::align::meets;
use crate::verdict::code::Code;

/// Deeds of the makers of a work.
const MAKES: [Key; 12] = word::literals([
    "directed",
    "wrote",
    "composed",
    "designed",
    "painted",
    "founded",
    "invented",
    "discovered",
    "built",
    "produced",
    "created",
    "developed",
]);
/// Tokens before "directed by" in which the work is named.
const WORK_REACH: usize = 12;

/// The source's maker of the work that the claim gives to its subject.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let by = const { word::literal("by") };
    let tokens = &case.own.tokens;
    let subject = case.subject()?;
    let verb =
        tokens.partition_point(|token| token.range.end <= subject.last().map_or(0, |one| one.range.end));
    let deed = tokens.get(verb).filter(|deed| MAKES.contains(&deed.surface))?;
    let object = title(tokens, verb + 1)?;
    case.source.sentences.iter().enumerate().find_map(|(at, sentence)| {
        let others = &sentence.tokens;
        let place = (1..others.len()).find(|at| {
            let told = &others[at - 1];
            let written = const { word::literal("written") };
            let wrote = deed.surface == const { word::literal("wrote") } && told.surface == written;
            others[*at].surface == by && told.past && (told.key == deed.key || wrote)
        })?;
        let makers = makers(sentence, place + 1);
        let mine = makers.iter().any(|maker| subject.iter().any(|name| meets(name, maker)));
        let before = &others[place.saturating_sub(1 + WORK_REACH)..place - 1];
        let work = object
            .iter()
            .filter(|word| word.content())
            .all(|word| before.iter().any(|token| meets(word, token)));
        let last = makers.last()?;
        let end = others.iter().position(|token| token.range == last.range)? + 1;
        (!mine && work).then(|| {
            let own = verb..verb + 1 + object.len();
            let words = case.words(own, at, place - 1..end);
            Found::against(Code::SUBJECT, deed.range.clone(), at, words)
        })
    })
}

/// The title or name right behind a verb.
fn title(tokens: &[Token], at: usize) -> Option<&[Token]> {
    let the = const { word::literal("the") };
    let named = |token: &Token| token.kind == TokenKind::Word && token.capital;
    let at = at + usize::from(tokens.get(at)?.surface == the && !tokens[at].capital);
    let end = (at..tokens.len()).find(|at| !named(&tokens[*at])).unwrap_or(tokens.len());
    tokens.get(at..end).filter(|title| title.iter().any(Token::content))
}

/// Those named behind "by".
fn makers(sentence: &Sentence, at: usize) -> Vec<&Token> {
    let and = const { word::literal("and") };
    let joins = |token: &Token| {
        token.kind == TokenKind::Comma || token.surface == and || token.kind == TokenKind::Mark
    };
    let named = |token: &Token| token.capital && token.content() && token.kind == TokenKind::Word;
    let run = sentence.tokens[at..].iter().take_while(|token| named(token) || joins(token));
    run.filter(|token| named(token)).collect()
}
