//! The paths that commands take, by clap's own declaration: which of them is read and which is written. An argument that
//! is declared and not named here fails whatever test asks.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Arg, Command};
use tempfile::TempDir;

/// What the words of an argument stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// One plan that is read.
    Plan,
    /// Plans that are read, and folders of them.
    Plans,
    /// Another file that is read, here called so.
    Read(&'static str),
    /// A file that is written, after these words, here over the file called so.
    Written(&'static str, &'static str),
    /// A folder that is written into.
    Folder,
    /// No path that is opened.
    Words,
}

use Stands::{Folder, Plan, Plans, Read, Words, Written};

/// Every argument that takes words of the user's own, by command.
const ARGUMENTS: [(&str, &[(&str, Stands)]); 21] = [
    ("", &[("width", Words)]),
    (
        "check",
        &[
            ("paths", Plans),
            ("format", Written("json=", "old.txt")),
            ("select", Words),
            ("ignore", Words),
            ("deny", Words),
            ("warn", Words),
            ("allow", Words),
            ("round", Words),
            ("today", Words),
            ("since", Words),
            ("config", Read("bcf.toml")),
            ("waiver_for", Words),
            ("mark", Written("", "other.xlsx")),
            ("with", Read("companion.toml")),
            ("baseline", Read("known.json")),
            ("write_baseline", Written("", "known.json")),
            ("stdin_filename", Words),
        ],
    ),
    (
        "diff",
        &[
            ("old", Plan),
            ("new", Plan),
            ("today", Words),
            ("config", Read("bcf.toml")),
            ("with", Read("companion.toml")),
        ],
    ),
    (
        "init",
        &[
            ("round", Words),
            ("from", Plan),
            ("from_narrative", Read("narrative.md")),
            ("district", Words),
            ("area", Words),
            ("code", Words),
            ("allocations", Read("more.csv")),
            ("config", Read("bcf.toml")),
            ("with", Read("companion.toml")),
            ("output", Written("", "other.toml")),
        ],
    ),
    (
        "export",
        &[
            ("plan", Plan),
            ("today", Words),
            ("stdin_filename", Words),
            ("config", Read("bcf.toml")),
            ("with", Read("companion.toml")),
            ("output", Written("", "other.xlsx")),
        ],
    ),
    (
        "import",
        &[
            ("workbook", Read("book.xlsx")),
            ("map", Read("map.toml")),
            ("with", Read("companion.toml")),
            ("output", Written("", "other.toml")),
        ],
    ),
    (
        "show",
        &[
            ("plan", Plan),
            ("today", Words),
            ("stdin_filename", Words),
            ("config", Read("bcf.toml")),
            ("with", Read("companion.toml")),
        ],
    ),
    (
        "checklist",
        &[
            ("plan", Plan),
            ("today", Words),
            ("stdin_filename", Words),
            ("config", Read("bcf.toml")),
            ("with", Read("companion.toml")),
        ],
    ),
    ("compare", &[("plans", Plans), ("today", Words), ("config", Read("bcf.toml")), ("with", Read("companion.toml"))]),
    (
        "report",
        &[
            ("plan", Plan),
            ("output", Written("", "old.txt")),
            ("today", Words),
            ("config", Read("bcf.toml")),
            ("with", Read("companion.toml")),
        ],
    ),
    (
        "verify",
        &[
            ("page", Read("page.html")),
            ("plan", Plan),
            ("narrative", Read("narrative.md")),
            ("today", Words),
            ("config", Read("bcf.toml")),
            ("with", Read("companion.toml")),
        ],
    ),
    (
        "narrative",
        &[
            ("plan", Plan),
            ("narrative", Read("narrative.md")),
            ("output", Written("", "old.txt")),
            ("today", Words),
            ("config", Read("bcf.toml")),
            ("with", Read("companion.toml")),
        ],
    ),
    ("lsp", &[("today", Words), ("config", Read("bcf.toml"))]),
    ("explain", &[("subject", Words), ("round", Words), ("today", Words), ("config", Read("bcf.toml"))]),
    ("rules", &[("round", Words), ("config", Read("bcf.toml"))]),
    ("rounds", &[("round", Words), ("today", Words), ("config", Read("bcf.toml"))]),
    ("rounds diff", &[("old", Words), ("new", Words), ("config", Read("bcf.toml"))]),
    ("schema", &[("config", Read("bcf.toml"))]),
    ("docs", &[("output", Written("", "old.txt")), ("config", Read("bcf.toml"))]),
    ("man", &[("dir", Folder)]),
    ("config", &[("path", Read("plan.toml")), ("config", Read("bcf.toml"))]),
];

