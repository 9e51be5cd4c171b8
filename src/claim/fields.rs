//! Reads one table of a claim file by its list of keys, collecting every mistake.
//!
//! Unknown keys get a suggestion, missing ones an example, and a value of the wrong shape is told the right one.
//! A value that cannot be used is left out and its mistake collected, so that reading goes on.

use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Typed;
use super::keys::{self, Key, Shape};
use super::problem::{Problem, Sink, nearest, problem};

/// The file being read.
pub(super) struct Source<'a> {
    /// Its index among the files of the run.
    pub(super) file: usize,
    /// Its text.
    pub(super) text: &'a str,
    /// True when its TOML was broken: what is missing then is not the editor's mistake.
    pub(super) broken: bool,
    /// Whether a finding of this code may be suppressed.
    pub(super) may_be_suppressed: fn(&str) -> Result<(), String>,
}

/// One table with the keys it may hold.
pub(super) struct Fields<'a, 'i> {
    source: &'a Source<'a>,
    table: &'a DeTable<'i>,
    keys: &'static [Key],
    /// Its header as one would write it (`[[claim]]`).
    header: String,
}

impl<'a, 'i> Fields<'a, 'i> {
    /// Opens a table: unknown and missing keys are collected at once.
    pub(super) fn open(
        source: &'a Source<'a>,
        table: &'a DeTable<'i>,
        span: Range<usize>,
        keys: &'static [Key],
        header: impl Into<String>,
        sink: &mut Sink,
    ) -> Fields<'a, 'i> {
        let fields = Fields { source, table, keys, header: header.into() };
        let known = |name: &str| keys.iter().any(|key| key.name == name);
        let unknown: Vec<_> = table.keys().filter(|name| !known(name.get_ref())).collect();
        for name in &unknown {
            sink.push(fields.unknown_key(name.get_ref(), name.span()));
        }
        // A key that was only misspelt is not missing too.
        let misspelt = |key: &Key| {
            unknown
                .iter()
                .any(|name| nearest(name.get_ref(), keys.iter().map(|key| key.name)) == Some(key.name))
        };
        for key in keys.iter().filter(|key| key.required && !source.broken && !misspelt(key)) {
            if fields.value(key.name).is_none() {
                let missing = problem(
                    "V001",
                    source.file,
                    span.clone(),
                    format!("{} lacks `{}`", fields.header, key.name),
                );
                sink.push(missing.label(format!("no `{}` here", key.name)).help(fields.sample(key)));
            }
        }
        fields
    }

    fn unknown_key(&self, name: &str, span: Range<usize>) -> Problem {
        let unknown =
            problem("V002", self.source.file, span, format!("unknown key `{name}` in {}", self.header));
        if SETTINGS.contains(&name) {
            return unknown
                .label(format!("`{name}` belongs in verify.toml"))
                .help("a setting counts for a whole run; write it in verify.toml beside the claims folder");
        }
        if let Some(near) = nearest(name, self.keys.iter().map(|key| key.name)) {
            let key = self.keys.iter().find(|key| key.name == near).expect("nearest gives one of them");
            return unknown.label(format!("did you mean `{near}`?")).help(self.sample(key));
        }
        if let Some((home, key)) = home_of(name) {
            return unknown
                .label(format!("`{name}` belongs in {home}"))
                .help(format!("{}: {}", key.name, key.meaning));
        }
        let known: Vec<&str> = self.keys.iter().map(|key| key.name).collect();
        unknown.label("not a key of this table").help(format!("the keys here are {}", known.join(", ")))
    }

    /// How a key is written, as a help line.
    fn sample(&self, key: &Key) -> String {
        if key.example.is_empty() {
            key.meaning.to_owned()
        } else {
            format!("write `{} = {}`", key.name, key.example)
        }
    }

