//! An S3-compatible server on loopback that knows one account and no other.

use hyper_util::rt::TokioIo;
use s3s::auth::SimpleAuth;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::thread::JoinHandle;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// A server that runs until it is stopped or dropped.
pub(crate) struct Server {
    address: SocketAddr,
    root: PathBuf,
    tls: Option<TlsAcceptor>,
    running: Option<Running>,
}

struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl Server {
    /// Starts one that keeps its objects in a folder. When this returns, it
    /// listens.
    pub(crate) fn start(root: PathBuf, access_key: &str, secret_key: &str) -> Self {
        let mut server = Server {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            root,
            tls: None,
            running: None,
        };
        server.run(access_key, secret_key);
        server
    }

    /// From the next start on it speaks TLS, with a certificate of its own making,
    /// in PEM.
    pub(crate) fn set_tls(&mut self) -> String {
        let made = rcgen::generate_simple_self_signed([self.address.ip().to_string()]);
        let made = made.expect("the address is a name");
        let key = PrivatePkcs8KeyDer::from(made.signing_key.serialize_der());
        let config = ServerConfig::builder()
            .with_no_client_auth()
            .with_single_cert(vec![made.cert.der().clone()], key.into())
            .expect("the key is the certificate's");
        self.tls = Some(Arc::new(config).into());
        made.cert.pem()
    }

    /// Starts it, at the address that it had before if it had one.
    pub(crate) fn run(&mut self, access_key: &str, secret_key: &str) {
        self.stop();
        let storage = FileSystem::new(&self.root).expect("the folder is there");
        let mut service = S3ServiceBuilder::new(storage);
        service.set_auth(SimpleAuth::from_single(access_key, secret_key));
        let service = service.build();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime can be made");
        let listener = runtime
            .block_on(TcpListener::bind(self.address))
            .expect("the port is free");
        self.address = listener.local_addr().expect("it is bound");
        let (stop, stopped) = oneshot::channel();
        let tls = self.tls.clone();
        let thread = std::thread::spawn(move || {
            runtime.block_on(async {
                tokio::select! {
                    () = serve(listener, service, tls) => {}
                    _ = stopped => {}
                }
            });
        });
        self.running = Some(Running { stop, thread });
    }

    /// Stops it; then nobody listens there.
    pub(crate) fn stop(&mut self) {
        if let Some(Running { stop, thread }) = self.running.take() {
            // It may have ended by itself.
            let _ = stop.send(());
            let _ = thread.join();
        }
    }

    /// Where it is.
    pub(crate) fn endpoint(&self) -> String {
        let scheme = if self.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{}", self.address)
    }

    /// What it keeps under a key, as it lies on its disk.
    pub(crate) fn object(&self, bucket: &str, key: &str) -> Option<Vec<u8>> {
        std::fs::read(self.root.join(bucket).join(key)).ok()
    }

    /// Whether it has this bucket.
    pub(crate) fn has_bucket(&self, bucket: &str) -> bool {
        self.root.join(bucket).is_dir()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn serve(listener: TcpListener, service: S3Service, tls: Option<TlsAcceptor>) {
    while let Ok((stream, _)) = listener.accept().await {
        let (service, tls) = (service.clone(), tls.clone());
        tokio::spawn(async move {
            match tls {
                None => answer(stream, service).await,
                Some(tls) => {
                    // A client that does not trust us is not served.
                    if let Ok(stream) = tls.accept(stream).await {
                        answer(stream, service).await;
                    }
                }
            }
        });
    }
}

async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin, service: S3Service) {
    let http = hyper::server::conn::http1::Builder::new();
    // A client that hangs up is nothing to tell.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}
