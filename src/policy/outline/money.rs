//! Streams, floors, grants, earmarks and the national fund.

use super::fact::{Fact, listed, percent, years};
use crate::period::Year;
use crate::policy::held::Text;
use crate::policy::{Floor, Payer, Percent, Round, Stream};

impl Round {
    pub(super) fn stream_facts(&self) -> Vec<Fact> {
        let mut facts: Vec<Fact> = self.streams.iter().map(|stream| self.stream_fact(stream)).collect();
        let known = self.streams.iter().filter_map(|stream| Some((stream, stream.payer_clause.as_deref()?)));
        facts.extend(known.map(|(stream, clause)| {
            let (id, what) = (format!("{}.payer", stream.id), format!("{}, who pays it in", stream.name));
            Fact::new(id, what, Some(clause)).text(payer(stream))
        }));
        facts
    }

    fn stream_fact(&self, stream: &Stream) -> Fact {
        let mut says =
            vec![payer(stream).to_owned(), if stream.mandatory { "mandatory" } else { "voluntary" }.to_owned()];
        if stream.grant {
            says.push("a grant".to_owned());
        }
        if stream.agreed {
            says.push("its amount is agreed, not published".to_owned());
        }
        if stream.same_as_last_year {
            says.push("the amount of the year before".to_owned());
        }
        if let Some(day) = stream.added_after {
            says.push(format!("added after {}", day.prose()));
        }
        if stream.before_pool {
            says.push("in no minimum".to_owned());
        }
        if stream.adjustment {
            says.push("may be negative".to_owned());
        }
        if !stream.years.is_empty() && stream.years != self.years {
            says.push(format!("in {}", years(&stream.years)));
        }
        Fact::new(&stream.id, &stream.name, stream.clause.as_deref()).text(says.join(", "))
    }

    pub(super) fn floor_facts(&self) -> Vec<Fact> {
        self.floors.iter().flat_map(floor).collect()
    }

    pub(super) fn grant_facts(&self) -> Vec<Fact> {
        let mut facts = Vec::new();
        for purposes in &self.purposes {
            let of = listed(&purposes.streams);
            facts.extend(purposes.list.iter().map(|purpose| {
                let id = format!("purposes.{}", purpose.id);
                Fact::new(id, format!("purpose of {of}"), Some(&purposes.clause)).text(&purpose.name)
            }));
        }
        if let Some(parts) = &self.grant_parts {
            facts.push(Fact::new("grant-parts", "shown apart", Some(&parts.clause)).words(&parts.streams));
            if let Some(falling) = &parts.falling {
                let clause = parts.falling_clause.as_deref();
                facts.push(Fact::new("grant-parts.falling", "does not grow from year to year", clause).text(falling));
            }
        }
        facts.extend(self.earmarks.iter().map(|earmark| {
            let id = format!("earmarks.{}", earmark.id);
            Fact::new(id, &earmark.name, Some(&earmark.clause)).text(format!("an amount inside {}", earmark.stream))
        }));
        facts.extend(self.caps.iter().map(|cap| {
            let text = format!("at most {} of {}", percent(cap.percent.0), listed(&cap.streams));
            Fact::new(format!("caps.{}", cap.earmark), &cap.name, Some(&cap.clause)).text(text)
        }));
        if let Some(dfg) = &self.dfg {
            facts.push(Fact::new("dfg", "scheme types the grant is for", None).words(&dfg.scheme_types));
        }
        facts
    }

    pub(super) fn national_facts(&self) -> Vec<Fact> {
        let fund = |fund: &crate::policy::NationalFund| {
            let of = |stream: &str| self.stream(stream).map_or(stream, |stream| &stream.name).to_owned();
            let (id, what) = match fund.stream.as_deref() {
                None => (format!("{}.{}", fund.year, fund.clause), fund.year.prose()),
                Some(stream) => (
                    format!("{}.{stream}.{}", fund.year, fund.clause),
                    format!("{}, {}", fund.year.prose(), of(stream)),
                ),
            };
            Fact::new(id, what, Some(&fund.clause)).amount(fund.amount)
        };
        self.national.iter().map(fund).collect()
    }
}

const fn payer(stream: &Stream) -> &'static str {
    match stream.payer {
        Payer::Nhs => "from the NHS",
        Payer::Council => "from the council",
    }
}

