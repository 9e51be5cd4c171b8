//! What was set as a target is no deed: "set itself a target of cutting 110; it managed 74".

use super::{Case, Doubt, above};
use crate::claim::Modality;
use crate::statement::word::{self, Key};
use crate::statement::{Sentence, Statement};
use crate::verdict::Verdict;
use crate::verdict::code::Code;
use crate::verdict::target;

/// Verbs of what came of a target.
const CAME: [Key; 8] =
    word::literals(["managed", "achieved", "reached", "cut", "delivered", "reduced", "attained", "ended"]);

/// Participles that tell beside a deed what became of a target.
const BESIDE: [Key; 7] =
    word::literals(["meeting", "hitting", "beating", "missing", "reaching", "achieving", "surpassing"]);
/// What is set before.
const TARGETS: [Key; 4] = word::literals(["target", "targets", "goal", "goals"]);
/// Tokens from such a participle to its target.
const REACH: usize = 4;

/// The claim says that a target was met by the figure that the source has as the target.
pub(super) fn unreached(case: &Case<'_>) -> Option<Doubt> {
    let set = case.other.modality == Modality::Target;
    if !set || !tells_outcome(case.claimed()) || case.source.sentences.iter().any(tells_outcome) {
        return None;
    }
    let line = |one: &Statement| one.quantity.unit.is_empty() || above(one) == above(case.other);
    let came = |one: &&Statement| {
        let tokens = &case.source.sentences[one.sentence].tokens;
        let verb =
            tokens[one.clause.start..one.tokens.start].iter().any(|token| CAME.contains(&token.surface));
        let value = |one: &Statement| super::super::interval::ends(&one.quantity.figure);
        one.modality == Modality::Actual && verb && line(one) && value(one) != value(case.own)
    };
    let near = case.other.sentence..case.source.sentences.len().min(case.other.sentence + 2);
    let came = near.flat_map(|at| case.source.statements_of(at)).find(came);
    Some(match came {
        Some(one) => Doubt::new(
            Verdict::Contradicted,
            Code::MODALITY,
            format!(
                "the source has {} as the target, and {} as what came of it",
                case.printed(case.other),
                case.printed(one)
            ),
        ),
        None => Doubt::new(
            Verdict::Partial,
            Code::MODALITY,
            "the source has it as the target, and does not say what came of it".to_string(),
        ),
    })
}

/// True where a sentence says what became of a target.
fn tells_outcome(sentence: &Sentence) -> bool {
    let tokens = &sentence.tokens;
    let beside = (0..tokens.len())
        .filter(|at| BESIDE.contains(&tokens[*at].surface))
        .any(|at| tokens[at + 1..].iter().take(REACH).any(|token| TARGETS.contains(&token.surface)));
    beside || target::told(sentence).is_some()
}
