// OpenAI's own SDK, with nothing changed but the base URL: a stream with one preview, then an edit of the result.
// Writes openai.png and openai-edit.png.
import OpenAI, { toFile } from 'openai';
import { writeFile } from 'node:fs/promises';

const client = new OpenAI({
  baseURL: `${process.env.ATELIER_URL ?? 'http://127.0.0.1:8080'}/v1`,
  apiKey: process.env.ATELIER_KEY,
  timeout: 300_000, // large sizes take minutes at the vendor; 120 s is enough for 1024x1024
});

const stream = await client.images.generate({
  model: 'gpt-image-2',
  prompt: 'three hot-air balloons over a lake at sunrise',
  size: '1024x1024',
  stream: true,
  partial_images: 1,
});
let picture;
for await (const event of stream) {
  if (event.type === 'image_generation.partial_image') {
    console.log(`preview ${event.partial_image_index}`);
  } else if (event.type === 'image_generation.completed') {
    picture = Buffer.from(event.b64_json, 'base64');
  }
}
await writeFile('openai.png', picture);

const edited = await client.images.edit({
  model: 'gpt-image-2',
  image: await toFile(picture, 'balloons.png', { type: 'image/png' }),
  prompt: 'the same at night, with stars',
});
await writeFile('openai-edit.png', Buffer.from(edited.data[0].b64_json, 'base64'));
