// Paint over a part of a picture, have it changed, compare; share a link; delete and take it back.
import assert from "node:assert/strict";
import { accessible, at, fits, launch, open, picture, signIn, words } from "./browser.mjs";

const [language, width] = [process.argv[2], Number(process.argv[3])];
const name = `${language}-${width}`;
const t = await words(language);
const browser = await launch();
try {
  const page = await open(browser, { language, width, height: 1000, permissions: ["clipboard-read", "clipboard-write"] });
  await signIn(page, t);
  await page.locator("#prompt").fill("three red apples on a wooden table");
  await page.getByRole("button", { name: t("create.go_one") }).click();
  const job = page.locator("article.job").first();
  await job.locator("button.picture").click();
  const dialog = page.getByRole("dialog");

  await dialog.getByRole("button", { name: t("picture.share") }).click();
  const link = await dialog.locator("input[readonly]").inputValue();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  const stranger = await browser.newContext();
  const shared = await stranger.request.get(link);
  assert.equal(shared.status(), 200);
  assert.equal(shared.headers()["content-type"], "image/png");
  await accessible(page, "a shared picture");

  await dialog.getByRole("button", { name: t("picture.edit") }).click();
  const canvas = page.getByRole("application");
  await canvas.scrollIntoViewIfNeeded();
  await accessible(page, "editing");
  await fits(page, "editing");
  const covered = () =>
    canvas.evaluate((one) => {
      const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
      let count = 0;
      for (let i = 3; i < data.length; i += 4) count += data[i] > 127;
      return count / (one.width * one.height);
    });
  const box = await canvas.boundingBox();
  const place = (x, y) => [box.x + box.width * x, box.y + box.height * y];
  await page.mouse.move(...place(0.3, 0.55));
  await page.mouse.down();
  for (let step = 1; step <= 8; step++) await page.mouse.move(...place(0.3 + step * 0.05, 0.55 + (step % 2) * 0.06));
  await page.mouse.up();
  const drawn = await covered();
  assert.ok(drawn > 0.02 && drawn < 0.3, `painted ${drawn}`);
  await page.getByRole("button", { name: t("undo") }).click();
  assert.equal(await covered(), 0);
  await page.getByRole("button", { name: t("mask.redo") }).click();
  assert.equal(await covered(), drawn);
  await page.getByRole("button", { name: t("mask.invert") }).click();
  assert.ok(Math.abs((await covered()) - (1 - drawn)) < 0.02);
  await page.keyboard.press("Control+z");
  await canvas.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Space");
  assert.ok((await covered()) >= drawn);
  await page.getByText(t("edit.masked")).waitFor();

  // A soft brush fades; the picture moves and grows without being painted on.
  const fading = () =>
    canvas.evaluate((one) => {
      const { data } = one.getContext("2d").getImageData(0, 0, one.width, one.height);
      let count = 0;
      for (let i = 3; i < data.length; i += 4) count += data[i] > 30 && data[i] < 225;
      return count;
    });
  const hard = await fading();
  await page.getByLabel(t("mask.softness")).fill("80");
  await canvas.focus();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Space");
  assert.ok((await fading()) > hard + 500, "a soft brush has a hard edge");
  await page.keyboard.press("Control+z");
  await page.getByLabel(t("mask.softness")).fill("0");
  const before = await covered();
  const view = page.getByRole("region", { name: t("mask.view") });
  await page.getByLabel(t("mask.zoom")).fill("3");
  await page.getByRole("radio", { name: t("mask.move"), exact: true }).check({ force: true });
  const seen = await view.boundingBox();
  await page.mouse.move(seen.x + seen.width * 0.7, seen.y + 120);
  await page.mouse.down();
  await page.mouse.move(seen.x + seen.width * 0.3, seen.y + 60, { steps: 4 });
  await page.mouse.up();
  assert.ok((await view.evaluate((node) => node.scrollLeft)) > 20, "the picture did not move");
  await page.evaluate(() => {
    const canvas = document.querySelector("canvas");
    const { x, y } = document.querySelector(".mask-scroll").getBoundingClientRect();
    const touch = (type, pointerId, dx) => canvas.dispatchEvent(new PointerEvent(type, { pointerId, pointerType: "touch", clientX: x + dx, clientY: y + 60, button: 0, bubbles: true }));
    canvas.setPointerCapture = () => {};
    touch("pointerdown", 91, 60);
    touch("pointerdown", 92, 120);
    touch("pointermove", 92, 180);
    touch("pointerup", 91, 60);
    touch("pointerup", 92, 180);
  });
  assert.equal(await page.getByLabel(t("mask.zoom")).inputValue(), "6", "two fingers twice as far apart did not double it");
  await page.getByLabel(t("mask.zoom")).fill("1");
  await page.getByRole("radio", { name: t("mask.brush"), exact: true }).check({ force: true });
  assert.equal(await covered(), before, "moving painted");
  await picture(page, `mask-${name}`);

  await page.getByLabel(t("edit.prompt")).fill("make the apples green");
  await page.getByRole("button", { name: t("edit.go"), exact: true }).click();
  const slider = page.getByLabel(t("compare.slider"));
  await slider.waitFor();
  await slider.fill("30");
  await page.evaluate(() => Promise.all([...document.querySelectorAll(".compare img")].map((img) => img.decode())));
  await accessible(page, "comparing");
  await fits(page, "comparing");
  await picture(page, `compare-${name}`);
  await page.getByRole("radio", { name: t("compare.beside") }).check({ force: true });
  const panes = page.locator(".pane");
  await panes.first().focus();
  await page.keyboard.press("+");
  await page.keyboard.press("+");
  await page.keyboard.press("ArrowRight");
  const places = await page.locator(".pane img").evaluateAll((all) => all.map((img) => img.style.transform));
  assert.equal(places[0], places[1], "they are not enlarged together");
  assert.match(places[0], /scale\(1\.5625\)/);
  await accessible(page, "comparing side by side");
  await fits(page, "comparing side by side");
  await picture(page, `beside-${name}`);
  const jobs = await (await page.request.get(`${at}/api/v1/jobs?limit=1`)).json();
  assert.equal(jobs.data[0].operation, "edit");
  assert.ok(jobs.data[0].order.mask, "the order had no mask");
  assert.equal(jobs.data[0].order.mask.size, jobs.data[0].order.images[0].size);

  await page.getByRole("link", { name: t("nav.jobs"), exact: true }).click();
  const first = page.locator(".grid article.job").first();
  await first.locator("button.picture").waitFor();
  const all = await page.locator(".grid article.job:visible").count();
  await first.getByRole("button", { name: t("job.delete_one") }).click();
  await page.locator(".toast").getByText(t("deleted_one")).waitFor();
  assert.equal(await page.locator(".grid article.job:visible").count(), all - 1);
  await accessible(page, "after deleting");
  await page.locator(".toast").getByRole("button", { name: t("undo") }).click();
  assert.equal(await page.locator(".grid article.job:visible").count(), all);
  const artifact = jobs.data[0].images[0].artifact;
  assert.equal((await page.request.get(`${at}/api/v1/artifacts/${artifact}`)).status(), 200);
  await first.getByRole("button", { name: t("job.delete_one") }).click();
  await page.locator(".toast").getByRole("button", { name: t("close") }).click();
  await page.waitForFunction(async (url) => (await fetch(url)).status === 404, `${at}/api/v1/artifacts/${artifact}`);
  assert.deepEqual(page.complaints.filter((one) => !/404/.test(one)), []);
} finally {
  await browser.close();
}
