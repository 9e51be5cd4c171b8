//! What an editor did: decide, undo, assign, adopt a capture. Plain values with their JSON shape.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::RulingError;

/// Characters that a note may have.
pub const NOTE_CHARS_MAX: usize = 4000;
/// Characters that a name of a person may have.
pub const ACTOR_CHARS_MAX: usize = 80;

/// The id of an event: a ULID, so that events made on two machines never meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId(String);

impl EventId {
    /// A new id at that moment; the random part comes from the system.
    pub fn new(at: DateTime<Utc>) -> EventId {
        let mut random = [0; 16];
        getrandom::fill(&mut random).expect("the system gives random bytes");
        let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        EventId(ulid::Ulid::from_parts(milliseconds, u128::from_be_bytes(random)).to_string())
    }

    /// The id written as text.
    pub fn parse(text: &str) -> Option<EventId> {
        ulid::Ulid::from_string(text).ok().map(|id| EventId(id.to_string()))
    }

    /// Its 26 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for EventId {
    type Error = String;

    fn try_from(text: String) -> Result<EventId, String> {
        EventId::parse(&text).ok_or_else(|| format!("`{text}` is not a ULID"))
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> String {
        id.0
    }
}

impl std::fmt::Display for EventId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One thing that one person did to one claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// The id of the claim.
    pub claim: String,
    /// What.
    #[serde(flatten)]
    pub act: Act,
}

/// What a person did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "kebab-case")]
pub enum Act {
    /// Ruled on the findings of a claim.
    Decide(Decision),
    /// Took an earlier event back; taking back an undo restores what it undid.
    Undo {
        /// The event that is taken back.
        event: EventId,
    },
    /// Gave the claim to a person, or to nobody.
    Assign {
        /// The person.
        to: Option<String>,
    },
    /// Took a newer capture of a source as the one the claim rests on.
    Adopt {
        /// The source's key in the claim file.
        source: String,
        /// Digest of the capture before.
        from: String,
        /// Digest of the capture now.
        to: String,
    },
}

impl Act {
    /// The name in files (`decide`).
    pub fn name(&self) -> &'static str {
        match self {
            Act::Decide(_) => "decide",
            Act::Undo { .. } => "undo",
            Act::Assign { .. } => "assign",
            Act::Adopt { .. } => "adopt",
        }
    }
}

/// A ruling, and what it was made on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// What is to be done.
    pub verb: Verb,
    /// Why; required unless the claim is to be fixed.
    pub reason: Option<Reason>,
    /// In the editor's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Last day of a snooze; without it the snooze lasts until a capture changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// What it was made on.
    #[serde(flatten)]
    pub basis: Basis,
}

/// What a ruling was made on; when it changes, the ruling no longer answers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// Digest of the claim with all that was typed about it.
    pub claim_digest: String,
    /// Payload digests of the captures that spoke, sorted.
    pub captures: Vec<String>,
    /// Codes of the findings that it answers, sorted.
    pub codes: Vec<String>,
    /// The verdict at that time.
    pub verdict: String,
    /// Version of extractor and rule packs.
    pub rules: String,
}

/// What an editor rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verb {
    /// The claim is to be changed.
    Fix,
    /// The claim stands as it is.
    Stands,
    /// The author is asked.
    Ask,
    /// Later.
    Snooze,
}

impl Verb {
    /// Every verb, in the order of the keys 1, 2, 3, h.
    pub const ALL: [Verb; 4] = [Verb::Fix, Verb::Stands, Verb::Ask, Verb::Snooze];

    /// The name in forms and files.
    pub fn name(self) -> &'static str {
        match self {
            Verb::Fix => "fix",
            Verb::Stands => "stands",
            Verb::Ask => "ask",
            Verb::Snooze => "snooze",
        }
    }

    /// What the button says.
    pub fn label(self) -> &'static str {
        match self {
            Verb::Fix => "Fix claim",
            Verb::Stands => "Claim stands",
            Verb::Ask => "Ask author",
            Verb::Snooze => "Snooze",
        }
    }

    /// The verb of that name.
    pub fn parse(text: &str) -> Option<Verb> {
        Verb::ALL.into_iter().find(|verb| verb.name() == text)
    }
}

/// Why an editor rules so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// The house rounds this way.
    RoundingConvention,
    /// The source is older than what is known now.
    SourceOutdated,
    /// Another source is better and will be cited.
    BetterSource,
    /// The house agreed on what the word means.
    DefinitionAgreed,
    /// The finding is wrong.
    FalseAlarm,
    /// As the note says.
    Other,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 6] = [
        Reason::RoundingConvention,
        Reason::SourceOutdated,
        Reason::BetterSource,
        Reason::DefinitionAgreed,
        Reason::FalseAlarm,
        Reason::Other,
    ];

    /// The name in forms and files.
    pub fn name(self) -> &'static str {
        match self {
            Reason::RoundingConvention => "rounding-convention",
            Reason::SourceOutdated => "source-outdated",
            Reason::BetterSource => "better-source",
            Reason::DefinitionAgreed => "definition-agreed",
            Reason::FalseAlarm => "false-alarm",
            Reason::Other => "other",
        }
    }

    /// What the form says.
    pub fn label(self) -> &'static str {
        match self {
            Reason::RoundingConvention => "rounding convention",
            Reason::SourceOutdated => "source is outdated",
            Reason::BetterSource => "better source exists",
            Reason::DefinitionAgreed => "definition agreed",
            Reason::FalseAlarm => "false alarm",
            Reason::Other => "other (say in the note)",
        }
    }

    /// The reason of that name.
    pub fn parse(text: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.name() == text)
    }
}

