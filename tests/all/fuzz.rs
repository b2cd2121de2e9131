//! Whatever bytes it is given, the program keeps its laws. They are in `tests/fuzz/targets/`, a file a target; here they
//! are tried on what once broke one or reached far, and on changes to that, without an engine. `tests/fuzz/run TARGET`
//! goes looking for more with one.
//!
//! `BCF_FUZZ_TRIES=100000 cargo test --release --test all fuzz::` tries longer (`BCF_FUZZ_SEED` begins elsewhere). What breaks a
//! law is made small and kept in the corpus.

#![cfg(all(feature = "workbook", feature = "document"))]

#[path = "../fuzz/mutate.rs"]
mod mutate;
#[path = "../fuzz/seeds.rs"]
mod seeds;
#[path = "../fuzz/targets/mod.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::common::{meaning, one_in, share};
use mutate::{Lot, changed, noise, replaced};
use seeds::{corpus, corpus_folder, seeds};
use targets::{TARGETS, Target};

/// The number of changed texts each target is tried on.
const TRIES: u64 = 60;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the law some bytes break, if any. A panic is one.
fn broken(target: &Target, bytes: &[u8]) -> Option<String> {
    match catch_unwind(AssertUnwindSafe(|| (target.laws)(bytes))) {
        Ok(laws) => laws.err(),
        Err(panic) => {
            let said =
                panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
            Some(format!("it panics: {}", said.unwrap_or_default()))
        }
    }
}

/// Returns the text with as much as possible taken out that breaks a law all the same.
fn smallest(target: &Target, text: &str) -> String {
    let mut text = text.to_owned();
    let mut length = text.len() / 2;
    while length > 0 {
        let mut at = 0;
        while at < text.len() {
            let shorter = if text.is_char_boundary(at) { replaced(&text, at, length, "") } else { text.clone() };
            let is_one = shorter.len() < text.len() && broken(target, shorter.as_bytes()).is_some();
            if is_one { text = shorter } else { at += length }
        }
        length /= 2;
    }
    text
}

/// Keeps a text that breaks a law, and says so.
fn keep(target: &Target, text: &str, law: &str) -> ! {
    let small = smallest(target, text);
    let law = broken(target, small.as_bytes()).unwrap_or_else(|| law.to_owned());
    let name = small
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    let path = corpus_folder(target, root()).join(format!("found-{name:016x}"));
    fs::write(&path, &small).expect("the corpus can be written to");
    panic!("{law}\n{}", path.display());
}

/// Tries the laws of a target on its corpus, then on changed texts.
fn try_laws(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target");
    let corpus = corpus(target, root());
    let broken_by = |seed: &seeds::Seed| broken(target, &seed.bytes).map(|law| format!("{}: {law}", seed.name));
    let all: Vec<String> = one_in(6, &corpus).into_iter().filter_map(broken_by).collect();
    assert!(!corpus.is_empty() && all.is_empty(), "{}", all.join("\n"));
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let mut lot = Lot::new(number("BCF_FUZZ_SEED").unwrap_or(0));
    let texts = seeds(target, root()).into_iter().filter_map(|seed| String::from_utf8(seed.bytes).ok());
    let (texts, words): (Vec<String>, _) = (texts.collect(), target.words());
    for _ in 0..number("BCF_FUZZ_TRIES").unwrap_or(TRIES / share(6) as u64) {
        let text = next(&texts, &words, &mut lot);
        if let Some(law) = broken(target, text.as_bytes()) {
            keep(target, &text, &law);
        }
    }
}

/// Returns another text to try: one of those there are with a few changes, small ones more often than large ones; now
/// and then noise.
fn next(texts: &[String], words: &[String], lot: &mut Lot) -> String {
    if lot.below(50) == 0 {
        return noise(lot);
    }
    let one = |lot: &mut Lot| &texts[lot.below(texts.len())];
    let (first, second) = (one(lot), one(lot));
    let mut text = if first.len() <= second.len() { first.clone() } else { second.clone() };
    for _ in 0..=lot.below(4) {
        text = changed(&text, texts, words, lot);
    }
    text
}

#[test]
fn plans_keep_the_laws() {
    try_laws("plan");
}

#[test]
fn ways_there_and_back_keep_the_laws() {
    try_laws("round_trip");
}

#[test]
fn workbooks_keep_the_laws() {
    try_laws("workbook");
}

#[test]
fn rounds_keep_the_laws() {
    try_laws("round");
}

#[test]
fn settings_keep_the_laws() {
    try_laws("config");
}

#[test]
fn narratives_keep_the_laws() {
    try_laws("narrative");
}

#[test]
fn every_target_is_tried_here() {
    let tried = ["plan", "round_trip", "workbook", "round", "config", "narrative"];
    assert_eq!(TARGETS.map(|target| target.name), tried);
}
