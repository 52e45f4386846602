import type { Code, Construct, Effects, Extension, State } from 'micromark-util-types';

const CONSTRUCTS: ReadonlySet<string | undefined> = new Set(['protocolAutolink', 'wwwAutolink', 'emailAutolink']);

/** Where an address that stands in a text ends, though no space follows: punctuation that belongs to no address, of full width or Arabic. */
const ENDS =
  /[\u060c\u061b\u061f\u06d4\u2018-\u201f\u2026\u3000-\u3020\u3030\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65«»‹›]/;

/** Makes GitHub's bare addresses (`see https://example.com/a。后面`) end where a reader sees them end. */
export function withBareAddressEnds(syntax: Extension): Extension {
  const text = Object.fromEntries(
    Object.entries(syntax.text ?? {}).map(([code, constructs]) => [
      code,
      [constructs ?? []].flat().map((construct) => (CONSTRUCTS.has(construct.name) ? ending(construct) : construct)),
    ]),
  );
  return { ...syntax, text };
}

/** For the construct and what it looks ahead with, the text ends where the address does; whoever asked goes on with what is there. */
function ending(construct: Construct): Construct {
  return {
    ...construct,
    tokenize(effects, ok, nok) {
      let isDone = false;
      let current: Code = null;
      const within = (part: Construct): Construct => ({
        ...part,
        tokenize(partEffects, partOk, partNok) {
          return part.tokenize.call(
            this,
            lookingAhead(partEffects, within),
            () => partOk(current),
            () => partNok(current),
          );
        },
      });
      const last =
        (after: State): State =>
        () => {
          isDone = true;
          return after(current);
        };
      const state = construct.tokenize.call(this, lookingAhead(effects, within), last(ok), last(nok));
      return endingAt(state);

      function endingAt(next: State): State {
        return (code) => {
          current = code;
          const isEnd = code !== null && code > 0 && ENDS.test(String.fromCharCode(code));
          const following = next(isEnd ? null : code);
          return isDone || following === undefined ? following : endingAt(following);
        };
      }
    },
  };
}

function lookingAhead(effects: Effects, within: (part: Construct) => Construct): Effects {
  const wrapped =
    (attempt: Effects['attempt']): Effects['attempt'] =>
    (part, ok, nok) =>
      attempt('tokenize' in part ? within(part as Construct) : part, ok, nok);
  return { ...effects, attempt: wrapped(effects.attempt), check: wrapped(effects.check) };
}