/// An event before it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: String,
    /// The id of the claim.
    pub claim: String,
    /// What.
    pub act: Act,
    /// The newest ruling on the claim that the person saw.
    pub seen: Seen,
}

/// What a person knew when they acted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// It does not matter what happened before (an assignment, a tool).
    Anything,
    /// The newest decision, undo or adoption on the claim, or that there was none.
    Newest(Option<EventId>),
}

impl Draft {
    /// Checks the rules of a decision.
    ///
    /// # Errors
    /// [`RulingError::Refused`] with what is missing, in words for the person.
    pub fn check(&self) -> Result<(), RulingError> {
        let refuse = |why| Err(RulingError::Refused(why));
        if self.actor.trim().is_empty() || self.actor.chars().count() > ACTOR_CHARS_MAX {
            return refuse("a decision needs the name of a person, of at most 80 characters");
        }
        if self.claim.is_empty() {
            return refuse("a decision needs the id of a claim");
        }
        let Act::Decide(decision) = &self.act else { return Ok(()) };
        if decision.reason.is_none() && decision.verb != Verb::Fix {
            return refuse("choose a reason: it is required unless the claim is to be fixed");
        }
        if decision.reason == Some(Reason::Other) && decision.note.trim().is_empty() {
            return refuse("write a note: the reason `other` needs one");
        }
        if decision.note.chars().count() > NOTE_CHARS_MAX {
            return refuse("shorten the note: it may have 4,000 characters");
        }
        if decision.until.is_some() && decision.verb != Verb::Snooze {
            return refuse("leave the day empty: only a snooze has one");
        }
        if decision.until.is_some_and(|until| until < self.at.date_naive()) {
            return refuse("choose a day to come: a snooze cannot end in the past");
        }
        Ok(())
    }

    /// The event as it will be kept.
    pub(super) fn event(&self) -> Event {
        Event {
            id: EventId::new(self.at),
            at: self.at,
            actor: self.actor.clone(),
            claim: self.claim.clone(),
            act: self.act.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(verb: Verb, reason: Option<Reason>, note: &str, until: Option<&str>) -> Draft {
        let decision = Decision {
            verb,
            reason,
            note: note.into(),
            until: until.map(|day| day.parse().expect("a day")),
            basis: Basis::default(),
        };
        let at = "2026-03-01T08:00:00Z".parse().expect("a moment");
        Draft { at, actor: "ada".into(), claim: "a".into(), act: Act::Decide(decision), seen: Seen::Anything }
    }

    fn check(draft: &Draft, expected: Result<(), &str>) {
        let found = draft.check().map_err(|error| error.to_string());
        match expected {
            Ok(()) => assert_eq!(found, Ok(())),
            Err(words) => assert!(found.as_ref().is_err_and(|error| error.contains(words)), "{found:?}"),
        }
    }

    #[test]
    fn reasons_are_required_where_a_reader_would_ask_why() {
        check(&draft(Verb::Fix, None, "", None), Ok(()));
        check(&draft(Verb::Stands, None, "", None), Err("choose a reason"));
        check(&draft(Verb::Ask, None, "", None), Err("choose a reason"));
        check(&draft(Verb::Snooze, None, "", None), Err("choose a reason"));
        check(&draft(Verb::Stands, Some(Reason::FalseAlarm), "", None), Ok(()));
        check(&draft(Verb::Stands, Some(Reason::Other), "  ", None), Err("write a note"));
        check(&draft(Verb::Stands, Some(Reason::Other), "as agreed with the desk", None), Ok(()));
        check(&draft(Verb::Snooze, Some(Reason::SourceOutdated), "", Some("2026-04-01")), Ok(()));
        check(
            &draft(Verb::Snooze, Some(Reason::SourceOutdated), "", Some("2026-02-01")),
            Err("a day to come"),
        );
        check(&draft(Verb::Fix, None, "", Some("2026-04-01")), Err("only a snooze"));
        check(&draft(Verb::Fix, None, &"n".repeat(4001), None), Err("shorten the note"));
    }

    #[test]
    fn every_verb_and_reason_is_found_by_its_name() {
        for verb in Verb::ALL {
            assert_eq!(Verb::parse(verb.name()), Some(verb));
            assert_eq!(serde_json::to_value(verb).expect("JSON"), verb.name());
        }
        for reason in Reason::ALL {
            assert_eq!(Reason::parse(reason.name()), Some(reason));
            assert_eq!(serde_json::to_value(reason).expect("JSON"), reason.name());
        }
    }
}
