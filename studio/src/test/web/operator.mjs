// What an operator does: tenants with limits, budgets and money, accounts, prices, webhooks; and what is recorded of it.
import assert from "node:assert/strict";
import { accessible, at, fits, key, launch, open, picture, signIn, words } from "./browser.mjs";

const [language, width] = [process.argv[2], Number(process.argv[3])];
const name = `${language}-${width}`;
const t = await words(language);
const browser = await launch();
try {
  const page = await open(browser, { language, width, height: 900 });
  await signIn(page, t);
  const api = async (path) => (await page.request.get(`${at}/api/v1${path}`, { headers: { Authorization: `Bearer ${key}` } })).json();
  const dialog = page.getByRole("dialog");
  const row = (text) => page.locator(".rows tbody tr", { hasText: text }).first();
  const show = async (section) => {
    await page.getByRole("link", { name: t(`admin.${section}`), exact: true }).click();
    await page.getByRole("heading", { level: 1, name: t(`admin.${section}`) }).waitFor();
  };
  const send = async (button) => {
    await dialog.getByRole("button", { name: button, exact: true }).click();
    await dialog.waitFor({ state: "detached" });
  };
  await page.goto(`${at}/studio/#/admin/tenants`);
  const tenant = `acme-${name}`;
  await page.getByRole("button", { name: t("tenants.make") }).click();
  await dialog.getByLabel(t("tenants.id")).fill("Not An Id");
  await dialog.getByRole("button", { name: t("tenants.make") }).click();
  await dialog.getByRole("alert").waitFor();
  await accessible(page, "a tenant with a wrong id");
  await dialog.getByLabel(t("tenants.id")).fill(tenant);
  await send(t("tenants.make"));
  await row(tenant).waitFor();
  await accessible(page, "the tenants");
  await fits(page, "the tenants");
  await picture(page, `tenants-${name}`);
  const act = async (word) => {
    await page.getByRole("button", { name: `${t(`tenants.${word}`)}: ${tenant}`, exact: true }).click();
  };
  await act("limits");
  await dialog.getByLabel(t("limits.images_per_minute")).fill("30");
  await accessible(page, "limits");
  await send(t("gallery.board.save"));
  assert.equal((await api(`/tenants/${tenant}/limits`)).images_per_minute, 30);
  await act("limits");
  assert.equal(await dialog.getByLabel(t("limits.images_per_minute")).inputValue(), "30");
  await dialog.getByLabel(t("limits.images_per_minute")).fill("");
  await send(t("gallery.board.save"));
  assert.equal((await api(`/tenants/${tenant}/limits`)).images_per_minute, null);
  await act("budgets");
  await dialog.getByLabel(t("budgets.month")).fill("12.5");
  await send(t("gallery.board.save"));
  assert.equal((await api(`/tenants/${tenant}/budgets`)).data[0].bound_usd, "12.5");
  await act("billing");
  await dialog.locator("select").selectOption("prepaid");
  await send(t("gallery.board.save"));
  await act("pay");
  await dialog.getByLabel(t("payments.usd")).fill("40");
  await send(t("payments.book"));
  const balance = await api(`/tenants/${tenant}/balance`);
  assert.deepEqual([balance.billing, balance.funds_usd], ["prepaid", "40"]);
  await act("suspend");
  await row(tenant).getByText(t("tenants.suspended")).waitFor();
  await act("resume");
  await row(tenant).getByText(t("keys.active")).waitFor();

  await show("accounts");
  const account = `spare-${name}`;
  await page.getByRole("button", { name: t("accounts.add") }).click();
  await dialog.getByLabel(t("keys.label"), { exact: true }).fill(account);
  await dialog.getByLabel(t("accounts.at")).fill("http://127.0.0.1:9/v1");
  await dialog.getByLabel(t("accounts.secret")).fill("sk-never-shown-again");
  await accessible(page, "an account to be added");
  await fits(page, "an account to be added");
  await send(t("accounts.add"));
  await page.getByRole("article", { name: account }).waitFor();
  assert.ok(!(await page.content()).includes("sk-never-shown-again"));
  await page.getByRole("button", { name: `${t("webhooks.remove")}: ${account}` }).click();
  await send(t("webhooks.remove"));
  await page.getByRole("article", { name: account }).waitFor({ state: "detached" });

  await show("prices");
  await page.getByRole("button", { name: t("prices.make") }).click();
  await dialog.getByLabel(t("keys.label"), { exact: true }).fill(`next-${name}`);
  await dialog.locator("input[type=datetime-local]").fill("2199-01-01T00:00");
  await accessible(page, "a price list");
  await send(t("prices.make"));
  await row(`next-${name}`).getByText(t("prices.coming")).waitFor();
  await accessible(page, "the prices");
  await fits(page, "the prices");
  await page.getByRole("button", { name: `${t("webhooks.remove")}: next-${name}` }).click();
  await row(`next-${name}`).waitFor({ state: "detached" });

  await show("webhooks");
  const url = `http://127.0.0.1:9/standing-${name}`;
  await page.getByRole("button", { name: t("webhooks.make") }).click();
  await dialog.getByLabel(t("accounts.at")).fill(url);
  await dialog.getByLabel("image.completed").uncheck();
  await dialog.getByRole("button", { name: t("webhooks.make") }).click();
  assert.match(await page.locator("input.secret").inputValue(), /^whsec_/);
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  await row(url).getByText("job.cancelled, job.failed, job.succeeded").waitFor();
  await accessible(page, "the webhooks");
  await fits(page, "the webhooks");
  await picture(page, `webhooks-${name}`);
  await page.getByRole("button", { name: `${t("accounts.pause")}: ${url}` }).click();
  await row(url).getByText(t("accounts.paused")).waitFor();
  await page.getByRole("button", { name: `${t("webhooks.remove")}: ${url}` }).click();
  await send(t("webhooks.remove"));
  await row(url).waitFor({ state: "detached" });

  await page.goto(`${at}/studio/#/admin/audit?tenant=${tenant}`);
  await row("ledger.top-up").waitFor();
  for (const done of ["tenant.create", "limits.set", "tenant.suspend", "tenant.resume"]) await row(done).waitFor();
  await accessible(page, "the audit log");
  await fits(page, "the audit log");
  await picture(page, `audit-${name}`);
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
}
