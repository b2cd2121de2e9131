//! The things of a plan by the words of their names and by their values.

use foldhash::{HashMap, HashMapExt};
use rust_decimal::Decimal;

use super::builder;
use super::thing::Thing;
use super::tie::Measured;
use super::words::{self, WordId, Words};

/// A value of a thing: the thing, and the place among its entries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Candidate {
    pub thing: u32,
    pub entry: u32,
}

impl Candidate {
    /// Returns the value at a place among the entries of a thing.
    pub(super) fn of(thing: usize, entry: usize) -> Self {
        Self { thing: builder::index(thing), entry: builder::index(entry) }
    }
}

/// A name of a thing.
#[derive(Clone, Debug)]
struct Name {
    thing: u32,
    /// True where it is the name of whom the thing is of, and not of the thing.
    is_whose: bool,
    /// The weight of its words together.
    weight: u32,
}

/// The things of a plan, to be found.
#[derive(Debug)]
pub(super) struct Index {
    pub words: Words,
    names: Vec<Name>,
    /// The names that have a word, by the word's place.
    named: Vec<Vec<u32>>,
    /// The weight of each word, by its place: a rare one has more.
    weights: Vec<u32>,
    /// Short forms with the words they are short for.
    short: HashMap<WordId, Vec<WordId>>,
    values: Vec<(Measured, Decimal, Candidate)>,
    /// The most by which rounding can have moved a value, by its kind.
    slack: Vec<(Measured, Decimal)>,
}

/// The words around a figure, each with how near it is, from 0 to 10; and the names they cover.
#[derive(Debug, Default)]
pub(super) struct Around {
    near: Vec<u8>,
    met: Vec<WordId>,
    sums: Vec<u32>,
    hits: Vec<u8>,
    touched: Vec<u32>,
}

/// The most names a word may be in and still tell one from another.
const COMMON: (usize, usize) = (32, 200);

impl Index {
    pub(super) fn new(things: &[Thing]) -> Self {
        let mut index = Self {
            words: Words::new(),
            names: Vec::new(),
            named: Vec::new(),
            weights: Vec::new(),
            short: HashMap::new(),
            values: Vec::new(),
            slack: Vec::new(),
        };
        let mut spelt: Vec<Vec<WordId>> = Vec::new();
        for (n, thing) in things.iter().enumerate() {
            let thing_place = builder::index(n);
            let names = thing.names.iter().map(|name| (name, false));
            for (name, is_whose) in names.chain(thing.whose.iter().map(|name| (name, true))) {
                let words = index.learn(name);
                if words.is_empty() {
                    continue;
                }
                for initials in words::initials(name) {
                    let short = index.words.learn(&initials);
                    index.short.entry(short).or_insert_with(|| words.clone());
                }
                index.names.push(Name { thing: thing_place, is_whose, weight: 0 });
                spelt.push(words);
            }
            index.add_values(n, thing);
        }
        index.weigh(&spelt);
        index.values.sort_unstable();
        index
    }

    /// Returns the words of a name that say something, each once.
    fn learn(&mut self, name: &str) -> Vec<WordId> {
        let spoken = words::spoken(name);
        let saying = spoken.iter().filter(|spoken| !words::is_empty(&spoken.word));
        let mut learnt: Vec<WordId> = saying.map(|spoken| self.words.learn(&spoken.word)).collect();
        learnt.sort_unstable();
        learnt.dedup();
        learnt
    }

    fn add_values(&mut self, place: usize, thing: &Thing) {
        for (n, entry) in thing.entries.iter().enumerate() {
            let candidate = Candidate::of(place, n);
            for value in &entry.places {
                self.values.push((thing.unit, value.value.abs(), candidate));
                match self.slack.iter_mut().find(|(unit, _)| *unit == thing.unit) {
                    Some((_, most)) => *most = (*most).max(value.slack),
                    None => self.slack.push((thing.unit, value.slack)),
                }
            }
        }
    }

    fn weigh(&mut self, spelt: &[Vec<WordId>]) {
        self.named = vec![Vec::new(); self.words.len()];
        for (n, words) in spelt.iter().enumerate() {
            for word in words {
                self.named[word.place()].push(builder::index(n));
            }
        }
        let all = spelt.len().max(1);
        let most = (all / 2).clamp(COMMON.0, COMMON.1);
        let weight = |names: &Vec<u32>| match names.len() {
            0 => 0,
            count if count > most => 0,
            count => 10 * (1 + (4 * all / count).ilog2()),
        };
        self.weights = self.named.iter().map(weight).collect();
        for (name, words) in self.names.iter_mut().zip(spelt) {
            name.weight = words.iter().map(|word| self.weights[word.place()]).sum();
        }
    }

