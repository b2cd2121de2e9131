//! Every format says the same of every plan, and none says anything raw that a stranger wrote.

mod reading;
mod subjects;

use std::collections::BTreeSet;
use std::sync::OnceLock;

use bcf::check::{Checked, Hold, Settings, check_text};
use bcf::cli::Exit;
use bcf::finding::{Level, Status};
use bcf::period::Date;
use bcf::report::{Beside, Run, Unread, View, concise, github, gitlab, human, json, junit, markdown, sarif};
use bcf::text::escape::{is_hidden, shown};
use serde_json::Value;

use crate::common::{World, one_in, share};
use reading::Said;
use subjects::{PAYLOADS, hostile, subjects};

const WIDE: usize = 1_000;

fn day() -> Date {
    Date::parse("2018-06-01").expect("a date")
}

/// Returns every plan there is to try, checked.
fn plans() -> &'static [Checked] {
    static PLANS: OnceLock<Vec<Checked>> = OnceLock::new();
    PLANS.get_or_init(|| {
        one_in(5, subjects()).into_iter().map(|(path, text)| check_text(path, text, &Settings::on(day()))).collect()
    })
}

fn run(plans: &[Checked]) -> Run<'_> {
    let view = View { all: true, ..View::plain(WIDE) };
    Run { plans, files: &[], across: &[], beside: Beside::default(), today: day(), view }
}

