// Polling as the vendors advise: first after 10 to 20 s, then every 3 to 5 s, and not for ever.
import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 1000 * Number(process.env.FIRST_POLL_SECONDS ?? 10);
const NEXT_MS = 1000 * Number(process.env.NEXT_POLL_SECONDS ?? 4);
const MAX_MS = 15 * 60_000;

/** Asks until `ask` answers with something; a server that is away for a moment is asked again. */
export async function poll(ask) {
  const end = Date.now() + MAX_MS;
  await sleep(FIRST_MS);
  while (Date.now() < end) {
    const answer = await ask().catch((problem) => {
      if (problem.final) throw problem;
    });
    if (answer) return answer;
    await sleep(NEXT_MS);
  }
  throw new Error('not finished in time; its id can be asked for later');
}

/** A JSON call; a refusal of the server is final, everything else is worth another try. */
export async function call(url, { headers, ...init } = {}) {
  const response = await fetch(url, {
    ...init,
    headers: { authorization: `Bearer ${process.env.ATELIER_KEY}`, 'content-type': 'application/json', ...headers },
    signal: AbortSignal.timeout(60_000),
  });
  const body = await response.json();
  if (response.status >= 400) {
    const problem = new Error(`${response.status} ${JSON.stringify(body)}`);
    problem.final = response.status < 500 && response.status !== 429;
    throw problem;
  }
  return body;
}
