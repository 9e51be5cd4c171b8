//! What a figure is in a change: its size, its start or its end, and which way the change goes.

use std::ops::Range;
use std::sync::LazyLock;

use super::figure::Statement;
use super::label::is_prose;
use super::lexicon::lexicon;
use super::sentence::Sentence;
use super::word::{self, Token};
use crate::quantity::change::{Change, ChangeRole, Direction};
use crate::quantity::{self, Quantity};

/// Notes that a quantity is the size of a change, where the words around it say so.
pub(super) fn note_size(
    sentence: &Sentence,
    quantity: &mut Quantity,
    direction: Direction,
    [segment, tokens]: [&Range<usize>; 2],
) {
    let before = tokens_before(sentence, quantity);
    let by = before.is_some_and(|token| token.surface == const { word::literal("by") });
    let told = quantity.kind == quantity::Kind::Percent && before.is_some_and(turns);
    let by = by || told || names_change(sentence, quantity);
    let turned = direction != Direction::None || by && is_margin(sentence, segment, tokens);
    if by && quantity.change.role == ChangeRole::None && turned {
        quantity.change.role = ChangeRole::By;
    }
    if is_growth(sentence, quantity, tokens) {
        quantity.change = Change { direction: Direction::Up, role: ChangeRole::By };
    }
}

/// Words behind a multiple within which the time stands that it is told against.
const GROWTH_REACH: usize = 8;

/// "Twice the volume of the year before": the size of a rise.
fn is_growth(sentence: &Sentence, quantity: &Quantity, tokens: &Range<usize>) -> bool {
    use word::{literal, literals};
    if quantity.kind != quantity::Kind::Multiple || quantity.change.role != ChangeRole::None {
        return false;
    }
    let behind = &sentence.tokens[tokens.end..(tokens.end + GROWTH_REACH).min(sentence.tokens.len())];
    behind.windows(2).any(|pair| {
        let year = const { literals(["year", "years", "month", "quarter"]) };
        let (one, two) = (pair[0].surface, pair[1].surface);
        year.contains(&one) && const { literals(["before", "earlier", "ago"]) }.contains(&two)
            || (one == const { literal("previous") } || one == const { literal("last") })
                && year.contains(&two)
    })
}

/// Words for what falls short of a mark or a rival or passes them, by so much.
const PASSES: [word::Key; 28] = word::literals([
    "missed",
    "misses",
    "miss",
    "exceeded",
    "exceeds",
    "beat",
    "beats",
    "surpassed",
    "outstripped",
    "overshot",
    "undershot",
    "trailed",
    "led",
    "outnumbered",
    "won",
    "wins",
    "win",
    "winning",
    "lost",
    "loses",
    "lose",
    "losing",
    "leads",
    "leading",
    "ahead",
    "defeated",
    "defeats",
    "defeating",
]);

/// True for the size of a gap: "missed its target by 5 tonnes".
fn is_margin(sentence: &Sentence, segment: &Range<usize>, tokens: &Range<usize>) -> bool {
    sentence.tokens[segment.start..tokens.start].iter().any(|token| PASSES.contains(&token.surface))
}

/// Tokens between two sizes of one change: "cut the crop by 30 % in Marlow and 40 % in Deal".
const SHARED_REACH: usize = 7;

/// Gives the change of a share to the next one that is joined to it.
pub(super) fn share_change(sentence: &Sentence, statements: &mut [Statement]) {
    for at in 1..statements.len() {
        let (before, after) = (&statements[at - 1], &statements[at]);
        let between = before.tokens.end..after.tokens.start.max(before.tokens.end);
        let joined = sentence.tokens[between.clone()]
            .iter()
            .any(|token| token.surface == const { word::literal("and") });
        let verb = sentence.tokens[between.clone()].iter().any(|token| token.past);
        let alike = before.quantity.kind == quantity::Kind::Percent
            && after.quantity.kind == quantity::Kind::Percent
            && before.quantity.change.role == ChangeRole::By
            && after.quantity.change.role == ChangeRole::None;
        if alike && joined && !verb && between.len() <= SHARED_REACH {
            let change = before.quantity.change;
            let direction = before.direction;
            statements[at].quantity.change = change;
            statements[at].direction = direction;
        }
    }
}

