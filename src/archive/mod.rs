//! Archives: the files that workbooks and documents are made of, unpacked within limits, since a small archive can be made
//! to unfold without end.

pub(crate) mod relations;
pub(crate) mod xml;

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};

/// The largest size of an unpacked workbook, in bytes.
#[cfg(feature = "workbook")]
pub(crate) const UNFOLDED: u64 = 256 << 20;
/// The most files an archive may be made of.
const FILES: usize = 10_000;

/// The reason an archive cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Damage {
    /// It is no whole archive, or a part of it is locked.
    Broken,
    /// A part of it is there twice.
    Twice,
    /// It has more parts, or they are larger, than it may have.
    TooLarge,
}

/// An archive whose parts are unpacked one after the other, and how much may still be unpacked.
pub(crate) struct Archive<'b> {
    zip: zip::ZipArchive<Cursor<&'b [u8]>>,
    /// The number of each part by its name in small letters, since one is found whatever its letters.
    numbers: HashMap<String, usize>,
    left: u64,
}

impl<'b> Archive<'b> {
    /// Opens an archive of whose parts `limit` bytes may be unpacked.
    ///
    /// # Errors
    /// When it is damaged, or has too many parts.
    pub(crate) fn open(bytes: &'b [u8], limit: u64) -> Result<Self, Damage> {
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Damage::Broken)?;
        if zip.len() > FILES {
            return Err(Damage::TooLarge);
        }
        if zip.has_duplicate_names() {
            return Err(Damage::Twice);
        }
        let mut numbers = HashMap::with_capacity(zip.len());
        for n in 0..zip.len() {
            let file = zip.by_index_raw(n).map_err(|_| Damage::Broken)?;
            let name = file.name().map_err(|_| Damage::Broken)?.to_lowercase();
            if numbers.insert(name, n).is_some() {
                return Err(Damage::Twice);
            }
        }
        Ok(Self { zip, numbers, left: limit })
    }

    /// Returns the names of the parts in small letters, in their order.
    #[cfg(feature = "workbook")]
    pub(crate) fn names(&self) -> Vec<String> {
        let mut names: Vec<(&usize, &String)> = self.numbers.iter().map(|(name, number)| (number, name)).collect();
        names.sort_unstable();
        names.into_iter().map(|(_, name)| name.clone()).collect()
    }

    /// Returns whether there is a part.
    #[cfg(feature = "document")]
    pub(crate) fn has(&self, name: &str) -> bool {
        self.numbers.contains_key(&name.to_lowercase())
    }

    /// Looks a part through, by its number, to its end, so that its size is known and its sum is checked. Returns what was
    /// seen, and its size in bytes.
    ///
    /// # Errors
    /// When it is damaged, or more than may still be unpacked.
    pub(crate) fn look<T>(
        &mut self,
        number: usize,
        look: impl FnOnce(&mut dyn BufRead) -> T,
    ) -> Result<(T, u64), Damage> {
        let file = self.zip.by_index(number).map_err(|_| Damage::Broken)?;
        let mut counted = Counted { from: file, left: self.left, over: false };
        let seen = look(&mut BufReader::new(&mut counted));
        let rest = std::io::copy(&mut counted, &mut std::io::sink());
        if counted.over {
            return Err(Damage::TooLarge);
        }
        rest.map_err(|_| Damage::Broken)?;
        let size = self.left - counted.left;
        self.left = counted.left;
        Ok((seen, size))
    }

    /// Returns the bytes of a part; nothing where there is none of this name.
    ///
    /// # Errors
    /// When it is damaged, or more than may still be unpacked.
    #[cfg(feature = "document")]
    pub(crate) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Damage> {
        let Some(number) = self.numbers.get(&name.to_lowercase()).copied() else { return Ok(None) };
        let mut bytes = Vec::new();
        // A part that ends too early is found when it is looked through to its end.
        let (read, _) = self.look(number, |from| from.read_to_end(&mut bytes))?;
        read.map_err(|_| Damage::Broken)?;
        Ok(Some(bytes))
    }
}

/// A part that is read, and the number of bytes there may still be.
struct Counted<R> {
    from: R,
    left: u64,
    over: bool,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.from.read(buffer)?;
        let Some(left) = self.left.checked_sub(read as u64) else {
            self.over = true;
            return Err(std::io::ErrorKind::FileTooLarge.into());
        };
        self.left = left;
        Ok(read)
    }
}

#[cfg(all(test, feature = "document"))]
mod tests {
    use super::*;

    #[test]
    fn what_unfolds_beyond_the_limit_is_refused() {
        use std::io::Write;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "B"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&[b' '; 600]).unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let all = |limit: u64, bytes: &[u8]| {
            let mut archive = Archive::open(bytes, limit)?;
            let sizes = ["A.XML", "b"].map(|name| Ok(archive.part(name)?.map(|part| part.len())));
            let sizes: Result<Vec<_>, Damage> = sizes.into_iter().collect();
            sizes.map(|sizes| (sizes, archive.left))
        };
        assert!(bytes.len() < 400);
        assert_eq!(all(1_200, &bytes), Ok((vec![Some(600), Some(600)], 0)));
        assert_eq!(all(1_199, &bytes), Err(Damage::TooLarge));
        assert_eq!(all(1_200, &bytes[..bytes.len() - 30]), Err(Damage::Broken));
    }
}
