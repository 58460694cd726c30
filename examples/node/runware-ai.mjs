// Runware through the Vercel AI SDK. Writes runware-ai.png.
import { writeFile } from 'node:fs/promises';
import { createRunware } from '@runware/ai-sdk-provider';
import { generateImage } from 'ai';

const base = process.env.ATELIER_URL ?? 'http://127.0.0.1:8080';
const runware = createRunware({ apiKey: process.env.ATELIER_KEY, baseURL: `${base}/runware/v1` });

const { image } = await generateImage({
  model: runware.image('openai:gpt-image@2'),
  prompt: 'a brass compass on linen',
  size: '1536x1024',
  providerOptions: { runware: { providerSettings: { openai: { quality: 'low' } } } },
});
await writeFile('runware-ai.png', image.uint8Array);
