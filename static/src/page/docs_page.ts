/** The script of `/docs`: the colours that a person chose on the page hold there, too, and follow a choice in another tab. */
import { kept } from "./page_storage.ts";
import { applyTheme, theme_key } from "./theme.ts";

applyTheme();
kept.listen(theme_key, applyTheme);
