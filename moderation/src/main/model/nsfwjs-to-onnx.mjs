// Makes the classifier's ONNX file of the model mobilenet_v2_mid in the npm package nsfwjs:
//
//   npm pack nsfwjs@4.4.0 && tar xzf nsfwjs-4.4.0.tgz
//   node moderation/src/main/model/nsfwjs-to-onnx.mjs package \
//     moderation/src/main/resources/dev/atelier/moderation/classifier/nsfw-mobilenet-v2-mid.onnx
//
// The numbers stay those of the package: kernels are kept as its bytes, and DequantizeLinear makes
// floats of them. TensorFlow's order of dimensions (height, width, channels) becomes ONNX's
// (channels, height, width), and its padding "SAME", which puts the odd row and column last, is
// written out. What the graph has and is not known here is an error.

import fs from 'node:fs';
import { FLOAT, INT64, UINT8, model, node, tensor } from './onnx.mjs';
import { readModel } from './nsfwjs-model.mjs';

const EDGE = 224;
const CLASSES = 5;

const { json, weights } = readModel(process.argv[2]);
/** Without the inputs that only say what comes before, which begin with a caret. */
const graph = json.modelTopology.node.map(each => ({
  ...each,
  input: (each.input ?? []).filter(name => !name.startsWith('^')),
}));
const nodes = [];
const constants = [];
/** By name of a TensorFlow node, the edge of its output in pixels. */
const edges = new Map();

const floats = numbers => Buffer.from(new Float32Array(numbers).buffer);
const longs = numbers => Buffer.from(new BigInt64Array(numbers.map(BigInt)).buffer);
const short = name => name.replace(/.*StatefulPartitionedCall\//, '').replace(/^(predict|MobilenetV2)\//, '');
const text = encoded => Buffer.from(encoded, 'base64').toString('ascii');
const numbers = attribute => attribute.list.i.map(Number);

const constant = (name, type, dims, data) => {
  constants.push(tensor(name, type, dims, data));
  return name;
};

/** A weight as floats: for the few of biases. */
const plain = name => {
  const { shape, min, scale, bytes } = weights.get(name);
  return constant(short(name), FLOAT, shape, floats([...bytes].map(byte => byte * scale + min)));
};

/** A weight as its bytes, in another order of dimensions; its zero must be one of them. */
const quantised = (name, order) => {
  const { shape, min, scale, bytes } = weights.get(name);
  const zero = Math.round(-min / scale);
  if (zero < 0 || zero > 255 || Math.abs(zero * scale + min) > 1e-6 * Math.abs(min)) {
    throw new Error(`${name}: no byte means 0`);
  }
  const at = short(name);
  const dims = order.map(axis => shape[axis]);
  const parts = [
    constant(`${at}:bytes`, UINT8, dims, transpose(bytes, shape, order)),
    constant(`${at}:scale`, FLOAT, [], floats([scale])),
    constant(`${at}:zero`, UINT8, [], Buffer.from([zero])),
  ];
  nodes.push(node('DequantizeLinear', parts, at));
  return at;
};

const transpose = (bytes, shape, order) => {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  const dims = order.map(axis => shape[axis]);
  const result = Buffer.alloc(bytes.length);
  for (let to = 0; to < bytes.length; to++) {
    let rest = to;
    let from = 0;
    for (let axis = dims.length - 1; axis >= 0; axis--) {
      from += (rest % dims[axis]) * strides[order[axis]];
      rest = Math.floor(rest / dims[axis]);
    }
    result[to] = bytes[from];
  }
  return result;
};

/** TensorFlow's "SAME": as ONNX's pads (top, left, bottom, right), and the edge that results. */
const same = (edge, kernel, stride) => {
  const result = Math.ceil(edge / stride);
  const all = Math.max((result - 1) * stride + kernel - edge, 0);
  const first = Math.floor(all / 2);
  return { pads: [first, first, all - first, all - first], result };
};

const convolution = ({ name, input, attr }, depthwise) => {
  const [from, kernel, bias] = input;
  const [height, width, channels] = weights.get(kernel).shape;
  const [, stride] = numbers(attr.strides);
  const known =
    text(attr.padding.s) === 'SAME' &&
    text(attr.data_format?.s ?? 'TkhXQw==') === 'NHWC' &&
    height === width &&
    numbers(attr.dilations).every(each => each === 1);
  if (!known) {
    throw new Error(`${name}: a convolution of a kind that is not known here`);
  }
  const { pads, result } = same(edges.get(from), height, stride);
  const fused = attr.fused_ops.list.s.map(text);
  const clipped = fused.join() === 'BiasAdd,Relu6';
  if (!clipped && fused.join() !== 'BiasAdd') {
    throw new Error(`${name}: ${fused}`);
  }
  const inputs = [short(from), quantised(kernel, depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]), plain(bias)];
  const sum = clipped ? `${short(name)}:sum` : short(name);
  nodes.push(
    node('Conv', inputs, sum, {
      kernel_shape: [height, width],
      strides: [stride, stride],
      pads,
      group: depthwise ? channels : 1,
    }),
  );
  if (clipped) {
    nodes.push(node('Clip', [sum, 'zero', 'six'], short(name)));
  }
  edges.set(name, result);
};

