//! The sources that claim files cite, by address and part, in little memory.
//!
//! A run over tens of thousands of sources holds them all from its start to its end. Their texts stand in one string, one
//! after the other: a text of its own each would take twice the room, and leave holes between what is read and dropped
//! meanwhile.

use super::journal::Watched;
use crate::claim::ClaimFile;

/// Sources in order of address and part.
#[derive(Debug, Default)]
pub(super) struct Sources {
    text: String,
    rows: Vec<Row>,
    /// How many rows there were when they were last brought in order.
    joined: usize,
}

/// A place where a source is defined, and what is said of it there. Rows of one source follow each other.
#[derive(Debug, Clone, Copy)]
struct Row {
    /// The address in its normal form.
    key: Stretch,
    /// Empty for none.
    part: Stretch,
    file: u32,
    /// The key of the source in its file.
    name: Stretch,
    url: Stretch,
    /// Empty for none.
    pin: Stretch,
}

impl Row {
    /// The address in its normal form, and the part: what a source is known by.
    fn names(self, text: &str) -> (&str, &str) {
        (self.key.of(text), self.part.of(text))
    }

    /// By what rows are sorted. Those that have all of it alike are one place, found in several pieces of a file.
    fn order(self, text: &str) -> ((&str, &str), u32, &str) {
        (self.names(text), self.file, self.name.of(text))
    }
}

/// A stretch of the string that all texts stand in.
#[derive(Debug, Clone, Copy)]
struct Stretch {
    start: u32,
    bytes: u32,
}

impl Stretch {
    fn of(self, text: &str) -> &str {
        &text[self.start as usize..][..self.bytes as usize]
    }
}

/// A source that some claim cites and that has an address of the web.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'w> {
    all: &'w Sources,
    /// Its first row.
    first: u32,
    /// How many rows it has.
    places: u32,
}

impl<'w> Source<'w> {
    fn rows(self) -> &'w [Row] {
        &self.all.rows[self.first as usize..][..self.places as usize]
    }

    fn row(self) -> &'w Row {
        &self.all.rows[self.first as usize]
    }

    /// Its address as written at its first place.
    pub fn url(self) -> &'w str {
        self.row().url.of(&self.all.text)
    }

    /// The part of the address.
    pub fn part(self) -> Option<&'w str> {
        Some(self.row().part.of(&self.all.text)).filter(|part| !part.is_empty())
    }

    /// The pin, where one is set.
    pub fn pin(self) -> Option<&'w str> {
        self.rows().iter().map(|row| row.pin.of(&self.all.text)).find(|pin| !pin.is_empty())
    }

    /// Where it is defined: the index of a file and the key there; sorted, each once.
    pub fn places(self) -> impl Iterator<Item = (usize, &'w str)> {
        self.rows().iter().map(move |row| (row.file as usize, row.name.of(&self.all.text)))
    }

    /// Its key at its first place.
    pub fn name(self) -> &'w str {
        self.row().name.of(&self.all.text)
    }

    /// What names it in the record of runs.
    pub fn watched(self) -> Watched {
        let (key, part) = self.row().names(&self.all.text);
        Watched { key: key.to_owned(), part: part.to_owned() }
    }
}

impl Sources {
    /// Adds the sources that the claims of a file, or of a piece of one, cite.
    pub fn add(&mut self, at: usize, file: &ClaimFile) {
        let mut cited: Vec<&str> = file
            .claims
            .iter()
            .flat_map(|claim| claim.sources.iter().map(|citation| citation.source.as_str()))
            .collect();
        cited.sort_unstable();
        cited.dedup();
        let at = u32::try_from(at).expect("claim files are fewer than four thousand million");
        for name in cited {
            let source = &file.sources[name];
            if !source.url.starts_with("http://") && !source.url.starts_with("https://") {
                continue;
            }
            let watched = Watched::new(&source.url, source.part.as_deref());
            let pin = source.capture.as_deref().unwrap_or_default();
            self.push((&watched.key, &watched.part), (at, name), &source.url, pin);
        }
        // What many pieces cite is joined before it fills the memory.
        if self.rows.len() > 2 * self.joined + 1024 {
            self.join();
        }
    }

