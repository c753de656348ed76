import * as vscode from 'vscode';
import { parseTags, TagStore } from '../core/curate/tags';
import type { RecordMarks } from '../core/protocol/dataset-view';
import { folderOf, type Reviewed } from '../editor/reviewed';
import type { DatasetDocument } from './dataset-document';

/** Reviewed marks and tags of one dataset's records, kept in its folder; its thread learns of every change. */
export class DatasetMarks implements vscode.Disposable {
  private readonly store: TagStore | undefined;
  private readonly subscription: vscode.Disposable;

  /** `told` is called after the thread has learnt of a change. */
  constructor(private readonly document: DatasetDocument, private readonly reviewed: Reviewed, private readonly told: () => void, private readonly complain: (message: string) => void) {
    const folder = folderOf(document.uri);
    this.store = folder === undefined ? undefined : new TagStore(folder);
    this.subscription = reviewed.onDidChange(() => { this.tell().catch((error: unknown) => { complain(error instanceof Error ? error.message : String(error)); }); });
  }

  /** Marks a record as reviewed, or takes the mark away. */
  async toggleReviewed(position: number): Promise<RecordMarks> {
    const { uri, thread } = this.document;
    const contentHash = await thread.call.contentHash(position);
    if (this.reviewed.marksFor(uri).has(contentHash)) await this.reviewed.unmark(uri, contentHash);
    else await this.reviewed.mark(uri, { contentHash, rule: 'undertone/record' });
    return this.of(contentHash);
  }

  /** Asks for the tags of a record. */
  async editTags(position: number): Promise<RecordMarks> {
    if (!this.store) throw new Error(vscode.l10n.t('Tags need a folder on disk. Open a folder first.'));
    const contentHash = await this.document.thread.call.contentHash(position);
    const { tags } = await this.of(contentHash);
    const text = await vscode.window.showInputBox({ title: vscode.l10n.t('Tags of record {0}', position + 1), prompt: vscode.l10n.t('Separated by commas; empty for none'), value: tags.join(', ') });
    if (text !== undefined) {
      await this.store.set(contentHash, parseTags(text));
      await this.tell();
    }
    return this.of(contentHash);
  }

  /** Gives the thread all marks and tags as they are now. */
  async tell(): Promise<void> {
    const tags = await this.store?.read().catch((error: unknown) => { this.complain(error instanceof Error ? error.message : String(error)); });
    await this.document.thread.call.setMarks([...this.reviewed.marksFor(this.document.uri).keys()], [...tags ?? []]);
    this.told();
  }

  dispose(): void { this.subscription.dispose(); }

  private async of(contentHash: string): Promise<RecordMarks> {
    return { reviewed: this.reviewed.marksFor(this.document.uri).has(contentHash), tags: (await this.store?.read())?.get(contentHash) ?? [] };
  }
}
