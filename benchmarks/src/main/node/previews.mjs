// Asks each server in turn for a stream with previews and prints its name and when the first preview came, by the
// monotonic clock in nanoseconds: BASES is name=URL with commas between, ROUNDS how often.
import { createRequire } from 'node:module';

const OpenAI = createRequire(`${process.env.EXAMPLES}/`)('openai').default;
const clients = process.env.BASES.split(',').map((base) => {
  const [name, baseURL] = base.split('=');
  return [name, new OpenAI({ baseURL, apiKey: process.env.ATELIER_KEY, maxRetries: 0 })];
});

for (let round = 0; round < Number(process.env.ROUNDS); round++) {
  for (const [name, client] of clients) {
    let first;
    const stream = await client.images.generate({
      model: 'gpt-image-2',
      prompt: `a fox in the snow, ${name} ${round}`,
      size: '1024x1024',
      stream: true,
      partial_images: 2,
    });
    for await (const event of stream) {
      if (event.type.endsWith('.partial_image')) {
        first ??= process.hrtime.bigint();
      }
    }
    console.log(`${name} ${first}`);
  }
}
