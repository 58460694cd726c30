// Atelier's own API: make a picture, edit it, follow the events over any broken line. Writes atelier.jpg.
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { call } from './poll.mjs';

const base = `${process.env.ATELIER_URL ?? 'http://127.0.0.1:8080'}/api/v1`;
const authorization = `Bearer ${process.env.ATELIER_KEY}`;

/** Calls `hear` with each event that lasts, in order and once, until the job has ended. */
async function follow(job, hear) {
  let last;
  for (;;) {
    try {
      const response = await fetch(`${base}/jobs/${job}/events`, {
        headers: { authorization, ...(last && { 'last-event-id': last }) },
      });
      if (response.status === 204) return;
      if (!response.ok) throw Object.assign(new Error(`${response.status}`), { final: response.status < 500 });
      let text = '';
      for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
        const events = (text + part).split('\n\n');
        text = events.pop();
        for (const event of events) {
          const id = /^id: (.*)$/m.exec(event);
          if (!id) continue; // a comment, or progress
          last = id[1];
          await hear(JSON.parse(/^data: (.*)$/m.exec(event)[1]));
        }
      }
      if (last === 'ended') return;
    } catch (problem) {
      if (problem.final) throw problem;
      await sleep(2000);
    }
  }
}

// Any picture will do; this one is made first.
const first = await call(`${base}/jobs`, {
  method: 'POST',
  headers: { 'idempotency-key': randomUUID() },
  body: JSON.stringify({ prompt: 'a street at noon', size: '1024x640' }),
});
let source;
await follow(first.id, (event) => {
  if (event.type === 'image.completed') source = event.data.images[event.image].artifact;
});

const order = { prompt: 'the same street at night', images: [{ artifact: source }], format: 'jpeg', metadata: { step: '2' } };
const edit = await call(`${base}/jobs`, { method: 'POST', body: JSON.stringify(order) });
await follow(edit.id, async (event) => {
  if (event.type === 'job.failed') throw Object.assign(new Error(event.data.fault.detail), { final: true });
  if (event.type !== 'job.succeeded') return;
  const file = await fetch(event.data.images[0].url);
  await writeFile('atelier.jpg', Buffer.from(await file.arrayBuffer()));
});
