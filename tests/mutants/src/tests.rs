//! What holds of the changes of any project.

use std::path::Path;

use crate::mutant::{Mutant, Source};
use crate::{draw, find, weave};

fn found(text: &str) -> (Source, Vec<Mutant>) {
    let source = Source { path: "src/one.rs".to_owned(), text: text.to_owned() };
    let (mutants, _) = find::mutants(&source).expect("it is Rust");
    (source, mutants)
}

#[test]
fn all_changes_of_the_project_at_once_are_still_rust() {
    let project = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (sources, mut all) = draw::all(&project).expect("the project is read");
    all.sort_by_key(|mutant| (mutant.key.file.clone(), mutant.place()));
    for source in &sources {
        let own = all.iter().filter(|mutant| mutant.key.file == source.path).enumerate();
        let own: Vec<(usize, &Mutant)> = own.map(|(at, mutant)| (at + 1, mutant)).collect();
        let woven = weave::weave(&source.text, &own);
        syn::parse_file(&woven.text).unwrap_or_else(|error| panic!("{}: {error}", source.path));
        assert_eq!(woven.parts.len(), own.len(), "{}", source.path);
    }
}

#[test]
fn a_change_keeps_its_name_when_lines_are_put_before_it() {
    let names = |text: &str| found(text).1.into_iter().map(|mutant| mutant.key).collect::<Vec<_>>();
    let text = "impl A { fn f(&self, n: u8) -> bool { n < 3 && self.g(n < 3) } }";
    assert!(names(text).len() > 8);
    assert_eq!(names(text), names(&format!("// one more line\nfn before() {{}}\n{text}")));
    let twice = names(text).into_iter().filter(|key| key.change == "`<` becomes `>` in `n < 3`");
    assert_eq!(twice.map(|key| (key.function, key.nth)).collect::<Vec<_>>(), [("A::f".into(), 1), ("A::f".into(), 2)]);
}

#[test]
fn what_is_not_run_or_runs_before_the_program_is_left_alone() {
    for text in [
        "const A: usize = 1 + 2;",
        "static A: usize = 1 + 2;",
        "const fn f() -> bool { 1 < 2 }",
        "#[cfg(test)] mod tests { fn f() -> bool { 1 < 2 } }",
        "fn f(a: [u8; 2]) {}",
        "fn f(a: u8) -> Made { assert!(a < 3 && true) }",
    ] {
        let changes: Vec<String> = found(text).1.into_iter().map(|mutant| mutant.key.change).collect();
        assert!(changes.iter().all(|change| change.starts_with("the body")), "{text}: {changes:?}");
    }
}

#[test]
fn a_change_shows_the_line_before_and_after() {
    let (source, mutants) = found("fn f(a: u8) {\n    if a < 3 { g(a) }\n}\n");
    let diff = |words: &str| {
        let mutant = mutants.iter().find(|mutant| mutant.key.change.starts_with(words)).expect("it is found");
        (mutant.line, mutant.diff(&source.text))
    };
    assert_eq!(diff("`<` becomes `>`"), (2, "-     if a < 3 { g(a) }\n+     if a > 3 { g(a) }\n".to_owned()));
    assert_eq!(diff("the condition `a < 3` becomes `true`").1.lines().nth(1), Some("+     if true { g(a) }"));
    assert_eq!(diff("the body becomes `()`").1.lines().nth(1), Some("+ fn f(a: u8) { return ();"));
}

#[test]
fn a_condition_with_let_is_closed_by_a_part_more() {
    let (source, mutants) = found("fn f(a: Option<u8>) { if let Some(b) = a && b == 1 { g(b) } }");
    let numbered: Vec<(usize, &Mutant)> = mutants.iter().enumerate().map(|(at, mutant)| (at + 1, mutant)).collect();
    let chained: Vec<(usize, &Mutant)> =
        numbered.into_iter().filter(|(_, mutant)| mutant.key.change.ends_with("never holds")).collect();
    let text = weave::weave(&source.text, &chained).text;
    assert!(text.contains(&format!("b == 1 && crate::mutant::at({}, 1) == 0 {{", chained[0].0)), "{text}");
}
