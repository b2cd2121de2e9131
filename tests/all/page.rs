//! The duties of a page to its readers: it is complete in itself, is sound and accessible, hides and invents nothing,
//! and can be proved.

mod browser;
mod tags;
#[cfg(feature = "document")]
mod tie_out;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::common;
use crate::common::{Named, plans, today};
use bcf::check::Checked;
use bcf::report::page::{Asked, Seal, page};
use tags::Document;

/// A plan whose every name would be markup, a script or a trick if it were not text.
const HOSTILE: &str = r#"
[plan]
format = 1
round = "bcf-2017-19"
title = "</title><script>alert(1)</script>"
status = "submitted"

[area]
name = "<img src=x onerror=alert(1)> \" ' & \u202Egnp.exe\u200B"

[[partners]]
id = "a"
name = "\"><svg onload=alert(2)>"
kind = "ccg"

[[sources]]
id = "a"
kind = "nhs-minimum"
partner = "a"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[schemes]]
id = "s"
name = "<style>*{display:none}</style>"
priority = "--><b>"
spend = [{ source = "a", area_of_spend = "social-care", commissioner = "nhs", amount = { 2017-18 = 21_000, 2018-19 = 20_380 } }]

[[metrics]]
kind = "local"
id = "m"
name = "`unclosed <i>"
better = "lower"
baseline = { 2016-17 = 5 }
target = { 2017-18 = 4, 2018-19 = 79228162514264337593543950335 }

[[waivers]]
rule = "risk-log-missing"
reason = "</td></table>\u0007"
by = "a"
"#;

/// Returns the plans of the repository, and some nobody would wish for.
fn every_plan() -> Vec<Named> {
    let odd = |name: &str, text: &str| Named { name: name.to_owned(), text: text.to_owned() };
    let mut all = plans();
    all.push(odd("empty", ""));
    all.push(odd("no round", "[plan]\n"));
    all.push(odd("unknown round", "[plan]\nformat = 1\nround = \"bcf-1066\"\n[area]\nname = \"X\"\n[[sources]]\nid = \"a\"\nkind = \"dfg\"\npartner = \"x\"\namount = { 2017-18 = 5 }\n"));
    all.push(odd("broken", "[plan\nround = \"bcf-2017-19\r\n[[sources]]\namount = { 2017-18 = \"£1,2\" "));
    all.push(odd("hostile", HOSTILE));
    all
}

fn checked(plan: &Named) -> Checked {
    common::check(&plan.text)
}

const PACK: Asked = Asked { today: bcf::period::Date { year: 2018, month: 6, day: 1 }, sign_off: true };

