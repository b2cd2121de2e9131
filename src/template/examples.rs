//! Plans of areas that were made up, to look at and to try things on. They pass.

/// A county with districts.
pub const COUNTY: &str = include_str!("../../plans/example-county-2025-26.toml");

/// A single council.
pub const BOROUGH: &str = include_str!("../../plans/example-borough-2026-27.toml");
