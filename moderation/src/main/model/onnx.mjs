// The parts of onnx.proto (IR version 8, operators of version 13) that a classifier needs. Field
// numbers are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto.

import { bytes, integer, message } from './protobuf.mjs';

const OPERATORS = 13;
const IR = 8;

export const FLOAT = 1;
export const UINT8 = 2;
export const INT64 = 7;

/** A constant: {@code data} is little-endian, the last dimension first to change. */
export const tensor = (name, type, dims, data) =>
  message(dims.map(dim => integer(1, dim)), integer(2, type), bytes(8, name), bytes(9, data));

const INTEGERS = 7;
const INTEGER = 2;

const attribute = (name, value) =>
  Array.isArray(value)
    ? message(bytes(1, name), value.map(each => integer(8, each)), integer(20, INTEGERS))
    : message(bytes(1, name), integer(3, value), integer(20, INTEGER));

/** One operation; attributes are integers or lists of them. */
export const node = (operator, inputs, output, attributes = {}) =>
  message(
    inputs.map(input => bytes(1, input)),
    bytes(2, output),
    bytes(3, output),
    bytes(4, operator),
    Object.entries(attributes).map(([name, value]) => bytes(5, attribute(name, value))),
  );

const value = (name, dims) => {
  const shape = message(dims.map(dim => bytes(1, integer(1, dim))));
  return message(bytes(1, name), bytes(2, bytes(1, message(integer(1, FLOAT), bytes(2, shape)))));
};

/** The file: {@code input} and {@code output} are {name, dims} of floats. */
export const model = ({ name, producer, licence, nodes, constants, input, output }) => {
  const graph = message(
    nodes.map(each => bytes(1, each)),
    bytes(2, name),
    constants.map(each => bytes(5, each)),
    bytes(11, value(input.name, input.dims)),
    bytes(12, value(output.name, output.dims)),
  );
  return message(
    integer(1, IR),
    bytes(2, producer),
    bytes(6, licence),
    bytes(7, graph),
    bytes(8, integer(2, OPERATORS)),
  );
};
