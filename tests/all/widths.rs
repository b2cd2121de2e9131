//! What is printed for people fits the width it is printed for, and no word of it is cut.

use std::collections::BTreeSet;

use bcf::cli::Exit;

use crate::common::World;

/// The widths that are tried: the narrowest there is, a narrow window, a terminal.
const WIDTHS: [usize; 5] = [40, 60, 76, 80, 100];

/// The most columns before a line.
const INDENT: usize = 6;

/// Returns what a command prints at a width.
fn told(args: &[&str], width: usize) -> String {
    let width = width.to_string();
    let (exit, out, err) = World::default().run([args, &["--width", &width]].concat());
    assert!(exit != Exit::NoVerdict, "{args:?}: {err}");
    out
}

/// Returns the words of a text, without the marks that a list puts behind them.
fn words(text: &str) -> BTreeSet<String> {
    let word = |word: &str| word.trim_end_matches([',', ';', ':', '.']).to_owned();
    text.split_whitespace().map(word).filter(|word| !word.starts_with('─')).collect()
}

/// Returns the lines that are too wide and could be broken: no word of them is as long as a line.
fn too_wide(text: &str, width: usize) -> Vec<&str> {
    let is_long = |word: &str| word.chars().count() + INDENT >= width;
    let is_wide = |line: &&str| line.chars().count() > width && !line.split_whitespace().any(is_long);
    text.lines().filter(is_wide).collect()
}

#[test]
fn no_word_of_a_difference_is_cut() {
    let pairs = [
        ("plans/example-county.toml", "plans/example-borough.toml"),
        ("plans/example-borough.toml", "plans/example-county-2025-26.toml"),
        ("plans/example-county-2025-26.toml", "plans/example-borough-2026-27.toml"),
    ];
    for (old, new) in pairs {
        let whole = words(&told(&["diff", old, new], 1_000));
        for width in WIDTHS {
            let text = told(&["diff", old, new], width);
            let cut: Vec<String> = words(&text).difference(&whole).cloned().collect();
            assert!(cut.is_empty(), "{old}, {new} at {width}: {cut:?}");
            // The verdict is a line of its own, for whoever looks for it.
            let lines: Vec<&str> = text.lines().collect();
            let (_, above) = lines.split_last().expect("a verdict");
            assert_eq!(too_wide(&above.join("\n"), width), [""; 0], "{old}, {new} at {width}");
        }
    }
}

#[test]
fn the_lists_of_the_policy_fit_and_cut_no_word() {
    let commands: [&[&str]; 8] = [
        &["rounds"],
        &["rules"],
        &["rules", "--round", "bcf-2025-26"],
        &["explain", "dfg"],
        &["explain", "metrics"],
        &["explain", "sources.amount"],
        &["explain", "pool-minimum"],
        &["config", "--isolated"],
    ];
    for args in commands {
        let whole = words(&told(args, 1_000));
        for width in WIDTHS {
            let text = told(args, width);
            // The lines of a plan stay as they are.
            let prose: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('│')).collect();
            assert_eq!(too_wide(&prose.join("\n"), width), [""; 0], "{args:?} at {width}");
            let cut: Vec<String> = words(&text).difference(&whole).cloned().collect();
            assert!(cut.is_empty(), "{args:?} at {width}: {cut:?}");
        }
    }
}
