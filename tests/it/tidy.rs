//! House rules as tests: the order of modules, sizes, names, module texts and public faces.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Lines of product code a file may have before its design is asking for a change.
const FILE_LINES_MAX: usize = 500;
/// Names that a module's `mod.rs` may offer; more go into a public submodule.
const FACE_NAMES_MAX: usize = 7;
/// Each became a hub or a drawer in some codebase.
const BANNED_MODULES: &[&str] = &["utils", "helpers", "common", "misc", "types", "core", "imp", "errors"];
/// Endings of type names that say nothing (the glossary has the nouns).
const BANNED_NOUNS: &[&str] =
    &["Fact", "Data", "Item", "Info", "Manager", "Processor", "Handler", "Page", "Hash"];
/// The only places where code may wait: the network, the desk and the program.
const ASYNC_MODULES: &[&str] = &["capture", "review", "check", "recheck", "cli", "main.rs"];

struct SourceFile {
    path: PathBuf,
    text: String,
}

impl SourceFile {
    /// Path below `src/`, with forward slashes.
    fn name(&self) -> String {
        let below = self.path.strip_prefix(root().join("src")).expect("a file below src");
        below.to_string_lossy().replace('\\', "/")
    }

    /// The top module (`quantity`), or the file name for `main.rs` and `lib.rs`.
    fn module(&self) -> String {
        self.name().split('/').next().expect("a path has a first part").to_string()
    }

    /// Lines before the unit tests.
    fn product_lines(&self) -> usize {
        self.text.lines().position(|line| line.trim() == "#[cfg(test)]").unwrap_or(self.text.lines().count())
    }

    /// Code lines without comments, before the unit tests.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().take(self.product_lines()).enumerate();
        lines.map(|(at, line)| (at + 1, line)).filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a readable folder") {
            let path = entry.expect("a readable entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn sources() -> Vec<SourceFile> {
    let files = rust_files(&root().join("src"));
    files
        .into_iter()
        .map(|path| SourceFile { text: fs::read_to_string(&path).expect("UTF-8"), path })
        .collect()
}

/// Fails with every slip at once.
fn check(rule: &str, slips: Vec<String>) {
    assert!(slips.is_empty(), "{rule}:\n  {}", slips.join("\n  "));
}

fn names_after<'a>(text: &'a str, marker: &str) -> Vec<&'a str> {
    let word = |rest: &'a str| {
        rest.split(|c: char| !(c.is_alphanumeric() || c == '_')).next().expect("a first part")
    };
    text.match_indices(marker)
        .map(|(at, _)| word(&text[at + marker.len()..]))
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn every_file_beside_the_integration_binary_is_declared() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).expect("main.rs");
    let mut slips = Vec::new();
    for entry in fs::read_dir(root().join("tests/it")).expect("tests/it") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy().into_owned();
        if stem != "main"
            && path.extension().is_some_and(|e| e == "rs")
            && !main.contains(&format!("mod {stem};"))
        {
            slips.push(format!("tests/it/{stem}.rs is never run"));
        }
    }
    check("tests/it/main.rs declares its neighbours", slips);
}

#[test]
fn a_module_imports_only_modules_above_it() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("lib.rs");
    let order: BTreeMap<&str, usize> = names_after(&lib, "pub mod ").into_iter().zip(0..).collect();
    assert!(order.len() >= 10, "lib.rs lists the modules");
    let mut slips = Vec::new();
    for file in sources() {
        let Some(own) = order.get(file.module().as_str()) else { continue };
        for (line, text) in file.code() {
            for import in names_after(text, "crate::") {
                if order.get(import).is_some_and(|other| other > own) {
                    slips.push(format!("src/{}:{line} imports {import}, which stands below it", file.name()));
                }
            }
        }
    }
    check("imports go up only", slips);
}

#[test]
fn files_stay_small() {
    let tables = |file: &SourceFile| file.text.starts_with("//! Table:");
    let long = sources().into_iter().filter(|file| !tables(file) && file.product_lines() > FILE_LINES_MAX);
    check(
        "a file has at most 500 lines of product code (tables, whose text begins `//! Table:`, aside)",
        long.map(|file| format!("src/{} has {}", file.name(), file.product_lines())).collect(),
    );
}

#[test]
fn modules_are_shallow_and_well_named() {
    let mut slips = Vec::new();
    for file in sources() {
        let name = file.name();
        if name.matches('/').count() > 2 {
            slips.push(format!("src/{name} lies too deep"));
        }
        for part in name.trim_end_matches(".rs").split('/') {
            if BANNED_MODULES.contains(&part) {
                slips.push(format!("src/{name}: a noun is missing for `{part}`"));
            }
        }
        let folder = file.path.with_extension("");
        if folder.is_dir() {
            slips.push(format!("src/{name} stands beside a folder of its name"));
        }
    }
    check("module names", slips);
}

