//! What is left out of a page whatever its text: furniture by element and role, boxes by their names.
//!
//! Names are habits, so a part that holds much of the page is never out by its name alone. How
//! much is judged by running text on a page that has some, and by all text on a page of lists.

use html5ever::local_name;

use super::marks::Marks;
use super::outline::{At, Outline, Tag, is_block, is_heading, is_inline, is_unseen};

/// A shorter text may be a label; running text is longer.
const PROSE_CHARS_MIN: u32 = 60;

/// Pages with less running text than this have too little of it to measure parts by.
const PROSE_MEASURE_MIN: u32 = 500;

/// A shorter aside may be an appeal or a pulled quote.
const NOTE_CHARS_MIN: u32 = 200;

/// Empty siblings between a folded text and its heading.
const LABEL_STEPS_MAX: usize = 6;

/// The longest heading over a folded text.
const LABEL_CHARS_MAX: u32 = 160;

/// The longest marker of a note: `[123]`, with a space at either side.
const NOTE_MARKER_MAX: u32 = 7;

/// Judges every entry of one page.
pub(crate) struct Pruner<'a, 't> {
    outline: &'a Outline<'t>,
    marks: &'a [Marks],
    body: At,
    /// Characters of running text under each entry.
    pub prose: Vec<u32>,
    /// Characters outside what is furniture by element, role or hidden state.
    pub plain: u32,
    /// True for a page of lists, cards and links, with hardly any running text of its own.
    pub sparse: bool,
    /// True for a thread of a forum, where who posts when is of the text.
    thread: bool,
}

impl<'a, 't> Pruner<'a, 't> {
    /// Measures a page.
    pub fn new(outline: &'a Outline<'t>, marks: &'a [Marks], body: At, thread: bool) -> Self {
        let mut pruner = Pruner { outline, marks, body, prose: Vec::new(), plain: 0, sparse: false, thread };
        pruner.prose = pruner.prose_of_page();
        let (mut plain, mut prose) = (0, 0);
        let mut at = body;
        while at < outline.end(body) {
            if at != body && pruner.is_certain(at) {
                at = outline.end(at);
                continue;
            }
            if outline.tag(at) == Tag::Text {
                plain += outline.entries[at].chars;
                prose += pruner.prose[at];
            }
            at += 1;
        }
        pruner.plain = plain.max(1);
        pruner.sparse = prose < 700 || (prose < 2500 && prose * 3 < plain);
        pruner
    }

    /// Characters of running text under each entry, without comments where there is text besides them.
    fn prose_of_page(&self) -> Vec<u32> {
        let comment = |at: At| self.marks[at].any(Marks::COMMENT) && at != self.body;
        let apart = self.prose_without(comment);
        if apart[self.body] >= 1000 { apart } else { self.prose_without(|_| false) }
    }

    fn prose_without(&self, out: impl Fn(At) -> bool) -> Vec<u32> {
        let outline = self.outline;
        let mut prose = vec![0; outline.entries.len()];
        for at in (1..outline.entries.len()).rev() {
            let entry = &outline.entries[at];
            if entry.tag == Tag::Text {
                let runs = entry.link_chars == 0 && entry.chars >= PROSE_CHARS_MIN;
                prose[at] = if runs { entry.chars } else { 0 };
            }
            if !is_unseen(entry.tag) && entry.tag != Tag::Button && !out(at) {
                prose[entry.parent as At] += prose[at];
            }
        }
        prose
    }

    /// Furniture by element, role or state, however much it holds.
    fn is_certain(&self, at: At) -> bool {
        let marks = self.marks[at];
        match self.outline.tag(at) {
            Tag::Text => false,
            Tag::Nav | Tag::Dialog | Tag::Menu | Tag::Search | Tag::Footer | Tag::Aside | Tag::Button => true,
            Tag::Header => self.is_site_header(at),
            tag => {
                is_unseen(tag)
                    || marks.any(Marks::HIDDEN)
                    || marks.any(Marks::CONSENT)
                    || marks.any(Marks::COMMENT)
            }
        }
    }

