import { asFloats, readGraph, type StoredGraph } from '../onnx/read-model';
import type { BagForm } from './bag-model';
import { poolingScale, type FeatureBag, type Logits } from './bag-session';

/** A head's weights, as the graph's last operator has them. */
interface Head { W: Float32Array; bias: Float32Array }

/**
 * What the places of a bag add to a head's logits, along a direction over its labels: read from the model's own weights. The logits
 * of one bag are computed from them, too: for a single record that is quicker than a run of the graph, and the same.
 */
export class BagEvidence {
  private readonly table: Int8Array;
  private readonly heads: Map<string, Head>;
  private readonly dense: { mean: Float32Array; sd: Float32Array };
  private readonly sums: Int32Array;

  /** @param model the bytes of the model file. */
  constructor(model: Uint8Array, private readonly form: BagForm) {
    const graph = readGraph(model), names = Object.keys(form.heads);
    const { bytes } = tensorOf(graph, 'table');
    this.table = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.heads = new Map(names.map(name => {
      const [, W, bias] = inputsOf(graph, `logits_${name}`);
      return [name, { W: asFloats(tensorOf(graph, W)), bias: asFloats(tensorOf(graph, bias)) }];
    }));
    this.dense = form.dense.length ? denseOf(graph, inputsOf(graph, `logits_${names[0]}`)[0]) : { mean: new Float32Array(0), sd: new Float32Array(0) };
    this.sums = new Int32Array(form.dims);
  }

  /** Logits of one bag under every head. */
  logits(bag: FeatureBag): Logits {
    const input = this.input(bag), logits: Logits = {};
    for (const name of this.heads.keys()) logits[name] = this.headLogits(input, name);
    return logits;
  }

  /** One number per place of the bag; with the bias and the dense measures' part they sum to the logits along the direction. */
  along({ ids, weights }: FeatureBag, head: string, direction: Float32Array): Float64Array {
    const { dims } = this.form, { table } = this, added = new Float64Array(ids.length);
    const slope = this.slope(head, direction), scale = poolingScale(weights, this.form.pooling);
    for (let place = 0; place < ids.length; place++) {
      let even = 0, odd = 0;
      for (let d = 0, at = ids[place] * dims; d < dims; d += 2, at += 2) {
        even += table[at] * slope[d];
        odd += table[at + 1] * slope[d + 1];
      }
      added[place] = (even + odd) * weights[place] * scale;
    }
    return added;
  }

  /** Pooled embedding, then standardised measures. */
  private input({ ids, weights, dense }: FeatureBag): Float64Array {
    const { dims, pooling } = this.form, { table, sums } = this;
    sums.fill(0);
    for (let place = 0; place < ids.length; place++) {
      const weight = weights[place];
      for (let d = 0, at = ids[place] * dims; d < dims; d++, at++) sums[d] += weight * table[at];
    }
    const input = new Float64Array(dims + dense.length), scale = poolingScale(weights, pooling);
    for (let d = 0; d < dims; d++) input[d] = sums[d] * scale;
    for (let f = 0; f < dense.length; f++) input[dims + f] = (dense[f] - this.dense.mean[f]) / this.dense.sd[f];
    return input;
  }

  private headLogits(input: Float64Array, name: string): Float32Array {
    const { W, bias } = this.headOf(name), logits = Float64Array.from(bias);
    for (let i = 0, at = 0; i < input.length; i++) for (let label = 0; label < logits.length; label++) logits[label] += input[i] * W[at++];
    return Float32Array.from(logits);
  }

  /** [dims, made even]: how a unit of each embedding dimension moves the logits along the direction. */
  private slope(head: string, direction: Float32Array): Float64Array {
    const { W } = this.headOf(head), { dims } = this.form, slope = new Float64Array(dims + dims % 2);
    for (let d = 0, at = 0; d < dims; d++) for (let label = 0; label < direction.length; label++) slope[d] += direction[label] * W[at++];
    return slope;
  }

  private headOf(name: string): Head {
    const head = this.heads.get(name);
    if (!head) throw new RangeError(`the model has no head ${name}`);
    return head;
  }
}

function inputsOf({ inputsOf }: StoredGraph, name: string): string[] {
  const inputs = inputsOf.get(name);
  if (!inputs) throw new RangeError(`the model file makes no ${name}`);
  return inputs;
}

function tensorOf({ tensors }: StoredGraph, name: string): NonNullable<ReturnType<StoredGraph['tensors']['get']>> {
  const tensor = tensors.get(name);
  if (!tensor) throw new RangeError(`the model file has no weights ${name}`);
  return tensor;
}

/** `x` is (pooled, (measures - mean) / sd). */
function denseOf(graph: StoredGraph, x: string): { mean: Float32Array; sd: Float32Array } {
  const [centred, sd] = inputsOf(graph, inputsOf(graph, x)[1]);
  return { mean: asFloats(tensorOf(graph, inputsOf(graph, centred)[1])), sd: asFloats(tensorOf(graph, sd)) };
}
