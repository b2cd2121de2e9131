//! A narrative is the same whatever file it is in: its figures are tied alike. The files are packed here, small and by
//! hand.

#![cfg(feature = "document")]

pub(crate) mod packed;

use std::fs;
use std::path::Path;

use bcf::check::Checked;
use bcf::finding::Status as Standing;
use bcf::narrative::{Document, Tie, UNUSED, files, hold, text};
use bcf::policy::round;

use crate::common;
use packed::blocks;

pub(crate) const PLAN: &str = include_str!("../../plans/example-county.toml");
pub(crate) const NARRATIVE: &str = include_str!("../narratives/example-county.md");

pub(crate) fn read(name: &str, bytes: &[u8]) -> Document {
    let unpacked = files::unpack(name, bytes).unwrap_or_else(|refusal| panic!("{name} {}", refusal.message));
    unpacked.unwrap_or_else(|| text::read(std::str::from_utf8(bytes).expect("a text")))
}

pub(crate) fn held(plan: &str, document: Document) -> (Checked, Tie) {
    let checked = common::check(plan);
    let tie = hold(document, &checked, round("bcf-2017-19").expect("a round"));
    (checked, tie)
}

/// Returns each figure with what became of it, in the order of the narrative.
pub(crate) fn ties(document: Document) -> Vec<String> {
    let (_, tie) = held(PLAN, document);
    let line = |figure: &bcf::narrative::Figure| {
        let of = figure.of.as_ref().map(|site| site.path.as_str());
        format!("{} {:?} {:?} {:?} {of:?} {}", figure.text, figure.year, figure.status, figure.kind, figure.foots)
    };
    tie.figures.iter().map(line).collect()
}

#[test]
fn the_same_words_give_the_same_ties_in_every_kind_of_file() {
    let blocks = blocks(NARRATIVE);
    let wanted = ties(read("a.md", packed::markdown(&blocks).as_bytes()));
    assert!(wanted.iter().filter(|line| line.contains("Agrees")).count() > 40, "{}", wanted.join("\n"));
    for (name, bytes) in [
        ("a.txt", packed::text(&blocks).into_bytes()),
        ("a.html", packed::page(&blocks).into_bytes()),
        ("a.docx", packed::word(&blocks)),
        ("a.odt", packed::open_document(&blocks)),
    ] {
        let found = ties(read(name, &bytes));
        let differ: Vec<_> = wanted.iter().zip(&found).filter(|(wanted, found)| wanted != found).collect();
        assert!(differ.is_empty() && found.len() == wanted.len(), "{name}: {differ:#?}");
    }
}

#[test]
fn a_file_is_known_by_its_bytes_and_not_by_its_name() {
    let blocks = blocks("# A\n\nThe pool is £5.\n");
    for bytes in [packed::word(&blocks), packed::open_document(&blocks), packed::page(&blocks).into_bytes()] {
        assert!(
            files::unpack("narrative", &bytes).unwrap().is_some() && files::unpack("a.txt", &bytes).unwrap().is_some()
        );
    }
}

/// Returns the narrative with one figure of it changed, and the plan with these entries.
fn changed(entries: &str) -> Tie {
    let narrative = NARRATIVE.replacen("The pool comes to £55.3m", "The pool comes to £53.5m", 1);
    assert_ne!(narrative, NARRATIVE);
    held(&format!("{PLAN}\n{entries}"), text::read(&narrative)).1
}

#[test]
fn a_difference_that_is_accepted_counts_no_more_and_one_that_is_not_there_is_told() {
    let is_accepted = |tie: &Tie| {
        let found = tie.findings.iter().find(|found| tie.figures[found.figure as usize].text == "£53.5m");
        matches!(found.expect("it differs").finding.status, Standing::Waived(_))
    };
    let entry = |text: &str, place: &str| {
        format!("[[accepted]]\ntext = \"{text}\"\n{place}because = \"an earlier draft\"\nby = \"county-council\"\n")
    };
    assert!(!is_accepted(&changed("")));
    for place in ["", "where = \"2.1\"\n", "where = \"section 2\"\n", "where = \"Sources of funds\"\n"] {
        let tie = changed(&entry("the pool comes to £53.5m in 2017/18", place));
        assert!(is_accepted(&tie) && tie.unused.is_empty(), "{place}");
    }
    for (text, place) in [("£53.5m", "where = \"3\"\n"), ("the pool comes to", ""), ("£53.6m", "")] {
        let tie = changed(&entry(text, place));
        assert!(!is_accepted(&tie), "{text} {place}");
        assert_eq!(tie.unused.iter().map(|finding| finding.rule).collect::<Vec<_>>(), [UNUSED]);
        assert!(tie.unused[0].at.path.starts_with("accepted"), "{:?}", tie.unused[0].at);
    }
}

