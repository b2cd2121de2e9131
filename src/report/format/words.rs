//! The values a key may have, in words.

use crate::check::Lists;
use crate::plan::shape::{Key, Names, NamesOf, Need, Needs, Series, Shape, Sign, Target, Value, WordList};
use crate::text::words::list;

/// Says what the value of a key is: `money by financial year`.
pub(super) fn what(shape: &Shape) -> String {
    match shape {
        Shape::Value(value) => one(value).to_owned(),
        Shape::List(value) => format!("a list, each {}", one(value)),
        Shape::Series(series) => by_period(series),
        Shape::Table(_) => "a section".to_owned(),
        Shape::Entries(entry) => format!("a list of tables, each {}", with_article(entry.noun)),
        Shape::Names(names) => format!("{}: {}", named(names.of), what(&names.each)),
    }
}

fn by_period(series: &Series) -> String {
    let of = match &series.each {
        Value::Money(Sign::Always) => "money, which may be negative,",
        Value::Money(Sign::Never | Sign::Where(..)) => "money",
        Value::Count => "numbers, nil or more,",
        Value::Word(_) => "words of a list",
        _ => "numbers",
    };
    let by = if series.by_period { "year, quarter or month" } else { "financial year" };
    format!("{of} by {by}")
}

fn named(of: NamesOf) -> &'static str {
    match of {
        NamesOf::Words(list) => list_name(list),
        NamesOf::Ids(Target::Partner) => "a partner's id each",
        NamesOf::Ids(_) => "an id each",
        NamesOf::Any => "names of the plan's own",
    }
}

/// Says what the words of a list are, as the keys of a table.
pub(super) const fn list_name(list: WordList) -> &'static str {
    match list {
        WordList::Streams => "the round's streams of money",
        WordList::Changes => "the round's high impact changes",
        WordList::Conditions => "the round's national conditions",
        WordList::Topics => "the round's national conditions and topics of the narrative",
        WordList::Metrics => "the round's national metrics",
        WordList::SchemeTypes => "the round's scheme types",
        WordList::Purposes => "the round's purposes of grants",
        WordList::Earmarks => "the round's earmarks",
        WordList::Published => "the streams, floors and earmarks government publishes figures of",
        WordList::Totals => "the streams, and sums over several of them",
        WordList::Commissioners => "the commissioners",
        WordList::Services => "the round's services of intermediate and short-term care",
        WordList::Rounds => "the planning rounds",
    }
}

/// Says what one value is.
fn one(value: &Value) -> &'static str {
    match value {
        Value::Text | Value::Coded { .. } => "text in quotes",
        Value::Id => "a name in quotes",
        Value::Word(_) => "a word of a list, in quotes",
        Value::RoundWord { list: WordList::Rounds, .. } => "the id of a planning round, in quotes",
        Value::RoundWord { .. } => "a word of the round's list, in quotes",
        Value::Reference { to, .. } => match to {
            Target::Partner => "a partner's id, in quotes",
            Target::Source => "a source's id or a stream, in quotes",
            Target::Metric => "a metric's id or kind, in quotes",
            Target::Scheme => "a scheme's id, in quotes",
            Target::Clause => "the id of a clause of the round, in quotes",
            Target::Rule => "a rule's id, in quotes",
            Target::Place | Target::Scope => "a dotted path into the plan, in quotes",
        },
        Value::Truth => "true or false",
        Value::Number => "a number",
        Value::NumberOrRange => "a number, or a range { from = 4.5, to = 5 }",
        Value::Count => "a number, nil or more",
        Value::Score => "a whole number from 1 to 5",
        Value::Version(_) => "the version of the format",
        Value::Money(_) => "money: 1_200 in the plan's unit, or \"£1.2k\" with its own",
        Value::Date { quarters: false } => {
            "a day (2017-09-11), a month (\"2017-11\"), a half-year (\"2017-18-H2\") or \"unknown\""
        }
        Value::Date { quarters: true } => {
            "a day (2017-09-11), a month (\"2017-11\"), a quarter (\"2017-18-Q1\"), a half-year (\"2017-18-H2\") or \"unknown\""
        }
        Value::Year => "a financial year (\"2017-18\")",
        Value::Figure => "a number, money in quotes, or a day",
    }
}

/// Says which keys a word makes necessary: "`says = \"sum\"` needs `parts` and `value`."
pub(super) fn needed(needs: &Needs) -> String {
    let keys: Vec<String> = needs.keys.iter().map(|key| format!("`{key}`")).collect();
    let two_of: Vec<String> = needs.two_of.iter().map(|key| format!("`{key}`")).collect();
    let two_of = if two_of.is_empty() { String::new() } else { format!(", and two of {}", list(&two_of)) };
    let unless = needs.unless.map(|section| format!(", or `{section}`")).unwrap_or_default();
    format!("`{} = \"{}\"` needs {}{two_of}{unless}.", needs.key, needs.word, list(&keys))
}

/// Returns the names of a table under which an amount may be negative.
pub(super) fn signed(names: &Names, lists: &Lists<'_>) -> Vec<String> {
    let NamesOf::Words(list) = names.of else { return Vec::new() };
    let words = lists.words(list).words.into_iter();
    words.filter(|word| (names.signed)(word)).map(|word| format!("`{word}`")).collect()
}

/// Says whether a key must be there.
pub(super) fn need(key: &Key) -> String {
    match key.need {
        Need::Optional => "may be left out".to_owned(),
        Need::Required | Need::Beside(_) => "required".to_owned(),
        Need::Unless(other) => format!("required unless `{other}` is there"),
    }
}

/// Returns a noun with its article.
pub(super) fn with_article(noun: &str) -> String {
    let article = if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {noun}")
}

/// Returns the value whose words are listed for a key, if it has one.
pub(super) fn worded(shape: &Shape) -> Option<&Value> {
    match shape {
        Shape::Value(value) | Shape::List(value) => Some(value),
        Shape::Series(series) => Some(&series.each),
        Shape::Table(_) | Shape::Entries(_) | Shape::Names(_) => None,
    }
}