type Format = fn(&Run<'_>, &mut dyn std::io::Write) -> std::io::Result<()>;

fn written(format: Format, run: &Run<'_>) -> String {
    let mut out = Vec::new();
    format(run, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("a report is UTF-8")
}

/// Returns the JSON of each of the plans.
fn in_json() -> &'static [String] {
    static JSON: OnceLock<Vec<String>> = OnceLock::new();
    JSON.get_or_init(|| plans().iter().map(|plan| written(json::write, &run(std::slice::from_ref(plan)))).collect())
}

/// Returns the findings that count as the JSON of a plan has them: the reference.
fn reference(json: &str) -> Vec<Said> {
    reading::json(json, &["failed"])
}

/// Returns the findings with the path as it is shown to people.
fn to_people(mut said: Vec<Said>) -> Vec<Said> {
    for one in &mut said {
        one.file = shown(&one.file).into_owned();
    }
    said
}

#[test]
fn every_format_says_the_same_of_every_plan() {
    let mut findings = 0;
    for (plan, json) in plans().iter().zip(in_json()) {
        let run = run(std::slice::from_ref(plan));
        let raw = reference(json);
        let people = to_people(raw.clone());
        findings += raw.len();
        assert_eq!(reading::sarif(&written(sarif::write, &run)), raw, "sarif of {}", plan.path);
        assert_eq!(reading::gitlab(&written(gitlab::write, &run)), raw, "gitlab of {}", plan.path);
        assert_eq!(reading::junit(&written(junit::write, &run)), people, "junit of {}", plan.path);
        assert_eq!(reading::markdown(&written(markdown::write, &run)), people, "markdown of {}", plan.path);
        let everything = to_people(reading::json(json, &["failed", "waived", "baselined"]));
        let path = shown(&plan.path);
        assert_eq!(reading::concise(&written(concise::write, &run), &path), everything, "concise of {}", plan.path);
        assert_eq!(reading::human(&written(human::write, &run), &path), everything, "human of {}", plan.path);
        let annotated = reading::github(&written(github::write, &run));
        let expected = without_columns_of_several_lines(json, people);
        assert_eq!(annotated, expected, "github of {}", plan.path);
    }
    assert!(findings > 200 / share(5), "only {findings} findings were compared");
}

/// Returns an annotation of several lines has no column.
fn without_columns_of_several_lines(json: &str, mut people: Vec<Said>) -> Vec<Said> {
    let several = reading::json_of_several_lines(json);
    for said in &mut people {
        let key = (said.rule.clone(), said.line, said.column);
        said.column = said.column.filter(|_| !several.contains(&key));
    }
    people.sort();
    people
}

#[test]
fn all_plans_together_say_what_each_says_alone() {
    let plans = plans();
    let mut each: Vec<Said> = in_json().iter().flat_map(|json| reference(json)).collect();
    each.sort();
    for (name, format, read) in [
        ("sarif", sarif::write as Format, reading::sarif as fn(&str) -> Vec<Said>),
        ("gitlab", gitlab::write, reading::gitlab),
    ] {
        assert_eq!(read(&written(format, &run(plans))), each, "{name}");
    }
    assert_eq!(reading::junit(&written(junit::write, &run(plans))), {
        let mut each = to_people(each.clone());
        each.sort();
        each
    });
}

#[test]
fn the_text_under_each_span_is_the_text_shown() {
    let mut drawn = 0;
    for (plan, json) in plans().iter().zip(in_json()) {
        let source = plan.plan.tree.source();
        let run = run(std::slice::from_ref(plan));
        let value: Value = serde_json::from_str(json).expect("JSON");
        let human = written(human::write, &run);
        for (finding, told) in plan.findings.iter().zip(value["plans"][0]["findings"].as_array().expect("findings")) {
            let (at, text) = (&told["at"], finding.at.span.of(source));
            assert_eq!(reading::between(source, at), text, "{} {}", plan.path, finding.message);
            let line = source
                .split('\n')
                .nth(usize::try_from(at["line"].as_u64().unwrap_or(1)).expect("a line") - 1)
                .unwrap_or_default();
            let plain = line.bytes().all(|byte| matches!(byte, b' '..=b'~')) && !line.contains("##[");
            let simple = line.len() < WIDE / 2 && plain;
            if simple && !text.is_empty() && !text.contains('\n') && finding.status == Status::Failed {
                assert!(
                    reading::underlined(&human, line, at),
                    "{}: {} is not under a mark\n{human}",
                    plan.path,
                    finding.message
                );
                drawn += 1;
            }
        }
        let log: Value = serde_json::from_str(&written(sarif::write, &run)).expect("JSON");
        for (result, finding) in results(&log).iter().zip(&plan.findings) {
            let first = finding.at.span.of(source).split('\n').next().unwrap_or_default().trim_end_matches('\r');
            assert_eq!(reading::of_region(source, &result["locations"][0]["physicalLocation"]["region"]), first);
            if let (Some(edit), Some(fix)) = (&finding.edit, result["fixes"].get(0)) {
                let replacement = &fix["artifactChanges"][0]["replacements"][0];
                assert_eq!(reading::of_region(source, &replacement["deletedRegion"]), edit.at.span.of(source));
                assert_eq!(replacement["insertedContent"]["text"].as_str().unwrap_or_default(), edit.with);
            }
        }
    }
    assert!(drawn > 200, "only {drawn} marks were looked at");
}

fn results(log: &Value) -> &[Value] {
    log["runs"][0]["results"].as_array().expect("results")
}

#[test]
fn sarif_is_valid_against_the_published_schema() {
    let schema: Value =
        serde_json::from_str(include_str!("../schemas/sarif-schema-2.1.0.json")).expect("the schema is JSON");
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).expect("the schema is a schema");
    let unread = [Unread::new("a.toml".to_owned(), "it is gone".to_owned())];
    let beside = Beside { unread: &unread, ..Beside::default() };
    for run in plans().chunks(10).map(run).chain([Run { beside, ..run(&[]) }]) {
        let log: Value = serde_json::from_str(&written(sarif::write, &run)).expect("JSON");
        let wrong: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path)).collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], run.beside.unread.is_empty());
    }
}

