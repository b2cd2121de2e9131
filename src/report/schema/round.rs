//! The schema of a round's file: whole, or with `extends` only what differs.

use serde_json::{Value, json};

use super::forms::{DRAFT, Key, entries, like, may, need, table, text, texts, titled, truth, with};
use crate::plan::{AreaOfSpend, Commissioner, Word};
use crate::policy::round_ids;

/// The schema of a round of one's own. What a whole round needs is needed only without `extends`.
pub fn round() -> Value {
    let keys = [head(), words(), money(), asks(), dates(), lists()].into_iter().flatten();
    let schema = table("A planning round: what it asks, and where each thing is written.", keys);
    let more = json!({
        "$schema": DRAFT,
        "definitions": definitions(),
        "required": ["id"],
        "if": { "required": ["extends"] },
        "else": { "required": ["name", "years"] },
    });
    with(titled("planning round", schema), more)
}

fn head() -> Vec<Key> {
    let base: Vec<&str> = round_ids().collect();
    vec![
        may("id", like("id", "The round's id, which plans name; none that is inside the program.")),
        may("name", text("What people call it.")),
        may(
            "extends",
            json!({
                "type": "string", "examples": base,
                "description": "The round of which this file says only what differs.",
            }),
        ),
        may(
            "without",
            texts("What is left out of the round it extends: the path to each, entries by their id (topics.housing)."),
        ),
        may("years", years("Its financial years, in order.")),
        may("not-covered", texts("What is known to exist and is not here, in words.")),
        may("condition-lists", texts("The published lists of conditions, by document, where they differ.")),
        may(
            "replaced",
            entries(
                "Words of the round before that ended with it, and what took their place.",
                &part(
                    "A word that ended.",
                    [
                        need(
                            "list",
                            choice(
                                "Which list it was on.",
                                &["streams", "metrics", "conditions", "scheme-types", "commissioners"],
                            ),
                        ),
                        need("word", text("The word.")),
                        may("by", texts("What took its place; nothing where nothing did.")),
                        need("clause", clause("The clause that says so.")),
                    ],
                ),
            ),
        ),
    ]
}

fn words() -> Vec<Key> {
    let document = part(
        "A document facts are read in.",
        [
            need("key", like("id", "The short name clauses use.")),
            need("title", text("Its title and who published it.")),
            may(
                "url",
                json!({ "type": "string", "pattern": "^https?://", "description": "Where it can be read, if on the web." }),
            ),
        ],
    );
    let clause = part(
        "One thing the round asks or defines, where it is written, and how that is known.",
        [
            need("id", like("id", "Its id; the same thing has the same id in every round.")),
            need("says", text("What it asks, in your words.")),
            may("at", text("Where in the document it is written; needed unless it is recalled.")),
            may("source", text("The key of the document; needed unless it is recalled.")),
            may("also", texts("The keys of further documents that bear it out.")),
            need(
                "basis",
                choice(
                    "How it is known: read, worked out from what was read, or merely believed.",
                    &["quoted", "derived", "recalled"],
                ),
            ),
            may(
                "asks",
                truth(
                    "Whether it asks something of a plan, as it does unless it says false: a definition, a national figure.",
                ),
            ),
            may("waived-by", choice("Who may waive it.", &["district", "nhs-england"])),
            may("under", text("What a checklist puts it under: the id of a condition, or a heading of its own.")),
            may("unchecked", text("Why no rule checks it, where none does.")),
        ],
    );
    vec![
        may("documents", entries("Where its facts are read.", &document)),
        may("clauses", entries("What it asks, each thing once.", &clause)),
    ]
}

