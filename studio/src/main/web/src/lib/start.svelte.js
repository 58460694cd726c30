import { language } from "./i18n.svelte.js";
import { session } from "./session.svelte.js";
import { theme } from "./theme.svelte.js";

/** What must be known before anything is shown: the language, the theme, and who is here. */
export async function begin() {
  theme.begin();
  await Promise.all([language.begin(), session.begin()]);
}
