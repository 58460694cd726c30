// Reads the model mobilenet_v2_mid out of the npm package nsfwjs: a TensorFlow.js graph and the
// bytes of its weights, of which each is a run of bytes, quantised to one byte for each number.

import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(import.meta.url);

/** @param directory of the unpacked package */
export const readModel = directory => {
  const at = path.resolve(directory, 'dist/models/mobilenet_v2_mid');
  const load = name => require(path.join(at, `${name}.min.js`));
  const json = load('model');
  const groups = json.weightsManifest;
  const data = Buffer.concat(
    groups.flatMap(group => group.paths.map(file => Buffer.from(load(file), 'base64'))),
  );
  return { json, data, weights: split(groups.flatMap(group => group.weights), data) };
};

const split = (specs, data) => {
  const weights = new Map();
  let offset = 0;
  for (const { name, shape, dtype, quantization } of specs) {
    if (dtype !== 'float32' || quantization?.dtype !== 'uint8') {
      throw new Error(`${name}: floats as bytes expected`);
    }
    const count = shape.reduce((product, dim) => product * dim, 1);
    const { min, scale } = quantization;
    weights.set(name, { shape, min, scale, bytes: data.subarray(offset, offset + count) });
    offset += count;
  }
  if (offset !== data.length) {
    throw new Error(`${data.length} bytes of weights, and ${offset} used`);
  }
  return weights;
};
