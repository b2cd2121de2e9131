//! `bcf --version`, and all that whoever reports something has to tell of the program.

use std::process::Command;

/// Returns what the program prints, where it ends with 0 and complains of nothing.
#[track_caller]
fn told(args: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_bcf")).args(args).output().expect("bcf runs");
    assert!(output.status.success() && output.stderr.is_empty(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).expect("text")
}

#[test]
fn the_version_alone_is_one_line_and_with_verbose_the_whole() {
    let version = format!("bcf {}\n", env!("CARGO_PKG_VERSION"));
    for args in [&["--version"][..], &["-V"], &["--color", "always", "-V"]] {
        assert_eq!(told(args), version, "{args:?}");
    }
    let whole = told(&["--version", "--verbose"]);
    for args in [&["--verbose", "--version"][..], &["-V", "-v"], &["-vV"], &["-V", "--color=always", "--verbose"]] {
        assert_eq!(told(args), whole, "{args:?}");
    }
    let commit = option_env!("BCF_COMMIT").unwrap_or("unknown");
    let target = format!("target: {} {}", std::env::consts::ARCH, std::env::consts::OS);
    assert!(whole.starts_with(&format!("{version}commit: {commit}\n{target}")), "{whole}");
    let line = whole.lines().find(|line| line.starts_with("features: ")).expect("the features");
    assert_eq!(line.contains("lsp"), cfg!(feature = "lsp"), "{line}");
    // Where every feature is in, every feature is named.
    let manifest: toml::Table = include_str!("../../Cargo.toml").parse().expect("TOML");
    let features = manifest["features"].as_table().expect("features").keys().filter(|name| *name != "default");
    if cfg!(all(feature = "workbook", feature = "document", feature = "lsp", feature = "book")) {
        features.for_each(|name| assert!(line.contains(name.as_str()), "{name}: {line}"));
    }
    for id in bcf::policy::round_ids() {
        assert!(whole.lines().any(|line| line.split_whitespace().next() == Some(id)), "{id}: {whole}");
    }
    let days = whole.lines().filter_map(|line| line.trim().strip_prefix("bcf-2017-19 ")).map(str::trim);
    assert_eq!(days.collect::<Vec<_>>(), ["1 April 2017 to 31 March 2019"], "{whole}");
}

#[test]
fn verbose_without_the_version_is_a_mistake() {
    let output = Command::new(env!("CARGO_BIN_EXE_bcf")).args(["--verbose", "rules"]).output().expect("bcf runs");
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("--version"), "{output:?}");
}
