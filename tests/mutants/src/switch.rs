//! The switches of this copy: which change is on, and which places are reached.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

/// More than the changes of a copy.
const MOST: usize = 4096;

static REACHED: [AtomicBool; MOST] = [const { AtomicBool::new(false) }; MOST];

struct Mode {
    /// The number of the change that is on, from 1; 0 when none is.
    on: usize,
    /// The file in which the byte of each reached change becomes 1.
    reached: Option<File>,
}

static MODE: OnceLock<Mode> = OnceLock::new();

fn mode() -> Mode {
    let on = std::env::var("BCF_MUTANT").ok().and_then(|on| on.parse().ok()).unwrap_or(0);
    let reached = std::env::var_os("BCF_MUTANTS_REACHED");
    let reached = reached.map(|path| OpenOptions::new().write(true).open(path).expect("the file of what is reached"));
    Mode { on, reached }
}

/// Returns which of so many changes, numbered from `first`, is on, counted from 1; 0 when none of them is.
pub fn at(first: usize, count: usize) -> usize {
    let mode = MODE.get_or_init(mode);
    if let Some(reached) = &mode.reached {
        for number in first..first + count {
            if !REACHED[number].swap(true, Ordering::Relaxed) {
                reached.write_all_at(&[1], number as u64).expect("what is reached is written");
            }
        }
    }
    if (first..first + count).contains(&mode.on) { mode.on - first + 1 } else { 0 }
}
