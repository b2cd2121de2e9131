//! The tests of what the library and the program do, in one program: it is linked once, and its tests run side by side.
//! `cargo test --test all hidden::` runs those of one file.

mod about;
mod action;
mod address;
#[cfg(feature = "book")]
mod book;
mod cells;
mod checklist;
mod common;
mod compare;
mod contributing;
mod defects;
mod diagnosis;
mod diff;
#[path = "../../examples/slips/digits.rs"]
mod digits;
mod early_rounds;
mod editor;
mod edits;
mod excel;
mod explain;
mod fictional_round;
mod formats;
mod fuzz;
mod gate;
mod hidden;
mod hooks;
mod hostile;
mod hostile_books;
mod identity;
mod init;
mod later_rounds;
mod laws;
mod laws_of_cascades;
mod laws_of_findings;
mod laws_of_format;
mod laws_of_metrics;
mod laws_of_recovery;
mod laws_of_tests;
mod laws_of_text;
mod laws_of_waivers;
mod loss;
mod mark;
mod memory;
mod mutations;
mod narrative;
mod narrative_files;
mod narrative_layout;
mod national;
mod newest_round;
mod one_pound;
mod orders;
mod outputs;
mod own_tables;
mod page;
mod past;
mod paths;
mod plans;
mod published;
mod readme;
mod release;
mod roll;
mod rounds;
mod runner;
mod schema;
#[cfg(feature = "lsp")]
mod server;
mod show;
mod steps;
mod toml_conformance;
mod verdict;
mod waiver_for;
mod widths;
mod workbook;
#[cfg(all(unix, feature = "workbook"))]
mod wrote;
