//! Cuts a text into words and marks, each with its normal form.
//!
//! Normal forms take off inflection, diacritics and spelling variants; they are compared by a
//! 64-bit digest and never printed. Link and bracket markup of plain-text dumps is blanked first,
//! byte for byte, so that all offsets stay those of the text.

use std::borrow::Cow;
use std::ops::Range;

use rustc_hash::{FxBuildHasher, FxHashMap as HashMap};
use unicode_normalization::UnicodeNormalization;

use super::cut::{cut, is_combining};
use super::gloss::Gloss;
use super::lexicon::{self, ClassId};
use super::stem::{base, ordinal, root};

/// Digest of a word's form.
pub(crate) type Key = u64;

/// One word, number or mark of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Token {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// Normal form.
    pub key: Key,
    /// Root: normal form without derivation endings, for loose comparison.
    pub root: Key,
    /// Lower-case form as printed.
    pub surface: Key,
    /// What it is.
    pub kind: TokenKind,
    /// Starts with a capital letter.
    pub capital: bool,
    /// A function word, a negation or a mark: no content of its own.
    pub stop: bool,
    /// A form of the past: ends in -ed, is an irregular past, or an auxiliary of it.
    pub past: bool,
    /// An -ing form of a verb.
    pub going: bool,
    /// A plural by its form.
    pub plural: bool,
    /// An adverb by its form.
    pub adverb: bool,
    /// Part of a name: capitalised within a sentence, or letters mixed with digits.
    pub name: bool,
    /// Classes it belongs to.
    pub classes: Vec<ClassId>,
    /// Surfaces of the initials of the names that begin here.
    pub acronyms: Vec<Key>,
    /// Normal forms that an editor says are other names of the same.
    pub aliases: Vec<Key>,
    /// Bits of all that it can meet another word by: words without a bit in common do not meet.
    pub bits: u128,
    /// What the packs say of it.
    pub gloss: Gloss,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A word of letters, or of letters and digits.
    Word,
    /// Digits.
    Number,
    /// A comma.
    Comma,
    /// A stronger break: ; : ( ) dash.
    Break,
    /// A quotation mark.
    Quote,
    /// Any other mark.
    Mark,
}

impl Token {
    /// Sets the bits and the gloss anew, after what they are made of.
    pub fn set_bits(&mut self) {
        let bit = |key: Key| 1_u128 << (key % 128);
        let packs = lexicon::lexicon();
        let classes = self.classes.iter().flat_map(|class| {
            let above = packs.classes[usize::from(*class)].isa.iter();
            above.chain(std::iter::once(class)).map(|class| bit(Key::from(*class)))
        });
        let forms = [self.key, self.root, self.surface];
        let forms = forms.iter().chain(&self.acronyms).chain(&self.aliases).map(|key| bit(*key));
        self.bits = forms.chain(classes).fold(0, |all, bit| all | bit);
        self.gloss = Gloss::of(self.key, self.surface, &self.classes);
    }

    /// True for a word that carries content.
    pub fn content(&self) -> bool {
        self.kind == TokenKind::Word && !self.stop
    }
}

/// Nouns and verbs that end as adverbs do.
const LY_NOUNS: &str = "assembly family supply apply reply imply comply italy july ally rally bully anomaly monopoly butterfly \
                        jelly";

/// Digest of a lower-cased, folded form.
pub(crate) fn surface(form: &str) -> Key {
    if !form.is_ascii() {
        return digest(&fold(form));
    }
    // The same as for the folded form, without making one: rules ask for plain words all the time.
    let bare = match form.as_bytes() {
        [rest @ .., b'\'', b's' | b'S'] => rest,
        all => all,
    };
    mix(bare.iter().map(u8::to_ascii_lowercase))
}

/// The same of a plain lower-case word, made when the program is built.
pub(crate) const fn literal(form: &str) -> Key {
    let bytes = form.as_bytes();
    let mut state = SEED;
    let mut at = 0;
    while at < bytes.len() {
        assert!(bytes[at].is_ascii() && !bytes[at].is_ascii_uppercase(), "a plain word");
        state = step(state, bytes[at]);
        at += 1;
    }
    state
}

