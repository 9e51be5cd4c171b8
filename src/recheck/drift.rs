//! What moved: the plain values that reports, the desk and the state share.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// How a source or a claim moved, most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A figure, negation, date or name that a claim rests on changed, or the verdict with it.
    VerdictChanging,
    /// Headline, byline or a correction note changed, or the cited words without their meaning.
    ContextChanging,
    /// The source failed on three different days.
    Gone,
    /// The source could not be seen this time; that says nothing about the claim.
    Unreachable,
    /// The same text stands at another address now.
    Moved,
    /// The text changed outside of what a claim rests on.
    Cosmetic,
    /// The bytes changed and the text did not.
    Format,
}

impl Kind {
    /// Every kind, most serious first.
    pub const ALL: [Self; 7] = [
        Self::VerdictChanging,
        Self::ContextChanging,
        Self::Gone,
        Self::Unreachable,
        Self::Moved,
        Self::Cosmetic,
        Self::Format,
    ];

    /// The name in files and reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::VerdictChanging => "verdict-changing",
            Self::ContextChanging => "context-changing",
            Self::Gone => "gone",
            Self::Unreachable => "unreachable",
            Self::Moved => "moved",
            Self::Cosmetic => "cosmetic",
            Self::Format => "format",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// True for the kinds that an editor is woken for.
    pub const fn wakes(self) -> bool {
        matches!(self, Self::VerdictChanging | Self::ContextChanging)
    }
}

/// One thing that moved: a source, or a claim because of a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drift {
    /// How it moved.
    pub kind: Kind,
    /// The finding code (`V502`).
    pub code: String,
    /// Key of the source in the claim file.
    pub source: String,
    /// Its address as written in the claim file.
    pub url: String,
    /// The part of the address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// The claim that moved; `None` where the row is about the source itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// The claims that cite the source, for a row about the source.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<String>,
    /// What happened, in words: lower case, no full stop.
    pub message: String,
    /// What stood before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub old: Option<Side>,
    /// What stands now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub new: Option<Side>,
    /// The last moment the source was seen as before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_unchanged: Option<DateTime<Utc>>,
    /// The first moment it was seen as now. The change lies between the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_changed: Option<DateTime<Utc>>,
    /// Editors' decisions made on the old bytes, which are open again (V506).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outdated_decisions: Vec<String>,
}

/// One side of a change.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    /// Payload digest, hexadecimal.
    pub digest: String,
    /// When that capture was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<DateTime<Utc>>,
    /// The address that answered, where the source moved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The verdict on the claim.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<String>,
    /// The figure that the claim rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<String>,
    /// The passage, or the headline or byline, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}
