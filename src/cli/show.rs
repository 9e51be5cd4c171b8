//! `verify show CLAIM`: the way of one claim, from its sentence to the file that holds its evidence.

use std::io::Write;
use std::path::PathBuf;

use claim_verifier::check::source::SourceOutcome;
use claim_verifier::check::{self, ClaimOutcome};
use claim_verifier::claim::{ClaimFile, ClaimSet};
use claim_verifier::extract::Origin;
use claim_verifier::snapshot::{Captures, Store};
use claim_verifier::verdict::evidence::Evidence;

use super::store::plain;
use super::{Context, Exit, claims};

/// Show one claim: passage, digest, and the file that holds the evidence
#[derive(clap::Args)]
pub struct Args {
    /// The id of the claim
    #[arg(value_name = "CLAIM")]
    claim: String,
    /// Claim files, or folders of them
    #[arg(value_name = "FILES", default_value = "claims")]
    files: Vec<PathBuf>,
}

/// Prints the way.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let Some(set) = claims::open(&args.files, context) else { return Ok(Exit::Usage) };
    let Some((file, claim)) = set.find(&args.claim) else {
        let near = claim_verifier::claim::problem::nearest(
            &args.claim,
            set.claims().map(|(_, claim)| claim.id.as_str()),
        );
        let near = near.map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
        anyhow::bail!("no claim has the id `{}`{near}", args.claim);
    };
    // Only the claim itself is decided.
    let alone = ClaimSet {
        files: vec![ClaimFile { claims: vec![claim.clone()], relations: vec![], ..file.clone() }],
    };
    let store = Store::open(&context.store)?;
    let run = check::run(&alone, &store, &context.check_options(), &|_| {});
    let outcome = &run.claims[0];
    let mut out = std::io::stdout().lock();
    let line = file.text[..claim.text.span.start].matches('\n').count() + 1;
    writeln!(out, "claim    {}", claim.id)?;
    writeln!(out, "         {}", plain(&claim.text.value))?;
    writeln!(out, "         {}:{line}", file.path.display())?;
    writeln!(out, "         sha256:{}", file.claim_digest(claim))?;
    writeln!(out, "verdict  {}: {}", verdict(outcome), plain(&outcome.judgement.reason))?;
    for finding in &outcome.judgement.findings {
        writeln!(out, "         {} {}: {}", finding.code, finding.code.name(), plain(&finding.message))?;
    }
    for evidence in &outcome.judgement.evidence {
        if let Some(SourceOutcome::Read(text)) =
            run.sources.get(&(0, evidence.source.clone())).map(AsRef::as_ref)
        {
            passage(&mut out, evidence, text, &store)?;
        }
    }
    for unread in &outcome.unread {
        writeln!(out, "unread   {} {}", unread.why.code, plain(&unread.why.message))?;
        writeln!(out, "         {}", plain(&unread.why.help))?;
    }
    Ok(Exit::Clean)
}

fn verdict(outcome: &ClaimOutcome) -> String {
    serde_json::to_value(outcome.judgement.verdict)
        .ok()
        .and_then(|name| name.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn passage(
    out: &mut impl Write,
    evidence: &Evidence,
    text: &check::source::SourceText,
    store: &Store,
) -> anyhow::Result<()> {
    let stance = serde_json::to_value(evidence.stance)?;
    let document = &text.document;
    let line = document.text[..evidence.range.start].matches('\n').count() + 1;
    writeln!(out, "passage  {} ({})", evidence.source, stance.as_str().unwrap_or_default())?;
    writeln!(out, "         “{}”", plain(&document.text[evidence.range.clone()]))?;
    let place = match document.origin(evidence.range.clone()) {
        Some(Origin::Bytes(range)) => format!(", payload bytes {}..{}", range.start, range.end),
        Some(Origin::JsonString { pointer, range }) => {
            format!(", payload {pointer}, bytes {}..{}", range.start, range.end)
        }
        Some(Origin::Page { page, characters, .. }) => {
            format!(", page {page}, characters {}..{}", characters.start, characters.end)
        }
        None => String::new(),
    };
    writeln!(
        out,
        "         line {line}, text bytes {}..{}{place}",
        evidence.range.start, evidence.range.end
    )?;
    // The quote is cut again from the stored bytes, so that the line below is a promise kept, not a hope.
    let capture = store.read(&text.entry)?;
    let content = capture.content()?;
    let again = document.recut(&content, evidence.range.clone());
    if again.as_deref() == Some(&document.text[evidence.range.clone()]) {
        writeln!(out, "         cut again from the stored bytes: the same words")?;
    } else if document.origin(evidence.range.clone()).is_some() {
        writeln!(out, "         the stored bytes do not give these words again; run `verify store check`")?;
    }
    let entry = &text.entry;
    writeln!(out, "capture  sha256:{}", text.digest)?;
    writeln!(out, "         {}", plain(&entry.url))?;
    writeln!(
        out,
        "         {} by {}, {}, grade {} ({})",
        entry.method,
        plain(&entry.by),
        entry.at.format("%Y-%m-%d %H:%M UTC"),
        entry.grade,
        entry.grade.meaning()
    )?;
    writeln!(out, "file     {}", store.dir().join(&entry.file).display())?;
    Ok(())
}
