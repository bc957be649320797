/** A request of HTTP as a span: below that of its sender when it names one (W3C Trace Context), until its answer is sent. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isTracing, traced } from '#server/log/tracing.ts';

/** Files and pieces of the app tell nothing, and an event stream has no end. */
const left = /^\/(_next\/|api\/jmap\/eventsource|[^/?]+\.[a-z0-9]+(\?|$))/;
/** What comes behind these parts of a path are addresses of people, names of files and secrets. */
const kept = /^(\/api\/[^/?]+\/[^/?]+|\/admin\/[^/?]+|\/[^/?]*)/;

export async function tracedRequest(request: IncomingMessage, response: ServerResponse, work: () => Promise<void>): Promise<void> {
  const { method = '', url = '', headers } = request;
  if (!isTracing() || left.test(url)) return work();
  const [path = '/'] = kept.exec(url) ?? [];
  const closed = new Promise<void>((resolve) => response.once('close', resolve));
  await traced(`${method} ${path}`, { kind: 'server', from: headers, attributes: { 'http.request.method': method } }, async (span) => {
    await work();
    await closed;
    span.set({ 'http.response.status_code': response.statusCode });
  });
}
