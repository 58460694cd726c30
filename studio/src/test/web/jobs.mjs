// What is at work and what waits, as it comes and goes: watched, moved, cancelled, ordered again.
import assert from "node:assert/strict";
import { accessible, at, fits, key, launch, open, picture, signIn, words } from "./browser.mjs";

const t = await words("en");
const browser = await launch();
try {
  const page = await open(browser);
  await signIn(page, t);
  const headers = { Authorization: `Bearer ${key}` };
  const order = async (prompt, more = {}) => (await page.request.post(`${at}/api/v1/jobs`, { data: { prompt, ...more }, headers })).json();
  await page.goto(`${at}/studio/#/jobs?state=open`);
  await page.getByRole("heading", { name: t("jobs.none.open") }).waitFor();

  // More than the sandbox draws at once, so that some wait; they come without a reload.
  const slow = "[atelier:partials=20s]";
  const jobs = [];
  let queued = [];
  for (let n = 0; n < 40 && !queued.length; n++) {
    jobs.push(await order(`a slow train ${n} ${slow}`, { partials: 1 }));
    queued = (await (await page.request.get(`${at}/api/v1/jobs?state=queued`, { headers })).json()).data;
  }
  assert.ok(queued.length, "nothing waits");
  const waiting = page.locator("article.job", { hasText: queued[0].order.prompt.slice(0, 15) }).first();
  await waiting.getByText(t("lane.is.background")).waitFor();
  await accessible(page, "jobs at work");
  await fits(page, "jobs at work");
  await picture(page, "jobs-open-en-1280");
  await waiting.getByRole("button", { name: t("lane.interactive") }).click();
  await waiting.getByText(t("lane.is.interactive")).waitFor();
  assert.equal((await (await page.request.get(`${at}/api/v1/jobs/${queued[0].id}`, { headers })).json()).lane, "interactive");
  await waiting.getByRole("button", { name: t("job.cancel") }).click();
  await waiting.locator(".state").getByText(t("job.cancelled")).waitFor();

  await waiting.getByRole("button", { name: t("retry"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.locator(".quote[aria-busy=false] dd").first().filter({ hasText: "$" }).waitFor();
  await accessible(page, "an order once more");
  const made = page.waitForResponse((answer) => answer.request().method() === "POST" && answer.url().endsWith("/jobs"));
  await dialog.getByRole("button", { name: t("retry.go") }).click();
  const again = await (await made).json();
  assert.equal(again.order.prompt, queued[0].order.prompt);
  await dialog.waitFor({ state: "detached" });
  for (const job of [...jobs, again]) await page.request.post(`${at}/api/v1/jobs/${job.id}/cancel`, { headers });
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
}
