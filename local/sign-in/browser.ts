export type Page = {
  url: string;
  response: Response;
  html: string;
  /** The redirect to the app. It is not fetched. */
  callback?: URL;
};

/** A minimal browser: cookies, redirects and forms, no scripts. */
export function createBrowser(redirectUri: string) {
  const cookies = new Map<string, string>();

  async function open(url: string, init: RequestInit = {}): Promise<Page> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...init.headers, cookie };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const header of response.headers.getSetCookie()) keepCookie(header);
    const location = response.headers.get('location');
    if (location === null) return { url, response, html: await response.text() };
    const target = new URL(location, url);
    const isCallback = target.href.startsWith(new URL(redirectUri).href);
    return isCallback ? { url, response, html: '', callback: target } : open(target.href);
  }

  function keepCookie(header: string) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
    if (/;\s*max-age=0/i.test(header)) cookies.delete(name);
    else cookies.set(name, value);
  }

  /** Submits the form that has these fields. Throws with the message of an error page. */
  async function submit(page: Page, fields: Record<string, string>): Promise<Page> {
    const form = formWith(Object.keys(fields), page);
    const body = new URLSearchParams({ ...form.values, ...fields });
    const next = await open(form.action, { method: 'POST', body });
    if (next.response.status < 400) return next;
    throw new Error(`${next.response.status}: ${alertOf(next)}`);
  }

  return { open, submit };
}

function formWith(names: readonly string[], page: Page) {
  for (const [, tag = '', content = ''] of page.html.matchAll(/<form([^>]*)>(.*?)<\/form>/gs)) {
    const inputs = [...content.matchAll(/<input[^>]*>/g)].map(([input]) => input);
    const values = Object.fromEntries(
      inputs.map((input) => [attribute('name', input), attribute('value', input)]),
    );
    const action = new URL(attribute('action', tag), page.url).href;
    if (names.every((name) => name in values)) return { action, values };
  }
  throw new Error(`${page.url} has no form with ${names.join(' and ')}: ${alertOf(page)}`);
}

export function linkTo(path: string, page: Page): string {
  const links = [...page.html.matchAll(/<a[^>]*>/g)].map(([tag]) => attribute('href', tag));
  const link = links.find((href) => new URL(href, page.url).pathname.endsWith(path));
  if (link === undefined) throw new Error(`${page.url} has no link to ${path}.`);
  return new URL(link, page.url).href;
}

function attribute(name: string, tag: string): string {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  return decodeEntities(value);
}

function alertOf({ html }: Page): string {
  const alert = /role="alert"[^>]*>(.*?)<\/(?:p|div)>/s.exec(html)?.[1] ?? 'no explanation';
  return decodeEntities(alert.replaceAll(/<[^>]*>/g, ' ')).trim();
}

const decodeEntities = (text: string) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
