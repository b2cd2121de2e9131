//! The schema of plans: every key of the plan format, in the words of an analyst.
//!
//! It accepts what the reader and the lists of the rounds accept, but for what the way to JSON loses: how a number was
//! written (hexadecimal, with an exponent, finer than a penny, too large for the unit, with more digits than a decimal holds) and
//! whether a date stood in quotes. With several rounds a word of any of them is accepted; the check knows which round it is.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::forms::{
    DRAFT, Key, entries, like, may, need, number, refer, table, text, texts, titled, truth, with, word, words, words_of,
};
use super::patterns;
use crate::check::{Vocabulary, rules};
use crate::plan::{
    AreaOfSpend, Commissioner, Cover, Direction, Maturity, MoneyUnit, PartnerKind, PlanStatus, Provider, Rag,
    Reporting, RiskPurpose, Role, Says, Tiers, ValueUnit, is_surplus,
};
use crate::policy::Round;

/// The schema of plans of these rounds.
pub fn plan(rounds: &[&Round]) -> Value {
    let lists = Lists::new(rounds);
    let keys = [head(rounds), bodies(), money(&lists), delivery(&lists), rest(&lists)].into_iter().flatten();
    let schema = table("A Better Care Fund plan: one area, one planning round.", keys);
    with(titled("Better Care Fund plan", schema), json!({ "$schema": DRAFT, "definitions": definitions(rounds) }))
}

/// Which list of a round is meant.
type Pick = for<'a, 'r> fn(&'a Vocabulary<'r>) -> &'a Vec<&'r str>;

/// The lists of all rounds together, and the names people use for the words.
struct Lists<'r> {
    rounds: Vec<Vocabulary<'r>>,
    names: BTreeMap<&'r str, &'r str>,
}

impl<'r> Lists<'r> {
    fn new(rounds: &[&'r Round]) -> Self {
        let mut names = BTreeMap::new();
        for round in rounds {
            names.extend(round.streams.iter().map(|s| (s.id.as_str(), s.name.as_str())));
            names.extend(round.conditions.iter().map(|c| (c.id.as_str(), c.name.as_str())));
            names.extend(round.topics.iter().map(|t| (t.id.as_str(), t.name.as_str())));
            names.extend(round.metrics.iter().map(|m| (m.id.as_str(), m.name.as_str())));
            names.extend(round.earmarks.iter().map(|e| (e.id.as_str(), e.name.as_str())));
            let changes = round.changes.iter().flat_map(|changes| &changes.list);
            names.extend(
                changes.chain(round.purposes.iter().flat_map(|p| &p.list)).map(|n| (n.id.as_str(), n.name.as_str())),
            );
        }
        Self { rounds: rounds.iter().copied().map(Vocabulary::of).collect(), names }
    }

    /// The words of a list over all rounds, and whether they are all: a round without the list takes any word.
    fn of(&self, list: Pick) -> (Vec<&'r str>, bool) {
        let mut words: Vec<&str> = Vec::new();
        for round in &self.rounds {
            words.extend(list(round).iter().filter(|word| !words.contains(word)).copied().collect::<Vec<_>>());
        }
        let closed = !words.is_empty() && self.rounds.iter().all(|round| !list(round).is_empty());
        (words, closed)
    }

    /// One word of a list.
    fn word(&self, description: &str, list: Pick) -> Value {
        with(json!({ "description": description }), self.choice(list))
    }

    /// Several words of a list.
    fn words(&self, description: &str, list: Pick) -> Value {
        json!({ "type": "array", "description": description, "items": self.choice(list) })
    }

    fn choice(&self, list: Pick) -> Value {
        let (words, closed) = self.of(list);
        if words.is_empty() {
            return json!({ "type": "string" });
        }
        let named: Vec<&str> = words.iter().map(|word| self.names.get(word).copied().unwrap_or_default()).collect();
        let known = json!({ "enum": words, "x-taplo": { "docs": { "enumValues": named } } });
        // Words that are not all are completed by an editor, and others are let through.
        if closed {
            with(json!({ "type": "string" }), known)
        } else {
            json!({ "type": "string", "anyOf": [known, { "type": "string" }] })
        }
    }

    /// A table of `each` whose keys are words of a list.
    fn by_word(&self, description: &str, each: &str, list: Pick) -> Value {
        let (known, closed) = self.of(list);
        let keys: Map<String, Value> =
            known.iter().map(|word| ((*word).to_owned(), self.amounts_of(word, each))).collect();
        let other = if closed { json!(false) } else { refer(each) };
        json!({ "type": "object", "description": description, "properties": keys, "additionalProperties": other })
    }

    fn amounts_of(&self, word: &str, each: &str) -> Value {
        let name = self.names.get(word).map_or_else(|| word.replace('-', " "), |name| (*name).to_owned());
        like(each, &format!("{name}, by financial year."))
    }
}

/// Texts that are completed from a list and may be any other.
fn open_word<'a>(description: &str, known: impl IntoIterator<Item = &'a str>) -> Value {
    let known: Vec<&str> = known.into_iter().collect();
    json!({ "description": description, "type": "string", "anyOf": [{ "enum": known }, { "type": "string" }] })
}

