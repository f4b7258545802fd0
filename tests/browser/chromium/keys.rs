//! The keyboard.

use serde_json::{Value, json};

use super::elements::{FIND, Find};
use super::page::Page;

/// What `Input.dispatchKeyEvent` calls the key for control.
const CONTROL: u32 = 2;

/// What it calls the key for capitals.
const SHIFT: u32 = 8;

/// More than any page has to go through.
const STOPS_MAX: u32 = 150;

/// Whether the keys go to this element, or to what its label is for. Whatever they go to has to look like it, if it is drawn.
const REACHED: &str = "(wanted) => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const isMarked = style.outlineStyle !== 'none' || style.boxShadow !== 'none';
  if (at !== document.body && !isMarked) return at.outerHTML.slice(0, 200);
  return wanted && (wanted === at || wanted.control === at || wanted.contains(at)) ? 'it' : 'another';
}";

impl Page {
    /// Presses a key: a letter, a digit, or by its name, such as `Enter`. `Shift+Tab` presses both.
    pub(crate) async fn press(&self, key: &str) {
        let (modifiers, key) = match key.strip_prefix("Shift+") {
            Some(key) => (SHIFT, key),
            None => (0, key),
        };
        self.strike(describe(key), modifiers).await;
    }

    /// Goes from one thing to the next by the keyboard until this one is reached.
    ///
    /// # Panics
    ///
    /// If it cannot be reached, or if something cannot be seen to be the one that keys go to.
    pub(crate) async fn tab_to<'a>(&self, what: impl Into<Find<'a>>) {
        let what = what.into();
        for _ in 0..STOPS_MAX {
            self.press("Tab").await;
            let (kind, text) = what.parts();
            let reached = self.evaluate(&format!("({REACHED})(({FIND})({kind}, {text}))")).await;
            match reached.as_str() {
                Some("it") => return,
                Some("another") => {}
                _ => panic!("keys go where nothing shows it: {reached} {}", self.describe().await),
            }
        }
        panic!("{what:?} cannot be reached by keys {}", self.describe().await);
    }

    /// Writes a text where the cursor is. What has no key is put in as a method of input does, a character at a time.
    pub(crate) async fn write(&self, text: &str) {
        for character in text.chars() {
            if character.is_ascii() {
                self.strike(describe(&character.to_string()), 0).await;
            } else {
                self.ask("Input.insertText", json!({ "text": character })).await;
                self.count(|effort| effort.keystrokes += 1);
            }
        }
    }

    /// Selects all that is in the field.
    pub(super) async fn select_all(&self) {
        let mut key = describe("a");
        // With control it is a command, and no text.
        key["text"] = Value::Null;
        key["commands"] = json!(["selectAll"]);
        self.strike(key, CONTROL).await;
    }

    async fn strike(&self, mut key: Value, modifiers: u32) {
        key["modifiers"] = modifiers.into();
        if let Value::Object(fields) = &mut key {
            fields.retain(|_, value| !value.is_null());
        }
        let kind = if key["text"].is_null() { "rawKeyDown" } else { "keyDown" };
        for kind in [kind, "keyUp"] {
            let mut event = key.clone();
            event["type"] = kind.into();
            self.ask("Input.dispatchKeyEvent", event).await;
        }
        self.count(|effort| effort.keystrokes += 1);
    }
}

/// What the protocol wants to know of a key. Numbers are those of Windows, which browsers still tell pages.
fn describe(key: &str) -> Value {
    let (code, number, text) = match key {
        "Enter" => ("Enter", 13, Some("\r")),
        "Tab" => ("Tab", 9, None),
        "Escape" => ("Escape", 27, None),
        "Backspace" => ("Backspace", 8, None),
        "Space" | " " => ("Space", 32, Some(" ")),
        "Home" => ("Home", 36, None),
        "End" => ("End", 35, None),
        "ArrowLeft" => ("ArrowLeft", 37, None),
        "ArrowUp" => ("ArrowUp", 38, None),
        "ArrowRight" => ("ArrowRight", 39, None),
        "ArrowDown" => ("ArrowDown", 40, None),
        _ => {
            let [character] = key.chars().collect::<Vec<_>>()[..] else { panic!("there is no key {key:?}") };
            let upper = character.to_ascii_uppercase();
            let code = match upper {
                'A'..='Z' => format!("Key{upper}"),
                '0'..='9' => format!("Digit{upper}"),
                _ => String::new(),
            };
            // Signs have numbers of their own, which no page of ours reads.
            let number = if code.is_empty() { 0 } else { u32::from(upper) };
            return json!({ "key": key, "code": code, "windowsVirtualKeyCode": number, "text": key });
        }
    };
    let key = if text == Some(" ") { " " } else { key };
    json!({ "key": key, "code": code, "windowsVirtualKeyCode": number, "text": text })
}
