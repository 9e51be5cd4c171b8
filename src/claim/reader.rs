//! Reads one claim file: TOML text to a [`ClaimFile`], mistakes into the sink.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use super::citations::{Sources, read_citations, unknown_source};
use super::fields::{Fields, Source as Reading};
use super::file::{Allow, Article, Source, SourceGrade};
use super::keys;
use super::problem::{Sink, problem};
use super::recover::recover;
use super::relation::{Relation, Rule};
use super::slug::slug;
use super::{Claim, ClaimFile, Modality, Scope, Typed, literal};

/// Reads one file. What is wrong goes to the sink; the file that comes back holds what could be used.
pub(super) fn read_file(
    file: usize,
    path: &Path,
    text: &str,
    may_be_suppressed: fn(&str) -> Result<(), String>,
    sink: &mut Sink,
) -> ClaimFile {
    let (readable, slips) = recover(text);
    let reading = Reading { file, text, broken: !slips.is_empty(), may_be_suppressed };
    for slip in slips {
        sink.push(problem("V001", file, slip.span, slip.message).help(slip.help));
    }
    let (root, _) = DeTable::parse_recoverable(&readable);
    let top = Fields::open(&reading, root.get_ref(), 0..0, keys::TOP, "the file", sink);
    let mut tables = Tables::default();
    read_tables_of(&reading, &top, &mut tables, sink);
    check_derived(&reading, &tables, sink);
    let (claims, inline) = read_claims_of(&reading, &top, &tables, sink);
    let Tables { article, mut sources, relations, .. } = tables;
    sources.extend(inline);
    if top.value("claim").is_none() && relations.is_empty() && !reading.broken {
        let empty = problem("V001", file, 0..0, "the file holds no claim");
        sink.push(empty.help("write `[[claim]]` with `text` and `sources`; `verify init` shows an example"));
    }
    ClaimFile { path: path.to_path_buf(), text: text.to_owned(), article, sources, claims, relations }
}

/// The tables of a file beside its claims.
#[derive(Default)]
pub(super) struct Tables {
    pub(super) article: Article,
    pub(super) sources: BTreeMap<String, Source>,
    pub(super) relations: Vec<Relation>,
    /// Keys of the sources without a part by address, the first of each: the same address under a key is the same source.
    pub(super) keyed: BTreeMap<String, String>,
    /// What each source says it is derived from.
    derived: Vec<(String, Typed<String>)>,
}

impl Tables {
    /// Whether every source that another is derived from is there.
    pub(super) fn are_linked(&self) -> bool {
        self.derived.iter().all(|(_, derived)| self.sources.contains_key(&derived.value))
    }
}

/// Reads the tables beside the claims of a piece of a file without slips.
pub(super) fn read_tables(
    text: &str,
    root: &DeTable<'_>,
    may_be_suppressed: fn(&str) -> Result<(), String>,
    tables: &mut Tables,
    sink: &mut Sink,
) {
    let reading = Reading { file: 0, text, broken: false, may_be_suppressed };
    let top = Fields::open(&reading, root, 0..0, keys::TOP, "the file", sink);
    read_tables_of(&reading, &top, tables, sink);
}

fn read_tables_of(reading: &Reading<'_>, top: &Fields<'_, '_>, tables: &mut Tables, sink: &mut Sink) {
    if top.value("article").is_some() {
        tables.article = read_article(reading, top, sink);
    }
    tables.sources.extend(read_sources(reading, top, &mut tables.derived, sink));
    let relations = top.tables("relation", sink).into_iter();
    tables.relations.extend(relations.filter_map(|(table, span)| read_relation(reading, table, span, sink)));
    tables.keyed.clear();
    for source in tables.sources.values().filter(|source| source.part.is_none()) {
        tables.keyed.entry(source.url.clone()).or_insert_with(|| source.key.clone());
    }
}

