fn main() {
    let path = std::env::args().nth(1).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    let t = std::time::Instant::now();
    let mut settings = bcf::check::Settings::on(bcf::period::Date::parse("2018-06-01").unwrap());
    for s in std::env::args().skip(2) { settings.select.push(bcf::check::Selector::parse(&s).unwrap()); }
    let checked = bcf::check::check_text(path, text, &settings);
    eprintln!("{:?}", t.elapsed());
    let index = bcf::span::LineIndex::new(checked.plan.tree.source());
    for f in &checked.findings {
        let p = index.position(f.at.span.start, checked.plan.tree.source());
        println!("{}:{} {}[{}] {} @ {} help={:?} edit={:?}", p.line, p.column, f.level, f.rule, f.message, f.at.path, f.help, f.edit.as_ref().map(|e| &e.with));
        if let Some(l) = &f.ledger { println!("    actual {} required {} diff {} slack {} lines {}", l.actual, l.required, l.difference(), l.slack, l.lines.len()); }
    }
    for t in &checked.tests { if !matches!(t.outcome, bcf::finding::Outcome::NotApplicable(_)) { eprintln!("  {} {:?} {:?} {:?} {}", t.rule, t.outcome, t.year.map(|y| y.to_string()), t.subject, t.ledger.as_ref().map(|l| format!("{} vs {}", l.actual, l.required)).unwrap_or_default()); } }
    println!("{:?}", checked.counts());
}
