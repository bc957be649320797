/** The version of this program, as its package says. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './ready.js';

export const version = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;
