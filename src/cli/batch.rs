//! `verify batch`: claims and texts as JSON lines in, one verdict a line out, in order.
//!
//! A row is `{"id", "claim": {"text"}, "source": {"text", "url"?}, "more_sources"?: […]}`; each text is
//! taken for a plain-text capture. A bad row is answered with an error object, and the run goes on.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::ops::Range;
use std::path::PathBuf;

use claim_verifier::claim::{Claim, Typed};
use claim_verifier::extract::{self, Document};
use claim_verifier::statement;
use claim_verifier::verdict::{self, Judgement, Options, Witness};
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Context, Exit};

/// Rows that are read before they are judged in parallel.
const CHUNK_ROWS: usize = 256;

/// Judge claims against texts: JSON lines in, JSON lines out
#[derive(clap::Args)]
pub struct Args {
    /// File of JSON lines, or - for standard input
    #[arg(value_name = "FILE.jsonl")]
    file: PathBuf,
    /// Read bounds strictly: a printed plus sign gets no customary reading
    #[arg(long)]
    strict_bounds: bool,
}

#[derive(Deserialize)]
struct Row {
    id: Value,
    claim: RowClaim,
    source: RowSource,
    #[serde(default)]
    more_sources: Vec<RowSource>,
}

#[derive(Deserialize)]
struct RowClaim {
    text: String,
}

#[derive(Deserialize)]
struct RowSource {
    text: String,
    #[serde(default)]
    url: Option<String>,
}

/// Reads rows in chunks, judges each chunk in parallel, writes the answers in order.
pub fn run(args: &Args, _context: &Context) -> anyhow::Result<Exit> {
    let input: Box<dyn BufRead> = if args.file.as_os_str() == "-" {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let file = File::open(&args.file)
            .map_err(|error| anyhow::anyhow!("cannot open {}: {error}", args.file.display()))?;
        Box::new(BufReader::new(file))
    };
    let mut output = BufWriter::new(std::io::stdout().lock());
    let mut bad = false;
    let mut chunk: Vec<(usize, std::io::Result<String>)> = Vec::with_capacity(CHUNK_ROWS);
    let mut lines = input.lines().enumerate().peekable();
    while lines.peek().is_some() {
        chunk.clear();
        chunk.extend(lines.by_ref().take(CHUNK_ROWS).map(|(at, line)| (at + 1, line)));
        let answers: Vec<Option<(Value, bool)>> =
            chunk.par_iter().map(|(number, line)| answer(*number, line, args)).collect();
        for (answer, is_bad) in answers.into_iter().flatten() {
            bad |= is_bad;
            serde_json::to_writer(&mut output, &answer)?;
            output.write_all(b"\n")?;
        }
        output.flush()?;
    }
    Ok(if bad { Exit::Usage } else { Exit::Clean })
}

/// The answer to one line and whether the line was bad; none for a blank line.
fn answer(number: usize, line: &std::io::Result<String>, args: &Args) -> Option<(Value, bool)> {
    let bad = |id: Value, code: &str, message: String| {
        Some((json!({"id": id, "line": number, "error": {"code": code, "message": message}}), true))
    };
    let line = match line {
        Ok(line) => line,
        Err(error) => return bad(Value::Null, "unreadable-line", error.to_string()),
    };
    if line.trim().is_empty() {
        return None;
    }
    let value: Value = match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) => return bad(Value::Null, "not-json", error.to_string()),
    };
    let id = value.get("id").cloned().unwrap_or(Value::Null);
    let row: Row = match serde_json::from_value(value) {
        Ok(row) => row,
        Err(error) => return bad(id, "not-a-row", error.to_string()),
    };
    if row.claim.text.trim().is_empty() {
        return bad(id, "empty-claim", "the claim has no text".to_string());
    }
    Some((judge(&row, args), false))
}

fn judge(row: &Row, args: &Args) -> Value {
    let sources: Vec<(&RowSource, Document)> = std::iter::once(&row.source)
        .chain(&row.more_sources)
        .map(|source| {
            let options = extract::Options { url: source.url.clone(), ..extract::Options::default() };
            (source, extract::read(source.text.as_bytes(), "text/plain; charset=utf-8", &options))
        })
        .collect();
    let readings: Vec<statement::Reading> =
        sources.iter().map(|(_, document)| statement::read(document)).collect();
    let named: Vec<(String, String)> = sources
        .iter()
        .zip(1..)
        .map(|((source, _), number)| {
            let digest = Sha256::digest(source.text.as_bytes());
            let digest = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            (source.url.clone().unwrap_or_else(|| format!("source-{number}")), digest)
        })
        .collect();
    let witnesses: Vec<Witness<'_>> = sources
        .iter()
        .zip(&readings)
        .zip(&named)
        .map(|(((_, document), reading), (source, digest))| Witness {
            source,
            digest,
            publisher: document.publisher.as_deref(),
            derived_from: None,
            quote: None,
            document,
            reading,
        })
        .collect();
    let claim = bare_claim(&row.id, &row.claim.text);
    let options = Options { strict_bounds: args.strict_bounds, published: None };
    let judgement = verdict::decide(&claim, &witnesses, &options);
    print(row, &judgement, &witnesses)
}

/// A claim of which only the text is known.
fn bare_claim(id: &Value, text: &str) -> Claim {
    let span: Range<usize> = 0..text.len();
    Claim {
        id: id.as_str().map_or_else(|| id.to_string(), str::to_string),
        text: Typed { value: text.to_string(), span: span.clone() },
        sources: Vec::new(),
        subject: None,
        metric: None,
        value: None,
        period: None,
        change: None,
        scope: None,
        modality: None,
        unit: None,
        attribution: None,
        quote: None,
        aliases: Vec::new(),
        allow: Vec::new(),
        span,
    }
}

fn print(row: &Row, judgement: &Judgement, witnesses: &[Witness<'_>]) -> Value {
    let text_of = |source: &str| {
        witnesses.iter().find(|witness| witness.source == source).map(|witness| &witness.document.text)
    };
    let evidence: Vec<Value> = judgement
        .evidence
        .iter()
        .map(|one| {
            let mut value = json!(one);
            value["quote"] = json!(text_of(&one.source).and_then(|text| text.get(one.range.clone())));
            value
        })
        .collect();
    json!({
        "id": row.id,
        "verdict": judgement.verdict,
        "reason": judgement.reason,
        "findings": judgement.findings,
        "evidence": evidence,
        "trace": judgement.trace,
        "rules": statement::version(),
    })
}
