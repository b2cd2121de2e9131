//! The shares of a jointly commissioned line.

use rust_decimal::Decimal;

use crate::plan::{Field, Number, Spend};

/// Returns whether two shares make 100 as far as their last digits say; nothing where they are too large to add up.
pub(super) fn make_100(nhs: Number, council: Number) -> Option<bool> {
    let sum = nhs.value.checked_add(council.value)?;
    let off = sum.checked_sub(Decimal::ONE_HUNDRED).map(|off| off.abs());
    let room = nhs.slack().checked_add(council.slack());
    // Two rounded shares of one whole are never both off by half a digit the same way, so the limit itself is too far.
    let negative = nhs.value.min(council.value) < Decimal::ZERO;
    Some(!negative && off.zip(room).is_some_and(|(off, room)| off.is_zero() || off < room))
}

/// Returns the NHS share of a joint line. It is not to be relied on where the two shares do not make 100.
pub(super) fn nhs_share(spend: &Spend) -> Field<Number> {
    match (spend.nhs_share, spend.council_share) {
        (Field::Is(nhs, node), Field::Is(council, _)) if make_100(nhs, council) != Some(true) => {
            Field::Unreadable(node)
        }
        (nhs, _) => nhs,
    }
}
