//! The `[[waivers]]` entries that would set findings aside, for a person to fill in: the reason and the day are nobody
//! else's to give.

use std::collections::BTreeMap;

use super::page::gap;
use crate::check::{Checked, Givers, givers};
use crate::finding::Finding;
use crate::text::escape::shown;
use crate::write::quoted;

/// The most places that get an entry each; of more, one entry of no place covers all.
const PLACES: usize = 20;

/// Returns the entries that cover some findings of one rule in a plan, once their gaps are filled: of every place one by
/// each body that has to give it.
pub fn waivers(checked: &Checked, findings: &[&Finding]) -> String {
    let mut entries: BTreeMap<(&str, Givers), Vec<&Finding>> = BTreeMap::new();
    let places: std::collections::BTreeSet<&str> = findings.iter().map(|finding| finding.at.path.as_str()).collect();
    let is_each = places.len() <= PLACES;
    for (finding, givers) in findings.iter().zip(givers(checked, findings)) {
        let place = if is_each { finding.at.path.as_str() } else { "" };
        entries.entry((place, givers)).or_default().push(finding);
    }
    let entries = entries
        .iter()
        .flat_map(|((place, givers), about)| by(givers).into_iter().map(move |by| entry(about, place, &by)));
    entries.collect::<Vec<_>>().join("\n")
}

/// Returns the values of `by`, an entry each.
fn by(givers: &Givers) -> Vec<String> {
    match givers {
        Givers::Anyone => vec![gap("the partner that sets it aside, by id")],
        Givers::Kind(_, Some(id)) => vec![quoted(id)],
        Givers::Kind(kind, None) => vec![gap(&format!("a partner of kind {kind}, by id"))],
        Givers::Districts(ids) if ids.is_empty() => vec![gap("the district concerned, by id")],
        Givers::Districts(ids) => ids.iter().map(|id| quoted(id)).collect(),
    }
}

fn entry(about: &[&Finding], place: &str, by: &str) -> String {
    let mut out = String::new();
    match about {
        [] => {}
        [one, rest @ ..] => {
            let more = if rest.is_empty() { String::new() } else { format!("; and {} more", rest.len()) };
            out.extend(["# ", &shown(&one.message), &more, "\n[[waivers]]\nrule = ", &quoted(one.rule), "\n"]);
        }
    }
    if !place.is_empty() {
        out.extend(["at = ", &quoted(place), "\n"]);
    }
    out.extend(["reason = ", &gap("why it is set aside"), "\nby = ", by, "\n"]);
    out.extend(["until = ", &gap("the last day it holds, such as 2027-03-31, without the quotes"), "\n"]);
    out
}
