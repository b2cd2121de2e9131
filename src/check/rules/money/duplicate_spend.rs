//! `duplicate-spend`: two schemes of one name spend the same amounts from the same source.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::check::prelude::*;

pub(crate) static RULE: Rule = Rule {
    id: "duplicate-spend",
    level: Level::Warning,
    ground: Ground::Itself,
    summary: "two schemes of the same name or description spend the same amounts from the same source",
    why: "A scheme listed twice counts twice: in the expenditure, in the balance of its source and towards the floors.",
    fix: "Take one of the two out; or, where they are two schemes, name them so that one can tell.",
    example: r#"
[[schemes]]
id = "home-care"
#    ^^^^^^^^^^^ mend: "home-care-north"
name = "Home care"
#      ^^^^^^^^^^^ mend: "Home care in the north"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }]
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   `Home care` spends £8,200 in 2017/18 and £8,356 in 2018/19 from `nhs-minimum`, and so does another scheme of the
#   same name

[[schemes]]
id = "home-care-again"
#    ^^^^^^^^^^^^^^^^^ mend: "home-care-south"
name = "Home care"
#      ^^^^^^^^^^^ mend: "Home care in the south"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }]
"#,
    cases: &[
        r#"
# A pound apart in one year, or from other money, two lines are two. The same to the pound, the second is one too many.
[[sources]]
id = "minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 20_000, 2018-19 = 20_380 }

[[schemes]]
id = "one"
name = "Home care"
spend = [{ source = "minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }]

[[schemes]]
id = "two"
name = "Home care"
spend = [{ source = "minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_357 } }]

[[schemes]]
id = "two2"
name = "Home care"
spend = [{ source = "minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_357 } }]
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   `Home care` spends £8,200 in 2017/18 and £8,357 in 2018/19 from `minimum`, and so does another scheme of the same
#   name

[[schemes]]
id = "three"
name = "Home care"
spend = [{ source = "nhs-additional", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }]
"#,
        r#"
# The same description will do in place of the same name.
[[schemes]]
id = "one"
name = "Home care"
description = "care at home in the evening"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }]

[[schemes]]
id = "two"
name = "Evening care"
description = "Care at home in the evening"
spend = [{ source = "nhs-minimum", amount = { 2017-18 = 8_200, 2018-19 = 8_356 } }]
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
#   `Evening care` spends £8,200 in 2017/18 and £8,356 in 2018/19 from `nhs-minimum`, and so does another scheme of
#   the same description, `Home care`
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

/// The text that two schemes have in common.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Shared {
    Name,
    Description,
}

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let mut said: HashSet<NodeId> = HashSet::new();
    let money: Vec<Option<Fingerprint>> = facts.lines.iter().map(|line| of_money(facts, line)).collect();
    for shared in [Shared::Name, Shared::Description] {
        for group in groups(facts, &money, shared) {
            report(facts, tests, shared, group, &mut said);
        }
    }
    tests.pass_lot(!said.is_empty(), facts.lines.len(), "spend lines");
}

/// Returns the groups of lines that are alike, of two and more.
fn groups<'a>(facts: &'a Facts<'_>, money: &[Option<Fingerprint>], shared: Shared) -> Vec<Vec<SpendLine<'a>>> {
    let mut first: HashMap<u64, usize> = HashMap::with_capacity(facts.lines.len());
    let mut more: BTreeMap<usize, Vec<SpendLine<'a>>> = BTreeMap::new();
    for (n, (line, money)) in facts.lines.iter().zip(money).enumerate() {
        let Some((mut print, words)) = money.zip(words(line, shared)) else { continue };
        print.add_words(words);
        let Fingerprint(print) = print;
        let before = *first.entry(print).or_insert(n);
        if before != n && alike(facts, &facts.lines[before], line, shared) {
            more.entry(before).or_insert_with(|| vec![facts.lines[before]]).push(*line);
        }
    }
    more.into_values().collect()
}

fn words<'a>(line: &SpendLine<'a>, shared: Shared) -> Option<&'a str> {
    let field = match shared {
        Shared::Name => &line.scheme.name,
        Shared::Description => &line.scheme.description,
    };
    field.str().map(str::trim).filter(|words| !words.is_empty())
}

/// Returns what the money of lines that are alike has in common; nothing for a line that is like no other.
fn of_money(facts: &Facts<'_>, line: &SpendLine<'_>) -> Option<Fingerprint> {
    let mut print = Fingerprint::new();
    match line.draw {
        Draw::Source(source) => print.add(source.node.0.into()),
        Draw::Stream(stream) => print.add_words(stream),
        Draw::Unstated | Draw::Unknown(_) => return None,
    }
    let mut nil = true;
    for year in facts.years() {
        let pounds = match line.spend.amount.at(year) {
            Field::Unreadable(_) => return None,
            Field::Absent => None,
            Field::Is(amount, _) => Some(amount.pounds),
        };
        nil &= pounds.is_none_or(|pounds| pounds == Money::ZERO);
        let pence = pounds.and_then(|pounds| u64::try_from(pounds.pence().unsigned_abs()).ok());
        print.add(pence.unwrap_or(u64::MAX));
    }
    (!nil).then_some(print)
}

/// FNV-1a over words without regard to case, eight bytes at once; it need only be fast, for what it finds alike is
/// compared again.
#[derive(Clone, Copy)]
struct Fingerprint(u64);

impl Fingerprint {
    const fn new() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }

    fn add(&mut self, word: u64) {
        // What a product moves up alone would never reach the low bits.
        self.0 = (self.0 ^ word).wrapping_mul(0x0100_0000_01b3).rotate_left(29);
    }

    fn add_words(&mut self, words: &str) {
        for part in words.as_bytes().chunks(8) {
            let mut bytes = [0; 8];
            bytes[..part.len()].copy_from_slice(part);
            bytes.make_ascii_lowercase();
            self.add(u64::from_le_bytes(bytes));
        }
    }
}

/// Returns whether two lines draw the same amounts on the same money for schemes of the same words.
fn alike(facts: &Facts<'_>, a: &SpendLine<'_>, b: &SpendLine<'_>, shared: Shared) -> bool {
    let same_money = match (a.draw, b.draw) {
        (Draw::Source(a), Draw::Source(b)) => a.node == b.node,
        (Draw::Stream(a), Draw::Stream(b)) => a == b,
        _ => false,
    };
    let pounds = |line: &SpendLine<'_>, year| line.spend.amount.at(year).get().map(|amount| amount.pounds);
    let same_words = words(a, shared).zip(words(b, shared)).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
    same_money && same_words && facts.years().all(|year| pounds(a, year) == pounds(b, year))
}

/// Reports every line of a group but the one with the lowest path, each scheme's once.
fn report(
    facts: &Facts<'_>,
    tests: &mut Tests<'_>,
    shared: Shared,
    group: Vec<SpendLine<'_>>,
    said: &mut HashSet<NodeId>,
) {
    let mut by_path: Vec<(String, SpendLine<'_>)> =
        group.into_iter().map(|line| (facts.plan.path_of(line.spend.node), line)).collect();
    by_path.sort_by(|(a, _), (b, _)| a.cmp(b));
    let Some((_, original)) = by_path.first().cloned() else { return };
    let mut schemes: HashSet<NodeId> = HashSet::from_iter([original.scheme.node]);
    for (_, line) in by_path {
        if !schemes.insert(line.scheme.node) || !said.insert(line.spend.node) {
            continue;
        }
        let stated = |year: Year| {
            line.spend.amount.at(year).get().map(|amount| format!("{} in {}", amount.pounds, year.prose()))
        };
        let amounts: Vec<String> = facts.years().filter_map(stated).collect();
        let (name, other) = (name(&line), name(&original));
        let same = match shared {
            Shared::Name => "of the same name".to_owned(),
            Shared::Description => format!("of the same description, `{}`", shortened(other)),
        };
        let source = shortened(line.spend.source.str().unwrap_or_default()).into_owned();
        let message = format!(
            "`{}` spends {} from `{source}`, and so does another scheme {same}",
            shortened(name),
            amounts.join(" and ")
        );
        let failure =
            Failure::new(Case::of(name), line.spend.node, message).label(original.spend.node, "the same amounts here");
        tests.fail(failure.help("take one of the two out if it is counted twice, else name the schemes apart"));
    }
}

fn name<'a>(line: &SpendLine<'a>) -> &'a str {
    line.scheme.name.str().or(line.scheme.id.str()).unwrap_or("a scheme")
}
