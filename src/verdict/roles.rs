//! Who does and who is done to: "Ash defeated Birch" is not "Birch defeated Ash", and words of two main clauses are not those
//! of one.

use super::align::{Ask, frequency, meets};
use crate::statement::word::{Key, Token, TokenKind, literal, literals, mark};
use crate::statement::{Reading, Sentence};

/// Prepositions behind a participle.
const TURNED: [Key; 8] = literals(["by", "in", "of", "from", "at", "with", "for", "on"]);
/// Small words that may stand between a verb and the one it is done to.
const ARTICLES: [Key; 7] = literals(["the", "a", "an", "its", "his", "her", "their"]);
/// Verbs of what one does to another, in the present.
const PRESENT: [Key; 14] = literals([
    "owes", "owns", "supplies", "funds", "finances", "employs", "controls", "sues", "lends", "backs", "pays",
    "advises", "trains", "buys",
]);
/// Forms before a verb that turn it round.
const PASSIVE: [Key; 9] = literals(["was", "were", "is", "are", "be", "been", "being", "by", "to"]);

/// The claim's doer, where the sentence has it right behind the same verb, and another before it.
pub(super) fn swapped(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let own = ask.sentence;
    let other = &source.sentences[at];
    (1..own.tokens.len()).filter(|verb| is_deed(own, *verb)).find_map(|verb| {
        let doer = verb.checked_sub(1).filter(|doer| own.tokens[*doer].content())?;
        let subject = &own.tokens[doer];
        // "Parts made in Korea": nobody does anything there.
        own.tokens.get(verb + 1).filter(|next| !TURNED.contains(&next.surface))?;
        let turned = (1..other.tokens.len().saturating_sub(1)).find_map(|deed| {
            let same = is_deed(other, deed) && meets(&own.tokens[verb], &other.tokens[deed]);
            let behind = deed + 1 + usize::from(ARTICLES.contains(&other.tokens[deed + 1].surface));
            // "Workers lost their jobs": of one class, and not the same.
            let named = |token: &Token| token.key == subject.key || subject.name && meets(subject, token);
            let doing = other.tokens[..deed].iter().rev().take_while(|token| !is_stop(token));
            let free = doing.clone().any(|token| token.content()) && !doing.clone().any(named);
            // "Manufactured parts" are made by nobody in particular: the one done to has an article or a capital.
            let told = |token: &&Token| behind > deed + 1 || token.capital;
            // Of "succeeded Ann Bell" the claim may have "Bell" right before its verb.
            let full =
                other.tokens.get(behind..).unwrap_or_default().iter().take_while(|token| token.capital);
            let last = behind + full.count().max(1) - 1;
            let object = other.tokens.get(last).filter(|token| token.content() && named(token))?;
            other.tokens.get(behind).filter(told)?;
            // "Defeated Ash Mills" is done to a mill of that name, unless the claim has the whole name.
            // Nor is "ordered the island's beaches closed" done to the island.
            let whole = !owns(source, object) && (last == behind || subject.capital);
            (same && free && whole).then_some((deed, object))
        });
        let (deed, object) = turned?;
        let words = source.slice(&(other.tokens[deed].range.start..object.range.end));
        let mine = ask.reading.slice(&(subject.range.start..own.tokens[verb].range.end));
        Some(format!("“{mine}” against “{words}”"))
    })
}

/// Tokens from a participle to the "by" of its doer.
const BY_REACH: usize = 6;

