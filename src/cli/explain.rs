//! `bcf explain`

use super::args::ExplainArgs;
use super::config::here;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::known_rounds::{every_round, one_round};
use super::print::{no_verdict, print};
use super::screen::Screen;
use crate::check::{EXAMPLE_DAY, EXAMPLE_ROUND, FAMILIES, rule};
use crate::plan::{keys, nearest};
use crate::policy::{Round, Rounds};
use crate::report::{Medium, explain, format, search};

/// Explains a rule, else a family, else a clause, else a key of the format.
pub(super) fn run(args: &ExplainArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let known = match here(&args.project, &io.disk) {
        Ok(config) => config.rounds.clone(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let rounds = match &args.round {
        Some(id) => vec![one_round(&known, id)?],
        None => every_round(&known)?,
    };
    let rounds: Vec<&Round> = rounds.iter().map(|round| &**round).collect();
    let (subject, medium) = (args.subject.join(" "), Medium::Terminal(screen.view));
    let id = subject.trim();
    let example = one_round(&known, EXAMPLE_ROUND)?;
    let key = format::explain(id, &rounds, &example, medium);
    let text = if let Some((family, rule)) = rule(id) {
        let settings = explain::example_settings(rule, args.today.unwrap_or(EXAMPLE_DAY));
        explain::rule(family, rule, &rounds, &settings, medium)
    } else if let Some(family) = FAMILIES.iter().find(|family| family.id == id) {
        let family = explain::family(family, medium);
        // A family may have the name of a section.
        key.map_or_else(|| family.clone(), |key| format!("{key}\n{family}"))
    } else if rounds.iter().any(|round| round.clause(id).is_some()) {
        explain::clause(id, &rounds, medium)
    } else if let Some(key) = key {
        key
    } else {
        if let Some(round) = args.round.as_deref().filter(|_| has_clause(&known, id)) {
            let help = format!("other rounds have it: `bcf explain {id}` shows each");
            return Err(Fault::new(format!("{round} has no clause `{id}`")).help(help));
        }
        let keys = keys();
        // Somebody may name a key without its section.
        let alone = keys.iter().map(|(path, _)| path.as_str()).filter(|path| path.rsplit('.').next() == Some(id));
        let alone = alone.min_by_key(|path| path.len());
        // A key that is named alone was meant; anything else may be words, and what fits no words a slip in an id.
        let found = if alone.is_some() { None } else { search::search(id, &rounds, medium) };
        if let Some(found) = found {
            print(io, |out| out.write_all(found.as_bytes()))?;
            return Ok(Exit::Clean);
        }
        let all = || explain::subjects(&rounds).into_iter().chain(keys.iter().map(|(path, _)| path.as_str()));
        let near = alone.or_else(|| nearest(id, all()));
        return Err(Fault::unknown(
            "rule, family, clause or key of the format",
            id,
            near,
            "`bcf rules` lists rules and families, `bcf rounds ROUND` clauses, `bcf docs format` keys",
        ));
    };
    print(io, |out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}

/// Returns whether any round has a clause of this id.
fn has_clause(known: &Rounds, id: &str) -> bool {
    known.all().unwrap_or_default().iter().any(|round| round.clause(id).is_some())
}
