//! One interface that uses everything that may be declared.

relata::interface! {
    /// Everything at once.
    pub interface everything {
        /// The first version.
        version v0 (retired);
        /// The second version.
        version v1 (published);

        provider {
            #[any_of(text, number, map)]
            #[check(ordered, "the level is above the number",
                !present(number) || level <= number)]
            app {
                /// A text.
                #[len(..=8)]
                text: Option<String>,
                /// A number.
                number: Option<u32>,
                /// With a default.
                #[range(1..=10)]
                level: u32 = 3,
                /// A fraction.
                ratio: Option<f64>,
                /// Structs.
                list: Vec<Thing> = [],
                /// Structs, each once.
                set: Set<Thing> = [],
                /// By unit.
                map: Option<Map<UnitName, Thing>>,
                /// A shape with a tag.
                event: Option<Event>,
                /// Several.
                events: Vec<Event> = [],
                /// A shape without.
                place: Option<Place>,
                /// Several.
                places: Option<Set<Place>>,
                /// A word.
                kind: Option<Kind>,
                /// A closed word.
                state: Option<State>,
                /// A number of a list.
                count: Option<Count>,
                /// Anything.
                any: Option<Json>,
                /// From the second version on.
                #[since(v1)]
                more: Option<Thing>,
                #[version]
                version: u32,
            }
            #[encoding(raw)]
            #[together(user, "pass-word")]
            unit {
                /// A text.
                #[alias("old-name")]
                #[alias("a-name", written)]
                name: Option<String>,
                /// JSON or plain.
                #[encoding(json, raw)]
                either: Option<String>,
                /// A user.
                user: Option<String>,
                /// A password.
                "pass-word": Option<Sensitive>,
                /// Has to be there.
                #[required]
                #[allow(R8, reason = "for this test")]
                port: Port,
                /// In Python's spelling.
                #[encoding(raw(true = "True" | "yes", false = "False"), json)]
                truth: bool = false,
                /// With commas.
                #[encoding(csv, json)]
                #[allow(R15, reason = "for this test")]
                sizes: Option<Vec<u8>>,
                /// With semicolons.
                #[encoding(separated(";"))]
                #[allow(R15, reason = "for this test")]
                words: Option<Set<Kind>>,
                /// A large number.
                large: Option<u64>,
                /// A fraction.
                #[range(-1..=1)]
                balance: Option<f64>,
                /// A secret.
                login: Option<Secret<Login>>,
            }
        }

        requirer {
            #[encoding(json, nested("config"))]
            #[one_of(url, address)]
            app {
                /// A URL.
                #[alias("uri")]
                url: Option<Url>,
                /// An address.
                #[alias("host")]
                address: Option<IpAddr>,
                /// A thing.
                thing: Option<Thing>,
                /// Everything else.
                #[allow(R15, reason = "for this test")]
                ..others: Map<Word, Tac>,
            }
            unit {
                /// Has to be there.
                #[required]
                #[allow(R8, reason = "for this test")]
                everything: Json,
                /// Inside.
                strict: Option<Strict>,
                /// Texts of a form.
                networks: Option<Vec<Networks>>,
            }
        }

        peer {
            #[encoding(nested("state"))]
            app {
                /// A name.
                #[required]
                #[allow(R8, reason = "for this test")]
                name: String,
                /// Things.
                things: Vec<Thing> = [],
                #[version(spelling = "v{}")]
                version: String,
                /// Everything else.
                #[allow(R15, reason = "for this test")]
                ..hosts: Map<Hostname, Thing>,
            }
        }

        /// A thing.
        #[check(named, "a nameless thing has a size", name != "" || present(size))]
        struct Thing {
            /// Its name.
            #[alias("label")]
            name: String,
            /// Its size.
            #[range(1..)]
            size: Option<i64>,
            /// Below it.
            children: Vec<Thing> = [],
            /// Kinds.
            kind: Kind = package,
        }

        /// Anything in it, and more.
        struct Strict {
            /// Anything but nothing.
            value: Json,
            /// More.
            #[allow(R15, reason = "labels are free")]
            ..labels: Map<Word, u32>,
        }

        /// Texts of a form.
        struct Networks {
            /// A network.
            cidr: Option<Cidr>,
            /// A host.
            host: Option<Hostname>,
            /// A unit.
            unit: Option<UnitName>,
            /// Base64.
            data: Option<Base64>,
        }

        /// What can happen.
        #[tag("type")]
        union Event {
            began {
                /// When.
                at: String,
                /// How often.
                #[range(1..=9)]
                times: u32 = 1,
            },
            ended {},
            moved(Thing),
        }

        /// A place.
        union Place { number(Tac), text(Word), thing(Thing) }

        /// Kinds.
        enum Kind { package, "debug-symbols" }

        /// States.
        #[closed]
        enum State { up, down }

        /// Counts.
        enum Count { Two = 2, Four = 4 }

        /// A tracking area code.
        #[range(1..=16777215)]
        type Tac: u32;

        /// A word.
        #[pattern("^[a-z]+$")]
        type Word: String;

        /// How to log in.
        secret Login {
            /// The name.
            name: String,
        }
    }
}
