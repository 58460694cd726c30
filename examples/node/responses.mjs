// OpenAI's Responses API with the vendor's own SDK: a picture drawn by the tool image_generation, the same edited in
// a stream with a preview, and one made in the background. Writes responses.png, responses-edit.png and
// responses-background.webp.
import OpenAI from 'openai';
import { writeFile } from 'node:fs/promises';

const client = new OpenAI({
  baseURL: `${process.env.ATELIER_URL ?? 'http://127.0.0.1:8080'}/v1`,
  apiKey: process.env.ATELIER_KEY,
  timeout: 300_000, // large sizes take minutes at the vendor
});
const model = 'gpt-5.5'; // any text model that you name already: here it does nothing but call the tool

/** Saves the picture of a response. */
async function save(file, response) {
  const call = response.output.find((item) => item.type === 'image_generation_call');
  if (!call?.result) throw new Error(`${response.status}: ${response.error?.message ?? 'no picture'}`);
  await writeFile(file, Buffer.from(call.result, 'base64'));
}

const first = await client.responses.create({
  model,
  input: 'three hot-air balloons over a lake at sunrise',
  tools: [{ type: 'image_generation', size: '1024x1024' }],
});
await save('responses.png', first);

const stream = client.responses.stream({
  model,
  previous_response_id: first.id, // whose picture is edited
  input: 'the same at night, with stars',
  tools: [{ type: 'image_generation', size: '1248x1248', partial_images: 1 }],
});
stream.on('response.image_generation_call.partial_image', (event) => {
  console.log(`preview ${event.partial_image_index}`);
});
await save('responses-edit.png', await stream.finalResponse());

let background = await client.responses.create({
  model,
  background: true,
  input: 'a paper boat in the rain',
  tools: [{ type: 'image_generation', size: '1024x1024', output_format: 'webp' }],
});
const every = 1_000 * (process.env.NEXT_POLL_SECONDS ?? 2);
while (['queued', 'in_progress'].includes(background.status)) {
  await new Promise((resolve) => setTimeout(resolve, every));
  background = await client.responses.retrieve(background.id);
}
await save('responses-background.webp', background);
