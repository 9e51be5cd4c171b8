//! Judges a date or period of a claim that no figure of it uses: when something happened.

use chrono::Datelike;

use super::Verdict;
use super::align::{self, Ask};
use super::code::Code;
use super::cover;
use super::dayname::named;
use super::event;
use super::evidence::{Stance, Step};
use super::inplace;
use super::object;
use super::otherwise;
use super::part::{Part, Remark, Support};
use super::period::{self, When};
use crate::statement::lexicon::{Reading as Phrase, Role};
use crate::statement::word::{self, Token};
use crate::statement::{Reading, Sentence, clause, modality_of, timing};
use crate::temporal::{Grain, Period};

/// Share of the claim's words that must stand beside another date for it to contradict.
pub(super) const CLASH_MIN: u32 = 650;
/// Share of the words right around the claim's date that must stand beside another.
const BESIDE_MIN: u32 = 800;
/// Words that must stand around it.
const BESIDE_WORDS_MIN: usize = 3;
/// The same where the date agrees.
const TOLD_WORDS_MIN: usize = 2;
/// Share that must stand beside the date for it to support.
pub(super) const SUPPORT_MIN: u32 = 300;

/// Whether no date is found that meets the claim's.
pub(super) fn is_unmet(best: Option<&Dated>) -> bool {
    best.is_none_or(|(_, _, when, _)| !meets(*when))
}

/// Judges one period of a claim's sentence.
pub(super) fn judge(
    ask: &Ask<'_>,
    wanted: &Period,
    source: &Reading,
    witness: usize,
    sentences: &[usize],
    opposite: Option<(usize, usize)>,
) -> Part {
    let label = ask.reading.slice(&wanted.span).to_string();
    let mut part = Part::unaddressed(
        wanted.span.clone(),
        label.clone(),
        format!("the source gives no date for {label}"),
    );
    let best = inplace::date(ask, wanted, source, sentences, opposite);
    if is_unmet(best.as_ref()) && names_act(ask, wanted, source) {
        part.verdict = Verdict::Supported;
        part.strength = cover::cover(ask, source, sentences).score;
        part.reason = format!("{label} stands in the name");
        return part;
    }
    let Some((score, at, when, found)) = best else { return part };
    part.strength = score;
    let note = format!("claim {label}, source {}", source.slice(&found.span));
    let stance = match when {
        When::Same | When::Within if score >= SUPPORT_MIN => {
            part.verdict = Verdict::Supported;
            Stance::Supports
        }
        When::Apart
            if score >= CLASH_MIN
                && !is_rough(ask, wanted)
                && !sets_against(ask)
                && !dates_other_deed(ask, wanted, source, at) =>
        {
            part.verdict = Verdict::Contradicted;
            part.remarks.push(Remark {
                code: Code::PERIOD,
                message: format!("{note}: another time"),
                notes: Vec::new(),
                help: None,
            });
            Stance::Contradicts
        }
        When::Contains | When::Overlap if score >= SUPPORT_MIN && is_rough(ask, wanted) => {
            part.verdict = Verdict::Supported;
            Stance::Supports
        }
        When::Contains | When::Overlap if score >= CLASH_MIN => {
            part.verdict = Verdict::Partial;
            Stance::Weakens
        }
        _ => return part,
    };
    part.reason.clone_from(&note);
    part.steps.push(Step {
        rule: "align-date".to_string(),
        place: Some((witness.to_string(), found.span.clone())),
        outcome: format!("{note}: {when:?}, words {score}"),
    });
    let clashes = stance == Stance::Contradicts;
    part.supports.push(
        Support { witness, range: source.sentences[at].range.clone(), stance, marks: Vec::new() }
            .mark(found.span, clashes, note),
    );
    part
}

/// The other date of what the claim's words right around its date tell of: a sentence of many parts need not stand
/// in the source as a whole.
pub(super) fn beside(ask: &Ask<'_>, wanted: &Period, source: &Reading, sentences: &[usize]) -> Option<Dated> {
    let near = ask.within(clause::around(ask.sentence, &ask.sentence.tokens_in(&wanted.span)));
    if near.words.len() < BESIDE_WORDS_MIN {
        return None;
    }
    let (score, at, when, found) = nearest(&near, wanted, source, sentences)?;
    let alone = source.sentences[at].periods.iter().filter(|period| period::is_resolved(period)).count() == 1;
    (when == When::Apart && score >= BESIDE_MIN && alone).then_some((CLASH_MIN.max(score), at, when, found))
}