#[test]
fn every_sarif_region_is_on_one_line_of_a_file_below_the_root() {
    let log: Value = serde_json::from_str(&written(sarif::write, &run(plans()))).expect("JSON");
    for result in results(&log) {
        let places = result["locations"].as_array().into_iter().chain(result["relatedLocations"].as_array()).flatten();
        for place in places.map(|place| &place["physicalLocation"]) {
            let uri = place["artifactLocation"]["uri"].as_str().expect("an address");
            assert!(
                !uri.starts_with(['/', '.'])
                    && !uri.contains("/./")
                    && !uri.contains(['\\', ' ', ':'])
                    && uri.is_ascii(),
                "{uri}"
            );
            assert_eq!(place["region"]["startLine"], place["region"]["endLine"]);
        }
        let rule = &log["runs"][0]["tool"]["driver"]["rules"]
            [usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small")];
        assert_eq!(rule["id"], result["ruleId"]);
        for told in ["shortDescription", "fullDescription", "help"] {
            assert!(rule[told]["text"].as_str().is_some_and(|text| !text.is_empty()), "{told} of {}", rule["id"]);
        }
    }
}

#[test]
fn fingerprints_are_unique_and_survive_moved_lines() {
    let keys = |plans: &[Checked]| -> (Vec<String>, Vec<String>) {
        let run = run(plans);
        let log: Value = serde_json::from_str(&written(sarif::write, &run)).expect("JSON");
        let quality: Value = serde_json::from_str(&written(gitlab::write, &run)).expect("JSON");
        let text = |value: &Value| value.as_str().expect("a fingerprint").to_owned();
        let counts = results(&log).iter().filter(|result| result.get("suppressions").is_none());
        let of_sarif = counts.map(|result| text(&result["partialFingerprints"]["bcf/v2"])).collect();
        assert!(results(&log).iter().all(|result| result["partialFingerprints"]["bcf/v1"].is_string()));
        (of_sarif, quality.as_array().expect("entries").iter().map(|entry| text(&entry["fingerprint"])).collect())
    };
    let (sarif, gitlab) = keys(plans());
    assert_eq!(sarif.iter().collect::<BTreeSet<_>>().len(), sarif.len());
    assert_eq!(sarif, gitlab);
    let path = "plans/leicestershire-2017-19.toml";
    let text = std::fs::read_to_string(path).expect("a plan");
    let check = |text: String| check_text(path.to_owned(), text, &Settings::on(day()));
    assert_eq!(keys(&[check(text.clone())]), keys(&[check(format!("# a line\n\n# and another\n{text}"))]));
}

#[test]
fn junit_counts_what_it_holds_and_agrees_with_the_json() {
    let thresholds = [Some(Level::Error), Some(Level::Warning), Some(Level::Advice), None];
    for ((path, text), fail_on) in one_in(5, subjects()).into_iter().zip(thresholds.into_iter().cycle()) {
        let plan = &check_text(path, text, &Settings { fail_on, ..Settings::on(day()) });
        let text = written(junit::write, &run(std::slice::from_ref(plan)));
        let document = roxmltree::Document::parse(&text).expect("strict XML");
        let count = |tag: &str| document.descendants().filter(|node| node.has_tag_name(tag)).count().to_string();
        for suite in
            document.descendants().filter(|node| node.has_tag_name("testsuites") || node.has_tag_name("testsuite"))
        {
            for (attribute, tag) in
                [("tests", "testcase"), ("failures", "failure"), ("errors", "error"), ("skipped", "skipped")]
            {
                assert_eq!(suite.attribute(attribute), Some(count(tag).as_str()), "{attribute} of {}", plan.path);
            }
        }
        let counts = plan.counts();
        let set_aside = counts.waived + counts.baselined + counts.not_evaluated + counts.not_applicable;
        assert_eq!(count("skipped"), set_aside.to_string());
        assert_eq!(count("testcase"), (plan.findings.len() + plan.tests.len()).to_string());
        assert_eq!(count("failure") != "0", plan.fails());
        let names: Vec<_> = document
            .descendants()
            .filter(|node| node.has_tag_name("testcase"))
            .map(|node| node.attribute("name"))
            .collect();
        assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len());
    }
}

#[test]
fn waived_findings_are_suppressed_and_are_not_lost() {
    let waived: Vec<_> = plans().iter().filter(|plan| plan.counts().waived > 0).collect();
    assert!(!waived.is_empty(), "no plan here has a waiver");
    for plan in waived {
        let (counts, run) = (plan.counts(), run(std::slice::from_ref(plan)));
        let counting = counts.error + counts.warning + counts.advice;
        let log: Value = serde_json::from_str(&written(sarif::write, &run)).expect("JSON");
        let is_suppressed = |result: &&Value| result["suppressions"][0]["kind"] == "inSource";
        assert_eq!(results(&log).iter().filter(is_suppressed).count(), counts.waived);
        assert_eq!(results(&log).len(), counting + counts.waived);
        assert!(written(markdown::write, &run).contains("set aside</summary>"));
        assert!(written(junit::write, &run).contains("<skipped message=\"waived by "));
    }
}

