// Follows a job: what changed is put in its place, and the run is opened when it is there. The page is not loaded anew
// under its reader, who would lose the place; without this script it is, and comes to the same end.
"use strict";

const place = document.querySelector("[data-again]");

function later() {
  setTimeout(look, Number(place.dataset.again) * 1000);
}

async function look() {
  let answer;
  try {
    answer = await fetch(location.href);
  } catch {
    later(); // the net or the server is away for a moment
    return;
  }
  if (answer.redirected) {
    location.replace(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-again]");
  if (answer.ok && fresh === null) {
    location.reload(); // it ended without a run
    return;
  }
  if (fresh !== null && fresh.innerHTML !== place.innerHTML) {
    place.innerHTML = fresh.innerHTML;
  }
  later();
}

later();
