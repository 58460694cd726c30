// OpenAI's SDK with base URLs as people write them. Each makes a picture, streams one, and reads an error.
import { createRequire } from 'node:module';

const { default: OpenAI } = createRequire(new URL('../node/', import.meta.url))('openai');
const server = process.env.ATELIER_URL;
const order = { model: 'gpt-image-2', prompt: 'a red fox', size: '1024x640', quality: 'low' };

for (const base of ['', '/', '/v1', '/v1/', '//v1', '/v1/v1', '/V1', '/openai/v1/', '/v1/images/generations']) {
  const client = new OpenAI({ baseURL: server + base, apiKey: process.env.ATELIER_KEY, maxRetries: 0 });

  const { data, response } = await client.images.generate(order).withResponse();
  if (!Buffer.from(data.data[0].b64_json, 'base64').toString('latin1').startsWith('\x89PNG')) {
    throw new Error(`${base}: no picture`);
  }
  if (!response.headers.get('x-atelier-job')) throw new Error(`${base}: no job`);

  const seen = [];
  for await (const event of await client.images.generate({ ...order, stream: true, partial_images: 1 })) {
    seen.push(event.type);
  }
  if (seen.at(-1) !== 'image_generation.completed') throw new Error(`${base}: ${seen}`);

  const refused = await client.images.generate({ ...order, model: 'no-such-model' }).catch((problem) => problem);
  if (!(refused instanceof OpenAI.NotFoundError) || refused.code !== 'model_not_found') throw refused;
}

// One that leads nowhere says where to go.
const lost = new OpenAI({ baseURL: `${server}/v2`, apiKey: process.env.ATELIER_KEY, maxRetries: 0 });
const problem = await lost.images.generate(order).catch((error) => error);
if (!(problem instanceof OpenAI.NotFoundError) || !problem.message.includes('POST /v1/images/generations')) throw problem;
