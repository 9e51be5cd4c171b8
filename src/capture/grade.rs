//! The provenance grade: what the way a capture was come by can prove. Computed, never typed.

use std::fmt;

use super::Method;

/// How much the way a capture was come by can prove, best first.
///
/// No grade says that the server said so: TLS gives no proof to a third party. It says who held
/// the bytes, from where, and who else can vouch for the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Grade {
    /// First-party bytes over verified TLS, with an outside timestamp and a witness.
    A,
    /// First-party bytes over verified TLS, on our own word for the time.
    B,
    /// A public archive's copy, or first-party bytes over a channel that was not verified.
    C,
    /// A third party's repetition of the source, or another tool's recording.
    D,
    /// What a person brought.
    E,
}

impl Grade {
    /// The grade of a capture by itself, before any outside timestamp or witness.
    pub const fn of(method: Method, secure: bool) -> Self {
        match method {
            Method::Fetched if secure => Self::B,
            Method::Fetched => Self::C,
            Method::Archive => Self::C,
            Method::Mirror | Method::Import => Self::D,
            Method::SavedPage | Method::Abstract | Method::Transcript => Self::E,
        }
    }

    /// The grade once an outside timestamp token and a witness both cover the capture: only
    /// first-party bytes over verified TLS rise.
    pub const fn witnessed(self) -> Self {
        match self {
            Self::B => Self::A,
            other => other,
        }
    }

    /// What the grade means, in a few words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::A => "first-party bytes over verified TLS, timestamped and witnessed",
            Self::B => "first-party bytes over verified TLS",
            Self::C => "public archive, or first-party bytes over an unverified channel",
            Self::D => "third-party copy",
            Self::E => "brought by a person",
        }
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grade_follows_from_the_way() {
        for (method, secure, grade) in [
            (Method::Fetched, true, Grade::B),
            (Method::Fetched, false, Grade::C),
            (Method::Archive, true, Grade::C),
            (Method::Mirror, true, Grade::D),
            (Method::Import, true, Grade::D),
            (Method::SavedPage, true, Grade::E),
            (Method::Abstract, false, Grade::E),
            (Method::Transcript, false, Grade::E),
        ] {
            assert_eq!(Grade::of(method, secure), grade, "{method}");
        }
    }

    #[test]
    fn only_verified_first_party_bytes_rise() {
        assert_eq!(Grade::B.witnessed(), Grade::A);
        for grade in [Grade::A, Grade::C, Grade::D, Grade::E] {
            assert_eq!(grade.witnessed(), grade);
        }
    }
}
