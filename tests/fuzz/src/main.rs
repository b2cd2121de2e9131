//! The engine: tries the laws of the target that `BCF_FUZZ_TARGET` names on what libFuzzer makes of the corpus, and on
//! changes such as people make. `tests/fuzz/run` starts it.
#![no_main]

#[path = "../../all/common/meaning.rs"]
#[allow(dead_code, reason = "a part of it is enough here")]
mod meaning;
#[path = "../mutate.rs"]
mod mutate;
#[path = "../seeds.rs"]
mod seeds;
#[path = "../targets/mod.rs"]
mod targets;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};
use mutate::{Lot, changed};
use targets::{TARGETS, Target};

static TARGET: LazyLock<&Target> = LazyLock::new(|| {
    let name = std::env::var("BCF_FUZZ_TARGET").expect("BCF_FUZZ_TARGET names a target");
    TARGETS.iter().find(|target| target.name == name).expect("a target of that name")
});
static WORDS: LazyLock<Vec<String>> = LazyLock::new(|| TARGET.words());
static OTHERS: LazyLock<Vec<String>> = LazyLock::new(|| {
    seeds::seeds(&TARGET, &root()).iter().map(|seed| String::from_utf8_lossy(&seed.bytes).into_owned()).collect()
});

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Writes the words of the target and the files to begin with to where libFuzzer is told to read them. It calls this
/// before it reads anything.
fn prepare() {
    let folder = PathBuf::from(std::env::var_os("BCF_FUZZ_FOLDER").expect("BCF_FUZZ_FOLDER is a folder to work in"));
    let words = WORDS.iter().fold(String::new(), |mut text, word| {
        // Writing into a string cannot fail.
        let _ = writeln!(text, "\"{}\"", word.bytes().map(escaped).collect::<String>());
        text
    });
    fs::write(folder.join("words.dict"), words).expect("the folder can be written to");
    for (n, seed) in seeds::seeds(&TARGET, &root()).iter().enumerate() {
        fs::write(folder.join(format!("seeds/{n:04}")), &seed.bytes).expect("the folder can be written to");
    }
}

/// Returns a byte as a dictionary of libFuzzer has it.
fn escaped(byte: u8) -> String {
    match byte {
        b'"' | b'\\' => format!("\\{}", char::from(byte)),
        b' '..=b'~' => char::from(byte).to_string(),
        _ => format!("\\x{byte:02x}"),
    }
}

fuzz_target!(init: prepare(), |bytes: &[u8]| {
    if let Err(law) = (TARGET.laws)(bytes) {
        panic!("{law}");
    }
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut lot = Lot::new(seed.into());
    let text = str::from_utf8(&data[..size]).ok().filter(|_| lot.below(2) == 0);
    let Some(text) = text.map(|text| changed(text, &OTHERS, &WORDS, &mut lot)).filter(|text| text.len() <= max_size)
    else {
        return fuzzer_mutate(data, size, max_size);
    };
    data[..text.len()].copy_from_slice(text.as_bytes());
    text.len()
});