/// Reads the claims of a piece of a file without slips, and the sources whose address stands in them.
pub(super) fn read_claims(
    text: &str,
    root: &DeTable<'_>,
    may_be_suppressed: fn(&str) -> Result<(), String>,
    tables: &Tables,
    sink: &mut Sink,
) -> (Vec<Claim>, BTreeMap<String, Source>) {
    let reading = Reading { file: 0, text, broken: false, may_be_suppressed };
    let top = Fields::open(&reading, root, 0..0, keys::TOP, "the file", sink);
    read_claims_of(&reading, &top, tables, sink)
}

fn read_claims_of(
    reading: &Reading<'_>,
    top: &Fields<'_, '_>,
    tables: &Tables,
    sink: &mut Sink,
) -> (Vec<Claim>, BTreeMap<String, Source>) {
    let mut sources = Sources::of(tables);
    let claims = top.tables("claim", sink).into_iter();
    let claims = claims.map(|(table, span)| read_claim(reading, table, span, &mut sources, sink)).collect();
    (claims, sources.inline)
}

fn read_article(reading: &Reading<'_>, top: &Fields<'_, '_>, sink: &mut Sink) -> Article {
    let Some(value) = top.value("article") else { return Article::default() };
    let DeValue::Table(table) = value.get_ref() else {
        top.misshapen("article", "a table", value, sink);
        return Article::default();
    };
    let fields = Fields::open(reading, table, value.span(), keys::ARTICLE, "[article]", sink);
    Article {
        title: fields.text("title", sink).map(|typed| typed.value),
        url: fields.address("url", sink).map(|typed| typed.value),
        author: fields.text("author", sink).map(|typed| typed.value),
        published: fields.day("published", sink),
    }
}

fn read_sources(
    reading: &Reading<'_>,
    top: &Fields<'_, '_>,
    derived: &mut Vec<(String, Typed<String>)>,
    sink: &mut Sink,
) -> BTreeMap<String, Source> {
    let mut sources = BTreeMap::new();
    let Some(value) = top.value("sources") else { return sources };
    let DeValue::Table(named) = value.get_ref() else {
        top.misshapen("sources", "tables such as [sources.annual-report]", value, sink);
        return sources;
    };
    for (key, value) in named {
        let DeValue::Table(table) = value.get_ref() else {
            let message = format!("source `{}` must be a table", key.get_ref());
            let help = format!("write `[sources.{}]` and below it `url = \"https://…\"`", key.get_ref());
            sink.push(problem("V004", reading.file, value.span(), message).help(help));
            continue;
        };
        sources
            .insert(key.get_ref().to_string(), read_source(reading, key.get_ref(), key.span(), table, sink));
    }
    derived.extend(derivations(named));
    sources
}

/// Tells of sources that are derived from one that nothing defines.
fn check_derived(reading: &Reading<'_>, tables: &Tables, sink: &mut Sink) {
    for (key, derived) in &tables.derived {
        if !tables.sources.contains_key(derived.value.as_str()) {
            sink.push(unknown_source(
                reading.file,
                &derived.value,
                derived.span.clone(),
                tables.sources.keys(),
                &format!("[sources.{key}]"),
            ));
        }
    }
}

/// What each source says it is derived from.
fn derivations(named: &DeTable<'_>) -> Vec<(String, Typed<String>)> {
    let derived = named.iter().filter_map(|(key, value)| {
        let from = value.get_ref().as_table()?.get("derived_from")?;
        let value = from.get_ref().as_str()?.to_owned();
        Some((key.get_ref().to_string(), Typed { value, span: from.span() }))
    });
    derived.collect()
}

