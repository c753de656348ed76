import type * as vscode from 'vscode';
import type { Annotations } from '../editor/annotations';
import type { Audits } from '../editor/audits';
import type { Choices } from '../editor/choices';
import type { Decorations } from '../editor/decorations';
import type { Explanations } from '../editor/explanations';
import type { History } from '../editor/history';
import type { Reviewed } from '../editor/reviewed';
import type { DatasetEditors } from '../views/dataset-editor';
import type { LabPanels } from '../views/lab-panel';
import type { AuditsTree } from '../views/audits-tree';
import type { Reports } from '../views/report';
import type { AuditClient } from '../worker/client';

/** What commands work with; one of each per window. */
export interface Rooms {
  client: AuditClient;
  annotations: Annotations;
  audits: Audits;
  choices: Choices;
  reviewed: Reviewed;
  explanations: Explanations;
  decorations: Decorations;
  history: History;
  tree: AuditsTree;
  reports: Reports;
  datasets: DatasetEditors;
  labs: LabPanels;
  /** The extension's version. */
  version: string;
  /** The page on how to read a verdict. */
  guide: vscode.Uri;
  /** The folder of the sample datasets that come along, and a folder that outlives updates, for copies of them. */
  bundledSamples: vscode.Uri;
  storage: vscode.Uri;
  /** The card of the shipped models. */
  modelCard: vscode.Uri;
  log: vscode.LogOutputChannel;
}

/** A command: menus, links and other extensions call it with arguments of their own, so it checks them. */
export type Command = (rooms: Rooms, ...args: unknown[]) => Promise<void> | void;