/// The claim's doer, where the sentence has it as the one that the deed is done to, by the claim's other one: "Ash bought
/// Bell" against "Ash was acquired by Bell".
pub(super) fn done_to(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let (own, other) = (ask.sentence, &source.sentences[at]);
    let name = |token: &&Token| token.name && token.capital && token.kind == TokenKind::Word;
    let led = |verb: usize| own.tokens.get(verb + 1).is_some_and(|next| TURNED.contains(&next.surface));
    let deed = (1..own.tokens.len()).find(|verb| is_deed(own, *verb)).filter(|verb| !led(*verb))?;
    // "Was replaced as chief executive by Ann Bell".
    let by = (1..other.tokens.len()).find(|by| {
        let near = &other.tokens[by.saturating_sub(BY_REACH)..*by];
        let mut near = near.iter().rev().take_while(|token| !is_stop(token));
        let far = const { literals(["replaced", "succeeded"]) };
        let next = near.next().filter(|token| token.past);
        let told = next.or_else(|| near.find(|token| far.contains(&token.surface)));
        other.tokens[*by].surface == const { literal("by") }
            && told.is_some_and(|told| meets(&own.tokens[deed], told))
    })?;
    let subject: Vec<&Token> = own.tokens[..deed].iter().filter(name).collect();
    let object: Vec<&Token> = own.tokens[deed + 1..].iter().filter(name).collect();
    let behind = &other.tokens[by + 1..(by + BEATEN_REACH).min(other.tokens.len())];
    let agent: Vec<&Token> = behind.iter().take_while(|token| !is_stop(token)).filter(name).collect();
    let has = |names: &[&Token], tokens: &[Token]| {
        names.iter().any(|name| tokens.iter().any(|token| meets(name, token)))
    };
    let held = |names: &[&Token], others: &[&Token]| {
        names.iter().any(|name| others.iter().any(|token| meets(name, token)))
    };
    let turned = has(&subject, &other.tokens[..by])
        && held(&object, &agent)
        && !held(&subject, &agent)
        && !has(&object, &other.tokens[..by]);
    turned.then(|| {
        let last = agent[agent.len() - 1];
        let words = source.slice(&(other.tokens[by.saturating_sub(1)].range.start..last.range.end));
        let mine = ask.reading.slice(&(subject[0].range.start..own.tokens[deed].range.end));
        format!("“{mine}” against “{words}”")
    })
}

/// True for "the mill's" and "the mill 's": what stands behind belongs to it.
fn owns(source: &Reading, token: &Token) -> bool {
    let ends = |text: &str| text.ends_with("'s") || text.ends_with("’s");
    let rest = source.text.get(token.range.end..).unwrap_or_default().trim_start();
    ends(source.slice(&token.range)) || rest.starts_with("'s") || rest.starts_with("’s")
}

