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

#[test]
fn a_draft_reads_has_no_figure_that_is_not_in_the_paper_and_its_narrative_ties_to_it() {
    let document = read("a.md", NARRATIVE.as_bytes());
    let round = round("bcf-2017-19").expect("a round");
    let (_, tie) = held("[plan]\nformat = 1\nround = \"bcf-2017-19\"\n", document.clone());
    let paper = bcf::template::Paper {
        round,
        area: Some("Wendleshire"),
        code: None,
        tiers: None,
        name: "a.md",
        document: &tie.document,
        figures: &tie.figures,
    };
    let draft = bcf::template::from_narrative(&paper);
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
    assert_eq!((status, told.as_str()), (Some(0), ""));
}
