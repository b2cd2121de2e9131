//! Messages: a head as JSON, and the bytes of files behind it.

use bcf::period::Date;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Named files, in the order in which they stand behind a head.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

/// A day as a head gives it: the year, the month and the day of the month.
pub(crate) type Day = (u16, u8, u8);

/// Returns a day of a head.
pub(crate) fn date((year, month, day): Day) -> Date {
    Date { year, month, day }
}

/// A message taken apart.
pub(crate) struct Message<T> {
    /// What is asked.
    pub(crate) head: T,
    /// The files.
    pub(crate) files: Files,
}

/// A head with the files behind it.
#[derive(Serialize, Deserialize)]
struct Head<T> {
    #[serde(flatten)]
    head: T,
    /// The names of the files and their lengths in bytes.
    #[serde(default)]
    files: Vec<(String, usize)>,
}

/// The answer to what is no question.
#[derive(Serialize)]
pub(crate) struct Mistake {
    /// The reason, for whoever writes the page.
    pub(crate) mistake: String,
}

impl<T: DeserializeOwned> Message<T> {
    /// Takes a message apart.
    ///
    /// # Errors
    /// When it is cut short, or its head is none.
    pub(crate) fn read(bytes: &[u8]) -> Result<Self, String> {
        const SHORT: &str = "the message is cut short";
        let (length, rest) = bytes.split_first_chunk::<4>().ok_or(SHORT)?;
        let (head, mut rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize).ok_or(SHORT)?;
        let Head { head, files: named } = serde_json::from_slice(head).map_err(|error| error.to_string())?;
        let mut files = Files::new();
        for (name, length) in named {
            let (bytes, behind) = rest.split_at_checked(length).ok_or(SHORT)?;
            files.push((name, bytes.to_vec()));
            rest = behind;
        }
        Ok(Self { head, files })
    }
}

/// Returns a message.
pub(crate) fn write(head: &impl Serialize, files: &Files) -> Vec<u8> {
    let named = files.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect();
    // Heads are plain data, with text for every key.
    let head = serde_json::to_vec(&Head { head, files: named }).unwrap_or_default();
    let mut out = u32::try_from(head.len()).unwrap_or_default().to_le_bytes().to_vec();
    out.extend(head);
    files.iter().for_each(|(_, bytes)| out.extend(bytes));
    out
}
