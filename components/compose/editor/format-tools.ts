/** The tools of the formatting bar: what each does to the text. */
import { Bold, Italic, List, ListOrdered, RemoveFormatting, Strikethrough, TextQuote, Underline, type LucideIcon } from 'lucide-react';
import type Squire from 'squire-rte';
import type { Formats } from './use-squire.ts';

export interface Tool {
  name: 'bold' | 'italic' | 'underline' | 'strike' | 'bullets' | 'numbers' | 'quote' | 'plainStyle';
  icon: LucideIcon;
  on?: keyof Formats;
  keys?: string;
  run: (squire: Squire, on: boolean) => void;
}
export const styleTools: Tool[] = [
  { name: 'bold', icon: Bold, on: 'bold', keys: 'Control+B', run: (squire, on) => (on ? squire.removeBold() : squire.bold()) },
  { name: 'italic', icon: Italic, on: 'italic', keys: 'Control+I', run: (squire, on) => (on ? squire.removeItalic() : squire.italic()) },
  {
    ...{ name: 'underline', icon: Underline, on: 'underline', keys: 'Control+U' },
    run: (squire, on) => (on ? squire.removeUnderline() : squire.underline()),
  },
  {
    ...{ name: 'strike', icon: Strikethrough, on: 'strike' },
    run: (squire, on) => (on ? squire.removeStrikethrough() : squire.strikethrough()),
  },
];
export const blockTools: Tool[] = [
  { name: 'bullets', icon: List, on: 'bullets', run: (squire, on) => (on ? squire.removeList() : squire.makeUnorderedList()) },
  { name: 'numbers', icon: ListOrdered, on: 'numbers', run: (squire, on) => (on ? squire.removeList() : squire.makeOrderedList()) },
  { name: 'quote', icon: TextQuote, on: 'quote', run: (squire, on) => (on ? squire.decreaseQuoteLevel() : squire.increaseQuoteLevel()) },
];
export const clearTool: Tool = { name: 'plainStyle', icon: RemoveFormatting, run: (squire) => squire.removeAllFormatting() };

/** Families that every reader has; '' is the reader's own. */
export const fonts = [
  { name: 'fontDefault', value: '' },
  { name: 'fontSans', value: 'Arial, Helvetica, sans-serif' },
  { name: 'fontSerif', value: 'Georgia, "Times New Roman", serif' },
  { name: 'fontMono', value: 'Menlo, Consolas, "Courier New", monospace' },
] as const;
export const sizes = [
  { name: 'sizeSmall', value: '12px' },
  { name: 'sizeNormal', value: '' },
  { name: 'sizeLarge', value: '18px' },
  { name: 'sizeHuge', value: '24px' },
] as const;
/** Legible on white and on black. */
export const colours = [
  { name: 'colourDefault', value: '' },
  { name: 'colourGrey', value: '#6b7280' },
  { name: 'colourRed', value: '#d33a2c' },
  { name: 'colourOrange', value: '#b45f06' },
  { name: 'colourGreen', value: '#2e8540' },
  { name: 'colourBlue', value: '#2f6fdb' },
  { name: 'colourPurple', value: '#8e44ad' },
] as const;
