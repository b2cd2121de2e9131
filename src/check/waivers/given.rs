//! A waiver of a plan as it is read, and the places it is about.

use crate::check::facts::Facts;
use crate::check::rule::{Family, Rule};
use crate::finding;
use crate::plan::{self, Field};

/// A waiver that can be read.
pub(super) struct Given<'a> {
    pub(super) waiver: &'a plan::Waiver,
    pub(super) index: usize,
    pub(super) rule: &'static Rule,
    pub(super) family: &'static Family,
    pub(super) by: &'a plan::Partner,
    pub(super) by_id: &'a str,
    pub(super) reason: &'a str,
    /// The path it is limited to; empty for the whole plan.
    pub(super) scope: String,
    pub(super) until: Option<String>,
    pub(super) expired: bool,
}

impl<'a> Given<'a> {
    pub(super) fn read(facts: &Facts<'a>, index: usize, waiver: &'a plan::Waiver) -> Option<Self> {
        let (family, rule) = crate::check::rule(waiver.rule.str()?)?;
        let by_id = waiver.by.str()?;
        let until = match &waiver.until {
            Field::Unreadable(_) => return None,
            Field::Absent => None,
            Field::Is(date, _) => date.latest(),
        };
        let scope = match &waiver.at {
            Field::Unreadable(_) => return None,
            Field::Absent => String::new(),
            Field::Is(at, _) => one_path(at),
        };
        Some(Self {
            waiver,
            index,
            rule,
            family,
            by: facts.partner(by_id)?,
            by_id,
            reason: waiver.reason.str()?,
            scope,
            until: until.map(|date| date.to_string()),
            expired: until.is_some_and(|date| date < facts.today),
        })
    }

    pub(super) fn covering(&self, facts: &Facts<'_>) -> finding::Waiver {
        finding::Waiver {
            reason: self.reason.to_owned(),
            by: self.by_id.to_owned(),
            until: self.until.clone(),
            at: facts.plan.site(&self.waiver.node.into()),
        }
    }
}

/// Returns a path in its normal form, with no more quotes than it needs, so that two paths of one place are equal.
pub(in crate::check) fn one_path(path: &str) -> String {
    let mut segments = Vec::new();
    let mut start = 0;
    for scope in scopes(path).skip(1) {
        let segment = &path[start..scope.len()];
        let quoted =
            segment.strip_prefix('"').and_then(|rest| rest.split_once('"')).filter(|(key, _)| !key.contains('\\'));
        segments
            .push(quoted.map_or_else(|| segment.to_owned(), |(key, number)| format!("{}{number}", plan::segment(key))));
        start = scope.len() + 1;
    }
    segments.join(".")
}

/// Returns the path and everything above it, and the whole plan.
pub(super) fn scopes(path: &str) -> impl Iterator<Item = &str> {
    let mut quoted = false;
    let ends = path.char_indices().filter(move |(at, c)| {
        if *c == '"' && !path[..*at].ends_with('\\') {
            quoted = !quoted;
        }
        *c == '.' && !quoted
    });
    let above = ends.map(|(at, _)| &path[..at]);
    let whole = (!path.is_empty()).then_some(path);
    std::iter::once("").chain(above).chain(whole)
}

#[cfg(test)]
mod tests {
    use super::{one_path, scopes};

    #[test]
    fn a_place_lies_within_everything_above_it() {
        let all: Vec<_> = scopes("totals.by_priority.\"BCF 6.1\".2017-18").collect();
        assert_eq!(
            all,
            [
                "",
                "totals",
                "totals.by_priority",
                "totals.by_priority.\"BCF 6.1\"",
                "totals.by_priority.\"BCF 6.1\".2017-18"
            ]
        );
        assert_eq!(one_path("sources.\"minimum\".amount.\"2017-18\""), "sources.minimum.amount.2017-18");
        assert_eq!(one_path("a.\"b c\"#2.d"), "a.\"b c\"#2.d");
        assert_eq!(scopes("").collect::<Vec<_>>(), [""]);
        assert!(scopes("sign_offs.council#2").all(|scope| scope != "sign_offs.council"));
    }
}
