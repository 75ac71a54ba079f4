import './styles.css';
import { createPublicClient } from '@christmas-markets/sdk';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { readConfig } from './config.ts';
import { LanguageProvider } from './i18n/language.tsx';
import { createAppRouter } from './routes.tsx';
import { Failure } from './states.tsx';

const root = createRoot(document.querySelector('#app') ?? document.body);

async function start(): Promise<void> {
  try {
    const config = await readConfig();
    const visitors = createPublicClient({
      url: config.apiUrl,
      // Each list is revalidated by its ETag, so that a withdrawn market is gone at the next look.
      fetch: (url, init) => fetch(url, { ...init, cache: 'no-cache' }),
    });
    const router = createAppRouter({ config, visitors });
    root.render(
      <StrictMode>
        <LanguageProvider>
          <RouterProvider router={router} />
        </LanguageProvider>
      </StrictMode>,
    );
  } catch (error) {
    root.render(
      <LanguageProvider>
        <main>
          <Failure error={error} onRetry={start} />
        </main>
      </LanguageProvider>,
    );
  }
}

void start();
