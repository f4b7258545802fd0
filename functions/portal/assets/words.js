// What scripts say. The texts are the portal's own, in the language of the page.

let loading;

// Returns the texts of the page's language.
export function words() {
  loading = loading || import(`./words.${document.documentElement.lang}.js`).then((texts) => texts.default);
  return loading;
}

// Puts facts in the places of their names in braces.
export function fill(text, facts) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

// Says how many there are: English texts have one for one thing and one for more, with a line between.
export function count(text, n) {
  const forms = text.split("|");
  return fill(n === 1 ? forms[0] : forms[forms.length - 1], { n });
}
