//! Judges a whole claim against one source: its figures, its dates, its words.

use super::abroad;
use super::align::Ask;
use super::apiece;
use super::before;
use super::candidates;
use super::clock;
use super::code::Code;
use super::combine::{self, Opinion};
use super::conflict;
use super::contrast;
use super::date;
use super::dayname;
use super::derive::{self, Pool, Wanted};
use super::elapsed;
use super::elsewhere;
use super::event;
use super::evidence::Stance;
use super::flow;
use super::listed;
use super::names;
use super::otherwise;
use super::part::{Part, Remark, Support};
use super::period::{self, When};
use super::premise;
use super::shift;
use super::slots::{self, Slots};
use super::speech;
use super::stretch;
use super::sum;
use super::title;
use super::trend;
use super::twin;
use super::unsaid;
use super::value::{self, Question};
use super::versus;
use super::whose;
use super::worked;
use super::{Options, Verdict};
use super::{cover, text};
use crate::quantity::Kind;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Statement};
use crate::temporal::Period;

/// Share of a sentence's words that must be found before its figures support it.
const GATE_MIN: u32 = 440;
/// Words whose lack is more than another way to put it.
const MISSING_MIN: usize = 3;
/// The same of a sentence that has dates only, where so many of its words are lacking.
const GATE_DATES_MIN: u32 = 580;
/// The same in a long source.
const GATE_LONG_MIN: u32 = 330;
/// Share of the claim's words that a sentence holds which is nearly the claim's own.
const ALIKE_MIN: u32 = 600;
/// Words of a sentence that condenses many of a long source.
const CONDENSED_MIN: usize = 12;
/// Share below which figures that agree are taken for a coincidence.
const COINCIDENCE_MAX: u32 = 300;

/// Judges a claim against its sources: each alone, then what their figures give together.
pub(super) fn judge_all(claim: &Reading, sources: &[&Reading], options: &Options) -> Vec<Opinion> {
    let pool = Pool {
        sources: sources.iter().map(|source| (*source, candidates::sentences(claim, source))).collect(),
    };
    let alone = sources.len() == 1;
    let mut parts: Vec<Vec<Part>> = Vec::new();
    for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
        if let Some(part) = twin::whole(claim, source, witness) {
            parts.push(vec![part]);
            continue;
        }
        let own = (0..claim.sentences.len())
            .flat_map(|number| sentence(claim, number, source, witness, sentences, options, alone));
        parts.push(own.collect());
    }
    for number in 0..claim.statements.len() {
        derived(claim, number, &pool, &mut parts);
    }
    for number in 0..claim.statements.len() {
        for_longer(claim, number, &mut parts);
        bounded(claim, number, &pool, &mut parts);
    }
    for number in 0..claim.sentences.len() {
        listed::judge(claim, number, &pool, &mut parts);
        before::judge(claim, number, &pool, &mut parts);
        shift::judge(claim, number, &pool, &mut parts);
        apiece::judge(claim, number, &pool, &mut parts);
        worked::judge(claim, number, &pool, &mut parts);
    }
    for number in 0..claim.sentences.len() {
        if let Some(part) = trend::judge(claim, number, &pool) {
            let witness = part.supports.first().map_or(0, |support| support.witness);
            // The direction is what the sentence claims; its words and dates alone no longer decide.
            let range = claim.sentences[number].range.clone();
            let inside = |other: &Part| range.start <= other.range.start && other.range.end <= range.end;
            parts[witness].retain(|other| {
                !inside(other) || other.verdict == Verdict::Contradicted && other.figure.is_some()
            });
            parts[witness].push(part);
        }
    }
    for number in 0..claim.sentences.len() {
        contrast::judge(claim, number, &pool, &mut parts);
    }
    for number in 0..claim.sentences.len() {
        versus::judge(claim, number, &pool, &mut parts);
        premise::judge(claim, number, &pool, &mut parts);
        elsewhere::judge(claim, number, &pool, &mut parts);
        abroad::judge(claim, number, &pool, &mut parts);
        otherwise::judge(claim, number, &pool, &mut parts);
    }
    for (witness, list) in parts.iter_mut().enumerate() {
        for part in list.iter_mut() {
            self_conflict(pool.sources[witness].0, part);
        }
    }
    parts.into_iter().map(combine::opinion).collect()
}

