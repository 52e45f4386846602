/** What follows an answer of the model's own, in our words. What an agent names of the draft in it cannot end it. */
export function faultSection(fault: string): string {
  return `<fault>${fault.replaceAll('<', '‹')}</fault>`;
}