/// "Fell from ninth to fourth": both figures are ends of one change and share its direction.
pub(super) fn pair(sentence: &Sentence, statements: &mut [Statement]) {
    let follows = |statement: &Statement, form: word::Key| {
        let at = statement.tokens.start;
        at > 0 && sentence.tokens[at - 1].surface == form
    };
    for at in 1..statements.len() {
        let (before, after) = (&statements[at - 1], &statements[at]);
        let near = after.tokens.start.saturating_sub(before.tokens.end) <= 4;
        let alike =
            before.quantity.kind == after.quantity.kind && before.quantity.kind != quantity::Kind::Age;
        if !near
            || !alike
            || !follows(before, const { word::literal("from") })
            || !follows(after, const { word::literal("to") })
        {
            continue;
        }
        let direction = match (before.direction, after.direction) {
            (Direction::None, other) => other,
            (own, _) => own,
        };
        for (statement, role) in [(at - 1, ChangeRole::From), (at, ChangeRole::To)] {
            let statement = &mut statements[statement];
            statement.direction = direction;
            if statement.quantity.kind == quantity::Kind::Ordinal {
                statement.quantity.change.role = role;
            }
        }
    }
}

/// Tokens between a figure with a unit and the one that it was before, or became.
const UNIT_REACH: usize = 8;

/// True before "of it" and "of which".
fn after_of_it(sentence: &Sentence, at: usize) -> bool {
    let it = const { word::literals(["it", "which", "this", "that"]) };
    let is = |at: usize, forms: &[word::Key]| {
        sentence.tokens.get(at).is_some_and(|token| forms.contains(&token.surface))
    };
    is(at, &[const { word::literal("of") }]) && is(at + 1, &it)
}

/// "Fell from 41 hours to 26": the other end of a change takes the unit that the first one prints.
pub(super) fn share_unit(sentence: &Sentence, statements: &mut [Statement]) {
    use quantity::Kind;
    for at in 1..statements.len() {
        let (before, after) = (&statements[at - 1], &statements[at]);
        let quantity = &after.quantity;
        let bare = quantity.kind == Kind::Count
            && quantity.unit.is_empty()
            && quantity.noun.is_none()
            && quantity.rule != "fraction"
            && after.head.is_none();
        let measured = matches!(before.quantity.kind, Kind::Dimension | Kind::Duration | Kind::Currency);
        // "118 million francs, 40 million of it paid by the state".
        let of_it = after_of_it(sentence, after.tokens.end);
        let ends = of_it
            || quantity.change.role == ChangeRole::From
            || quantity.change.role == ChangeRole::To && before.quantity.change.role == ChangeRole::From;
        let near = after.tokens.start.saturating_sub(before.tokens.end) <= UNIT_REACH;
        if bare && measured && ends && near {
            let (kind, unit) = (before.quantity.kind, before.quantity.unit.clone());
            let quantity = &mut statements[at].quantity;
            quantity.kind = kind;
            quantity.unit = unit;
        }
    }
}

/// "21 % less than the $2 billion of last year": the second figure is the base of the first, no bound.
pub(super) fn compared_with(
    before: Option<&(Range<usize>, Quantity)>,
    tokens: &Range<usize>,
    quantity: &mut Quantity,
) {
    use quantity::{Bound, Kind};
    let follows = before.is_some_and(|(place, other)| {
        (matches!(other.kind, Kind::Percent | Kind::Multiple) || other.rule == "fraction")
            && tokens.start.saturating_sub(place.end) <= 5
            && other.span.end + 1 >= quantity.span.start
    });
    if follows && matches!(quantity.bound, Bound::Over | Bound::Under) {
        quantity.bound = Bound::Exact;
        quantity.change.role = ChangeRole::From;
    }
}

/// Verbs of which "up" is a part: "set up 40 labs" and "add up to 12" tell of no rise.
static UP_VERBS: LazyLock<[word::Key; 12]> = LazyLock::new(|| {
    word::normals([
        "set", "add", "make", "put", "open", "sign", "take", "build", "end", "draw", "line", "pick",
    ])
});

/// Verbs of which "over" is a part.
static OVER_VERBS: LazyLock<[word::Key; 4]> =
    LazyLock::new(|| word::normals(["hand", "take", "turn", "sign"]));

