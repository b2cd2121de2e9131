//! The data of the templates is sound: every word and key of it is one of the round or of the format.

use super::*;
use crate::plan::format;
use crate::policy::round;

fn all() -> &'static Templates {
    templates()
}

#[test]
fn every_template_is_of_a_round_and_no_two_have_a_title() {
    let mut titles = Vec::new();
    for template in &all().each {
        assert!(round(&template.round).is_ok(), "{}", template.round);
        for title in template.titles.wordings() {
            assert!(!titles.contains(&title.text()), "{title:?}");
            titles.push(title.text());
            let words = all().title();
            assert!(words.fund.iter().any(|fund| fund.is_in(title.text())), "{title:?} names no fund");
            assert!(words.form.iter().any(|form| form.is_in(title.text())), "{title:?} names no form");
            let other = all().other_kinds().iter().find(|kind| kind.marks.fit(title.text()));
            assert!(other.is_none(), "{title:?} is {other:?}");
        }
    }
}

#[test]
fn every_column_is_a_key_of_the_format() {
    for template in &all().each {
        for column in all().known(template).all(|layout| &layout.columns) {
            let known = |to: &Text| format().at(to.split('.')).is_some();
            assert!(column.to.as_ref().is_none_or(known), "{column:?}");
        }
        for row in all().known(template).all(|layout| &layout.rows) {
            assert!(row.to == "value" || format().at(["metrics", &row.to]).is_some(), "{row:?}");
        }
    }
}

#[test]
fn what_a_template_names_of_its_round_is_there() {
    for template in &all().each {
        let round = round(&template.round).expect("a round");
        let own = &template.layout;
        let clause = |id: &str| round.clause(id).is_some();
        for asked in &own.requirements {
            let topic = |id: &Text| {
                round.conditions.iter().any(|one| one.id == **id) || round.topics.iter().any(|one| one.id == **id)
            };
            assert!(asked.evidence.iter().all(topic), "{}: {asked:?}", template.round);
            assert!(asked.clause.as_deref().is_none_or(clause), "{}: {asked:?}", template.round);
        }
        let topics = all().known(template).all(|layout| &layout.sheets).filter_map(|sheet| sheet.topic.as_deref());
        for topic in topics {
            let asks = |id: &str| {
                crate::policy::round_ids()
                    .filter_map(|id| crate::policy::round(id).ok())
                    .any(|round| round.topics.iter().any(|own| *own.id == *id))
            };
            assert!(asks(topic), "{topic}");
        }
        for metric in &own.metrics {
            assert!(round.metrics.iter().any(|one| one.id == *metric.kind), "{metric:?}");
        }
        for words in own.words.iter().filter(|words| words.of == "schemes.type") {
            let types = round.scheme_types.as_ref().expect("types");
            for word in words.labels.iter().map(|(_, word)| word) {
                assert!(types.words.iter().any(|known| **known == **word), "{}: {word}", template.round);
            }
        }
        for part in own.not_asked.iter().flat_map(|part| &part.at) {
            let first = part.split('.').next().unwrap_or_default();
            assert!(format().key(first).is_some(), "{part}");
        }
    }
}