/// Returns the draft of a plan from a narrative.
fn drafted(document: Document, districts: &[String]) -> String {
    let (_, tie) = held("[plan]\nformat = 1\nround = \"bcf-2017-19\"\n", document);
    bcf::template::from_narrative(&bcf::template::Paper {
        round: round("bcf-2017-19").expect("a round"),
        area: Some("Wendleshire"),
        code: None,
        tiers: None,
        districts,
        name: "a.md",
        document: &tie.document,
        figures: &tie.figures,
    })
}

#[test]
fn an_amount_under_a_unit_is_as_precise_as_it_is_written() {
    let table = |unit: &str, amount: &str| {
        format!(
            "## 2.1 Sources of funding\n\n| Source of funding | 2017/18 {unit} |\n|---|---|\n| Disabled Facilities Grant | {amount} |\n"
        )
    };
    let plan = PLAN.find("[[statements]]").map_or(PLAN, |at| &PLAN[..at]);
    for (unit, amount, wanted) in [
        ("£m", "3.50", "\"£3.50m\""),
        ("£000", "3,500", "\"£3,500k\""),
        ("£000", "3,349.87", "\"£3,349.87k\""),
        ("£", "3,349,869.50", "3_349_869.50"),
        ("£m", "-3.5", "\"-£3.5m\""),
    ] {
        let draft = drafted(text::read(&table(unit, amount)), &[]);
        assert!(draft.contains(&format!("amount = {{ 2017-18 = {wanted}, ")), "{wanted}: {draft}");
        let (_, tie) = held(plan, text::read(&table(unit, amount)));
        let figure = tie.figures.first().expect("a figure").clone();
        let of = tie.unsaid.first().map(|one| one.at.clone());
        let tie = Tie {
            figures: vec![bcf::narrative::Figure { status: bcf::narrative::Status::Agrees, of, ..figure }],
            ..tie
        };
        let stated = bcf::template::statements(&tie);
        let checked = common::check(&format!("{plan}\n{stated}"));
        let value = stated.lines().find_map(|line| line.strip_prefix("value = ")).expect("a value").trim_matches('"');
        let (said, drafted) = (bcf::money::parse_text(value), wanted.trim_matches('"').replace('_', ""));
        let drafted = if drafted.contains('£') { drafted } else { format!("£{drafted}") };
        assert_eq!((said, checked.plan.complaints.len()), (bcf::money::parse_text(&drafted), 0), "{stated}");
    }
}

#[test]
fn districts_that_are_named_are_in_the_draft_once() {
    let named = ["Blaybury District Council", "Melford Borough Council"].map(str::to_owned);
    let paper = "## 2.1 District allocations of the Disabled Facilities Grant\n\n| District | 2017/18 £ | 2018/19 £ |\n|---|---|---|\n| Blaybury | 1,200 | 1,300 |\n| Hinckford | 2,200 | 2,300 |\n| Oadworth | 900 | 950 |\n";
    let draft = drafted(text::read(paper), &named);
    let ids: Vec<&str> = draft.lines().filter_map(|line| line.strip_prefix("district = ")).collect();
    assert_eq!(ids[..3], ["\"blaybury-district-council\"", "\"hinckford\"", "\"oadworth\""]);
    let partners = |name: &str| draft.matches(&format!("name = \"{name}")).count();
    assert_eq!(["Blaybury", "Hinckford", "Melford"].map(partners), [1, 1, 1], "{draft}");
    assert!(draft.contains("tiers = \"two\""));
    let draft = drafted(text::read("# Money\n\nThe pool is £5m.\n"), &named);
    assert!(draft.contains("tiers = \"two\"") && draft.contains("Melford Borough Council"), "{draft}");
}

