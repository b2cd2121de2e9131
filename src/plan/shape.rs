//! The plan format as data: its sections and keys with what each is for, as the sections' own declarations describe it.

use crate::plan::words::Word;

/// A table of the format: the plan itself, a section, an entry of a list.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its keys, in the order of the format.
    pub keys: Vec<Key>,
    /// The shape of every other key, where there may be others.
    pub others: Option<Box<Names>>,
    /// Keys that a word under another key makes necessary.
    pub needs: Vec<Needs>,
}

/// A key of a table.
#[derive(Clone, Debug)]
pub struct Key {
    /// The key as plans write it.
    pub name: &'static str,
    /// A sentence that says what it is for.
    pub says: &'static str,
    /// The conditions under which a table must have it.
    pub need: Need,
    /// The shape of its value.
    pub shape: Shape,
    /// True when a plan rolled into a later round takes it over as it was.
    pub lasts: bool,
}

/// The conditions under which a table must have a key.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// It may be left out.
    #[default]
    Optional,
    /// It must be there.
    Required,
    /// It must be there unless this other key is.
    Unless(&'static str),
    /// It must be there where this other key is.
    Beside(&'static str),
}

/// Keys that a word under another key makes necessary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needs {
    /// The key that holds the word.
    pub key: &'static str,
    /// The word.
    pub word: &'static str,
    /// The keys it needs.
    pub keys: &'static [&'static str],
    /// The keys of which it needs two, whichever they are; empty for most words.
    pub two_of: &'static [&'static str],
    /// The section of the plan that says the same, so that the keys are not needed beside it.
    pub unless: Option<&'static str>,
}

/// The shapes of what a key holds.
#[derive(Clone, Debug)]
pub enum Shape {
    /// One value.
    Value(Value),
    /// A list of values.
    List(Value),
    /// Values by year or period.
    Series(Series),
    /// A table with keys of the format.
    Table(Table),
    /// A list of tables.
    Entries(Entry),
    /// A table with names for keys.
    Names(Box<Names>),
}

/// Values by year or period.
#[derive(Clone, Debug)]
pub struct Series {
    /// Each of them.
    pub each: Value,
    /// True when quarters and months may be keys too, not only financial years.
    pub by_period: bool,
    /// The role of the figures.
    pub role: Role,
}

/// An entry of a list of tables.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The name of one in a sentence: `spend line`.
    pub noun: &'static str,
    /// A sentence that says what one is.
    pub says: &'static str,
    /// The key by which an entry without an id is known in dotted paths.
    pub known_by: Option<&'static str>,
    /// Its keys.
    pub table: Table,
}

/// A table with names for keys.
#[derive(Clone, Debug)]
pub struct Names {
    /// The kind of the names.
    pub of: NamesOf,
    /// The shape of each value.
    pub each: Shape,
    /// The names under which an amount may be negative.
    pub signed: fn(&str) -> bool,
}

/// The kinds of names that a table may have for keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamesOf {
    /// Words of a list of the round.
    Words(WordList),
    /// Ids of something in the plan.
    Ids(Target),
    /// The plan's own.
    Any,
}

/// The kinds of single values.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text in quotes.
    Text,
    /// Text of this form, as a pattern, with an example of one.
    Coded {
        /// The pattern.
        pattern: &'static str,
        /// The example.
        sample: &'static str,
    },
    /// The entry's own name.
    Id,
    /// A word of a list of the format.
    Word(Vec<&'static str>),
    /// A word of a list of the round. `or_id`: it is the entry's name too where the entry has no id.
    RoundWord {
        /// The list.
        list: WordList,
        /// True when it names the entry.
        or_id: bool,
    },
    /// The id of something in the plan.
    Reference {
        /// The kind of thing it names.
        to: Target,
        /// A word that is allowed instead.
        or: Option<&'static str>,
    },
    /// True or false.
    Truth,
    /// A plain number.
    Number,
    /// A plain number, or a table with the two ends of a range.
    NumberOrRange,
    /// A number, nil or more.
    Count,
    /// A whole number from 1 to 5.
    Score,
    /// The version of the format, which must be this.
    Version(i64),
    /// An amount of money.
    Money(Sign),
    /// A day, a month, a half-year or `unknown`; a quarter too where `quarters` says so.
    Date {
        /// True when a quarter is taken for its last month.
        quarters: bool,
    },
    /// A financial year in quotes.
    Year,
    /// A plain number, money in quotes, or a day.
    Figure,
}

/// The conditions under which an amount may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Never.
    Never,
    /// Always.
    Always,
    /// If the entry has this word under this key.
    Where(&'static str, &'static str),
}

