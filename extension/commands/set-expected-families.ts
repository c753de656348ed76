import * as vscode from 'vscode';
import { SECTION } from '../editor/settings';
import type { Rooms } from './rooms';
import { targetFile } from './target';

type Place = vscode.QuickPickItem & { keep: (families: string[]) => Thenable<void> };

function places({ choices }: Rooms, uri: vscode.Uri): Place[] {
  const target = vscode.workspace.workspaceFolders ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  return [
    { label: vscode.l10n.t('For this file only'), description: vscode.l10n.t('kept in this workspace'), keep: families => choices.set(uri, { expectFamilies: families }) },
    {
      label: vscode.workspace.workspaceFolders ? vscode.l10n.t('For every file of this workspace') : vscode.l10n.t('For every file'),
      description: vscode.l10n.t('the setting undertone.expect.families'),
      keep: async families => {
        await vscode.workspace.getConfiguration(SECTION, uri).update('expect.families', families, target);
        await choices.set(uri, { expectFamilies: undefined });
      },
    },
  ];
}

/** "Set expected families": a verdict that names another family than these becomes a finding. */
export async function setExpectedFamilies(rooms: Rooms, argument: unknown): Promise<void> {
  const uri = targetFile(argument);
  const { families } = await rooms.client.call.ready();
  const { expectFamilies } = await rooms.choices.optionsFor(uri, 0);
  const items = families.map(label => ({ label, picked: expectFamilies.includes(label) }));
  const placeHolder = vscode.l10n.t('Who is expected to have written these records? None: nothing is expected.');
  const picked = await vscode.window.showQuickPick(items, { canPickMany: true, title: 'Undertone', placeHolder });
  if (!picked) return;
  const place = await vscode.window.showQuickPick(places(rooms, uri), { title: 'Undertone', placeHolder: vscode.l10n.t('Where does this hold?') });
  await place?.keep(picked.map(item => item.label));
}
