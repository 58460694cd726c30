// Every language says everything, with the same places to fill, and whatever the page asks for is there.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";

const src = new URL("../../main/web/src/", import.meta.url);
const load = async (code) => (await import(new URL(`messages/${code}.js`, src))).default;
const [en, zh] = [await load("en"), await load("zh")];
const places = (text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, place]) => place).sort();

assert.deepEqual(Object.keys(zh).sort(), Object.keys(en).sort());
for (const [name, text] of Object.entries(en)) assert.deepEqual(places(zh[name]), places(text), name);

const files = readdirSync(src, { recursive: true }).filter((file) => /\.(svelte|js)$/.test(file) && !file.startsWith("messages"));
for (const file of files) {
  for (const [, name] of readFileSync(new URL(file, src), "utf8").matchAll(/\bt\("([\w.-]+)"/g)) {
    assert.ok(name in en, `${file} asks for ${name}`);
  }
}
console.log(`${Object.keys(en).length} messages in two languages`);
