import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';

/** A real OpenID provider of a company, whose people sign in without being asked for anything. */
export interface CompanyServer {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Whoever sits at the browser from now on, and what is known of them. */
  readonly people: Map<string, Readonly<Record<string, unknown>>>;
  signsIn: string;
  close(): Promise<void>;
}

const SCOPE = 'openid profile email';

/** @param redirects where it may lead back to @param port 0 takes a free one */
export async function startCompanyServer(redirects: readonly string[], port = 0): Promise<CompanyServer> {
  const [clientId, clientSecret] = ['copydesk', 'a-secret-of-the-tests-that-nobody-guesses'];
  const people = new Map<string, Readonly<Record<string, unknown>>>();
  const server = createServer();
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider: Provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirects }],
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['a-key-of-the-tests'] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: () => '/interaction' },
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people.get(accountId) }),
    }),
    async loadExistingGrant({ oidc }: { readonly oidc: { readonly session: { readonly accountId: string } } }) {
      const grant = new provider.Grant({ clientId, accountId: oidc.session.accountId });
      grant.addOIDCScope(SCOPE);
      await grant.save();
      return grant;
    },
  });
  const answer = provider.callback();
  const company: CompanyServer = {
    issuer,
    clientId,
    clientSecret,
    people,
    signsIn: '',
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  server.on('request', (request, response) => {
    if (request.url === '/interaction')
      void provider.interactionFinished(request, response, { login: { accountId: company.signsIn } });
    else void answer(request, response);
  });
  return company;
}
