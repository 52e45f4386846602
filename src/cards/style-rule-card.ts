import type { ChatContent } from '../delivery/chat-content.ts';
import { cleanLine } from '../lib/clean-text.ts';
import { messages } from '../messages/messages.ts';
import { around, bold, type Card, line, moment, rows } from './card.ts';
import { shownName, waitingFor } from './waiting-for.ts';

/** What people's edits suggest for the house style, to be adopted by who decides. */
export function styleRuleCard(content: Extract<ChatContent, { readonly kind: 'style-rule' }>): Card {
  const { frame, rule, buttons, waitingFor: who, adoption, isRemoved } = content;
  const t = messages(frame.language);
  const { styleRule } = t.article;
  const words = styleRule.rule(cleanLine(rule.ours), rule.others.map(cleanLine));
  return {
    language: frame.language,
    mark: 'suggestions',
    title: styleRule.heading,
    parts: [
      rows(
        line(bold(words)),
        line(styleRule.from(rule.byNames.map(shownName), rule.times)),
        ...(isRemoved === true ? [line(styleRule.removed)] : []),
        ...(buttons ? [line(waitingFor(who, frame, t))] : []),
      ),
    ],
    ...(adoption !== undefined &&
      isRemoved !== true && {
        decided: {
          mark: 'approve',
          said: around([moment(adoption.at, t.words.format)], ([when = '']) =>
            styleRule.adopted(shownName(adoption.byName), when),
          ),
        },
      }),
    ...(buttons && { buttons: [{ kind: 'adopt', articleId: frame.articleId, rule: rule.number }] }),
    notification: [styleRule.heading, words],
  };
}
