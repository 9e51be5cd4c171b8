//! The settings of a run, each with where it came from: flags over environment over `verify.toml` over defaults.
//!
//! `verify.toml` is looked for in the current folder and upward to the root of the repository. Paths in it are
//! relative to it. There is no file of the user's own, so a run means the same everywhere.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use claim_verifier::claim::problem::{Problem, Problems, nearest, problem};
use toml::de::{DeTable, DeValue};

/// The name of the file.
pub const FILE: &str = "verify.toml";

/// A setting: its name in the file, in the environment, what it may be, and its default.
pub struct Known {
    /// Name in `verify.toml`.
    pub name: &'static str,
    /// Name of the environment variable.
    pub variable: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// The words it may be; any text where empty.
    pub choices: &'static [&'static str],
    /// What it is when nothing says otherwise.
    pub default: &'static str,
}

/// Every setting that is a single word or path.
pub const KNOWN: &[Known] = &[
    Known {
        name: "store",
        variable: "VERIFY_STORE",
        meaning: "folder of the captures",
        choices: &[],
        default: "snapshots",
    },
    Known {
        name: "fail_on",
        variable: "VERIFY_FAIL_ON",
        meaning: "from which verdict on a claim fails the run",
        choices: &["contradicted", "conflict", "partial", "not-addressed", "never"],
        default: "conflict",
    },
    Known {
        name: "bounds",
        variable: "VERIFY_BOUNDS",
        meaning: "whether a printed plus sign has its customary reading",
        choices: &["customary", "strict"],
        default: "customary",
    },
    Known {
        name: "format",
        variable: "VERIFY_FORMAT",
        meaning: "format of the report on stdout",
        choices: &["full", "concise", "json", "jsonl", "sarif", "junit", "github", "markdown", "html"],
        default: "full",
    },
];

/// A value with where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The value.
    pub value: String,
    /// `default`, `environment VERIFY_STORE`, `verify.toml:3`, `--store`.
    pub origin: String,
}

/// The settings of a run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    values: BTreeMap<&'static str, Setting>,
    /// Networks that may be fetched from though they are not public, and where they are allowed.
    pub allow_network: Vec<Setting>,
}

/// Why the settings cannot be used.
pub enum SettingsError {
    /// The file has mistakes.
    Mistakes(Box<Problems>),
    /// Something else, in words.
    Words(String),
}

impl Settings {
    /// The value of a setting.
    pub fn get(&self, name: &str) -> &Setting {
        &self.values[name]
    }

    /// A flag wins over everything.
    pub fn override_with(&mut self, name: &'static str, flag: &str, value: String) {
        self.values.insert(name, Setting { value, origin: flag.to_owned() });
    }

    /// Every setting in order of the list.
    pub fn all(&self) -> impl Iterator<Item = (&'static Known, &Setting)> {
        KNOWN.iter().map(|known| (known, &self.values[known.name]))
    }

    /// Defaults, then the file, then the environment.
    pub fn read(
        file: Option<&Path>,
        variables: &BTreeMap<String, String>,
    ) -> Result<Settings, SettingsError> {
        let mut settings = Settings::default();
        for known in KNOWN {
            settings.values.insert(
                known.name,
                Setting { value: known.default.to_owned(), origin: "default".to_owned() },
            );
        }
        if let Some(path) = file {
            let text = std::fs::read_to_string(path)
                .map_err(|error| SettingsError::Words(format!("cannot read {}: {error}", path.display())))?;
            settings.take_file(path, &text)?;
        }
        for known in KNOWN {
            let Some(value) = variables.get(known.variable) else { continue };
            if !known.choices.is_empty() && !known.choices.contains(&value.as_str()) {
                let message = format!(
                    "{} cannot be `{value}`; it is one of {}",
                    known.variable,
                    known.choices.join(", ")
                );
                return Err(SettingsError::Words(message));
            }
            let origin = format!("environment {}", known.variable);
            settings.values.insert(known.name, Setting { value: value.clone(), origin });
        }
        Ok(settings)
    }

