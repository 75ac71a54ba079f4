import { createContext, type ReactNode, use, useEffect, useState } from 'react';
import { en, type Strings } from './en.ts';
import { ro } from './ro.ts';

export const languages = { en: 'English', ro: 'Română' };
export type Language = keyof typeof languages;

const strings: Record<Language, Strings> = { en, ro };

type Chosen = { language: Language; text: Strings; choose: (language: Language) => void };

const LanguageContext = createContext<Chosen | undefined>(undefined);

/** The language of the visitor: chosen before, or the first one of the browser that the app has. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState(readLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const choose = (chosen: Language) => {
    localStorage.setItem('language', chosen);
    setLanguage(chosen);
  };
  return (
    <LanguageContext value={{ language, text: strings[language], choose }}>
      {children}
    </LanguageContext>
  );
}

export function useLanguage(): Chosen {
  const chosen = use(LanguageContext);
  if (chosen === undefined) throw new Error('Use it within a LanguageProvider.');
  return chosen;
}

export function useText(): Strings {
  return useLanguage().text;
}

export function isLanguage(value: string): value is Language {
  return value in languages;
}

function readLanguage(): Language {
  const wanted = [localStorage.getItem('language') ?? '', ...navigator.languages];
  return wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}
