//! Many plans together, and a script that does a small part of what the program does.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use super::{budget, plan, row, run, silent};

/// The check of many plans in lines, which holds the least.
const CONCISE: [&str; 5] = ["check", "--format", "concise", "--today", "2018-06-01"];
/// The number of schemes of each of many plans.
const SCHEMES: usize = 150;

/// A script that adds up what each source pays for and says where that is more than there is: a twentieth of a check.
const SCRIPT: &str = r#"
import sys, tomllib
with open(sys.argv[1], "rb") as file:
    plan = tomllib.load(file)
spent = {}
for scheme in plan["schemes"]:
    for line in scheme.get("spend", []):
        for year, amount in line["amount"].items():
            key = line["source"], year
            spent[key] = spent.get(key, 0) + amount
for source in plan["sources"]:
    for year, amount in source["amount"].items():
        used = spent.get((source["id"], year), 0)
        if used != amount:
            print(f"{source['id']} {year}: {used} of {amount}")
"#;

/// Measures many plans: the time of a hundred and fifty, on one core and on two, and what two thousand hold.
pub(crate) fn measure(binary: &Path, folder: &Path) {
    let few = plans(&folder.join("150-plans"), 150);
    let time_on = |threads: &str| {
        let mut command = silent(binary, &CONCISE, folder);
        command.arg(&few).env("RAYON_NUM_THREADS", threads);
        let start = Instant::now();
        command.status().expect("the binary runs");
        start.elapsed().as_secs_f64()
    };
    let mut times: Vec<(f64, f64)> = (0..7).map(|_| (time_on("1"), time_on("2"))).collect();
    times.sort_by(|a, b| a.0.total_cmp(&b.0));
    let alone = format!("{:.0} ms", times[3].0 * 1e3);
    row("150 plans, one thread", alone, format!("{:.0} ms", budget::PLANS * 1e3));
    let mut ratios: Vec<f64> = times.iter().map(|(one, two)| one / two).collect();
    ratios.sort_by(f64::total_cmp);
    row("150 plans, two threads against one", format!("{:.2} ×", ratios[3]), format!("{:.2} ×", budget::THREADS));
    let many = 2_000;
    let peak = |n: usize| run(binary, &CONCISE, &[&plans(&folder.join(format!("{n}-plans")), n)]).1;
    let each = (peak(many) - peak(1)) / f64::from(u16::try_from(many).expect("a few thousand"));
    row("2,000 plans: peak memory", format!("{each:.0} KB a plan"), format!("{:.0} KB a plan", budget::PLAN_KB));
}

fn plans(folder: &Path, n: usize) -> PathBuf {
    std::fs::create_dir_all(folder).expect("a folder for many plans");
    let text = plan(SCHEMES, 0);
    for n in 0..n {
        std::fs::write(folder.join(format!("plan-{n:04}.toml")), &text).expect("a plan is written");
    }
    folder.to_owned()
}

/// Measures how many times as long a script takes that does a twentieth of the work, where there is a Python to run it.
pub(crate) fn against_a_script(binary: &Path, folder: &Path, plans: &[(usize, PathBuf, f64)]) {
    let script = folder.join("script.py");
    std::fs::write(&script, SCRIPT).expect("the script is written");
    for (n, path, _) in &plans[..2] {
        let mut of_script = Command::new("python3");
        let mut ratios: Vec<f64> = Vec::new();
        of_script.args([&script, path]).stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        for _ in 0..9 {
            let start = Instant::now();
            if !of_script.status().is_ok_and(|status| status.success()) {
                return row(&format!("{n} schemes: a script against the check"), "no Python", "");
            }
            let (script, start) = (start.elapsed(), Instant::now());
            silent(binary, &CONCISE, folder).arg(path).status().expect("the binary runs");
            ratios.push(script.as_secs_f64() / start.elapsed().as_secs_f64());
        }
        ratios.sort_by(f64::total_cmp);
        let measured = format!("{:.0} ×", ratios[4]);
        row(&format!("{n} schemes: a script against the check"), measured, format!("{:.0} ×", budget::SCRIPT));
    }
}
