// What an operator sees of usage over time and of the server itself: charts, tables, files, settings, in both themes.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { accessible, at, fits, key, launch, open, picture, signIn, words } from "./browser.mjs";
import { upstream } from "./upstream.mjs";

const [language, width, theme] = [process.argv[2], Number(process.argv[3]), process.argv[4]];
const name = `${language}-${width}`;
const t = await words(language);
const made = await upstream();
const browser = await launch();
try {
  const page = await open(browser, { language, width, height: 900, dark: theme === "dark" });
  await signIn(page, t);
  const call = (path, data) => page.request.post(`${at}/api/v1${path}`, { data, headers: { Authorization: `Bearer ${key}` } });
  await call("/accounts", { name: "main", provider: "openai", base_url: made.base, secret: "sk-usage", options: { "images-per-call": "1" } });
  const orders = [
    { prompt: "a paper boat", quality: "low", n: 3 },
    { prompt: "a tall ship", quality: "low", size: "1024x1536", n: 2 },
    { prompt: "a raft", quality: "high" },
    { prompt: "refuse this one", quality: "high" },
  ];
  const ids = await Promise.all(orders.map(async (order) => (await (await call("/jobs", order)).json()).id));
  const state = async (id) => (await (await page.request.get(`${at}/api/v1/jobs/${id}`, { headers: { Authorization: `Bearer ${key}` } })).json()).state;
  for (const id of ids) {
    for (let look = 0; !["succeeded", "failed"].includes(await state(id)); look++) {
      assert.ok(look < 200, "a job does not end");
      await new Promise((seen) => setTimeout(seen, 100));
    }
  }

  await page.goto(`${at}/studio/#/admin/usage`);
  const charts = page.locator("figure.plot canvas");
  await charts.first().waitFor();
  await charts.nth(3).waitFor();
  const painted = await charts.first().evaluate((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size;
  });
  assert.ok(painted > 5, "the chart is empty");
  await page.locator(".rows tbody th", { hasText: "1024 × 1536" }).waitFor();
  await page.getByRole("region", { name: t("usage.accounts") }).locator("tbody th", { hasText: "main" }).waitFor();
  await accessible(page, `the usage, ${theme}`);
  await fits(page, "the usage");
  await picture(page, theme === "dark" ? `usage-dark-${width}` : `usage-${name}`);

  // The same figures as a table, by the keyboard, and as a file.
  const images = page.locator("figure.plot", { hasText: t("usage.images") }).first();
  await images.locator("summary").focus();
  await page.keyboard.press("Enter");
  const row = images.locator("tbody tr").first();
  assert.match(await row.innerText(), /\d{4}-\d{2}-\d{2}/);
  const [file] = await Promise.all([page.waitForEvent("download"), images.getByRole("button", { name: t("usage.csv") }).click()]);
  const lines = readFileSync(await file.path(), "utf8").trim().split("\r\n");
  assert.equal(lines.length, 31, "a line for each day, and a header");
  const delivered = (await (await page.request.get(`${at}/api/v1/usage/series`, { headers: { Authorization: `Bearer ${key}` } })).json()).points.at(-1).images_delivered;
  assert.equal(Number(lines.at(-1).split(",")[1]), delivered);

  const asked = (part) => page.waitForResponse((answer) => answer.url().includes("/usage/series") && answer.url().includes(part));
  await Promise.all([asked("bucket=hour"), page.getByRole("radio", { name: t("usage.range.today"), exact: true }).check({ force: true })]);
  await images.locator("summary").waitFor();
  await Promise.all([asked("model=gpt-image-2"), page.getByRole("combobox", { name: t("usage.by.model") }).selectOption("gpt-image-2")]);
  await Promise.all([asked("tenant=*"), page.getByLabel(t("usage.everyone")).check()]);
  await charts.first().waitFor();
  await accessible(page, "the usage of today");
  await page.getByRole("radio", { name: t("usage.range.custom"), exact: true }).check({ force: true });
  await accessible(page, "the usage of chosen days");
  await fits(page, "the usage of chosen days");

  await page.getByRole("link", { name: t("admin.settings"), exact: true }).click();
  await page.getByRole("heading", { level: 1, name: t("admin.settings") }).waitFor();
  await page.locator(".checks li strong").first().waitFor();
  assert.equal(await page.locator(".checks .pill.unusable").count(), 0);
  const secret = page.getByRole("region", { name: t("settings.all") }).locator("tr", { hasText: "admin-key" });
  await secret.getByText(t("settings.secret")).waitFor();
  assert.ok(!(await page.content()).includes(key), "a secret is shown");
  await page.getByLabel(t("settings.changed")).check();
  await secret.waitFor();
  await page.getByLabel(t("settings.find")).fill("private");
  await page.getByRole("region", { name: t("settings.all") }).locator("tr", { hasText: "allow-private-networks" }).waitFor();
  await secret.waitFor({ state: "detached" });
  await accessible(page, `the settings, ${theme}`);
  await fits(page, "the settings");
  await page.getByLabel(t("settings.find")).fill("");
  await page.evaluate(() => scrollTo(0, 0));
  await picture(page, theme === "dark" ? `settings-dark-${width}` : `settings-${name}`);
  await page.setViewportSize({ width: 3840, height: 2160 });
  for (const section of ["usage", "accounts", "settings", "privacy"]) {
    await page.getByRole("link", { name: t(`admin.${section}`), exact: true }).click();
    await page.getByRole("heading", { level: 1, name: t(`admin.${section}`) }).waitFor();
    await fits(page, `${section} on a screen of 4K`);
  }
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
  made.close();
}
