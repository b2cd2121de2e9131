//! No command writes over what it reads, however both are named; and none waits for what nobody writes.

#![cfg(all(unix, feature = "workbook"))]

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::common::{one_in, pairs, share, unbroken};
use crate::paths::{Argument, Project, Stands, arguments};

/// The longest time a run may take before it counts as waiting; debug builds on a busy machine are slow.
const PATIENCE: Duration = Duration::from_secs(60);

/// Starts the program in a folder.
fn start(folder: &Path, args: &[impl AsRef<str>], stdin: Stdio, env: &[(&str, &str)]) -> Child {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
    command.args(args.iter().map(AsRef::as_ref)).current_dir(folder).env_clear().envs(env.iter().copied());
    command.stdin(stdin).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().expect("the program")
}

/// Returns the exit status and what was written to stderr; a run that waits for ever is ended.
#[track_caller]
fn ended(mut child: Child) -> (i32, String) {
    let begun = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        if begun.elapsed() > PATIENCE {
            child.kill().expect("a child that can be killed");
            panic!("it waits for ever");
        }
        thread::sleep(Duration::from_millis(2));
    }
    let Output { status, stderr, .. } = child.wait_with_output().expect("a child");
    (status.code().expect("an exit status"), unbroken(&String::from_utf8(stderr).expect("text")))
}

#[track_caller]
fn run(folder: &Path, args: &[impl AsRef<str>]) -> (i32, String) {
    ended(start(folder, args, Stdio::null(), &[]))
}

fn project() -> Project {
    Project::new(|folder, args| assert_eq!(run(folder, args).0, 0, "{args:?}"))
}

/// A file that a run reads, by whatever way it comes to it.
struct ReadFile<'a> {
    /// The file.
    name: &'a str,
    /// The argument that names it, and the words it has; none where the project's settings or its plan do.
    named: Option<(&'a Argument, &'a str)>,
}

/// Returns every file that a command reads here, by every way there is to name it.
fn files_read<'a>(all: &'a [Argument], command: &str) -> Vec<ReadFile<'a>> {
    let mut read = Vec::new();
    let own = || all.iter().filter(|argument| argument.command == command);
    for argument in own() {
        let Some(name) = argument.reads() else { continue };
        read.push(ReadFile { name, named: Some((argument, name)) });
        if matches!(argument.stands, Stands::Plan | Stands::Plans) {
            read.push(ReadFile { name, named: Some((argument, "pl*n.toml")) });
            read.push(ReadFile { name, named: Some((argument, "-")) });
            read.push(ReadFile { name: "terms.pdf", named: Some((argument, name)) });
        }
    }
    if own().any(|argument| argument.id() == "config") {
        read.extend(["bcf.toml", "figures.csv", "ours.txt"].map(|name| ReadFile { name, named: None }));
    }
    read
}

impl ReadFile<'_> {
    /// Returns the names that lead to it: links, and other spellings. All of them are tried where it is named outright.
    fn spellings(&self, project: &Project) -> Vec<String> {
        let name = self.name;
        let (link, second) = (format!("link-{name}"), format!("second-{name}"));
        if !project.at(&link).exists() {
            symlink(name, project.at(&link)).expect("a link");
            fs::hard_link(project.at(name), project.at(&second)).expect("a link");
        }
        if self.named.is_none_or(|(_, words)| words != name) {
            return vec![name.to_owned(), second];
        }
        let absolute = project.at(name).display().to_string();
        let other = ["./", "sub/../", "here/"].map(|before| format!("{before}{name}"));
        [name.to_owned(), absolute, link, second].into_iter().chain(other).collect()
    }
}

/// Checks that a run is refused for the file it would write over, and writes nothing.
#[track_caller]
fn refused(project: &Project, args: &[String], env: &[(&str, &str)], read: &str, over: &str) {
    let before = project.everything();
    let stdin = File::open(project.at(read)).expect("a file");
    let (status, said) = ended(start(project.folder(), args, stdin.into(), env));
    let named = format!("{} is", over.trim_start_matches("./"));
    assert!(status == 2 && said.contains(&named), "{args:?} {env:?}: {status} {said}");
    assert!(project.everything() == before, "{args:?} {env:?} wrote something");
}

