// SeaArt's queue: two pictures of one prompt. Writes seaart-0.png and seaart-1.png.
import { writeFile } from 'node:fs/promises';
import { call, poll } from './poll.mjs';

const base = process.env.ATELIER_URL ?? 'http://127.0.0.1:8080';
const task = await call(`${base}/model/v1/queue/gpt_image_2`, {
  method: 'POST',
  body: JSON.stringify({ prompt: 'a market stall with oranges and lemons', n: 2, size: '1024x1024' }),
});

const ended = await poll(async () => {
  const status = await call(task.status_url);
  return status.status === 'COMPLETED' && status;
});
if (ended.error) throw new Error(`${ended.error_type}: ${ended.error}`);

const { outputs } = await call(task.response_url);
for (const [index, output] of outputs.entries()) {
  const file = await fetch(output.url); // signed: it needs no key, and expires
  await writeFile(`seaart-${index}.png`, Buffer.from(await file.arrayBuffer()));
}