fn amounts(description: &str) -> Value {
    like("amounts", description)
}

fn numbers(description: &str) -> Value {
    like("numbers", description)
}

fn values(description: &str) -> Value {
    like("values", description)
}

fn date(description: &str) -> Value {
    like("date", description)
}

fn an_amount(description: &str) -> Value {
    like("money", description)
}

fn an_id() -> Key {
    may("id", text("A name of its own for this entry, in lower case with hyphens; findings and waivers use it."))
}

fn definitions(rounds: &[&Round]) -> Value {
    let years: Vec<String> = rounds.iter().flat_map(|round| &round.years).map(ToString::to_string).collect();
    let by = |key: String, each: &Value, what: &str| {
        let known: Map<String, Value> = years.iter().map(|year| (year.clone(), each.clone())).collect();
        let others = BTreeMap::from([(key, each)]);
        json!({ "type": "object", "description": what, "properties": known, "patternProperties": others, "additionalProperties": false })
    };
    let by_year = |each: &Value| by(patterns::year_key(), each, "By financial year, written 2017-18.");
    let by_period =
        |each: &Value| by(patterns::period_key(), each, "By year (2017-18), quarter (2017-18-Q1) or month (2017-04).");
    json!({
        "money": patterns::money(false),
        "signed-money": patterns::money(true),
        "amounts": by_year(&like("money", "Money in this financial year.")),
        "signed-amounts": by_year(&like("signed-money", "Money in this financial year; may be negative.")),
        "numbers": by_year(&with(number("How many in this financial year."), json!({ "minimum": 0 }))),
        "values": by_period(&number("The value in this period.")),
        "shares": by_period(&with(number("The share in this period."), json!({ "minimum": 0 }))),
        "ratings": by_period(&with(words_of::<Rag>(), json!({ "description": "How this period was rated." }))),
        "date": patterns::date(false),
        "date-or-quarter": patterns::date(true),
        "figure": patterns::figure(),
    })
}

/// `[plan]`, `[area]`
fn head(rounds: &[&Round]) -> Vec<Key> {
    let ids: Vec<&str> = rounds.iter().map(|round| round.id.as_str()).collect();
    let plan = [
        need("format", json!({ "type": "number", "const": 1, "description": "The version of this file format: 1." })),
        need(
            "round",
            json!({ "type": "string", "enum": ids, "description": "The planning round. It decides the years and the rules." }),
        ),
        may("title", text("What people call the plan.")),
        may(
            "status",
            word::<PlanStatus>(
                "How far the plan has come; a draft unless it says otherwise. Drafts are warned of what is still to be written.",
            ),
        ),
        may("submitted", date("The day the plan was sent in.")),
        may("approved", date("The day NHS England approved the plan.")),
        may("rounded_to", an_amount("No figure of the plan is more precise than this, such as \"£1k\".")),
        may(
            "money",
            word::<MoneyUnit>("The unit of amounts written as bare numbers; pounds unless it says otherwise."),
        ),
        may("narrative", text("Path or web address of the narrative plan.")),
    ];
    let people = [
        may("everyone", numbers("People of all ages, by financial year.")),
        may("adults", numbers("People aged 18 and over, by financial year.")),
        may("older", numbers("People aged 65 and over, by financial year.")),
    ];
    let area = [
        need("name", text("The name of the Health and Wellbeing Board area.")),
        may("code", with(text("The ONS code of the area: E and eight digits."), json!({ "pattern": "^E[0-9]{8}$" }))),
        may(
            "tiers",
            word::<Tiers>("Whether one council does everything (single) or districts lie below a county (two)."),
        ),
        may("region", text("The region the area lies in.")),
        may("population", table("How many people live in the area; rates are worked out with it.", people)),
    ];
    vec![
        need("plan", titled("[plan]", table("The plan itself: its round, its status, the unit of its figures.", plan))),
        need("area", titled("[area]", table("The Health and Wellbeing Board area the plan is for.", area))),
    ]
}

