// OpenAI's SDK as generated code and forms call it: every optional field is there, and null.
import { createRequire } from 'node:module';

const { default: OpenAI } = createRequire(new URL('../node/', import.meta.url))('openai');
const client = new OpenAI({ baseURL: `${process.env.ATELIER_URL}/v1`, apiKey: process.env.ATELIER_KEY, maxRetries: 0 });

const { data } = await client.images.generate({
  prompt: 'a red fox',
  background: null,
  model: null,
  moderation: null,
  n: null,
  output_compression: null,
  output_format: null,
  partial_images: null,
  quality: null,
  response_format: null,
  size: null,
  stream: null,
  style: null,
  user: undefined,
});
if (data.length !== 1 || !data[0].b64_json) throw new Error(JSON.stringify(data).slice(0, 200));