fn money() -> Vec<Key> {
    let stream = part(
        "A stream of money.",
        [
            need("id", like("id", "Its id, which plans use.")),
            need("name", text("As messages say it.")),
            need("payer", choice("Who pays it in.", &["nhs", "council"])),
            may("mandatory", truth("Whether every area has it.")),
            may("grant", truth("Whether it is a grant to the council.")),
            may("adjustment", truth("Whether its amounts may be negative and stay out of the balance.")),
            may("before-pool", truth("Whether it was paid before there was a pool: it is in no minimum.")),
            may(
                "agreed",
                truth("Whether the partners agree the area's amount among themselves, so that none is published."),
            ),
            may("added-after", like("day", "The day after which it was announced, where plans were due before.")),
            may("years", years("The years that have it, when not all of the round's.")),
            may("clause", clause("The clause that asks for it; none for voluntary money.")),
        ],
    );
    let earmark = part(
        "An amount inside a stream that a plan must state.",
        [
            need("id", like("id", "Its id, which plans use.")),
            need("name", text("As people say it.")),
            need("stream", text("The stream it lies in.")),
            need("clause", clause("The clause that asks for it.")),
        ],
    );
    let fund = part(
        "An amount no figure of a single area can reach in a year.",
        [
            need("year", like("year", "The year.")),
            need("amount", like("money", "The amount, such as £5.128bn.")),
            need("clause", clause("The clause that says so.")),
        ],
    );
    let purposes = part(
        "What lines of a grant must serve.",
        [
            need("streams", texts("The streams of the grant.")),
            need("list", entries("The purposes.", &named())),
            need("clause", clause("The clause that says so.")),
        ],
    );
    vec![
        may("streams", entries("The streams of money.", &stream)),
        may(
            "caps",
            entries(
                "The most that may be set aside for something inside some streams.",
                &part(
                    "Such a limit.",
                    [
                        need("earmark", text("The key of of_which it is stated under.")),
                        need("name", text("As messages say it.")),
                        need("streams", texts("The streams taken together.")),
                        need("percent", like("percent", "At most this share of them, in percent, in quotes.")),
                        need("clause", clause("Its clause.")),
                    ],
                ),
            ),
        ),
        may("earmarks", entries("Amounts inside a stream that a plan must state.", &earmark)),
        may("national", entries("The whole national fund, by year.", &fund)),
        may("purposes", entries("Purposes that lines of a grant must serve.", &purposes)),
        may("floors", entries("The least that must be spent on some things out of a stream.", &floor())),
        may("published", published()),
        may("accepted", accepted()),
        may("social-care", older()),
        may("out-of-hospital", older()),
        may(
            "grant-parts",
            part(
                "Two streams of one grant that must be shown apart.",
                [
                    need("streams", texts("The streams.")),
                    need("clause", clause("That they are shown apart.")),
                    may("falling", text("The stream that falls from year to year.")),
                    may("falling-clause", clause("The clause of its profile.")),
                ],
            ),
        ),
        may(
            "dfg",
            part(
                "The Disabled Facilities Grant.",
                [
                    need("stream", text("The stream.")),
                    need("scheme-types", texts("Scheme types that are adaptations or other housing work.")),
                    may("passed-by", deadline("The last day a county passes it on.")),
                ],
            ),
        ),
    ]
}

/// A floor in a table of its own, which is still read.
fn older() -> Value {
    with(floor(), json!({ "deprecated": true, "description": "Older form of [[floors]]." }))
}

fn published() -> Value {
    let part = part(
        "A part of the fund that government publishes beside the streams and the floors.",
        [
            need("id", like("id", "Its id, under which [allocations] gives it.")),
            need("name", text("As people call it.")),
            may("clause", clause("The clause it rests on, where that is known.")),
        ],
    );
    entries("Parts of the fund that government publishes beside the streams and the floors.", &part)
}

fn accepted() -> Value {
    part(
        "Words that plans may use as keys although the round has nothing that goes by them.",
        [may("allocations", texts("Keys of [allocations].")), may("totals", texts("Keys of [totals]."))],
    )
}

fn floor() -> Value {
    let keys = [floor_itself(), floor_required(), floor_beside()].into_iter().flatten();
    part("The least that must be spent on something out of a stream.", keys)
}

