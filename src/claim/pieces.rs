//! Reads claim files without holding them: a long file piece by piece, each handed over and dropped.
//!
//! A parsed file takes some forty times the memory of its text, so a run over tens of thousands of claims reads what it
//! needs when it needs it. A text is cut at headers of claims, and only where its pieces say the same apart as together;
//! any other is read as a whole. A piece is a claim file of its own: the places of its claims are bytes of the piece.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use toml::de::DeTable;

use super::problem::{Problems, Sink, problem};
use super::reader::{self, Tables};
use super::{ClaimFile, ClaimSet};

/// Bytes of text below which a file is read as a whole, and from which a piece ends at the next claim.
const PIECE_BYTES: usize = 64 << 10;

/// The texts of claim files, read as often as they are needed. They are held compressed, which takes a tenth.
#[derive(Debug)]
pub struct Texts {
    list: Vec<(PathBuf, Vec<u8>)>,
    may_be_suppressed: fn(&str) -> Result<(), String>,
}

impl Texts {
    /// Texts with their paths, which are kept for diagnostics and not opened; the function as for [`super::read`].
    pub fn new(list: Vec<(PathBuf, String)>, may_be_suppressed: fn(&str) -> Result<(), String>) -> Self {
        let list = list.into_iter().map(|(path, text)| (path, packed(&text))).collect();
        Self { list, may_be_suppressed }
    }

    /// The paths, in order.
    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.list.iter().map(|(path, _)| path.as_path())
    }

    /// Hands over every claim: each file with its number, a long one in several pieces. A piece has the claims that stand
    /// in it, in order, its text, and the sources that they cite; the last piece of a file has its relations.
    ///
    /// # Errors
    /// Every mistake, as [`super::read`] tells them; some pieces may have been handed over by then.
    pub fn each(&self, mut take: impl FnMut(usize, ClaimFile)) -> Result<(), Problems> {
        let mut ids = Ids::default();
        for (at, (path, text)) in self.list.iter().enumerate() {
            let read = read_pieces(path, &unpacked(text), self.may_be_suppressed, &mut |file| {
                ids.see(&file);
                take(at, file);
            });
            if read.is_none() {
                return Err(self.mistakes(at));
            }
        }
        if ids.are_linked() { Ok(()) } else { Err(self.mistakes(0)) }
    }

    /// What is wrong, told by reading everything at once.
    fn mistakes(&self, at: usize) -> Problems {
        let unclear = |texts| {
            let mut sink = Sink::default();
            let torn = problem("V001", at, 0..0, "the file cannot be read piece by piece");
            sink.push(torn.help("split it into several files"));
            sink.into_problems(texts)
        };
        let texts: Vec<_> = self.list.iter().map(|(path, text)| (path.clone(), unpacked(text))).collect();
        match super::read(texts.clone(), self.may_be_suppressed) {
            Err(problems) => problems,
            Ok(ClaimSet { .. }) => unclear(texts),
        }
    }
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(text.as_bytes()).expect("memory takes all");
    let mut packed = encoder.finish().expect("memory takes all");
    packed.shrink_to_fit();
    packed
}

fn unpacked(packed: &[u8]) -> String {
    std::io::read_to_string(DeflateDecoder::new(packed)).expect("what was packed here is whole")
}

/// The ids of all claims, and those that relations name.
#[derive(Default)]
struct Ids {
    claims: BTreeSet<String>,
    relations: BTreeSet<String>,
    named: BTreeSet<String>,
    is_twice: bool,
}

impl Ids {
    fn see(&mut self, file: &ClaimFile) {
        for claim in file.claims.iter().filter(|claim| super::link::has_id(claim)) {
            self.is_twice |= !self.claims.insert(claim.id.clone());
        }
        for relation in &file.relations {
            self.is_twice |= !self.relations.insert(relation.id.clone());
            self.named.extend(relation.parsed.claims().into_iter().map(|(id, _)| id.to_owned()));
        }
    }

    fn are_linked(&self) -> bool {
        !self.is_twice && self.named.is_subset(&self.claims)
    }
}

/// Reads a text and hands its pieces over; `None` where something is wrong with it.
fn read_pieces(
    path: &Path,
    text: &str,
    may_be_suppressed: fn(&str) -> Result<(), String>,
    take: &mut dyn FnMut(ClaimFile),
) -> Option<()> {
    let pieces = if text.len() > PIECE_BYTES { cut(text) } else { None };
    let Some(pieces) = pieces else {
        let mut sink = Sink::default();
        let file = reader::read_file(0, path, text, may_be_suppressed, &mut sink);
        take(file);
        return sink.is_empty().then_some(());
    };
    let mut sink = Sink::default();
    let mut tables = Tables::default();
    for number in (0..pieces.len()).filter(|number| pieces[*number].has_tables) {
        let piece = of(text, &pieces, number);
        let root = DeTable::parse(piece).ok()?;
        reader::read_tables(piece, root.get_ref(), may_be_suppressed, &mut tables, &mut sink);
    }
    if !tables.are_linked() {
        return None;
    }
    for number in 0..pieces.len() {
        let piece = of(text, &pieces, number);
        let root = DeTable::parse(piece).ok()?;
        let (claims, mut sources) =
            reader::read_claims(piece, root.get_ref(), may_be_suppressed, &tables, &mut sink);
        if !sink.is_empty() {
            return None;
        }
        let cited = claims.iter().flat_map(|claim| &claim.sources);
        let typed: BTreeMap<_, _> = cited
            .filter_map(|citation| {
                Some((citation.source.clone(), tables.sources.get(&citation.source)?.clone()))
            })
            .collect();
        sources.extend(typed);
        let is_last = number + 1 == pieces.len();
        let relations = if is_last { std::mem::take(&mut tables.relations) } else { Vec::new() };
        take(ClaimFile {
            path: path.to_path_buf(),
            text: piece.to_owned(),
            article: tables.article.clone(),
            sources,
            claims,
            relations,
        });
    }
    Some(())
}

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    start: usize,
    /// Whether other tables than claims stand in it.
    has_tables: bool,
}

