//! The laws of the tree, through what a reader of it sees.

use super::{Kind, NodeId, Tree};

fn tree(source: &str) -> Tree {
    Tree::parse(source.to_owned())
}

/// Returns the one error of `source`, as `text at its place: message; help`.
#[track_caller]
fn one(source: &str) -> String {
    let tree = tree(source);
    let [error] = tree.errors() else { panic!("{source:?}: {:#?}", tree.errors()) };
    format!("{}: {}; {}", error.span.of(source), error.message, error.help.clone().unwrap_or_default())
}

/// Returns the node at a dotted path of bare keys and element numbers.
#[track_caller]
fn at(tree: &Tree, path: &str) -> NodeId {
    path.split('.').fold(Tree::ROOT, |node, step| {
        let element = step.parse().ok().and_then(|at: usize| tree.children(node).nth(at));
        tree.get(node, step).or(element).unwrap_or_else(|| panic!("no {path} in {}", tree.source()))
    })
}

/// Returns the source text at a path.
#[track_caller]
fn raw(source: &str, path: &str) -> String {
    let tree = tree(source);
    tree.raw(at(&tree, path)).to_owned()
}

#[track_caller]
fn kind(source: &str, path: &str) -> Kind {
    let tree = tree(source);
    tree.kind(at(&tree, path))
}

/// `bad` under a key, in an inline table before another key, and in an array: always one error, a broken node that spans
/// it, and the neighbours read. Returns the message and the help.
#[track_caller]
fn value(bad: &str) -> String {
    let source = format!("v = {bad}\nw = 1\n");
    let told = one(&source);
    let read = tree(&source);
    assert_eq!((read.kind(at(&read, "v")), read.raw(at(&read, "v"))), (Kind::Broken, bad));
    assert_eq!(raw(&source, "w"), "1");
    let source = format!("t = {{ v = {bad}, w = 1 }}\nx = 2\n");
    one(&source);
    let read = tree(&source);
    assert_eq!((read.kind(at(&read, "t.v")), read.raw(at(&read, "t.v"))), (Kind::Broken, bad));
    assert_eq!((raw(&source, "t.w"), raw(&source, "x")), ("1".to_owned(), "2".to_owned()));
    told.split_once(": ").map(|(_, told)| told.to_owned()).unwrap()
}

#[test]
fn an_empty_file_is_an_empty_table_without_error() {
    for source in ["", "\u{feff}", "\n", "\r\n", "  # nothing"] {
        let tree = tree(source);
        assert!(tree.errors().is_empty(), "{source:?}");
        assert_eq!((tree.kind(Tree::ROOT), tree.children(Tree::ROOT).count()), (Kind::Table, 0));
    }
}

#[test]
fn an_unclosed_array_costs_one_error_and_the_rest_is_read() {
    for next in ["b = 3", "  b = 3", "\n# remark\nb = 3", "[b]\nc = 1", "[[b]]", "\"b\" = 1", "[x.b]", "b.c = 1"] {
        let source = format!("a = [1, 2\n{next}\n");
        assert!(one(&source).starts_with("[: this `[` is never closed"), "{source}");
        assert_eq!(raw(&source, "a"), "[1, 2");
        assert!(tree(&source).get(Tree::ROOT, "b").or(tree(&source).get(Tree::ROOT, "x")).is_some());
    }
    let source = "a = [\n  [1, 2],\n  [3],\n";
    assert!(one(source).starts_with("[: "));
    assert_eq!(raw(source, "a.1.0"), "3");
    let label = tree("a = [1, 22\nb = 1").errors()[0].label.clone().unwrap();
    assert_eq!((label.0.start, label.0.end), (9, 10));
}

#[test]
fn an_array_may_hold_arrays_of_words_that_are_values() {
    for source in ["a = [\n[true]\n]", "a = [\n[1.5],\n[inf]\n]", "a = [\n[\"x\"]\n,\n]", "a = [\n[[1]]\n]"] {
        assert!(tree(source).errors().is_empty(), "{source}");
    }
}

