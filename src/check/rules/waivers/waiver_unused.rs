//! `waiver-unused`: a waiver that covers no finding.

use crate::check::prelude::*;
use crate::check::waivers::{Use, listed, one_path};

pub(crate) static RULE: Rule = Rule {
    id: "waiver-unused",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "a waiver that covers no finding",
    why: "A waiver nobody needs any more waits to hide the next mistake of its kind.",
    fix: "Take it out, or correct the rule or the place it names.",
    example: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[metrics]]
kind = "reablement"
rationale = "in line with the best of our neighbours"
# -

[[waivers]]
#^^^^^^^^^^ the waiver of `rationale-missing` covers nothing
rule = "rationale-missing"
reason = "the rationale follows with the quarter 1 return"
by = "council"
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (mut failed, mut count) = (false, 0);
    for (waiver, used) in super::uses(facts) {
        count += 1;
        let rule = super::rule(waiver);
        if used.unreadable {
            tests.not_evaluated(Case::of(rule), facts.blocked_by(waiver.node, "cannot be read whole"));
            continue;
        }
        if used.covers > 0 || used.expired || used.unauthorised.is_some() {
            continue;
        }
        failed = true;
        let failure = Failure::new(Case::of(&rule), waiver.node, format!("the waiver of {rule} covers nothing"));
        tests.fail(failure.help(help(facts, waiver, used)));
    }
    tests.pass_lot(failed, count, "waivers");
}

fn help(facts: &Facts<'_>, waiver: &crate::plan::Waiver, used: &Use) -> String {
    if !used.waits_for.is_empty() {
        return format!(
            "it counts once every district concerned has waived the same: add a waiver by each of {}",
            listed(&used.waits_for)
        );
    }
    let family = waiver.rule.str().and_then(crate::check::rule).map(|(family, _)| family.id);
    if family == Some(super::FAMILY.id) {
        return "take it out: a rule about waivers cannot be waived".into();
    }
    match waiver.at.str() {
        Some(at) if facts.plan.resolve(&one_path(at)).is_none() => {
            format!("the plan has no place `{}`: correct `at`, or take the waiver out", shortened(at))
        }
        Some(at) => format!("take it out, or correct `at`: nothing is found at `{}`", shortened(at)),
        None => "take it out: the plan needs it no longer".into(),
    }
}
