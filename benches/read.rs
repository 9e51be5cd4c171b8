//! Speed of reading quantities and periods together, beside a plain byte pass and a keyword automaton.
//!
//! `cargo bench --bench read` reads a megabyte of made-up news text, or the file that
//! `VERIFY_BENCH_TEXT` names. The line to hold is 50 MB/s on one core of the reference machine.

mod news;

use claim_verifier::temporal::{self, Context};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// Words that an automaton has to find to know where a number or date may stand.
const WORDS: &str = "one two three four five six seven eight nine ten hundred thousand million billion dozen half \
    third quarter percent january february march april june july august september october november december monday \
    friday year month week last next doubled lakh crore";

/// A megabyte of text.
#[expect(clippy::disallowed_methods, reason = "a bench may be pointed at a text by its runner")]
fn text() -> String {
    match std::env::var("VERIFY_BENCH_TEXT") {
        Ok(path) => std::fs::read_to_string(path).expect("a readable text"),
        Err(_) => news::text(1 << 20),
    }
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
        .build(WORDS.split_whitespace())
        .expect("a small automaton");
    bencher.counter(BytesCount::of_str(&text)).bench(|| automaton.find_iter(&text).count());
}