#[test]
fn an_unclosed_inline_table_costs_one_error_and_the_rest_is_read() {
    let source = "a = { x = 1, y = 2\nb = 3\n";
    assert!(one(source).starts_with("{: this `{` is never closed"));
    assert_eq!((raw(source, "a.y"), raw(source, "b")), ("2".to_owned(), "3".to_owned()));
    let source = "a = { x = 1,\n[b]\nc = 3\n";
    assert!(one(source).starts_with("{: "));
    assert_eq!(raw(source, "b.c"), "3");
    let source = "a = [{ x = 1, { x = 2 }]\nb = 3\n";
    assert_eq!(raw(source, "b"), "3");
    let source = "a = [{ x = 1]\nb = 3\n";
    assert!(one(source).starts_with("{: "));
    assert_eq!(raw(source, "b"), "3");
}

#[test]
fn a_missing_comma_between_entries_on_lines_of_their_own_is_only_that() {
    let source = "a = {\n  x = 1\n  y = 2\n}\nb = 3\n";
    assert!(one(source).starts_with("y: a comma is missing"));
    assert_eq!((raw(source, "a.y"), raw(source, "b")), ("2".to_owned(), "3".to_owned()));
    let source = "a = { x = 1 y = 2 }\n";
    assert!(one(source).starts_with("y: a comma is missing"));
    let source = "a = [1 2 3]\nb = [\"x\" \"y\"]\n";
    assert_eq!(tree(source).errors().len(), 2);
    assert_eq!((raw(source, "a.2"), raw(source, "b.1")), ("3".to_owned(), "\"y\"".to_owned()));
    let source = "a = [\n  \"x\"\n  \"y\",\n]\n";
    assert!(one(source).starts_with("\"y\": a comma is missing"));
}

#[test]
fn commas_in_a_row_are_one_error() {
    assert!(one("a = [1,,,2]").starts_with(",: two commas"));
    assert!(one("a = {,b = 1}").starts_with(",: a comma stands before"));
    assert!(one("a = {b = 1,, c = 2}").starts_with(",: two commas"));
    assert!(tree("a = {b = 1,\n c = 2,\n}\nd = [1,]").errors().is_empty());
}

#[test]
fn the_wrong_closing_bracket_is_one_error() {
    assert!(one("a = [1, 2}\nb = 1").starts_with("}: `}` closes what `[` opened; write `]`"));
    assert!(one("a = {x = 1]\nb = 1").starts_with("]: "));
    assert!(one("a = {x = [1, 2}\nb = 1").starts_with("[: this `[` is never closed"));
}

#[test]
fn an_unclosed_string_takes_its_line_and_nothing_more() {
    for source in [
        "a = \"x\nb = 3",
        "a = 'x # y\r\nb = 3",
        "a = [\"x, 1]\nb = 3",
        "a = { x = \"y }\nb = 3",
        "a = [{ x = \"y }]\nb = 3",
        "a = [\n  \"x\",\n  \"y]\nb = 3",
        "a = \"x\\\"\nb = 3",
        "a = [\"x\n  ]\nb = 3",
        "a = [[\"x]\n  ]\nb = 3",
        "a = { x = [\"y] }\nb = 3",
    ] {
        let told = one(source);
        assert!(told.contains("the quote is not closed"), "{source}: {told}");
        assert_eq!(raw(source, "b"), "3", "{source}");
    }
    let source = "a = [\n  \"x,\n  \"y\",\n  { z = \"u },\n  7,\n]\nb = 3";
    assert_eq!(tree(source).errors().len(), 2);
    assert_eq!((raw(source, "a.1"), raw(source, "a.3")), ("\"y\"".to_owned(), "7".to_owned()));
}

#[test]
fn an_unclosed_long_text_costs_one_error_at_its_beginning() {
    let source = "[t]\na = [\"\"\"one\ntwo, three\nfour\n\nb = 3\n[u]\nc = 4\n";
    assert!(one(source).starts_with("\"\"\": this text begins"));
    assert_eq!((raw(source, "t.b"), raw(source, "u.c")), ("3".to_owned(), "4".to_owned()));
    assert!(one("a = '''\nb = 1\r\n").starts_with("'''"));
    assert_eq!(raw("a = '''\r\nb = 1\r\n", "b"), "1");
}

#[test]
fn prose_pasted_in_is_one_error() {
    let source = "a = 1\nThe Board met in June.\nIt agreed the plan, and\n\n(see annex).\nb = 2\n";
    assert!(one(source).starts_with("The Board met in June.: `The Board"));
    assert_eq!(raw(source, "b"), "2");
    assert!(tree(source).is_damaged(Tree::ROOT));
    assert_eq!(tree("It agreed the plan.\n[a]\nIt agreed the plan.\nb = 2\nIt agreed the plan.").errors().len(), 3);
}

