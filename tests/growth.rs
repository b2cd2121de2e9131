//! Nothing a stranger writes makes the work grow faster than the text: the shapes of the bench, counted by what they
//! allocate at `n` and `4 n` parts. A look-up that goes through a list without keeping anything is not seen here; the
//! bench counts its instructions.

use std::alloc::System;
use std::fs;
use std::path::Path;
use std::process::Command;

use bcf::cli::{self, Exit, Folders, Io};
use bcf::period::Date;
use peakmem_alloc::PeakMemAlloc;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[cfg(feature = "workbook")]
#[path = "growth/room.rs"]
mod room;
#[path = "../examples/bench/shapes.rs"]
mod shapes;
#[path = "all/common/share.rs"]
mod share;

use shapes::{AND_THEN, EXPONENT, SHAPES, Shape, bytes};
use share::one_in;

static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The allocator, with the most that was in use at once.
#[global_allocator]
static PEAK: PeakMemAlloc<&StatsAlloc<System>> = PeakMemAlloc::new(ALLOCATOR);

/// The part of a shape's size that is enough to tell a square from a line.
const PART: usize = 8;

/// The allocations of a run, and their bytes.
#[derive(Clone, Copy)]
struct Cost {
    count: usize,
    bytes: usize,
}

/// The test that a process is for.
const ALONE: &str = "BCF_TEST_ALONE";

/// Runs a test in a process of its own, since it must have the folder and the allocator to itself.
fn alone(test: &str, body: impl FnOnce()) {
    if std::env::var(ALONE).is_ok_and(|own| own == test) {
        return body();
    }
    let own = std::env::current_exe().expect("this program");
    let ran = Command::new(own).args(["--exact", test, "--nocapture"]).env(ALONE, test).output().expect("this program");
    let [said, told] = [ran.stdout, ran.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    assert!(ran.status.success() && said.contains("1 passed"), "{said}{told}");
}

#[test]
fn a_check_gives_back_what_it_took_where_the_process_goes_on() {
    alone("a_check_gives_back_what_it_took_where_the_process_goes_on", || {
        std::env::set_current_dir(env!("CARGO_MANIFEST_DIR")).expect("the folder of the project");
        let check = ["check", "plans/leicestershire-2017-19.toml", "--format", "json", "--no-causes"];
        // What is made once for a process is kept.
        run(&check);
        let region = Region::new(ALLOCATOR);
        for _ in 0..3 {
            run(&check);
        }
        let change = region.change();
        let kept = change.bytes_allocated.saturating_sub(change.bytes_deallocated);
        assert!(kept < 1_000 && change.bytes_allocated > 100_000, "{change:?}");
    });
}

#[test]
fn no_shape_costs_more_than_its_bytes() {
    alone("no_shape_costs_more_than_its_bytes", || {
        let folder = tempfile::tempdir().expect("a folder");
        let mut steep = Vec::new();
        for shape in one_in(5, SHAPES) {
            let n = (shape.n / PART).max(10);
            // What is made once for a process is not counted.
            cost(shape, 1, folder.path());
            let [none, few, many] = [0, n, 4 * n].map(|n| cost(shape, n, folder.path()));
            for (what, of) in [("allocations", (|cost| cost.count) as fn(Cost) -> usize), ("bytes", |cost| cost.bytes)]
            {
                let exponent = exponent(of(none), of(few), of(many));
                if exponent > EXPONENT {
                    let counts = [of(none), of(few), of(many)];
                    steep.push(format!("{}: {what} grow with n^{exponent:.2}: {counts:?}", shape.name));
                }
            }
        }
        assert!(steep.is_empty(), "steeper than n^{EXPONENT}:\n{}", steep.join("\n"));
    });
}

/// Returns the exponent with which a cost grows between `n` and `4 n`, less what nothing costs.
fn exponent(none: usize, few: usize, many: usize) -> f64 {
    let above = |cost: usize| u32::try_from(cost.saturating_sub(none).max(1)).map_or(f64::MAX, f64::from);
    (above(many) / above(few)).ln() / 4_f64.ln()
}

/// Runs what a shape asks of the program, in this process, and returns the cost of its last command.
fn cost(shape: &Shape, n: usize, folder: &Path) -> Cost {
    let folder = folder.join(shape.name.replace(' ', "-")).join(n.to_string());
    fs::create_dir_all(&folder).expect("the folder of the shape");
    for (name, text) in (shape.files)(n) {
        let path = folder.join(&name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("the folder of a file");
        fs::write(path, bytes(&name, text)).expect("a file of the shape");
    }
    std::env::set_current_dir(&folder).expect("the folder of the shape");
    let mut cost = Cost { count: 0, bytes: 0 };
    for command in shape.arguments.split(|word| *word == AND_THEN) {
        let region = Region::new(ALLOCATOR);
        run(command);
        let change = region.change();
        cost = Cost { count: change.allocations + change.reallocations, bytes: change.bytes_allocated };
    }
    cost
}

fn run(command: &[&str]) -> Exit {
    let mut io = Io {
        stdin: &mut std::io::empty(),
        stdout: &mut std::io::sink(),
        stderr: &mut std::io::sink(),
        disk: std::sync::Arc::new(Folders),
        env: &|_| None,
        columns: None,
        stderr_is_terminal: false,
        ends_the_process: false,
        is_dropped: false,
        today: Date::parse("2018-06-01").expect("a date"),
        wait: &|_| false,
    };
    cli::run(std::iter::once("bcf").chain(command.iter().copied()).map(Into::into), &mut io)
}
