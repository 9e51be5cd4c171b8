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
    /// A public archive's copy, or first-party bytes over a channel that was not verified, or where a witness has others.
    C,
    /// A third party's repetition of the source, or another tool's recording.
    D,
    /// What a person brought.
    E,
}

/// What somebody else, such as a public archive, has of the same address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Witness {
    /// The same content.
    Agrees,
    /// Other content.
    Differs,
}

impl Witness {
    /// The name of the note in a capture.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Agrees => "witness-agrees",
            Self::Differs => "witness-differs",
        }
    }

    /// What a note of that name tells.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Agrees, Self::Differs].into_iter().find(|witness| witness.name() == name)
    }
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

    /// The grade once a second witness was asked and the log of captures was stamped from outside. Only first-party bytes
    /// over verified TLS rise, and only where both vouch for them; where the witness saw something else, they fall.
    pub const fn seen_by(self, witness: Option<Witness>, stamped: bool) -> Self {
        match (self, witness) {
            (Self::B, Some(Witness::Agrees)) if stamped => Self::A,
            (Self::B, Some(Witness::Differs)) => Self::C,
            (other, _) => other,
        }
    }

    /// What the grade means, in a few words.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::A => "first-party bytes over verified TLS, timestamped and witnessed",
            Self::B => "first-party bytes over verified TLS",
            Self::C => "public archive, or first-party bytes that a channel or a witness does not vouch for",
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
    fn only_verified_first_party_bytes_rise_and_a_witness_of_other_bytes_lowers_them() {
        for (grade, witness, stamped, expected) in [
            (Grade::B, Some(Witness::Agrees), true, Grade::A),
            (Grade::B, Some(Witness::Agrees), false, Grade::B),
            (Grade::B, None, true, Grade::B),
            (Grade::B, Some(Witness::Differs), true, Grade::C),
            (Grade::C, Some(Witness::Agrees), true, Grade::C),
            (Grade::D, Some(Witness::Agrees), true, Grade::D),
            (Grade::E, Some(Witness::Agrees), true, Grade::E),
        ] {
            assert_eq!(grade.seen_by(witness, stamped), expected, "{grade} {witness:?} {stamped}");
        }
    }
}
