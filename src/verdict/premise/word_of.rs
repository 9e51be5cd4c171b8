//! Whose word a figure is, and that it is a record, must stand in the source.

use std::ops::Range;

use crate::statement::word::{self, Key, Token};
use crate::statement::{Reading, Sentence};
use crate::verdict::align::meets;
use crate::verdict::period::{self, When};
use crate::verdict::rivals;
use crate::verdict::speech;

/// Words that say there never was so much, or so little.
const NEVER_BEFORE: [Key; 22] = word::literals([
    "record",
    "records",
    "highest",
    "lowest",
    "largest",
    "biggest",
    "best",
    "worst",
    "most",
    "least",
    "greatest",
    "smallest",
    "fewest",
    "strongest",
    "never",
    "peak",
    "ever",
    "unprecedented",
    "high",
    "low",
    "longest",
    "fastest",
]);
/// Words behind which "record" is no superlative.
const KEPT: [Key; 8] = word::literals(["on", "track", "for", "criminal", "the", "its", "world", "of"]);

/// The claim credits somebody who says nothing of it in the source, where another is named.
pub(super) fn another(
    claim: &Reading,
    number: usize,
    source: &Reading,
    said: &[usize],
) -> Option<(Range<usize>, String)> {
    let sentence = &claim.sentences[number];
    let according = const { word::literal("according") };
    let credit =
        speech::credit(sentence).filter(|credit| sentence.tokens[credit.start].surface == according)?;
    let names: Vec<&Token> =
        sentence.tokens[credit].iter().filter(|token| token.capital && token.content()).collect();
    let (first, last) = (names.first()?, names.last()?);
    let publisher = source.publisher.as_deref().unwrap_or_default().to_lowercase();
    let is = |token: &Token| names.iter().any(|name| meets(name, token));
    let speaks = |at: usize| rivals::speakers(&source.sentences[at]);
    // Who spoke last speaks on.
    let speaker = said.iter().find_map(|at| {
        let passage = source.sentences[*at].passage;
        let back = (0..=*at).rev().take_while(|at| source.sentences[*at].passage == passage);
        back.into_iter().find(|at| !speaks(*at).is_empty())
    });
    let ever = (0..source.sentences.len()).any(|at| speaks(at).into_iter().any(is));
    let published = names.iter().any(|name| publisher.contains(&claim.slice(&name.range).to_lowercase()));
    let theirs = match speaker {
        // "Reed's letter, citing the guild, says": anybody whom that sentence names may be meant.
        Some(at) => source.sentences[at].tokens.iter().any(is),
        None => ever,
    };
    if theirs || published || speaker.is_none() && !stands(source, &names) {
        return None;
    }
    let range = first.range.start..last.range.end;
    let reason = format!("the source does not give it as the word of {}", claim.slice(&range));
    Some((range, reason))
}

fn stands(source: &Reading, names: &[&Token]) -> bool {
    let holds =
        |sentence: &Sentence| sentence.tokens.iter().any(|token| names.iter().any(|name| meets(name, token)));
    source.sentences.iter().any(holds)
}

/// Words behind which a record is one to listen to.
const SOUND: [Key; 8] =
    word::literals(["label", "labels", "company", "producer", "shop", "store", "deal", "executive"]);
/// Tokens from a record to its date.
const DATED_REACH: usize = 7;

/// The claim calls a record what the source only counts.
pub(super) fn record(
    claim: &Reading,
    number: usize,
    source: &Reading,
    said: &[usize],
) -> Option<(Range<usize>, String)> {
    let tokens = &claim.sentences[number].tokens;
    let record = const { word::literal("record") };
    let article = const { word::literals(["a", "an", "new"]) };
    let at = (1..tokens.len()).find(|at| {
        let kept = KEPT.contains(&tokens[at - 1].surface)
            || tokens.get(at + 1).is_some_and(|next| KEPT.contains(&next.surface));
        let music = tokens.get(at + 1).is_some_and(|next| SOUND.contains(&next.surface));
        tokens[*at].surface == record
            && !music
            && !tokens[*at].capital
            && (article.contains(&tokens[at - 1].surface) || !kept)
    })?;
    let near =
        source.sentences.iter().enumerate().filter(|(at, _)| said.iter().any(|one| one.abs_diff(*at) <= 1));
    let own = &claim.sentences[number].periods;
    // "Fewer than the record 1.08 million of 2023": no record of 2024.
    let of_then = |sentence: &Sentence| {
        let place = sentence.tokens.iter().position(|token| token.surface == record)?;
        let start = sentence.tokens[place].range.end;
        let end = sentence.tokens[(place + DATED_REACH).min(sentence.tokens.len() - 1)].range.end;
        let dated = sentence.periods.iter().find(|told| start <= told.span.start && told.span.end <= end)?;
        own.iter().find(|own| period::periods(own, dated) == When::Apart)
    };
    let told = near.into_iter().any(|(_, sentence)| {
        let says = sentence.tokens.iter().any(|token| NEVER_BEFORE.contains(&token.surface));
        says && of_then(sentence).is_none()
    });
    let reason = "the source does not say that it is a record".to_string();
    (!told).then(|| (tokens[at].range.clone(), reason))
}
