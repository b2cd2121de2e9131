//! The names that every rule's file imports.

pub(super) use super::facts::{Draw, Facts, SpendLine};
pub(super) use super::reason::Reason;
pub(super) use super::recorder::{Case, Failure, Tests};
pub(super) use super::rule::{Aspect, Bearing, Clauses, FloorOf, Ground, Rule};
pub(super) use super::sum::Sum;
pub(super) use crate::finding::Against;
pub(super) use crate::finding::Level;
pub(super) use crate::money::{Amount, Money};
pub(super) use crate::period::{Date, Month, Period, Year};
pub(super) use crate::plan::{
    Amounts, Commissioner, Cover, Field, Maturity, OUT_OF_HOSPITAL, PartnerKind, Place, PlanDate, Role, SOCIAL_CARE,
    Scheme, Source, Word, by_label, named, nearest, segment, shortened,
};
pub(super) use crate::span::NodeId;
pub(super) use rust_decimal::Decimal;
