//! Writes claim files, and only after the change was shown: a new claim from a passage, a suggested edit, another
//! capture for a source. Comments and order stay, the file must be sound afterwards, and it is replaced in one step.

use std::io::Write as _;
use std::path::Path;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use super::Trouble;
use super::claim::digest;
use super::desk::Desk;
use super::fields::segment;
use super::round::Round;
use super::shell::{self, Ask, Shell};
use super::source::{self, QUOTE_CHARS_MAX};
use crate::claim::{self, ClaimFile};
use crate::extract::selector::Selector;
use crate::report::edit::{self, DiffLine};
use crate::report::sheet::{self, visible};
use crate::report::{Style, mistakes};
use crate::ruling::event::{Act, Draft, Seen};
use crate::ruling::{Rulings as _, suppression};

#[derive(Template)]
#[template(path = "write.html")]
struct WriteScreen {
    shell: Shell,
    words: String,
    file: String,
    lines: Vec<DiffLine>,
    facts: Vec<(&'static str, String)>,
    action: &'static str,
    kept: Vec<(&'static str, String)>,
    back: String,
}

/// A claim from a passage: shows what would be written, and writes it when that was confirmed.
pub fn new_claim(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let form = &ask.form;
    let round = desk.round()?;
    let read = source::read(desk, &round, form.get("digest"))?;
    let quote = form.get("quote").replace("\r\n", "\n");
    let selector = unique(&read.document.text, &quote)?;
    let text = one_line(form.get("text"));
    if text.is_empty() {
        return Err(Trouble::bad("write the claim as one sentence"));
    }
    let file = file(&round, form.get("file"))?;
    let after = with_claim(file, &read.entry, &text, form.get("id"), &selector.exact)?;
    if form.get("confirm") == "yes" {
        unchanged(file, form.get("file_digest"))?;
    }
    sound(file, &after)?;
    if form.get("confirm") == "yes" {
        write(file, form.get("file_digest"), &after)?;
        desk.refresh(false)?;
        let round = desk.round()?;
        let new = round.set.files.iter().find(|other| other.path == file.path);
        let id = new.and_then(|file| file.claims.last()).map(|claim| claim.id.clone()).unwrap_or_default();
        return Ok(shell::redirect(&format!("/claims/{}?did=written", segment(&id))));
    }
    let screen = WriteScreen {
        shell: Shell::new(desk, ask, "sources", "New claim")?,
        words: "This would be added. Nothing is written yet.".to_owned(),
        file: visible(&file.path.to_string_lossy()),
        lines: edit::diff(&file.text, &after, 2),
        facts: vec![
            ("quote", visible(&selector.exact)),
            ("before it", visible(&selector.prefix)),
            ("after it", visible(&selector.suffix)),
            ("place", format!("text bytes {}..{}", selector.start, selector.end)),
        ],
        action: "/claims/new",
        kept: vec![
            ("digest", read.entry.digest.hex()),
            ("quote", quote),
            ("text", text),
            ("file", form.get("file").to_owned()),
            ("id", form.get("id").to_owned()),
            ("file_digest", digest(&file.text)),
        ],
        back: format!("/sources/{}?at={}-{}#passage", read.entry.digest.hex(), selector.start, selector.end),
    };
    shell::html(&screen)
}

/// The one place of a quote in a text.
fn unique(text: &str, quote: &str) -> Result<Selector, Trouble> {
    let quote = quote.trim();
    if quote.is_empty() || quote.chars().count() > QUOTE_CHARS_MAX {
        return Err(Trouble::bad("select a passage of at most 2,000 characters"));
    }
    let mut places = text.match_indices(quote);
    match (places.next(), places.next()) {
        (Some((at, _)), None) => Ok(Selector::cut(text, at..at + quote.len())),
        (Some(_), Some(_)) => Err(Trouble::refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            "Select more words",
            format!(
                "The passage stands {} times in the text, so it names no single place. Add words before or after it.",
                text.matches(quote).count()
            ),
        )),
        (None, _) => Err(Trouble::refused(
            StatusCode::UNPROCESSABLE_ENTITY,
            "The passage is not in the text",
            "It must stand there letter for letter. Copy it from the text of the source.",
        )),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The claim file of that number: only files of the round can be named.
fn file<'r>(round: &'r Round, number: &str) -> Result<&'r ClaimFile, Trouble> {
    let at: Option<usize> = number.parse().ok();
    at.and_then(|at| round.set.files.get(at)).ok_or_else(|| Trouble::Missing("such claim file".to_owned()))
}

/// The file with one more claim, and its source where the file does not have it yet.
fn with_claim(
    file: &ClaimFile,
    entry: &crate::snapshot::Entry,
    text: &str,
    id: &str,
    quote: &str,
) -> Result<String, Trouble> {
    let mut document = parsed(&file.text)?;
    let same = |url: &str| crate::capture::address::key(url) == crate::capture::address::key(&entry.url);
    let known = file.sources.values().find(|source| same(&source.url) && source.part == entry.part);
    let key = match known {
        Some(source) => source.key.clone(),
        None => add_source(&mut document, file, entry)?,
    };
    let mut claim = Table::new();
    if !id.is_empty() {
        claim["id"] = value(id);
    }
    claim["text"] = value(text);
    claim["sources"] = value(toml_edit::Array::from_iter([key]));
    claim["quote"] = value(quote);
    claim.decor_mut().set_prefix("\n");
    let claims = document.entry("claim").or_insert(Item::ArrayOfTables(ArrayOfTables::new()));
    let claims = claims.as_array_of_tables_mut();
    claims
        .ok_or_else(|| Trouble::bad("`claim` in this file is written inline: write it as [[claim]] first"))?
        .push(claim);
    Ok(document.to_string())
}

fn add_source(
    document: &mut DocumentMut,
    file: &ClaimFile,
    entry: &crate::snapshot::Entry,
) -> Result<String, Trouble> {
    let host = url::Url::parse(&entry.url).ok().and_then(|url| url.host_str().map(str::to_owned));
    let base: String = host
        .unwrap_or_else(|| "source".to_owned())
        .trim_start_matches("www.")
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' })
        .collect();
    let key = (1..)
        .map(|turn| if turn == 1 { base.clone() } else { format!("{base}-{turn}") })
        .find(|key| !file.sources.contains_key(key))
        .expect("some number is free");
    let mut source = Table::new();
    match entry.url.strip_prefix("urn:verify:") {
        Some(name) => source["name"] = value(name),
        None => source["url"] = value(entry.url.as_str()),
    }
    if let Some(part) = &entry.part {
        source["part"] = value(part.as_str());
    }
    source.decor_mut().set_prefix("\n");
    let sources = document.entry("sources").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let sources = sources.as_table_mut();
    let sources = sources.ok_or_else(|| {
        Trouble::bad("`sources` in this file is written inline: write it as [sources.KEY] first")
    })?;
    sources.insert(&key, Item::Table(source));
    Ok(key)
}

fn parsed(text: &str) -> Result<DocumentMut, Trouble> {
    text.parse().map_err(|error| Trouble::Broken(format!("cannot read the claim file again: {error}")))
}

/// Writes the edit that the claim's screen suggests.
pub fn edit_claim(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let round = desk.round()?;
    let id = ask.place("id");
    let (_, outcome) = round.find(id).ok_or_else(|| Trouble::Missing(format!("claim {}", visible(id))))?;
    let suggested = sheet::sheet(&round.report(), outcome).edit;
    let suggested = suggested.ok_or_else(|| Trouble::Missing("suggested edit any more".to_owned()))?;
    let file = &round.set.files[outcome.file];
    sound(file, &suggested.after)?;
    write(file, ask.form.get("digest"), &suggested.after)?;
    desk.refresh(false)?;
    Ok(shell::redirect(&format!("/claims/{}?did=written", segment(id))))
}

/// Pins a source of a claim file to a capture: shows what would be written, and writes it when that was confirmed.
pub fn adopt(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let form = &ask.form;
    let round = desk.round()?;
    let file = file(&round, form.get("file"))?;
    let key = form.get("source");
    let source = file.sources.get(key).ok_or_else(|| Trouble::Missing("such source".to_owned()))?;
    let read = source::read(desk, &round, form.get("to"))?;
    let to = read.entry.digest.hex();
    let after = with_key(file, key, "capture", &to[..12])?;
    sound(file, &after)?;
    if form.get("confirm") == "yes" {
        let before = capture_of(&round, file, key);
        let claims: Vec<String> = file
            .claims
            .iter()
            .filter(|claim| claim.sources.iter().any(|citation| citation.source == key))
            .map(|claim| claim.id.clone())
            .collect();
        write(file, form.get("file_digest"), &after)?;
        let drafts: Vec<Draft> = claims
            .into_iter()
            .map(|claim| Draft {
                at: desk.now(),
                actor: ask.visitor.name.clone(),
                claim,
                act: Act::Adopt { source: key.to_owned(), from: before.clone(), to: to.clone() },
                seen: Seen::Anything,
            })
            .collect();
        desk.ledger.append(&drafts)?;
        desk.refresh(false)?;
        let back = source::drift_address(&source.url, source.part.as_deref());
        return Ok(shell::redirect(&shell::with(&back, "did", "written")));
    }
    let screen = WriteScreen {
        shell: Shell::new(desk, ask, "drift", "Pin a capture")?,
        words: format!("{} Decisions on them will be open again.", cite(file, key)),
        file: visible(&file.path.to_string_lossy()),
        lines: edit::diff(&file.text, &after, 2),
        facts: vec![("capture", format!("{} of {}", &to[..12], read.entry.at.format("%Y-%m-%d %H:%M UTC")))],
        action: "/adopt",
        kept: vec![
            ("file", form.get("file").to_owned()),
            ("source", key.to_owned()),
            ("to", to),
            ("file_digest", digest(&file.text)),
        ],
        back: source::drift_address(&source.url, source.part.as_deref()),
    };
    shell::html(&screen)
}

/// Says in a claim file that a source comes from another, so that the two count as one origin: shows what would be
/// written, and writes it when that was confirmed.
pub fn origin(desk: &Desk, ask: &Ask) -> Result<Response, Trouble> {
    let form = &ask.form;
    let round = desk.round()?;
    let file = file(&round, form.get("file"))?;
    let (key, from) = (form.get("source"), form.get("from"));
    if !file.sources.contains_key(key) {
        return Err(Trouble::Missing("such source".to_owned()));
    }
    if !from.is_empty() && (from == key || !file.sources.contains_key(from)) {
        return Err(Trouble::bad("choose another source of the same claim file"));
    }
    let after = with_key(file, key, "derived_from", from)?;
    if after == file.text {
        return Err(Trouble::bad("the claim file says so already"));
    }
    sound(file, &after)?;
    let back = shell::onward(form.get("next"));
    if form.get("confirm") == "yes" {
        write(file, form.get("file_digest"), &after)?;
        desk.refresh(false)?;
        return Ok(shell::redirect(&shell::with(back, "did", "written")));
    }
    let screen = WriteScreen {
        shell: Shell::new(desk, ask, "sources", "One origin")?,
        words: format!("{} Decisions on them will be open again.", cite(file, key)),
        file: visible(&file.path.to_string_lossy()),
        lines: edit::diff(&file.text, &after, 2),
        facts: vec![("comes from", if from.is_empty() { "nothing else".to_owned() } else { visible(from) })],
        action: "/origin",
        kept: vec![
            ("file", form.get("file").to_owned()),
            ("source", key.to_owned()),
            ("from", from.to_owned()),
            ("next", back.to_owned()),
            ("file_digest", digest(&file.text)),
        ],
        back: back.to_owned(),
    };
    shell::html(&screen)
}

/// How many claims of a file cite a source, as a sentence.
fn cite(file: &ClaimFile, key: &str) -> String {
    let cites = |claim: &&claim::Claim| claim.sources.iter().any(|citation| citation.source == key);
    let (claims, key) = (file.claims.iter().filter(cites).count(), visible(key));
    if claims == 1 {
        format!("1 claim of this file cites {key}.")
    } else {
        format!("{claims} claims of this file cite {key}.")
    }
}

/// The file with a key of a source set, or taken out where the value is empty.
fn with_key(file: &ClaimFile, source: &str, name: &str, to: &str) -> Result<String, Trouble> {
    let mut document = parsed(&file.text)?;
    let table = document
        .get_mut("sources")
        .and_then(|sources| sources.get_mut(source))
        .and_then(Item::as_table_like_mut);
    let table = table.ok_or_else(|| {
        Trouble::bad("this source is an address inside a claim: give it a [sources.KEY] of its own first")
    })?;
    if to.is_empty() {
        table.remove(name);
    } else if let Some(known) = table.get_mut(name).and_then(Item::as_value_mut) {
        // What stands beside the value (a comment) stays.
        let decor = known.decor().clone();
        *known = to.into();
        *known.decor_mut() = decor;
    } else {
        table.insert(name, value(to));
    }
    Ok(document.to_string())
}

/// The capture that spoke for a source.
fn capture_of(round: &Round, file: &ClaimFile, key: &str) -> String {
    let at = round.set.files.iter().position(|other| other.path == file.path).unwrap_or_default();
    match round.run.sources.get(&(at, key.to_owned())).map(AsRef::as_ref) {
        Some(crate::check::source::SourceOutcome::Read(text)) => text.digest.clone(),
        _ => String::new(),
    }
}

/// Refuses a text that would not be a sound claim file.
fn sound(file: &ClaimFile, after: &str) -> Result<(), Trouble> {
    let alone = vec![(file.path.clone(), after.to_owned())];
    match claim::read(alone, suppression::may_be_suppressed) {
        Ok(_) => Ok(()),
        Err(problems) => {
            // What was wrong before (a relation to a claim of another file) is not the fault of this change.
            let before =
                claim::read(vec![(file.path.clone(), file.text.clone())], suppression::may_be_suppressed);
            let known = before.err().map_or(0, |problems| problems.list.len());
            if problems.list.len() <= known {
                return Ok(());
            }
            Err(Trouble::Files(mistakes::mistakes(&problems, Style::default())))
        }
    }
}

/// Refuses where a claim file is not what was shown any more.
fn unchanged(file: &ClaimFile, shown: &str) -> Result<(), Trouble> {
    let now = std::fs::read_to_string(&file.path)
        .map_err(|error| Trouble::Broken(format!("cannot read {}: {error}", file.path.display())))?;
    if now == file.text && digest(&now) == shown {
        return Ok(());
    }
    Err(Trouble::refused(
        StatusCode::CONFLICT,
        "The claim file has changed",
        "It was written by somebody else since the change was shown. Nothing was written: go back and look again.",
    ))
}

/// Replaces a claim file in one step, if it is still what was shown.
fn write(file: &ClaimFile, shown: &str, after: &str) -> Result<(), Trouble> {
    let broken =
        |error: std::io::Error| Trouble::Broken(format!("cannot write {}: {error}", file.path.display()));
    unchanged(file, shown)?;
    let folder = file.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut fresh = tempfile::NamedTempFile::new_in(folder).map_err(broken)?;
    fresh.write_all(after.as_bytes()).map_err(broken)?;
    if let Ok(metadata) = file.path.metadata() {
        fresh.as_file().set_permissions(metadata.permissions()).map_err(broken)?;
    }
    fresh.as_file().sync_all().map_err(broken)?;
    fresh.persist(&file.path).map_err(|error| broken(error.error))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_stands_once() {
        let text = "Output rose to 12 units in May. Output fell to 12 units in June.";
        let found = unique(text, " fell to 12 units ").expect("one place");
        assert_eq!((found.exact.as_str(), found.suffix.as_str()), ("fell to 12 units", " in June."));
        for wrong in ["12 units", "13 units", "", " "] {
            assert!(unique(text, wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_new_claim_leaves_the_rest_as_it_is() {
        let before = "# head\n[sources.mill]   # ours\nurl = \"https://mill.example/a\"\n\n[[claim]]\ntext = \"Two mills.\"  # as said\nsources = [\"mill\"]\n";
        let set = claim::read(vec![("a.toml".into(), before.to_owned())], suppression::may_be_suppressed);
        let file = &set.expect("sound").files[0];
        let at = "2026-03-01T08:00:00Z".parse().expect("a moment");
        let entry = |url: &str| {
            let capture = crate::capture::Capture::brought(
                url,
                b"x".to_vec(),
                crate::capture::Method::Transcript,
                "ada",
                at,
            );
            crate::snapshot::Entry::of(&capture, "f".into(), 1)
        };
        let known =
            with_claim(file, &entry("https://mill.example/a"), "Three \"mills\".", "", "q").expect("written");
        assert_eq!(
            known,
            format!("{before}\n[[claim]]\ntext = 'Three \"mills\".'\nsources = [\"mill\"]\nquote = \"q\"\n")
        );
        let new =
            with_claim(file, &entry("https://www.other.example/b"), "Four.", "four", "q").expect("written");
        assert!(new.starts_with("# head\n[sources.mill]   # ours\n"), "{new}");
        assert!(new.contains("[sources.other-example]\nurl = \"https://www.other.example/b\"\n"), "{new}");
        assert!(new.contains("text = \"Two mills.\"  # as said\n"), "{new}");
        assert!(claim::read(vec![("a.toml".into(), new)], suppression::may_be_suppressed).is_ok());
    }
}