#[test]
fn a_missing_value_is_one_error_and_the_key_is_there() {
    for source in
        ["a =\nb = 2", "a = # later\nb = 2", "t = { a = , b = 2 }", "t = { b = 2, a = }", "a =\n  \"x\"\nb = 2"]
    {
        assert!(one(source).starts_with("a =: no value stands after `a =`"), "{source}");
        let path = if source.starts_with('t') { "t." } else { "" };
        assert_eq!(kind(source, &format!("{path}a")), Kind::Broken);
        assert_eq!(raw(source, &format!("{path}b")), "2");
    }
}

#[test]
fn a_missing_equals_sign_is_one_error_and_the_value_is_read() {
    assert!(one("name \"x\"").starts_with("name: no `=`"));
    assert_eq!(raw("name \"x\"", "name"), "\"x\"");
    assert!(one("name: \"x\"").starts_with(":: `:` stands where `=` belongs"));
    assert_eq!(raw("amount 5 # x", "amount"), "5");
}

#[test]
fn a_header_without_its_last_bracket_is_still_that_header() {
    for (source, path) in
        [("[dfg\na = 1", "dfg.a"), ("[[s]\na = 1", "s.0.a"), ("[[s # x\na = 1", "s.0.a"), ("[s]]\na = 1", "s.a")]
    {
        one(source);
        assert_eq!(raw(source, path), "1", "{source}");
    }
}

#[test]
fn a_header_that_names_nothing_keeps_its_keys_to_itself() {
    let source = "[section 75]\na = 1\n[b]\na = 2";
    assert_eq!(
        one(source),
        "[section 75]: `section 75` cannot name a table; names have letters, digits, `-` and `_` only: write `[section_75]`"
    );
    assert!(tree(source).get(Tree::ROOT, "a").is_none());
    for source in ["[]", "[a.]\nb = 1", "[[a] ]", "[a]]]", "[ [a] ]", "[\"a]\nb = 1"] {
        one(source);
    }
}

#[test]
fn stray_brackets_and_text_after_a_value_are_one_error_each() {
    assert!(one("a = 1\n]\nb = 2").starts_with("]: nothing is open"));
    assert!(one("a = 1 ]\nb = 2").starts_with("]: nothing is open"));
    assert!(one("a = \"x\" y z # q\nb = 2").starts_with("y z: `y z` stands after the value"));
    assert!(one("a = 5,\nb = 2").starts_with(",: a comma stands after the value"));
    assert!(one("[a] b\nc = 2").starts_with("b: `b` stands after the header"));
    let source = "a = 1 b = 2";
    assert!(one(source).contains("a second key"));
    assert_eq!(raw(source, "b"), "2");
}

#[test]
fn quotes_inside_a_text_are_one_error() {
    let source = "a = \"the \"new\" fund\"\nb = 1";
    assert!(one(source).contains("put `\\` before each quote"));
    assert_eq!((kind(source, "a"), raw(source, "b")), (Kind::Broken, "1".to_owned()));
    one("a = [\"the \"new\" fund\", 2]\nb = 1");
}

#[test]
fn a_key_that_is_no_key_is_one_error() {
    assert_eq!(one("2017/18 = 5\nb = 1"), "2017/18: `2017/18` is no key; write the year as `2017-18`");
    assert_eq!(one("£k = 1\nb = 1"), "£k: `£k` is no key; put it in quotes: `\"£k\" = …`");
    assert!(one("area of spend = \"x = y\"\nb = 1").starts_with("area of spend: "));
    assert!(one("= 1\nb = 1").starts_with("=: no key"));
    assert!(one("“a” = 1\nb = 1").contains("curly"));
    assert!(one("t = { 2017/18 = 5, b = 1 }").starts_with("2017/18: `2017/18` is no key; write the year"));
    assert_eq!(raw("t = { 2017/18 = 5, b = 1 }", "t.b"), "1");
}

