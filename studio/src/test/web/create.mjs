// Sign in, order, see previews and the result, look at it; in one language and one width.
import assert from "node:assert/strict";
import { accessible, at, fits, key, launch, open, picture, signIn, words } from "./browser.mjs";

const [language, width] = [process.argv[2], Number(process.argv[3])];
const name = `${language}-${width}`;
const t = await words(language);
const browser = await launch();
try {
  const page = await open(browser, { language, width, height: width < 600 ? 800 : 1080 });

  await page.getByRole("heading", { name: t("signin.title") }).waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.lang), language === "zh" ? "zh-Hans" : "en");
  await accessible(page, "signing in");
  await fits(page, "signing in");
  await picture(page, `sign-in-${name}`);
  await page.getByLabel(t("signin.key")).fill("atl_nobody-has-this-one");
  await page.getByRole("button", { name: t("signin.go") }).click();
  await page.getByText(t("problem.unknown-key")).waitFor();
  await signIn(page, t);
  await accessible(page, "the empty form");
  await fits(page, "the empty form");

  const prompt = "three red apples on a wooden table, morning light [atelier:partials=900ms]";
  await page.locator("#prompt").fill(prompt);
  await page.getByRole("radio", { name: "3:2" }).check({ force: true });
  await page.locator(".quote[aria-busy=false] dd").first().filter({ hasText: "$" }).waitFor();
  await page.getByText(t("create.more")).click();
  await accessible(page, "the filled form");
  await fits(page, "the filled form");
  await page.getByRole("button", { name: t("create.go_one") }).click();

  const job = page.locator("article.job").first();
  await job.locator("img.partial").waitFor();
  await job.scrollIntoViewIfNeeded();
  await accessible(page, "a running job");
  await picture(page, `running-${name}`);
  await job.getByRole("button", { name: t("picture.open", { n: 1 }) }).waitFor();
  await job.locator("button.picture img").evaluate((img) => img.decode());
  await job.getByText(t("sandbox.badge"), { exact: true }).waitFor();
  await page.getByText(t("sandbox.what")).waitFor();
  await accessible(page, "a finished job");
  await fits(page, "a finished job");
  await picture(page, `create-${name}`);

  await job.getByRole("button", { name: t("picture.open", { n: 1 }) }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(t("compare.delivered")).waitFor();
  await dialog.locator("img").evaluate((img) => img.decode());
  assert.deepEqual(await dialog.locator("img").evaluate((img) => [img.naturalWidth, img.naturalHeight]), [1248, 832]);
  await accessible(page, "a picture");
  await fits(page, "a picture");
  await picture(page, `picture-${name}`);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });

  await page.getByRole("link", { name: t("nav.jobs"), exact: true }).click();
  await page.locator(".grid article.job").first().waitFor();
  await accessible(page, "the jobs");
  await fits(page, "the jobs");
  await picture(page, `jobs-${name}`);
  await page.getByRole("link", { name: t("job.details") }).first().click();
  await page.getByRole("heading", { name: t("facts.title") }).waitFor();
  await page.getByText(t("sandbox.picture")).waitFor();
  await accessible(page, "a job's details");
  await fits(page, "a job's details");
  await picture(page, `details-${name}`);

  await page.reload();
  await page.getByRole("heading", { name: t("facts.title") }).waitFor();
  const stored = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage, document.cookie]));
  assert.ok(!stored.includes(key), "the key is in the browser's storage");
  assert.ok(!stored.includes("atelier_session"), "scripts can read the session");

  await page.getByRole("button", { name: t("nav.out") }).click();
  await page.getByRole("heading", { name: t("signin.title") }).waitFor();
  assert.equal((await page.request.get(`${at}/api/v1/jobs`)).status(), 401);
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
}
