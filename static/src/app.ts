/** The page's entry: puts the console together. */
document.documentElement.dataset.ready = "true";
