//! `unknown-reference`: a reference to nothing.

use std::cell::OnceCell;
use std::collections::hash_map::Entry;

use foldhash::{HashMap, HashSet};

use crate::check::needed::Needed;
use crate::check::prelude::*;
use crate::check::vocabulary::has_word;
use crate::check::{for_a_person, history, rules, vocabulary};
use crate::plan::shape::{Target, WordList};
use crate::plan::syntax::Tree;
use crate::plan::{Known, Reference, Text};
use crate::policy::WordsOf;

pub(crate) static RULE: Rule = Rule {
    id: "unknown-reference",
    level: Level::Error,
    ground: Ground::Itself,
    summary: "a reference to nothing",
    why: "A spend line that names a source the plan does not have draws on no money, and a sign-off by an unknown body is nobody's.",
    fix: "Use the id of an entry the plan has, or add the entry.",
    example: r#"
[[partners]]
id = "council"
name = "Exampleton Council"
kind = "council"

[[sign_offs]]
partner = "counsil"
#         ^^^^^^^^^ there is no partner `counsil`
#         edit: "council"
"#,
    cases: &[
        r#"
# What a source is called leads to it as well as what its stream is called.
[plan]
format = 1
round = "bcf-2017-19"

[area]
name = "Exampleton"

[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[[sources]]
id = "ours"
name = "Our minimum"
kind = "nhs-minimum"
partner = "ccg"
amount = { 2017-18 = 1_000, 2018-19 = 1_000 }

[[schemes]]
id = "care"
name = "Care"

[[schemes.spend]]
source = "Our Minimum"
#        ^^^^^^^^^^^^^ there is no source or stream `Our Minimum`
#        edit: "ours"
amount = { 2017-18 = 400, 2018-19 = 400 }

[[schemes.spend]]
source = "Minimum CCG Contribution"
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^ there is no source or stream `Minimum CCG Contribution`
#        edit: "nhs-minimum"
amount = { 2017-18 = 600, 2018-19 = 600 }
"#,
        r#"
# Where a name stands in two places the id of the entry may be what is wrong, but not an id that something refers to.
[[partners]]
id = "concil"
#    ^^^^^^^^ edit: "council"
#    mend: "council"
name = "Exampleton Council"
kind = "council"

[[partners]]
id = "ccg"
name = "Exampleton CCG"
kind = "ccg"

[section_75]
partners = ["ccg"]

[[sign_offs]]
partner = "council"
#         ^^^^^^^^^ there is no partner `council`

[[sources]]
id = "grant"
kind = "dfg"
partner = "council"
amount = { 2017-18 = 500, 2018-19 = 500 }

[[schemes]]
id = "home"
name = "Home"
spend = [{ source = "grand", amount = { 2017-18 = 500 } }, { source = "grand", amount = { 2018-19 = 400 } }]
#                   ^^^^^^^ there is no source or stream `grand`
#                   mend: "grant"
#                                                                     ^^^^^^^ mend: "grant"

[[schemes]]
id = "care"
name = "Care"
spend = [{ source = "grant", amount = { 2018-19 = 100 } }]
"#,
        r#"
# A person judges the clauses that no rule tests.
[[assurance]]
clause = "pool-minimum"
#        ^^^^^^^^^^^^^^ `pool-minimum` is tested by rules, and is not for a person to judge
#        mend: "approval"
met = true
reason = "the letter of approval"

[[assurance]]
clause = "winter"
#        ^^^^^^^^ there is no clause `winter`
#        mend: "jointly-agreed-plan"
met = true
reason = "the minutes of the board"
"#,
    ],
    check,
    ..Rule::PLAIN
}
.kept();

fn check(facts: &Facts<'_>, tests: &mut Tests<'_>) {
    let (there, mut guesses) = (There::default(), Guesses::default());
    let mut missing: Vec<Missing> = Vec::new();
    let mut index: HashMap<(Target, String), usize> = HashMap::default();
    let mut count = 0;
    for reference in facts.plan.notes.references() {
        let Known::There(target) = reference.to else { continue };
        // A waiver may outlive what it is about, which `waiver-unused` tells.
        if target == Target::Scope {
            continue;
        }
        count += 1;
        let word = facts.plan.word_of(reference);
        if there.has(facts, target, &word) {
            continue;
        }
        let nth = *index.entry((target, what_lacks(facts, target, &word))).or_insert(missing.len());
        match missing.get_mut(nth) {
            Some(missing) => missing.places.push((place(*reference), word.into_owned())),
            None => missing.push(Missing { target, places: vec![(place(*reference), word.into_owned())] }),
        }
    }
    let failed = !missing.is_empty();
    let mut alike: HashMap<Target, usize> = HashMap::default();
    for one in &missing {
        *alike.entry(one.target).or_default() += 1;
    }
    let beside = OnceCell::new();
    for (nth, one) in missing.iter().enumerate() {
        let beside = || beside.get_or_init(|| unread_beside(facts));
        if let Some(reason) = one.lost(facts, alike.get(&one.target).copied().unwrap_or_default(), beside) {
            tests.not_evaluated(Case::of(noun(one.target)), reason);
        } else if let Some(failure) = one.failure(facts, nth, &mut guesses) {
            tests.fail(failure);
        }
    }
    tests.pass_lot(failed, count, "references");
}

fn place(reference: Reference) -> Place {
    if reference.is_key { Place::Key(reference.node) } else { reference.node.into() }
}

/// Returns what a reference lacks: what it names, or the whole section of a place in one that is not there.
fn what_lacks(facts: &Facts<'_>, target: Target, word: &str) -> String {
    let section = word.split('.').next().unwrap_or(word);
    let is_lost = target == Target::Place && facts.plan.resolve(section).is_none();
    if is_lost { section.to_owned() } else { word.to_owned() }
}

/// A name that leads nowhere, and every place that has it.
struct Missing {
    target: Target,
    places: Vec<(Place, String)>,
}

impl Missing {
    /// The most places shown beside the first.
    const LABELS: usize = 8;

    /// Returns the finding at the first place, with the others beside it.
    fn failure<'a>(&self, facts: &Facts<'a>, nth: usize, guesses: &mut Guesses<'a>) -> Option<Failure> {
        // In the order of the format, so that moving a section does not move the finding.
        let ((at, word), others) = self.places.split_first()?;
        let is_several = !others.is_empty();
        let renamed_at = if is_several && nth < Guesses::MOST { self.renamed(facts, word) } else { None };
        let failure = match renamed_at {
            Some(id) => renamed(self.target, word, at.clone(), id),
            None => failure(facts, self.target, word, at.clone(), is_several, guesses),
        };
        let shown = others.iter().take(Self::LABELS);
        Some(shown.fold(failure, |failure, (place, other)| {
            let text = if other == word { "named here too".to_owned() } else { format!("nor `{}`", shortened(other)) };
            failure.label(place.clone(), text)
        }))
    }

    /// Returns why nothing can be said of a name, where what it means may be there and cannot be read. `alike` is the
    /// number of such names.
    fn lost<'u>(&self, facts: &Facts<'_>, alike: usize, beside: impl FnOnce() -> &'u Unread) -> Option<Reason> {
        let plan = facts.plan;
        let unread = |ids: &mut dyn Iterator<Item = &Field<Text>>, damaged: bool, section: &str| {
            let ids: Vec<NodeId> = ids.filter(|id| id.is_unreadable()).filter_map(Field::node).collect();
            let lost = || Reason::from(format!("something in `{section}` cannot be read")).lacking(section);
            let id = ids.first().filter(|_| ids.len() >= alike);
            damaged.then(lost).or_else(|| id.map(|id| facts.blocked_by(*id, "cannot be read and may be it")))
        };
        match self.target {
            Target::Partner => unread(&mut plan.partners.iter().map(|one| &one.id), plan.partners.damaged, "partners"),
            Target::Source => unread(&mut plan.sources.iter().map(|one| &one.id), plan.sources.damaged, "sources"),
            Target::Scheme => unread(&mut plan.schemes.iter().map(|one| &one.id), plan.schemes.damaged, "schemes"),
            Target::Metric => unread(&mut plan.metrics.iter().map(|one| &one.id), plan.metrics.damaged, "metrics"),
            Target::Place => self.places.first().and_then(|(_, path)| lost_place(facts, path, beside())),
            Target::Clause | Target::Rule | Target::Scope => None,
        }
    }

    /// Returns the place of the id that a name which stands in several places was meant for: that of the one entry that
    /// nothing refers to and that is called nearly the same.
    fn renamed(&self, facts: &Facts<'_>, word: &str) -> Option<NodeId> {
        let plan = facts.plan;
        let ids: Vec<(&str, NodeId)> = match self.target {
            Target::Partner => plan.partners.iter().filter_map(|one| Facts::reference(&one.id)).collect(),
            Target::Source => plan.sources.iter().filter_map(|one| Facts::reference(&one.id)).collect(),
            Target::Scheme => plan.schemes.iter().filter_map(|one| Facts::reference(&one.id)).collect(),
            Target::Metric | Target::Clause | Target::Rule | Target::Place | Target::Scope => return None,
        };
        let named = |id: &str| {
            let references = plan.notes.references().iter();
            references.filter(|one| one.to == Known::There(self.target)).any(|one| plan.word_of(one) == id)
        };
        // Only such a name can be an id as it is.
        let is_plain = segment(word) == word;
        let near = nearest(word, ids.iter().map(|(id, _)| *id)).filter(|near| is_plain && !named(near))?;
        ids.into_iter().find(|(id, _)| *id == near).map(|(_, node)| node)
    }
}