/// The same of several.
pub(crate) const fn literals<const N: usize>(forms: [&str; N]) -> [Key; N] {
    let mut keys = [0; N];
    let mut at = 0;
    while at < N {
        keys[at] = literal(forms[at]);
        at += 1;
    }
    keys
}

/// Digest of a form without its inflection.
pub(crate) fn normal(form: &str) -> Key {
    digest(&base(&fold(form)))
}

/// The same of several, for a list that is made once.
pub(crate) fn normals<const N: usize>(forms: [&str; N]) -> [Key; N] {
    forms.map(normal)
}

/// Digest of a mark.
pub(crate) fn mark(form: &str) -> Key {
    digest(form)
}

/// The words of a phrase, lower-cased.
pub(crate) fn forms(phrase: &str) -> Vec<String> {
    let mut spans = Vec::new();
    cut(phrase, 0..phrase.len(), &mut spans);
    spans
        .into_iter()
        .filter(|(_, kind)| matches!(kind, TokenKind::Word | TokenKind::Number))
        .map(|(range, _)| fold(&phrase[range]).into_owned())
        .collect()
}

/// The text with link and bracket markup blanked, offsets unchanged.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    if !text.contains("[[") && !text.contains("-LRB-") && !text.contains("-RRB-") {
        return text.into();
    }
    let mut bytes = text.as_bytes().to_vec();
    for (at, _) in text.match_indices("[[") {
        let rest = &text[at + 2..];
        let end = rest.find("]]").unwrap_or(0);
        let bar = rest[..end].find('|').map_or(0, |bar| bar + 1);
        bytes[at..at + 2 + bar].fill(b' ');
    }
    for (at, _) in text.match_indices("]]") {
        bytes[at..at + 2].fill(b' ');
    }
    for mark in ["-LRB-", "-RRB-", "-LSB-", "-RSB-"] {
        for (at, _) in text.match_indices(mark) {
            bytes[at..at + mark.len()].fill(b' ');
            bytes[at] = if mark.starts_with("-L") { b'(' } else { b')' };
        }
    }
    String::from_utf8(bytes).expect("whole characters were replaced by blanks").into()
}

/// The tokens of a stretch of a masked text.
pub(crate) fn tokens(text: &str, range: Range<usize>) -> Vec<Token> {
    Forms::of(&text[range.clone()]).tokens(text, range)
}

/// The words of one text, each as it was first met: most words of a text stand in it more than once.
pub(super) struct Forms<'t> {
    /// By the form, and whether a sentence begins with it.
    known: HashMap<(&'t str, bool), Token>,
}

/// Bytes of a text in which a new word is met, about, and the most words that room is made for at once.
const FORM_BYTES: usize = 12;
const FORMS_MAX: usize = 1024;

impl<'t> Forms<'t> {
    /// None yet, with room for those of a text.
    pub fn of(text: &str) -> Forms<'t> {
        let room = (text.len() / FORM_BYTES).min(FORMS_MAX);
        Forms { known: HashMap::with_capacity_and_hasher(room, FxBuildHasher) }
    }

    /// The tokens of a stretch of the masked text.
    pub fn tokens(&mut self, text: &'t str, range: Range<usize>) -> Vec<Token> {
        let mut spans = Vec::with_capacity(range.len() / 4 + 2);
        cut(text, range, &mut spans);
        let mut tokens: Vec<Token> = Vec::with_capacity(spans.len());
        let mut begins = true;
        for (range, kind) in spans {
            let token = self.token(&text[range.clone()], range, kind, begins);
            begins = match token.kind {
                TokenKind::Quote => begins,
                TokenKind::Mark | TokenKind::Break => {
                    matches!(text.as_bytes()[token.range.start], b'.' | b'!' | b'?' | b':' | b'\t' | b'|')
                }
                _ => false,
            };
            tokens.push(token);
        }
        number_words(text, &mut tokens);
        join_phrases(text, &mut tokens);
        abbreviate(text, &mut tokens);
        tokens
    }

    fn token(&mut self, form: &'t str, range: Range<usize>, kind: TokenKind, begins: bool) -> Token {
        let read = || token(form, range.clone(), kind, begins);
        if !matches!(kind, TokenKind::Word | TokenKind::Number) {
            return read();
        }
        Token { range: range.clone(), ..self.known.entry((form, begins)).or_insert_with(read).clone() }
    }
}