/// Returns the address at which the clause of each rule can be read, as the log has it.
fn help(log: &str) -> std::collections::BTreeMap<String, Option<String>> {
    let log: Value = serde_json::from_str(log).expect("JSON");
    let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().expect("rules").iter();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    rules.map(|rule| (text(&rule["id"]).expect("an id"), text(&rule["helpUri"]))).collect()
}

#[test]
fn every_rule_whose_clause_has_an_address_says_where_it_can_be_read() {
    let minimal = include_str!("../../plans/minimal.toml");
    let of = |round: &str| check_text(round.to_owned(), minimal.replace("bcf-2017-19", round), &Settings::on(day()));
    let help_of = |plans: &[Checked]| help(&written(sarif::write, &run(plans)));
    let mut addresses = 0;
    for round in bcf::policy::round_ids().map(|id| bcf::policy::round(id).expect("a round")) {
        let plan = of(&round.id);
        let help = help_of(std::slice::from_ref(&plan));
        for finding in plan.findings.iter().filter(|finding| finding.status == Status::Failed) {
            let clause = finding.clause.as_ref().and_then(|clause| round.clause(&clause.id));
            if clause.and_then(|clause| round.address(clause)).is_some() {
                assert!(help[finding.rule].is_some(), "{} in {}", finding.rule, round.id);
                addresses += 1;
            }
        }
    }
    assert!(addresses > 15, "{addresses}");
    // A clause whose own document is nowhere can be read in another; one that is recalled in a round, in another round.
    let evidence = "\n[[partners]]\nid = \"hospital\"\nname = \"Hospital\"\nkind = \"nhs-provider\"\n\n\
                    [[engagement]]\npartner = \"hospital\"\n\n\
                    [[evidence]]\nfor = \"jointly-agreed-plan\"\nwhere = \"section 1\"\n";
    let more = |round: &str| {
        let text = minimal.replace("bcf-2017-19", round) + evidence;
        check_text(round.to_owned(), text, &Settings::on(day()))
    };
    let [later, early, quoted] = ["bcf-2025-26", "bcf-2016-17", "bcf-2017-19"].map(more);
    assert!(later.findings.iter().filter_map(|f| f.clause.as_ref()).any(|clause| clause.url.is_empty()));
    assert!(help_of(&[later])["condition-unaddressed"].is_some());
    assert!(help_of(&[early, quoted])["housing-authority-not-involved"].is_some());
    assert_eq!(help_of(&[more("bcf-2016-17")])["housing-authority-not-involved"], None);
}

