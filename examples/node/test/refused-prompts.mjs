// What each vendor's client makes of a prompt that the server refuses for its content.
import assert from 'node:assert/strict';
import { createRunware } from '@runware/ai-sdk-provider';
import { Runware } from '@runware/sdk-js';
import { generateImage } from 'ai';
import OpenAI from 'openai';

globalThis.AI_SDK_LOG_WARNINGS = false;

const base = process.env.ATELIER_URL;
const apiKey = process.env.ATELIER_KEY;
const prompt = process.env.REFUSED_PROMPT;
const canary = prompt.split(' ')[0];

const refused = async (name, attempt, expected) => {
  let problem;
  try {
    await attempt();
  } catch (e) {
    problem = e;
  }
  assert.ok(problem, `${name}: it was not refused`);
  expected(problem);
  assert.ok(!JSON.stringify(problem.error ?? problem.message ?? problem).includes(canary), name);
  console.log(name);
};

const openai = new OpenAI({ baseURL: `${base}/v1`, apiKey, maxRetries: 2 });
const blocked = (e) => {
  assert.ok(e instanceof OpenAI.BadRequestError);
  assert.equal(e.code, 'moderation_blocked');
  assert.equal(e.error.moderation_details.moderation_stage, 'input');
  assert.deepEqual(e.error.moderation_details.categories, ['sexual/minors', 'sexual']);
};
await refused('OpenAI images', () => openai.images.generate({ model: 'gpt-image-2', prompt }), blocked);
await refused('OpenAI stream', () => openai.images.generate({ model: 'gpt-image-2', prompt, stream: true }), blocked);
await refused('OpenAI responses', () => openai.responses.create({
  model: 'gpt-5', input: prompt, tools: [{ type: 'image_generation' }],
}), (e) => {
  assert.ok(e instanceof OpenAI.BadRequestError);
  assert.equal(e.code, 'moderation_blocked');
});

const runware = new Runware({ apiKey, url: `${base.replace(/^http/, 'ws')}/runware/v1`, timeoutDuration: 20_000 });
await runware.ensureConnection();
await refused('Runware', () => runware.requestImages({
  model: 'openai:gpt-image@2', positivePrompt: prompt, width: 1024, height: 1024,
}), (e) => assert.match(JSON.stringify(e), /invalidProviderContent/));
await runware.disconnect();

const sdk = createRunware({ apiKey, baseURL: new URL('/runware/v1', base).href });
await refused('Runware through the AI SDK', () => generateImage({
  model: sdk.image('openai:gpt-image@2'), prompt, size: '1024x1024', maxRetries: 0,
}), (e) => assert.match(String(e), /invalidProviderContent|moderation/));

const post = async (path, body) => {
  const answer = await fetch(base + path, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw Object.assign(new Error(`HTTP ${answer.status}`), { status: answer.status, error: json });
  return json;
};
await refused('APIMart', () => post('/apimart/v1/images/generations', { model: 'gpt-image-2', prompt }), (e) => {
  assert.equal(e.status, 400);
  assert.equal(e.error.error.code, 'content_policy_violation');
  assert.equal(e.error.data, undefined);
});
await refused('SeaArt', () => post('/model/v1/queue/gpt_image_2', { prompt }), (e) => {
  assert.equal(e.status, 422);
  assert.equal(e.error.error_type, 'REQUEST_INVALID');
  assert.match(e.error.detail, /moderation/);
});
process.exit(0);
