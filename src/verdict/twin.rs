//! Judges a claim's sentence that is a sentence of the source with other numbers in it: everything else
//! being equal word for word, the numbers that differ decide.

use std::ops::Range;

use num_traits::CheckedDiv;

use super::Verdict;
use super::align::Ask;
use super::compare::{self, Relation, Shown};
use super::evidence::{Stance, Step};
use super::part::{Part, Remark, Support};
use crate::quantity::change::Change;
use crate::quantity::{Bound, Figure, Kind, Printed, Quantity, exact};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence};

/// Words beyond which sentences are not laid side by side.
const WORDS_MAX: usize = 120;
/// Words by which the lengths of the two may differ.
const GAP_MAX: usize = 8;
/// Words that a sentence needs for its likeness to say anything.
const WORDS_MIN: usize = 4;
/// Sentences of a source that is laid beside a claim as a whole.
const SENTENCES_MAX: usize = 6;
/// Share of the claim's words that a sentence must hold to be looked at, in thousandths.
const SHARE_MIN: u32 = 700;

/// Stretches of claim and source that stand in one place and differ.
type Hunk = (Range<usize>, Range<usize>);

/// Comparators, the longer first, with the bound that each sets.
const COMPARATORS: &[(&[word::Key], Bound)] = &[
    (&word::literals(["no", "more", "than"]), Bound::AtMost),
    (&word::literals(["no", "less", "than"]), Bound::AtLeast),
    (&word::literals(["no", "fewer", "than"]), Bound::AtLeast),
    (&word::literals(["more", "than"]), Bound::Over),
    (&word::literals(["greater", "than"]), Bound::Over),
    (&word::literals(["less", "than"]), Bound::Under),
    (&word::literals(["fewer", "than"]), Bound::Under),
    (&word::literals(["at", "least"]), Bound::AtLeast),
    (&word::literals(["at", "most"]), Bound::AtMost),
    (&word::literals(["up", "to"]), Bound::AtMost),
    (&word::literals(["over"]), Bound::Over),
    (&word::literals(["under"]), Bound::Under),
    (&word::literals(["about"]), Bound::About),
    (&word::literals(["around"]), Bound::About),
    (&word::literals(["approximately"]), Bound::About),
    (&word::literals(["roughly"]), Bound::About),
    (&word::literals(["nearly"]), Bound::Nearly),
    (&word::literals(["almost"]), Bound::Nearly),
];

/// Judges the sentence by the numbers that differ; none where anything else differs, or nothing is alike.
/// Each sentence comes with the share of the claim's words that it holds.
pub(super) fn judge(
    ask: &Ask<'_>,
    source: &Reading,
    witness: usize,
    sentences: &[(u32, usize)],
) -> Option<Part> {
    let near = sentences.iter().filter(|(share, _)| *share >= SHARE_MIN).map(|(_, at)| *at);
    let mine: Vec<&Token> = ask.sentence.tokens.iter().collect();
    let (at, hunks) = near
        .filter_map(|at| {
            Some((at, differences(&mine, &source.sentences[at].tokens.iter().collect::<Vec<_>>())?))
        })
        .min_by_key(|(at, hunks)| (hunks.len(), *at))?;
    let other = &source.sentences[at];
    let theirs: Vec<&Token> = other.tokens.iter().collect();
    let dated = hunks.iter().filter(|(left, _)| dates(ask.sentence, left)).count();
    // Another number for another year says nothing of the claim's.
    if (1..hunks.len()).contains(&dated) {
        return None;
    }
    decide([ask.reading, source], [&mine, &theirs], &hunks, witness, [&ask.sentence.range, &other.range])
}

/// Letters of a year in print.
const YEAR_LENGTH: usize = 4;

/// True where the number of a stretch is the year of a date.
fn dates(sentence: &Sentence, stretch: &Range<usize>) -> bool {
    let year = |token: &&Token| is_number(token) && token.range.len() == YEAR_LENGTH;
    sentence.tokens[stretch.clone()].iter().find(year).is_some_and(|year| {
        sentence
            .periods
            .iter()
            .any(|period| period.span.start <= year.range.start && year.range.end <= period.span.end)
    })
}

