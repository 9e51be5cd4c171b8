//! Table: the keys of a claim file, each with its shape and its one-line meaning.
//!
//! The reader, the suggestions for mistyped keys and the JSON Schema all work from this table, so a key exists in
//! all of them or in none.

/// One key of a table of the file.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// As written in the file.
    pub name: &'static str,
    /// What may stand behind it.
    pub shape: Shape,
    /// Whether the table is incomplete without it.
    pub required: bool,
    /// What it means, for editors and error messages.
    pub meaning: &'static str,
    /// A value as one would write it.
    pub example: &'static str,
}

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// A string.
    Text,
    /// A figure or period: a string, or a number or date taken by its literal.
    Literal,
    /// An http or https address.
    Address,
    /// A day: a TOML date or a string of the same form.
    Day,
    /// First hexadecimal digits of a payload digest.
    Digest,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// One of these words, or the editor's own.
    ChoiceOrText(&'static [&'static str]),
    /// Strings.
    Texts,
    /// Keys of sources, addresses, or tables of the citation keys.
    Citations,
    /// A table with these keys.
    Table(&'static [Key]),
    /// Repeated tables with these keys.
    Tables(&'static [Key]),
    /// Tables with these keys under names of one's own.
    Named(&'static [Key]),
}

/// How a source is graded.
pub const GRADES: &[&str] = &["primary", "secondary"];
/// The scopes that are compared; other words are kept as typed.
pub const SCOPES: &[&str] = &["direct", "indirect", "direct+indirect", "total", "per-head"];
/// How a claim may be meant.
pub const MODALITIES: &[&str] = &["actual", "plan", "target", "forecast", "capacity", "condition", "denial"];

const fn key(name: &'static str, shape: Shape, meaning: &'static str, example: &'static str) -> Key {
    Key { name, shape, required: false, meaning, example }
}

const fn required(name: &'static str, shape: Shape, meaning: &'static str, example: &'static str) -> Key {
    Key { name, shape, required: true, meaning, example }
}

/// The top level.
pub const TOP: &[Key] = &[
    key("article", Shape::Table(ARTICLE), "The article the claims stand in.", ""),
    key("sources", Shape::Named(SOURCE), "The sources that claims cite by their key.", ""),
    key("claim", Shape::Tables(CLAIM), "A claim: one sentence and where it comes from.", ""),
    key("relation", Shape::Tables(RELATION), "What must hold between claims of the set.", ""),
];

/// `[article]`.
pub const ARTICLE: &[Key] = &[
    key("title", Shape::Text, "The headline.", "\"Phones made in Pakistan\""),
    key("url", Shape::Address, "Where it is published.", "\"https://example.org/phones\""),
    key("author", Shape::Text, "Who wrote it.", "\"A. Writer\""),
    key("published", Shape::Day, "Its day: `last year` in a claim is read from here.", "2026-01-29"),
];

/// `[sources.KEY]`.
pub const SOURCE: &[Key] = &[
    key("url", Shape::Address, "Its address.", "\"https://example.org/report\""),
    key(
        "name",
        Shape::Text,
        "What people call it; enough for a source without an address.",
        "\"Annual report 2024\"",
    ),
    key("publisher", Shape::Text, "Who publishes it.", "\"Statistics bureau\""),
    key(
        "grade",
        Shape::Choice(GRADES),
        "Whether it is first-hand for the claims that cite it.",
        "\"primary\"",
    ),
    key(
        "derived_from",
        Shape::Text,
        "Key of the source it repeats: the two then count as one.",
        "\"statistics-bureau\"",
    ),
    key(
        "capture",
        Shape::Digest,
        "Pins a capture by the first digits of its payload digest.",
        "\"9f2c41d0\"",
    ),
    key("part", Shape::Literal, "Names a part of one address, such as a post of a thread.", "\"2\""),
];

/// `[[claim]]`.
pub const CLAIM: &[Key] = &[
    key(
        "id",
        Shape::Text,
        "Its name in reports and relations; a slug of the text when left out.",
        "\"phones-2024\"",
    ),
    required(
        "text",
        Shape::Text,
        "The sentence as it stands in the article.",
        "\"Plants made 31.4 million phones in 2024.\"",
    ),
    required(
        "sources",
        Shape::Citations,
        "What it cites: source keys or addresses.",
        "[\"statistics-bureau\"]",
    ),
    key("subject", Shape::Text, "Who or where.", "\"Pakistan\""),
    key("metric", Shape::Text, "What is counted or measured.", "\"mobile phones produced\""),
    key("value", Shape::Literal, "The figure; its digits say how precise it is.", "\"31.4M phones\""),
    key("period", Shape::Literal, "The time it covers.", "\"2024\""),
    key("change", Shape::Literal, "The change it tells of.", "\"+47% on 2023\""),
    key("scope", Shape::ChoiceOrText(SCOPES), "Which part of the whole is counted.", "\"total\""),
    key(
        "modality",
        Shape::Choice(MODALITIES),
        "Whether it happened, is planned, forecast or denied.",
        "\"actual\"",
    ),
    key("unit", Shape::Text, "The unit, when the value does not carry it.", "\"phones\""),
    key("attribution", Shape::Text, "According to whom.", "\"Statistics bureau\""),
    key("quote", Shape::Text, "Words that must stand in a source as they are.", "\"31.38 million handsets\""),
    key(
        "aliases",
        Shape::Texts,
        "Other names that count as the same subject or measure.",
        "[\"handsets made\"]",
    ),
    key("allow", Shape::Tables(ALLOW), "Findings let stand, with reason and end.", ""),
];

/// `{ source = …, quote = … }` in `sources` of a claim.
pub const CITATION: &[Key] = &[
    required("source", Shape::Text, "Key of a source, or an address.", "\"statistics-bureau\""),
    key(
        "quote",
        Shape::Text,
        "Words that must stand in this source as they are.",
        "\"31.38 million handsets\"",
    ),
];

/// `[[claim.allow]]`.
pub const ALLOW: &[Key] = &[
    required("code", Shape::Text, "Code or name of the finding.", "\"V204\""),
    required("reason", Shape::Text, "Why it may stand.", "\"house style names fiscal years by their end\""),
    required("until", Shape::Day, "The last day it may stand.", "2027-06-30"),
];

/// `[[relation]]`.
pub const RELATION: &[Key] = &[
    key(
        "id",
        Shape::Text,
        "Its name in reports; a slug of the rule when left out.",
        "\"direct-within-total\"",
    ),
    required("rule", Shape::Text, "The rule over claim ids.", "\"jobs-direct <= jobs-total\""),
    key("because", Shape::Text, "Why it must hold.", "\"direct jobs are part of the total\""),
];
