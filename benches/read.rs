//! Speed of reading quantities and periods together, beside a plain byte pass and a keyword automaton.
//!
//! `cargo bench --bench read` reads `VERIFY_BENCH_TEXT` where it names a file, else a made-up news text.

use claim_verifier::temporal::{self, Context};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// Words that an automaton has to find to know where a number or date may stand.
const WORDS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "hundred",
    "thousand",
    "million",
    "billion",
    "dozen",
    "half",
    "third",
    "quarter",
    "percent",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "friday",
    "year",
    "month",
    "week",
    "last",
    "next",
    "doubled",
    "lakh",
    "crore",
];

/// A megabyte of text.
#[expect(clippy::disallowed_methods, reason = "a bench may be pointed at a text by its runner")]
fn text() -> String {
    if let Ok(path) = std::env::var("VERIFY_BENCH_TEXT") {
        return std::fs::read_to_string(path).expect("a readable text");
    }
    let paragraph = "The harbour board said on Tuesday that the new pier would be ready by the spring, later than the town had \
        hoped when the old one was closed. Traders who moved their stalls inland say that they have lost custom and want help with \
        the rent, while the board points to a grant of $2.4 million from the state and to the 340 jobs that the works have brought. \
        Most of the money came from a levy on visitors, which rose 12% in 2023, and the rest was lent by a bank in the city.\n";
    paragraph.repeat((1 << 20) / paragraph.len() + 1)
}

#[divan::bench]
fn quantities_and_periods(bencher: Bencher) {
    let text = text();
    let context = Context::default();
    bencher.counter(BytesCount::of_str(&text)).bench(|| temporal::read_all(&text, &context));
}

#[divan::bench]
fn byte_pass(bencher: Bencher) {
    let text = text();
    bencher.counter(BytesCount::of_str(&text)).bench(|| text.bytes().filter(u8::is_ascii_digit).count());
}

#[divan::bench]
fn keyword_automaton(bencher: Bencher) {
    let text = text();
    let automaton = aho_corasick::AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(aho_corasick::AhoCorasickKind::DFA))
        .build(WORDS)
        .expect("a small automaton");
    bencher.counter(BytesCount::of_str(&text)).bench(|| automaton.find_iter(&text).count());
}
