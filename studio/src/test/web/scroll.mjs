// Scrolls through the whole gallery as a person with a wheel does, and tells how long its frames were.
import assert from "node:assert/strict";
import { launch, open, signIn, words } from "./browser.mjs";

const FRAME_MS_MAX = 50;
const STEP_PIXELS = 900;
const t = await words("en");
const browser = await launch();
try {
  const page = await open(browser, { width: 1920, height: 1080 });
  await signIn(page, t);
  const begun = Date.now();
  await page.getByRole("link", { name: t("nav.images"), exact: true }).click();
  await page.getByRole("gridcell").first().waitFor();
  console.log(`  the first rows in the browser: ${Date.now() - begun} ms`);
  const seen = await page.evaluate(async (step) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const frames = [];
    const tasks = [];
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: "longtask" });
    let [cells, still, last] = [0, 0, await frame()];
    while (still < 1200) {
      const before = scrollY;
      scrollBy({ top: step, behavior: "instant" });
      const now = await frame();
      frames.push(now - last);
      last = now;
      cells = Math.max(cells, document.querySelectorAll("[role=gridcell]").length);
      still = scrollY === before ? still + 1 : 0;
      if (still > 10 && !document.querySelector("[role=grid][aria-rowcount='-1']")) break;
    }
    return { frames: frames.slice(10), tasks, cells, height: document.documentElement.scrollHeight, text: document.querySelector(".heading").innerText };
  }, STEP_PIXELS);
  const sorted = seen.frames.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))].toFixed(1);
  const long = seen.frames.filter((ms) => ms > FRAME_MS_MAX).length;
  console.log(`  ${seen.frames.length} frames down ${seen.height} pixels (${seen.text.replaceAll("\n", " ")}), at most ${seen.cells} cells at once:`);
  console.log(`  p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, longest ${at(1)} ms, ${long} over ${FRAME_MS_MAX} ms`);
  console.log(`  ${seen.tasks.length} tasks of the page took over 50 ms, the longest ${Math.round(Math.max(0, ...seen.tasks))} ms`);
  assert.ok(seen.cells < 200, "cells out of view are kept");
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
}
