//! Two speakers of one source who give different figures for one thing: a claim that takes the one without saying whose
//! it is rests on a source that disagrees with itself.

use std::ops::Range;

use super::Verdict;
use super::align::meets;
use super::code::Code;
use super::compare::Relation;
use super::evidence::Stance;
use super::part::Part;
use super::period::When;
use super::speech;
use super::value::{CLASH_MIN, Question, Weighed, remark, support};
use crate::claim::Modality;
use crate::statement::lexicon::Reading as Phrase;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// Sentences between two who speak of one thing, at most.
const NEAR_MAX: usize = 2;

/// Fit of a figure by which the next speaker answers the one before.
const REPLY_MIN: u32 = 450;

/// Verbs by which somebody gives a figure of his own for what another has counted.
const REPLIES: [word::Key; 10] = word::literals([
    "put",
    "puts",
    "estimated",
    "estimates",
    "counted",
    "counts",
    "reckoned",
    "reckons",
    "spoke",
    "speaks",
]);

/// Puts a figure that one speaker gives and another denies in conflict.
pub(super) fn dispute(question: &Question<'_>, weighed: &[Weighed<'_>], part: &mut Part) {
    let Some((one, other, message)) = found(question, weighed, part) else { return };
    part.verdict = Verdict::Conflict;
    part.reason = message;
    part.remarks.clear();
    let reason = part.reason.clone();
    remark(part, Some(Code::SELF_CONFLICT), &reason);
    let (mut first, second) =
        (support(question, one, Stance::Disagrees), support(question, other, Stance::Disagrees));
    // One passage is shown once, with both figures.
    part.supports = if first.range == second.range {
        first.marks.extend(second.marks.into_iter().map(|(range, _, note)| (range, true, note)));
        vec![first]
    } else {
        vec![first, second]
    };
}

fn found<'w, 'a>(
    question: &Question<'a>,
    weighed: &'w [Weighed<'a>],
    part: &Part,
) -> Option<(&'w Weighed<'a>, &'w Weighed<'a>, String)> {
    let claimed = &question.claim.sentences[question.own().sentence];
    let credited = || speech::credit(claimed).is_some() || !speakers(claimed).is_empty();
    if part.verdict != Verdict::Supported || credited() {
        return None;
    }
    let (mark, ..) = part.supports.first()?.marks.first()?;
    let one = weighed.iter().find(|one| one.statement.quantity.span == *mark)?;
    let own = &question.source.sentences[one.statement.sentence];
    let speaker = speakers(own);
    if speaker.is_empty() {
        return None;
    }
    let rival = weighed.iter().find(|other| {
        let sentence = &question.source.sentences[other.statement.sentence];
        let near = other.statement.sentence.abs_diff(one.statement.sentence);
        let replaced = || {
            let both = [own, sentence];
            both.iter().any(|one| one.phrases.iter().any(|(_, phrase)| *phrase == Phrase::Replace))
        };
        let of_another = || {
            let another = speakers(sentence);
            let alike = |token: &&Token| speaker.iter().any(|first| meets(first, token));
            !another.is_empty() && !another.iter().any(alike)
        };
        other.compared.relation == Relation::Clash
            && other.barred.is_none()
            && (other.fit.score >= CLASH_MIN
                || near == 1 && replies(sentence) && other.fit.score >= REPLY_MIN)
            && !other.fit.far_head
            && other.when >= When::Unstated
            && (1..=NEAR_MAX).contains(&near)
            && own.passage == sentence.passage
            && same_time(one.statement, other.statement)
            && other.statement.modality == Modality::Actual
            && one.statement.scope == other.statement.scope
            && (other.fit.lacking == 0 || replies(sentence))
            && !replaced()
            && of_another()
    });
    if let Some(rival) = rival {
        let another = speakers(&question.source.sentences[rival.statement.sentence]);
        return Some((one, rival, disagreement(question, [one, rival], [&speaker, &another])));
    }
    weighed.iter().find_map(|other| {
        let [first, second] = in_one_sentence(question, one, other)?;
        Some((one, other, disagreement(question, [one, other], [&first, &second])))
    })
}