#[test]
fn a_key_given_twice_is_told_at_the_second_and_shown_at_the_first() {
    for source in ["a = 1\na = 2", "a = 1\n\"a\" = [2]", "t = { a = 1, a = 2 }", "a = 1\n\"\\u0061\" = 2"] {
        assert!(one(source).contains("`a` is given twice"), "{source}");
        let tree = tree(source);
        let (first, text) = tree.errors()[0].label.clone().unwrap();
        assert_eq!((first.of(source), text.as_str()), ("a", "first used here"));
    }
    assert_eq!(raw("a = 1\na = 2", "a"), "1");
}

#[test]
fn a_key_given_twice_among_many_is_found() {
    let mut source = (0..500).map(|n| format!("k{n} = {n}")).collect::<Vec<_>>().join("\n");
    source.push_str("\nk77 = 1\n\"k499\" = 1\n");
    let tree = tree(&source);
    assert_eq!(tree.errors().len(), 2);
    assert_eq!(tree.raw(tree.get(Tree::ROOT, "k321").unwrap()), "321");
    assert!(tree.get(Tree::ROOT, "k500").is_none());
}

#[test]
fn a_table_written_twice_is_told_and_merged() {
    let source = "[a]\nx = 1\n[a]\ny = 2";
    assert!(one(source).starts_with("[a]: the table `a` is written twice"));
    assert_eq!((raw(source, "a.x"), raw(source, "a.y")), ("1".to_owned(), "2".to_owned()));
    let source = "[[a]]\nx = 1\n[a]\nx = 2";
    assert!(one(source).contains("write `[[a]]`"));
    assert_eq!(raw(source, "a.1.x"), "2");
    let source = "[a]\nx = 1\n[[a]]\nx = 2";
    assert!(one(source).starts_with("[[a]]: `a` is a single table"));
    assert_eq!((raw(source, "a.0.x"), raw(source, "a.1.x")), ("1".to_owned(), "2".to_owned()));
    let source = "a = { x = 1 }\n[a]\ny = 2";
    one(source);
    assert_eq!(raw(source, "a.y"), "2");
    let source = "a = [{ x = 1 }]\n[[a]]\nx = 2";
    one(source);
    assert_eq!(raw(source, "a.1.x"), "2");
    one("a = 1\n[a]\ny = 2\n[b]\n");
    one("a = 1\na.b = 2");
    one("[a.b]\nx = 1\n[a]\nb.y = 2");
}

#[test]
fn spans_are_where_the_contract_says() {
    let source = "[x.y]\na.b = \"q\"\n[[s]]\n[[s]]\n[x]\nt = { u = [1] }";
    assert!(tree(source).errors().is_empty());
    for (path, text) in
        [("x", "[x]"), ("x.y", "[x.y]"), ("x.y.a", "a"), ("x.y.a.b", "\"q\""), ("s", "[[s]]"), ("x.t", "{ u = [1] }")]
    {
        assert_eq!(raw(source, path), text);
    }
    let tree = tree(source);
    assert_eq!(tree.text(at(&tree, "x.y.a.b")), "q");
    assert_eq!(tree.key_span(at(&tree, "x.y")).map(|span| span.of(source)), Some("y"));
    assert_eq!(tree.key_span(at(&tree, "x")).map(|span| span.start as usize), source.find("[x]").map(|at| at + 1));
    assert_eq!((tree.key(at(&tree, "s.1")), tree.parent(at(&tree, "s.1"))), (None, Some(at(&tree, "s"))));
}

#[test]
fn figures_as_people_write_them_get_their_own_correction() {
    assert_eq!(value("£1,200"), "`£1,200` has a currency sign and stands without quotes; write 1_200 or \"£1,200\"");
    assert_eq!(value("£1.2m"), "`£1.2m` has a unit and stands without quotes; write \"£1.2m\"");
    assert_eq!(value("8.6 million"), "`8.6 million` has a unit and stands without quotes; write \"£8.6m\"");
    assert_eq!(value("1,200"), "`1,200` has separators between its thousands; write 1_200 or \"£1,200\"");
    assert_eq!(
        value("12,345,678.90"),
        "`12,345,678.90` has separators between its thousands; write 12_345_678.90 or \"£12,345,678.90\""
    );
    assert_eq!(value("1 200"), "`1 200` has separators between its thousands; write 1_200 or \"£1,200\"");
    assert!(value("2,000,00").contains("not grouped in threes"));
    assert!(value("-£1,200").ends_with("write -1_200 or \"-£1,200\""));
    assert!(value("12.5%").ends_with("leave the % off: write 12.5"));
    assert!(value("007").contains("write 7, or \"007\" in quotes"));
    assert!(value("1__200").contains("write 1_200"));
    assert!(value(".5").ends_with("write 0.5"));
    let source = "t = { 2017-18 = 1,200, 2018-19 = 5 }";
    assert!(one(source).starts_with("1,200: "));
    assert_eq!(raw(source, "t.2018-19"), "5");
    assert_eq!(raw("a = [£1,200, 3]", "a.1"), "3");
    assert!(tree("a = [1,200]\nb = {x = 1,200 = 2}").errors().is_empty());
}

