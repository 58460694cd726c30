// Runware's own SDK over WebSocket: an upload, and two pictures that use it. Writes runware-0.png and runware-1.png.
import { writeFile } from 'node:fs/promises';
import { Runware } from '@runware/sdk-js';

const base = process.env.ATELIER_URL ?? 'http://127.0.0.1:8080';
const runware = new Runware({
  apiKey: process.env.ATELIER_KEY,
  url: `${base.replace(/^http/, 'ws')}/runware/v1`,
  timeoutDuration: 300_000, // the SDK's own minute is too short for a large picture: it would order it again
});
await runware.ensureConnection();

const pixel = 'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const { imageUUID } = await runware.imageUpload({ image: pixel });

const images = await runware.requestImages({
  model: 'openai:gpt-image@2',
  positivePrompt: 'a red kite over a green hill, in this colour',
  inputs: { referenceImages: [imageUUID] },
  width: 1024,
  height: 1024,
  numberResults: 2,
  outputFormat: 'PNG',
  taskUUID: crypto.randomUUID(), // names the order: should the line be cut, asking again costs nothing
  onPartialImages: (some) => console.log(`${some.length} more`),
});
for (const [index, image] of images.entries()) {
  const file = await fetch(image.imageURL); // signed: it needs no key, and expires
  await writeFile(`runware-${index}.png`, Buffer.from(await file.arrayBuffer()));
}
await runware.disconnect();
