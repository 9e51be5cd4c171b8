//! The files of a store: their names, how they are listed, and how one is placed for good.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};

/// The end of the name of every capture's file.
pub const SUFFIX: &str = ".warc.gz";

/// Folder of unfinished files, on the same file system as the store so that a rename is atomic.
pub const UNFINISHED: &str = "tmp";

/// Folder of the records of checks that brought nothing new.
pub const CHECKS: &str = "_checks";

/// Folder of tombstones: captures that were taken down, with the reason.
pub const FORGOTTEN: &str = "_forgotten";

/// Folder of stamps: what outside authorities saw of the audit log.
pub const STAMPS: &str = "_stamps";

/// The end of the name of every stamp.
pub const STAMP_SUFFIX: &str = ".jsonl.gz";

/// The file whose lock is held while things are removed.
pub const LOCK: &str = ".lock";

/// The file whose lock a re-check holds while it runs.
pub const RUN_LOCK: &str = "recheck.lock";

/// The path of a file of the store; an error where it would lead out of it.
fn inside(store: &Path, relative: &str) -> io::Result<PathBuf> {
    let path = Path::new(relative);
    if relative.is_empty() || path.components().any(|part| !matches!(part, Component::Normal(_))) {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!("“{relative}” leads out of the store"),
        ));
    }
    Ok(store.join(path))
}

/// Places bytes under a path inside the store, durably, and only if nothing stands there.
///
/// Written beside its place, synced, renamed without replacing, and the folders synced: a crash at
/// any moment leaves the whole file or none. Gives `false` where a file of that name stands.
///
/// # Errors
/// Those of the file system.
pub fn place(store: &Path, relative: &str, bytes: &[u8]) -> io::Result<bool> {
    let path = inside(store, relative)?;
    let folder = path.parent().expect("a relative path inside a store has a parent").to_owned();
    let unfinished = store.join(UNFINISHED);
    let fresh = !folder.exists();
    fs::create_dir_all(&unfinished)?;
    fs::create_dir_all(&folder)?;
    let mut file = fresh_file(&unfinished)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    match file.persist_noclobber(&path) {
        Ok(_) => {}
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error.error),
    }
    sync_folder(&folder)?;
    if fresh {
        sync_folder(store)?;
    }
    Ok(true)
}

/// Places many files as [`place`] does, with two waits for the disk instead of three a file: one after all are written
/// and one after all are renamed. A crash leaves each of them whole or not there.
///
/// # Errors
/// Those of the file system; files placed before the error stay, and each is whole.
pub fn place_all(store: &Path, files: &[(String, Vec<u8>)]) -> io::Result<Vec<bool>> {
    // Each temporary file would ask the system where a relative path begins.
    let unfinished = std::path::absolute(store.join(UNFINISHED))?;
    fs::create_dir_all(&unfinished)?;
    let mut written = Vec::with_capacity(files.len());
    let mut made = BTreeSet::new();
    for (relative, bytes) in files {
        let path = inside(store, relative)?;
        let folder = path.parent().expect("a relative path inside a store has a parent");
        if !made.contains(folder) {
            fs::create_dir_all(folder)?;
            made.insert(folder.to_owned());
        }
        let mut file = fresh_file(&unfinished)?;
        file.write_all(bytes)?;
        // The path without the handle: a group would hold more open files than some systems allow.
        written.push((file.into_temp_path(), path));
    }
    sync_written(store, &written)?;
    let mut placed = Vec::with_capacity(files.len());
    for (file, path) in written {
        placed.push(match file.persist_noclobber(&path) {
            Ok(()) => true,
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => false,
            Err(error) => return Err(error.error),
        });
    }
    sync_folders(store, files)?;
    Ok(placed)
}

/// Makes everything written to the file system of the store durable, whole files and names alike.
#[cfg(target_os = "linux")]
fn sync_written(store: &Path, _written: &[(tempfile::TempPath, PathBuf)]) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(store)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_written(_store: &Path, written: &[(tempfile::TempPath, PathBuf)]) -> io::Result<()> {
    use rayon::prelude::*;
    written.par_iter().try_for_each(|(file, _)| OpenOptions::new().write(true).open(file)?.sync_all())
}

#[cfg(target_os = "linux")]
fn sync_folders(store: &Path, _files: &[(String, Vec<u8>)]) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(store)?)?)
}

#[cfg(not(target_os = "linux"))]
fn sync_folders(store: &Path, files: &[(String, Vec<u8>)]) -> io::Result<()> {
    let mut folders: Vec<&Path> = files.iter().filter_map(|(file, _)| Path::new(file).parent()).collect();
    folders.sort_unstable();
    folders.dedup();
    folders.into_iter().try_for_each(|folder| sync_folder(&store.join(folder)))?;
    sync_folder(store)
}

/// A new unfinished file. Temporary files are for their owner alone; captures are for everyone who may read the store.
fn fresh_file(unfinished: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o644));
    }
    builder.prefix("w").tempfile_in(unfinished)
}

/// Makes renames inside a folder durable.
///
/// # Errors
/// Those of the file system.
#[cfg(unix)]
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Windows keeps its folders durable by itself and does not open them as files.
#[cfg(not(unix))]
pub fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Reads a whole file of the store.
///
/// # Errors
/// Those of the file system.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Opens a file of the store to read it. A symbolic link is refused: it could point outside.
///
/// # Errors
/// Those of the file system.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(i32::try_from(rustix::fs::OFlags::NOFOLLOW.bits()).expect("flags fit an int"));
    }
    let file = options.open(path)?;
    if !file.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a file"));
    }
    Ok(file)
}

