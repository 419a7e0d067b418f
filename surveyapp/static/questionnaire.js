// Keeps each tap at once. Without this script every page is kept when it is turned, and all else works the same.
//
// Waiting taps travel together, one request at a time, at most one every two seconds, and when the page is left. What
// is not acknowledged yet lies in sessionStorage under the label of the entry, so that a reload without a line loses
// nothing; it is deleted as soon as it is acknowledged, and when the resident ends at this device.
const place = document.querySelector("[data-keeping]");
const entry = place.dataset.keeping;
const page = place.dataset.page; // none where answers are shown and not asked
const sign = place.querySelector(".keeping__sign");
const told = place.querySelector("[role=status]");
const questions = document.querySelector("form.questions");
const store = `taps ${entry}`;

const EVERY = 2000;
const PAUSE_IN_TYPING = 1500;
const LONGEST_TYPING = 10000;
const LONGEST_PAUSE = 60000;
const PATIENCE = 15000; // with an answer that does not come
const PATIENCE_OF_A_BUTTON = 5000;
const UNNOTICED = 2500; // what waits no longer than a request needs is not worth a sign

const waiting = load(); // page -> question -> {values, refused}
let underway = null;
let travelling = [];
let due = Infinity;
let earliest = 0;
let typedSince = null;
let pause = 0; // before the next try, while the line is away
let timer = null;
let late = null;
let isTold = false; // that taps wait, so that their end is told too
let isWarned = false;
let isGoing = false; // to another page: nothing is sent from this one any more
let pressed = null;

function load() {
  try {
    return JSON.parse(sessionStorage.getItem(store)) || {};
  } catch {
    return {};
  }
}

function save() {
  try {
    if (Object.keys(waiting).length === 0) {
      sessionStorage.removeItem(store);
    } else {
      sessionStorage.setItem(store, JSON.stringify(waiting));
    }
  } catch {
    // no room, or not allowed: the taps are kept all the same while this page is open
  }
}