#[test]
fn every_page_is_sound_and_stands_alone() {
    for plan in every_plan() {
        let page = page(&checked(&plan), PACK);
        let document = Document::read(&page).unwrap_or_else(|wrong| panic!("{}: {wrong}", plan.name));
        let wrong = document.faults();
        assert!(wrong.is_empty(), "{}:\n{}", plan.name, wrong.join("\n"));
        assert!(page.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"), "{}", plan.name);
        assert!(
            page.contains("content=\"default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;;"),
            "{}",
            plan.name
        );
    }
}

#[test]
fn the_same_plan_and_day_give_the_same_bytes() {
    for plan in plans() {
        assert_eq!(page(&checked(&plan), PACK), page(&checked(&plan), PACK), "{}", plan.name);
    }
}

#[test]
fn nothing_a_plan_says_is_markup() {
    let page = page(&common::check(HOSTILE), PACK);
    for raw in ["<script", "<img", "<svg onload", "<i>", "<b>", "</table>\u{7}", "\u{202e}", "\u{200b}", "\u{7}"] {
        assert!(!page.contains(raw), "{raw:?}");
    }
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt;") && page.contains("\\u{202e}gnp.exe\\u{200b}"));
    assert_eq!(page.matches("<style>").count(), 1);
}

#[test]
fn a_newcomer_reads_what_is_spent_which_floor_is_tightest_and_what_is_wrong() {
    let text = plans().into_iter().find(|plan| plan.name.ends_with("example-county.toml")).expect("a plan").text;
    let sound = page(&common::check(&text), PACK);
    let brief = section(&sound, "brief");
    assert!(
        brief.contains("This plan passes the check") && brief.contains("in 2017/18") && brief.contains("in 2018/19")
    );
    assert!(brief.contains("Nothing found") && brief.contains("above the minimum"), "{brief}");
    let short = text.replacen("£", "£9", 1).replace("status = \"approved\"", "status = \"approved\"\nunheard_of = 1");
    let wrong = common::check(&short);
    let errors = wrong.counts().error;
    let brief = section(&page(&wrong, PACK), "brief").to_owned();
    assert!(errors > 0 && brief.contains("This plan fails the check"), "{brief}");
    assert!(brief.contains(&format!("{errors} error")) && brief.contains("unheard_of"), "{brief}");
}

#[test]
fn every_finding_has_its_lines_its_sum_and_its_clause() {
    for plan in every_plan() {
        let checked = checked(&plan);
        let page = page(&checked, PACK);
        let findings = section(&page, "findings");
        let count = |what: &str| findings.matches(what).count();
        assert_eq!(count("<article class=\"finding\""), checked.findings.len().min(200), "{}", plan.name);
        assert_eq!(count("class=\"excerpt\""), checked.findings.len().min(200), "{}", plan.name);
        assert_eq!(
            count("class=\"ledger\""),
            checked.findings.iter().filter(|f| f.ledger.is_some()).count(),
            "{}",
            plan.name
        );
        assert_eq!(
            count("Where it is written"),
            checked.findings.iter().filter(|f| f.clause.is_some()).count(),
            "{}",
            plan.name
        );
    }
}

#[test]
fn a_pack_has_every_signature_and_every_test() {
    for plan in plans() {
        let checked = checked(&plan);
        let pack = page(&checked, PACK);
        let rows =
            section(&pack, "evidence").matches("<tr>").count() - section(&pack, "evidence").matches("<thead>").count();
        let idle = checked.counts().not_applicable;
        assert_eq!(rows, checked.tests.len() - idle + checked.findings.len(), "{}", plan.name);
        let evidence = section(&pack, "evidence");
        assert_eq!(evidence.matches("ot applicable").count(), 1, "{}: one line for all of them", plan.name);
        assert!(evidence.contains(&format!("{idle} tests are not applicable")), "{}", plan.name);
        let passed = checked.tests.iter().filter(|test| test.outcome == bcf::finding::Outcome::Passed);
        let found = checked.findings.iter().map(|finding| (finding.rule, finding.subject.as_deref()));
        let bodies = passed.map(|test| (test.rule, test.subject.as_deref())).chain(found);
        for (_, body) in bodies.filter(|(rule, _)| *rule == "sign-off-missing") {
            let body = body.expect("a body").replace('\'', "&#39;");
            assert!(section(&pack, "signatures").to_lowercase().contains(&body.to_lowercase()), "{body}");
        }
        let plain = page(&checked, Asked { sign_off: false, ..PACK });
        assert!(!plain.contains("id=\"evidence\"") && !plain.contains("id=\"signatures\""));
    }
}

#[test]
fn money_flows_to_what_the_plan_names() {
    let plan = |schemes: [&str; 2], lines: [&str; 2]| {
        let head = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"Wide\"\n".to_owned();
        let both = schemes.into_iter().zip(lines).zip(["one", "two"]);
        both.fold(head, |text, ((scheme, line), id)| {
            let scheme = format!("[[schemes]]\nid = \"{id}\"\nname = \"Scheme {id}\"\n{scheme}\n");
            text + &scheme + "[[schemes.spend]]\n" + line + "\namount = { 2017-18 = 100_000 }\n"
        })
    };
    let conditions = ["conditions = [\"social-care-maintained\"]", "conditions = [\"transfers-of-care\"]"];
    let priorities = ["priority = \"Home first\"", "priority = \"Prevention\""];
    let areas = ["area_of_spend = \"social-care\"", "area_of_spend = \"acute\""];
    for (schemes, lines, to) in [
        (conditions, areas, "national condition"),
        (priorities, areas, "priority"),
        (["", ""], areas, "area of spend"),
        (["", ""], ["", ""], "scheme"),
    ] {
        let checked =
            bcf::check::check_text("plan.toml".into(), plan(schemes, lines), &bcf::check::Settings::on(PACK.today));
        let page = page(&checked, PACK);
        assert!(page.contains(&format!("A flow from each stream of money to each {to} it is spent on")), "{to}");
        assert!(!page.contains("no national condition named"), "{to}");
    }
}

#[test]
fn long_lists_are_cut_and_what_is_left_out_is_counted() {
    let mut text = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[area]\nname = \"Wide\"\n".to_owned();
    for n in 0..400 {
        let _ = write!(
            text,
            "[[schemes]]\nid = \"s{n}\"\nname = \"Scheme {n}\"\npriority = \"P{n}\"\nconditions = [\"c{n}\"]\nspend = [{{ source = \"nhs-minimum\", unheard_of = 1, amount = {{ 2017-18 = {n}, 2018-19 = {n} }} }}]\n"
        );
    }
    let page = page(&common::check(&text), PACK);
    assert_eq!(page.matches("<article class=\"finding\"").count(), 200);
    for told in [
        "further findings, a row each",
        "200 smaller schemes are left out here",
        "340 rows are left out here",
        "others together",
    ] {
        assert!(page.contains(told), "{told}");
    }
}

/// Returns the source of a section.
fn section<'a>(page: &'a str, id: &str) -> &'a str {
    let start = page.find(&format!("<section id=\"{id}\"")).unwrap_or_else(|| panic!("a section {id}"));
    let rest = &page[start..];
    rest.find("</section>").map_or(rest, |end| &rest[..end])
}

