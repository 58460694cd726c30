// What an administrator does: a key made, used and revoked, an account tested, a prompt tried, a delivery sent again.
import assert from "node:assert/strict";
import { accessible, at, fits, key, launch, open, picture, signIn, words } from "./browser.mjs";

const [language, width] = [process.argv[2], Number(process.argv[3])];
const name = `${language}-${width}`;
const t = await words(language);
const browser = await launch();
try {
  const page = await open(browser, { language, width, height: 900 });
  await signIn(page, t);
  const call = (path, data) => page.request.post(`${at}/api/v1${path}`, { data, headers: { Authorization: `Bearer ${key}` } });
  const ordered = await (await call("/jobs", { prompt: "a paper boat" })).json();
  await page.goto(`${at}/studio/#/jobs/${ordered.id}`);
  await page.locator(".dot.succeeded").waitFor();
  const account = `closed-${name}`;
  await call("/accounts", { name: account, provider: "openai", base_url: "http://127.0.0.1:9/v1", secret: "sk-nothing" });
  const hook = await (await call("/webhooks", { url: `http://127.0.0.1:9/hooks-${name}`, events: ["job.succeeded"] })).json();
  assert.ok(hook.id, JSON.stringify(hook));
  await call(`/webhooks/${hook.id}/test`);

  const show = async (section) => {
    await page.getByRole("link", { name: t(`admin.${section}`), exact: true }).click();
    await page.getByRole("heading", { level: 1, name: t(`admin.${section}`) }).waitFor();
  };
  await page.getByRole("link", { name: t("nav.admin"), exact: true }).click();
  await page.locator(".rows tbody tr").first().waitFor();
  await page.getByRole("button", { name: t("keys.make") }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel(t("keys.label"), { exact: true }).fill(`order desk ${name}`);
  await accessible(page, "a key to be made");
  await dialog.getByRole("button", { name: t("keys.make") }).click();
  await page.getByText(t("keys.once")).waitFor();
  const secret = await page.locator("input.secret").inputValue();
  assert.match(secret, /^atl_/);
  await accessible(page, "a new key");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.ok(!(await page.content()).includes(secret), "a key is shown twice");
  const use = () => page.request.get(`${at}/v1/models`, { headers: { Authorization: `Bearer ${secret}` } });
  assert.equal((await use()).status(), 200);
  await page.locator(".rows tbody tr", { hasText: `order desk ${name}` }).waitFor();
  await accessible(page, "the keys");
  await fits(page, "the keys");
  await picture(page, `keys-${name}`);
  await page.getByRole("button", { name: t("keys.revoke.one", { name: `order desk ${name}` }) }).click();
  await dialog.getByRole("button", { name: t("keys.revoke") }).click();
  await page.locator(".rows tbody tr", { hasText: `order desk ${name}` }).getByText(t("keys.revoked")).waitFor();
  assert.equal((await use()).status(), 401);

  await show("accounts");
  await page.getByRole("button", { name: t("accounts.test.one", { name: account }) }).click();
  await page.getByText(t("accounts.fails")).waitFor();
  await accessible(page, "the accounts");
  await fits(page, "the accounts");
  await picture(page, `accounts-${name}`);

  await show("ledger");
  await page.locator(".rows tbody tr, .empty-line").first().waitFor();
  await page.locator(".sums dd").first().waitFor();
  await accessible(page, "the ledger");
  await fits(page, "the ledger");
  await picture(page, `ledger-${name}`);

  await show("deliveries");
  await page.locator(".rows tbody tr", { hasText: `hooks-${name}` }).first().getByRole("button").click();
  const redelivered = page.waitForResponse((answer) => answer.url().endsWith("/redeliver"));
  await dialog.getByRole("button", { name: t("deliveries.again") }).click();
  assert.ok((await redelivered).ok());
  await accessible(page, "a delivery");
  await page.keyboard.press("Escape");
  await fits(page, "the deliveries");
  await picture(page, `deliveries-${name}`);

  await show("moderation");
  await page.getByLabel(t("prompt"), { exact: true }).fill("a fox asleep in snow");
  await page.getByRole("button", { name: t("moderation.try") }).click();
  await page.getByText(t("moderation.passes")).waitFor();
  await accessible(page, "a prompt that was tried");
  await fits(page, "a prompt that was tried");

  // As long as it is there, the sandbox leaves its models to it.
  await page.request.delete(`${at}/api/v1/accounts/${account}`, { headers: { Authorization: `Bearer ${key}` } });
  const other = await open(browser, { language, width });
  const plain = await (await call("/tenants/default/keys", { label: "reader", scopes: ["read"] })).json();
  await other.getByLabel(t("signin.key")).fill(plain.secret);
  await other.getByRole("button", { name: t("signin.go") }).click();
  await other.getByRole("link", { name: t("nav.images"), exact: true }).waitFor();
  assert.equal(await other.getByRole("link", { name: t("nav.admin"), exact: true }).count(), 0);
  await other.goto(`${at}/studio/#/admin/keys`);
  assert.equal(await other.locator(".rows").count(), 0);
  assert.deepEqual([...page.complaints, ...other.complaints], []);
} finally {
  await browser.close();
}
