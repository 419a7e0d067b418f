// Says in every tab, two minutes ahead, that the entry is about to end, and lets it go on by one button. Without this
// script the page says by the clock until when it can be used. Nothing is lost either way.
const place = document.querySelector("[data-lasting]");
const address = place.dataset.lasting;
const said = place.querySelector("[role=status]");
const button = place.querySelector("button");
const others = "BroadcastChannel" in window ? new BroadcastChannel(address) : null; // the other tabs of this entry

const AHEAD = 120;
const AGAIN = 30; // without a line

let timer = null;

function look(seconds) {
  clearTimeout(timer);
  timer = setTimeout(ask, Math.max(seconds, 1) * 1000);
}

function warn() {
  if (button.hidden) {
    button.hidden = false;
    place.classList.add("lasting--ends");
    said.replaceChildren(place.querySelector("template").content.cloneNode(true));
  }
}

function calm() {
  if (button.contains(document.activeElement)) {
    document.querySelector("main").focus();
  }
  button.hidden = true;
  place.classList.remove("lasting--ends");
  said.replaceChildren();
}

// How long it still lasts is known to the server alone: other tabs and each tap kept make it last longer.
async function ask(on = "") {
  try {
    const answer = await fetch(`${address}${on}`, { cache: "no-store" });
    if (answer.status === 403) {
      location.replace(location.pathname + location.search); // to the door, which leads back here
      return;
    }
    const { left } = await answer.json();
    if (left > AHEAD) {
      calm();
      look(left - AHEAD);
      if (on) {
        others?.postMessage(left);
      }
    } else {
      warn();
      look(left + 1);
    }
  } catch {
    if (on === "") {
      warn(); // it may well be so
    }
    look(AGAIN);
  }
}

button.addEventListener("click", () => ask("?on=1"));
others?.addEventListener("message", () => ask());
document.addEventListener("visibilitychange", () => !document.hidden && ask()); // clocks stand still in a pocket
window.addEventListener("online", () => ask());
document.querySelector("[data-until]").hidden = true;
document.querySelector("main").tabIndex = -1;
look(Number(place.dataset.lasts) - AHEAD);
