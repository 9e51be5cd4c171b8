//! The word packs: classes with roles, `never` and one-way `isa` edges, opposites, names, and the
//! words of scope, modality, attribution and statistics. Loaded once, from files beside the code.
//!
//! Word knowledge is closed and written by hand; there is no distance between words here.

use std::collections::BTreeMap;
use std::sync::LazyLock;

// The packs are ours: their tables need no guard against chosen keys.
use rustc_hash::{FxHashMap as HashMap, FxHashSet as HashSet};
use serde::Deserialize;

use super::synonym;
use super::word::{self, Key, Token};

/// Number of a class in the lexicon.
pub(crate) type ClassId = u16;

/// One class of interchangeable words.
#[derive(Debug)]
pub(crate) struct Class {
    /// Its name, shown in traces.
    pub name: String,
    /// What it names.
    pub role: Role,
    /// Classes that it is a kind of.
    pub isa: Vec<ClassId>,
    /// Classes whose numbers are no evidence for it, symmetric.
    pub never: Vec<ClassId>,
    /// Classes that cannot be true with it in one slot, symmetric.
    pub opposite: Vec<ClassId>,
}

/// What a class names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Role {
    /// What happens.
    Action,
    /// What somebody does or meets with once, or is known for: born, married, directed.
    Event,
    /// What is counted.
    Thing,
    /// Which part of a thing.
    Part,
    /// A country and its people.
    Country,
    /// Another name of the same.
    Alias,
    /// Telling, not what is told.
    Discourse,
    /// Words for one thing or deed, of which no other rule speaks.
    Synonym,
}

/// A reading that a phrase of the packs gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Reading {
    /// A way of meaning (`plan`, `target` …).
    Modality(&'static str),
    /// A part of the whole (`direct`, `total` …).
    Scope(&'static str),
    /// A statistic (`average`, `median` …).
    Statistic(&'static str),
    /// A verb or preposition of attribution.
    Attribution,
    /// A word of saying or reporting, after which a date is that of the speech.
    Speech,
    /// A wish for a sum, an average or a change.
    Derive(&'static str),
    /// A common noun that stands for a subject named elsewhere.
    Kind,
    /// A word that says a figure replaces another.
    Replace,
    /// An office that a person holds.
    Title,
}

/// All packs, indexed.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// The classes by number.
    pub classes: Vec<Class>,
    numbers: HashMap<String, ClassId>,
    words: HashMap<Key, Vec<ClassId>>,
    class_phrases: HashMap<Key, Vec<(Vec<Key>, ClassId)>>,
    readings: HashMap<Key, Vec<(Vec<Key>, Reading)>>,
    opposites: HashMap<Key, Vec<Key>>,
    stop: HashSet<Key>,
    negation: HashSet<Key>,
    superlative: HashSet<Key>,
    pub(super) light: HashSet<Key>,
    fiscal: BTreeMap<ClassId, u32>,
}

#[derive(Deserialize)]
struct MeasurePack {
    version: String,
    class: Vec<ClassEntry>,
}

#[derive(Deserialize)]
struct ClassEntry {
    name: String,
    role: Role,
    words: Vec<String>,
    #[serde(default)]
    never: Vec<String>,
    #[serde(default)]
    isa: Vec<String>,
    #[serde(default)]
    opposite: Vec<String>,
}

#[derive(Deserialize)]
struct WordPack {
    stop: String,
    negation: Vec<String>,
    superlative: Vec<String>,
    opposites: Vec<[String; 2]>,
    irregular: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct NamePack {
    fiscal: BTreeMap<String, u32>,
    countries: Vec<Vec<String>>,
    aliases: Vec<Vec<String>>,
}

#[derive(Deserialize)]
struct ReadingPack {
    modality: BTreeMap<String, Vec<String>>,
    scope: BTreeMap<String, Vec<String>>,
    statistic: BTreeMap<String, Vec<String>>,
    attribution: BTreeMap<String, Vec<String>>,
    list: BTreeMap<String, Vec<String>>,
    kind: BTreeMap<String, Vec<String>>,
    replace: BTreeMap<String, Vec<String>>,
    title: BTreeMap<String, Vec<String>>,
}

static MEASURES: &str = include_str!("packs/measures.toml");
static READINGS: &str = include_str!("packs/readings.toml");
static WORDS: &str = include_str!("packs/words.toml");
static NAMES: &str = include_str!("packs/names.toml");
static VERBS: &str = include_str!("packs/verbs.toml");
static NOUNS: &str = include_str!("packs/nouns.toml");

static IRREGULAR: LazyLock<HashMap<String, String>> =
    LazyLock::new(|| word_pack().irregular.into_iter().collect());
static LEXICON: LazyLock<Lexicon> = LazyLock::new(build);
static VERSION: LazyLock<String> = LazyLock::new(|| measure_pack().version);

/// The packs, loaded at first use.
pub(crate) fn lexicon() -> &'static Lexicon {
    &LEXICON
}

/// First month of the fiscal year of the country that a text names most, the first of equals.
pub(crate) fn fiscal_month(sentences: &[super::Sentence]) -> Option<u32> {
    let mut counts: BTreeMap<ClassId, usize> = BTreeMap::new();
    let tokens = sentences.iter().flat_map(|sentence| &sentence.tokens);
    for class in tokens.filter(|token| token.gloss.has(Role::Country)).flat_map(|token| &token.classes) {
        if LEXICON.fiscal.contains_key(class) {
            *counts.entry(*class).or_default() += 1;
        }
    }
    let (most, _) = counts.into_iter().max_by_key(|(class, count)| (*count, std::cmp::Reverse(*class)))?;
    LEXICON.fiscal.get(&most).copied()
}

/// Version of the word packs; a new one may change verdicts.
pub(crate) fn version() -> &'static str {
    &VERSION
}

/// The base of an irregular form.
pub(crate) fn irregular(form: &str) -> Option<&'static str> {
    IRREGULAR.get(form).map(String::as_str)
}

