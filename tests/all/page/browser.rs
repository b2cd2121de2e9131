//! The pages in a real browser, where there is one: nothing overflows and nothing is too small, on a desk and on a phone.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bcf::report::page::{Asked, page};

use super::{HOSTILE, PACK, checked, plans};

/// Looks at every visible thing of a page and tells the window around it what is wrong.
const MEASURE: &str = r#"<script>
addEventListener("load", () => {
  document.querySelectorAll("details").forEach(details => details.open = true);
  const wrong = [], room = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth > room) wrong.push("the page is " + document.documentElement.scrollWidth + " wide");
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (!box.width || element.closest(".scroll, .skip, .hidden, thead") && !element.matches(".scroll")) continue;
    if (box.right > room + 1 || box.left < -1) wrong.push(element.tagName + "." + element.getAttribute("class") + " from " + Math.round(box.left) + " to " + Math.round(box.right));
  }
  for (const text of document.querySelectorAll("svg text")) {
    const svg = text.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    const size = parseFloat(getComputedStyle(text).fontSize) * scale;
    if (scale && size < 11) wrong.push("“" + text.textContent + "” is " + size.toFixed(1) + " high");
  }
  parent.postMessage("MEASURED " + room + ": " + wrong.slice(0, 12).join("; ") + " END", "*");
});
</script>"#;
/// The window around a page, of a phone's width too, which a browser's own window may not have.
const WINDOW: &str = r#"<!DOCTYPE html><meta charset="utf-8"><style>body{margin:0;background:#dde2e7}iframe{border:0;display:block;margin:0 auto}</style>
<script>addEventListener("message", event => { const told = document.createElement("pre"); told.textContent = event.data; document.body.append(told) })</script><body>"#;
/// The plans whose pages are measured: one with nearly everything to tell, one with nothing wrong.
const MEASURED: [&str; 2] = ["leicestershire-2017-19.toml", "example-county.toml"];
/// A desk and a phone.
const WIDTHS: [u32; 2] = [1280, 390];
/// The longest time a browser may take.
const PATIENCE: Duration = Duration::from_secs(90);

/// Returns a Chromium, if there is one.
fn chromium() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = std::env::split_paths(&path).flat_map(|folder| names.map(|name| folder.join(name)));
    found.into_iter().find(|file| file.is_file())
}

/// Returns a place for what a browser makes.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("page").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Runs a browser on a file, with a profile of its own; what it says on its standard output.
fn browse(browser: &Path, file: &Path, dark: bool, args: &[String]) -> String {
    let profile = tempfile::tempdir().expect("a folder");
    let mut command = Command::new(browser);
    command.args([
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--hide-scrollbars",
    ]);
    command.args([
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--virtual-time-budget=4000",
    ]);
    command.arg(format!("--blink-settings=preferredColorScheme={}", u8::from(!dark)));
    command
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(args)
        .arg(format!("file://{}", file.display()));
    let said = file.with_extension("said");
    let out = fs::File::create(&said).expect("a file");
    let child = command.stdout(out).stderr(Stdio::null()).spawn().expect("a browser starts");
    wait(child);
    fs::read_to_string(said).expect("what the browser said")
}

