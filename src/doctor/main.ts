import { coreSection } from './dependencies.ts';
import { runDoctorCommand } from './doctor-command.ts';

// `npm run doctor`, `npm run doctor -- slack`, `npm run doctor -- models`: says what does not work, and the way out.
const code = await runDoctorCommand(
  {
    core: () => Promise.resolve(coreSection),
    models: async () => (await import('./models/dependencies.ts')).modelsSection,
    slack: async () => (await import('../../bots/slack/doctor/section.ts')).slackSection,
    telegram: async () => (await import('../../bots/telegram/doctor/section.ts')).telegramSection,
  },
  process.argv.slice(2),
  process.env,
);
// A connection that hangs must not keep a command alive that has said all it has to say.
process.exit(code);