/// Returns the lines of a draft that have figures of the paper, without where each was read.
fn figures(draft: &str) -> Vec<String> {
    let lines = draft.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| Some(line.split_once(" # ")?.0.to_owned())).collect()
}

#[test]
fn a_draft_is_the_same_from_every_kind_of_file() {
    let blocks = blocks(NARRATIVE);
    let draft = |name: &str, bytes: &[u8]| drafted(read(name, bytes), &[]);
    let wanted = draft("a.md", packed::markdown(&blocks).as_bytes());
    assert!(figures(&wanted).len() > 50, "{wanted}");
    for (name, bytes) in [
        ("a.txt", packed::text(&blocks).into_bytes()),
        ("a.html", packed::page(&blocks).into_bytes()),
        ("a.docx", packed::word(&blocks)),
        ("a.odt", packed::open_document(&blocks)),
    ] {
        let found = draft(name, &bytes);
        let differ: Vec<_> = wanted.lines().zip(found.lines()).filter(|(wanted, found)| wanted != found).collect();
        assert!(differ.is_empty() && found.lines().count() == wanted.lines().count(), "{name}: {differ:#?}");
    }
}

#[test]
fn a_draft_takes_figures_from_sentences() {
    for (sentence, wanted) in [
        (
            "The iBCF allocation is £1.2m in 2017/18 and £3.4m in 2018/19.",
            "ibcf = { 2017-18 = \"£1.2m\", 2018-19 = \"£3.4m\" }",
        ),
        (
            "A grant was announced in the Spring Budget as a second iBCF. This allocation comes to £9.5m in 2017/18.",
            "ibcf-budget-2017 = { 2017-18 = \"£9.5m\", 2018-19 = \"<amount>\" }",
        ),
        (
            "We exceed the minimum BCF funding of £43m in 2017/18 and 2018/19.",
            "minimum = { 2017-18 = \"£43m\", 2018-19 = \"£43m\" }",
        ),
        (
            "The CCG minimum goes on maintaining social care. In 2017/18 and 2018/19 this represents £22m.",
            "social-care = { 2017-18 = \"£22m\", 2018-19 = \"£22m\" }",
        ),
        ("In 2016/17 we spent £5.1m on maintaining social care.", "baseline = { 2016-17 = \"£5.1m\" }"),
        ("There is a £1m risk pool in 2017/18.", "amount = { 2017-18 = \"£1m\", 2018-19 = \"<amount>\" }"),
        (
            "Care Act funding of £412,000 in 2017/18 is included.",
            "care-act = { 2017-18 = 412_000, 2018-19 = \"<amount>\" }",
        ),
        ("In 2015/16 there were 60,090 emergency admissions.", "baseline = { 2015-16 = 60_090 }"),
        (
            "The operating plans commission 61,020 non-elective admissions in 2017/18 and 60,880 in 2018/19.",
            "operating_plan = { 2017-18 = 61_020, 2018-19 = 60_880 }",
        ),
        (
            "The target for people still at home 91 days after discharge into reablement is 86.0% in 2017/18.",
            "target = { 2017-18 = 86.0, 2018-19 = \"<number>\" }",
        ),
    ] {
        let draft = drafted(text::read(&format!("# Money\n\n{sentence}\n")), &[]);
        assert!(figures(&draft).iter().any(|line| line == wanted), "{sentence}: {:?}", figures(&draft));
    }
}

#[test]
fn a_draft_leaves_what_is_none_of_the_plans() {
    for sentence in [
        "Nationally £5.1bn is pooled in 2017/18, and the iBCF allocation is £1.1bn in 2017/18.",
        "We face a savings target of £4.2m in 2017/18 and a gap of £11m in 2018/19.",
        "The council spends £62m on adult social care in 2017/18.",
        "Of the iBCF allocation £200,000 in 2017/18 is spent on a handyperson.",
        "We received £1.4m of the iBCF allocation in 2017/18.",
        "The iBCF allocation for 2019/20 is £4.7m.",
        "We will avoid 240 emergency admissions in 2017/18.",
        "In 2016/17, of these 3,400 emergency admissions were of children.",
        "Each district receives £120,000 of DFG allocation in 2017/18.",
        "The minimum of £3.6m in 2017/18 is that of the CCG.",
        "The risk pool of 2016/17 was £1m.",
    ] {
        let draft = drafted(text::read(&format!("# Money\n\n{sentence}\n")), &[]);
        assert!(figures(&draft).is_empty(), "{sentence}: {:?}", figures(&draft));
        assert!(draft.contains("---- Not placed"), "{sentence}");
    }
}