    /// True where an entry and all under it is left out.
    pub fn is_out(&self, at: At) -> bool {
        let tag = self.outline.tag(at);
        if matches!(tag, Tag::Text | Tag::Html | Tag::Body | Tag::Main | Tag::Article) || at == self.body {
            return false;
        }
        let marks = self.marks[at];
        if tag == Tag::Sup && self.is_note_marker(at) {
            return true;
        }
        if is_inline(tag) && self.is_within_text(at) {
            return marks.any(Marks::HIDDEN);
        }
        let share = self.share(at);
        match tag {
            Tag::Noscript => return share < 0.5,
            Tag::Button => return !self.is_folded_heading(at),
            Tag::Input | Tag::Legend | Tag::Option | Tag::Optgroup | Tag::Math => return true,
            Tag::Nav | Tag::Dialog | Tag::Menu | Tag::Search | Tag::Footer if self.share_of_all(at) < 0.4 => {
                return true;
            }
            // On a page of cards an aside with running text is a folded description.
            Tag::Aside
                if self.share_of_all(at) < 0.4
                    && (!self.sparse || self.prose[at] < 150)
                    && !self.is_side_note(at) =>
            {
                return true;
            }
            Tag::Figcaption if !self.holds_table_caption(at) => return true,
            Tag::Form | Tag::Fieldset if share < 0.2 => return true,
            Tag::Header if self.share_of_all(at) < 0.3 && self.is_site_header(at) => return true,
            _ => {}
        }
        marks != Marks::default() && self.is_out_by_name(at, marks, share)
    }

    fn is_out_by_name(&self, at: At, marks: Marks, share: f32) -> bool {
        let entry = &self.outline.entries[at];
        if marks.any(Marks::CONSENT) {
            return entry.chars < self.outline.entries[self.body].chars / 5 * 4;
        }
        if marks.any(Marks::OVERLAY) && self.share_of_all(at) < 0.35 {
            return true;
        }
        if marks.any(Marks::CORRECTION) {
            return false;
        }
        if marks.any(Marks::HIDDEN) && self.share_of_all(at) < 0.3 && !self.is_folded(at, marks) {
            return true;
        }
        if marks.any(Marks::BODY) {
            return false;
        }
        let linky = entry.link_chars * 2 > entry.chars || self.prose[at] == 0;
        if self.sparse {
            // Cards of a list carry names like these too; only small bars are safe to leave out.
            return (marks.any(Marks::FURNITURE) && linky && share < 0.1)
                || (marks.any(Marks::ASIDE) && share < 0.3);
        }
        (marks.any(Marks::FURNITURE) && share < if linky { 0.3 } else { 0.08 } && !self.opens_text(at))
            || (marks.any(Marks::ASIDE) && share < 0.3 && !(entry.tag == Tag::Aside && self.is_side_note(at)))
            || (marks.any(Marks::RELATED) && share < 0.35)
            || (marks.any(Marks::APPEAL) && entry.tag != Tag::Li && share < 0.12)
            || (marks.any(Marks::CREDIT) && share < 0.1 && entry.chars < 700 && !self.thread)
            || (marks.any(Marks::CAPTION) && share < 0.1 && entry.tag != Tag::Figure && entry.chars < 400)
    }

    /// The part of the page that an entry holds.
    fn share(&self, at: At) -> f32 {
        let prose = self.prose[self.body];
        if prose >= PROSE_MEASURE_MIN && !self.sparse {
            self.prose[at] as f32 / prose as f32
        } else {
            self.outline.entries[at].chars as f32 / self.plain as f32
        }
    }

    /// The part of the page that an element of furniture holds, itself counted.
    fn share_of_all(&self, at: At) -> f32 {
        if self.sparse {
            self.outline.entries[at].chars as f32 / self.outline.entries[self.body].chars.max(1) as f32
        } else {
            self.share(at)
        }
    }

    /// True where an inline element is a part of a longer text: cutting it out would change a sentence.
    fn is_within_text(&self, at: At) -> bool {
        let block = self.outline.ancestors(at).find(|above| is_block(self.outline.tag(*above)));
        block.is_some_and(|block| {
            let (whole, own) = (self.outline.entries[block].chars, self.outline.entries[at].chars);
            own * 2 < whole && whole < 2000
        })
    }

