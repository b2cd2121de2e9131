//! What an editor is told of a plan is true of it.

use std::path::Path;
use std::sync::Arc;

use bcf::check::{Checked, Selector, Settings, check_text};
use bcf::cli::{Disk, Memory};
use bcf::editor::{Change, NoRename, NoteKind, OfferKind, Sheet, Symbol};
use bcf::plan::syntax::Kind;
use bcf::plan::{ComplaintKind, Known, Plan, format, shape};
use bcf::span::{NodeId, Span};

use crate::common::{World, check, check_again, identity, one_in, plans, replaced, settings, share, texts, today};

const PLAN: &str = include_str!("../../plans/example-county.toml");

fn sheet(text: &str) -> Sheet {
    Sheet::of(check(text), &settings().rounds)
}

/// Returns a plan that one rule alone was run on: what may be written in it is the same.
fn unchecked(text: &str) -> Sheet {
    let only = Selector::parse("unknown-key").expect("a rule");
    let settings = Settings { select: vec![only], ..settings() };
    Sheet::of(check_text("plan.toml".to_owned(), text.to_owned(), &settings), &settings.rounds)
}

fn diagnosed(text: &str) -> Sheet {
    let mut sheet = sheet(text);
    sheet.diagnose(&check_again);
    sheet
}

fn changed(text: &str, changes: &[Change]) -> String {
    changes.iter().rev().fold(text.to_owned(), |text, change| replaced(&text, change.at, &change.with))
}

/// Returns a text without the bar in it, and the byte it was at.
fn at(text: &str) -> (String, u32) {
    let offset = text.find('|').expect("a bar");
    (text.replacen('|', "", 1), u32::try_from(offset).expect("a small plan"))
}

/// Returns the words that are offered at the bar in a text.
fn labels(text: &str) -> Vec<String> {
    let (text, offset) = at(text);
    sheet(&text).offers(offset).into_iter().map(|offer| offer.label).collect()
}

#[test]
fn every_finding_that_counts_is_a_mark_and_each_place_of_it_is_told_once() {
    for text in texts() {
        let sheet = sheet(&text.text);
        let marks = sheet.marks();
        let told: Vec<(&str, Span, Option<usize>)> =
            marks.iter().map(|mark| (mark.rule, mark.at, mark.finding)).collect();
        let findings = sheet.checked().findings.iter().enumerate();
        let found = findings.filter(|(_, finding)| finding.status == bcf::finding::Status::Failed);
        let stand_in = sheet.checked().stand_in();
        let found: Vec<_> = stand_in
            .iter()
            .map(|finding| (finding.rule, finding.at.span, None))
            .chain(found.map(|(n, finding)| (finding.rule, finding.at.span, Some(n))))
            .collect();
        assert_eq!(told, found, "{}", text.name);
        for mark in marks {
            let mut places: Vec<Span> = mark.related.iter().map(|one| one.at).chain([mark.at]).collect();
            let all = places.len();
            places.sort_unstable();
            places.dedup();
            assert_eq!(places.len(), all, "{}: {mark:?}", text.name);
        }
    }
}

#[test]
fn an_action_does_away_with_the_findings_it_answers_and_brings_no_graver_ones() {
    let slips = [("amount = { 2017-18 = 21_486_312", "amount = { 2017-18 = 12_486_312"), ("status", "statsu")];
    let slipped = slips.iter().map(|(old, new)| PLAN.replacen(old, new, 1));
    let plans = plans().into_iter().map(|plan| plan.text).chain(slipped);
    let mut applied = 0;
    for text in plans {
        let sheet = diagnosed(&text);
        let before: Vec<_> = sheet.checked().findings.iter().map(identity).collect();
        for action in sheet.every_action() {
            let after = check(&changed(&text, &action.changes));
            let after: Vec<_> = after.findings.iter().map(identity).collect();
            for n in &action.answers {
                let is_left = after.iter().filter(|one| **one == before[*n]).count();
                let was = before.iter().filter(|one| **one == before[*n]).count();
                assert!(is_left < was, "{}: {:?}", action.title, before[*n]);
            }
            assert!(after.len() < before.len(), "{}", action.title);
            applied += 1;
        }
    }
    assert!(applied > 5, "{applied}");
}