/// Takes back the change or the bound that the "up" of a phrasal verb was read as.
pub(super) fn unphrase(sentence: &Sentence, quantity: &mut Quantity, numeral: usize) {
    let before = |back: usize, form: word::Key| {
        let at = sentence.tokens.partition_point(|token| token.range.end <= quantity.span.start);
        at.checked_sub(back).is_some_and(|at| sentence.tokens[at].surface == form)
    };
    // "According to 68 reviews" leads to no end of a change.
    if before(1, const { word::literal("to") }) && before(2, const { word::literal("according") }) {
        quantity.change = quantity::change::Change::NONE;
    }
    // "Handed over 766 boats" is no more than 766.
    let over = const { word::literal("over") };
    let start = sentence.tokens.partition_point(|token| token.range.end <= quantity.span.start);
    let at = if sentence.tokens.get(start).is_some_and(|token| token.surface == over) { start } else { 0 };
    if at > 0 && OVER_VERBS.contains(&sentence.tokens[at - 1].key) && quantity.bound == quantity::Bound::Over
    {
        quantity.bound = quantity::Bound::Exact;
        quantity.change = quantity::change::Change::NONE;
    }
    let up = const { word::literal("up") };
    let nearby = numeral.saturating_sub(2)..numeral;
    let Some(at) = nearby.into_iter().find(|at| *at > 0 && sentence.tokens[*at].surface == up) else {
        return;
    };
    if UP_VERBS.contains(&sentence.tokens[at - 1].key) {
        quantity.change = quantity::change::Change::NONE;
        if quantity.bound == quantity::Bound::AtMost {
            quantity.bound = quantity::Bound::Exact;
        }
    }
}

/// The word before a quantity's expression.
fn tokens_before<'s>(sentence: &'s Sentence, quantity: &Quantity) -> Option<&'s Token> {
    let at = sentence.tokens.partition_point(|token| token.range.end <= quantity.span.start);
    at.checked_sub(1).map(|at| &sentence.tokens[at])
}

/// True for a verb of rising or falling, right before whose measure "by" goes without saying.
fn turns(token: &Token) -> bool {
    let packs = lexicon();
    token
        .classes
        .iter()
        .any(|class| matches!(packs.classes[usize::from(*class)].name.as_str(), "rise" | "fall"))
}

/// Tokens from "a rise" to the "of" of its size.
const RISE_REACH: usize = 6;

/// "A rise in the price of bread of $2": the noun of a change, told of something, before its size.
fn is_change_of(sentence: &Sentence, of: usize) -> bool {
    let tokens = &sentence.tokens;
    let article = const { word::literals(["a", "an", "the", "another", "its", "their"]) };
    let within = const { word::literals(["in", "to"]) };
    (of.saturating_sub(RISE_REACH)..of).any(|at| {
        let led = at.checked_sub(1).is_some_and(|at| article.contains(&tokens[at].surface));
        let told = tokens.get(at + 1).is_some_and(|next| within.contains(&next.surface));
        turns(&tokens[at]) && !tokens[at].past && led && told
    })
}

/// "That rise at 88%", "an increase of 88%": the percent is the size of the change just named.
fn names_change(sentence: &Sentence, quantity: &Quantity) -> bool {
    let at = sentence.tokens.partition_point(|token| token.range.end <= quantity.span.start);
    let money = quantity.kind == quantity::Kind::Currency;
    let of = at.checked_sub(1).is_some_and(|at| sentence.tokens[at].surface == const { word::literal("of") });
    if money && of && is_change_of(sentence, at - 1) {
        return true;
    }
    let Some(named) = at.checked_sub(2).map(|two| &sentence.tokens[two]) else { return false };
    let class = |name: &str| lexicon().class_named(name).is_some_and(|class| named.classes.contains(&class));
    let joins = const { word::literals(["at", "of"]) }.contains(&sentence.tokens[at - 1].surface);
    quantity.kind == quantity::Kind::Percent && joins && !named.past && (class("rise") || class("fall"))
}

/// The reader's direction, else that of a single rise or fall word of the segment.
pub(super) fn direction(sentence: &Sentence, quantity: &Quantity, segment: &Range<usize>) -> Direction {
    if quantity.change.direction != Direction::None {
        return quantity.change.direction;
    }
    if !sentence.tokens[segment.clone()].iter().any(|token| token.gloss.is_direction()) {
        return Direction::None;
    }
    let has = |name: &str| {
        let class = lexicon().class_named(name);
        // "Down" in a title tells of no fall.
        let outside = |token: &Token| {
            !(token.capital && token.range.start > sentence.range.start && is_prose(sentence))
                && (token.range.start < quantity.span.start || token.range.end > quantity.span.end)
        };
        segment
            .clone()
            .filter(|at| !sentence.is_particle(*at))
            .map(|at| &sentence.tokens[at])
            .any(|token| outside(token) && class.is_some_and(|class| token.classes.contains(&class)))
    };
    match (has("rise"), has("fall")) {
        (true, false) => Direction::Up,
        (false, true) => Direction::Down,
        _ => Direction::None,
    }
}
