//! The words that set one thing above another, and what kind of figure each of them is of.

use crate::quantity::Kind;
use crate::statement::word::{Key, Token, literal, literals};

/// Which side is the greater one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// The first.
    More,
    /// The second.
    Less,
}

impl Way {
    /// The other way round.
    pub fn turned(self) -> Way {
        match self {
            Way::More => Way::Less,
            Way::Less => Way::More,
        }
    }
}

/// What a comparing word can be of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Anything that is counted or measured.
    Amount,
    /// The same, or a place in an order, of which the smaller number is the higher place.
    Height,
    /// A length, a weight, a time that something takes.
    Extent,
    /// An age.
    Age,
    /// A price.
    Price,
    /// A place in an order, or what the order goes by.
    Place,
}

impl Sort {
    /// True for a kind of figure that the word can compare.
    pub fn takes(self, kind: Kind) -> bool {
        match self {
            Sort::Amount => !matches!(kind, Kind::Ordinal | Kind::Multiple | Kind::Age | Kind::Points),
            Sort::Height | Sort::Place => !matches!(kind, Kind::Multiple | Kind::Age | Kind::Points),
            Sort::Extent => matches!(kind, Kind::Dimension | Kind::Duration),
            Sort::Age => kind == Kind::Age,
            Sort::Price => kind == Kind::Currency,
        }
    }
}

const MORE: [Key; 6] = literals(["more", "larger", "bigger", "greater", "richer", "stronger"]);
const LESS: [Key; 5] = literals(["fewer", "less", "smaller", "poorer", "weaker"]);
const EXTENT_MORE: [Key; 7] =
    literals(["longer", "taller", "heavier", "wider", "deeper", "thicker", "farther"]);
const EXTENT_LESS: [Key; 5] = literals(["shorter", "lighter", "narrower", "thinner", "shallower"]);
const PRICE_MORE: [Key; 4] = literals(["dearer", "costlier", "pricier", "costly"]);

/// A comparing form ("larger") before "than".
pub(super) fn comparative(surface: Key) -> Option<(Way, Sort)> {
    let higher = const { literal("higher") };
    let lower = const { literal("lower") };
    let older = const { literal("older") };
    let younger = const { literal("younger") };
    let cheaper = const { literal("cheaper") };
    if MORE.contains(&surface) {
        Some((Way::More, Sort::Amount))
    } else if LESS.contains(&surface) {
        Some((Way::Less, Sort::Amount))
    } else if surface == higher {
        Some((Way::More, Sort::Height))
    } else if surface == lower {
        Some((Way::Less, Sort::Height))
    } else if EXTENT_MORE.contains(&surface) {
        Some((Way::More, Sort::Extent))
    } else if EXTENT_LESS.contains(&surface) {
        Some((Way::Less, Sort::Extent))
    } else if surface == older {
        Some((Way::More, Sort::Age))
    } else if surface == younger {
        Some((Way::Less, Sort::Age))
    } else if surface == cheaper {
        Some((Way::Less, Sort::Price))
    } else {
        PRICE_MORE.contains(&surface).then_some((Way::More, Sort::Price))
    }
}

/// True for "more", "fewer" and "less", which count what stands behind them.
pub(super) fn counts(surface: Key) -> bool {
    const { literals(["more", "fewer", "less"]) }.contains(&surface)
}

const EXCEEDS: [Key; 18] = literals([
    "exceeded",
    "exceeds",
    "exceed",
    "outnumbered",
    "outnumber",
    "outnumbers",
    "outsold",
    "outsells",
    "outsell",
    "outscored",
    "outpolled",
    "surpassed",
    "surpasses",
    "surpass",
    "overtook",
    "outstripped",
    "outweighed",
    "outearned",
]);
const LEADS: [Key; 5] = literals(["led", "leads", "beat", "topped", "defeated"]);
const TRAILS: [Key; 3] = literals(["trailed", "trails", "lagged"]);

/// A verb that sets its subject above or below its object, and whether it says nothing else.
pub(super) fn verb(surface: Key) -> Option<(Way, Sort, bool)> {
    if EXCEEDS.contains(&surface) {
        Some((Way::More, Sort::Amount, true))
    } else if LEADS.contains(&surface) {
        Some((Way::More, Sort::Place, false))
    } else {
        TRAILS.contains(&surface).then_some((Way::Less, Sort::Place, false))
    }
}

