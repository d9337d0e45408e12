//! What the schemas say, in each side and view.

use relata_spec::Interface;
use relata_spec::model::{Role, Scope, Version};
use relata_spec::schema::{Side, View, bag_schema, role_schema, type_schema};
use serde_json::{Value as Json, json};

fn version(fields: &Json, types: &Json) -> Version {
    version_of(
        &json!({"layouts": [{"layout": "keys"}], "fields": fields}),
        types,
    )
}

fn version_of(bag: &Json, types: &Json) -> Version {
    serde_json::from_value(json!({
        "number": 1, "status": "published", "doc": "The first.",
        "roles": {"provider": {"doc": "- Writes.", "app": bag}}, "types": types,
    }))
    .expect("a version")
}

fn field(name: &str, rest: &Json) -> Json {
    let mut whole = json!({
        "name": name, "rust": "it", "doc": format!("About {name}."),
        "type": {"kind": "text"}, "encodings": [{"as": "json"}],
    });
    for (key, value) in rest.as_object().expect("an object") {
        whole[key] = value.clone();
    }
    whole
}

fn interface(version: &Version) -> Interface {
    serde_json::from_value(json!({
        "name": "demo", "summary": "A demonstration.", "versions": [version],
    }))
    .expect("an interface")
}

fn bag(version: &Version, side: Side, view: View) -> Json {
    bag_schema(
        &interface(version),
        version,
        Role::Provider,
        Scope::App,
        side,
        view,
    )
}

fn decoded(version: &Version, side: Side) -> Json {
    bag(version, side, View::Decoded)
}

fn one_of_type(ty: &Json, side: Side) -> Json {
    let version = version(
        &json!([field("it", &json!({"type": ty, "presence": "required"}))]),
        &json!([]),
    );
    let mut property = decoded(&version, side)["properties"]["it"].take();
    property
        .as_object_mut()
        .expect("a schema")
        .remove("description");
    property
}

#[track_caller]
fn accepts(schema: &Json, values: &[Json]) {
    let validator = jsonschema::draft202012::new(schema).expect("a schema");
    for value in values {
        assert!(
            validator.is_valid(value),
            "{value} is refused by {schema:#}"
        );
    }
}

#[track_caller]
fn refuses(schema: &Json, values: &[Json]) {
    let validator = jsonschema::draft202012::new(schema).expect("a schema");
    for value in values {
        assert!(
            !validator.is_valid(value),
            "{value} is accepted by {schema:#}"
        );
    }
}

#[test]
fn a_role_is_an_object_of_its_databags() {
    let version = version(
        &json!([field("port", &json!({"presence": "required"}))]),
        &json!([]),
    );
    let role = |side, view| role_schema(&interface(&version), &version, Role::Provider, side, view);
    assert_eq!(
        role(Side::Reader, View::Decoded),
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": "urn:relata:interface:demo:v1:provider",
            "title": "demo v1 provider",
            "description": "- Writes.",
            "type": "object",
            "properties": {
                "app": {
                    "type": "object",
                    "properties": {"port": {"type": "string", "description": "About port."}},
                    "required": ["port"],
                },
                "unit": {"type": "object", "description": "Nothing is declared here."},
            },
            "additionalProperties": false,
            "required": ["app"],
        })
    );
    let ids: Vec<Json> = [
        (Side::Reader, View::Wire),
        (Side::Writer, View::Decoded),
        (Side::Writer, View::Wire),
    ]
    .map(|(side, view)| role(side, view)["$id"].clone())
    .to_vec();
    let urn = "urn:relata:interface:demo:v1:provider";
    assert_eq!(
        ids,
        [
            format!("{urn}:wire"),
            format!("{urn}:writer"),
            format!("{urn}:writer:wire")
        ]
    );
}

