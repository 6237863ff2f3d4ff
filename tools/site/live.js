// Figures that follow their controls without a kernel: every picture was drawn before.
//
// A state is a place for each control, as a list of numbers; a figure knows the states that were
// drawn, with picture and sentence. Places, words and areas come from the JSON in the figure.
"use strict";

const PLAY = 7500;  // milliseconds from one end of a slider to the other
const ALONE = "With the other controls as they are, not every place was drawn: Reset, or run the notebook.";
const BESIDE = 0.6;  // what a place beside the wanted one costs; that another control moves: 1

function live(figure) {
  const told = JSON.parse(figure.querySelector("script").textContent);
  const shown = new Map(told.states.map(([state, file, words, sharp]) =>
    [state.join(), { file, words, sharp }]));
  const find = (kind) => figure.querySelector(`.live-${kind}`);
  const image = figure.querySelector("img"), note = find("note");
  const fields = [...figure.querySelectorAll(".live-control")].map((box) => ({
    input: box.querySelector("input, select"), output: box.querySelector("output") }));
  let now = told.first, followed = [], wanted = null, playing = null;

  // What is shown.

  function go(state, words = "") {
    now = state;
    const { file, words: sentence } = shown.get(state.join());
    fields.forEach((field, k) => set(field, told.controls[k], state[k]));
    find("words").textContent = image.alt = sentence;
    if (find("guess")) find("guess").querySelector("[role=status]").textContent = "";
    note.textContent = words;
    show(file);
  }

  function show(file) {
    wanted = `${told.pictures}/${file}`;
    const next = new Image(), source = wanted;
    next.onload = () => { if (source === wanted) image.src = source; };
    next.src = source;
  }

  // Named settings have a sharp picture besides, which follows where the screen has room for it.
  function sharpen() {
    const { file, sharp } = shown.get(now.join());
    const here = image.getAttribute("src").endsWith(file);
    if (sharp && here && image.clientWidth * devicePixelRatio > 1.1 * image.naturalWidth) show(sharp);
  }

  image.addEventListener("load", sharpen);
  if (image.complete) sharpen();

  function set({ input, output }, control, place) {
    if (control.kind === "box") input.checked = place === 1;
    else input.value = place;
    if (output) {
      output.textContent = control.places[place];
      input.setAttribute("aria-valuetext", control.places[place]);
    }
  }

  function load(states) {
    for (const state of states) new Image().src = `${told.pictures}/${shown.get(state.join()).file}`;
  }

  // One control moves; where that was not drawn, as few others as can be move with it.

  // How far it is from one state to another: a menu counts more than all sliders together.
  const far = (one, other) => one.reduce((sum, place, k) => {
    if (place === other[k]) return sum;
    const slider = told.controls[k].kind === "slider";
    return sum + (slider ? 1 + Math.abs(place - other[k]) / told.controls[k].places.length : 20);
  }, 0);
  const least = (states, cost) =>
    states.reduce((one, other) => (cost(other) < cost(one) ? other : one));

  // The drawn state that is nearest to the present one with control k at this place. A slider may
  // stop at a place beside it, if the others can stay then; a key always moves it on.
  function near(k, place, keyed) {
    const slides = told.controls[k].kind === "slider";
    const states = told.states.map(([state]) => state).filter((state) => !slides
      ? state[k] === place : !keyed || (state[k] - now[k]) * (place - now[k]) > 0);
    const rest = (state) => state.map((other, j) => (j === k ? now[k] : other));
    return states.length && place !== now[k]
      ? least(states, (state) => far(rest(state), now) + BESIDE * Math.abs(state[k] - place)) : null;
  }

  function move(k, place, keyed = false) {
    const state = near(k, place, keyed);
    if (state && state[k] !== now[k]) return follow(state, [k]);
    fields.forEach((field, j) => set(field, told.controls[j], now[j]));
    if (place !== now[k]) note.textContent = ALONE;
  }

  // Go to a state, and say what moved besides the controls that the reader moves.
  function follow(state, moved) {
    const changed = state.flatMap((place, k) => (place !== now[k] && !moved.includes(k) ? [k] : []));
    const same = moved.join() === followed.join();
    if (!same) still();
    followed = moved;
    changed.forEach((k) => fields[k].input.closest(".live-control").classList.add("live-moved"));
    const names = changed.map((k) => `${told.controls[k].label} is now ${told.controls[k].places[state[k]]}`);
    go(state, names.length ? `${names.join(", ")}: not every combination was drawn.`
      : same ? note.textContent : "");
  }

  // No control is marked any more.
  function still() {
    followed = [];
    figure.querySelectorAll(".live-moved").forEach((box) => box.classList.remove("live-moved"));
  }

  fields.forEach(({ input }, k) => {
    const read = () => (input.type === "checkbox" ? Number(input.checked) : Number(input.value));
    let keyed = false;
    input.addEventListener("keydown", () => { keyed = true; });
    input.addEventListener("pointerdown", () => { keyed = false; });
    input.addEventListener("input", () => { stop(); move(k, read(), keyed); });
    input.addEventListener("change", remember);
    const ahead = () =>
      load(told.controls[k].places.map((_, place) => near(k, place, false)).filter(Boolean));
    input.addEventListener("focus", ahead, { once: true });
    input.addEventListener("pointerenter", ahead, { once: true });
  });

  // Buttons.

  function press(name, action) {
    figure.querySelectorAll(`[data-${name}]`).forEach((button) =>
      button.addEventListener("click", () => action(Number(button.dataset[name]), button)));
  }

  function preset(state) {
    stop();
    still();
    go(state);
    remember();
  }

  // A button moves the controls that it names; the others stay, where that was drawn.
  press("preset", (k) => {
    const [, state, named] = told.presets[k];
    const kept = now.map((place, j) => (named.includes(j) ? state[j] : place));
    preset(shown.has(kept.join()) ? kept : state);
  });
  press("reset", () => preset(told.first));
  press("option", (k) => {
    const { options, state, answer } = told.question;
    preset(state);
    find("guess").querySelector("[role=status]").textContent = options[k] === answer
      ? `You said ${answer}, and it is.` : `You said ${options[k]}: it is ${answer}.`;
  });
  press("play", (_, button) => {
    if (playing) return stop();
    const k = told.play, last = told.controls[k].places.length - 1;
    button.textContent = "Pause";
    if (now[k] === last) move(k, 0);
    playing = setInterval(() => {
      move(k, now[k] + 1);
      if (now[k] === last) stop();
    }, PLAY / last);
  });
  press("link", () => {
    remember();
    const copied = navigator.clipboard?.writeText(location.href) ?? Promise.reject();
    copied.then(() => { note.textContent = "Copied: the address of this setting."; },
      () => { note.textContent = "The address of this page now leads to this setting."; });
  });
  press("projector", project);

  function stop() {
    clearInterval(playing);
    if (playing) figure.querySelector("[data-play]").textContent = "Play";
    playing = null;
  }

  // As large as the screen.

  function project() {
    if (figure.closest("dialog")) return figure.closest("dialog").close();
    document.querySelector("dialog.live-projector")?.close();
    const dialog = document.createElement("dialog"), home = document.createComment("");
    dialog.className = "live-projector";
    dialog.setAttribute("aria-label", figure.getAttribute("aria-label"));
    figure.replaceWith(home);
    dialog.append(figure);
    document.body.append(dialog);
    const button = figure.querySelector("[data-projector]");
    button.textContent = "Close";
    dialog.showModal();
    sharpen();
    dialog.addEventListener("close", () => {
      button.textContent = "Projector";
      home.replaceWith(figure);
      dialog.remove();
      figure.scrollIntoView();
      button.focus({ preventScroll: true });
      if (location.hash.split("?")[0] === `#${figure.id}`) remember();
    });
  }

  // The address: #fig-map?lr=0.01&memory=0.9, and view=projector.

  function remember() {
    const query = new URLSearchParams();
    told.controls.forEach(({ name, places }, k) => {
      if (now[k] !== told.first[k]) query.set(name, places[now[k]]);
    });
    if (figure.closest("dialog")) query.set("view", "projector");
    history.replaceState(null, "", `#${figure.id}${query.size ? `?${query}` : ""}`);
  }

  function visit() {
    const [name, query = ""] = decodeURI(location.hash).slice(1).split("?");
    if (name !== figure.id) return;
    const asked = new URLSearchParams(query);
    const state = told.controls.map((control, k) =>
      (asked.has(control.name) ? nearest(control.places, asked.get(control.name)) : told.first[k]))
      .map((place, k) => (place < 0 ? told.first[k] : place));
    const best = least(told.states.map(([one]) => one), (one) => far(one, state));
    const exact = told.controls.every(({ name, places }, k) =>
      best[k] === state[k] && (!asked.has(name) || places[best[k]] === asked.get(name)));
    still();
    go(best, exact ? "" : "This is the nearest that was drawn.");
    const open = figure.closest("dialog");
    if (Boolean(open) !== (asked.get("view") === "projector")) project();
    if (open) return;
    figure.scrollIntoView();
  }

  function nearest(places, words) {
    const exact = places.indexOf(words);
    if (exact >= 0) return exact;
    const apart = places.map((place) => Math.abs(Number(place) - Number(words)));
    return apart.indexOf(Math.min(...apart.filter((one) => !isNaN(one))));
  }

  // Taken in the hand: an area of the picture moves one control or two.

  // The states that these controls make, where the others are as near as can be to what they are
  // and the controls are drawn together: where they are two, not only as a cross.
  function reachable(moved) {
    const groups = new Map();
    for (const [state] of told.states) {
      const others = state.filter((_, k) => !moved.includes(k)).join();
      groups.set(others, [...(groups.get(others) ?? []), state]);
    }
    const full = [...groups.values()].filter((states) => {
      const along = moved.map((k) => new Set(states.map((state) => state[k])).size);
      return states.length > (moved.length > 1 ? 1.3 * (along[0] + along[1]) : 3);
    });
    const apart = ([state]) => far(state.map((place, k) => (moved.includes(k) ? now[k] : place)), now);
    return least(full.length ? full : [...groups.values()], apart);
  }

  for (const area of told.drag) {
    const sheet = document.createElement("div");
    const [left, top, width, height] = area.box.map((share) => `${100 * share}%`);
    Object.assign(sheet.style, { left, top, width, height });
    sheet.className = `live-area live-area-${area.moves}`;
    const axes = ["x", "y"].filter((axis) => area[axis]);
    const moved = axes.map((axis) => area[axis][0]);
    let reach = null;  // the states that the pointer can go to

    sheet.addEventListener("pointerdown", (event) => {
      if (event.button || !event.isPrimary) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      stop();
      reach = reachable(moved);
      load(reach);
      pull(event);
    });
    sheet.addEventListener("pointermove", (event) => reach && pull(event));
    sheet.addEventListener("lostpointercapture", () => { reach = null; remember(); });

    function pull(event) {
      const box = sheet.getBoundingClientRect();
      const at = { x: (event.clientX - box.left) / box.width,
                   y: 1 - (event.clientY - box.top) / box.height };
      const best = least(reach, (state) => Math.hypot(...axes.map((axis) =>
        area[axis][1][state[area[axis][0]]] - at[axis])));
      if (best.join() !== now.join()) follow(best, moved);
      if (reach.length === 1) note.textContent = ALONE;
    }
    figure.querySelector(".live-picture").append(sheet);
  }

  figure.querySelectorAll("[hidden]").forEach((part) => { part.hidden = false; });
  addEventListener("hashchange", visit);
  visit();
}

document.querySelectorAll("figure.live").forEach(live);
