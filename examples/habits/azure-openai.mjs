// Azure's client of the same package: the deployment in the path names the model, the key is in `api-key`.
import { createRequire } from 'node:module';

const require = createRequire(new URL('../node/', import.meta.url));
const { AzureOpenAI, toFile, NotFoundError } = require('openai');
const server = process.env.ATELIER_URL;
const apiKey = process.env.ATELIER_KEY;
const apiVersion = '2025-04-01-preview';
const order = { prompt: 'a red fox', size: '1024x640', quality: 'low' };

for (const options of [
  { endpoint: server, deployment: 'gpt-image-2' },
  { endpoint: `${server}/`, deployment: 'gpt-image-2' }, // a slash too many
  { endpoint: server }, // the model of the body becomes the deployment
  { baseURL: `${server}/openai/deployments/gpt-image-2` },
  { baseURL: `${server}/openai/v1` },
]) {
  const client = new AzureOpenAI({ apiKey, apiVersion, maxRetries: 0, ...options });
  const made = await client.images.generate({ ...order, model: 'gpt-image-2' });
  const picture = Buffer.from(made.data[0].b64_json, 'base64');

  const edited = await client.images.edit({
    ...order,
    model: 'gpt-image-2',
    image: await toFile(picture, 'fox.png', { type: 'image/png' }),
    prompt: 'the same in snow',
  });
  if (!edited.data[0].b64_json) throw new Error('no picture');

  const seen = [];
  for await (const event of await client.images.generate({ ...order, model: 'gpt-image-2', stream: true })) {
    seen.push(event.type);
  }
  if (seen.at(-1) !== 'image_generation.completed') throw new Error(String(seen));
}

const other = new AzureOpenAI({ apiKey, apiVersion, maxRetries: 0, endpoint: server, deployment: 'dall-e-9' });
const problem = await other.images.generate({ ...order, model: 'gpt-image-2' }).catch((error) => error);
if (!(problem instanceof NotFoundError) || !problem.message.includes('dall-e-9')) throw problem;
