//! Back up and restore a database on behalf of a manager.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `jobs` | mandatory | empty if missing | no top-level field should be mandatory |
//! | `storage-config` | whatever the specification of `s3` says, without a version | what version 0 of `s3` says | that was the only one, and the example is one |
//! | `job-config` | no other members | others are let through | so is every object's; a next version adds some |
//! | known types, storages and states | closed lists | open lists | an unknown one is the other side's to turn down |
//! | defaults of `job-type` and `storage-interface` | there, though the members are mandatory | none | nothing is left to default |
//!
//! Upstream's example of a requirer's databag lacks a comma, has one too many,
//! and so is not JSON: it is refused here, too.

relata::interface! {
    /// Back up and restore a database on behalf of a manager.
    ///
    /// An administrator asks the manager, which is the requirer, for a backup
    /// or for going back to one. The manager gives the job, with a storage to
    /// use, to the database, which is the provider.
    interface database_backup {
        maintainer: "data-platform";

        /// The only version so far.
        version v0 (draft);

        /// - Runs every job that it has not yet seen.
        /// - Runs backups at the same time where it can, but one restore only,
        ///   and none beside a backup.
        /// - Says in the unit databag of the unit that does a job how far it is.
        /// - Puts the backup and its logs into the storage, and takes them from
        ///   there.
        provider {
            /// What this unit has done.
            unit {
                /// The jobs, the newest included.
                #[example([{
                    "job-id": "job-01693ed2-644f-11ed-81ce-0242ac120001",
                    "job-type": "backup",
                    "job-config": { "compression": true },
                    "storage-interface": "s3",
                    "storage-config": {
                        "bucket": "backups",
                        "access-key": "EXAMPLEKEYID",
                        "secret-key": "kq3nR8sVt1ZxYw0mUe5Lb7Hd"
                    },
                    "status": "success",
                    "artefact-path": "/backups/2026-11-21T12:00:00Z/"
                }])]
                jobs: Vec<JobResult> = [],
            }
        }

        /// - Asks for jobs, each with the storage to use.
        /// - Tells the administrator what came of them.
        /// - Keeps jobs that are done until the administrator clears them.
        requirer {
            /// What is to be done.
            app {
                /// The jobs, those that are done included.
                #[example([{
                    "job-id": "job-01693ed2-644f-11ed-81ce-0242ac120001",
                    "job-type": "backup",
                    "job-config": { "compression": true },
                    "storage-interface": "s3",
                    "storage-config": {
                        "bucket": "backups",
                        "access-key": "EXAMPLEKEYID",
                        "secret-key": "kq3nR8sVt1ZxYw0mUe5Lb7Hd"
                    }
                }])]
                jobs: Vec<Job> = [],
            }
        }

        /// Something to do.
        struct Job {
            /// Which job it is. No two jobs share an id.
            #[example("job-01693ed2-644f-11ed-81ce-0242ac120001")]
            "job-id": String,
            /// What is to be done.
            #[example("backup")]
            "job-type": JobType,
            /// How it is to be done.
            "job-config": JobConfig,
            /// What kind of storage is to be used.
            #[example("s3")]
            "storage-interface": StorageInterface,
            /// How to reach it.
            "storage-config": S3Bucket,
            /// Where in the storage the backup is that is to be restored.
            #[example("/backups/2026-11-21T12:00:00Z/")]
            "artefact-path": Option<String>,
        }

        /// What came of it.
        struct JobResult {
            /// Which job it is, as the manager named it.
            #[example("job-01693ed2-644f-11ed-81ce-0242ac120001")]
            "job-id": String,
            /// What was to be done, as the manager said.
            #[example("backup")]
            "job-type": JobType,
            /// How it was to be done, as the manager said.
            "job-config": Option<JobConfig>,
            /// What kind of storage was used.
            #[example("s3")]
            "storage-interface": StorageInterface,
            /// How to reach it.
            "storage-config": S3Bucket,
            /// How far the job is.
            #[example("success")]
            status: JobStatus,
            /// What people should know about that.
            #[example("MySQL charm in blocked state")]
            message: Option<String>,
            /// Where in the storage the backup and its logs are.
            #[example("/backups/2026-11-21T12:00:00Z/")]
            "artefact-path": Option<String>,
        }

        /// How a job is done.
        struct JobConfig {
            /// Whether the backup is compressed.
            #[example(true)]
            compression: bool,
        }
        /// How to reach a bucket: what version 0 of the interface `s3` shares.
        struct S3Bucket {
            /// The bucket.
            #[example("backups")]
            bucket: String,
            /// The account's key id.
            #[example("EXAMPLEKEYID")]
            "access-key": Sensitive,
            /// The secret half of the account's key.
            #[example("kq3nR8sVt1ZxYw0mUe5Lb7Hd")]
            "secret-key": Sensitive,
            /// Where in the bucket to keep objects: a prefix of their keys.
            #[example("mysql/production")]
            path: Option<String>,
            /// Where the storage is: scheme, host, and perhaps a port.
            #[example("https://storage.example:9000")]
            endpoint: Option<String>,
            /// The region in which the bucket lies.
            #[example("eu-west-1")]
            region: Option<String>,
            /// How the bucket is named in a request.
            #[example("path")]
            "s3-uri-style": Option<UriStyle>,
            /// The storage class for new objects, as the storage calls it.
            #[example("STANDARD_IA")]
            "storage-class": Option<String>,
            /// Certificates with which to verify the storage, up to the root:
            /// PEM, or base64 of it.
            #[allow(R15, reason = "a certificate is never more than its text")]
            #[example([
                "-----BEGIN CERTIFICATE-----\n\
                MIIBPjCB8aADAgECAhQSIAXY4s5zoZ6xlE1DzVeSYJfnIDAFBgMrZXAwFTETMBEG\n\
                A1UEAwwKRXhhbXBsZSBDQTAeFw0yNjExMjExMDQ1MThaFw0zNjExMTgxMDQ1MTha\n\
                MBUxEzARBgNVBAMMCkV4YW1wbGUgQ0EwKjAFBgMrZXADIQCoDJXovMy2mLMhBLz8\n\
                TJOmaQ4zQUTYcuuFeIPHpMiQ1qNTMFEwHQYDVR0OBBYEFK0jUVTr2A7l3ozW04Vr\n\
                lr/miGd1MB8GA1UdIwQYMBaAFK0jUVTr2A7l3ozW04Vrlr/miGd1MA8GA1UdEwEB\n\
                /wQFMAMBAf8wBQYDK2VwA0EAZuj4yoM2EufWMDXpDuXc4S/bvSsCH3k2ytadY40a\n\
                GFCdZSk/kTu83TOh3MZWwESGnyL0o2701PsxrtqleWv4Aw==\n\
                -----END CERTIFICATE-----\n",
            ])]
            "tls-ca-chain": Option<Vec<Pem>>,
            /// How requests are signed.
            #[example(4)]
            "s3-api-version": Option<ApiVersion>,
            /// HTTP headers to send along, each `name=value`.
            #[allow(R15, reason = "a header is one line of text by definition")]
            #[example(["Cache-Control=max-age=90000"])]
            attributes: Option<Vec<String>>,
        }

        /// How a bucket is named in a request.
        enum UriStyle {
            /// In front of the host: `https://backups.storage.example/`.
            host,
            /// As the first part of the path: `https://storage.example/backups/`.
            path,
        }

        /// How requests are signed.
        enum ApiVersion {
            /// Signature version 2, for storages that know no other.
            V2 = 2,
            /// Signature version 4.
            V4 = 4,
        }

        /// What a job does.
        enum JobType {
            /// Copies the database into the storage.
            backup,
            /// Puts a copy back.
            restore,
        }

        /// What kind of storage it is: the interface that shares it.
        enum StorageInterface {
            /// One that speaks the S3 protocol.
            s3,
        }

        /// How far a job is.
        enum JobStatus {
            /// It is being done.
            running,
            /// It was done.
            success,
            /// It could not be done.
            error,
        }
    }
}

pub use self::database_backup::*;
