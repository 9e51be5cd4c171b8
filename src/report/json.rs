//! The JSON reports: one object, or one a line.

use serde::Serialize;
use serde_json::{Value, json};

use crate::check::outcome::{Holds, level};
use crate::check::source::{SourceOutcome, SourceText};
use crate::check::{ClaimOutcome, Ending, FailOn};
use crate::claim::ClaimFile;
use crate::extract::Origin;
use crate::ruling::event::Reason;
use crate::ruling::standing::{Outdated, Ruling};
use crate::verdict::Verdict;
use crate::verdict::evidence::{Evidence, Finding, Stance};

use super::diagnostic::{claim_place, name, text, word};
use super::view::{
    CaptureView, ClaimView, EvidenceView, FindingView, MarkView, OptionsView, PassedView, PlaceView,
    RangeView, RelationView, RemarkView, ReportView, RulingView, SourceView, StepView, SummaryView,
    SuppressedView, ToolView, UnreadView, VERSION,
};
use super::{Report, place};

/// Writes one JSON object.
pub(super) fn write(report: &Report<'_>) -> String {
    let mut written = serde_json::to_string_pretty(&view(report)).expect("a view is writable");
    written.push('\n');
    written
}

/// Writes a line for the head, each source, each claim, each relation, and the summary; each names its `type`.
pub(super) fn write_lines(report: &Report<'_>) -> String {
    let view = view(report);
    let mut written = String::new();
    let mut line = |kind: &str, value: Value| {
        let mut object = serde_json::Map::new();
        object.insert("type".to_owned(), json!(kind));
        if let Value::Object(value) = value {
            object.extend(value);
        }
        written.push_str(&Value::Object(object).to_string());
        written.push('\n');
    };
    line("run", json!({ "version": view.version, "tool": view.tool, "options": view.options }));
    view.sources.iter().for_each(|source| line("source", value(source)));
    view.claims.iter().for_each(|claim| line("claim", value(claim)));
    view.relations.iter().for_each(|relation| line("relation", value(relation)));
    line("summary", value(&view.summary));
    written
}

fn value(view: &impl Serialize) -> Value {
    serde_json::to_value(view).expect("a view is writable")
}

/// The whole report as values.
pub(super) fn view(report: &Report<'_>) -> ReportView {
    ReportView {
        version: VERSION,
        tool: tool(),
        options: OptionsView {
            fail_on: fail_on(report.fail_on),
            strict_bounds: report.options.strict_bounds,
            today: report.options.today.to_string(),
        },
        summary: summary(report),
        claims: report.run.claims.iter().map(|outcome| claim(report, outcome)).collect(),
        relations: relations(report),
        sources: sources(report),
    }
}

/// What made the report.
pub(super) fn tool() -> ToolView {
    ToolView {
        name: "verify".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        extractor: env!("CARGO_PKG_VERSION").to_owned(),
        rule_pack: crate::statement::version().to_string(),
    }
}

fn fail_on(fail_on: FailOn) -> &'static str {
    match fail_on {
        FailOn::Contradicted => "contradicted",
        FailOn::Conflict => "conflict",
        FailOn::Partial => "partial",
        FailOn::NotAddressed => "not-addressed",
        FailOn::Never => "never",
    }
}

fn summary(report: &Report<'_>) -> SummaryView {
    let run = report.run;
    SummaryView {
        ending: match run.ending(report.fail_on) {
            Ending::Clean => "clean",
            Ending::Findings => "findings",
            Ending::Incomplete => "incomplete",
        },
        claims: run.claims.len(),
        supported: run.count(Verdict::Supported),
        contradicted: run.count(Verdict::Contradicted),
        conflict: run.count(Verdict::Conflict),
        partial: run.count(Verdict::Partial),
        not_addressed: run.count(Verdict::NotAddressed),
        unavailable: run.count(Verdict::Unavailable),
        suppressed: run.claims.iter().filter(|claim| claim.is_suppressed()).count(),
        broken_relations: run.relations.iter().filter(|relation| relation.holds == Holds::Broken).count(),
    }
}

