// Keying by keyboard: a digit answers and moves on. Without this script the same fields take the same characters; what
// they mean is decided by the server, which reads them as surveyapp/domain/keys.py says.
//
// Every key is dealt with at once and the focus moves within the same event, so that no key can fall between two
// fields, however fast they come. A key that stands for no answer stays in its field, marked, and the focus moves on all
// the same: were it refused, the next key would land one field too early and shift the rest of the sheet.
"use strict";

const form = document.querySelector("[data-keying]");
const fields = [...form.querySelectorAll("[data-kind]")];
const finish = form.querySelector("[data-finish]");
const progress = form.querySelector("[data-progress]");
const message = form.querySelector("[data-message]");

let current = 0;
let fresh = true; // the next key replaces what stands in the field
let changed = fields.some((field) => field.value !== ""); // it came back with what was keyed
let sent = false;

// What the server makes of widths and dashes.
const flat = (text) => text.normalize("NFKC").replace(/[ー−‐–—―]/g, "-").replace(/×/g, "*").trim();
const isText = (field) => field.dataset.kind === "text";
const isSingle = (field) => field.dataset.kind === "single";
const most = (field) => Number(field.dataset.most);
const isSeveral = (field) => isSingle(field) && field.value.startsWith("*");
const gathers = (field) => !isSingle(field) || isSeveral(field);

function fits(field) {
  const value = flat(field.value);
  if (isText(field) || value === "" || value === "0" || value === "-") {
    return true;
  }
  const several = value.startsWith("*");
  const groups = value.slice(several ? 1 : 0).split(/[\s,.、。・/+]+/).filter(Boolean);
  const apart = most(field) <= 9 && (several || !isSingle(field));
  const places = apart ? [...groups.join("")] : groups;
  const known = places.every((place) => /^\d+$/.test(place) && Number(place) >= 1 && Number(place) <= most(field));
  return known && places.length > 0 && (!several || new Set(places).size > 1);
}

function say(text) {
  message.value = text;
}

function count() {
  const done = fields.filter((field) => field.value !== "").length;
  progress.textContent = `${done} / ${fields.length}`;
}

function mark(field) {
  field.toggleAttribute("aria-invalid", false);
  if (!fits(field)) {
    field.setAttribute("aria-invalid", "true");
  }
}

function put(field, value) {
  field.value = value;
  fresh = false;
  changed = true;
  count();
}

function goTo(number) {
  if (number < 0) {
    return;
  }
  if (number >= fields.length) {
    finish.focus();
    return;
  }
  const field = fields[number];
  field.focus({ preventScroll: true });
  const row = field.closest(".row");
  const box = row.getBoundingClientRect();
  // The rows below stay in sight, so that eyes can run ahead of hands.
  if (box.top < 110 || box.bottom > window.innerHeight * 0.6) {
    row.scrollIntoView({ block: "center" });
  }
}

function leaveFor(number) {
  const field = fields[current];
  mark(field);
  say(fits(field) ? "" : form.dataset.wrong);
  goTo(number);
}

function typeDigit(field, digit) {
  if (gathers(field) && !(fresh && isSingle(field))) {
    const before = fresh ? "" : field.value;
    const repeats = most(field) <= 9 && before.includes(digit);
    put(field, repeats ? before : before + digit);
    if (before === "" && digit === "0") {
      leaveFor(current + 1);
    }
  } else if (digit === "9" && most(field) < 9) {
    put(field, "*");
  } else {
    const value = fresh ? digit : field.value + digit;
    put(field, value);
    // A place of a long list is complete when no further digit could follow.
    if (digit === "0" || Number(value) * 10 > most(field) || value.length > 1) {
      leaveFor(current + 1);
    }
  }
}

function rubOut(field) {
  if (field.value === "") {
    leaveFor(current - 1);
    if (!isText(fields[current])) {
      put(fields[current], "");
      fresh = true;
    }
  } else {
    put(field, gathers(field) && !fresh ? field.value.slice(0, -1) : "");
    fresh = field.value === "";
  }
  mark(fields[current]);
}