#[test]
fn of_more_results_than_code_scanning_takes_the_errors_are_kept() {
    let (_kept, root) = repository();
    std::fs::create_dir_all(&root).expect("a folder");
    let keys: Vec<String> = (0..25_000).map(|n| format!("k{n} = {n}\n")).collect();
    let plan = root.join("plan.toml");
    let text = include_str!("../../plans/minimal.toml").replacen("[plan]\n", &format!("[plan]\n{}", keys.concat()), 1);
    std::fs::write(&plan, text).expect("a plan");
    let log: Value = serde_json::from_str(
        &say(
            &[
                "check",
                plan.to_str().expect("UTF-8"),
                "--no-causes",
                "--format",
                "sarif",
                "--select",
                "unknown-key,shape",
            ],
            &[],
        )
        .1,
    )
    .expect("JSON");
    let told = log["runs"][0]["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].as_str();
    let left: usize = told.and_then(|text| text.split(' ').next()?.parse().ok()).expect("how many");
    assert!(told.is_some_and(|text| text.contains(&format!("({left} warnings)"))), "{told:?}");
    assert!(left > 1 && results(&log).len() == 25_000 && results(&log).iter().all(|r| r["level"] == "error"));
}

#[test]
fn what_strangers_write_is_raw_in_no_format() {
    for (path, text) in hostile() {
        let plan = [check_text(path, text, &Settings::on(day()))];
        let run = run(&plan);
        for (name, format) in [
            ("human", human::write as Format),
            ("concise", concise::write),
            ("json", json::write),
            ("sarif", sarif::write),
            ("github", github::write),
            ("gitlab", gitlab::write),
            ("junit", junit::write),
            ("markdown", markdown::write),
        ] {
            let out = written(format, &run);
            assert!(
                !out.contains(|c| c != '\n' && is_hidden(c)),
                "{name} of {} shows {:?}",
                plan[0].path,
                out.chars().find(|c| *c != '\n' && is_hidden(*c))
            );
        }
        let page = written(markdown::write, &run);
        let xml = written(junit::write, &run);
        for payload in PAYLOADS.iter().filter(|payload| payload.contains(['<', '|', '`', '@', '[', '*'])) {
            assert!(!page.contains(*payload), "markdown holds {payload}\n{page}");
        }
        for tag in ["<script", "<img", "</details><", "@everyone", "#1 "] {
            assert!(!page.contains(tag), "markdown holds {tag}\n{page}");
        }
        // What people copy is code, in which no forge finds an address.
        let around_code: String =
            page.split("<pre>").map(|part| part.split("</pre>").last().unwrap_or_default()).collect();
        for address in ["https://evil", "www.evil"] {
            assert!(!around_code.contains(address), "markdown holds {address}\n{page}");
        }
        for code in page.split("<pre>").skip(1).map(|part| part.split("</pre>").next().unwrap_or_default()) {
            assert!(!code.contains("&#8203;") && !code.contains('<'), "{code}");
        }
        assert!(!xml.contains("<script") && !xml.contains("<img") && roxmltree::Document::parse(&xml).is_ok());
        obeys_nothing(&written(github::write, &run));
    }
}

/// Checks that every line GitHub would take for a command is one of this program's.
fn obeys_nothing(text: &str) {
    let mut lines = text.lines();
    let mut token = None;
    for line in lines.by_ref() {
        if let Some(word) = line.strip_prefix("::stop-commands::") {
            token = Some(format!("::{word}::"));
            break;
        }
        let ours = ["::error file=", "::warning file=", "::notice file=", "::notice title=bcf::"];
        assert!(ours.iter().any(|start| line.starts_with(start)), "{line}");
    }
    let token = token.expect("the commands are stopped");
    let ends: Vec<usize> = text.lines().enumerate().filter(|(_, line)| line.trim() == token).map(|(n, _)| n).collect();
    assert_eq!(ends, [text.lines().count() - 1], "the stretch ends at the end and nowhere before");
}

#[test]
fn a_comment_is_never_longer_than_a_forge_takes() {
    for plans in plans().chunks(40).chain([plans()]) {
        let text = written(markdown::write, &run(plans));
        assert!(text.len() <= markdown::LIMIT, "{}", text.len());
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
        assert_eq!(text.matches("<pre>").count(), text.matches("</pre>").count());
    }
}

#[test]
fn the_same_plans_give_the_same_bytes() {
    for format in [sarif::write as Format, github::write, gitlab::write, junit::write, markdown::write] {
        assert_eq!(written(format, &run(&plans()[..20])), written(format, &run(&plans()[..20])));
    }
}

/// Runs a command line in a world whose environment is `env`; what it says on stdout.
fn say(args: &[&str], env: &[(&str, &str)]) -> (Exit, String) {
    let env = |name: &str| env.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned());
    let (exit, stdout, stderr) = World { env: &env, ..World::default() }.run(args);
    assert_eq!(stderr, "");
    (exit, stdout)
}

/// Returns a repository of its own for a test, which is gone when the test is over, with its path.
fn repository() -> (tempfile::TempDir, std::path::PathBuf) {
    let root = tempfile::tempdir().expect("a folder");
    std::fs::create_dir_all(root.path().join(".git")).expect("a folder");
    let path = root.path().to_owned();
    (root, path)
}

#[test]
fn in_github_actions_the_annotations_come_by_themselves_and_the_summary_is_added_to() {
    let (_kept, root) = repository();
    let summary = root.join("summary.md");
    std::fs::write(&summary, "# before\n").expect("a summary");
    let actions = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", summary.to_str().expect("UTF-8"))];
    let (exit, text) = say(&["check", "plans/minimal.toml", "--deny", "missing-section"], &actions);
    assert_eq!(exit, Exit::Findings);
    assert!(text.starts_with("::error file=plans/minimal.toml,line="), "{text}");
    assert!(text.contains("FAIL plans/minimal.toml"), "the report for people is there too");
    let added = std::fs::read_to_string(&summary).expect("a summary");
    assert!(added.starts_with("# before\n### ❌") && added.contains("| level | rule | where | finding |"), "{added}");
    let (_, human) = say(&["check", "plans/minimal.toml", "--format", "human"], &actions);
    assert!(
        !human.contains("::") && std::fs::read_to_string(&summary).expect("a summary") == added,
        "told otherwise, it is human"
    );
    let (_, human) = say(&["check", "plans/minimal.toml"], &[("GITHUB_ACTIONS", "false")]);
    assert!(!human.contains("::"));
}