function forget() {
  Object.keys(waiting).forEach((number) => delete waiting[number]);
  save();
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const unsent = (number) => Object.entries(waiting[number] || {}).filter(([, tap]) => !tap.refused);
// The page in front of the resident first.
const next = () => [page, ...Object.keys(waiting)].find((number) => unsent(number).length > 0);
const controls = (question) => [...questions.elements].filter((control) => control.name === question);

function values(question) {
  const found = controls(question);
  return found.filter((control) => control.type === "textarea" || control.checked).map((control) => control.value);
}

// Puts what was tapped and is not kept yet back on the page.
function putBack() {
  Object.entries(waiting[page] || {}).forEach(([question, tap]) => {
    controls(question).forEach((control) => {
      if (control.type === "textarea") {
        control.value = tap.values[0];
      } else {
        control.checked = tap.values.includes(control.value);
      }
    });
  });
}

function touch(question) {
  waiting[page] = { ...waiting[page], [question]: { values: values(question) } };
  save();
  sign.hidden = sign.dataset.state !== "waiting";
  clearTimeout(late);
  late = setTimeout(show, UNNOTICED);
}

// Wakes `send` at a moment, or at an earlier one that is planned already.
function plan(at) {
  due = Math.min(due, at);
  clearTimeout(timer);
  timer = setTimeout(send, Math.max(due, earliest) - Date.now());
}

function planTyping() {
  typedSince = typedSince || Date.now();
  due = Infinity;
  plan(Math.min(Date.now() + PAUSE_IN_TYPING, typedSince + LONGEST_TYPING));
}

function show() {
  const refused = Object.values(waiting).flatMap(Object.values).find((tap) => tap.refused);
  const state = next() !== undefined ? "waiting" : refused ? "refused" : "saved";
  sign.textContent = refused && state === "refused" ? refused.refused : place.dataset[state];
  sign.dataset.state = state;
  sign.hidden = false;
}

// Read out is only what lasts: once that taps wait for the line, and then that all are kept; and what is refused.
function tell(text) {
  if (told.textContent !== text) {
    told.textContent = text;
  }
}

function parcel(taps) {
  const body = new FormData();
  body.append("csrf_token", document.querySelector("[name=csrf_token]").value);
  taps.forEach(([question, tap]) => {
    body.append("touched", question);
    tap.values.forEach((value) => body.append(question, value));
  });
  return body;
}

async function send() {
  const number = next();
  if (underway || isGoing || number === undefined) {
    return;
  }
  due = Infinity;
  typedSince = null;
  earliest = Date.now() + EVERY;
  travelling = unsent(number);
  underway = post(number, travelling);
  const outcome = await underway;
  underway = null;
  travelling = [];
  if (outcome === "away") {
    pause = Math.min(Math.max(pause * 2, EVERY), LONGEST_PAUSE);
    earliest = Date.now() + pause;
    isTold = true;
    tell(place.dataset.offline);
    show();
  } else {
    pause = 0;
    arrived();
  }
  if (next() !== undefined) {
    plan(Date.now());
  }
}

function arrived() {
  if (next() !== undefined || isGoing) {
    return;
  }
  clearTimeout(late);
  show();
  if (isTold || sign.dataset.state === "refused") {
    tell(sign.textContent);
  }
  isTold = false;
  if (place.dataset.again) {
    isGoing = true;
    location.replace(place.dataset.again); // this page shows answers, and did so without those just kept
  }
}

// One request. "done" when the server has said what becomes of these taps, "away" when it could not be asked.
async function post(number, taps, isRepeated = false, keepalive = false) {
  let answer;
  let said = {};
  try {
    const signal = "timeout" in AbortSignal && !keepalive ? AbortSignal.timeout(PATIENCE) : undefined;
    answer = await fetch(`${entry}${number}/taps`, { method: "POST", body: parcel(taps), keepalive, signal });
    said = answer.status === 413 ? said : await answer.json();
  } catch {
    return "away";
  }
  if (said.csrf_token && !isRepeated) {
    document.querySelectorAll("[name=csrf_token]").forEach((field) => {
      field.value = said.csrf_token;
    });
    return post(number, taps, true, keepalive);
  }
  if (said.locked) {
    isGoing = true;
    location.replace(said.locked); // the entry has ended: what waits is kept as soon as one is in again
    return "away";
  }
  if (said.go) {
    forget();
    isGoing = true;
    location.replace(said.go);
    return "done";
  }
  if (!answer.ok && answer.status !== 413) {
    return "away";
  }
  settle(number, taps, said);
  return "done";
}

// Strikes off what is kept and marks what is not; a question that was touched again meanwhile goes on waiting.
function settle(number, taps, { drawn = {}, refused = {}, asked }) {
  const mine = waiting[number] || {};
  taps.filter(([question, tap]) => mine[question] && same(mine[question].values, tap.values)).forEach(([question]) => {
    if (question in drawn) {
      delete mine[question];
    } else {
      mine[question].refused = refused[question] || place.dataset.refused;
    }
  });
  if (Object.keys(mine).length === 0) {
    delete waiting[number];
  }
  save();
  if (number === page) {
    note(drawn);
    document.dispatchEvent(new CustomEvent("kept", { detail: asked }));
  }
}

// What is kept now counts as drawn: turning the page later takes nothing back that another tab has changed since.
function note(drawn) {
  const field = questions.elements.drawn;
  field.value = JSON.stringify({ ...JSON.parse(field.value), ...drawn });
}

// Waits until everything that can be kept is kept; not longer than a button may take.
async function flush() {
  const until = Date.now() + PATIENCE_OF_A_BUTTON;
  const over = new Promise((done) => setTimeout(done, PATIENCE_OF_A_BUTTON));
  let tries = 0;
  while (next() !== undefined && Date.now() < until && (pause === 0 || tries === 0)) {
    tries += 1;
    await Promise.race([underway || send(), over]);
  }
  return next() === undefined;
}

// Without a line the next page would be one of the browser's own, from which only its back button leads here again.
function isStuck(event) {
  if (navigator.onLine !== false) {
    return false;
  }
  event.preventDefault();
  stay(place.dataset.stuck);
  return true;
}

function stay(text) {
  sign.textContent = text;
  sign.dataset.state = "waiting";
  sign.hidden = false;
  tell(text);
}

// A form is posted after the taps before it, so that none arrives late and undoes what the form says.
async function onSubmit(event) {
  const form = event.target;
  const button = event.submitter || pressed;
  const ends = form.hasAttribute("data-ends");
  if (isStuck(event)) {
    return;
  }
  if (isGoing || (next() === undefined && !ends)) {
    return;
  }
  event.preventDefault();
  const isAll = await flush();
  if (isGoing) {
    return; // an answer has led elsewhere
  }
  if (!isAll && pause > 0 && !isWarned) {
    isWarned = true;
    stay(ends ? place.dataset.offline : place.dataset.stuck);
    return; // whoever presses again goes on; at the end, without what waits
  }
  if (ends) {
    forget();
  }
  isGoing = true;
  if (button && button.name) {
    const said = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(said);
  }
  form.submit();
}

function onLeaving() {
  const number = next();
  const taps = number === undefined ? [] : unsent(number);
  if (isGoing || taps.length === 0 || same(taps, travelling)) {
    return;
  }
  travelling = taps;
  if ("keepalive" in Request.prototype) {
    post(number, taps, true, true).then(() => {
      travelling = [];
      arrived();
    });
  } else {
    navigator.sendBeacon(`${entry}${number}/taps`, parcel(taps));
  }
}

function onBack(event) {
  isGoing = false;
  if (event.persisted) {
    flush().then(() => location.replace(location.pathname + location.search)); // other pages may have changed answers
  }
}

document.addEventListener("click", (event) => {
  pressed = event.target.closest("button");
  if (event.target.closest("a[href]:not([href^='#'])")) {
    isStuck(event);
  }
});
document.addEventListener("submit", onSubmit);
document.addEventListener("visibilitychange", () => document.hidden && onLeaving());
window.addEventListener("pagehide", onLeaving);
window.addEventListener("pageshow", onBack);
window.addEventListener("online", () => {
  earliest = 0;
  if (next() === undefined) {
    sign.hidden = true;
    tell("");
  }
  plan(Date.now());
});
if (questions) {
  document.querySelector("[data-when]").textContent = place.dataset.each;
  questions.addEventListener("change", (event) => {
    touch(event.target.name);
    plan(Date.now());
  });
  questions.addEventListener("input", (event) => {
    if (event.target.type === "textarea") {
      touch(event.target.name);
      if (!event.isComposing) {
        planTyping();
      }
    }
  });
  questions.addEventListener("compositionend", (event) => {
    touch(event.target.name);
    planTyping();
  });
  document.addEventListener("redrawn", (event) => {
    note({ ...event.detail, ...JSON.parse(questions.elements.drawn.value) });
    putBack();
    tell(place.dataset.changed);
  });
  putBack();
}
if (next() !== undefined) {
  plan(Date.now());
}