#[test]
fn a_databag_that_nobody_needs_is_not_required() {
    let version = version(&json!([field("port", &json!({}))]), &json!([]));
    let schema = role_schema(
        &interface(&version),
        &version,
        Role::Provider,
        Side::Reader,
        View::Decoded,
    );
    accepts(
        &schema,
        &[json!({}), json!({"app": {}}), json!({"unit": {"a": 1}})],
    );
    let schema = role_schema(
        &interface(&version),
        &version,
        Role::Peer,
        Side::Reader,
        View::Decoded,
    );
    accepts(&schema, &[json!({})]);
}

#[test]
fn the_keys_of_every_object_are_sorted() {
    let types = json!([{"name": "It", "doc": "It.", "body": {"is": "struct", "fields": [
        field("zeta", &json!({})), field("alpha", &json!({})),
    ]}}]);
    let it = field("it", &json!({"type": {"kind": "named", "name": "It"}}));
    let text = decoded(&version(&json!([it]), &types), Side::Writer).to_string();
    assert!(text.find("alpha") < text.find("zeta"));
    assert!(text.find("$defs") < text.find("properties"));
}

#[test]
fn an_optional_field_may_be_null_for_a_reader_only() {
    let version = version(&json!([field("port", &json!({}))]), &json!([]));
    let null = json!({"port": null});
    accepts(
        &decoded(&version, Side::Reader),
        &[null.clone(), json!({}), json!({"port": "80"})],
    );
    accepts(
        &decoded(&version, Side::Writer),
        &[json!({}), json!({"port": "80"})],
    );
    refuses(&decoded(&version, Side::Writer), &[null]);
}

#[test]
fn a_field_with_a_default_is_required_of_a_writer_only() {
    let port = field("port", &json!({"presence": {"default": "80"}}));
    let version = version(&json!([port]), &json!([]));
    assert_eq!(
        decoded(&version, Side::Reader)["properties"]["port"]["default"],
        "80"
    );
    accepts(&decoded(&version, Side::Reader), &[json!({})]);
    refuses(&decoded(&version, Side::Writer), &[json!({})]);
}

#[test]
fn a_required_value_of_any_type_is_not_null() {
    let any = one_of_type(&json!({"kind": "any"}), Side::Reader);
    assert_eq!(any, json!({"not": {"type": "null"}}));
}

#[test]
fn a_reader_takes_any_value_of_an_open_enum_and_a_writer_writes_known_ones() {
    let body = |closed| {
        json!({"is": "enum", "base": "text", "closed": closed, "variants": [
            {"wire": "host", "rust": "Host", "doc": "In the name."}, {"wire": "path", "rust": "Path"},
        ]})
    };
    let types = |closed| json!([{"name": "Style", "doc": "A style.", "body": body(closed)}]);
    let schema = |closed, side| type_schema(&version(&json!([]), &types(closed)), "Style", side);
    accepts(
        &schema(false, Side::Reader),
        &[json!("host"), json!("other")],
    );
    refuses(&schema(false, Side::Reader), &[json!(1)]);
    refuses(&schema(false, Side::Writer), &[json!("other")]);
    refuses(&schema(true, Side::Reader), &[json!("other")]);
    let first = &schema(false, Side::Writer)["$defs"]["Style"]["anyOf"][0];
    assert_eq!(
        *first,
        json!({"const": "host", "description": "In the name."})
    );
}

#[test]
fn a_set_may_repeat_itself_for_a_reader_only() {
    let set = json!({"kind": "set", "items": {"kind": "text"}});
    assert_eq!(one_of_type(&set, Side::Reader).get("uniqueItems"), None);
    assert_eq!(one_of_type(&set, Side::Writer)["uniqueItems"], true);
}

