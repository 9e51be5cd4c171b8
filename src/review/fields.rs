//! Names and values of a query or a form, in the order sent.

use url::form_urlencoded;

/// Names and values, in the order sent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads `a=b&c=d`; what is not UTF-8 becomes U+FFFD.
    pub fn parse(encoded: &[u8]) -> Fields {
        Fields(form_urlencoded::parse(encoded).into_owned().collect())
    }

    /// The first value of that name, without white space around it; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        let first = self.0.iter().find(|(known, _)| known == name);
        first.map_or("", |(_, value)| value).trim()
    }

    /// The first value of that name, where there is one that is not empty.
    pub fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|value| !value.is_empty())
    }

    /// Every value of that name.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// Writes `a=b&c=d`, leaving empty values out.
pub fn encode(pairs: &[(&str, &str)]) -> String {
    let mut serializer = form_urlencoded::Serializer::new(String::new());
    serializer.extend_pairs(pairs.iter().filter(|(_, value)| !value.is_empty()));
    serializer.finish()
}

/// Text as one segment of a path or one value of a query.
pub fn segment(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_come_back_as_they_went() {
        let sent = encode(&[("q", "a b&c=d"), ("empty", ""), ("q", "\u{e9}")]);
        let fields = Fields::parse(sent.as_bytes());
        assert_eq!(fields.all("q").collect::<Vec<_>>(), ["a b&c=d", "\u{e9}"]);
        assert_eq!((fields.get("empty"), fields.some("none")), ("", None));
        assert_eq!(segment("a/../b"), "a%2F%2E%2E%2Fb");
        assert_eq!(Fields::parse(b"%ff=%zz").get("\u{fffd}"), "%zz");
    }
}
