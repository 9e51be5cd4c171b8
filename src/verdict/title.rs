//! Who holds an office: a claim that gives it to one person, against the person beside whose name the
//! source prints it.

use std::ops::Range;

use super::Verdict;
use super::align::meets;
use super::code::Code;
use super::evidence::Stance;
use super::part::{Part, Remark, Support};
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// An office with its holder: token ranges of one sentence.
struct Held {
    title: Range<usize>,
    holder: Range<usize>,
}

fn is(sentence: &Sentence, at: usize, forms: &[&str]) -> bool {
    sentence.tokens.get(at).is_some_and(|token| forms.iter().any(|form| token.surface == word::surface(form)))
}

/// The capitalised words that begin here: a person's name has two or more.
fn name_from(sentence: &Sentence, from: usize) -> Range<usize> {
    let capital = |at: &usize| {
        sentence
            .tokens
            .get(*at)
            .is_some_and(|token| token.capital && !token.stop && token.kind == TokenKind::Word)
    };
    from..(from..).take_while(capital).last().map_or(from, |last| last + 1)
}

fn name_before(sentence: &Sentence, end: usize) -> Range<usize> {
    let capital = |at: &usize| {
        let token = &sentence.tokens[*at];
        token.capital && !token.stop && token.kind == TokenKind::Word
    };
    (0..end).rev().take_while(capital).last().unwrap_or(end)..end
}

/// The offices that a sentence gives to somebody: "its chief Ann Bell", "Ann Bell, chief of …", "Ann Bell is the chief of …".
fn held(sentence: &Sentence) -> Vec<Held> {
    let titles =
        sentence.phrases.iter().filter(|(_, phrase)| *phrase == Phrase::Title).map(|(at, _)| at.clone());
    titles
        .filter_map(|title| {
            let after = name_from(sentence, title.end);
            if after.len() >= 2 {
                return Some(Held { title, holder: after });
            }
            let mut at = title.start;
            // Back over "global", "the", "is", a comma.
            while at > 0
                && (is(sentence, at - 1, &["the", "a", "its", "is", "was", "as", "former", "new", "then"])
                    || sentence.tokens[at - 1].kind == TokenKind::Comma
                    || !sentence.tokens[at - 1].capital
                        && sentence.tokens[at - 1].content()
                        && title.start - at < 2)
            {
                at -= 1;
            }
            let before = name_before(sentence, at);
            let near = title.start - before.end <= 3 && title.start > before.end;
            (before.len() >= 2 && near).then_some(Held { title, holder: before })
        })
        .collect()
}

/// Contradicts a claim that gives an office to one person where the source prints it beside another,
/// and the claimed person beside another office.
pub(super) fn judge(claim: &Reading, number: usize, source: &Reading, witness: usize) -> Option<Part> {
    if let Some(part) = headed(claim, number, source, witness) {
        return Some(part);
    }
    let own = &claim.sentences[number];
    let wanted = held(own).into_iter().next()?;
    let names = |of: &Sentence, range: &Range<usize>| of.tokens[range.clone()].to_vec();
    let person = names(own, &wanted.holder);
    let title = own.tokens[wanted.title.start..wanted.title.end].iter().collect::<Vec<_>>();
    let house: Vec<_> =
        own.tokens[wanted.title.end..].iter().filter(|token| token.name && token.content()).collect();
    let mut other_office = false;
    let mut rival: Option<(usize, Held)> = None;
    for (at, sentence) in source.sentences.iter().enumerate() {
        for found in held(sentence) {
            let holder = names(sentence, &found.holder);
            let same_person = person.iter().any(|token| holder.iter().any(|other| meets(token, other)));
            let office = &sentence.tokens[found.title.start..found.title.end];
            let same_title = title
                .iter()
                .filter(|token| token.content())
                .all(|token| office.iter().any(|other| meets(token, other)))
                || title[0].classes.iter().any(|class| office[0].classes.contains(class));
            if same_person && same_title {
                return None;
            }
            // The house of the office stands in the sentence, as in the claim.
            let near = found.title.start.saturating_sub(6)
                ..(found.holder.end.max(found.title.end) + 6).min(sentence.tokens.len());
            let same_house = house
                .iter()
                .all(|token| sentence.tokens[near.clone()].iter().any(|other| meets(token, other)));
            other_office |= same_person;
            if same_title && same_house && !same_person && rival.is_none() {
                rival = Some((at, found));
            }
        }
    }
    let (at, found) = rival.filter(|_| other_office)?;
    Some(given_to(own, source, at, &found.holder, witness))
}

