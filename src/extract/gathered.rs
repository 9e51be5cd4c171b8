//! The characters of a text token while they are gathered: a range of the source as long as they are its own.

use std::borrow::Cow;
use std::ops::Range;

use html5ever::tendril::StrTendril;

/// Characters that follow one another. Most are the source's, and those are not copied.
pub(super) struct Gathered<'s> {
    source: &'s str,
    /// The source once more, as what the tree takes: parts of it share its memory.
    shared: StrTendril,
    /// What stands in the source, one after another; empty once something was copied.
    own: Range<usize>,
    copied: Vec<u8>,
}

/// Bytes that a tendril holds without memory of its own.
const INLINE: usize = 8;

impl<'s> Gathered<'s> {
    /// None yet, of a source and the tendril of the same text.
    pub fn of(source: &'s str, shared: StrTendril) -> Self {
        Gathered { source, shared, own: 0..0, copied: Vec::new() }
    }

    /// How many bytes there are.
    pub fn len(&self) -> usize {
        self.own.len() + self.copied.len()
    }

    /// Adds characters; `own` is where they stand in the source, where they do.
    pub fn push(&mut self, text: &[u8], own: Option<Range<usize>>) {
        match own {
            Some(own) if self.len() == 0 => self.own = own,
            Some(own) if self.copied.is_empty() && self.own.end == own.start => self.own.end = own.end,
            _ => {
                self.copy();
                self.copied.extend_from_slice(text);
            }
        }
    }

    /// Adds characters that may be memory of the source.
    pub fn push_found(&mut self, text: &[u8]) {
        let start = text.as_ptr().addr().checked_sub(self.source.as_ptr().addr());
        let own = start.map(|start| start..start + text.len()).filter(|own| own.end <= self.source.len());
        self.push(text, own);
    }

    /// Takes them out as a text; what is no UTF-8 becomes replacement characters.
    pub fn take(&mut self) -> StrTendril {
        if let Some(text) = self.source.get(self.own.clone()).filter(|_| self.copied.is_empty()) {
            let own = std::mem::take(&mut self.own);
            return if text.len() <= INLINE {
                StrTendril::from_slice(text)
            } else {
                self.shared.subtendril(own.start as u32, own.len() as u32)
            };
        }
        self.copy();
        let text = StrTendril::from_slice(&text_of(&self.copied));
        self.copied.clear();
        text
    }

    /// Forgets them.
    pub fn clear(&mut self) {
        self.own = 0..0;
        self.copied.clear();
    }

    fn copy(&mut self) {
        let own = std::mem::take(&mut self.own);
        self.copied.extend_from_slice(&self.source.as_bytes()[own]);
    }
}

/// A cut of a text is UTF-8 nearly always, and the check for that is quick.
pub(super) fn text_of(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_source_is_not_copied() {
        let source = "ab&amp;cd and more than fits beside it";
        let shared = StrTendril::from_slice(source);
        let mut gathered = Gathered::of(source, shared.clone());
        gathered.push_found(&source.as_bytes()[7..30]);
        let text = gathered.take();
        assert!(text.is_shared_with(&shared) && *text == source[7..30], "{text}");
        gathered.push_found(b"not of the source");
        assert_eq!(&*gathered.take(), "not of the source");
        gathered.push(b"a", Some(0..1));
        gathered.push(b"b", Some(1..2));
        assert_eq!(&*gathered.take(), "ab");
        gathered.push(b"ab", Some(0..2));
        gathered.push(b"&", None);
        gathered.push(b"cd", Some(7..9));
        assert_eq!((gathered.len(), &*gathered.take(), gathered.len()), (5, "ab&cd", 0));
        // A jump in the source is no range of it.
        gathered.push(b"a", Some(0..1));
        gathered.push(b"c", Some(7..8));
        assert_eq!(&*gathered.take(), "ac");
    }
}
