//! Lists of figures, each beside the name that it is of: "Ash took 70 %, Oak 22 % and Elm 8 %, and the others the rest".
//!
//! A claim that names one member of such a list speaks of that member's figure and of no other; one that joins two of
//! them by "and" speaks of both together. What stands behind "the rest" is what the shares before it leave.

use std::ops::Range;

use num_traits::{CheckedSub, Zero};

use super::Verdict;
use super::align::meets;
use super::code::Code;
use super::compare::{self, Relation, Shown};
use super::derive::Pool;
use super::evidence::{Stance, Step};
use super::interval::{Interval, ends};
use super::part::{Part, Remark, Support};
use super::period::{self, When};
use super::reading;
use super::show::Scale;
use super::value;
use crate::claim::Modality;
use crate::quantity::change::ChangeRole;
use crate::quantity::exact::Exact;
use crate::quantity::{Bound, Kind, Quantity};
use crate::statement::word::{self, Key, Token, TokenKind};
use crate::statement::{Reading, Sentence, Statement};

/// Tokens that may stand between two members of a list.
const MEMBER_MAX: usize = 14;
/// Tokens of a name.
const LABEL_MAX: usize = 8;
/// Words that part two members, besides a comma and a semicolon.
const PARTING: [Key; 4] = word::literals(["and", "while", "but", "with"]);
/// Words by which a claim sets its members apart, or asks for a figure of each.
const APART: [Key; 12] = word::literals([
    "each",
    "both",
    "respectively",
    "than",
    "more",
    "less",
    "fewer",
    "between",
    "from",
    "ahead",
    "against",
    "versus",
]);
/// Words behind which a name is no member's.
const OTHERWISE: [Key; 4] = word::literals(["excluding", "except", "without", "besides"]);
/// Verbs that only carry the figure.
const CARRYING: [Key; 20] = word::literals([
    "take", "takes", "make", "makes", "get", "gets", "give", "gives", "has", "have", "hold", "holds",
    "account", "accounts", "supply", "supplies", "bring", "brings", "come", "comes",
]);
/// Words for what is left.
const REST: [Key; 2] = word::literals(["rest", "remainder"]);

/// A member of a list: its own words and its figure.
struct Member<'a> {
    /// Tokens of the sentence that name it.
    label: Vec<&'a Token>,
    /// Its figure; none for the rest.
    statement: Option<&'a Statement>,
    /// The same with the unit that the list prints once.
    quantity: Option<Quantity>,
    /// Its value.
    interval: Interval,
}

/// Figures of one kind in one sentence, each with the words that are its own.
struct Listing<'a> {
    sentence: usize,
    members: Vec<Member<'a>>,
}

/// Judges the figures of a claim's sentence by the lists whose members it names.
pub(super) fn judge(claim: &Reading, number: usize, pool: &Pool<'_>, parts: &mut [Vec<Part>]) {
    let own = &claim.sentences[number];
    for figure in own.statements.clone() {
        let statement = &claim.statements[figure];
        let alike = |other: &&Statement| other.quantity.kind == statement.quantity.kind;
        // Of two figures each may be of a member of its own.
        if statement.modality == Modality::Denial
            || statement.quantity.change.role != ChangeRole::None
            || claim.statements_of(number).iter().filter(alike).count() > 1
        {
            continue;
        }
        for (witness, (source, sentences)) in pool.sources.iter().enumerate() {
            let lists = sentences.iter().flat_map(|at| listings(source, *at, Some(statement.quantity.kind)));
            let asked = Asked { claim, sentence: own, statement, source };
            let Some((verdict, told)) = lists.filter_map(|list| asked.settle(&list)).next() else { continue };
            for part in parts[witness].iter_mut().filter(|part| part.figure == Some(figure)) {
                told.enter(part, verdict, witness);
            }
        }
    }
}

/// What a list says of a figure.
struct Told {
    reason: String,
    range: Range<usize>,
    marks: Vec<Range<usize>>,
    /// Figures of the list: a part that rests on one of them, or on nothing, is replaced.
    figures: Vec<Range<usize>>,
    /// It decides where nothing was found for the figure as well.
    firm: bool,
}