/// An argument of a command.
#[derive(Clone, Debug)]
pub(crate) struct Argument {
    /// The command, such as `rounds diff`.
    pub(crate) command: String,
    arg: Arg,
    pub(crate) stands: Stands,
}

/// Returns every argument that takes words of the user's own, with what they stand for.
pub(crate) fn arguments() -> Vec<Argument> {
    let mut all = Vec::new();
    of_command("", &bcf::cli::command_line(), &mut all);
    for (command, named) in ARGUMENTS {
        for (id, _) in named {
            let is_declared = all.iter().any(|argument| argument.command == command && argument.id() == *id);
            assert!(is_declared, "there is no argument {id} of {command} any more");
        }
    }
    all
}

fn of_command(name: &str, command: &Command, all: &mut Vec<Argument>) {
    let named = ARGUMENTS.iter().find(|(command, _)| *command == name).map_or(&[][..], |(_, named)| *named);
    let own = |arg: &&Arg| arg.get_action().takes_values() && arg.get_possible_values().is_empty();
    for arg in command.get_arguments().filter(own) {
        let known = named.iter().find(|(id, _)| arg.get_id() == id);
        let (_, stands) = known.unwrap_or_else(|| panic!("say what {} of {name} stands for", arg.get_id()));
        all.push(Argument { command: name.to_owned(), arg: arg.clone(), stands: *stands });
    }
    for below in command.get_subcommands() {
        of_command(format!("{name} {}", below.get_name()).trim_start(), below, all);
    }
}

impl Argument {
    /// Returns its name in the declaration.
    pub(crate) fn id(&self) -> &str {
        self.arg.get_id().as_str()
    }

    /// Returns it with its words, as the command line takes it.
    pub(crate) fn with(&self, words: &str) -> String {
        match (self.arg.get_long(), self.stands) {
            (Some(long), Written(before, _)) => format!("--{long}={before}{words}"),
            (Some(long), _) => format!("--{long}={words}"),
            (None, _) => words.to_owned(),
        }
    }

    /// Returns the file it reads here; none where it reads nothing.
    pub(crate) fn reads(&self) -> Option<&'static str> {
        match self.stands {
            Plan | Plans => Some("plan.toml"),
            Read(file) => Some(file),
            _ => None,
        }
    }

    /// Returns the file it writes over here; none where it writes none.
    pub(crate) fn writes(&self) -> Option<&'static str> {
        if let Written(_, file) = self.stands { Some(file) } else { None }
    }

    /// Returns the arguments of a run of its command that succeeds, with its own words and those of another.
    pub(crate) fn run_with(&self, words: &str, other: Option<(&Self, &str)>) -> Vec<String> {
        let mut given = vec![(self, words)];
        given.extend(other);
        let has = |id: &str| given.iter().any(|(argument, _)| argument.id() == id);
        let mut args: Vec<String> = self.command.split(' ').map(str::to_owned).collect();
        let all = arguments();
        let of_command = |id: &str| {
            all.iter().find(|argument| argument.command == self.command && argument.id() == id).expect("an argument")
        };
        let needed = needed(&self.command, &has);
        for &(id, words) in needed {
            if words.is_empty() {
                args.push(id.to_owned());
            } else if let Some((argument, words)) = given.iter().find(|(argument, _)| argument.id() == id) {
                args.push(argument.with(words));
            } else if !(id == "area" && has("from")) {
                args.push(of_command(id).with(words));
            }
        }
        let more = given.iter().filter(|(argument, _)| !needed.iter().any(|(id, _)| *id == argument.id()));
        args.extend(more.map(|(argument, words)| argument.with(words)));
        args
    }
}