#[test]
fn dates_as_people_write_them_get_their_own_correction() {
    assert!(value("30/06/2017").ends_with("; write 2017-06-30, year first"));
    assert!(value("30.06.2017").ends_with("; write 2017-06-30, year first"));
    assert!(value("30-6-17").ends_with("; write 2017-06-30, year first"));
    assert!(value("30 June 2017").ends_with("; write 2017-06-30, year first"));
    assert!(value("06/30/2017").ends_with("; write the year, the month and the day: 2017-06-30"));
    assert!(
        value("2017-06-31")
            .ends_with("`2017-06-31` is no day: month 6 of 2017 has 30 days; the last day of that month is 2017-06-30")
    );
    assert!(value("2017/06/30").ends_with("; write 2017-06-30"));
    assert!(value("2017-6-3").ends_with("; write 2017-06-03"));
    assert!(value("2017-18").contains("in quotes: \"2017-18\""));
    assert!(value("2017/18").contains("in quotes: \"2017-18\""));
    assert!(value("2017-13-01").contains("no month 13"));
}

#[test]
fn words_without_quotes_get_their_own_correction() {
    for word in ["TBC", "TBD", "N/A", "tbc", "?", "unknown"] {
        assert!(value(word).ends_with("; leave the key out until it is known"), "{word}");
    }
    assert!(value("council").contains("put it in quotes: \"council\""));
    assert!(value("not yet known").contains("put it in quotes: \"not yet known\""));
    assert!(value("nil").contains("write 0"));
    assert_eq!(value("True"), "`True` is not in lower case; write true");
    assert_eq!(value("FALSE"), "`FALSE` is not in lower case; write false");
    assert_eq!(value("yes"), "`yes` stands without quotes; write true");
    assert!(value("NaN").contains("no number that a plan can hold"));
    assert!(value("Inf").contains("no number that a plan can hold"));
    assert!(value("abc\"").contains("lacks its first quote"));
}

#[test]
fn curly_quotes_are_named() {
    assert_eq!(value("“a, b”"), "the quotes are curly; write straight quotes: \"a, b\"");
    assert_eq!(value("‘a’"), "the quotes are curly; write straight quotes: \"a\"");
    assert!(one("a = \"b”\nc = 1").contains("its last quote is a curly one"));
}

#[test]
fn invisible_characters_are_named() {
    assert!(one("a =\u{a0}5\nb = 1").contains("a non-breaking space (U+00A0) stands here"));
    let source = "a\u{a0}= 5\n\u{200b}b = 1";
    assert_eq!(tree(source).errors().len(), 2);
    assert_eq!((raw(source, "a"), raw(source, "b")), ("5".to_owned(), "1".to_owned()));
    assert!(one("a = \"x\"\u{a0}\nb = 1").contains("U+00A0"));
    assert!(one("[x\u{200b}]\nb = 1").contains("zero-width space (U+200B)"));
    assert_eq!(raw("[x\u{200b}]\nb = 1", "x.b"), "1");
    assert!(one("2017-18\t1200\tyes\nb = 1").contains("spreadsheet"));
    assert!(one("\u{a0}\nb = 1").contains("U+00A0"));
}

#[test]
fn control_characters_and_false_escapes_are_told_where_they_stand() {
    assert!(one("a = \"x\u{7}y\"").starts_with("\u{7}: a control character (U+0007) stands in the text"));
    assert!(one("a = 1 # \u{7} \u{7}\nb = 1").contains("stands in a comment"));
    assert!(one("a = \"C:\\plans\"\nb = 1").starts_with("\\p: `\\p` is no escape"));
    assert!(one("a = \"\\ud800\"").contains("is no escape"));
    assert!(one("a = 1\rb = 2\rc = 3").contains("carriage return"));
    assert_eq!(raw("a = 1\rb = 2\rc = 3", "c"), "3");
}