/// `[[partners]]`, `[[sign_offs]]`, `[[engagement]]`, the agreements
fn bodies() -> Vec<Key> {
    let partner = [
        need("id", text("What the rest of the file calls the body, in lower case with hyphens: elr-ccg.")),
        need("name", text("The body's name.")),
        need(
            "kind",
            word::<PartnerKind>(
                "What kind of body it is. In a two-tier area every district council is one of kind district.",
            ),
        ),
    ];
    let sign_off = [
        an_id(),
        need("partner", text("The partner whose sign-off it is, by id.")),
        may("role", word::<Role>("In what role the person signed.")),
        may("name", text("Who signed.")),
        may("on", date("The day it was signed.")),
        may("delegated", text("Under what authority it was signed for the body, where it was delegated.")),
        may("covers", words::<Cover>("What the signature covers; the plan unless it says otherwise.")),
    ];
    let engagement = [
        an_id(),
        need("partner", text("Who was involved, by id.")),
        may("on", date("When they were involved.")),
        may("how", text("How they were involved.")),
    ];
    vec![
        may(
            "partners",
            list("[[partners]]", "Every body the plan names, once.", &table("A body the plan names.", partner)),
        ),
        may("sign_offs", list("[[sign_offs]]", "Who signed, and when.", &table("A signature.", sign_off))),
        may(
            "engagement",
            list(
                "[[engagement]]",
                "Who was involved in developing the plan.",
                &table("A body's involvement.", engagement),
            ),
        ),
        may(
            "section_75",
            titled(
                "[section_75]",
                table("The agreement that pools the money (section 75 of the NHS Act 2006).", agreement()),
            ),
        ),
        may(
            "section_256",
            titled(
                "[section_256]",
                table(
                    "The agreement behind a transfer from the NHS to the council (2013-14).",
                    agreement().into_iter().chain([payments("What is paid when.")]),
                ),
            ),
        ),
    ]
}

fn list(title: &str, description: &str, entry: &Value) -> Value {
    titled(title, entries(description, entry))
}

fn agreement() -> Vec<Key> {
    vec![
        may("signed", date("The day it was signed.")),
        may("due", date("The day by which it will be signed.")),
        may("partners", texts("Who is party to it, by id.")),
        may("note", text("Anything else a reader should know.")),
    ]
}

fn payments(description: &str) -> Key {
    let payment = [
        an_id(),
        may("on", date("When it is paid: a day, a month or a half-year such as \"2015-16-H2\".")),
        may("amount", an_amount("How much is paid.")),
    ];
    may("payments", entries(description, &table("A payment.", payment)))
}

/// `[allocations]`, `[[sources]]`, `[[schemes]]`, `[totals]`, `[[statements]]`, `[earmarks]`
fn money(lists: &Lists<'_>) -> Vec<Key> {
    vec![
        may("allocations", titled("[allocations]", allocations(lists))),
        may("sources", list("[[sources]]", "Money coming in. Every line of spend draws on one of these.", &source(lists))),
        may("schemes", list("[[schemes]]", "What the money is spent on.", &scheme(lists))),
        may("totals", titled("[totals]", totals(lists))),
        may("statements", list("[[statements]]", "Figures that appear elsewhere in the narrative, to be checked.", &statement())),
        may("earmarks", titled("[earmarks]", lists.by_word("What the NHS minimum holds for a purpose, where it is stated for the whole stream and not for one source.", "amounts", |v| &v.earmarks))),
    ]
}

