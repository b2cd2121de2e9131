//! The waiver that is written for a finding covers it, once a person has filled in what only a person can say.

use std::collections::BTreeSet;

use bcf::check::{self, Checked, Phase};
use bcf::cli::Exit;
use bcf::finding::{Finding, Status};
use bcf::template;

use crate::common::{self, World};

/// The plan that fails in many ways.
const FAILING: &str = "plans/leicestershire-2017-19.toml";

/// Returns the partners that fill the gaps of entries, and the entries with every gap filled.
fn filled(entries: &str) -> (String, String) {
    let mut partners = String::new();
    let mut lines = Vec::new();
    for line in entries.lines() {
        let (key, gap) = line.split_once(" = \"<").unwrap_or((line, ""));
        lines.push(match (key, gap) {
            (_, "") => line.to_owned(),
            ("reason", _) => "reason = \"the partners agreed to it\"".to_owned(),
            ("until", _) => "until = 2099-03-31".to_owned(),
            ("by", gap) => {
                let kind = ["nhs-england", "district"].into_iter().find(|kind| gap.contains(kind)).unwrap_or("council");
                let id = format!("giver-{kind}");
                let entry =
                    format!("[[partners]]\nid = \"{id}\"\nname = \"The {kind} that gives it\"\nkind = \"{kind}\"\n");
                if !partners.contains(&entry) {
                    partners.push_str(&entry);
                }
                format!("by = \"{id}\"")
            }
            other => panic!("a gap that nobody fills: {other:?}"),
        });
    }
    (partners, format!("{}\n", lines.join("\n")))
}

/// Returns the findings of a rule that count.
fn open<'c>(checked: &'c Checked, rule: &str) -> Vec<&'c Finding> {
    checked.findings.iter().filter(|finding| finding.rule == rule && finding.status == Status::Failed).collect()
}

/// Returns whether a plan has a finding that counts, and whether one that is waived, which is the same as that of another.
fn has(checked: &Checked, one: &Finding) -> (bool, bool) {
    let same = || checked.findings.iter().filter(|other| common::identity(other) == common::identity(one));
    let is_waived = |finding: &Finding| matches!(finding.status, Status::Waived(_));
    (same().any(|finding| !is_waived(finding)), same().any(is_waived))
}

#[test]
fn every_finding_of_every_example_is_covered_by_the_waiver_that_is_written_for_it() {
    let (mut covered, mut not) = (0, Vec::new());
    for example in common::one_in(3, common::examples()) {
        let before = common::checked(&example.text);
        let is_ordinary = |rule: &str| check::rule(rule).is_some_and(|(family, _)| family.phase != Phase::Waivers);
        let rules: BTreeSet<&str> = before.findings.iter().map(|finding| finding.rule).collect();
        let found = rules.into_iter().filter(|rule| is_ordinary(rule)).map(|rule| open(before, rule));
        let found: Vec<Vec<&Finding>> = found.filter(|findings| !findings.is_empty()).collect();
        let entries: String = found.iter().map(|findings| template::waivers(before, findings)).collect();
        let (partners, entries) = filled(&entries);
        // A partner that gives one mends what was said for want of partners.
        let text = format!("{}\n{partners}", example.text);
        let (before, after) = (common::check(&text), common::check(&format!("{text}{entries}")));
        let is_covered = |one: &Finding| has(&after, one) == (false, has(&before, one).0);
        let wrong = found.iter().flatten().filter(|one| !is_covered(one));
        let wrong: Vec<_> = wrong.map(|one| common::identity(one)).collect();
        covered += found.iter().map(Vec::len).sum::<usize>() - wrong.len();
        if !wrong.is_empty() {
            not.push(format!("{}: {wrong:?}\n{entries}", example.name));
        }
    }
    assert!(not.is_empty(), "{} of {}:\n{}", not.len(), covered, not.join("\n"));
    assert!(covered > 500 / common::share(3), "{covered} findings were covered");
}

#[test]
fn what_is_left_to_fill_in_is_named_and_covers_nothing_until_it_is() {
    let text = std::fs::read_to_string(FAILING).expect("a plan");
    let before = common::check(&text);
    let finding = before.findings.iter().find(|finding| finding.status == Status::Failed).expect("a finding");
    let entries = template::waivers(&before, &[finding]);
    let after = common::check(&format!("{text}\n{entries}"));
    assert!(open(&after, finding.rule).iter().any(|one| common::identity(one) == common::identity(finding)));
    let gaps = after.findings.iter().filter(|one| one.at.path.starts_with("waivers")).count();
    assert!(gaps >= entries.matches("\"<").count(), "{entries}{gaps}");
}

/// Runs `bcf check` on the failing plan with further arguments.
fn run(more: &[&str]) -> (Exit, String, String) {
    World::default().run([&["check", FAILING, "--width", "300"], more].concat())
}

#[test]
fn the_entry_stands_in_the_place_of_the_report() {
    let checked = common::check(&std::fs::read_to_string(FAILING).expect("a plan"));
    let mut rules = BTreeSet::new();
    let is_open = |finding: &&Finding| finding.status == Status::Failed;
    // Of each rule one finding is enough to ask for.
    for finding in checked.findings.iter().filter(is_open).filter(|finding| rules.insert(finding.rule)) {
        let asked = format!("{}@{}", finding.rule, finding.at.path);
        let (exit, out, err) = run(&["--waiver-for", &asked]);
        assert_eq!(exit, Exit::Clean, "{asked}: {err}");
        let parsed: toml::Table = out.parse().expect("TOML");
        let entries = parsed["waivers"].as_array().expect("entries");
        for entry in entries {
            assert_eq!(entry["rule"].as_str(), Some(finding.rule));
            assert!(
                entry.get("at").is_none_or(|at| at.as_str().is_some_and(|at| at.starts_with(&finding.at.path))),
                "{out}"
            );
        }
        assert!(err.contains("angle brackets"), "{err}");
    }
}

#[test]
fn a_waiver_of_nothing_is_refused_with_what_there_is() {
    let checked = common::check(&std::fs::read_to_string(FAILING).expect("a plan"));
    let rule = checked.findings.iter().find(|finding| finding.status == Status::Failed).expect("a finding").rule;
    for (args, words) in [
        (&["--waiver-for", "no-such-rule"][..], "there is no rule `no-such-rule`".to_owned()),
        (&["--waiver-for", "waiver-expired"], "is about waivers".to_owned()),
        (&["--waiver-for", "invalid-toml"], format!("`{rule}`")),
        (&["--waiver-for", &format!("{rule}@no.such.place")], format!("`{rule}` found nothing at no.such.place")),
        (&["plans/minimal.toml", "--waiver-for", rule], "2 plans were checked".to_owned()),
        (&["--waiver-for", rule, "--format", "json"], "cannot be used with".to_owned()),
        (&["--waiver-for", rule, "-q"], "cannot be used with".to_owned()),
        (&["--waiver-for", rule, "--patch"], "cannot be used with".to_owned()),
        (&["--waiver-for", rule, "--no-waivers"], "cannot be used with".to_owned()),
    ] {
        let (exit, out, err) = run(args);
        assert_eq!((exit, out.as_str()), (Exit::NoVerdict, ""), "{args:?}: {err}");
        assert!(err.contains(&words), "{args:?}: {err}");
    }
}
