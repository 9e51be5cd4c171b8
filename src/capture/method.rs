//! How the bytes of a capture were come by.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// How the bytes of a capture were come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Method {
    /// This program asked the publisher's own server.
    Fetched,
    /// This program asked a public archive for its copy.
    Archive,
    /// This program asked a third party that repeats the source.
    Mirror,
    /// Taken over from a WARC or WACZ file that another tool wrote.
    Import,
    /// A person saved the document with a browser or another program.
    SavedPage,
    /// A person wrote down in own words what the source says.
    Abstract,
    /// A person typed or copied out what the source says.
    Transcript,
}

/// A text that names no method.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("{0:?} is no method of capture: write saved-page, abstract or transcript")]
pub struct NotAMethod(String);

impl Method {
    /// Every method, best evidence first.
    pub const ALL: [Self; 7] = [
        Self::Fetched,
        Self::Archive,
        Self::Mirror,
        Self::Import,
        Self::SavedPage,
        Self::Abstract,
        Self::Transcript,
    ];

    /// The name in files and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fetched => "fetched",
            Self::Archive => "archive",
            Self::Mirror => "mirror",
            Self::Import => "import",
            Self::SavedPage => "saved-page",
            Self::Abstract => "abstract",
            Self::Transcript => "transcript",
        }
    }

    /// True for bytes that a person vouches for, with no exchange on record.
    pub const fn by_hand(self) -> bool {
        matches!(self, Self::SavedPage | Self::Abstract | Self::Transcript)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for Method {
    type Err = NotAMethod;

    fn from_str(text: &str) -> Result<Self, NotAMethod> {
        Self::ALL.into_iter().find(|method| method.name() == text).ok_or_else(|| NotAMethod(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_parse_back() {
        for method in Method::ALL {
            assert_eq!(method.name().parse(), Ok(method));
        }
        assert!("Fetched".parse::<Method>().is_err());
    }
}