/// Numbers in words, from two: "number one" is said of what is first.
const NUMERALS: [&str; 11] =
    ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];

/// "Number seven" names what "number 7" names.
fn number_words(text: &str, tokens: &mut [Token]) {
    let number = const { literals(["number", "no"]) };
    for at in 1..tokens.len() {
        if !number.contains(&tokens[at - 1].surface) {
            continue;
        }
        let form = &text[tokens[at].range.clone()];
        if let Some(place) = NUMERALS.iter().position(|word| form.eq_ignore_ascii_case(word)) {
            let digits = (place + 2).to_string();
            tokens[at] = token(&digits, tokens[at].range.clone(), TokenKind::Number, false);
        }
    }
}

/// Letters from which initials stand for each word of a name.
const INITIALS_MIN: usize = 3;

/// Capitalised words beyond which a run is no name.
const NAME_MAX: usize = 7;

/// Notes the initials of each run of capitalised words, small words between them left out.
fn abbreviate(text: &str, tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        let mut initials: Vec<(usize, char)> = Vec::new();
        let mut end = at;
        while let Some(token) = tokens.get(end).filter(|token| token.kind == TokenKind::Word) {
            if token.capital {
                let first = text[token.range.clone()].chars().next().into_iter().flat_map(char::to_lowercase);
                initials.extend(first.map(|letter| (end, letter)));
            } else if !token.stop || initials.is_empty() {
                break;
            }
            end += 1;
        }
        for start in 0..initials.len().min(NAME_MAX) {
            let mut state = SEED;
            for (place, (_, letter)) in initials[start..].iter().take(NAME_MAX).enumerate() {
                state = letter.encode_utf8(&mut [0; 4]).bytes().fold(state, step);
                if place > 0 {
                    tokens[initials[start].0].acronyms.push(state);
                }
                // The initials of a whole name stand for its other words as well.
                if start == 0 && place + 1 >= INITIALS_MIN {
                    for (at, _) in &initials[1..=place] {
                        tokens[*at].acronyms.push(state);
                    }
                }
            }
        }
        for (at, _) in &initials {
            if !tokens[*at].acronyms.is_empty() {
                tokens[*at].set_bits();
            }
        }
        at = end.max(at + 1);
    }
}

fn token(form: &str, range: Range<usize>, kind: TokenKind, begins: bool) -> Token {
    let mut token = plain(form, range, kind, begins);
    token.set_bits();
    token
}

