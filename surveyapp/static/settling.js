// Settling by keyboard: 1 the first keying, 2 the second, 3 neither. Without this the radio buttons do the same.
"use strict";

const form = document.querySelector("[data-settling]");
const rulings = [...form.querySelectorAll("[data-ruling]")];
const finish = form.querySelector("[data-finish]");

let current = 0;

const radios = (ruling) => [...ruling.querySelectorAll("input[type=radio]")];
const typing = (ruling) => ruling.querySelector("textarea, input[type=text]");

function goTo(number) {
  if (number >= rulings.length) {
    finish.focus();
  } else if (number >= 0) {
    const choices = radios(rulings[number]);
    (choices.find((choice) => choice.checked) || choices[0]).focus();
  }
}

function choose(number, which) {
  const ruling = rulings[number];
  radios(ruling)[which].checked = true;
  if (which === 2) {
    typing(ruling).focus();
    typing(ruling).select();
  } else {
    goTo(number + 1);
  }
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.altKey) {
    return;
  }
  if (event.key === "Enter" && event.ctrlKey) {
    event.preventDefault();
    form.requestSubmit(finish);
    return;
  }
  // A click beside everything takes the focus away; the keys still mean the ruling that was at hand.
  const isNowhere = event.target === document.body;
  const number = isNowhere ? current : rulings.findIndex((ruling) => ruling.contains(event.target));
  if (number < 0 || event.ctrlKey || event.metaKey) {
    return;
  }
  const writing = event.target.matches("textarea");
  const typed = event.target.matches("input[type=text]");
  if (event.key === "Enter" && !writing) {
    event.preventDefault();
    goTo(number + 1);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && !writing) {
    event.preventDefault();
    goTo(number + (event.key === "ArrowDown" ? 1 : -1));
  } else if (!writing && !typed && !event.repeat) {
    const which = ["1", "2", "3"].indexOf(event.key.normalize("NFKC"));
    if (which >= 0) {
      event.preventDefault();
      choose(number, which);
    }
  }
});

form.addEventListener("focusin", (event) => {
  const number = rulings.findIndex((ruling) => ruling.contains(event.target));
  current = number < 0 ? current : number;
});

// After a refusal the first ruling that is wrong is at hand.
goTo(Math.max(0, rulings.findIndex((ruling) => ruling.hasAttribute("aria-describedby"))));

// Who types what stands on the paper has chosen "neither".
form.addEventListener("input", (event) => {
  const ruling = event.target.closest("[data-ruling]");
  if (ruling && event.target === typing(ruling)) {
    radios(ruling)[2].checked = true;
  }
});
