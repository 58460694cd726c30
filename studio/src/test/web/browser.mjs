// A real browser on the studio, and what every page of it must keep.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(new URL("../../main/web/package.json", import.meta.url));
const { chromium } = require("playwright-core");
const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const { STUDIO_URL, STUDIO_KEY, STUDIO_CHROMIUM, STUDIO_LIBRARIES, STUDIO_PICTURES } = process.env;
export const at = STUDIO_URL;
export const key = STUDIO_KEY;
const BOTH_THEMES_PIXELS_MIN = 1000;

/** Words of the page in a language, by name. */
export async function words(language) {
  const { default: all } = await import(`../../main/web/src/messages/${language}.js`);
  return (name, values = {}) => all[name].replace(/\{(\w+)\}/g, (_, place) => values[place] ?? "");
}

export async function launch() {
  return chromium.launch({
    executablePath: STUDIO_CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-proxy-server"],
    env: { ...process.env, ...(STUDIO_LIBRARIES ? { LD_LIBRARY_PATH: STUDIO_LIBRARIES } : {}) },
  });
}

/** A page in a window of its own; `complaints` collects what the browser's console held against it. */
export async function open(browser, { language = "en", width = 1280, height = 900, dark = false, ...more } = {}) {
  const colorScheme = dark ? "dark" : "light";
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language === "zh" ? "zh-CN" : "en-GB",
    colorScheme,
    reducedMotion: "reduce",
    timezoneId: "UTC",
    ...more,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  page.complaints = [];
  page.colorScheme = colorScheme;
  page.on("pageerror", (error) => page.complaints.push(String(error)));
  page.on("console", (message) => {
    const expected = /status of 4(01|02|03|09|22|29)|ERR_INTERNET_DISCONNECTED|ERR_CONNECTION/.test(message.text());
    if (message.type() === "error" && !expected) page.complaints.push(message.text());
  });
  await page.goto(`${at}/studio/`);
  return page;
}

export async function signIn(page, t) {
  await page.getByRole("heading", { name: t("signin.title") }).waitFor();
  await page.getByLabel(t("signin.key"), { exact: true }).fill(key);
  await page.getByRole("button", { name: t("signin.go") }).click();
  await page.getByLabel(t("prompt"), { exact: false }).first().waitFor();
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/**
 * What WCAG 2.2 at the levels A and AA, as far as a program can tell, has against the page as it is. Where a page is wide, it
 * looks at the contrasts of the other theme too.
 */
export async function accessible(page, where) {
  // A debugger's evaluation is bound neither by the page's policy for scripts nor by that for types.
  await page.evaluate(AXE);
  none(await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), RULES), where);
  if (page.viewportSize().width < BOTH_THEMES_PIXELS_MIN) return;
  const other = page.colorScheme === "dark" ? "light" : "dark";
  await page.emulateMedia({ colorScheme: other });
  none(await page.evaluate(() => globalThis.axe.run(document, { runOnly: { type: "rule", values: ["color-contrast"] } })), `${where}, ${other}`);
  await page.emulateMedia({ colorScheme: page.colorScheme });
}

function none(found, where) {
  const wrong = found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => `${node.target} ${node.failureSummary}`).join(" | ")}`);
  assert.deepEqual(wrong, [], `accessibility of ${where}`);
}

/** Nothing sticks out at the side. */
export async function fits(page, where) {
  const [inner, content] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
  assert.ok(content <= inner, `${where} is ${content} pixels wide in a window of ${inner}`);
}

export async function picture(page, name, options = {}) {
  if (!STUDIO_PICTURES) return;
  mkdirSync(STUDIO_PICTURES, { recursive: true });
  await page.screenshot({ path: join(STUDIO_PICTURES, `${name}.jpg`), type: "jpeg", quality: 78, ...options });
}
