use std::collections::{HashMap, HashSet};

use rust_decimal::Decimal;

use super::built_in::{ABSENT, AbsentRounds, EVERY_ROUND, EveryRound};
use super::*;
use crate::finding::Basis;
use crate::money::{self, Money};
use crate::period::Date;
use crate::policy::held::List;

fn built_in() -> impl Iterator<Item = &'static Round> {
    round_ids().map(|id| round(id).unwrap_or_else(|error| panic!("{id}: {error}")))
}

fn is_kebab(id: &str) -> bool {
    !id.is_empty()
        && id
            .split('-')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()))
}

/// Returns the amounts a text names, in order.
fn amounts(text: &str) -> Vec<Money> {
    let words = text.split_whitespace().filter(|word| word.starts_with('£'));
    words.map(|word| money::parse_text(word.trim_end_matches([',', ';', ':', '.'])).unwrap().pounds).collect()
}

#[test]
fn every_built_in_round_reads_and_has_the_id_it_is_found_by() {
    for id in round_ids() {
        let round = round(id).unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(round.id, id);
        // The run takes that for proven.
        round.consistent().unwrap_or_else(|error| panic!("{id}: {error}"));
        assert!(round.years.windows(2).all(|pair| pair[0].next() == pair[1]), "{id}: years out of order");
        assert!(!round.conditions.is_empty() && round.streams.iter().any(|stream| stream.mandatory), "{id}");
        assert!(!round.not_covered.is_empty(), "{id}: no round is known whole");
    }
}

#[test]
fn what_every_round_has_reads_and_the_example_round_is_in_no_list() {
    let every: EveryRound = toml::from_str(EVERY_ROUND).unwrap();
    assert!(!every.accepted.allocations.is_empty() && !every.accepted.totals.is_empty());
    let rounds = example_rounds();
    let own = rounds.ids().find(|id| rounds.own(id).is_some()).unwrap();
    assert!(rounds.get(own).is_ok() && round(own).is_err() && round_ids().all(|id| id != own));
}

#[test]
fn ids_are_kebab_case() {
    for round in built_in() {
        for (what, ids) in round.ids() {
            for id in ids {
                assert!(is_kebab(id), "{}: {what} `{id}`", round.id);
            }
        }
        let changes = round.changes.iter().flat_map(|changes| &changes.list);
        let named = changes.chain(round.purposes.iter().flat_map(|purposes| &purposes.list));
        let words = named.map(|named| &named.id).chain(round.scheme_types.iter().flat_map(|list| &list.words));
        for word in words {
            assert!(is_kebab(word), "{}: `{word}`", round.id);
        }
    }
}

#[test]
fn a_clause_says_how_it_is_known() {
    for round in built_in() {
        for clause in &round.clauses {
            let id = &clause.id;
            assert!(clause.says.ends_with('.') && clause.says.len() > 20, "`{id}` says nothing");
            if clause.basis == Basis::Recalled {
                assert!(
                    clause.source.is_empty() && clause.at.is_empty() && clause.also.is_empty(),
                    "`{id}` cites what was not read"
                );
                continue;
            }
            assert!(!clause.at.is_empty(), "`{id}` does not say where");
            let mut accounts: Vec<&str> = clause.reported_by.iter().map(Text::as_str).collect();
            accounts.sort_unstable();
            assert!(accounts.windows(2).all(|pair| pair[0] != pair[1]), "`{id}` has an account twice");
            assert_eq!(
                clause.basis == Basis::Reported,
                !accounts.is_empty(),
                "`{id}` does not say whose account it is"
            );
            let document = round.document(&clause.source).unwrap_or_else(|| panic!("`{id}` has no document"));
            let published = document.url.is_empty() && document.title.contains("published by");
            assert!(document.url.starts_with("http") || published, "`{}` cannot be read anywhere", document.key);
            if clause.basis == Basis::Derived {
                assert!(clause.at.starts_with("derived from "), "`{id}` does not say what from");
            }
        }
    }
}

