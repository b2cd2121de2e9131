//! The command line in this process: what is missing, mistyped, coloured or not listened to.

use std::fs;

use bcf::cli::Exit;
use tempfile::TempDir;

use crate::common::{Unheard, World, unbroken};

/// Runs a command line in a world without terminals; what it says on stdout and stderr.
fn told(args: &[&str], stdin: &[u8]) -> (Exit, String, String) {
    let (exit, stdout, stderr) = World { stdin, ..World::default() }.run(args);
    (exit, stdout, unbroken(&stderr))
}

/// Returns a folder with these files, which is gone when the test is over.
fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (file, bytes) in files {
        fs::write(folder.path().join(file), bytes).expect("a file");
    }
    folder
}

#[test]
fn a_file_that_is_not_there_is_missed_by_name() {
    let folder = folder(&[("leicester.toml", b"[plan]\n")]);
    let path = folder.path().join("leicster.toml");
    let (exit, stdout, stderr) = told(&["check", path.to_str().expect("a name"), "--width", "300"], b"");
    assert_eq!((exit, stdout.as_str()), (Exit::NoVerdict, ""));
    assert!(stderr.contains("there is no file or folder") && stderr.contains("leicester.toml?"), "{stderr}");
}

#[test]
fn what_can_be_read_is_checked_beside_what_cannot() {
    let files: [(&str, &[u8]); 3] =
        [("a.toml", b"[plan]\n"), ("b.toml", b"[plan]\nx = \"\xa3\""), ("c.toml", b"[other]\n")];
    let folder = folder(&files);
    let (exit, stdout, stderr) = told(&["check", folder.path().to_str().expect("a name"), "--format", "json"], b"");
    assert_eq!(exit, Exit::NoVerdict);
    assert!(stdout.contains("a.toml") && !stdout.contains("c.toml"), "{stdout}");
    assert!(stderr.contains("is not UTF-8") && !stderr.contains("c.toml"), "{stderr}");
}

#[test]
fn nothing_to_check_is_no_verdict() {
    let folder = folder(&[("Cargo.toml", b"[package]\n")]);
    let (exit, stdout, stderr) = told(&["check", folder.path().to_str().expect("a name")], b"");
    assert_eq!((exit, stdout.as_str()), (Exit::NoVerdict, ""));
    assert!(stderr.contains("nothing to check") && stderr.contains("bcf check plan.toml"), "{stderr}");
}

#[test]
fn a_format_in_a_file_is_whole_and_leaves_nothing_beside_it() {
    let folder = folder(&[]);
    let out = folder.path().join("out.json");
    let format = format!("json={}", out.display());
    let (_, stdout, stderr) = told(&["check", "-", "--format", "concise", "--format", &format], b"[plan]\n");
    assert!(stderr.is_empty() && !stdout.contains("bcf.check/1"), "{stderr}");
    assert!(fs::read_to_string(&out).expect("a report").starts_with("{\"schema\":\"bcf.check/1\""));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
}

#[test]
fn mistakes_on_the_command_line_are_no_verdict_and_name_what_is_near() {
    let near = |id: &str| format!("did you mean `{id}`?");
    for (args, words) in [
        (&["check", "-", "--select", "dgf"][..], near("dfg")),
        (&["check", "-", "--select", "metric"], near("metrics")),
        (&["check", "-", "--ignore", "social"], near("social-care")),
        (&["check", "-", "-D", "Metrics"], near("metrics")),
        (&["check", "-", "-W", "metric_worsens"], near("metric-worsens")),
        (&["check", "-", "-A", "below-allocation"], near("contribution-below-allocation")),
        (&["check", "-", "--round", "2017-19"], near("bcf-2017-19")),
        (&["rules", "--round", "bcf-2017"], near("bcf-2017-19")),
        (&["explain", "metrcs"], near("metrics")),
        (&["explain", "socialcare"], near("social-care")),
        (&["check", "-", "-A", "dfg-not-passported"], "is statutory and cannot be allowed".to_owned()),
        (&["check", "-", "--ignore", "dfg"], "cannot be ignored as a whole".to_owned()),
        (&["check", "-", "--format", "json", "--format", "human"], "two formats cannot both go".to_owned()),
        (&["check", "-", "--format", "jsom"], "there is no format `jsom`".to_owned()),
        (&["check", "-", "--today", "2018-02-30"], "a day is written like".to_owned()),
        (&["explain", "dfg-not-pasported"], near("dfg-not-passported")),
        (&["rounds", "bcf-2017-18"], near("bcf-2017-19")),
    ] {
        let (exit, stdout, stderr) = told(args, b"[plan]\n");
        assert_eq!((exit, stdout.as_str()), (Exit::NoVerdict, ""), "{args:?}");
        assert!(stderr.contains(&words), "{args:?}: {stderr}");
    }
}

#[test]
fn results_faults_and_help_are_coloured_alike() {
    for (set, args, colored) in [
        (None, &[][..], true),
        (Some(("CLICOLOR", "0")), &[], false),
        (Some(("FORCE_COLOR", "0")), &[], false),
        (Some(("NO_COLOR", "1")), &[], false),
        (Some(("CLICOLOR", "0")), &["--color", "always"], true),
        (None, &["--color=never"], false),
    ] {
        let env = |name: &str| set.filter(|(key, _)| *key == name).map(|(_, value)| value.to_owned());
        for command in [&["check", "-"][..], &["check", "--help"], &["rules", "--no-such"], &["check", "absent"]] {
            let args = [command, args].concat();
            let (_, stdout, stderr) =
                World { stdin: b"[plan]\n", columns: Some(100), env: &env, ..World::default() }.run(&args);
            assert_eq!((stdout + &stderr).contains("\u{1b}["), colored, "{set:?} {args:?}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_changes_no_verdict() {
    assert_eq!(World::default().run_to(&mut Unheard, ["rules"]), (Exit::Clean, String::new()));
}
