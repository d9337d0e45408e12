//! Every role of the catalogue.

use relata::Paired;
use std::fmt::Debug;

/// Something that is done with each role.
pub(crate) trait Visitor {
    fn visit<R: Paired<Data: Debug + PartialEq>>(&mut self);
}

macro_rules! roles {
    ($($module:ident: $($role:ident),+;)*) => {
        /// Shows every role.
        pub(crate) fn visit_all(visitor: &mut impl Visitor) {
            $($(visitor.visit::<relata_interfaces::$module::$role>();)+)*
        }
    };
}

roles! {
    auth_proxy: Provider, Requirer;
    azure_service_principal: Provider, Requirer;
    azure_storage: Provider, Requirer;
    certificate_transfer: Provider, Requirer;
    cloudflared_route: Provider, Requirer;
    connect_client: Provider, Requirer;
    cos_agent: Provider, Requirer;
    cross_model_mesh: Provider, Requirer;
    database_backup: Provider, Requirer;
    database_backup_manager: Provider, Requirer;
    dns_record: Provider, Requirer;
    etcd_client: Provider, Requirer;
    filesystem_info: Provider, Requirer;
    fiveg_core_gnb: Provider, Requirer;
    fiveg_f1: Provider, Requirer;
    fiveg_gnb_identity: Provider, Requirer;
    fiveg_n2: Provider, Requirer;
    fiveg_n3: Provider, Requirer;
    fiveg_n4: Provider, Requirer;
    fiveg_nrf: Provider, Requirer;
    fiveg_rfsim: Provider, Requirer;
    forward_auth: Provider, Requirer;
    gateway_metadata: Provider, Requirer;
    grafana_auth: Provider, Requirer;
    grafana_datasource: Provider, Requirer;
    grafana_datasource_exchange: Provider, Requirer;
    hydra_endpoints: Provider, Requirer;
    ingress: Provider, Requirer;
    ingress_per_unit: Provider, Requirer;
    ip_router: Provider, Requirer;
    istio_ingress_route: Provider, Requirer;
    istio_metadata: Provider, Requirer;
    istio_request_auth: Provider, Requirer;
    jwt: Provider, Requirer;
    k8s_backup_target: Provider, Requirer;
    k8s_service: Provider, Requirer;
    kafka_client: Provider, Requirer;
    karapace_client: Provider, Requirer;
    kratos_endpoints: Provider, Requirer;
    kratos_external_idp: Provider, Requirer;
    kratos_info: Provider, Requirer;
    kubeflow_dashboard_links: Provider, Requirer;
    kubeflow_dashboard_sidebar: Provider, Requirer;
    ldap: Provider, Requirer;
    litmus_auth: Provider, Requirer;
    login_ui_endpoints: Provider, Requirer;
    lxd: Provider, Requirer;
    milter: Provider, Requirer;
    mimir_cluster: Provider, Requirer;
    mongodb_client: Provider, Requirer;
    mutual_tls: Provider, Requirer;
    mysql_client: Provider, Requirer;
    nfs_share: Provider, Requirer;
    nginx_route: Provider, Requirer;
    oauth: Provider, Requirer;
    opencti_connector: Provider, Requirer;
    openfga: Provider, Requirer;
    opensearch_client: Provider, Requirer;
    otlp: Provider, Requirer;
    postgresql_client: Provider, Requirer;
    profiling: Provider, Requirer;
    prometheus_remote_write: Provider, Requirer;
    prometheus_scrape: Provider, Requirer;
    pyroscope_cluster: Provider, Requirer;
    s3: Provider, Requirer;
    saml: Provider, Requirer;
    sdcore_config: Provider, Requirer;
    sdcore_management: Provider, Requirer;
    service_mesh: Provider, Requirer;
    sloth: Provider, Requirer;
    smtp: Provider, Requirer;
    spark_service_account: Provider, Requirer;
    tempo_cluster: Provider, Requirer;
    tls_certificates: Provider, Requirer;
    tracing: Provider, Requirer;
    valkey_client: Provider, Requirer;
    vault_autounseal: Provider, Requirer;
    vault_kv: Provider, Requirer;
    velero_backup_config: Provider, Requirer;
    wazuh_api_client: Provider, Requirer;
    zookeeper: Provider, Requirer;
}