/// The text of a piece.
fn of<'t>(text: &'t str, pieces: &[Piece], number: usize) -> &'t str {
    let end = pieces.get(number + 1).map_or(text.len(), |next| next.start);
    &text[pieces[number].start..end]
}

/// Cuts a text into pieces at headers of claims; `None` where its pieces might not say the same apart as together.
fn cut(text: &str) -> Option<Vec<Piece>> {
    let mut pieces = vec![Piece { start: 0, has_tables: false }];
    let mut tables: BTreeSet<String> = BTreeSet::new();
    let mut at = 0;
    let mut has_header = false;
    while at < text.len() {
        let line_end = text[at..].find('\n').map_or(text.len(), |end| at + end + 1);
        let line = text[at..line_end].trim();
        if line.is_empty() || line.starts_with('#') {
            at = line_end;
        } else if line.starts_with('[') {
            has_header = true;
            let last = pieces.last_mut().expect("there is a first");
            match header(line)? {
                Header::Claim if at - last.start >= PIECE_BYTES => {
                    pieces.push(Piece { start: at, has_tables: false })
                }
                Header::Claim | Header::OfClaim => {}
                Header::Relation => last.has_tables = true,
                Header::Table(name) => {
                    last.has_tables = true;
                    // A table that stands twice is a mistake that its pieces would not show.
                    if !tables.insert(name) {
                        return None;
                    }
                }
            }
            at = line_end;
        } else if has_header {
            at = end_of_statement(text, at)?;
        } else {
            return None;
        }
    }
    (pieces.len() > 1).then_some(pieces)
}

enum Header {
    /// `[[claim]]`
    Claim,
    /// `[[claim.allow]]`
    OfClaim,
    /// `[[relation]]`
    Relation,
    /// `[article]` or `[sources.KEY]`, without quotation marks and blanks.
    Table(String),
}

/// The header that a line is; `None` for every other.
fn header(line: &str) -> Option<Header> {
    let line = match line.split_once('#') {
        // A hash inside a quoted key is no comment, and too rare to be told from one.
        Some((before, _)) if before.contains(['"', '\'']) => return None,
        Some((before, _)) => before.trim_end(),
        None => line,
    };
    match line {
        "[[claim]]" => return Some(Header::Claim),
        "[[claim.allow]]" => return Some(Header::OfClaim),
        "[[relation]]" => return Some(Header::Relation),
        "[article]" => return Some(Header::Table(line.to_owned())),
        _ => {}
    }
    let key = line.strip_prefix("[sources.")?.strip_suffix(']')?.trim();
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let quoted = key.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match quoted {
        Some(inner) if !inner.is_empty() && !inner.contains(['"', '\\']) => {
            Some(Header::Table(inner.to_owned()))
        }
        None if !key.is_empty() && key.chars().all(bare) => Some(Header::Table(key.to_owned())),
        _ => None,
    }
}

