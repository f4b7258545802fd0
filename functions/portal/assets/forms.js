// Forms: sent once, and not left by mistake with something in them.

// A form that was stopped on its way can be sent again after this time.
const SENDING_MS_MAX = 30 * 1000;

const sending = new Set();

// Tells whether a form holds something that was not saved.
export function isChanged(form) {
  return Array.from(form.elements).some((field) => {
    switch (field.type) {
      case "checkbox":
      case "radio":
        return field.checked !== field.defaultChecked;
      case "select-one":
      case "select-multiple":
        return isOtherChoice(field);
      case "hidden":
      case "submit":
      case "button":
      case "fieldset":
        return false;
      case "file":
        return 0 < field.files.length;
      default:
        return field.value !== field.defaultValue;
    }
  });
}

function isOtherChoice(field) {
  const options = Array.from(field.options);
  // Where none is marked, browsers choose the first.
  const isMarked = options.some((option) => option.defaultSelected);
  return options.some((option, place) => option.selected !== (isMarked ? option.defaultSelected : place === 0));
}

// Lets a form go once, and not again until it was answered.
export function admit(form, event, later) {
  if (event.defaultPrevented) {
    return;
  }
  if (sending.has(form)) {
    event.preventDefault();
    return;
  }
  sending.add(form);
  form.setAttribute("aria-busy", "true");
  later(() => release(form), SENDING_MS_MAX);
}

function release(form) {
  sending.delete(form);
  form.removeAttribute("aria-busy");
}

// Asks once before anything is left behind that was typed and is not on its way, by whichever way the page is left: by a link, or by
// another form such as that of logging out, which takes nothing along of this one.
export function hold(forms, event, holds, later) {
  if (!forms.some((form) => !sending.has(form) && holds(form))) {
    return;
  }
  event.preventDefault();
  event.returnValue = "";
  // Timers stand still while somebody is asked. Whoever has stayed finds every form as if it had not been sent.
  later(releaseAll, 0);
}

function releaseAll() {
  sending.forEach(release);
}

export function start() {
  document.addEventListener("submit", (event) => admit(event.target, event, setTimeout));
  // Whoever comes back by the back button finds them so as well.
  window.addEventListener("pageshow", releaseAll);
  const forms = Array.from(document.querySelectorAll("form[data-unsaved]"));
  // What was refused stands in the form as if it had been saved.
  const isRefused = document.getElementById("refusal") !== null;
  const holds = (form) => isRefused || form.dataset.unsaved === "typed" || isChanged(form);
  window.addEventListener("beforeunload", (event) => hold(forms, event, holds, setTimeout));
}
