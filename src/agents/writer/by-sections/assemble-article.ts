import type { OutlinePlan } from './outline-plan.ts';
import type { Joints } from './section-format.ts';

/** What begins so is no paragraph that a sentence could open. */
const OTHER_BLOCK = /^(?:[-+*>|#]|\d{1,2}[.)]|```|~~~|!\[|<|\s{4})/;

/** The article: title and headings are the outline's to the letter. @param bodies of its sections, in their order */
export function assembleArticle(plan: OutlinePlan, bodies: readonly string[], { lead, transitions }: Joints): string {
  const sections = plan.sections.map(({ id, heading }, at) => {
    const body = bodies[at] ?? '';
    const opening = at === 0 ? undefined : transitions.find(({ section }) => section === id)?.sentence;
    const isOpened = opening !== undefined && !OTHER_BLOCK.test(body) && !body.startsWith(opening);
    return `## ${heading}\n\n${isOpened ? `${opening} ${body}` : body}`;
  });
  const first = lead === '' ? plan.angle : lead;
  return `${[`# ${plan.title}`, ...(first === '' ? [] : [first]), ...sections].join('\n\n')}\n`;
}