/// Judges a claim of several sentences that is, number by number, the whole text of a source.
pub(super) fn whole(claim: &Reading, source: &Reading, witness: usize) -> Option<Part> {
    if claim.sentences.len() == 1 && source.sentences.len() == 1 || source.sentences.len() > SENTENCES_MAX {
        return None;
    }
    let all = |reading: &'_ Reading| -> Range<usize> { 0..reading.sentences.len() };
    let mine: Vec<&Token> = all(claim).flat_map(|at| &claim.sentences[at].tokens).collect();
    let theirs: Vec<&Token> = all(source).flat_map(|at| &source.sentences[at].tokens).collect();
    let hunks = differences(&mine, &theirs)?;
    let span = |reading: &Reading| {
        let (first, last) = (reading.sentences.first(), reading.sentences.last());
        first.map_or(0, |first| first.range.start)..last.map_or(0, |last| last.range.end)
    };
    decide([claim, source], [&mine, &theirs], &hunks, witness, [&span(claim), &span(source)])
}

/// Compares the numbers that differ; the worst decides.
fn decide(
    [claim, source]: [&Reading; 2],
    [mine, theirs]: [&[&Token]; 2],
    hunks: &[Hunk],
    witness: usize,
    [own, other]: [&Range<usize>; 2],
) -> Option<Part> {
    let mut part = Part::unaddressed(own.clone(), "", "");
    part.strength = 1000;
    part.verdict = Verdict::Supported;
    part.reason = "the sentence stands in the source".to_string();
    let mut support = Support { witness, range: other.clone(), stance: Stance::Supports, marks: Vec::new() };
    for (left, right) in hunks {
        let one = number(claim, mine, left)?;
        let two = number(source, theirs, right)?;
        let shown = Shown { quantity: &one, text: &claim.text };
        let told = Shown { quantity: &two, text: &source.text };
        let compared = compare::with_slip(shown, told, &compare::compare(shown, told, true));
        let verdict = match compared.relation {
            Relation::Agree => Verdict::Supported,
            Relation::Clash => Verdict::Contradicted,
            Relation::Weaker | Relation::Open => Verdict::Partial,
            Relation::Incomparable => return None,
        };
        if verdict < part.verdict {
            part.verdict = verdict;
            part.reason = compared.note.to_string();
            part.range = one.span.clone();
            part.label = shown.span().to_string();
            if let Some(code) = compared.code {
                let message = compared.note.to_string();
                part.remarks = vec![Remark { code, message, notes: Vec::new(), help: None }];
            }
        }
        support = support.mark(two.span.clone(), verdict == Verdict::Contradicted, compared.note.to_string());
    }
    support.stance = match part.verdict {
        Verdict::Supported => Stance::Supports,
        Verdict::Contradicted => Stance::Contradicts,
        _ => Stance::Weakens,
    };
    part.steps.push(Step {
        rule: "same-sentence".to_string(),
        place: Some((witness.to_string(), other.clone())),
        outcome: format!("{} numbers differ: {}", hunks.len(), part.reason),
    });
    part.supports.push(support);
    Some(part)
}

/// Words, numbers and the marks that can be part of a number.
fn spoken(tokens: &[&Token]) -> Vec<usize> {
    let counts = |token: &Token| {
        matches!(token.kind, TokenKind::Word | TokenKind::Number) || slash(token) || unit(token)
    };
    (0..tokens.len()).filter(|at| counts(tokens[*at])).collect()
}

/// A mark that says what a number is of: another one makes another amount.
fn unit(token: &Token) -> bool {
    token.kind == TokenKind::Mark && UNIT_MARKS.iter().any(|form| token.key == word::mark(form))
}

/// Signs of currencies and of percent.
const UNIT_MARKS: &[&str] = &["$", "€", "£", "¥", "₹", "%"];
/// Last words of the bounds that can stand before a number on both sides.
const BOUND_WORDS: [word::Key; 10] = word::literals([
    "than", "least", "most", "over", "under", "about", "around", "nearly", "almost", "roughly",
]);