#[test]
fn the_likely_cause_is_offered_first_at_every_figure_it_explains() {
    let text = PLAN.replacen("amount = { 2017-18 = 21_486_312", "amount = { 2017-18 = 12_486_312", 1);
    let sheet = diagnosed(&text);
    assert!(sheet.checked().findings.len() > 1);
    for mark in sheet.marks() {
        let places: std::collections::HashSet<Span> = mark.related.iter().map(|one| one.at).chain([mark.at]).collect();
        assert_eq!(places.len(), mark.related.len() + 1, "{mark:?}");
        let first = &sheet.actions(mark.at)[0];
        assert!(
            first.is_likely && first.title.starts_with("change `12_486_312` to `21_486_312` (answers "),
            "{first:?}"
        );
        assert!(mark.related[0].text.starts_with("likely cause: ") || mark.at == first.changes[0].at, "{mark:?}");
        assert_eq!(check(&changed(&text, &first.changes)).findings.len(), 0);
    }
    let plain = Sheet::of(check(&text), &settings().rounds);
    assert!(plain.every_action().is_empty(), "an edit that was not tried is not offered");
}

/// Returns the nodes of the texts of ids of entries that are referred to.
fn ids(plan: &Plan) -> Vec<NodeId> {
    let lists = ["partners", "sources", "schemes", "metrics"];
    let entries = lists.iter().filter_map(|list| plan.tree.get(bcf::plan::syntax::Tree::ROOT, list));
    let entries = entries.flat_map(|list| plan.tree.children(list).collect::<Vec<_>>());
    entries.filter_map(|entry| plan.tree.get(entry, "id")).filter(|id| plan.tree.kind(*id) == Kind::String).collect()
}

/// Returns what is found in a plan, whatever its entries are called.
fn found(checked: &Checked) -> Vec<(&'static str, Option<String>, u32)> {
    let lines = bcf::span::LineIndex::new(checked.plan.tree.source());
    let one = |finding: &bcf::finding::Finding| {
        let year = finding.year.map(|year| year.to_string());
        (finding.rule, year, u32::try_from(lines.line_of(finding.at.span.start)).expect("few lines"))
    };
    let mut all: Vec<_> = checked.findings.iter().map(one).collect();
    all.sort();
    all
}

#[test]
fn a_name_is_changed_wherever_it_is_used_and_nothing_else_is() {
    let waived = format!(
        "{PLAN}\n[[waivers]]\nrule = \"rationale-missing\"\nreason = \"r\"\nby = \"north-ccg\"\non = 2017-09-01\nat = \"sources.north-minimum.amount\"\n\
         [[statements]]\nsays = \"restates\"\nwhere = \"p1\"\ntext = \"t\"\nfigure = 1\nof = \"allocations.by_partner.north-ccg.nhs-minimum.2017-18\"\n"
    );
    for text in plans().into_iter().map(|plan| plan.text).chain([waived]) {
        let before = sheet(&text);
        let plan = &before.checked().plan;
        for id in one_in(4, ids(plan)) {
            let (span, old) = (plan.tree.span(id), plan.tree.text(id).into_owned());
            let changes = before.renamed(span.start + 1, "an \"other\" name").expect("a name");
            assert_eq!(changes.len(), before.references(span.start + 1).len(), "{old}");
            let text = changed(&text, &changes);
            let after = sheet(&text);
            assert_eq!(found(before.checked()), found(after.checked()), "{old}");
            assert_eq!(before.checked().verdict(), after.checked().verdict(), "{old}");
            // Nothing is left that means the old name, and back again is where it came from.
            let refers =
                |reference: &bcf::plan::Reference| matches!(reference.to, Known::There(shape::Target::Partner));
            let plan = &after.checked().plan;
            if before.checked().plan.ids_of(shape::Target::Partner).contains(&old.as_str()) {
                let left = plan.notes.references().iter().filter(|one| refers(one) && plan.word_of(one) == old).count();
                assert_eq!(left, 0, "{old}");
            }
            let own = changes.iter().find(|change| change.at == span).expect("its own place");
            assert_eq!(own.with, "\"an \\\"other\\\" name\"");
        }
    }
}

#[test]
fn every_use_of_a_name_leads_to_its_entry() {
    for text in plans() {
        let sheet = sheet(&text.text);
        for id in ids(&sheet.checked().plan) {
            let own = sheet.checked().plan.tree.span(id);
            let uses = sheet.references(own.start + 1);
            assert_eq!(uses.first(), Some(&own));
            for span in &uses {
                // A path may name several entries: the one the cursor is in is meant.
                let is_path = span.of(&text.text).contains('.');
                assert!(is_path || sheet.definition(span.start + 1) == Some(own), "{}", span.of(&text.text));
            }
        }
    }
}