/// Returns the arguments a command cannot be run without, in its order, each with its words; one without words is
/// written as it stands. A marked copy is one of a workbook, and a narrative is marked on a page of its own.
fn needed(command: &str, has: &dyn Fn(&str) -> bool) -> &'static [(&'static str, &'static str)] {
    match command {
        "check" if has("mark") => &[("paths", "book.xlsx"), ("--force", "")],
        "check" => &[("paths", "plan.toml")],
        "diff" => &[("old", "plan.toml"), ("new", "plan.toml")],
        "init" => &[("round", "bcf-2019-20"), ("area", "Wendleshire"), ("--force", "")],
        "export" => &[("plan", "plan.toml"), ("output", "new.xlsx"), ("--force", "")],
        "import" => &[("workbook", "book.xlsx"), ("--force", "")],
        "show" | "checklist" | "report" => &[("plan", "plan.toml")],
        "compare" => &[("plans", "plan.toml"), ("other.toml", "")],
        "docs" => &[("format", "")],
        "narrative" => &[("plan", "plan.toml"), ("narrative", "narrative.md")],
        "verify" if has("narrative") => &[("page", "marked.html"), ("plan", "plan.toml")],
        "verify" => &[("page", "page.html"), ("plan", "plan.toml")],
        "explain" => &[("subject", "dfg")],
        "rounds diff" => &[("old", "bcf-2016-17"), ("new", "bcf-2017-19")],
        "rules" | "rounds" | "schema" | "man" | "config" | "lsp" => &[],
        other => panic!("say how {other} is called"),
    }
}

/// A repository of one project whose every file is of another kind.
pub(crate) struct Project(TempDir);

const ALLOCATIONS: &str = "area,partner,stream,year,amount\nWendleshire,,dfg,2019-20,1\n";
const ROUND: &str = "id = \"ours\"\nname = \"Ours\"\nextends = \"bcf-2017-19\"\n";
const MAP: &str = "[set.plan]\nformat = 1\nround = \"bcf-2017-19\"\n[[table]]\nsheet = \"risks\"\nheader = 1\ninto = \"risks\"\n[table.columns]\n";
const BASELINE: &str = "{\n  \"schema\": \"bcf.baseline/1\",\n  \"plans\": {}\n}\n";
const CONFIG: &str = "allocations = \"figures.csv\"\n[[rounds]]\nfile = \"ours.txt\"\n";

impl Project {
    /// Creates it, its workbooks and its page by `run`, which runs a command line in its folder.
    pub(crate) fn new(run: impl Fn(&Path, &[&str])) -> Self {
        let project = Self(tempfile::tempdir().expect("a folder"));
        fs::create_dir(project.at(".git")).expect("a folder");
        let plan = include_str!("../../plans/example-county.toml");
        let evidence = "\n[[evidence]]\nfor = \"governance\"\nwhere = \"terms.pdf\"\n";
        project.write("plan.toml", &format!("{plan}{evidence}"));
        project.write("other.toml", plan);
        project.write("bcf.toml", CONFIG);
        project.write("figures.csv", ALLOCATIONS);
        project.write("more.csv", ALLOCATIONS);
        project.write("companion.toml", "[companion]\n");
        project.write("ours.txt", ROUND);
        project.write("map.toml", MAP);
        project.write("known.json", BASELINE);
        project.write("terms.pdf", "%PDF");
        project.write("narrative.md", include_str!("../narratives/example-county.md"));
        project.write("old.txt", "old");
        for args in [
            &["export", "plan.toml", "-o", "book.xlsx"][..],
            &["export", "other.toml", "-o", "other.xlsx"],
            &["report", "plan.toml", "-o", "page.html"],
            &["narrative", "plan.toml", "narrative.md", "-o", "marked.html"],
        ] {
            run(project.folder(), args);
        }
        project
    }

    pub(crate) fn folder(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn at(&self, name: &str) -> PathBuf {
        self.folder().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.at(name), text).expect("a file");
    }

    /// Returns every file with what it holds, and every link with where it leads.
    pub(crate) fn everything(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(self.folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
        let content = |path: PathBuf| match fs::read_link(&path) {
            Ok(to) => (path, to.into_os_string().into_encoded_bytes()),
            Err(_) if path.is_file() => (path.clone(), fs::read(path).expect("a file")),
            Err(_) => (path, Vec::new()),
        };
        let mut all: Vec<_> = entries.map(content).collect();
        all.sort();
        all
    }
}
