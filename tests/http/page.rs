//! Pages as a browser reads them: forms with their fields as rendered.

use std::collections::BTreeMap;

/// A form of a page.
#[derive(Debug)]
pub(crate) struct PageForm {
    /// Where it is posted to.
    pub(crate) action: String,
    /// What a browser would send if the reader did nothing.
    pub(crate) fields: Vec<(String, String)>,
    /// Every value that can be chosen, by name.
    pub(crate) choices: BTreeMap<String, Vec<String>>,
}

impl PageForm {
    /// The form of a page that is posted.
    pub(crate) fn of(page: &str) -> Self {
        let (_, form) = page.split_once("<form method=\"post\"").expect("a form");
        let (head, form) = form.split_once('>').expect("a whole tag");
        let (form, _) = form.split_once("</form>").expect("an end");
        let mut found = Self {
            action: attribute(head, "action").expect("an action"),
            fields: Vec::new(),
            choices: BTreeMap::new(),
        };
        for tag in form.split("<input ").skip(1) {
            found.input(tag.split('>').next().expect("a whole tag"));
        }
        for area in form.split("<textarea ").skip(1) {
            let (tag, rest) = area.split_once('>').expect("a whole tag");
            let (text, _) = rest.split_once("</textarea>").expect("an end");
            let text = text.strip_prefix('\n').unwrap_or(text);
            let name = attribute(tag, "name").expect("a name");
            found.fields.push((name, unescaped(text)));
        }
        found
    }

    fn input(&mut self, tag: &str) {
        let Some(name) = attribute(tag, "name") else {
            return;
        };
        let value = attribute(tag, "value").unwrap_or_default();
        let kind = attribute(tag, "type").unwrap_or_default();
        let is_choice = kind == "radio" || kind == "checkbox";
        if is_choice {
            self.choices
                .entry(name.clone())
                .or_default()
                .push(value.clone());
        }
        if !is_choice || tag.split(' ').any(|word| word == "checked") {
            self.fields.push((name, value));
        }
    }

    /// The value a browser would send for `name`.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let mut named = self.fields.iter().filter(|(field, _)| field == name);
        named.next().map(|(_, value)| value.as_str())
    }

    /// The form with an option ticked, which the page must offer.
    pub(crate) fn tick(mut self, name: &str, value: &str) -> Self {
        let offered = self
            .choices
            .get(name)
            .is_some_and(|all| all.iter().any(|v| v == value));
        assert!(offered, "{name}={value} is offered");
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The form with another text in a field.
    pub(crate) fn fill(mut self, name: &str, text: &str) -> Self {
        for (field, value) in &mut self.fields {
            if field == name {
                text.clone_into(value);
            }
        }
        self
    }
}

/// The `href`s of a page.
pub(crate) fn links(page: &str) -> Vec<String> {
    let tags = page.split("href=\"").skip(1);
    tags.filter_map(|rest| rest.split('"').next())
        .map(unescaped)
        .collect()
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = format!(" {tag}");
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(unescaped)
}

fn unescaped(text: &str) -> String {
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}
