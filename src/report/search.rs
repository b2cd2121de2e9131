//! Search by words among all that can be explained: for somebody who knows what a thing is about and not its id.

use std::collections::BTreeMap;

use super::View;
use super::text_page::{BESIDE, LEAST, Medium, Page};
use crate::check::{FAMILIES, rules};
use crate::plan::keys;
use crate::policy::Round;
use crate::text::escape::{shortened, shown};
use crate::text::words::{count, words_alone};

/// The most things that are listed.
const MOST: usize = 10;
/// The most that is said of one below its name.
const LINE: usize = 100;
/// The key of the format whose words are the streams of the rounds.
const STREAM_KEY: &str = "sources.kind";
/// The section of a round's outline that has them.
const STREAMS: &str = "streams";
/// The fewest letters that are taken for the first letters of words.
const INITIALS: usize = 3;

/// A thing that can be explained, with the texts that tell of it.
#[derive(Debug, Default)]
struct Subject {
    id: String,
    kind: &'static str,
    says: String,
    /// The names people have for it, and for what rests on it.
    names: Vec<String>,
    /// All else that is said of it.
    more: String,
}

/// The fit of words, the best last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    /// Each is somewhere in what is said of it.
    Somewhere,
    /// Each is in its line.
    InLine,
    /// They stand together in its line.
    TogetherInLine,
    /// Each is in its id or in a name.
    InName,
    /// They stand together there, or are the first letters of a name.
    TogetherInName,
}

/// Returns the list of what fits some words, the best first, for whoever asked for it by them; nothing where nothing does.
pub fn search(asked: &str, rounds: &[&Round], medium: Medium) -> Option<String> {
    let words = words_alone(asked, " ");
    if words.is_empty() {
        return None;
    }
    let subjects = subjects(rounds);
    let mut found: Vec<(Fit, &Subject)> =
        subjects.iter().filter_map(|subject| Some((subject.fit(&words)?, subject))).collect();
    // Within what fits alike the order is that of the subjects: rules, families, clauses, keys.
    found.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    if found.is_empty() {
        return None;
    }
    let mut page = Page::new(medium);
    let (more, view) = (found.len().saturating_sub(MOST), page.view());
    page.title(&shown(asked), "by these words, the best first");
    page.gap();
    found.truncate(MOST);
    let widest = found.iter().map(|(_, subject)| subject.id.len()).max().unwrap_or(0);
    let says: Vec<String> = found.iter().map(|(_, subject)| line(subject, widest, view)).collect();
    let rows =
        found.iter().zip(&says).map(|((_, subject), says)| (&*subject.id, subject.kind.to_owned(), says.as_str()));
    page.worded_rows(&rows.collect::<Vec<_>>());
    page.gap();
    let rest = if more == 0 { String::new() } else { format!("; {} less well", count(more, "more fits", "more fit")) };
    page.prose(&format!("`bcf explain NAME` tells more of each{rest}."));
    Some(page.finish())
}

/// Returns what is said of a subject, in one line where there is room for one beside the names.
fn line(subject: &Subject, widest: usize, view: View) -> String {
    let room = view.width.saturating_sub(widest + BESIDE);
    shortened(&subject.says, if room < LEAST { LINE } else { room }, view.unicode).into_owned()
}

/// Returns everything that can be explained.
fn subjects(rounds: &[&Round]) -> Vec<Subject> {
    let rules = rules().map(|(_, rule)| Subject {
        id: rule.id.to_owned(),
        kind: "rule",
        says: rule.summary.to_owned(),
        more: rule.why.to_owned(),
        ..Subject::default()
    });
    let families = FAMILIES.iter().map(|family| Subject {
        id: family.id.to_owned(),
        kind: "family",
        says: family.summary.to_owned(),
        ..Subject::default()
    });
    let keys = keys().into_iter().map(|(path, key)| Subject {
        names: if path == STREAM_KEY { streams(rounds) } else { Vec::new() },
        id: path,
        kind: "key",
        says: key.says.to_owned(),
        ..Subject::default()
    });
    rules.chain(families).chain(clauses(rounds)).chain(keys).collect()
}

/// Returns the names of the streams of the rounds, each once.
fn streams(rounds: &[&Round]) -> Vec<String> {
    let streams = rounds.iter().flat_map(|round| &round.streams);
    let mut names: Vec<String> = streams.flat_map(|stream| [stream.id.to_string(), stream.name.to_string()]).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Returns the clauses of the rounds, each once, in its latest words and with the names of what rests on it.
fn clauses(rounds: &[&Round]) -> Vec<Subject> {
    let mut all: BTreeMap<&str, Subject> = BTreeMap::new();
    for round in rounds {
        for clause in &round.clauses {
            let subject = all.entry(&clause.id).or_default();
            subject.more.extend([subject.says.as_str(), " "]);
            subject.says = clause.says.to_string();
        }
    }
    for round in rounds {
        let facts = round
            .outline()
            .into_iter()
            .flat_map(|section| section.facts.into_iter().map(move |fact| (section.id, fact)));
        for (section, fact) in facts {
            let Some(subject) = fact.clause.as_deref().and_then(|id| all.get_mut(id)) else { continue };
            subject.names.push(fact.what);
            // Of other facts the id is that of a part of the data, which nobody calls so.
            subject.names.extend((section == STREAMS).then_some(fact.id));
        }
    }
    let named = |(id, subject): (&str, Subject)| Subject { id: id.to_owned(), kind: "clause", ..subject };
    all.into_iter().map(named).collect()
}

impl Subject {
    /// Returns how well words fit it, if they do.
    fn fit(&self, words: &str) -> Option<Fit> {
        let names: Vec<String> = self.names.iter().chain([&self.id]).map(|name| words_alone(name, " ")).collect();
        let says = words_alone(&self.says, " ");
        let fits = [
            (Fit::TogetherInName, names.iter().any(|name| has_together(name, words) || has_initials(name, words))),
            (Fit::InName, names.iter().any(|name| has_each(name, words))),
            (Fit::TogetherInLine, has_together(&says, words) || has_initials(&says, words)),
            (Fit::InLine, has_each(&says, words)),
        ];
        let best = fits.into_iter().find(|(_, fits)| *fits).map(|(fit, _)| fit);
        let somewhere = || {
            let all = names.join(" ") + " " + &says + " " + &words_alone(&self.more, " ");
            has_each(&all, words).then_some(Fit::Somewhere)
        };
        best.or_else(somewhere)
    }
}

/// Returns whether words stand together in a text, the last of them as the start of a word.
fn has_together(text: &str, words: &str) -> bool {
    format!(" {text}").contains(&format!(" {}", stem(words)))
}

/// Returns whether a text has each of some words, as the start of a word of its own.
fn has_each(text: &str, words: &str) -> bool {
    words.split(' ').all(|word| has_together(text, word))
}

/// Returns whether a word is the first letters of words that follow each other: `ibcf`, `dtoc`.
fn has_initials(text: &str, word: &str) -> bool {
    let initials: String = text.split(' ').filter_map(|word| word.chars().next()).collect();
    word.chars().count() >= INITIALS && !word.contains(' ') && initials.contains(word)
}

/// Returns words without the ending that tells many from one.
fn stem(words: &str) -> &str {
    words.strip_suffix('s').filter(|stem| stem.chars().count() > INITIALS).unwrap_or(words)
}