/// What two speakers say, for the report.
fn disagreement(question: &Question<'_>, told: [&Weighed<'_>; 2], by: [&[&Token]; 2]) -> String {
    let shown = |one: &Weighed<'_>| question.source.slice(&one.statement.quantity.span).trim().to_string();
    let name = |speaker: &[&Token]| named(question.source, speaker);
    format!(
        "the source has {} by one ({}) and {} by another ({})",
        shown(told[0]),
        name(by[0]),
        shown(told[1]),
        name(by[1])
    )
}

/// Words that set what one says against what another does.
const AGAINST: [word::Key; 4] = word::literals(["but", "while", "whereas", "though"]);

/// The part of a sentence around a figure that one speaker has.
fn stretch(sentence: &Sentence, statement: &Statement) -> Range<usize> {
    let ends = |token: &Token| token.kind == TokenKind::Break || AGAINST.contains(&token.surface);
    let tokens = &sentence.tokens;
    let from = tokens[..statement.tokens.start].iter().rposition(ends).map_or(0, |at| at + 1);
    let behind = tokens[statement.tokens.end..].iter().position(ends);
    from..behind.map_or(tokens.len(), |at| statement.tokens.end + at)
}

/// Who says the one and the other of two figures of one sentence, each the only one of its kind in a part of its own:
/// "organisers said 50,000 marched; police counted 5,000".
fn in_one_sentence<'a>(
    question: &Question<'a>,
    one: &Weighed<'a>,
    other: &Weighed<'a>,
) -> Option<[Vec<&'a Token>; 2]> {
    let (one, clash) = (one.statement, other.compared.relation == Relation::Clash);
    let other = other.statement;
    if one.sentence != other.sentence || !clash || one.quantity.kind != other.quantity.kind {
        return None;
    }
    let sentence = &question.source.sentences[one.sentence];
    let parts = [stretch(sentence, one), stretch(sentence, other)];
    let alone = |part: &Range<usize>| {
        let figures = question.source.statements_of(one.sentence).iter();
        let within = figures.filter(|figure| part.contains(&figure.tokens.start));
        within.filter(|figure| figure.quantity.kind == one.quantity.kind).count() == 1
    };
    let head = |statement: &Statement| statement.head.map(|head| &sentence.tokens[head]);
    let like = head(one).zip(head(other)).is_none_or(|(own, other)| meets(own, other));
    let unit = other.quantity.unit == one.quantity.unit || other.head.is_none();
    let by = parts.each_ref().map(|part| speakers_in(sentence, part.clone()));
    let apt = parts[0] != parts[1] && parts.iter().all(alone) && like && unit;
    (apt && by.iter().all(|speaker| !speaker.is_empty())).then_some(by)
}

fn named(source: &Reading, speaker: &[&Token]) -> String {
    match (speaker.first(), speaker.last()) {
        (Some(first), Some(last)) => source.slice(&(first.range.start..last.range.end)).to_string(),
        _ => String::new(),
    }
}

fn replies(sentence: &Sentence) -> bool {
    sentence.tokens.iter().any(|token| REPLIES.contains(&token.surface))
}

fn same_time(one: &Statement, other: &Statement) -> bool {
    match (&one.period, &other.period) {
        (Some(one), Some(other)) if one.nearness >= 2 && other.nearness >= 2 => {
            (one.period.from, one.period.to) == (other.period.from, other.period.to)
        }
        _ => true,
    }
}

/// The words that name whose word a sentence is: those before the verb of saying, or behind "according to".
pub(super) fn speakers(sentence: &Sentence) -> Vec<&Token> {
    speakers_in(sentence, 0..sentence.tokens.len())
}

