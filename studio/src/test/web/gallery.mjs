// Finding images again: search, filters, favourites, boards, selecting by keyboard, an archive, deleting with a way back.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { accessible, at, fits, key, launch, open, picture, signIn, words } from "./browser.mjs";

const [language, width] = [process.argv[2], Number(process.argv[3])];
const name = `${language}-${width}`;
const t = await words(language);
const browser = await launch();
try {
  const page = await open(browser, { language, width, height: width < 600 ? 800 : 1080 });
  await signIn(page, t);
  const call = async (path, data) => (await page.request.post(`${at}/api/v1${path}`, { data, headers: { Authorization: `Bearer ${key}` } })).json();
  const ended = async (id) => {
    for (;;) {
      const job = await (await page.request.get(`${at}/api/v1/jobs/${id}`, { headers: { Authorization: `Bearer ${key}` } })).json();
      if (!["queued", "running"].includes(job.state)) return job;
      await page.waitForTimeout(50);
    }
  };
  const found = (n) => page.locator(".heading").getByText(t("gallery.count", { n }), { exact: true }).waitFor();
  const jobs = [];
  for (const [prompt, n, size] of [
    [`a green kite over the dunes, ${name}`, 4, "1024x1024"],
    [`50% of a_kite, ${name}`, 2, "1536x1024"],
    [`a harbour at night, ${name}`, 3, "1024x1536"],
  ]) {
    const { id } = await call("/jobs", { prompt, n, size, quality: "low" });
    jobs.push(await ended(id));
  }

  await page.getByRole("link", { name: t("nav.images"), exact: true }).click();
  const grid = page.getByRole("grid");
  const cells = page.getByRole("gridcell");
  await cells.first().waitFor();
  await page.locator(".thumbnail[src]").first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll(".thumbnail[src]")].filter((img) => img.complete && img.naturalWidth).length >= 4);
  await accessible(page, "the gallery");
  await fits(page, "the gallery");
  await picture(page, `images-${name}`);

  const search = page.getByRole("searchbox", { name: t("gallery.search") });
  await search.fill(`${name} 50% a_kite`);
  await found(2);
  await search.fill(`${name} 5_% kite`);
  await page.getByRole("heading", { name: t("gallery.none") }).waitFor();
  await accessible(page, "a search without a result");
  await search.fill(name);
  await found(9);

  await page.getByRole("button", { name: t("gallery.filters"), exact: true }).click();
  await page.getByLabel(t("size"), { exact: true }).fill("1024x1536");
  await page.getByLabel(t("size"), { exact: true }).press("Tab");
  await found(3);
  await page.getByLabel(t("gallery.until")).fill("2000-01-01");
  await page.getByRole("heading", { name: t("gallery.none") }).waitFor();
  await page.getByLabel(t("gallery.until")).fill("");
  await found(3);
  await accessible(page, "filters");
  await fits(page, "filters");
  await picture(page, `filters-${name}`);
  await page.getByLabel(t("size"), { exact: true }).fill("");
  await page.getByLabel(t("size"), { exact: true }).press("Tab");
  await found(9);
  await page.getByRole("button", { name: t("gallery.filters"), exact: true }).click();

  // By keyboard: open and close, move, select a range, mark.
  await page.locator("[data-at='0']").focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await accessible(page, "a picture of the gallery");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.locator("[data-at='0']").focus();
  await page.keyboard.press("ArrowRight");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.at), "1");
  await page.keyboard.press("Space");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  const bar = page.getByRole("toolbar", { name: t("gallery.selection") });
  await bar.getByText(t("gallery.selected", { n: 3 })).waitFor();
  await page.keyboard.press("f");
  await page.locator(".star.on").nth(2).waitFor();
  await accessible(page, "a selection");
  await fits(page, "a selection");
  await picture(page, `selection-${name}`);

  const [download] = await Promise.all([page.waitForEvent("download"), bar.getByRole("link", { name: t("gallery.archive") }).click()]);
  const archive = readFileSync(await download.path());
  assert.match(download.suggestedFilename(), /^atelier-.*-3\.zip$/);
  assert.equal(archive.readUInt32LE(0), 0x04034b50);
  assert.equal(archive.readUInt16LE(archive.length - 12), 3, "entries of the archive");

  const board = `Kites ${name}`;
  await bar.getByLabel(t("gallery.file")).selectOption("+");
  await page.getByRole("dialog").getByLabel(t("gallery.board.name")).fill(board);
  await accessible(page, "a new board");
  await page.keyboard.press("Enter");
  await page.getByText(t("gallery.filed", { n: 3, board })).waitFor();
  await page.getByLabel(t("gallery.board"), { exact: true }).selectOption({ label: `${board} (3)` });
  await page.getByRole("button", { name: t("gallery.favourites"), exact: true }).click();
  await found(3);
  await page.getByRole("button", { name: t("gallery.filters.none") }).click();
  await search.fill(name);
  await page.waitForURL((url) => url.hash.includes("q="));
  await found(9);

  // Delete many, take it back, delete for good.
  await page.locator("[data-at='0']").focus();
  await page.keyboard.press("Control+a");
  await bar.getByText(t("gallery.selected", { n: 9 })).waitFor();
  await page.keyboard.press("Delete");
  await page.getByRole("heading", { name: t("gallery.none") }).waitFor();
  await page.locator(".toast").getByRole("button", { name: t("undo") }).click();
  await found(9);
  await page.locator("[data-at='0']").focus();
  await page.keyboard.press("Delete");
  await page.locator(".toast").getByRole("button", { name: t("close") }).click();
  const gone = jobs.at(-1).images[0].artifact;
  await page.waitForFunction(async (url) => (await fetch(url)).status === 404, `${at}/api/v1/artifacts/${gone}`);
  await found(8);

  // Who comes back is where they were.
  await page.evaluate(() => scrollTo(0, 120));
  const place = () => Math.round(document.querySelector("[role=grid]").getBoundingClientRect().top);
  await page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(seen))));
  const before = await page.evaluate(place);
  await page.evaluate(() => document.querySelector('.bar a[href="#/jobs"]').click()); // the mouse's way there may scroll
  await page.locator(".grid article.job").first().waitFor();
  await page.goBack();
  await found(8);
  await page.waitForFunction((top) => Math.round(document.querySelector("[role=grid]").getBoundingClientRect().top) === top, before);

  await page.getByRole("button", { name: t("gallery.boards"), exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: t("gallery.board.rename.one", { name: board }) }).click();
  await dialog.locator("li").getByLabel(t("gallery.board.name")).fill(`${board}!`);
  await page.keyboard.press("Enter");
  await accessible(page, "the boards");
  await dialog.getByRole("button", { name: t("gallery.board.delete.one", { name: `${board}!` }) }).click();
  await dialog.getByRole("button", { name: t("gallery.board.sure") }).click();
  await dialog.getByText(`${board}!`).waitFor({ state: "detached" });
  assert.deepEqual(page.complaints.filter((one) => !/404/.test(one)), []);
  assert.ok(await grid.count());
} finally {
  await browser.close();
}
