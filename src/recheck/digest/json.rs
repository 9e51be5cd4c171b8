//! JSON lines: one object a source and a claim that moved.

use serde_json::Value;

use crate::recheck::Round;
use crate::recheck::drift::Drift;
use crate::verdict::code::Code;

/// Writes the round.
pub(super) fn write(round: &Round) -> String {
    round.drifts.iter().map(|drift| format!("{}\n", object(drift))).collect()
}

/// The object of a row; the finding code comes with its name.
pub(super) fn object(drift: &Drift) -> Value {
    let mut object = serde_json::to_value(drift).expect("a row is plain JSON");
    if let Value::Object(fields) = &mut object {
        let name = Code::parse(&drift.code).map_or("", Code::name);
        fields.insert("name".to_owned(), Value::from(name));
    }
    object
}
