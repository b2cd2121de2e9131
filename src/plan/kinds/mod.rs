//! The kinds of values that keys have, each with how it is read and how it is described.

mod one;
mod series;
mod tables;

pub(super) use one::{
    amount, date, due, figure, figures, id, number, ons_code, optional_id, path, refer_all, refers, round_word,
    round_words, score, text, truth, version, word, words, year, years,
};
pub(super) use series::{amounts, counts, named_amounts, named_values, others, ranges, ratings, shares, values};
pub(super) use tables::{entries, perhaps, section};