#[test]
fn a_name_that_means_something_else_is_not_given() {
    let sheet = sheet(PLAN);
    let of = |id: &str| u32::try_from(PLAN.find(&format!("id = \"{id}\"")).expect(id) + 7).expect("a small plan");
    assert_eq!(sheet.renamed(of("county"), "north-ccg"), Err(NoRename::Taken("north-ccg".to_owned())));
    assert_eq!(sheet.renamed(of("county"), "pool"), Err(NoRename::Taken("pool".to_owned())));
    assert_eq!(sheet.renamed(of("north-minimum"), "dfg"), Err(NoRename::Taken("dfg".to_owned())));
    assert_eq!(sheet.renamed(of("county"), " "), Err(NoRename::Unfit));
    assert_eq!(sheet.renamed(of("county"), "a\nb"), Err(NoRename::Unfit));
    assert_eq!(sheet.renamed(0, "x"), Err(NoRename::NoName));
    assert_eq!(sheet.renamed(of("county"), "county").map(|changes| changed(PLAN, &changes)), Ok(PLAN.to_owned()));
}

#[test]
fn the_first_of_two_entries_of_a_name_has_its_uses() {
    let text = "[plan]\nformat = 1\n[[partners]]\nid = \"a\"\n[[partners]]\nid = \"a\"\n[[sources]]\npartner = \"a\"\n";
    let sheet = sheet(text);
    let spots: Vec<u32> = text.match_indices("\"a\"").map(|(at, _)| u32::try_from(at + 1).expect("small")).collect();
    let counts: Vec<usize> = spots.iter().map(|at| sheet.references(*at).len()).collect();
    assert_eq!(counts, [2, 1, 2]);
}

/// Returns the lines behind which a key may be written: those of tables made by headers.
fn key_positions(plan: &Plan) -> Vec<usize> {
    let text = plan.tree.source();
    let headed =
        plan.tree.nodes().filter(|node| plan.tree.kind(*node) == Kind::Table && plan.tree.raw(*node).starts_with('['));
    headed
        .map(|node| {
            text[plan.tree.span(node).range().end..]
                .find('\n')
                .map_or(text.len(), |at| at + plan.tree.span(node).range().end + 1)
        })
        .collect()
}

#[test]
fn every_key_that_is_offered_is_taken_by_the_check() {
    let mut offered = 0;
    for text in plans() {
        let plan = Plan::read(text.text.clone());
        for at in one_in(4, key_positions(&plan)) {
            // A cursor on an empty line of its own.
            let with_line = replaced(&text.text, Span::at(at), "\n");
            let offers = unchecked(&with_line).offers(u32::try_from(at).expect("a small plan"));
            let lines: Vec<String> = offers.iter().map(|offer| format!("{}0\n", offer.with)).collect();
            let lines = lines.concat();
            offered += offers.len();
            assert!(
                offers.iter().all(|offer| matches!(
                    offer.kind,
                    OfferKind::Key | OfferKind::Word | OfferKind::Id | OfferKind::Year
                ))
            );
            let after = Plan::read(replaced(&text.text, Span::at(at), &lines));
            assert_eq!(after.tree.errors().len(), plan.tree.errors().len(), "{}: {lines}", text.name);
            let unknown =
                |plan: &Plan| plan.complaints.iter().filter(|one| one.kind == ComplaintKind::UnknownKey).count();
            assert_eq!(unknown(&after), unknown(&plan), "{}: {lines}", text.name);
        }
    }
    assert!(offered > 1000 / share(4), "{offered}");
}

