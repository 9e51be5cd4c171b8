//! The tree as one list in reading order, with the counts that judging a page needs.
//!
//! In this order a subtree is a stretch of the list, so every count over a subtree is one pass and
//! nothing recurses, however deep the page. It judges nothing itself.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::LazyLock;

use ego_tree::NodeId;
use ego_tree::iter::Edge;
use html5ever::{LocalName, local_name};
use scraper::Node;
use scraper::node::Element;

use super::tree::SpannedTree;

/// Number of an entry.
pub(crate) type At = usize;

macro_rules! tags {
    ($($variant:ident $name:literal)*) => {
        /// What an entry is: text, or an element by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
        pub(crate) enum Tag {
            /// A text node.
            Text,
            /// An element without a rule of its own.
            #[default]
            Other,
            $(
                #[doc = concat!("`", $name, "`.")]
                $variant,
            )*
        }
        const NAMES: &[(&str, Tag)] = &[$(($name, Tag::$variant),)*];
    };
}

tags! {
    A "a" Abbr "abbr" Address "address" Article "article" Aside "aside" Audio "audio" B "b"
    Blockquote "blockquote" Body "body" Br "br" Button "button" Canvas "canvas" Caption "caption" Center "center"
    Code "code" Col "col" Colgroup "colgroup" Dd "dd" Del "del" Details "details" Dialog "dialog" Div "div"
    Dl "dl" Dt "dt" Em "em" Embed "embed" Fieldset "fieldset" Figcaption "figcaption" Figure "figure" Font "font"
    Footer "footer" Form "form" H1 "h1" H2 "h2" H3 "h3" H4 "h4" H5 "h5" H6 "h6" Head "head" Header "header"
    Hgroup "hgroup" Hr "hr" Html "html" I "i" Iframe "iframe" Img "img" Input "input" Ins "ins" Label "label"
    Legend "legend" Li "li" Link "link" Main "main" Map "map" Mark "mark" Math "math" Menu "menu" Meta "meta"
    Nav "nav" Noscript "noscript" Object "object" Ol "ol" Optgroup "optgroup" Option "option" P "p" Picture "picture"
    Pre "pre" Q "q" Rp "rp" Rt "rt" S "s" Script "script" Search "search" Section "section" Select "select"
    Small "small" Source "source" Span "span" Strong "strong" Style "style" Sub "sub" Summary "summary" Sup "sup"
    Svg "svg" Table "table" Tbody "tbody" Td "td" Template "template" Textarea "textarea" Tfoot "tfoot" Th "th"
    Thead "thead" Time "time" Title "title" Tr "tr" U "u" Ul "ul" Video "video" Wbr "wbr"
}

/// A quick hash for tables whose keys are ours: what a page says is looked up in them, never put in.
#[derive(Default)]
pub(super) struct AtomHasher(u64);

impl Hasher for AtomHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    fn write_usize(&mut self, value: usize) {
        self.0 ^= value as u64;
    }
    fn write_u32(&mut self, value: u32) {
        self.0 = u64::from(value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

static TAGS: LazyLock<HashMap<LocalName, Tag, BuildHasherDefault<AtomHasher>>> =
    LazyLock::new(|| NAMES.iter().map(|(name, tag)| (LocalName::from(*name), *tag)).collect());

/// One node of the page.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// What it is.
    pub tag: Tag,
    /// Its parent; the first entry is its own.
    pub parent: u32,
    /// One past its subtree.
    pub end: u32,
    /// Its node in scraper's tree.
    pub node: NodeId,
    /// Characters of text in its subtree, white space runs as one.
    pub chars: u32,
    /// Those of them inside links.
    pub link_chars: u32,
}

/// The page as a list.
pub(crate) struct Outline<'t> {
    /// The tree the list was made from.
    pub tree: &'t SpannedTree,
    /// The entries; the first is the root element.
    pub entries: Vec<Entry>,
}