/// Where the statement that begins there ends: after its line, or after the line on which its lists and strings are closed.
/// `None` where they are not.
fn end_of_statement(text: &str, start: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (start, 0_usize);
    while at < bytes.len() {
        match bytes[at] {
            b'\n' if depth == 0 => return Some(at + 1),
            b'#' => {
                at += memchr::memchr(b'\n', &bytes[at..]).unwrap_or(bytes.len() - at);
                continue;
            }
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.checked_sub(1)?,
            mark @ (b'"' | b'\'') => {
                at = end_of_string(bytes, at, mark)?;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    (depth == 0).then_some(at)
}

/// Where the string that begins there ends.
fn end_of_string(bytes: &[u8], start: usize, mark: u8) -> Option<usize> {
    let is_long = bytes[start..].starts_with(&[mark, mark, mark]);
    let mut at = start + if is_long { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if mark == b'"' => at += 1,
            b'\n' if !is_long => return None,
            byte if byte == mark && !is_long => return Some(at + 1),
            byte if byte == mark && bytes[at..].starts_with(&[mark, mark, mark]) => {
                // Up to two marks may stand before the three that close it.
                let run = bytes[at..].iter().take_while(|byte| **byte == mark).count();
                return (run <= 5).then_some(at + run);
            }
            _ => {}
        }
        at += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::Claim;
    use super::*;

    fn any(_: &str) -> Result<(), String> {
        Ok(())
    }

    /// A text of about so many bytes, with a bit of everything.
    fn long(bytes: usize) -> String {
        let mut text = "[article]\ntitle = \"Mills\"\npublished = 2025-03-01\n\n".to_owned();
        let mut number = 0;
        while text.len() < bytes {
            number += 1;
            if number % 7 == 0 {
                text.push_str(&format!(
                    "[sources.s{number}] # one\nurl = \"https://m.example/s{number}\"\npart = \"2\"\n{}",
                    if number > 7 { "derived_from = \"s700\"\n" } else { "" }
                ));
            }
            text.push_str(&format!(
                "[[claim]]\nid = \"c{number}\"\ntext = \"\"\"\nThe mill shipped {number} bales.\n[[claim]]\n\"\"\"\n\
                 sources = [\n  \"https://m.example/{number}\", # [\n  {{ source = \"s{}\", quote = 'bales ]' }},\n]\n",
                (number % 100 + 1) * 7
            ));
            if number % 50 == 0 {
                text.push_str("[[claim.allow]]\ncode = \"V204\"\nreason = \"style\"\nuntil = 2027-06-30\n");
            }
        }
        // So that every source that is named above is there.
        for number in (number / 7 + 1)..=101 {
            text.push_str(&format!(
                "[sources.s{}]\nurl = \"https://m.example/s{}\"\n",
                number * 7,
                number * 7
            ));
        }
        text.push_str("[[relation]]\nid = \"r\"\nrule = \"c1 <= c2\"\n");
        text
    }

    #[test]
    fn pieces_say_the_same_as_the_whole() {
        let text = long(5 * PIECE_BYTES);
        assert!(cut(&text).unwrap().len() >= 4);
        let whole = super::super::read(vec![("a.toml".into(), text.clone())], any).unwrap();
        let mut pieces: Vec<ClaimFile> = Vec::new();
        Texts::new(vec![("a.toml".into(), text)], any).each(|_, piece| pieces.push(piece)).unwrap();
        assert!(pieces.len() >= 4);
        let digests = |file: &ClaimFile| -> Vec<(String, Vec<String>)> {
            let allowed = |claim: &Claim| claim.allow.iter().map(|allow| allow.code.clone()).collect();
            file.claims.iter().map(|claim| (file.claim_digest(claim), allowed(claim))).collect()
        };
        let whole = &whole.files[0];
        assert_eq!(pieces.iter().flat_map(digests).collect::<Vec<_>>(), digests(whole));
        let relations: Vec<_> = pieces.iter().flat_map(|piece| &piece.relations).collect();
        assert_eq!(relations.len(), 1);
        assert_eq!(
            (&relations[0].id, &relations[0].parsed),
            (&whole.relations[0].id, &whole.relations[0].parsed)
        );
        for piece in &pieces {
            assert_eq!(piece.article, whole.article);
            for claim in &piece.claims {
                assert!(piece.text[claim.text.span.clone()].contains(claim.text.value.trim()));
            }
        }
    }

    #[test]
    fn mistakes_are_told_as_of_the_whole() {
        for slip in [
            "[[claim]]\nid = \"c1\"\ntext = \"Twice.\"\nsources = [\"https://m.example/x\"]\n",
            "[[claim]]\ntext = \"No such source.\"\nsources = [\"nowhere\"]\n",
            "[[relation]]\nrule = \"c1 <= nobody\"\n",
            "[sources.s7]\nurl = \"https://m.example/again\"\n",
            "[article]\ntitle = \"Again\"\n",
            "[sources.z]\nurl = \"https://m.example/z\"\nderived_from = \"nowhere\"\n",
            "[[claim]]\ntext = \"Open\nsources = []\n",
        ] {
            let texts = vec![("a.toml".into(), format!("{}{slip}", long(3 * PIECE_BYTES)))];
            let whole = super::super::read(texts.clone(), any).unwrap_err();
            let pieces = Texts::new(texts, any).each(|_, _| {}).unwrap_err();
            assert_eq!(pieces.list, whole.list, "{slip}");
        }
    }

    #[test]
    fn what_could_say_something_else_apart_is_not_cut() {
        let filler = "[[claim]]\ntext = \"A.\"\nsources = [\"https://m.example/a\"]\n".repeat(3_000);
        assert!(cut(&filler).unwrap().len() > 2);
        for before in [
            "claim = []\n",
            "[claim]\n",
            "[sources]\n",
            "[sources.a.b]\n",
            "[sources.'a']\n",
            "[sources.\"a#b\"]\n",
            "[article]\n[article]\n",
            "[sources.a]\n[sources.\"a\"]\n",
            "[[claim]]\ntext = [\n",
            "[[claim]]\ntext = ]\n",
            "[[claim]]\ntext = \"\"\"\n",
            "[[ claim ]]\n",
        ] {
            assert_eq!(cut(&format!("{before}{filler}")), None, "{before}");
        }
    }
}
