// The Vercel AI SDK: a text model that calls OpenAI's tool image_generation. Writes ai-sdk.webp.
import { createOpenAI } from '@ai-sdk/openai';
import { generateText } from 'ai';
import { writeFile } from 'node:fs/promises';

const openai = createOpenAI({
  baseURL: `${process.env.ATELIER_URL ?? 'http://127.0.0.1:8080'}/v1`,
  apiKey: process.env.ATELIER_KEY,
});

const { staticToolResults } = await generateText({
  model: openai.responses('gpt-5.5'),
  prompt: 'a lighthouse on a cliff, in gouache',
  tools: {
    image_generation: openai.tools.imageGeneration({ size: '1024x1536', outputFormat: 'webp' }),
  },
  toolChoice: { type: 'tool', toolName: 'image_generation' },
});
const drawn = staticToolResults.find((result) => result.toolName === 'image_generation');
if (!drawn) throw new Error('no picture');
await writeFile('ai-sdk.webp', Buffer.from(drawn.output.result, 'base64'));
