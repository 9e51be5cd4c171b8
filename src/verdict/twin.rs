//! Judges a claim's sentence that is a sentence of the source with other numbers in it: everything else
//! being equal word for word, the numbers that differ decide.

use std::ops::Range;

use num_traits::CheckedDiv;

use super::Verdict;
use super::align::Ask;
use super::compare::{self, Relation, Shown};
use super::evidence::{Stance, Step};
use super::part::{Part, Remark, Support};
use super::text;
use crate::quantity::change::Change;
use crate::quantity::{Bound, Figure, Kind, Printed, Quantity, exact};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Words beyond which sentences are not laid side by side.
const WORDS_MAX: usize = 120;
/// Words that a sentence needs for its likeness to say anything.
const WORDS_MIN: usize = 4;
/// Share of the claim's words that a sentence must hold to be looked at, in thousandths.
const SHARE_MIN: u32 = 700;

/// Stretches of claim and source that stand in one place and differ.
type Hunk = (Range<usize>, Range<usize>);

/// Comparators, the longer first, with the bound that each sets.
const COMPARATORS: &[(&[&str], Bound)] = &[
    (&["no", "more", "than"], Bound::AtMost),
    (&["no", "less", "than"], Bound::AtLeast),
    (&["no", "fewer", "than"], Bound::AtLeast),
    (&["more", "than"], Bound::Over),
    (&["greater", "than"], Bound::Over),
    (&["less", "than"], Bound::Under),
    (&["fewer", "than"], Bound::Under),
    (&["at", "least"], Bound::AtLeast),
    (&["at", "most"], Bound::AtMost),
    (&["up", "to"], Bound::AtMost),
    (&["over"], Bound::Over),
    (&["under"], Bound::Under),
    (&["about"], Bound::About),
    (&["around"], Bound::About),
    (&["approximately"], Bound::About),
    (&["roughly"], Bound::About),
    (&["nearly"], Bound::Nearly),
    (&["almost"], Bound::Nearly),
];

/// Judges the sentence by the numbers that differ; none where anything else differs, or nothing is alike.
pub(super) fn judge(ask: &Ask<'_>, source: &Reading, witness: usize, sentences: &[usize]) -> Option<Part> {
    if ask.words.len() < WORDS_MIN {
        return None;
    }
    let near = sentences.iter().copied().filter(|at| text::share(ask, source, *at) >= SHARE_MIN);
    let (at, hunks) = near
        .filter_map(|at| Some((at, differences(ask.sentence, &source.sentences[at])?)))
        .min_by_key(|(at, hunks)| (hunks.len(), *at))?;
    let other = &source.sentences[at];
    let mut part = Part::unaddressed(ask.sentence.range.clone(), "", "");
    part.strength = 1000;
    part.verdict = Verdict::Supported;
    part.reason = "the sentence stands in the source".to_string();
    let mut support = Support { witness, range: other.range.clone(), stance: Stance::Supports, marks: Vec::new() };
    for (mine, theirs) in &hunks {
        let one = number(ask.reading, ask.sentence, mine)?;
        let two = number(source, other, theirs)?;
        let shown = Shown { quantity: &one, text: &ask.reading.text };
        let compared = compare::compare(shown, Shown { quantity: &two, text: &source.text }, true);
        let verdict = match compared.relation {
            Relation::Agree => Verdict::Supported,
            Relation::Clash => Verdict::Contradicted,
            Relation::Weaker | Relation::Open => Verdict::Partial,
            Relation::Incomparable => return None,
        };
        if verdict < part.verdict {
            part.verdict = verdict;
            part.reason.clone_from(&compared.note);
            part.range = one.span.clone();
            part.label = shown.span().to_string();
            if let Some(code) = compared.code {
                let message = compared.note.clone();
                part.remarks = vec![Remark { code, message, notes: Vec::new(), help: None }];
            }
        }
        support = support.mark(two.span.clone(), verdict == Verdict::Contradicted, compared.note);
    }
    support.stance = match part.verdict {
        Verdict::Supported => Stance::Supports,
        Verdict::Contradicted => Stance::Contradicts,
        _ => Stance::Weakens,
    };
    part.steps.push(Step {
        rule: "same-sentence".to_string(),
        place: Some((witness.to_string(), other.range.clone())),
        outcome: format!("{} numbers differ: {}", hunks.len(), part.reason),
    });
    part.supports.push(support);
    Some(part)
}

/// Words, numbers and the marks that can be part of a number.
fn spoken(sentence: &Sentence) -> Vec<usize> {
    let counts = |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Number) || slash(token);
    (0..sentence.tokens.len()).filter(|at| counts(&sentence.tokens[*at])).collect()
}

fn slash(token: &Token) -> bool {
    token.kind == TokenKind::Mark && token.key == word::mark("/")
}

