//! The catalogue: public Juju relation interfaces, declared with [`relata`].
//!
//! Each interface is a module with a Cargo feature of the same name, so that a
//! charm compiles the interfaces that it uses and no other:
//!
//! ```toml
//! [dependencies]
//! relata-interfaces = { version = "0.1", features = ["certificate_transfer", "s3"] }
//! ```
//!
//! | feature | module | interface |
//! |---|---|---|
//! | `certificate_transfer` | `certificate_transfer` | certificates that the other side has to trust |
//! | `cos_agent` | `cos_agent` | observing a machine charm |
//! | `ingress` | `ingress` | being reachable from outside the model |
//! | `kratos_external_idp` | `kratos_external_idp` | logging in with an account elsewhere |
//! | `lxd` | `lxd` | the nodes of a LXD cluster |
//! | `postgresql_client` | `postgresql_client` | a PostgreSQL database |
//! | `s3` | `s3` | a bucket of an object storage |
//! | `tls-certificates` | `tls_certificates` | having a certificate signed |
//! | `vault-kv` | `vault_kv` | Vault's key-value store |
//!
//! `catalogue` adds `catalogue()`, the models of the enabled interfaces as data,
//! for tools that look at interfaces. `all` stands for every interface and
//! `catalogue`. `schema` adds `schemars::JsonSchema` to every type.
//!
//! The public catalogue, the libraries and the charms do not always agree on
//! what an interface looks like. Here, what charms really write is read, and
//! what they really read is written. Each module says under *Where this differs
//! from upstream* what that changed, and why.

#![allow(clippy::doc_markdown, reason = "a product's name is no code")]