#[test]
fn every_document_is_used_and_every_waiver_names_a_body() {
    for round in built_in() {
        let used: HashSet<&str> = round
            .clauses
            .iter()
            .flat_map(|clause| clause.also.iter().chain([&clause.source]))
            .map(Text::as_str)
            .collect();
        for document in &round.documents {
            assert!(used.contains(document.key.as_str()), "{}: `{}` is not used", round.id, document.key);
            assert!(document.title.len() > 10, "`{}`", document.key);
        }
        for clause in &round.clauses {
            let body = clause.waived_by.as_deref();
            assert!(body.is_none_or(|body| ["district", "nhs-england"].contains(&body)), "`{}`", clause.id);
        }
    }
}

#[test]
fn what_is_not_checked_is_referred_to_by_nothing() {
    for round in built_in() {
        let used = round.clause_ids_in_use();
        for clause in round.clauses.iter().filter(|clause| clause.unchecked.is_some()) {
            assert!(!used.contains(&clause.id.as_str()), "`{}`", clause.id);
        }
    }
}

#[test]
fn dates_lie_in_and_about_the_round() {
    for round in built_in() {
        let (first, last) = (round.first_year().previous().start(), round.last_year().next().start());
        let mut dates: Vec<Date> = round.submission.iter().map(|deadline| deadline.by).collect();
        dates.extend(round.section_75.iter().filter_map(|agreement| agreement.by.as_ref()).map(|deadline| deadline.by));
        let updates = round.updates.iter().flat_map(|update| [Some(&update.submission), update.section_75.as_ref()]);
        dates.extend(updates.flatten().map(|deadline| deadline.by));
        dates.extend(round.streams.iter().filter_map(|stream| stream.added_after));
        dates.extend(round.dfg.iter().filter_map(|dfg| dfg.passed_by.as_ref()).map(|deadline| deadline.by));
        dates.extend(round.sign_off.iter().flat_map(|sign_off| &sign_off.bodies).filter_map(|body| body.by));
        for date in dates {
            assert!((first..=last).contains(&date.year), "{}: {}", round.id, date.year);
        }
        let months = round.bed_share.iter().map(|share| share.by);
        let ceilings = round.metrics.iter().filter_map(|metric| metric.ceiling.as_ref()).map(|ceiling| ceiling.from);
        for month in months.chain(ceilings) {
            assert!(round.has_year(month.financial_year()), "{}: {month}", round.id);
        }
        for metric in &round.metrics {
            assert!(metric.target_years.iter().all(|year| round.has_year(*year)), "{}: {}", round.id, metric.id);
        }
    }
}

#[test]
fn every_year_has_its_uplift_and_a_ceiling_that_is_not_recalled() {
    for round in built_in() {
        for year in &round.years {
            for floor in &round.floors {
                // All of them are known or none is.
                let known = floor.uplift(*year);
                assert_eq!(known.is_some(), !floor.uplift.is_empty(), "{}: {year}", round.id);
                assert!(known.is_none_or(|uplift| (Decimal::ZERO..=Decimal::TEN).contains(&uplift)));
            }
            let basis = |fund: &NationalFund| round.clause(&fund.clause).unwrap().basis;
            let of_year = || round.national.iter().filter(|fund| fund.year == *year);
            let ceiling = of_year().filter(|fund| basis(fund) > Basis::Recalled).map(|fund| fund.amount).max();
            let greatest = of_year().map(|fund| fund.amount).max();
            assert!(ceiling.is_some() && ceiling >= greatest, "{}: {year}", round.id);
        }
    }
}