impl Told {
    fn enter(&self, part: &mut Part, verdict: Verdict, witness: usize) {
        let marks = || part.supports.iter().flat_map(|support| &support.marks).map(|(range, ..)| range);
        let of_list = marks().any(|range| self.figures.contains(range));
        let by_value = || part.remarks.first().is_some_and(|remark| remark.code == Code::VALUE);
        let replaced = match part.verdict {
            Verdict::NotAddressed => self.firm,
            Verdict::Contradicted => of_list && by_value(),
            _ => of_list && verdict == Verdict::Contradicted,
        };
        if part.verdict == verdict || !replaced {
            return;
        }
        part.verdict = verdict;
        part.reason.clone_from(&self.reason);
        part.strength = part.strength.max(value::CLASH_MIN);
        part.steps.push(Step { rule: "listed".to_string(), place: None, outcome: self.reason.clone() });
        part.remarks.clear();
        let clashes = verdict == Verdict::Contradicted;
        if clashes {
            part.remarks.push(Remark {
                code: Code::VALUE,
                message: self.reason.clone(),
                notes: Vec::new(),
                help: None,
            });
        }
        let stance = if clashes { Stance::Contradicts } else { Stance::Supports };
        let mut support = Support { witness, range: self.range.clone(), stance, marks: Vec::new() };
        for mark in &self.marks {
            support = support.mark(mark.clone(), clashes, self.reason.clone());
        }
        part.supports = vec![support];
    }
}

/// A figure of a claim that a list is asked for.
struct Asked<'a> {
    claim: &'a Reading,
    sentence: &'a Sentence,
    statement: &'a Statement,
    source: &'a Reading,
}