/// The first thing that is not known in each table or list, with the end of a sentence about it.
type Unread = HashMap<NodeId, (NodeId, &'static str)>;

/// Returns the keys that are not known, by the table they are in, and the lines that draw on no known source, by their
/// list: lines are known by what they draw on.
fn unread_beside(facts: &Facts<'_>) -> Unread {
    let plan = facts.plan;
    let keys = plan.complaints.iter().filter_map(|complaint| match complaint.at {
        Place::Key(key) => Some(key),
        _ => None,
    });
    let is_stray = |one: &&Reference| match one.to {
        Known::Listed(list) => one.is_key && !has_word(facts.round, list, &plan.word_of(one)),
        Known::There(_) => false,
    };
    let names = plan.notes.references().iter().filter(is_stray).map(|one| one.node);
    let keys = keys.chain(names).map(|key| (key, "is not known and may be it"));
    let lines = facts.lines.iter().filter(|line| line.stream().is_none() && line.mixed_source().is_none());
    let lines = lines.map(|line| (line.spend.node, "draws on no known source and may be it"));
    let mut unread = Unread::default();
    for (node, why) in keys.chain(lines).filter(|(node, _)| !plan.is_outside(*node)) {
        if let Some(above) = plan.tree.parent(node) {
            unread.entry(above).or_insert((node, why));
        }
    }
    unread
}

/// Returns why nothing can be said of a place, where something that is not known stands beside the way to it.
fn lost_place(facts: &Facts<'_>, path: &str, beside: &Unread) -> Option<Reason> {
    let mut ends = path.match_indices('.').map(|(end, _)| end).rev();
    let above = ends.find_map(|end| facts.plan.resolve(path.get(..end)?)).unwrap_or(Tree::ROOT);
    beside.get(&above).map(|(node, why)| facts.blocked_by(*node, why))
}

/// Returns the failure of a name that several places have and one entry nearly has.
fn renamed(target: Target, word: &str, at: Place, id: NodeId) -> Failure {
    let what = noun(target);
    let name = shortened(word).into_owned();
    Failure::new(Case::of(what), at, format!("there is no {what} `{name}`"))
        .help(format!("should the id of this {what} be `{name}`?"))
        .label(id, "nothing refers to this one")
        .edit(id, format!("\"{word}\""))
}

/// The names of metrics, schemes and clauses, each put together when the first reference asks for them.
#[derive(Default)]
struct There<'a> {
    metrics: OnceCell<HashSet<&'a str>>,
    schemes: OnceCell<HashSet<&'a str>>,
    clauses: OnceCell<HashSet<&'a str>>,
}

