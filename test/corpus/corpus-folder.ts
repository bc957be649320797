/** Test mail beside the clone; it is no part of the repository. */
import path from 'node:path';

export const corpus = path.resolve(import.meta.dirname, '../../../shared/corpus');
export const ordinary = path.join(corpus, 'ordinary');
