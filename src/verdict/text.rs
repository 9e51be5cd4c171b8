//! Judges the words of a claim's sentence: whether one or two sentences of a source account for them,
//! or say the opposite in the same place.

use super::Verdict;
use super::against::{denial, gainsaid, signed_nothing, undenied, unheard, unshared};
use super::align::Ask;
use super::code::Code;
use super::cover::{Cover, cover, is_long};
use super::evidence::{Stance, Step};
use super::opposite::{opposite, swapped};
use super::part::{Part, Remark, Support};
use super::unsaid;
use super::{
    agent, deed, denied, doing, every, hedge, names, place, predicate, qualify, roles, superlative, tally,
    target,
};
use crate::statement::word::{self, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Share of the weight of a claim's words that supports it, in thousandths.
const SUPPORT_MIN: u32 = 640;
/// The same in a long source, where a claim's sentence condenses many.
const SUPPORT_LONG_MIN: u32 = 400;
/// Share at which it is at least about the same.
const PARTIAL_MIN: u32 = 450;
/// Share at which an opposite word contradicts.
const OPPOSITE_MIN: u32 = 700;
/// Share at which an opposite beside the same noun of a long source contradicts.
const SWAPPED_MIN: u32 = 400;
/// Share at which a denial on one side only contradicts.
const DENIAL_MIN: u32 = 780;
/// Share of one sentence at which its other score contradicts.
const SCORED_MIN: u32 = 550;

fn support_min(source: &Reading) -> u32 {
    if is_long(source) { SUPPORT_LONG_MIN } else { SUPPORT_MIN }
}

/// A numbered name of the claim that a long source has with other numbers only: "Mill 2" where it tells of Mill 3.
fn misnumbered(ask: &Ask<'_>, source: &Reading) -> Option<String> {
    let number = const { word::literals(["number", "no"]) };
    let numbered = |tokens: &[Token], at: usize| {
        // A short text may name the other one for its own reasons.
        let named = tokens[at].capital && tokens[at].content() && is_long(source);
        (named || number.contains(&tokens[at].surface))
            && tokens.get(at + 1).is_some_and(|next| next.kind == TokenKind::Number && next.range.len() <= 2)
    };
    let own = &ask.sentence.tokens;
    let figures = &ask.reading.statements[ask.sentence.statements.clone()];
    let dated = |at: usize| {
        let place = &own[at].range;
        let periods = &ask.sentence.periods;
        periods.iter().any(|period| period.span.start <= place.start && place.end <= period.span.end)
    };
    let counted = |at: usize| dated(at) || figures.iter().any(|figure| figure.tokens.contains(&at));
    let at = (0..own.len()).find(|at| {
        if !numbered(own, *at) || counted(at + 1) {
            return false;
        }
        let mut others = source.sentences.iter().flat_map(|sentence| {
            let tokens = &sentence.tokens;
            let named = |place: &usize| numbered(tokens, *place) && tokens[*place].key == own[*at].key;
            (0..tokens.len()).filter(named).map(|place| tokens[place + 1].key)
        });
        let known: Vec<_> = others.by_ref().collect();
        !known.is_empty() && !known.contains(&own[at + 1].key)
    })?;
    Some(ask.reading.slice(&(own[at].range.start..own[at + 1].range.end)).to_string())
}

/// What the words of a source say of a claim's sentence.
struct Said {
    verdict: Verdict,
    /// It stands beside the figures of its sentence.
    decides: bool,
    code: Option<Code>,
    reason: String,
    /// The sentence that says so, where it is none of those chosen.
    sentence: Option<usize>,
}

impl Said {
    fn new(verdict: Verdict, reason: impl Into<String>) -> Said {
        Said { verdict, decides: false, code: None, reason: reason.into(), sentence: None }
    }

    fn deciding(reason: impl Into<String>) -> Said {
        Said { decides: true, ..Said::new(Verdict::Partial, reason) }
    }

    fn otherwise(words: &str) -> Said {
        Said::new(Verdict::Contradicted, format!("the source says otherwise: {words}"))
    }
}

/// What the source says against the sentence.
fn against(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<Said> {
    // The word that has its opposite in the source cannot be found there: the rest must be.
    let rest =
        |weight: u32| (cover.best * ask.total()).checked_div(ask.total().saturating_sub(weight)).unwrap_or(0);
    // "Nobody survived" is what "all died" tells.
    let denies = |sentence: &Sentence| sentence.denials().next().is_some();
    let first = cover.chosen.first().map(|at| &source.sentences[*at]);
    let turned = denies(ask.sentence) && first.is_some_and(|first| !denies(first));
    let exchanged = || swapped(ask, source).filter(|_| is_long(source) && cover.score >= SWAPPED_MIN);
    let opposed = || {
        let (weight, _, words) = opposite(ask, cover, source)?;
        (rest(weight) >= OPPOSITE_MIN).then_some(words)
    };
    let named = cover.unknown_names.iter().all(|at| ask.words[*at].token.kind == TokenKind::Number);
    let scored = || tally::differs(ask, source, *cover.chosen.first().filter(|_| !is_long(source))?);
    if let Some(words) = scored().filter(|_| cover.best >= SCORED_MIN && named) {
        return Some(Said { code: Some(Code::VALUE), ..Said::otherwise(&words) });
    }
    let done = || cover.chosen.iter().find_map(|at| every::fewer_done(ask, source, *at));
    let counted = || every::fewer(ask, source).or_else(done).filter(|_| cover.score >= PARTIAL_MIN);
    if let Some(words) = counted() {
        return Some(Said { code: Some(Code::SCOPE), ..Said::otherwise(&words) });
    }
    let missed = || target::opposed(ask, source, &cover.chosen).filter(|_| cover.score >= PARTIAL_MIN);
    if let Some(words) = missed() {
        return Some(Said { code: Some(Code::COMPARISON), ..Said::otherwise(&words) });
    }
    if let Some(words) = exchanged().or_else(|| opposed().filter(|_| !turned)) {
        return Some(Said::otherwise(&words));
    }
    let another = |words: String| Said { code: Some(Code::SUBJECT), ..Said::otherwise(&words) };
    let turned = || cover.chosen.iter().find_map(|at| roles::turned_contest(ask, source, *at));
    if let Some(words) = turned().filter(|_| cover.score >= PARTIAL_MIN) {
        return Some(Said::otherwise(&words));
    }
    let won = || cover.chosen.iter().find_map(|at| roles::other_winner(ask, source, *at));
    if let Some(words) = won().filter(|_| cover.score >= PARTIAL_MIN) {
        return Some(another(words));
    }
    if let Some(words) = superlative::of_another(ask, source).filter(|_| cover.score >= PARTIAL_MIN) {
        return Some(another(words));
    }
    let first = cover.chosen.first();
    let behind = |at: &usize| source.sentences[*at].antecedents.iter().chain(&source.sentences[*at].context);
    let mut told = cover.chosen.iter().chain(cover.chosen.iter().flat_map(behind));
    if let Some(said) = by_another(ask, cover, source).filter(|_| cover.score >= DENIAL_MIN) {
        return Some(said);
    }
    if cover.best < DENIAL_MIN {
        let abroad = cover.chosen.first().and_then(|at| agent::other_country(ask, source, *at));
        return abroad.filter(|_| cover.best >= PARTIAL_MIN).map(another);
    }
    if let Some(words) = superlative::outranked(ask, cover, source) {
        return Some(Said::otherwise(&words));
    }
    let turned = |at: &usize| {
        roles::swapped(ask, source, *at)
            .or_else(|| roles::done_to(ask, source, *at))
            .or_else(|| roles::turned_gift(ask, source, *at))
    };
    if let Some(words) = cover.chosen.first().and_then(turned) {
        let reason = format!("the source has it the other way round: {words}");
        return Some(Said::new(Verdict::Contradicted, reason));
    }
    let mut made = || told.find_map(|at| agent::other_maker(ask, source, *at));
    let placed = || first.and_then(|at| agent::other_country(ask, source, *at));
    if let Some(words) = made().or_else(placed) {
        return Some(another(words));
    }
    let word = denial(ask, cover, source)?;
    let reason = format!("one of claim and source denies “{word}”, the other says it");
    Some(Said::new(Verdict::Contradicted, reason))
}

/// Where the claim's deed is one that its subject did not do, or that another did.
fn by_another(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<Said> {
    let affirmed = ask.sentence.denials().next().is_none();
    if let Some(word) = signed_nothing(ask, source).filter(|_| affirmed) {
        return Some(Said::otherwise(&format!("“{word} nothing”")));
    }
    let words = cover.chosen.iter().find_map(|at| agent::made_by_subject(ask, source, *at))?;
    Some(Said { code: Some(Code::SUBJECT), ..Said::otherwise(&words) })
}

/// Where the source tells it of another, of some only, or not as a fact.
fn of_others(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<Said> {
    if let Some((own, other)) = names::of_another(ask, source) {
        let reason = format!("the source speaks of {other}, not of {own}");
        return Some(Said { code: Some(Code::SUBJECT), ..Said::deciding(reason) });
    }
    let some = || cover.chosen.first().and_then(|at| every::of_some(ask, source, *at));
    if let Some((own, other)) = some() {
        let reason = format!("the source says “{other}” where the claim says “{own}”");
        return Some(Said { code: Some(Code::SCOPE), ..Said::deciding(reason) });
    }
    let open = || cover.chosen.first().and_then(|at| hedge::left_open(ask, source, *at));
    if let Some(words) = open() {
        let reason = format!("the claim tells it as a fact, the source says “{words}”");
        return Some(Said { code: Some(Code::MODALITY), ..Said::deciding(reason) });
    }
    let over = || cover.chosen.first().and_then(|at| hedge::over(ask, source, *at));
    if let Some(word) = over() {
        let reason = format!("the claim tells of what is to come or goes on, the source says “{word}”");
        return Some(Said { code: Some(Code::MODALITY), ..Said::deciding(reason) });
    }
    if let Some(words) = superlative::above_any(ask, cover, source) {
        return Some(Said::deciding(format!("the source does not say “{words}”")));
    }
    let placed = || cover.chosen.first().and_then(|at| doing::at_another_place(ask, source, *at));
    if let Some((own, other)) = placed() {
        let reason = format!("the source says “{other}”, not “{own}”");
        return Some(Said { code: Some(Code::SUBJECT), ..Said::deciding(reason) });
    }
    let kin = || cover.chosen.first().and_then(|at| doing::of_kin(ask, source, *at));
    let done = || cover.chosen.iter().find_map(|at| doing::of_another(ask, source, *at)).or_else(kin);
    if let Some((other, own)) = done() {
        let reason = format!("the source says so of {other}, not of {own}");
        return Some(Said { code: Some(Code::SUBJECT), ..Said::deciding(reason) });
    }
    None
}

/// What makes less of the sentence than its words, found in the source, would.
fn less(ask: &Ask<'_>, cover: &Cover, source: &Reading) -> Option<Said> {
    let told = cover.score >= PARTIAL_MIN;
    let full = cover.score >= support_min(source);
    if let Some(word) = superlative::unproved(ask, cover, source).filter(|_| told) {
        let reason = format!("the source says “one of” where the claim says “{word}”");
        return Some(Said::new(Verdict::Partial, reason));
    }
    if let Some(date) = superlative::of_other_time(ask, cover, source).filter(|_| told) {
        return Some(Said::deciding(format!("the record of the source is of {date}")));
    }
    if let Some(said) = told.then(|| of_others(ask, cover, source)).flatten() {
        return Some(said);
    }
    if let Some(place) = qualify::unborn(ask, source).filter(|_| told) {
        return Some(Said::deciding(format!("the source does not say that it was in {place}")));
    }
    // Where more is put in other words, the sort of a thing may be as well.
    let otherwise = cover.unsaid.len() <= 1 && told && !is_long(source);
    if let Some((own, other)) = qualify::other_sort(ask, source).filter(|_| otherwise) {
        return Some(Said::deciding(format!("the source speaks of “{other}”, not of “{own}”")));
    }
    if let Some(word) = undenied(ask, cover, source).filter(|_| full) {
        return Some(Said::deciding(format!("the claim denies “{word}”, which the source does not")));
    }
    if let Some(word) = unheard(ask, cover, source).filter(|_| !target::agrees(ask, source)) {
        return Some(Said::deciding(format!("the claim denies “{word}”, the source denies nothing")));
    }
    if let Some(word) = gainsaid(ask, cover, source) {
        if unsaid::is_cause(ask, &word) {
            return Some(Said::otherwise(&format!("it denies “{word}”")));
        }
        return Some(Said::deciding(format!("the source denies “{word}”, which the claim does not")));
    }
    if let Some(words) = cover.chosen.first().and_then(|at| predicate::other_kind(ask, source, *at)) {
        return Some(Said::deciding(words));
    }
    if let Some(words) = unshared(ask, cover, source) {
        return Some(Said::deciding(format!(
            "the claim says “{words}”, the source does not say that of it alone"
        )));
    }
    if let Some(name) = misnumbered(ask, source) {
        return Some(Said::deciding(format!("the source has other numbers than “{name}”")));
    }
    if let Some(how) = deed::unfinished(ask, cover, source).filter(|_| told) {
        let reason = format!("the claim says it is done, the source says it is {how}");
        return Some(Said { code: Some(Code::MODALITY), ..Said::deciding(reason) });
    }
    if let Some(word) = deed::untold(ask, cover, source).filter(|_| told) {
        return Some(Said::deciding(format!("the source does not say “{word}”")));
    }
    if cover.chosen.first().is_some_and(|at| roles::parted(ask, source, *at)) {
        let reason = "the words of the claim stand in different clauses of the source";
        return Some(Said::new(Verdict::Partial, reason));
    }
    if let Some(place) = place::elsewhere(ask, source) {
        let code = Some(Code::SUBJECT);
        return Some(Said { code, sentence: Some(place.sentence), ..Said::otherwise(&place.words) });
    }
    if let Some(name) = place::unplaced(ask, source) {
        return Some(Said::new(
            Verdict::NotAddressed,
            format!("no sentence of the source puts it in {name}"),
        ));
    }
    let (doer, both_names) =
        cover.chosen.iter().find_map(|at| roles::other_doer(ask, source, *at)).filter(|_| told)?;
    Some(Said { decides: both_names, ..Said::new(Verdict::Partial, doer) })
}

/// What the share of the words alone says.
fn by_share(ask: &Ask<'_>, cover: &Cover, source: &Reading, missing: &str) -> Said {
    let named = cover.unknown_names.is_empty();
    if let Some(word) = unsaid::word(ask, cover, source).filter(|_| cover.score >= PARTIAL_MIN && named) {
        let word = ask.reading.slice(&word.range);
        return Said::new(Verdict::Partial, format!("the source does not say “{word}”"));
    }
    if cover.score >= support_min(source) && named {
        Said::new(Verdict::Supported, "the words of the claim stand in the source")
    } else if cover.score >= PARTIAL_MIN && named {
        Said::new(Verdict::Partial, format!("not accounted for: {missing}"))
    } else {
        Said::new(Verdict::NotAddressed, format!("not in the source: {missing}"))
    }
}

/// Judges one sentence of a claim by its words.
pub(super) fn judge(ask: &Ask<'_>, source: &Reading, witness: usize, sentences: &[usize]) -> (Part, Cover) {
    let mut cover = cover(ask, source, sentences);
    let words = cover.missing.iter().map(|at| ask.reading.slice(&ask.words[*at].token.range));
    let missing = words.collect::<Vec<_>>().join(", ");
    let flat = || {
        let (at, words) = denied::flatly(ask, source, sentences)?;
        Some(Said { sentence: Some(at), ..Said::otherwise(&format!("“{words}”")) })
    };
    let said = flat()
        .or_else(|| against(ask, &cover, source))
        .or_else(|| less(ask, &cover, source))
        .unwrap_or_else(|| by_share(ask, &cover, source, &missing));
    let stance = match said.verdict {
        Verdict::Supported => Stance::Supports,
        Verdict::Partial => Stance::Weakens,
        Verdict::NotAddressed => Stance::Nearby,
        _ => Stance::Contradicts,
    };
    if let Some(at) = said.sentence {
        cover.chosen = vec![at];
    }
    let mut part = Part::unaddressed(ask.sentence.range.clone(), "", said.reason);
    part.verdict = said.verdict;
    part.decides = said.decides;
    part.strength = cover.score;
    if let Some(code) = said.code {
        let message = part.reason.clone();
        part.remarks.push(Remark { code, message, notes: Vec::new(), help: None });
    }
    part.steps.push(Step {
        rule: "align-words".to_string(),
        place: cover.chosen.first().map(|at| (witness.to_string(), source.sentences[*at].range.clone())),
        outcome: format!(
            "{:?}, {} of 1000 of the words, best sentence {}, known {}, names {}, asked {}, unsaid {}; missing: {}",
            part.verdict,
            cover.score,
            cover.best,
            cover.known,
            cover.unknown_names.len(),
            ask.words.len(),
            cover.unsaid.len(),
            missing
        ),
    });
    let shown = if part.verdict == Verdict::NotAddressed { 1 } else { cover.chosen.len() };
    for at in cover.chosen.iter().take(shown) {
        part.supports.push(Support {
            witness,
            range: source.sentences[*at].range.clone(),
            stance,
            marks: Vec::new(),
        });
    }
    (part, cover)
}