#[test]
fn a_draft_takes_rows_for_what_their_table_says() {
    let paper = "## 1.1 Funding\n\n| Source of funding | 2017/18 £000 | 2018/19 £000 |\n|---|---|---|\n| Northbeck CCG minimum contribution | 9,870 | 10,050 |\n| iBCF | Nil | 4,480 |\n\n\
        ## 1.2 Urgent care\n\n| Urgent care | Budget 2017/18 £000 |\n|---|---|\n| Night nursing | 250 |\n| Crisis response | 150 |\n| Total urgent care | 400 |\n\n\
        ## 1.3 Metrics\n\n| Metric | 2016/17 actual | 2017/18 plan | Commentary |\n|---|---|---|---|\n| Non-elective admissions per 100,000 people per month | 759.84 | 737.92 | There were 61,920 non-elective admissions in 2016/17 against a target of 59,030. |\n| Admissions to residential and nursing homes per 100,000 people | 633.5 | 630.6 | The target for 2016/17 was 827 admissions. |\n| Delayed transfers of care (days) | 6,120 | 4,900 | |\n| Carers satisfied with support | 38.2% | 40.0% | |\n\n\
        ## 1.4 More metrics\n\nWe aim at fewer admissions, and at a rate of 580 per 100,000 people of care homes, as the table below shows.\n\n| Metric | 2018/19 plan |\n|---|---|\n| Non-elective admissions | 19,700 |\n| Reduction in non-elective admissions | 400 |\n| Residential admissions per 100,000 | 570.0 |\n";
    let draft = drafted(text::read(paper), &[]);
    let found = figures(&draft);
    for wanted in [
        "amount = { 2017-18 = \"£9,870k\", 2018-19 = \"£10,050k\" }",
        "amount = { 2017-18 = 0, 2018-19 = \"£4,480k\" }",
        "\"Urgent care\" = { 2017-18 = \"£400k\" }",
        "target = { 2016-17 = 59_030, 2017-18 = \"<number>\", 2018-19 = 19_700 }",
        "target = { 2017-18 = 630.6, 2018-19 = 570.0",
        "target = { 2017-18 = 737.92 }",
        "numerator = { 2016-17 = 827 }",
        "target = { 2017-18 = 4_900 }",
        "target = { 2017-18 = 40.0 }",
    ] {
        let key = wanted.split(" }").next().unwrap_or(wanted);
        assert!(found.iter().any(|line| line.starts_with(key)), "{wanted}: {found:#?}");
    }
    for (text, times) in [
        ("name = \"Northbeck CCG\"", 1),
        ("priority = \"Urgent care\"", 2),
        ("unit = \"per-100k-per-month\"", 1),
        ("unit = \"days\"", 1),
        ("name = \"Carers satisfied with support\"", 1),
    ] {
        assert_eq!(draft.matches(text).count(), times, "{text}: {draft}");
    }
    let checked = common::check(&draft);
    let broken: Vec<_> = checked.plan.complaints.iter().filter(|complaint| !is_gap(&checked, complaint)).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    let (_, own) = held(&draft, text::read(paper));
    // What a scheme spends whole is the figure of what comes in.
    let is_tied = |value: &str| {
        let agreed = own.figures.iter().filter(|figure| figure.status == bcf::narrative::Status::Agrees);
        agreed.filter_map(|figure| figure.plan.as_ref()).any(|planned| planned.said == value)
    };
    let untied: Vec<_> = own.unsaid.iter().filter(|one| !is_tied(&one.value)).collect();
    assert!(untied.is_empty(), "{untied:#?}");
}

