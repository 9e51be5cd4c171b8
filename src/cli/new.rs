//! `verify new`: adds a claim to a claim file, which is made if need be.

use std::fmt::Write as _;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use claim_verifier::check::source::capture_command;
use claim_verifier::claim::file::Source;
use claim_verifier::claim::{self, Claim, ClaimFile};
use claim_verifier::report::{self, Style};
use claim_verifier::ruling::suppression;
use claim_verifier::snapshot::{Captures, Store};

use super::{Context, Exit};

/// Add a claim to a claim file
#[derive(clap::Args)]
pub struct Args {
    /// The claim file; made if it is not there
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The sentence
    #[arg(long, value_name = "TEXT")]
    text: String,
    /// An address, or the key of a source of the file; may be repeated
    #[arg(long, value_name = "SOURCE", required = true)]
    source: Vec<String>,
    /// Its name in reports and relations; a slug of the text when left out
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Words that must stand in the source as they are
    #[arg(long, value_name = "WORDS")]
    quote: Option<String>,
}

/// Appends the claim, if the file can be read with it.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let before = match std::fs::read_to_string(&args.file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", args.file.display())),
    };
    let after = format!("{}{}", padded(&before), written(args)?);
    let style = Style { color: context.color_errors, unicode: context.unicode, width: context.width };
    match claim::read(vec![(args.file.clone(), after.clone())], suppression::may_be_suppressed) {
        Ok(set) => {
            place(&args.file, &after)?;
            let mut stdout = std::io::stdout().lock();
            if let Some((file, claim)) = set.files.first().and_then(|file| Some((file, file.claims.last()?)))
            {
                writeln!(stdout, "added {} to {}", claim.id, args.file.display())?;
                for source in uncaptured(file, claim, context)? {
                    writeln!(stdout, "next: {}", capture_command(source))?;
                }
            }
            Ok(Exit::Clean)
        }
        Err(problems) => {
            write!(std::io::stderr().lock(), "{}", report::mistakes::mistakes(&problems, style))?;
            Ok(Exit::Usage)
        }
    }
}

/// The sources of a claim of which the store has no capture.
fn uncaptured<'f>(file: &'f ClaimFile, claim: &Claim, context: &Context) -> anyhow::Result<Vec<&'f Source>> {
    let store = if context.store.is_dir() { Some(Store::open(&context.store)?) } else { None };
    let mut missing = Vec::new();
    for citation in &claim.sources {
        let source = &file.sources[&citation.source];
        let captured = match &store {
            Some(store) => !store.history(&source.url, source.part.as_deref())?.is_empty(),
            None => false,
        };
        if !captured {
            missing.push(source);
        }
    }
    Ok(missing)
}

/// The claim as it will stand in the file.
fn written(args: &Args) -> anyhow::Result<String> {
    let value = |text: &str| toml::Value::from(text).to_string();
    let mut claim = "[[claim]]\n".to_owned();
    if let Some(id) = &args.id {
        writeln!(claim, "id = {}", value(id))?;
    }
    writeln!(claim, "text = {}", value(&args.text))?;
    let sources: Vec<String> = args.source.iter().map(|source| value(source)).collect();
    writeln!(claim, "sources = [{}]", sources.join(", "))?;
    if let Some(quote) = &args.quote {
        writeln!(claim, "quote = {}", value(quote))?;
    }
    Ok(claim)
}

/// The text so far, ending in one empty line.
fn padded(text: &str) -> String {
    let trimmed = text.trim_end();
    if trimmed.is_empty() { String::new() } else { format!("{trimmed}\n\n") }
}

/// Replaces the file in one step, so that a crash leaves the old one.
fn place(path: &Path, text: &str) -> anyhow::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    let mut file = tempfile::NamedTempFile::new_in(folder)
        .with_context(|| format!("cannot write in {}", folder.display()))?;
    file.write_all(text.as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(path).with_context(|| format!("cannot write {}", path.display()))?;
    Ok(())
}
