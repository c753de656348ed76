import type * as vscode from 'vscode';
import type { Explanation } from '../core/protocol/audit-worker';
import type { AuditClient } from '../worker/client';
import type { Annotations } from './annotations';
import type { Slot } from './line-table';

/** Why lines scored as they did: asked for once per line and forgotten when the line or the options change. */
export class Explanations {
  private readonly known = new WeakMap<Slot, Promise<Explanation>>();

  constructor(private readonly client: AuditClient, private readonly annotations: Annotations) {}

  /** Explains a 0-based line; undefined when it has nothing that was scored. Rejects with the worker's message. */
  async explain(document: vscode.TextDocument, line: number): Promise<Explanation | undefined> {
    const run = this.annotations.get(document);
    const slot = run?.table.lines[line];
    if (!run?.options || !slot?.scored || slot.scored.error || slot.scored.skipped) return undefined;
    const known = this.known.get(slot);
    if (known) return known;
    const asked = this.client.call.explainLine(document.lineAt(line).text, run.options);
    this.known.set(slot, asked);
    asked.catch(() => this.known.delete(slot));
    return asked;
  }
}
