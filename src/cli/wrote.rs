//! The line on stderr about a file that a command wrote, with the step that follows.

use std::path::Path;

use super::args::{BesideArgs, ProjectArgs};
use super::io::Io;
use super::nature::Way;
use super::repository::name;
use crate::text::escape::shown;

/// All that is said of a result in a file, beside that it was written.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// Its content, where that needs saying: `47 gaps to fill in`.
    pub(super) holds: String,
    /// The thing to do with it: `` `bcf check plan.toml` names each``.
    pub(super) next: String,
}

impl Said {
    /// Creates what is said of a file of which its name says what it holds.
    pub(super) fn next(next: String) -> Self {
        Self { holds: String::new(), next }
    }
}

/// Says that a file was written, and by which way. Nothing is said of what keeps nothing: a pipe, a device.
pub(super) fn tell_written(path: &Path, way: Way, said: &Said, io: &mut Io<'_>) {
    // Whoever dropped a file on the program sees no command line to go on with.
    if way == Way::InPlace && !io.is_dropped {
        tell(&typed(path), said, io);
    }
}

/// Says that so many files were written into a folder.
pub(super) fn tell_written_into(folder: &Path, files: usize, said: &Said, io: &mut Io<'_>) {
    tell(&format!("{files} files into {}", typed(folder)), said, io);
}

fn tell(what: &str, Said { holds, next }: &Said, io: &mut Io<'_>) {
    let mut line = format!("wrote {what}");
    for (mark, part) in [(": ", holds), ("; ", next)] {
        if !part.is_empty() {
            line.extend([mark, part]);
        }
    }
    // There is nobody left to tell when this cannot be written.
    let _ = writeln!(io.stderr, "{}", shown(&line));
}

/// Returns the name of a file as it is typed in a shell: between quotation marks where it has characters of which a shell
/// makes something else, and never like an option.
pub(super) fn typed(path: &Path) -> String {
    let text = name(path);
    let text = if text.starts_with('-') && path.as_os_str() != "-" { format!("./{text}") } else { text };
    if !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || "-_./:=,+@%".contains(c)) {
        return text;
    }
    // Windows knows these marks alone, and in them the rest means itself to every shell.
    if !text.contains(['"', '$', '`', '\\', '!', '%']) {
        return format!("\"{text}\"");
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

/// Returns the command line that says whether a page is still of a plan, and of a narrative; nothing where one of them
/// came by a pipe and has no name.
pub(super) fn verify(page: &Path, of: &[&Path], beside: &BesideArgs, project: &ProjectArgs) -> Option<String> {
    let files: Vec<String> = [page].iter().chain(of).map(|file| typed(file)).collect();
    let is_named = of.iter().all(|file| file.as_os_str() != "-");
    is_named.then(|| format!("`bcf verify {}{}`", files.join(" "), options(beside, project)))
}

/// Returns the options, each behind a blank, that make another command see a plan in the same way.
pub(super) fn options(beside: &BesideArgs, project: &ProjectArgs) -> String {
    let files = [("--with", &beside.with), ("--config", &project.config)];
    let given = files.iter().filter_map(|(option, file)| Some(format!(" {option} {}", typed(file.as_deref()?))));
    given.chain(project.isolated.then(|| " --isolated".to_owned())).collect()
}
