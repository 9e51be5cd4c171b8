//! The characters of a text token while they are gathered: a range of the source as long as they are its own.

use std::borrow::Cow;
use std::ops::Range;

/// Characters that follow one another. Most are the source's, and those are not copied.
pub(super) struct Gathered<'s> {
    source: &'s str,
    /// What stands in the source, one after another; empty once something was copied.
    own: Range<usize>,
    copied: Vec<u8>,
}

impl<'s> Gathered<'s> {
    /// None yet, of a source.
    pub fn of(source: &'s str) -> Self {
        Gathered { source, own: 0..0, copied: Vec::new() }
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

    /// Takes them out as a text; what is no UTF-8 becomes replacement characters.
    pub fn take(&mut self) -> Cow<'s, str> {
        if let Some(text) = self.source.get(self.own.clone()).filter(|_| self.copied.is_empty()) {
            self.own = 0..0;
            return Cow::Borrowed(text);
        }
        self.copy();
        let text = String::from_utf8(std::mem::take(&mut self.copied));
        Cow::Owned(text.unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }

    fn copy(&mut self) {
        let own = std::mem::take(&mut self.own);
        self.copied.extend_from_slice(&self.source.as_bytes()[own]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_the_source_is_borrowed() {
        let source = "ab&amp;cd";
        let mut gathered = Gathered::of(source);
        gathered.push(b"a", Some(0..1));
        gathered.push(b"b", Some(1..2));
        let text = gathered.take();
        assert!(matches!(text, Cow::Borrowed("ab")), "{text}");
        gathered.push(b"ab", Some(0..2));
        gathered.push(b"&", None);
        gathered.push(b"cd", Some(7..9));
        assert_eq!((gathered.len(), &*gathered.take(), gathered.len()), (5, "ab&cd", 0));
        // A jump in the source is no range of it.
        gathered.push(b"a", Some(0..1));
        gathered.push(b"c", Some(7..8));
        assert_eq!(gathered.take(), "ac");
    }
}
