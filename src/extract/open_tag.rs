//! The tag that is being read: its name, and those of its attributes that somebody reads.

use html5ever::tendril::StrTendril;
use html5ever::{Attribute, LocalName, QualName};

use super::gathered::{Gathered, text_of};
use super::limits::Limits;
use super::tag_rules::{FORMATTING, FORMATTING_ATTRIBUTES_MAX, is_read};

/// The tag that is being read.
pub(super) struct OpenTag<'s> {
    /// True for an end tag.
    pub end: bool,
    /// True where it closes itself.
    pub self_closing: bool,
    /// Its name.
    pub name: Vec<u8>,
    /// What was kept of its attributes.
    pub attributes: Vec<Attribute>,
    /// True where a name came twice.
    pub duplicates: bool,
    /// Whether it is a formatting element, once an attribute asked.
    formatting: Option<bool>,
    /// Attributes met in it.
    seen: usize,
    attribute: Option<OpenAttribute>,
    attribute_name: Vec<u8>,
    value: Gathered<'s>,
    names: Names,
}

/// What is known of the attribute that is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenAttribute {
    /// Its name may go on.
    Named,
    /// Nobody reads it.
    Unread,
    /// Its value is gathered.
    Read,
}

impl<'s> OpenTag<'s> {
    /// None yet, in a source and the tendril of the same text.
    pub fn of(source: &'s str, shared: StrTendril) -> Self {
        OpenTag {
            end: false,
            self_closing: false,
            name: Vec::new(),
            attributes: Vec::new(),
            duplicates: false,
            formatting: None,
            seen: 0,
            attribute: None,
            attribute_name: Vec::new(),
            value: Gathered::of(source, shared),
            names: Names::new(),
        }
    }

    /// Begins a tag.
    pub fn begin(&mut self, end: bool) {
        self.name.clear();
        self.end = end;
        self.self_closing = false;
        self.formatting = None;
    }

    /// Begins an attribute.
    pub fn begin_attribute(&mut self) {
        self.attribute = Some(OpenAttribute::Named);
    }

    /// Adds to the name of the attribute.
    pub fn push_name(&mut self, text: &[u8]) {
        self.attribute_name.extend_from_slice(text);
    }

    /// Adds to the value of the attribute.
    pub fn push_value(&mut self, text: &[u8]) {
        if self.is_wanted() {
            self.value.push_found(text);
        }
    }

    /// True where somebody reads the attribute; asked once its name is whole.
    fn is_wanted(&mut self) -> bool {
        if self.attribute == Some(OpenAttribute::Named) {
            let wanted = !self.end && (self.is_formatting() || is_read(&self.attribute_name));
            self.attribute = Some(if wanted { OpenAttribute::Read } else { OpenAttribute::Unread });
        }
        self.attribute == Some(OpenAttribute::Read)
    }

    fn is_formatting(&mut self) -> bool {
        *self.formatting.get_or_insert_with(|| FORMATTING.contains(&self.name.as_slice()))
    }

    /// Ends the attribute being read; a name that is there already is left out, as the standard says.
    /// Gives `false` where the cap left it out.
    pub fn end_attribute(&mut self, limits: &Limits) -> bool {
        if self.attribute.is_none() {
            return true;
        }
        let wanted = self.is_wanted();
        self.attribute = None;
        let mut fits = true;
        if !self.end {
            self.seen += 1;
            let max = limits.attributes_max;
            fits = self.seen <= max.min(if self.is_formatting() { FORMATTING_ATTRIBUTES_MAX } else { max });
            if fits && wanted {
                self.keep();
            }
        }
        self.attribute_name.clear();
        self.value.clear();
        fits
    }

    fn keep(&mut self) {
        let local = self.names.of(&self.attribute_name);
        if self.attributes.iter().any(|attribute| attribute.name.local == local) {
            self.duplicates = true;
        } else {
            let name = QualName::new(None, Default::default(), local);
            self.attributes.push(Attribute { name, value: self.value.take() });
        }
    }

    /// Takes what was kept of the attributes, and whether a name came twice.
    pub fn take_attributes(&mut self) -> (Vec<Attribute>, bool) {
        self.seen = 0;
        (std::mem::take(&mut self.attributes), std::mem::take(&mut self.duplicates))
    }

    /// The name of the element.
    pub fn element_name(&mut self) -> LocalName {
        self.names.of(&self.name)
    }
}

/// Names that were looked up before, by their bytes. Of names that fall into the same place the last is kept.
struct Names([(u64, LocalName); 1 << Names::BITS]);

impl Names {
    const BITS: u32 = 7;

    fn new() -> Self {
        Names(std::array::from_fn(|_| (0, LocalName::from(""))))
    }

    fn of(&mut self, name: &[u8]) -> LocalName {
        let mut bytes = [0; 8];
        let Some(start) = bytes.get_mut(..name.len()).filter(|_| !name.is_empty()) else {
            return LocalName::from(&*text_of(name));
        };
        start.copy_from_slice(name);
        let key = u64::from_le_bytes(bytes);
        let known =
            &mut self.0[(key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - Self::BITS)) as usize];
        if known.0 != key {
            *known = (key, LocalName::from(&*text_of(name)));
        }
        known.1.clone()
    }
}
