//! Decodes a payload and keeps the way back from the decoded text to the raw bytes.
//!
//! Order of belief: byte order mark, the label the caller or the page gives, a plain UTF-8 check,
//! then a guess by chardetng. Bytes stay the truth: a wrong label shows as U+FFFD, never as an error.

use std::borrow::Cow;
use std::ops::Range;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use super::origins::Transfer;

/// A decoded payload.
pub(crate) struct Decoded<'p> {
    /// The text.
    pub text: Cow<'p, str>,
    /// The encoding that was used.
    pub encoding: &'static Encoding,
    /// Characters that could not be decoded.
    pub replaced: usize,
    /// How the payload carries it.
    pub transfer: Transfer,
    steps: Vec<Step>,
    shift: usize,
}

/// Where bytes that were carried in another form stand: runs of bytes that take as many bytes each.
#[derive(Debug, Default)]
pub(crate) struct Places(Vec<Step>);

impl Places {
    /// Adds the next byte: where it stands and how many bytes it takes there.
    pub fn push(&mut self, raw: usize, raw_unit: usize) {
        let text = self.0.last().map_or(0, |last| last.text + last.count);
        add_step(&mut self.0, Step { raw, text, raw_unit, text_unit: 1, count: 1 });
    }

    fn of(&self, at: usize) -> Range<usize> {
        let after = self.0.partition_point(|step| step.text <= at);
        let Some(step) = self.0.get(after.saturating_sub(1)) else { return 0..0 };
        let start = step.raw + (at - step.text) * step.raw_unit;
        start..start + step.raw_unit
    }
}

/// `count` characters that each take `raw_unit` raw bytes and `text_unit` decoded bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    raw: usize,
    text: usize,
    raw_unit: usize,
    text_unit: usize,
    count: usize,
}

impl<'p> Decoded<'p> {
    /// Decodes `payload`; `label` is what the transport or the caller said, if anything.
    pub fn new(payload: &'p [u8], label: Option<&str>, looks_inside: bool) -> Self {
        if let Some((encoding, mark)) = Encoding::for_bom(payload) {
            return Self::with(encoding, payload, mark);
        }
        let declared = label
            .and_then(|label| Encoding::for_label(label.as_bytes()))
            .or_else(|| looks_inside.then(|| declared_inside(payload)).flatten());
        // A page that is clean UTF-8 with letters beyond ASCII is UTF-8, whatever its label says:
        // another encoding hits that by chance once in thousands of pages.
        if std::str::from_utf8(payload).is_ok() && declared.is_none_or(Encoding::is_ascii_compatible) {
            return Self::with(UTF_8, payload, 0);
        }
        let encoding =
            declared.filter(|encoding| !is_nearly_utf8(payload) || *encoding == UTF_8).unwrap_or_else(|| {
                if is_nearly_utf8(payload) {
                    return UTF_8;
                }
                let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
                detector.feed(payload, true);
                detector.guess(None, Utf8Detection::Allow)
            });
        Self::with(encoding, payload, 0)
    }

    fn with(encoding: &'static Encoding, payload: &'p [u8], mark: usize) -> Self {
        let body = &payload[mark..];
        if encoding == UTF_8
            && let Ok(text) = std::str::from_utf8(body)
        {
            return Decoded {
                text: Cow::Borrowed(text),
                encoding,
                replaced: 0,
                transfer: Transfer::Plain,
                steps: Vec::new(),
                shift: mark,
            };
        }
        let (text, steps, replaced) = decode_stepwise(encoding, body, mark);
        Decoded { text: Cow::Owned(text), encoding, replaced, transfer: Transfer::Plain, steps, shift: 0 }
    }

    /// A text whose characters each come from (first raw byte, raw bytes, decoded bytes), in order.
    pub fn from_units(text: Cow<'p, str>, units: Vec<(usize, usize, usize)>) -> Self {
        let mut steps = Vec::new();
        let mut at = 0;
        for (raw, raw_unit, text_unit) in units {
            add_step(&mut steps, Step { raw, text: at, raw_unit, text_unit, count: 1 });
            at += text_unit;
        }
        Decoded { text, encoding: UTF_8, replaced: 0, transfer: Transfer::Plain, steps, shift: 0 }
    }

    /// The same text, where the bytes it was decoded from stand at other places.
    pub fn carried(self, places: &Places, transfer: Transfer) -> Decoded<'static> {
        let mut steps = Vec::new();
        for (at, character) in self.text.char_indices() {
            let inner = self.raw(at..at + character.len_utf8());
            let raw = places.of(inner.start).start;
            let raw_unit = places.of(inner.end.max(1) - 1).end.saturating_sub(raw);
            let text_unit = character.len_utf8();
            add_step(&mut steps, Step { raw, text: at, raw_unit, text_unit, count: 1 });
        }
        let text = Cow::Owned(self.text.into_owned());
        Decoded { text, encoding: self.encoding, replaced: self.replaced, transfer, steps, shift: 0 }
    }

    /// True when every byte of the text is the byte of the payload at a fixed distance.
    pub fn is_identity(&self) -> bool {
        self.steps.is_empty()
    }

    /// Raw bytes of a range of the decoded text, rounded outward to whole characters.
    pub fn raw(&self, range: Range<usize>) -> Range<usize> {
        if self.steps.is_empty() {
            return range.start + self.shift..range.end + self.shift;
        }
        let start = self.step_at(range.start);
        let from = start.raw + (range.start - start.text) / start.text_unit * start.raw_unit;
        if range.is_empty() {
            return from..from;
        }
        let end = self.step_at(range.end - 1);
        let to = end.raw + ((range.end - 1 - end.text) / end.text_unit + 1) * end.raw_unit;
        from..to
    }

    /// Cuts `range` of the decoded text where the step changes; true for plain ASCII stretches.
    pub fn split(&self, range: Range<usize>, mut each: impl FnMut(Range<usize>, bool)) {
        if self.steps.is_empty() {
            each(range, true);
            return;
        }
        let mut at = range.start;
        while at < range.end {
            let step = self.step_at(at);
            let same = step.raw_unit == 1 && step.text_unit == 1 && self.text.as_bytes()[at].is_ascii();
            let end = if same {
                (step.text + step.count).min(range.end)
            } else {
                (at + step.text_unit).min(range.end)
            };
            each(at..end, same);
            at = end;
        }
    }

    fn step_at(&self, text: usize) -> Step {
        let after = self.steps.partition_point(|step| step.text <= text);
        self.steps[after.saturating_sub(1)]
    }
}

