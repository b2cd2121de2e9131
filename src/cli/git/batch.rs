//! Objects of a git repository, read one after the other by one process.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use sha1::Digest;

use super::run::{Git, not_run};
use crate::cli::fault::{Fault, LIMIT};
use crate::finding::hex;

/// A `git cat-file --batch` that waits for the next id.
#[derive(Debug)]
pub(crate) struct Batch {
    process: Child,
    ids: ChildStdin,
    objects: BufReader<ChildStdout>,
}

impl Batch {
    /// Starts one.
    ///
    /// # Errors
    /// When git cannot be run.
    pub(crate) fn start(git: &Git) -> Result<Self, Fault> {
        let mut command = git.command();
        command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = command.spawn().map_err(|error| not_run(&error))?;
        match (process.stdin.take(), process.stdout.take()) {
            (Some(ids), Some(objects)) => Ok(Self { process, ids, objects: BufReader::new(objects) }),
            _ => Err(Fault::new("git cannot be spoken to")),
        }
    }

    /// Reads the object `id`, called `name` in messages, and gives itself back for the next one.
    ///
    /// # Errors
    /// When there is no such object, or it is larger than what is read; what is left of it is read by nobody.
    pub(crate) fn read(mut self, id: &str, name: &str) -> Result<(Vec<u8>, Self), Fault> {
        let unread =
            || Fault::new(format!("git cannot read {name}")).help("a partial clone may lack it: `git fetch --refetch`");
        let mut about = String::new();
        let asked = writeln!(self.ids, "{id}").and_then(|()| self.ids.flush());
        asked.and_then(|()| self.objects.read_line(&mut about)).map_err(|_| unread())?;
        // `1f2e… blob 1234`, or `1f2e… missing`.
        let size = about.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok()).ok_or_else(unread)?;
        if size > LIMIT {
            return Err(Fault::too_large(name));
        }
        let mut bytes = Vec::new();
        // A line break follows the object.
        let read = (&mut self.objects).take(size + 1).read_to_end(&mut bytes).map_err(|_| unread())?;
        if read as u64 != size + 1 {
            return Err(unread());
        }
        bytes.pop();
        Ok((bytes, self))
    }
}

impl Drop for Batch {
    fn drop(&mut self) {
        // It has nothing to lose, and may be waiting to be read or to be asked.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Returns whether an object of that id, of a file, holds these very bytes.
pub(crate) fn is_id_of(id: &str, bytes: &[u8]) -> bool {
    let head = format!("blob {}\0", bytes.len());
    match id.len() {
        40 => is_digest::<sha1::Sha1>(id, &head, bytes),
        64 => is_digest::<sha2::Sha256>(id, &head, bytes),
        _ => false,
    }
}

fn is_digest<D: Digest>(id: &str, head: &str, bytes: &[u8]) -> bool {
    let digest = D::new().chain_update(head).chain_update(bytes).finalize();
    hex(&digest) == id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_is_known_by_the_id_git_gives_it() {
        let (sha1, sha256) = (
            "ce013625030ba8dba906f756967f9e9ca394464a",
            "2cf8d83d9ee29543b34a87727421fdecb7e3f3a183d337639025de576db9ebb4",
        );
        for id in [sha1, sha256] {
            assert!(is_id_of(id, b"hello\n") && !is_id_of(id, b"hello\r\n") && !is_id_of(&id[..39], b"hello\n"));
        }
    }
}