/// A part that rests on a passage which disagrees with itself is in conflict.
fn self_conflict(source: &Reading, part: &mut Part) {
    let found = part.supports.iter().find_map(|support| {
        let at = source.sentence_at(&support.range)?;
        conflict::of_sentence(source, at).filter(|found| {
            let marked = support.marks.iter().any(|(range, _, _)| {
                found.statements.iter().any(|number| source.statements[*number].quantity.span == *range)
            });
            marked || support.marks.is_empty() && part.strength >= 600
        })
    });
    if let Some(found) = found {
        part.verdict = Verdict::Conflict;
        part.reason = format!("the passage disagrees with itself: {}", found.message);
        part.remarks.insert(
            0,
            Remark {
                code: Code::SELF_CONFLICT,
                message: part.reason.clone(),
                notes: Vec::new(),
                help: Some("ask the source, or cite another".to_string()),
            },
        );
        for support in &mut part.supports {
            support.stance = Stance::Disagrees;
        }
    }
}

/// One number told by two sources, by one for a stretch of time and by the other for a longer one that holds it: one
/// of them has the stretch wrong, unless there was nothing before.
fn for_longer(claim: &Reading, number: usize, parts: &mut [Vec<Part>]) {
    let span = &claim.statements[number].quantity.span;
    let own = |part: &&Part| {
        let whole = part.figure.is_none() && part.range.start <= span.start && span.end <= part.range.end;
        part.figure == Some(number) || whole
    };
    if !parts.iter().flatten().filter(own).any(|part| part.verdict == Verdict::Supported) {
        return;
    }
    for part in parts.iter_mut().flatten().filter(|part| part.figure == Some(number) && part.for_longer) {
        part.verdict = Verdict::Conflict;
        part.reason = format!("one source gives {} for a longer time than the other", part.label);
        part.remarks.clear();
        part.remarks.push(Remark {
            code: Code::PERIOD,
            message: part.reason.clone(),
            notes: Vec::new(),
            help: Some("ask both for which time they count".to_string()),
        });
        for support in &mut part.supports {
            support.stance = Stance::Disagrees;
        }
    }
}

/// Puts in what a source's figures for other periods leave no room for, where it does not speak of the figure itself.
fn bounded(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let Some(mut part) = flow::judge(claim, number, pool) else { return };
    part.figure = Some(number);
    let witness = part.supports.first().map_or(0, |support| support.witness);
    for own in parts[witness].iter_mut().filter(|own| own.figure == Some(number)) {
        if own.verdict == Verdict::NotAddressed {
            let steps = std::mem::take(&mut own.steps);
            *own = part.clone();
            own.steps.splice(0..0, steps);
        }
    }
}