/// True for UTF-8 with a few bad bytes: cut characters, or a stray piece in another encoding.
fn is_nearly_utf8(payload: &[u8]) -> bool {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in payload.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good > 0 && bad * 20 <= good
}

/// Decodes byte by byte where the bytes are not ASCII, so that each character knows its bytes.
fn decode_stepwise(encoding: &'static Encoding, body: &[u8], mark: usize) -> (String, Vec<Step>, usize) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(body.len() + body.len() / 8);
    let mut steps: Vec<Step> = Vec::new();
    let mut replaced = 0;
    let mut begun = 0;
    let mut at = 0;
    let ascii_passes = encoding.is_ascii_compatible();
    while at <= body.len() {
        if ascii_passes && begun == at {
            let run = body[at..].iter().take_while(|byte| byte.is_ascii()).count();
            if run > 0 {
                let ascii = std::str::from_utf8(&body[at..at + run]).expect("these bytes are ASCII");
                let step = Step { raw: at + mark, text: text.len(), raw_unit: 1, text_unit: 1, count: run };
                text.push_str(ascii);
                add_step(&mut steps, step);
                at += run;
                begun = at;
                continue;
            }
        }
        let last = at == body.len();
        let before = text.len();
        text.reserve(16);
        let next = if last { &body[at..] } else { &body[at..=at] };
        let (_, _, bad) = decoder.decode_to_string(next, &mut text, last);
        replaced += usize::from(bad);
        at += 1;
        if text.len() > before {
            let raw_len = at.min(body.len()) - begun;
            let written = text.len() - before;
            add_step(
                &mut steps,
                Step { raw: begun + mark, text: before, raw_unit: raw_len, text_unit: written, count: 1 },
            );
            begun = at;
        }
    }
    (text, steps, replaced)
}

fn add_step(steps: &mut Vec<Step>, step: Step) {
    if let Some(last) = steps.last_mut()
        && last.raw_unit == step.raw_unit
        && last.text_unit == step.text_unit
        && last.raw + last.count * last.raw_unit == step.raw
        && last.text + last.count * last.text_unit == step.text
    {
        last.count += step.count;
        return;
    }
    steps.push(step);
}

/// The encoding that an HTML page declares in its first 4,096 bytes.
///
/// The standard looks at 1,024; pages with long comments in front of the declaration are common enough.
fn declared_inside(payload: &[u8]) -> Option<&'static Encoding> {
    let head = &payload[..payload.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&lower[from..], b"charset") {
        let after = from + at + b"charset".len();
        let rest = lower[after..].trim_ascii_start();
        if let Some(value) = rest.strip_prefix(b"=") {
            let value = value.trim_ascii_start();
            let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
            let len = value
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte))
                .count();
            if let Some(encoding) = Encoding::for_label(&value[..len]) {
                // A declaration read as ASCII cannot be in UTF-16; the standard reads it as UTF-8.
                return Some(if encoding.is_ascii_compatible() { encoding } else { UTF_8 });
            }
        }
        from = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(payload: &[u8], label: Option<&str>, encoding: &str, text: &str) {
        let decoded = Decoded::new(payload, label, true);
        assert_eq!(decoded.encoding.name(), encoding);
        assert_eq!(decoded.text, text);
        for (at, character) in decoded.text.char_indices() {
            let raw = decoded.raw(at..at + character.len_utf8());
            let (again, _) = decoded.encoding.decode_without_bom_handling(&payload[raw]);
            assert_eq!(again, character.to_string());
        }
    }

    #[test]
    fn marks_labels_and_guesses_are_believed_in_order() {
        check("caf\u{e9}".as_bytes(), None, "UTF-8", "caf\u{e9}");
        check(b"\xef\xbb\xbfcaf\xc3\xa9", Some("windows-1252"), "UTF-8", "caf\u{e9}");
        check(b"caf\xe9", Some("iso-8859-1"), "windows-1252", "caf\u{e9}");
        check(
            b"<meta charset='windows-1252'>caf\xe9 10\x80",
            None,
            "windows-1252",
            "<meta charset='windows-1252'>caf\u{e9} 10\u{20ac}",
        );
        check(b"\xff\xfea\0b\0\x20\x04", None, "UTF-16LE", "ab\u{420}");
        check(b"\x93\xfa\x96\x7b 12", Some("shift_jis"), "Shift_JIS", "\u{65e5}\u{672c} 12");
    }

    #[test]
    fn a_bad_byte_is_replaced_and_keeps_its_place() {
        let decoded = Decoded::new(b"ab\xffcd", Some("utf-8"), false);
        assert_eq!(decoded.text, "ab\u{fffd}cd");
        assert_eq!(decoded.replaced, 1);
        assert_eq!(decoded.raw(2..5), 2..3);
        assert_eq!(decoded.raw(5..7), 3..5);
    }
}