fn wait(mut child: Child) {
    let start = Instant::now();
    while child.try_wait().expect("a browser").is_none() {
        if start.elapsed() > PATIENCE {
            let _ = child.kill();
            panic!("the browser did not end");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Returns the page in windows so wide, one under the other.
fn window(folder: &Path, name: &str, page: &str, widths: &[u32], height: u32) -> PathBuf {
    fs::write(folder.join(format!("{name}.page.html")), page).expect("a page");
    let frame =
        |width: &u32| format!("<iframe src=\"{name}.page.html\" width=\"{width}\" height=\"{height}\"></iframe>");
    let file = folder.join(format!("{name}.html"));
    fs::write(&file, WINDOW.to_owned() + &widths.iter().map(frame).collect::<String>()).expect("a window");
    file
}

/// Returns a copy of a page that measures itself; the page itself may run nothing.
fn measuring(page: &str) -> String {
    let allowed = page.replacen("default-src", "script-src &#39;unsafe-inline&#39;; default-src", 1);
    allowed.replacen("</body>", &format!("{MEASURE}</body>"), 1)
}

#[test]
fn nothing_overflows_and_nothing_is_too_small_to_read() {
    let Some(browser) = chromium() else {
        return eprintln!("no Chromium on PATH: only the page's source is tested");
    };
    let folder = folder("browser");
    let all = plans();
    let measured = all.iter().filter(|plan| MEASURED.iter().any(|name| plan.name.ends_with(name)));
    let mut pages: Vec<(&str, String)> = measured.map(|plan| ("plan", page(&checked(plan), PACK))).collect();
    assert_eq!(pages.len(), MEASURED.len());
    let long = HOSTILE.replace("<style>*{display:none}</style>", &"Averylongnamewithoutaspace".repeat(20));
    pages.push((
        "hostile",
        page(&bcf::check::check_text("plan.toml".into(), long, &bcf::check::Settings::on(PACK.today)), PACK),
    ));
    let mut wrong = Vec::new();
    for (name, page) in &pages {
        let page = measuring(page);
        let file = window(&folder, name, &page, &WIDTHS, 1600);
        let said = browse(&browser, &file, false, &["--window-size=1400,1600".to_owned(), "--dump-dom".to_owned()]);
        for width in WIDTHS {
            let told = said.split_once(&format!("MEASURED {width}: ")).and_then(|(_, rest)| rest.split_once(" END"));
            match told {
                Some(("", _)) => {}
                Some((told, _)) => wrong.push(format!("{name} at {width}: {told}")),
                None => wrong.push(format!("{name} at {width} was not measured")),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    picture(&browser, &folder, "leicestershire-2017-19", &[DESK, NIGHT, PHONE], &folder);
}

/// Returns the words of the elements of some kinds, with one blank between them.
fn texts(page: &str, kinds: &[&str]) -> Vec<String> {
    let mut texts = Vec::new();
    for kind in kinds {
        let (open, close) = (format!("<{kind}"), format!("</{kind}>"));
        for (at, _) in page.match_indices(&open) {
            let Some((inner, _)) = page[at + open.len()..].split_once(&close) else { continue };
            // Of each piece the part before `>` is what is left of a tag.
            let pieces = inner.split('<').filter_map(|piece| piece.split_once('>')).map(|(_, text)| text);
            let words = pieces.collect::<Vec<_>>().join(" ").replace("&#39;", "'");
            texts.push(words.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

#[test]
fn no_sheet_of_a_pack_ends_in_a_heading() {
    let (Some(browser), Ok(_)) = (chromium(), Command::new("pdftotext").arg("-v").output()) else {
        return eprintln!("no Chromium or no pdftotext on PATH: paper is not tested");
    };
    let folder = folder("paper");
    let mut wrong = Vec::new();
    for plan in plans().iter().filter(|plan| MEASURED.iter().any(|name| plan.name.ends_with(name))) {
        let pack = page(&checked(plan), PACK);
        let heads = texts(&pack, &["h2", "h3", "h4", "caption", "figcaption", "thead"]);
        let (file, pdf) = (folder.join("pack.html"), folder.join("pack.pdf"));
        fs::write(&file, &pack).expect("a page");
        browse(
            &browser,
            &file,
            false,
            &[format!("--print-to-pdf={}", pdf.display()), "--no-pdf-header-footer".to_owned()],
        );
        let output = Command::new("pdftotext").arg("-layout").arg(&pdf).arg("-").output().expect("the text of a PDF");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        let sheets: Vec<&str> = text.trim_end_matches('\u{c}').split('\u{c}').collect();
        assert!(sheets.len() > 5, "{}: {} sheets", plan.name, sheets.len());
        for (n, sheet) in sheets.iter().enumerate() {
            let words: Vec<&str> = sheet.split_whitespace().collect();
            let lines: Vec<&str> = sheet.lines().filter(|line| !line.trim().is_empty()).collect();
            for last in 1..=lines.len().min(3) {
                let end: Vec<&str> =
                    lines[lines.len() - last..].iter().flat_map(|line| line.split_whitespace()).collect();
                if heads.contains(&end.join(" ")) {
                    wrong.push(format!("{}, sheet {} of {} words: {}", plan.name, n + 1, words.len(), end.join(" ")));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A picture: its name, its width and height, and true when it is taken in the dark scheme.
type Shot = (&'static str, u32, u32, bool);

const DESK: Shot = ("desk", 1280, 1500, false);
const NIGHT: Shot = ("night", 1280, 1500, true);
const PHONE: Shot = ("phone", 390, 1800, false);

/// Pictures of a plan's page.
fn picture(browser: &Path, folder: &Path, name: &str, shots: &[Shot], into: &Path) {
    let plan = plans().into_iter().find(|known| known.name.ends_with(&format!("{name}.toml"))).expect("a plan");
    let page = page(&checked(&plan), Asked { sign_off: false, ..PACK });
    for &(shot, width, height, dark) in shots {
        let file = window(folder, shot, &page, &[width], height);
        let picture = into.join(format!("{name}-{shot}.png"));
        let args =
            [format!("--window-size={},{height}", width.max(500)), format!("--screenshot={}", picture.display())];
        browse(browser, &file, dark, &args);
        assert!(fs::metadata(&picture).is_ok_and(|about| about.len() > 10_000), "{}", picture.display());
    }
}

/// `BCF_PICTURES=folder cargo test --test all pictures -- --ignored` makes the README's pictures.
#[test]
#[ignore = "makes pictures, tests nothing"]
fn pictures() {
    let into = PathBuf::from(std::env::var_os("BCF_PICTURES").expect("BCF_PICTURES names a folder"));
    let into = fs::canonicalize(&into).unwrap_or_else(|_| {
        fs::create_dir_all(&into).expect("a folder");
        fs::canonicalize(&into).expect("a folder")
    });
    let browser = chromium().expect("a Chromium on PATH");
    let shots = [
        ("leicestershire-2017-19", &[DESK, NIGHT, PHONE][..]),
        ("example-county", &[DESK][..]),
        ("example-borough", &[DESK][..]),
    ];
    for (plan, shots) in shots {
        picture(&browser, &folder("pictures"), plan, shots, &into);
    }
}
