//! Debian packages unpacked into a folder of our own: nothing on the system changes, and no root is needed.
//!
//! The mirror is the one that the system's own `apt` is set up with; lists, caches and sources are private.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail, ensure};

/// Signs Debian's archives, newer releases than the one installed included.
const KEYRING: &str = "/usr/share/keyrings/debian-archive-keyring.gpg";

/// Where the system gets its packages from.
pub(crate) struct Debian {
    /// The release that is installed, as `bookworm`.
    pub(crate) codename: String,
    mirrors: BTreeSet<String>,
}

/// One suite of one mirror, with lists of its own.
pub(crate) struct Suite {
    /// Its name, as `trixie-backports`.
    pub(crate) name: String,
    folder: PathBuf,
}

impl Debian {
    /// Reads the system's own configuration, or returns `None` where the system is no Debian.
    ///
    /// # Errors
    ///
    /// Fails when there is an `apt` that cannot be asked.
    pub(crate) fn detect() -> Result<Option<Self>> {
        let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
        let field = |name: &str| {
            let line = release.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
            line.map(|value| value.trim_matches('"').to_owned())
        };
        let (Some("debian"), Some(codename)) = (field("ID").as_deref(), field("VERSION_CODENAME")) else {
            return Ok(None);
        };
        // Unlike `indextargets`, this also answers where the lists were deleted, as images of containers do.
        let output = Command::new("apt-get")
            .args(["update", "--print-uris"])
            .output()
            .context("cannot start apt-get")?;
        let mirrors = mirrors(&String::from_utf8_lossy(&output.stdout));
        Ok((!mirrors.is_empty()).then_some(Self { codename, mirrors }))
    }

    /// Fetches the lists of one suite, or returns `None` if no mirror has it.
    ///
    /// # Errors
    ///
    /// Fails when nothing can be written under `folder`.
    pub(crate) fn suite(&self, name: &str, folder: &Path) -> Result<Option<Suite>> {
        let folder = folder.join(name);
        for below in ["lists/partial", "cache/archives/partial", "parts"] {
            fs::create_dir_all(folder.join(below))?;
        }
        for mirror in
            self.mirrors.iter().filter(|mirror| mirror.contains("security") == name.ends_with("-security"))
        {
            let signed =
                if Path::new(KEYRING).exists() { format!("[signed-by={KEYRING}] ") } else { String::new() };
            fs::write(folder.join("sources.list"), format!("deb {signed}{mirror} {name} main\n"))?;
            let suite = Suite { name: name.to_owned(), folder: folder.clone() };
            if suite.apt("apt-get").arg("update").output()?.status.success() {
                return Ok(Some(suite));
            }
        }
        Ok(None)
    }

    /// The first suite, of this release and the one after it, whose newest version of a package will do.
    ///
    /// # Errors
    ///
    /// Fails, and says what there is, when none has such a version.
    pub(crate) fn suite_with(
        &self,
        package: &str,
        will_do: impl Fn(&str) -> bool,
        folder: &Path,
    ) -> Result<Suite> {
        let mut found = Vec::new();
        for name in [Some(self.codename.as_str()), self.next_codename()].into_iter().flatten() {
            let Some(suite) = self.suite(name, folder)? else { continue };
            let versions = suite.versions(package)?;
            if versions.first().is_some_and(|version| will_do(version)) {
                return Ok(suite);
            }
            found.push(format!("{name} has {}", versions.first().map_or("none", String::as_str)));
        }
        bail!("Debian has no {package} that is recent enough: {}", found.join(", "))
    }

    /// The release after this one, as far as it has a name today.
    pub(crate) fn next_codename(&self) -> Option<&'static str> {
        const RELEASES: [&str; 6] = ["bullseye", "bookworm", "trixie", "forky", "duke", "sid"];
        let own = RELEASES.iter().position(|name| *name == self.codename)?;
        RELEASES.get(own + 1).copied()
    }
}

impl Suite {
    /// The versions of a package in this suite, newest first.
    ///
    /// # Errors
    ///
    /// Fails when `apt-cache` cannot be started.
    pub(crate) fn versions(&self, package: &str) -> Result<Vec<String>> {
        let output =
            self.apt("apt-cache").args(["madison", package]).output().context("cannot start apt-cache")?;
        Ok(versions(&String::from_utf8_lossy(&output.stdout)))
    }

