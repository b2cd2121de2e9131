//! `bcf explain`

use super::args::ExplainArgs;
use super::config::here;
use super::exit::Exit;
use super::fault::Fault;
use super::io::Io;
use super::known_rounds::every_round;
use super::print::{no_verdict, print};
use super::screen::Screen;
use crate::check::{FAMILIES, Selector, Settings, rule};
use crate::plan::nearest;
use crate::policy::Round;
use crate::report::explain;

/// Explain a rule, else a family, else a clause.
pub(super) fn run(args: &ExplainArgs, screen: &Screen, io: &mut Io<'_>) -> Result<Exit, Fault> {
    let known = match here(&args.project) {
        Ok(config) => config.rounds.clone(),
        Err(faults) => return Ok(no_verdict(&faults, screen, io)),
    };
    let rounds = every_round(&known)?;
    let rounds: Vec<&Round> = rounds.iter().map(|round| &**round).collect();
    let id = args.subject.trim();
    let text = if let Some((family, rule)) = rule(id) {
        let mut settings = Settings::on(args.today.unwrap_or(io.today));
        settings.select = Selector::parse(id).into_iter().collect();
        explain::rule(family, rule, &rounds, &settings, screen.view)
    } else if let Some(family) = FAMILIES.iter().find(|family| family.id == id) {
        explain::family(family, screen.view)
    } else if rounds.iter().any(|round| round.clause(id).is_some()) {
        explain::clause(id, &rounds, screen.view)
    } else {
        let near = nearest(id, explain::subjects(&rounds));
        return Err(Fault::unknown(
            "rule, clause or family",
            id,
            near,
            "`bcf rules` lists rules and families, `bcf rounds ROUND` clauses",
        ));
    };
    print(io, |out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Clean)
}
