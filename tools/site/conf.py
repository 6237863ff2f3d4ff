"""How Sphinx builds the site: nothing on it asks another server for anything."""
project = "Training neural networks, one drag at a time"
author = "the authors of the course companion"
html_title = project
extensions = ["myst_nb"]
exclude_patterns = ["files", ".doctrees"]
nb_execution_mode = "off"
nb_ipywidgets_js = {}  # by default two CDNs
nb_merge_streams = True
nb_render_markdown_format = "myst"  # what a cell shows may have a table
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 4
myst_dmath_double_inline = True
mathjax_path = "tex-svg.js"
mathjax3_config = {"options": {"enableMenu": False}, "startup": {"typeset": True}}
html_theme = "pydata_sphinx_theme"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = [("live.js", {"defer": "defer"})]
html_show_sourcelink = False
html_show_search_summary = False  # it fetches pages, which a browser refuses from disk
html_copy_source = False
html_sidebars = {"**": ["sidebar-nav-bs", "page-toc"]}
html_sidebars |= dict.fromkeys(("index", "words", "run", "about"), ["page-toc"])
html_theme_options = {
    "logo": {"text": "Training neural networks"},
    "secondary_sidebar_items": [],
    "navbar_align": "left",
    "navbar_persistent": ["search-button"],
    "navigation_depth": 2,
    "show_nav_level": 1,
    "header_links_before_dropdown": 6,
    "footer_start": ["copyright"],
    "footer_end": [],
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}
html_context = {"default_mode": "auto"}
copyright = "its authors. Text and figures CC BY 4.0, code BSD 3-Clause"
suppress_warnings = ["myst.header", "mystnb.unknown_mime_type"]
