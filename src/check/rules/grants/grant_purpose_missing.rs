//! `grant-purpose-missing`: money of a grant without one of its purposes.

use std::collections::HashSet;

use crate::check::prelude::*;
use crate::policy::Purposes;

pub(crate) static RULE: Rule = Rule {
    id: "grant-purpose-missing",
    level: Level::Error,
    clauses: Clauses::One("grant-purposes"),
    lenient_in_drafts: true,
    summary: "a spend line from a grant names none of the grant's purposes",
    why: "The grant may be spent on its purposes only, and the council reports against them each quarter.",
    fix: "Name in the line's `purposes` which of the grant's purposes it serves.",
    example: r#"
[[schemes]]
id = "home-care"
name = "Home care"
spend = [{ source = "ibcf", amount = { 2017-18 = 1_000, 2018-19 = 4_900 } }]
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   `Home care` spends from the improved Better Care Fund and names none of its purposes
#   mend: { source = "ibcf", purposes = ["social-care-needs"], amount = { 2017-18 = 1_000, 2018-19 = 4_900 } }
"#,
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    if facts.lacks_section("schemes") {
        return tests.not_evaluated(Case::of("lines of grants"), "the plan has no `schemes`");
    }
    let all: HashSet<&str> =
        facts.round.purposes.iter().flat_map(|grant| &grant.list).map(|purpose| purpose.id.as_str()).collect();
    let (mut failed, mut count) = (false, 0);
    for grant in &facts.round.purposes {
        for line in grant.streams.iter().flat_map(|stream| facts.lines_of(stream)) {
            let purposes = &line.spend.purposes;
            let serves =
                purposes.iter().filter_map(Field::str).any(|word| grant.list.iter().any(|purpose| purpose.id == word));
            let unclear = purposes.iter().find(|field| field.str().is_none_or(|word| !all.contains(word)));
            if serves {
                count += 1;
            } else if unclear.is_some() || purposes.damaged {
                let node = unclear.and_then(Field::node).or(purposes.node).unwrap_or(line.spend.node);
                tests.not_evaluated(
                    Case::of(line_name(facts, line)),
                    facts.blocked_by(node, "cannot be read or is no purpose"),
                );
            } else {
                failed = true;
                report(facts, tests, grant, line);
            }
        }
    }
    tests.pass_lot(failed, count, "lines of grants with a purpose");
}

fn report(facts: &Facts<'_>, tests: &mut Tests<'_>, grant: &Purposes, line: &SpendLine<'_>) {
    let name = line_name(facts, line);
    let stream = facts.stream_name(line.stream().unwrap_or("grant"));
    let message = format!("`{}` spends from the {stream} and names none of its purposes", shortened(&name));
    let words =
        grant.list.iter().map(|purpose| format!("`{}` ({})", purpose.id, purpose.name)).collect::<Vec<_>>().join(", ");
    let place = match line.spend.purposes.node {
        Some(node) => Place::Value(node),
        None => Place::Absent(line.spend.node, "purposes".into()),
    };
    let failure = Failure::new(Case::of(name), place, message).clause(&grant.clause);
    let failure = failure.label_if(line.spend.source.node(), "a grant with purposes of its own");
    tests.fail(failure.help(format!("add `purposes = […]` to the line with those of {words} it serves")));
}

fn line_name(facts: &Facts<'_>, line: &SpendLine<'_>) -> String {
    let named = line.scheme.name.str().or(line.scheme.id.str());
    named.map_or_else(|| facts.plan.path_of(line.spend.node), str::to_owned)
}
