//! Reads an HTML payload: tree, outline, main content, then text with its origins.

use super::charset::Decoded;
use super::coda::Told;
use super::composer::Composer;
use super::content::{self, Content};
use super::grid::Grid;
use super::note::Note;
use super::origins::Part;
use super::outline::{At, Outline, Tag, is_block, is_heading, is_unseen};
use super::tree::{CapsMet, SpannedTree};
use super::{Document, Options, PassageKind, Table, grid_text, metadata, post_page, standin};

/// Reads a decoded page.
pub(super) fn read(decoded: &Decoded<'_>, options: &Options) -> Document {
    let tree = SpannedTree::parse(&decoded.text, &options.limits);
    let outline = Outline::new(&tree);
    let mut document = Document::default();
    let thread = metadata::read(&outline, options.url.as_deref(), &mut document);
    let mut composer = Composer::default();
    composer.origins.parts.push(Part::Bytes {
        encoding: decoded.encoding.name(),
        markup: true,
        transfer: decoded.transfer.clone(),
    });
    if post_page::read(&outline, options.url.as_deref(), &mut composer, &mut document) {
        (document.text, document.passages, document.origins) = composer.finish();
        note_caps(tree.caps, &mut document.notes);
        return document;
    }
    let body = (0..outline.entries.len()).find(|at| outline.tag(*at) == Tag::Body).unwrap_or(0);
    let told = Told { title: document.title.as_deref(), author: document.author.as_deref(), thread };
    let content = content::find(&outline, body, options.limits.cells_max, &told);
    let mut writer = Writer {
        outline: &outline,
        content: &content,
        composer: &mut composer,
        tables: Vec::new(),
        repeated: 0,
    };
    writer.write(content.root);
    document.tables = writer.tables;
    if content.tables.iter().any(|(_, grid)| grid.cut) {
        document.notes.push(Note::new("cells-cap", "a table has too many cells and its end was left out"));
    }
    (document.text, document.passages, document.origins) = composer.finish();
    note_caps(tree.caps, &mut document.notes);
    standin::notice(&mut document, || shown(&outline, body));
    document
}