#[test]
fn every_word_that_is_there_and_right_is_offered_in_its_place() {
    let mut words = 0;
    for text in plans() {
        let sheet = sheet(&text.text);
        let plan = &sheet.checked().plan;
        let named = |place: &str| sheet.checked().findings.iter().any(|finding| finding.at.path == place);
        for reference in plan.notes.references().iter().filter(|one| !one.is_key && !plan.is_outside(one.node)) {
            let (span, word) = (plan.tree.span(reference.node), plan.word_of(reference));
            let is_scope = matches!(
                reference.to,
                Known::There(shape::Target::Scope | shape::Target::Place | shape::Target::Clause)
            );
            if is_scope || named(&plan.path_of(reference.node)) {
                continue;
            }
            let offers = sheet.offers(span.start + 1);
            let own = offers.iter().find(|offer| offer.label == *word);
            let own = own.unwrap_or_else(|| panic!("{}: {} {word}", text.name, plan.path_of(reference.node)));
            assert_eq!(replaced(&text.text, own.at, &own.with), text.text);
            words += 1;
        }
    }
    assert!(words > 300, "{words}");
}

#[test]
fn what_is_offered_follows_what_is_typed() {
    let plan = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n";
    let keys = labels(&format!("{plan}[[sources]]\nid = \"a\"\n|"));
    assert!(keys.contains(&"amount".to_owned()) && !keys.contains(&"id".to_owned()), "{keys:?}");
    assert_eq!(labels(&format!("{plan}[[sources]]\namount = {{ 2017-18 = 5, |")), ["2018-19"]);
    assert_eq!(labels(&format!("{plan}[[sources]]\namount.2017-18 = 5\namount.|")), ["2018-19"]);
    let sections = labels(&format!("{plan}\n[[|"));
    assert!(sections.contains(&"sources".to_owned()) && !sections.contains(&"area".to_owned()), "{sections:?}");
    let sections = labels(&format!("{plan}\n[|"));
    assert!(sections.contains(&"area".to_owned()) && !sections.contains(&"plan".to_owned()), "{sections:?}");
    assert!(labels("|").contains(&"plan".to_owned()));
    assert!(labels("[plan]\nround = |").contains(&"bcf-2017-19".to_owned()));
    let (text, offset) = at(&format!("{plan}[[partners]]\nid = \"x\"\nname = \"The X\"\n[[sources]]\npartner = \"|"));
    let ids = sheet(&text).offers(offset);
    let first = &ids[0];
    assert_eq!((first.label.as_str(), first.kind, first.about.as_str()), ("x", OfferKind::Id, "The X"));
    assert_eq!(replaced(&text, first.at, &first.with), format!("{text}x\""));
    assert!(labels(&format!("{plan}# na|")).is_empty());
}

#[test]
fn what_a_table_must_have_is_offered_first() {
    let (text, offset) = at("[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[[waivers]]\n|");
    let offers = sheet(&text).offers(offset);
    let needed: Vec<&str> =
        offers.iter().take_while(|offer| offer.is_needed).map(|offer| offer.label.as_str()).collect();
    assert_eq!(needed, ["rule", "reason", "by"]);
    assert!(offers.iter().skip(needed.len()).all(|offer| !offer.is_needed));
    assert!(offers.iter().all(|offer| !offer.about.is_empty()));
}

#[test]
fn a_key_is_told_with_its_sentence_wherever_it_stands() {
    let mut told = 0;
    for text in plans() {
        let sheet = sheet(&text.text);
        let tree = &sheet.checked().plan.tree;
        for node in tree.nodes() {
            let Some(key) = tree.key_span(node) else { continue };
            let hover = sheet.hover(key.start);
            let Some((name, key)) = bcf::plan::key_at(&sheet.checked().plan.path_of(node)) else { continue };
            let hover = hover.unwrap_or_else(|| panic!("{}: {name}", text.name));
            let note = &hover.notes[0];
            assert!(note.kind == NoteKind::Key && format().at(note.head.split('.')).is_some(), "{note:?}");
            told += usize::from(note.head == name && note.text == key.says);
        }
    }
    assert!(told > 2000, "{told}");
}

#[test]
fn a_figure_tells_its_stream_and_the_floors_it_is_part_of() {
    let (text, offset) = at(&PLAN.replacen("amount = { 2017-18 = 21_486_312", "amount = { 2017-18 = 21_486|_312", 1));
    let hover = sheet(&text).hover(offset).expect("a figure");
    assert_eq!(hover.at.of(&text), "21_486_312");
    let of = |kind: NoteKind| hover.notes.iter().filter(|note| note.kind == kind).collect::<Vec<_>>();
    assert!(
        of(NoteKind::Total)[0].text.contains(" in, ") && of(NoteKind::Total)[0].head.ends_with("in 2017/18"),
        "{hover:?}"
    );
    assert!(hover.markdown().starts_with("**`sources.amount`**: "), "{}", hover.markdown());

    let allocation = PLAN.find("social-care = {").expect("an allocation") + "social-care = { 2017-18 = 1".len();
    let hover = sheet(PLAN).hover(u32::try_from(allocation).expect("small")).expect("a floor");
    let floor = hover.notes.iter().find(|note| note.kind == NoteKind::Floor).expect("the floor");
    assert!(floor.text.contains("headroom") && floor.clause.is_some(), "{floor:?}");
    assert!(hover.notes.iter().filter(|note| note.kind == NoteKind::Floor).count() == 1, "{hover:?}");
}