fn floor_itself() -> Vec<Key> {
    let words = |of: &[&str], description: &str| json!({ "type": "array", "items": { "type": "string", "enum": of }, "description": description });
    let areas: Vec<&str> = AreaOfSpend::ALL.iter().map(|(word, _)| *word).collect();
    let commissioners: Vec<&str> = Commissioner::ALL.iter().map(|(word, _)| *word).collect();
    let counts = part(
        "Which lines of the stream count. What it leaves open, every line may be.",
        [
            may("areas", words(&areas, "The areas of spend that count; every area where none is named.")),
            may("not-areas", words(&areas, "Areas of spend that do not count.")),
            may("commissioners", words(&commissioners, "Whose lines count whole; anybody's where nobody is named.")),
            may("joint-by-nhs-share", truth("Whether a line commissioned jointly counts by the NHS's share of it.")),
            may("contingency", truth("Whether the contingency a plan holds back counts.")),
        ],
    );
    let scheme = part(
        "The scheme a new plan begins with, so that the floor has a line.",
        [
            need("name", text("Its name.")),
            need("area", choice("The area of spend of its line, one that counts.", &areas)),
            need("commissioner", choice("Who commissions its line.", &commissioners)),
        ],
    );
    vec![
        need("id", like("id", "Its id, under which [allocations] and [totals] give it.")),
        need("name", text("As people call it.")),
        need("of", text("What it is the floor of, in a word or two.")),
        need("spending", text("What counts, as messages say it.")),
        need("clause", clause("The clause that asks for it.")),
        need("stream", text("The stream whose lines count.")),
        may("from", text("The same as messages call it, where not by the stream's name.")),
        need("counting", clause("The clause on what counts towards it.")),
        may("counts", counts),
        may("scheme", scheme),
    ]
}

fn floor_required() -> Vec<Key> {
    vec![
        may("stated", truth("Whether the minimum a plan states is what is required where none is published.")),
        may("baseline-key", text("The key of [allocations] under which the figure that is uplifted is published.")),
        may("baseline-year", like("year", "The year whose figure is uplifted, where one is.")),
        may("baseline-clause", clause("The clause on changing the baseline.")),
        may(
            "uplift",
            json!({
                "type": "object", "description": "Percent by year, in quotes, on the floor of the year before.",
                "propertyNames": { "pattern": YEAR }, "additionalProperties": { "$ref": "#/definitions/percent" },
            }),
        ),
        may("uplift-clause", clause("The clause of the uplifts.")),
        may(
            "uplift-tolerance",
            like(
                "percent",
                "How far an area's own published uplift may lie from the national one, in percentage points.",
            ),
        ),
        may(
            "uplift-above-published",
            truth("Whether the uplifted baseline is asked for even where a lower floor is published."),
        ),
        may(
            "share",
            part(
                "Percent of the stream where no floor is published.",
                [need("percent", like("percent", "Percent, in quotes.")), need("clause", clause("Its clause."))],
            ),
        ),
    ]
}

fn floor_beside() -> Vec<Key> {
    let contingency = part(
        "The contingency against missed reductions of admissions.",
        [
            need("clause", clause("When one is to be considered and how it is sized.")),
            need("cost-per-admission", like("money", "The cost of an admission unless the plan says otherwise.")),
            need("plausible-from", like("money", "The least plausible cost.")),
            need("plausible-to", like("money", "The greatest plausible cost.")),
            need("cost-clause", clause("The clause of the cost.")),
        ],
    );
    vec![
        may("not-offset-by", texts("Streams whose money may not be counted instead.")),
        may("offset-clause", clause("The clause against offsetting.")),
        may("contingency", contingency),
        may("surplus-key", text("The key of [totals] under which a plan may state what it plans beyond the floor.")),
    ]
}

fn asks() -> Vec<Key> {
    let condition = part(
        "A national condition.",
        [
            may(
                "number",
                json!({ "type": "integer", "minimum": 0, "maximum": 255, "description": "Its number, where the round numbers them." }),
            ),
            need("id", like("id", "Its id, which plans use.")),
            need("name", text("As people say it.")),
            need("clause", clause("The clause it stands in.")),
            may("sections", texts("Sections of a plan that address it by themselves, such as out_of_hospital.")),
            may(
                "listed-by",
                texts("The published lists that have it, by document; all of the round's where it has none."),
            ),
        ],
    );
    let topic = part(
        "A topic of the narrative.",
        [
            need("id", like("id", "Its id, which plans use.")),
            need("name", text("As people say it.")),
            may("listed", truth("Whether the round itself asks for it; else other rules may.")),
            may("must", truth("Whether the clause says must.")),
            may("document", truth("Whether it is a document of its own, sent in with the plan.")),
            need("clause", clause("Its clause.")),
        ],
    );
    vec![
        may("conditions", entries("The national conditions, in their order.", &condition)),
        may("topics", entries("What the narrative must or should cover.", &topic)),
        may("metrics", entries("The metrics.", &metric())),
        may(
            "local-metrics",
            part(
                "The metrics an area chooses for itself.",
                [
                    need(
                        "count",
                        json!({ "type": "integer", "minimum": 0, "description": "How many it chooses, at least." }),
                    ),
                    need("target-years", years("The years that need targets.")),
                    need("clause", clause("The clause that asks for them.")),
                ],
            ),
        ),
        may("performance", performance()),
        may(
            "bed-share",
            part(
                "The share of hospital beds that delayed transfers may take.",
                [
                    need("percent", like("percent", "At most this, in percent, in quotes.")),
                    need("by", like("month", "From this month.")),
                    need("clause", clause("Its clause.")),
                ],
            ),
        ),
    ]
}