#[test]
fn constraints_and_formats_become_keywords() {
    let text = json!({"kind": "text", "format": "url", "constraints": [
        {"pattern": "^https:"}, {"length": {"min": 1, "max": 9}},
    ]});
    let url = one_of_type(&text, Side::Reader);
    assert_eq!(url["format"], "uri");
    assert_eq!(url["allOf"], json!([{"pattern": "^https:"}]));
    assert_eq!(
        (&url["minLength"], &url["maxLength"]),
        (&json!(1), &json!(9))
    );

    let number = json!({"kind": "integer", "width": "port", "constraints": [{"range": {"min": 1024, "max": 70_000}}]});
    let port = one_of_type(&number, Side::Reader);
    assert_eq!(
        port,
        json!({"type": "integer", "minimum": 1024, "maximum": 65535})
    );

    let list =
        json!({"kind": "list", "items": {"kind": "bool"}, "constraints": [{"length": {"min": 2}}]});
    assert_eq!(one_of_type(&list, Side::Reader)["minItems"], 2);
    let sensitive = one_of_type(
        &json!({"kind": "text", "format": "sensitive"}),
        Side::Reader,
    );
    assert_eq!(sensitive, json!({"type": "string", "writeOnly": true}));
}

#[test]
fn what_is_deprecated_is_marked_and_says_what_to_use() {
    let port = field(
        "port",
        &json!({"deprecated": {"since": 1, "note": "use `ports`"}, "examples": ["80"]}),
    );
    let schema = decoded(&version(&json!([port]), &json!([])), Side::Writer);
    let port = &schema["properties"]["port"];
    assert_eq!(port["deprecated"], true);
    assert_eq!(port["examples"], json!(["80"]));
    assert_eq!(
        port["description"],
        "About port.\n\nDeprecated since v1: use `ports`"
    );
}

#[test]
fn other_keys_of_a_databag_are_allowed_and_other_members_of_an_object_are_not_written() {
    let types = json!([{"name": "It", "doc": "It.", "body": {"is": "struct", "fields": [field("a", &json!({}))]}}]);
    let it = field("it", &json!({"type": {"kind": "named", "name": "It"}}));
    let version = version(&json!([it]), &types);
    let (key, member) = (json!({"private-address": 1}), json!({"it": {"b": 1}}));
    accepts(
        &decoded(&version, Side::Reader),
        &[key.clone(), member.clone()],
    );
    accepts(&decoded(&version, Side::Writer), &[key]);
    refuses(&decoded(&version, Side::Writer), &[member]);
}

#[test]
fn objects_without_a_known_member_pass_in_collections_for_a_reader() {
    let types = json!([{"name": "It", "doc": "It.", "body": {"is": "struct", "fields": [
        field("a", &json!({"presence": "required"})), field("b", &json!({})),
    ]}}]);
    let items = json!({"kind": "named", "name": "It"});
    let it = field("it", &json!({"type": {"kind": "list", "items": items}}));
    let version = version(&json!([it]), &types);
    let hollow = [json!({"it": [{}]}), json!({"it": [{"z": 1}, {"a": "x"}]})];
    accepts(&decoded(&version, Side::Reader), &hollow);
    refuses(
        &decoded(&version, Side::Reader),
        &[json!({"it": [{"b": "x"}]})],
    );
    refuses(&decoded(&version, Side::Writer), &hollow);
}

#[test]
fn a_secret_is_a_uri_beside_the_schema_of_its_content() {
    let types = json!([{"name": "Login", "doc": "A login.", "body": {"is": "secret", "fields": [field("user", &json!({"presence": "required"}))]}}]);
    let uri = field(
        "uri",
        &json!({"type": {"kind": "secret", "content": "Login"}}),
    );
    let schema = decoded(&version(&json!([uri]), &types), Side::Reader);
    assert_eq!(
        schema["properties"]["uri"]["$comment"],
        "The URI of a Juju secret whose content is #/$defs/Login."
    );
    assert_eq!(schema["$defs"]["Login"]["required"], json!(["user"]));
    assert_eq!(schema["$defs"]["Login"]["writeOnly"], true);
    refuses(&schema, &[json!({"uri": "hunter 2"})]);
}

