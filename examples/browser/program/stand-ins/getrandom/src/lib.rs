//! Refuses random numbers, in the place of the crate of that name: nothing the checker does rests on chance.

/// The reason there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Error;

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("there are no random numbers here")
    }
}

impl std::error::Error for Error {}

/// Fills nothing.
///
/// # Errors
/// Always.
pub fn fill(_: &mut [u8]) -> Result<(), Error> {
    Err(Error)
}

/// Returns no number.
///
/// # Errors
/// Always.
pub fn u64() -> Result<u64, Error> {
    Err(Error)
}

/// Returns no number.
///
/// # Errors
/// Always.
pub fn u32() -> Result<u32, Error> {
    Err(Error)
}
