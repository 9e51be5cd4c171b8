//! A local timestamping authority, made with openssl as any public one is.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of an authority: `ca.pem` vouches for it.
pub struct Authority {
    dir: PathBuf,
}

impl Authority {
    /// An authority in a folder; `None` where there is no openssl, which is told.
    pub fn new(dir: &Path) -> Option<Self> {
        let authority = Self { dir: dir.to_owned() };
        if authority
            .openssl("genpkey -algorithm ed25519 -out key.pem")
            .is_none_or(|made| !made.status.success())
        {
            crate::absent("openssl with Ed25519");
            return None;
        }
        std::fs::write(
            dir.join("tsa.cnf"),
            "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nCN=A local authority\n[tsa]\nextendedKeyUsage=critical,timeStamping\n\
             [ca]\nbasicConstraints=critical,CA:TRUE\n\
             [ts]\ndefault_tsa=t\n[t]\nserial=serial\ndefault_policy=1.2.3.4\ndigests=sha256\nsigner_digest=sha256\n\
             accuracy=secs:1\nclock_precision_digits=3\nordering=no\ntsa_name=no\ness_cert_id_chain=no\n",
        )
        .expect("a file");
        std::fs::write(dir.join("serial"), "01\n").expect("a file");
        authority.runs("pkey -in key.pem -pubout -out public.pem");
        authority.certify("ca", "req -x509 -newkey rsa:2048 -nodes -days 2 -config tsa.cnf -extensions ca");
        authority.signer("tsa", "rsa:2048", "tsa");
        Some(authority)
    }

    fn certify(&self, name: &str, request: &str) {
        self.runs(&format!("{request} -keyout {name}.key -out {name}.pem"));
    }

    /// A certificate that the authority's own vouches for, with those extensions.
    pub fn signer(&self, name: &str, key: &str, extensions: &str) {
        self.runs(&format!("req -newkey {key} -nodes -keyout {name}.key -out {name}.csr -config tsa.cnf"));
        self.runs(&format!(
            "x509 -req -in {name}.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out {name}.pem -days 2 \
             -extfile tsa.cnf -extensions {extensions}"
        ));
    }

    /// Stamps a file, and gives the name of the answer.
    pub fn stamp(&self, file: &str) -> String {
        self.stamp_by(file, "tsa")
    }

    /// The same, signed with one of the certificates.
    pub fn stamp_by(&self, file: &str, signer: &str) -> String {
        self.runs(&format!("ts -query -data {file} -sha256 -cert -out {file}.tsq"));
        self.runs(&format!(
            "ts -reply -config tsa.cnf -section t -queryfile {file}.tsq -signer {signer}.pem -inkey {signer}.key -out {file}.tsr"
        ));
        format!("{file}.tsr")
    }

    /// Runs openssl in the folder; `None` where it is not there.
    pub fn openssl(&self, arguments: &str) -> Option<Output> {
        Command::new("openssl").current_dir(&self.dir).args(arguments.split_whitespace()).output().ok()
    }

    /// Runs openssl, which has to succeed.
    pub fn runs(&self, arguments: &str) {
        let output = self.openssl(arguments).expect("openssl runs");
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Whether openssl succeeds.
    pub fn agrees(&self, arguments: &str) -> bool {
        self.openssl(arguments).expect("openssl runs").status.success()
    }
}
