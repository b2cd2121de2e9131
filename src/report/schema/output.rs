//! The schema of `bcf.check/1`, the JSON report.

use serde_json::{Value, json};

use super::forms::{DRAFT, Key, entries, may, need, refer, table, titled, truth, with};
use crate::check::{FAMILIES, Word, rules};
use crate::finding::{Basis, FORM, Kind, Level};

/// The schema of the JSON report.
pub fn output() -> Value {
    let tool = [
        need("name", json!({ "const": "bcf", "description": "The name of the program." })),
        need("version", string("The version of the program.")),
    ];
    let schema = table(
        "What bcf check --format json writes.",
        [
            need(
                "schema",
                json!({ "const": "bcf.check/1", "description": "The name of this format. It changes only when a reader of it would have to." }),
            ),
            need("tool", table("Who wrote it.", tool)),
            need("today", with(string("The day of the check; waivers expire by it."), json!({ "pattern": DAY }))),
            need(
                "verdict",
                one_of(
                    &[Word::Pass, Word::Incomplete, Word::None, Word::Fail].map(Word::word),
                    "The worst word of all plans; none where a plan could not be read and no other failed.",
                ),
            ),
            need("fails", truth("Whether the exit status is 1; it is 2 where there is no verdict.")),
            need("lowered", entries("The settings that made the check milder than the rules are.", &written())),
            may(
                "overruled",
                entries("Settings in which two revisions differ, of which the stricter counts.", &overruled()),
            ),
            need("unread", entries("What could not be read, so that there is no verdict on it.", &unread())),
            need("gone", entries("Plans of the revision of --since that are checked no longer.", &gone())),
            need("excluded", entries("Plans that a bcf.toml leaves out.", &excluded())),
            may(
                "across",
                entries("What a commissioner contributes across the plans, where several plans share one.", &across()),
            ),
            need("plans", entries("Each plan that was read, in the order of their names.", &plan())),
        ],
    );
    let definitions = json!({ "place": place(), "pounds": pounds(), "clause": clause(), "line": line() });
    with(titled("Report of bcf check", schema), json!({ "$schema": DRAFT, "definitions": definitions }))
}

/// What the word of a plan means.
const VERDICT: &str = "fail: a finding of level error, or of a milder one that a stricter --fail-on names, that no valid \
    waiver covers. incomplete: no such finding, and either a finding that is milder only because the plan is a draft, or a \
    required test that was not made, or rules left out. pass: neither.";

/// A setting in which two revisions differ.
fn overruled() -> Value {
    table(
        "Two settings of one thing, as two revisions have them.",
        [
            need("heard", with(written(), json!({ "description": "The one that counts." }))),
            need("unheard", with(written(), json!({ "description": "The one that does not." }))),
            need("by_rule", truth("Whether it is so for some rules and the other way round for others.")),
        ],
    )
}

/// A setting.
fn written() -> Value {
    table(
        "A setting, and where it is written.",
        [
            need("what", string("The setting, as it is written.")),
            need("path", string_or_null("The file it is written in; none for the command line.")),
            need("line", json!({ "type": ["integer", "null"], "minimum": 1, "description": "The line of that file." })),
        ],
    )
}

/// What could not be read.
fn unread() -> Value {
    table(
        "A file or folder that could not be read, or a plan that could not be checked.",
        [need("path", string("Its path, with /.")), need("why", string("What kept it from being read."))],
    )
}

/// A plan that is checked no longer.
fn gone() -> Value {
    table(
        "A plan that was there at the revision and is checked no longer.",
        [
            need("path", string("The path it had, with /.")),
            need("why", string("What became of it: deleted, hidden, or no plan any longer.")),
            need("fails", truth("Whether it makes the exit status 1: it was not just deleted.")),
        ],
    )
}

/// A plan that is left out.
fn excluded() -> Value {
    table(
        "A plan that a setting leaves out.",
        [
            need("path", string("Its path, with /.")),
            need("by", string("The config that says so.")),
            need("line", json!({ "type": "integer", "minimum": 1, "description": "The line of that config." })),
        ],
    )
}

