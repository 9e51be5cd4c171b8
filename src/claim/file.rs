//! What a claim file holds, each piece with its place in the file.
//!
//! Plain values, checked by the time they are seen here; reading and diagnosing stands in the files beside this one.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::PathBuf;

use chrono::NaiveDate;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::relation::Relation;

/// A value typed in a claim file, with the bytes of the file it stands at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Typed<T> {
    /// The value.
    pub value: T,
    /// Bytes of the claim file, quotes included.
    pub span: Range<usize>,
}

/// One claim file, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimFile {
    /// Path as given by the user.
    pub path: PathBuf,
    /// The whole text, for diagnostics.
    pub text: String,
    /// The article the claims stand in.
    pub article: Article,
    /// Sources by key, in key order; an address written inline is its own key.
    pub sources: BTreeMap<String, Source>,
    /// Claims in file order.
    pub claims: Vec<Claim>,
    /// Relations in file order.
    pub relations: Vec<Relation>,
}

/// The claims of one run: files in the order given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClaimSet {
    /// The files.
    pub files: Vec<ClaimFile>,
}

impl ClaimSet {
    /// Every claim with its file, in order of file and place.
    pub fn claims(&self) -> impl Iterator<Item = (&ClaimFile, &Claim)> {
        self.files.iter().flat_map(|file| file.claims.iter().map(move |claim| (file, claim)))
    }

    /// The claim of this id, with its file.
    pub fn find(&self, id: &str) -> Option<(&ClaimFile, &Claim)> {
        self.claims().find(|(_, claim)| claim.id == id)
    }
}

impl ClaimFile {
    /// SHA-256 (hexadecimal) of a claim with all that was typed about it and about its sources: what a verdict and
    /// a review decision are bound to. Layout, comments and suppressions do not count.
    pub fn claim_digest(&self, claim: &Claim) -> String {
        let typed = |text: &Option<Typed<String>>| text.as_ref().map(|typed| typed.value.clone());
        let sources: Vec<_> = claim
            .sources
            .iter()
            .map(|citation| {
                let source = self.sources.get(&citation.source);
                serde_json::json!({
                    "url": source.map(|source| &source.url),
                    "part": source.and_then(|source| source.part.as_ref()),
                    "publisher": source.and_then(|source| source.publisher.as_ref()),
                    "derived_from": source.and_then(|source| source.derived_from.as_ref()),
                    "capture": source.and_then(|source| source.capture.as_ref()),
                    "quote": typed(&citation.quote),
                })
            })
            .collect();
        let canonical = serde_json::json!({
            "id": claim.id,
            "text": claim.text.value,
            "published": self.article.published,
            "sources": sources,
            "subject": typed(&claim.subject),
            "metric": typed(&claim.metric),
            "value": typed(&claim.value),
            "period": typed(&claim.period),
            "change": typed(&claim.change),
            "scope": claim.scope.as_ref().map(|scope| &scope.value),
            "modality": claim.modality.as_ref().map(|modality| modality.value),
            "unit": typed(&claim.unit),
            "attribution": typed(&claim.attribution),
            "quote": typed(&claim.quote),
            "aliases": claim.aliases,
        });
        let digest = Sha256::digest(canonical.to_string().as_bytes());
        digest.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The article that the claims of a file stand in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Article {
    /// Its title.
    pub title: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// Its day of publication: relative periods in claims resolve against it.
    pub published: Option<NaiveDate>,
}

/// A source that claims cite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Its key in the file, or its address when written inline.
    pub key: String,
    /// Its address; `urn:verify:KEY` for a source without one.
    pub url: String,
    /// Names a part of one address (a post of a thread).
    pub part: Option<String>,
    /// What people call it.
    pub name: Option<String>,
    /// Who publishes it.
    pub publisher: Option<String>,
    /// Whether it is a first-hand source for the claims that cite it.
    pub grade: Option<SourceGrade>,
    /// Key of the source it is derived from.
    pub derived_from: Option<String>,
    /// First hexadecimal digits of the payload digest it is pinned to.
    pub capture: Option<String>,
    /// Bytes of the file that define it.
    pub span: Range<usize>,
}

/// Whether a source is first-hand for the claims that cite it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum SourceGrade {
    /// Its own counting, document or words.
    Primary,
    /// Reports what others say.
    Secondary,
}

