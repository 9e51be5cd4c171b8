//! Numbers of X posts: the token that embeds send along, and the time hidden in an id.

use chrono::{DateTime, Utc};

/// The first millisecond of ids made of time: 4 November 2010.
const EPOCH_MS: i64 = 1_288_834_974_657;

/// Ids below this were counted, not made of time.
const FIRST: u64 = 30_000_000_000;

/// The time a post was made, by its id alone.
pub(super) fn time_of(id: &str) -> Option<DateTime<Utc>> {
    let id: u64 = id.parse().ok()?;
    let milliseconds = i64::try_from(id >> 22).ok()? + EPOCH_MS;
    (id >= FIRST).then(|| DateTime::from_timestamp_millis(milliseconds)).flatten()
}

/// The token that a web page sends with an id: `((id / 1e15) * π).toString(36)` of JavaScript without zeros and the
/// point. Clients differ on whether it is looked at.
pub(super) fn token(id: &str) -> String {
    let number: f64 = id.parse().unwrap_or(0.0);
    radix_36(number / 1e15 * std::f64::consts::PI).chars().filter(|c| !matches!(c, '0' | '.')).collect()
}

/// A positive number in base 36 as JavaScript engines print it: as many digits as tell it from its neighbours.
fn radix_36(value: f64) -> String {
    const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
    let mut integer = value.floor();
    let mut fraction = value - integer;
    let mut delta = (0.5 * (value.next_up() - value)).max(f64::from_bits(1));
    let mut after: Vec<u8> = Vec::new();
    if fraction >= delta {
        loop {
            fraction *= 36.0;
            delta *= 36.0;
            let digit = fraction as u8;
            after.push(digit);
            fraction -= f64::from(digit);
            let up = fraction > 0.5 || (fraction == 0.5 && digit & 1 == 1);
            if up && fraction + delta > 1.0 {
                // Rounds up, and carries as far as it must.
                loop {
                    match after.pop() {
                        None => {
                            integer += 1.0;
                            break;
                        }
                        Some(digit) if digit < 35 => {
                            after.push(digit + 1);
                            break;
                        }
                        Some(_) => {}
                    }
                }
                break;
            }
            if fraction < delta {
                break;
            }
        }
    }
    let mut before: Vec<u8> = Vec::new();
    loop {
        before.push((integer % 36.0) as u8);
        integer = (integer / 36.0).floor();
        if integer <= 0.0 {
            break;
        }
    }
    let text = |digits: &mut dyn Iterator<Item = &u8>| -> String {
        digits.map(|digit| char::from(DIGITS[usize::from(*digit)])).collect()
    };
    format!("{}.{}", text(&mut before.iter().rev()), text(&mut after.iter()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_those_of_a_browser() {
        // Printed by a JavaScript engine.
        for (id, expected) in [
            ("20", "6dq1a2xwd93"),
            ("1000000000", "59yka5rnu5w"),
            ("861627479294746624", "236vrsocvda"),
            ("1577730467436138524", "3tol417ti8o"),
            ("1757108153408278773", "49c49i2agu"),
            ("2062924863501939113", "5vazvhy71"),
        ] {
            assert_eq!(token(id), expected, "{id}");
        }
    }

    #[test]
    fn ids_hold_their_time() {
        let check = |id: &str, expected: Option<&str>| {
            let time = time_of(id).map(|time| time.format("%Y-%m-%dT%H:%M:%S").to_string());
            assert_eq!(time.as_deref(), expected, "{id}");
        };
        check("861627479294746624", Some("2017-05-08T17:02:53"));
        check("20", None);
        check("x", None);
    }
}
