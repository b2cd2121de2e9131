//! Plans to report on: the real ones, what each rule gives as its failing example, and what a stranger might push.

use bcf::check::{example_plan, rules};

/// The texts a stranger might write where a name belongs.
pub(crate) const PAYLOADS: [&str; 16] = [
    "\u{1b}[2J\u{1b}[31mred",
    "\u{202e}reversed\u{2066}",
    "a\u{200b}b\u{9b}31m",
    "::error::taken over",
    "\n::add-mask::secret",
    "%0A::set-output name=x::y",
    "##[add-mask]secret",
    "</details><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "| a | b |",
    "``` `code` ```",
    "@everyone #1 GH-2 *bold* _low_",
    "[here](https://evil.example) www.evil.example",
    "\"quoted\" & 'so' ]]> <!--",
    "null\u{0}\u{ffff}\r\nback",
    "line one\nline two\u{2028}three £ 日本 👩‍⚕️",
];

/// The paths a stranger might put a plan at.
const PATHS: [&str; 6] = [
    "a folder/plan, with: all % of £ 日本.toml",
    "::error::x.toml",
    "</details><script>.toml",
    "@everyone/|`x`|.toml",
    "new\nline\u{1b}[31m\u{202e}.toml",
    "quote\"&'<>.toml",
];

/// Returns every plan with the path it is reported under.
pub(crate) fn subjects() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = std::fs::read_dir("plans")
        .expect("the plans")
        .map(|entry| entry.expect("an entry").path())
        .map(|path| (path.to_string_lossy().replace('\\', "/"), std::fs::read_to_string(&path).expect("a plan")))
        .collect();
    all.sort();
    all.extend(
        rules().map(|(family, rule)| (format!("examples/{}/{}.toml", family.id, rule.id), example_plan(&rule.fails()))),
    );
    all.push(("broken.toml".into(), "[plan\nformat = \n\n[[schemes]\nname = \"open\n".into()));
    all.push(("empty.toml".into(), String::new()));
    all.push(("bom crlf.toml".into(), "\u{feff}[plan]\r\nformat = 1\r\nround = \"£\"\r\nx = [\r\n1,\r\n2]\r\n".into()));
    all.extend(hostile());
    all
}

/// Plans that try to be more than text, under paths that do too.
pub(crate) fn hostile() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = PAYLOADS
        .iter()
        .enumerate()
        .map(|(n, payload)| (PATHS[n % PATHS.len()].replace(".toml", &format!("-{n}.toml")), plan(payload)))
        .collect();
    let raw = "[plan]\nformat = 1\n# \u{202e}::error::x \u{1b}[31m</details><script>\n\"\u{202e}x\" = \"\u{9b}\" # ::add-mask::y\n";
    all.push(("raw.toml".into(), raw.into()));
    all
}

/// Returns a plan that says `payload` wherever it can, most of it wrongly so that findings quote it.
fn plan(payload: &str) -> String {
    let p = quoted(payload);
    format!(
        "[plan]\nformat = 1\nround = \"bcf-2017-19\"\nstatus = {p}\ntitle = {p}\n{p} = 1\n\n[area]\nname = {p}\ntiers = {p}\n\n\
         [[partners]]\nid = {p}\nname = {p}\nkind = \"ccg\"\n\n[[partners]]\nid = {p}\nkind = {p}\n\n\
         [[sources]]\nid = \"minimum\"\nstream = \"nhs-minimum\"\npartner = {p}\namount = {{ 2017-18 = 1_000, 2018-19 = {p} }}\n\n\
         [[schemes]]\nid = {p}\nname = {p}\nspend = [{{ source = {p}, amount = {{ 2017-18 = 2_000 }}, area_of_spend = {p} }}]\n\n\
         [[schemes]]\nid = \"x\"\nname = {p}\nspend = [{{ source = \"minimum\", amount = {{ 2017-18 = 2_000 }} }}]\n\n\
         [dfg.districts.{p}]\namount = {{ 2017-18 = 5 }}\n\n\
         [[statements]]\ntext = {p}\nabout = {p}\n\n\
         [[waivers]]\nrule = \"unknown-key\"\nreason = {p}\nby = {p}\n\n\
         [[waivers]]\nrule = {p}\nreason = \"x\"\nby = \"y\"\n"
    )
}

/// Returns a basic string of TOML.
fn quoted(text: &str) -> String {
    let escape = |c: char| match c {
        '"' | '\\' => format!("\\{c}"),
        '\n' => "\\n".to_owned(),
        c if u32::from(c) < 0x20 || c == '\u{7f}' => format!("\\u{:04X}", u32::from(c)),
        c => c.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}