impl Asked<'_> {
    fn settle(&self, list: &Listing<'_>) -> Option<(Verdict, Told)> {
        let own = &self.statement.quantity;
        let first = list.members.iter().find_map(|member| member.statement)?;
        if own.kind != first.quantity.kind || !self.in_time(first) {
            return None;
        }
        let tokens = &self.sentence.tokens;
        if tokens.iter().any(|token| OTHERWISE.contains(&token.surface)) {
            return None;
        }
        let named: Vec<&Member<'_>> = list.members.iter().filter(|member| self.names(member)).collect();
        match named[..] {
            [only] => self.alone(list, only),
            [_, _, ..] => self.together(list, &named),
            _ => None,
        }
    }

    /// True unless the list is of another time.
    fn in_time(&self, first: &Statement) -> bool {
        let wanted = value::period_of(self.claim, self.statement);
        let flow = reading::is_flow(self.claim, self.statement);
        let when = period::compare(wanted.as_ref(), first.period.as_ref(), flow);
        !matches!(when, When::Apart | When::OtherCalendar)
    }

    /// True where the claim has all the words that name a member.
    fn names(&self, member: &Member<'_>) -> bool {
        let stands = |word: &&&Token| {
            let mut own = self.sentence.tokens.iter();
            own.any(|token| token.content() && (token.key == word.key || token.name && meets(token, word)))
        };
        let known = member.label.iter().filter(stands).count();
        known > 0 && known == member.label.len()
    }

    fn relation(&self, member: &Member<'_>) -> Relation {
        let claimed = Shown { quantity: &self.statement.quantity, text: &self.claim.text };
        match &member.quantity {
            Some(quantity) => {
                let shown = Shown { quantity, text: &self.source.text };
                compare::compare(claimed, shown, false).relation
            }
            None if member.interval.apart(&Interval::meaning(&self.statement.quantity)) => Relation::Clash,
            None => Relation::Agree,
        }
    }

    /// The claim names one member.
    fn alone(&self, list: &Listing<'_>, member: &Member<'_>) -> Option<(Verdict, Told)> {
        if !self.is_of_list(list) {
            return None;
        }
        let claimed = Shown { quantity: &self.statement.quantity, text: &self.claim.text }.span();
        let printed = member.statement.map_or("the rest", |one| self.source.slice(&one.quantity.span).trim());
        let name = self.name(member);
        let reason = format!("claim {claimed}, source {printed} for “{name}”");
        let verdict = match self.relation(member) {
            Relation::Agree => Verdict::Supported,
            Relation::Clash => Verdict::Contradicted,
            _ => return None,
        };
        // The number of another member that the claim does not name.
        let others = || list.members.iter().filter(|other| !std::ptr::eq(*other, member));
        let exchanged = others().any(|other| self.relation(other) == Relation::Agree);
        if verdict == Verdict::Contradicted && !exchanged {
            return None;
        }
        let mut told = self.told(list, reason);
        told.firm = verdict == Verdict::Contradicted || member.statement.is_none();
        told.marks = member.statement.iter().map(|one| one.quantity.span.clone()).collect();
        Some((verdict, told))
    }

    /// True where the claim's figure is bare of bounds, so that a number of the list is no chance.
    fn is_of_list(&self, list: &Listing<'_>) -> bool {
        list.members.len() >= 2
            && matches!(self.statement.quantity.bound, Bound::Exact | Bound::About | Bound::Nearly)
    }

    /// The claim joins several members.
    fn together(&self, list: &Listing<'_>, named: &[&Member<'_>]) -> Option<(Verdict, Told)> {
        let tokens = &self.sentence.tokens;
        let apart = tokens.iter().any(|token| APART.contains(&token.surface));
        if apart || !self.joined(named) {
            return None;
        }
        let mut sum = named[0].interval.clone();
        for member in &named[1..] {
            sum = sum.plus(&member.interval)?;
        }
        let first = list.members.iter().find_map(|member| member.statement)?;
        let scale = Scale::of(&self.source.text, &first.quantity);
        let shown = |interval: &Interval| scale.interval(interval);
        let terms: Vec<String> = named.iter().map(|member| shown(&member.interval)).collect();
        let claimed = Interval::meaning(&self.statement.quantity);
        let agrees = !sum.apart(&claimed);
        let side = if agrees { "inside" } else { "outside" };
        let span = Shown { quantity: &self.statement.quantity, text: &self.claim.text }.span();
        let reason = format!("{} = {}; {span} is {side}", terms.join(" + "), shown(&sum));
        let mut told = self.told(list, reason);
        told.marks =
            named.iter().filter_map(|member| Some(member.statement?.quantity.span.clone())).collect();
        Some((if agrees { Verdict::Supported } else { Verdict::Contradicted }, told))
    }

    /// True where "and" joins the names of the claim.
    fn joined(&self, named: &[&Member<'_>]) -> bool {
        let tokens = &self.sentence.tokens;
        let place = |member: &&Member<'_>| {
            let word = member.label.last()?;
            tokens.iter().position(|token| token.content() && (token.key == word.key || meets(token, word)))
        };
        let Some(mut places) = named.iter().map(place).collect::<Option<Vec<usize>>>() else { return false };
        places.sort_unstable();
        let and = const { word::literal("and") };
        let parts = |token: &Token| token.surface == and || token.kind == TokenKind::Comma;
        let near = places
            .windows(2)
            .all(|two| two[1] - two[0] <= LABEL_MAX / 2 && tokens[two[0]..two[1]].iter().any(parts));
        let last = places
            .windows(2)
            .last()
            .is_some_and(|two| tokens[two[0]..two[1]].iter().any(|token| token.surface == and));
        near && last
    }

    fn name(&self, member: &Member<'_>) -> String {
        match (member.label.first(), member.label.last()) {
            (Some(first), Some(last)) => self.source.slice(&(first.range.start..last.range.end)).to_string(),
            _ => String::new(),
        }
    }

    fn told(&self, list: &Listing<'_>, reason: String) -> Told {
        let figures = list.members.iter().filter_map(|member| member.statement);
        Told {
            reason,
            range: self.source.sentences[list.sentence].range.clone(),
            marks: Vec::new(),
            figures: figures.map(|statement| statement.quantity.span.clone()).collect(),
            firm: true,
        }
    }
}

/// A member of a list as other rules see it.
pub(super) struct Named<'a> {
    /// The words that name it.
    pub label: Vec<&'a Token>,
    /// Its figure; none for "the rest".
    pub statement: Option<&'a Statement>,
    /// Its value.
    pub interval: Interval,
}

/// The lists of a sentence by their members.
pub(super) fn members(source: &Reading, at: usize) -> Vec<Vec<Named<'_>>> {
    let mut out = Vec::new();
    for list in listings(source, at, None) {
        let members = list.members.into_iter();
        let named =
            members.map(|one| Named { label: one.label, statement: one.statement, interval: one.interval });
        out.push(named.collect());
    }
    out
}

