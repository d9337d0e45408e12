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
//! <!-- generated: table, by `tests/layout.rs` -->
//!
//! | feature | module | what it is for |
//! |---|---|---|
//! | `auth_proxy` | `auth_proxy` | Have an application protected by a login |
//! | `azure_service_principal` | `azure_service_principal` | Act as a service principal of Microsoft Entra ID |
//! | `azure_storage` | `azure_storage` | Keep objects in Azure Blob Storage or Data Lake Storage (Gen 2) |
//! | `certificate_transfer` | `certificate_transfer` | Hand over certificates that the other side has to trust |
//! | `cloudflared_route` | `cloudflared_route` | Run the end of a Cloudflare tunnel |
//! | `connect_client` | `connect_client` | Run connectors on a Kafka Connect cluster |
//! | `cos_agent` | `cos_agent` | Have a machine charm observed |
//! | `cross_model_mesh` | `cross_model_mesh` | Say who one is to an application in another model |
//! | `database_backup` | `database_backup` | Back up and restore a database on behalf of a manager |
//! | `database_backup_manager` | `database_backup_manager` | Back up and restore a database on behalf of a manager: the first draft of what is [`database_backup`](https://github.com/canonical/charmlibs/tree/main/interfaces/database_backup) now |
//! | `dns_record` | `dns_record` | Have records made in the domain name system |
//! | `etcd_client` | `etcd_client` | Use a range of keys in etcd |
//! | `filesystem_info` | `filesystem_info` | Mount a shared filesystem |
//! | `fiveg_core_gnb` | `fiveg_core_gnb` | Configure a base station of a 5G network from the network's management |
//! | `fiveg_f1` | `fiveg_f1` | Connect the two halves of a 5G base station, CU and DU, over F1 |
//! | `fiveg_gnb_identity` | `fiveg_gnb_identity` | Tell the network's management which 5G base station this is |
//! | `fiveg_n2` | `fiveg_n2` | Reach the control plane of a 5G network's core, over N2 |
//! | `fiveg_n3` | `fiveg_n3` | Reach the user plane of a 5G network's core, over N3 |
//! | `fiveg_n4` | `fiveg_n4` | Control the user plane of a 5G network's core, over N4 |
//! | `fiveg_nrf` | `fiveg_nrf` | Find the functions of a 5G network's core |
//! | `fiveg_rfsim` | `fiveg_rfsim` | Connect a simulated 5G device to a simulated radio |
//! | `forward_auth` | `forward_auth` | Have requests checked before they are let through |
//! | `gateway_metadata` | `gateway_metadata` | Know the gateway that a charm manages |
//! | `grafana_auth` | `grafana_auth` | Let people log in to Grafana in another way |
//! | `grafana_datasource` | `grafana_datasource` | Have Grafana show one's data |
//! | `grafana_datasource_exchange` | `grafana_datasource_exchange` | Tell each other under which ids Grafana knows one's data |
//! | `hydra_endpoints` | `hydra_endpoints` | Reach Ory Hydra's two programming interfaces |
//! | `ingress` | `ingress` | Be reachable from outside the model |
//! | `ingress_per_unit` | `ingress_per_unit` | Have each unit reachable from outside the model |
//! | `ip_router` | `ip_router` | Have a router connect networks |
//! | `istio_ingress_route` | `istio_ingress_route` | Route requests from outside, with Istio |
//! | `istio_metadata` | `istio_metadata` | Know where Istio is installed |
//! | `istio_request_auth` | `istio_request_auth` | Have Istio check tokens before a request comes in |
//! | `jwt` | `jwt` | Accept tokens that carry all that is needed to check them |
//! | `k8s_backup_target` | `k8s_backup_target` | Have parts of a Kubernetes cluster backed up |
//! | `k8s-service` | `k8s_service` | Know the name and the port of a Kubernetes service |
//! | `kafka_client` | `kafka_client` | Use a Kafka cluster as a client: produce, consume or administer |
//! | `karapace_client` | `karapace_client` | Use a Karapace schema registry |
//! | `kratos_endpoints` | `kratos_endpoints` | Reach Ory Kratos |
//! | `kratos_external_idp` | `kratos_external_idp` | Let people log in with an account that they have elsewhere |
//! | `kratos_info` | `kratos_info` | Know where Ory Kratos is and how it is set up |
//! | `kubeflow_dashboard_links` | `kubeflow_dashboard_links` | Show links in Kubeflow's dashboard |
//! | `kubeflow_dashboard_sidebar` | `kubeflow_dashboard_sidebar` | Show links on the side of Kubeflow's dashboard |
//! | `ldap` | `ldap` | Look people up in a directory, and log them in with it |
//! | `litmus_auth` | `litmus_auth` | Let the authentication and the backend server of Litmus talk to each other |
//! | `login_ui_endpoints` | `login_ui_endpoints` | Find the pages on which people log in |
//! | `lxd` | `lxd` | Reach the nodes of a LXD cluster |
//! | `milter` | `milter` | Have mail looked at by a filter, a milter |
//! | `mimir_cluster` | `mimir_cluster` | Make several workers one Mimir |
//! | `mongodb_client` | `mongodb_client` | Use a MongoDB database |
//! | `mutual_tls` | `mutual_tls` | Hand over certificates that the other side has to trust |
//! | `mysql_client` | `mysql_client` | Use a MySQL database |
//! | `nfs_share` | `nfs_share` | Mount a directory over NFS |
//! | `nginx-route` | `nginx_route` | Be reachable through an NGINX ingress of a Kubernetes cluster |
//! | `oauth` | `oauth` | Log people in with OAuth 2.0 and OpenID Connect |
//! | `opencti_connector` | `opencti_connector` | Connect OpenCTI to where threat intelligence comes from and goes to |
//! | `openfga` | `openfga` | Ask OpenFGA who may do what |
//! | `opensearch_client` | `opensearch_client` | Use an index of OpenSearch, or of what else speaks Elasticsearch's API |
//! | `otlp` | `otlp` | Send logs, metrics and traces over OTLP |
//! | `postgresql_client` | `postgresql_client` | Use a PostgreSQL database |
//! | `profiling` | `profiling` | Send profiles to where they are kept |
//! | `prometheus_remote_write` | `prometheus_remote_write` | Send metrics to Prometheus |
//! | `prometheus_scrape` | `prometheus_scrape` | Have one's metrics collected |
//! | `pyroscope_cluster` | `pyroscope_cluster` | Make several workers one Pyroscope |
//! | `s3` | `s3` | Reach a bucket of an object storage that speaks the S3 protocol |
//! | `saml` | `saml` | Log people in with SAML |
//! | `sdcore_config` | `sdcore_config` | Get the configuration of a 5G core's functions from SD-Core's Webui |
//! | `sdcore_management` | `sdcore_management` | Change the configuration of a 5G core in SD-Core's Webui |
//! | `service_mesh` | `service_mesh` | Join a service mesh |
//! | `sloth` | `sloth` | State how good a service is meant to be |
//! | `smtp` | `smtp` | Send mail |
//! | `spark_service_account` | `spark_service_account` | Run Spark jobs as a Kubernetes service account |
//! | `tempo_cluster` | `tempo_cluster` | Make several workers one Tempo |
//! | `tls-certificates` | `tls_certificates` | Get a certificate signed |
//! | `tracing` | `tracing` | Send traces to where they are kept |
//! | `valkey_client` | `valkey_client` | Use keys and channels of a Valkey database |
//! | `vault-autounseal` | `vault_autounseal` | Have one Vault unsealed by another |
//! | `vault-kv` | `vault_kv` | Keep secrets in Vault's key-value store |
//! | `velero_backup_config` | `velero_backup_config` | Have Velero back up parts of a Kubernetes cluster |
//! | `wazuh_api_client` | `wazuh_api_client` | Use the API of a Wazuh server |
//! | `zookeeper` | `zookeeper` | Use a ZooKeeper ensemble |
//!
//! <!-- end: table -->
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

// generated: modules, by `tests/layout.rs`
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
#[cfg(feature = "k8s_backup_target")]
pub mod k8s_backup_target;
#[cfg(feature = "k8s-service")]
pub mod k8s_service;
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
// end: modules

#[cfg(feature = "catalogue")]
pub use catalogue::catalogue;