    /// Downloads the packages, each a name or `name=version`, and unpacks of them into `target` what matches
    /// the pattern for `tar`.
    ///
    /// # Errors
    ///
    /// Fails when one cannot be fetched, does not match its signed digest, or cannot be unpacked.
    pub(crate) fn unpack(&self, packages: &[String], pattern: &str, target: &Path) -> Result<()> {
        let archives = self.folder.join("cache/archives");
        fs::create_dir_all(target)?;
        let output = self.apt("apt-get").arg("download").args(packages).current_dir(&archives).output()?;
        if !output.status.success() {
            bail!(
                "apt-get could not download {}: {}",
                packages.join(" "),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        for file in fs::read_dir(&archives)? {
            let file = file?.path();
            if file.extension().is_some_and(|extension| extension == "deb") {
                unpack(&file, pattern, target)?;
                fs::remove_file(file)?;
            }
        }
        Ok(())
    }

    /// The package and everything that it needs down to the C library, each as `name=version`.
    ///
    /// # Errors
    ///
    /// Fails when the package is unknown or needs what this suite does not have.
    pub(crate) fn closure(&self, package: &str) -> Result<Vec<String>> {
        // Nothing counts as installed, so that what is unpacked stands on its own.
        let output = self
            .apt("apt-get")
            .args(["--simulate", "--no-install-recommends", "install", package])
            .output()
            .context("cannot start apt-get")?;
        ensure!(output.status.success(), "apt-get: {}", String::from_utf8_lossy(&output.stderr));
        Ok(installations(&String::from_utf8_lossy(&output.stdout)))
    }

    fn apt(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        let path = |below: &str| self.folder.join(below).display().to_string();
        command.env("LC_ALL", "C").args([
            format!("-oDir::Etc::sourcelist={}", path("sources.list")),
            format!("-oDir::Etc::sourceparts={}", path("parts")),
            format!("-oDir::State::lists={}", path("lists")),
            format!("-oDir::Cache={}", path("cache")),
            "-oDir::State::status=/dev/null".to_owned(),
            // A suite that is not there is an error and not a warning.
            "-oAPT::Update::Error-Mode=any".to_owned(),
            "-oAcquire::Retries=2".to_owned(),
        ]);
        command
    }
}

/// Where Debian has libraries on a machine like this one.
pub(crate) fn libraries() -> String {
    format!("usr/lib/{}-linux-gnu", std::env::consts::ARCH)
}

/// The line of a script that starts a program of those unpacked under `root`. The loader and the libraries are the private ones,
/// so that everything fits.
pub(crate) fn start(root: &Path, program: &str) -> String {
    let (root, libraries) = (root.display(), libraries());
    format!(
        "exec '{root}'/usr/lib*/ld-linux-*.so.* --library-path '{root}/{libraries}' '{root}/{program}' \"$@\"\n"
    )
}

fn unpack(package: &Path, pattern: &str, target: &Path) -> Result<()> {
    let mut reader =
        Command::new("dpkg-deb").arg("--fsys-tarfile").arg(package).stdout(Stdio::piped()).spawn()?;
    let archive = reader.stdout.take().context("dpkg-deb has no output")?;
    // The sources carry copies of their dependencies, many thousand files that nothing here reads.
    let output = Command::new("tar")
        .args(["-x", "--wildcards", "--exclude=*/library/vendor", "-f", "-", "-C"])
        .arg(target)
        .arg(pattern)
        .stdin(archive)
        .output()?;
    let read = reader.wait()?.success();
    ensure!(read && output.status.success(), "cannot unpack: {}", String::from_utf8_lossy(&output.stderr));
    Ok(())
}

/// The roots of Debian's archives out of `'http://host/debian/dists/…' name size`.
fn mirrors(uris: &str) -> BTreeSet<String> {
    let quoted = uris.lines().filter_map(|line| line.strip_prefix('\'')?.split('\'').next());
    let roots = quoted.filter_map(|uri| uri.split_once("/dists/").map(|(root, _)| root.to_owned()));
    // Other vendors' archives in the same configuration have none of the suites that we ask for.
    roots.filter(|root| root.rsplit('/').next().is_some_and(|name| name.starts_with("debian"))).collect()
}

/// The second column of `apt-cache madison`.
fn versions(madison: &str) -> Vec<String> {
    madison
        .lines()
        .filter_map(|line| line.split('|').nth(1))
        .map(|version| version.trim().to_owned())
        .collect()
}

/// `name=version` out of `Inst name (version suite [architecture])`.
fn installations(simulated: &str) -> Vec<String> {
    let lines = simulated.lines().filter_map(|line| line.strip_prefix("Inst "));
    let parts =
        lines.filter_map(|line| Some((line.split(' ').next()?, line.split_once('(')?.1.split(' ').next()?)));
    parts.map(|(name, version)| format!("{name}={version}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mirrors_are_debians_own_archives_among_whatever_is_set_up() {
        let uris = "'http://deb.example/debian/dists/bookworm/InRelease' a 0\n\
                    'http://deb.example/debian/dists/bookworm/main/binary-amd64/Packages.xz' b 0\n\
                    'http://deb.example/debian-security/dists/bookworm-security/InRelease' c 0\n\
                    'https://vendor.example/apt/dists/stable/InRelease' d 0\n";
        let expected = ["http://deb.example/debian", "http://deb.example/debian-security"];
        assert_eq!(mirrors(uris).into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn versions_come_out_of_the_table_in_its_order() {
        let table = "  rust-src | 1.96.1+dfsg1-2~bpo13+1 | http://deb.example/debian trixie-backports/main amd64\n  \
                       rust-src | 1.95.0+dfsg1-2~bpo13+1 | http://deb.example/debian trixie-backports/main amd64\n";
        assert_eq!(versions(table), ["1.96.1+dfsg1-2~bpo13+1", "1.95.0+dfsg1-2~bpo13+1"]);
    }

    #[test]
    fn only_what_would_be_installed_is_taken_from_a_simulation() {
        let simulated = "NOTE: This is only a simulation!\n\
                         Inst libuv1 (1.44.2-1+deb12u1 Debian:12.14/oldstable [amd64])\n\
                         Conf libuv1 (1.44.2-1+deb12u1 Debian:12.14/oldstable [amd64])\n\
                         Inst nodejs [20.0] (18.20.4+dfsg-1 Debian:12.14/oldstable [amd64])\n";
        assert_eq!(installations(simulated), ["libuv1=1.44.2-1+deb12u1", "nodejs=18.20.4+dfsg-1"]);
    }
}