/// "(1810–1862)" of a claim, where a sentence tells both years: "from 1810, when the city fell, to 1862".
pub(super) fn told_apart(
    ask: &Ask<'_>,
    wanted: &Period,
    source: &Reading,
    sentences: &[usize],
) -> Option<Dated> {
    let (first, last) = event::both_years(ask.reading, wanted)?;
    let tokens = &ask.sentence.tokens;
    let open = ask.sentence.tokens_in(&wanted.span).start.checked_sub(1);
    let open = open.filter(|at| tokens[*at].key == word::mark("("))?;
    let named = &tokens[open.checked_sub(1)?];
    let told = sentences.iter().map(|at| (*at, &source.sentences[*at])).filter_map(|(at, sentence)| {
        let dates = &sentence.periods;
        let begins = dates.iter().any(|found| found.from.is_some() && found.from == first.from);
        let found = dates.iter().find(|found| begins && found.to.is_some() && found.to == last.to)?.clone();
        let about = sentence.tokens.iter().any(|token| align::meets(named, token));
        // Brackets tell of the name before them, whatever else the claim says.
        let score = cover::cover(ask, source, &[at]).score.max(SUPPORT_MIN);
        about.then_some((score, at, When::Same, found))
    });
    told.max_by_key(|(score, at, _, _)| (*score, std::cmp::Reverse(*at)))
}

/// "The Harbour Act of 1911" of a claim, where the source prints "Harbour Act 1911": the year is a part of a name.
fn names_act(ask: &Ask<'_>, wanted: &Period, source: &Reading) -> bool {
    let tokens = &ask.sentence.tokens;
    let year = ask.sentence.tokens_in(&wanted.span);
    let of = year
        .start
        .checked_sub(1)
        .filter(|at| tokens[*at].surface == const { word::literal("of") } && year.len() == 1);
    let Some(name) = of.and_then(|at| at.checked_sub(1)).map(|at| &tokens[at]) else { return false };
    let printed = |pair: &[Token]| align::meets(name, &pair[0]) && pair[1].key == tokens[year.start].key;
    name.capital
        && name.content()
        && source.sentences.iter().any(|sentence| sentence.tokens.windows(2).any(printed))
}

/// Verbs of beginnings, which texts put in many ways.
const STARTS: [word::Key; 18] = word::literals([
    "created",
    "built",
    "founded",
    "established",
    "erected",
    "opened",
    "launched",
    "joined",
    "released",
    "premiered",
    "completed",
    "formed",
    "started",
    "introduced",
    "published",
    "signed",
    "overtaken",
    "admitted",
]);
/// Tokens before a date in which its verb is looked for.
const DEED_REACH: usize = 7;

/// True where the claim dates a deed of which the source says no word, as "was filmed in May" beside "was shown in June":
/// the two dates are of two things.
fn dates_other_deed(ask: &Ask<'_>, wanted: &Period, source: &Reading, at: usize) -> bool {
    let tokens = &ask.sentence.tokens;
    let date = ask.sentence.tokens_in(&wanted.span).start;
    let near = date.saturating_sub(DEED_REACH)..date;
    let ends = |token: &Token| token.kind == word::TokenKind::Comma;
    let clause = tokens[near].iter().rev().take_while(|token| !ends(token));
    let mut deeds = clause.filter(|token| token.past && token.content() && !token.name);
    let plain = |deed: &&Token| !deed.gloss.is_light() && !STARTS.contains(&deed.surface);
    let planned = ask
        .sentence
        .phrases
        .iter()
        .any(|(_, phrase)| matches!(phrase, Phrase::Modality(name) if modality_of(name).is_some()));
    let open = wanted.from.is_none() || wanted.to.is_none();
    let Some(deed) = deeds.next() else { return false };
    let verb = tokens.partition_point(|token| token.range.end <= deed.range.start);
    if object::is_unknown(ask, source, verb, date) {
        return true;
    }
    let Some(deed) = Some(deed).filter(plain).filter(|_| !planned && !open) else {
        return false;
    };
    // "A video" is not that something was filmed.
    let same = |token: &Token| align::meets(deed, token) && (token.past || token.root == deed.root);
    let said = |sentence: &Sentence| sentence.tokens.iter().any(same);
    let sentence = &source.sentences[at];
    let told = sentence.tokens.iter().any(|token| token.past && token.content());
    told && !said(sentence) && !deed.gloss.has(Role::Event)
}

/// True for "more than a year before": the claim speaks of two times.
fn sets_against(ask: &Ask<'_>) -> bool {
    let tokens = &ask.sentence.tokens;
    let than = const { word::literal("than") };
    let earlier = const { word::literals(["before", "earlier", "previous"]) };
    let at = tokens.iter().position(|token| token.surface == than);
    at.is_some_and(|at| tokens[at..].iter().any(|token| earlier.contains(&token.surface)))
}