#[test]
fn a_tag_chooses_the_shape() {
    let types = json!([
        {"name": "Oauth", "doc": "O.", "body": {"is": "struct", "fields": [field("id", &json!({"presence": "required"}))]}},
        {"name": "Auth", "doc": "A.", "body": {"is": "union", "tag": "type", "variants": [
            {"wire": "oauth", "rust": "Oauth", "type": {"kind": "named", "name": "Oauth"}},
        ]}},
    ]);
    let schema = |side| type_schema(&version(&json!([]), &types), "Auth", side);
    accepts(
        &schema(Side::Writer),
        &[json!({"type": "oauth", "id": "x"})],
    );
    accepts(
        &schema(Side::Reader),
        &[
            json!({"type": "other"}),
            json!({"type": "oauth", "id": "x", "z": 1}),
        ],
    );
    refuses(
        &schema(Side::Reader),
        &[json!({"type": "oauth"}), json!({})],
    );
    refuses(
        &schema(Side::Writer),
        &[
            json!({"type": "other"}),
            json!({"type": "oauth", "id": "x", "z": 1}),
        ],
    );
}

#[test]
fn a_marker_is_anything_to_a_reader_and_spelled_by_a_writer() {
    let marker = field(
        "version",
        &json!({"marker": {"spelling": {"template": "v{}.0"}}}),
    );
    let version = version(&json!([marker]), &json!([]));
    let garbage = [json!({"version": [null]}), json!({})];
    accepts(&decoded(&version, Side::Reader), &garbage);
    refuses(&decoded(&version, Side::Writer), &garbage);
    accepts(
        &decoded(&version, Side::Writer),
        &[json!({"version": "v1.0"})],
    );
}

#[test]
fn dynamic_keys_are_described_by_their_pattern() {
    let rest = json!({"rust": "others", "doc": "One per unit.", "keys": {"kind": "text", "format": "unit-name"},
        "values": {"kind": "bool"}, "encodings": [{"as": "json"}]});
    let bag = json!({"layouts": [{"layout": "keys"}], "fields": [field("port", &json!({}))], "rest": rest});
    let schema = decoded(&version_of(&bag, &json!([])), Side::Reader);
    accepts(
        &schema,
        &[json!({"app/0": true, "no unit": 7, "port": "80"})],
    );
    refuses(&schema, &[json!({"app/0": 7})]);
    assert!(!schema.to_string().contains("(?!"), "{schema:#}");
}

#[test]
fn a_declared_field_is_no_dynamic_key() {
    let rest = json!({"rust": "others", "doc": "Others.", "keys": {"kind": "text", "constraints": [{"pattern": "^[a-z-]+$"}]},
        "values": {"kind": "bool"}});
    let bag = json!({"layouts": [{"layout": "keys"}], "fields": [field("port", &json!({}))], "rest": rest});
    for side in Side::ALL {
        let schema = decoded(&version_of(&bag, &json!([])), side);
        accepts(
            &schema,
            &[json!({"port": "80", "other": true, "private-address": "10.0.0.1"})],
        );
        refuses(&schema, &[json!({"other": "80"})]);
    }
}

#[test]
fn a_check_is_a_keyword_with_the_authors_message() {
    let both = json!([field("a", &json!({})), field("b", &json!({}))]);
    let bag = json!({"layouts": [{"layout": "keys"}], "fields": both, "checks": [{
        "name": "one", "kind": "any-of", "message": "Write a or b.",
        "holds": {"any": [{"present": "a"}, {"present": "b"}]},
    }]});
    let schema = decoded(&version_of(&bag, &json!([])), Side::Reader);
    assert_eq!(schema["allOf"][0]["description"], "Write a or b.");
    accepts(&schema, &[json!({"a": "x"}), json!({"b": "x", "a": null})]);
    refuses(&schema, &[json!({}), json!({"a": null})]);
}

#[test]
fn what_a_check_cannot_say_is_a_comment() {
    let both = json!([field("a", &json!({})), field("b", &json!({}))]);
    let compare =
        json!({"compare": {"left": {"field": "a"}, "how": "lt", "right": {"field": "b"}}});
    let bag = json!({"layouts": [{"layout": "keys"}], "fields": both, "checks": [{
        "name": "order", "kind": "named", "message": "a comes before b.",
        "holds": {"all": [{"present": "a"}, compare]},
    }]});
    let schema = decoded(&version_of(&bag, &json!([])), Side::Reader);
    assert_eq!(
        schema["allOf"][0]["$comment"],
        "JSON Schema cannot say all of this."
    );
    refuses(&schema, &[json!({"b": "x"})]);
    accepts(&schema, &[json!({"a": "y", "b": "x"})]);
}