    fn take_file(&mut self, path: &Path, text: &str) -> Result<(), SettingsError> {
        let mut mistakes = Vec::new();
        match DeTable::parse(text) {
            Err(error) => {
                let message =
                    format!("this is not TOML: {}", error.message().lines().next().unwrap_or("unreadable"));
                mistakes.push(problem("V001", 0, error.span().unwrap_or(0..0), message));
            }
            Ok(table) => {
                for (key, value) in table.get_ref() {
                    let origin =
                        format!("{}:{}", path.display(), text[..key.span().start].matches('\n').count() + 1);
                    let taken = match value.get_ref() {
                        DeValue::Table(network) if key.get_ref() == "network" => {
                            self.take_network(network, &origin)
                        }
                        other => {
                            self.take(key.get_ref(), key.span(), other.as_str(), value.span(), path, origin)
                        }
                    };
                    mistakes.extend(taken.err().map(|mistake| *mistake));
                }
            }
        }
        if mistakes.is_empty() {
            return Ok(());
        }
        mistakes.sort_by_key(|mistake| mistake.span.start);
        Err(SettingsError::Mistakes(Box::new(Problems {
            texts: vec![(path.to_owned(), text.to_owned())],
            list: mistakes,
        })))
    }

    fn take(
        &mut self,
        name: &str,
        key: Range<usize>,
        value: Option<&str>,
        place: Range<usize>,
        path: &Path,
        origin: String,
    ) -> Result<(), Box<Problem>> {
        let Some(known) = KNOWN.iter().find(|known| known.name == name) else {
            let names = KNOWN.iter().map(|known| known.name).chain(["network"]);
            let unknown = problem("V002", 0, key, format!("unknown key `{name}`"));
            let help = format!(
                "the keys are {}, network",
                KNOWN.iter().map(|known| known.name).collect::<Vec<_>>().join(", ")
            );
            return Err(Box::new(match nearest(name, names) {
                Some(near) => unknown.label(format!("did you mean `{near}`?")).help(help),
                None => unknown.help(help),
            }));
        };
        let help = if known.choices.is_empty() {
            format!("write `{name} = \"{}\"`", known.default)
        } else {
            format!("write one of {}", known.choices.join(", "))
        };
        let Some(value) = value.filter(|value| known.choices.is_empty() || known.choices.contains(value))
        else {
            return Err(Box::new(problem("V004", 0, place, format!("`{name}` cannot be this")).help(help)));
        };
        let value = if name == "store" {
            path.parent().unwrap_or(Path::new("")).join(value).to_string_lossy().into_owned()
        } else {
            value.to_owned()
        };
        self.values.insert(known.name, Setting { value, origin });
        Ok(())
    }

    fn take_network(&mut self, table: &DeTable<'_>, origin: &str) -> Result<(), Box<Problem>> {
        for (key, value) in table {
            let list = value.get_ref().as_array().filter(|_| key.get_ref() == "allow");
            let Some(list) = list else {
                let message = format!("unknown key `{}` in [network]", key.get_ref());
                let unknown = problem("V002", 0, key.span(), message);
                return Err(Box::new(unknown.help("write `allow = [\"192.0.2.0/24\"]`")));
            };
            for entry in list {
                let Some(network) = entry.get_ref().as_str() else {
                    let wrong = problem("V004", 0, entry.span(), "a network is a string");
                    return Err(Box::new(wrong.help("write `allow = [\"192.0.2.0/24\"]`")));
                };
                self.allow_network.push(Setting { value: network.to_owned(), origin: origin.to_owned() });
            }
        }
        Ok(())
    }
}

/// The nearest `verify.toml` from a folder upward, not beyond the root of a repository.
pub fn find(from: &Path) -> Option<PathBuf> {
    let mut folder = PathBuf::new();
    let absolute = from.canonicalize().ok()?;
    for ancestor in absolute.ancestors() {
        let file = folder.join(FILE);
        if file.is_file() {
            return Some(file);
        }
        if ancestor.join(".git").exists() {
            return None;
        }
        folder.push("..");
    }
    None
}
