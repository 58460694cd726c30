// What an operator gives back and erases: a refund of an image, how long data is kept, an end user's and a tenant's data.
import assert from "node:assert/strict";
import { accessible, at, fits, key, launch, open, picture, signIn, words } from "./browser.mjs";
import { upstream } from "./upstream.mjs";

const [language, width] = [process.argv[2], Number(process.argv[3])];
const name = `${language}-${width}`;
const t = await words(language);
const made = await upstream();
const browser = await launch();
try {
  const page = await open(browser, { language, width, height: 900 });
  await signIn(page, t);
  const as = (secret) => ({ headers: { Authorization: `Bearer ${secret}` } });
  const post = async (path, data, secret = key) => (await page.request.post(`${at}/api/v1${path}`, { data, ...as(secret) })).json();
  const get = async (path, secret = key) => (await page.request.get(`${at}/api/v1${path}`, as(secret))).json();
  const tenant = `keeper-${name}`;
  await post("/tenants", { id: tenant });
  await post("/accounts", { name: "main", provider: "openai", base_url: made.base, secret: "sk-privacy" });
  const { secret } = await post(`/tenants/${tenant}/keys`, { label: "desk", scopes: ["generate", "read"] });
  const ordered = [];
  for (const user of ["fox", "fox", "cat"]) ordered.push(await post("/jobs", { prompt: "a paper boat", user }, secret));
  for (const job of ordered) {
    for (let look = 0; (await get(`/jobs/${job.id}`, secret)).state !== "succeeded"; look++) {
      assert.ok(look < 200, "a job does not end");
      await new Promise((seen) => setTimeout(seen, 100));
    }
  }
  const dialog = page.getByRole("dialog");

  await page.goto(`${at}/studio/#/admin/ledger?tenant=${tenant}`);
  const charged = (await get(`/tenants/${tenant}/balance`)).charged_usd;
  assert.ok(Number(charged) > 0);
  await page.getByRole("button", { name: `${t("ledger.refund")}:` }).first().click();
  await dialog.getByLabel(t("payments.note")).fill("it was the wrong boat");
  await accessible(page, "a refund");
  await fits(page, "a refund");
  await dialog.getByRole("button", { name: t("ledger.refund"), exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(t("ledger.kind.refund")).first().waitFor();
  assert.ok(Number((await get(`/tenants/${tenant}/balance`)).charged_usd) < Number(charged));

  await page.goto(`${at}/studio/#/admin/privacy?tenant=${tenant}`);
  await page.getByRole("button", { name: t("webhooks.change"), exact: true }).click();
  await dialog.getByLabel(t("privacy.prompts_hours.form")).fill("48");
  await dialog.getByLabel(t("privacy.images_hours.form")).fill("36");
  await accessible(page, "how long data is kept");
  await fits(page, "how long data is kept");
  await dialog.getByRole("button", { name: t("gallery.board.save"), exact: true }).click();
  await dialog.waitFor({ state: "detached" });
  await page.getByText(t("privacy.days", { n: 2 })).waitFor();
  await page.getByText(t("privacy.hours", { n: 36 })).waitFor();
  const kept = await get(`/tenants/${tenant}/privacy`);
  assert.deepEqual([kept.prompts_hours, kept.images_hours, kept.jobs_hours, kept.prompts_hashed], [48, 36, null, false]);
  await accessible(page, "privacy");
  await fits(page, "privacy");
  await picture(page, `privacy-${name}`);

  // What goes is named; nothing goes before its name is typed.
  await page.getByLabel(t("privacy.user")).fill("fox");
  await page.getByRole("button", { name: t("privacy.erase.user") }).click();
  const now = dialog.getByRole("button", { name: t("privacy.erase.now") });
  await dialog.getByText(t("privacy.sure.user", { name: "fox", tenant })).waitFor();
  assert.ok(await now.isDisabled());
  await accessible(page, "an erasure");
  await fits(page, "an erasure");
  await picture(page, `erase-${name}`);
  await dialog.getByLabel(t("privacy.type", { name: "fox" })).fill("fox");
  await now.click();
  await page.getByText(t("privacy.gone", { name: "fox" })).waitFor();
  assert.equal((await get(`/tenants/${tenant}/users/fox/data`)).jobs, 0);
  assert.equal((await get(`/tenants/${tenant}/data`)).jobs, 1);
  await page.getByRole("button", { name: t("privacy.erase.tenant", { name: tenant }) }).click();
  await dialog.getByLabel(t("privacy.type", { name: tenant })).fill(tenant);
  await now.click();
  await page.getByText(t("privacy.gone", { name: tenant })).waitFor();
  assert.equal((await get(`/tenants/${tenant}/data`)).jobs, 0);
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
  made.close();
}
