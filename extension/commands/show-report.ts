import { audit } from './audit-file';
import type { Rooms } from './rooms';
import { targetFile } from './target';

/** "Show report": the report on the latest audit of a file, which is audited first where it was not. */
export async function showReport(rooms: Rooms, argument: unknown): Promise<void> {
  const uri = targetFile(argument);
  if (!rooms.audits.get(uri)) await audit(rooms, uri);
  await rooms.reports.show(uri);
}
