import '../common/theme.css';
import './dataset.css';
import type { DatasetEvents, DatasetHost } from '../../extension/core/protocol/dataset-view';
import { connect } from '../../extension/core/protocol/rpc';
import { el } from '../common/dom';
import { hostPort } from '../common/vscode';
import { DatasetPage } from './page';

/** Connects to the host and shows the file; what the host tells before the first frame is replayed. */
function start(root: HTMLElement): void {
  root.replaceChildren(el('p', { class: 'opening muted', text: 'Opening the file' }));
  const client = connect<DatasetHost>(hostPort);
  let page: DatasetPage | undefined;
  const early: [string, unknown][] = [];
  client.onEvent((event, data) => { if (page) page.on(event as keyof DatasetEvents, data as never); else early.push([event, data]); });
  client.call.ready().then(info => {
    page = new DatasetPage(client.call, info, root);
    for (const [event, data] of early) page.on(event as keyof DatasetEvents, data as never);
  }, (error: unknown) => { root.replaceChildren(el('p', { class: 'fatal', text: error instanceof Error ? error.message : String(error), attrs: { role: 'alert' } })); });
}

start(document.body.querySelector('main') ?? document.body);
