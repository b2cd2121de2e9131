//! The book: everything the program knows of itself and of the policy as pages that refer to each other, for `mdBook` to
//! set. The chapters are written by hand; all else is made from what the commands print.

mod chapters;
mod contents;
mod links;
mod matter;
mod reference;

use contents::Contents;
pub use contents::Leaf;
use links::Addresses;
pub use matter::{CommandHelp, Matter};

/// The frame that `mdBook` sets the pages in.
const FRAME: &str = include_str!("book.toml");

/// The file that the frame stands in.
pub const FRAME_FILE: &str = "book.toml";

/// Returns whether a frame is that of a book of this program, of whatever version.
pub fn is_frame(bytes: &[u8]) -> bool {
    let first = FRAME.lines().next().unwrap_or_default();
    bytes.starts_with(first.as_bytes())
}

/// Returns the files of the book.
pub fn book(matter: &Matter<'_>) -> Vec<Leaf> {
    let mut contents = Contents::default();
    chapters::write(&mut contents);
    reference::write(matter, &mut contents);
    let addresses = Addresses::new(matter);
    let mut leaves = vec![
        Leaf { path: FRAME_FILE.to_owned(), text: FRAME.to_owned() },
        Leaf { path: "src/SUMMARY.md".to_owned(), text: contents.summary() },
    ];
    leaves.extend(
        contents
            .pages
            .into_iter()
            .map(|page| Leaf { text: addresses.linked(&page.text, &page.path), path: format!("src/{}", page.path) }),
    );
    let schema = |(name, _, text): &(String, String, &'static str)| Leaf {
        path: format!("src/schemas/{name}.json"),
        text: (*text).to_owned(),
    };
    leaves.extend(matter.schemas.iter().map(schema));
    leaves
}
