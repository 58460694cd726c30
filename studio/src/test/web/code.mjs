// What the studio shows as code does what it says: each text is run as it is, and the order that comes is the one of the form.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { at, key, launch, open, signIn, words } from "./browser.mjs";

const PROMPT = `it's a "fox" \\ & $(crow) \`tick\` '''quotes'''\nin two lines, 狐狸 100%`;
const SECONDS_MAX = 60;
const RUN = { curl: ["bash", "-c"], Node: ["node", "--input-type=module", "-e"], Python: ["python3", "-c"], Java: [process.env.STUDIO_JAVA ?? "java"], "OpenAI API": ["bash", "-c"], "SeaArt API": ["bash", "-c"], "APIMart API": ["bash", "-c"], "Runware API": ["bash", "-c"] };
const there = (program) => !spawnSync(program, ["--version"]).error;

/** What the program is given: the text, or a file of it. */
function given(language, text) {
  if (language !== "Java") return text;
  const file = join(scratch, "Order.java");
  writeFileSync(file, text);
  return file;
}

const scratch = mkdtempSync(join(tmpdir(), "code-"));
const t = await words("en");
const browser = await launch();
try {
  const page = await open(browser);
  await signIn(page, t);
  const jobs = async () => (await (await page.request.get(`${at}/api/v1/jobs?limit=1`)).json()).data[0];
  const run = async (language, references) => {
    const [program, ...options] = RUN[language];
    if (!there(program)) return console.log(`${language}: SKIPPED, there is no ${program}`);
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: t("code"), exact: true }).click();
    await dialog.getByRole("radio", { name: language, exact: true }).check({ force: true });
    const text = await dialog.locator("pre").textContent();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    const before = (await jobs())?.id;
    const ended = spawnSync(program, [...options, given(language, text)], { encoding: "utf8", timeout: SECONDS_MAX * 1000, maxBuffer: 256 << 20, env: { ...process.env, ATELIER_KEY: key, NO_PROXY: "*" } });
    assert.equal(ended.status, 0, `${language}: ${ended.error ?? ""}${ended.stderr}${ended.stdout.slice(0, 2000)}`);
    const job = await jobs();
    assert.notEqual(job?.id, before, `${language} ordered nothing: ${ended.stdout}`);
    assert.equal(job.order.prompt, PROMPT, language);
    assert.equal(job.order.size, "1024x1024", language);
    assert.equal(job.order.images.length, references, language);
    if (["Node", "Python", "Java"].includes(language)) assert.match(ended.stdout, /http.*\/files\//, language);
    console.log(`${language}: ${references ? "with a reference" : "alone"}: runs`);
  };

  await page.locator("#prompt").fill(PROMPT);
  await page.getByRole("radio", { name: "1:1" }).check({ force: true });
  for (const language of Object.keys(RUN)) await run(language, 0);

  const png = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 96, height: 64 });
    canvas.getContext("2d").fillRect(0, 0, 96, 64);
    return canvas.toDataURL().split(",")[1];
  });
  await page.locator(".add input").setInputFiles([{ name: "black.png", mimeType: "image/png", buffer: Buffer.from(png, "base64") }]);
  await page.locator(".reference img").waitFor();
  await page.locator(".quote[aria-busy=false] dd").first().filter({ hasText: "$" }).waitFor();
  // The other APIs take a link, which whoever runs the code puts in.
  for (const language of ["curl", "Node", "Python", "Java"]) await run(language, 1);
  assert.deepEqual(page.complaints, []);
} finally {
  await browser.close();
  rmSync(scratch, { recursive: true });
}
