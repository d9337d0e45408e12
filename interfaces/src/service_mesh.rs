//! Join a service mesh.
//!
//! There is no specification of this interface. The declaration says what the
//! library writes and reads.
//!
//! # Where this differs from upstream
//!
//! | what | upstream | here | why |
//! |---|---|---|---|
//! | `mesh_type`, `methods`, `target_type` | closed lists | open lists | an unknown one is for the mesh to turn down, and must not hide the other policies |
//! | `policies` | written by the library only | empty if missing | that is how the library reads it |

relata::interface! {
    /// Join a service mesh.
    ///
    /// The mesh tells an application which labels its pods need. The
    /// application tells the mesh who may talk to it and how; everything else
    /// is refused.
    interface service_mesh {
        maintainer: "service-mesh";
        tags: networking;

        /// What the library writes.
        version v0 (draft) {
            lib: "charmlibs.interfaces.service_mesh";
        }

        /// - Says which labels make a pod part of the mesh.
        /// - Enforces the policies of all requirers.
        provider {
            /// How to join.
            app {
                /// The labels that pods and services of the requirer need.
                #[required]
                #[allow(R15, reason = "the keys are labels of Kubernetes, which every mesh chooses")]
                #[example({ "istio.io/dataplane-mode": "ambient" })]
                labels: Map<String, String>,

                /// Which mesh it is.
                #[required]
                #[example("istio")]
                mesh_type: MeshType,
            }
        }

        /// - Labels its pods and its service.
        /// - States a policy for everyone that is related to it and needs to
        ///   reach it, and withdraws it with the relation.
        /// - Names applications of other models as they are called there,
        ///   which it learns from `cross_model_mesh`.
        requirer {
            /// Who may reach the requirer.
            app {
                /// What is allowed.
                #[example([{
                    "source_namespace": "shop",
                    "source_app_name": "prometheus",
                    "target_namespace": "shop",
                    "target_app_name": "cart",
                    "target_type": "app",
                    "endpoints": [{ "ports": [8080], "methods": ["GET"], "paths": ["/metrics"] }]
                }])]
                policies: Vec<MeshPolicy> = [],
            }
        }

        /// A kind of mesh.
        enum MeshType {
            /// Istio.
            istio,
        }

        /// Traffic that is allowed.
        #[check(app_target,
            "a policy for an application names it or its service",
            target_type != "app" || present(target_app_name) || present(target_service))]
        #[check(app_selector,
            "`target_selector_labels` are for policies for units only",
            target_type != "app" || !present(target_selector_labels))]
        #[check(unit_target,
            "a policy for units has `target_app_name` or `target_selector_labels`, not both",
            target_type != "unit" || !present(target_app_name)
                || !present(target_selector_labels))]
        #[check(unit_service,
            "`target_service` is for policies for applications only",
            target_type != "unit" || !present(target_service))]
        struct MeshPolicy {
            /// The namespace from which the traffic comes: the model of its
            /// application.
            #[example("shop")]
            source_namespace: String,

            /// The application from which it comes, as it is called in that
            /// model.
            #[example("prometheus")]
            source_app_name: String,

            /// The namespace to which the traffic goes.
            #[example("shop")]
            target_namespace: String,

            /// The application to which it goes.
            #[example("cart")]
            target_app_name: Option<String>,

            /// Labels of the pods to which it goes, instead of an
            /// application's name.
            #[allow(R15, reason = "the keys are labels of Kubernetes, which every charm chooses")]
            #[example({ "app.kubernetes.io/name": "cart" })]
            target_selector_labels: Option<Map<String, String>>,

            /// The Kubernetes service to which it goes, if it is not called as
            /// the application is.
            #[example("cart-public")]
            target_service: Option<String>,

            /// Whether it goes to the application's service or straight to its
            /// units.
            #[example("app")]
            target_type: TargetType = "app",

            /// What is allowed there. Without any, everything is.
            #[example([{ "ports": [8080], "methods": ["GET"], "paths": ["/metrics"] }])]
            endpoints: Vec<Endpoint> = [],
        }

        /// What a policy opens.
        enum TargetType {
            /// The application's service.
            app,
            /// The units themselves: their pods, on any path.
            unit,
        }

        /// A part of what an application serves. What is not named is not
        /// restricted.
        struct Endpoint {
            /// The hosts that a request may name.
            #[allow(R15, reason = "a host is never more than its name")]
            #[example(["cart.example"])]
            hosts: Option<Vec<String>>,

            /// The ports.
            #[allow(R15, reason = "a port is never more than its number")]
            #[example([8080])]
            ports: Option<Vec<Port>>,

            /// The methods of HTTP.
            #[allow(R15, reason = "a method is never more than its name")]
            #[example(["GET"])]
            methods: Option<Vec<Method>>,

            /// The paths.
            #[allow(R15, reason = "a path is never more than its text")]
            #[example(["/metrics"])]
            paths: Option<Vec<String>>,
        }

        /// A method of HTTP.
        enum Method {
            Connect = "CONNECT",
            Delete = "DELETE",
            Get = "GET",
            Head = "HEAD",
            Options = "OPTIONS",
            Patch = "PATCH",
            Post = "POST",
            Put = "PUT",
            Trace = "TRACE",
        }
    }
}

pub use self::service_mesh::*;
