import type { Chat } from './chat.ts';
import { PREFIX } from '../platform.ts';
import { prefixed, widthOf, wrap } from '../render/text.ts';

/** Where the explanations begin, when there is room beside what is typed. */
const USAGE_COLUMNS = 34;

export function onHelp({ screen, t }: Chat): void {
  const { columns, colors } = screen.look();
  const { title, commands } = t.chat.help;
  const { commands: own, keys } = t.terminal.help;
  const isNarrow = columns < 2 * USAGE_COLUMNS;
  const lines = [...commands(PREFIX), ...own].flatMap(({ usage, does }) =>
    isNarrow
      ? [`  ${colors.cyan(usage)}`, ...prefixed(wrap(does, columns - 4), '    ', '    ')]
      : prefixed(
          wrap(does, columns - USAGE_COLUMNS),
          `  ${colors.cyan(usage)}${' '.repeat(USAGE_COLUMNS - 2 - widthOf(usage))}`,
        ),
  );
  screen.print('', colors.bold(title), ...lines, ...wrap(keys, columns));
}
