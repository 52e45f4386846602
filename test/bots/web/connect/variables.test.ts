import { describe, expect, it } from 'vitest';
import { readWebVariables } from '../../../../bots/web/variables.ts';

describe('the variables of the web platform', () => {
  it('need none to be set: this machine alone is served', () => {
    expect(readWebVariables({})).toEqual({ host: '127.0.0.1', secrets: [] });
  });

  it('are read', () => {
    expect(readWebVariables({ WEB_PORT: '8100', WEB_HOST: '0.0.0.0', WEB_URL: 'https://desk.example.com/' })).toEqual({
      host: '0.0.0.0',
      port: 8100,
      publicUrl: 'https://desk.example.com',
      secrets: [],
    });
  });

  it.each([
    ['WEB_PORT', '80000'],
    ['WEB_PORT', 'http'],
    ['WEB_PORT', '-1'],
    ['WEB_URL', 'desk.here'],
    ['WEB_URL', 'https://desk.example.com/copydesk'],
    ['WEB_URL', 'https://ann:secret@desk.example.com'],
    ['WEB_URL', 'http://desk.example.com'],
    ['WEB_URL', 'javascript:alert(1)'],
  ])('are refused by name, without their value: %s %s', (name, value) => {
    expect(() => readWebVariables({ [name]: value })).toThrow(`environment ${name}`);
    expect(() => readWebVariables({ [name]: value })).not.toThrow(value);
  });
});
