//! The finding codes: stable for ever, each with its name and its page in `docs/findings.md`.

use serde::Serialize;

/// A finding code. Printed as `V201` with its name `scope-mismatch`; both are accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Code(u16);

/// Every code with its name, in order. Numbers are never reused.
const NAMES: &[(u16, &str)] = &[
    (1, "invalid-claim-file"),
    (2, "unknown-field"),
    (3, "duplicate-id"),
    (4, "unparsable-value"),
    (5, "missing-unit"),
    (6, "missing-period"),
    (7, "unused-suppression"),
    (8, "suppression-without-reason"),
    (9, "expired-suppression"),
    (101, "value-mismatch"),
    (102, "scale-slip"),
    (103, "percent-vs-points"),
    (104, "growth-arithmetic"),
    (105, "parts-do-not-sum"),
    (106, "over-precise"),
    (107, "qualifier-broken"),
    (108, "direction-flipped"),
    (109, "impossible-share"),
    (110, "ratio-wording"),
    (111, "unit-mismatch"),
    (112, "currency-mismatch"),
    (113, "range-collapsed"),
    (114, "comparison-flipped"),
    (201, "scope-mismatch"),
    (202, "base-mismatch"),
    (203, "period-mismatch"),
    (204, "calendar-vs-fiscal"),
    (205, "stock-vs-flow"),
    (206, "real-vs-nominal"),
    (207, "statistic-mismatch"),
    (208, "modality-mismatch"),
    (209, "subject-mismatch"),
    (210, "adjustment-mismatch"),
    (211, "cumulative-vs-annual"),
    (212, "within-error-margin"),
    (213, "misattributed"),
    (301, "quote-not-found"),
    (302, "quote-ambiguous"),
    (303, "quote-altered"),
    (304, "snapshot-missing"),
    (305, "hash-mismatch"),
    (306, "no-figure-in-passage"),
    (307, "source-self-conflict"),
    (308, "quote-cut"),
    (401, "secondary-only"),
    (402, "not-independent"),
    (403, "source-cites-us"),
    (404, "sources-disagree"),
    (405, "source-postdates-claim"),
    (501, "cosmetic-drift"),
    (502, "evidence-changed"),
    (503, "evidence-gone"),
    (504, "figure-superseded"),
    (505, "source-unreachable"),
    (506, "decision-outdated"),
    (601, "claims-contradict"),
    (602, "duplicate-claim"),
    (603, "article-text-out-of-sync"),
];

impl Code {
    pub(super) const VALUE: Code = Code::new(101);
    pub(super) const SCALE: Code = Code::new(102);
    pub(super) const POINTS: Code = Code::new(103);
    pub(super) const GROWTH: Code = Code::new(104);
    pub(super) const PARTS: Code = Code::new(105);
    pub(super) const PRECISE: Code = Code::new(106);
    pub(super) const QUALIFIER: Code = Code::new(107);
    pub(super) const DIRECTION: Code = Code::new(108);
    pub(super) const SHARE: Code = Code::new(109);
    pub(super) const UNIT: Code = Code::new(111);
    pub(super) const CURRENCY: Code = Code::new(112);
    pub(super) const RANGE: Code = Code::new(113);
    pub(super) const COMPARISON: Code = Code::new(114);
    pub(super) const SCOPE: Code = Code::new(201);
    pub(super) const PERIOD: Code = Code::new(203);
    pub(super) const FISCAL: Code = Code::new(204);
    pub(super) const STATISTIC: Code = Code::new(207);
    pub(super) const MODALITY: Code = Code::new(208);
    pub(super) const SUBJECT: Code = Code::new(209);
    pub(super) const CUMULATIVE: Code = Code::new(211);
    pub(super) const MISATTRIBUTED: Code = Code::new(213);
    pub(super) const QUOTE_MISSING: Code = Code::new(301);
    pub(super) const SELF_CONFLICT: Code = Code::new(307);
    pub(super) const NOT_INDEPENDENT: Code = Code::new(402);
    pub(super) const SOURCES_DISAGREE: Code = Code::new(404);

    /// The code of a number, which must be in the table.
    pub(crate) const fn new(number: u16) -> Code {
        let mut at = 0;
        while at < NAMES.len() {
            if NAMES[at].0 == number {
                return Code(number);
            }
            at += 1;
        }
        panic!("a finding code stands in the table")
    }

    /// All codes, in order.
    pub fn all() -> impl Iterator<Item = Code> {
        NAMES.iter().map(|(number, _)| Code(*number))
    }

    /// Its name (`scope-mismatch`).
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(number, _)| *number == self.0).map_or("", |(_, name)| name)
    }

    /// The code written as `V201` or as its name, in any case.
    pub fn parse(text: &str) -> Option<Code> {
        let text = text.trim();
        Code::all().find(|code| {
            code.to_string().eq_ignore_ascii_case(text) || code.name().eq_ignore_ascii_case(text)
        })
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "V{:03}", self.0)
    }
}

impl Serialize for Code {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
