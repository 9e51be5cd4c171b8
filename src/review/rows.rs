//! What a row of the queue says of a claim: made from a round and the ruling on the claim, and nothing else.

use std::collections::BTreeMap;

use sha2::{Digest as _, Sha256};

use super::queue::{Lane, Row};
use crate::check::honour;
use crate::check::outcome::{Level, level, verdict_name};
use crate::check::source::SourceOutcome;
use crate::check::{CheckRun, ClaimOutcome};
use crate::claim::ClaimSet;
use crate::report::Report;
use crate::report::pair;
use crate::report::sheet::visible;
use crate::ruling::event::{Act, Event};
use crate::ruling::standing::{Ruling, Standing};
use crate::verdict::Verdict;

/// Characters of a sentence in a row.
const WORDS_MAX: usize = 220;

/// A row with what it is sorted and found by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// What is shown.
    pub row: Row,
    /// The order of the queue.
    pub rank: i64,
    /// The best rank of any flagged claim of its article.
    pub article_rank: i64,
    /// The same for its source.
    pub source_rank: i64,
    /// Codes of all that is found.
    pub codes: Vec<String>,
    /// Claim, passages and notes, for the search.
    pub searched: [String; 3],
    /// What tells it from another.
    pub prints: Prints,
}

/// Digests of a row and of what is searched: a row is written where one of them is another.
pub type Prints = ([u8; 32], [u8; 32]);

impl Entry {
    fn printed(mut self) -> Entry {
        let digest = |value: serde_json::Value| Sha256::digest(value.to_string().as_bytes()).into();
        let row = [self.rank, self.article_rank, self.source_rank];
        self.prints = (
            digest(serde_json::json!([self.row, row, self.codes])),
            digest(serde_json::json!(self.searched)),
        );
        self
    }
}

/// The best rank that any flagged claim has, by article and by source, so that groups stand in order of their worst.
#[derive(Debug, Clone, Default)]
pub struct Ranks {
    articles: BTreeMap<String, i64>,
    sources: BTreeMap<String, i64>,
}

impl Ranks {
    /// The ranks of a run.
    pub fn of(set: &ClaimSet, run: &CheckRun) -> Ranks {
        let mut ranks = Ranks::default();
        for outcome in run.claims.iter().filter(|outcome| is_flagged(outcome)) {
            let rank = rank(outcome.judgement.verdict, Standing::Open);
            let note = |groups: &mut BTreeMap<String, i64>, group: String| {
                groups.entry(group).and_modify(|best| *best = (*best).min(rank)).or_insert(rank);
            };
            note(&mut ranks.articles, article(set, outcome));
            note(&mut ranks.sources, source(set, run, outcome));
        }
        ranks
    }
}

/// The row of a claim after what was ruled on it.
pub fn entry(
    report: &Report<'_>,
    ranks: &Ranks,
    outcome: &ClaimOutcome,
    ruling: Option<&Ruling>,
    events: &[Event],
) -> Entry {
    let (set, run) = (report.set, report.run);
    let claim = &set.files[outcome.file].claims[outcome.claim];
    let flagged = is_flagged(outcome);
    let standing = ruling.map_or(Standing::Open, |ruling| ruling.standing);
    let lane = Lane::of(flagged, outcome.is_suppressed() && !outcome.stands(), standing);
    // Where both print one figure, it is no figure that the two differ in.
    let figures = flagged.then(|| pair::figure_words(report, outcome)).filter(|(own, told)| own != told);
    let (figure, source_figure) = figures.unwrap_or_default();
    let (article, source) = (article(set, outcome), source(set, run, outcome));
    let newest = ruling.and_then(|ruling| ruling.newest.as_ref());
    let notes: Vec<&str> = events.iter().filter_map(note).collect();
    Entry {
        rank: rank(outcome.judgement.verdict, standing),
        article_rank: ranks.articles.get(&article).copied().unwrap_or(i64::MAX),
        source_rank: ranks.sources.get(&source).copied().unwrap_or(i64::MAX),
        codes: honour::codes(outcome),
        searched: [claim.text.value.clone(), passages(run, outcome), notes.join("\n")],
        prints: Prints::default(),
        row: Row {
            id: claim.id.clone(),
            verdict: verdict_name(outcome.judgement.verdict).to_owned(),
            code: first_code(outcome),
            words: visible(&shortened(&claim.text.value)),
            figure: visible(&figure),
            source_figure: visible(&source_figure),
            source: visible(&source),
            grade: grade(run, outcome),
            article: visible(&article),
            since: since(run, outcome),
            owner: ruling.and_then(|ruling| ruling.owner.clone()).unwrap_or_default(),
            changed: standing == Standing::Reopened,
            seen: newest.map_or_else(String::new, |id| id.as_str().to_owned()),
            state: state(set, run, outcome),
            lane: lane.name().to_owned(),
        },
    }
    .printed()
}