/// The stretches that differ, in tokens of each sentence; none where more than numbers and their
/// comparators differ.
fn differences(claim: &Sentence, source: &Sentence) -> Option<Vec<Hunk>> {
    let (mine, theirs) = (spoken(claim), spoken(source));
    let gap = mine.len().abs_diff(theirs.len());
    if mine.len() > WORDS_MAX || gap > 8 || mine.len() < WORDS_MIN {
        return None;
    }
    let keys = |sentence: &Sentence, at: &[usize]| -> Vec<Key> { at.iter().map(|at| sentence.tokens[*at].surface).collect() };
    let (one, two) = (keys(claim, &mine), keys(source, &theirs));
    let width = two.len() + 1;
    let mut common = vec![0_u16; (one.len() + 1) * width];
    for row in (0..one.len()).rev() {
        for column in (0..two.len()).rev() {
            common[row * width + column] = if one[row] == two[column] {
                common[(row + 1) * width + column + 1] + 1
            } else {
                common[(row + 1) * width + column].max(common[row * width + column + 1])
            };
        }
    }
    let mut hunks: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    let (mut row, mut column) = (0, 0);
    let mut open = (0, 0);
    loop {
        let ends = row == one.len() && column == two.len();
        let same = row < one.len() && column < two.len() && one[row] == two[column];
        if ends || same {
            if open != (row, column) {
                hunks.push((open.0..row, open.1..column));
            }
            if ends {
                break;
            }
            (row, column) = (row + 1, column + 1);
            open = (row, column);
        } else if column == two.len() || row < one.len() && common[(row + 1) * width + column] >= common[row * width + column + 1] {
            row += 1;
        } else {
            column += 1;
        }
    }
    hunks
        .into_iter()
        .map(|(left, right)| Some((numeric(claim, &mine, left)?, numeric(source, &theirs, right)?)))
        .collect()
}

/// The tokens of a stretch that holds one number, with comparators before it and the rest of a fraction.
fn numeric(sentence: &Sentence, spoken: &[usize], hunk: Range<usize>) -> Option<Range<usize>> {
    let mut hunk = hunk;
    let token = |at: usize| &sentence.tokens[spoken[at]];
    // "more than 5" against "5" differs before the number, which then belongs to the stretch.
    if !(hunk.clone()).any(|at| is_number(token(at))) {
        if hunk.end >= spoken.len() || !is_number(token(hunk.end)) {
            return None;
        }
        hunk.end += 1;
    }
    let numbers = hunk.clone().filter(|at| is_number(token(*at))).count();
    // The number after "in class" or "line" only names.
    if hunk.end < spoken.len() && slash(token(hunk.end)) && hunk.end + 1 < spoken.len() {
        hunk.end += 2;
    } else if hunk.start >= 2 && slash(token(hunk.start - 1)) && is_number(token(hunk.start - 2)) {
        hunk.start -= 2;
    }
    let rest = hunk.clone().filter(|at| !is_number(token(*at)) && !slash(token(*at)));
    let plain = rest.clone().all(|at| COMPARATORS.iter().any(|(words, _)| words.iter().any(|form| token(at).surface == word::surface(form))));
    (numbers >= 1 && plain).then(|| spoken[hunk.start]..spoken[hunk.end - 1] + 1)
}

fn is_number(token: &Token) -> bool {
    token.kind == TokenKind::Number
}

/// The number of a stretch with its comparator.
fn number(reading: &Reading, sentence: &Sentence, range: &Range<usize>) -> Option<Quantity> {
    let tokens = &sentence.tokens[range.clone()];
    let first = tokens.iter().position(is_number)?;
    let span = tokens[first].range.start..tokens.last()?.range.end;
    let scaled = sentence.tokens.get(range.end).is_some_and(|next| {
        SCALES.iter().any(|form| next.surface == word::surface(form))
    });
    let printed = printed(reading.slice(&span), scaled)?;
    let before = &tokens[..first];
    let comparator = COMPARATORS.iter().find(|(words, _)| {
        let last = before.len().checked_sub(words.len()).map(|from| &before[from..]);
        last.is_some_and(|last| words.iter().zip(last).all(|(form, token)| token.surface == word::surface(form)))
    });
    Some(Quantity {
        span: tokens[0].range.start..span.end,
        numeral: span,
        figure: Figure::Value(printed),
        kind: Kind::Count,
        unit: "".into(),
        per: "".into(),
        noun: None,
        bound: comparator.map_or(Bound::Exact, |(_, bound)| *bound),
        plus_sign: false,
        change: Change::NONE,
        rule: "same-sentence",
    })
}

/// Words after which a whole number is a rounded one.
const SCALES: &[&str] = &["thousand", "million", "billion", "trillion", "lakh", "crore", "m", "bn", "mn"];

/// The value of "1,200", "20 000", "3.5" or "5 / 8", with the unit of its last stated digit.
fn printed(text: &str, scaled: bool) -> Option<Printed> {
    let compact: String = text.chars().filter(|letter| !letter.is_whitespace() && *letter != ',').collect();
    if let Some((above, below)) = compact.split_once('/') {
        let value = exact::parse(above)?.checked_div(&exact::parse(below)?)?;
        return Some(Printed { value, step: None });
    }
    let value = exact::parse(&compact)?;
    let zeros = compact.len() - compact.trim_end_matches('0').len();
    let power = match compact.split_once('.') {
        Some((_, decimals)) => -i32::try_from(decimals.len()).ok()?,
        None if compact.len() >= 4 => i32::try_from(zeros.min(compact.len() - 2)).ok()?,
        None => 0,
    };
    let exactly = power == 0 && !scaled;
    Some(Printed { value, step: if exactly { None } else { exact::scaled(1, power) } })
}