    /// A raised figure or letter that leads to a note of the same page: behind a figure it would be read as a part of it.
    fn is_note_marker(&self, at: At) -> bool {
        let outline = self.outline;
        let inside = || at + 1..outline.end(at);
        let leads = |at: At| {
            let target = outline.attribute(at, &local_name!("href"));
            outline.tag(at) == Tag::A && target.is_some_and(|target| target.starts_with('#'))
        };
        // Brackets may stand around the link.
        let says_more = |at: At| {
            outline.tag(at) == Tag::Text
                && outline.entries[at].link_chars == 0
                && outline.text(at).contains(char::is_alphanumeric)
        };
        (1..=NOTE_MARKER_MAX).contains(&outline.entries[at].chars)
            && inside().any(leads)
            && !inside().any(says_more)
    }

    /// The button that unfolds a section is its heading.
    fn is_folded_heading(&self, at: At) -> bool {
        let above = self.outline.parent(at);
        let above = self.outline.tag(above);
        is_heading(above) || matches!(above, Tag::Summary | Tag::Dt)
    }

    /// A banner with the page's title and running text under it is the head of the text.
    fn opens_text(&self, at: At) -> bool {
        self.prose[at] >= PROSE_CHARS_MIN
            && (at..self.outline.end(at)).any(|inside| self.outline.tag(inside) == Tag::H1)
    }

    /// Running text without links to speak of, right behind a paragraph: a note beside the text, in its flow.
    fn is_side_note(&self, at: At) -> bool {
        let entry = &self.outline.entries[at];
        let is_text = |sibling: At| self.outline.tag(sibling) == Tag::P && self.prose[sibling] > 0;
        self.prose[at] >= NOTE_CHARS_MIN
            && self.prose[at] * 4 >= entry.chars * 3
            && entry.link_chars * 10 <= entry.chars
            && self.outline.earlier_siblings(at).take(LABEL_STEPS_MAX).any(is_text)
    }

    /// Running text that is folded under its heading, button or question, for a reader to open.
    fn is_folded(&self, at: At, marks: Marks) -> bool {
        let entry = &self.outline.entries[at];
        if marks != Marks::HIDDEN || self.prose[at] < PROSE_CHARS_MIN || entry.link_chars * 3 > entry.chars {
            return false;
        }
        let before = |at: At| {
            let filled = |sibling: &At| self.outline.entries[*sibling].chars > 0;
            self.outline.earlier_siblings(at).take(LABEL_STEPS_MAX).find(filled)
        };
        // A box around the folded part alone is passed.
        before(at).or_else(|| before(self.outline.parent(at))).is_some_and(|label| self.is_label(label))
    }

    /// True for a short heading, a button's text or a question.
    fn is_label(&self, at: At) -> bool {
        let inside = || at..self.outline.end(at);
        let opens = |at: At| is_heading(self.outline.tag(at)) || self.outline.tag(at) == Tag::Button;
        let asks = || {
            let text = inside().rev().find(|at| self.outline.entries[*at].chars > 0);
            text.is_some_and(|text| self.outline.text(text).trim_end().ends_with('?'))
        };
        self.outline.entries[at].chars <= LABEL_CHARS_MAX && (inside().any(opens) || asks())
    }

    /// The caption of a figure that holds a table belongs to the table.
    fn holds_table_caption(&self, at: At) -> bool {
        let figure = self.outline.parent(at);
        (figure..self.outline.end(figure)).any(|inside| self.outline.tag(inside) == Tag::Table)
    }

    fn is_site_header(&self, at: At) -> bool {
        let in_article = self
            .outline
            .ancestors(at)
            .any(|above| matches!(self.outline.tag(above), Tag::Article | Tag::Main));
        let has_title = (at..self.outline.end(at)).any(|inside| self.outline.tag(inside) == Tag::H1);
        !in_article && !has_title
    }

    /// True where something between a text and its block's holder is out (a hidden span in a paragraph).
    pub fn is_out_within(&self, holder: At, at: At) -> bool {
        self.outline
            .ancestors(at)
            .take_while(|above| *above != holder)
            .any(|above| is_unseen(self.outline.tag(above)) || self.is_out(above))
    }
}