/// Returns each figure and day of a round's data with the clause that gives it.
fn figures(round: &Round) -> Vec<(String, &str)> {
    let mut all: Vec<(String, &str)> = Vec::new();
    let updates = round.updates.iter().flat_map(|update| [Some(&update.submission), update.section_75.as_ref()]);
    let first = [round.submission.as_ref(), round.section_75.as_ref().and_then(|asked| asked.by.as_ref())];
    for deadline in first.into_iter().chain(updates).flatten() {
        // A clause may give the month, and then its last day is meant.
        let day = deadline.by.prose();
        all.push((day.split_once(' ').map_or(day.clone(), |(_, month)| month.to_owned()), &deadline.clause));
    }
    for floor in &round.floors {
        all.extend(
            floor
                .uplift
                .iter()
                .map(|(_, uplift)| (format!("{}%", uplift.0), floor.uplift_clause.as_deref().unwrap_or_default())),
        );
    }
    all.extend(round.caps.iter().map(|cap| (format!("{}%", cap.percent.0), cap.clause.as_str())));
    let expected = round.metrics.iter().filter_map(|metric| metric.expected.as_ref());
    all.extend(expected.map(|expected| (format!("{}%", expected.value.0), expected.clause.as_str())));
    all
}

#[test]
fn the_figures_of_a_round_stand_in_the_words_of_their_clauses() {
    for round in built_in() {
        for (figure, clause) in figures(round) {
            let says = &round.clause(clause).unwrap().says;
            assert!(says.contains(&figure), "{}: `{clause}` does not say {figure}", round.id);
        }
        for fund in &round.national {
            let says = amounts(&round.clause(&fund.clause).unwrap().says);
            assert!(says.contains(&fund.amount), "{}: `{}` does not say {}", round.id, fund.clause, fund.amount);
        }
    }
}

#[test]
fn a_plan_sent_in_once_more_keeps_the_later_deadline() {
    let day = |text: &str| Date::parse(text);
    let by = |round: &Round, sent: &str| round.submission_for(day(sent)).map(|deadline| deadline.by);
    let two_years = round("bcf-2023-25").unwrap();
    assert_eq!(by(two_years, "2023-06-28"), day("2023-06-28"));
    assert_eq!(by(two_years, "2024-03-27"), day("2023-06-28"), "before the addendum it is the first plan, late");
    assert_eq!(by(two_years, "2024-03-28"), day("2024-06-10"));
    assert_eq!(two_years.section_75_for(day("2023-11-01")).map(|deadline| deadline.by), day("2023-10-31"));
    assert_eq!(two_years.section_75_for(day("2024-09-30")).map(|deadline| deadline.by), day("2024-09-30"));
    assert_eq!(two_years.submission_for(None).map(|deadline| deadline.by), day("2024-06-10"), "when is not said");
    let with_the_fund = round("bcf-2022-23").unwrap();
    assert_eq!(by(with_the_fund, "2022-11-17"), day("2022-09-26"), "before the fund was published");
    assert_eq!(by(with_the_fund, "2022-11-18"), day("2022-12-16"));
    // Where the data does not say when the update began, it is what comes after the deadline.
    let deadline = |by: &str| Deadline { by: day(by).unwrap(), clause: "date".to_owned().into() };
    let update = Update {
        from: None,
        submission: deadline("2018-05-20"),
        section_75: None,
        years: List::default(),
        metrics: List::default(),
        metrics_clause: None,
    };
    let silent =
        Round { submission: Some(deadline("2017-09-11")), updates: [update].into_iter().collect(), ..Round::default() };
    assert_eq!(by(&silent, "2017-09-11"), day("2017-09-11"));
    assert_eq!(by(&silent, "2017-09-12"), day("2018-05-20"));
    assert_eq!(by(round("bcf-2017-19").unwrap(), "2018-01-01"), day("2017-09-11"));
}