/// The note of an event.
fn note(event: &Event) -> Option<&str> {
    match &event.act {
        Act::Decide(decision) if !decision.note.is_empty() => Some(&decision.note),
        _ => None,
    }
}

/// What proves that a form was made for what is there now: claim, captures, codes and verdict in one digest.
pub fn state(set: &ClaimSet, run: &CheckRun, outcome: &ClaimOutcome) -> String {
    let basis = honour::basis(set, run, outcome);
    let json = serde_json::to_vec(&basis).expect("a basis is plain JSON");
    Sha256::digest(json).iter().take(12).map(|byte| format!("{byte:02x}")).collect()
}

/// Whether there is something to rule on: the claim is not established, or there is more to say than a note.
pub fn is_flagged(outcome: &ClaimOutcome) -> bool {
    let verdict = outcome.judgement.verdict;
    verdict != Verdict::Supported
        || !outcome.unread.is_empty()
        || outcome.judgement.findings.iter().any(|finding| level(finding.code, verdict) < Level::Note)
}

/// The order of the queue: contradicted, conflict, changed since, partial, not addressed, not read.
fn rank(verdict: Verdict, standing: Standing) -> i64 {
    let rank = match verdict {
        Verdict::Contradicted => 0,
        Verdict::Conflict => 1,
        Verdict::Partial => 3,
        Verdict::NotAddressed => 4,
        Verdict::Unavailable => 5,
        Verdict::Supported => 6,
    };
    if standing == Standing::Reopened { rank.min(2) } else { rank }
}

fn first_code(outcome: &ClaimOutcome) -> String {
    let verdict = outcome.judgement.verdict;
    let serious = outcome.judgement.findings.iter().min_by_key(|finding| level(finding.code, verdict));
    match (serious, outcome.unread.first()) {
        (Some(finding), _) => finding.code.to_string(),
        (None, Some(unread)) => unread.why.code.to_string(),
        (None, None) => String::new(),
    }
}

/// The title of the article, else the file.
fn article(set: &ClaimSet, outcome: &ClaimOutcome) -> String {
    let file = &set.files[outcome.file];
    file.article.title.clone().unwrap_or_else(|| file.path.to_string_lossy().into_owned())
}

/// The source that speaks against the claim, else the first it cites.
fn source(set: &ClaimSet, run: &CheckRun, outcome: &ClaimOutcome) -> String {
    let claim = &set.files[outcome.file].claims[outcome.claim];
    let evidence = pair::first(outcome).filter(|evidence| {
        matches!(
            run.sources.get(&(outcome.file, evidence.source.clone())).map(AsRef::as_ref),
            Some(SourceOutcome::Read(_))
        )
    });
    let cited = claim.sources.first().map(|citation| citation.source.clone());
    evidence.map(|evidence| evidence.source.clone()).or(cited).unwrap_or_default()
}

fn grade(run: &CheckRun, outcome: &ClaimOutcome) -> String {
    let speaks = pair::first(outcome).and_then(|evidence| {
        match run.sources.get(&(outcome.file, evidence.source.clone()))?.as_ref() {
            SourceOutcome::Read(text) => Some(text.entry.grade.to_string()),
            SourceOutcome::Unread(_) => None,
        }
    });
    speaks.unwrap_or_default()
}

/// Since when the words are there that the verdict rests on: the moment of the newest capture that spoke.
fn since(run: &CheckRun, outcome: &ClaimOutcome) -> i64 {
    let captured = outcome.judgement.evidence.iter().filter_map(|evidence| {
        match run.sources.get(&(outcome.file, evidence.source.clone()))?.as_ref() {
            SourceOutcome::Read(text) => Some(text.entry.at.timestamp()),
            SourceOutcome::Unread(_) => None,
        }
    });
    captured.max().unwrap_or(0)
}

fn passages(run: &CheckRun, outcome: &ClaimOutcome) -> String {
    let passages = outcome.judgement.evidence.iter().filter_map(|evidence| {
        match run.sources.get(&(outcome.file, evidence.source.clone()))?.as_ref() {
            SourceOutcome::Read(text) => text.document.text.get(evidence.range.clone()),
            SourceOutcome::Unread(_) => None,
        }
    });
    passages.collect::<Vec<_>>().join("\n")
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(WORDS_MAX) {
        None => text.to_owned(),
        Some((end, _)) => {
            let cut = text[..end].rfind(' ').unwrap_or(end);
            format!("{} …", &text[..cut])
        }
    }
}