/// Puts what the printed figures give together in the place of a figure that no source states.
fn derived(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let wanted = Wanted::new(claim, number);
    let own = || parts.iter().flatten().filter(|part| part.figure == Some(number));
    let stated =
        own().any(|part| matches!(part.verdict, Verdict::Supported | Verdict::Partial | Verdict::Conflict));
    let denied = own().any(|part| part.verdict == Verdict::Contradicted);
    let adds = wanted.asks("sum") || sum::counted_list(&wanted).is_some();
    if stated {
        return;
    }
    let made = if denied && !adds { derive::reckoned(&wanted, pool) } else { derive::judge(&wanted, pool) };
    let Some(mut part) = made else { return };
    if denied && part.verdict == Verdict::Contradicted {
        return;
    }
    part.figure = Some(number);
    let witness = part.supports.first().map_or(0, |support| support.witness);
    let sentence = &claim.sentences[wanted.statement.sentence];
    if part.verdict == Verdict::Supported && sentence.denials().next().is_some() {
        // "1,218 are without power": the source prints those that have it, and how many there are.
        let denied = |own: &Part| own.figure.is_none() && own.range == sentence.range;
        parts[witness].retain(|own| !denied(own) || own.verdict != Verdict::Contradicted);
    }
    if part.verdict == Verdict::Supported && !wanted.others.is_empty() {
        // The periods that the derivation took its operands from are accounted for.
        let date = |own: &Part| {
            sentence.periods.iter().find(|period| own.figure.is_none() && period.span == own.range)
        };
        for list in parts.iter_mut() {
            list.retain(|own| {
                date(own).is_none_or(|date| own.verdict != Verdict::NotAddressed && !is_of(&part, pool, date))
            });
        }
    }
    for list in parts.iter_mut() {
        for own in list.iter_mut().filter(|own| own.verdict == Verdict::NotAddressed) {
            if own.figure.is_some_and(|other| is_stretch_of(&claim.statements[other], &part)) {
                own.verdict = Verdict::Supported;
                own.reason.clone_from(&part.reason);
            }
        }
    }
    for (at, list) in parts.iter_mut().enumerate() {
        for own in list.iter_mut().filter(|own| own.figure == Some(number)) {
            if at == witness {
                let steps = std::mem::take(&mut own.steps);
                *own = part.clone();
                own.steps.splice(0..0, steps);
            } else if own.verdict == Verdict::Contradicted {
                own.verdict = Verdict::NotAddressed;
            }
        }
    }
}

/// True for "over three days", where so many figures were added up.
fn is_stretch_of(other: &Statement, sum: &Part) -> bool {
    let added: usize = sum.supports.iter().map(|support| support.marks.len()).sum();
    let count = Exact::from_integer(i128::try_from(added).unwrap_or(i128::MAX));
    sum.verdict == Verdict::Supported
        && added > 1
        && other.quantity.kind == Kind::Duration
        && super::interval::ends(&other.quantity.figure) == (count, count)
}

/// True where a figure that a part rests on is of a period.
fn is_of(part: &Part, pool: &Pool<'_>, date: &Period) -> bool {
    let marked = |support: &Support| {
        let statements = pool.sources[support.witness].0.statements.iter();
        statements.filter(|one| support.marks.iter().any(|(range, _, _)| one.quantity.span == *range)).any(
            |one| one.period.as_ref().is_some_and(|own| period::periods(date, &own.period) == When::Same),
        )
    };
    part.supports.iter().any(marked)
}

/// Judges the resolved dates of a claim's sentence that no figure takes for its period.
fn dates(
    ask: &Ask<'_>,
    number: usize,
    source: &Reading,
    witness: usize,
    sentences: &[usize],
    slots: Option<&Slots>,
) -> Vec<Part> {
    let claim = ask.reading;
    let own = &claim.sentences[number];
    let mut parts = Vec::new();
    for (at, wanted) in own.periods.iter().enumerate().filter(|(_, period)| period::is_resolved(period)) {
        let used = claim.statements[own.statements.clone()].iter().any(|statement| {
            let own = statement.period.as_ref().map(|timed| &timed.period);
            // The year that a change is counted from is a part of the change.
            let base = statement.quantity.change.role == ChangeRole::By
                && own.is_some_and(|own| wanted.from < own.from && wanted.to <= own.from);
            base || own.is_some_and(|own| own.span == wanted.span)
        });
        if !used {
            let opposite = slots.and_then(|slots| {
                let (_, other) = slots.periods.iter().find(|(own, _)| *own == at)?;
                Some((slots.sentence, *other))
            });
            let part = date::judge(ask, wanted, source, witness, sentences, opposite);
            let unknown = part.verdict == Verdict::NotAddressed;
            let by_name = || dayname::by_name(ask, wanted, source, witness, sentences);
            // What was typed dates the claim; a source that gives no date at all speaks of it all the same.
            let typed = wanted.span.start >= own.range.end;
            match by_name().filter(|_| unknown) {
                Some(named) => parts.push(named),
                None if unknown && typed => {}
                None => parts.push(part),
            }
        } else if dayname::names_day(claim.slice(&wanted.span)) {
            // A day is told for its own sake, even where a figure takes it for its period.
            let part = date::judge(ask, wanted, source, witness, sentences, None);
            parts.extend(Some(part).filter(|part| part.verdict != Verdict::Supported));
        } else if event::both_ends(claim, wanted).is_some() {
            // A stretch is told for its own sake as well: "open from 1942 to 1949, it held 800 men".
            let part = date::judge(ask, wanted, source, witness, sentences, None);
            let shares = |part: &Part| {
                let dates = source.sentences.iter().flat_map(|sentence| &sentence.periods);
                let marks = || part.supports.iter().flat_map(|support| &support.marks);
                let mut told = dates.filter(|date| marks().any(|(range, _, _)| *range == date.span));
                told.any(|date| event::share_an_end((claim, wanted), (source, date)))
            };
            parts.extend(Some(part).filter(|part| part.verdict == Verdict::Contradicted && shares(part)));
        }
    }
    parts
}

