/** What pages about one thing need to be there, put into the database of a server that runs: prints its numbers. */
import { flushTraces, noteTraces } from '#server/store/index.ts';
import { withDatabase } from '../../bin/with-database.ts';
import { holdMessage, queueMessage, receiveReport, traceOf } from '../../test/harness/queued.ts';

await withDatabase(async () => {
  noteTraces([traceOf('panelseed', 'alice@crepes.fr', 'bob@hamburger.edu')]);
  await flushTraces();
  const queue = await queueMessage({ from: 'alice@crepes.fr', to: 'x@slow.example', subject: 'Later' });
  console.log(JSON.stringify({ queue, spam: await holdMessage('alice@crepes.fr'), report: await receiveReport('crepes.fr') }));
});
