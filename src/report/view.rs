//! The shape of the JSON report: committed, versioned, and published as a JSON Schema.
//!
//! A field is never renamed or taken away within a version; new ones may come. Byte ranges count UTF-8 bytes; times
//! are UTC.

use schemars::JsonSchema;
use serde::Serialize;

/// Version of this shape.
pub const VERSION: u32 = 1;

/// A whole run.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(title = "Report of verify")]
pub struct ReportView {
    /// Version of this shape.
    pub version: u32,
    /// What made the report.
    pub tool: ToolView,
    /// How claims were checked.
    pub options: OptionsView,
    /// The run in numbers.
    pub summary: SummaryView,
    /// The claims in the order of files and lines.
    pub claims: Vec<ClaimView>,
    /// The relations between claims, in the same order.
    pub relations: Vec<RelationView>,
    /// Every cited source, by file and key.
    pub sources: Vec<SourceView>,
}

/// What made the report: with claims and captures, all that a verdict depends on.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ToolView {
    /// Name of the program.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Version of the extractor.
    pub extractor: String,
    /// Version of the word packs and reading rules.
    pub rule_pack: String,
}

/// How claims were checked.
#[derive(Debug, Serialize, JsonSchema)]
pub struct OptionsView {
    /// The threshold of the run.
    #[schemars(extend("enum" = ["contradicted", "conflict", "partial", "not-addressed", "never"]))]
    pub fail_on: &'static str,
    /// Whether bounds were read strictly only.
    pub strict_bounds: bool,
    /// The day suppressions were measured against.
    pub today: String,
}

/// The run in numbers.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SummaryView {
    /// How the run ended: exit code 0, 1 or 3.
    #[schemars(extend("enum" = ["clean", "findings", "incomplete"]))]
    pub ending: &'static str,
    /// All claims.
    pub claims: usize,
    /// Of these, supported.
    pub supported: usize,
    /// Contradicted.
    pub contradicted: usize,
    /// Their sources clash.
    pub conflict: usize,
    /// Supported in part.
    pub partial: usize,
    /// No source says anything about them.
    pub not_addressed: usize,
    /// No source of them could be read.
    pub unavailable: usize,
    /// Let stand by an editor.
    pub suppressed: usize,
    /// Relations that do not hold.
    pub broken_relations: usize,
}

/// One claim.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ClaimView {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: String,
    /// Line of its text, from 1.
    pub line: usize,
    /// Column of its text, from 1, in characters.
    pub column: usize,
    /// The sentence.
    pub text: String,
    /// SHA-256 of the claim with all that was typed about it.
    pub digest: String,
    /// What its sources say of it.
    #[schemars(extend("enum" = ["supported", "contradicted", "conflict", "partial", "not-addressed", "unavailable"]))]
    pub verdict: &'static str,
    /// Why.
    pub reason: String,
    /// Whether it fails the run.
    pub fails: bool,
    /// Whether an editor lets all its serious findings stand, in the claim file or at the desk.
    pub suppressed: bool,
    /// What editors ruled on it at the desk; left out where nobody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruling: Option<RulingView>,
    /// Remarks, most serious first.
    pub findings: Vec<FindingView>,
    /// The passages the verdict rests on.
    pub evidence: Vec<EvidenceView>,
    /// Its sources that could not be read.
    pub unread: Vec<UnreadView>,
    /// Remarks on its suppressions.
    pub remarks: Vec<RemarkView>,
    /// What was tried, with `-vv`.
    pub trace: Vec<StepView>,
}

/// One coded remark.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindingView {
    /// Its stable code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// How serious it is.
    #[schemars(extend("enum" = ["error", "warning", "note"]))]
    pub level: &'static str,
    /// What is wrong.
    pub message: String,
    /// The key of the claim that it is about.
    #[schemars(extend("enum" = ["text", "subject", "metric", "value", "unit", "period", "change", "scope", "modality", "attribution", "quote"]))]
    pub field: &'static str,
    /// Bytes of the value of that key.
    pub claim_range: RangeView,
    /// Line in the claim file.
    pub line: usize,
    /// Column in the claim file.
    pub column: usize,
    /// What that part of the claim says.
    pub label: String,
    /// Indexes into `evidence` of the claim.
    pub evidence: Vec<usize>,
    /// Arithmetic and readings.
    pub notes: Vec<String>,
    /// What to do.
    pub help: Option<String>,
    /// What suppresses it.
    pub suppressed: Option<SuppressedView>,
}

/// What editors ruled on a claim at the desk.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RulingView {
    /// How its findings stand.
    #[schemars(extend("enum" = ["open", "reopened", "to-fix", "asked", "snoozed", "stands"]))]
    pub standing: &'static str,
    /// Who made the last decision.
    pub actor: Option<String>,
    /// When.
    pub at: Option<String>,
    /// The decision.
    #[schemars(extend("enum" = ["fix", "stands", "ask", "snooze", null]))]
    pub verb: Option<&'static str>,
    /// Its reason.
    pub reason: Option<&'static str>,
    /// Its note.
    pub note: Option<String>,
    /// Why it no longer answers.
    pub outdated: Option<&'static str>,
    /// Who has the claim.
    pub owner: Option<String>,
}

