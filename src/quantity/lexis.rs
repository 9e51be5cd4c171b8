//! Cuts a text into words, digit runs and signs, and marks the ones where a reading can start.
//!
//! Takes a stretch of text, gives tokens with byte places. One table look-up a byte; a word is
//! looked up in the lexicon only when its first letters and length can stand there. It does not
//! know what a number is.

use super::lexicon::{self, Lexicon};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Letters.
    Word,
    /// ASCII digits.
    Digits,
    /// A vulgar fraction such as ½.
    Vulgar,
    /// Any other sign, one character.
    Sign,
}

/// The space before a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Gap {
    /// None: it touches the token before.
    None,
    /// A no-break or thin space alone.
    Thin,
    /// Ordinary space.
    Space,
    /// A line end.
    Line,
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Token {
    /// First byte in the stretch.
    pub start: u32,
    /// First byte after it.
    pub end: u32,
    /// For a word its place in the lexicon (0 where unknown), for a sign its character (0 beyond the BMP).
    pub code: u16,
    /// What it is.
    pub shape: Shape,
    /// What stands before it.
    pub gap: Gap,
}

/// The tokens of one stretch of text.
pub(crate) struct Tokens<'a> {
    /// The stretch that the places count in, at most [`STRETCH_MAX`] bytes.
    pub text: &'a str,
    /// The tokens, in order.
    pub list: Vec<Token>,
    /// Places in `list` where a quantity or period can start.
    pub anchors: Vec<u32>,
}

/// Bytes of the longest stretch that is cut at once; keeps memory flat on long texts.
pub(crate) const STRETCH_MAX: usize = 1 << 14;

/// Cuts a text into stretches at line ends, where a line is longer at a space, else at a character.
pub(crate) fn stretches(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut from = 0;
    std::iter::from_fn(move || {
        if from >= text.len() {
            return None;
        }
        let rest = &text[from..];
        let length = if rest.len() <= STRETCH_MAX { rest.len() } else { cut(rest) };
        let start = from;
        from += length;
        Some((start, &rest[..length]))
    })
}

/// Where to end the first stretch of a text that is longer than one.
fn cut(rest: &str) -> usize {
    let window = &rest.as_bytes()[..STRETCH_MAX];
    if let Some(at) = memchr::memrchr(b'\n', window).or_else(|| memchr::memrchr(b' ', window)) {
        return at + 1;
    }
    (0..=STRETCH_MAX).rev().find(|&at| at > 0 && rest.is_char_boundary(at)).unwrap_or(rest.len())
}

const SPACE: u8 = 0;
const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const SIGN: u8 = 3;
const LINE: u8 = 4;
const WIDE: u8 = 5;

/// The one byte-class table that finds anchors.
static CLASS: [u8; 256] = classes();

const fn classes() -> [u8; 256] {
    let mut table = [SIGN; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = if b.is_ascii_alphabetic() {
            LETTER
        } else if b.is_ascii_digit() {
            DIGIT
        } else if b == b'\n' {
            LINE
        } else if b <= b' ' {
            SPACE
        } else if b >= 0x80 {
            WIDE
        } else {
            SIGN
        };
        byte += 1;
    }
    table
}

/// What a character beyond ASCII is.
enum Wide {
    Space,
    Letter,
    Vulgar,
    Sign,
    /// Zero-width; as if it were not there.
    Nothing,
}

fn wide(character: char) -> Wide {
    match character {
        '\u{a0}'
        | '\u{2007}'
        | '\u{2009}'
        | '\u{202f}'
        | '\u{2002}'..='\u{2006}'
        | '\u{2008}'
        | '\u{200a}'
        | '\u{3000}' => Wide::Space,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => Wide::Nothing,
        '¼' | '½' | '¾' | '⅐'..='⅞' => Wide::Vulgar,
        '²' | '³' | '¹' | '⁰'..='₎' => Wide::Sign,
        '元' | '円' | '원' | '圆' | '圓' => Wide::Sign,
        _ if character.is_alphabetic() || ('\u{300}'..='\u{36f}').contains(&character) => Wide::Letter,
        _ => Wide::Sign,
    }
}

impl<'a> Tokens<'a> {
    /// An empty list.
    pub fn new() -> Tokens<'a> {
        Tokens { text: "", list: Vec::new(), anchors: Vec::new() }
    }

    /// Fills the lists with the tokens of `stretch`; what was there before goes.
    pub fn fill(&mut self, stretch: &'a str) {
        self.list.clear();
        self.anchors.clear();
        self.text = stretch;
        self.list.reserve(stretch.len() / 4);
        let lexicon = lexicon::get();
        let bytes = self.text.as_bytes();
        let to = bytes.len();
        let (mut at, mut gap) = (0, Gap::Line);
        while at < to {
            let start = at;
            match CLASS[bytes[at] as usize] {
                SPACE => {
                    at += 1;
                    gap = gap.max(Gap::Space);
                }
                LINE => {
                    at += 1;
                    gap = Gap::Line;
                }
                LETTER => {
                    at += 1;
                    while at < to && CLASS[bytes[at] as usize] == LETTER {
                        at += 1;
                    }
                    if at < to && CLASS[bytes[at] as usize] == WIDE {
                        at = self.word_end(at, to);
                    }
                    self.word(lexicon, start, at, gap);
                    gap = Gap::None;
                }
                DIGIT => {
                    at += 1;
                    while at < to && CLASS[bytes[at] as usize] == DIGIT {
                        at += 1;
                    }
                    self.anchors.push(self.list.len() as u32);
                    self.push(start, at, 0, Shape::Digits, gap);
                    gap = Gap::None;
                }
                SIGN => {
                    at += 1;
                    self.push(start, at, u16::from(bytes[start]), Shape::Sign, gap);
                    gap = Gap::None;
                }
                _ => {
                    let character = self.text[at..].chars().next().unwrap_or('\u{fffd}');
                    at += character.len_utf8();
                    match wide(character) {
                        Wide::Space => gap = gap.max(Gap::Thin),
                        Wide::Nothing => {}
                        Wide::Letter => {
                            at = self.word_end(at, to);
                            self.word(lexicon, start, at, gap);
                            gap = Gap::None;
                        }
                        Wide::Vulgar => {
                            self.anchors.push(self.list.len() as u32);
                            self.push(start, at, character as u16, Shape::Vulgar, gap);
                            gap = Gap::None;
                        }
                        Wide::Sign => {
                            let code = u16::try_from(character as u32).unwrap_or(0);
                            self.push(start, at, code, Shape::Sign, gap);
                            gap = Gap::None;
                        }
                    }
                }
            }
        }
    }

    /// The end of a word that holds letters beyond ASCII.
    fn word_end(&self, mut at: usize, to: usize) -> usize {
        let bytes = self.text.as_bytes();
        while at < to {
            match CLASS[bytes[at] as usize] {
                LETTER => at += 1,
                WIDE => match self.text[at..].chars().next() {
                    Some(character) if matches!(wide(character), Wide::Letter) => at += character.len_utf8(),
                    _ => break,
                },
                _ => break,
            }
        }
        at
    }

    fn word(&mut self, lexicon: &Lexicon, start: usize, end: usize, gap: Gap) {
        let (code, anchors) = lexicon.find(&self.text.as_bytes()[start..end]);
        if anchors {
            self.anchors.push(self.list.len() as u32);
        }
        self.push(start, end, code, Shape::Word, gap);
    }

    fn push(&mut self, start: usize, end: usize, code: u16, shape: Shape, gap: Gap) {
        self.list.push(Token { start: start as u32, end: end as u32, code, shape, gap });
    }
}