impl<'a> There<'a> {
    /// Returns whether a reference leads somewhere. What a missing section leaves without an answer is said once, of the
    /// section.
    fn has(&self, facts: &Facts<'a>, target: Target, word: &str) -> bool {
        let among = |names: &OnceCell<HashSet<&'a str>>| {
            names.get_or_init(|| names_of(facts, target).into_iter().collect()).contains(word)
        };
        match target {
            Target::Partner => facts.partner(word).is_some() || facts.lacks_section("partners"),
            Target::Source => {
                facts.source(word).is_some() || facts.round.stream(word).is_some() || facts.lacks_section("sources")
            }
            Target::Metric => among(&self.metrics) || facts.lacks_section("metrics"),
            Target::Scheme => among(&self.schemes) || facts.lacks_section("schemes"),
            Target::Clause => among(&self.clauses) || facts.round.clauses.is_empty(),
            Target::Rule => crate::check::rule(word).is_some(),
            Target::Place => {
                let below = |section: &str| word.strip_prefix(section).is_some_and(|rest| rest.starts_with('.'));
                let lacking = |needed: &Needed| facts.lacks_section(needed.section) && below(needed.section);
                let is_unpublished = facts.plan.allocations.node.is_none() && below("allocations");
                let is_of_round = || !facts.round.said_by(word).is_empty();
                facts.plan.resolve(word).is_some()
                    || is_of_round()
                    || is_unpublished
                    || facts.needed_sections().iter().any(lacking)
            }
            Target::Scope => true,
        }
    }
}

/// Returns everything a reference may lead to, by name.
fn names_of<'a>(facts: &Facts<'a>, target: Target) -> Vec<&'a str> {
    let mut names = facts.plan.ids_of(target);
    match target {
        Target::Source => names.extend(facts.round.streams.iter().map(|stream| stream.id.as_str())),
        Target::Metric => names.extend(facts.round.metrics.iter().map(|metric| metric.id.as_str())),
        Target::Clause => names.extend(for_a_person(facts.round)),
        Target::Rule => names.extend(rules().map(|(_, rule)| rule.id)),
        Target::Partner | Target::Scheme | Target::Place | Target::Scope => {}
    }
    names
}

