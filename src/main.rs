//! The `bcf` program.
fn main() {}
