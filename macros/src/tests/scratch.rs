use super::read;
#[test]
fn scratch() {
    let path = std::env::var("DECL").unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("interface! {") {
        rest = &rest[at + "interface! {".len()..];
        let mut depth = 1;
        let mut end = 0;
        let mut in_comment = false;
        for (i, c) in rest.char_indices() {
            if rest[i..].starts_with("//") && rest[..i].rsplit('\n').next().unwrap().trim().is_empty() { in_comment = true; }
            if c == '\n' { in_comment = false; }
            if in_comment { continue; }
            match c { '{' => depth += 1, '}' => depth -= 1, _ => () }
            if depth == 0 { end = i; break; }
        }
        let (interface, errors) = read(&rest[..end]);
        for (token, text) in errors { println!("at `{token}`: {text}\n"); }
        if std::env::var("SHOW").is_ok() { println!("{:#?}", interface); }
        if let Some(i) = interface { println!("== {} {:?}", i.name, i.numbers()); }
        rest = &rest[end..];
    }
}
