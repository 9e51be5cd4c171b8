//! Builds scraper's tree from an HTML text and remembers where each piece of its text stands.
//!
//! html5gum's tokens carry byte positions; they go to html5ever's `TreeBuilder` and from there into
//! scraper's sink, so the tree is the one scraper's own parser builds with scripting off. A wrapper sink
//! notes which stretch of the token stream every text append came from. Attributes that nobody reads are left out.
//!
//! html5ever is quadratic in depth and in attributes, so the caps stand here, in front of the tree.
//! It does not judge what the page says.

use std::cell::{Cell, RefCell};

use ego_tree::{NodeId, Tree};
use html5ever::interface::{Tracer, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5gum::{Emitter, Error, State, Tokenizer};
use scraper::{Html, HtmlTreeSink};

use super::gathered::{Gathered, text_of};
use super::limits::Limits;
use super::open_tag::OpenTag;
use super::sink::{Pending, SpanSink, Spans, TextRun};
use super::tag_rules::RAW_TEXT;

/// A stretch of the character stream: all character tokens one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StreamPiece {
    /// First byte in the character stream.
    pub stream: u32,
    /// Bytes in the character stream.
    pub stream_len: u32,
    /// First byte in the source.
    pub source: u32,
    /// Bytes in the source.
    pub source_len: u32,
    /// True where stream and source are the same bytes; false for a reference or a line end.
    pub same: bool,
}

/// Which caps were met while the tree was built.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct CapsMet {
    /// Start tags left out because the tree was too deep.
    pub depth: u32,
    /// Attributes left out.
    pub attributes: u32,
    /// True when the rest of the page was left out because there were too many nodes.
    pub nodes: bool,
}

/// Bytes of a page for one node of its tree, as pages have on the whole: so much room is made at once.
const NODE_BYTES: usize = 100;

/// Scraper's tree with the way from its text nodes back to the source.
pub(crate) struct SpannedTree {
    /// The tree as scraper builds it.
    pub html: Html,
    /// What was left out.
    pub caps: CapsMet,
    runs: Vec<TextRun>,
    pieces: Vec<StreamPiece>,
}

impl SpannedTree {
    /// Parses `source` under `limits`.
    pub fn parse(source: &str, limits: &Limits) -> Self {
        let mut html = Html::new_document();
        // A power of two: what is doubled from it ends where a list that began empty does.
        let nodes = (source.len() / NODE_BYTES).next_power_of_two().min(limits.nodes_max);
        html.tree = Tree::with_capacity(scraper::Node::Document, nodes);
        let sink = SpanSink {
            inner: HtmlTreeSink::new(html),
            spans: RefCell::new(Spans::default()),
            nodes: Cell::new(0),
        };
        // Without scripts the content of `noscript` is markup, as it is for us.
        let options = TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() };
        let feeder = Feeder::new(TreeBuilder::new(sink, options), source, limits);
        let mut tokenizer = Tokenizer::new_with_emitter(source, feeder);
        let mut sealed = None;
        if let Some(Ok(tree)) = tokenizer.next() {
            sealed = Some(tree);
        }
        sealed.expect("the feeder seals the tree at the end of the source, which a text always has")
    }

    /// The pieces of one text node, in order, each with its offset in the node's text.
    pub fn pieces_of(&self, node: NodeId, mut each: impl FnMut(u32, StreamPiece)) {
        let first = self.runs.partition_point(|run| run.node < node);
        for run in self.runs[first..].iter().take_while(|run| run.node == node) {
            let end = run.stream + run.len;
            let start = self.pieces.partition_point(|piece| piece.stream + piece.stream_len <= run.stream);
            for piece in self.pieces[start..].iter().take_while(|piece| piece.stream < end) {
                let from = piece.stream.max(run.stream);
                let to = (piece.stream + piece.stream_len).min(end);
                let mut cut = *piece;
                if piece.same {
                    cut.source += from - piece.stream;
                    cut.source_len = to - from;
                }
                cut.stream = from;
                cut.stream_len = to - from;
                each(run.offset + (from - run.stream), cut);
            }
        }
    }
}

/// Counts the open elements and the active formatting elements of a tree builder.
#[derive(Default)]
struct OpenCount(Cell<usize>);

