//! scraper's sink with a note of where each text append came from; `tree` feeds it.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use ego_tree::NodeId;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::{Attribute, QualName};
use scraper::{Html, HtmlTreeSink};

/// One append of text to a text node.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextRun {
    /// The text node.
    pub node: NodeId,
    /// First byte in the node's text.
    pub offset: u32,
    /// First byte in the character stream.
    pub stream: u32,
    /// Bytes.
    pub len: u32,
}

/// What the sink knows about the text it is given.
#[derive(Debug, Default)]
pub(super) struct Spans {
    /// Every append, in order.
    pub runs: Vec<TextRun>,
    /// The character token being processed, with how far it has been used.
    pub current: Option<Pending>,
    /// Character tokens that the tree builder holds back (text directly in a table).
    pub held: Vec<Pending>,
    /// Held tokens before this one are used up.
    pub held_from: usize,
}

/// A character token that the tree builder is using.
#[derive(Debug)]
pub(super) struct Pending {
    /// Its text.
    pub text: StrTendril,
    /// Its place in the character stream.
    pub stream: u32,
    /// How far it has been used.
    pub used: usize,
}

impl Pending {
    /// The stream position of `text`, which is the next use of this token.
    fn take(&mut self, text: &str) -> Option<u32> {
        let rest = &self.text[self.used..];
        // What the tree builder passes on unchanged is the same memory, and need not be compared.
        let shared = rest.as_ptr() == text.as_ptr() && rest.len() >= text.len();
        let skip = if shared || rest.starts_with(text) {
            0
        } else {
            let white = rest.len() - rest.trim_start_matches(['\t', '\n', '\x0c', '\r', ' ']).len();
            if rest[white..].starts_with(text) { white } else { rest.find(text)? }
        };
        let at = self.used + skip;
        self.used = at + text.len();
        Some(self.stream + at as u32)
    }
}

impl Spans {
    fn locate(&mut self, text: &str) -> Option<u32> {
        if let Some(current) = &mut self.current
            && let Some(at) = current.take(text)
        {
            return Some(at);
        }
        while self.held_from < self.held.len() {
            if let Some(at) = self.held[self.held_from].take(text) {
                return Some(at);
            }
            self.held_from += 1;
        }
        None
    }

    fn note(&mut self, node: NodeId, offset: usize, text: &str) {
        if let Some(stream) = self.locate(text) {
            let (offset, len) = (offset as u32, text.len() as u32);
            if let Some(last) = self.runs.last_mut()
                && last.node == node
                && last.stream + last.len == stream
                && last.offset + last.len == offset
            {
                last.len += len;
                return;
            }
            self.runs.push(TextRun { node, offset, stream, len });
        }
    }
}

/// scraper's sink with a note of where text came from.
pub(super) struct SpanSink {
    /// The sink that builds the tree.
    pub inner: HtmlTreeSink,
    /// Where text came from.
    pub spans: RefCell<Spans>,
    /// Nodes made so far.
    pub nodes: Cell<u32>,
}

impl SpanSink {
    fn count(&self) {
        self.nodes.set(self.nodes.get() + 1);
    }

    /// The text node that an append to `parent` just wrote to, and its length.
    fn note_last_child(&self, parent: NodeId, text: &str) {
        let html = self.inner.0.borrow();
        if let Some(child) = html.tree.get(parent).and_then(|parent| parent.last_child())
            && let scraper::Node::Text(node) = child.value()
        {
            self.spans.borrow_mut().note(child.id(), node.text.len() - text.len(), text);
        }
    }

    fn note_before(&self, sibling: NodeId, text: &str) {
        let html = self.inner.0.borrow();
        if let Some(child) = html.tree.get(sibling).and_then(|sibling| sibling.prev_sibling())
            && let scraper::Node::Text(node) = child.value()
        {
            self.spans.borrow_mut().note(child.id(), node.text.len() - text.len(), text);
        }
    }
}

impl TreeSink for SpanSink {
    type Output = Html;
    type Handle = NodeId;
    type ElemName<'a> = <HtmlTreeSink as TreeSink>::ElemName<'a>;

    fn finish(self) -> Html {
        self.inner.finish()
    }
    fn parse_error(&self, message: Cow<'static, str>) {
        self.inner.parse_error(message);
    }
    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }
    fn get_document(&self) -> NodeId {
        self.inner.get_document()
    }
    fn same_node(&self, left: &NodeId, right: &NodeId) -> bool {
        left == right
    }
    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Self::ElemName<'a> {
        self.inner.elem_name(target)
    }
    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.count();
        self.inner.create_element(name, attributes, flags)
    }
    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.count();
        self.inner.create_comment(text)
    }
    fn create_pi(&self, target: StrTendril, content: StrTendril) -> NodeId {
        self.inner.create_pi(target, content)
    }
    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }
    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(node) => self.inner.append(parent, NodeOrText::AppendNode(node)),
            NodeOrText::AppendText(text) => {
                self.count();
                self.inner.append(parent, NodeOrText::AppendText(text.clone()));
                self.note_last_child(*parent, &text);
            }
        }
    }
    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        match child {
            NodeOrText::AppendNode(node) => {
                self.inner.append_before_sibling(sibling, NodeOrText::AppendNode(node));
            }
            NodeOrText::AppendText(text) => {
                self.count();
                self.inner.append_before_sibling(sibling, NodeOrText::AppendText(text.clone()));
                self.note_before(*sibling, &text);
            }
        }
    }
    fn append_based_on_parent_node(&self, element: &NodeId, previous: &NodeId, child: NodeOrText<NodeId>) {
        let has_parent = {
            let html = self.inner.0.borrow();
            html.tree.get(*element).is_some_and(|node| node.parent().is_some())
        };
        if has_parent {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }
    fn remove_from_parent(&self, target: &NodeId) {
        self.inner.remove_from_parent(target);
    }
    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.inner.reparent_children(node, new_parent);
    }
    fn add_attrs_if_missing(&self, target: &NodeId, attributes: Vec<Attribute>) {
        self.inner.add_attrs_if_missing(target, attributes);
    }
    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.inner.get_template_contents(target)
    }
}
