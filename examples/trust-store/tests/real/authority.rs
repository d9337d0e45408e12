//! Certificates that `openssl` makes, and a folder to trust them in.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// Runs a program that has to be there.
pub(crate) fn run(program: &str, args: &[&str]) -> Output {
    Command::new(program)
        .args(args)
        .output()
        .unwrap_or_else(|error| {
            panic!(
                "cannot run {program}: {error}. These tests need the Debian packages \
                 `openssl` and `ca-certificates`"
            )
        })
}

fn openssl(args: &[&str]) {
    let output = run("openssl", args);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "openssl {args:?}: {said}");
}

/// An authority, and a server's certificate that it signed.
pub(crate) struct Authority {
    folder: TempDir,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let authority = Authority {
            folder: TempDir::new().expect("there is room"),
        };
        let path = |name| authority.path(name);
        let subject = format!("/CN={name}");
        openssl(&[
            "req",
            "-x509",
            "-newkey",
            "ed25519",
            "-nodes",
            "-days",
            "2",
            "-subj",
            &subject,
            "-keyout",
            &path("ca.key"),
            "-out",
            &path("ca.pem"),
        ]);
        openssl(&[
            "req",
            "-new",
            "-newkey",
            "ed25519",
            "-nodes",
            "-subj",
            "/CN=server.example",
            "-keyout",
            &path("leaf.key"),
            "-out",
            &path("leaf.csr"),
        ]);
        openssl(&[
            "x509",
            "-req",
            "-in",
            &path("leaf.csr"),
            "-CA",
            &path("ca.pem"),
            "-CAkey",
            &path("ca.key"),
            "-set_serial",
            "7",
            "-days",
            "1",
            "-out",
            &path("leaf.pem"),
        ]);
        authority
    }

    fn path(&self, name: &str) -> String {
        let path = self.folder.path().join(name);
        path.into_os_string().into_string().expect("it is UTF-8")
    }

    /// The authority's own certificate.
    pub(crate) fn pem(&self) -> String {
        fs::read_to_string(self.path("ca.pem")).expect("it was made")
    }

    /// Whether whoever trusts what is below `root` trusts the server: by the links,
    /// and by the bundle. Both have to say the same.
    pub(crate) fn is_trusted(&self, root: &Path) -> bool {
        let store = root.join("etc/ssl/certs");
        let verify = |source: &[&str]| {
            let mut args = vec!["verify", "-no-CAstore"];
            args.extend(source);
            let leaf = self.path("leaf.pem");
            args.push(&leaf);
            run("openssl", &args).status.success()
        };
        let links = store.to_str().expect("it is UTF-8");
        let by_links = verify(&["-no-CAfile", "-CApath", links]);
        let bundle = store.join("ca-certificates.crt");
        let by_bundle = bundle.exists()
            && verify(&[
                "-no-CApath",
                "-CAfile",
                bundle.to_str().expect("it is UTF-8"),
            ]);
        assert_eq!(by_links, by_bundle, "links and bundle differ");
        by_links
    }
}

/// Certificates as they stand in a databag.
pub(crate) fn json(certificates: &[&Authority]) -> String {
    let texts: Vec<String> = certificates.iter().map(|one| one.pem()).collect();
    format!("{texts:?}")
}

/// A root folder in which a package's certificate is trusted already.
pub(crate) fn root_with(package: &Authority) -> TempDir {
    let root = TempDir::new().expect("there is room");
    let path = |path: &str| -> PathBuf { root.path().join(path) };
    for folder in ["etc/ssl/certs", "usr/share/ca-certificates/mozilla"] {
        fs::create_dir_all(path(folder)).expect("it is writable");
    }
    let names = "mozilla/Package.crt";
    fs::write(path("usr/share/ca-certificates").join(names), package.pem()).expect("it is");
    fs::write(path("etc/ca-certificates.conf"), format!("{names}\n")).expect("it is");
    root
}