#[test]
fn every_command_refuses_to_write_over_whatever_it_reads() {
    let project = project();
    symlink(".", project.at("here")).expect("a link");
    fs::create_dir(project.at("sub")).expect("a folder");
    let all = arguments();
    let writing = || all.iter().filter(|argument| argument.writes().is_some());
    let each =
        writing().flat_map(|written| files_read(&all, &written.command).into_iter().map(move |read| (written, read)));
    let mut tried = 0;
    for (written, read) in one_in(6, each) {
        // A baseline that is written is the one before it, renewed.
        let is_baseline = read.named.is_some_and(|(named, _)| named.id() == "baseline");
        if is_baseline && written.id() == "write_baseline" {
            continue;
        }
        // Its own name, and the others in turn: what they lead to is found in one way, whatever is written.
        let spellings = read.spellings(&project);
        let other = &spellings[1 + tried / 2 % (spellings.len() - 1)];
        for name in [&spellings[0], other] {
            refused(&project, &written.run_with(name, read.named), &[], read.name, name);
            tried += 1;
        }
    }
    // What is refused is refused for what is read: the same run writes elsewhere.
    for written in writing() {
        let args = written.run_with("new", None);
        let (status, said) = run(project.folder(), &args);
        assert!(status < 2 && project.at("new").exists(), "{args:?}: {status} {said}");
        fs::remove_file(project.at("new")).expect("a file");
    }
    assert!(tried > 100 / share(6), "{tried} pairs");
    // What a runner of CI names is written too.
    for read in files_read(&all, "check") {
        let named = read.named.map(|(argument, words)| argument.run_with(words, None));
        let mut args = named.unwrap_or_else(|| ["check", "plan.toml"].map(str::to_owned).into());
        args.push("--format=github".to_owned());
        refused(&project, &args, &[("GITHUB_STEP_SUMMARY", read.name)], read.name, read.name);
    }
}

/// Things that are no files, each with the name it has here and the words by which it is told.
const NO_FILES: [(&str, &str); 4] = [
    ("nowhere", "nowhere is a link to nothing, which is not there"),
    ("pipe", "pipe is no ordinary file but a pipe"),
    ("socket", "socket is no ordinary file but a socket or a disk"),
    ("folder", "folder is a folder"),
];

fn with_no_files(project: &Project) -> UnixListener {
    symlink("nothing", project.at("nowhere")).expect("a link");
    assert!(Command::new("mkfifo").arg(project.at("pipe")).status().expect("mkfifo").success());
    fs::create_dir(project.at("folder")).expect("a folder");
    UnixListener::bind(project.at("socket")).expect("a socket")
}

#[test]
fn what_is_no_file_is_named_as_what_it_is_and_not_waited_for() {
    let project = project();
    let _socket = with_no_files(&project);
    let before = project.everything();
    let mut told = 0;
    for (argument, (name, words)) in one_in(5, pairs(&arguments(), &NO_FILES)) {
        let folders = argument.stands == Stands::Plans || (argument.command == "config" && argument.id() == "path");
        let is_opened = match argument.stands {
            Stands::Words => false,
            Stands::Folder => name != "folder",
            _ => name != "folder" || !folders,
        };
        if is_opened {
            let args = argument.run_with(name, None);
            let (status, said) = run(project.folder(), &args);
            assert!(status == 2 && said.contains(words) && said.contains("help:"), "{args:?}: {status} {said}");
            told += 1;
        }
    }
    assert!(told > 100 / share(5), "{told} of them");
    let summary = |name| {
        ended(start(
            project.folder(),
            &["check", "plan.toml", "--format=github"],
            Stdio::null(),
            &[("GITHUB_STEP_SUMMARY", name)],
        ))
    };
    for (name, words) in NO_FILES {
        let (status, said) = summary(name);
        assert!(status == 2 && said.contains(words), "{status} {said}");
    }
    assert!(project.everything() == before);
}

