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
  along(bag: FeatureBag, head: string, direction: Float32Array): Float64Array {
    const { dims } = this.form, { table } = this;
    const slope = this.slope(head, direction), scale = poolingScale(bag, this.form.pooling);
    return Float64Array.from(bag.ids, (id, place) => {
      let sum = 0;
      for (let d = 0; d < dims; d++) sum += table[id * dims + d] * slope[d];
      return sum * bag.weights[place] * scale;
    });
  }

  /** [dims]: how a unit of each embedding dimension moves the logits along the direction. */
  private slope(head: string, direction: Float32Array): Float64Array {
    const W = this.heads.get(head) ?? new Float32Array(0), labels = direction.length;
    return Float64Array.from({ length: this.form.dims }, (_, d) => direction.reduce((sum, value, label) => sum + value * W[d * labels + label], 0));
  }
}
