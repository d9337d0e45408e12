//! Every enabled interface as data.

use relata::spec::Interface;

/// The model of each enabled interface, in the order of their names.
///
/// With the feature `all` these are all of them.
#[allow(clippy::too_many_lines, reason = "two lines per interface")]
pub fn catalogue() -> Vec<Interface> {
    vec![
        // generated: list, by `tests/layout.rs`
        #[cfg(feature = "auth_proxy")]
        crate::auth_proxy::model(),
        #[cfg(feature = "azure_service_principal")]
        crate::azure_service_principal::model(),
        #[cfg(feature = "azure_storage")]
        crate::azure_storage::model(),
        #[cfg(feature = "certificate_transfer")]
        crate::certificate_transfer::model(),
        #[cfg(feature = "cloudflared_route")]
        crate::cloudflared_route::model(),
        #[cfg(feature = "connect_client")]
        crate::connect_client::model(),
        #[cfg(feature = "cos_agent")]
        crate::cos_agent::model(),
        #[cfg(feature = "cross_model_mesh")]
        crate::cross_model_mesh::model(),
        #[cfg(feature = "database_backup")]
        crate::database_backup::model(),
        #[cfg(feature = "database_backup_manager")]
        crate::database_backup_manager::model(),
        #[cfg(feature = "dns_record")]
        crate::dns_record::model(),
        #[cfg(feature = "etcd_client")]
        crate::etcd_client::model(),
        #[cfg(feature = "filesystem_info")]
        crate::filesystem_info::model(),
        #[cfg(feature = "fiveg_core_gnb")]
        crate::fiveg_core_gnb::model(),
        #[cfg(feature = "fiveg_f1")]
        crate::fiveg_f1::model(),
        #[cfg(feature = "fiveg_gnb_identity")]
        crate::fiveg_gnb_identity::model(),
        #[cfg(feature = "fiveg_n2")]
        crate::fiveg_n2::model(),
        #[cfg(feature = "fiveg_n3")]
        crate::fiveg_n3::model(),
        #[cfg(feature = "fiveg_n4")]
        crate::fiveg_n4::model(),
        #[cfg(feature = "fiveg_nrf")]
        crate::fiveg_nrf::model(),
        #[cfg(feature = "fiveg_rfsim")]
        crate::fiveg_rfsim::model(),
        #[cfg(feature = "forward_auth")]
        crate::forward_auth::model(),
        #[cfg(feature = "gateway_metadata")]
        crate::gateway_metadata::model(),
        #[cfg(feature = "grafana_auth")]
        crate::grafana_auth::model(),
        #[cfg(feature = "grafana_datasource")]
        crate::grafana_datasource::model(),
        #[cfg(feature = "grafana_datasource_exchange")]
        crate::grafana_datasource_exchange::model(),
        #[cfg(feature = "hydra_endpoints")]
        crate::hydra_endpoints::model(),
        #[cfg(feature = "ingress")]
        crate::ingress::model(),
        #[cfg(feature = "ingress_per_unit")]
        crate::ingress_per_unit::model(),
        #[cfg(feature = "ip_router")]
        crate::ip_router::model(),
        #[cfg(feature = "istio_ingress_route")]
        crate::istio_ingress_route::model(),
        #[cfg(feature = "istio_metadata")]
        crate::istio_metadata::model(),
        #[cfg(feature = "istio_request_auth")]
        crate::istio_request_auth::model(),
        #[cfg(feature = "jwt")]
        crate::jwt::model(),
        #[cfg(feature = "k8s_backup_target")]
        crate::k8s_backup_target::model(),
        #[cfg(feature = "k8s-service")]
        crate::k8s_service::model(),
        #[cfg(feature = "kafka_client")]
        crate::kafka_client::model(),
        #[cfg(feature = "karapace_client")]
        crate::karapace_client::model(),
        #[cfg(feature = "kratos_endpoints")]
        crate::kratos_endpoints::model(),
        #[cfg(feature = "kratos_external_idp")]
        crate::kratos_external_idp::model(),
        #[cfg(feature = "kratos_info")]
        crate::kratos_info::model(),
        #[cfg(feature = "kubeflow_dashboard_links")]
        crate::kubeflow_dashboard_links::model(),
        #[cfg(feature = "kubeflow_dashboard_sidebar")]
        crate::kubeflow_dashboard_sidebar::model(),
        #[cfg(feature = "ldap")]
        crate::ldap::model(),
        #[cfg(feature = "litmus_auth")]
        crate::litmus_auth::model(),
        #[cfg(feature = "login_ui_endpoints")]
        crate::login_ui_endpoints::model(),
        #[cfg(feature = "lxd")]
        crate::lxd::model(),
        #[cfg(feature = "milter")]
        crate::milter::model(),
        #[cfg(feature = "mimir_cluster")]
        crate::mimir_cluster::model(),
        #[cfg(feature = "mongodb_client")]
        crate::mongodb_client::model(),
        #[cfg(feature = "mutual_tls")]
        crate::mutual_tls::model(),
        #[cfg(feature = "mysql_client")]
        crate::mysql_client::model(),
        #[cfg(feature = "nfs_share")]
        crate::nfs_share::model(),
        #[cfg(feature = "nginx-route")]
        crate::nginx_route::model(),
        #[cfg(feature = "oauth")]
        crate::oauth::model(),
        #[cfg(feature = "opencti_connector")]
        crate::opencti_connector::model(),
        #[cfg(feature = "openfga")]
        crate::openfga::model(),
        #[cfg(feature = "opensearch_client")]
        crate::opensearch_client::model(),
        #[cfg(feature = "otlp")]
        crate::otlp::model(),
        #[cfg(feature = "postgresql_client")]
        crate::postgresql_client::model(),
        #[cfg(feature = "profiling")]
        crate::profiling::model(),
        #[cfg(feature = "prometheus_remote_write")]
        crate::prometheus_remote_write::model(),
        #[cfg(feature = "prometheus_scrape")]
        crate::prometheus_scrape::model(),
        #[cfg(feature = "pyroscope_cluster")]
        crate::pyroscope_cluster::model(),
        #[cfg(feature = "s3")]
        crate::s3::model(),
        #[cfg(feature = "saml")]
        crate::saml::model(),
        #[cfg(feature = "sdcore_config")]
        crate::sdcore_config::model(),
        #[cfg(feature = "sdcore_management")]
        crate::sdcore_management::model(),
        #[cfg(feature = "service_mesh")]
        crate::service_mesh::model(),
        #[cfg(feature = "sloth")]
        crate::sloth::model(),
        #[cfg(feature = "smtp")]
        crate::smtp::model(),
        #[cfg(feature = "spark_service_account")]
        crate::spark_service_account::model(),
        #[cfg(feature = "tempo_cluster")]
        crate::tempo_cluster::model(),
        #[cfg(feature = "tls-certificates")]
        crate::tls_certificates::model(),
        #[cfg(feature = "tracing")]
        crate::tracing::model(),
        #[cfg(feature = "valkey_client")]
        crate::valkey_client::model(),
        #[cfg(feature = "vault-autounseal")]
        crate::vault_autounseal::model(),
        #[cfg(feature = "vault-kv")]
        crate::vault_kv::model(),
        #[cfg(feature = "velero_backup_config")]
        crate::velero_backup_config::model(),
        #[cfg(feature = "wazuh_api_client")]
        crate::wazuh_api_client::model(),
        #[cfg(feature = "zookeeper")]
        crate::zookeeper::model(),
        // end: list
    ]
}