impl<'t> Outline<'t> {
    /// Lists every element and text node of the tree.
    pub fn new(tree: &'t SpannedTree) -> Self {
        let mut entries: Vec<Entry> = Vec::with_capacity(tree.html.tree.values().len());
        let mut open: Vec<At> = Vec::with_capacity(64);
        let mut links = 0_u32;
        let root = tree.html.root_element();
        for edge in root.traverse() {
            match edge {
                Edge::Open(node) => match node.value() {
                    Node::Element(element) => {
                        let tag = TAGS.get(&element.name.local).copied().unwrap_or_default();
                        let parent = open.last().copied().unwrap_or(0) as u32;
                        open.push(entries.len());
                        links += u32::from(tag == Tag::A);
                        let node = node.id();
                        entries.push(Entry { tag, parent, end: 0, node, chars: 0, link_chars: 0 });
                    }
                    Node::Text(text) => {
                        // Scripts and styles are most of many pages, and nobody asks how long they are.
                        let unseen = open.last().is_some_and(|last| is_unseen(entries[*last].tag));
                        let chars = if unseen { 0 } else { count_chars(text) };
                        let parent = open.last().copied().unwrap_or(0) as u32;
                        let end = entries.len() as u32 + 1;
                        let node = node.id();
                        let link_chars = if links > 0 { chars } else { 0 };
                        entries.push(Entry { tag: Tag::Text, parent, end, node, chars, link_chars });
                        if let Some(last) = open.last() {
                            entries[*last].chars += chars;
                            entries[*last].link_chars += link_chars;
                        }
                    }
                    _ => {}
                },
                Edge::Close(node) => {
                    if let Node::Element(_) = node.value()
                        && let Some(at) = open.pop()
                    {
                        let (tag, chars, link_chars) =
                            (entries[at].tag, entries[at].chars, entries[at].link_chars);
                        entries[at].end = entries.len() as u32;
                        links -= u32::from(tag == Tag::A);
                        if let Some(parent) = open.last()
                            && !is_unseen(tag)
                        {
                            entries[*parent].chars += chars;
                            entries[*parent].link_chars += link_chars;
                        }
                    }
                }
            }
        }
        Outline { tree, entries }
    }

    /// What an entry is.
    pub fn tag(&self, at: At) -> Tag {
        self.entries[at].tag
    }

    /// One past the subtree of an entry.
    pub fn end(&self, at: At) -> At {
        self.entries[at].end as At
    }

    /// The parent of an entry; the root is its own.
    pub fn parent(&self, at: At) -> At {
        self.entries[at].parent as At
    }

    /// The entries directly under an entry.
    pub fn children(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let end = self.end(at);
        let mut next = at + 1;
        std::iter::from_fn(move || {
            let found = (next < end).then_some(next)?;
            next = self.end(found);
            Some(found)
        })
    }

    /// The siblings before an entry, nearest first.
    pub fn earlier_siblings(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let parent = self.parent(at);
        let mut next = at;
        std::iter::from_fn(move || {
            // What stands right before an entry is its parent or the end of the sibling before it.
            let before = next.checked_sub(1).filter(|before| *before > parent)?;
            let upward = std::iter::once(before).chain(self.ancestors(before));
            next = upward.take_while(|above| *above > parent).last()?;
            Some(next)
        })
    }

