// Prints what the original model says of the synthetic pictures of ReferencePictures.java, as the
// test resource reference.tsv has it: name, edge, and the five scores.
//
//   npm install @tensorflow/tfjs@4.22.0      (anywhere; its folder node_modules is the 2nd argument)
//   node moderation/src/main/model/reference.mjs package node_modules > reference.tsv
//
// Pictures of 224 pixels are compared as they are. Soft ones are drawn larger too and resized by the
// package's own rule, bilinear with aligned corners; edges and noise come out otherwise than with a
// filter that leaves no pixel out.

import { createRequire } from 'node:module';
import path from 'node:path';
import { readModel } from './nsfwjs-model.mjs';

const tf = createRequire(path.resolve(process.argv[3], 'here.js'))('@tensorflow/tfjs');
const EDGE = 224;

/** Red, green and blue, 0 to 255, of the pixel at x, y of a picture of an edge; integers only. */
const PICTURES = {
  black: () => [0, 0, 0],
  white: () => [255, 255, 255],
  skin: (x, y, edge) => [255 - Math.floor((60 * y) / edge), 200 - Math.floor((70 * x) / edge), 170 - Math.floor((80 * y) / edge)],
  stripes: x => (Math.floor(x / 14) % 2 === 0 ? [230, 40, 40] : [30, 60, 200]),
  discs: (x, y, edge) => {
    const dx = 4 * x - 2 * edge;
    const dy = 4 * y - 2 * edge;
    const ring = Math.floor((dx * dx + dy * dy) / (edge * edge));
    return [[240, 190, 160], [200, 130, 100], [120, 70, 60], [40, 30, 30], [250, 240, 230]][ring % 5];
  },
  noise: (x, y) => {
    const n = (x * 7919 + y * 104729) % 65521;
    return [n % 256, (n * 31) % 251, (n * 17) % 253];
  },
};

const SOFT = ['black', 'white', 'skin'];

const { json, data } = readModel(process.argv[2]);
const model = await tf.loadGraphModel({
  load: async () => ({
    modelTopology: json.modelTopology,
    format: json.format,
    weightSpecs: json.weightsManifest.flatMap(group => group.weights),
    weightData: data.buffer.slice(data.byteOffset, data.byteOffset + data.length),
  }),
});

for (const [name, draw] of Object.entries(PICTURES)) {
  for (const edge of SOFT.includes(name) ? [EDGE, 640] : [EDGE]) {
    const pixels = new Float32Array(edge * edge * 3);
    for (let y = 0; y < edge; y++) {
      for (let x = 0; x < edge; x++) {
        pixels.set(draw(x, y, edge).map(each => each / 255), 3 * (y * edge + x));
      }
    }
    const scores = tf.tidy(() => {
      const image = tf.tensor(pixels, [edge, edge, 3]);
      const input = edge === EDGE ? image : tf.image.resizeBilinear(image, [EDGE, EDGE], true);
      return model.predict(input.reshape([1, EDGE, EDGE, 3])).dataSync();
    });
    console.log([name, edge, ...[...scores].map(each => each.toFixed(6))].join('\t'));
  }
}
