//! Findings that the claim file itself lets stand (`[[claim.allow]]`), each with a reason and an end. Pure.
//!
//! Takes findings, the entries of their claim and a day; says for each finding whether it is suppressed, and remarks
//! on entries that do nothing. It changes no verdict.

use std::ops::Range;

use chrono::NaiveDate;
use serde::Serialize;

use crate::claim::file::Allow;
use crate::verdict::code::Code;
use crate::verdict::evidence::Finding;

/// An editor lets a finding stand, for the time being.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Suppressed {
    /// Why.
    pub reason: String,
    /// The last day.
    pub until: NaiveDate,
}

/// A remark on a `[[claim.allow]]` entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// V007 or V009.
    pub code: Code,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Bytes of the claim file.
    pub span: Range<usize>,
    /// What to do.
    pub help: String,
}

const UNUSED: Code = Code::new(7);
const EXPIRED: Code = Code::new(9);
const DIGEST_MISMATCH: Code = Code::new(305);

/// What suppresses each finding on a day, in the order of the findings, and remarks on entries that do nothing.
///
/// An entry holds through its last day. An expired one suppresses nothing and says so; one that never met its
/// finding is unused, which is only known when every source was read (`complete`).
pub fn suppress(
    findings: &[Finding],
    allow: &[Allow],
    complete: bool,
    today: NaiveDate,
) -> (Vec<Option<Suppressed>>, Vec<Remark>) {
    let entry = |code: Code| {
        allow.iter().find(|entry| Code::parse(&entry.code) == Some(code) && entry.until >= today)
    };
    let suppressed = findings.iter().map(|finding| {
        entry(finding.code).map(|entry| Suppressed { reason: entry.reason.clone(), until: entry.until })
    });
    let remarks = allow.iter().filter_map(|entry| {
        let met = findings.iter().any(|finding| Code::parse(&entry.code) == Some(finding.code));
        let (code, message, help) = match (met, entry.until < today) {
            (true, true) => (
                EXPIRED,
                format!("the suppression of {} ended on {}", entry.code, entry.until),
                "settle the finding, or give the suppression a new reason and end",
            ),
            (false, _) if !complete => return None,
            (false, _) => (
                UNUSED,
                format!("nothing is suppressed here: {} was not found", entry.code),
                "take the entry out",
            ),
            (true, false) => return None,
        };
        Some(Remark { code, message, span: entry.span.clone(), help: help.to_owned() })
    });
    (suppressed.collect(), remarks.collect())
}

/// Whether a finding of this code or name may be suppressed.
///
/// # Errors
/// Why not, for the editor who typed it.
pub fn may_be_suppressed(code: &str) -> Result<(), String> {
    match Code::parse(code) {
        None => Err(format!("`{code}` is no finding code; `verify rules` lists them")),
        Some(DIGEST_MISMATCH) => Err(format!("{code} cannot be suppressed: the evidence itself is damaged")),
        Some(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn check(allowed: &str, today: &str, expected: &str) {
        let finding = Finding {
            code: Code::new(204),
            message: String::new(),
            field: crate::claim::file::Field::Text,
            claim_range: 0..0,
            claim_label: String::new(),
            evidence: vec![],
            notes: vec![],
            help: None,
        };
        let allow =
            Allow { code: allowed.into(), reason: "why".into(), until: day("2027-06-30"), span: 3..9 };
        let (suppressed, remarks) = suppress(&[finding], &[allow], true, day(today));
        let open = if suppressed[0].is_none() { "open" } else { "suppressed" };
        let remarks: Vec<String> = remarks.iter().map(|remark| remark.code.to_string()).collect();
        assert_eq!(format!("{open} {}", remarks.join(" ")), expected);
    }

    #[test]
    fn a_suppression_holds_through_its_last_day() {
        check("V204", "2027-06-30", "suppressed ");
        check("calendar-vs-fiscal", "2027-01-01", "suppressed ");
        check("V204", "2027-07-01", "open V009");
        check("V101", "2027-01-01", "open V007");
    }

    #[test]
    fn damage_cannot_be_suppressed() {
        assert!(may_be_suppressed("V204").is_ok());
        assert!(may_be_suppressed("V305").is_err());
        assert!(may_be_suppressed("hash-mismatch").is_err());
        assert!(may_be_suppressed("V999").is_err());
    }
}