// The wire view

fn on_the_wire(rest: &Json, side: Side) -> Json {
    bag(
        &version(&json!([field("it", rest)]), &json!([])),
        side,
        View::Wire,
    )
}

#[test]
fn json_on_the_wire_has_the_shape_of_its_type() {
    let list = json!({"type": {"kind": "list", "items": {"kind": "text"}}, "presence": "required"});
    let schema = on_the_wire(&list, Side::Reader);
    let it = &schema["properties"]["it"];
    assert_eq!(it["contentMediaType"], "application/json");
    assert_eq!(
        it["contentSchema"],
        json!({"type": "array", "items": {"type": "string"}})
    );
    assert!(
        it["$comment"]
            .as_str()
            .expect("a comment")
            .contains("does not check it")
    );
    accepts(&schema, &[json!({"it": "[\"a\"]"}), json!({"it": " [] "})]);
    refuses(
        &schema,
        &[
            json!({"it": "{}"}),
            json!({"it": "a"}),
            json!({"it": ""}),
            json!({"it": []}),
            json!({}),
        ],
    );
}

#[test]
fn texts_numbers_and_booleans_in_json_are_told_apart() {
    let cases = [
        (json!({"kind": "text"}), "\"a \\\" b\"", "a"),
        (json!({"kind": "bool"}), "true", "True"),
        (json!({"kind": "integer", "width": "u8"}), "12", "-1"),
        (json!({"kind": "integer", "width": "i8"}), "-1", "\"1\""),
        (json!({"kind": "float"}), "-1.5e3", "1."),
    ];
    for (ty, good, bad) in cases {
        let schema = on_the_wire(&json!({"type": ty, "presence": "required"}), Side::Reader);
        accepts(&schema, &[json!({"it": good})]);
        refuses(&schema, &[json!({"it": bad})]);
    }
}

#[test]
fn plain_text_on_the_wire_is_described_itself() {
    let raw = |ty: &Json| {
        on_the_wire(
            &json!({"type": ty, "encodings": [{"as": "raw"}], "presence": "required"}),
            Side::Reader,
        )
    };
    let url = raw(&json!({"kind": "text", "format": "url"}));
    accepts(&url, &[json!({"it": "https://a.example"})]);
    refuses(&url, &[json!({"it": "10.0.0.1"}), json!({"it": ""})]);
    let port = raw(&json!({"kind": "integer", "width": "port"}));
    assert_eq!(
        port["properties"]["it"]["$comment"],
        "The number is 1 to 65535."
    );
    accepts(&port, &[json!({"it": "80"})]);
    refuses(&port, &[json!({"it": "-80"}), json!({"it": "http"})]);
}

#[test]
fn booleans_are_spelled_as_declared() {
    let spelled = json!([{"as": "raw", "bools": {"true": ["True", "yes"], "false": ["False"]}}]);
    let rest = json!({"type": {"kind": "bool"}, "encodings": spelled, "presence": "required"});
    let yes = [json!({"it": "yes"})];
    accepts(&on_the_wire(&rest, Side::Reader), &yes);
    refuses(&on_the_wire(&rest, Side::Writer), &yes);
    refuses(&on_the_wire(&rest, Side::Reader), &[json!({"it": "true"})]);
}

#[test]
fn a_reader_accepts_each_encoding_and_a_writer_writes_the_first() {
    let rest = json!({"type": {"kind": "bool"}, "encodings": [
        {"as": "json"}, {"as": "raw", "bools": {"true": ["yes"], "false": ["no"]}},
    ]});
    let yes = [json!({"it": "yes"})];
    accepts(&on_the_wire(&rest, Side::Reader), &yes);
    refuses(&on_the_wire(&rest, Side::Writer), &yes);
    accepts(
        &on_the_wire(&rest, Side::Reader),
        &[
            json!({"it": ""}),
            json!({"it": "null"}),
            json!({"it": "true"}),
        ],
    );
    refuses(
        &on_the_wire(&rest, Side::Writer),
        &[json!({"it": ""}), json!({"it": "null"})],
    );
}