fn allocations(lists: &Lists<'_>) -> Value {
    let shares = lists.by_word("What government published for this partner.", "amounts", |v| &v.published);
    let mut schema =
        lists.by_word("What government published for this area, never what the plan proposes.", "amounts", |v| {
            &v.published
        });
    schema["properties"]["source"] = text("The document the allocations were published in.");
    schema["properties"]["by_partner"] = json!({ "type": "object", "description": "The same for one CCG or district each, by the partner's id.", "additionalProperties": shares });
    schema
}

fn source(lists: &Lists<'_>) -> Value {
    let schema = table(
        "Money one or several partners put in.",
        [
            need("id", text("What lines of spend call it, in lower case with hyphens.")),
            need(
                "kind",
                lists.word("The stream of money it belongs to. Only an adjustment may be negative.", |v| &v.streams),
            ),
            may("partner", text("Who contributes it, by id.")),
            may("partners", texts("Who contribute it, by id, where several do and the split is not stated.")),
            may("name", text("What people call it.")),
            need(
                "amount",
                like(
                    "signed-amounts",
                    "How much it is, by financial year. 0 says nil; leaving a year out says it is not stated.",
                ),
            ),
            may(
                "of_which",
                lists
                    .by_word("What is earmarked inside it, by purpose and financial year.", "amounts", |v| &v.earmarks),
            ),
            may("certified_by", text("Who certified the use of the grant: the section 151 officer's name.")),
            may("certified_on", date("The day it was certified.")),
        ],
    );
    with(
        schema,
        json!({
            "anyOf": [{ "required": ["partner"] }, { "required": ["partners"] }],
            "if": { "properties": { "kind": { "const": "adjustment" } }, "required": ["kind"], "additionalProperties": true },
            // A part says of itself that it is open: strict editors would else miss the other keys in it.
            "else": { "properties": { "amount": refer("amounts") }, "additionalProperties": true },
        }),
    )
}

fn scheme(lists: &Lists<'_>) -> Value {
    table(
        "Something the fund pays for.",
        [
            need("id", text("What the rest of the file calls it, in lower case with hyphens.")),
            need("name", text("What people call it.")),
            may("priority", text("The plan's own heading for it, such as BCF 6.")),
            may(
                "type",
                lists.word("The scheme type of the round's list; other needs a description.", |v| &v.scheme_types),
            ),
            may("subtype", text("The subtype of its type.")),
            may("description", text("What it is.")),
            may("new", truth("Whether it is new in this plan.")),
            may(
                "metrics",
                json!({
                    "type": "array", "description": "The metrics it is to move, by kind or id.",
                    "items": open_word("A metric, by kind or id.", lists.of(|v| &v.metrics).0),
                }),
            ),
            may("changes", lists.words("The high impact changes it delivers.", |v| &v.changes)),
            may("conditions", lists.words("The national conditions it serves.", |v| &v.conditions)),
            may(
                "spend",
                entries("What is spent on it, a line for each source, provider or kind of service.", &spend(lists)),
            ),
        ],
    )
}

fn spend(lists: &Lists<'_>) -> Value {
    table(
        "A line of spend.",
        [
            an_id(),
            may(
                "source",
                open_word(
                    "The source it draws on, by id, or a whole stream such as nhs-minimum.",
                    lists.of(|v| &v.streams).0,
                ),
            ),
            need("amount", amounts("How much is spent, by financial year.")),
            may(
                "area_of_spend",
                word::<AreaOfSpend>("What kind of service it buys. Without it the line counts towards no floor."),
            ),
            may(
                "commissioner",
                word::<Commissioner>("Who commissions the service. Without it the line counts towards no floor."),
            ),
            may("nhs_share", number("The NHS part of a joint line, in percent.")),
            may("council_share", number("The council's part of a joint line, in percent.")),
            may("provider", word::<Provider>("Who provides the service.")),
            may("purposes", lists.words("Which of the grant's purposes it serves.", |v| &v.purposes)),
            may("capital", truth("Whether it is capital rather than revenue.")),
        ],
    )
}

