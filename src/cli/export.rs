//! `verify store export`: the evidence of claims as one WACZ file.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use claim_verifier::check::source::SourceOutcome;
use claim_verifier::check::{self, CheckRun};
use claim_verifier::claim::{ClaimFile, ClaimSet};
use claim_verifier::snapshot::{Captures, Entry, Store};
use serde_json::json;

use super::{Context, Exit, claims};

/// Writes the captures that claims rest on, with a page that says which passages; or captures of addresses.
pub fn run(
    store: &Store,
    what: &[String],
    output: &Path,
    files: &[PathBuf],
    context: &Context,
) -> anyhow::Result<Exit> {
    let (mut entries, mut evidence) = (Vec::new(), Vec::new());
    let mut set = None;
    for name in what {
        if name.contains("://") || name.starts_with("urn:") {
            let history = store.history(name, None)?;
            anyhow::ensure!(!history.is_empty(), "no capture of {name}: `verify capture {name}` takes one");
            entries.extend(history);
            continue;
        }
        let is_digest = name.len() >= 8 && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if let (true, Ok(entry)) = (is_digest, store.pinned(name)) {
            entries.push(entry);
            continue;
        }
        if set.is_none() {
            let Some(opened) = claims::open(files, context) else { return Ok(Exit::Usage) };
            set = Some(opened);
        }
        let set = set.as_ref().expect("it was just opened");
        let (found, object) = of_claim(set, name, store, context)?;
        entries.extend(found);
        evidence.push(object);
    }
    entries.sort_by(|a, b| a.file.cmp(&b.file));
    entries.dedup_by(|a, b| a.file == b.file);
    let mut extras = Vec::new();
    if !evidence.is_empty() {
        extras.push(("evidence.json".to_owned(), serde_json::to_vec_pretty(&evidence)?));
    }
    let file = File::create(output).with_context(|| format!("cannot write {}", output.display()))?;
    store.export(&entries, &extras, context.now, BufWriter::new(file))?;
    writeln!(std::io::stdout(), "wrote {} captures to {}", entries.len(), output.display())?;
    Ok(Exit::Clean)
}

/// The captures that a claim rests on, and what it says with its passages.
fn of_claim(
    set: &ClaimSet,
    id: &str,
    store: &Store,
    context: &Context,
) -> anyhow::Result<(Vec<Entry>, serde_json::Value)> {
    let found = set.find(id);
    let (file, claim) =
        found.with_context(|| format!("`{id}` is no claim, no address and no digest of a capture"))?;
    let alone = ClaimSet {
        files: vec![ClaimFile { claims: vec![claim.clone()], relations: vec![], ..file.clone() }],
    };
    let strict_bounds = context.settings.get("bounds").value == "strict";
    let options = check::Options { today: context.now.date_naive(), strict_bounds };
    let run: CheckRun = check::run(&alone, store, &options, &|_| {});
    let judgement = &run.claims[0].judgement;
    let (mut entries, mut sources) = (Vec::new(), Vec::new());
    for ((_, key), outcome) in &run.sources {
        let SourceOutcome::Read(text) = outcome.as_ref() else { continue };
        entries.push(text.entry.clone());
        let own = judgement.evidence.iter().filter(|evidence| evidence.source == *key);
        let passages: Vec<_> = own
            .map(|evidence| {
                let selector = text.document.selector(evidence.range.clone());
                json!({
                    "quote": text.document.text[evidence.range.clone()], "stance": evidence.stance,
                    "prefix": selector.prefix, "suffix": selector.suffix,
                    "start": evidence.range.start, "end": evidence.range.end,
                })
            })
            .collect();
        sources.push(json!({
            "source": key, "url": text.entry.url, "digest": text.digest, "grade": text.entry.grade.to_string(),
            "at": text.entry.at, "passages": passages,
        }));
    }
    anyhow::ensure!(!entries.is_empty(), "no source of `{id}` has a capture that speaks");
    let object = json!({
        "claim": claim.id, "text": claim.text.value, "digest": file.claim_digest(claim),
        "verdict": judgement.verdict, "reason": judgement.reason, "sources": sources,
    });
    Ok((entries, object))
}
