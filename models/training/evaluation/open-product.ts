import { openKnownTeachers } from '../../../extension/core/enrol/known-teachers';
import { withTeachers } from '../../../extension/core/enrol/with-teachers';
import { openScorer } from '../../../extension/core/fingerprint/open-scorer';
import type { Scorer } from '../../../extension/core/fingerprint/scorer';

/** The scorer of a folder's models as the product uses it: with the fingerprints of the teachers that they know. */
export async function openProduct(folder = 'models'): Promise<Scorer> {
  const plain = await openScorer(folder);
  return withTeachers(plain, await openKnownTeachers(folder, plain.version), undefined);
}
