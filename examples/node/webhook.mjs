// A webhook receiver that believes only what is signed, with the library of Standard Webhooks.
// Registers itself, orders a picture, and writes webhook.png when it is told that it is there.
import { createServer } from 'node:http';
import { on, once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { Webhook } from 'standardwebhooks';
import { call } from './poll.mjs';

const base = `${process.env.ATELIER_URL ?? 'http://127.0.0.1:8080'}/api/v1`;
let verifier;
const seen = new Set();

const server = createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray()).toString();
  try {
    const event = verifier.verify(body, request.headers); // throws unless signature and time are right
    response.writeHead(204).end(); // answer first, work afterwards: 15 s are all there is
    const id = request.headers['webhook-id'];
    if (!seen.has(id)) server.emit('event', event); // at least once: drop what was seen
    seen.add(id);
  } catch (problem) {
    response.writeHead(401).end(String(problem.message));
  }
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');

// The server must be able to reach this address: a private one only with ATELIER_ALLOW_PRIVATE_NETWORKS=true.
const hook = await call(`${base}/webhooks`, {
  method: 'POST',
  body: JSON.stringify({
    url: `http://127.0.0.1:${server.address().port}/`,
    events: ['job.succeeded', 'job.failed'],
  }),
});
verifier = new Webhook(hook.secret);

const events = on(server, 'event', { signal: AbortSignal.timeout(300_000) }); // from before the order
const job = await call(`${base}/jobs`, {
  method: 'POST',
  body: JSON.stringify({ prompt: 'a sailing boat on a calm sea', size: '1024x1024' }),
});
for await (const [event] of events) {
  if (event.data.id !== job.id) continue;
  if (event.type !== 'job.succeeded') throw new Error(event.data.fault.detail);
  const file = await fetch(event.data.images[0].url);
  await writeFile('webhook.png', Buffer.from(await file.arrayBuffer()));
  break;
}
await fetch(`${base}/webhooks/${hook.id}`, {
  method: 'DELETE',
  headers: { authorization: `Bearer ${process.env.ATELIER_KEY}` },
});
server.close();
