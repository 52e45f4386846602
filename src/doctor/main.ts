import { slackPlatform } from '../../bots/slack/platform.ts';
import { telegramPlatform } from '../../bots/telegram/platform.ts';
import { coreSection } from './dependencies.ts';
import { runDoctorCommand } from './doctor-command.ts';

// `npm run doctor`, `npm run doctor -- slack`, `npm run doctor -- models`: says what does not work, and the way out.
const code = await runDoctorCommand(
  {
    core: () => Promise.resolve(coreSection),
    models: async () => (await import('./models/dependencies.ts')).modelsSection,
    slack: slackPlatform.doctor,
    telegram: telegramPlatform.doctor,
  },
  process.argv.slice(2),
  process.env,
);
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit(code);