#[test]
fn a_word_that_ended_is_followed_to_what_stands_in_its_place() {
    let elsewhere = |id: &str, list, word: &str| round(id).unwrap().elsewhere(list, word);
    let became = |id: &str, list, word: &str| {
        let found = elsewhere(id, list, word).unwrap();
        (found.round, found.by.join(" "))
    };
    let is = |round: &str, by: &str| (round.to_owned(), by.to_owned());
    assert_eq!(became("bcf-2025-26", WordsOf::Streams, "ibcf"), is("bcf-2023-25", "la-better-care-grant"));
    assert_eq!(became("bcf-2025-26", WordsOf::Streams, "winter-pressures"), is("bcf-2019-20", "la-better-care-grant"));
    assert_eq!(became("bcf-2025-26", WordsOf::Streams, "discharge-nhs"), is("bcf-2023-25", "nhs-minimum"));
    assert_eq!(became("bcf-2022-23", WordsOf::Streams, "winter-pressures"), is("bcf-2019-20", "ibcf"));
    assert_eq!(became("bcf-2025-26", WordsOf::Metrics, "delayed-transfers"), is("bcf-2019-20", ""));
    assert_eq!(became("bcf-2023-25", WordsOf::Commissioners, "ccg"), is("bcf-2022-23", "icb"));
    assert!(!elsewhere("bcf-2017-19", WordsOf::Streams, "la-better-care-grant").unwrap().ended);
    assert_eq!(elsewhere("bcf-2025-26", WordsOf::Streams, "dfg"), None, "it has it");
    assert_eq!(elsewhere("bcf-2025-26", WordsOf::Streams, "no-such-stream"), None);
}

/// Returns the share of a part in a whole, in percent to two places.
fn percent_of(parts: &[Money]) -> Decimal {
    let [part, whole] = [parts[0], parts[1]].map(|amount| amount.to_decimal().unwrap());
    (part * Decimal::ONE_HUNDRED / whole).round_dp(2)
}

/// Returns the text of a clause of a round.
fn says<'a>(round: &'a Round, id: &str) -> &'a str {
    &round.clause(id).unwrap_or_else(|| panic!("{}: `{id}`", round.id)).says
}

#[test]
fn the_figures_of_floors_agree_with_the_words_of_their_clauses() {
    for round in built_in() {
        for share in round.floors.iter().filter_map(|floor| floor.share.as_ref()) {
            let parts = amounts(says(round, &share.clause));
            assert!(!parts.is_empty() && parts.len().is_multiple_of(2), "{}: {}", round.id, share.clause);
            assert!(parts.chunks(2).all(|pair| percent_of(pair) == share.percent.0), "{}", round.id);
        }
        for terms in round.floors.iter().filter_map(|floor| floor.contingency.as_ref()) {
            let stated = [terms.cost_per_admission, terms.plausible_from, terms.plausible_to];
            assert_eq!(amounts(says(round, &terms.cost_clause)), stated, "{}", round.id);
        }
        for floor in &round.floors {
            assert_eq!(floor.uplift.is_empty(), floor.uplift_clause.is_none(), "{}", round.id);
            for (_, uplift) in &floor.uplift {
                let words = floor.uplift_clause.as_deref().map(|clause| says(round, clause));
                assert!(words.is_some_and(|words| words.contains(&format!("{}%", uplift.0))), "{}", round.id);
            }
        }
    }
}

#[test]
fn other_figures_agree_with_the_words_of_their_clauses() {
    for round in built_in() {
        for fund in &round.national {
            assert!(amounts(says(round, &fund.clause)).contains(&fund.amount), "{}: {}", round.id, fund.clause);
        }
        for ceiling in round.metrics.iter().filter_map(|metric| metric.ceiling.as_ref()) {
            assert!(says(round, &ceiling.clause).contains(&ceiling.rate.0.to_string()), "{}", round.id);
        }
        if let Some(beds) = &round.bed_share {
            let words = says(round, &beds.clause);
            assert!(words.contains(&format!("{}%", beds.percent.0)) && words.contains(&beds.by.prose()));
        }
        if let Some(clause) = round.grant_parts.as_ref().and_then(|parts| parts.falling_clause.as_deref()) {
            let falling = amounts(says(round, clause));
            assert!(falling.windows(2).all(|pair| pair[0] > pair[1]) && falling.len() == round.years.len());
        }
        if let Some(performance) = &round.performance {
            assert_eq!(amounts(says(round, &performance.clause)), [performance.part, performance.fund]);
            let halves = performance.halves.as_ref().map(|halves| (&halves.clause, halves.first_on.prose()));
            let least = performance.reduction.as_ref().map(|least| (&least.clause, format!("{}%", least.percent.0)));
            for (clause, figure) in halves.into_iter().chain(least) {
                assert!(says(round, clause).contains(&figure), "{}: `{clause}`", round.id);
            }
        }
    }
}