/// What stands in a store, apart from its databases and unfinished files.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files whose name and place are those of a capture, with their size in bytes; sorted.
    pub captures: Vec<(String, u64)>,
    /// Files of check records, likewise.
    pub checks: Vec<(String, u64)>,
    /// Tombstones, likewise.
    pub tombstones: Vec<(String, u64)>,
    /// Stamps, likewise.
    pub stamps: Vec<(String, u64)>,
    /// Whatever else, by relative path; sorted.
    pub foreign: Vec<String>,
    /// Unfinished files that a stopped process left.
    pub unfinished: Vec<PathBuf>,
}

/// Lists a store. A store that is not there is empty.
///
/// # Errors
/// Those of the file system.
pub fn list(store: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    for (name, kind, _) in names(store)? {
        if kind.is_dir() && name == UNFINISHED {
            let left = names(&store.join(UNFINISHED))?;
            listing.unfinished.extend(left.into_iter().map(|(name, _, _)| store.join(UNFINISHED).join(name)));
        } else if kind.is_dir() {
            list_folder(store, &name, &mut listing)?;
        } else if !is_own(&name) {
            listing.foreign.push(name);
        }
    }
    for files in [&mut listing.captures, &mut listing.checks, &mut listing.tombstones, &mut listing.stamps] {
        files.sort();
    }
    listing.foreign.sort();
    Ok(listing)
}

fn list_folder(store: &Path, folder: &str, listing: &mut Listing) -> io::Result<()> {
    for (name, kind, size) in names(&store.join(folder))? {
        let relative = format!("{folder}/{name}");
        match folder {
            CHECKS if kind.is_file() && name.ends_with(SUFFIX) => listing.checks.push((relative, size)),
            FORGOTTEN if kind.is_file() && name.ends_with(".json") => {
                listing.tombstones.push((relative, size))
            }
            STAMPS if kind.is_file() && name.ends_with(STAMP_SUFFIX) => listing.stamps.push((relative, size)),
            CHECKS | FORGOTTEN | STAMPS => listing.foreign.push(relative),
            _ if kind.is_file() && is_capture_name(&name) => listing.captures.push((relative, size)),
            _ => listing.foreign.push(relative),
        }
    }
    Ok(())
}

/// The databases and what a person keeps beside captures in git.
fn is_own(name: &str) -> bool {
    let database = ["index.sqlite", "state.sqlite"].iter().any(|own| name.starts_with(own));
    let lock = matches!(name, LOCK | "state.lock" | RUN_LOCK);
    database || lock || matches!(name, ".gitignore" | ".gitattributes" | ".gitkeep" | "README.md")
}

/// `YYYYMMDDTHHMMSSZ-<12 hex>[-turn].warc.gz`
pub fn is_capture_name(name: &str) -> bool {
    let Some(stem) = name.strip_suffix(SUFFIX) else { return false };
    let mut parts = stem.split('-');
    let time = parts.next().unwrap_or_default().as_bytes();
    let digest = parts.next().unwrap_or_default().as_bytes();
    let turn = parts.next();
    let is_time = time.len() == 16
        && time.iter().enumerate().all(|(at, b)| match at {
            8 => *b == b'T',
            15 => *b == b'Z',
            _ => b.is_ascii_digit(),
        });
    let is_hex = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
    let is_turn = turn.is_none_or(|turn| !turn.is_empty() && turn.bytes().all(|b| b.is_ascii_digit()));
    is_time && digest.len() == 12 && digest.iter().all(is_hex) && is_turn && parts.next().is_none()
}

fn names(folder: &Path) -> io::Result<Vec<(String, fs::FileType, u64)>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        // A file may go between listing and looking: another process finished or forgot it.
        let Ok(metadata) = entry.path().symlink_metadata() else { continue };
        names.push((entry.file_name().to_string_lossy().into_owned(), metadata.file_type(), metadata.len()));
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_captures() {
        for (name, expected) in [
            ("20260129T020800Z-9f2c41d0aa17.warc.gz", true),
            ("20260129T020800Z-9f2c41d0aa17-2.warc.gz", true),
            ("20260129T020800Z-9f2c41d0aa17-.warc.gz", false),
            ("20260129T020800Z-9f2c41d0aa17-2-3.warc.gz", false),
            ("20260129T020800Z-9F2C41D0AA17.warc.gz", false),
            ("20260129T020800Z-9f2c41d0aa1.warc.gz", false),
            ("20260129-020800Z-9f2c41d0aa17.warc.gz", false),
            ("page.warc.gz", false),
            ("20260129T020800Z-9f2c41d0aa17.warc", false),
        ] {
            assert_eq!(is_capture_name(name), expected, "{name}");
        }
    }

    #[test]
    fn a_placed_file_is_never_replaced() {
        let store = tempfile::tempdir().unwrap();
        assert!(place(store.path(), "a.example/one", b"first").unwrap());
        assert!(!place(store.path(), "a.example/one", b"second").unwrap());
        assert_eq!(read(&store.path().join("a.example/one")).unwrap(), b"first");
        assert!(list(store.path()).unwrap().unfinished.is_empty());
    }

    #[test]
    fn nothing_is_placed_outside() {
        let dir = tempfile::tempdir().unwrap();
        let store = dir.path().join("store");
        let outside = dir.path().join("x").to_string_lossy().into_owned();
        for path in ["/x", "../x", "a.example/../../x", &outside] {
            assert!(place(&store, path, b"bytes").is_err(), "{path}");
            assert!(place_all(&store, &[(path.to_owned(), b"bytes".to_vec())]).is_err(), "{path}");
        }
        assert!(!dir.path().join("x").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_not_followed() {
        let store = tempfile::tempdir().unwrap();
        fs::write(store.path().join("secret"), "outside").unwrap();
        std::os::unix::fs::symlink(store.path().join("secret"), store.path().join("link")).unwrap();
        assert!(read(&store.path().join("link")).is_err());
    }
}
