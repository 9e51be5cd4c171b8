//! The JSON Schema of claim files, made from the table of keys.
//!
//! Draft-04, because the TOML language servers of common editors understand no later one.

use serde_json::{Map, Value, json};

use super::keys::{self, Key, Shape};

/// The schema as JSON text, ending in a newline: the content of `docs/claims.schema.json`.
pub fn schema() -> String {
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-04/schema#",
        "title": "Claim file of verify",
        "description": "Claims, the sources they cite, and relations that must hold between them.",
    });
    let table = table(keys::TOP);
    if let (Some(schema), Value::Object(table)) = (schema.as_object_mut(), table) {
        schema.extend(table);
    }
    let mut text = serde_json::to_string_pretty(&schema).expect("a JSON value is writable");
    text.push('\n');
    text
}

fn table(keys: &[Key]) -> Value {
    let properties: Map<String, Value> =
        keys.iter().map(|key| (key.name.to_owned(), described(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    let mut table = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    // Draft-04 forbids an empty list here.
    if !required.is_empty() {
        table["required"] = json!(required);
    }
    table
}

fn described(key: &Key) -> Value {
    let mut value = shape(key.shape);
    let example = if key.example.is_empty() { String::new() } else { format!(" Example: {}", key.example) };
    value["description"] = json!(format!("{}{example}", key.meaning));
    value
}

fn shape(shape: Shape) -> Value {
    let text = json!({ "type": "string", "minLength": 1 });
    match shape {
        Shape::Text => text,
        Shape::Literal => json!({ "type": ["string", "number"] }),
        Shape::Address => json!({ "type": "string", "pattern": "^(https?://|urn:verify:)" }),
        Shape::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}" }),
        Shape::Digest => json!({ "type": "string", "pattern": "^(sha256:)?[0-9a-fA-F]{6,64}$" }),
        Shape::Choice(words) => json!({ "type": "string", "enum": words }),
        Shape::ChoiceOrText(words) => json!({ "anyOf": [{ "type": "string", "enum": words }, text] }),
        Shape::Texts => json!({ "type": "array", "items": text }),
        Shape::Citations => {
            json!({ "type": "array", "minItems": 1, "items": { "anyOf": [text, table(keys::CITATION)] } })
        }
        Shape::Table(keys) => table(keys),
        Shape::Tables(keys) => json!({ "type": "array", "items": table(keys) }),
        Shape::Named(keys) => {
            let mut entry = table(keys);
            // A source is found by its address, or is known by name alone.
            entry["anyOf"] = json!([{ "required": ["url"] }, { "required": ["name"] }]);
            json!({ "type": "object", "additionalProperties": entry })
        }
    }
}