/// A list of a round whose words plans use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WordList {
    /// Kinds of `[[sources]]`.
    Streams,
    /// High impact changes.
    Changes,
    /// National conditions.
    Conditions,
    /// National conditions and topics of the narrative.
    Topics,
    /// Kinds of `[[metrics]]`.
    Metrics,
    /// Types of `[[schemes]]`.
    SchemeTypes,
    /// Purposes of grants.
    Purposes,
    /// Amounts set aside inside the streams.
    Earmarks,
    /// Figures that government publishes for an area.
    Published,
    /// Sums a plan may state.
    Totals,
    /// Commissioners that spend.
    Commissioners,
    /// Services whose capacity is planned.
    Services,
    /// The rounds there are.
    Rounds,
}

/// The targets of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A partner, by id.
    Partner,
    /// A source, by id, or a stream of the round.
    Source,
    /// A metric, by id or kind, or a metric of the round.
    Metric,
    /// A scheme, by id.
    Scheme,
    /// A clause of the round that is left for a person to judge.
    Clause,
    /// A rule of the program.
    Rule,
    /// A place in the plan, by its dotted path.
    Place,
    /// A place in the plan that may be gone or not there yet.
    Scope,
}

impl Target {
    /// Returns the list of the round whose words are allowed instead of an id.
    pub const fn words(self) -> Option<WordList> {
        match self {
            Self::Source => Some(WordList::Streams),
            Self::Metric => Some(WordList::Metrics),
            Self::Partner | Self::Scheme | Self::Clause | Self::Rule | Self::Place | Self::Scope => None,
        }
    }
}

/// The roles of the figures of a series, which say which years may be there and which must.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Money coming in: every year of the round is stated.
    In,
    /// Money spent, passed on or held back: every year of the round is stated.
    Out,
    /// A part of something, a total, a minimum, a number of what is planned: years of the round.
    Part,
    /// Published by government: years of the round, and of a floor's baseline the year before.
    Published,
    /// Facts and measurements: the past too, but nothing after the round.
    History,
    /// Spent in the end, or held back: years of the round. No sum of the plan reads it.
    Spent,
    /// Stated of the years before the round, beside the plan's own. No sum of the plan reads it.
    Before,
}

impl Role {
    /// Returns whether a period before the round is allowed.
    pub const fn takes_the_past(self) -> bool {
        matches!(self, Self::History | Self::Before)
    }

    /// Returns whether a period of the round is allowed.
    pub const fn takes_the_round(self) -> bool {
        !matches!(self, Self::Before)
    }

    /// Returns whether the figures are of the plan itself, and not of what came before or after it.
    pub const fn is_planned(self) -> bool {
        !matches!(self, Self::History | Self::Spent | Self::Before)
    }

    /// Returns whether every year of the round must be stated.
    pub const fn is_complete(self) -> bool {
        matches!(self, Self::In | Self::Out)
    }
}

impl Table {
    /// Returns the key called `name`.
    pub fn key(&self, name: &str) -> Option<&Key> {
        self.keys.iter().find(|key| key.name == name)
    }

    /// Returns the shape at the end of a path of keys and names, which leaves out the numbers of list entries.
    pub fn at<'a, 's>(&'s self, way: impl IntoIterator<Item = &'a str>) -> Option<&'s Shape> {
        let mut way = way.into_iter();
        let mut shape = self.under(way.next()?)?;
        for name in way {
            shape = shape.under(name)?;
        }
        Some(shape)
    }

    fn under(&self, name: &str) -> Option<&Shape> {
        self.key(name).map(|key| &key.shape).or_else(|| self.others.as_ref().map(|names| &names.each))
    }
}

impl Value {
    /// Returns the list of the round whose words may be there.
    pub const fn word_list(&self) -> Option<WordList> {
        match self {
            Self::RoundWord { list, .. } => Some(*list),
            Self::Reference { to, .. } => to.words(),
            _ => None,
        }
    }
}

impl Shape {
    /// Returns the keys of the table, or of each table of the list, that has this shape; nothing for other shapes.
    pub fn table(&self) -> Option<&Table> {
        match self {
            Self::Table(table) => Some(table),
            Self::Entries(entry) => Some(&entry.table),
            Self::Value(_) | Self::List(_) | Self::Series(_) | Self::Names(_) => None,
        }
    }

    fn under(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Table(table) => table.under(name),
            Self::Entries(entry) => entry.table.under(name),
            Self::Names(names) => Some(&names.each),
            Self::Value(_) | Self::List(_) | Self::Series(_) => None,
        }
    }
}

/// Returns the words of a list of the format.
pub(super) fn words_of<W: Word>() -> Vec<&'static str> {
    W::ALL.iter().map(|(word, _)| *word).collect()
}
