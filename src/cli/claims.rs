//! Opens claim files: paths and folders in, a claim set out, or every mistake told on stderr.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use claim_verifier::check::CheckRun;
use claim_verifier::claim::pieces::Texts;
use claim_verifier::claim::problem::Problems;
use claim_verifier::claim::{self, ClaimSet};
use claim_verifier::report::{self, Style};
use claim_verifier::ruling::state::State;
use claim_verifier::ruling::{Ledger, Standings, suppression};

use super::Context;

/// The claim files that paths name: a folder stands for the `.toml` files in it and below, in order of name.
pub fn expand(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let before = files.len();
            files_below(path, "toml", &mut files)
                .map_err(|error| format!("cannot list {}: {error}", path.display()))?;
            if files.len() == before {
                return Err(format!(
                    "{} holds no claim file (*.toml); `verify init` makes an example",
                    path.display()
                ));
            }
        } else {
            files.push(path.clone());
        }
    }
    // The report goes by file and line, so the order of the arguments must not show in it.
    files.sort();
    // The same file named twice is one file, not two claims of one id.
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|file| seen.insert(file.canonicalize().unwrap_or_else(|_| file.clone())));
    Ok(files)
}

/// The files of an ending in a folder and below, in order of name; hidden folders and the settings file are passed over.
pub fn files_below(folder: &Path, ending: &str, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    entries.sort();
    for entry in entries {
        let hidden = entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        if entry.is_dir() && !hidden {
            files_below(&entry, ending, files)?;
        } else if entry.extension().is_some_and(|found| found == ending)
            && entry.file_name().is_some_and(|name| name != "verify.toml")
        {
            files.push(entry);
        }
    }
    Ok(())
}

/// Opens the claim files of a run. `None` when they cannot be used; everything that is wrong has then been told.
pub fn open(paths: &[PathBuf], context: &Context) -> Option<ClaimSet> {
    let (texts, is_whole) = texts(paths)?;
    match claim::read(texts, suppression::may_be_suppressed) {
        Ok(set) if is_whole => Some(set),
        Ok(_) => None,
        Err(problems) => {
            tell(&problems, context);
            None
        }
    }
}

/// The texts of claim files that are read piece by piece. `None` as for [`open`]; what is wrong inside shows when they
/// are read.
pub fn open_texts(paths: &[PathBuf]) -> Option<Texts> {
    let (texts, is_whole) = texts(paths)?;
    is_whole.then(|| Texts::new(texts, suppression::may_be_suppressed))
}

/// Tells every mistake of claim files on stderr.
pub fn tell(problems: &Problems, context: &Context) {
    let style = Style { color: context.color_errors, unicode: context.unicode, width: context.width };
    let _ = write!(std::io::stderr().lock(), "{}", report::mistakes::mistakes(problems, style));
}

/// The files that paths name with their texts, and whether all of them could be read; what could not has been told.
fn texts(paths: &[PathBuf]) -> Option<(Vec<(PathBuf, String)>, bool)> {
    let mut stderr = std::io::stderr().lock();
    let files = match expand(paths) {
        Ok(files) => files,
        Err(error) => {
            let _ = writeln!(stderr, "error: {error}");
            return None;
        }
    };
    let mut texts = Vec::new();
    let mut is_whole = true;
    for path in files {
        match std::fs::read_to_string(&path) {
            Ok(text) => texts.push((path, text)),
            Err(error) => {
                is_whole = false;
                let why = match error.kind() {
                    std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
                    std::io::ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
                    _ => error.to_string(),
                };
                let _ = writeln!(stderr, "error: cannot read the claim file {}: {why}", path.display());
            }
        }
    }
    Some((texts, is_whole))
}

/// Sets how the claims of a run stand after what editors ruled; without a state nothing was ruled.
pub fn honour(run: &mut CheckRun, set: &ClaimSet, context: &Context) -> anyhow::Result<()> {
    if let Some(state) = State::open_existing(&context.store) {
        let standings = Standings::read(&Ledger::new(Arc::new(state)))?;
        run.honour(set, &standings, context.now.date_naive());
    }
    Ok(())
}
