// Takes what Copydesk tells (docs/webhooks.md): NEWSROOM_WEBHOOK_SECRET=whsec_… node examples/webhook-receiver.ts
import { createServer } from 'node:http';
import { Webhook } from 'standardwebhooks';

const webhook = new Webhook(process.env['NEWSROOM_WEBHOOK_SECRET'] ?? '');
const seen = new Set<string>(); // In a database, for a receiver that may be restarted.

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    try {
      const event = webhook.verify(Buffer.concat(chunks).toString(), request.headers as Record<string, string>);
      const id = String(request.headers['webhook-id']);
      if (!seen.has(id)) process.stdout.write(`${JSON.stringify(event)}\n`); // Do what is to be done.
      seen.add(id);
      response.writeHead(204).end();
    } catch {
      response.writeHead(401).end(); // Not from Copydesk, changed, or older than five minutes.
    }
  });
}).listen(Number(process.env['PORT'] ?? 3000));
