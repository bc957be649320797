/**
 * Is it a picture in the profile for logos, SVG Tiny Portable/Secure (draft-svg-tiny-ps-abrotman)? Only elements that draw, nothing that
 * moves, runs, or fetches. Stricter than the profile where that costs no logo.
 */
import { XMLParser } from 'fast-xml-parser';

/** The draft asks for at most 32 kB; what is a little larger does no harm. */
export const mostOctets = 64 * 1024;
const mostElements = 5000;

const elements = new Set([
  ...['svg', 'title', 'desc', 'metadata', 'g', 'defs', 'use', 'path', 'rect', 'circle', 'ellipse', 'line', 'polyline', 'polygon'],
  ...['text', 'tspan', 'textArea', 'tbreak', 'linearGradient', 'radialGradient', 'stop', 'solidColor', 'switch', 'clipPath', 'mask'],
]);

/** Null when it is; else why not. */
export function faultOfSvg(bytes: Uint8Array): string | null {
  if (bytes.length > mostOctets) return 'it is too large';
  const text = Buffer.from(bytes).toString('utf8');
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) return 'it declares a document type';
  if (/<\?xml-stylesheet/i.test(text)) return 'it asks for a style sheet';
  let nodes: Node[];
  try {
    const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', preserveOrder: true, maxNestedTags: 50 });
    nodes = parser.parse(text) as Node[];
  } catch {
    return 'it is no XML';
  }
  const root = nodes.find((node) => nameOf(node) === 'svg');
  if (!root) return 'it is no SVG';
  const attributes = root[':@'] ?? {};
  if (attributes.baseProfile !== 'tiny-ps') return 'its profile is not tiny-ps';
  if (attributes.version !== undefined && attributes.version !== '1.2') return 'its version is not 1.2';
  if ('x' in attributes || 'y' in attributes) return 'its root has a place';
  if (!childrenOf(root).some((node) => nameOf(node) === 'title')) return 'it has no title';
  return walk([root], { left: mostElements });
}

interface Node {
  ':@'?: Record<string, string>;
  [name: string]: unknown;
}

const nameOf = (node: Node): string => Object.keys(node).find((key) => key !== ':@') ?? '';
const childrenOf = (node: Node): Node[] => (Array.isArray(node[nameOf(node)]) ? (node[nameOf(node)] as Node[]) : []);

function walk(nodes: Node[], budget: { left: number }): string | null {
  for (const node of nodes) {
    const name = nameOf(node);
    if (name.startsWith('#') || name.startsWith('?')) continue;
    if (--budget.left < 0) return 'it has too many elements';
    if (!elements.has(name) && !name.includes(':')) return `it holds <${name}>`;
    if (name.includes(':')) continue; // what an editor notes about its file: it draws nothing
    for (const [attribute, value] of Object.entries(node[':@'] ?? {})) {
      if (/^on/i.test(attribute)) return 'it reacts to events';
      if (/^(xlink:)?href$/.test(attribute) && !String(value).startsWith('#')) return 'it refers to something outside';
      if (/url\s*\(\s*['"]?(?!\s*['"]?#)/i.test(String(value))) return 'it refers to something outside';
    }
    const fault = walk(childrenOf(node), budget);
    if (fault) return fault;
  }
  return null;
}