/// The lists of a sentence, all or those that begin with a figure of a kind.
fn listings(source: &Reading, at: usize, kind: Option<Kind>) -> Vec<Listing<'_>> {
    let sentence = &source.sentences[at];
    let asked = |one: &Statement| kind.is_none_or(|kind| one.quantity.kind == kind);
    if !source.statements_of(at).iter().any(asked) {
        return Vec::new();
    }
    let usable: Vec<&Statement> = source.statements_of(at).iter().filter(|one| is_member(one)).collect();
    let mut out = Vec::new();
    let mut start = 0;
    while start < usable.len() {
        let mut end = start + 1;
        while end < usable.len() && follows(sentence, usable[start], usable[end - 1], usable[end]) {
            end += 1;
        }
        // One figure alone makes a list with "the rest" only, which shares have.
        let share = usable[start].quantity.kind == Kind::Percent;
        if asked(usable[start]) && (end - start > 1 || share) {
            out.extend(listing(sentence, at, &usable[start..end]));
        }
        start = end;
    }
    out
}

/// True for a plain amount or share.
fn is_member(statement: &Statement) -> bool {
    !statement.cell
        && matches!(statement.quantity.kind, Kind::Percent | Kind::Count | Kind::Currency | Kind::Dimension)
        && statement.quantity.change.role == ChangeRole::None
        && statement.quantity.per.is_empty()
}

/// True where a figure goes on with the list of the one before it.
fn follows(sentence: &Sentence, first: &Statement, last: &Statement, next: &Statement) -> bool {
    let (one, two) = (&first.quantity, &next.quantity);
    let bare = two.kind == Kind::Count && two.unit.is_empty();
    let alike = one.kind == two.kind && one.unit == two.unit
        || bare && next.head.is_none() && two.bound == Bound::Exact;
    let between = last.tokens.end..next.tokens.start;
    let parts = |token: &Token| {
        token.kind == TokenKind::Comma || PARTING.contains(&token.surface) || token.key == word::mark(";")
    };
    let breaks = |token: &Token| token.kind == TokenKind::Break && token.key != word::mark(";");
    let same_time = match (&first.period, &next.period) {
        (Some(one), Some(two)) => (one.period.from, one.period.to) == (two.period.from, two.period.to),
        _ => true,
    };
    alike
        && same_time
        && between.len() <= MEMBER_MAX
        && sentence.tokens[between.clone()].iter().any(parts)
        && !sentence.tokens[between].iter().any(breaks)
}

/// A figure with the unit of the first of its list, where it prints none.
fn with_unit(first: &Statement, one: &Statement) -> Quantity {
    let mut quantity = one.quantity.clone();
    if quantity.unit.is_empty() {
        quantity.kind = first.quantity.kind;
        quantity.unit = first.quantity.unit.clone();
    }
    quantity
}

/// The list of some figures: with their names before them, or behind them.
fn listing<'a>(sentence: &'a Sentence, at: usize, figures: &[&'a Statement]) -> Option<Listing<'a>> {
    let tokens = &sentence.tokens;
    let parts = |at: usize| {
        matches!(tokens[at].kind, TokenKind::Comma | TokenKind::Break)
            || PARTING.contains(&tokens[at].surface)
    };
    let last = figures.last()?;
    // What is counted names no member.
    let counted = |one: &'a Statement| one.quantity.noun.as_ref().unwrap_or(&one.quantity.span);
    // What stands before each, from the last mark that parts it, and behind each, up to the next.
    let ahead = |one: &'a Statement, from: usize| {
        let start = (from..one.tokens.start).rev().find(|at| parts(*at)).map_or(from, |at| at + 1);
        words(sentence, start..one.tokens.start, counted(one))
    };
    let behind = |one: &'a Statement, to: usize| {
        let end = (one.tokens.end..to).find(|at| parts(*at)).unwrap_or(to);
        words(sentence, one.tokens.end..end, counted(one))
    };
    let ends: Vec<usize> = std::iter::once(0).chain(figures.iter().map(|one| one.tokens.end)).collect();
    let before: Vec<Vec<&Token>> = figures.iter().zip(&ends).map(|(one, from)| ahead(one, *from)).collect();
    let led = before.iter().skip(1).all(|label| !label.is_empty());
    let labels = if led {
        before
    } else {
        let next = figures.iter().skip(1).map(|one| one.tokens.start).chain([tokens.len()]);
        figures.iter().zip(next).map(|(one, to)| behind(one, to)).collect()
    };
    // A figure that counts what the list is of is none of its members.
    let heads: Vec<Key> = figures.iter().filter_map(|one| Some(tokens[one.head?].key)).collect();
    let names = |label: &[&Token]| label.iter().any(|token| !heads.contains(&token.key));
    let mut members: Vec<Member<'a>> = figures
        .iter()
        .zip(labels)
        .filter(|(_, label)| names(label))
        .map(|(one, label)| Member {
            label,
            statement: Some(*one),
            quantity: Some(with_unit(figures[0], one)),
            interval: Interval::meaning(&one.quantity),
        })
        .collect();
    let rest = rest(sentence, last, &members).filter(|_| led && members.len() == figures.len());
    members.extend(rest);
    (members.len() >= 2).then_some(Listing { sentence: at, members })
}

