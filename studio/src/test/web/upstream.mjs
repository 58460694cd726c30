// An upstream that is not free: it answers OpenAI's images API with a picture of the ordered size, or refuses, or fails.
import { createServer } from "node:http";
import { deflateSync } from "node:zlib";

const CRC = Array.from({ length: 256 }, (_, n) => {
  for (let bit = 0; bit < 8; bit++) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  const sum = body.reduce((crc, byte) => CRC[(crc ^ byte) & 255] ^ (crc >>> 8), 0xffffffff);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE((sum ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, check]);
}

let shade = 0;

/** A grey PNG of this size, as base64; each is another. */
function png(width, height) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, (shade = (shade + 37) % 256));
  for (let row = 0; row < height; row++) rows[row * (width + 1)] = 0;
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]).toString("base64");
}

async function answer(request, response) {
  let text = "";
  for await (const part of request) text += part;
  const order = text ? JSON.parse(text) : {};
  const [width, height] = /^\d+x\d+$/.test(order.size) ? order.size.split("x").map(Number) : [1024, 1024];
  const reply = (status, json) => response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(json));
  if (/refuse/.test(order.prompt)) return reply(400, { error: { code: "moderation_blocked", type: "image_generation_user_error", message: "rejected by the safety system" } });
  reply(200, {
    created: 1,
    data: Array.from({ length: order.n ?? 1 }, () => ({ b64_json: png(width, height) })),
    usage: { input_tokens: 10, output_tokens: 300, total_tokens: 310, input_tokens_details: { text_tokens: 10, image_tokens: 0 } },
  });
}

/** Listens on this machine; `base` is the address for an account. */
export async function upstream() {
  const server = createServer((request, response) => answer(request, response).catch(() => response.destroy()));
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { base: `http://127.0.0.1:${server.address().port}/v1`, close: () => server.close() };
}
