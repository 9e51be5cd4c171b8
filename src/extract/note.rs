//! What was noticed while reading a payload; `verdict` turns notes into findings.

/// One remark about a payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Stable name in kebab case (`depth-cap`, `no-text-layer`, `paywall` …).
    pub name: &'static str,
    /// What was seen, for people.
    pub detail: String,
}

impl Note {
    /// A note.
    pub fn new(name: &'static str, detail: impl Into<String>) -> Self {
        Note { name, detail: detail.into() }
    }
}
