/** RFC 8620 §5.5: text is compared by i;unicode-casemap; asking for another one is an unsupported sort. */
import { MethodError } from '../errors.ts';

export function checkCollation(collation: string | undefined): void {
  if (collation !== undefined && collation !== 'i;unicode-casemap')
    throw new MethodError('unsupportedSort', `There is no collation "${collation}".`);
}
