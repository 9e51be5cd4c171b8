//! "Opened behind schedule" against "five months before the date in the contract".

use chrono::Datelike;

use crate::statement::word::{self, Key, Token};
use crate::verdict::code::Code;
use crate::verdict::interval;
use crate::verdict::otherwise::{Case, Found};

/// What was to be kept to.
const PLANS: [Key; 8] =
    word::literals(["schedule", "date", "deadline", "time", "plan", "planned", "scheduled", "target"]);
/// Words before it of what came early, and of what came late.
const EARLY: [Key; 2] = word::literals(["ahead", "before"]);
const LATE: [Key; 2] = word::literals(["behind", "after"]);
/// The same without it.
const LATELY: [Key; 3] = word::literals(["overdue", "delayed", "late"]);
/// Another word for what was planned.
const EXPECTED: Key = word::literal("expected");
/// Tokens from such a word to what was to be kept to.
const REACH: usize = 5;

/// The words that tell whether something came early, and where they stand.
fn side(tokens: &[Token]) -> Option<(bool, usize, usize)> {
    (0..tokens.len()).find_map(|at| {
        let surface = tokens[at].surface;
        let early = EARLY.contains(&surface);
        let near = at + 1..(at + REACH).min(tokens.len());
        let plan = near.clone().find(|at| PLANS.contains(&tokens[*at].surface));
        match plan.filter(|_| early || LATE.contains(&surface)) {
            Some(plan) => Some((early, at, plan + 1)),
            None => (LATELY.contains(&surface) && at + 1 == tokens.len()).then_some((false, at, at + 1)),
        }
    })
}

/// The other side of the date.
pub(super) fn against(case: &Case<'_>) -> Option<Found> {
    let end = case.own.tokens.iter().rposition(Token::content)? + 1;
    let (early, from, to) = side(&case.own.tokens[..end])?;
    case.source.sentences.iter().enumerate().filter(|(at, _)| case.is_about(*at)).find_map(
        |(at, sentence)| {
            let (told, start, stop) = side(&sentence.tokens)?;
            let denied = sentence.denials().next().is_some() || case.own.denials().next().is_some();
            (told != early && !denied).then(|| {
                let reason = case.words(from..to, at, start..stop);
                Found::against(Code::PERIOD, case.own.range.clone(), at, reason)
            })
        },
    )
}

/// "Five years later than planned", where the source has neither these words nor two years so far apart.
pub(super) fn unproved(case: &Case<'_>) -> Option<Found> {
    let tokens = &case.own.tokens;
    let than = const { word::literal("than") };
    let how = const { word::literals(["later", "earlier"]) };
    let at = (2..tokens.len().saturating_sub(1)).find(|at| {
        how.contains(&tokens[*at].surface)
            && tokens[at + 1].surface == than
            && tokens
                .get(at + 2)
                .is_some_and(|next| PLANS.contains(&next.surface) || next.surface == EXPECTED)
    })?;
    let stretch = tokens[at - 2].range.start..tokens[at - 1].range.end;
    let label = case.claim.slice(&stretch).to_lowercase();
    let years = || -> Option<i64> {
        let statements = crate::statement::read_claim(&label, None, None);
        let quantity = statements.statements.first()?.quantity.clone();
        let (count, _) = interval::ends(&quantity.figure);
        (quantity.unit == "year" && count.is_integer()).then(|| i64::try_from(count.to_integer()).ok())?
    };
    let told: Vec<i64> = case
        .source
        .sentences
        .iter()
        .flat_map(|sentence| &sentence.periods)
        .filter_map(|date| date.from.map(|day| i64::from(day.year())))
        .collect();
    let apart = |count: i64| told.iter().any(|one| told.iter().any(|other| other - one == count));
    let printed = case.source.text.to_lowercase().contains(&label);
    (!printed && !years().is_some_and(apart)).then(|| {
        let reason = format!("the source does not say “{label}”");
        Found::weaker(Code::PERIOD, stretch, 0, reason)
    })
}
