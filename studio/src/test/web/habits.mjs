// What must hold beside the usual way through: weight, the keyboard, a lost connection, cancelling, a revoked key.
import assert from "node:assert/strict";
import { accessible, at, key, launch, open, picture, signIn, words } from "./browser.mjs";

const FIRST_LOAD_BYTES_MAX = 200_000;
const t = await words("en");

const checks = {
  async weight(browser) {
    const page = await open(browser);
    await page.getByRole("heading", { name: t("signin.title") }).waitFor();
    const sizes = await page.evaluate(() =>
      performance
        .getEntries()
        .filter((one) => one.transferSize !== undefined)
        .map((one) => [one.name, one.transferSize]),
    );
    const bytes = sizes.reduce((sum, [, size]) => sum + size, 0);
    assert.ok(bytes > 20_000 && bytes <= FIRST_LOAD_BYTES_MAX, `first load of ${bytes} bytes: ${JSON.stringify(sizes)}`);
    assert.ok(sizes.every(([name]) => name.startsWith(at) || !name.startsWith("http")), `other hosts: ${JSON.stringify(sizes)}`);
    assert.deepEqual(page.complaints, []);
  },

  async keyboard(browser) {
    const page = await open(browser);
    await page.getByLabel(t("signin.key")).waitFor();
    assert.ok(await page.getByLabel(t("signin.key")).evaluate((input) => input === document.activeElement));
    await page.keyboard.type(key);
    await page.keyboard.press("Enter");
    await page.locator("#prompt").waitFor();
    await page.reload();
    await page.locator("#prompt").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "prompt");
    await page.keyboard.type("a blue teapot, by keyboard");
    await page.getByRole("radio", { name: t("auto") }).first().focus();
    await page.keyboard.press("ArrowRight");
    assert.ok(await page.getByRole("radio", { name: "1:1" }).isChecked());
    await page.locator("#prompt").focus();
    await page.keyboard.press("Control+Enter");
    const job = page.locator("article.job", { hasText: "by keyboard" }).first();
    await job.locator("button.picture").focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.deepEqual(page.complaints, []);
  },

  async size(browser) {
    const page = await open(browser);
    await signIn(page, t);
    await page.locator("#prompt").fill("a wide harbour at dusk");
    await page.getByRole("radio", { name: t("size.custom") }).check({ force: true });
    await page.getByLabel(t("size.width")).fill("4000");
    await page.getByText(t("size.long", { max: "3,840" })).waitFor();
    await page.getByLabel(t("size.width")).fill("3840");
    await page.getByLabel(t("size.height")).fill("800");
    await page.getByText(t("size.ratio", { max: "3" })).waitFor();
    await accessible(page, "a size that breaks a rule");
    await page.getByLabel(t("size.width")).fill("1881");
    await page.getByLabel(t("size.height")).fill("836");
    await page.getByText(t("size.resampled", { shape: "9:4" })).waitFor();
    await page.getByRole("button", { name: t("create.go_one") }).click();
    const job = page.locator("article.job", { hasText: "harbour" }).first();
    await job.getByText("1881 × 836").waitFor();
    await job.locator("button.picture").click();
    const whole = page.getByRole("dialog").locator("img");
    await whole.evaluate((img) => img.decode());
    assert.deepEqual(await whole.evaluate((img) => [img.naturalWidth, img.naturalHeight]), [1881, 836]);
    assert.deepEqual(page.complaints, []);
  },

  async references(browser) {
    const page = await open(browser);
    await signIn(page, t);
    const png = (color) =>
      page.evaluate(async (color) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 96, height: 64 });
        const pen = canvas.getContext("2d");
        pen.fillStyle = color;
        pen.fillRect(0, 0, 96, 64);
        return canvas.toDataURL().split(",")[1];
      }, color);
    const files = await Promise.all(
      ["red", "green", "blue"].map(async (color) => ({ name: `${color}.png`, mimeType: "image/png", buffer: Buffer.from(await png(color), "base64") })),
    );
    await page.locator(".add input").setInputFiles([...files, { name: "notes.txt", mimeType: "text/plain", buffer: Buffer.from("no picture") }]);
    await page.getByText(t("problem.picture-type")).waitFor();
    await page.getByRole("button", { name: t("references.remove", { at: 4 }) }).click();
    await page.getByRole("button", { name: t("references.left", { at: 3 }) }).click();
    assert.deepEqual(await page.locator(".reference img").evaluateAll((all) => all.map((img) => img.alt)), ["red.png", "blue.png", "green.png"]);
    await accessible(page, "references");
    await page.locator("#prompt").fill("put these together, from references");
    await page.locator(".quote[aria-busy=false] dd").first().filter({ hasText: "$" }).waitFor();
    await page.getByRole("button", { name: t("create.go_one") }).click();
    const job = page.locator("article.job", { hasText: "from references" }).first();
    await job.getByText(t("references.used", { n: 3 })).waitFor();
    await job.locator("button.picture").waitFor();
    await job.getByRole("button", { name: t("job.reuse") }).click();
    assert.equal(await page.locator(".reference").count(), 3);
    assert.equal(await page.locator("#prompt").inputValue(), "put these together, from references");
    assert.deepEqual(page.complaints, []);
  },

  async connection(browser) {
    const page = await open(browser);
    await signIn(page, t);
    await page.locator("#prompt").fill("a lighthouse in a storm, offline [atelier:partials=1s]");
    await page.getByRole("button", { name: t("create.go_one") }).click();
    const job = page.locator("article.job", { hasText: "lighthouse" }).first();
    await job.getByRole("button", { name: t("job.cancel") }).waitFor();
    await page.context().setOffline(true);
    await page.getByText(t("offline.banner")).waitFor();
    const other = `another, while nobody answers, ${Date.now()}`;
    await page.locator("#prompt").fill(other);
    await page.getByRole("button", { name: t("create.go_one") }).click();
    await page.locator(".foot").getByText(t("problem.offline")).first().waitFor();
    await accessible(page, "a page without a server");
    await picture(page, "offline");
    await page.context().setOffline(false);
    await job.locator("button.picture").waitFor();
    await page.getByRole("button", { name: t("create.go_one") }).click();
    await page.locator("article.job", { hasText: other }).first().locator("button.picture").waitFor();
    assert.equal(await page.locator("article.job", { hasText: other }).count(), 1);
    assert.deepEqual(page.complaints, []);
  },

  async history(browser) {
    const page = await open(browser);
    await signIn(page, t);
    await page.getByLabel(t("prompt.history")).selectOption("put these together, from references");
    assert.equal(await page.locator("#prompt").inputValue(), "put these together, from references");
    await page.getByRole("button", { name: t("nav.out") }).click();
    await signIn(page, t);
    assert.equal(await page.locator("#prompt").inputValue(), "", "what one wrote is left for the next");
    assert.deepEqual(page.complaints, []);
  },

  async templates(browser) {
    const page = await open(browser);
    await signIn(page, t);
    await page.locator("#prompt").fill("a {animal} asleep in {place}, at dusk");
    await page.getByRole("button", { name: t("templates"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByPlaceholder(t("templates.name")).fill("Sleepers");
    await dialog.getByRole("button", { name: t("templates.save") }).click();
    await accessible(page, "templates");
    await page.reload();
    await page.locator("#prompt").fill("something else");
    await page.getByRole("button", { name: t("templates"), exact: true }).click();
    await dialog.getByRole("button", { name: `${t("templates.use")}: Sleepers` }).click();
    await dialog.getByLabel("animal").fill("fox");
    await dialog.getByLabel("place").fill("snow");
    await accessible(page, "a template to be filled");
    await dialog.getByRole("button", { name: t("templates.use"), exact: true }).click();
    assert.equal(await page.locator("#prompt").inputValue(), "a fox asleep in snow, at dusk");
    const stored = await page.evaluate(() => JSON.stringify(localStorage));
    assert.ok(stored.includes("Sleepers") && !stored.includes(key), "templates are not kept, or a key is");
    await page.getByRole("button", { name: t("templates"), exact: true }).click();
    await dialog.getByRole("button", { name: t("gallery.board.delete.one", { name: "Sleepers" }) }).click();
    await dialog.getByText(t("templates.none")).waitFor();
    assert.deepEqual(page.complaints, []);
  },

  async cancel(browser) {
    const page = await open(browser);
    await signIn(page, t);
    await page.locator("#prompt").fill("a snail, cancelled [atelier:partials=20s]");
    await page.getByRole("button", { name: t("create.go_one") }).click();
    const job = page.locator("article.job", { hasText: "snail" }).first();
    await job.getByRole("button", { name: t("job.cancel") }).click();
    await job.locator(".state").getByText(t("job.cancelled")).waitFor();
    await accessible(page, "a cancelled job");
    assert.deepEqual(page.complaints, []);
  },

  async refusal(browser) {
    const page = await open(browser);
    await signIn(page, t);
    await page.locator("#prompt").fill("a fox [atelier:refuse-output]");
    await page.getByRole("button", { name: t("create.go_one") }).click();
    const job = page.locator("article.job", { hasText: "refuse-output" }).first();
    await job.locator(".dot.failed").waitFor();
    await job.locator(".picture.failed, .note.bad").first().waitFor();
    assert.doesNotMatch(await job.innerText(), /undefined|\[object|Exception|null/);
    await accessible(page, "a refused job");
    assert.deepEqual(page.complaints, []);
  },

  async revoked(browser) {
    const page = await open(browser);
    const call = (path, data) => page.request.post(`${at}/api/v1${path}`, { data, headers: { Authorization: `Bearer ${key}` } });
    const made = await (await call("/tenants/default/keys", { label: "for a moment", scopes: ["generate", "read"] })).json();
    await page.getByLabel(t("signin.key")).fill(made.secret);
    await page.getByRole("button", { name: t("signin.go") }).click();
    await page.locator("#prompt").waitFor();
    assert.equal(await page.getByRole("link", { name: t("nav.admin") }).count(), 0);
    await call(`/keys/${made.id}/revoke`);
    await page.getByRole("link", { name: t("nav.images"), exact: true }).click();
    await page.getByText(t("signin.over")).waitFor();
    await accessible(page, "a session that is over");
    assert.deepEqual(page.complaints, []);
  },

  async code(browser) {
    const page = await open(browser);
    await signIn(page, t);
    await page.locator("#prompt").fill("it's a \"fox\" & a crow");
    await page.getByRole("button", { name: t("code"), exact: true }).click();
    const dialog = page.getByRole("dialog");
    for (const [language, part] of Object.entries({
      curl: "/api/v1/jobs",
      Node: "await fetch",
      Python: "urllib.request",
      Java: "HttpClient",
      "OpenAI API": "/v1/images/generations",
      "SeaArt API": "/model/v1/queue/gpt_image_2",
      "APIMart API": "/apimart/v1/images/generations",
      "Runware API": "positivePrompt",
    })) {
      await dialog.getByRole("radio", { name: language, exact: true }).check({ force: true });
      assert.ok((await dialog.locator("pre").innerText()).includes(part), language);
    }
    await accessible(page, "an order as code");
    assert.deepEqual(page.complaints, []);
  },

  async dark(browser) {
    for (const width of [360, 1920]) {
      const page = await open(browser, { dark: true, width });
      await accessible(page, "signing in, dark");
      await signIn(page, t);
      await page.locator("article.job").first().waitFor();
      await accessible(page, "creating, dark");
      await picture(page, `create-dark-${width}`);
      await page.goto(`${at}/studio/#/jobs`);
      await page.locator(".grid article.job").first().waitFor();
      await accessible(page, "the jobs, dark");
      await page.goto(`${at}/studio/#/images`);
      await page.locator(".thumbnail[src]").first().waitFor();
      await accessible(page, "the images, dark");
      await picture(page, `images-dark-${width}`);
      assert.deepEqual(page.complaints, []);
    }
  },
};

const browser = await launch();
const failed = [];
try {
  for (const [name, check] of Object.entries(checks)) {
    if (process.argv[2] && process.argv[2] !== name) continue;
    try {
      await check(browser);
      console.log(`${name}: holds`);
    } catch (error) {
      failed.push(name);
      console.error(`${name}: ${error.stack}`);
    }
    await Promise.all(browser.contexts().map((context) => context.close()));
  }
} finally {
  await browser.close();
}
process.exit(failed.length ? 1 : 0);
