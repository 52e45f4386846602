/** A prompt with what its placeholders stand for: `{{task}}`. Which there are was checked when it was read. */
export function fillPrompt(prompt: string, values: Readonly<Record<string, string>>): string {
  return prompt
    .replaceAll(/\{\{ *([a-z_]+) *\}\}/g, (whole, name: string) => values[name] ?? whole)
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim();
}
