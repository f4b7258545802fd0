(kind, wanted) => {
  const tidy = (text) => (text || "").replace(/\s+/g, " ").trim();
  const isSeen = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
  const labels = (element) => [...(element.labels || [])];
  const isChoice = (element) => ["checkbox", "radio", "file"].includes(element.type);
  const pointed = (element) =>
    (element.getAttribute("aria-labelledby") || "").split(" ").filter(Boolean)
      .map((id) => document.getElementById(id)?.innerText || "").join(" ");
  const names = (element) =>
    [element.getAttribute("aria-label"), pointed(element), ...labels(element).map((label) => label.innerText)].map(tidy);
  const best = (elements, words) => {
    const fits = [(text) => text === wanted, (text) => text.startsWith(wanted), (text) => text.includes(wanted)];
    for (const fit of fits) {
      const found = elements.find((element) => words(element).some(fit));
      if (found) return found;
    }
    return null;
  };
  if (kind === "css") {
    return [...document.querySelectorAll(wanted)].find(isSeen) || null;
  }
  if (kind === "field") {
    const fields = [...document.querySelectorAll("input, textarea, select")];
    // A field for files or a choice may be drawn by its label alone.
    return best(fields.filter((field) => isSeen(field) || (isChoice(field) && labels(field).some(isSeen))), names);
  }
  const selector = "a[href], button, summary, label, input:is([type=submit], [type=button], [type=checkbox], [type=radio])";
  const all = [...document.querySelectorAll(`${selector}, [role=button], [role=tab], [tabindex="0"]`)];
  const isButton = (element) => element.type === "submit" || element.type === "button";
  return best(all.filter(isSeen), (element) =>
    [tidy(element.innerText), tidy(isButton(element) && element.value), ...names(element)]);
}