// ---- The commands

/// A plan that fails: two digits of an amount are swapped.
fn failing() -> String {
    let (right, slip) = ("amount = { 2025-26 = 13_486_200 }", "amount = { 2025-26 = 13_468_200 }");
    let plan = include_str!("../../plans/example-county-2025-26.toml");
    assert!(plan.contains(right));
    plan.replacen(right, slip, 1)
}

/// Returns the same with another figure that is wrong.
fn changed() -> String {
    failing().replacen("dfg = { 2025-26 = 2_904_318 }", "dfg = { 2025-26 = 9_904_318 }", 1)
}

/// Returns a folder of a test's own with a plan in it that fails.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("plan.toml"), failing()).expect("a plan");
    folder
}

fn bcf(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).current_dir(folder).output().expect("bcf runs")
}

fn code(output: &Output) -> i32 {
    output.status.code().expect("an exit status")
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

/// Returns a folder with a plan and its page.
fn with_page(name: &str) -> PathBuf {
    let folder = folder(name);
    let written = bcf(&folder, &["report", "plan.toml", "-o", "page.html", "--sign-off", "--today", "2018-06-01"]);
    let said = told(&written);
    assert!(
        code(&written) == 0 && said.starts_with("wrote page.html: "),
        "of a plan that fails it is still a page: {said}"
    );
    folder
}

fn verify(folder: &Path, page: &str, plan: &str) -> (i32, String) {
    let output = bcf(folder, &["verify", page, plan]);
    (code(&output), told(&output))
}

#[test]
fn a_page_matches_its_plan_wherever_both_lie() {
    let folder = with_page("matches");
    assert_eq!(verify(&folder, "page.html", "plan.toml").0, 0, "{}", verify(&folder, "page.html", "plan.toml").1);
    assert_eq!(
        verify(Path::new("/"), folder.join("page.html").to_str().unwrap(), folder.join("plan.toml").to_str().unwrap())
            .0,
        0
    );
    let stdout = bcf(&folder, &["report", "plan.toml", "--sign-off", "--today", "2018-06-01"]).stdout;
    assert_eq!(stdout, fs::read(folder.join("page.html")).unwrap(), "to standard output it is the same page");
}

#[test]
fn a_page_that_does_not_match_is_told_why() {
    let folder = with_page("differs");
    let page = fs::read_to_string(folder.join("page.html")).unwrap();
    let altered = page.replace("fails the check", "passes the check");
    fs::write(folder.join("altered.html"), &altered).unwrap();
    let (code, told) = verify(&folder, "altered.html", "plan.toml");
    assert!(code == 1 && told.contains("altered after it was written"), "{told}");
    fs::write(folder.join("resealed.html"), resealed(&altered)).unwrap();
    let (code, told) = verify(&folder, "resealed.html", "plan.toml");
    assert!(code == 1 && told.contains("sealed anew"), "{told}");
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    fs::write(folder.join("comment.toml"), format!("{plan}# a comment\n")).unwrap();
    let (code, told) = verify(&folder, "page.html", "comment.toml");
    assert!(code == 1 && told.contains("its SHA-256 is") && told.contains("only its layout"), "{told}");
    assert!(told.lines().any(|line| line.starts_with("SAME FIGURES page.html")) && !told.contains("DIFFERS"), "{told}");
    fs::write(folder.join("changed.toml"), changed()).unwrap();
    let (code, told) = verify(&folder, "page.html", "changed.toml");
    assert!(
        code == 1 && told.contains("the verdict is FAIL") && told.contains("found now and not on the page"),
        "{told}"
    );
    assert!(told.lines().any(|line| line.starts_with("DIFFERS page.html")), "{told}");
}

#[test]
fn a_page_of_another_version_is_never_said_to_match() {
    let folder = with_page("version");
    let page = fs::read_to_string(folder.join("page.html")).unwrap();
    fs::write(folder.join("changed.toml"), changed()).unwrap();
    let version = |page: &str, version: &str| {
        let own = format!("name=\"bcf-version\" content=\"{}\"", env!("CARGO_PKG_VERSION"));
        assert!(page.contains(&own));
        page.replace(&own, &format!("name=\"bcf-version\" content=\"{version}\""))
    };
    let forged = resealed(&version(&page.replace("fails the check", "passes the check"), "9.9.9"));
    let older = version(&page, "0.0.1").replace("\"bcf.page/1\"", "\"bcf.page/0\"").replace("bcf-results", "bcf-other");
    let evil = version(&page, "::stop-commands::x\n \u{1b}[31m");
    for (page, shown) in
        [(forged, "bcf 9.9.9"), (older, "bcf 0.0.1"), (evil, "bcf ::stop-commands::x\\u{a} \\u{1b}[31m")]
    {
        fs::write(folder.join("other.html"), page).unwrap();
        for (plan, says) in
            [("plan.toml", "it names the SHA-256 of plan.toml"), ("changed.toml", "does not name the SHA-256")]
        {
            let (code, told) = verify(&folder, "other.html", plan);
            assert!(code == 2 && told.contains(says) && !told.contains("MATCHES"), "{told}");
            let last = format!("UNVERIFIED other.html was made by {shown}, and this is bcf ");
            assert!(told.contains(&last) && told.contains(&format!("verify it with {shown}")), "{told}");
        }
        assert_eq!(verify(&folder, "other.html", "absent.toml").0, 2);
    }
}

#[cfg(feature = "workbook")]
#[test]
fn a_plan_that_says_the_same_is_told_from_one_that_does_not() {
    let folder = with_page("same");
    let plan = fs::read_to_string(folder.join("plan.toml")).unwrap();
    assert_eq!(code(&bcf(&folder, &["export", "plan.toml", "-o", "plan.xlsx"])), 0);
    assert_eq!(code(&bcf(&folder, &["import", "plan.xlsx", "-o", "back.toml"])), 0);
    let (status, said) = verify(&folder, "page.html", "back.toml");
    assert!(
        status == 1 && said.contains("SAME FIGURES page.html is of a plan that says the same as back.toml"),
        "{said}"
    );
    // What no test looks at is said of the plan all the same: a title, an amount moved between two lines that count
    // alike.
    let title = plan.lines().find(|line| line.starts_with("title = ")).expect("a title");
    for changed in
        [plan.replace(title, "title = \"Another\""), plan.replacen("status = ", "  # x\nstatus=", 1) + "x = 1\n"]
    {
        fs::write(folder.join("changed.toml"), changed).unwrap();
        let (status, said) = verify(&folder, "page.html", "changed.toml");
        assert!(status == 1 && said.contains("DIFFERS page.html") && !said.contains("SAME FIGURES"), "{said}");
    }
}

#[test]
fn a_page_that_was_rewritten_matches_on_no_day() {
    let folder = with_page("days");
    let page = fs::read_to_string(folder.join("page.html")).unwrap();
    fs::write(folder.join("forged.html"), resealed(&page.replace("fails the check", "passes the check"))).unwrap();
    for day in ["2018-06-01", "2018-06-02", "2019-06-01"] {
        let args = |page| ["verify", page, "plan.toml", "--today", day];
        let output = bcf(&folder, &args("forged.html"));
        assert!(code(&output) == 1 && told(&output).contains("sealed anew"), "{day}: {}", told(&output));
        assert_eq!(code(&bcf(&folder, &args("page.html"))), 0, "{day}");
    }
}

/// Returns a page with its own digest made right again.
fn resealed(page: &str) -> String {
    use sha2::{Digest, Sha256};
    let start = page.find("bcf-page-sha256\" content=\"").expect("the digest") + "bcf-page-sha256\" content=\"".len();
    let mut page = page.to_owned();
    page.replace_range(start..start + 64, &"0".repeat(64));
    let digest = Sha256::digest(&page).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    page.replace_range(start..start + 64, &digest);
    assert!(Seal::read(&page).expect("a page").whole);
    page
}

#[test]
fn what_is_no_page_or_cannot_be_read_is_no_verdict() {
    let folder = with_page("no-page");
    fs::write(folder.join("other.html"), "<html></html>").unwrap();
    fs::write(folder.join("bytes.html"), b"\xff\xfe").unwrap();
    for (page, plan, words) in [
        ("other.html", "plan.toml", "is no page that `bcf report` wrote"),
        ("bytes.html", "plan.toml", "is no page that `bcf report` wrote"),
        ("absent.html", "plan.toml", "there is no page absent.html"),
        (".", "plan.toml", "is a folder"),
        ("page.html", "absent.toml", "there is no file or folder"),
    ] {
        let (code, told) = verify(&folder, page, plan);
        assert!(code == 2 && told.contains(words), "{page} {plan}: {told}");
    }
    for (args, words) in [
        (&["report", "absent.toml"][..], "there is no file or folder"),
        (&["report", "."], "is a folder"),
        (&["report", "plan.toml", "-o", "nowhere/page.html"], "cannot be written"),
    ] {
        let output = bcf(&folder, args);
        assert!(code(&output) == 2 && told(&output).contains(words), "{args:?}: {}", told(&output));
    }
}

#[test]
fn a_page_is_of_its_day() {
    let folder = with_page("day");
    let seal = Seal::read(&fs::read_to_string(folder.join("page.html")).unwrap()).expect("a page");
    assert_eq!((seal.today, seal.sign_off, seal.plan.as_str()), (today(), true, "plan.toml"));
    let later = bcf(&folder, &["verify", "page.html", "plan.toml", "--today", "2019-06-01"]);
    assert!(told(&later).contains("checked on 1 June 2019"), "{}", told(&later));
}