/// True for a bare number right behind a bound that both texts print: then the bounds are compared.
fn is_bounded(tokens: &[&Token], range: &Range<usize>) -> bool {
    let before = range.start.checked_sub(1).map(|at| tokens[at].surface);
    is_number(tokens[range.start]) && before.is_some_and(|before| BOUND_WORDS.contains(&before))
}

fn slash(token: &Token) -> bool {
    token.kind == TokenKind::Mark && token.key == word::mark("/")
}

/// The stretches that differ, in tokens of each text; none where more than numbers and their
/// comparators differ.
fn differences(claim: &[&Token], source: &[&Token]) -> Option<Vec<Hunk>> {
    let (mine, theirs) = (spoken(claim), spoken(source));
    if mine.len() > WORDS_MAX || mine.len().abs_diff(theirs.len()) > GAP_MAX || mine.len() < WORDS_MIN {
        return None;
    }
    let keys =
        |tokens: &[&Token], at: &[usize]| -> Vec<Key> { at.iter().map(|at| tokens[*at].surface).collect() };
    let (one, two) = (keys(claim, &mine), keys(source, &theirs));
    let read = |hunks: Vec<Hunk>| -> Option<Vec<Hunk>> {
        let pair = |(left, right): Hunk| -> Option<Hunk> {
            let hunk: Hunk = (numeric(claim, &mine, left)?, numeric(source, &theirs, right)?);
            let bounded = is_bounded(claim, &hunk.0) && is_bounded(source, &hunk.1);
            if bounded { None } else { Some(hunk) }
        };
        hunks.into_iter().map(pair).collect()
    };
    read(middle(&one, &two)).or_else(|| read(stretches(&one, &two)))
}

/// What is left when equal beginnings and ends are taken off.
fn middle(one: &[Key], two: &[Key]) -> Vec<Hunk> {
    let head = one.iter().zip(two).take_while(|(one, two)| one == two).count();
    let most = one.len().min(two.len()) - head;
    let tail = one.iter().rev().zip(two.iter().rev()).take(most).take_while(|(one, two)| one == two).count();
    let (left, right) = (head..one.len() - tail, head..two.len() - tail);
    if left.is_empty() && right.is_empty() { Vec::new() } else { vec![(left, right)] }
}

/// The stretches between the words of a longest common order.
fn stretches(one: &[Key], two: &[Key]) -> Vec<Hunk> {
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
    let mut hunks: Vec<Hunk> = Vec::new();
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
                return hunks;
            }
            (row, column) = (row + 1, column + 1);
            open = (row, column);
        } else if column == two.len()
            || row < one.len() && common[(row + 1) * width + column] >= common[row * width + column + 1]
        {
            row += 1;
        } else {
            column += 1;
        }
    }
}

/// The tokens of a stretch that holds one number, with comparators before it and the rest of a fraction.
fn numeric(tokens: &[&Token], spoken: &[usize], hunk: Range<usize>) -> Option<Range<usize>> {
    let mut hunk = hunk;
    let token = |at: usize| tokens[spoken[at]];
    // "more than 5" against "5" differs before the number, which then belongs to the stretch.
    if !(hunk.clone()).any(|at| is_number(token(at))) {
        if hunk.end >= spoken.len() || !is_number(token(hunk.end)) {
            return None;
        }
        hunk.end += 1;
    }
    let numbers = hunk.clone().filter(|at| is_number(token(*at))).count();
    // The rest of a fraction belongs to it.
    if hunk.end < spoken.len() && slash(token(hunk.end)) && hunk.end + 1 < spoken.len() {
        hunk.end += 2;
    } else if hunk.start >= 2 && slash(token(hunk.start - 1)) && is_number(token(hunk.start - 2)) {
        hunk.start -= 2;
    }
    let rest = hunk.clone().filter(|at| !is_number(token(*at)) && !slash(token(*at)));
    let plain =
        rest.clone().all(|at| COMPARATORS.iter().any(|(words, _)| words.contains(&token(at).surface)));
    (numbers >= 1 && plain).then(|| spoken[hunk.start]..spoken[hunk.end - 1] + 1)
}

