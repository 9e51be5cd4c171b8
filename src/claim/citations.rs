//! Reads the citations of a claim, and the sources that they name or bring with them.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeValue;

use super::Typed;
use super::fields::{self, Fields, Source as Reading};
use super::file::{Citation, Source};
use super::keys;
use super::problem::{Problem, Sink, nearest, problem};
use super::reader::Tables;

/// The sources that claims may cite: those of the file's tables, and those whose address stands in a claim.
pub(super) struct Sources<'t> {
    tables: &'t Tables,
    pub(super) inline: BTreeMap<String, Source>,
}

impl<'t> Sources<'t> {
    pub(super) fn of(tables: &'t Tables) -> Self {
        Self { tables, inline: BTreeMap::new() }
    }
}

/// The citations of a claim, in order.
pub(super) fn read_citations(
    reading: &Reading<'_>,
    fields: &Fields<'_, '_>,
    sources: &mut Sources<'_>,
    sink: &mut Sink,
) -> Vec<Citation> {
    let Some(value) = fields.value("sources") else { return Vec::new() };
    let Some(array) = value.get_ref().as_array() else {
        match value.get_ref().as_str() {
            Some(single) => fields.unusable(
                value.span(),
                "`sources` must be a list".into(),
                format!("write `sources = [\"{single}\"]`"),
                sink,
            ),
            None => fields.misshapen("sources", "a list", value, sink),
        }
        return Vec::new();
    };
    if array.is_empty() && !reading.broken {
        let bare =
            problem("V001", reading.file, value.span(), "`sources` is empty, so nothing can be checked");
        sink.push(bare.help("name a source key or an address: `sources = [\"https://…\"]`"));
    }
    let mut citations = Vec::new();
    for entry in array {
        let (named, quote) = match entry.get_ref() {
            DeValue::String(text) => (Some(Typed { value: text.to_string(), span: entry.span() }), None),
            DeValue::Table(table) => {
                let inner = Fields::open(reading, table, entry.span(), keys::CITATION, "this citation", sink);
                (inner.text("source", sink), inner.text("quote", sink))
            }
            _ => {
                fields.misshapen(
                    "sources",
                    "a list of source keys, addresses or { source = …, quote = … }",
                    entry,
                    sink,
                );
                continue;
            }
        };
        let Some(named) = named else { continue };
        match cite(reading, &named, sources, sink) {
            Some(source) => citations.push(Citation { source, quote, span: entry.span() }),
            None => continue,
        }
    }
    citations
}

/// The key of the source that a citation names; an address written inline becomes a source of its own.
fn cite(
    reading: &Reading<'_>,
    named: &Typed<String>,
    sources: &mut Sources<'_>,
    sink: &mut Sink,
) -> Option<String> {
    if sources.tables.sources.contains_key(&named.value) || sources.inline.contains_key(&named.value) {
        return Some(named.value.clone());
    }
    if !named.value.contains("://") {
        if !reading.broken {
            sink.push(unknown_source(
                reading.file,
                &named.value,
                named.span.clone(),
                sources.tables.sources.keys(),
                "this claim",
            ));
        }
        return None;
    }
    if let Err(why) = fields::address(&named.value) {
        let message = format!("`{}` is not an address: {why}", named.value);
        sink.push(
            problem("V004", reading.file, named.span.clone(), message)
                .help("write an http or https address, or the key of a source"),
        );
        return None;
    }
    // The same address under a key is the same source: what is typed there counts.
    if let Some(key) = sources.tables.keyed.get(&named.value) {
        return Some(key.clone());
    }
    let source = Source {
        key: named.value.clone(),
        url: named.value.clone(),
        part: None,
        name: None,
        publisher: None,
        grade: None,
        derived_from: None,
        capture: None,
        span: named.span.clone(),
    };
    sources.inline.insert(source.key.clone(), source);
    Some(named.value.clone())
}

/// A name of a source that nothing defines.
pub(super) fn unknown_source<'k>(
    file: usize,
    name: &str,
    span: Range<usize>,
    keys: impl Iterator<Item = &'k String> + Clone,
    place: &str,
) -> Problem {
    let unknown =
        problem("V001", file, span, format!("{place} names the source `{name}`, which nothing defines"));
    let near = nearest(name, keys.clone().map(String::as_str).filter(|key| !key.contains("://")));
    let help = format!("define it with `[sources.{name}]` and a `url`, or write an address");
    match near {
        Some(near) => unknown.label(format!("did you mean `{near}`?")).help(help),
        None => unknown.label("no such source").help(help),
    }
}
