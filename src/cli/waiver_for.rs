//! `bcf check --waiver-for`: the waiver of a finding, to fill in and to paste into the plan.

use std::collections::BTreeSet;

use super::fault::Fault;
use super::gather::Gathered;
use super::io::Io;
use super::print::{print, tell};
use crate::check::{Checked, Phase, is_about, rule, rules};
use crate::finding::{Finding, Status};
use crate::plan::nearest;
use crate::template::waivers;
use crate::text::words::{count, list};

/// The most places that a message names.
const NAMED: usize = 10;

/// Writes the entries for the findings of a rule, below a path where `asked` names one behind an `@`.
///
/// # Errors
/// When no finding is meant that a waiver could cover, or several plans were checked.
pub(super) fn write(asked: &str, gathered: &Gathered, io: &mut Io<'_>) -> Result<(), Fault> {
    let plan = match &gathered.plans[..] {
        [plan] => plan,
        plans => {
            let named = count(plans.len(), "plan", "plans");
            return Err(Fault::new(format!("--waiver-for writes for one plan, and {named} were checked"))
                .help("name one: `bcf check plan.toml --waiver-for RULE`"));
        }
    };
    let (id, path) = asked.split_once('@').map_or((asked, ""), |(id, path)| (id, path));
    let (id, path) = (id.trim(), path.trim());
    refuse(id)?;
    let findings = meant(plan, id, path)?;
    let text = waivers(plan, &findings);
    let of = if plan.plan.cells.is_some() {
        format!("{} is a workbook: what is above goes into its sheet `waivers`, or its companion", plan.path)
    } else {
        format!("paste it at the end of {} and fill in what is in angle brackets", plan.path)
    };
    print(io, |out| out.write_all(text.as_bytes()))?;
    tell(&[of], io);
    Ok(())
}

/// Refuses what is no rule, and a rule that nothing sets aside.
fn refuse(id: &str) -> Result<(), Fault> {
    match rule(id) {
        None => {
            let near = nearest(id, rules().map(|(_, rule)| rule.id));
            Err(Fault::unknown("rule", id, near, "`bcf rules` lists them all"))
        }
        Some((family, _)) if family.phase == Phase::Waivers => {
            Err(Fault::new(format!("`{id}` is about waivers, and none covers it"))
                .help(format!("mend the waiver itself: `bcf explain {id}` says how")))
        }
        Some(_) => Ok(()),
    }
}

/// Returns the findings that are meant: those that count, of a rule, at a path or below it.
fn meant<'p>(plan: &'p Checked, id: &str, path: &str) -> Result<Vec<&'p Finding>, Fault> {
    let of_rule: Vec<&Finding> = plan.findings.iter().filter(|finding| finding.rule == id).collect();
    let meant: Vec<&Finding> = of_rule.iter().copied().filter(|finding| is_about(path, finding)).collect();
    let open: Vec<&Finding> = meant.iter().copied().filter(|finding| finding.status == Status::Failed).collect();
    if !open.is_empty() {
        return Ok(open);
    }
    if !meant.is_empty() {
        return Err(Fault::new(format!("what `{id}` found in {} is waived already", plan.path))
            .help("`bcf check` shows by whom and until when"));
    }
    let at: BTreeSet<&str> = of_rule.iter().map(|finding| finding.at.path.as_str()).collect();
    if !at.is_empty() {
        return Err(Fault::new(format!("`{id}` found nothing at {path} in {}", plan.path))
            .help(format!("it did at {}", named(&at, "places"))));
    }
    let found = plan.findings.iter().filter(|finding| finding.status == Status::Failed);
    let found: BTreeSet<&str> = found.map(|finding| finding.rule).collect();
    let help = if found.is_empty() {
        "nothing is found in it that a waiver could cover".to_owned()
    } else {
        format!("there are findings of {}", named(&found, "rules"))
    };
    Err(Fault::new(format!("`{id}` found nothing in {}", plan.path)).help(help))
}

/// Returns the first of some names in words, and how many more there are.
fn named(names: &BTreeSet<&str>, many: &str) -> String {
    let mut first: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{name}`")).collect();
    let more = names.len().saturating_sub(NAMED);
    first.extend((more > 0).then(|| format!("{more} more {many}")));
    list(&first)
}