fn claim(report: &Report<'_>, outcome: &ClaimOutcome) -> ClaimView {
    let file = &report.set.files[outcome.file];
    let claim = &file.claims[outcome.claim];
    let judgement = &outcome.judgement;
    let (line, column) = place::line_column(&file.text, claim.text.span.start);
    let findings =
        judgement.findings.iter().zip(&outcome.suppressed).map(|(finding, suppressed)| FindingView {
            suppressed: suppressed.as_ref().map(|suppressed| SuppressedView {
                reason: suppressed.reason.clone(),
                until: suppressed.until.to_string(),
            }),
            ..self::finding(file, outcome, finding)
        });
    let evidence = judgement.evidence.iter().filter_map(|evidence| {
        Some(self::evidence(evidence, text(report.run, outcome.file, &evidence.source)?))
    });
    let unread = outcome.unread.iter().map(|unread| UnreadView {
        source: claim.sources[unread.citation].source.clone(),
        code: unread.why.code.to_string(),
        message: unread.why.message.clone(),
        help: unread.why.help.clone(),
    });
    let remarks = outcome.remarks.iter().map(|remark| RemarkView {
        code: remark.code.to_string(),
        message: remark.message.clone(),
        line: place::line_column(&file.text, remark.span.start).0,
        help: remark.help.clone(),
    });
    ClaimView {
        id: claim.id.clone(),
        file: file.path.to_string_lossy().into_owned(),
        line,
        column,
        text: claim.text.value.clone(),
        digest: file.claim_digest(claim),
        verdict: name(judgement.verdict),
        reason: judgement.reason.clone(),
        fails: outcome.fails(report.fail_on),
        suppressed: outcome.is_suppressed(),
        ruling: outcome.ruling.as_ref().map(ruling),
        findings: findings.collect(),
        evidence: evidence.collect(),
        unread: unread.collect(),
        remarks: remarks.collect(),
        trace: if report.verbosity > 1 { trace(report, outcome) } else { vec![] },
    }
}

fn ruling(ruling: &Ruling) -> RulingView {
    let decision = ruling.decision.as_ref();
    RulingView {
        standing: ruling.standing.name(),
        actor: decision.map(|(event, _)| event.actor.clone()),
        at: decision.map(|(event, _)| time(event.at)),
        verb: decision.map(|(_, decision)| decision.verb.name()),
        reason: decision.and_then(|(_, decision)| decision.reason).map(Reason::name),
        note: decision.map(|(_, decision)| decision.note.clone()).filter(|note| !note.is_empty()),
        outdated: ruling.outdated.map(Outdated::words),
        owner: ruling.owner.clone(),
    }
}

fn finding(file: &ClaimFile, outcome: &ClaimOutcome, finding: &Finding) -> FindingView {
    let span = claim_place(file, &file.claims[outcome.claim], finding.field, &finding.claim_range);
    let (line, column) = place::line_column(&file.text, span.start);
    FindingView {
        code: finding.code.to_string(),
        name: finding.code.name().to_owned(),
        level: word(level(finding.code, outcome.judgement.verdict)),
        message: finding.message.clone(),
        field: finding.field.name(),
        claim_range: range(&finding.claim_range),
        line,
        column,
        label: finding.claim_label.clone(),
        evidence: finding.evidence.clone(),
        notes: finding.notes.clone(),
        help: finding.help.clone(),
        suppressed: None,
    }
}