#[cfg(feature = "catalogue")]
mod catalogue;
#[cfg(feature = "auth_proxy")]
pub mod auth_proxy;
#[cfg(feature = "azure_service_principal")]
pub mod azure_service_principal;
#[cfg(feature = "azure_storage")]
pub mod azure_storage;
#[cfg(feature = "certificate_transfer")]
pub mod certificate_transfer;
#[cfg(feature = "cloudflared_route")]
pub mod cloudflared_route;
#[cfg(feature = "connect_client")]
pub mod connect_client;
#[cfg(feature = "cos_agent")]
pub mod cos_agent;
#[cfg(feature = "cross_model_mesh")]
pub mod cross_model_mesh;
#[cfg(feature = "database_backup")]
pub mod database_backup;
#[cfg(feature = "database_backup_manager")]
pub mod database_backup_manager;
#[cfg(feature = "dns_record")]
pub mod dns_record;
#[cfg(feature = "etcd_client")]
pub mod etcd_client;
#[cfg(feature = "filesystem_info")]
pub mod filesystem_info;
#[cfg(feature = "fiveg_core_gnb")]
pub mod fiveg_core_gnb;
#[cfg(feature = "fiveg_f1")]
pub mod fiveg_f1;
#[cfg(feature = "fiveg_gnb_identity")]
pub mod fiveg_gnb_identity;
#[cfg(feature = "fiveg_n2")]
pub mod fiveg_n2;
#[cfg(feature = "fiveg_n3")]
pub mod fiveg_n3;
#[cfg(feature = "fiveg_n4")]
pub mod fiveg_n4;
#[cfg(feature = "fiveg_nrf")]
pub mod fiveg_nrf;
#[cfg(feature = "fiveg_rfsim")]
pub mod fiveg_rfsim;
#[cfg(feature = "forward_auth")]
pub mod forward_auth;
#[cfg(feature = "gateway_metadata")]
pub mod gateway_metadata;
#[cfg(feature = "grafana_auth")]
pub mod grafana_auth;
#[cfg(feature = "grafana_datasource")]
pub mod grafana_datasource;
#[cfg(feature = "grafana_datasource_exchange")]
pub mod grafana_datasource_exchange;
#[cfg(feature = "hydra_endpoints")]
pub mod hydra_endpoints;
#[cfg(feature = "ingress")]
pub mod ingress;
#[cfg(feature = "ingress_per_unit")]
pub mod ingress_per_unit;
#[cfg(feature = "ip_router")]
pub mod ip_router;
#[cfg(feature = "istio_ingress_route")]
pub mod istio_ingress_route;
#[cfg(feature = "istio_metadata")]
pub mod istio_metadata;
#[cfg(feature = "istio_request_auth")]
pub mod istio_request_auth;
#[cfg(feature = "jwt")]
pub mod jwt;
#[cfg(feature = "k8s-service")]
pub mod k8s_service;
#[cfg(feature = "k8s_backup_target")]
pub mod k8s_backup_target;
#[cfg(feature = "kafka_client")]
pub mod kafka_client;
#[cfg(feature = "karapace_client")]
pub mod karapace_client;
#[cfg(feature = "kratos_endpoints")]
pub mod kratos_endpoints;
#[cfg(feature = "kratos_external_idp")]
pub mod kratos_external_idp;
#[cfg(feature = "kratos_info")]
pub mod kratos_info;
#[cfg(feature = "kubeflow_dashboard_links")]
pub mod kubeflow_dashboard_links;
#[cfg(feature = "kubeflow_dashboard_sidebar")]
pub mod kubeflow_dashboard_sidebar;
#[cfg(feature = "ldap")]
pub mod ldap;
#[cfg(feature = "litmus_auth")]
pub mod litmus_auth;
#[cfg(feature = "login_ui_endpoints")]
pub mod login_ui_endpoints;
#[cfg(feature = "lxd")]
pub mod lxd;
#[cfg(feature = "milter")]
pub mod milter;
#[cfg(feature = "mimir_cluster")]
pub mod mimir_cluster;
#[cfg(feature = "mongodb_client")]
pub mod mongodb_client;
#[cfg(feature = "mutual_tls")]
pub mod mutual_tls;
#[cfg(feature = "mysql_client")]
pub mod mysql_client;
#[cfg(feature = "nfs_share")]
pub mod nfs_share;
#[cfg(feature = "nginx-route")]
pub mod nginx_route;
#[cfg(feature = "oauth")]
pub mod oauth;
#[cfg(feature = "opencti_connector")]
pub mod opencti_connector;
#[cfg(feature = "openfga")]
pub mod openfga;
#[cfg(feature = "opensearch_client")]
pub mod opensearch_client;
#[cfg(feature = "otlp")]
pub mod otlp;
#[cfg(feature = "postgresql_client")]
pub mod postgresql_client;
#[cfg(feature = "profiling")]
pub mod profiling;
#[cfg(feature = "prometheus_remote_write")]
pub mod prometheus_remote_write;
#[cfg(feature = "prometheus_scrape")]
pub mod prometheus_scrape;
#[cfg(feature = "pyroscope_cluster")]
pub mod pyroscope_cluster;
#[cfg(feature = "s3")]
pub mod s3;
#[cfg(feature = "saml")]
pub mod saml;
#[cfg(feature = "sdcore_config")]
pub mod sdcore_config;
#[cfg(feature = "sdcore_management")]
pub mod sdcore_management;
#[cfg(feature = "service_mesh")]
pub mod service_mesh;
#[cfg(feature = "sloth")]
pub mod sloth;
#[cfg(feature = "smtp")]
pub mod smtp;
#[cfg(feature = "spark_service_account")]
pub mod spark_service_account;
#[cfg(feature = "tempo_cluster")]
pub mod tempo_cluster;
#[cfg(feature = "tls-certificates")]
pub mod tls_certificates;
#[cfg(feature = "tracing")]
pub mod tracing;
#[cfg(feature = "valkey_client")]
pub mod valkey_client;
#[cfg(feature = "vault-autounseal")]
pub mod vault_autounseal;
#[cfg(feature = "vault-kv")]
pub mod vault_kv;
#[cfg(feature = "velero_backup_config")]
pub mod velero_backup_config;
#[cfg(feature = "wazuh_api_client")]
pub mod wazuh_api_client;
#[cfg(feature = "zookeeper")]
pub mod zookeeper;

#[cfg(feature = "catalogue")]
pub use catalogue::catalogue;