#[test]
fn what_a_plan_says_is_no_markdown() {
    let text = "[plan]\nformat = 1\nround = \"bcf-2017-19\"\n[[partners]]\nid = \"x`y\"\nname = \"[a](https://b) <i>*c*\"\n[[sources]]\npartner = \"x`y\"\n";
    let at = text.rfind("x`y").expect("a reference");
    let told = sheet(text).hover(u32::try_from(at).expect("small")).expect("a partner").markdown();
    assert!(told.contains(r"\[a\](https://b) \<i\>\*c\*") && told.contains("`x'y`"), "{told}");
}

#[test]
fn the_outline_has_every_section_and_nothing_twice() {
    for text in plans() {
        let sheet = sheet(&text.text);
        let outline = sheet.outline();
        let tree = &sheet.checked().plan.tree;
        let sections = tree.children(bcf::plan::syntax::Tree::ROOT);
        let sections = sections.filter(|node| matches!(tree.kind(*node), Kind::Table | Kind::Array)).count();
        assert_eq!(outline.len(), sections, "{}", text.name);
        let mut heads = Vec::new();
        for symbol in &outline {
            inside(symbol, &mut heads);
        }
        let all = heads.len();
        heads.sort_unstable();
        heads.dedup();
        assert_eq!(heads.len(), all, "{}", text.name);
        assert!(sheet.folds().iter().all(|fold| fold.at.of(&text.text).contains('\n')));
        for sum in sheet.sums() {
            assert!(sum.at.of(&text.text).starts_with('{') && sum.text.starts_with("= "));
        }
        assert!(sheet.lens().at.of(&text.text).starts_with('['));
    }
}

fn inside(symbol: &Symbol, heads: &mut Vec<(Span, String)>) {
    assert!(symbol.at.start <= symbol.head.start && symbol.head.end <= symbol.at.end, "{symbol:?}");
    heads.push((symbol.head, symbol.name.clone()));
    for child in &symbol.children {
        assert!(symbol.at.start <= child.at.start && child.at.end <= symbol.at.end, "{symbol:?}");
        inside(child, heads);
    }
}

#[test]
fn every_question_has_an_answer_in_a_text_that_is_cut_off_or_has_a_hole() {
    for step in one_in(4, 1..120) {
        let cut = PLAN.char_indices().map(|(at, _)| at).filter(|at| at % 211 == step).nth(step % 7);
        let Some(cut) = cut else { continue };
        for text in [PLAN[..cut].to_owned(), format!("{}{}", &PLAN[..cut], &PLAN[cut + 7.min(PLAN.len() - cut)..])] {
            let sheet = sheet(&text);
            let near = [0, cut.saturating_sub(30), cut.saturating_sub(1), cut, cut + 1, text.len(), text.len() + 9];
            for offset in near.map(|at| u32::try_from(at).expect("small")) {
                let offers = sheet.offers(offset);
                assert!(
                    offers
                        .iter()
                        .all(|offer| offer.at.end as usize <= text.len() && !offer.at.of(&text).contains('\n'))
                );
                let _ = (sheet.hover(offset), sheet.references(offset), sheet.renamed(offset, "x"));
            }
            let _ = (sheet.marks(), sheet.outline(), sheet.folds(), sheet.sums(), sheet.lens());
        }
    }
}

