import type { AgentRun, TextSoFar } from '../../agent.ts';

/** All that are being written are one text to whoever looks. */
export function summed(run: AgentRun): AgentRun {
  const { onWriting } = run;
  if (onWriting === undefined) return run;
  const texts: TextSoFar[] = [];
  return {
    ...run,
    onWriting: (soFar) => {
      texts.push(soFar);
      onWriting({
        words: () => texts.reduce((sum, one) => sum + one.words(), 0),
        text: () =>
          texts
            .map((one) => one.text())
            .filter((text) => text !== '')
            .join('\n\n'),
      });
    },
  };
}
