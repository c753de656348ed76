import { MessageWriter, readFields } from './protobuf';

/** Element types by their number in onnx.proto (TensorProto.DataType). */
export const DATA_TYPE = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9 } as const;
export type DataType = keyof typeof DATA_TYPE;

type TensorData = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;
/** A dimension is a size or the name of a symbolic size. */
export type Dimension = number | string;
export type Attribute = number | { float: number } | string | number[] | Graph;

const IR_VERSION = 8;
const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, graph: 5, ints: 7 } as const;

/**
 * Builds an ONNX graph node by node (https://onnx.ai/onnx/repo-docs/IR.html); every method returns the name of the value it makes,
 * so that graphs read as formulas. Names are made unique per graph; a subgraph (Scan body) gets its own prefix.
 */
export class Graph {
  private readonly nodes: MessageWriter[] = [];
  private readonly initializers: MessageWriter[] = [];
  private readonly inputs: MessageWriter[] = [];
  private readonly outputs: MessageWriter[] = [];
  private counter = 0;

  constructor(readonly name: string) {}

  input(name: string, type: DataType, dims: Dimension[]): string {
    this.inputs.push(valueInfo(name, type, dims));
    return name;
  }

  output(name: string, type: DataType, dims: Dimension[]): void {
    this.outputs.push(valueInfo(name, type, dims));
  }

  /** A weight stored in the file. `dims` defaults to a vector of the data's length. */
  constant(type: DataType, data: TensorData, dims: number[] = [data.length], name = this.unique('c')): string {
    const tensor = new MessageWriter();
    for (const dim of dims) tensor.int(1, dim);
    tensor.int(2, DATA_TYPE[type]).string(8, name).bytes(9, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    this.initializers.push(tensor);
    return name;
  }

  scalar(value: number): string {
    return this.constant('float32', Float32Array.of(value), []);
  }

  ints(...values: number[]): string {
    return this.constant('int64', BigInt64Array.from(values, BigInt));
  }

  /** An i64 of rank 0. */
  scalarInt(value: number): string {
    return this.constant('int64', BigInt64Array.of(BigInt(value)), []);
  }

  /** Adds an operator with one output and returns that output's name. */
  node(type: string, inputs: string[], attributes: Record<string, Attribute> = {}, output = this.unique(type.toLowerCase())): string {
    return this.operator(type, inputs, attributes, [output])[0];
  }

  /** Adds an operator with several outputs. */
  operator(type: string, inputs: string[], attributes: Record<string, Attribute>, outputs: string[]): string[] {
    const node = new MessageWriter();
    for (const input of inputs) node.string(1, input);
    for (const output of outputs) node.string(2, output);
    node.string(4, type);
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value));
    this.nodes.push(node);
    return outputs;
  }

  /** The GraphProto. */
  toProto(): MessageWriter {
    const graph = new MessageWriter();
    for (const node of this.nodes) graph.message(1, node);
    graph.string(2, this.name);
    for (const tensor of this.initializers) graph.message(5, tensor);
    for (const input of this.inputs) graph.message(11, input);
    for (const output of this.outputs) graph.message(12, output);
    return graph;
  }

  private unique(stem: string): string {
    return `${this.name}.${stem}${this.counter++}`;
  }
}

/** The bytes of an ONNX model file (opset 17 unless told otherwise) with metadata properties. */
export function modelBytes(graph: Graph, metadata: Record<string, string> = {}, opset = 17): Uint8Array {
  const model = new MessageWriter().int(1, IR_VERSION).string(2, 'undertone').message(7, graph.toProto())
    .message(8, new MessageWriter().string(1, '').int(2, opset));
  for (const [key, value] of Object.entries(metadata)) model.message(14, new MessageWriter().string(1, key).string(2, value));
  return model.finish();
}

/** What a model file says of itself without being run: opset of the default domain and its metadata properties. */
export function readModelHeader(model: Uint8Array): { opset: number; metadata: Record<string, string> } {
  const decoder = new TextDecoder();
  const metadata: Record<string, string> = {};
  let opset = 0;
  for (const { field, bytes } of readFields(model)) {
    if (!bytes || (field !== 8 && field !== 14)) continue;
    const inner = [...readFields(bytes)];
    const text = (number: number) => decoder.decode(inner.find(entry => entry.field === number)?.bytes);
    if (field === 14) metadata[text(1)] = text(2);
    else if (text(1) === '') opset = inner.find(entry => entry.field === 2)?.int ?? 0;
  }
  return { opset, metadata };
}

function valueInfo(name: string, type: DataType, dims: Dimension[]): MessageWriter {
  const shape = new MessageWriter();
  for (const dim of dims) shape.message(1, typeof dim === 'number' ? new MessageWriter().int(1, dim) : new MessageWriter().string(2, dim));
  const tensorType = new MessageWriter().int(1, DATA_TYPE[type]).message(2, shape);
  return new MessageWriter().string(1, name).message(2, new MessageWriter().message(1, tensorType));
}

function attribute(name: string, value: Attribute): MessageWriter {
  const message = new MessageWriter().string(1, name);
  if (typeof value === 'number') return message.int(3, value).int(20, ATTRIBUTE_TYPE.int);
  if (typeof value === 'string') return message.string(4, value).int(20, ATTRIBUTE_TYPE.string);
  if (value instanceof Graph) return message.message(6, value.toProto()).int(20, ATTRIBUTE_TYPE.graph);
  if (!Array.isArray(value)) return message.float(2, value.float).int(20, ATTRIBUTE_TYPE.float);
  for (const entry of value) message.int(8, entry);
  return message.int(20, ATTRIBUTE_TYPE.ints);
}
