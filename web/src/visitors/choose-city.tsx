import { getRouteApi, Link } from '@tanstack/react-router';
import { useHead } from '../head.ts';
import { useLanguage } from '../i18n/language.tsx';

const route = getRouteApi('/cities');

export function ChooseCity() {
  const { text, language } = useLanguage();
  const cities = route.useLoaderData();
  useHead({ title: text.appName });
  const sorted = cities.toSorted((a, b) => a.name.localeCompare(b.name, language));
  return (
    <>
      <section className="hero">
        <div className="words">
          <h1 tabIndex={-1}>{text.appName}</h1>
          <p className="tagline">{text.tagline}</p>
          <p>{text.intro}</p>
        </div>
      </section>
      <section className="page" aria-labelledby="cities">
        <h2 id="cities">{text.city.choose}</h2>
        <ul className="cities">
          {sorted.map(({ key, name }) => (
            <li key={key}>
              <Link to="/cities/$city" params={{ city: key }}>
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}