fn metric() -> Value {
    let units = ["count", "days", "percent", "per-100k", "per-100k-per-month"];
    part(
        "A metric.",
        [
            need("id", like("id", "Its id, which plans use.")),
            need("name", text("As people say it.")),
            need("better", choice("Which way is better.", &["lower", "higher"])),
            need("unit", choice("The unit of a plan that names none.", &units)),
            may(
                "other-units",
                json!({ "type": "array", "items": { "type": "string", "enum": units }, "description": "The other units a plan may use." }),
            ),
            may("population", choice("The population behind a rate.", &["everyone", "adults", "older"])),
            may("proportion", truth("Whether the numerator is part of the denominator, so that it cannot exceed it.")),
            need("targets", choice("How often its targets are set.", &["year", "month"])),
            need("target-years", years("The years that need targets.")),
            may("parts-required", texts("Parts that need an ambition of their own.")),
            may("parts-clause", clause("The clause on its parts.")),
            may(
                "ceiling",
                part(
                    "The daily rate it may not exceed.",
                    [
                        need("rate", like("percent", "Days a day for every 100,000 adults, in quotes.")),
                        need("from", like("month", "From this month.")),
                        need("clause", clause("Its clause.")),
                    ],
                ),
            ),
            may("aligned-clause", clause("The clause that ties its target to the operating plans.")),
            may("definition-clause", clause("The clause of its unit and direction, where that is another.")),
            may("supporting", truth("Whether it only supports the others: a plan may have it and need not.")),
            may("average", truth("Whether a value in days is an average, so that a longer period's is no larger.")),
            may("standardised", truth("Whether its rate is standardised for age, so that it is no plain quotient.")),
            may(
                "expected",
                part(
                    "A value its targets are expected to reach.",
                    [
                        need("value", like("percent", "In the metric's own unit, in quotes.")),
                        need("clause", clause("Its clause.")),
                    ],
                ),
            ),
            need("clause", clause("The clause that makes it a metric.")),
        ],
    )
}

fn performance() -> Value {
    let halves = part(
        "The two payments of the part, half of it each.",
        [
            need("first-on", like("day", "The day of the first.")),
            need("second-from", like("day", "The first day on which the second may be paid.")),
            need("second-by", like("day", "The last day on which the second may be paid.")),
            need("clause", clause("The clause that says so.")),
        ],
    );
    let reduction = part(
        "The least reduction of emergency admissions expected.",
        [need("percent", like("percent", "Percent, in quotes.")), need("clause", clause("Its clause."))],
    );
    part(
        "The part of the fund that depends on performance.",
        [
            need("clause", clause("The clause that ties a part of the fund to performance.")),
            need("year", like("year", "The year it is paid in.")),
            need("part", like("money", "How much of the national fund it is.")),
            need("fund", like("money", "The national fund it is a part of.")),
            may("sized-clause", clause("The clause by which an area may size its part otherwise.")),
            may("halves", halves),
            may("reduction", reduction),
        ],
    )
}

