//! Macros that the output of [`interface!`](crate::interface) calls, so that
//! what every type needs is written once, and features are decided here.
//!
//! Everything is `#[inline]`, which here means: compiled where it is used. A
//! crate that declares a hundred interfaces does not pay for the code of those
//! that no charm asks for.

/// The traits of a record. `default` where every member may be left out.
#[doc(hidden)]
#[macro_export]
macro_rules! __record {
    ($name:ident default) => {
        $crate::__record!($name);

        impl ::core::default::Default for $name {
            #[inline]
            fn default() -> Self {
                <Self as $crate::__private::Record>::vacant()
            }
        }
    };
    ($name:ident) => {
        $crate::__serde!($name, write_record, read_record);

        impl $crate::Value for $name {
            #[inline]
            fn vacant() -> Self {
                <Self as $crate::__private::Record>::vacant()
            }

            #[inline]
            fn read_element<'de, D: $crate::__private::Deserializer<'de>>(
                source: D,
            ) -> ::core::result::Result<::core::option::Option<Self>, D::Error> {
                $crate::__private::read_element(source)
            }

            #[inline]
            fn is_hollow(object: &$crate::__private::Object) -> ::core::option::Option<bool> {
                ::core::option::Option::Some($crate::__private::is_hollow_record::<Self>(object))
            }

            const INSPECTED: bool = <Self as $crate::__private::Record>::SHAPE.inspected;

            #[inline]
            fn inspect(
                &self,
                _: ::core::option::Option<&'static $crate::__private::Limits>,
                trail: &mut $crate::__private::Trail,
            ) {
                $crate::__private::inspect_record(self, trail);
            }
        }
    };
}

/// How a type is written and read: by two functions of this crate. A union, the
/// shapes of which are written each in its own way, is only read by one.
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident, $write:ident, $read:ident) => {
        impl $crate::__private::Serialize for $name {
            #[inline]
            fn serialize<S: $crate::__private::Serializer>(
                &self,
                target: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::__private::$write(self, target)
            }
        }

        $crate::__serde!($name, $read);
    };
    ($name:ident, $read:ident) => {
        impl<'de> $crate::__private::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: $crate::__private::Deserializer<'de>>(
                source: D,
            ) -> ::core::result::Result<Self, D::Error> {
                $crate::__private::$read(source)
            }
        }
    };
}

/// The model of an interface, where the feature `spec` is on.
#[cfg(feature = "spec")]
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($places:literal) => {
        /// The declaration as data.
        #[inline]
        pub fn model() -> $crate::spec::Interface {
            $crate::__private::model::declared(MODEL, ::core::file!(), $places)
        }
    };
}

#[cfg(not(feature = "spec"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __model {
    ($places:literal) => {};
}

/// The JSON Schema of a type, where the feature `schema` is on.
#[cfg(feature = "schema")]
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($name:ident, $id:literal, $version:literal, $of:expr) => {
        impl $crate::__private::schemars::JsonSchema for $name {
            #[inline]
            fn schema_name() -> $crate::__private::Cow<'static, str> {
                $crate::__private::Cow::Borrowed(::core::stringify!($name))
            }

            #[inline]
            fn schema_id() -> $crate::__private::Cow<'static, str> {
                $crate::__private::Cow::Borrowed($id)
            }

            #[inline]
            fn json_schema(
                generator: &mut $crate::__private::schemars::SchemaGenerator,
            ) -> $crate::__private::schemars::Schema {
                use $crate::__private::model::SchemaOf;
                $crate::__private::model::type_schema(super::MODEL, $version, &$of, generator)
            }
        }
    };
}

#[cfg(not(feature = "schema"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __schema {
    ($name:ident, $id:literal, $version:literal, $of:expr) => {};
}

/// Refuses a declaration with YAML in a build that cannot read it.
#[cfg(feature = "yaml")]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_yaml {
    () => {};
}

#[cfg(not(feature = "yaml"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __needs_yaml {
    () => {
        ::core::compile_error!(
            "the encoding `yaml` needs the feature `yaml` of the crate `relata`\n\
             help: write `relata = { version = \"…\", features = [\"yaml\"] }` in Cargo.toml"
        );
    };
}
