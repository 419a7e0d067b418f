// Where an answer opens or closes questions on the same page, the lines that differ are exchanged as soon as it is kept.
// Without this script the page comes back with the opened questions when it is turned.
const form = document.querySelector("form.questions");
const names = (part) => [...part.querySelectorAll("input:not([type=hidden]), textarea")].map((control) => control.name);
const lines = (part) => [...part.children].filter((child) => child.id.startsWith("line-"));

async function fetched() {
  try {
    const text = await (await fetch(location.href)).text();
    return new DOMParser().parseFromString(text, "text/html").querySelector("form.questions");
  } catch {
    return null; // the line is away: turning the page shows them
  }
}

function exchange(fresh) {
  const old = new Map(lines(form).map((line) => [line.id, line]));
  let before = lines(form)[0].previousElementSibling;
  lines(fresh).forEach((line) => {
    const standing = old.get(line.id);
    if (standing && String(names(standing)) === String(names(line))) {
      old.delete(line.id);
      before = standing;
    } else {
      before.after(document.adoptNode(line));
      before = line;
    }
  });
  old.forEach((line) => line.remove());
}

document.addEventListener("kept", async ({ detail: asked }) => {
  const here = new Set(names(form));
  if (!asked || (here.size === asked.length && asked.every((question) => here.has(question)))) {
    return;
  }
  const fresh = await fetched();
  if (fresh === null) {
    return;
  }
  const focused = document.activeElement.id;
  const drawn = JSON.parse(fresh.elements.drawn.value);
  exchange(fresh);
  if (focused && document.activeElement === document.body) {
    document.getElementById(focused)?.focus();
  }
  document.dispatchEvent(new CustomEvent("redrawn", { detail: drawn }));
});