impl Tracer for OpenCount {
    type Handle = NodeId;
    fn trace_handle(&self, _node: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}

/// Takes html5gum's tokens, keeps the caps, and feeds the tree builder.
struct Feeder<'s, 'l> {
    builder: Option<TreeBuilder<NodeId, SpanSink>>,
    source: &'s str,
    limits: &'l Limits,
    position: usize,
    /// Characters of the token being gathered, and the stream position of its first byte.
    characters: Gathered<'s>,
    stream: u32,
    /// Source position up to which characters of this token are accounted for.
    covered: usize,
    pieces: Vec<StreamPiece>,
    tag: OpenTag<'s>,
    last_start: Vec<u8>,
    comment: Vec<u8>,
    doctype: Doctype,
    /// Upper bound on the open elements, made exact again when it reaches the cap.
    open_bound: usize,
    caps: CapsMet,
    sealed: Option<SpannedTree>,
}

impl<'s, 'l> Feeder<'s, 'l> {
    fn new(builder: TreeBuilder<NodeId, SpanSink>, source: &'s str, limits: &'l Limits) -> Self {
        // One copy, of which every text and value of the tree is a part.
        let shared = StrTendril::from_slice(source);
        Feeder {
            builder: Some(builder),
            source,
            limits,
            position: 0,
            characters: Gathered::of(source, shared.clone()),
            stream: 0,
            covered: 0,
            pieces: Vec::with_capacity(source.len() / 64),
            tag: OpenTag::of(source, shared),
            last_start: Vec::new(),
            comment: Vec::new(),
            doctype: Doctype::default(),
            open_bound: 0,
            caps: CapsMet::default(),
            sealed: None,
        }
    }

    fn builder(&self) -> &TreeBuilder<NodeId, SpanSink> {
        self.builder.as_ref().expect("the builder lives until the end of the source")
    }

    fn push_piece(&mut self, piece: StreamPiece) {
        if let Some(last) = self.pieces.last_mut()
            && last.same
            && piece.same
            && last.stream + last.stream_len == piece.stream
            && last.source + last.source_len == piece.source
        {
            last.stream_len += piece.stream_len;
            last.source_len += piece.source_len;
            return;
        }
        self.pieces.push(piece);
    }

    fn send(&mut self, token: Token) -> Option<State> {
        let builder = self.builder();
        if builder.sink.nodes.get() as usize >= self.limits.nodes_max && !matches!(token, Token::EOFToken) {
            self.caps.nodes = true;
            return None;
        }
        match builder.process_token(token, 1) {
            TokenSinkResult::Continue | TokenSinkResult::EncodingIndicator(_) => None,
            TokenSinkResult::Script(_) => Some(State::Data),
            TokenSinkResult::Plaintext => Some(State::PlainText),
            TokenSinkResult::RawData(RawKind::Rcdata) => Some(State::RcData),
            TokenSinkResult::RawData(RawKind::Rawtext) => Some(State::RawText),
            TokenSinkResult::RawData(RawKind::ScriptData | RawKind::ScriptDataEscaped(_)) => {
                Some(State::ScriptData)
            }
        }
    }

    /// Sends a token that is not text; text the builder held back comes out during this call.
    fn send_other(&mut self, token: Token) -> Option<State> {
        self.flush_characters();
        let state = self.send(token);
        let mut spans = self.builder().sink.spans.borrow_mut();
        if !spans.held.is_empty() {
            spans.held.clear();
            spans.held_from = 0;
        }
        state
    }

    fn flush_characters(&mut self) {
        let len = self.characters.len();
        if len == 0 {
            return;
        }
        let text = self.characters.take();
        let mut at = self.stream;
        let mut rest = text;
        while let Some(null) = memchr::memchr(0, rest.as_bytes()) {
            self.send_characters(rest.subtendril(0, null as u32), at);
            let _ = self.send(Token::NullCharacterToken);
            at += null as u32 + 1;
            rest.pop_front(null as u32 + 1);
        }
        self.send_characters(rest, at);
        self.stream += len as u32;
    }

    fn send_characters(&mut self, text: StrTendril, stream: u32) {
        if text.is_empty() {
            return;
        }
        let pending = Pending { text: text.clone(), stream, used: 0 };
        self.builder().sink.spans.borrow_mut().current = Some(pending);
        let _ = self.send(Token::CharacterTokens(text));
        let mut spans = self.builder().sink.spans.borrow_mut();
        if let Some(rest) = spans.current.take()
            && rest.used < rest.text.len()
        {
            spans.held.push(rest);
        }
    }

    fn end_attribute(&mut self) {
        self.caps.attributes += u32::from(!self.tag.end_attribute(self.limits));
    }

    /// True when one more open element would pass the depth cap.
    fn too_deep(&mut self) -> bool {
        if self.open_bound < self.limits.depth_max {
            return false;
        }
        let count = OpenCount::default();
        self.builder().trace_handles(&count);
        self.open_bound = count.0.get();
        self.open_bound >= self.limits.depth_max
    }

    fn seal(&mut self) {
        self.flush_characters();
        let _ = self.send(Token::EOFToken);
        let builder = self.builder.take().expect("the end of the source comes once");
        builder.end();
        let SpanSink { inner, spans, .. } = builder.sink;
        let mut runs = spans.into_inner().runs;
        runs.sort_by_key(|run| run.node);
        self.sealed = Some(SpannedTree {
            html: inner.finish(),
            caps: self.caps,
            runs,
            pieces: std::mem::take(&mut self.pieces),
        });
    }
}

impl Emitter for Feeder<'_, '_> {
    type Token = SpannedTree;