// The keys that every field knows; true when the key was one of them.
function moves(event, field) {
  const last = fields.length - 1;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    form.requestSubmit(finish);
  } else if (event.ctrlKey || event.metaKey || event.altKey) {
    return false;
  } else if (isText(field) && (field.value !== "" || event.shiftKey)) {
    return false;
  } else if (event.key === "Enter") {
    leaveFor(current + 1);
  } else if (event.key === "ArrowDown") {
    leaveFor(event.shiftKey ? last : current + 1);
  } else if (event.key === "ArrowUp") {
    leaveFor(event.shiftKey ? 0 : current - 1);
  } else {
    return false;
  }
  return true;
}

function onKey(event) {
  // While an input method is at work the key is its own; what comes of it arrives as input.
  if (event.isComposing || event.keyCode === 229) {
    return;
  }
  const outside = document.activeElement;
  if (outside === document.body) {
    fields[current].focus();
  }
  const field = document.activeElement;
  if (!fields.includes(field)) {
    return;
  }
  if (moves(event, field)) {
    event.preventDefault();
    return;
  }
  const key = event.key.length === 1 ? flat(event.key) : event.key;
  if (isText(field) || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (key === "Backspace" || key === "Delete") {
    event.preventDefault();
    if (!event.repeat) {
      rubOut(field);
    }
  } else if (event.key.length === 1) {
    event.preventDefault();
    if (!event.repeat) {
      typeCharacter(field, key);
    }
  }
}

function typeCharacter(field, key) {
  if (/^\d$/.test(key)) {
    typeDigit(field, key);
  } else if (key === "*" && isSingle(field)) {
    put(field, "*");
  } else if (key === "-") {
    put(field, "-");
    leaveFor(current + 1);
  } else if (gathers(field) && /^[,.、。・/+]?$/.test(key)) {
    put(field, fresh || field.value.endsWith(" ") ? field.value : `${field.value} `);
  } else {
    say(form.dataset.notAKey);
  }
}

// What did not come as keys: an input method, a paste, the keyboard of a telephone.
function onInput(event) {
  const field = event.target;
  changed = true;
  count();
  if (!fields.includes(field) || isText(field)) {
    return;
  }
  const value = flat(field.value);
  const goesOn = isSingle(field) && most(field) <= 9 && /^[0-8-]$|^9$/.test(value) && !(value === "9" && most(field) < 9);
  if (event.isComposing) {
    // Moving on makes the input method hand over what it has; onComposed then puts it right.
    if (goesOn) {
      leaveFor(fields.indexOf(field) + 1);
    }
    return;
  }
  field.value = value === "9" && isSingle(field) && most(field) < 9 ? "*" : value;
  fresh = false;
  mark(field);
  if (goesOn && fields[current] === field) {
    leaveFor(current + 1);
  }
}

function onComposed(event) {
  const field = event.target;
  if (fields.includes(field) && !isText(field)) {
    const value = flat(field.value);
    field.value = value === "9" && isSingle(field) && most(field) < 9 ? "*" : value;
    fresh = field !== fields[current];
    mark(field);
    count();
  }
}

function onSubmit(event) {
  const open = fields.find((field) => !fits(field)) || fields.find((field) => !isText(field) && field.value === "");
  if (sent || open) {
    event.preventDefault();
  }
  if (open) {
    say(open.value === "" ? form.dataset.left : form.dataset.wrong);
    mark(open);
    goTo(fields.indexOf(open));
  } else {
    sent = true;
  }
}

document.addEventListener("keydown", onKey);
form.addEventListener("input", onInput);
form.addEventListener("compositionend", onComposed);
form.addEventListener("submit", onSubmit);
form.addEventListener("focusin", (event) => {
  const number = fields.indexOf(event.target);
  if (number >= 0) {
    current = number;
    fresh = true;
    if (!isText(event.target)) {
      event.target.select();
    }
  }
});
window.addEventListener("pageshow", () => {
  sent = false;
});
window.addEventListener("beforeunload", (event) => {
  if (changed && !sent) {
    event.preventDefault();
  }
});

count();
goTo(Math.max(0, fields.findIndex((field) => field.getAttribute("aria-invalid") === "true")));