/// True for "around 1940": the claim leaves room on both sides.
fn is_rough(ask: &Ask<'_>, wanted: &Period) -> bool {
    let at = ask.sentence.tokens_in(&wanted.span);
    let words = const { word::literals(["around", "about", "circa", "roughly", "approximately"]) };
    ask.sentence.tokens[at.start.saturating_sub(1)..at.end].iter().any(|token| words.contains(&token.surface))
}

/// A dated sentence: the share of the claim's words it holds, its number, how its date stands, the date.
pub(super) type Dated = (u32, usize, When, Period);

/// How a printed date stands to the claim's; `None` where it says nothing of it.
pub(super) fn stands(ask: &Ask<'_>, wanted: &Period, source: &Reading, found: &Period) -> Option<When> {
    let when = period::periods(wanted, found);
    if same_bare_name(ask, wanted, source, found)
        || starts_alike(ask, wanted, found)
        || stands_by(ask, wanted, source, found)
    {
        return Some(When::Same);
    }
    let inside = matches!(when, When::Within | When::Overlap | When::Contains);
    // Nor does a year inside a reign bear out when it began and when it ended; its two days do.
    if let Some((first, last)) = event::both_years(ask.reading, wanted).filter(|_| inside) {
        let (begun, ended) = event::both_ends(source, found)?;
        let within =
            |year: &Period, end: &Period| matches!(period::periods(year, end), When::Within | When::Same);
        return (within(&first, &begun) && within(&last, &ended)).then_some(When::Same);
    }
    if otherwise::began(ask.sentence, wanted, (source, found)) {
        return Some(When::Same);
    }
    if let Some(when) = by_end(ask, wanted, source, found).filter(|_| inside) {
        return Some(when);
    }
    if !inside || !event::prints_both_days(ask.reading, wanted) {
        return Some(when);
    }
    // A day inside a life does not bear out its two ends; another life is another one.
    event::prints_both_days(source, found).then_some(When::Apart)
}

/// "Until 2006" of a claim beside "from 1998 to 2004": the stretch lies before the end, and ends in another year.
pub(super) fn by_end(ask: &Ask<'_>, wanted: &Period, source: &Reading, found: &Period) -> Option<When> {
    let label = ask.reading.slice(&wanted.span);
    let until = label.starts_with("until ") || label.starts_with("till ");
    let last = wanted.to.filter(|_| wanted.from.is_none() && until)?.pred_opt()?;
    let ended = event::both_ends(source, found)?.1.from?;
    match last.year() == ended.year() {
        false => Some(When::Apart),
        true => (wanted.grain == Grain::Year).then_some(When::Same),
    }
}

/// "As of 2 April" beside "by 2 April".
fn stands_by(ask: &Ask<'_>, wanted: &Period, source: &Reading, found: &Period) -> bool {
    let at = ask.sentence.tokens_in(&wanted.span).start;
    let as_of = at >= 2 && ask.reading.slice(&ask.sentence.tokens[at - 2].range).eq_ignore_ascii_case("as");
    let (own, other) = (ask.reading.slice(&wanted.span), source.slice(&found.span));
    as_of && other.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) && other[3..] == *own
}

/// "From May 2018" on both sides, of which one was read as running on.
fn starts_alike(ask: &Ask<'_>, wanted: &Period, found: &Period) -> bool {
    let opens = const { word::literals(["from", "since"]) };
    let at = ask.sentence.tokens_in(&wanted.span).start;
    let led = at.checked_sub(1).is_some_and(|at| opens.contains(&ask.sentence.tokens[at].surface));
    let same = found.to.is_none() && found.from.is_some() && found.from == wanted.from;
    // "Since 2012", where the source says "since the election of June 2012".
    let inside = || {
        let stop = wanted.from.and_then(|from| from.checked_add_months(chrono::Months::new(12)));
        let year = Period { to: stop, ..wanted.clone() };
        wanted.grain == Grain::Year
            && stop.is_some()
            && found.grain != Grain::Year
            && period::periods(&year, found) == When::Within
    };
    led && (same || wanted.to.is_none() && inside())
}

