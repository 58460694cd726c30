// pg-boss: URL JOBS SUBMITTERS PICK-UPS. Writes one line of what was measured.
import PgBoss from 'pg-boss';
import pg from 'pg';

const [url, ...counts] = process.argv.slice(2);
const [jobs, submitters, pickUps] = counts.map(Number);
const sleep = (millis) => new Promise((done) => setTimeout(done, millis));
const starts = [];
const boss = new PgBoss({ connectionString: url, max: 20 });
boss.on('error', (error) => console.error(error.message));
await boss.start();
await boss.createQueue('task');
const pool = new pg.Pool({ connectionString: url, max: 1 });

async function submit(count) {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: submitters }, async () => {
      while (next++ < count) await boss.send('task', { number: next });
    }),
  );
  return (1000 * count) / (performance.now() - began);
}

async function work() {
  for (let worker = 0; worker < 4; worker++) {
    await boss.work('task', { batchSize: 500, pollingIntervalSeconds: 0.5 }, async (batch) => {
      for (const _ of batch) starts.push(performance.now());
    });
  }
}

async function drain(count) {
  const began = performance.now();
  await work();
  for (let left = 1; left > 0; await sleep(5)) {
    left = Number(
      (await pool.query("select count(*) as n from pgboss.job where name = 'task' and state < 'completed'")).rows[0].n,
    );
  }
  const rate = (1000 * count) / (performance.now() - began);
  await boss.offWork('task');
  starts.length = 0;
  return rate;
}

await submit(Math.ceil(jobs / 4));
await drain(Math.ceil(jobs / 4));
const submitted = await submit(jobs);
const drained = await drain(jobs);
await work();
const took = [];
for (let i = 0; i < pickUps; i++) {
  await sleep(30 + Math.random() * 60);
  starts.length = 0;
  await boss.send('task', { number: i });
  const began = performance.now();
  while (starts.length === 0) await sleep(1);
  took.push(starts[0] - began);
}
took.sort((one, other) => one - other);
const quantile = (share) => took[Math.ceil(share * took.length) - 1].toFixed(2);
console.log(
  `submit=${submitted.toFixed(0)} drain=${drained.toFixed(0)} pickup50=${quantile(0.5)} pickup99=${quantile(0.99)}`,
);
process.exit(0);