#[test]
fn depth_has_a_limit_and_costs_one_error() {
    for open in ["[", "{a=", "[{a="] {
        let source = format!("x = {}\nb = 1", open.repeat(100_000));
        let tree = tree(&source);
        assert_eq!(tree.errors().len(), 1, "{:?}", tree.errors());
        assert!(tree.errors()[0].message.contains("nested more than"));
    }
    assert_eq!(raw(&format!("x = {}\nb = 1", "[".repeat(200)), "b"), "1");
    let source = format!("x = {}{}\nb = 1", "[".repeat(100_000), "]".repeat(100_000));
    one(&source);
    assert_eq!(raw(&source, "b"), "1");
    let source = format!("x = {}{}\nb = 1", "[".repeat(128), "]".repeat(128));
    assert!(tree(&source).errors().is_empty());
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_mistake() {
    let source = "\u{feff}a = 1\r\n[b]\r\nc = \"\"\"x\r\ny\"\"\"\r\n";
    let tree = tree(source);
    assert!(tree.errors().is_empty());
    assert_eq!(tree.span(at(&tree, "a")).start, 7);
}

#[test]
fn a_key_in_quotes_is_found_however_its_table_came_about() {
    for (text, errors) in [
        ("[x.\"a b\".c]\nk = 1\n[x.'a b']\nl = 1\n", 0),
        ("[x.bare.c]\nk = 1\n[x.'bare']\nl = 1\n", 0),
        ("[x.\"bare\".c]\nk = 1\n[x.bare]\nl = 1\n", 0),
        ("[x.\"a b\"]\nk = 1\n[[x.\"a b\"]]\nl = 1\n", 1),
        ("x = { \"a b\" = { k = 1, l = 1 } }\n", 0),
    ] {
        let tree = Tree::parse(text.to_owned());
        assert_eq!(tree.errors().len(), errors, "{text}");
        let x = tree.get(Tree::ROOT, "x").expect("x");
        let key = if text.contains("bare") { "bare" } else { "a b" };
        let found = tree.get(x, key).unwrap_or_else(|| panic!("{key} in {text}"));
        assert_eq!(tree.children(x).count(), 1, "{text}");
        assert_eq!(tree.key(found).as_deref(), Some(key), "{text}");
    }
}

/// Returns all that a reader sees of a tree.
pub(super) fn seen(tree: &Tree) -> impl PartialEq + std::fmt::Debug + use<> {
    let node = |node: NodeId| {
        let below: Vec<NodeId> = tree.children(node).collect();
        (tree.kind(node), tree.span(node), tree.key_span(node), tree.text(node).into_owned(), tree.parent(node), below)
    };
    (tree.nodes().map(node).collect::<Vec<_>>(), tree.errors().to_vec())
}

#[test]
fn a_tree_with_other_values_is_the_tree_of_the_text_with_them() {
    let corners = "a = [1, 2,3]\nb = { c.d = 'x', e = 1979-05-27 07:32:00,f = true }\n[[t]]\nk = \"\"\"x\"\"\" # end\n[[t]]\nk = 1";
    let one = ["7", "-1_234.50", "\"£2.6m\"", "2019-04-01", "1979-05-27 07:32:00", "'a'", "true"];
    let others = ["1,234", "x y", "\"", "[1]", "", "7 8", "\"a\\n\"", "2017-90-21", "1 # one", "\"\"\"a\"\"\""];
    for source in [corners, include_str!("../../../plans/example-county-2025-26.toml")] {
        let tree = tree(source);
        let places: Vec<_> = tree.nodes().map(|node| tree.span(node)).filter(|at| at.end > at.start).collect();
        for (n, at) in places.iter().enumerate().filter(|(n, _)| source == corners || n % 29 == 0) {
            for with in one.iter().chain(&others) {
                let mut edits = vec![(*at, (*with).to_owned())];
                edits.extend(places[n..].iter().find(|next| next.start >= at.end).map(|next| (*next, "12".to_owned())));
                let again = tree.with(&edits);
                assert_eq!(seen(&again), seen(&Tree::parse(again.source().to_owned())), "{edits:?}");
            }
        }
    }
}