fn is_number(token: &Token) -> bool {
    token.kind == TokenKind::Number
}

/// The number of a stretch with its comparator.
fn number(reading: &Reading, all: &[&Token], range: &Range<usize>) -> Option<Quantity> {
    let tokens = &all[range.clone()];
    let first = tokens.iter().position(|token| is_number(token))?;
    let span = tokens[first].range.start..tokens.last()?.range.end;
    let scaled = all.get(range.end).is_some_and(|next| SCALES.contains(&next.surface));
    let printed = printed(reading.slice(&span), scaled)?;
    let before = &tokens[..first];
    let comparator = COMPARATORS.iter().find(|(words, _)| {
        let last = before.len().checked_sub(words.len()).map(|from| &before[from..]);
        last.is_some_and(|last| words.iter().zip(last).all(|(form, token)| token.surface == *form))
    });
    // What is shown is the whole expression, with its unit or noun.
    let read = reading.statements.iter().find(|statement| statement.quantity.numeral.start == span.start);
    let end = read.map_or(span.end, |statement| statement.quantity.span.end.max(span.end));
    Some(Quantity {
        span: tokens[0].range.start..end,
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
const SCALES: [word::Key; 9] =
    word::literals(["thousand", "million", "billion", "trillion", "lakh", "crore", "m", "bn", "mn"]);

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

#[cfg(test)]
mod tests {
    use super::super::cover;
    use super::*;
    use crate::statement::read_claim;

    fn check(claim: &str, source: &str, expected: Option<Verdict>) {
        let (claim, source) = (read_claim(claim, None, None), read_claim(source, None, None));
        let ask = Ask::for_sentence(&claim, 0, &source);
        let part = judge(&ask, &source, 0, &[(cover::share(&ask, &source, 0), 0)]);
        assert_eq!(part.map(|part| part.verdict), expected, "{} / {}", claim.text, source.text);
    }

    #[test]
    fn the_number_that_differs_decides() {
        let source = "The ferry carried 40 bicycles to the island in 2011.";
        check("The ferry carried 40 bicycles to the island in 2011.", source, Some(Verdict::Supported));
        check("The ferry carried 45 bicycles to the island in 2011.", source, Some(Verdict::Contradicted));
        check(
            "The ferry carried more than 30 bicycles to the island in 2011.",
            source,
            Some(Verdict::Supported),
        );
        check(
            "The ferry carried less than 40 bicycles to the island in 2011.",
            source,
            Some(Verdict::Contradicted),
        );
        check("The ferry carried 40 bicycles to the island in 2012.", source, Some(Verdict::Contradicted));
        // Another number for another year.
        check("The ferry carried 45 bicycles to the island in 2012.", source, None);
    }

    #[test]
    fn a_bound_in_the_source_leaves_a_figure_open() {
        let source = "The ferry carried more than 30 bicycles to the island.";
        check("The ferry carried 40 bicycles to the island.", source, Some(Verdict::Partial));
        check("The ferry carried 20 bicycles to the island.", source, Some(Verdict::Contradicted));
    }

    #[test]
    fn rounding_is_no_difference_and_other_words_are_another_sentence() {
        let source = "The ferry carried 41.38 million tonnes of salt.";
        check("The ferry carried 41.4 million tonnes of salt.", source, Some(Verdict::Supported));
        check("The ferry carried 40 million tonnes of coal.", source, None);
        check("The ferry sold 41.38 million tonnes of salt.", source, None);
    }

    #[test]
    fn another_currency_or_a_shared_bound_is_left_to_the_rules_of_values() {
        check("The ferry cost €40 to hire for a day.", "The ferry cost $40 to hire for a day.", None);
        let source = "The ferry carried more than 30 bicycles to the island.";
        check("The ferry carried more than 20 bicycles to the island.", source, None);
    }

    #[test]
    fn fractions_are_read_whole() {
        let source = "On Sunday 3 / 4 of the bicycles on the ferry were red.";
        check("On Sunday 1 / 4 of the bicycles on the ferry were red.", source, Some(Verdict::Contradicted));
    }
}
