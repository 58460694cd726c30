// Distils the sandbox's drawings and labels from the npm packages named in README.md.
// Run in this folder after `npm install --no-save @iconify-json/noto@1.2.9 emojibase-data@17.0.0`:
//   node distil.mjs
import fs from 'node:fs';
import zlib from 'node:zlib';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const noto = require('@iconify-json/noto/icons.json');
const resources = new URL('../resources/dev/atelier/providers/sandbox/', import.meta.url);
const read = (path) => fs.readFileSync(new URL(path, import.meta.url), 'utf8');

const subjects = fs
  .readFileSync(new URL('words/subjects.tsv', resources), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#'))
  .map((line) => line.split('|'))
  .map(([id, drawing]) => ({ id, drawing }));

function body(name) {
  const icon = noto.icons[name] ?? noto.icons[noto.aliases?.[name]?.parent];
  if (!icon) throw new Error(`noto has no ${name}`);
  return icon.body;
}

function svgOfNoto(name) {
  return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 128 128">${body(name)}</svg>`;
}

function svgOfBody(name) {
  const { template, head, ...fills } = JSON.parse(read('bodies/bodies.json'))[name];
  const parts = { ...fills, head: head ? body(head) : '' };
  return read(`bodies/${template}.svg`).replace(/\{\{(\w+)\}\}/g, (_, key) => parts[key] ?? '');
}

function svg(drawing) {
  const [kind, name] = drawing.split(':');
  const text = kind === 'noto' ? svgOfNoto(name) : kind === 'body' ? svgOfBody(name) : read(`own/${name}.svg`);
  return text.replace(/\s+/g, ' ').trim();
}

const drawings = [...new Map(subjects.map(({ drawing }) => [drawing, svg(drawing)]))];
const packed = drawings.map(([name, text]) => `${name}\t${text}\n`).join('');
fs.writeFileSync(new URL('art/drawings.tsv.gz', resources), zlib.gzipSync(packed, { level: 9 }));

// The published labels in both languages, as further words for the same drawing.
const en = require('emojibase-data/en/data.json');
const zh = require('emojibase-data/zh/data.json');
const slug = (label) => label.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
const english = new Map(en.map((e) => [e.hexcode, e.label.toLowerCase()]));
const chinese = new Map(zh.map((e) => [e.hexcode, e.label]));
const hexOf = new Map(en.map((e) => [slug(e.label), e.hexcode]));
const rows = [];
for (const { id, drawing } of subjects) {
  const hex = hexOf.get(drawing.replace(/^\w+:/, ''));
  if (hex) rows.push(`${id}|${english.get(hex)}|${chinese.get(hex) ?? ''}`);
}
fs.writeFileSync(new URL('words/labels.tsv', resources), rows.join('\n') + '\n');
console.log(`${drawings.length} drawings, ${rows.length} labels`);
