//! The schema of what a round pays for performance, the days before the last, and the metrics areas choose.

use serde_json::{Value, json};

use super::forms::{Key, entries, like, may, need, text};
use super::round::{clause, part, years};

/// `performance`, `stages` and `local-metrics`.
pub(super) fn keys() -> Vec<Key> {
    let stage = part(
        "A day on which a draft or an earlier version was to be sent in.",
        [
            need("what", text("What was to be sent in, such as the first draft.")),
            need("by", like("day", "By when.")),
            need("clause", clause("The clause that sets it.")),
        ],
    );
    let count = json!({ "type": "integer", "minimum": 0, "description": "How many it chooses, at least." });
    let local = part(
        "The metrics an area chooses for itself.",
        [
            need("count", count),
            need("target-years", years("The years that need targets.")),
            need("clause", clause("The clause that asks for them.")),
        ],
    );
    vec![
        may("stages", entries("Earlier days on which something was to be sent in.", &stage)),
        may("local-metrics", local),
        may("performance", performance()),
    ]
}

fn performance() -> Value {
    let halves = part(
        "When its halves are paid.",
        [
            need("first-on", like("day", "The day of the first.")),
            need("second-from", like("day", "The first day on which the second may be paid.")),
            need("second-by", like("day", "The last.")),
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
            may("sized-clause", clause("The clause by which an area may size its part by the admissions it avoids.")),
            may("halves", halves),
            may("reduction", reduction),
        ],
    )
}