fn floor(floor: &Floor) -> Vec<Fact> {
    let fact = |part: &str, what: &str, clause: &str| {
        let id = if part.is_empty() { floor.id.to_string() } else { format!("{}.{part}", floor.id) };
        Fact::new(id, what, Some(clause))
    };
    let mut facts = vec![
        fact("", &floor.name, &floor.clause),
        fact("counting", "what counts towards it", &floor.counting).text(format!("lines of {}", floor.stream)),
    ];
    facts.extend(counts(floor, fact));
    if floor.stated {
        facts.push(fact("stated", "where no minimum is published, the one a plan states is required", &floor.clause));
    }
    if let Some(year) = floor.baseline_year {
        let clause = floor.baseline_clause.as_deref().unwrap_or(&floor.clause);
        facts.push(fact("baseline", "what it starts from", clause).text(year.prose()));
        facts.extend(uplifts(floor, fact));
    }
    facts.extend(keys(floor, fact));
    if let Some(clause) = &floor.offset_clause {
        facts.push(fact("not-offset-by", "may not be counted instead", clause).words(&floor.not_offset_by));
    }
    if let Some(share) = &floor.share {
        let text = format!("{} of {}", percent(share.percent.0), floor.stream);
        facts.push(fact("share", "the floor where none is published", &share.clause).text(text));
    }
    if let Some(contingency) = &floor.contingency {
        let what = "contingency against reductions of admissions that are missed";
        facts.push(fact("contingency", what, &contingency.clause));
        let cost = format!(
            "{} unless the plan says otherwise; plausible from {} to {}",
            contingency.cost_per_admission, contingency.plausible_from, contingency.plausible_to
        );
        facts.push(fact("contingency.cost", "what an admission costs", &contingency.cost_clause).text(cost));
    }
    facts
}

/// Returns what a floor's lines must be to count, a fact for each limit.
fn counts(floor: &Floor, fact: impl Fn(&str, &str, &str) -> Fact) -> Vec<Fact> {
    let counts = &floor.counts;
    let words = [
        ("counts.areas", "areas of spend that count", words_of(&counts.areas, |word| word.word())),
        ("counts.not-areas", "areas of spend that do not count", words_of(&counts.not_areas, |word| word.word())),
        (
            "counts.commissioners",
            "commissioners whose lines count",
            words_of(&counts.commissioners, |word| word.word()),
        ),
    ];
    let truths = [
        ("counts.joint-by-nhs-share", "a joint line counts by the NHS's share of it", counts.joint_by_nhs_share),
        ("counts.contingency", "the contingency a plan holds back counts", counts.contingency),
    ];
    let words = words.into_iter().filter(|(.., words)| !words.is_empty());
    let words = words.map(|(part, what, words)| fact(part, what, &floor.counting).words(words));
    let truths = truths.into_iter().filter(|(.., is)| *is).map(|(part, what, _)| fact(part, what, &floor.counting));
    words.chain(truths).collect()
}

fn words_of<W>(words: &[W], word: impl Fn(&W) -> &'static str) -> Vec<String> {
    words.iter().map(|one| word(one).to_owned()).collect()
}

/// Returns where a plan gives figures of a floor beside those that go by its id.
fn keys(floor: &Floor, fact: impl Fn(&str, &str, &str) -> Fact) -> Vec<Fact> {
    let baseline_clause = floor.baseline_clause.as_deref().unwrap_or(&floor.clause);
    let baseline = floor.baseline_key.iter().map(|key| {
        let what = "where a plan gives what it starts from";
        fact("baseline-key", what, baseline_clause).text(format!("allocations.{key}"))
    });
    let surplus = floor.surplus_key.iter().map(|key| {
        let what = "where a plan states what it plans beyond it";
        fact("surplus-key", what, &floor.clause).text(format!("totals.{key}"))
    });
    baseline.chain(surplus).collect()
}

/// Returns the uplift of each year of a floor, or the fact that it is not known.
fn uplifts(floor: &Floor, fact: impl Fn(&str, &str, &str) -> Fact) -> Vec<Fact> {
    let clause = floor.uplift_clause.as_deref().unwrap_or(&floor.clause);
    if floor.uplift.is_empty() {
        return vec![fact("uplift", "uplift", clause).text("not known")];
    }
    let of_year = |(year, rate): &(Text, Percent)| {
        let prose = Year::parse(year).map_or_else(|| year.to_string(), Year::prose);
        let room = floor.uplift_tolerance.as_ref().map_or_else(String::new, |points| {
            format!(", an area's own within {} percentage points", points.0.normalize())
        });
        let above = if floor.uplift_above_published { ", also above a published floor" } else { "" };
        let text = format!("{}{room}{above}", percent(rate.0));
        fact(&format!("uplift.{year}"), &format!("uplift for {prose}"), clause).text(text)
    };
    floor.uplift.iter().map(of_year).collect()
}