fn sentence(
    claim: &Reading,
    number: usize,
    source: &Reading,
    witness: usize,
    sentences: &[usize],
    options: &Options,
    alone: bool,
) -> Vec<Part> {
    let own = &claim.sentences[number];
    let ask = Ask::for_sentence(claim, number, source);
    let shares: Vec<(u32, usize)> =
        sentences.iter().map(|at| (cover::share(&ask, source, *at), *at)).collect();
    if let Some(part) = twin::judge(&ask, source, witness, &shares) {
        return vec![part];
    }
    let slots = alike(claim, number, source, &shares);
    let mut parts: Vec<Part> = Vec::new();
    for at in own.statements.clone() {
        let question = Question {
            claim,
            number: at,
            source,
            witness,
            sentences,
            strict_bounds: options.strict_bounds,
            slots: slots.as_ref(),
            in_long: cover::is_long(source),
            condensed: cover::is_long(source) && ask.words.len() >= CONDENSED_MIN,
        };
        let part = value::judge(&question);
        let elapsed = (part.verdict == Verdict::NotAddressed).then(|| elapsed::judge(&question)).flatten();
        parts.push(elapsed.unwrap_or(part));
    }
    for wanted in own.periods.iter().filter(|period| !period::is_resolved(period)) {
        parts.extend(dayname::by_name(&ask, wanted, source, witness, sentences));
        parts.extend(dayname::day(&ask, wanted, source, witness, sentences));
    }
    parts.extend(dates(&ask, number, source, witness, sentences, slots.as_ref()));
    if let Some(part) = speech::judge(claim, number, source, witness) {
        parts.push(part);
    }
    parts.extend(speech::forecaster(claim, number, source));
    parts.extend(clock::judge(&ask, source, witness, sentences));
    parts.extend(stretch::judge(&ask, source, witness, sentences));
    parts.extend(title::judge(claim, number, source, witness));
    let another = || whose::judge(claim, number, source);
    let uncredited = speech::uncredited(claim, number, source).or_else(another);
    let (words, cover) = text::judge(&ask, source, witness, sentences);
    if parts.is_empty() {
        return match uncredited.filter(|_| words.verdict == Verdict::Supported) {
            Some(part) => vec![words, part],
            None => vec![words],
        };
    }
    let dates_only = parts.iter().all(|part| part.figure.is_none()) && cover.missing.len() >= MISSING_MIN;
    let least = match cover::is_long(source) {
        true => GATE_LONG_MIN,
        // A date alone says little of what happened on it.
        false if dates_only => GATE_DATES_MIN,
        false => GATE_MIN,
    };
    gate(&mut parts, &ask, source, &words, &cover, least);
    if let Some(word) = unsaid::word(&ask, &cover, source) {
        unproved(claim, number, &mut parts, word, alone);
    }
    // A plan of another size is no weaker form of what was done.
    let figures = || parts.iter().filter(|part| part.figure.is_some());
    let unspoken = figures().next().is_some()
        && figures().all(|part| part.verdict == Verdict::NotAddressed && part.supports.is_empty());
    if words.verdict == Verdict::Contradicted
        || words.verdict == Verdict::Partial && words.decides && !unspoken
    {
        parts.push(words);
    } else if let Some(part) = parts.first_mut() {
        part.steps.extend(words.steps);
    }
    if let Some(part) = uncredited.filter(|_| combine::parts(&parts) == Verdict::Supported) {
        parts.push(part);
    }
    parts
}

