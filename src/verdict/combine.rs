//! Combines parts within a source, and sources with each other, as the verdict law says.

use super::Verdict;
use super::part::Part;

/// The outcome for one source.
#[derive(Debug, Clone)]
pub(super) struct Opinion {
    /// The verdict on this source alone.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
    /// The parts it was made of.
    pub parts: Vec<Part>,
}

/// The verdict of several parts: some supported and some not addressed make partial, else the worst decides.
pub(super) fn parts(parts: &[Part]) -> Verdict {
    let has = |verdict| parts.iter().any(|part| part.verdict == verdict);
    if has(Verdict::Contradicted) {
        Verdict::Contradicted
    } else if has(Verdict::Conflict) {
        Verdict::Conflict
    } else if has(Verdict::Partial) || has(Verdict::Supported) && has(Verdict::NotAddressed) {
        Verdict::Partial
    } else if has(Verdict::Supported) {
        Verdict::Supported
    } else {
        Verdict::NotAddressed
    }
}

/// Makes an opinion of the parts that one source gives.
pub(super) fn opinion(all: Vec<Part>) -> Opinion {
    let verdict = parts(&all);
    let deciding = all
        .iter()
        .filter(|part| part.verdict == verdict)
        .max_by_key(|part| part.strength)
        .or_else(|| all.iter().find(|part| part.verdict == Verdict::NotAddressed))
        .or_else(|| all.first());
    let reason =
        deciding.map_or_else(|| "the claim has no part to test".to_string(), |part| part.reason.clone());
    Opinion { verdict, reason, parts: all }
}

/// The verdict of several sources.
pub(super) fn sources(opinions: &[Opinion]) -> Verdict {
    let has = |verdict| opinions.iter().any(|opinion| opinion.verdict == verdict);
    let helps = has(Verdict::Supported) || has(Verdict::Partial);
    match (helps, has(Verdict::Contradicted)) {
        (true, true) => Verdict::Conflict,
        (false, true) => Verdict::Contradicted,
        _ if has(Verdict::Conflict) => Verdict::Conflict,
        _ if has(Verdict::Supported) => Verdict::Supported,
        _ if has(Verdict::Partial) => Verdict::Partial,
        _ => Verdict::NotAddressed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(verdicts: &[Verdict], expected: Verdict) {
        let opinions: Vec<Opinion> = verdicts
            .iter()
            .map(|verdict| Opinion { verdict: *verdict, reason: String::new(), parts: Vec::new() })
            .collect();
        assert_eq!(sources(&opinions), expected, "{verdicts:?}");
    }

    #[test]
    fn sources_combine_as_the_law_says() {
        use Verdict::{Conflict, Contradicted, NotAddressed, Partial, Supported};
        check(&[Supported, Contradicted], Conflict);
        check(&[Partial, Contradicted], Conflict);
        check(&[NotAddressed, Contradicted], Contradicted);
        check(&[Supported, Partial], Supported);
        check(&[NotAddressed, Partial], Partial);
        check(&[Conflict, Supported], Conflict);
        check(&[], NotAddressed);
    }
}