fn measure_pack() -> MeasurePack {
    toml::from_str(MEASURES).expect("the measure pack is checked by a test")
}

fn word_pack() -> WordPack {
    toml::from_str(WORDS).expect("the word pack is checked by a test")
}

impl Lexicon {
    /// Classes of a word by its normal form.
    pub fn classes_of(&self, key: Key) -> &[ClassId] {
        self.words.get(&key).map_or(&[], Vec::as_slice)
    }

    /// True for a normal form that class phrases start with.
    pub fn opens_class(&self, key: Key) -> bool {
        self.class_phrases.contains_key(&key)
    }

    /// True for a surface that phrases with a reading start with.
    pub fn opens_reading(&self, surface: Key) -> bool {
        self.readings.contains_key(&surface)
    }

    /// The longest class phrase that starts at the first of these keys: its length and its classes.
    pub fn class_phrase(&self, keys: &[Key]) -> Option<(usize, Vec<ClassId>)> {
        let phrases = self.class_phrases.get(keys.first()?)?;
        let stands = || phrases.iter().filter(|(phrase, _)| keys.starts_with(phrase));
        let length = stands().map(|(phrase, _)| phrase.len()).max()?;
        let longest = stands().filter(|(phrase, _)| phrase.len() == length);
        Some((length, longest.map(|(_, class)| *class).collect()))
    }

    /// The readings of phrases that start at the first of these surface keys, with their lengths.
    pub fn readings(&self, keys: &[Key]) -> impl Iterator<Item = (usize, Reading)> {
        let phrases = keys.first().and_then(|first| self.readings.get(first));
        phrases
            .into_iter()
            .flatten()
            .filter(|(phrase, _)| keys.starts_with(phrase))
            .map(|(phrase, reading)| (phrase.len(), *reading))
    }

    /// True where the first class is the second or a kind of it.
    pub fn is_a(&self, class: ClassId, of: ClassId) -> bool {
        class == of || self.classes[usize::from(class)].isa.contains(&of)
    }

    /// True where a number about one class is no evidence for the other.
    pub fn never(&self, one: ClassId, other: ClassId) -> bool {
        self.classes[usize::from(one)].never.contains(&other)
    }