#[test]
fn every_file_says_what_it_is() {
    let silent = sources().into_iter().filter(|file| !file.text.starts_with("//!"));
    check("a file opens with its module text", silent.map(|file| format!("src/{}", file.name())).collect());
}

#[test]
fn type_names_use_the_glossary() {
    let mut slips = Vec::new();
    for file in sources() {
        for (line, text) in file.code() {
            for marker in ["struct ", "enum ", "trait "] {
                for name in names_after(
                    text.trim_start().trim_start_matches("pub ").trim_start_matches("pub(crate) "),
                    marker,
                ) {
                    if text
                        .trim_start()
                        .trim_start_matches("pub(crate) ")
                        .trim_start_matches("pub ")
                        .starts_with(marker)
                        && BANNED_NOUNS.iter().any(|noun| name.ends_with(noun))
                    {
                        slips.push(format!("src/{}:{line} `{name}`", file.name()));
                    }
                }
            }
        }
    }
    check("type names end in a noun that says something", slips);
}

#[test]
fn public_faces_are_narrow() {
    let mut slips = Vec::new();
    for file in sources()
        .into_iter()
        .filter(|file| file.name().matches('/').count() == 1 && file.name().ends_with("/mod.rs"))
    {
        if file.module() == "cli" {
            continue;
        }
        let mut names = Vec::new();
        let mut reexport = String::new();
        for (_, text) in file.code() {
            if text.starts_with("pub use ") || !reexport.is_empty() {
                reexport.push_str(text.trim());
                if text.contains(';') {
                    let list = reexport
                        .rsplit("::")
                        .next()
                        .expect("a path")
                        .trim_matches(['{', '}', ';', ' '])
                        .to_string();
                    let list = reexport
                        .split_once('{')
                        .map_or(list, |(_, inside)| inside.trim_end_matches(['}', ';']).into());
                    names.extend(
                        list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(String::from),
                    );
                    reexport.clear();
                }
                continue;
            }
            for marker in [
                "pub fn ",
                "pub async fn ",
                "pub struct ",
                "pub enum ",
                "pub trait ",
                "pub type ",
                "pub const ",
            ] {
                if text.starts_with(marker) {
                    names.extend(names_after(text, marker).into_iter().map(String::from));
                }
            }
        }
        if names.len() > FACE_NAMES_MAX {
            slips.push(format!("src/{} offers {}: {}", file.name(), names.len(), names.join(", ")));
        }
    }
    check("a public face has at most seven names", slips);
}

#[test]
fn only_the_program_prints() {
    let mut slips = Vec::new();
    for file in sources().into_iter().filter(|file| file.module() != "cli" && file.module() != "main.rs") {
        for (line, text) in file.code() {
            if ["println!", "print!", "eprintln!", "eprint!"].iter().any(|mark| text.contains(mark)) {
                slips.push(format!("src/{}:{line}", file.name()));
            }
        }
    }
    check("print macros stand in src/cli only", slips);
}

#[test]
fn only_the_rim_waits() {
    let mut slips = Vec::new();
    for file in sources().into_iter().filter(|file| !ASYNC_MODULES.contains(&file.module().as_str())) {
        for (line, text) in file.code() {
            if text.contains("async fn ") || text.contains(".await") || text.contains("tokio::") {
                slips.push(format!("src/{}:{line}", file.name()));
            }
        }
    }
    check("async code stands at the rim only", slips);
}

#[test]
fn no_work_is_left_as_a_mark() {
    let mut slips = Vec::new();
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat()];
    let files = rust_files(&root().join("src")).into_iter().chain(rust_files(&root().join("tests")));
    for path in files {
        let text = fs::read_to_string(&path).expect("UTF-8");
        for (at, line) in text.lines().enumerate() {
            if marks.iter().any(|mark| line.contains(mark.as_str())) {
                slips.push(format!("{}:{}", path.display(), at + 1));
            }
        }
    }
    check("no left-over marks", slips);
}

#[test]
fn no_sentence_of_others_is_in_the_tree() {
    let tool = root().join("../shared/tools/overlap");
    if !tool.exists() {
        crate::absent("../shared/tools/overlap");
        return;
    }
    let run = Command::new("python3").arg(tool).current_dir(root()).output().expect("python3 runs");
    let found = String::from_utf8_lossy(&run.stdout).lines().map(String::from).collect();
    check("text of the seed or of the labelled sets stands in the tree", found);
}