/// Returns what the plan, and then what the round, calls everything a reference may lead to, with the name to refer to it
/// by.
fn called<'a>(facts: &Facts<'a>, target: Target) -> [Vec<(&'a str, &'a str)>; 2] {
    let (plan, round) = (facts.plan, facts.round);
    let own = match target {
        Target::Partner => plan.partners.iter().filter_map(|one| Some((one.name.str()?, one.id.str()?))).collect(),
        Target::Source => plan.sources.iter().filter_map(|one| Some((one.name.str()?, one.id.str()?))).collect(),
        Target::Metric => plan.metrics.iter().filter_map(|one| Some((one.name.str()?, one.key()?))).collect(),
        Target::Scheme => plan.schemes.iter().filter_map(|one| Some((one.name.str()?, one.id.str()?))).collect(),
        Target::Clause | Target::Rule | Target::Place | Target::Scope => Vec::new(),
    };
    let of_round = match target {
        Target::Source => vocabulary::names_of(round, WordList::Streams),
        Target::Metric => vocabulary::names_of(round, WordList::Metrics),
        _ => Vec::new(),
    };
    [own, of_round]
}

/// Names what a reference leads to, as messages do.
const fn noun(target: Target) -> &'static str {
    match target {
        Target::Partner => "partner",
        Target::Source => "source or stream",
        Target::Metric => "metric",
        Target::Scheme => "scheme",
        Target::Clause => "clause",
        Target::Rule => "rule",
        Target::Place | Target::Scope => "place in this plan",
    }
}

/// The names that words which lead nowhere may have been meant for, each looked for once, with whether the word is what it
/// is called.
#[derive(Default)]
struct Guesses<'a>(HashMap<(Target, String), Option<(&'a str, bool)>>);

impl<'a> Guesses<'a> {
    /// The number of words a name is looked for. Who has more of them is not helped by another guess, and each guess is a
    /// walk through all the names there are.
    const MOST: usize = 200;

    /// Returns the name a word may have been meant for, with true where the word is what it is called.
    fn of(&mut self, facts: &Facts<'a>, target: Target, word: &str) -> Option<(&'a str, bool)> {
        let full = self.0.len() >= Self::MOST;
        match self.0.entry((target, word.to_owned())) {
            Entry::Occupied(guess) => *guess.get(),
            Entry::Vacant(_) if full => None,
            Entry::Vacant(guess) => {
                let named = called(facts, target).into_iter().find_map(|names| by_label(word, names));
                let named = named.map(|id| (id, true));
                *guess.insert(named.or_else(|| Some((nearest(word, names_of(facts, target))?, false))))
            }
        }
    }
}

/// Returns the finding for a judgement of a clause that is none for a person to judge.
fn tested(clause: &str, at: Place) -> Failure {
    let message = format!("`{clause}` is tested by rules, and is not for a person to judge");
    let help = "take the entry out: `bcf checklist` says whether the plan meets it";
    Failure::new(Case::of(noun(Target::Clause)), at, message).help(help)
}

fn failure<'a>(
    facts: &Facts<'a>,
    target: Target,
    word: &str,
    at: Place,
    is_several: bool,
    guesses: &mut Guesses<'a>,
) -> Failure {
    if target == Target::Clause && facts.round.clause(word).is_some() {
        return tested(word, at);
    }
    let what = noun(target);
    let failure = Failure::new(Case::of(what), at.clone(), format!("there is no {what} `{}`", shortened(word)));
    let list = match target {
        Target::Source => Some(WordsOf::Streams),
        Target::Metric => Some(WordsOf::Metrics),
        _ => None,
    };
    if let Some(became) = list.and_then(|list| history::became(facts, list, word)) {
        return failure.help(became.help);
    }
    let guess = guesses.of(facts, target, word).filter(|(_, is_called)| *is_called || !is_several);
    let Some((near, is_called)) = guess else {
        return failure.help(match target {
            Target::Clause => "`bcf checklist` shows the clauses that are for a person to judge".to_owned(),
            _ => format!("name a {what} the plan has, or add it"),
        });
    };
    let failure = failure.help(if is_called {
        format!("refer to it by its id: `{near}`")
    } else {
        format!("did you mean `{near}`?")
    });
    // What stands in several places alike is no slip of the hand in one of them, and one edit would not mend it.
    if is_several {
        return failure;
    }
    match at {
        Place::Value(node) => failure.edit(node, format!("\"{near}\"")),
        Place::Key(_) => failure.edit(at, segment(near)),
        Place::Absent(..) | Place::Bytes(..) => failure,
    }
}
