// Runware's own clients against a server: every way in which they use it.
import assert from 'node:assert/strict';
import net from 'node:net';
import { createRunware } from '@runware/ai-sdk-provider';
import { Runware } from '@runware/sdk-js';
import { generateImage } from 'ai';

globalThis.AI_SDK_LOG_WARNINGS = false;

const base = new URL(process.env.ATELIER_URL);
const apiKey = process.env.ATELIER_KEY;
const PIXEL = 'data:image/png;base64,'
  + 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const order = (more) => ({
  model: 'openai:gpt-image@2',
  positivePrompt: 'a red kite over a green hill',
  width: 1024,
  height: 1024,
  outputFormat: 'PNG',
  ...more,
});

/** A line to the server that can be cut. */
const lines = new Set();
const wire = net.createServer((client) => {
  const server = net.connect(Number(base.port), base.hostname);
  for (const [from, to] of [[client, server], [server, client]]) {
    lines.add(from);
    from.on('error', () => to.destroy()).on('close', () => { lines.delete(from); to.destroy(); }).pipe(to);
  }
});
await new Promise((ready) => wire.listen(0, '127.0.0.1', ready));
const url = `ws://127.0.0.1:${wire.address().port}/runware/v1`;

const runware = new Runware({ apiKey, url, timeoutDuration: 20_000 });
await runware.ensureConnection();
console.log('connected');

const { imageUUID } = await runware.imageUpload({ image: PIXEL });
assert.match(imageUUID, /^[0-9a-f-]{36}$/);
console.log('uploaded');

const partial = [];
const two = await runware.requestImages(order({
  numberResults: 2,
  includeCost: true,
  inputs: { referenceImages: [imageUUID] },
  onPartialImages: (images) => partial.push(...images),
}));
assert.equal(two.length, 2);
assert.equal(new Set(two.map((image) => image.imageUUID)).size, 2);
assert.equal(partial.length, 2);
for (const image of two) {
  assert.equal(typeof image.seed, 'number');
  assert.equal(typeof image.cost, 'number');
  const file = await fetch(image.imageURL);
  assert.equal(file.headers.get('content-type'), 'image/png');
  assert.ok((await file.arrayBuffer()).byteLength > 1000);
}
console.log('two by link');

const [inline] = await runware.requestImages(order({ outputType: 'base64Data' }));
assert.equal(Buffer.from(inline.imageBase64Data, 'base64').subarray(1, 4).toString(), 'PNG');
const [uri] = await runware.requestImages(order({ outputType: 'dataURI', outputFormat: 'WEBP' }));
assert.ok(uri.imageDataURI.startsWith('data:image/webp;base64,'));
console.log('inline');

const three = await Promise.all([1, 2, 3].map((n) =>
  runware.requestImages(order({ positivePrompt: `${n} boats`, taskUUID: crypto.randomUUID() }))));
assert.equal(new Set(three.flat().map((image) => image.imageUUID)).size, 3);
console.log('three at once');

const taskUUID = crypto.randomUUID();
const [taken] = await runware.requestImages(order({ deliveryMethod: 'async', numberResults: 2, taskUUID }));
assert.deepEqual(Object.keys(taken).sort(), ['taskType', 'taskUUID']);
assert.equal(taken.taskUUID, taskUUID);
let state = [];
for (let i = 0; i < 100 && !(state.length === 2 && state.every((item) => item.status === 'success')); i++) {
  state = await runware.getResponse({ taskUUID });
}
assert.equal(state.length, 2);
assert.ok(state.every((item) => item.imageURL));
console.log('asynchronously');

await assert.rejects(runware.requestImages(order({ width: 1000 })), (problem) =>
  problem.error.code === 'invalidWidth' && problem.error.multiplier === 16);
console.log('refused');

lines.forEach((line) => line.destroy());
await new Promise((back) => setTimeout(back, 2500)); // what it sends before it noticed the cut waits for its time-out
const [after] = await runware.requestImages(order({ positivePrompt: 'after the cut' }));
assert.ok(after.imageURL);
console.log('connected again');
await runware.disconnect();

const stranger = new Runware({ apiKey: 'atl_wrong', url, shouldReconnect: false });
await assert.rejects(stranger.ensureConnection(), (problem) => JSON.stringify(problem).includes('invalidApiKey'));
console.log('a wrong key refused');

const vercel = createRunware({ apiKey, baseURL: new URL('/runware/v1', base).href });
const model = vercel.image('openai:gpt-image@2');
const made = await generateImage({ model, prompt: 'a brass compass on linen', n: 2 }); // 512x512, as it says nothing
assert.equal(made.images.length, 2);
assert.equal(Buffer.from(made.images[0].uint8Array).readUInt32BE(16), 512);
const edited = await generateImage({
  model,
  prompt: 'the same at night',
  size: '1024x1024',
  providerOptions: { runware: { referenceImages: [PIXEL], providerSettings: { openai: { quality: 'low' } } } },
});
assert.equal(Buffer.from(edited.image.uint8Array).readUInt32BE(16), 1024);
await assert.rejects(generateImage({ model, prompt: 'x' }), /invalidPositivePromptLength/);
console.log('through the AI SDK');
wire.close();
lines.forEach((line) => line.destroy());
process.exit(0);