/// Words of a measure that is a share.
pub(super) const SHARES: [Key; 10] = literals([
    "share",
    "shares",
    "rate",
    "rates",
    "ratio",
    "proportion",
    "percentage",
    "turnout",
    "literacy",
    "margin",
]);
/// Words of a measure that is a place in an order.
pub(super) const PLACES: [Key; 11] = literals([
    "rank", "ranked", "ranking", "position", "pos", "place", "placed", "charted", "peaked", "peak",
    "finished",
]);
/// Words that set a time before another.
pub(super) const BEFORE: [Key; 8] =
    literals(["before", "earlier", "previous", "preceding", "prior", "ago", "previously", "last"]);
/// Lengths of time that are counted back.
pub(super) const TIMES: [Key; 15] = literals([
    "year", "years", "month", "months", "week", "weeks", "day", "quarter", "season", "decade", "century",
    "time", "half", "period", "session",
]);

/// Superlatives, those of one meaning in a row, with the side that they are of.
const SUPERLATIVES: &[(&[Key], Way)] = &[
    (&literals(["largest", "biggest", "greatest"]), Way::More),
    (&literals(["smallest"]), Way::Less),
    (&literals(["highest"]), Way::More),
    (&literals(["lowest"]), Way::Less),
    (&literals(["most"]), Way::More),
    (&literals(["fewest", "least"]), Way::Less),
    (&literals(["longest"]), Way::More),
    (&literals(["shortest"]), Way::Less),
    (&literals(["tallest"]), Way::More),
    (&literals(["heaviest"]), Way::More),
    (&literals(["lightest"]), Way::Less),
];

/// The meaning of a superlative, by number, and its side.
pub(super) fn superlative(surface: Key) -> Option<(usize, Way)> {
    let at = SUPERLATIVES.iter().position(|(forms, _)| forms.contains(&surface))?;
    Some((at, SUPERLATIVES[at].1))
}

const PLACE_WORDS: [Key; 9] =
    literals(["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]);
const PLACE_NUMBERS: [Key; 9] = literals(["1", "2", "3", "4", "5", "6", "7", "8", "9"]);

/// The number of a place in words: "3" for "third".
pub(super) fn place_number(surface: Key) -> Option<Key> {
    PLACE_WORDS.iter().position(|form| *form == surface).map(|at| PLACE_NUMBERS[at])
}

/// A course that words tell.
#[derive(Debug, Clone, Copy)]
pub(super) struct Course {
    /// Which of now and then is the greater; none where it is a matter of better and worse.
    pub way: Option<Way>,
    /// For the better.
    pub better: bool,
    /// Tokens.
    pub length: usize,
    /// The verb before it says what is counted.
    pub counts: bool,
}

const BETTER: [Key; 1] = literals(["improved"]);
const WORSE: [Key; 3] = literals(["worsened", "deteriorated", "weakened"]);
const UP: [Key; 9] =
    literals(["rose", "increased", "grew", "climbed", "widened", "jumped", "surged", "soared", "expanded"]);
const DOWN: [Key; 11] = literals([
    "fell",
    "declined",
    "decreased",
    "dropped",
    "shrank",
    "narrowed",
    "slipped",
    "dipped",
    "emptied",
    "plunged",
    "eased",
]);

/// The course that a verb of a sentence tells.
pub(super) fn course(tokens: &[Token], at: usize) -> Option<Course> {
    let form = tokens[at].surface;
    let plain = |way| Some(Course { way: Some(way), better: false, length: 1, counts: false });
    let filled = form == const { literal("filled") }
        && tokens.get(at + 1).is_some_and(|next| next.surface == const { literal("up") });
    if filled {
        Some(Course { way: Some(Way::More), better: false, length: 2, counts: false })
    } else if UP.contains(&form) {
        plain(Way::More)
    } else if DOWN.contains(&form) {
        plain(Way::Less)
    } else {
        let better = BETTER.contains(&form);
        (better || WORSE.contains(&form)).then_some(Course { way: None, better, length: 1, counts: false })
    }
}

const GOOD: [Key; 20] = literals([
    "profit",
    "profits",
    "revenue",
    "revenues",
    "sales",
    "margin",
    "margins",
    "punctuality",
    "attendance",
    "literacy",
    "rating",
    "productivity",
    "employment",
    "earnings",
    "solvency",
    "liquidity",
    "coverage",
    "survival",
    "reserves",
    "yield",
]);
const BAD: [Key; 20] = literals([
    "non",
    "nonperforming",
    "impaired",
    "unemployment",
    "jobless",
    "deaths",
    "mortality",
    "losses",
    "loss",
    "debt",
    "deficit",
    "crime",
    "arrears",
    "delinquency",
    "defaults",
    "default",
    "delays",
    "complaints",
    "poverty",
    "combined",
]);

/// Whether more of a measure is good, where its word says so.
pub(super) fn is_good(surface: Key) -> Option<bool> {
    if GOOD.contains(&surface) { Some(true) } else { BAD.contains(&surface).then_some(false) }
}
