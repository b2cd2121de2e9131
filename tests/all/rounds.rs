//! Planning rounds as a user meets them: shown, compared, written by oneself, and a plan checked under another.

use std::fs;
use std::path::Path;
use std::process::Command;

use bcf::compare::rounds::{Applying, Changed, RoundComparison};
use bcf::policy::{self, outline::Fact, own::RoundFile};
use bcf::report::{rounds::GUIDE, schema};
use serde_json::Value;
use tempfile::TempDir;

use crate::common;

/// The result of a run.
struct Ran {
    code: i32,
    out: String,
    err: String,
}

/// A folder with files, a repository of nothing.
struct Folder(TempDir);

impl Folder {
    fn new(files: &[(&str, &str)]) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(place.0.path().join(".git")).expect("a folder");
        for (name, text) in files {
            fs::write(place.0.path().join(name), text).expect("a file");
        }
        place
    }

    /// Creates one with a config that names these round files.
    fn with_rounds(rounds: &[(&str, &str)]) -> Self {
        let config =
            rounds.iter().fold(String::new(), |text, (name, _)| text + "[[rounds]]\nfile = \"" + name + "\"\n");
        let place = Self::new(rounds);
        fs::write(place.0.path().join("bcf.toml"), config).expect("a file");
        place
    }

    fn run(&self, args: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        for key in ["NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "COLUMNS", "GITHUB_ACTIONS"] {
            command.env_remove(key);
        }
        let done = command.args(args).current_dir(self.0.path()).output().expect("the program runs");
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        Ran { code: done.status.code().unwrap_or(-1), out: text(done.stdout), err: text(done.stderr) }
    }

    #[track_caller]
    fn fine(&self, args: &[&str]) -> String {
        let ran = self.run(args);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{args:?}\n{}", ran.out);
        ran.out
    }

    #[track_caller]
    fn json(&self, args: &[&str]) -> Value {
        let ran = self.run(args);
        serde_json::from_str(&ran.out).unwrap_or_else(|error| panic!("{error}: {}{}", ran.out, ran.err))
    }
}

/// Returns the round the guide writes.
fn guides_round() -> String {
    let mut examples = GUIDE.split("```toml\n").skip(1).filter_map(|rest| rest.split("```").next());
    examples.find(|text| text.starts_with("id = ")).expect("a round in the guide").to_owned()
}

fn plan() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("plans/example-county.toml")).expect("a plan")
}

/// Returns the rounds inside the program, as they are written.
fn data() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/policy/rounds");
    let file = |id: &str| folder.join(format!("{id}.toml"));
    policy::round_ids().map(|id| (id.to_owned(), fs::read_to_string(file(id)).expect("a round"))).collect()
}

const TINY: &str = "id = \"tiny\"\nname = \"Tiny\"\nyears = [\"2017-18\"]\n";
const EXTENDS: &str = "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n";