#[test]
fn the_words_of_a_date_name_its_month() {
    for round in built_in() {
        let mut dates: Vec<(Date, &str)> =
            round.submission.iter().map(|deadline| (deadline.by, deadline.clause.as_str())).collect();
        dates.extend(round.stages.iter().map(|stage| (stage.by, stage.clause.as_str())));
        let agreement = round.section_75.iter().filter_map(|agreement| agreement.by.as_ref());
        let passed = round.dfg.iter().filter_map(|dfg| dfg.passed_by.as_ref());
        dates.extend(agreement.chain(passed).map(|deadline| (deadline.by, deadline.clause.as_str())));
        for (date, clause) in dates {
            let says = &round.clause(clause).unwrap().says;
            assert!(says.contains(&date.month().prose()), "{}: `{clause}` does not say {}", round.id, date.prose());
        }
        let ends = round.submission.as_ref().map(|deadline| deadline.by);
        let in_order = round.stages.iter().map(|stage| stage.by).chain(ends).collect::<Vec<_>>();
        assert!(in_order.windows(2).all(|pair| pair[0] < pair[1]), "{}: stages out of order", round.id);
    }
}

#[test]
fn the_model_of_2017_19_has_eight_changes_and_its_template_sixteen_types() {
    let round = round("bcf-2017-19").unwrap();
    let adaptations = &round.dfg.as_ref().unwrap().scheme_types;
    let types = &round.scheme_types.as_ref().unwrap().words;
    assert!(types.len() == 16 && adaptations.iter().all(|kind| types.contains(kind)));
    assert_eq!(round.changes.as_ref().unwrap().list.len(), 8);
}

#[test]
fn an_id_means_the_same_in_every_round() {
    let (mut streams, mut metrics, mut clauses) = (HashMap::new(), HashMap::new(), HashMap::new());
    for round in built_in() {
        for stream in &round.streams {
            let means = (stream.name.as_str(), stream.payer, stream.grant, stream.adjustment);
            assert_eq!(*streams.entry(&stream.id).or_insert(means), means, "{}: `{}`", round.id, stream.id);
        }
        for metric in &round.metrics {
            let means = (metric.name.as_str(), metric.better, metric.unit, metric.population.as_deref());
            assert_eq!(*metrics.entry(&metric.id).or_insert(means), means, "{}: `{}`", round.id, metric.id);
        }
        for clause in &round.clauses {
            let waived = clause.waived_by.as_deref();
            assert_eq!(*clauses.entry(&clause.id).or_insert(waived), waived, "{}: `{}`", round.id, clause.id);
        }
    }
}

#[test]
fn a_round_with_several_lists_of_conditions_says_which_has_which() {
    let rounds: Vec<&Round> = built_in().filter(|round| !round.condition_lists.is_empty()).collect();
    assert!(!rounds.is_empty());
    for round in rounds {
        for condition in &round.conditions {
            assert!(!condition.listed_by.is_empty(), "{}: no list has `{}`", round.id, condition.id);
        }
        let by_all = round.conditions.iter().filter(|condition| round.is_listed_by_all(condition)).count();
        assert!(0 < by_all && by_all < round.conditions.len(), "{}: its lists do not differ", round.id);
    }
}

#[test]
fn the_lists_of_2013_have_eight_nine_and_six_conditions() {
    let round = round("bcf-2014-16").unwrap();
    let count = |list: &str| round.conditions.iter().filter(|c| c.listed_by.iter().any(|by| by == list)).count();
    assert_eq!(["lga", "barking", "leicestershire"].map(count), [8, 9, 6]);
    assert_eq!(round.conditions.iter().filter(|condition| round.is_listed_by_all(condition)).count(), 6);
}