fn dates() -> Vec<Key> {
    let body = part(
        "A body that must sign the plan.",
        [
            need("body", choice("Which body.", &["board", "council", "nhs", "icb", "area-team"])),
            may("role", text("The role that must sign, where the round names one.")),
            may(
                "may-follow-with-authority",
                truth("Whether its sign-off may follow the deadline under delegated authority."),
            ),
            may("not-delegable", truth("Whether it must not be signed under delegated authority.")),
            may("may-follow", truth("Whether it may sign after the deadline, with no authority given before.")),
            may("by", like("day", "Its own last day, when not the submission's.")),
            may("clause", clause("The clause that asks for its signature, where that is one of its own.")),
        ],
    );
    vec![
        may("submission", deadline("The day by which plans are submitted.")),
        may(
            "updates",
            entries(
                "Times during the round in which plans were sent in once more, in order.",
                &part(
                    "Such a time.",
                    [
                        may("from", like("day", "The first day on which a plan that is sent in is the updated one.")),
                        need("submission", deadline("The last day to send the update in.")),
                        may("section-75", deadline("The last day to sign the agreement that goes with it.")),
                    ],
                ),
            ),
        ),
        may(
            "stages",
            entries(
                "Earlier days on which something was to be sent in.",
                &part(
                    "Such a day.",
                    [
                        need("what", text("What was to be sent in, such as the draft plan.")),
                        need("by", like("day", "By when.")),
                        need("clause", clause("The clause that sets it.")),
                    ],
                ),
            ),
        ),
        may(
            "sign-off",
            part(
                "Who signs the plan.",
                [
                    need("clause", clause("The clause that asks for it.")),
                    need("bodies", entries("Bodies that must sign.", &body)),
                    may(
                        "grants",
                        part(
                            "Who certifies the use of grants.",
                            [
                                need("role", text("The role, such as s151-officer.")),
                                need("streams", texts("The streams it covers.")),
                                need("clause", clause("The clause that asks for it.")),
                            ],
                        ),
                    ),
                ],
            ),
        ),
        may(
            "section-75",
            part(
                "The agreement that makes the pool.",
                [
                    need("clause", clause("The clause that asks for an agreement.")),
                    may("by", deadline("The last day to sign it.")),
                ],
            ),
        ),
    ]
}

fn lists() -> Vec<Key> {
    vec![
        may(
            "commissioners",
            part(
                "The kinds of partner that pay in for the NHS.",
                [
                    need("words", texts("The kinds, such as icb.")),
                    need("clause", clause("The clause that gives them.")),
                ],
            ),
        ),
        may(
            "changes",
            part(
                "The high impact changes.",
                [
                    need("clause", clause("The requirement to implement them.")),
                    need("plans-clause", clause("The clause on what a plan says of each.")),
                    need("list", entries("The changes.", &named())),
                ],
            ),
        ),
        may(
            "scheme-types",
            part(
                "Scheme types.",
                [need("words", texts("The words.")), need("clause", clause("The clause that gives them."))],
            ),
        ),
    ]
}

/// A table that may be given in part where another round's is extended: what it needs is told when it is read.
pub(super) fn part(description: &str, keys: impl IntoIterator<Item = Key>) -> Value {
    let mut schema = table(description, keys);
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("required");
    }
    schema
}

fn named() -> Value {
    part(
        "An id with the name people use.",
        [need("id", like("id", "The word plans use.")), need("name", text("As people say it."))],
    )
}

pub(super) fn deadline(description: &str) -> Value {
    part(description, [need("by", like("day", "The last day.")), need("clause", clause("The clause that sets it."))])
}

pub(super) fn clause(description: &str) -> Value {
    text(&format!("{description} The id of one of the clauses."))
}

fn years(description: &str) -> Value {
    json!({ "type": "array", "description": description, "items": { "$ref": "#/definitions/year" } })
}

pub(super) fn choice(description: &str, words: &[&str]) -> Value {
    json!({ "type": "string", "enum": words, "description": description })
}

const YEAR: &str = "^[0-9]{4}-[0-9]{2}$";

fn definitions() -> Value {
    json!({
        "id": { "type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$" },
        "year": { "type": "string", "pattern": YEAR, "examples": ["2026-27"] },
        "month": { "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2026-11"] },
        "day": { "type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$", "examples": ["2026-09-11"] },
        "percent": { "type": "string", "pattern": "^-?[0-9]+(\\.[0-9]+)?$", "examples": ["1.79"] },
        "money": { "type": "string", "pattern": "£", "examples": ["£1,490"] },
    })
}