/// The claim's doer, where the source knows none of that name and has another one before the same verb; and whether
/// both are names.
pub(super) fn other_doer(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<(String, bool)> {
    let own = ask.sentence;
    let other = &source.sentences[at];
    (1..own.tokens.len()).filter(|verb| is_deed(own, *verb)).find_map(|verb| {
        let doer = &own.tokens[verb - 1];
        // The first word of a sentence has a capital in any case.
        let named = doer.name && !(verb == 1 && doer.plural);
        let asked = doer.content() && !named && frequency(doer, source) == 0;
        own.tokens.get(verb + 1).filter(|next| asked && !TURNED.contains(&next.surface))?;
        let deed = (1..other.tokens.len())
            .find(|deed| is_deed(other, *deed) && meets(&own.tokens[verb], &other.tokens[*deed]))?;
        let doing = other.tokens[..deed].iter().rev().take_while(|token| !is_stop(token));
        let doers: Vec<&Token> = doing.filter(|token| token.content()).collect();
        let (last, first) = (doers.first()?, doers.last()?);
        let words = source.slice(&(first.range.start..last.range.end));
        let shown = ask.reading.slice(&doer.range);
        let both_names = doer.capital && verb == 1 && last.capital && last.name;
        Some((format!("the source says “{words}” of what the claim says of “{shown}”"), both_names))
    })
}

/// Verbs of what one alone does in one contest.
const WINS: [Key; 5] = literals(["won", "wins", "win", "topped", "tops"]);

/// Who won what the claim says another one won, where the source tells of the same contest.
pub(super) fn other_winner(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let (own, other) = (ask.sentence, &source.sentences[at]);
    let winner = |sentence: &Sentence| {
        let verb = sentence.tokens.iter().position(|token| WINS.contains(&token.surface))?;
        let mut before = sentence.tokens[..verb].iter();
        let plain =
            before.clone().all(|token| token.kind == TokenKind::Word && (token.stop || token.capital));
        (plain && before.any(|token| token.capital && token.content())).then_some(verb)
    };
    let (verb, deed) = (winner(own)?, winner(other)?);
    let names =
        |tokens: &[Token]| -> Vec<Token> { tokens.iter().filter(|token| token.content()).cloned().collect() };
    let (claimed, told) = (names(&own.tokens[..verb]), names(&other.tokens[..deed]));
    let same = claimed.iter().any(|name| told.iter().any(|other| meets(name, other)));
    let behind = other.tokens[deed + 1..].iter().take_while(|token| !is_stop(token));
    let contest =
        own.tokens[verb + 1..].iter().filter(|token| token.content() || token.kind == TokenKind::Number);
    let here = |word: &Token| behind.clone().any(|token| meets(word, token));
    let known = contest
        .clone()
        .all(|word| here(word) || word.kind == TokenKind::Number || frequency(word, source) > 0);
    let all = known && contest.clone().filter(|word| here(word)).count() >= CONTEST_NEAR;
    let words = |reading: &Reading, sentence: &Sentence, verb: usize| {
        reading.slice(&(sentence.tokens[0].range.start..sentence.tokens[verb].range.end)).to_string()
    };
    (!same && all && contest.count() >= CONTEST_MIN)
        .then(|| format!("“{}” against “{}”", words(ask.reading, own, verb), words(source, other, deed)))
}

/// Verbs of one who wins over the one named right behind.
const BEATS: [Key; 13] = literals([
    "beaten",
    "beat",
    "beats",
    "beating",
    "defeated",
    "defeats",
    "defeating",
    "eliminated",
    "overcame",
    "routed",
    "edged",
    "thrashed",
    "outpolled",
]);
/// Nouns of it: "a 3-1 win over Ash".
const TRIUMPHS: [Key; 6] = literals(["win", "victory", "triumph", "wins", "victories", "success"]);
/// Verbs of one who loses, to the one named behind "to".
const LOSES: [Key; 7] = literals(["lost", "loses", "losing", "fell", "succumbed", "loss", "defeat"]);
/// Verbs of one who wins, against the one named behind.
const WON: [Key; 3] = literals(["won", "wins", "winning"]);
/// Tokens from a verb to the one who was beaten, or to the "to" or "by" of the winner.
const BEATEN_REACH: usize = 12;

/// Tokens from a verb to the name of the one who was beaten: "defeating the former mayor Abel Ash".
const OBJECT_REACH: usize = 6;

/// Whether the subject of a sentence won over somebody, with the first word of his name.
fn contest_with(sentence: &Sentence) -> Option<(bool, &Token)> {
    let tokens = &sentence.tokens;
    let named = |at: &usize| tokens[*at].capital && tokens[*at].kind == TokenKind::Word && !tokens[*at].stop;
    (1..tokens.len()).find_map(|verb| {
        let ahead = verb + 1..(verb + BEATEN_REACH).min(tokens.len());
        let behind = |word: Key| {
            let at = ahead.clone().find(|at| tokens[*at].surface == word)?;
            (at + 1..(at + 4).min(tokens.len())).find(named)
        };
        let suffers =
            tokens[verb.saturating_sub(2)..verb].iter().any(|token| PASSIVE[..7].contains(&token.surface));
        let surface = tokens[verb].surface;
        if BEATS.contains(&surface) {
            let by = behind(const { crate::statement::word::literal("by") }).filter(|_| suffers);
            let near = (verb + 1..(verb + OBJECT_REACH).min(tokens.len()))
                .take_while(|at| !TURNED.contains(&tokens[*at].surface));
            let object = || near.clone().find(named).filter(|_| !suffers);
            return by.map(|at| (false, &tokens[at])).or_else(|| object().map(|at| (true, &tokens[at])));
        }
        // "Won 3-1 against Ash".
        let against = || {
            behind(const { crate::statement::word::literal("against") })
                .or_else(|| behind(const { crate::statement::word::literal("over") }))
        };
        if WON.contains(&surface) {
            return against().map(|at| (true, &tokens[at]));
        }
        if TRIUMPHS.contains(&surface) {
            return against().map(|at| (true, &tokens[at]));
        }
        let to = || behind(const { crate::statement::word::literal("to") });
        let won = || to().or_else(|| behind(const { crate::statement::word::literal("against") }));
        LOSES.contains(&surface).then(won)?.map(|at| (false, &tokens[at]))
    })
}

/// Words of winning and losing besides these.
const OUTCOMES: [Key; 7] = literals(["won", "win", "wins", "winning", "victory", "lose", "defeat"]);

/// True for the "won" of "Bell won, beating Ash", where the claim has it from the other side: "Ash lost to Bell".
pub(super) fn is_one_contest(own: &Sentence, other: &Sentence, place: usize) -> bool {
    let told = other.tokens[place].surface;
    if ![&OUTCOMES[..], &BEATS, &LOSES].iter().any(|words| words.contains(&told)) {
        return false;
    }
    let before = |sentence: &Sentence, rival: &Token, name: &Token| {
        sentence
            .tokens
            .iter()
            .take_while(|token| token.range.start < rival.range.start)
            .any(|token| meets(name, token))
    };
    contest_with(own).zip(contest_with(other)).is_some_and(|((won, rival), (beat, beaten))| {
        won != beat && !meets(rival, beaten) && before(own, rival, beaten) && before(other, beaten, rival)
    })
}

/// Who beat whom the other way round: "lost to Ash" against "defeating Ash".
pub(super) fn turned_contest(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let (own, other) = (ask.sentence, &source.sentences[at]);
    let ((won, rival), (beat, beaten)) = (contest_with(own)?, contest_with(other)?);
    let named = |token: &&Token| token.name && token.range.start < rival.range.start;
    let subject = own.tokens.iter().filter(named).any(|name| {
        other.unsaid_subject
            || other.tokens.iter().any(|token| token.range.start < beaten.range.start && meets(name, token))
    });
    let before = |sentence: &Sentence, end: &Token, name: &Token| {
        sentence.tokens.iter().any(|token| token.range.start < end.range.start && meets(name, token))
    };
    // "Ash beat Bell" against "Bell won against Ash".
    let exchanged =
        || won == beat && !meets(rival, beaten) && before(own, rival, beaten) && before(other, beaten, rival);
    (won != beat && meets(rival, beaten) && subject || exchanged()).then(|| {
        let told = |won: bool| if won { "won over" } else { "lost to" };
        let name = source.slice(&beaten.range);
        format!("“{} {name}” against “{} {name}”", told(won), told(beat))
    })
}

/// Verbs of who gives something to another, and of who has it from another.
const GIVES: [Key; 12] = literals([
    "gave", "lent", "paid", "granted", "donated", "sent", "awarded", "loaned", "supplied", "sold", "gives",
    "lends",
]);
const RECEIVES: [Key; 7] =
    literals(["received", "receives", "borrowed", "obtained", "accepted", "got", "bought"]);

/// Who gave to whom the other way round: "Ash lent it to Bell" against "Ash received a loan from Bell".
pub(super) fn turned_gift(ask: &Ask<'_>, source: &Reading, at: usize) -> Option<String> {
    let told = |sentence: &'_ Sentence| -> Option<(bool, usize, usize)> {
        let tokens = &sentence.tokens;
        let verb = tokens
            .iter()
            .position(|token| GIVES.contains(&token.surface) || RECEIVES.contains(&token.surface))?;
        let gives = GIVES.contains(&tokens[verb].surface);
        let turned = verb > 0 && PASSIVE.contains(&tokens[verb - 1].surface);
        let link = if gives { const { literal("to") } } else { const { literal("from") } };
        let party = (verb + 1..tokens.len()).find(|at| tokens[*at].surface == link)?;
        (!turned).then_some((gives, verb, party))
    };
    let (own, other) = (ask.sentence, &source.sentences[at]);
    let ((gives, verb, party), (gave, deed, from)) = (told(own)?, told(other)?);
    let content = |tokens: &'_ [Token]| -> Vec<Token> {
        tokens.iter().take_while(|token| !is_stop(token)).filter(|token| token.content()).cloned().collect()
    };
    let same = |one: Vec<Token>, two: Vec<Token>| {
        !one.is_empty() && one.iter().any(|token| two.iter().any(|other| meets(token, other)))
    };
    let subjects = same(content(&own.tokens[..verb]), content(&other.tokens[..deed]));
    let parties = same(content(&own.tokens[party + 1..]), content(&other.tokens[from + 1..]));
    // "Ash sold it to Bell" against "Bell sold it to Ash".
    let mine = (content(&own.tokens[..verb]), content(&own.tokens[party + 1..]));
    let theirs = (content(&other.tokens[..deed]), content(&other.tokens[from + 1..]));
    let exchanged = || {
        let apart = !same(mine.0.clone(), theirs.0.clone()) && !same(mine.1.clone(), theirs.1.clone());
        gives == gave
            && apart
            && same(mine.0.clone(), theirs.1.clone())
            && same(mine.1.clone(), theirs.0.clone())
    };
    (gives != gave && subjects && parties || exchanged()).then(|| {
        let words = source.slice(&(other.tokens[0].range.start..other.tokens[deed].range.end));
        let mine = ask.reading.slice(&(own.tokens[0].range.start..own.tokens[verb].range.end));
        format!("“{mine}” against “{words}”")
    })
}

