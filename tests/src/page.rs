//! A page as somebody uses it who has no script: what it says, its links, its forms. It knows as much of HTML as the pages of the
//! sandbox have.

use url::form_urlencoded::Serializer;

use crate::http::Answer;

/// A page that was read.
#[derive(Debug)]
pub struct Page {
    /// What it is written as.
    pub html: String,
}

impl Page {
    pub(crate) fn new(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8", "{answer:?}");
        Self { html: String::from_utf8(answer.body.to_vec()).expect("a page is text") }
    }

    /// Asserts that it says this.
    #[track_caller]
    pub fn says(&self, words: &str) {
        assert!(self.html.contains(words), "no {words:?} in {}", self.html);
    }

    /// Returns where the first link leads whose address has this in it.
    #[track_caller]
    pub fn link(&self, part: &str) -> String {
        let links = tags(&self.html, "a").filter_map(|tag| attribute(tag, "href"));
        links
            .into_iter()
            .find(|address| address.contains(part))
            .unwrap_or_else(|| panic!("no {part} in {}", self.html))
    }

    /// Returns what is sent, and where to, if a button of this name and value is pressed: with what was entered in place of what the
    /// form has in its fields. A button without a name is named by nothing. `path` is where the page itself is.
    #[track_caller]
    pub(crate) fn form(
        &self,
        path: &str,
        button: (&str, &str),
        entered: &[(&str, &str)],
    ) -> (String, String) {
        let named = |tag: &str| {
            (attribute(tag, "name").unwrap_or_default(), attribute(tag, "value").unwrap_or_default())
        };
        let forms = self.html.split("<form").skip(1).filter_map(|rest| rest.split("</form>").next());
        let found = |form: &&str| {
            let fits_fields =
                entered.iter().all(|(name, _)| tags(form, "input").any(|tag| named(tag).0 == *name));
            let fits_button = match button.0 {
                "" => form.contains("<button>"),
                name => tags(form, "button").any(|tag| named(tag) == (name.to_owned(), button.1.to_owned())),
            };
            fits_button && fits_fields
        };
        // Of several forms with such a button it is the one whose hidden fields were named, too.
        let is_right = |form: &&str| {
            let mut hidden =
                tags(form, "input").filter(|tag| attribute(tag, "type").as_deref() == Some("hidden"));
            hidden.all(|tag| {
                entered.iter().all(|(name, value)| named(tag).0 != *name || named(tag).1 == *value)
            })
        };
        let form = forms.into_iter().filter(found).find(is_right);
        let form = form.unwrap_or_else(|| panic!("no button {button:?} in {}", self.html));
        let mut fields: Vec<(String, String)> = Vec::new();
        for tag in tags(form, "input") {
            let is_radio = attribute(tag, "type").as_deref() == Some("radio");
            let (name, value) = named(tag);
            let other = entered.iter().find(|(known, _)| *known == name);
            match other {
                Some((_, entered)) if !is_radio || value == *entered => {
                    fields.push((name, (*entered).to_owned()))
                }
                None if !is_radio || tag.contains(" checked") => fields.push((name, value)),
                Some(_) | None => {}
            }
        }
        if !button.0.is_empty() {
            fields.push((button.0.to_owned(), button.1.to_owned()));
        }
        let opening = form.split('>').next().unwrap_or_default();
        assert!(opening.contains("method=\"post\""), "{opening}");
        let action = attribute(opening, "action").unwrap_or_else(|| path.to_owned());
        (action, Serializer::new(String::new()).extend_pairs(fields).finish())
    }
}

/// Returns the opening tags of this name.
fn tags<'a>(html: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let begun: Vec<&str> = html.split(&format!("<{name} ")).skip(1).collect();
    begun.into_iter().filter_map(|rest| rest.split('>').next())
}

/// Returns what an attribute of a tag says.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    Some(rest.split('"').next()?.replace("&#38;", "&").replace("&amp;", "&"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = r#"<a href="/x?a=1&#38;b=2">x</a>
        <form method="post" action="/go"><input type="hidden" name="one" value="1"><button name="to" value="up">Up</button></form>
        <form method="post"><input type="radio" name="who" value="7" checked><input type="radio" name="who" value="8">
        <input name="place"><button name="face" value="yes">Yes</button></form>"#;

    #[test]
    fn a_page_is_used_as_a_browser_does() {
        let page = Page { html: HTML.to_owned() };
        assert_eq!(page.link("b="), "/x?a=1&b=2");
        assert_eq!(page.form("/here", ("to", "up"), &[]), ("/go".to_owned(), "one=1&to=up".to_owned()));
        let yes = page.form("/here", ("face", "yes"), &[]);
        assert_eq!(yes, ("/here".to_owned(), "who=7&place=&face=yes".to_owned()));
        let other = page.form("/here", ("face", "yes"), &[("who", "8")]);
        assert_eq!(other.1, "who=8&place=&face=yes");
    }
}
