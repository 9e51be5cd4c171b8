//! Everything that a run has to say to an editor, as one list: the pivot that the formats for people and for
//! pull requests are written from.

use std::ops::Range;

pub(super) use crate::check::outcome::verdict_name as name;
use crate::check::outcome::{Holds, Level, level};
use crate::check::source::{SourceOutcome, SourceText};
use crate::check::{CheckRun, ClaimOutcome};
use crate::claim::file::Field;
use crate::claim::{Claim, ClaimFile, literal};
use crate::ruling::event::{Decision, Event};
use crate::ruling::suppression::Suppressed;
use crate::verdict::Verdict;
use crate::verdict::code::Code;
use crate::verdict::evidence::{Evidence, Stance};

use super::Report;

/// One thing to say, with its place in a claim file.
#[derive(Debug, Clone)]
pub(super) struct Diagnostic<'r> {
    /// How serious it is.
    pub(super) level: Level,
    /// Its finding code; none where the verdict itself is what there is to say.
    pub(super) code: Option<Code>,
    /// What is wrong.
    pub(super) message: String,
    /// The claim file.
    pub(super) file: &'r ClaimFile,
    /// The claim or relation it is about.
    pub(super) id: &'r str,
    /// Bytes of the claim file.
    pub(super) span: Range<usize>,
    /// What stands under the caret.
    pub(super) label: String,
    /// The passages it rests on, each with its text.
    pub(super) passages: Vec<(&'r Evidence, &'r SourceText)>,
    /// Arithmetic and readings, a line each.
    pub(super) notes: Vec<String>,
    /// What to do.
    pub(super) help: Option<String>,
    /// The verdict on the claim; none for a relation.
    pub(super) verdict: Option<Verdict>,
    /// What suppresses it.
    pub(super) suppressed: Option<&'r Suppressed>,
    /// The decision at the desk by which the claim stands.
    pub(super) stands: Option<&'r (Event, Decision)>,
}

impl Diagnostic<'_> {
    /// Who lets it stand and why, where an editor does.
    pub(super) fn let_stand(&self) -> Option<String> {
        match (self.suppressed, self.stands) {
            (Some(suppressed), _) => {
                Some(format!("suppressed until {}: {}", suppressed.until, suppressed.reason))
            }
            (None, Some((event, decision))) => Some(stands(event, decision)),
            (None, None) => None,
        }
    }

    /// What stands in brackets after the level: the code, else the verdict.
    pub(super) fn tag(&self) -> String {
        match (self.code, self.verdict) {
            (Some(code), _) => code.to_string(),
            (None, Some(verdict)) => name(verdict).to_owned(),
            (None, None) => "relation".to_owned(),
        }
    }
}

/// A decision that a claim stands, in words.
pub(super) fn stands(event: &Event, decision: &Decision) -> String {
    let reason = decision.reason.map_or("", crate::ruling::event::Reason::label);
    let note = if decision.note.is_empty() { String::new() } else { format!(": {}", decision.note) };
    format!("let stand by {} on {} ({reason}){note}", event.actor, event.at.format("%Y-%m-%d"))
}

/// The word for a level.
pub(super) fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "note",
    }
}

/// Everything to say, in order of file and place.
pub(super) fn diagnostics<'r>(report: &Report<'r>) -> Vec<Diagnostic<'r>> {
    let mut all = Vec::new();
    for (at, file) in report.set.files.iter().enumerate() {
        let mut of_file = Vec::new();
        for outcome in report.run.claims.iter().filter(|outcome| outcome.file == at) {
            of_claim(report.run, file, outcome, &mut of_file);
        }
        of_relations(report.run, at, file, &mut of_file);
        // A stable sort: what stands at one place keeps the order of the judgement, most serious first.
        of_file.sort_by_key(|diagnostic| super::place::line_column(&file.text, diagnostic.span.start).0);
        of_file.into_iter().for_each(|diagnostic| push(&mut all, diagnostic));
    }
    all
}

/// Adds a diagnostic; one that says the same of the same words as the last only adds its passages.
fn push<'r>(all: &mut Vec<Diagnostic<'r>>, diagnostic: Diagnostic<'r>) {
    match all.last_mut() {
        Some(last)
            if last.code == diagnostic.code
                && last.id == diagnostic.id
                && last.span == diagnostic.span
                && last.message == diagnostic.message =>
        {
            last.passages.extend(diagnostic.passages);
        }
        _ => all.push(diagnostic),
    }
}

/// The text that speaks for a source of a file, where it could be read.
pub(super) fn text<'r>(run: &'r CheckRun, file: usize, source: &str) -> Option<&'r SourceText> {
    match run.sources.get(&(file, source.to_owned()))?.as_ref() {
        SourceOutcome::Read(text) => Some(text),
        SourceOutcome::Unread(_) => None,
    }
}