fn totals(lists: &Lists<'_>) -> Value {
    let mut schema =
        lists.by_word("Sums the published plan states, to be checked against its lines.", "amounts", |v| &v.totals);
    let keys = &mut schema["properties"];
    let is_signed = |key: &&String| ["adjustment", "pool"].contains(&key.as_str()) || is_surplus(key);
    let signed: Vec<String> =
        keys.as_object().into_iter().flat_map(|keys| keys.keys()).filter(is_signed).cloned().collect();
    for signed in &signed {
        keys[signed] = lists.amounts_of(signed, "signed-amounts");
    }
    let by =
        |each: &str, what: &str| json!({ "type": "object", "description": what, "additionalProperties": refer(each) });
    keys["by_priority"] = by("amounts", "By the plan's own headings, as schemes name them under priority.");
    keys["by_partner"] = by("signed-amounts", "What each partner contributes, by the partner's id.");
    keys["by_commissioner"] =
        lists.by_word("What each commissioner spends; a joint line counts whole under joint.", "amounts", |v| {
            &v.commissioners
        });
    schema
}

fn statement() -> Value {
    let figure = |what: &str| like("figure", what);
    let schema = table(
        "A figure of the narrative, and what it says of others.",
        [
            an_id(),
            need(
                "says",
                word::<Says>(
                    "What it says of its figures: that they add up, differ, rise by percent, are a share or a rate, keep a limit, or restate a figure of the plan.",
                ),
            ),
            need("where", text("Its place in the narrative.")),
            may("text", text("Its words.")),
            may("parts", json!({ "type": "array", "description": "The figures of a sum.", "items": refer("figure") })),
            may(
                "of",
                text(
                    "The figure that is restated, as a dotted path into this plan: metrics.delayed-transfers.target.2017-04.",
                ),
            ),
            may("value", figure("The figure the narrative states.")),
            may("from", figure("The figure before, or the figure something is taken from.")),
            may("to", figure("The figure after.")),
            may("minus", figure("What is taken from it.")),
            may("part", figure("The part.")),
            may("whole", figure("The whole it is a part of.")),
            may("numerator", figure("What is divided.")),
            may("denominator", figure("What it is divided by.")),
            may("per", figure("For how many the rate is stated; 100,000 unless it says otherwise.")),
            may("limit", figure("The limit it keeps.")),
        ],
    );
    let needs = |says: &[&str], keys: &[&str]| {
        json!({
            "if": { "properties": { "says": { "enum": says } }, "required": ["says"] }, "then": { "required": keys },
        })
    };
    with(
        schema,
        json!({ "allOf": [
        needs(&["sum"], &["parts", "value"]),
        needs(&["difference"], &["from", "minus", "value"]),
        needs(&["percent-change"], &["from", "to", "value"]),
        needs(&["percent-of"], &["part", "whole", "value"]),
        needs(&["rate"], &["numerator", "denominator", "value"]),
        needs(&["at-least", "at-most"], &["value", "limit"]),
        needs(&["restates"], &["of", "value"]),
    ] }),
    )
}

/// `[dfg]`, `[social_care]`, `[out_of_hospital]`, `[transfers_of_care]`
fn delivery(lists: &Lists<'_>) -> Vec<Key> {
    let social_care = [
        may("baseline", amounts("The baseline the plan uses, by financial year.")),
        may("minimum", amounts("The minimum as the plan states it, by financial year.")),
        may("baseline_agreed_by", texts("Who agreed a baseline that differs from the published one, by id.")),
        may("note", text("Anything else a reader should know.")),
    ];
    let contingency = [
        may("amount", amounts("How much is held back, by financial year.")),
        may("reductions", numbers("Admissions to be avoided beyond the operating plan, by financial year.")),
        may("cost_per_admission", an_amount("What one admission costs.")),
        may("release", text("What releases the money.")),
    ];
    let out_of_hospital = [
        may("minimum", amounts("The minimum as the plan states it, by financial year.")),
        may("contingency", table("Money held back in case admissions do not fall as planned.", contingency)),
        may("no_contingency_because", text("Why no money is held back.")),
    ];
    vec![
        may("dfg", titled("[dfg]", dfg())),
        may("social_care", titled("[social_care]", table("The NHS contribution to adult social care.", social_care))),
        may(
            "out_of_hospital",
            titled("[out_of_hospital]", table("NHS-commissioned out-of-hospital services.", out_of_hospital)),
        ),
        may("transfers_of_care", titled("[transfers_of_care]", transfers_of_care(lists))),
    ]
}

