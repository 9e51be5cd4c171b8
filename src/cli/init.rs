//! `verify init`: starts a folder with an example that works at once, offline.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use claim_verifier::capture::{Capture, Method};
use claim_verifier::snapshot::{Captures, Store};

use super::{Context, Exit};

/// The example claims: one that holds, one that does not.
const CLAIMS: &str = include_str!("example/ferries.toml");
/// The example source, as a person would write it down.
const SOURCE: &str = include_str!("example/harbour.txt");
/// What git should not keep.
const IGNORE: &str = "/snapshots/index.sqlite*\n/snapshots/state.sqlite*\n/snapshots/tmp/\n";

/// Start a folder with an example that works
#[derive(clap::Args)]
pub struct Args {
    /// The folder
    #[arg(value_name = "DIR", default_value = ".")]
    folder: PathBuf,
}

/// Writes the example; nothing that is there already is touched.
pub fn run(args: &Args, context: &Context) -> anyhow::Result<Exit> {
    let store =
        if context.store.is_absolute() { context.store.clone() } else { args.folder.join(&context.store) };
    let files = [
        ("claims/ferries.toml", CLAIMS.to_owned()),
        ("claims/claims.schema.json", claim_verifier::claim::schema::schema()),
        (".gitignore", IGNORE.to_owned()),
    ];
    let claims = args.folder.join(files[0].0);
    ensure!(!claims.exists(), "{} is there already; `init` starts a folder that has none", claims.display());
    let mut stdout = std::io::stdout().lock();
    for (name, content) in files {
        write_new(&args.folder.join(name), &content, &mut stdout)?;
    }
    let mut capture = Capture::brought(
        "https://example.org/harbour-report",
        SOURCE.as_bytes().to_vec(),
        Method::Transcript,
        "verify init",
        context.now,
    );
    capture.media_type = Some("text/plain; charset=utf-8".to_owned());
    let digest = Store::open(&store)?.put(&capture)?;
    writeln!(stdout, "captured {} in {}", digest.short(), store.display())?;
    let place = if args.folder == Path::new(".") {
        String::new()
    } else {
        format!("cd {} && ", args.folder.display())
    };
    writeln!(stdout, "\nNow run:  {place}verify claims")?;
    Ok(Exit::Clean)
}

/// Writes a file that is not there yet; says so either way.
fn write_new(path: &Path, content: &str, stdout: &mut impl Write) -> anyhow::Result<()> {
    if path.exists() {
        writeln!(stdout, "kept {}", path.display())?;
        return Ok(());
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("cannot make the folder {}", folder.display()))?;
    }
    std::fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))?;
    writeln!(stdout, "wrote {}", path.display())?;
    Ok(())
}
