"""The arrow keys of menus, in JupyterLab: it would take them to go from cell to cell."""
from anywidget import AnyWidget


class Keys(AnyWidget):
    """Shows nothing. Standing in a box of menus, it asks JupyterLab to leave a menu its keys."""
    _esm = """
    export default {
      render({ el }) {
        let gone = false;
        function begin() {
          const box = el.closest(".widget-vbox");
          if (!box && !gone) return requestAnimationFrame(begin);
          box?.addEventListener("focusin", ({ target }) => {
            if (target.matches("select")) target.setAttribute("data-lm-suppress-shortcuts", "true");
          });
        }
        requestAnimationFrame(begin);
        return () => { gone = true; };
      },
    };
    """
