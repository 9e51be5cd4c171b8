//! A JSON payload as a tree whose strings know their bytes.
//!
//! `serde_json` gives values without places, so the places are read here. The depth is capped and
//! nothing recurses into hostile input beyond it; a payload that is not JSON gives nothing.

use std::borrow::Cow;
use std::ops::Range;

use super::charset::Decoded;

/// Deeper JSON is not read; posts have about ten levels.
const DEPTH_MAX: usize = 64;

/// A JSON value with the bytes of its strings.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    /// A string: the bytes between its quotes.
    Text(Range<usize>),
    /// An object, in the order of the payload.
    Object(Vec<(String, Literal)>),
    /// An array.
    Array(Vec<Literal>),
    /// A number, as printed.
    Number(String),
    /// `true`, `false`.
    Flag(bool),
    /// `null`.
    Null,
}

impl Literal {
    /// Reads a payload; `None` where it is not JSON or too deep.
    pub fn parse(payload: &[u8]) -> Option<Literal> {
        std::str::from_utf8(payload).ok()?;
        let start = payload.strip_prefix(b"\xef\xbb\xbf").map_or(0, |_| 3);
        let mut reader = Reader { payload, at: start };
        let value = reader.value(0)?;
        reader.skip_space();
        (reader.at == payload.len()).then_some(value)
    }

    /// The value under a key.
    pub fn get(&self, key: &str) -> Option<&Literal> {
        match self {
            Literal::Object(fields) => fields
                .iter()
                .find(|(name, _)| name == key)
                .map(|(_, value)| value)
                .filter(|value| **value != Literal::Null),
            _ => None,
        }
    }

    /// The string under a key, decoded.
    pub fn text(&self, key: &str, payload: &[u8]) -> Option<String> {
        match self.get(key)? {
            Literal::Text(range) => Some(decode(payload, range).text.into_owned()),
            Literal::Number(printed) => Some(printed.clone()),
            _ => None,
        }
    }
}

/// Decodes a string literal, with the way back to its bytes.
pub(crate) fn decode<'p>(payload: &'p [u8], range: &Range<usize>) -> Decoded<'p> {
    let raw = std::str::from_utf8(&payload[range.clone()]).unwrap_or_default();
    let mut text = String::with_capacity(raw.len());
    let mut units: Vec<(usize, usize, usize)> = Vec::new();
    let mut at = 0;
    while at < raw.len() {
        let plain = raw[at..].find('\\').unwrap_or(raw.len() - at);
        for character in raw[at..at + plain].chars() {
            let len = character.len_utf8();
            units.push((range.start + at, len, len));
            text.push(character);
            at += len;
        }
        if at < raw.len() {
            let (character, len) = escape(&raw[at..]);
            units.push((range.start + at, len, character.len_utf8()));
            text.push(character);
            at += len;
        }
    }
    Decoded::from_units(Cow::Owned(text), units)
}

/// The character of the escape at the start of `text`, and the bytes it takes.
fn escape(text: &str) -> (char, usize) {
    let code = |from: usize| text.get(from..from + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    match text.as_bytes().get(1) {
        Some(b'n') => ('\n', 2),
        Some(b't') => ('\t', 2),
        Some(b'r') => ('\r', 2),
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'u') => {
            let first = code(2).unwrap_or(0xfffd);
            if (0xd800..0xdc00).contains(&first)
                && text.get(6..8) == Some("\\u")
                && let Some(second) = code(8).filter(|second| (0xdc00..0xe000).contains(second))
            {
                let joined = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
                return (char::from_u32(joined).unwrap_or('\u{fffd}'), 12);
            }
            (char::from_u32(first).unwrap_or('\u{fffd}'), 6)
        }
        Some(byte) => (char::from(*byte), 2),
        None => ('\\', 1),
    }
}

struct Reader<'p> {
    payload: &'p [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.payload.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.skip_space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn value(&mut self, depth: usize) -> Option<Literal> {
        if depth > DEPTH_MAX {
            return None;
        }
        self.skip_space();
        match self.peek()? {
            b'"' => self.string().map(Literal::Text),
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b't' => self.word("true").map(|()| Literal::Flag(true)),
            b'f' => self.word("false").map(|()| Literal::Flag(false)),
            b'n' => self.word("null").map(|()| Literal::Null),
            _ => self.number(),
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.payload[self.at..].starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    fn number(&mut self) -> Option<Literal> {
        let rest = &self.payload[self.at..];
        let len = rest.iter().take_while(|byte| byte.is_ascii_digit() || b"+-.eE".contains(byte)).count();
        let printed = std::str::from_utf8(&rest[..len]).ok().filter(|printed| !printed.is_empty())?;
        self.at += len;
        Some(Literal::Number(printed.to_owned()))
    }

    fn string(&mut self) -> Option<Range<usize>> {
        self.take(b'"')?;
        let start = self.at;
        loop {
            let rest = &self.payload[self.at..];
            let next = memchr::memchr2(b'"', b'\\', rest)?;
            self.at += next;
            if self.payload[self.at] == b'"' {
                self.at += 1;
                return Some(start..self.at - 1);
            }
            self.at += 2;
            if self.at > self.payload.len() {
                return None;
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Literal> {
        self.take(b'{')?;
        let mut fields = Vec::new();
        self.skip_space();
        if self.peek()? == b'}' {
            self.at += 1;
            return Some(Literal::Object(fields));
        }
        loop {
            self.skip_space();
            let key = self.string()?;
            self.take(b':')?;
            let name = decode(self.payload, &key).text.into_owned();
            let value = self.value(depth + 1)?;
            fields.push((name, value));
            self.skip_space();
            match self.peek()? {
                b',' => self.at += 1,
                b'}' => {
                    self.at += 1;
                    return Some(Literal::Object(fields));
                }
                _ => return None,
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Literal> {
        self.take(b'[')?;
        let mut values = Vec::new();
        self.skip_space();
        if self.peek()? == b']' {
            self.at += 1;
            return Some(Literal::Array(values));
        }
        loop {
            values.push(self.value(depth + 1)?);
            self.skip_space();
            match self.peek()? {
                b',' => self.at += 1,
                b']' => {
                    self.at += 1;
                    return Some(Literal::Array(values));
                }
                _ => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_know_their_bytes() {
        let payload = r#" {"a": [1, "x\u00e9\ud83d\ude00\n&amp;"], "b": null, "c": {"d": "t"}} "#.as_bytes();
        let value = Literal::parse(payload).expect("it is JSON");
        let Some(Literal::Array(list)) = value.get("a") else { panic!("a list") };
        let Literal::Text(range) = &list[1] else { panic!("a string") };
        let decoded = decode(payload, range);
        assert_eq!(decoded.text, "x\u{e9}\u{1f600}\n&amp;");
        let raw = decoded.raw(3..7);
        assert_eq!(&payload[raw], br"\ud83d\ude00");
        assert_eq!(value.get("c").and_then(|inner| inner.text("d", payload)).as_deref(), Some("t"));
    }

    #[test]
    fn hostile_json_gives_nothing() {
        for text in ["", "{", "[1,", "\"\\", "{\"a\" 1}", "[] x", "nul", &"[".repeat(100_000)] {
            assert_eq!(Literal::parse(text.as_bytes()), None, "{:.20}", text);
        }
    }
}