/// All that a visitor could read of a page, menus and all, with a space for each element.
fn shown(outline: &Outline<'_>, body: At) -> String {
    let mut seen = String::new();
    let mut at = body;
    while at < outline.end(body) {
        let tag = outline.tag(at);
        if is_unseen(tag) || tag == Tag::Noscript {
            at = outline.end(at);
            continue;
        }
        seen.push_str(if tag == Tag::Text { outline.text(at) } else { " " });
        at += 1;
    }
    seen
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

/// Walks the chosen part of the outline and writes its lines.
struct Writer<'a, 't> {
    outline: &'a Outline<'t>,
    content: &'a Content,
    composer: &'a mut Composer,
    tables: Vec<Table>,
    repeated: usize,
}

impl Writer<'_, '_> {
    /// Writes the subtree of `root`.
    fn write(&mut self, root: At) {
        let end = self.outline.end(root);
        // Ends of the open blocks, with the kind of line inside each.
        let mut open: Vec<(At, PassageKind)> = Vec::new();
        let mut correction = false;
        let mut at = root;
        let mut heading: Option<At> = None;
        let mut written: Option<At> = None;
        while at < end || !open.is_empty() {
            while let Some((block_end, kind)) = open.last().copied()
                && block_end <= at
            {
                self.close(kind, &mut correction);
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
            if let Ok(found) = self.content.tables.binary_search_by_key(&at, |(table, _)| *table) {
                self.close(kind, &mut correction);
                self.table(at, &self.content.tables[found].1, heading);
                at = self.outline.end(at);
                continue;
            }
            match tag {
                Tag::Text if self.content.keep[at] => {
                    correction |= self.content.corrections.contains(&at);
                    if written.is_some_and(|before| self.stand_apart(before, at)) {
                        self.composer.imply_space();
                    }
                    write_text(self.outline, self.composer, at);
                    written = Some(at);
                }
                Tag::Br => {
                    self.composer.imply_space();
                    self.close(kind, &mut correction);
                }
                _ if is_block(tag) => {
                    self.close(kind, &mut correction);
                    open.push((self.outline.end(at), kind_in(tag, kind)));
                    if is_heading(tag) {
                        heading = Some(at);
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// True for two labels that only the style of the page sets apart: `<b>Anna</b><i>Editor</i>`.
    fn stand_apart(&self, before: At, at: At) -> bool {
        let outline = self.outline;
        let opens = outline.parent(at);
        let begins = |first: char| first.is_uppercase() || first.is_ascii_digit() || first == '$';
        outline.end(outline.parent(before)) <= opens
            && !matches!(outline.tag(opens), Tag::Sub | Tag::Sup)
            && outline.text(before).ends_with(char::is_lowercase)
            && outline.text(at).starts_with(begins)
    }

    fn close(&mut self, kind: PassageKind, correction: &mut bool) {
        let kind = if std::mem::take(correction) { PassageKind::Correction } else { kind };
        self.composer.close(kind);
    }

    fn table(&mut self, at: At, grid: &Grid, heading: Option<At>) {
        if !(at..self.outline.end(at)).any(|inside| self.content.keep[inside]) {
            return;
        }
        let (outline, keep) = (self.outline, &self.content.keep);
        let cell_text = |composer: &mut Composer, cell: At| {
            let under = cell..outline.end(cell);
            for (inside, kept) in under.clone().zip(&keep[under]) {
                let tag = outline.tag(inside);
                if tag == Tag::Text && *kept {
                    write_text(outline, composer, inside);
                } else if tag == Tag::Br || is_block(tag) {
                    composer.imply_space();
                }
            }
        };
        if let Some(caption) = grid.caption {
            cell_text(self.composer, caption);
            self.composer.close(PassageKind::Caption);
        }
        let rows = grid_text::write_rows(outline, grid, self.composer, &mut self.repeated, cell_text);
        let caption = self.caption_of(at, grid).or(heading).map(|at| outline.text_under(at));
        let caption = caption.filter(|caption| !caption.is_empty());
        self.tables.push(grid_text::resolve(&self.composer.text, grid, rows, caption));
    }

    /// The caption of a table: its own, its figure's, or what `aria-labelledby` would be.
    fn caption_of(&self, at: At, grid: &Grid) -> Option<At> {
        grid.caption.or_else(|| {
            let figure =
                self.outline.ancestors(at).take(3).find(|above| self.outline.tag(*above) == Tag::Figure)?;
            (figure..self.outline.end(figure)).find(|inside| self.outline.tag(*inside) == Tag::Figcaption)
        })
    }
}

/// Writes one text node through its pieces.
pub(super) fn write_text(outline: &Outline<'_>, composer: &mut Composer, at: At) {
    let text = outline.text(at);
    outline.tree.pieces_of(outline.entries[at].node, |offset, piece| {
        let cut = &text[offset as usize..(offset + piece.stream_len) as usize];
        if piece.same {
            composer.same(cut, piece.source);
        } else {
            composer.decoded(cut, piece.source..piece.source + piece.source_len);
        }
    });
}

/// The kind of the lines inside a block.
fn kind_in(tag: Tag, outer: PassageKind) -> PassageKind {
    match tag {
        Tag::Li | Tag::Dd | Tag::Dt => PassageKind::ListItem,
        Tag::Blockquote => PassageKind::Quote,
        Tag::Figcaption | Tag::Caption => PassageKind::Caption,
        Tag::Tr => PassageKind::TableRow,
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
        check(
            "<p>It rose 5<sup> <a href='#n2'>[2]</a> </sup> to 10 m<sup>2</sup>, or <sup><a href=/x>7</a></sup>.</p>",
            "It rose 5 to 10 m2, or 7.",
        );
        check("a < b and c <d>e</d> &", "a < b and c e &");
    }

    #[test]
    fn labels_that_only_style_sets_apart_are_apart() {
        check("<p><b>Anna</b><i>Editor</i> <i>Price</i><b>$12</b>", "Anna Editor Price $12");
        check(
            "<p>Mac<b>Donald</b> met <i>iP</i><b>hone</b> and <i>v</i><sub>2</sub>",
            "MacDonald met iPhone and v2",
        );
    }

    #[test]
    fn misnested_markup_keeps_its_bytes() {
        check("<p><b>one<p>two</b> three", "one\ntwo three");
        check("<table>stray<tr><td>cell</table>", "stray\ncell");
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
