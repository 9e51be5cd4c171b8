//! The page as blocks: each the text between two block boundaries, with what judging it needs.

use super::marks::{Known, Marks, marks_of};
use super::outline::{At, Outline, Tag, is_block, is_heading, is_unseen};

/// A run of text between two block boundaries.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// First text entry.
    pub first: At,
    /// One past the last text entry.
    pub last: At,
    /// The block element directly around it.
    pub holder: At,
    /// What the text is by its nearest telling element: heading, list item, cell, quote, paragraph.
    pub tag: Tag,
    /// Characters of text.
    pub chars: u32,
    /// Those of them inside links.
    pub link_chars: u32,
    /// Commas, semicolons and sentence ends.
    pub stops: u32,
    /// True where the text ends as a sentence does.
    pub ends: bool,
    /// Marks of the holder and everything above it.
    pub marks: Marks,
    /// True inside a data table.
    pub in_table: bool,
}

impl Block {
    /// Characters outside links.
    pub fn plain_chars(&self) -> u32 {
        self.chars - self.link_chars
    }

    /// True where most of the text is links.
    pub fn is_linky(&self) -> bool {
        self.link_chars * 2 > self.chars
    }
}

/// The text of a block, white space runs as one.
pub(crate) fn text_of(outline: &Outline<'_>, block: &Block) -> String {
    let mut joined = String::new();
    let text = if block.last == block.first + 1 {
        outline.text(block.first)
    } else {
        for at in block.first..block.last {
            if outline.tag(at) == Tag::Text {
                joined.push_str(outline.text(at));
            } else if outline.tag(at) == Tag::Br {
                joined.push(' ');
            }
        }
        &joined
    };
    let out = super::origins::normalise(text.trim());
    // What is invisible may have stood between the text and a space.
    if out.starts_with(' ') || out.ends_with(' ') { out.trim().to_owned() } else { out }
}

/// Marks of every element, read once. Inside code, names tell of the language (`token comment`), not of the page.
pub(crate) fn all_marks(outline: &Outline<'_>) -> Vec<Marks> {
    let mut known = Known::default();
    let mut code_end = 0;
    let mark = |at: At| {
        if outline.tag(at) == Tag::Text {
            return Marks::default();
        }
        let marks = outline.element(at).map(|element| marks_of(element, &mut known)).unwrap_or_default();
        if at < code_end {
            return if marks.any(Marks::HIDDEN) { Marks::HIDDEN } else { Marks::default() };
        }
        if outline.tag(at) == Tag::Pre {
            code_end = outline.end(at);
        }
        marks
    };
    (0..outline.entries.len()).map(mark).collect()
}

/// Gathers the blocks under `root`, leaving out entries for which `out` holds.
pub(crate) fn gather(
    outline: &Outline<'_>,
    root: At,
    marks: &[Marks],
    tables: &[(At, At)],
    out: impl Fn(At) -> bool,
) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    // The open block elements: end, entry, tag, marks so far.
    let mut open: Vec<(At, At, Tag, Marks)> = vec![(outline.end(root), root, Tag::Div, Marks::default())];
    let mut current: Option<Block> = None;
    let mut table = tables.iter().peekable();
    let mut at = root;
    let end = outline.end(root);
    let mut flush = |current: &mut Option<Block>| {
        if let Some(block) = current.take()
            && block.chars > 0
        {
            blocks.push(block);
        }
    };
    while at < end {
        while open.len() > 1 && open.last().is_some_and(|(block_end, ..)| *block_end <= at) {
            if let Some((_, entry, ..)) = open.pop()
                && is_block(outline.tag(entry))
            {
                flush(&mut current);
            }
        }
        while table.peek().is_some_and(|(_, table_end)| *table_end <= at) {
            table.next();
        }
        let tag = outline.tag(at);
        if is_unseen(tag) || out(at) {
            at = outline.end(at);
            continue;
        }
        let (_, holder, holder_tag, above) = *open.last().expect("the root stays open");
        if tag == Tag::Text {
            if outline.entries[at].chars > 0 {
                let in_table = table.peek().is_some_and(|(start, _)| *start <= at);
                let block = current.get_or_insert(Block {
                    first: at,
                    last: at,
                    holder,
                    tag: holder_tag,
                    chars: 0,
                    link_chars: 0,
                    stops: 0,
                    ends: false,
                    marks: above,
                    in_table,
                });
                add_text(outline, at, block);
                block.marks = block.marks.with(above);
            }
        } else if tag == Tag::Br && outline.tag(at.saturating_sub(1)) != Tag::Text {
            // Two line breaks in a row stand for a paragraph.
            flush(&mut current);
        } else if is_block(tag) {
            flush(&mut current);
            open.push((outline.end(at), at, tag_in(tag, holder_tag), above.with(marks[at])));
        } else if marks[at] != Marks::default() {
            open.push((outline.end(at), holder, holder_tag, above.with(marks[at])));
        }
        at += 1;
    }
    flush(&mut current);
    blocks
}

fn add_text(outline: &Outline<'_>, at: At, block: &mut Block) {
    let text = outline.text(at);
    block.last = at + 1;
    block.chars += outline.entries[at].chars;
    block.link_chars += outline.entries[at].link_chars;
    block.stops +=
        text.bytes().filter(|byte| matches!(byte, b',' | b';' | b'.' | b'?' | b'!')).count() as u32;
    let trimmed = text.trim_end();
    if !trimmed.is_empty() {
        let closers = ['"', '\'', ')', '\u{201d}', '\u{2019}', '\u{bb}'];
        block.ends = trimmed
            .trim_end_matches(closers)
            .ends_with(['.', '?', '!', ':', '\u{2026}', '\u{3002}', '\u{964}', '\u{ff1f}', '\u{ff01}']);
    }
}

fn tag_in(tag: Tag, outer: Tag) -> Tag {
    match tag {
        Tag::Li
        | Tag::Td
        | Tag::Th
        | Tag::Dd
        | Tag::Dt
        | Tag::Blockquote
        | Tag::Figcaption
        | Tag::Caption
        | Tag::Pre => tag,
        Tag::P if matches!(outer, Tag::Div) => Tag::P,
        _ if is_heading(tag) => tag,
        // A box inside a list item or cell is still that item or cell, and a line of code is code.
        _ if matches!(
            outer,
            Tag::Li | Tag::Td | Tag::Th | Tag::Dd | Tag::Blockquote | Tag::Figcaption | Tag::Pre
        ) =>
        {
            outer
        }
        Tag::P => Tag::P,
        _ => Tag::Div,
    }
}
