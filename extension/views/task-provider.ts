import * as vscode from 'vscode';

/** Type of Undertone's tasks, also in package.json. */
export const TASK_TYPE = 'undertone';

interface AuditTask extends vscode.TaskDefinition { paths?: string[]; expect?: string[]; student?: string }

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter(each => typeof each === 'string') : []);

/** Arguments of the command line for a task. */
export function taskArguments({ paths, expect, student }: AuditTask): string[] {
  const families = listOf(expect), files = listOf(paths);
  return ['audit', '--format', 'lines', '--quiet', ...(families.length ? ['--expect', families.join(',')] : []), ...(typeof student === 'string' && student ? ['--student', student] : []), ...(files.length ? files : ['.'])];
}

/** Audits as tasks: the bundled command line on the Node that runs the extensions, its findings in the Problems view. */
export class AuditTasks implements vscode.TaskProvider {
  /** @param cli path of the bundled program. */
  constructor(private readonly cli: string) {}

  provideTasks(): vscode.Task[] {
    return (vscode.workspace.workspaceFolders ?? []).map(folder => this.task({ type: TASK_TYPE, paths: ['.'] }, folder));
  }

  resolveTask({ definition, scope }: vscode.Task): vscode.Task {
    return this.task(definition as AuditTask, scope ?? vscode.TaskScope.Workspace);
  }

  private task(definition: AuditTask, scope: vscode.WorkspaceFolder | vscode.TaskScope): vscode.Task {
    const run = new vscode.ProcessExecution(process.execPath, [this.cli, ...taskArguments(definition)], { env: { ELECTRON_RUN_AS_NODE: '1' } });
    const task = new vscode.Task(definition, scope, vscode.l10n.t('audit {0}', listOf(definition.paths).join(' ') || '.'), TASK_TYPE, run, '$undertone');
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Silent };
    return task;
  }
}