fn dfg() -> Value {
    let share = [
        an_id(),
        need("district", text("The district council, by id.")),
        may("amount", amounts("What it is passed, by financial year.")),
    ];
    let retained = [
        an_id(),
        need("districts", texts("Out of whose shares it is kept, by id.")),
        may("amount", amounts("How much the county keeps, by financial year.")),
        may("agreed_by", texts("Which of the districts expressly agreed, by id.")),
        may("agreed_on", date("The day they agreed.")),
        may("use", text("What it will be used for.")),
        may("capital", truth("Whether it is used as capital.")),
    ];
    table(
        "The Disabled Facilities Grant: what the districts are passed and what the county keeps.",
        [
            may("passed_on", date("The day the districts were paid.")),
            may("use", text("How the grant will be used.")),
            may(
                "districts",
                list("[[dfg.districts]]", "What each district is passed.", &table("A district's share.", share)),
            ),
            may(
                "retained",
                list(
                    "[[dfg.retained]]",
                    "What the county keeps of the districts' shares.",
                    &table("Money the county keeps.", retained),
                ),
            ),
        ],
    )
}

fn transfers_of_care(lists: &Lists<'_>) -> Value {
    let change = [
        an_id(),
        need("change", lists.word("Which high impact change it is.", |v| &v.changes)),
        may("current", word::<Maturity>("How far it is in place now.")),
        may("planned", word::<Maturity>("How far it is to be in place.")),
        may("by", date("The day by which it is to be so far.")),
        may("owner", text("Who answers for it.")),
        may("not_adopted_because", text("Why the area does not adopt it.")),
    ];
    table(
        "How delayed transfers of care are to be reduced.",
        [
            may("lead", text("Who leads.")),
            may(
                "changes",
                list(
                    "[[transfers_of_care.changes]]",
                    "Where each high impact change stands.",
                    &table("A high impact change.", change),
                ),
            ),
            may(
                "bed_share",
                like("shares", "The planned share of hospital beds taken by delayed patients, in percent, by month."),
            ),
        ],
    )
}

/// `[[metrics]]`, `[[risk_pools]]`, `[performance]`, `[[risks]]`, `[[milestones]]`, `[[evidence]]`, `[[waivers]]`
fn rest(lists: &Lists<'_>) -> Vec<Key> {
    let performance = [
        may("amount", amounts("The part of the fund that is paid for performance, by financial year.")),
        payments("When the part is paid."),
        may("reduction", number("The planned reduction of emergency admissions, in percent.")),
        may("rationale", text("Why it is planned so.")),
        may("baseline", number("Admissions before the plan.")),
        may("cost_per_admission", an_amount("What one admission costs.")),
    ];
    vec![
        may("metrics", list("[[metrics]]", "What the plan is to improve, and by how much.", &metric(lists))),
        may("risk_pools", list("[[risk_pools]]", "Money held back against a risk, and who bears it.", &risk_pool())),
        may("performance", titled("[performance]", table("Payment for performance (2014-16).", performance))),
        may("risks", list("[[risks]]", "The risk log.", &risk())),
        may("milestones", list("[[milestones]]", "What is to be reached by when.", &milestone())),
        may(
            "evidence",
            list("[[evidence]]", "Where the narrative meets a condition or covers a topic.", &evidence(lists)),
        ),
        may("waivers", list("[[waivers]]", "Findings that are accepted, by whom and why.", &waiver())),
    ]
}

