//! The requests, and what the answers mean.

use crate::Fault;
use crate::address::{self, DEFAULT_REGION};
use relata_interfaces::s3::ConnectionInfo;
use rusty_s3::{Bucket, Credentials, S3Action};
use std::fmt;
use std::io::{self, Read};
use std::time::Duration;
use ureq::http::{Response, StatusCode};
use ureq::{Agent, AsSendBody, Body};

/// How long a signed request may be on its way.
const VALID: Duration = Duration::from_secs(300);

/// How long to wait for a connection, and for the beginning of an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most that is read of an answer that says what went wrong.
const MOST_OF_AN_ERROR: u64 = 64 << 10;

/// One bucket of an object storage.
pub struct Storage {
    bucket: Bucket,
    credentials: Credentials,
    info: ConnectionInfo,
    agent: Agent,
}

impl fmt::Debug for Storage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let url = self.bucket.base_url().as_str();
        f.debug_tuple("Storage").field(&url).finish()
    }
}

impl Storage {
    /// The bucket that the information names. Nothing is asked of the storage yet.
    ///
    /// # Errors
    ///
    /// [`Fault::Unfit`], if the information cannot be used.
    pub fn new(info: &ConnectionInfo) -> Result<Self, Fault> {
        let bucket = address::bucket(info)?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(PATIENCE))
            .timeout_recv_response(Some(PATIENCE * 6));
        #[cfg(feature = "tls")]
        let config = config.tls_config(crate::tls::config(&info.tls_ca_chain)?);
        Ok(Storage {
            credentials: Credentials::new(info.access_key.reveal(), info.secret_key.reveal()),
            agent: config.build().into(),
            info: info.clone(),
            bucket,
        })
    }

    /// Asks whether the bucket is there, and the credentials are good for it.
    ///
    /// # Errors
    ///
    /// [`Fault::NoBucket`], [`Fault::Refused`], or whatever else went wrong.
    pub fn check(&self) -> Result<(), Fault> {
        let url = self.bucket.head_bucket(Some(&self.credentials)).sign(VALID);
        let answer = self.agent.head(url.as_str()).call();
        self.accept(answer, self.no_bucket()).map(drop)
    }

    /// Sees to it that the bucket is there.
    ///
    /// # Errors
    ///
    /// [`Fault::Refused`], or whatever else went wrong.
    pub fn ensure_bucket(&self) -> Result<(), Fault> {
        match self.check() {
            Err(Fault::NoBucket { .. }) => self.create_bucket(),
            found => found,
        }
    }

    fn create_bucket(&self) -> Result<(), Fault> {
        let url = self.bucket.create_bucket(&self.credentials).sign(VALID);
        let request = self.agent.put(url.as_str());
        let answer = match self.bucket.region() {
            DEFAULT_REGION => request.send_empty(),
            region => request.send(format!(
                "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">\
                 <LocationConstraint>{region}</LocationConstraint></CreateBucketConfiguration>"
            )),
        };
        match self.accept(answer, self.no_bucket()) {
            // Somebody was quicker.
            Err(Fault::Failed { status: 409, code })
                if code.as_deref() == Some("BucketAlreadyOwnedByYou") =>
            {
                Ok(())
            }
            made => made.map(drop),
        }
    }

    /// Keeps something under a name, below the path that the information names;
    /// returns the key that it is found under. What was there is replaced.
    ///
    /// # Errors
    ///
    /// If the storage refuses it, or cannot be reached.
    pub fn put(&self, name: &str, content: impl AsSendBody) -> Result<String, Fault> {
        let key = address::key(&self.info, name)?;
        let headers = self.headers()?;
        let mut action = self.bucket.put_object(Some(&self.credentials), &key);
        for (name, value) in &headers {
            action.headers_mut().insert(name.clone(), value.clone());
        }
        let mut request = self.agent.put(action.sign(VALID).as_str());
        for (name, value) in headers {
            request = request.header(name, value);
        }
        self.accept(request.send(content), self.no_bucket())?;
        Ok(key)
    }

    /// What is kept under a name.
    ///
    /// # Errors
    ///
    /// [`Fault::NoObject`], or whatever else went wrong.
    pub fn get(&self, name: &str) -> Result<impl Read, Fault> {
        let key = address::key(&self.info, name)?;
        let action = self.bucket.get_object(Some(&self.credentials), &key);
        let answer = self.agent.get(action.sign(VALID).as_str()).call();
        let answer = self.accept(answer, Fault::NoObject { key: key.clone() })?;
        Ok(answer.into_body().into_reader())
    }

    /// What the information wants to be sent along with a new object.
    fn headers(&self) -> Result<Vec<(String, String)>, Fault> {
        let class = self.info.storage_class.as_ref();
        let class = class.map(|class| ("x-amz-storage-class".to_owned(), class.clone()));
        let attributes = self.info.attributes.iter().map(|attribute| {
            let pair = attribute.split_once('=').ok_or(Fault::Unfit {
                key: "attributes",
                expected: "headers, each `name=value`",
            });
            pair.map(|(name, value)| (name.trim().to_lowercase(), value.trim().to_owned()))
        });
        class.map(Ok).into_iter().chain(attributes).collect()
    }

    fn no_bucket(&self) -> Fault {
        Fault::NoBucket {
            bucket: self.bucket.name().to_owned(),
        }
    }

    /// The answer, if it is a good one. `lacking` is what a 404 means.
    fn accept(
        &self,
        answer: Result<Response<Body>, ureq::Error>,
        lacking: Fault,
    ) -> Result<Response<Body>, Fault> {
        let mut answer = answer.map_err(|error| self.unreachable(&error))?;
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let text = answer.body_mut().with_config().limit(MOST_OF_AN_ERROR);
        let code = code(&text.read_to_string().unwrap_or_default());
        Err(match status {
            StatusCode::NOT_FOUND if code.as_deref() == Some("NoSuchBucket") => self.no_bucket(),
            StatusCode::NOT_FOUND => lacking,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Fault::Refused { code },
            status => Fault::Failed {
                status: status.as_u16(),
                code,
            },
        })
    }

    fn unreachable(&self, error: &ureq::Error) -> Fault {
        let endpoint = || self.bucket.base_url().origin().ascii_serialization();
        match error {
            // Only what we send along can be wrong with a request.
            ureq::Error::Http(_) => Fault::Unfit {
                key: "attributes",
                expected: "headers, each `name=value`",
            },
            ureq::Error::BadUri(_) => Fault::Unfit {
                key: "endpoint",
                expected: "a URL that begins with `http://` or `https://`",
            },
            // So says the library for TLS of a certificate, or of what is no TLS.
            ureq::Error::Io(error) if error.kind() == io::ErrorKind::InvalidData => {
                Fault::Insecure {
                    endpoint: endpoint(),
                    why: error.to_string(),
                }
            }
            error => Fault::Unreachable {
                endpoint: endpoint(),
                why: error.to_string(),
            },
        }
    }
}

/// The storage's own code for what went wrong: a word in its answer's XML.
fn code(answer: &str) -> Option<String> {
    let (_, rest) = answer.split_once("<Code>")?;
    let (code, _) = rest.split_once("</Code>")?;
    let is_word = code.len() <= 64 && code.chars().all(|c| c.is_ascii_alphanumeric());
    is_word.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn a_code_is_a_word_of_the_storage() {
        let answer = "<?xml version=\"1.0\"?><Error><Code>NoSuchKey</Code></Error>";
        assert_eq!(code(answer).as_deref(), Some("NoSuchKey"));
        for nonsense in ["", "<Code>", "<Code>a b</Code>", "</Code><Code>", "<html>"] {
            assert_eq!(code(nonsense), None, "{nonsense}");
        }
    }
}