/// The same of a part of a sentence.
fn speakers_in(sentence: &Sentence, part: Range<usize>) -> Vec<&Token> {
    let tokens = &sentence.tokens[..part.end];
    let stops = |at: usize| matches!(tokens[at].kind, TokenKind::Comma | TokenKind::Break);
    let behind = const { word::literals(["according", "per", "citing", "crediting"]) };
    let number = |token: &Token| token.kind == TokenKind::Number;
    let said = sentence.phrases.iter().filter(|(_, phrase)| *phrase == Phrase::Attribution);
    for (at, _) in said.filter(|(at, _)| part.start <= at.start && at.end <= part.end) {
        let stretch = if behind.contains(&tokens[at.start].surface) {
            at.end..(at.end..tokens.len()).find(|at| stops(*at)).unwrap_or(tokens.len())
        } else {
            (0..at.start).rev().find(|at| stops(*at)).map_or(part.start, |at| part.start.max(at + 1))
                ..at.start
        };
        let words = &tokens[stretch];
        // "Output is put at 40": the words before are no speaker.
        let passive = const { word::literals(["is", "are", "was", "were", "been"]) };
        if words.last().is_some_and(|last| passive.contains(&last.surface)) {
            continue;
        }
        if !words.iter().any(number) && words.iter().any(Token::content) {
            return words.iter().filter(|token| token.content()).collect();
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{self, Conflict, Supported};
    use super::super::trials::judged;

    fn check(claim: &str, source: &str, expected: Verdict) {
        let judgement = judged(claim, &[(source, None)]);
        assert_eq!(judgement.verdict, expected, "“{claim}”, “{source}”: {}", judgement.reason);
    }

    const UNION: &str = "The union said that 60% of the bakers in Deal had joined the strike.";

    #[test]
    fn two_speakers_may_give_two_figures() {
        let claim = "60% of the bakers in Deal joined the strike.";
        let against = format!("{UNION} The guild put the share of absent bakers at 15%.");
        check(claim, &against, Conflict);
        // Whose figure it is may be said.
        check("The union says that 60% of the bakers in Deal joined the strike.", &against, Supported);
        check(claim, &format!("{UNION} The guild put the cost of the strike at $15 million."), Supported);
        check(
            claim,
            &format!("{UNION} The union put the share of absent bakers at 15% in the strike of 2012."),
            Supported,
        );
        check(
            claim,
            &format!("{UNION} The guild, which had put the share at 15%, has since corrected it."),
            Supported,
        );
    }

    #[test]
    fn two_speakers_may_share_a_sentence() {
        let claim = "50,000 people marched through Deal.";
        let source = "Organisers said 50,000 people marched through Deal; police counted 5,000.";
        check(claim, source, Conflict);
        check("Organisers said 50,000 people marched through Deal.", source, Supported);
        let shops = "Organisers said 50,000 people marched through Deal; police said 40 shops were closed.";
        check(claim, shops, Supported);
        let staff = "The mine employs 300 people, according to the union, but the company says 220.";
        check("The mine employs 300 people.", staff, Conflict);
    }

    #[test]
    fn two_sources_may_give_two_crowds_and_two_changes() {
        let crowd = "The final at Holm Park drew a crowd of 21,480.";
        let two = [
            ("A crowd of 21,480 saw the final at Holm Park.", None),
            ("The final at Holm Park was watched by 20,310 spectators.", None),
        ];
        assert_eq!(judged(crowd, &two).verdict, Conflict);
        let growth = "Bread sales in Deal rose 12.5% in 2019.";
        let later =
            |told: &str| format!("Bread sales in Deal came to 64,000 loaves in 2019, the guild said. {told}");
        let first = "Deal sold 64,000 loaves of bread in 2019, 12.5% more than the year before.";
        let other = later("That was 7.1% more than in 2018.");
        assert_eq!(judged(growth, &[(first, None), (&other, None)]).verdict, Conflict);
        let older = later("In 2018 sales had grown 7.1%.");
        assert_eq!(judged(growth, &[(first, None), (&older, None)]).verdict, Supported);
    }
}
