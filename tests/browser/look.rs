//! Looking at a state that a journey has reached: it breaks no rule, complains of nothing, fits the screen, and is kept as a
//! picture.

use std::fs;
use std::path::Path;

use tests::script;

use super::Visit;
use super::chromium::page::Page;

/// WCAG 2.2 at all its levels, and what axe's authors hold to be good practice. Contrast at the highest level is off by itself.
const RUN: &str = "axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  rules: { 'color-contrast-enhanced': { enabled: true } },
  resultTypes: ['violations'],
}).then((found) => found.violations.flatMap((rule) => rule.nodes.map((node) =>
  `${rule.id} at ${node.target.join(' ')}: ${rule.help}\n    ${node.html}\n    ${node.failureSummary.replace(/\\s+/g, ' ')}`)))";

/// How far a page is wider than the screen, and the first part of it that is. What `innerWidth` says has grown with it by then, on
/// a telephone.
const TOO_WIDE: &str = "(() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return null;
  const part = [...document.body.querySelectorAll('*')].find((one) => clientWidth < one.getBoundingClientRect().right);
  return `${scrollWidth - clientWidth} px wider than the screen: ${part ? part.outerHTML.slice(0, 200) : 'nothing by itself'}`;
})()";

impl Page {
    /// Returns how far the page is wider than the screen, and what is, if it is.
    pub(super) async fn overhang(&self) -> Option<String> {
        self.evaluate(TOO_WIDE).await.as_str().map(str::to_owned)
    }

    /// Returns each violation of axe's rules, with its rule and selector.
    pub(super) async fn violations(&self) -> Vec<String> {
        self.with_scripts(async || {
            if self.evaluate("typeof axe").await == "undefined" {
                let axe = script::folder().join("node_modules/axe-core/axe.min.js");
                self.evaluate(&fs::read_to_string(axe).expect("axe is there")).await;
            }
            let found = self.evaluate(RUN).await;
            let found = found.as_array().into_iter().flatten();
            found.map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
        })
        .await
    }
}

impl Visit {
    /// Looks at the state that the page is in.
    ///
    /// # Panics
    ///
    /// With everything that is wrong with it.
    pub(super) async fn look(&self, name: &str) {
        self.settle().await;
        self.looks.set(self.looks.get() + 1);
        // The picture first: it shows what is wrong.
        if let Some(folder) = std::env::var_os("MIAOPI_SCREENSHOTS") {
            let folder = Path::new(&folder).join(self.journey).join(self.view.to_string());
            fs::create_dir_all(&folder).expect("there is room for pictures");
            let path = folder.join(format!("{:02}-{name}.png", self.looks.get()));
            fs::write(path, self.picture().await).expect("there is room for pictures");
        }
        let mut wrong = self.violations().await;
        wrong.extend(self.complaints());
        wrong.extend(self.overhang().await);
        assert!(
            wrong.is_empty(),
            "{name:?} of {}: {}\n{}",
            self.journey,
            wrong.join("\n"),
            self.describe().await
        );
    }
}