/// Those of them that stand behind the verb.
const CONTEST_NEAR: usize = 2;
/// Words that name a contest well enough to have one winner.
const CONTEST_MIN: usize = 3;

/// True where semicolons part the sentence and no one clause has both of the names that the claim joins.
pub(super) fn parted(ask: &Ask<'_>, source: &Reading, at: usize) -> bool {
    let sentence = &source.sentences[at];
    let is_semicolon = |token: &Token| token.key == mark(";");
    let mut names: Vec<usize> = ask.words.iter().filter_map(|word| word.name).collect();
    names.dedup();
    let holds = |clause: &[Token], name: usize| {
        let mut words = ask.words.iter().filter(|word| word.name == Some(name));
        words.any(|word| clause.iter().any(|token| meets(word.token, token)))
    };
    let all = |clause: &[Token]| names.iter().all(|name| holds(clause, *name));
    names.len() >= 2 && all(&sentence.tokens) && !sentence.tokens.split(is_semicolon).any(all)
}

fn is_stop(token: &Token) -> bool {
    matches!(token.kind, TokenKind::Comma | TokenKind::Break)
}

/// A verb in the past that nothing before it turns round.
fn is_deed(sentence: &Sentence, at: usize) -> bool {
    let token = &sentence.tokens[at];
    let before = &sentence.tokens[at.saturating_sub(2)..at];
    (token.past || PRESENT.contains(&token.surface))
        && token.content()
        && !token.name
        && !before.iter().any(|token| PASSIVE.contains(&token.surface))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, source: &str, expected: Option<&str>) {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        let ask = Ask::for_sentence(&claim, 0, &source);
        assert_eq!(swapped(&ask, &source, 0).as_deref(), expected, "{} / {}", claim.text, source.text);
    }

    #[test]
    fn the_doer_and_the_one_done_to_are_told_apart() {
        let source = "Birch defeated Ash in the final of 1990.";
        check(
            "Ash defeated Birch in the final of 1990.",
            source,
            Some("“Ash defeated” against “defeated Ash”"),
        );
        check("Birch defeated Ash in the final of 1990.", source, None);
        check("Ash was defeated by Birch in 1990.", source, None);
        let source = "The mayor promised the miners a new bath house.";
        check(
            "The miners promised a new bath house.",
            source,
            Some("“miners promised” against “promised the miners”"),
        );
        check("The mayor promised a new bath house.", source, None);
    }

    #[test]
    fn words_of_two_main_clauses_are_not_those_of_one() {
        let claim = read_claim("Ida Bell runs Hill Ferries.", None, None);
        let at = |text: &str| {
            let source = read_claim(text, None, None);
            parted(&Ask::for_sentence(&claim, 0, &source), &source, 0)
        };
        assert!(at("Ida Bell of the mill led the talks; Tom Reed runs Hill Ferries."));
        assert!(!at("Tom Reed led the talks; Ida Bell runs Hill Ferries."));
        assert!(!at("Ida Bell, who owns the mill, runs Hill Ferries."));
    }
}
