import type { LineBatch } from '../bytes/line-cutter';
import type { FieldProfile, Profile } from '../protocol/dataset-view';
import { JsonScan } from '../records/json-scan';
import { MAX_COLUMNS } from './column-set';
import { isBlankLine } from './row';
import { valueKind } from './preview';

/** Counts what a file is made of, batch by batch: fields by kind, lines by length. A name is only ever a map key. */
export class ProfileCount {
  private readonly scan = new JsonScan();
  private readonly fields = new Map<string, FieldProfile>();
  private readonly byHash = new Map<number, { key: Uint8Array; field: FieldProfile }>();
  private readonly lengths: number[] = [];
  private records = 0;
  private unreadable = 0;
  private otherFields = false;

  /** Takes the lines of a batch. */
  add(batch: LineBatch): void {
    if (batch.oversized) { this.addLength(batch.oversized.byteLength); this.records++; this.unreadable++; }
    for (let i = 0; i < batch.count; i++) this.addLine(batch.bytes, batch.starts[i], batch.ends[i]);
  }

  /** What has been counted so far. */
  result(cancelled: boolean, elapsedMs: number): Profile {
    return { records: this.records, unreadable: this.unreadable, lengths: Array.from(this.lengths, count => count ?? 0), fields: [...this.fields.values()], otherFields: this.otherFields, cancelled, elapsedMs };
  }

  private addLine(bytes: Uint8Array, start: number, end: number): void {
    if (isBlankLine(bytes, start, end)) return;
    this.records++;
    this.addLength(end - start);
    const { tape } = this.scan;
    if (this.scan.scan(bytes, start, end) || !tape.isObject(0)) { this.unreadable++; return; }
    let seen: Set<FieldProfile> | undefined;
    if (this.scan.duplicates.length > 0) seen = new Set();
    for (let node = tape.first(0); node < tape.after(0); node = tape.after(node)) {
      const field = this.fieldOf(node);
      if (!field || seen?.has(field)) continue;
      seen?.add(field);
      const kind = valueKind(tape, node);
      field.present++;
      field.kinds[kind] = (field.kinds[kind] ?? 0) + 1;
    }
  }

  /** The field of a member; names are decoded only when they are met for the first time. */
  private fieldOf(node: number): FieldProfile | undefined {
    const { tape } = this.scan;
    const key = tape.keyBytes(node);
    const known = this.byHash.get(tape.keyHash(node));
    if (known && Buffer.compare(known.key, key) === 0) return known.field;
    const name = Buffer.from(key).toString();
    let field = this.fields.get(name);
    if (!field) {
      if (this.fields.size >= MAX_COLUMNS) { this.otherFields = true; return undefined; }
      this.fields.set(name, field = { name, present: 0, kinds: {} });
    }
    this.byHash.set(tape.keyHash(node), { key: Uint8Array.from(key), field });
    return field;
  }

  private addLength(bytes: number): void {
    const step = bytes < 2 ? 0 : 31 - Math.clz32(bytes);
    this.lengths[step] = (this.lengths[step] ?? 0) + 1;
  }
}
