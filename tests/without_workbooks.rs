//! A program that was built without workbooks refuses them in one sentence: exit 2, and nothing is written.

#![cfg(not(feature = "workbook"))]

use std::fs;
use std::process::Command;

#[test]
fn a_workbook_is_refused_in_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("plan.toml"), include_str!("../plans/example-borough.toml")).expect("a plan");
    fs::write(folder.path().join("plan.xlsx"), b"PK\x03\x04\xff").expect("a workbook");
    for args in [
        &["export", "plan.toml", "-o", "out.xlsx"][..],
        &["import", "plan.xlsx", "-o", "out.toml"],
        &["check", "plan.xlsx", "--format", "json"],
    ] {
        let mut bcf = Command::new(env!("CARGO_BIN_EXE_bcf"));
        let output = bcf.args(args).args(["--width", "300"]).current_dir(&folder).output().expect("bcf runs");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{args:?}: {told}");
        assert!(told.contains("this bcf was built without workbooks"), "{args:?}: {told}");
        assert_eq!(told.matches("error:").count(), 1, "{args:?}: {told}");
    }
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 2);
}