/// Words that lead from what happened to why, when and what else.
const LEADING: [word::Key; 8] =
    word::literals(["because", "due", "owing", "thanks", "after", "and", "while", "when"]);

/// Figures that agree bear out nothing where the source never says a word of theirs; a word of another clause leaves
/// that clause open.
fn unproved(claim: &Reading, number: usize, parts: &mut [Part], word: &Token, alone: bool) {
    let sentence = &claim.sentences[number];
    let said = claim.slice(&word.range);
    for part in parts.iter_mut().filter(|part| part.verdict == Verdict::Supported) {
        let figure = part.figure.map(|figure| &claim.statements[figure]);
        let own = figure.is_some_and(|figure| {
            let at = sentence.tokens.partition_point(|token| token.range.start < word.range.start);
            let between = &sentence.tokens[figure.tokens.end.min(at)..at];
            let leads = |token: &Token| token.kind == TokenKind::Comma || LEADING.contains(&token.surface);
            figure.clause.contains(&at) && !between.iter().any(leads)
        });
        // Where another source speaks, a figure that agrees is a voice still.
        part.verdict = if own && alone { Verdict::NotAddressed } else { Verdict::Partial };
        part.reason = format!("{} agrees, but the source does not say “{said}”", part.label);
    }
}

/// The candidate sentence that is most nearly the claim's own, if one is; each comes with the share of the claim's words
/// that it holds.
fn alike(claim: &Reading, number: usize, source: &Reading, sentences: &[(u32, usize)]) -> Option<Slots> {
    let own = &claim.sentences[number];
    if own.statements.is_empty() && own.periods.is_empty() {
        return None;
    }
    let mut ranked: Vec<(u32, usize)> =
        sentences.iter().copied().filter(|(share, _)| *share >= ALIKE_MIN).collect();
    ranked.sort_by_key(|(share, at)| (std::cmp::Reverse(*share), *at));
    let laid = ranked.iter().take(3).filter_map(|(_, at)| slots::lay(claim, number, source, *at));
    laid.max_by_key(|slots| {
        (slots.similar, slots.figures.len() + slots.periods.len(), std::cmp::Reverse(slots.sentence))
    })
}

/// Figures support a sentence only where its other words stand there too.
fn gate(parts: &mut [Part], ask: &Ask<'_>, source: &Reading, words: &Part, cover: &cover::Cover, least: u32) {
    let strange = |at: &usize| names::strange(ask, ask.words[*at].token, source);
    // A talk is told in other words; but more than half of them should stand there.
    let mostly_unsaid = source.spoken && cover.unsaid.len() * 2 > ask.words.len();
    for part in parts.iter_mut().filter(|part| part.verdict == Verdict::Supported) {
        if !cover.unknown_names.is_empty() && cover.score < 850 || cover.score < COINCIDENCE_MAX {
            part.verdict = Verdict::NotAddressed;
            part.reason = format!("{} agrees, but {}", part.label, words.reason);
        } else if cover.score < least || mostly_unsaid || cover.unknown_names.iter().any(strange) {
            part.verdict = Verdict::Partial;
            part.reason = format!("{} agrees, but {}", part.label, words.reason);
        }
    }
}