fn of_claim<'r>(
    run: &'r CheckRun,
    file: &'r ClaimFile,
    outcome: &'r ClaimOutcome,
    all: &mut Vec<Diagnostic<'r>>,
) {
    let claim = &file.claims[outcome.claim];
    let judgement = &outcome.judgement;
    let plain = |level: Level, span: Range<usize>| bare(file, outcome, level, span);
    let stands = outcome.ruling.as_ref().filter(|_| outcome.stands());
    let stands = stands.and_then(|ruling| ruling.decision.as_ref());
    let passages = |chosen: &mut dyn Iterator<Item = &'r Evidence>| -> Vec<(&'r Evidence, &'r SourceText)> {
        chosen.filter_map(|evidence| Some((evidence, text(run, outcome.file, &evidence.source)?))).collect()
    };
    let mut serious = false;
    for (finding, suppressed) in judgement.findings.iter().zip(&outcome.suppressed) {
        let level = level(finding.code, judgement.verdict);
        serious |= level < Level::Note;
        all.push(Diagnostic {
            code: Some(finding.code),
            message: finding.message.clone(),
            label: finding.claim_label.clone(),
            passages: passages(&mut finding.evidence.iter().filter_map(|at| judgement.evidence.get(*at))),
            notes: finding.notes.clone(),
            help: finding.help.clone(),
            suppressed: suppressed.as_ref(),
            stands,
            ..plain(level, claim_place(file, claim, finding.field, &finding.claim_range))
        });
    }
    // A verdict that no finding explains still has to be said.
    if !serious && !matches!(judgement.verdict, Verdict::Supported | Verdict::Unavailable) {
        let level = match judgement.verdict {
            Verdict::Contradicted | Verdict::Conflict => Level::Error,
            _ => Level::Warning,
        };
        let mut relevant =
            judgement.evidence.iter().filter(|evidence| evidence.stance != Stance::Supports).take(2);
        let whole = 0..claim.text.value.len();
        all.push(Diagnostic {
            message: judgement.reason.clone(),
            passages: passages(&mut relevant),
            stands,
            ..plain(level, claim_place(file, claim, Field::Text, &whole))
        });
    }
    beside(file, outcome, all);
}

/// A diagnostic about a claim with nothing said yet.
fn bare<'r>(
    file: &'r ClaimFile,
    outcome: &'r ClaimOutcome,
    level: Level,
    span: Range<usize>,
) -> Diagnostic<'r> {
    Diagnostic {
        level,
        code: None,
        message: String::new(),
        file,
        id: &file.claims[outcome.claim].id,
        span,
        label: String::new(),
        passages: vec![],
        notes: vec![],
        help: None,
        verdict: Some(outcome.judgement.verdict),
        suppressed: None,
        stands: None,
    }
}

/// What there is to say beside the findings: sources not read, a decision that is open again, suppressions.
fn beside<'r>(file: &'r ClaimFile, outcome: &'r ClaimOutcome, all: &mut Vec<Diagnostic<'r>>) {
    let claim = &file.claims[outcome.claim];
    let plain = |level: Level, span: Range<usize>| bare(file, outcome, level, span);
    for unread in &outcome.unread {
        let span = claim.sources[unread.citation].span.clone();
        all.push(Diagnostic {
            code: Some(unread.why.code),
            message: unread.why.message.clone(),
            help: Some(unread.why.help.clone()),
            ..plain(Level::Warning, span)
        });
    }
    if let Some((message, help)) = outdated(outcome) {
        let whole = 0..claim.text.value.len();
        all.push(Diagnostic {
            code: Some(Code::new(506)),
            message,
            help: Some(help),
            ..plain(Level::Note, claim_place(file, claim, Field::Text, &whole))
        });
    }
    for remark in &outcome.remarks {
        let level = if remark.code == Code::new(9) { Level::Error } else { Level::Warning };
        all.push(Diagnostic {
            code: Some(remark.code),
            message: remark.message.clone(),
            help: Some(remark.help.clone()),
            ..plain(level, remark.span.clone())
        });
    }
}

/// A decision that no longer answers: what to say, and what to do.
fn outdated(outcome: &ClaimOutcome) -> Option<(String, String)> {
    let ruling = outcome.ruling.as_ref()?;
    let (why, (event, decision)) = (ruling.outdated?, ruling.decision.as_ref()?);
    let message = format!(
        "the decision by {} on {} ({}) is open again: {}",
        event.actor,
        event.at.format("%Y-%m-%d"),
        decision.verb.label(),
        why.words()
    );
    Some((message, "look at the claim again in `verify review`".to_owned()))
}

fn of_relations<'r>(run: &CheckRun, at: usize, file: &'r ClaimFile, all: &mut Vec<Diagnostic<'r>>) {
    for outcome in run.relations.iter().filter(|outcome| outcome.file == at) {
        let relation = &file.relations[outcome.relation];
        let (level, code, message, help) = match outcome.holds {
            Holds::Holds => continue,
            Holds::Broken => {
                let why = relation
                    .because
                    .as_ref()
                    .map_or_else(String::new, |because| format!(", although {because}"));
                let message =
                    format!("the claims cannot all be true: `{}` does not hold{why}", relation.rule.value);
                (Level::Error, Some(Code::new(601)), message, "mend one of the claims, or the rule")
            }
            Holds::Undecided => {
                let message = format!("`{}` cannot be worked out", relation.rule.value);
                (Level::Note, None, message, "give each claim of the rule a `value`")
            }
        };
        all.push(Diagnostic {
            level,
            code,
            message,
            file,
            id: &relation.id,
            span: relation.rule.span.clone(),
            label: String::new(),
            passages: vec![],
            notes: outcome.notes.clone(),
            help: Some(help.to_owned()),
            verdict: None,
            suppressed: None,
            stands: None,
        });
    }
}

/// Bytes of the claim file for bytes of the value of a key.
pub(super) fn claim_place(
    file: &ClaimFile,
    claim: &Claim,
    field: Field,
    range: &Range<usize>,
) -> Range<usize> {
    literal::place(&file.text, claim.literal(field), range)
}
