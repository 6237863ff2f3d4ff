// Figures that follow their controls without a kernel: every picture was drawn before.
//
// A state is a place for each control, as a list of numbers; a figure knows the states that were
// drawn, with picture and sentence. Places, words and areas come from the JSON in the figure.
"use strict";

const PLAY = 7500;  // milliseconds from one end of a slider to the other

const others = (states, state, moved) =>
  states.filter(([one]) => one.every((place, k) => moved.includes(k) || place === state[k]));

function live(figure) {
  const told = JSON.parse(figure.querySelector("script").textContent);
  const shown = new Map(told.states.map(([state, file, words, sharp]) =>
    [state.join(), { file, words, sharp }]));
  const find = (kind) => figure.querySelector(`.live-${kind}`);
  const image = figure.querySelector("img"), note = find("note");
  const fields = [...figure.querySelectorAll(".live-control")].map((box) => ({
    input: box.querySelector("input, select"), output: box.querySelector("output") }));
  let now = told.first, base = { state: told.first, name: "the first setting" };
  let wanted = null, playing = null;

  // What is shown.

  function go(state, words = "") {
    now = state;
    const { file, words: sentence } = shown.get(state.join());
    fields.forEach((field, k) => set(field, told.controls[k], state[k]));
    find("words").textContent = image.alt = sentence;
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
    for (const [, file] of states) new Image().src = `${told.pictures}/${file}`;
  }

  // One control moves; where that was not drawn, the others go back.

  const centres = () => [{ state: now }, base, { state: told.first, name: "the first setting" }];

  function move(k, place) {
    for (const { state, name } of centres()) {
      const next = state.map((old, j) => (j === k ? place : old));
      if (!shown.has(next.join())) continue;
      if (name && base.name !== name) base = { state, name };
      return go(next, name ? `The other controls went back to ${name}.` : "");
    }
  }

  fields.forEach(({ input }, k) => {
    const read = () => (input.type === "checkbox" ? Number(input.checked) : Number(input.value));
    input.addEventListener("input", () => { stop(); move(k, read()); });
    input.addEventListener("change", remember);
    const ahead = () => load(centres().flatMap(({ state }) => others(told.states, state, [k])));
    input.addEventListener("focus", ahead, { once: true });
    input.addEventListener("pointerenter", ahead, { once: true });
  });

  // Buttons.

  function press(name, action) {
    figure.querySelectorAll(`[data-${name}]`).forEach((button) =>
      button.addEventListener("click", () => action(Number(button.dataset[name]), button)));
  }

  function preset(state, name) {
    stop();
    base = { state, name };
    go(state);
    remember();
  }

  press("preset", (k) => preset(told.presets[k][1], `“${told.presets[k][0]}”`));
  press("reset", () => preset(told.first, "the first setting"));
  press("option", (k) => {
    const { options, state, answer } = told.question;
    preset(state, "the question's setting");
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
    navigator.clipboard?.writeText(location.href).catch(() => {});
    note.textContent = "The address of this page now leads to this figure with this setting.";
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
    const dialog = document.createElement("dialog"), home = document.createComment("");
    dialog.className = "live-projector";
    dialog.setAttribute("aria-label", figure.getAttribute("aria-label"));
    figure.replaceWith(home);
    dialog.append(figure);
    document.body.append(dialog);
    dialog.showModal();
    sharpen();
    dialog.addEventListener("close", () => { home.replaceWith(figure); dialog.remove(); });
  }

  // The address: #fig-map?lr=0.01&memory=0.9, and view=projector.

  function remember() {
    const query = new URLSearchParams();
    told.controls.forEach(({ name, places }, k) => {
      if (now[k] !== told.first[k]) query.set(name, places[now[k]]);
    });
    history.replaceState(null, "", `#${figure.id}${query.size ? `?${query}` : ""}`);
  }

  function visit() {
    const [name, query = ""] = decodeURI(location.hash).slice(1).split("?");
    if (name !== figure.id) return;
    const asked = new URLSearchParams(query);
    const state = told.controls.map((control, k) =>
      (asked.has(control.name) ? nearest(control.places, asked.get(control.name)) : told.first[k]));
    const same = (one) => one.filter((place, k) => place === state[k]).length;
    const best = told.states.reduce((one, other) => (same(other[0]) > same(one[0]) ? other : one));
    base = { state: best[0], name: "the address's setting" };
    go(best[0], same(best[0]) < state.length ? "This is the nearest that was drawn." : "");
    if (asked.get("view") === "projector") return figure.closest("dialog") || project();
    figure.scrollIntoView();
  }

  function nearest(places, words) {
    const exact = places.indexOf(words);
    if (exact >= 0) return exact;
    const far = places.map((place) => Math.abs(Number(place) - Number(words)));
    return Math.max(0, far.indexOf(Math.min(...far.filter((one) => !isNaN(one)))));
  }

  // Taken in the hand: an area of the picture moves one control or two.

  for (const area of told.drag) {
    const sheet = document.createElement("div");
    const [left, top, width, height] = area.box.map((share) => `${100 * share}%`);
    Object.assign(sheet.style, { left, top, width, height });
    sheet.className = `live-area live-area-${area.moves}`;
    const axes = ["x", "y"].filter((axis) => area[axis]);
    const moved = axes.map((axis) => area[axis][0]);
    let group = null;  // the states that the pointer can reach

    sheet.addEventListener("pointerdown", (event) => {
      if (event.button || !event.isPrimary) return;
      event.preventDefault();
      sheet.setPointerCapture(event.pointerId);
      stop();
      const groups = centres().map((one) => ({ ...one, states: others(told.states, one.state, moved) }));
      const most = Math.max(...groups.map(({ states }) => states.length));
      group = groups.find(({ states }) => 2 * states.length > most);
      if (group.name) base = { state: group.state, name: group.name };
      load(group.states);
      pull(event);
    });
    sheet.addEventListener("pointermove", (event) => group && pull(event));
    sheet.addEventListener("lostpointercapture", () => { group = null; remember(); });

    function pull(event) {
      const box = sheet.getBoundingClientRect();
      const at = { x: (event.clientX - box.left) / box.width,
                   y: 1 - (event.clientY - box.top) / box.height };
      const far = (state) => Math.hypot(...axes.map((axis) =>
        area[axis][1][state[area[axis][0]]] - at[axis]));
      const [best] = group.states.reduce((one, other) => (far(other[0]) < far(one[0]) ? other : one));
      const back = group.name && group.state.some((place, k) => place !== now[k] && !moved.includes(k));
      if (best.join() !== now.join()) go(best, back ? `The other controls went back to ${group.name}.` : note.textContent);
    }
    figure.querySelector(".live-picture").append(sheet);
  }

  figure.querySelectorAll("[hidden]").forEach((part) => { part.hidden = false; });
  addEventListener("hashchange", visit);
  visit();
}

document.querySelectorAll("figure.live").forEach(live);
