//! The report people read: a block a finding, a table of tests, the verdict last.

mod block;
mod findings;
mod picture;
mod tables;
mod untested;

use std::io::{self, Write};

use super::lines::Lines;
use super::paint::Ink;
use super::{Run, View, across, words};
use crate::check::Checked;
use crate::text::escape::{columns_of, shortened, shown};
use crate::text::wrap::wrapped;
use findings::write_findings;
use tables::{families, plans, statistics};
use untested::{lacking, not_evaluated, not_in_template};

pub(crate) use block::Drawer;
pub(super) use block::{Edits, MARKS, clause_text, field, marks};
pub(super) use picture::picture_of_two;

/// The most findings that get a block of their own.
const BLOCKS: usize = 200;

/// Writes the report.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    let out = &mut Lines::new(out);
    let mut blocks = if run.view.all { usize::MAX } else { BLOCKS };
    let beside = &run.beside;
    let several = run.plans.len() + beside.unread.len() > 1;
    for (n, plan) in run.plans.iter().enumerate() {
        if n > 0 && tells(run, plan) {
            writeln!(out)?;
        }
        write_plan(run, plan, several, &mut blocks, out)?;
    }
    if run.only().is_none() && (!run.plans.is_empty() || !beside.gone.is_empty()) {
        if !run.view.quiet {
            if several && !run.plans.is_empty() {
                writeln!(out, "\n{}", plans(run))?;
                write_section(&across::text(run), out)?;
            }
            write_gone(run, out)?;
        }
        words::write_verdict(run.view, &words::verdict_of_all(run), &words::sentence_of_all(run), out)?;
    }
    Ok(())
}

/// Writes the plans that are gone, a line each.
fn write_gone(run: &Run<'_>, out: &mut dyn Write) -> io::Result<()> {
    for gone in run.beside.gone {
        let ink = if gone.fails { Ink::Bad } else { Ink::Notable };
        writeln!(out, "{} {}", run.view.paint().ink(ink, "gone:"), gone.line())?;
    }
    if run.beside.gone.is_empty() { Ok(()) } else { writeln!(out) }
}

/// Returns whether there is more to say of a plan than its verdict.
fn tells(run: &Run<'_>, plan: &Checked) -> bool {
    !run.view.quiet && (!plan.findings.is_empty() || run.view.verbose)
}

/// Writes one plan: its findings, its tests, its verdict.
fn write_plan(run: &Run<'_>, plan: &Checked, several: bool, blocks: &mut usize, out: &mut dyn Write) -> io::Result<()> {
    let view = run.view;
    if !view.quiet {
        if several && tells(run, plan) {
            writeln!(out, "{}\n", heading(&plan.path, view))?;
        }
        if let (Some(round), Some(own)) = (plan.round.as_deref(), plan.other_round()) {
            writeln!(out, "{}\n", under_another(&plan.path, round, own, view))?;
        }
        if view.statistics {
            write_section(&statistics(&plan.findings, view), out)?;
        } else {
            write_findings(plan, view, blocks, out)?;
        }
        if !several || view.verbose {
            write_section(&families(plan, view), out)?;
        }
        if !view.statistics {
            write_section(&not_in_template(plan, view), out)?;
        }
        if !view.verbose {
            write_section(&lacking(plan, view), out)?;
        }
        if view.verbose {
            write_section(&not_evaluated(plan, view), out)?;
        }
    }
    words::write_verdict(view, &plan.verdict(), &words::sentence(plan), out)
}

/// Returns the sentence that a plan was not checked under the round it names.
fn under_another(path: &str, round: &str, own: &str, view: View) -> String {
    let text = format!(
        "{} is checked under {}, not under the round it names, {}: what follows is what would break there.",
        shown(path),
        shown(round),
        shown(own)
    );
    wrapped(&text, view.width).join("\n")
}

fn write_section(text: &str, out: &mut dyn Write) -> io::Result<()> {
    if text.is_empty() { Ok(()) } else { writeln!(out, "{text}") }
}

/// Returns a heading, `── plans/x.toml ─────`.
fn heading(path: &str, view: View) -> String {
    let dash = if view.unicode { "─" } else { "-" };
    let path = shortened(path, view.width.saturating_sub(8), view.unicode);
    let rest = view.width.saturating_sub(columns_of(&path) + 4).min(120);
    format!(
        "{} {} {}",
        dash.repeat(2),
        view.paint().ink(Ink::Strong, &path),
        view.paint().ink(Ink::Faint, dash.repeat(rest))
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rules::dfg::dfg_not_passported;
    use crate::report::samples::{SOURCE, checked, run, short_of_a_hundred_thousand};

    #[test]
    fn beyond_the_first_blocks_findings_take_a_line_each() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand(); BLOCKS + 3];
        let plans = [plan];
        let text = |all| {
            let mut out = Vec::new();
            write(&run(&plans, View { all, ..View::plain(80) }), &mut out).unwrap();
            String::from_utf8(out).unwrap()
        };
        assert_eq!(text(false).matches("subtotal").count(), BLOCKS);
        assert!(text(false).contains("3 more findings, a line each"));
        let line = format!("plans/x.toml:4:22: error[{}]", dfg_not_passported::RULE.id);
        assert_eq!(text(false).matches(&line).count(), 3);
        assert_eq!(text(true).matches("subtotal").count(), BLOCKS + 3);
    }

    #[test]
    fn the_table_of_plans_fits_and_tells_them_apart() {
        let named = |path: &str| crate::check::Checked {
            path: path.to_owned(),
            findings: vec![short_of_a_hundred_thousand(); 3],
            ..checked(SOURCE)
        };
        let folder = "a/very/long/way/down/to/where/the/plans/of/this/region/are/kept";
        let plans =
            [named(&format!("{folder}/leicester.toml")), named(&format!("{folder}/rutland.toml")), named("x.toml")];
        for width in [40, 60, 80, 120] {
            let mut out = Vec::new();
            write(&run(&plans, View { statistics: true, ..View::plain(width) }), &mut out).unwrap();
            let text = String::from_utf8(out).unwrap();
            let table: Vec<&str> = text.lines().skip_while(|line| !line.starts_with("  plan")).take(5).collect();
            assert!(table.iter().all(|line| columns_of(line) <= width), "{width}:\n{}", table.join("\n"));
            assert!(
                table[2].contains("er.toml") && table[3].contains("nd.toml") && table[4].contains("x.toml"),
                "{}",
                table.join("\n")
            );
        }
    }

    #[test]
    fn the_verdict_is_the_last_line() {
        let mut plan = checked(SOURCE);
        plan.findings = vec![short_of_a_hundred_thousand()];
        let plans = [plan];
        let mut out = Vec::new();
        write(&run(&plans, View::plain(80)), &mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let last = "FAIL plans/x.toml (bcf-2017-19): 1 error; 1 test passed, 1 not evaluated";
        assert_eq!(text.lines().last(), Some(last), "{text}");
    }
}