fn read_source(
    reading: &Reading<'_>,
    key: &str,
    span: Range<usize>,
    table: &DeTable<'_>,
    sink: &mut Sink,
) -> Source {
    let fields = Fields::open(reading, table, span.clone(), keys::SOURCE, format!("[sources.{key}]"), sink);
    let name = fields.text("name", sink).map(|typed| typed.value);
    let url = fields.address("url", sink).map(|typed| typed.value);
    if fields.value("url").is_none() && fields.value("name").is_none() && !reading.broken {
        let bare = problem(
            "V001",
            reading.file,
            span.clone(),
            format!("source `{key}` has neither `url` nor `name`"),
        );
        sink.push(
            bare.label("nothing says what this is")
                .help("write `url = \"https://…\"`, or `name = \"…\"` for a source without an address"),
        );
    }
    let capture = fields.text("capture", sink).and_then(|typed| {
        let digits = typed.value.strip_prefix("sha256:").unwrap_or(&typed.value).to_ascii_lowercase();
        let hexadecimal =
            (6..=64).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !hexadecimal {
            let help = "write the first 6 to 64 hexadecimal digits that `verify status` or a report shows"
                .to_owned();
            fields.unusable(
                typed.span,
                "`capture` is not the beginning of a payload digest".into(),
                help,
                sink,
            );
        }
        hexadecimal.then_some(digits)
    });
    Source {
        key: key.to_owned(),
        url: url.unwrap_or_else(|| format!("urn:verify:{key}")),
        part: fields.literal("part", sink).map(|typed| typed.value),
        name,
        publisher: fields.text("publisher", sink).map(|typed| typed.value),
        grade: fields.choice("grade", sink).map(|typed| match typed.value.as_str() {
            "primary" => SourceGrade::Primary,
            _ => SourceGrade::Secondary,
        }),
        derived_from: fields.text("derived_from", sink).map(|typed| typed.value),
        capture,
        span,
    }
}

fn read_claim(
    reading: &Reading<'_>,
    table: &DeTable<'_>,
    span: Range<usize>,
    sources: &mut Sources<'_>,
    sink: &mut Sink,
) -> Claim {
    let fields = Fields::open(reading, table, span.clone(), keys::CLAIM, "[[claim]]", sink);
    let id = read_id(reading, &fields, sink);
    // A claim without a text is kept, so that relations over its id are not told off as well.
    let text = fields.text("text", sink).unwrap_or(Typed { value: String::new(), span: span.clone() });
    let citations = read_citations(reading, &fields, sources, sink);
    let allow = fields.tables("allow", sink).into_iter();
    let allow = allow.filter_map(|(table, span)| read_allow(reading, table, span, sink)).collect();
    let modality = fields
        .choice("modality", sink)
        .map(|typed| Typed { value: modality(&typed.value), span: typed.span });
    let scope =
        fields.text("scope", sink).map(|typed| Typed { value: scope(&typed.value), span: typed.span });
    let claim = Claim {
        id: String::new(),
        sources: citations,
        subject: fields.text("subject", sink),
        metric: fields.text("metric", sink),
        value: figure(&fields, "value", sink),
        period: period(&fields, sink),
        change: figure(&fields, "change", sink),
        scope,
        modality,
        unit: fields.text("unit", sink),
        attribution: fields.text("attribution", sink),
        quote: fields.text("quote", sink),
        aliases: fields.texts("aliases", sink),
        allow,
        text,
        span,
    };
    Claim { id: id.unwrap_or_else(|| slug(&claim.text.value)), ..claim }
}

/// A figure that can be read as a quantity, which is what it is compared by.
fn figure(fields: &Fields<'_, '_>, key: &str, sink: &mut Sink) -> Option<Typed<String>> {
    let typed = fields.literal(key, sink)?;
    if crate::quantity::read(&typed.value).is_empty() {
        let message = format!("no figure can be read in `{key} = \"{}\"`", typed.value);
        let help = "write a number with its unit, such as \"31.4 million phones\" or \"+47% on 2023\"";
        fields.unusable(typed.span, message, help.to_owned(), sink);
        return None;
    }
    Some(typed)
}

/// A period that can be read as such.
fn period(fields: &Fields<'_, '_>, sink: &mut Sink) -> Option<Typed<String>> {
    let typed = fields.literal("period", sink)?;
    if crate::temporal::read(&typed.value, &crate::temporal::Context::default()).is_empty() {
        let message = format!("no period can be read in `period = \"{}\"`", typed.value);
        let help = "write a year, month, quarter, day or span, such as \"2024\", \"June 2024\", \"FY2024\" or \"2016 to 2024\"";
        fields.unusable(typed.span, message, help.to_owned(), sink);
        return None;
    }
    Some(typed)
}

