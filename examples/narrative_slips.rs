//! What is seen of slips in a narrative, and in the plan it is held against.
//!
//! ```text
//! cargo run --release --example narrative_slips [-- [--each N] [--seed N] [--show] [PLAN NARRATIVE]]
//! ```
//!
//! It makes slips of many kinds in the figures of a narrative that agree with its plan, one at a time and sixty at once,
//! and in figures of the plan, and prints how many are noticed. Without arguments the pair is the one that was made up for
//! the tests. `--show` prints each slip that is made alone with what is seen of it.

#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

#[path = "slips/paper.rs"]
mod paper;

use std::path::Path;

use paper::{HEAD, KINDS, Pair, Seen, percent};

/// The slips of each kind.
const EACH: usize = 30;
/// The slips that are made at once.
const AT_ONCE: usize = 60;
/// The slips that are made in the plan.
const IN_PLAN: usize = 180;

fn main() {
    let (mut each, mut seed, mut show, mut files) = (EACH, 1, false, Vec::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--each" => each = words.next().and_then(|n| n.parse().ok()).unwrap_or(EACH),
            "--seed" => seed = words.next().and_then(|n| n.parse().ok()).unwrap_or(1),
            "--show" => show = true,
            _ => files.push(word),
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let own = || ["plans/example-county.toml", "tests/narratives/example-county.md"].map(|file| root.join(file));
    let files: Vec<_> = if files.len() == 2 { files.into_iter().map(Into::into).collect() } else { own().to_vec() };
    let texts: Vec<String> = files.iter().map(|file| std::fs::read_to_string(file).expect("a file")).collect();
    let pair = Pair::new(&texts[0], &texts[1]);
    println!("{HEAD}");
    let (mut all, mut slips) = (Seen::default(), Vec::new());
    for kind in &KINDS {
        let made = pair.slips(kind, each, seed);
        let seen = pair.one_by_one(&made);
        println!("{}", seen.row(kind.0));
        if show {
            made.iter().for_each(|slip| println!("{}", pair.show(slip)));
        }
        all.add(seen);
        slips.extend(made);
    }
    println!("{}", all.row("all"));
    let together = paper::apart(&slips, AT_ONCE, seed);
    let (flagged, right) = pair.at_once(&together);
    println!("{} at once: {flagged} flagged, {}% of them slips", together.len(), percent(right, flagged));
    let ([made, check, narrative, either], unseen) = pair.in_plan(IN_PLAN, seed);
    let part = |seen| percent(seen, made);
    if show {
        unseen.iter().for_each(|line| println!("{line}"));
    }
    println!("{made} in the plan: check {}%, narrative {}%, either {}%", part(check), part(narrative), part(either));
}
