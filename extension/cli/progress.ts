import type { AuditEvent } from '../core/audit/audit-file';

const INTERVAL_MS = 500;

/** A line of progress on stderr, rewritten in place on a terminal and left out elsewhere. */
export class Progress {
  private lastMs = 0;
  private readonly enabled: boolean;

  constructor(quiet: boolean) {
    this.enabled = !quiet && process.stderr.isTTY === true;
  }

  show(name: string, event: Extract<AuditEvent, { kind: 'progress' }>): void {
    if (!this.enabled || performance.now() - this.lastMs < INTERVAL_MS) return;
    this.lastMs = performance.now();
    const share = event.sizeBytes ? ` ${Math.floor(100 * event.bytes / event.sizeBytes)} %` : '';
    process.stderr.write(`\r\x1b[K${name}${share}: ${event.records} records, ${Math.round(event.recordsPerSecond)} records/s`);
  }

  /** While a command reads without scoring. */
  reading(name: string, bytes: number): void {
    if (!this.enabled || performance.now() - this.lastMs < INTERVAL_MS) return;
    this.lastMs = performance.now();
    process.stderr.write(`\r\x1b[K${name}: ${Math.round(bytes / 1e6)} MB read`);
  }

  clear(): void {
    if (this.enabled) process.stderr.write('\r\x1b[K');
  }
}