    /// True where two words are opposites, by themselves or by their classes.
    pub fn opposed(&self, one: &Token, other: &Token) -> bool {
        self.opposites.get(&one.key).is_some_and(|others| others.contains(&other.key))
            || one.classes.iter().any(|class| {
                let against = &self.classes[usize::from(*class)].opposite;
                other.classes.iter().any(|other| against.contains(other))
            })
    }

    /// True where two words are opposites by themselves, or of measures.
    pub fn opposite_forms(&self, one: &Token, other: &Token) -> bool {
        let measured = |class: &&ClassId| self.classes[usize::from(**class)].role != Role::Synonym;
        self.opposites.get(&one.key).is_some_and(|others| others.contains(&other.key))
            || one.classes.iter().filter(measured).any(|class| {
                let against = &self.classes[usize::from(*class)].opposite;
                other.classes.iter().any(|other| against.contains(other))
            })
    }

    /// True for a word that adds next to nothing to a sentence, by its normal form.
    pub fn is_light(&self, key: Key) -> bool {
        self.light.contains(&key)
    }

    /// Puts a word or phrase into a class.
    pub(super) fn add_form(&mut self, form: &str, class: ClassId) {
        let keys: Vec<Key> = word::forms(form).iter().map(|part| word::normal(part)).collect();
        if let [key] = keys[..] {
            let classes = self.words.entry(key).or_default();
            if !classes.contains(&class) {
                classes.push(class);
            }
        } else if let Some(first) = keys.first() {
            self.class_phrases.entry(*first).or_default().push((keys, class));
        }
    }

    /// The classes of a word or phrase, by the normal forms of its words.
    pub(super) fn classes_of_form(&self, keys: &[Key]) -> Vec<ClassId> {
        match keys {
            [key] => self.classes_of(*key).to_vec(),
            _ => {
                let phrases = keys.first().and_then(|first| self.class_phrases.get(first));
                let same = phrases.into_iter().flatten().filter(|(phrase, _)| phrase == keys);
                same.map(|(_, class)| *class).collect()
            }
        }
    }

    /// The class of a name.
    pub fn class_named(&self, name: &str) -> Option<ClassId> {
        self.numbers.get(name).copied()
    }

    /// True for a function word, by its surface.
    pub fn is_stop(&self, surface: Key) -> bool {
        self.stop.contains(&surface)
    }

    /// True for a word that denies, by its surface.
    pub fn is_negation(&self, surface: Key) -> bool {
        self.negation.contains(&surface)
    }

    /// True for a word that claims an extreme, by its surface.
    pub fn is_superlative(&self, surface: Key) -> bool {
        self.superlative.contains(&surface)
    }
}

fn build() -> Lexicon {
    let words = word_pack();
    let mut lexicon = Lexicon {
        classes: Vec::new(),
        numbers: HashMap::default(),
        words: HashMap::default(),
        class_phrases: HashMap::default(),
        readings: HashMap::default(),
        opposites: HashMap::default(),
        stop: words.stop.split_whitespace().map(word::surface).collect(),
        negation: words.negation.iter().map(|form| word::surface(form)).collect(),
        superlative: words.superlative.iter().map(|form| word::surface(form)).collect(),
        light: HashSet::default(),
        fiscal: BTreeMap::new(),
    };
    for [one, other] in &words.opposites {
        let (one, other) = (word::normal(one), word::normal(other));
        lexicon.opposites.entry(one).or_default().push(other);
        lexicon.opposites.entry(other).or_default().push(one);
    }
    add_measures(&mut lexicon);
    add_names(&mut lexicon);
    add_readings(&mut lexicon);
    for pack in [VERBS, NOUNS] {
        synonym::add(&mut lexicon, pack);
    }
    for (class, number) in lexicon.classes.iter().zip(0..) {
        lexicon.numbers.entry(class.name.clone()).or_insert(number);
    }
    lexicon
}

