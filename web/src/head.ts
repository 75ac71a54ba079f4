import { useEffect } from 'react';
import { useText } from './i18n/language.tsx';

/** Sets the title, the description and the Open Graph tags that index.html has. */
export function useHead({ title, description }: { title: string; description?: string }): void {
  const { appName, intro } = useText();
  const whole = title === appName ? title : `${title} · ${appName}`;
  const summary = (description ?? intro).replace(/\s+/g, ' ').slice(0, 200);
  useEffect(() => {
    document.title = whole;
    for (const [selector, content] of [
      ['meta[name="description"]', summary],
      ['meta[property="og:title"]', whole],
      ['meta[property="og:description"]', summary],
      ['meta[property="og:site_name"]', appName],
    ] as const) {
      document.querySelector(selector)?.setAttribute('content', content);
    }
  }, [whole, summary, appName]);
}