/// A token without its bits and its gloss.
fn plain(form: &str, range: Range<usize>, kind: TokenKind, begins: bool) -> Token {
    if !matches!(kind, TokenKind::Word | TokenKind::Number) {
        let key = digest(form);
        return Token {
            range,
            key,
            root: key,
            surface: key,
            kind,
            capital: false,
            stop: true,
            past: false,
            going: false,
            plural: false,
            adverb: false,
            name: false,
            classes: Vec::new(),
            acronyms: Vec::new(),
            aliases: Vec::new(),
            bits: u128::MAX,
            gloss: Gloss::default(),
        };
    }
    let packs = lexicon::lexicon();
    let folded = fold(form);
    let surface = digest(&folded);
    let stop = packs.is_stop(surface) || packs.is_negation(surface) && !packs.is_superlative(surface);
    let base = ordinal(&folded).map_or_else(|| base(&folded), Cow::Borrowed);
    let key = digest(&base);
    let mut first_letters = form.chars().filter(|letter| letter.is_alphabetic());
    let capital = first_letters.next().is_some_and(char::is_uppercase);
    let mixed = folded.bytes().any(|byte| byte.is_ascii_digit()) && kind == TokenKind::Word;
    let shouted =
        form.len() > 1 && form.chars().all(|letter| letter.is_uppercase() || !letter.is_alphabetic());
    // An upper-case US or IT is a name, whatever its lower-case form is.
    let stop = stop && !(shouted && form.len() > 1 && capital && !begins && form.len() < 4);
    Token {
        root: digest(root(&base)),
        key,
        surface,
        kind,
        capital,
        name: !stop && (capital && (!begins || shouted || opens_as_name(&folded, key)) || mixed)
            || kind == TokenKind::Number,
        classes: packs.classes_of(key).to_vec(),
        acronyms: Vec::new(),
        aliases: Vec::new(),
        bits: u128::MAX,
        gloss: Gloss::default(),
        stop,
        past: is_past(&folded),
        going: folded.len() > 5 && folded.ends_with("ing"),
        adverb: folded.len() > 4 && folded.ends_with("ly") && !LY_NOUNS.split(' ').any(|noun| noun == folded),
        plural: folded.len() > 3
            && folded.ends_with('s')
            && !["ss", "us", "is"].iter().any(|ending| folded.ends_with(ending))
            || matches!(&*folded, "people" | "men" | "women" | "children"),
        range,
    }
}

/// True for a word that reads as a name where it opens a sentence.
pub(crate) fn opens_as(text: &str, word: &Token) -> bool {
    opens_as_name(&fold(&text[word.range.clone()]), word.key)
}

/// True for a first word that reads as a name: no word of the packs, and no ending of a common form.
fn opens_as_name(folded: &str, key: Key) -> bool {
    let packs = lexicon::lexicon();
    let named = |class: &ClassId| {
        matches!(packs.classes[usize::from(*class)].role, lexicon::Role::Alias | lexicon::Role::Country)
    };
    let classes = packs.classes_of(key);
    let common = [
        "ed", "ing", "ly", "s", "al", "ic", "ive", "ous", "ion", "ment", "ity", "er", "ful", "able", "istry",
        "ustry", "ship", "ism", "ture", "ogy", "raphy", "dom",
    ];
    (classes.is_empty() || classes.iter().any(named))
        && !common.iter().any(|ending| folded.ends_with(ending))
        && folded.len() > 2
}

fn is_past(folded: &str) -> bool {
    let auxiliary = matches!(folded, "was" | "were" | "had" | "has" | "have" | "did" | "been");
    // The irregular plurals stand in the same list.
    let plural = folded.ends_with("men")
        || matches!(folded, "feet" | "teeth" | "geese" | "mice" | "children" | "people" | "oxen");
    let irregular = lexicon::irregular(folded)
        .is_some_and(|base| base != folded && !folded.ends_with("ing") && !folded.ends_with('s') && !plural);
    // "Speed", "indeed" and "exceed" are no forms of the past.
    let other = matches!(folded, "hundred" | "sacred" | "hatred" | "kindred")
        || folded.ends_with("eed")
            && !matches!(folded, "agreed" | "disagreed" | "freed" | "decreed" | "guaranteed" | "refereed");
    auxiliary || irregular || folded.len() > 4 && folded.ends_with("ed") && !other
}

/// Gives the class of a phrase to its first word and makes the others function words; a hyphen
/// between two words does not part them ("electric-vehicle plant").
fn join_phrases(text: &str, tokens: &mut [Token]) {
    if !tokens.iter().any(|token| token.gloss.opens_class()) {
        return;
    }
    let packs = lexicon::lexicon();
    let words: Vec<usize> = (0..tokens.len()).filter(|at| !is_hyphen(text, tokens, *at)).collect();
    let keys: Vec<Key> = words.iter().map(|at| tokens[*at].key).collect();
    let mut at = 0;
    while at < words.len() {
        let phrase = || packs.class_phrase(&keys[at..]);
        if let Some((length, classes)) = tokens[words[at]].gloss.opens_class().then(phrase).flatten() {
            for word in &words[at + 1..at + length] {
                tokens[*word].stop = true;
                tokens[*word].classes.clear();
                tokens[*word].set_bits();
            }
            tokens[words[at]].stop = false;
            tokens[words[at]].classes = classes;
            tokens[words[at]].set_bits();
            at += length;
        } else {
            at += 1;
        }
    }
}