    /// The parents of an entry, nearest first, without the root.
    pub fn ancestors(&self, at: At) -> impl Iterator<Item = At> + '_ {
        let mut next = at;
        std::iter::from_fn(move || {
            next = (next > 0).then(|| self.parent(next))?;
            Some(next)
        })
    }

    /// The element of an entry.
    pub fn element(&self, at: At) -> Option<&'t Element> {
        self.tree.html.tree.get(self.entries[at].node)?.value().as_element()
    }

    /// The text of a text entry.
    pub fn text(&self, at: At) -> &'t str {
        let node = self.tree.html.tree.get(self.entries[at].node);
        node.and_then(|node| node.value().as_text()).map_or("", |text| text)
    }

    /// An attribute of an element entry.
    pub fn attribute(&self, at: At, name: &LocalName) -> Option<&'t str> {
        let element = self.element(at)?;
        element.attrs.iter().find(|(known, _)| known.local == *name).map(|(_, value)| &**value)
    }

    /// The ARIA role of an entry.
    pub fn role(&self, at: At) -> &'t str {
        self.attribute(at, &local_name!("role")).unwrap_or_default()
    }

    /// All text under an entry, white space runs as one; for names and captions, not for evidence.
    pub fn text_under(&self, at: At) -> String {
        let mut out = String::new();
        let mut next = at;
        let end = self.end(at);
        while next < end {
            let tag = self.tag(next);
            if is_unseen(tag) && next > at {
                next = self.end(next);
                continue;
            }
            if tag == Tag::Text {
                out.push_str(self.text(next));
            } else if tag == Tag::Br || is_block(tag) {
                out.push(' ');
            }
            next += 1;
        }
        super::origins::normalise(out.trim())
    }
}

/// Characters of a text, white space runs as one and none at the ends.
fn count_chars(text: &str) -> u32 {
    let mut chars = 0;
    let mut white = true;
    for byte in text.bytes() {
        if byte.is_ascii_whitespace() {
            chars += u32::from(!std::mem::replace(&mut white, true));
        } else {
            white = false;
            // A continuation byte belongs to the character before it.
            chars += u32::from(byte & 0xc0 != 0x80);
        }
    }
    chars
}

/// Elements whose content a reader of the page never sees as text.
pub(crate) fn is_unseen(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Script
            | Tag::Style
            | Tag::Template
            | Tag::Head
            | Tag::Svg
            | Tag::Iframe
            | Tag::Object
            | Tag::Embed
            | Tag::Audio
            | Tag::Video
            | Tag::Canvas
            | Tag::Select
            | Tag::Textarea
            | Tag::Map
            | Tag::Rp
    )
}

/// Elements that begin and end a line.
pub(crate) fn is_block(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::Address
            | Tag::Article
            | Tag::Aside
            | Tag::Blockquote
            | Tag::Body
            | Tag::Caption
            | Tag::Center
            | Tag::Dd
            | Tag::Details
            | Tag::Dialog
            | Tag::Div
            | Tag::Dl
            | Tag::Dt
            | Tag::Fieldset
            | Tag::Figcaption
            | Tag::Figure
            | Tag::Footer
            | Tag::Form
            | Tag::H1
            | Tag::H2
            | Tag::H3
            | Tag::H4
            | Tag::H5
            | Tag::H6
            | Tag::Header
            | Tag::Hgroup
            | Tag::Hr
            | Tag::Legend
            | Tag::Li
            | Tag::Main
            | Tag::Menu
            | Tag::Nav
            | Tag::Ol
            | Tag::P
            | Tag::Pre
            | Tag::Search
            | Tag::Section
            | Tag::Summary
            | Tag::Table
            | Tag::Tbody
            | Tag::Td
            | Tag::Tfoot
            | Tag::Th
            | Tag::Thead
            | Tag::Tr
            | Tag::Ul
    )
}

/// Headings by level.
pub(crate) fn is_heading(tag: Tag) -> bool {
    matches!(tag, Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6)
}

/// Elements that mark a stretch of a line.
pub(crate) fn is_inline(tag: Tag) -> bool {
    matches!(
        tag,
        Tag::A
            | Tag::Abbr
            | Tag::B
            | Tag::Code
            | Tag::Del
            | Tag::Em
            | Tag::Font
            | Tag::I
            | Tag::Ins
            | Tag::Mark
            | Tag::Q
            | Tag::S
            | Tag::Small
            | Tag::Span
            | Tag::Strong
            | Tag::Sub
            | Tag::Sup
            | Tag::Time
            | Tag::U
    )
}