#[test]
fn a_sheet_of_a_file_has_the_findings_of_the_check_of_that_file() {
    let floor = "area,partner,stream,year,amount\nWendleshire,,nhs-minimum,2017-18,99000000\nWendleshire,,nhs-minimum,2018-19,99000000\n";
    let beside: [&[(&str, &str)]; 4] = [
        &[],
        &[("bcf.toml", "[levels]\nmoney = \"advice\"\n")],
        &[("bcf.toml", "allocations = \"published.csv\"\n"), ("published.csv", floor)],
        &[
            ("bcf.toml", "[[rounds]]\nfile = \"ours.toml\"\n"),
            ("ours.toml", "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n"),
        ],
    ];
    let slip = PLAN.replacen("= 21_486_312", "= 12_486_312", 1);
    let texts = [slip.clone(), slip.replacen("round = \"bcf-2017-19\"", "round = \"ours\"", 1)];
    let mut told = std::collections::BTreeSet::new();
    for text in &texts {
        for files in beside {
            let plan = [("plan.toml", text.as_str())];
            let all = files.iter().chain(&plan).map(|(name, text)| (name, text.as_bytes().to_vec()));
            let disk: Arc<dyn Disk> = Arc::new(Memory::new(all));
            let sheet = bcf::cli::sheet(Path::new("plan.toml"), text.clone(), &disk, today()).expect("a verdict");
            let world = World { disk, ..World::default() };
            let (_, json, stderr) = world.run(["check", "plan.toml", "--no-causes", "--format", "json"]);
            let json: serde_json::Value = serde_json::from_str(&json).expect(&stderr);
            let of_check = json["plans"][0]["findings"].as_array().expect("a list").iter();
            let of_check: Vec<_> = of_check.map(|one| (one["message"].clone(), one["level"].clone())).collect();
            let of_sheet = sheet.checked().findings.iter();
            let of_sheet: Vec<_> =
                of_sheet.map(|one| (one.message.as_str().into(), one.level.to_string().into())).collect();
            assert_eq!(of_check, of_sheet, "{files:?}");
            told.insert(format!("{of_sheet:?}"));
        }
    }
    assert!(told.len() > texts.len(), "what is beside a plan changes what is told of it");
    let broken: Arc<dyn Disk> = Arc::new(Memory::new([("bcf.toml", b"levels = 1".to_vec())]));
    let why = bcf::cli::sheet(Path::new("plan.toml"), slip, &broken, today()).expect_err("no verdict");
    assert!(why[0].contains("bcf.toml"), "{why:?}");
}

#[test]
fn the_same_is_told_of_a_text_whatever_its_line_ends_are() {
    let text =
        format!("{PLAN}\n[[waivers]]\nrule = \"rationale-missing\"\nat = \"sources.north-minimum\"\nby = \"\nno\n");
    // With and without comments above its first header.
    let texts = [text.as_str(), &text[text.find("[plan]").expect("a header")..]];
    for (text, mark) in texts.into_iter().flat_map(|text| [(text, ""), (text, "\u{feff}")]) {
        let other = format!("{mark}{}", text.replace('\n', "\r\n"));
        let (one, two) = (sheet(text), sheet(&other));
        let there =
            |at: usize| u32::try_from(mark.len() + at + text[..at].matches('\n').count()).expect("a small plan");
        let seen = |sheet: &Sheet, at: Span| at.of(sheet.text()).replace("\r\n", "\n");
        let ends = text.match_indices('\n').map(|(at, _)| at).step_by(71 * share(4));
        for at in
            (0..8).chain((8..text.len()).step_by(491 * share(4))).chain(ends).filter(|at| text.is_char_boundary(*at))
        {
            let (here, there) = (u32::try_from(at).expect("a small plan"), there(at));
            let of = |sheet: &Sheet, at: u32| {
                let hover = sheet.hover(at).map(|hover| (seen(sheet, hover.at), hover.plain()));
                let offers = sheet.offers(at).into_iter();
                let offers: Vec<_> = offers.map(|one| (one.label, one.with, seen(sheet, one.at))).collect();
                let definition = sheet.definition(at).map(|span| seen(sheet, span));
                let uses: Vec<_> = sheet.references(at).into_iter().map(|span| seen(sheet, span)).collect();
                (hover, offers, definition, uses)
            };
            assert_eq!(of(&one, here), of(&two, there), "{at}: {}", &text[at..].lines().next().unwrap_or_default());
        }
        let sums = |sheet: &Sheet| sheet.sums().into_iter().map(|sum| sum.text).collect::<Vec<_>>();
        let folds = |sheet: &Sheet| sheet.folds().into_iter().map(|fold| seen(sheet, fold.at)).collect::<Vec<_>>();
        assert_eq!((sums(&one), folds(&one)), (sums(&two), folds(&two)));
    }
}
