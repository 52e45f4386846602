/**
 * How an answer ended. `suspicious`: the server gave no reason that we know, so that the answer has to look finished by itself.
 */
export type Ending = 'finished' | 'cut' | 'refused' | 'failed' | 'suspicious';

/**
 * Finish reasons as providers write them, without case and marks: OpenAI, Azure, Anthropic (`stop_reason`), Gemini (`finishReason`), Mistral
 * (`model_length`), Cohere, DeepSeek (`insufficient_system_resource`), Zhipu (`sensitive`, `network_error`), OpenRouter (`error`), Bedrock, vLLM (`abort`).
 */
const ENDINGS: ReadonlyMap<string, Ending> = new Map(
  (
    [
      [
        'finished',
        'stop endturn eos eostoken stopsequence complete completed finished done end toolcalls toolcall functioncall tooluse',
      ],
      [
        'cut',
        'length maxtokens modellength maxoutputtokens maxlength maxcompletiontokens tokenlimit contextlength contextlimit contextwindowexceeded modelcontextwindowexceeded maxcontextlength truncated incomplete errorlimit',
      ],
      [
        'refused',
        'contentfilter contentfiltered safety recitation blocklist prohibitedcontent spii imagesafety refusal refused guardrailintervened errortoxic sensitive moderation contentpolicy language blocked',
      ],
      [
        'failed',
        'error abort aborted cancelled canceled failed failure other timeout networkerror insufficientsystemresource servererror usercancel',
      ],
    ] as const
  ).flatMap(([ending, reasons]) => reasons.split(' ').map((reason) => [reason, ending] as const)),
);

/** @param reason as the server wrote it; undefined: it wrote none */
export function endingOf(reason: string | undefined): Ending {
  const word = (reason ?? '')
    .toLowerCase()
    .replace(/^finish_?reason/, '')
    .replaceAll(/[^a-z]/g, '');
  return ENDINGS.get(word) ?? 'suspicious';
}

/** Whether prose ends as prose does: with a full stop or what may stand behind it, a list, a table or a block of code. */
export function looksFinished(text: string): boolean {
  const last = text.trimEnd().split('\n').at(-1) ?? '';
  return (
    /[.!?…。！？؟।:;)\]»”"'’*_`~|>]$/u.test(last.trim()) ||
    /^\s*(?:[-*+]|\d{1,3}[.)])\s+\S/.test(last) ||
    /https?:\/\/\S+$/.test(last)
  );
}
