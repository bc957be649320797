/**
 * The style of a message, filtered by the browser's own parser: what is kept is what it understood, written anew, so that no escape or
 * broken syntax hides anything. Nothing is fetched by a style, nothing leaves its place, nothing grows with the frame that shows it.
 */
export interface StyleReport {
  /** Something from outside was left out. */
  blocked: () => void;
  /** A colour of the sender's own was found that the theme must not change. */
  designed: () => void;
}

// A function that could fetch, or a value that could become anything.
const fetching = /(?:url|image-set|image|cross-fade|element|src|paint|attr|env|var)\(/i;
// The frame is as high as its content: a part of its height as a height would grow for ever.
const ofViewport = /\d(?:[sld]?v(?:h|b|min|max))\b/i;
const unwanted = /^(?:animation|transition|behavior|-moz-binding|will-change|view-transition|anchor|scroll-timeline|timeline|container)/;

/** The declarations that may stay, as text. */
export function safeDeclarations(style: CSSStyleDeclaration, report: StyleReport): string {
  const kept: string[] = [];
  for (const name of style) {
    const value = style.getPropertyValue(name);
    if (value === '' || name.startsWith('--') || unwanted.test(name)) continue;
    if (fetching.test(value)) {
      if (/url\(/i.test(value)) report.blocked();
      continue;
    }
    if (ofViewport.test(value)) continue;
    if (name === 'position' && value !== 'relative' && value !== 'static') continue;
    if (isColour(name, value)) report.designed();
    const priority = style.getPropertyPriority(name);
    kept.push(`${name}: ${value}${priority && ` !${priority}`}`);
  }
  return kept.join('; ');
}

/** A style sheet with its rules for elements alone, also those for screens of some width. */
export function safeSheet(css: string, report: StyleReport): string {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css); // leaves @import out by itself
  if (/@import/i.test(css)) report.blocked();
  return safeRules(sheet.cssRules, report, 0);
}

function safeRules(rules: CSSRuleList, report: StyleReport, depth: number): string {
  let text = '';
  for (const rule of rules) {
    if (rule instanceof CSSStyleRule) {
      const declarations = safeDeclarations(rule.style, report);
      if (declarations) text += `${rule.selectorText} { ${declarations} }\n`;
    } else if (rule instanceof CSSMediaRule && depth < 4) {
      text += `@media ${rule.conditionText} {\n${safeRules(rule.cssRules, report, depth + 1)}}\n`;
    } else if (rule instanceof CSSFontFaceRule) report.blocked();
  }
  // In a raw text element only its end tag counts; the selector or a string may hold one.
  return text.replaceAll('<', String.raw`\3c `);
}

const coloured = /^(?:color|background-color|background-image)$/;
const plain =
  /^(?:initial|inherit|unset|revert|revert-layer|none|auto|transparent|currentcolor|windowtext|window|black|white|canvas|canvastext)$/i;

function isColour(name: string, value: string): boolean {
  return coloured.test(name) && !isPlainColour(value);
}

/** Black (or nearly) on white (or nearly) is what the theme says too. */
export function isPlainColour(value: string): boolean {
  if (plain.test(value.trim())) return true;
  const found = /^rgba?\((\d+),\s*(\d+),\s*(\d+)(?:,\s*([\d.]+))?\)$/.exec(value.trim()) ?? ofHex(value.trim());
  if (!found) return false;
  const [red, green, blue] = [Number(found[1]), Number(found[2]), Number(found[3])];
  if (found[4] === '0') return true;
  const [least, most] = [Math.min(red, green, blue), Math.max(red, green, blue)];
  return most - least <= 24 && (most <= 90 || least >= 245);
}

function ofHex(value: string): string[] | null {
  const short = /^#?([\da-f])([\da-f])([\da-f])$/i.exec(value);
  const digits = short
    ? short.slice(1).map((digit) => digit + digit)
    : (/^#?([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(value)?.slice(1) ?? null);
  return digits && ['', ...digits.map((two) => String(Number.parseInt(two, 16)))];
}