/// The typed id of a claim or relation, if it is one that relations and reports can name.
fn read_id(reading: &Reading<'_>, fields: &Fields<'_, '_>, sink: &mut Sink) -> Option<String> {
    let id = fields.text("id", sink)?;
    let sound = id.value.starts_with(|c: char| c.is_alphanumeric())
        && id.value.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'))
        && id.value.chars().any(char::is_alphabetic);
    if !sound {
        let message = format!("`{}` cannot be an id", id.value);
        let help = format!("write letters, digits, hyphens and dots, such as `id = \"{}\"`", slug(&id.value));
        sink.push(problem("V004", reading.file, id.span.clone(), message).help(help));
    }
    Some(id.value)
}

fn read_allow(
    reading: &Reading<'_>,
    table: &DeTable<'_>,
    span: Range<usize>,
    sink: &mut Sink,
) -> Option<Allow> {
    let header = "[[claim.allow]]";
    for key in keys::ALLOW
        .iter()
        .filter(|key| key.name != "code" && !table.contains_key(key.name) && !reading.broken)
    {
        let lacking = problem("V008", reading.file, span.clone(), format!("{header} lacks `{}`", key.name));
        sink.push(
            lacking
                .label("a finding may stand only with a reason and an end")
                .help(format!("write `{} = {}`", key.name, key.example)),
        );
    }
    // Reason and end have a code of their own, so only the rest is asked for here.
    let broken = Reading { broken: true, ..*reading };
    let strict = if table.contains_key("code") { &broken } else { reading };
    let fields = Fields::open(strict, table, span.clone(), keys::ALLOW, header, sink);
    let code = fields.text("code", sink);
    if let Some(Err(why)) = code.as_ref().map(|code| (reading.may_be_suppressed)(&code.value)) {
        let place = fields.value("code").map_or(span.clone(), toml::Spanned::span);
        fields.unusable(
            place,
            why,
            "name the code of a finding that a report shows for this claim".into(),
            sink,
        );
    }
    let reason = fields.text("reason", sink);
    let until = fields.day("until", sink);
    Some(Allow { code: code?.value, reason: reason?.value, until: until?, span })
}

fn read_relation(
    reading: &Reading<'_>,
    table: &DeTable<'_>,
    span: Range<usize>,
    sink: &mut Sink,
) -> Option<Relation> {
    let fields = Fields::open(reading, table, span.clone(), keys::RELATION, "[[relation]]", sink);
    let id = read_id(reading, &fields, sink);
    let because = fields.text("because", sink).map(|typed| typed.value);
    let rule = fields.text("rule", sink)?;
    match Rule::parse(&rule.value) {
        Ok(parsed) => {
            Some(Relation { id: id.unwrap_or_else(|| slug(&rule.value)), rule, parsed, because, span })
        }
        Err(mistake) => {
            let place = literal::place(reading.text, &rule.span, &mistake.range);
            let unreadable = problem(
                "V004",
                reading.file,
                place,
                format!("this rule cannot be read: {}", mistake.message),
            );
            sink.push(
                unreadable.help(
                    "write `a <= b`, `sum(a, b, c) <= d`, `a / b - 1 = c` or `a = b + c` over claim ids",
                ),
            );
            None
        }
    }
}

fn scope(word: &str) -> Scope {
    match word {
        "direct" => Scope::Direct,
        "indirect" => Scope::Indirect,
        "direct+indirect" => Scope::DirectAndIndirect,
        "total" => Scope::Total,
        "per-head" => Scope::PerHead,
        other => Scope::Other(other.to_owned()),
    }
}

fn modality(word: &str) -> Modality {
    match word {
        "plan" => Modality::Plan,
        "target" => Modality::Target,
        "forecast" => Modality::Forecast,
        "capacity" => Modality::Capacity,
        "condition" => Modality::Condition,
        "denial" => Modality::Denial,
        _ => Modality::Actual,
    }
}
