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

#[path = "slips/digits.rs"]
mod digits;
#[path = "slips/paper.rs"]
mod paper;

use std::path::Path;

use paper::{KINDS, Pair, Seen, Slip, percent};

/// The header of the rows.
const HEAD: &str = "slip in the narrative     made flagged  right ticked";

/// The slips of each kind.
const EACH: usize = 30;
/// The slips that are made at once.
const AT_ONCE: usize = 60;
/// The slips that are made in the plan.
const IN_PLAN: usize = 180;

fn main() {
    let (mut each, mut seed, mut shows, mut files) = (EACH, 1, false, Vec::new());
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--each" => each = words.next().and_then(|n| n.parse().ok()).unwrap_or(EACH),
            "--seed" => seed = words.next().and_then(|n| n.parse().ok()).unwrap_or(1),
            "--show" => shows = true,
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
        let counted = pair.one_by_one(&made);
        println!("{}", counted.row(kind.0));
        if shows {
            for slip in &made {
                println!("{}", show(&pair, slip));
            }
        }
        all.add(counted);
        slips.extend(made);
    }
    println!("{}", all.row("all"));
    let together = paper::apart(&slips, AT_ONCE, seed);
    let (flagged, right) = pair.at_once(&together);
    println!("{} at once: {flagged} flagged, {}% of them slips", together.len(), percent(right, flagged));
    let ([made, check, narrative, either], missed) = pair.in_plan(IN_PLAN, seed);
    let part = |seen| percent(seen, made);
    if shows {
        for line in &missed {
            println!("{line}");
        }
    }
    println!("{made} in the plan: check {}%, narrative {}%, either {}%", part(check), part(narrative), part(either));
}

/// Returns a slip in words, with what became of it.
fn show(pair: &Pair, slip: &Slip) -> String {
    let seen = pair.look(slip);
    let old = &pair.narrative[slip.at.clone()];
    let line = pair.narrative[..slip.at.start].matches('\n').count() + 1;
    let of = slip.of.first().map_or("", String::as_str);
    let said = match (seen.flagged, seen.right, seen.ticked) {
        (0, _, 0) => "not seen",
        (0, _, _) => "not seen, ticked",
        (_, 0, _) => "flagged as another figure",
        _ => "flagged",
    };
    format!("    line {line}: {old} -> {} ({of}): {said}", slip.new)
}