fn add_measures(lexicon: &mut Lexicon) {
    let pack = measure_pack();
    let number: HashMap<&str, ClassId> =
        pack.class.iter().zip(0..).map(|(entry, number)| (entry.name.as_str(), number)).collect();
    for entry in &pack.class {
        let named = |names: &[String]| -> Vec<ClassId> {
            names.iter().filter_map(|name| number.get(name.as_str()).copied()).collect()
        };
        lexicon.classes.push(Class {
            name: entry.name.clone(),
            role: entry.role,
            isa: named(&entry.isa),
            never: named(&entry.never),
            opposite: named(&entry.opposite),
        });
    }
    for (entry, class) in pack.class.iter().zip(0..) {
        for other in lexicon.classes[usize::from(class)].never.clone() {
            let back = &mut lexicon.classes[usize::from(other)].never;
            if !back.contains(&class) {
                back.push(class);
            }
        }
        for form in &entry.words {
            lexicon.add_form(form, class);
        }
    }
}

fn add_names(lexicon: &mut Lexicon) {
    let pack: NamePack = toml::from_str(NAMES).expect("the name pack is checked by a test");
    let lines = pack.countries.iter().map(|line| (line, Role::Country));
    for (line, role) in lines.chain(pack.aliases.iter().map(|line| (line, Role::Alias))) {
        let class = ClassId::try_from(lexicon.classes.len()).expect("fewer than 65,536 classes");
        lexicon.classes.push(Class {
            name: line[0].clone(),
            role,
            isa: Vec::new(),
            never: Vec::new(),
            opposite: Vec::new(),
        });
        if let Some(month) = pack.fiscal.get(&line[0]).filter(|_| role == Role::Country) {
            lexicon.fiscal.insert(class, *month);
        }
        for form in line {
            lexicon.add_form(form, class);
        }
    }
}

fn add_readings(lexicon: &mut Lexicon) {
    let pack: ReadingPack = toml::from_str(READINGS).expect("the reading pack is checked by a test");
    let leak = |name: &String| -> &'static str { Box::leak(name.clone().into_boxed_str()) };
    let mut add = |forms: &[String], reading: Reading| {
        for form in forms {
            let keys: Vec<Key> = word::forms(form).iter().map(|part| word::surface(part)).collect();
            if let Some(first) = keys.first() {
                lexicon.readings.entry(*first).or_default().push((keys, reading));
            }
        }
    };
    for (name, forms) in &pack.modality {
        add(forms, Reading::Modality(leak(name)));
    }
    for (name, forms) in &pack.scope {
        add(forms, Reading::Scope(leak(name)));
    }
    for (name, forms) in &pack.statistic {
        add(forms, Reading::Statistic(leak(name)));
    }
    for (name, forms) in &pack.attribution {
        add(forms, if name == "speech" { Reading::Speech } else { Reading::Attribution });
    }
    for (name, forms) in &pack.list {
        add(forms, Reading::Derive(leak(name)));
    }
    for forms in pack.kind.values() {
        add(forms, Reading::Kind);
    }
    for forms in pack.replace.values() {
        add(forms, Reading::Replace);
    }
    for forms in pack.title.values() {
        add(forms, Reading::Title);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_edge_of_the_packs_names_a_class() {
        let pack = measure_pack();
        let names: HashSet<&str> = pack.class.iter().map(|entry| entry.name.as_str()).collect();
        for entry in &pack.class {
            for other in entry.never.iter().chain(&entry.isa).chain(&entry.opposite) {
                assert!(names.contains(other.as_str()), "{} names no class: {other}", entry.name);
            }
        }
    }

    #[test]
    fn no_class_holds_a_word_and_its_opposite() {
        let lexicon = lexicon();
        for [one, other] in word_pack().opposites {
            let shared = lexicon
                .classes_of(word::normal(&one))
                .iter()
                .find(|class| lexicon.classes_of(word::normal(&other)).contains(class));
            assert!(shared.is_none(), "{one} and {other} stand in one class");
        }
    }

    #[test]
    fn edges_go_the_right_way() {
        let lexicon = lexicon();
        let class = |form: &str| lexicon.classes_of(word::normal(form))[0];
        assert!(lexicon.is_a(class("smartphone"), class("handset")));
        assert!(!lexicon.is_a(class("handset"), class("smartphone")));
        assert!(lexicon.never(class("deposit"), class("loan")));
        assert!(lexicon.never(class("loan"), class("deposit")));
    }
}