#[test]
fn a_full_summary_stays_under_a_mebibyte() {
    let many: Vec<Checked> = (0..25).flat_map(|_| ["leicestershire-2017-19", "minimal"]).map(plan_called).collect();
    for taken in [0, 500_000, 999_000, 2_000_000] {
        let text = github::summary(&run(&many[..]), taken);
        assert!(text.is_empty() || u64::try_from(text.len()).expect("small") + taken < 1 << 20);
        assert_eq!(text.is_empty(), taken > 900_000);
    }
}

fn plan_called(name: &str) -> Checked {
    let path = format!("plans/{name}.toml");
    let text = std::fs::read_to_string(&path).expect("a plan");
    check_text(path, text, &Settings::on(day()))
}

#[test]
fn ci_formats_name_a_plan_from_the_root_of_its_repository() {
    let (_kept, root) = repository();
    let folder = root.join("all, the plans");
    std::fs::create_dir_all(&folder).expect("a folder");
    let plan = folder.join("£: one.toml");
    std::fs::write(&plan, "[plan]\nformat = 1\nround = \"no such round\"\n").expect("a plan");
    let out = |format: &str| say(&["check", plan.to_str().expect("UTF-8"), "--format", format], &[]).1;
    assert!(out("sarif").contains("\"uri\":\"all%2C%20the%20plans/%C2%A3%3A%20one.toml\""));
    assert!(out("github").starts_with("::error file=all%2C the plans/£%3A one.toml,line="));
    assert!(out("gitlab").contains("\"path\":\"all, the plans/£: one.toml\""));
    assert!(out("junit").contains("<testsuite name=\"all, the plans/£: one.toml\""));
    assert!(out("markdown").contains("| all, the plans/£: one.toml:"));
}

#[test]
fn what_is_given_up_of_a_plan_is_missed_by_no_format() {
    let (_kept, folder) = repository();
    // A third of them are still more than are read together, of which nothing is given up.
    for (n, (_, text)) in subjects().into_iter().step_by(3).enumerate() {
        std::fs::write(folder.join(format!("plan-{n:03}.toml")), text).expect("a plan");
    }
    let (plans, whole) = (folder.to_string_lossy(), folder.join("whole.json"));
    let whole = format!("json={}", whole.display());
    for format in one_in(2, ["human", "concise", "sarif", "github", "gitlab", "junit", "markdown"]) {
        // What is looked for is looked for in every format that has it; here one of them will do.
        let causes = if format == "human" { &[][..] } else { &["--no-causes"] };
        let asked = [&["check", &plans, "--format", format, "--today", "2018-06-01"], causes].concat();
        let beside = [&asked[..], &["--format", &whole, "--evidence"]].concat();
        assert_eq!(say(&asked, &[]), say(&beside, &[]), "{format}");
    }
    for (path, text) in one_in(5, subjects()) {
        let mut plan = check_text(path, text, &Settings::on(day()));
        let before = written(json::write, &run(std::slice::from_ref(&plan)));
        plan.lighten(Hold::Text);
        assert_eq!(written(json::write, &run(std::slice::from_ref(&plan))), before);
    }
}

#[test]
fn no_format_changes_the_verdict() {
    for (plan, exit) in
        [("plans/example-county.toml", Exit::Clean), ("plans/leicestershire-2017-19.toml", Exit::Findings)]
    {
        for format in one_in(2, ["human", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown"]) {
            assert_eq!(say(&["check", plan, "--format", format], &[]).0, exit, "{format} of {plan}");
        }
    }
}

#[test]
fn a_line_of_the_concise_report_is_no_workflow_command() {
    let plan = [check_text("::error::x.toml".to_owned(), String::new(), &Settings::on(day()))];
    let text = written(concise::write, &run(&plan));
    assert!(!text.is_empty() && text.lines().all(|line| line.starts_with(":\\u{3a}error::x.toml:")), "{text}");
}