#[test]
fn a_stream_is_in_years_of_its_round() {
    for round in built_in() {
        for stream in &round.streams {
            assert!(stream.years.iter().all(|year| round.has_year(*year)), "{}: `{}`", round.id, stream.id);
        }
        for year in &round.years {
            let of_year = round.streams.iter().filter(|stream| stream.years.is_empty() || stream.years.contains(year));
            assert!(of_year.into_iter().any(|stream| stream.mandatory), "{}: no money in {year}", round.id);
        }
    }
}

/// Reads the smallest possible round with `more` in it.
fn least(more: &str) -> Result<Round, RoundError> {
    read(&format!("id = \"x\"\nname = \"X\"\nyears = [\"2017-18\"]\n{more}"))
}

const CLAUSE: &str = "[[clauses]]\nid = \"a\"\nsays = \"A.\"\nbasis = \"recalled\"\n";

#[test]
fn a_round_needs_little() {
    assert!(least("").is_ok());
    assert!(least(&format!("{CLAUSE}[submission]\nby = \"2017-09-11\"\nclause = \"a\"")).is_ok());
    let body = "bodies = [{ body = \"board\", by = \"2017-09-11\" }, { body = \"nhs\" }]";
    let bodies = least(&format!("{CLAUSE}[sign-off]\nclause = \"a\"\n{body}")).unwrap().sign_off.unwrap().bodies;
    assert_eq!((bodies[0].by, bodies[1].by), (Date::parse("2017-09-11"), None));
}

#[test]
fn what_a_round_cannot_say_is_refused() {
    for unreadable in [
        "colour = \"red\"",
        "[submission]\nby = \"11 September\"\nclause = \"a\"",
        "[[national]]\nyear = \"2017-18\"\namount = \"5bn\"\nclause = \"a\"",
        "[[streams]]\nid = \"s\"\nname = \"S\"\npayer = \"crown\"",
        "not toml",
    ] {
        assert!(matches!(least(unreadable), Err(RoundError::Unreadable(_))), "{unreadable}");
    }
}

#[test]
fn what_a_round_refers_to_it_has() {
    let dangling = |more: &str| match least(more) {
        Err(RoundError::Dangling(what)) => what,
        other => panic!("{more}: {other:?}"),
    };
    assert_eq!(dangling("[submission]\nby = \"2017-09-11\"\nclause = \"none\""), "the clause `none`");
    let quoted = CLAUSE.replace("recalled", "quoted");
    assert_eq!(dangling(&format!("{quoted}source = \"paper\"")), "the document `paper` (clause `a`)");
    assert_eq!(dangling(&quoted), "the document `` (clause `a`)");
    assert_eq!(dangling(&format!("{CLAUSE}also = [\"paper\"]")), "the document `paper` (clause `a`)");
    assert_eq!(dangling(&format!("{CLAUSE}[dfg]\nstream = \"dfg\"\nscheme-types = []")), "the stream `dfg`");
    assert_eq!(dangling("condition-lists = [\"paper\"]"), "the document `paper`");
    let listed = "[[conditions]]\nid = \"a\"\nname = \"A\"\nclause = \"a\"\nlisted-by = [\"paper\"]";
    assert_eq!(dangling(&format!("{CLAUSE}{listed}")), "the list `paper`");
    assert!(matches!(read("id = \"x\"\nname = \"X\"\nyears = []"), Err(RoundError::Dangling(_))));
    assert!(matches!(least(&format!("{CLAUSE}{CLAUSE}")), Err(RoundError::Twice(what)) if what == "the clause `a`"));
}

#[test]
fn a_round_that_cannot_be_checked_says_why() {
    let absent: AbsentRounds = toml::from_str(ABSENT).unwrap();
    assert!(!absent.rounds.is_empty());
    for missing in &absent.rounds {
        assert!(!round_ids().any(|id| id == missing.id), "`{}` is not absent", missing.id);
        let error = round(&missing.id).unwrap_err().to_string();
        assert_eq!(error, format!("there is no planning round `{}`: {}", missing.id, missing.reason));
    }
    assert_eq!(absent_reason("bcf-1999-00"), None);
    assert_eq!(round("bcf-1999-00").unwrap_err().to_string(), "there is no planning round `bcf-1999-00`");
}
