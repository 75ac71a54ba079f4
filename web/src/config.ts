/** What the app knows of its stack: `/config.json`, made of the stack's outputs. */
export type AppConfig = {
  apiUrl: string;
  issuer: string;
  authorizeUrl: string;
  tokenUrl: string;
  logoutUrl: string;
  b2cClientId: string;
};

export async function readConfig(): Promise<AppConfig> {
  const response = await fetch('/config.json');
  if (!response.ok) throw new Error(`/config.json answered ${response.status}`);
  return response.json();
}