    /// Learns a short form that the narrative explains: `Intensive Community Support (ICS)`.
    pub(super) fn explain(&mut self, short: &str, long: &[&str]) {
        let known: Vec<WordId> = long.iter().filter_map(|word| self.words.get(word)).collect();
        if known.len() * 2 >= long.len() && !known.is_empty() {
            let short = self.know(short);
            self.short.entry(short).or_insert(known);
        }
    }

    /// Returns a word that is known from now on, and that names nothing by itself if it did not before.
    pub(super) fn know(&mut self, word: &str) -> WordId {
        let word = self.words.learn(word);
        if word.place() >= self.named.len() {
            self.named.resize(word.place() + 1, Vec::new());
            self.weights.resize(word.place() + 1, 0);
        }
        word
    }

    /// Returns the values of a kind from one to another, the least first.
    pub(super) fn between(&self, unit: Measured, from: Decimal, to: Decimal) -> impl Iterator<Item = Candidate> + '_ {
        let start = self.values.partition_point(|(kind, value, _)| (*kind, *value) < (unit, from));
        let rest = self.values[start..].iter();
        rest.take_while(move |(kind, value, _)| *kind == unit && *value <= to).map(|(.., candidate)| *candidate)
    }

    /// Returns whether a thing has a word in one of its names.
    pub(super) fn names(&self, thing: u32, word: WordId) -> bool {
        let named = self.named.get(word.place()).map(Vec::as_slice).unwrap_or_default();
        named.iter().any(|name| self.names[*name as usize].thing == thing)
    }

    /// Returns the most by which rounding can have moved a value of a kind.
    pub(super) fn slack(&self, unit: Measured) -> Decimal {
        self.slack.iter().find(|(kind, _)| *kind == unit).map_or(Decimal::ZERO, |(_, slack)| *slack)
    }
}

impl Around {
    /// Forgets every word.
    pub(super) fn clear(&mut self, index: &Index) {
        self.near.resize(index.words.len(), 0);
        self.sums.resize(index.names.len(), 0);
        self.hits.resize(index.names.len(), 0);
        for word in self.met.drain(..) {
            self.near[word.place()] = 0;
        }
        self.forget();
    }

    fn forget(&mut self) {
        for name in self.touched.drain(..) {
            self.sums[name as usize] = 0;
            self.hits[name as usize] = 0;
        }
    }

    /// Adds a word, so near.
    pub(super) fn add(&mut self, index: &Index, word: WordId, near: u8) {
        self.meet(word, near);
        if let Some(long) = index.short.get(&word) {
            for word in long {
                self.meet(*word, near);
            }
        }
    }

    fn meet(&mut self, word: WordId, near: u8) {
        let Some(known) = self.near.get_mut(word.place()) else { return };
        if *known == 0 {
            self.met.push(word);
        }
        *known = near.max(*known);
    }

    /// Returns how near a word is; 0 where it is not there.
    pub(super) fn near(&self, word: WordId) -> u8 {
        self.near.get(word.place()).copied().unwrap_or(0)
    }

    /// Returns how much of their names the words cover, from 0 to 100: things with their scores, each thing once, in the
    /// order of the things. `in_row`: the figure is alone in a row, which may be named by whom it is of.
    pub(super) fn scores(&mut self, index: &Index, in_row: bool) -> Vec<(u32, i32)> {
        self.forget();
        for word in &self.met {
            let (near, weight) = (u32::from(self.near[word.place()]), index.weights[word.place()]);
            if weight == 0 {
                continue;
            }
            for name in &index.named[word.place()] {
                let at = *name as usize;
                if self.sums[at] == 0 {
                    self.touched.push(*name);
                }
                self.sums[at] += near * weight;
                self.hits[at] = self.hits[at].saturating_add(1);
            }
        }
        let mut scores: Vec<(u32, i32)> = Vec::with_capacity(self.touched.len());
        for name in &self.touched {
            let at = *name as usize;
            let named = &index.names[at];
            let covered = 10 * self.sums[at] / named.weight.max(1);
            // One word alone says little, however much of a short name it is.
            let most = match self.hits[at] {
                _ if named.is_whose && !in_row => 40,
                1 => 70,
                2 => 90,
                _ => 100,
            };
            scores.push((named.thing, i32::try_from(covered.min(most)).unwrap_or(100)));
        }
        scores.sort_unstable_by_key(|(thing, score)| (*thing, -*score));
        scores.dedup_by_key(|(thing, _)| *thing);
        scores
    }
}