/// True for a hyphen that joins the words on both its sides.
fn is_hyphen(text: &str, tokens: &[Token], at: usize) -> bool {
    let touches = |one: &Token, other: &Token| one.range.end == other.range.start;
    tokens[at].kind == TokenKind::Mark
        && text.as_bytes()[tokens[at].range.start] == b'-'
        && at > 0
        && touches(&tokens[at - 1], &tokens[at])
        && tokens.get(at + 1).is_some_and(|next| {
            touches(&tokens[at], next) && matches!(next.kind, TokenKind::Word | TokenKind::Number)
        })
}

fn fold(form: &str) -> Cow<'_, str> {
    // Most words are printed so.
    if form.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return form.into();
    }
    let lower: String = if form.is_ascii() {
        form.to_ascii_lowercase()
    } else {
        form.nfd()
            .filter(|letter| !is_combining(*letter))
            .flat_map(char::to_lowercase)
            .map(|letter| if letter == '’' { '\'' } else { letter })
            .collect()
    };
    let lower = match lower.strip_suffix("'s") {
        Some(rest) => rest.to_string(),
        None => lower,
    };
    // "U.S" is "US".
    let initials = lower.len() <= 5
        && lower.as_bytes().get(1) == Some(&b'.')
        && !lower.starts_with(|c: char| c.is_ascii_digit());
    if initials { lower.replace('.', "").into() } else { lower.into() }
}

/// FNV-1a, 64 bits: the same on every machine and in every run.
fn digest(form: &str) -> Key {
    mix(form.bytes())
}

fn mix(bytes: impl Iterator<Item = u8>) -> Key {
    bytes.fold(SEED, step)
}

/// Start of a digest.
const SEED: Key = 0xcbf2_9ce4_8422_2325;

/// One byte of a digest (FNV-1a).
const fn step(state: Key, byte: u8) -> Key {
    (state ^ byte as Key).wrapping_mul(0x0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_same(one: &str, other: &str) {
        assert_eq!(base(&fold(one)), base(&fold(other)), "{one} and {other}");
    }

    #[test]
    fn plain_forms_have_the_digest_of_their_folded_form() {
        for form in ["ferry", "Ferry", "FERRY'S", "ferry's", "'s", "o'clock", "Überlingen", "mill’s", ""] {
            assert_eq!(surface(form), digest(&fold(form)), "{form}");
        }
    }

    #[test]
    fn inflection_and_spelling_do_not_count() {
        for (one, other) in [
            ("factories", "factory"),
            ("produced", "producing"),
            ("made", "makes"),
            ("organised", "organizes"),
            ("Noël", "noel"),
            ("planned", "planning"),
            ("harbour's", "harbors"),
            ("copies", "copy"),
        ] {
            check_same(one, other);
        }
        assert_ne!(normal("north"), normal("south"));
    }

    #[test]
    fn link_markup_is_blanked_in_place() {
        let text = "a [[Big_Bridge|bridge]] of 1967";
        let masked = masked(text);
        assert_eq!(masked.len(), text.len());
        assert_eq!(masked.find("bridge"), text.find("bridge]]"));
        assert!(!masked.contains("Big_"));
    }

    #[test]
    fn names_are_capitals_inside_a_sentence_and_codes() {
        let text = "The mill in Ostrava uses code ZX81B";
        let names: Vec<&str> = tokens(text, 0..text.len())
            .into_iter()
            .filter(|token| token.name)
            .map(|token| &text[token.range])
            .collect();
        assert_eq!(names, ["Ostrava", "ZX81B"]);
    }
}
