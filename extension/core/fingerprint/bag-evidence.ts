import { asFloats, readGraph } from '../onnx/read-model';
import type { BagForm } from './bag-model';
import { poolingScale, type FeatureBag } from './bag-session';

/** What the places of a bag add to a head's logits, along a direction over its labels: read from the model's own weights. */
export class BagEvidence {
  private readonly table: Int8Array;
  private readonly heads: Map<string, Float32Array>;

  /** @param model the bytes of the model file. */
  constructor(model: Uint8Array, private readonly form: BagForm) {
    const { tensors, inputsOf } = readGraph(model);
    const weights = (name: string | undefined) => {
      const tensor = tensors.get(name ?? '');
      if (!tensor) throw new RangeError(`the model file has no weights ${name}`);
      return tensor;
    };
    const { bytes } = weights('table');
    this.table = new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.heads = new Map(Object.keys(form.heads).map(name => [name, asFloats(weights(inputsOf.get(`logits_${name}`)?.[1]))]));
  }

  /** One number per place of the bag; with the bias and the dense measures' part they sum to the logits along the direction. */
  along({ ids, weights }: FeatureBag, head: string, direction: Float32Array): Float64Array {
    const { dims } = this.form, { table } = this, added = new Float64Array(ids.length);
    const slope = this.slope(head, direction), scale = poolingScale(weights, this.form.pooling);
    for (let place = 0; place < ids.length; place++) {
      let sum = 0;
      for (let d = 0, row = ids[place] * dims; d < dims; d++) sum += table[row + d] * slope[d];
      added[place] = sum * weights[place] * scale;
    }
    return added;
  }

  /** [dims]: how a unit of each embedding dimension moves the logits along the direction. */
  private slope(head: string, direction: Float32Array): Float64Array {
    const W = this.heads.get(head) ?? new Float32Array(0), slope = new Float64Array(this.form.dims);
    for (let d = 0, at = 0; d < slope.length; d++) for (let label = 0; label < direction.length; label++) slope[d] += direction[label] * W[at++];
    return slope;
  }
}
