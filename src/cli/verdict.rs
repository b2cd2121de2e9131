//! The end of a check, and what its options ask of a report.

use super::args::CheckArgs;
use super::exit::Exit;
use crate::check::Checked;
use crate::report::View;

/// Returns how a check ends: `faults` kept something from being checked, and `hidden` says that a plan was hidden.
pub(super) fn verdict(plans: &[Checked], faults: bool, hidden: bool) -> Exit {
    match hidden || plans.iter().any(Checked::fails) {
        _ if faults => Exit::NoVerdict,
        true => Exit::Findings,
        false => Exit::Clean,
    }
}

/// Returns a view with what the options of a check ask of it.
pub(super) fn view(args: &CheckArgs, view: View) -> View {
    View {
        quiet: args.quiet,
        verbose: args.verbose,
        all: args.all,
        evidence: args.evidence,
        statistics: args.statistics,
        ..view
    }
}
