import { readFields } from './protobuf';

/** A weight stored in a model file: a view of the file's bytes, not a copy. */
export interface StoredTensor { dims: number[]; bytes: Uint8Array }

/** What a reader of a finished graph needs: its weights by name, and for each value the inputs of the operator that makes it. */
export interface StoredGraph { tensors: Map<string, StoredTensor>; inputsOf: Map<string, string[]> }

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8');

/** Reads weights and wiring of an ONNX model. Throws a RangeError when the bytes are cut off. */
export function readGraph(model: Uint8Array): StoredGraph {
  const graph: StoredGraph = { tensors: new Map(), inputsOf: new Map() };
  for (const { field, bytes } of readFields(model)) {
    if (field !== 7 || !bytes) continue;
    for (const part of readFields(bytes)) {
      if (part.field === 5 && part.bytes) addTensor(graph, part.bytes);
      if (part.field === 1 && part.bytes) addNode(graph, part.bytes);
    }
  }
  return graph;
}

function addTensor({ tensors }: StoredGraph, message: Uint8Array): void {
  const fields = [...readFields(message)];
  const dims = fields.filter(({ field }) => field === 1).map(({ int }) => int ?? 0);
  const bytes = fields.find(({ field }) => field === 9)?.bytes ?? new Uint8Array(0);
  tensors.set(text(fields.find(({ field }) => field === 8)?.bytes), { dims, bytes });
}

function addNode({ inputsOf }: StoredGraph, message: Uint8Array): void {
  const fields = [...readFields(message)];
  const inputs = fields.filter(({ field }) => field === 1).map(({ bytes }) => text(bytes));
  for (const { field, bytes } of fields) if (field === 2) inputsOf.set(text(bytes), inputs);
}

/** The tensor's values as 32-bit floats; copied, since the file's bytes need not be aligned (and a Buffer's own slice would not copy). */
export const asFloats = ({ bytes }: StoredTensor): Float32Array => new Float32Array(new Uint8Array(bytes).buffer);