    fn set_last_start_tag(&mut self, last_start_tag: Option<&[u8]>) {
        self.last_start.clear();
        self.last_start.extend_from_slice(last_start_tag.unwrap_or_default());
    }
    fn emit_eof(&mut self) {
        self.seal();
    }
    fn emit_error(&mut self, _error: Error) {}
    fn should_emit_errors(&mut self) -> bool {
        false
    }
    fn pop_token(&mut self) -> Option<SpannedTree> {
        self.sealed.take()
    }
    fn init_string(&mut self) {
        if self.characters.len() == 0 {
            self.covered = self.position;
        }
    }
    fn emit_string(&mut self, text: &[u8]) {
        if text.is_empty() {
            return;
        }
        let end = self.position.min(self.source.len());
        let start = end.saturating_sub(text.len());
        let stream = self.stream + self.characters.len() as u32;
        let bytes = &self.source.as_bytes()[start..end];
        // The tokenizer gives plain text as the memory it stands in.
        let same = (bytes.as_ptr() == text.as_ptr() && bytes.len() == text.len()) || *bytes == *text;
        let mut source = if same { start } else { self.covered.min(end) };
        // The line feed of a CR LF is skipped when the next character is read; it is not part of it.
        if !same
            && source > 0
            && source + 1 < end
            && self.source.as_bytes()[source - 1..].starts_with(b"\r\n")
        {
            source += 1;
        }
        self.push_piece(StreamPiece {
            stream,
            stream_len: text.len() as u32,
            source: source as u32,
            source_len: (end - source) as u32,
            same,
        });
        self.covered = end;
        self.characters.push(text, same.then_some(start..end));
    }
    fn init_start_tag(&mut self) {
        self.tag.begin(false);
    }
    fn init_end_tag(&mut self) {
        self.tag.begin(true);
    }
    fn init_comment(&mut self) {
        self.flush_characters();
        self.comment.clear();
    }
    fn emit_current_tag(&mut self) -> Option<State> {
        self.end_attribute();
        let (attrs, duplicates) = self.tag.take_attributes();
        let name = self.tag.element_name();
        if self.tag.end {
            self.last_start.clear();
        } else {
            self.last_start.clone_from(&self.tag.name);
            self.flush_characters();
            if !RAW_TEXT.contains(&self.tag.name.as_slice()) && self.too_deep() {
                self.caps.depth += 1;
                return None;
            }
            self.open_bound += 1;
        }
        self.send_other(Token::TagToken(Tag {
            kind: if self.tag.end { TagKind::EndTag } else { TagKind::StartTag },
            name,
            self_closing: self.tag.self_closing,
            attrs,
            had_duplicate_attributes: duplicates,
        }))
    }
    fn emit_current_comment(&mut self) {
        let comment = StrTendril::from_slice(&text_of(&self.comment));
        self.comment.clear();
        let _ = self.send_other(Token::CommentToken(comment));
    }
    fn emit_current_doctype(&mut self) {
        let doctype = std::mem::take(&mut self.doctype);
        let _ = self.send_other(Token::DoctypeToken(doctype));
    }
    fn set_self_closing(&mut self) {
        self.tag.self_closing = !self.tag.end;
    }
    fn set_force_quirks(&mut self) {
        self.doctype.force_quirks = true;
    }
    fn push_tag_name(&mut self, text: &[u8]) {
        self.tag.name.extend_from_slice(text);
    }
    fn push_comment(&mut self, text: &[u8]) {
        self.comment.extend_from_slice(text);
    }
    fn push_doctype_name(&mut self, text: &[u8]) {
        push(&mut self.doctype.name, text);
    }
    fn init_doctype(&mut self) {
        self.flush_characters();
        self.doctype = Doctype::default();
    }
    fn init_attribute(&mut self) {
        self.end_attribute();
        self.tag.begin_attribute();
    }
    fn push_attribute_name(&mut self, text: &[u8]) {
        self.tag.push_name(text);
    }
    fn push_attribute_value(&mut self, text: &[u8]) {
        self.tag.push_value(text);
    }
    fn set_doctype_public_identifier(&mut self, value: &[u8]) {
        self.doctype.public_id = Some(StrTendril::from_slice(&text_of(value)));
    }
    fn set_doctype_system_identifier(&mut self, value: &[u8]) {
        self.doctype.system_id = Some(StrTendril::from_slice(&text_of(value)));
    }
    fn push_doctype_public_identifier(&mut self, text: &[u8]) {
        push(&mut self.doctype.public_id, text);
    }
    fn push_doctype_system_identifier(&mut self, text: &[u8]) {
        push(&mut self.doctype.system_id, text);
    }
    fn current_is_appropriate_end_tag_token(&mut self) -> bool {
        self.tag.end && !self.last_start.is_empty() && self.last_start == self.tag.name
    }
    fn adjusted_current_node_present_but_not_in_html_namespace(&mut self) -> bool {
        self.builder.as_ref().is_some_and(TokenSink::adjusted_current_node_present_but_not_in_html_namespace)
    }
    #[inline]
    fn move_position(&mut self, offset: isize) {
        self.position = self.position.saturating_add_signed(offset);
    }
}

fn push(slot: &mut Option<StrTendril>, text: &[u8]) {
    slot.get_or_insert_with(StrTendril::new).push_slice(&text_of(text));
}
