//! A disk in memory is to every command what folders with the same files are.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bcf::cli::{Disk, Exit, Folders, Memory};

use crate::common::World;

/// The commands, each run after those above it in a folder that is put in the place of `@`.
const COMMANDS: &[&str] = &[
    "check @/plan.toml --format json",
    "check @ --no-causes --format concise",
    "@",
    "check @/*.toml --no-causes --format json=@/out.json --format human",
    "check @/plam.toml",
    "check @/nothing/*.toml",
    "check @/plan.toml --write-baseline=@/known.json",
    "check @/plan.toml --baseline=@/known.json",
    "show @/plan.toml",
    "report @/plan.toml -o @/report.html",
    "report @/plan.toml -o @/plan.toml",
    "verify @/report.html @/plan.toml",
    "compare @/plan.toml @/other.toml",
    "diff @/plan.toml @/other.toml",
    "config @/plan.toml --format json",
    "init --round bcf-2026-27 --area Rutland -o @/new.toml",
    "init --round bcf-2026-27 --area Rutland -o @/new.toml",
    "check @/new.toml --no-causes",
];

/// The commands that need workbooks.
#[cfg(feature = "workbook")]
const OF_WORKBOOKS: &[&str] = &[
    "export @/plan.toml -o @/plan.xlsx",
    "export @/other.toml -o @/another.xlsx",
    "check @/another.xlsx --format json",
    "check @/another.xlsx --mark @/marked.xlsx",
    "import @/another.xlsx -o @/back.toml",
    "check @ -v --no-causes --format concise",
];

#[cfg(not(feature = "workbook"))]
const OF_WORKBOOKS: &[&str] = &[];

/// The outcome of a command: how it ended and what it wrote.
type Outcome = (Exit, String, String);

/// Runs every command on a disk in a folder.
fn outcomes(disk: &Arc<dyn Disk>, folder: &Path) -> Vec<Outcome> {
    let one = |command: &&str| {
        let words = command.split(' ').map(|word| word.replace('@', &folder.to_string_lossy()));
        let (exit, stdout, stderr) = World { disk: disk.clone(), ..World::default() }.run(words);
        // A file is called as it is seen from here, which is another folder for each of the two.
        let seen = folder.strip_prefix("/").expect("a whole path").to_string_lossy();
        let text = |text: String| text.replace(&format!("/{seen}"), "@").replace(&*seen, "@");
        (exit, text(stdout), text(stderr))
    };
    COMMANDS.iter().chain(OF_WORKBOOKS).map(one).collect()
}

#[test]
fn a_disk_in_memory_is_to_every_command_as_folders_are() {
    let plan = |name: &str| fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("plans").join(name)).expect("a plan");
    let files = [
        ("plan.toml", plan("example-county-2025-26.toml")),
        ("other.toml", plan("example-borough.toml")),
        ("deep/er/plan.toml", plan("minimal.toml")),
        ("deep/notes.toml", b"[notes]\n".to_vec()),
        ("bcf.toml", b"fail-on = \"warning\"\n".to_vec()),
    ];
    let temporary = tempfile::tempdir().expect("a folder");
    let folder = temporary.path().canonicalize().expect("it is there");
    for (name, bytes) in &files {
        fs::create_dir_all(folder.join(name).parent().expect("a folder")).expect("a folder");
        fs::write(folder.join(name), bytes).expect("written");
    }
    let real: Arc<dyn Disk> = Arc::new(Folders);
    let memory = Memory::new(files.iter().map(|(name, bytes)| (folder.join(name), bytes.clone())));
    let kept: Arc<dyn Disk> = Arc::new(memory.clone());
    for (n, (there, here)) in outcomes(&real, &folder).into_iter().zip(outcomes(&kept, &folder)).enumerate() {
        assert_eq!(there, here, "{}", COMMANDS.iter().chain(OF_WORKBOOKS).nth(n).expect("a command"));
    }
    let written = memory.files();
    assert!(written.len() > files.len() + 4, "{:?}", written.keys());
    let there: BTreeMap<PathBuf, Vec<u8>> = written
        .keys()
        .map(|path| (path.clone(), fs::read(Path::new("/").join(path)).expect("the same file")))
        .collect();
    assert!(there == written, "the bytes are the same");
}
