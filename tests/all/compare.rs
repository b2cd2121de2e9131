//! Areas next to each other, as a user of the built program sees them.

use std::process::Command;

use serde_json::Value;

fn run(args: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
    let done = command.args(args).current_dir(env!("CARGO_MANIFEST_DIR")).output().expect("the program");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (done.status.code().unwrap_or(-1), text(done.stdout), text(done.stderr))
}

const BOTH: [&str; 2] = ["plans/example-borough.toml", "plans/example-county.toml"];

fn compared(more: &[&str]) -> String {
    let (code, out, err) = run(&[&["compare"], &BOTH[..], &["--today", "2018-06-01"], more].concat());
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    out
}

#[test]
fn areas_stand_next_to_each_other() {
    insta::assert_snapshot!(compared(&["--width", "100"]));
}

/// The same floor has the same headroom beside another area as alone.
#[test]
fn headroom_beside_another_area_is_the_headroom_of_the_plans_own_check() {
    let grids: Value = serde_json::from_str(&compared(&["--format", "json"])).expect("JSON");
    let rows = grids["grids"][1]["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["name"] == "NHS contribution to adult social care").expect("the floor");
    for (n, plan) in BOTH.iter().enumerate() {
        let (_, out, _) = run(&["check", plan, "--format", "json", "--today", "2018-06-01"]);
        let checked: Value = serde_json::from_str(&out).expect("JSON");
        let tests = checked["plans"][0]["tests"].as_array().expect("tests");
        let year = row["of"].as_str().expect("a year").replace('/', "-");
        let own = tests.iter().find(|t| t["rule"] == "social-care-below-minimum" && t["year"] == year.as_str());
        assert_eq!(own.expect("the test")["ledger"]["difference"], row["values"][n]["pounds"], "{plan}");
    }
}

#[test]
fn one_plan_has_nothing_to_be_compared_with() {
    let (code, out, err) = run(&["compare", BOTH[0]]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("not two plans"), "{err}");
    let (code, _, err) = run(&["compare", BOTH[0], "plans/absent.toml"]);
    assert!(code == 2 && err.contains("absent.toml"), "{err}");
}
