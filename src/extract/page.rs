//! Reads an HTML payload: tree, outline, then text with its origins.

use super::charset::Decoded;
use super::composer::Composer;
use super::note::Note;
use super::origins::Part;
use super::outline::{At, Outline, Tag, is_block, is_heading, is_unseen};
use super::tree::{CapsMet, SpannedTree};
use super::{Document, Options, PassageKind};

/// Reads a decoded page.
pub(super) fn read(decoded: &Decoded<'_>, options: &Options) -> Document {
    let tree = SpannedTree::parse(&decoded.text, &options.limits);
    let outline = Outline::new(&tree);
    let mut document = Document::default();
    let mut composer = Composer::default();
    composer.origins.parts.push(Part::Bytes { encoding: decoded.encoding.name(), markup: true });
    let body = (0..outline.entries.len()).find(|at| outline.tag(*at) == Tag::Body).unwrap_or(0);
    Writer { outline: &outline, source: &decoded.text, composer: &mut composer }.write(body);
    (document.text, document.passages, document.origins) = composer.finish();
    note_caps(tree.caps, &mut document.notes);
    document
}

fn note_caps(caps: CapsMet, notes: &mut Vec<Note>) {
    if caps.depth > 0 {
        notes.push(Note::new("depth-cap", format!("left out {} start tags that were too deep", caps.depth)));
    }
    if caps.attributes > 0 {
        notes.push(Note::new("attributes-cap", format!("left out {} attributes", caps.attributes)));
    }
    if caps.nodes {
        notes.push(Note::new("nodes-cap", "the page has too many nodes and its end was left out"));
    }
}

/// Walks a stretch of the outline and writes its lines.
struct Writer<'a, 't> {
    outline: &'a Outline<'t>,
    source: &'a str,
    composer: &'a mut Composer,
}

impl Writer<'_, '_> {
    /// Writes the subtree of `root`.
    fn write(&mut self, root: At) {
        let end = self.outline.end(root);
        // Ends of the open blocks, with the kind of line inside each.
        let mut open: Vec<(At, PassageKind)> = Vec::new();
        let mut at = root;
        while at < end || !open.is_empty() {
            while let Some((block_end, kind)) = open.last().copied()
                && block_end <= at
            {
                self.composer.close(kind);
                open.pop();
            }
            if at >= end {
                break;
            }
            let tag = self.outline.tag(at);
            let kind = open.last().map_or(PassageKind::Paragraph, |(_, kind)| *kind);
            if is_unseen(tag) {
                at = self.outline.end(at);
                continue;
            }
            match tag {
                Tag::Text => self.text(at),
                Tag::Br => self.composer.close(kind),
                Tag::Td | Tag::Th if !self.composer.line_is_empty() => self.composer.insert(" | "),
                _ if is_block(tag) && kind != PassageKind::TableRow => {
                    self.composer.close(kind);
                    open.push((self.outline.end(at), kind_in(tag, kind)));
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// Writes one text node through its pieces.
    fn text(&mut self, at: At) {
        let text = self.outline.text(at);
        let (composer, source) = (&mut *self.composer, self.source);
        self.outline.tree.pieces_of(self.outline.entries[at].node, |offset, piece| {
            let cut = &text[offset as usize..(offset + piece.stream_len) as usize];
            if piece.same && source.as_bytes().get(piece.source as usize..).is_some() {
                composer.same(cut, piece.source);
            } else {
                composer.decoded(cut, piece.source..piece.source + piece.source_len);
            }
        });
    }
}

/// The kind of the lines inside a block.
fn kind_in(tag: Tag, outer: PassageKind) -> PassageKind {
    match tag {
        Tag::Tr => PassageKind::TableRow,
        Tag::Li | Tag::Dd | Tag::Dt => PassageKind::ListItem,
        Tag::Blockquote => PassageKind::Quote,
        Tag::Figcaption | Tag::Caption => PassageKind::Caption,
        _ if is_heading(tag) => PassageKind::Heading,
        _ => outer,
    }
}

#[cfg(test)]
mod tests {
    use crate::extract::{Options, Origin, PassageKind, read};

    fn check(html: &str, expected: &str) {
        let document = read(html.as_bytes(), "text/html", &Options::default());
        assert_eq!(document.text, expected, "{html}");
        for passage in &document.passages {
            let again = document.recut(html.as_bytes(), passage.range.clone());
            assert_eq!(again.as_deref(), Some(&document.text[passage.range.clone()]), "{html}");
        }
    }

    #[test]
    fn text_keeps_its_bytes_through_references_and_tags() {
        check("<p>Output &amp; sales <b>rose</b> 5&nbsp;%</p>", "Output & sales rose 5 %");
        check(
            "<p>a\r\nb</p><p>caf&eacute; &#8220;x&#x201d; &notit; AT&T</p>",
            "a b\ncaf\u{e9} \u{201c}x\u{201d} \u{ac}it; AT&T",
        );
        check("<p>one<p>two<br>three", "one\ntwo\nthree");
        check("a < b and c <d>e</d> &", "a < b and c e &");
    }

    #[test]
    fn misnested_markup_keeps_its_bytes() {
        check("<p><b>one<p>two</b> three", "one\ntwo three");
        check("<table>stray<tr><td>x</table>", "stray\nx");
        check("<p>1<table><tr><td>2</td></tr>&lt;out</table>3</p>", "1<out\n2\n3");
    }

    #[test]
    fn a_passage_names_its_bytes() {
        let html = "<h1>Head</h1><ul><li>First <i>item</i></ul>";
        let document = read(html.as_bytes(), "text/html", &Options::default());
        assert_eq!(document.passages[1].kind, PassageKind::ListItem);
        let Origin::Bytes(bytes) = document.passages[1].origin.clone() else { panic!("bytes are named") };
        assert_eq!(&html[bytes], "First <i>item");
    }
}
