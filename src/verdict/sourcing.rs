//! What is wrong with a claim's sources rather than with its words: a quotation that is not there,
//! sources of one origin, sources that disagree.

use super::Verdict;
use super::Witness;
use super::code::Code;
use super::combine::{self, Opinion};
use super::part::{Part, Remark};
use crate::claim::Claim;
use crate::claim::file::Field;
use crate::statement::Reading;
use crate::statement::typed::TypedReading;

/// Words that must stand in the source as they are: where they do not, the source addresses nothing.
///
/// A quotation typed for the whole claim has to stand in one of its sources; one typed for a citation in that one.
pub(super) fn check_quotes(
    claim: &Claim,
    witnesses: &[Witness<'_>],
    typed: &TypedReading,
    opinions: &mut [Opinion],
) {
    let whole = claim.quote.as_ref().map(|quote| quote.value.as_str());
    let found =
        whole.is_some_and(|quote| witnesses.iter().any(|witness| stands_in(quote, &witness.document.text)));
    let whole = whole.filter(|_| !found);
    for (number, (witness, opinion)) in witnesses.iter().zip(opinions).enumerate() {
        let own = witness.quote.filter(|quote| !stands_in(quote, &witness.document.text));
        let Some(quote) = own.or(whole) else { continue };
        let cited = claim.sources.iter().position(|citation| {
            citation.source == witness.source
                && citation.quote.as_ref().is_some_and(|cited| Some(cited.value.as_str()) == own)
        });
        let place = typed.range(cited.map_or(Field::Quote, Field::CitedQuote));
        let message = format!("the quoted words do not stand in source {}: “{quote}”", number + 1);
        let mut part = Part::unaddressed(place.unwrap_or(0..0), "", message.clone());
        part.remarks.push(Remark {
            code: Code::QUOTE_MISSING,
            message,
            notes: Vec::new(),
            help: Some("quote the source as it is, or cite the one that says so".to_string()),
        });
        opinion.parts.insert(0, part);
        opinion.verdict = Verdict::NotAddressed;
        opinion.reason = "the quoted words do not stand in the source".to_string();
    }
}

/// White space and the shape of quotation marks and dashes do not count.
fn stands_in(quote: &str, text: &str) -> bool {
    let plain = |text: &str| {
        let folded: String = text
            .chars()
            .map(|letter| match letter {
                '“' | '”' => '"',
                '’' | '‘' => '\'',
                '–' | '—' => '-',
                other => other,
            })
            .collect();
        folded.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    plain(text).contains(&plain(quote))
}

/// Notes sources of one origin, and what the sources disagree on.
pub(super) fn compare(witnesses: &[Witness<'_>], reading: &Reading, opinions: &mut [Opinion]) {
    let origin = |witness: &Witness<'_>| witness.derived_from.unwrap_or(witness.source).to_string();
    let mut remarks: Vec<Remark> = Vec::new();
    for (at, one) in witnesses.iter().enumerate() {
        for other in &witnesses[at + 1..] {
            if one.digest == other.digest || origin(one) == origin(other) {
                let message = format!("{} and {} are 2 links with 1 origin", one.source, other.source);
                remarks.push(Remark { code: Code::NOT_INDEPENDENT, message, notes: Vec::new(), help: None });
            }
        }
    }
    let helps =
        opinions.iter().find(|opinion| matches!(opinion.verdict, Verdict::Supported | Verdict::Partial));
    let denies = opinions.iter().find(|opinion| opinion.verdict == Verdict::Contradicted);
    if let (Some(helps), Some(denies), Verdict::Conflict) = (helps, denies, combine::sources(opinions)) {
        remarks.push(Remark {
            code: Code::SOURCES_DISAGREE,
            message: "the sources disagree".to_string(),
            notes: vec![helps.reason.clone(), denies.reason.clone()],
            help: Some("decide which source to follow, and say so".to_string()),
        });
    }
    if let Some(opinion) = opinions.first_mut().filter(|_| !remarks.is_empty()) {
        let mut part = Part::unaddressed(0..reading.text.len(), "", "");
        part.remarks = remarks;
        opinion.parts.push(part);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_may_differ_in_marks_and_spaces_only() {
        assert!(stands_in("the “old  mill”", "They saved the \"old mill\" in 1990."));
        assert!(!stands_in("the new mill", "They saved the old mill in 1990."));
    }
}
