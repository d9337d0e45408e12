//! An interface with what the catalogue has seldom or never, so that it is
//! compared too.

relata::interface! {
    /// Everything that is rare.
    ///
    /// No charm speaks this.
    pub interface rare {
        tags: tests;

        /// The only one.
        version v0 (draft);

        /// - Writes all there is.
        provider {
            /// Each under its own key.
            #[one_of(one, other)]
            #[together(left, middle, right)]
            #[check(window, "`least` is not above `most`",
                !present(least) || !present(most) || least <= most)]
            #[check(loud, "`level` is above 3 only with `hot`",
                !present(level) || level <= 3 || mode == "hot")]
            #[check(named, "`label` comes before `m`", !present(label) || label < "m")]
            app {
                /// One of two.
                one: Option<String>,
                /// The other.
                #[encoding(raw, json)]
                other: Option<String>,
                /// Three that go together.
                #[encoding(raw)]
                left: Option<bool>,
                /// The second.
                #[encoding(raw(true = "yes" | "True", false = "no"))]
                middle: Option<bool>,
                /// The third.
                #[encoding(yaml)]
                right: Option<bool>,
                /// At least.
                least: Option<i64>,
                /// At most.
                #[encoding(json, raw)]
                most: Option<u64>,
                /// How loud.
                #[range(0..=9)]
                level: Option<u8>,
                /// A word.
                label: Option<String>,
                /// How it is done.
                mode: Mode = "cold",
                /// How often.
                times: Times = 2,
                /// A share.
                #[encoding(raw)]
                #[range(0.5..=1.5)]
                share: Option<f64>,
                /// A share in JSON.
                ratio: f64 = 0.25,
                /// Two or three different words.
                #[allow(R15, reason = "a word")]
                #[len(2..=3)]
                words: Option<Set<String>>,
                /// Some things, at least one.
                #[len(1..)]
                things: Option<Vec<Thing>>,
                /// Different things, at most two.
                #[len(..=2)]
                kinds: Option<Set<Thing>>,
                /// Numbers in a row.
                #[encoding(separated(" | "), json)]
                #[allow(R15, reason = "a number")]
                #[len(..=3)]
                row: Option<Vec<i8>>,
                /// One or two entries.
                #[allow(R15, reason = "a test")]
                #[len(1..=2)]
                by_name: Option<Map<Key, Thing>>,
                /// Some shapes.
                shapes: Option<Vec<Shape>>,
                /// One of few shapes.
                figure: Option<Figure>,
                /// A tree.
                tree: Option<Tree>,
                /// An account.
                account: Option<Secret<Account>>,
                /// A network.
                net: Option<Cidr>,
                /// Bytes.
                #[len(4..=8)]
                bytes: Option<Base64>,
                /// Two patterns.
                code: Option<Code>,
                /// A place.
                #[deprecated(v0, "use `net`")]
                "for": Option<IpAddr>,
                /// An application.
                "class": Option<AppName>,
                /// Anything.
                "import-all": Option<Json>,
                /// A name of old.
                #[alias("old-name", written)]
                #[alias("older.name")]
                #[encoding(raw, json)]
                "new-name": Option<Hostname>,
                /// Nothing said is something.
                options: Options = {},
                /// What stands under other keys.
                #[encoding(json, raw)]
                #[allow(R15, reason = "a test")]
                ..others: Map<Key, Either>,
            }

            /// One document.
            #[encoding(nested("doc", yaml), nested("doc.json"))]
            unit {
                /// Which one.
                #[version]
                version: u32,
                /// Its name.
                #[required]
                #[alias("title")]
                name: String,
                /// How loud.
                volume: Option<u8>,
                /// Anything.
                #[required]
                "from": Json,
                /// What else.
                #[allow(R15, reason = "a test")]
                ..others: Map<String, u16>,
            }
        }

        /// - Writes keys or a document.
        requirer {
            /// Both ways.
            #[encoding(raw, nested("data"))]
            app {
                /// The marker.
                #[version(spelling = "v{}")]
                version: String,
                /// A name.
                name: Option<String>,
                /// A number.
                number: i16 = 7,
            }

            /// What must be there.
            unit {
                /// In one of two encodings.
                #[required]
                #[encoding(json, raw)]
                word: String,
                /// Anything but nothing.
                #[required]
                #[alias("whatever")]
                anything: Json,
            }
        }

        /// How it is done.
        enum Mode { cold, hot }

        /// How often.
        #[closed]
        enum Times { One = 1, Two = 2, Minus = -3 }

        /// A thing.
        struct Thing {
            /// Its name.
            #[alias("label")]
            name: String,
            /// How many.
            count: u16 = 1,
        }

        /// An account.
        secret Account {
            /// The name.
            username: String,
        }

        /// A key.
        #[pattern("^[a-f]")]
        #[len(2..=5)]
        type Key: String;

        /// A code.
        #[pattern(r"^\w+-\d+$")]
        type Code: Integer;

        /// What has a number.
        #[pattern("[0-9]$")]
        type Integer: String;

        /// A shape that says what it is.
        #[tag("type")]
        union Shape {
            /// Round.
            circle {
                /// From the middle.
                radius: f64,
            },
            /// With corners.
            polygon {
                /// All of them.
                corners: Vec<Corner>,
                /// What it is called.
                name: Option<String>,
            },
        }

        /// One of two.
        #[tag("the-kind")]
        #[closed]
        union Figure {
            /// Flat.
            flat {
                /// How large.
                #[range(1..=4)]
                size: u8,
            },
            /// A line.
            line {
                /// How long.
                length: i64 = 3,
            },
        }

        /// A corner.
        #[any_of(x, y)]
        struct Corner {
            /// Across.
            x: Option<i32>,
            /// Up.
            y: Option<i32>,
        }

        /// A tree.
        struct Tree {
            /// What stands there.
            value: Option<Either>,
            /// Below.
            children: Vec<Tree> = [],
            /// Others by name.
            #[allow(R15, reason = "a test")]
            named: Option<Map<String, Tree>>,
        }

        /// A text, a number or a corner.
        union Either {
            /// A number.
            Number(i32),
            /// A corner.
            Corner(Corner),
            /// A mode.
            Mode(Mode),
        }

        /// Some settings.
        struct Options {
            /// Whether.
            fast: bool = false,
            /// What else.
            #[allow(R15, reason = "a test")]
            ..others: Map<Key, bool>,
        }
    }
}
