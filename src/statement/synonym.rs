//! The packs of synonyms: words for the same thing or deed, kinds of a thing, words that exclude each other, and
//! light words. They become classes of the lexicon beside those of measures.

use rustc_hash::FxHashMap as HashMap;
use serde::Deserialize;

use super::lexicon::{Class, ClassId, Lexicon, Role};
use super::word::{self, Key};

/// Words for the same, kinds, and words that exclude each other.
#[derive(Deserialize)]
struct Pack {
    /// Interchangeable words, a line each.
    synonyms: Vec<Vec<String>>,
    /// The first word of a line is the kind, the rest are of it.
    kinds: Vec<Vec<String>>,
    /// Words of which one at most is true in one place.
    exclusive: Vec<Vec<String>>,
    /// Pairs of the same.
    opposites: Vec<[String; 2]>,
    /// Words that add next to nothing to a sentence.
    light: Vec<String>,
}

/// Adds a pack to the lexicon.
pub(super) fn add(lexicon: &mut Lexicon, text: &str) {
    let pack: Pack = toml::from_str(text).expect("the packs of synonyms are checked by a test");
    for line in &pack.synonyms {
        let class = new_class(lexicon, &line[0]);
        for form in line {
            lexicon.add_form(form, class);
        }
    }
    let mut below = Below::default();
    for (class, number) in lexicon.classes.iter().zip(0..) {
        class.isa.iter().for_each(|kind| below.entry(*kind).or_default().push(number));
    }
    for line in &pack.kinds {
        let kind = class_of(lexicon, &line[0]);
        for form in &line[1..] {
            let class = class_of(lexicon, form);
            lift(lexicon, &mut below, class, kind);
        }
    }
    for line in &pack.exclusive {
        let classes: Vec<ClassId> = line.iter().map(|form| class_of(lexicon, form)).collect();
        for (at, one) in classes.iter().enumerate() {
            classes[at + 1..].iter().for_each(|other| oppose(lexicon, *one, *other));
        }
    }
    for [one, other] in &pack.opposites {
        let (one, other) = (class_of(lexicon, one), class_of(lexicon, other));
        oppose(lexicon, one, other);
    }
    lexicon.light.extend(pack.light.iter().map(|form| word::normal(form)));
}

fn new_class(lexicon: &mut Lexicon, name: &str) -> ClassId {
    let class = ClassId::try_from(lexicon.classes.len()).expect("fewer than 65,536 classes");
    lexicon.classes.push(Class {
        name: name.to_string(),
        role: Role::Synonym,
        isa: Vec::new(),
        never: Vec::new(),
        opposite: Vec::new(),
    });
    class
}

/// The one class of synonyms that a form is in; a class of its own where it is in none, or in several of several
/// senses.
fn class_of(lexicon: &mut Lexicon, form: &str) -> ClassId {
    let keys: Vec<Key> = word::forms(form).iter().map(|part| word::normal(part)).collect();
    let synonyms = |class: &ClassId| lexicon.classes[usize::from(*class)].role == Role::Synonym;
    let known: Vec<ClassId> = lexicon.classes_of_form(&keys).into_iter().filter(synonyms).collect();
    let named = known.iter().find(|class| lexicon.classes[usize::from(**class)].name == form);
    match (&known[..], named) {
        ([only], _) => *only,
        (_, Some(own)) => *own,
        _ => {
            let class = new_class(lexicon, form);
            lexicon.add_form(form, class);
            class
        }
    }
}

/// The kinds of each class, the way back from what they are kinds of.
type Below = HashMap<ClassId, Vec<ClassId>>;

/// Makes one class a kind of another, and of all that the other is a kind of.
fn lift(lexicon: &mut Lexicon, below: &mut Below, class: ClassId, kind: ClassId) {
    let above: Vec<ClassId> =
        std::iter::once(kind).chain(lexicon.classes[usize::from(kind)].isa.iter().copied()).collect();
    let lifted: Vec<ClassId> =
        below.get(&class).into_iter().flatten().copied().chain(std::iter::once(class)).collect();
    for own in lifted {
        for kind in above.iter().filter(|kind| **kind != own) {
            let isa = &mut lexicon.classes[usize::from(own)].isa;
            if !isa.contains(kind) {
                isa.push(*kind);
                below.entry(*kind).or_default().push(own);
            }
        }
    }
}

fn oppose(lexicon: &mut Lexicon, one: ClassId, other: ClassId) {
    for (own, against) in [(one, other), (other, one)] {
        let list = &mut lexicon.classes[usize::from(own)].opposite;
        if own != against && !list.contains(&against) {
            list.push(against);
        }
    }
}
