import * as vscode from 'vscode';
import type { FileChoice } from '../core/curate/config';

/** Name of the section that all settings live under. */
export const SECTION = 'undertone';

/** Reads a setting; its default stands in package.json. */
const read = (scope: vscode.Uri | undefined) => {
  const section = vscode.workspace.getConfiguration(SECTION, scope);
  return <T>(key: string): T => section.get(key) as T;
};

/** How annotations look and behave in one document. */
export interface AnnotationSettings {
  enabled: boolean;
  delayMs: number;
  evidence: boolean;
  hover: boolean;
  codeLens: boolean;
  severity: vscode.DiagnosticSeverity;
  /** Most diagnostics per file. */
  maximum: number;
}

const SEVERITIES: Record<string, vscode.DiagnosticSeverity> = {
  information: vscode.DiagnosticSeverity.Information,
  warning: vscode.DiagnosticSeverity.Warning,
};

/** The annotation settings of a file. */
export function annotationSettings(uri: vscode.Uri): AnnotationSettings {
  const get = read(uri);
  return {
    enabled: get('annotations.enabled'),
    delayMs: get('annotations.delay'),
    evidence: get('annotations.evidence'),
    hover: get('hover.enabled'),
    codeLens: get('codeLens.enabled'),
    severity: SEVERITIES[get<string>('diagnostics.severity')] ?? vscode.DiagnosticSeverity.Information,
    maximum: get('diagnostics.maximum'),
  };
}

const chosen = (value: string): string | undefined => value === '' || value === 'auto' ? undefined : value;

/** What the settings choose for a file; weaker than a config file. */
export function settingsChoice(uri: vscode.Uri): FileChoice {
  const get = read(uri);
  return {
    sample: {
      field: chosen(get('sample.field')),
      prompt: chosen(get('sample.prompt')),
      channel: chosen(get('sample.channel')),
      part: chosen(get('sample.part')),
    },
    expectFamilies: get('expect.families'),
    studentBase: get<string>('student.baseModel') || undefined,
  };
}

/** Whether a file too large for the text editor is offered to the dataset view. */
export const offersLargeFiles = (uri: vscode.Uri): boolean => read(uri)('largeFiles.offerDatasetView');

/** Whether the status bar shows the verdict of the active file. */
export const showsStatusBar = (): boolean => read(undefined)('statusBar.enabled');