    fn key(&self, name: &str) -> &'static Key {
        self.keys.iter().find(|key| key.name == name).expect("readers ask for keys of the table only")
    }

    /// The value behind a key.
    pub(super) fn value(&self, name: &str) -> Option<&'a Spanned<DeValue<'i>>> {
        self.table.get(name)
    }

    /// Collects that the value behind a key has the wrong shape.
    pub(super) fn misshapen(
        &self,
        name: &str,
        expected: &str,
        value: &Spanned<DeValue<'_>>,
        sink: &mut Sink,
    ) {
        let found = value.get_ref().type_str();
        let message = format!("`{name}` must be {expected}");
        let mistake = problem("V004", self.source.file, value.span(), message)
            .label(format!("this is {}", with_article(found)));
        sink.push(mistake.help(self.sample(self.key(name))));
    }

    /// Collects that a value of the right shape cannot be used.
    pub(super) fn unusable(&self, span: Range<usize>, message: String, help: String, sink: &mut Sink) {
        sink.push(problem("V004", self.source.file, span, message).help(help));
    }

    /// A string that says something.
    pub(super) fn text(&self, name: &str, sink: &mut Sink) -> Option<Typed<String>> {
        let value = self.value(name)?;
        let Some(text) = value.get_ref().as_str() else {
            self.misshapen(name, "a string", value, sink);
            return None;
        };
        if text.trim().is_empty() {
            let help = format!("{}, or leave the key out", self.sample(self.key(name)));
            self.unusable(value.span(), format!("`{name}` is empty"), help, sink);
            return None;
        }
        Some(Typed { value: text.to_owned(), span: value.span() })
    }

    /// A string, or a number or date taken by its literal: the digits that were typed count.
    pub(super) fn literal(&self, name: &str, sink: &mut Sink) -> Option<Typed<String>> {
        let value = self.value(name)?;
        let typed = &self.source.text[value.span()];
        match value.get_ref() {
            DeValue::String(_) => self.text(name, sink),
            DeValue::Datetime(_) => Some(Typed { value: typed.to_owned(), span: value.span() }),
            DeValue::Integer(_) | DeValue::Float(_)
                if typed.trim_start_matches(['+', '-']).starts_with(|c: char| c.is_ascii_digit())
                    && !typed.contains(['x', 'o', 'b', 'e', 'E']) =>
            {
                Some(Typed { value: typed.replace('_', ""), span: value.span() })
            }
            _ => {
                self.misshapen(name, "a string or a plain decimal number", value, sink);
                None
            }
        }
    }

    /// A day: a TOML date, or a string of the same form. A time of day behind it is dropped.
    pub(super) fn day(&self, name: &str, sink: &mut Sink) -> Option<NaiveDate> {
        let value = self.value(name)?;
        let typed = match value.get_ref() {
            DeValue::Datetime(_) => &self.source.text[value.span()],
            DeValue::String(text) => text.as_ref(),
            _ => {
                self.misshapen(name, "a date", value, sink);
                return None;
            }
        };
        let day = typed.get(..10).filter(|_| typed.len() == 10 || typed[10..].starts_with(['T', 't', ' ']));
        let day = day.and_then(|day| day.parse().ok());
        if day.is_none() {
            let help = format!("write `{name} = {}`: year, month, day", self.key(name).example);
            self.unusable(value.span(), format!("`{name}` is not a day of the calendar"), help, sink);
        }
        day
    }

    /// One of the words of the key's choice.
    pub(super) fn choice(&self, name: &str, sink: &mut Sink) -> Option<Typed<String>> {
        let typed = self.text(name, sink)?;
        let Shape::Choice(words) = self.key(name).shape else { return Some(typed) };
        if words.contains(&typed.value.as_str()) {
            return Some(typed);
        }
        let help = match nearest(&typed.value, words.iter().copied()) {
            Some(near) => format!("did you mean \"{near}\"? it is one of {}", words.join(", ")),
            None => format!("write one of {}", words.join(", ")),
        };
        self.unusable(typed.span, format!("`{name}` cannot be \"{}\"", typed.value), help, sink);
        None
    }

    /// An http or https address, or one of our own for sources without an address.
    pub(super) fn address(&self, name: &str, sink: &mut Sink) -> Option<Typed<String>> {
        let typed = self.text(name, sink)?;
        if let Err(why) = address(&typed.value) {
            self.unusable(
                typed.span,
                format!("`{name}` is not an address: {why}"),
                self.sample(self.key(name)),
                sink,
            );
            return None;
        }
        Some(typed)
    }

    /// Strings.
    pub(super) fn texts(&self, name: &str, sink: &mut Sink) -> Vec<String> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.misshapen(name, "a list of strings", value, sink);
            return Vec::new();
        };
        let mut texts = Vec::new();
        for entry in array {
            match entry.get_ref().as_str().filter(|text| !text.trim().is_empty()) {
                Some(text) => texts.push(text.to_owned()),
                None => self.misshapen(name, "a list of strings that say something", entry, sink),
            }
        }
        texts
    }

    /// Repeated tables (`[[name]]`) with their spans.
    pub(super) fn tables(&self, name: &str, sink: &mut Sink) -> Vec<(&'a DeTable<'i>, Range<usize>)> {
        let Some(value) = self.value(name) else { return Vec::new() };
        let header = if self.header.starts_with("[[") { "claim.allow" } else { name };
        let Some(array) = value.get_ref().as_array() else {
            let message = format!("`{name}` must be repeated tables");
            let single = problem("V001", self.source.file, value.span(), message);
            sink.push(single.label("a single one").help(format!("write `[[{header}]]` above each one")));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for entry in array {
            match entry.get_ref().as_table() {
                Some(table) => tables.push((table, entry.span())),
                None => self.misshapen(name, "repeated tables", entry, sink),
            }
        }
        tables
    }
}

/// Why a text is no address that a source can have.
pub(super) fn address(text: &str) -> Result<(), String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") || text.starts_with("urn:verify:") => Ok(()),
        Ok(url) => Err(format!("sources are read over http or https, not {}", url.scheme())),
        Err(error) => Err(error.to_string()),
    }
}

/// Settings of a run, which people look for in claim files.
const SETTINGS: &[&str] = &["bounds", "fail_on", "store", "format"];

/// Another table of the file that has this key.
fn home_of(name: &str) -> Option<(&'static str, &'static Key)> {
    let homes: [(&str, &[Key]); 6] = [
        ("[[claim]]", keys::CLAIM),
        ("[sources.KEY]", keys::SOURCE),
        ("[article]", keys::ARTICLE),
        ("[[relation]]", keys::RELATION),
        ("[[claim.allow]]", keys::ALLOW),
        ("the top level", keys::TOP),
    ];
    homes.iter().find_map(|(home, keys)| Some((*home, keys.iter().find(|key| key.name == name)?)))
}

fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}
