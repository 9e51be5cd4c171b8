//! Undoes an encoding that was applied twice: UTF-8 that was read as Latin-1 and written as UTF-8 again.
//!
//! Only what a page calls itself is mended. Its text stays as its bytes say, because it is quoted by them.

/// The text as it was before the second encoding; any other text as it is.
pub(super) fn undone(text: String) -> String {
    // These control characters stand in no title, and in the middle of nearly every letter that was encoded twice.
    if !text.chars().any(|character| ('\u{80}'..='\u{9f}').contains(&character)) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut run: Vec<u8> = Vec::new();
    let flush = |run: &mut Vec<u8>, out: &mut String| {
        match std::str::from_utf8(run) {
            Ok(letters) => out.push_str(letters),
            Err(_) => out.extend(run.iter().map(|byte| char::from(*byte))),
        }
        run.clear();
    };
    for character in text.chars() {
        match u8::try_from(u32::from(character)) {
            Ok(byte) if byte >= 0x80 => run.push(byte),
            _ => {
                flush(&mut run, &mut out);
                out.push(character);
            }
        }
    }
    flush(&mut run, &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(undone(text.to_owned()), expected);
    }

    #[test]
    fn what_was_encoded_twice_is_read_once() {
        check("The miller\u{e2}\u{80}\u{99}s guide", "The miller\u{2019}s guide");
        check("Caf\u{e9} prices", "Caf\u{e9} prices");
        check("A stray \u{e2}\u{80} stays", "A stray \u{e2}\u{80} stays");
        check("Mill\u{e2}\u{80}\u{93}by\u{e2}\u{80}\u{93}mill", "Mill\u{2013}by\u{2013}mill");
    }
}