/// A stretch of bytes.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RangeView {
    /// First byte.
    pub start: usize,
    /// First byte after it.
    pub end: usize,
}

/// What suppresses a finding.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SuppressedView {
    /// Why.
    pub reason: String,
    /// Last day.
    pub until: String,
}

/// A passage tied to a claim.
#[derive(Debug, Serialize, JsonSchema)]
pub struct EvidenceView {
    /// Key of the source.
    pub source: String,
    /// SHA-256 of the payload.
    pub digest: String,
    /// What the passage does to the claim.
    #[schemars(extend("enum" = ["supports", "weakens", "contradicts", "disagrees", "nearby"]))]
    pub stance: &'static str,
    /// Line of the extracted text, from 1.
    pub line: usize,
    /// The passage as it stands there.
    pub exact: String,
    /// Up to 32 characters before it.
    pub prefix: String,
    /// Up to 32 characters after it.
    pub suffix: String,
    /// Its bytes in the extracted text.
    pub text_range: RangeView,
    /// Where it stands in the payload; none for text the extractor put together.
    pub payload: Option<PlaceView>,
    /// Stretches that agree or clash.
    pub marks: Vec<MarkView>,
}

/// A place in a payload.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum PlaceView {
    /// Bytes of an HTML or text payload.
    Bytes {
        /// First byte.
        start: usize,
        /// First byte after it.
        end: usize,
    },
    /// Bytes of a string in a JSON payload.
    JsonString {
        /// JSON pointer of the string.
        pointer: String,
        /// First byte.
        start: usize,
        /// First byte after it.
        end: usize,
    },
    /// Characters of a PDF page's text.
    Page {
        /// Page from 1.
        page: u32,
        /// Left, bottom, right, top in points.
        area: [i32; 4],
        /// First character.
        start: usize,
        /// First character after it.
        end: usize,
    },
}

/// A stretch of a passage that matters.
#[derive(Debug, Serialize, JsonSchema)]
pub struct MarkView {
    /// Its bytes in the extracted text.
    pub text_range: RangeView,
    /// The words.
    pub exact: String,
    /// Whether they clash with the claim.
    pub clashes: bool,
    /// Their reading.
    pub label: String,
}

/// A cited source that could not be read.
#[derive(Debug, Serialize, JsonSchema)]
pub struct UnreadView {
    /// Key of the source.
    pub source: String,
    /// V304, V305 or V306.
    pub code: String,
    /// Why.
    pub message: String,
    /// What to do.
    pub help: String,
}

/// A remark on a suppression.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RemarkView {
    /// V007 or V009.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// Line in the claim file.
    pub line: usize,
    /// What to do.
    pub help: String,
}

/// A rule that was tried.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepView {
    /// Its name.
    pub rule: String,
    /// The source and line it was tried on.
    pub place: Option<String>,
    /// What came of it.
    pub outcome: String,
}

/// A relation between claims.
#[derive(Debug, Serialize, JsonSchema)]
pub struct RelationView {
    /// Its id.
    pub id: String,
    /// Its file.
    pub file: String,
    /// Line of its rule.
    pub line: usize,
    /// The rule.
    pub rule: String,
    /// Whether it holds.
    #[schemars(extend("enum" = ["holds", "broken", "undecided"]))]
    pub state: &'static str,
    /// The arithmetic.
    pub notes: Vec<String>,
}

/// A cited source.
#[derive(Debug, Serialize, JsonSchema)]
pub struct SourceView {
    /// The claim file.
    pub file: String,
    /// Its key there.
    pub key: String,
    /// Its address.
    pub url: String,
    /// The part of the address.
    pub part: Option<String>,
    /// The capture that spoke for it; none where it could not be read.
    pub capture: Option<CaptureView>,
    /// Newer captures that were passed over.
    pub passed_over: Vec<PassedView>,
}

/// A capture and how it was come by.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CaptureView {
    /// SHA-256 of the payload.
    pub digest: String,
    /// Its file in the store.
    pub file: String,
    /// When it was taken.
    pub at: String,
    /// How it was come by.
    pub method: String,
    /// By whom.
    pub by: String,
    /// Its provenance grade, A to E.
    #[schemars(extend("enum" = ["A", "B", "C", "D", "E"]))]
    pub grade: String,
    /// What kind of answer it is.
    pub state: String,
    /// Its media type.
    pub media_type: Option<String>,
    /// The title of the document.
    pub title: Option<String>,
    /// The day of publication by the document's own word.
    pub published: Option<String>,
    /// What was noticed while reading it.
    pub notes: Vec<String>,
}

/// A capture that was passed over.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PassedView {
    /// SHA-256 of the payload.
    pub digest: String,
    /// When it was taken.
    pub at: String,
    /// Why it does not speak.
    pub reason: String,
}

/// The JSON Schema of the report: the content of `docs/report.schema.json`.
pub fn schema() -> String {
    let schema = schemars::schema_for!(ReportView);
    let mut text = serde_json::to_string_pretty(&schema).expect("a schema is writable");
    text.push('\n');
    text
}