fn metric(lists: &Lists<'_>) -> Value {
    let parts = json!({ "type": "object", "description": "Targets of its parts, such as nhs, social-care and joint, each by period.", "additionalProperties": refer("values") });
    let ratings = like("ratings", "How each period was rated, as published.");
    table(
        "A metric with its values by period.",
        [
            need("kind", lists.word("A national metric of the round, or local.", |v| &v.metrics)),
            may("id", text("A name of its own; the kind when it has none. A second metric of a kind needs one.")),
            may("name", text("What people call it.")),
            may("rationale", text("Why its targets are what they are.")),
            may("unit", word::<ValueUnit>("What its values count; the metric's own unit unless it says otherwise.")),
            may("better", word::<Direction>("Which way a local metric improves.")),
            may("baseline", values("The values before the plan.")),
            may("target", values("The values that are planned.")),
            may("outturn", values("The values that came out.")),
            may(
                "numerator",
                values(
                    "What is counted: of the target where one is stated, else of the outturn, else of the baseline.",
                ),
            ),
            may(
                "denominator",
                values(
                    "What it is divided by: of the target where one is stated, else of the outturn, else of the baseline.",
                ),
            ),
            may("outturn_numerator", values("What is counted in the outturn, where a period has a target too.")),
            may("outturn_denominator", values("What the outturn is divided by, where a period has a target too.")),
            may("baseline_numerator", values("What is counted in the baseline, where a period has a target too.")),
            may("baseline_denominator", values("What the baseline is divided by, where a period has a target too.")),
            may("parts", parts),
            may("operating_plan", values("Non-elective admissions: the figure of the CCGs' operating plans.")),
            may(
                "additional_reduction",
                values("Non-elective admissions: what the fund takes off the operating plans' figure."),
            ),
            may(
                "feb_2017_daily_rate",
                number("Delayed transfers: the area's rate in February 2017, days a day for every 100,000 adults."),
            ),
            may(
                "reporting",
                word::<Reporting>(
                    "How the figure of a quarter or a year was made; in that period unless it says otherwise.",
                ),
            ),
            may("rag", ratings),
        ],
    )
}

fn risk_pool() -> Value {
    let share = [
        an_id(),
        may("partner", text("Who bears it, by id; pool means the fund itself.")),
        may("percent", number("How much of it, in percent.")),
    ];
    table(
        "Money held back against a risk.",
        [
            need("id", text("A name for the pool, in lower case with hyphens.")),
            may("purpose", word::<RiskPurpose>("What it insures against.")),
            may("source", text("The source it is held from, by id.")),
            may("amount", amounts("How large it is, by financial year.")),
            may("shares", entries("Who bears the risk; the shares come to 100.", &table("A share.", share))),
            may("trigger", text("What releases the money.")),
            may("governance", text("Who decides.")),
        ],
    )
}

fn risk() -> Value {
    let score = |what: &str| json!({ "description": what, "type": "number", "enum": [1, 2, 3, 4, 5] });
    table(
        "A risk to the plan.",
        [
            an_id(),
            need("description", text("What may happen.")),
            may("likelihood", score("How likely it is, from 1 (low) to 5 (high).")),
            may("impact", score("How bad it would be, from 1 (low) to 5 (high).")),
            may("mitigation", text("What is done about it.")),
            may("owner", text("Who answers for it.")),
        ],
    )
}

fn milestone() -> Value {
    table(
        "Something to be reached.",
        [
            an_id(),
            need("name", text("What is to be reached.")),
            may("due", like("date-or-quarter", "When it is due: a quarter, a month or a day.")),
            may("scheme", text("The scheme it belongs to, by id.")),
            may("owner", text("Who answers for it.")),
            may("done", date("When it was reached.")),
        ],
    )
}

fn evidence(lists: &Lists<'_>) -> Value {
    table(
        "A place in the narrative.",
        [
            an_id(),
            need("for", lists.word("The national condition or the topic it is evidence for.", |v| &v.topics)),
            need("where", text("Where it can be read: a section, a page, a web address, or a file beside the plan.")),
            may("says", text("What it says.")),
        ],
    )
}

fn waiver() -> Value {
    let known = rules().map(|(_, rule)| rule.id);
    table(
        "A rule that is set aside.",
        [
            an_id(),
            need("rule", open_word("The rule that is set aside.", known)),
            need("reason", text("Why the rule is set aside.")),
            need(
                "by",
                text("The partner that set it aside, by id. For statutory rules only the body the rule names may."),
            ),
            may("on", date("The day it was given.")),
            may("until", date("The last day it holds.")),
            may("at", text("The place in the plan it is limited to, as a dotted path; without it, the whole plan.")),
        ],
    )
}
