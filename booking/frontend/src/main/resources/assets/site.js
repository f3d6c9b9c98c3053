// Comfort only: every page works without this file.
"use strict";

// The first wrong field, or what went wrong, is where a reader should be.
const errors = document.getElementById("errors");
if (errors) errors.focus();

// A second press while the first is under way does nothing. (The form's key would book once all the same.)
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    sent = true;
    form.querySelector("button[type=submit]").setAttribute("aria-disabled", "true");
  });
  // Back from the page that followed: the form may be sent again.
  addEventListener("pageshow", () => {
    sent = false;
    form.querySelector("button[type=submit]").removeAttribute("aria-disabled");
  });
}

// Leaving comes after arriving.
const from = document.getElementById("from");
const to = document.getElementById("to");
if (from && to && from.type === "date") {
  const day = 24 * 60 * 60 * 1000;
  const follow = () => {
    if (!from.value) return;
    const next = new Date(from.valueAsNumber + day);
    to.min = next.toISOString().slice(0, 10);
    if (to.value && to.value <= from.value) to.valueAsDate = next;
  };
  from.addEventListener("change", follow);
}

// How long the room is held: every second to see, but said aloud only when it gets short.
const hold = document.querySelector("[data-until]");
if (hold) {
  const until = Date.parse(hold.dataset.until);
  const left = hold.querySelector("[data-left]");
  const say = document.querySelector("[data-say]");
  let said = "";
  const announce = (text) => {
    if (said !== text) say.textContent = said = text;
  };
  const tick = () => {
    const seconds = Math.max(0, Math.round((until - Date.now()) / 1000));
    left.textContent = Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    hold.classList.toggle("short", seconds <= 60);
    if (seconds === 0) announce("The time is over. The room may go to somebody else.");
    else if (seconds <= 60) announce("Less than a minute left to pay.");
    if (seconds > 0) setTimeout(tick, 1000);
  };
  tick();
  // Back from the page that followed: the time went on, and so may the booking have.
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

// Test cards can be taken over with a press.
const card = document.getElementById("card");
if (card) {
  for (const number of document.querySelectorAll("[data-card]")) {
    const use = document.createElement("button");
    use.type = "button";
    use.className = "use";
    use.append(number.cloneNode(true));
    use.title = "Use this card";
    use.addEventListener("click", () => {
      card.value = number.textContent;
      card.focus();
    });
    number.replaceWith(use);
  }
}

// A payment that is being checked: ask quietly, and show the page anew when the answer is there.
const wait = document.querySelector("[data-wait]");
if (wait) {
  let pause = 1500;
  const ask = async () => {
    try {
      const answer = await fetch(wait.dataset.wait, { cache: "no-store" });
      if (answer.ok && !(await answer.json()).settling) {
        location.reload();
        return;
      }
    } catch {
      // offline for a moment: the next try may work
    }
    pause = Math.min(pause * 1.2, 8000);
    setTimeout(ask, pause);
  };
  setTimeout(ask, pause);
}