/// What is asserted, with everything an editor typed about it. What is typed wins over what is read from the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Unique over a claim set; a slug of the text unless typed.
    pub id: String,
    /// The sentence.
    pub text: Typed<String>,
    /// Cited sources in file order.
    pub sources: Vec<Citation>,
    /// Who or where.
    pub subject: Option<Typed<String>>,
    /// What is counted or measured.
    pub metric: Option<Typed<String>>,
    /// The figure, as text: its precision counts.
    pub value: Option<Typed<String>>,
    /// The period.
    pub period: Option<Typed<String>>,
    /// The change it tells of.
    pub change: Option<Typed<String>>,
    /// Which part of the whole is counted.
    pub scope: Option<Typed<Scope>>,
    /// Whether it happened, is planned, forecast …
    pub modality: Option<Typed<Modality>>,
    /// The unit, when the value does not carry it.
    pub unit: Option<Typed<String>>,
    /// According to whom.
    pub attribution: Option<Typed<String>>,
    /// Words that must stand in the source as they are.
    pub quote: Option<Typed<String>>,
    /// Other names for subject or measure that count as the same.
    pub aliases: Vec<String>,
    /// Suppressed findings.
    pub allow: Vec<Allow>,
    /// Bytes of the `[[claim]]` header.
    pub span: Range<usize>,
}

/// The key of a claim that something is read from: its sentence, or what an editor typed beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Field {
    /// `text`
    #[default]
    Text,
    /// `subject`
    Subject,
    /// `metric`
    Metric,
    /// `value`
    Value,
    /// `unit`
    Unit,
    /// `period`
    Period,
    /// `change`
    Change,
    /// `scope`
    Scope,
    /// `modality`
    Modality,
    /// `attribution`
    Attribution,
    /// `quote` of the claim
    Quote,
    /// `quote` of its citation of this index
    CitedQuote(usize),
}

impl Field {
    /// The key as it stands in a claim file.
    pub fn name(self) -> &'static str {
        match self {
            Field::Text => "text",
            Field::Subject => "subject",
            Field::Metric => "metric",
            Field::Value => "value",
            Field::Unit => "unit",
            Field::Period => "period",
            Field::Change => "change",
            Field::Scope => "scope",
            Field::Modality => "modality",
            Field::Attribution => "attribution",
            Field::Quote | Field::CitedQuote(_) => "quote",
        }
    }
}

impl Serialize for Field {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Claim {
    /// Bytes of the file where the value of a key stands; those of the sentence where the key was not typed.
    pub fn literal(&self, field: Field) -> &Range<usize> {
        let span = match field {
            Field::Text => None,
            Field::Subject => self.subject.as_ref().map(|typed| &typed.span),
            Field::Metric => self.metric.as_ref().map(|typed| &typed.span),
            Field::Value => self.value.as_ref().map(|typed| &typed.span),
            Field::Unit => self.unit.as_ref().map(|typed| &typed.span),
            Field::Period => self.period.as_ref().map(|typed| &typed.span),
            Field::Change => self.change.as_ref().map(|typed| &typed.span),
            Field::Scope => self.scope.as_ref().map(|typed| &typed.span),
            Field::Modality => self.modality.as_ref().map(|typed| &typed.span),
            Field::Attribution => self.attribution.as_ref().map(|typed| &typed.span),
            Field::Quote => self.quote.as_ref().map(|typed| &typed.span),
            Field::CitedQuote(at) => {
                self.sources.get(at).and_then(|citation| citation.quote.as_ref()).map(|typed| &typed.span)
            }
        };
        span.unwrap_or(&self.text.span)
    }
}

/// A claim's pointer to one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// Key into [`ClaimFile::sources`].
    pub source: String,
    /// Words that must stand in this source as they are.
    pub quote: Option<Typed<String>>,
    /// Bytes of the file.
    pub span: Range<usize>,
}

/// A finding that an editor lets stand, with reason and end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// Code or name of the finding, as typed.
    pub code: String,
    /// Why.
    pub reason: String,
    /// Last day it holds.
    pub until: NaiveDate,
    /// Bytes of the file.
    pub span: Range<usize>,
}

/// Which part of a whole a figure counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Direct only.
    Direct,
    /// Indirect only.
    Indirect,
    /// Direct and indirect together (`direct+indirect` in files).
    #[serde(rename = "direct+indirect")]
    DirectAndIndirect,
    /// The whole.
    Total,
    /// Per head.
    PerHead,
    /// In the editor's own words.
    Other(String),
}

/// How a statement is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Modality {
    /// It is so, or happened.
    Actual,
    /// Someone intends it.
    Plan,
    /// A figure to be reached.
    Target,
    /// Someone expects it.
    Forecast,
    /// What could be made or done.
    Capacity,
    /// Holds only if something else does.
    Condition,
    /// It is said not to be so.
    Denial,
}