    /// Brings the sources in order, and lets go of what is not needed for them.
    pub fn join(&mut self) {
        let Sources { text, mut rows, .. } = std::mem::take(self);
        rows.sort_unstable_by(|one, other| one.order(&text).cmp(&other.order(&text)));
        rows.dedup_by(|later, kept| later.order(&text) == kept.order(&text));
        self.text.reserve_exact(text.len());
        self.rows.reserve_exact(rows.len());
        for row in &rows {
            let (key, part) = row.names(&text);
            self.push((key, part), (row.file, row.name.of(&text)), row.url.of(&text), row.pin.of(&text));
        }
        self.text.shrink_to_fit();
        self.joined = self.rows.len();
    }

    /// Every source, once they are joined.
    pub fn iter(&self) -> impl Iterator<Item = Source<'_>> {
        let alike = |one: &Row, other: &Row| one.names(&self.text) == other.names(&self.text);
        let mut first = 0;
        self.rows.chunk_by(alike).map(move |rows| {
            let places = u32::try_from(rows.len()).expect("a row takes more than one byte of text");
            let source = Source { all: self, first, places };
            first += places;
            source
        })
    }

    fn push(&mut self, (key, part): (&str, &str), (file, name): (u32, &str), url: &str, pin: &str) {
        let url = self.written(url);
        let row = Row {
            key: self.end_of(url, key),
            part: self.written(part),
            file,
            name: self.end_of(url, name),
            url,
            pin: self.written(pin),
        };
        self.rows.push(row);
    }

    fn written(&mut self, text: &str) -> Stretch {
        let stretch = Stretch { start: length(&self.text), bytes: length(text) };
        self.text.push_str(text);
        stretch
    }

    /// A text that most often is the end of one that stands there, or all of it.
    fn end_of(&mut self, whole: Stretch, text: &str) -> Stretch {
        match whole.of(&self.text).strip_suffix(text) {
            Some(before) => Stretch { start: whole.start + length(before), bytes: length(text) },
            None => self.written(text),
        }
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).expect("the addresses in claim files are less than 4 GB")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A source by its address, part, pin and places.
    type Expected<'e> = (&'e str, Option<&'e str>, Option<&'e str>, &'e [(usize, &'e str)]);

    /// The sources of files given as text.
    fn check(files: &[&str], expected: &[Expected<'_>]) {
        let mut sources = Sources::default();
        for (at, text) in files.iter().enumerate() {
            let set = crate::claim::read(vec![("claims.toml".into(), (*text).to_owned())], |_| Ok(()))
                .expect("claims without a mistake");
            sources.add(at, &set.files[0]);
            // What was joined before is joined again.
            sources.join();
        }
        let found: Vec<_> = sources.iter().collect();
        assert_eq!(found.len(), expected.len(), "{found:?}");
        for (source, (url, part, pin, places)) in found.into_iter().zip(expected) {
            assert_eq!((source.url(), source.part(), source.pin()), (*url, *part, *pin));
            assert_eq!(source.places().collect::<Vec<_>>(), *places);
            assert_eq!(source.name(), places[0].1);
            assert_eq!(source.watched(), Watched::new(url, *part));
        }
    }

    fn claim(id: &str, source: &str) -> String {
        format!(
            "[[claim]]\nid = \"{id}\"\ntext = \"The mills shipped 12 bales.\"\nsources = [\"{source}\"]\n"
        )
    }

    #[test]
    fn one_document_is_one_source_with_all_its_places() {
        let one = claim("a", "https://www.example.org/b?utm_source=x") + &claim("b", "https://example.org/a");
        let named = "[sources.mills]\nurl = \"http://example.org/b\"\ncapture = \"9f2c41d0\"\n";
        let other = format!("{named}{}", claim("c", "mills"));
        let url = "https://www.example.org/b?utm_source=x";
        check(
            &[&one, &other, &one],
            &[
                (
                    "https://example.org/a",
                    None,
                    None,
                    &[(0, "https://example.org/a"), (2, "https://example.org/a")],
                ),
                (url, None, Some("9f2c41d0"), &[(0, url), (1, "mills"), (2, url)]),
            ],
        );
    }

    #[test]
    fn a_part_is_a_source_of_its_own_and_what_is_not_of_the_web_is_none() {
        let part = "[sources.second]\nurl = \"https://example.org/t\"\npart = \"2\"\n";
        let paper = "[sources.paper]\nurl = \"urn:verify:paper\"\n";
        let text = format!(
            "{part}{paper}{}{}{}",
            claim("a", "second"),
            claim("b", "paper"),
            claim("c", "https://example.org/t")
        );
        check(
            &[&text],
            &[
                ("https://example.org/t", None, None, &[(0, "https://example.org/t")]),
                ("https://example.org/t", Some("2"), None, &[(0, "second")]),
            ],
        );
    }
}
