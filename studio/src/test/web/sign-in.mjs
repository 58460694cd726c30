// In through a provider of identities, and out again; or not in, with the reason that the third argument names.
import assert from "node:assert/strict";
import { accessible, at, fits, launch, open, picture, signIn, words } from "./browser.mjs";

const [language = "en", width = "1280", refusal] = process.argv.slice(2);
const t = await words(language);
const browser = await launch();
try {
  const page = await open(browser, { language, width: Number(width) });
  await button(page).waitFor();
  await accessible(page, "the sign-in page");
  await fits(page, "the sign-in page");
  await picture(page, `sign-in-${language}-${width}`);
  await (refusal ? refused(page) : inAndOut(page));
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
}

async function inAndOut(page) {
  await page.goto(`${at}/studio/#/images`);
  await button(page).click();
  await page.locator("#approve").click();
  await page.waitForURL(`${at}/studio/#/images`);
  await page.getByRole("link", { name: t("nav.images") }).waitFor();
  await page.getByTitle("alice@example.org").waitFor({ state: "attached" });

  const cookies = await page.context().cookies(`${at}/api/v1/session`);
  const session = cookies.find((one) => one.name === "atelier_session");
  assert.ok(session.httpOnly && session.sameSite === "Strict", JSON.stringify(session));
  assert.deepEqual(await page.context().cookies(`${at}/sign-in/oidc/callback`), []);
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
  assert.ok(!kept.includes(session.value) && !/eyJ|nonce|code=/.test(kept), kept);

  await page.reload();
  await page.goto(`${at}/studio/#/create`);
  await page.locator("#prompt").fill("a lighthouse, by a person");
  await page.getByRole("button", { name: t("nav.out") }).click();
  await page.getByRole("heading", { name: t("signin.title") }).waitFor();
  await button(page).waitFor();
  assert.equal(page.url(), `${at}/studio/`);
  assert.equal(await page.evaluate(async () => (await fetch("/api/v1/session")).status), 401);

  // Somebody else at the same window finds nothing of it.
  await signIn(page, t);
  assert.equal(await page.locator("#prompt").inputValue(), "");
  console.log("in and out");
}

async function refused(page) {
  await button(page).click();
  await page.locator("#approve").click();
  await page.getByRole("alert").getByText(t(`signin.problem.${refusal}`)).waitFor();
  await accessible(page, "a refusal");
  await fits(page, "a refusal");
  await picture(page, `sign-in-refused-${language}-${width}`);
  assert.ok((await page.context().cookies()).every((one) => one.name !== "atelier_session"));
  await signIn(page, t);
  console.log("refused");
}

function button(page) {
  return page.getByRole("link", { name: t("signin.with", { label: "Acme" }) });
}
