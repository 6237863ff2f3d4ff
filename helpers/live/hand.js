// The hand has no picture of its own. It lays a sheet over the picture of its figure, and tells the
// kernel where the pointer is, how large the picture is shown, and which pictures have arrived.

const MOST = 2;         // points under way without an answer: one is drawn, one waits
const PATIENCE = 1000;  // milliseconds without an answer, until the last point is sent again
const LEFT_TO_THE_PAGE = { both: "none", x: "pan-y", y: "pan-x" };  // what a finger still scrolls
const CURSOR = { both: "grab", x: "ew-resize", y: "ns-resize" };

export default {
  render({ model, el }) {
    const sheet = document.createElement("div");
    let figure = null;   // the box of the figure, once it is on the page
    let image = null;    // its picture
    let held = null;     // the area that was pressed, until the pointer is released
    let place = null;    // the last place of the pointer that is not yet sent
    let last = null;     // the last that was
    let sent = 0;        // the numbers of the last point sent, and of the last answered
    let answered = 0;
    let told = null;     // the ratio and the width that the kernel knows
    let seen = null;     // the number of a picture that has arrived, and is not yet said
    let timer = null;
    let gone = false;

    function begin() {
      if (gone) return;
      figure = el.closest(".widget-vbox");
      image = figure && figure.querySelector(":scope > img");
      if (!image) return requestAnimationFrame(begin);
      figure.style.position = "relative";
      figure.append(sheet);
      figure.addEventListener("focusin", keepKeys);
      watcher.observe(image);
      watcher.observe(figure);
      watchRatio();
    }

    // JupyterLab would take a menu's arrow keys and letters, and go from cell to cell.

    function keepKeys({ target }) {
      if (target.matches("select")) target.setAttribute("data-lm-suppress-shortcuts", "true");
    }

    // Where the picture is, and how large.

    const watcher = new ResizeObserver(tell);

    function watchRatio() {
      if (gone) return;
      const ratio = matchMedia(`(resolution: ${devicePixelRatio}dppx)`);
      ratio.addEventListener("change", () => { tell(); watchRatio(); }, { once: true });
    }

    function tell() {
      const around = figure.getBoundingClientRect();
      const { left, top, width, height } = image.getBoundingClientRect();
      if (gone || !width) return;
      Object.assign(sheet.style, { position: "absolute", pointerEvents: "none",
                                   left: `${left - around.left}px`, top: `${top - around.top}px`,
                                   width: `${width}px`, height: `${height}px` });
      const look = { ratio: devicePixelRatio, width };
      if (told && look.ratio === told.ratio && look.width === told.width) return;
      model.send({ ...look, hello: !told });
      told = look;
    }

    // The areas that can be taken hold of: {axes, box: [left, top, width, height], moves}, in
    // shares of the picture.

    function lay(areas) {
      if (held) release();
      sheet.replaceChildren(...areas.map(({ axes, box, moves }) => {
        const area = document.createElement("div");
        const [left, top, width, height] = box.map((share) => `${100 * share}%`);
        Object.assign(area.style, { position: "absolute", left, top, width, height,
                                    pointerEvents: "auto", userSelect: "none",
                                    touchAction: LEFT_TO_THE_PAGE[moves], cursor: CURSOR[moves] });
        area.addEventListener("pointerdown", (event) => press(area, axes, event));
        area.addEventListener("pointermove", (event) => held === area && move(area, axes, event));
        area.addEventListener("lostpointercapture", () => held === area && release());
        return area;
      }));
    }

    function press(area, axes, event) {
      if (event.button || !event.isPrimary) return;
      event.preventDefault();  // no text is selected on the way
      area.setPointerCapture(event.pointerId);
      held = area;
      move(area, axes, event);
    }

    function move(area, axes, event) {
      const { left, top, width, height } = area.getBoundingClientRect();
      const share = (length, whole) => Math.min(1, Math.max(0, length / whole));
      place = { axes, x: share(event.clientX - left, width),
                y: 1 - share(event.clientY - top, height), held: true };
      flush();
    }

    function release() {
      held = null;
      place = { ...(place || last), held: false };
      flush();
    }

    function flush() {
      if (gone || !place || sent - answered >= MOST) return;
      last = place;
      place = null;
      model.send({ point: ++sent, ...last, seen });
      seen = null;
      clearTimeout(timer);
      timer = setTimeout(again, PATIENCE);
    }

    function again() {
      if (sent === answered) return;
      answered = sent;
      place = place || last;
      flush();
    }

    // What the kernel says.

    function hear(content) {
      if (content.areas) lay(content.areas);
      if (content.point) {
        answered = Math.max(answered, content.point);
        flush();
      }
      if (content.picture) {
        const arrived = () => {
          seen = content.picture;
          if (!held) tellSeen();  // else the next point takes it along
        };
        image.decode().then(arrived, arrived);
      }
    }

    function tellSeen() {
      if (!gone && seen) model.send({ seen });
      seen = null;
    }

    model.on("msg:custom", hear);
    begin();
    return () => {
      gone = true;
      sheet.remove();
      clearTimeout(timer);
      watcher.disconnect();
      model.off("msg:custom", hear);
    };
  },
};