/// One commissioner, stream and year across the plans.
fn across() -> Value {
    let part = table(
        "One plan's part.",
        [need("path", string("The plan.")), need("pounds", described("How much.", "pounds"))],
    );
    table(
        "A commissioner's contributions to a stream in a year.",
        [
            need("partner", string("The commissioner's name.")),
            need("stream", string("The stream.")),
            need("year", string("The year.")),
            need("parts", entries("What each plan that was read has of it.", &part)),
            need("total", described("What the parts come to.", "pounds")),
            need("published", or_null("What was published for the commissioner as a whole.", &refer("pounds"))),
            need("difference", or_null("The total less what was published.", &refer("pounds"))),
            need(
                "status",
                one_of(&["agrees", "short", "over", "not-published", "not-evaluated"], "How the two compare."),
            ),
            need("reason", string_or_null("Why they were not compared.")),
        ],
    )
}

const DAY: &str = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
const PERIOD: &str = "^[0-9]{4}-[0-9]{2}(?:-Q[1-4])?$";

fn string(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

fn string_or_null(description: &str) -> Value {
    json!({ "type": ["string", "null"], "description": description })
}

fn one_of(words: &[&str], description: &str) -> Value {
    json!({ "type": "string", "enum": words, "description": description })
}

fn count(description: &str) -> Value {
    json!({ "type": "integer", "minimum": 0, "description": description })
}

/// `schema`, or null.
fn or_null(description: &str, schema: &Value) -> Value {
    json!({ "description": description, "anyOf": [schema, { "type": "null" }] })
}

fn described(description: &str, definition: &str) -> Value {
    json!({ "description": description, "allOf": [refer(definition)] })
}

fn rule() -> Key {
    let ids: Vec<&str> = rules().map(|(_, rule)| rule.id).collect();
    need("rule", one_of(&ids, "The rule's id; bcf explain says what it means."))
}

fn year() -> Key {
    need("year", with(string_or_null("The year, quarter or month it is about."), json!({ "pattern": PERIOD })))
}

fn plan() -> Value {
    table(
        "A plan.",
        [
            need("path", string("Its path, with /.")),
            need("round", string_or_null("The planning round it was checked under, or what the plan says it is.")),
            may("own_round", string("The round the plan names, where it was checked under another.")),
            need(
                "sha256",
                with(string("The SHA-256 of its text as it was checked."), json!({ "pattern": "^[0-9a-f]{64}$" })),
            ),
            need("verdict", one_of(&[Word::Pass, Word::Incomplete, Word::Fail].map(Word::word), VERDICT)),
            need("fails", truth("Whether it makes the exit status 1.")),
            need("counts", counts()),
            need("findings", entries("Tests that failed, in the order of the plan.", &finding())),
            need("tests", entries("Tests that did not fail.", &test())),
        ],
    )
}

fn counts() -> Value {
    table(
        "How many of what.",
        [
            need("error", count("Findings that count, at level error.")),
            need("warning", count("Findings that count, at level warning.")),
            need("advice", count("Findings that count, at level advice.")),
            need("waived", count("Findings a waiver in the plan covers.")),
            need("baselined", count("Findings the baseline knew of.")),
            need("passed", count("Tests that held.")),
            need("not_evaluated", count("Tests whose figures cannot be read or are not given.")),
            need(
                "required_not_evaluated",
                count("Those of them that the verdict needs: while there is one, the plan is incomplete."),
            ),
            need("not_applicable", count("Tests with nothing to apply to.")),
        ],
    )
}

fn finding() -> Value {
    let families: Vec<&str> = FAMILIES.iter().map(|family| family.id).collect();
    let levels = [Level::Error, Level::Warning, Level::Advice].map(Level::word);
    let label = table(
        "A figure or key beside the one to edit.",
        [need("text", string("What it says of the place.")), need("at", described("Where it stands.", "place"))],
    );
    table(
        "A test that failed.",
        [
            rule(),
            need("family", one_of(&families, "The rule's family.")),
            need("level", one_of(&levels, "How much it matters.")),
            need(
                "kind",
                one_of(
                    &[Kind::Wrong, Kind::Absent].map(Kind::word),
                    "wrong: something that is there is wrong. absent: something is not there at all, or is a gap.",
                ),
            ),
            need("status", one_of(&["failed", "waived", "baselined"], "Whether it counts: only what failed does.")),
            need("message", string("The fact, with its figures.")),
            need("help", string_or_null("What to do about it.")),
            year(),
            need("subject", string_or_null("What was tested.")),
            need("clause", or_null("The clause it rests on.", &refer("clause"))),
            need("at", described("The figure or key a person would edit.", "place")),
            need("labels", entries("The other figures of the sum.", &label)),
            need(
                "ledger",
                or_null(
                    "The sum, whole.",
                    &ledger(
                        &json!({ "type": "array", "description": "Every figure of the sum.", "items": refer("line") }),
                    ),
                ),
            ),
            need("edit", or_null("The smallest edit that makes the test pass.", &edit())),
            need("waiver", or_null("The waiver that covers it.", &waiver())),
            need("known", or_null("What is known of it from before.", &known())),
            need(
                "fingerprint",
                with(
                    string("The same for the same rule, year and what it is of, however lines and figures move."),
                    json!({ "pattern": format!("^{FORM}[0-9a-f]{{32}}$") }),
                ),
            ),
        ],
    )
}

fn edit() -> Value {
    table(
        "An edit.",
        [
            need("at", described("What to replace.", "place")),
            need("with", string("The text of the plan to put there.")),
            need("makes", json!({ "const": "passes", "description": "What the test does after it." })),
        ],
    )
}

fn known() -> Value {
    table(
        "What is known of a finding from before.",
        [
            need("from", string("Where from: in the baseline, or known since a revision.")),
            need("before", or_null("How much it was, where that differs by more than rounding.", &refer("pounds"))),
            need("now", or_null("How much it is, where that differs.", &refer("pounds"))),
        ],
    )
}

fn waiver() -> Value {
    table(
        "A waiver of the plan.",
        [
            need("reason", string("Why, in the plan's words.")),
            need("by", string("The partner that gave it, by id.")),
            need("until", string_or_null("The last day it holds.")),
            need("at", described("Where it stands.", "place")),
        ],
    )
}

fn test() -> Value {
    let lines = json!({
        "description": "How many figures the sum has; with --evidence the figures.",
        "anyOf": [{ "type": "integer", "minimum": 0 }, { "type": "array", "items": refer("line") }],
    });
    let schema = table(
        "A test that did not fail.",
        [
            rule(),
            need("status", one_of(&["passed", "not-evaluated", "not-applicable"], "How it ended.")),
            need("required", truth("Whether the verdict needs it: while it is not made, the plan is incomplete.")),
            may("reason", string("Why it was not evaluated, or does not apply.")),
            year(),
            need("subject", string_or_null("What was tested.")),
            need("ledger", or_null("The sum.", &ledger(&lines))),
        ],
    );
    with(
        schema,
        json!({
            "if": { "properties": { "status": { "const": "passed" } } }, "then": { "not": { "required": ["reason"] } }, "else": { "required": ["reason"] },
        }),
    )
}

fn ledger(lines: &Value) -> Value {
    table(
        "A sum.",
        [
            need("lines", lines.clone()),
            need("actual", described("What the figures come to.", "pounds")),
            need("required", described("What they should come to, at least, at most or exactly.", "pounds")),
            need("difference", described("Actual less required: negative when short.", "pounds")),
            need("slack", described("How far apart rounding could hold them.", "pounds")),
        ],
    )
}

fn line() -> Value {
    table(
        "A figure of a sum.",
        [
            need("text", string("What it is.")),
            need("pounds", described("What it counts for.", "pounds")),
            need("at", or_null("Where it stands in the plan.", &refer("place"))),
        ],
    )
}

fn clause() -> Value {
    let bases = [Basis::Quoted, Basis::Derived, Basis::Recalled].map(Basis::word);
    table(
        "A clause of the planning round.",
        [
            need("id", string("Its id; bcf explain says what it asks.")),
            need("at", string("Where in the document it is written.")),
            need("source", string("The document.")),
            need("url", string("Where the document can be read; empty when it is not on the web.")),
            need("basis", one_of(&bases, "How it is known.")),
        ],
    )
}

fn pounds() -> Value {
    json!({ "type": "string", "pattern": r"^-?[0-9]+\.[0-9]{2}$", "description": "Money in pounds, to the penny." })
}

fn place() -> Value {
    let position = |what: &str| json!({ "type": "integer", "minimum": 1, "description": what });
    table(
        "A place in a plan. Lines and columns count from 1, columns in Unicode characters; ends are exclusive.",
        [
            need("path", string("The dotted path; of something absent, the path it would have.")),
            need("line", position("The line it starts on.")),
            need("column", position("The column it starts at.")),
            need("end_line", position("The line it ends on.")),
            need("end_column", position("The column after its end.")),
            need("start", count("The byte it starts at, from 0.")),
            need("end", count("The byte after its end.")),
        ],
    )
}