/// Verbs of those who are at the head of a house: it has one.
static HEADING: std::sync::LazyLock<[word::Key; 4]> =
    std::sync::LazyLock::new(|| word::normals(["head", "chair", "lead", "run"]));

/// Contradicts "Ann Bell heads Hill Ferries" where the source has "Tom Reed … Hill Ferries, which he heads".
fn headed(claim: &Reading, number: usize, source: &Reading, witness: usize) -> Option<Part> {
    let own = &claim.sentences[number];
    let heads = |token: &Token| HEADING.contains(&token.key);
    let verb = (2..own.tokens.len()).find(|at| heads(&own.tokens[*at]))?;
    let (person, house) = (name_before(own, verb), name_from(own, verb + 1));
    if person.len() < 2 || house.is_empty() {
        return None;
    }
    let stands = |of: &Sentence, words: &[Token]| {
        words.iter().all(|word| of.tokens.iter().any(|token| meets(word, token)))
    };
    let (person, house) = (&own.tokens[person], &own.tokens[house]);
    source.sentences.iter().any(|sentence| stands(sentence, person)).then_some(())?;
    source.sentences.iter().enumerate().find_map(|(at, sentence)| {
        let relative = (0..sentence.tokens.len()).find(|at| {
            is(sentence, *at, &["which", "whom", "that"])
                && is(sentence, at + 1, &["he", "she"])
                && sentence.tokens.get(at + 2).is_some_and(|token| meets(&own.tokens[verb], token))
        })?;
        let named = name_before(sentence, relative.checked_sub(1)?);
        let same_house = named.len() == house.len()
            && house.iter().zip(&sentence.tokens[named.clone()]).all(|(one, other)| meets(one, other));
        let opens = (0..named.start).rev().find(|at| sentence.tokens[*at].key == word::mark(";"));
        let subject = (opens.map_or(0, |at| at + 1)..named.start)
            .map(|from| name_from(sentence, from))
            .find(|name| name.len() >= 2)?;
        let holder = &sentence.tokens[subject.clone()];
        let other = !person.iter().any(|token| holder.iter().any(|word| meets(token, word)));
        (same_house && other).then(|| given_to(own, source, at, &subject, witness))
    })
}

/// The part that says to whom a sentence of the source gives the office.
fn given_to(own: &Sentence, source: &Reading, at: usize, holder: &Range<usize>, witness: usize) -> Part {
    let sentence = &source.sentences[at];
    let span = sentence.tokens[holder.start].range.start..sentence.tokens[holder.end - 1].range.end;
    let message = format!("the source gives this office to {}", source.slice(&span));
    let mut part = Part::unaddressed(own.range.clone(), "", message.clone());
    part.verdict = Verdict::Contradicted;
    part.strength = 800;
    part.remarks.push(Remark {
        code: Code::SUBJECT,
        message: message.clone(),
        notes: Vec::new(),
        help: None,
    });
    let support =
        Support { witness, range: sentence.range.clone(), stance: Stance::Contradicts, marks: Vec::new() };
    part.supports.push(support.mark(span, true, message));
    part
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, source: &str, expected: Option<Verdict>) {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        assert_eq!(judge(&claim, 0, &source, 0).map(|part| part.verdict), expected);
    }

    #[test]
    fn an_office_printed_beside_another_name_contradicts() {
        let source = "Nora Field, director of the Harbour Museum, met Harbour Bank CEO Tom Reed on Monday.";
        check("Nora Field is the chief executive of Harbour Bank.", source, Some(Verdict::Contradicted));
        check("Tom Reed is the chief executive of Harbour Bank.", source, None);
    }

    #[test]
    fn a_house_that_another_heads_contradicts() {
        let source = "Ida Bell of the mill led the talks; Tom Reed spoke for Hill Ferries, which he heads.";
        check("Ida Bell heads Hill Ferries.", source, Some(Verdict::Contradicted));
        check("Tom Reed heads Hill Ferries.", source, None);
        check("Max Stone heads Hill Ferries.", source, None);
    }

    #[test]
    fn a_person_without_an_office_in_the_source_is_left_alone() {
        check("Ida Stone is the mayor of Hill Town.", "Hill Town mayor Max Bell opened the fair.", None);
    }
}
