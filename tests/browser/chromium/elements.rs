//! What somebody touches, clicks on and fills in, found as people find it: by what is written on it.

use std::cell::{Cell, RefCell};
use std::path::Path;

use serde_json::{Value, json};

use super::page::{Effort, Page};
use super::view::Screen;

/// Finds what can be clicked on, or a field, by its text, or anything by a selector; what has exactly this text comes first.
/// Returns it, or nothing.
pub(super) const FIND: &str = include_str!("find.js");

/// What is under a point: nothing if it is this element, a part of it or its label; else what covers it.
const COVER: &str = "function (x, y) {
  const hit = document.elementFromPoint(x, y);
  if (hit && (this.contains(hit) || hit.contains(this) || hit.closest('label')?.control === this)) return null;
  return hit ? hit.outerHTML.slice(0, 200) : 'nothing: it is outside';
}";

/// How something is found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Find<'a> {
    /// A link, a button, a choice, or whatever else can be clicked on, by what is written on it.
    Text(&'a str),
    /// A field by its label.
    Field(&'a str),
    /// The first element for a selector.
    Css(&'a str),
}

impl Find<'_> {
    /// What the function takes, as it stands in a script.
    pub(super) fn parts(self) -> (Value, Value) {
        let (kind, text) = match self {
            Self::Text(text) => ("text", text),
            Self::Field(text) => ("field", text),
            Self::Css(text) => ("css", text),
        };
        (json!(kind), json!(text))
    }
}

impl<'a> From<&'a str> for Find<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl Page {
    /// Clicks on something, or touches it, in the middle.
    pub(crate) async fn click<'a>(&self, what: impl Into<Find<'a>>) {
        self.hit(what.into()).await;
        self.count(|effort| effort.clicks += 1);
    }

    /// The same, which leads to another document.
    pub(crate) async fn follow_link<'a>(&self, what: impl Into<Find<'a>>) {
        let what = what.into();
        self.follow(async || self.click(what).await).await;
    }

    /// Clicks twice as fast as it goes, as people do who are in doubt whether the first has done anything.
    pub(crate) async fn click_twice<'a>(&self, what: impl Into<Find<'a>>) {
        let (x, y) = self.reach(what.into()).await;
        for _ in 0..2 {
            self.press_at(x, y).await;
        }
        self.count(|effort| effort.clicks += 2);
    }

    /// Fills in the field with this label: whatever was there is replaced.
    pub(crate) async fn fill(&self, label: &str, text: &str) {
        self.hit(Find::Field(label)).await;
        self.count(|effort| effort.fields += 1);
        self.until(&format!("the field {label:?} to take keys"), async || {
            self.evaluate("['INPUT', 'TEXTAREA'].includes(document.activeElement?.tagName)").await == true
        })
        .await;
        if self.evaluate("document.activeElement.value !== ''").await == true {
            self.select_all().await;
        }
        self.write(text).await;
    }

    /// Chooses from the list with this label, by its keys: the list itself opens outside of the page.
    pub(crate) async fn choose(&self, label: &str, option: &str) {
        let list = self.wait_for(Find::Field(label)).await;
        self.ask("DOM.focus", json!({ "objectId": list })).await;
        self.count(|effort| effort.fields += 1);
        let place =
            "function (option) { return [...this.options].findIndex((one) => one.text.trim() === option); }";
        let place = self.of(&list, place, json!([{ "value": option }])).await.as_i64().unwrap_or(-1);
        assert!(0 <= place, "{label:?} has no {option:?} {}", self.describe().await);
        self.press("Home").await;
        for _ in 0..place {
            self.press("ArrowDown").await;
        }
        let chosen = self.of(&list, "function () { return this.selectedIndex; }", json!([])).await;
        assert_eq!(chosen, place, "{label:?} does not take {option:?} by keys");
    }

    /// Chooses files in the field with this label.
    pub(crate) async fn attach(&self, label: &str, files: &[&Path]) {
        let field = self.wait_for(Find::Field(label)).await;
        self.ask("DOM.setFileInputFiles", json!({ "objectId": field, "files": files })).await;
        self.count(|effort| effort.fields += 1);
    }

    /// Tells whether something is there and can be seen.
    pub(crate) async fn has<'a>(&self, what: impl Into<Find<'a>>) -> bool {
        self.find(what.into()).await.is_some()
    }

    /// Notes what somebody does.
    pub(crate) fn count(&self, change: impl FnOnce(&mut Effort)) {
        let mut effort = self.effort.get();
        change(&mut effort);
        self.effort.set(effort);
    }

    async fn hit(&self, what: Find<'_>) {
        let (x, y) = self.reach(what).await;
        self.press_at(x, y).await;
    }

    /// Waits until something can be clicked on and moves no more, and returns where.
    async fn reach(&self, what: Find<'_>) -> (f64, f64) {
        let element = self.wait_for(what).await;
        // No place at all, so that there are two looks at least.
        let place = Cell::new((f64::NAN, f64::NAN));
        self.until(&format!("{what:?} to stand still"), async || {
            // At each look: what is loaded above it meanwhile moves it out of sight.
            self.ask("DOM.scrollIntoViewIfNeeded", json!({ "objectId": element })).await;
            place.replace(self.middle(&element, what).await) == place.get()
        })
        .await;
        let (x, y) = place.get();
        let cover = self.of(&element, COVER, json!([{ "value": x }, { "value": y }])).await;
        assert!(cover.is_null(), "{what:?} is covered by {cover} {}", self.describe().await);
        (x, y)
    }

    async fn middle(&self, element: &str, what: Find<'_>) -> (f64, f64) {
        let quads = self.ask("DOM.getContentQuads", json!({ "objectId": element })).await;
        let corners: Vec<f64> =
            quads["quads"][0].as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
        let [left, top, _, _, right, bottom, ..] = corners[..] else { panic!("{what:?} has no size") };
        (left.midpoint(right), top.midpoint(bottom))
    }

    async fn press_at(&self, x: f64, y: f64) {
        match self.view.screen {
            Screen::Phone => {
                let touch = json!({ "type": "touchStart", "touchPoints": [{ "x": x, "y": y }] });
                self.ask("Input.dispatchTouchEvent", touch).await;
                let end = json!({ "type": "touchEnd", "touchPoints": [] });
                self.ask("Input.dispatchTouchEvent", end).await;
            }
            Screen::Desk => {
                for (kind, buttons) in [("mouseMoved", 0), ("mousePressed", 1), ("mouseReleased", 0)] {
                    let button = if kind == "mouseMoved" { "none" } else { "left" };
                    let event = json!({
                        "type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": 1,
                    });
                    self.ask("Input.dispatchMouseEvent", event).await;
                }
            }
        }
    }

    /// Waits for an element, and returns the name that the protocol has for it.
    async fn wait_for(&self, what: Find<'_>) -> String {
        let found = RefCell::new(None);
        self.until(&format!("{what:?}"), async || {
            let element = self.find(what).await;
            let is_there = element.is_some();
            found.replace(element);
            is_there
        })
        .await;
        found.take().expect("it was found")
    }

    async fn find(&self, what: Find<'_>) -> Option<String> {
        let (kind, text) = what.parts();
        let script = format!("({FIND})({kind}, {text})");
        // While another document is on its way, there is nothing.
        let answer = self.try_ask("Runtime.evaluate", json!({ "expression": script })).await.ok()?;
        assert!(answer["exceptionDetails"].is_null(), "{answer}");
        answer["result"]["objectId"].as_str().map(str::to_owned)
    }

    /// Calls a function on an element.
    async fn of(&self, element: &str, function: &str, arguments: Value) -> Value {
        let call = json!({
            "objectId": element, "functionDeclaration": function, "arguments": arguments, "returnByValue": true,
        });
        self.ask("Runtime.callFunctionOn", call).await["result"]["value"].take()
    }
}
