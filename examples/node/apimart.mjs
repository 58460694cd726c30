// APIMart's tasks: exact pixels, and a repeat that finds the same task. Writes apimart.png of 1881x836.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { call, poll } from './poll.mjs';

const base = `${process.env.ATELIER_URL ?? 'http://127.0.0.1:8080'}/apimart/v1`;
const order = {
  method: 'POST',
  headers: { 'idempotency-key': randomUUID() },
  body: JSON.stringify({ model: 'gpt-image-2', prompt: 'panorama of a fjord', size: '1881x836' }),
};
const [{ task_id: id }] = (await call(`${base}/images/generations`, order)).data;
const [{ task_id: again }] = (await call(`${base}/images/generations`, order)).data;
if (again !== id) throw new Error('the repeat made another task');

const task = await poll(async () => {
  const { data } = await call(`${base}/tasks/${id}`);
  return ['completed', 'failed'].includes(data.status) && data;
});
if (task.status === 'failed') throw new Error(task.error.message);

const file = await fetch(task.result.images[0].url[0]);
await writeFile('apimart.png', Buffer.from(await file.arrayBuffer()));
