//! To which of two figures of a source the words of a claim belong.

use super::compare::Relation;
use super::value::Weighed;

/// The figure whose sentence says all that the sentence of the agreeing one says of the claim, and more, where its
/// value is another: "64 % of the girls" is told beside "75 % of the pupils".
pub(super) fn told_of<'w, 'a>(agrees: &Weighed<'a>, weighed: &'w [Weighed<'a>]) -> Option<&'w Weighed<'a>> {
    let own = agrees.fit.said;
    weighed.iter().find(|one| {
        let other = one.fit.said;
        one.barred.is_none()
            && one.compared.relation == Relation::Clash
            && own & other == own
            && other != own
            && one.statement.sentence != agrees.statement.sentence
            && one.fit.score >= agrees.fit.score
            && one.when >= agrees.when
    })
}
