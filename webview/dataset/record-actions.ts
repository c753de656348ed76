import type { DatasetHost, RecordMarks } from '../../extension/core/protocol/dataset-view';
import { count } from '../common/format';

/** What the actions ask of the page; `attempt` tells the person when something fails. */
export interface ActionsOwner { explain(position: number): void; tell(message: string): void; say(message: string): void; attempt(work: () => Promise<void>): void }

/** What can be done with single records, by button and by key. */
export class RecordActions {
  constructor(private readonly host: DatasetHost, private readonly owner: ActionsOwner) {}

  /** Copies a text that is shown. */
  copy(text: string): void {
    this.owner.attempt(async () => { await this.host.copy(text); this.owner.say('Copied.'); });
  }

  /** Copies a whole line as it stands in the file, or the value at a path of it. */
  copyText(position: number, path: string | null): void {
    this.owner.attempt(async () => {
      await this.host.copyText(position, path);
      this.owner.tell(path === null ? `Record ${count(position + 1)} copied.` : `${path} of record ${count(position + 1)} copied.`);
    });
  }

  /** Shows a record in the text editor. */
  reveal(position: number): void {
    this.owner.attempt(() => this.host.revealInEditor(position));
  }

  /** Does what a key in the grid stands for; false where it stands for nothing. `field` is that of the focused cell. */
  onKey({ key, ctrlKey, metaKey }: KeyboardEvent, position: number, field: string | undefined): boolean {
    const actions: Record<string, () => void> = {
      c: () => { this.copyText(position, field ?? null); }, C: () => { this.copyText(position, null); }, p: () => { if (field !== undefined) this.copy(field); },
      e: () => { this.owner.explain(position); }, r: () => { this.reveal(position); },
      m: () => { this.mark(position, at => this.host.toggleReviewed(at)); }, t: () => { this.mark(position, at => this.host.editTags(at)); },
    };
    if (!Object.hasOwn(actions, key) || ((ctrlKey || metaKey) && key.toLowerCase() !== 'c')) return false;
    actions[key]();
    return true;
  }

  /** What was said of a record has changed; the host tells every page of it. */
  private mark(position: number, change: (position: number) => Promise<RecordMarks>): void {
    this.owner.attempt(async () => {
      const { reviewed, tags } = await change(position);
      this.owner.tell(`Record ${count(position + 1)}: ${reviewed ? 'reviewed' : 'not reviewed'}${tags.length > 0 ? `, tags ${tags.join(', ')}` : ''}.`);
    });
  }
}
