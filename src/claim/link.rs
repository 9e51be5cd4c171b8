//! What must hold over a whole set of claim files: unique ids, and relations that name claims of the set.

use std::collections::BTreeMap;
use std::ops::Range;

use super::problem::{Sink, nearest, problem};
use super::{Claim, ClaimFile, literal};

/// Checks a set of files against each other.
pub(super) fn link(files: &[ClaimFile], sink: &mut Sink) {
    let mut claims: BTreeMap<&str, (usize, Range<usize>)> = BTreeMap::new();
    let mut relations: BTreeMap<&str, (usize, Range<usize>)> = BTreeMap::new();
    for (at, file) in files.iter().enumerate() {
        for claim in file.claims.iter().filter(|claim| has_id(claim)) {
            unique(&mut claims, &claim.id, (at, claim.text.span.clone()), "claim", sink);
        }
        for relation in &file.relations {
            unique(&mut relations, &relation.id, (at, relation.rule.span.clone()), "relation", sink);
        }
    }
    // What a broken file holds is not known, so what seems to be missing may stand there.
    if sink.any_syntax() {
        return;
    }
    for (at, file) in files.iter().enumerate() {
        for relation in &file.relations {
            for (id, range) in relation.parsed.claims() {
                if claims.contains_key(id) {
                    continue;
                }
                let place = literal::place(&file.text, &relation.rule.span, &range);
                let unknown = problem(
                    "V001",
                    at,
                    place,
                    format!("the rule names the claim `{id}`, which no file of this run holds"),
                );
                let label = nearest(id, claims.keys().copied())
                    .map_or_else(|| "no such claim".to_owned(), |near| format!("did you mean `{near}`?"));
                sink.push(unknown.label(label).help("write the `id` of a claim; a claim of another file counts when both files are checked in one run"));
            }
        }
    }
}

/// Whether a claim has an id of its own: one without a text, which is told off already, has none.
pub(super) fn has_id(claim: &Claim) -> bool {
    !claim.text.value.is_empty() || claim.id != "claim"
}

fn unique<'s>(
    seen: &mut BTreeMap<&'s str, (usize, Range<usize>)>,
    id: &'s str,
    place: (usize, Range<usize>),
    noun: &str,
    sink: &mut Sink,
) {
    if let Some((file, span)) = seen.get(id) {
        let twice = problem("V003", place.0, place.1, format!("two {noun}s have the id `{id}`"));
        let help = format!("give this {noun} an id of its own: `id = \"{id}-2\"`");
        sink.push(twice.label("the second").help(help).other(*file, span.clone(), "the first"));
    } else {
        seen.insert(id, place);
    }
}
