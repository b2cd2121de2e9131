//! What is explained to somebody who knows what a thing is about and not what it is called.

use crate::common::World;
use bcf::cli::Exit;
use bcf::policy;

/// Returns the names that are listed for some words.
fn found(words: &[&str]) -> Vec<String> {
    let (exit, out, err) = World::default().run([&["explain", "--width", "200"], words].concat());
    assert_eq!((exit, err.as_str()), (Exit::Clean, ""), "{words:?}");
    let rows = out.lines().filter(|line| line.starts_with("  ") && !line.starts_with("  `"));
    rows.filter_map(|row| row.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn a_thing_is_found_by_what_people_call_it() {
    for (words, named) in [
        (&["iBCF"][..], "ibcf-amounts"),
        (&["section 151"], "grant-not-certified"),
        (&["section", "151"], "s151-officer"),
        (&["delayed transfers"], "delay-parts-mismatch"),
        (&["DToC"], "transfers_of_care"),
        (&["Section 75 agreement"], "section-75"),
        (&["disabled facilities"], "dfg-pooled"),
        (&["additional NHS contribution"], "sources.kind"),
    ] {
        let found = found(words);
        assert!(found.iter().any(|name| name.contains(named)), "{words:?}: {found:?}");
        assert!(found.len() <= 10, "{words:?}: {found:?}");
    }
}

#[test]
fn the_name_of_every_stream_leads_to_its_clause_and_to_the_key_that_takes_it() {
    let mut seen = 0;
    for round in policy::round_ids().map(|id| policy::round(id).expect("a round")) {
        for stream in &round.streams {
            let (exit, out, _) =
                World::default().run(["explain", "--round", &round.id, "--width", "200", &stream.name]);
            assert_eq!(exit, Exit::Clean, "{}: {}", round.id, stream.name);
            let names = |id: &str| out.lines().any(|line| line.split_whitespace().next() == Some(id));
            // A name that is long known has more than ten things to it, and then the best are clauses and the key.
            assert!(names("sources.kind") || out.contains("fit less well") || out.contains("fits less well"), "{out}");
            let clause = stream.clause.as_deref().or(stream.payer_clause.as_deref());
            seen += usize::from(clause.is_some_and(names));
        }
    }
    assert!(seen > 20, "{seen} clauses of streams were found by their names");
}

#[test]
fn words_are_found_however_they_are_written() {
    let told = |asked: &str| {
        let (exit, out, _) = World::default().run(["explain", asked, "--width", "200"]);
        assert_eq!(exit, Exit::Clean, "{asked}");
        out.lines().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(told("ibcf"), told("iBCF"));
    assert_eq!(told("section-151"), told("section 151"));
    for (asked, id) in [("s151", "s151-officer"), ("waiver", "waivers")] {
        assert!(told(asked).iter().any(|line| line.split_whitespace().next() == Some(id)), "{asked}");
    }
}

#[test]
fn a_name_that_is_nearly_right_is_put_right_and_nonsense_is_refused() {
    for (asked, help) in [("dfg-not-pasported", "did you mean `dfg-not-passported`?"), ("zzyzx plugh", "`bcf rules`")] {
        let (exit, out, err) = World::default().run(["explain", asked, "--width", "200"]);
        assert_eq!((exit, out.as_str()), (Exit::NoVerdict, ""), "{asked}");
        assert!(err.contains(help), "{err}");
    }
}