#[test]
fn examples_and_defaults_are_spelled_as_on_the_wire() {
    let rest = json!({"type": {"kind": "bool"}, "examples": [true], "presence": {"default": false},
        "encodings": [{"as": "raw", "bools": {"true": ["True"], "false": ["False"]}}]});
    let it = &on_the_wire(&rest, Side::Writer)["properties"]["it"];
    assert_eq!(
        (&it["examples"], &it["default"]),
        (&json!(["True"]), &json!("False"))
    );
}

#[test]
fn separated_lists_of_numbers_have_a_pattern() {
    let ty = json!({"kind": "list", "items": {"kind": "integer", "width": "u16"}});
    let rest =
        json!({"type": ty, "encodings": [{"as": "separated", "by": "|"}], "presence": "required"});
    let schema = on_the_wire(&rest, Side::Reader);
    accepts(
        &schema,
        &[
            json!({"it": "1|22|3"}),
            json!({"it": "1"}),
            json!({"it": "1||2|"}),
        ],
    );
    refuses(&schema, &[json!({"it": "1,2"}), json!({"it": "1|x"})]);
}

#[test]
fn a_nested_databag_is_one_document_under_its_key() {
    let bag_of = |layouts: &Json| {
        let port = field("port", &json!({"presence": "required"}));
        version_of(&json!({"layouts": layouts, "fields": [port]}), &json!([]))
    };
    let nested = json!({"layout": "nested", "key": "config", "format": "json"});
    let keys = json!({"layout": "keys"});
    let only = bag(&bag_of(&json!([nested])), Side::Reader, View::Wire);
    let document = &only["properties"]["config"]["contentSchema"];
    assert_eq!(document["required"], json!(["port"]));
    accepts(&only, &[json!({"config": "{\"port\": \"80\"}"})]);
    refuses(&only, &[json!({"config": "[]"}), json!({})]);

    let either = bag(&bag_of(&json!([keys, nested])), Side::Reader, View::Wire);
    accepts(
        &either,
        &[json!({"config": "{}"}), json!({"port": "\"80\""})],
    );
    refuses(
        &either,
        &[json!({"config": "x", "port": "\"80\""}), json!({})],
    );

    let writer = bag(&bag_of(&json!([nested, keys])), Side::Writer, View::Wire);
    refuses(&writer, &[json!({"port": "\"80\""})]);
}

#[test]
fn presence_is_checked_on_the_wire_too() {
    let both = json!([
        field("a", &json!({})),
        field("b", &json!({"encodings": [{"as": "raw"}]}))
    ]);
    let bag_of = json!({"layouts": [{"layout": "keys"}], "fields": both, "checks": [{
        "name": "one", "kind": "any-of", "message": "Write a or b.",
        "holds": {"any": [{"present": "a"}, {"present": "b"}]},
    }]});
    let schema = bag(&version_of(&bag_of, &json!([])), Side::Reader, View::Wire);
    accepts(&schema, &[json!({"a": "\"x\""}), json!({"b": "null"})]);
    refuses(
        &schema,
        &[json!({}), json!({"a": "null"}), json!({"b": ""})],
    );
}

#[test]
fn a_type_that_is_not_declared_accepts_anything() {
    accepts(
        &type_schema(&version(&json!([]), &json!([])), "Nobody", Side::Reader),
        &[json!(1)],
    );
}

#[test]
fn an_alias_that_stands_for_itself_accepts_anything() {
    let types = json!([{"name": "A", "doc": "A.", "body": {"is": "alias", "of": {"kind": "named", "name": "A"}}}]);
    accepts(
        &type_schema(&version(&json!([]), &types), "A", Side::Reader),
        &[json!(1)],
    );
}
