import { offerForm } from './offer-form.ts';
import { onClick } from './on-click.ts';
import type { SlackContext } from './slack-context.ts';

/** The button that opens the form of a new article, perhaps with a topic in it. */
export function onFormButton(slack: SlackContext) {
  return onClick((click, respond) => offerForm(slack, click, { topic: click.value }, respond));
}