#[test]
fn a_draft_reads_has_no_figure_that_is_not_in_the_paper_and_its_narrative_ties_to_it() {
    let document = read("a.md", NARRATIVE.as_bytes());
    let (_, tie) = held("[plan]\nformat = 1\nround = \"bcf-2017-19\"\n", document.clone());
    let draft = drafted(document.clone(), &[]);
    let checked = common::check(&draft);
    let broken: Vec<_> = checked.plan.complaints.iter().filter(|complaint| !is_gap(&checked, complaint)).collect();
    assert!(broken.is_empty(), "{broken:#?}");
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let written: Vec<String> = tie.figures.iter().map(|figure| digits(&figure.text)).collect();
    let amounts: Vec<_> = checked.plan.notes.amounts().collect();
    assert!(amounts.len() > 30, "{draft}");
    for (_, node, _) in amounts {
        let raw = digits(checked.plan.tree.raw(node));
        assert!(raw == "0" || written.contains(&raw), "{raw} is not in the paper");
    }
    let (_, own) = held(&draft, document);
    let unsaid: Vec<_> = own.unsaid.iter().map(|one| (&one.at.path, &one.value)).collect();
    assert!(unsaid.is_empty(), "{unsaid:#?}");
}

/// Returns whether a complaint is about a gap.
fn is_gap(checked: &Checked, complaint: &bcf::plan::Complaint) -> bool {
    let site = checked.plan.site(&complaint.at);
    site.span.of(checked.plan.tree.source()).contains('<')
}

#[test]
fn the_command_writes_the_page_and_verifies_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let write = |name: &str, bytes: &[u8]| fs::write(path(name), bytes).expect("a file");
    write("plan.toml", PLAN.replacen("[plan]\n", "[plan]\nnarrative = \"paper.docx\"\n", 1).as_bytes());
    write("paper.docx", &packed::word(&blocks(NARRATIVE)));
    write("other.txt", NARRATIVE.as_bytes());
    let run = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_bcf"));
        let done = command.current_dir(folder.path()).args(args).output().expect("bcf runs");
        (done.status.code(), String::from_utf8(done.stdout).expect("text") + &String::from_utf8_lossy(&done.stderr))
    };
    let (_, told) = run(&["narrative", "plan.toml", "-o", "page.html"]);
    assert!(Path::new(&path("page.html")).exists() && told.contains("paper.docx (plan.toml)"), "{told}");
    let (status, told) = run(&["verify", "page.html", "plan.toml"]);
    assert_eq!((status, told.contains("MATCHES page.html")), (Some(0), true), "{told}");
    let (status, told) = run(&["verify", "page.html", "plan.toml", "other.txt"]);
    assert_eq!((status, told.contains("the narrative is not the one of the page")), (Some(1), true), "{told}");
    let page = fs::read_to_string(path("page.html")).expect("a page");
    write("page.html", page.replace("It does not mean right.", "It does mean right.").as_bytes());
    let (status, told) = run(&["verify", "page.html", "plan.toml"]);
    assert_eq!((status, told.contains("altered")), (Some(1), true), "{told}");
    write(
        "page.html",
        page.replace(&format!("content=\"{}\"", env!("CARGO_PKG_VERSION")), "content=\"9.9.9\"").as_bytes(),
    );
    let (status, told) = run(&["verify", "page.html", "plan.toml"]);
    assert_eq!((status, told.contains("UNVERIFIED")), (Some(2), true), "{told}");
    write("paper.pdf", b"%PDF-1.7");
    let (status, told) = run(&["narrative", "plan.toml", "paper.pdf"]);
    assert_eq!((status, told.contains("is a PDF") && told.contains("pdftotext")), (Some(2), true), "{told}");
    let (status, told) = run(&["narrative", "plan.toml", "-o", "plan.toml"]);
    assert_eq!((status, told.contains("plan.toml")), (Some(2), true), "{told}");
    let (status, told) = run(&["init", "--round", "bcf-2017-19", "--from-narrative", "paper.docx", "-o", "draft.toml"]);
    assert!(status == Some(0) && told.starts_with("wrote draft.toml: "), "{told}");
    assert!(told.contains("`bcf narrative draft.toml paper.docx` holds its figures against that"), "{told}");
}