/// The date that stands in the sentence most like the claim's, one that agrees before one that does not.
pub(super) fn nearest(
    ask: &Ask<'_>,
    wanted: &Period,
    source: &Reading,
    sentences: &[usize],
) -> Option<Dated> {
    let mut best: Option<Dated> = None;
    for at in sentences {
        let sentence = &source.sentences[*at];
        let own = sentence
            .periods
            .iter()
            .filter(|period| period::is_resolved(period) && !other_life(ask, source, sentence, period))
            .filter_map(|period| event::dated(ask.sentence, wanted, source, sentence, period));
        let behind = sentence
            .context
            .iter()
            .map(|context| &source.sentences[*context])
            .flat_map(|other| other.periods.iter().map(move |period| (other, period)))
            .filter(|(_, period)| period::is_resolved(period))
            .filter_map(|(other, period)| event::dated(ask.sentence, wanted, source, other, period));
        for found in own.chain(behind) {
            let found = &found;
            let Some(when) = stands(ask, wanted, source, found) else { continue };
            let agrees = meets(when);
            let here = found.span.start >= sentence.range.start && found.span.end <= sentence.range.end;
            if !agrees && (!here || when != When::Apart && when != When::Contains && when != When::Overlap) {
                continue;
            }
            // "Reported in May 2024" dates the report.
            let of_another = || otherwise::of_another_deed((ask.sentence, wanted), (sentence, found));
            if when == When::Apart && (timing::spoken(sentence, found) || of_another()) {
                continue;
            }
            // The date of something else that the claim tells as well is no other date of this.
            let told =
                |other: &Period| other.span != wanted.span && period::periods(other, found) == When::Same;
            if when == When::Apart && ask.sentence.periods.iter().any(told) {
                continue;
            }
            let score = cover::cover(ask, source, &[*at]).score;
            // The brackets of a life tell of nobody else, however much more the claim's sentence says.
            let own_life = here && agrees && lives(ask, sentence, found);
            // Behind the same verb the same date tells of the same deed.
            let of_deed = || {
                when == When::Same
                    && otherwise::of_one_deed((ask.sentence, wanted), (sentence, found))
                    && (sentence.unsaid_subject || otherwise::names_subject(ask.sentence, sentence))
            };
            let low = here && agrees && score < SUPPORT_MIN;
            let told = own_life || low && (told_beside(ask, wanted, source, *at) || of_deed());
            let score = if told { score.max(SUPPORT_MIN) } else { score };
            let better = best.as_ref().is_none_or(|(other, place, other_when, _)| {
                // "The late 1960s and early 1970s": what may hold the claim's goes before what cannot. Before or after
                // some day lies much: there the sentence that is most like the claim's decides.
                let open = wanted.from.is_none() || wanted.to.is_none();
                let rank = |when: When, score: u32, at: usize| {
                    let met = if open { when == When::Same } else { meets(when) };
                    let share = if open { cover::share(ask, source, at) } else { 0 };
                    (met && score >= SUPPORT_MIN, score, share, when != When::Apart)
                };
                rank(when, score, *at) > rank(*other_when, *other, *place)
            });
            if better {
                best = Some((score, *at, when, found.clone()));
            }
        }
    }
    best
}

/// True where the sentence has nearly all of the words right around the claim's date, however much more is claimed.
fn told_beside(ask: &Ask<'_>, wanted: &Period, source: &Reading, at: usize) -> bool {
    let near = ask.within(clause::around(ask.sentence, &ask.sentence.tokens_in(&wanted.span)));
    near.words.len() >= TOLD_WORDS_MIN && cover::cover(&near, source, &[at]).score >= BESIDE_MIN
}

/// True for the dates of a life whose name is the claim's.
fn lives(ask: &Ask<'_>, sentence: &Sentence, found: &Period) -> bool {
    let claimed = |token: &Token| ask.sentence.tokens.iter().any(|own| align::meets(own, token));
    event::bearer(sentence, found)
        .is_some_and(|name| name.len() > 1 && name.iter().filter(|token| token.content()).all(claimed))
}

/// True for the dates of somebody else's life: the brackets stand behind a name that the claim lacks, and the
/// claim's own name stands elsewhere in the source.
fn other_life(ask: &Ask<'_>, source: &Reading, sentence: &Sentence, period: &Period) -> bool {
    let Some(name) = event::bearer(sentence, period) else { return false };
    let claimed = |token: &Token| ask.sentence.tokens.iter().any(|own| align::meets(own, token));
    let stranger = name.iter().any(|token| token.content() && !claimed(token));
    let known_elsewhere = |word: &align::Word<'_>| {
        word.leading
            && word.token.name
            && align::frequency(word.token, source) > 0
            && !sentence.tokens.iter().any(|token| align::meets(word.token, token))
    };
    stranger && ask.words.iter().any(known_elsewhere)
}

/// True where both say a month or a day of the week without a year: which one is meant was guessed for both.
fn same_bare_name(ask: &Ask<'_>, wanted: &Period, source: &Reading, found: &Period) -> bool {
    let bare = |text: &str| named(text).filter(|_| !text.bytes().any(|byte| byte.is_ascii_digit()));
    let own = bare(ask.reading.slice(&wanted.span));
    own.is_some() && own == bare(source.slice(&found.span))
}

pub(super) fn meets(when: When) -> bool {
    matches!(when, When::Same | When::Within)
}