/// Returns the text of a round with its two floors in tables of their own, as they were written before `[[floors]]`.
fn in_older_form(text: &str) -> String {
    let new = ["name", "of", "spending", "from", "counts", "stated", "baseline-key", "surplus-key", "scheme"];
    let mut of_floor = false;
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with('[') {
            of_floor = line == "[[floors]]";
        }
        let (key, value) = line.split_once(" = ").unwrap_or((line, ""));
        match key {
            "[[floors]]" => {}
            "[floors.contingency]" => lines.push("[out-of-hospital.contingency]".to_owned()),
            "id" if of_floor => lines.push(format!("[{}]", value.trim_matches('"'))),
            key if of_floor && new.contains(&key) => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

#[test]
fn a_floor_in_a_table_of_its_own_is_read_as_an_entry_of_floors() {
    let mut floors = 0;
    for (id, text) in data() {
        let older = in_older_form(&text);
        let read = |text: &str| policy::read(text).unwrap_or_else(|error| panic!("{id}: {error}\n{text}")).floors;
        assert_eq!(format!("{:?}", read(&older)), format!("{:?}", read(&text)), "{id}");
        floors += read(&older).len();
        assert!(!older.contains("[[floors]]"), "{id}");
    }
    assert!(floors > 10);
}

#[test]
fn a_file_may_change_a_floor_it_inherits_in_either_form() {
    let own = "[[clauses]]\nid = \"ours\"\nsays = \"Ours: 2.5%.\"\nbasis = \"recalled\"\n";
    let uplift = "uplift = { 2017-18 = \"2.5\" }\nuplift-clause = \"ours\"\n";
    let resolved = |more: &str| {
        let text = format!("{EXTENDS}{more}");
        let file = RoundFile::parse(&text).expect("a round");
        let base = policy::own::Base::built_in("bcf-2017-19").expect("a built-in round");
        let round =
            file.resolve(Some(&base), "ours.toml").unwrap_or_else(|wrong| panic!("{more}: {wrong:?}")).own.round;
        format!("{:?}", round.floors)
    };
    let older = resolved(&format!("without = [\"out-of-hospital.share\"]\n{own}[social-care]\n{uplift}"));
    let newer =
        format!("without = [\"floors.out-of-hospital.share\"]\n{own}[[floors]]\nid = \"social-care\"\n{uplift}");
    assert_eq!(older, resolved(&newer));
    assert!(older.contains("(\"2017-18\", Percent(2.5))") && older.contains("(\"2018-19\", Percent(1.90))"), "{older}");
    assert!(older.contains("share: None") && older.contains("areas: [SocialCare]"), "{older}");
    // Its faults are reported in the form in which it is written.
    for (header, path) in [("[social-care]", "social-care"), ("[[floors]]\nid = \"social-care\"", "floors.social-care")]
    {
        let said = complaints(&format!("{EXTENDS}{header}\nuplift = {{ 2017-18 = \"2.5\" }}\n"));
        let message = format!(
            "`{path}.uplift.2017-18` is this file's own, but the clause it stands on, `social-care-uplift`, is that of bcf-2017-19"
        );
        assert!(said.iter().any(|(said, _)| *said == message), "{said:#?}");
        let said =
            complaints(&format!("{EXTENDS}{header}\ncounts = {{ areas = [\"socail-care\"] }}\ncounting = \"none\"\n"));
        assert!(
            said.iter().any(|(said, at)| said == "`socail-care` is none of the words here" && at == "\"socail-care\""),
            "{said:#?}"
        );
    }
}

/// Returns the complaints about a file that extends a round, each with the text it points at.
fn complaints(text: &str) -> Vec<(String, String)> {
    let said = |complaints: Vec<policy::own::Complaint>| {
        let one = |c: &policy::own::Complaint| (c.message.clone(), c.span.of(text).to_owned());
        complaints.iter().map(one).collect()
    };
    let file = match RoundFile::parse(text) {
        Ok(file) => file,
        Err(complaints) => return said(complaints),
    };
    let base = file.extends().map(|(id, _)| policy::own::Base::built_in(id).expect("a built-in round"));
    match file.resolve(base.as_ref(), "ours.toml") {
        Ok(_) => Vec::new(),
        Err(complaints) => said(complaints),
    }
}

#[test]
fn a_floor_that_is_left_out_may_be_stated_anew_in_its_older_form() {
    let older = in_older_form(&data().iter().find(|(id, _)| id == "bcf-2017-19").expect("a round").1);
    let whole = policy::read(&older).expect("a round");
    for id in ["social-care", "out-of-hospital"] {
        let from = older.find(&format!("[{id}]")).expect("the floor");
        let table = older[from..].split("\n\n").next().expect("its keys");
        let table = table.replace("[out-of-hospital.contingency]", "[none]");
        // Its figures are the file's own, and so are their clauses.
        let own = ["social-care-baseline", "social-care-uplift", "out-of-hospital-share"];
        let clause = |id: &&str| format!("[[clauses]]\nid = \"{id}\"\nsays = \"Ours.\"\nbasis = \"recalled\"\n");
        let clauses: String = own.iter().map(clause).collect();
        for left in [id.to_owned(), format!("floors.{id}")] {
            let text = format!("{EXTENDS}without = [\"{left}\"]\n{clauses}{table}\n");
            let file = RoundFile::parse(&text).expect("a round");
            let base = policy::own::Base::built_in("bcf-2017-19").expect("a built-in round");
            let resolved = file.resolve(Some(&base), "ours.toml").unwrap_or_else(|wrong| panic!("{text}: {wrong:#?}"));
            let expected = whole.floor(id).expect("the floor");
            let floor = resolved.own.round.floor(id).expect("the floor");
            assert_eq!((&floor.name, &floor.counts), (&expected.name, &expected.counts));
            assert_eq!((&floor.baseline_key, floor.stated), (&expected.baseline_key, expected.stated));
        }
    }
}

#[test]
fn what_a_floors_table_of_its_own_would_lose_is_said() {
    let one = |more: &str, message: &str, at: &str| {
        let said = complaints(&format!("{EXTENDS}{more}"));
        assert!(matches!(&said[..], [(said, of)] if said == message && of.starts_with(at)), "{more}\n{said:#?}");
    };
    let uplift = "uplift-above-published = true\n";
    let both = format!("[social-care]\n{uplift}[[floors]]\nid = \"social-care\"\n{uplift}");
    one(&both, "the floor `social-care` is here twice", "[social-care]");
    one("[social-care]\nid = \"foo\"\n", "there is no key `id` here", "id");
    one("social-care = 3\n", "this is a number; a table belongs here", "3");
    one("[[out-of-hospital]]\nstated = true\n", "this is a list; a table belongs here", "[[out-of-hospital]]");
    // Without a round it extends, too.
    let whole = "id = \"a\"\nname = \"A\"\nyears = [\"2017-18\"]\n";
    for (more, message) in [("social-care = 3", "a table belongs here"), ("[social-care]\nid = \"foo\"", "`id`")] {
        let error = policy::read(&format!("{whole}{more}\n")).expect_err("a mistake").to_string();
        assert!(error.contains(message), "{error}");
    }
}

/// Returns a file with a floor of its own: the keys of it that are not given are sound.
fn with_floor(id: &str, more: &str) -> String {
    format!(
        "{EXTENDS}[[clauses]]\nid = \"mine\"\nsays = \"Ours.\"\nbasis = \"recalled\"\n[[floors]]\nid = \"{id}\"\nname = \"N\"\nof = \"n\"\nspending = \"spending\"\nclause = \"mine\"\ncounting = \"mine\"\nstream = \"dfg\"\n{more}\n"
    )
}

#[test]
fn a_floor_has_no_name_that_plans_have_for_something_else() {
    assert_eq!(complaints(&with_floor("mental-health", "surplus-key = \"mental-health-surplus\"")), []);
    let words = ["pool", "grants", "additional", "expenditure", "minimum", "source", "by-partner", "by-priority"];
    let more = ["by-commissioner", "reablement", "out-of-hospital-surplus", "social-care-baseline", "x-baseline"];
    for id in words.into_iter().chain(more) {
        let said = complaints(&with_floor(id, ""));
        let start = format!("`{id}` cannot be the `id` of a floor: it is ");
        assert!(
            matches!(&said[..], [(said, at)] if said.starts_with(&start) && at.trim_matches('"') == id),
            "{id}: {said:#?}"
        );
    }
    for (key, word, of) in [
        ("surplus-key", "out-of-hospital-surplus", "out-of-hospital"),
        ("baseline-key", "social-care-baseline", "social-care"),
    ] {
        let said = complaints(&with_floor("mine", &format!("{key} = \"{word}\"")));
        let expected = format!("`{word}` cannot be the `{key}` of a floor: it is the `{key}` of `{of}`");
        assert_eq!(said, [(expected, format!("\"{word}\""))]);
    }
    // An inherited floor in the way of something of the file's own is said of what the file has.
    let own = "[[earmarks]]\nid = \"social-care\"\nname = \"E\"\nstream = \"dfg\"\nclause = \"mine\"\n";
    let said = complaints(&with_floor("mental-health", own));
    assert!(matches!(&said[..], [(said, at)] if said.contains("an earmark") && at == "\"social-care\""), "{said:#?}");
    let own = "[[floors]]\nid = \"social-care\"\nsurplus-key = \"out-of-hospital-surplus\"\n";
    let said = complaints(&format!("{EXTENDS}{own}"));
    assert!(
        matches!(&said[..], [(said, at)] if said.contains("`social-care`") && at == "\"out-of-hospital-surplus\""),
        "{said:#?}"
    );
    // Without a round it extends, too.
    let round = "id = \"a\"\nname = \"A\"\nyears = [\"2017-18\"]\n";
    let floor = with_floor("pool", "").replace(EXTENDS, "").replace("\"dfg\"", "\"s\"");
    let stream = "[[streams]]\nid = \"s\"\nname = \"S\"\npayer = \"nhs\"\n";
    let error = policy::read(&format!("{round}{stream}{floor}")).expect_err("a mistake").to_string();
    assert!(error.contains("`pool` cannot be"), "{error}");
}

#[test]
fn a_floor_has_no_term_that_no_plan_or_rule_takes_up() {
    let terms = "\"£1\", plausible-from = \"£1\", plausible-to = \"£2\", cost-clause = \"mine\"";
    let contingency = format!("contingency = {{ clause = \"mine\", cost-per-admission = {terms} }}");
    let parts = ["stated = true", "not-offset-by = [\"ibcf\"]", "offset-clause = \"mine\"", &contingency];
    for part in parts {
        let (key, value) = part.split_once(" = ").expect("a key");
        let said = complaints(&with_floor("mental-health", part));
        let start = format!("`{key}` would do nothing for the floor `mental-health`: ");
        assert!(matches!(&said[..], [(said, at)] if said.starts_with(&start) && at == value), "{said:#?}");
    }
    // The floors that plans have a section for may have them.
    for (id, part) in [("social-care", parts[0]), ("social-care", parts[1]), ("out-of-hospital", &contingency)] {
        let file = with_floor(id, part).replace(EXTENDS, &format!("{EXTENDS}without = [\"floors.{id}\"]\n"));
        assert_eq!(complaints(&file), [], "{id} {part}");
    }
}

#[test]
fn what_counts_towards_a_floor_is_shown_and_compared() {
    let floor =
        "[[floors]]\nid = \"social-care\"\ncounting = \"mine\"\nclause = \"mine\"\nbaseline-clause = \"mine\"\n";
    let clause = "[[clauses]]\nid = \"mine\"\nsays = \"Ours.\"\nbasis = \"recalled\"\nasks = false\n";
    for (part, id, shown) in [
        ("counts = { areas = [\"acute\"] }", "counts.areas", "areas of spend that count: acute"),
        ("counts = { not-areas = [\"acute\"] }", "counts.not-areas", "areas of spend that do not count: acute"),
        ("counts = { commissioners = [\"nhs\"] }", "counts.commissioners", "commissioners whose lines count: nhs"),
        ("counts = { joint-by-nhs-share = true }", "counts.joint-by-nhs-share", "counts by the NHS's share of it"),
        ("counts = { contingency = true }", "counts.contingency", "the contingency a plan holds back counts"),
        ("stated = true", "stated", "the one a plan states is required"),
        ("baseline-key = \"our-baseline\"", "baseline-key", "what it starts from: allocations.our-baseline"),
        ("surplus-key = \"our-surplus\"", "surplus-key", "what it plans beyond it: totals.our-surplus"),
    ] {
        let place = Folder::with_rounds(&[("ours.toml", &format!("{EXTENDS}{clause}{floor}{part}\n"))]);
        let page = place.fine(&["rounds", "ours", "--width", "300"]);
        assert!(page.contains(shown), "{part}: {page}");
        let diff = place.json(&["rounds", "diff", "bcf-2017-19", "ours", "--format", "json"]);
        let sections = diff["sections"].as_array().expect("a list");
        let floors = sections.iter().find(|section| section["id"] == "floors").expect("floors differ");
        let is = |fact: &Value| fact["id"] == format!("social-care.{id}");
        let added = floors["added"].as_array().expect("a list").iter().any(is);
        let changed = floors["changed"].as_array().expect("a list").iter().any(|pair| is(&pair["new"]));
        assert!(added || changed, "{part}: {floors:#}");
    }
}

#[test]
fn the_guides_example_works_as_the_guide_says() {
    let place = Folder::with_rounds(&[("exampleshire.toml", &guides_round())]);
    let id = "exampleshire-2017-19";
    assert!(place.fine(&["rounds"]).contains("exampleshire.toml"));
    let plan = plan().replace("round = \"bcf-2017-19\"", &format!("round = \"{id}\""));
    fs::write(place.0.path().join("plan.toml"), plan).expect("a plan");
    let report = place.json(&["check", "plan.toml", "--today", "2018-06-01", "--format", "json"]);
    let plan = &report["plans"][0];
    assert_eq!((&plan["round"], &plan["own_round"]), (&Value::from(id), &Value::Null));
    let found: Vec<&str> =
        plan["findings"].as_array().expect("a list").iter().map(|f| f["rule"].as_str().unwrap()).collect();
    for rule in ["submitted-late", "metric-missing", "wrong-type"] {
        assert!(found.contains(&rule), "{rule}: {found:?}");
    }
    let late = plan["findings"].as_array().and_then(|all| all.iter().find(|f| f["rule"] == "submitted-late"));
    let clause = &late.expect("it is late")["clause"];
    assert_eq!(clause["source"], "Exampleshire Health and Wellbeing Board, paper of 6 June 2017, item 7");
    // The round's own uplift of 2.5% on £17,900,838 is above the floor published for the year, and so it is the floor.
    let floor = |test: &&Value| test["rule"] == "social-care-below-minimum" && test["year"] == "2017-18";
    let held = plan["tests"].as_array().and_then(|all| all.iter().find(floor)).expect("the floor is tested");
    assert_eq!(held["ledger"]["required"], "18348358.95");
    assert!(place.fine(&["rules", "--round", id]).contains("submitted-late"));
    assert!(place.fine(&["explain", "falls", "--width", "100"]).contains("Emergency admissions after a fall"));
    assert!(place.fine(&["schema", "plan"]).contains("falls-admissions"));
    assert!(place.fine(&["config"]).contains("exampleshire.toml (exampleshire-2017-19, extends bcf-2017-19)"));
    for kind in ["sarif", "junit", "github", "gitlab", "markdown", "concise"] {
        assert_eq!(place.run(&["check", "plan.toml", "--format", kind]).code, 1, "{kind}");
    }
    insta::assert_snapshot!(place.fine(&["rounds", "diff", "bcf-2017-19", id, "--width", "100"]));
}

#[test]
fn a_round_is_shown_whole_for_people_for_programs_and_in_markdown() {
    let place = Folder::new(&[]);
    for id in policy::round_ids() {
        let round = policy::round(id).expect("a round");
        let (text, markdown) =
            (place.fine(&["rounds", id, "--width", "300"]), place.fine(&["rounds", id, "--format", "markdown"]));
        let data = place.json(&["rounds", id, "--format", "json"]);
        assert_eq!(data["schema"], "bcf.round/1");
        assert_eq!(data["clauses"].as_array().map(Vec::len), Some(round.clauses.len()));
        for clause in &round.clauses {
            assert!(
                text.contains(&format!("`{}`", clause.id)) && markdown.contains(clause.id.as_str()),
                "{id}: {}",
                clause.id
            );
        }
        for gap in &round.not_covered {
            assert!(text.split_whitespace().collect::<Vec<_>>().join(" ").contains(gap.as_str()), "{id}: {gap}");
        }
    }
    let all = place.json(&["rounds", "--format", "json"]);
    let ids: Vec<&str> = all["rounds"].as_array().expect("a list").iter().filter_map(|r| r["id"].as_str()).collect();
    assert_eq!(ids, policy::round_ids().collect::<Vec<_>>());
}

#[test]
fn rounds_that_ask_the_same_do_not_differ_and_each_change_is_told_from_both_sides() {
    let place = Folder::with_rounds(&[("exampleshire.toml", &guides_round())]);
    let rounds: Vec<&policy::Round> = policy::round_ids().map(|id| policy::round(id).expect("a round")).collect();
    for old in &rounds {
        assert!(RoundComparison::new(old, old).is_same(), "{}", old.id);
        for new in rounds.iter().filter(|new| new.id != old.id) {
            let (there, back) = (RoundComparison::new(old, new), RoundComparison::new(new, old));
            let rules = |rules: &[Applying]| rules.iter().map(|rule| rule.rule).collect::<Vec<_>>();
            assert_eq!(rules(&there.begin), rules(&back.cease), "{} {}", old.id, new.id);
            let facts = |sections: &[Changed<Fact>], pick: fn(&Changed<Fact>) -> &Vec<Fact>| {
                let mut facts: Vec<String> = sections.iter().flat_map(pick).map(Fact::to_string).collect();
                facts.sort();
                facts
            };
            let (added, removed) = (facts(&there.sections, |s| &s.added), facts(&back.sections, |s| &s.removed));
            assert_eq!(added, removed, "{} {}", old.id, new.id);
        }
    }
    let same = place.fine(&["rounds", "diff", "bcf-2017-19", "bcf-2017-19", "--width", "200"]);
    assert!(same.contains("the two ask the same"), "{same}");
    let data = place.json(&["rounds", "diff", "bcf-2016-17", "bcf-2017-19", "--format", "json"]);
    let ids = |facts: &Value| facts.as_array().into_iter().flatten().map(|f| f["id"].clone()).collect::<Vec<_>>();
    assert_eq!(data["schema"], "bcf.rounds-diff/1");
    assert!(ids(&data["sections"][0]["removed"]).contains(&"seven-day-services".into()), "{data}");
    assert!(ids(&data["clauses"]["added"]).contains(&"grant-pooled".into()), "{data}");
    assert_eq!(place.run(&["rounds", "diff", "bcf-2017-19"]).code, 2);
    let unknown = place.run(&["rounds", "diff", "bcf-2017-19", "exampleshire-2017-91"]);
    assert!(unknown.code == 2 && unknown.err.contains("did you mean `exampleshire-2017-19`?"), "{}", unknown.err);
    assert!(
        place
            .fine(&["rounds", "diff", "bcf-2017-19", "exampleshire-2017-19", "--format", "markdown"])
            .contains("- **new**")
    );
}

#[test]
fn a_round_without_a_rules_clause_is_rid_of_the_rule() {
    let text = format!("{EXTENDS}without = [\"bed-share\", \"clauses.bed-share\"]\n");
    let place = Folder::with_rounds(&[("ours.toml", &text)]);
    let diff = place.json(&["rounds", "diff", "bcf-2017-19", "ours", "--format", "json"]);
    let gone: Vec<&str> =
        diff["rules"]["cease"].as_array().expect("a list").iter().filter_map(|r| r["clause"].as_str()).collect();
    assert!(!gone.is_empty() && gone.iter().all(|clause| *clause == "bed-share"), "{gone:?}");
    assert!(!place.fine(&["rules", "--round", "ours"]).contains("bed-share"));
}

#[test]
fn a_plan_is_checked_under_another_round_and_the_report_says_so() {
    let next = "years = [\"2019-20\"]\nwithout = [\"bed-share\", \"dfg.passed-by\", \"metrics.delayed-transfers\", \"section-75.by\", \"submission\", \"social-care\"]\n";
    let next = format!("{}{next}", EXTENDS.replace("ours", "next"));
    let place = Folder::with_rounds(&[("ours.toml", EXTENDS), ("next.toml", &next)]);
    fs::write(place.0.path().join("plan.toml"), plan()).expect("a plan");
    let check =
        |round: &str| place.run(&["check", "plan.toml", "--today", "2018-06-01", "--width", "200", "--round", round]);
    let same = check("ours");
    let says = "plan.toml is checked under ours, not under the round it names, bcf-2017-19";
    assert!(same.code == 0 && same.out.contains(says), "{}", same.out);
    assert!(same.out.contains("PASS plan.toml (ours, not its own bcf-2017-19): no findings"), "{}", same.out);
    let own = check("bcf-2017-19");
    assert!(own.code == 0 && !own.out.contains("not its own"), "{}", own.out);
    // Other years are reported once, not of every figure and date.
    let other = check("next");
    assert_eq!((other.code, other.out.matches("year-outside-round").count()), (1, 1), "{}", other.out);
    assert!(!other.out.contains("year-not-stated") && !other.out.contains("unlikely-date"), "{}", other.out);
    let report = place.json(&["check", "plan.toml", "--round", "next", "--format", "json"]);
    assert_eq!(
        (&report["plans"][0]["round"], &report["plans"][0]["own_round"]),
        (&"next".into(), &"bcf-2017-19".into())
    );
    let output = jsonschema::validator_for(&schema::output()).expect("a schema");
    assert!(output.is_valid(&report));
    let sarif = place.json(&["check", "plan.toml", "--round", "next", "--format", "sarif"]);
    assert_eq!(sarif["runs"][0]["artifacts"][0]["properties"]["own_round"], "bcf-2017-19");
    let unknown = check("nxt");
    assert!(unknown.code == 2 && unknown.err.contains("did you mean `next`?"), "{}", unknown.err);
    assert_eq!(check("diff").code, 2);
}

#[test]
fn a_plan_of_no_round_is_checked_under_the_one_that_is_asked_for() {
    let place = Folder::new(&[("plan.toml", "[plan]\nformat = 1\nround = \"bcf-1999-00\"\n[area]\nname = \"A\"\n")]);
    let own = place.run(&["check", "plan.toml", "--select", "file"]);
    assert!(own.code == 1 && own.out.contains("there is no planning round"), "{}", own.out);
    let other = place.run(&["check", "plan.toml", "--select", "file", "--round", "bcf-2017-19"]);
    assert!(other.code == 0 && other.out.contains("not its own bcf-1999-00"), "{}", other.out);
}

#[test]
fn two_plans_are_compared_under_the_projects_rounds_and_levels() {
    let place = Folder::with_rounds(&[("ours.toml", EXTENDS)]);
    let (old, new) = ("[plan]\nformat = 1\nround = \"ours\"\n[area]\nname = \"A\"\n", "zzz = 1\n");
    fs::write(place.0.path().join("old.toml"), old).expect("a plan");
    fs::write(place.0.path().join("new.toml"), format!("{old}{new}")).expect("a plan");
    let diff = place.run(&["diff", "old.toml", "new.toml"]);
    assert!(
        diff.code == 1 && diff.out.contains("1 new finding") && !diff.out.contains("unknown-round"),
        "{}",
        diff.out
    );
    let isolated = place.run(&["diff", "old.toml", "new.toml", "--isolated"]);
    assert!(isolated.out.contains("still"), "{}", isolated.out);
    fs::write(place.0.path().join("bcf.toml"), "fail-on = \"never\"\n").expect("a config");
    assert_eq!(place.run(&["diff", "old.toml", "new.toml"]).code, 0);
    assert_eq!(place.run(&["diff", "old.toml", "new.toml", "--fail-on", "error"]).code, 1);
    fs::write(place.0.path().join("bcf.toml"), "fial-on = \"never\"\n").expect("a config");
    assert_eq!(place.run(&["diff", "old.toml", "new.toml"]).code, 2);
}

#[test]
fn everything_that_is_wrong_with_a_file_is_told_with_its_place() {
    let text = r#"id = "ours"
name = 5
extends = "bcf-2017-19"
topcis = "red"
without = ["topics.actoin-plan", 1]
[submission]
by = 2017-08-25
[social-care]
uplift = { 2017-18 = 2.5, 2018-19 = "x" }
[[metrics]]
id = "falls"
better = "lowr"
population = "everybody"
[[documents]]
key = "p"
title = ""
url = "javascript:alert(1)"
"#;
    let place = Folder::with_rounds(&[("ours.toml", text)]);
    let ran = place.run(&["rounds", "--width", "100"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    insta::assert_snapshot!(ran.err);
}

#[test]
fn what_does_not_hang_together_is_told_where_it_is() {
    let clause = "[[clauses]]\nid = \"a\"\nsays = \"A.\"\nbasis = \"recalled\"\n";
    for (more, message, at) in [
        (
            "[[topics]]\nid = \"x\"\nname = \"X\"\nclause = \"nope\"",
            "there is no clause `nope` in this round",
            "\"nope\"",
        ),
        (
            "[[clauses]]\nid = \"q\"\nsays = \"Q.\"\nat = \"1\"\nsource = \"z\"\nbasis = \"quoted\"",
            "there is no document `z` in this round",
            "\"z\"",
        ),
        (
            "[[clauses]]\nid = \"q\"\nsays = \"Q.\"\nbasis = \"quoted\"",
            "`source` is missing here: the clause says it was read",
            "[[clauses]]",
        ),
        (&format!("{clause}{clause}"), "the clause `a` is here twice", "\"a\""),
        (
            "without = [\"clauses.bed-share\"]",
            "the clause `bed-share` is left out and still referred to",
            "\"clauses.bed-share\"",
        ),
        ("without = [\"topics\", \"none\"]", "there is no `none` in bcf-2017-19 to leave out", "\"none\""),
        (
            "[submission]\nby = \"2017-08-25\"",
            "`submission.by` is this file's own, but the clause it stands on, `submission-date`, is that of bcf-2017-19",
            "by",
        ),
        (
            "[[sign-off.bodies]]\nbody = \"board\"\nnot-delegable = true",
            "`sign-off.bodies.board.not-delegable` is this file's own, but the clause it stands on, `sign-off`, is that of bcf-2017-19",
            "not-delegable",
        ),
        (
            &format!("{clause}[submission]\nby = \"2071-08-25\"\nclause = \"a\""),
            "2071-08-25 is more than a year away from the round",
            "\"2071-08-25\"",
        ),
        (
            &format!("{clause}[[metrics]]\nid = \"reablement\"\ntarget-years = [\"2019-20\"]"),
            "2019/20 is not a year of this round",
            "\"2019-20\"",
        ),
        ("[out-of-hospital]\nshare = { percent = \"2842\" }", "2842 is no percentage of a round", "\"2842\""),
        ("years = []", "the round has no year", "[]"),
        ("years = [\"2018-19\", \"2017-18\"]", "the years of a round follow one another", "[\"2018-19\", \"2017-18\"]"),
        ("name = \"A\u{202e}B\"", "this text has the hidden character U+202E", "\"A\u{202e}B\""),
    ] {
        let head = if more.starts_with("name") { EXTENDS.replace("name = \"Ours\"\n", "") } else { EXTENDS.to_owned() };
        let said = complaints(&format!("{head}{more}\n"));
        assert!(said.contains(&(message.to_owned(), at.to_owned())), "{more}\n{said:#?}");
    }
    for (text, message) in [
        ("name = \"X\"", "the round has no `id`"),
        ("id = \"diff\"", "a round cannot be called `diff`"),
        ("id = \"bcf-2017-19\"", "`bcf-2017-19` is a round inside the program"),
        ("id = \"A b\"", "`A b` is no id"),
        (
            &format!("{TINY}without = [\"topics\"]"),
            "`without` leaves things out of a round that is extended, and none is",
        ),
        ("id = \"x\"", "`name` is missing here"),
        ("id = \"x\"\nname = \"X\"\n[years", "unclosed table, expected `]`"),
    ] {
        assert!(complaints(text).iter().any(|(said, _)| said == message), "{text}: {:#?}", complaints(text));
    }
    assert_eq!((complaints(TINY), complaints(EXTENDS), complaints(&guides_round())), (vec![], vec![], vec![]));
}

#[test]
fn other_years_take_nothing_over_that_was_fixed_for_the_old_ones() {
    let said = complaints(&format!("{EXTENDS}years = [\"2019-20\"]\n"));
    let [(message, at)] = said.as_slice() else { panic!("{said:#?}") };
    assert_eq!(at, "[\"2019-20\"]");
    for path in [
        "submission.by",
        "section-75.by.by",
        "bed-share.by",
        "floors.social-care.baseline-year",
        "metrics.delayed-transfers.target-years",
    ] {
        assert!(message.contains(&format!("`{path}`")), "{path}: {message}");
    }
    assert!(
        !message.contains("metrics.reablement") && !message.contains("uplift") && !message.contains("national"),
        "{message}"
    );
}

#[test]
fn rounds_extend_each_other_in_any_order_and_in_no_circle() {
    let extending =
        |id: &str, base: &str, more: &str| format!("id = \"{id}\"\nname = \"{id}\"\nextends = \"{base}\"\n{more}");
    let topic = "[[topics]]\nid = \"t\"\nname = \"T\"\nclause = \"c\"\n[[clauses]]\nid = \"c\"\nsays = \"C.\"\nbasis = \"recalled\"\n";
    let place = Folder::with_rounds(&[
        ("c.toml", &extending("c", "b", "without = [\"topics.t\"]\n")),
        ("b.toml", &extending("b", "a", "")),
        ("a.toml", &extending("a", "bcf-2017-19", topic)),
    ]);
    let topics = |id: &str| place.fine(&["rounds", id]).matches("(`t`)").count();
    assert_eq!((topics("a"), topics("b"), topics("c")), (1, 1, 0));
    assert!(place.fine(&["rounds", "diff", "a", "b"]).contains("the two ask the same"));

    let circle = Folder::with_rounds(&[("a.toml", &extending("a", "b", "")), ("b.toml", &extending("b", "a", ""))]);
    let ran = circle.run(&["rounds"]);
    assert!(ran.code == 2 && ran.err.contains("in a circle: a, b, a"), "{}", ran.err);
    let own = Folder::with_rounds(&[("a.toml", &extending("a", "a", ""))]).run(&["rounds"]);
    assert!(own.code == 2 && own.err.contains("in a circle: a, a"), "{}", own.err);
    let unknown = Folder::with_rounds(&[("a.toml", &extending("a", "bcf-2017-91", ""))]).run(&["rounds"]);
    assert!(
        unknown.code == 2 && unknown.err.contains("did you mean `bcf-2017-19`?") && unknown.err.contains("a.toml:3:"),
        "{}",
        unknown.err
    );
    let twice = Folder::with_rounds(&[("a.toml", TINY), ("b.toml", TINY)]).run(&["rounds"]);
    assert!(twice.code == 2 && twice.err.contains("the round `tiny` is in a.toml too"), "{}", twice.err);
}

#[test]
fn a_config_that_names_no_file_of_a_round_is_no_verdict() {
    for (config, words) in [
        ("[[rounds]]\nfile = \"none.toml\"", "none.toml"),
        ("[[rounds]]\n", "this round has no `file`"),
        ("[[rounds]]\nfile = \"a.toml\"\nid = \"x\"", "an entry of `rounds` has no key `id`"),
        ("rounds = \"a.toml\"", "`rounds` is a list"),
        ("[[rounds]]\nfile = \"../a.toml\"", "leads out of the repository"),
        ("[[round]]\nfile = \"a.toml\"", "did you mean `rounds`?"),
    ] {
        let outer = tempfile::tempdir().expect("a folder");
        let inner = outer.path().join("project");
        fs::create_dir_all(inner.join(".git")).expect("a folder");
        for (folder, name, text) in
            [(outer.path(), "a.toml", TINY), (&*inner, "a.toml", TINY), (&*inner, "bcf.toml", config)]
        {
            fs::write(folder.join(name), text).expect("a file");
        }
        let done = Command::new(env!("CARGO_BIN_EXE_bcf")).arg("rounds").current_dir(&inner).output().expect("a run");
        let err = String::from_utf8(done.stderr).expect("UTF-8");
        assert!(done.status.code() == Some(2) && err.contains(words), "{config}: {err}");
    }
}

#[test]
fn every_round_is_of_the_schema_and_the_schema_is_of_the_reader() {
    let schema = schema::round();
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let extra = [("the guide's".to_owned(), guides_round()), ("tiny".to_owned(), TINY.to_owned())];
    for (id, text) in data().into_iter().chain(extra) {
        let toml: toml::Table = text.parse().unwrap_or_else(|error| panic!("{id}: {error}"));
        let json = serde_json::to_value(&toml).expect("JSON");
        let wrong: Vec<String> = validator.iter_errors(&json).map(|e| format!("{}: {e}", e.instance_path)).collect();
        assert!(wrong.is_empty(), "{id}\n{}", wrong.join("\n"));
    }
    let is_valid = |text: &str| {
        let json = serde_json::to_value(text.parse::<toml::Table>().expect("TOML")).expect("JSON");
        validator.is_valid(&json)
    };
    for wrong in ["id = \"x\"", "id = \"X\"\nextends = \"bcf-2017-19\""] {
        assert!(!is_valid(wrong), "{wrong}");
    }
    let extended = |more: &str| format!("id = \"x\"\nextends = \"bcf-2017-19\"\n{more}");
    for (right, wrong) in WORDS_OF_ROUNDS {
        assert!(is_valid(&extended(right)), "{right}");
        assert!(!is_valid(&extended(wrong)), "{wrong}");
    }
    keys_agree(&schema, &schema, &mut Vec::new());
}

/// A word of each kind that the schema of rounds accepts, each with one that it does not.
const WORDS_OF_ROUNDS: [(&str, &str); 16] = [
    ("not-covered = []", "not_covered = []"),
    ("years = [\"2026-27\"]", "years = [\"2026/27\"]"),
    ("submission = { by = \"2026-09-11\" }", "submission = { by = \"2026-09-31st\" }"),
    ("bed-share = { by = \"2026-09\" }", "bed-share = { by = \"2026-13\" }"),
    ("bed-share = { percent = \"3.5\" }", "bed-share = { percent = 3.5 }"),
    ("social-care = { uplift = { 2026-27 = \"1.79\" } }", "social-care = { uplift = { next = \"1.79\" } }"),
    ("national = [{ amount = \"£5.128bn\" }]", "national = [{ amount = \"5.128bn\" }]"),
    ("topics = [{ id = \"a-1\", must = true }]", "topics = [{ id = \"a_1\", must = true }]"),
    ("topics = [{ must = false }]", "topics = [{ must = \"no\" }]"),
    ("streams = [{ payer = \"nhs\" }]", "streams = [{ payer = \"ccg\" }]"),
    ("clauses = [{ basis = \"quoted\" }]", "clauses = [{ basis = \"guessed\" }]"),
    ("clauses = [{ waived-by = \"district\" }]", "clauses = [{ waived-by = \"board\" }]"),
    ("documents = [{ url = \"https://a.example\" }]", "documents = [{ url = \"a.example\" }]"),
    ("metrics = [{ unit = \"per-100k\" }]", "metrics = [{ other-units = [\"per-1k\"] }]"),
    ("replaced = [{ list = \"scheme-types\" }]", "replaced = [{ list = \"topics\" }]"),
    ("conditions = [{ number = 4 }]", "conditions = [{ number = -4 }]"),
];

/// Checks that the keys a table of the schema has are those the reader of rounds names when it meets one it does not
/// know.
fn keys_agree(root: &Value, schema: &Value, way: &mut Vec<(String, bool)>) {
    let schema = common::followed(root, schema);
    let Some(properties) = schema["properties"].as_object() else { return };
    // An older form is read as the newer one, whose keys are looked at.
    let properties = properties.iter().filter(|(_, key)| key["deprecated"] != true);
    let mut probe = "zzz = 1".to_owned();
    for (key, list) in way.iter().rev() {
        probe = if *list { format!("{key} = [{{ {probe} }}]") } else { format!("{key} = {{ {probe} }}") };
    }
    let error = policy::read(&probe).expect_err("an unknown key").to_string();
    let expected = error.split_once("unknown field `zzz`, expected ").unwrap_or_else(|| panic!("{probe}: {error}")).1;
    let mut known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    if way.is_empty() {
        known.extend(["extends", "without"]);
    }
    known.sort_unstable();
    let mut keys: Vec<&str> = properties.clone().map(|(key, _)| key.as_str()).collect();
    keys.sort_unstable();
    assert_eq!(keys, known, "{way:?}");
    for (key, value) in properties {
        let list = common::followed(root, &value["items"])["properties"].is_object();
        way.push((key.clone(), list));
        keys_agree(root, if list { &value["items"] } else { value }, way);
        way.pop();
    }
}

#[test]
fn whatever_is_left_out_of_a_round_no_plan_stops_a_check() {
    let plan = plan();
    let base = policy::own::Base::built_in("bcf-2017-19").expect("a round");
    let parts = [
        "sign-off",
        "submission",
        "section-75",
        "social-care",
        "out-of-hospital",
        "changes",
        "bed-share",
        "dfg",
        "purposes",
        "grant-parts",
        "earmarks",
        "metrics",
        "scheme-types",
        "topics",
        "national",
        "conditions",
    ];
    let mut rounds = Vec::new();
    for part in parts {
        let text = format!("{}without = [\"{part}\"]\n", EXTENDS.replace("ours", &format!("without-{part}")));
        let file = RoundFile::parse(&text).expect("a round");
        rounds.push(file.resolve(Some(&base), "ours.toml").unwrap_or_else(|wrong| panic!("{part}: {wrong:?}")).own);
    }
    let mut settings = bcf::check::Settings::on(bcf::period::Date::parse("2018-06-01").expect("a day"));
    settings.rounds = policy::Rounds::with(rounds);
    for part in parts {
        settings.round = Some(format!("without-{part}"));
        let checked = bcf::check::check_text("plan.toml".to_owned(), plan.clone(), &settings);
        assert_eq!(checked.other_round(), Some("bcf-2017-19"));
    }
}

#[test]
fn the_guide_is_a_page_and_names_nothing_there_is_not() {
    let place = Folder::new(&[]);
    assert_eq!(place.fine(&["rounds", "--guide"]), GUIDE);
    assert!(GUIDE.lines().count() < 130 && GUIDE.lines().all(|line| line.chars().count() <= 130));
    assert_eq!(place.run(&["rounds", "--guide", "bcf-2017-19"]).code, 2);
}