const keepEdge = ({ name, input }) => edges.set(name, edges.get(input[0]));

const OPERATIONS = {
  Const: () => {},
  Placeholder: ({ name }) => edges.set(name, EDGE),
  Mul: of => arithmetic('Mul', of),
  Sub: of => arithmetic('Sub', of),
  AddV2: of => {
    nodes.push(node('Add', of.input.map(short), short(of.name)));
    keepEdge(of);
  },
  _FusedConv2D: of => convolution(of, false),
  FusedDepthwiseConv2dNative: of => convolution(of, true),
  AvgPool: ({ name, input, attr }) => {
    const [, kernel] = numbers(attr.ksize);
    if (text(attr.padding.s) !== 'VALID' || kernel !== edges.get(input[0])) {
      throw new Error(`${name}: the mean of everything expected`);
    }
    nodes.push(node('GlobalAveragePool', [short(input[0])], short(name)));
  },
  Squeeze: ({ name, input }) =>
    nodes.push(
      node(
        'Reshape',
        [short(input[0]), constant('vector', INT64, [2], longs([1, weights.get(dense()).shape[0]]))],
        short(name),
      ),
    ),
  _FusedMatMul: ({ name, input: [from, matrix, bias] }) =>
    nodes.push(node('Gemm', [short(from), quantised(matrix, [0, 1]), plain(bias)], short(name))),
  Softmax: ({ name, input }) => nodes.push(node('Softmax', [short(input[0])], short(name), { axis: 1 })),
  Identity: ({ input }) => nodes.push(node('Identity', [short(input[0])], 'scores')),
};

const dense = () => graph.find(({ op }) => op === '_FusedMatMul').input[1];

/** With a constant on one side, the first or the second. */
const arithmetic = (operator, { name, input }) => {
  const inputs = input.map(each => (weights.has(each) ? plain(each) : short(each)));
  nodes.push(node(operator, inputs, short(name)));
  edges.set(name, edges.get(input.find(each => !weights.has(each))));
};

/** Each node after those that it takes its inputs from. */
const sorted = () => {
  const byName = new Map(graph.map(each => [each.name, each]));
  const done = new Set();
  const visit = each => {
    if (!done.has(each)) {
      done.add(each);
      each.input.forEach(name => visit(byName.get(name)));
    }
  };
  graph.forEach(visit);
  return [...done];
};

constant('zero', FLOAT, [], floats([0]));
constant('six', FLOAT, [], floats([6]));
for (const each of sorted()) {
  const operation = OPERATIONS[each.op];
  if (!operation) {
    throw new Error(`${each.name}: ${each.op} is not known here`);
  }
  operation(each);
}

fs.writeFileSync(
  process.argv[3],
  model({
    name: 'nsfw-mobilenet-v2-mid',
    producer: 'atelier',
    licence: 'Weights of nsfwjs 4.4.0, Copyright (c) 2019 Infinite Red, Inc., MIT License.',
    nodes,
    constants,
    input: { name: 'input', dims: [1, 3, EDGE, EDGE] },
    output: { name: 'scores', dims: [1, CLASSES] },
  }),
);
