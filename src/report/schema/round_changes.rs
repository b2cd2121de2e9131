//! The part of the schema of rounds on what changes: updates during a round, words that ended, caps.

use super::forms::{Key, entries, like, may, need, text, texts};
use super::round::{choice, clause, deadline, part};

/// Updates, words that ended, and limits.
pub(super) fn changes() -> Vec<Key> {
    let update = part(
        "A time in which plans were sent in once more.",
        [
            may("from", like("day", "Its first day; the day after the deadline before, where absent.")),
            need("submission", deadline("The last day to send the update in.")),
            may("section-75", deadline("The last day to sign the agreement that goes with it.")),
        ],
    );
    let lists = ["streams", "metrics", "conditions", "scheme-types", "commissioners"];
    let replaced = part(
        "A word of the round before that is no more.",
        [
            need("list", choice("Which list it was on.", &lists)),
            need("word", like("id", "The word.")),
            may("by", texts("What took its place.")),
            need("clause", clause("The clause that says so.")),
        ],
    );
    let cap = part(
        "The most that may be set aside for something inside some streams.",
        [
            need("earmark", like("id", "The key of `of_which` it is stated under.")),
            need("name", text("As messages say it.")),
            need("streams", texts("The streams taken together.")),
            need("percent", like("percent", "At most this share of them, in percent, in quotes.")),
            need("clause", clause("The clause.")),
        ],
    );
    vec![
        may("updates", entries("Times during the round in which plans were sent in once more, in order.", &update)),
        may("replaced", entries("Words that ended with the round before, and what took their place.", &replaced)),
        may("caps", entries("The most that may be set aside for something.", &cap)),
        may(
            "commissioners",
            part(
                "The kinds of partner that pay in for the NHS.",
                [need("words", texts("The kinds.")), need("clause", clause("The clause that says so."))],
            ),
        ),
    ]
}