/// The one that has what the shares before it leave: "and Elm the rest".
fn rest<'a>(sentence: &'a Sentence, last: &Statement, members: &[Member<'a>]) -> Option<Member<'a>> {
    if last.quantity.kind != Kind::Percent {
        return None;
    }
    let tokens = &sentence.tokens;
    let at = (last.tokens.end..tokens.len()).find(|at| REST.contains(&tokens[*at].surface))?;
    let parted = |token: &Token| {
        matches!(token.kind, TokenKind::Comma | TokenKind::Break) || PARTING.contains(&token.surface)
    };
    let start = (last.tokens.end..at).rev().find(|at| parted(&tokens[*at]))?;
    let label = words(sentence, start + 1..at, &last.quantity.span);
    let hundred = Exact::from_integer(100);
    let mut sum = members.first()?.interval.clone();
    for member in &members[1..] {
        sum = sum.plus(&member.interval)?;
    }
    let (low, high) = (hundred.checked_sub(&sum.high?)?, hundred.checked_sub(&sum.low?)?);
    let stated = members.iter().filter_map(|member| member.statement);
    let plain = stated.map(|one| ends(&one.quantity.figure)).all(|(one, two)| one == two);
    let interval = Interval { low: Some(low), high: Some(high), low_open: false, high_open: false };
    (plain && !label.is_empty() && low > Exact::zero()).then_some(Member {
        label,
        statement: None,
        quantity: None,
        interval,
    })
}

/// The words of a stretch that name something.
fn words<'a>(sentence: &'a Sentence, stretch: Range<usize>, counted: &Range<usize>) -> Vec<&'a Token> {
    let tokens = &sentence.tokens;
    let counts = |token: &Token| counted.start <= token.range.start && token.range.end <= counted.end;
    let timed = |token: &Token| {
        let within = |span: &Range<usize>| span.start <= token.range.start && token.range.end <= span.end;
        sentence.periods.iter().any(|period| within(&period.span))
    };
    let names = |token: &&Token| {
        token.content()
            && (token.name || !token.past)
            && !token.adverb
            && !CARRYING.contains(&token.surface)
            && !timed(token)
            && !counts(token)
    };
    let found: Vec<&Token> = tokens[stretch].iter().filter(names).collect();
    if found.len() > LABEL_MAX { Vec::new() } else { found }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict::{Contradicted, Supported};
    use super::super::trials::check;

    #[test]
    fn a_member_of_a_list_has_its_own_figure() {
        let source = "The mills of Deal ground 900 tonnes of corn in 2019, the guild said. Farms took 70% of the flour, towns 22% and ships 8%.";
        check(
            source,
            &[
                ("Towns took 70% of the flour of the mills of Deal.", Contradicted),
                ("Towns took 22% of the flour of the mills of Deal.", Supported),
                ("Towns and ships took 30% of the flour of the mills of Deal.", Supported),
                ("Towns and ships together took 45% of the flour of the mills of Deal.", Contradicted),
            ],
        );
    }

    #[test]
    fn the_rest_is_what_the_shares_leave() {
        let source = "Deal ground 900 tonnes of corn in 2019. Barges brought 58% of the corn to Deal and carts the rest.";
        check(
            source,
            &[
                ("Carts brought 42% of the corn to Deal.", Supported),
                ("Carts brought 58% of the corn to Deal.", Contradicted),
                ("Barges brought 58% of the corn to Deal.", Supported),
            ],
        );
    }

    #[test]
    fn names_may_stand_behind_their_figures() {
        let source =
            "The budget of Deal for 2019 sets aside £84.2 million for roads and £61.7 million for wells.";
        check(
            source,
            &[
                ("Deal's budget for 2019 sets aside £61.7 million for wells.", Supported),
                ("Deal's budget for 2019 sets aside £84.2 million for wells.", Contradicted),
            ],
        );
    }
}
