import { languageOfLocale } from '../../src/messages/language-of-locale.ts';
import { runProcess } from '../../src/process/run-process.ts';
import { chatting, openTerminal } from './dependencies.ts';

const isChat = process.stdin.isTTY && process.stdout.isTTY;

await runProcess({
  name: 'The terminal',
  variables: process.env,
  needs: ['DATABASE_URL', 'TEMPORAL_ADDRESS', 'COPYDESK_SECRET'],
  isChat,
  read: ({ config: { language }, environment }) => ({
    secrets: [],
    language: language.interface === 'auto' ? languageOfLocale(environment.locale) : language.interface,
  }),
  async open(options, { language }) {
    const terminal = await openTerminal({ ...options, language });
    if (isChat) return chatting(terminal, { input: process.stdin, output: process.stdout });
    options.logger.info({}, 'No terminal to chat in: messages are delivered, nothing is asked');
    return terminal;
  },
});
