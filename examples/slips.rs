//! The program's answer to one slip in a plan that had none.
//!
//! ```text
//! cargo run --release --example slips [-- [--each N] [--seed N] [--show] [PLAN...]]
//! ```
//!
//! It makes slips of many kinds in every clean plan under `plans/`, or in the plans it is given, checks each plan with its
//! slip, and prints for each kind how many are noticed, how many findings that makes, and how often the edit that undoes
//! the slip is shown, and called the likely cause. `--each N` makes N slips of each kind in a plan instead of 25; `--seed N`
//! makes others; `--show` prints those whose mend is not the likely cause.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "slips/answer.rs"]
mod answer;
#[path = "slips/digits.rs"]
mod digits;
#[path = "slips/make.rs"]
mod make;

use std::path::{Path, PathBuf};

use answer::{Answer, Called};
use rayon::prelude::*;

/// The slips of each kind in each plan, where there are as many.
const EACH: usize = 25;

/// What the arguments ask for.
struct Asked {
    each: usize,
    seed: u64,
    show: bool,
    plans: Vec<PathBuf>,
}

fn main() {
    let asked = asked();
    let plans: Vec<(PathBuf, String)> = asked
        .plans
        .iter()
        .filter_map(|path| Some((path.clone(), std::fs::read_to_string(path).ok()?)))
        .filter(|(_, text)| answer::is_clean(text))
        .collect();
    for (path, _) in &plans {
        println!("{}", path.display());
    }
    println!("{}", answer::HEAD);
    let mut figures = Vec::new();
    for kind in make::KINDS {
        let slips: Vec<(&Path, &str, make::Slip)> = plans
            .iter()
            .flat_map(|(path, text)| {
                make::slips(kind, text, asked.each, asked.seed).into_iter().map(move |slip| (&**path, &**text, slip))
            })
            .collect();
        let answers: Vec<Answer> = slips.par_iter().map(|(_, text, slip)| answer::answer(text, slip)).collect();
        println!("{}", answer::row(kind.name, &answers));
        if asked.show {
            for ((path, _, slip), answer) in slips.iter().zip(&answers) {
                show(path, slip, answer);
            }
        }
        figures.extend(answers.into_iter().filter(|_| kind.is_first));
    }
    println!("{}", answer::row("first figure slips", &figures));
}

fn show(path: &Path, slip: &make::Slip, answer: &Answer) {
    if answer.noticed && answer.called != Called::Right {
        println!("    {:?} {} {} {}", answer.called, path.display(), slip.what, answer.said);
    }
}

fn asked() -> Asked {
    let mut asked = Asked { each: EACH, seed: 1, show: false, plans: Vec::new() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--each" => asked.each = words.next().and_then(|n| n.parse().ok()).unwrap_or(EACH),
            "--seed" => asked.seed = words.next().and_then(|n| n.parse().ok()).unwrap_or(1),
            "--show" => asked.show = true,
            _ => asked.plans.push(word.into()),
        }
    }
    if asked.plans.is_empty() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("plans");
        let entries = std::fs::read_dir(folder).expect("the plans");
        asked.plans = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        asked.plans.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
        asked.plans.sort();
    }
    asked
}