#[test]
fn what_settings_and_folders_lead_to_is_not_waited_for() {
    let project = project();
    let _socket = with_no_files(&project);
    fs::create_dir(project.at("plans")).expect("a folder");
    for (name, words) in NO_FILES {
        symlink(project.at(name), project.at("plans/plan.toml")).expect("a link");
        let (status, said) = run(project.folder(), &["check", "plans"]);
        let is_passed_over = name == "folder";
        assert!(
            status == 2
                && (is_passed_over
                    || said.contains(words.split_once(' ').expect("words").1.split(" to ").next().expect("words"))),
            "{name}: {status} {said}"
        );
        fs::remove_file(project.at("plans/plan.toml")).expect("a link");
        for config in [format!("allocations = \"{name}\"\n"), format!("[[rounds]]\nfile = \"{name}\"\n")] {
            project.write("bcf.toml", &config);
            let (status, said) = run(project.folder(), &["check", "plan.toml"]);
            assert!(status == 2 && said.contains(words), "{config}: {status} {said}");
        }
        fs::remove_file(project.at("bcf.toml")).expect("a file");
        symlink(name, project.at("bcf.toml")).expect("a link");
        let (status, said) = run(project.folder(), &["check", "plan.toml"]);
        assert!(status == 2 && said.contains("bcf.toml is "), "{name}: {status} {said}");
        fs::remove_file(project.at("bcf.toml")).expect("a link");
    }
}

/// Runs a command line with a file piped in, as a shell runs `<(cat file)`.
fn piped(project: &Project, args: &[String], file: &str) -> (i32, String) {
    let mut child = start(project.folder(), args, Stdio::piped(), &[]);
    let bytes = fs::read(project.at(file)).expect("a file");
    let mut stdin = child.stdin.take().expect("a pipe");
    // Slowly, so that whoever does not wait for all of it is caught.
    for part in bytes.chunks(1 << 14) {
        thread::sleep(Duration::from_millis(1));
        if stdin.write_all(part).is_err() {
            break;
        }
    }
    drop(stdin);
    ended(child)
}

#[test]
fn a_pipe_that_a_shell_opened_is_read_as_a_file_is() {
    let project = project();
    let mut read = 0;
    for (argument, name) in one_in(4, pairs(&arguments(), &["/dev/fd/0", "/proc/self/fd/0", "/dev/stdin"])) {
        let whole = matches!(argument.stands, Stands::Plan | Stands::Plans | Stands::Read("book.xlsx" | "page.html"));
        let Some(file) = argument.reads().filter(|_| whole) else { continue };
        let args = argument.run_with(name, None);
        let (status, said) = piped(&project, &args, file);
        assert!(status < 2, "{args:?}: {status} {said}");
        read += 1;
    }
    assert!(read > 20 / share(4), "{read}");
    // What a project's settings name is no pipe of whoever started the program.
    project.write("bcf.toml", "allocations = \"/dev/fd/0\"\n");
    let (status, said) = piped(&project, &["check".to_owned(), "plan.toml".to_owned()], "figures.csv");
    assert!(status == 2 && said.contains("pipe"), "{status} {said}");
}

#[test]
fn what_is_written_into_a_pipe_that_a_shell_opened_goes_through() {
    let project = project();
    let writing: Vec<Argument> = arguments().into_iter().filter(|argument| argument.writes().is_some()).collect();
    for (argument, name) in one_in(3, pairs(&writing, &["/dev/fd/1", "/dev/stdout"])) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        command.args(argument.run_with(name, None)).current_dir(project.folder());
        let done = command.output().expect("the program");
        // A baseline is read before it is written.
        let goes = argument.id() != "write_baseline";
        assert!(goes == (done.status.code() < Some(2)), "{name} {argument:?}: {done:?}");
        assert!(!goes || done.stdout.len() > 1_000, "{name} {argument:?}: {done:?}");
    }
}

#[test]
fn a_page_that_is_held_against_a_piped_plan_as_of_two_days_asks_the_pipe_once() {
    let project = project();
    let plan = fs::read_to_string(project.at("plan.toml")).expect("a plan");
    let lines_told = |more: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bcf"));
        command.args(["verify", "page.html", "/dev/fd/0"]).args(more).current_dir(project.folder());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program");
        child.stdin.take().expect("a pipe").write_all(plan.as_bytes()).expect("a plan");
        let told = child.wait_with_output().expect("a child").stdout;
        String::from_utf8(told).expect("text").lines().count()
    };
    // Nothing of the plan runs out in between, so that on the later day nothing else is told.
    assert_eq!(lines_told(&["--today=2100-01-01"]), lines_told(&[]));
}