fn evidence(evidence: &Evidence, text: &SourceText) -> EvidenceView {
    let document = &text.document;
    let selector = document.selector(evidence.range.clone());
    let marks = evidence.marks.iter().map(|mark| MarkView {
        text_range: range(&mark.range),
        exact: document.text.get(mark.range.clone()).unwrap_or_default().to_owned(),
        clashes: mark.clashes,
        label: mark.label.clone(),
    });
    EvidenceView {
        source: evidence.source.clone(),
        digest: evidence.digest.clone(),
        stance: match evidence.stance {
            Stance::Supports => "supports",
            Stance::Weakens => "weakens",
            Stance::Contradicts => "contradicts",
            Stance::Disagrees => "disagrees",
            Stance::Nearby => "nearby",
        },
        line: place::line_column(&document.text, evidence.range.start).0,
        exact: selector.exact,
        prefix: selector.prefix,
        suffix: selector.suffix,
        text_range: range(&evidence.range),
        payload: document.origin(evidence.range.clone()).map(|origin| match origin {
            Origin::Bytes(range) => PlaceView::Bytes { start: range.start, end: range.end },
            Origin::JsonString { pointer, range } => {
                PlaceView::JsonString { pointer, start: range.start, end: range.end }
            }
            Origin::Page { page, area, characters } => {
                PlaceView::Page { page, area, start: characters.start, end: characters.end }
            }
        }),
        marks: marks.collect(),
    }
}

fn trace(report: &Report<'_>, outcome: &ClaimOutcome) -> Vec<StepView> {
    let steps = outcome.judgement.trace.iter().map(|step| StepView {
        rule: step.rule.clone(),
        place: step.place.as_ref().map(|(source, range)| {
            let text = text(report.run, outcome.file, source);
            format!(
                "{source}:{}",
                text.map_or(0, |text| place::line_column(&text.document.text, range.start).0)
            )
        }),
        outcome: step.outcome.clone(),
    });
    steps.collect()
}

fn relations(report: &Report<'_>) -> Vec<RelationView> {
    let relations = report.run.relations.iter().map(|outcome| {
        let file = &report.set.files[outcome.file];
        let relation = &file.relations[outcome.relation];
        RelationView {
            id: relation.id.clone(),
            file: file.path.to_string_lossy().into_owned(),
            line: place::line_column(&file.text, relation.rule.span.start).0,
            rule: relation.rule.value.clone(),
            state: match outcome.holds {
                Holds::Holds => "holds",
                Holds::Broken => "broken",
                Holds::Undecided => "undecided",
            },
            notes: outcome.notes.clone(),
        }
    });
    relations.collect()
}

fn sources(report: &Report<'_>) -> Vec<SourceView> {
    let sources = report.run.sources.iter().map(|((at, key), outcome)| {
        let file = &report.set.files[*at];
        let source = &file.sources[key];
        let text = match outcome.as_ref() {
            SourceOutcome::Read(text) => Some(text),
            SourceOutcome::Unread(_) => None,
        };
        let passed = text.map_or(&[][..], |text| &text.passed_over).iter().map(|(entry, reason)| {
            PassedView { digest: entry.digest.hex(), at: time(entry.at), reason: reason.clone() }
        });
        SourceView {
            file: file.path.to_string_lossy().into_owned(),
            key: key.clone(),
            url: source.url.clone(),
            part: source.part.clone(),
            capture: text.map(|text| capture(text)),
            passed_over: passed.collect(),
        }
    });
    sources.collect()
}

fn capture(text: &SourceText) -> CaptureView {
    let entry = &text.entry;
    CaptureView {
        digest: entry.digest.hex(),
        file: entry.file.clone(),
        at: time(entry.at),
        method: entry.method.name().to_owned(),
        by: entry.by.clone(),
        grade: entry.grade.to_string(),
        state: entry.state.name().to_owned(),
        media_type: entry.media_type.clone(),
        title: text.document.title.clone(),
        published: text.document.published.map(|day| day.to_string()),
        notes: text.document.notes.iter().map(|note| format!("{}: {}", note.name, note.detail)).collect(),
    }
}

fn time(at: chrono::DateTime<chrono::Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn range(range: &std::ops::Range<usize>) -> RangeView {
    RangeView { start: range.start, end: range.end }
}
