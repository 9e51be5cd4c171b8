//! Claims judged per second on one core: cold (text to verdict) and warm (the source is read already),
//! and how that grows with the passages of a source.

use claim_verifier::claim::{Claim, Typed};
use claim_verifier::extract::{self, Document};
use claim_verifier::statement::{self, Reading};
use claim_verifier::verdict::{self, Options, Witness};
use divan::Bencher;
use divan::counter::ItemsCount;

fn main() {
    divan::main();
}

/// An article of so many paragraphs, each with figures of its own.
fn article(paragraphs: usize) -> String {
    let towns = ["Ashby", "Burley", "Corby", "Derwent", "Elland", "Frome", "Goole", "Hexham"];
    let mut text = String::new();
    for number in 0..paragraphs {
        let town = towns[number % towns.len()];
        let year = 1990 + number % 30;
        text.push_str(&format!(
            "The mills of {town} ground {}.{} million tonnes of wheat in {year}, up {} percent on the year before. \
             They employed {} workers at {} sites, the millers' guild said.\n",
            number % 90 + 1,
            number % 10,
            number % 40 + 2,
            number * 7 + 120,
            number % 17 + 2
        ));
    }
    text
}

fn claims(count: usize) -> Vec<Claim> {
    let towns = ["Ashby", "Burley", "Corby", "Derwent", "Elland", "Frome", "Goole", "Hexham"];
    (0..count)
        .map(|number| {
            let town = towns[number % towns.len()];
            claim(&format!(
                "The mills of {town} employed {} workers in {}.",
                number * 7 + 120,
                1990 + number % 30
            ))
        })
        .collect()
}

fn claim(text: &str) -> Claim {
    let span = 0..text.len();
    Claim {
        id: "bench".to_string(),
        text: Typed { value: text.to_string(), span: span.clone() },
        sources: Vec::new(),
        subject: None,
        metric: None,
        value: None,
        period: None,
        change: None,
        scope: None,
        modality: None,
        unit: None,
        attribution: None,
        quote: None,
        aliases: Vec::new(),
        allow: Vec::new(),
        span,
    }
}

fn read(text: &str) -> (Document, Reading) {
    let document = extract::read(text.as_bytes(), "text/plain; charset=utf-8", &extract::Options::default());
    let reading = statement::read(&document);
    (document, reading)
}

fn decide(claim: &Claim, document: &Document, reading: &Reading) -> usize {
    let witness = Witness {
        source: "bench",
        digest: "bench",
        publisher: None,
        derived_from: None,
        quote: None,
        document,
        reading,
    };
    let options = Options { strict_bounds: false, published: None };
    verdict::decide(claim, &[witness], &options).findings.len()
}

/// One article of eight paragraphs, read once; sixty-four claims about it.
#[divan::bench]
fn warm(bencher: Bencher<'_, '_>) {
    let (document, reading) = read(&article(8));
    let claims = claims(64);
    bencher
        .counter(ItemsCount::new(claims.len()))
        .bench_local(|| claims.iter().map(|claim| decide(claim, &document, &reading)).sum::<usize>());
}

/// The same, the article read anew for each claim.
#[divan::bench]
fn cold(bencher: Bencher<'_, '_>) {
    let text = article(8);
    let claims = claims(64);
    bencher.counter(ItemsCount::new(claims.len())).bench_local(|| {
        claims
            .iter()
            .map(|claim| {
                let (document, reading) = read(&text);
                decide(claim, &document, &reading)
            })
            .sum::<usize>()
    });
}

/// Growth with the passages of a source: ten times the source must not cost ten times the judging.
#[divan::bench(args = [10, 100, 1_000, 10_000, 100_000], sample_count = 10)]
fn passages(bencher: Bencher<'_, '_>, paragraphs: usize) {
    let (document, reading) = read(&article(paragraphs));
    let claims = claims(16);
    bencher
        .counter(ItemsCount::new(claims.len()))
        .bench_local(|| claims.iter().map(|claim| decide(claim, &document, &reading)).sum::<usize>());
}

/// Growth with the claims about a source: each costs what one alone costs.
#[divan::bench(args = [1, 100, 10_000, 100_000], sample_count = 3)]
fn claims_of_a_source(bencher: Bencher<'_, '_>, count: usize) {
    let (document, reading) = read(&article(8));
    let claims = claims(count);
    bencher
        .counter(ItemsCount::new(claims.len()))
        .bench_local(|| claims.iter().map(|claim| decide(claim, &document, &reading)).sum::<usize>());
}
