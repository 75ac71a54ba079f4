export default {
  input: '../../../openapi.json',
  output: 'generated/hey-api',
  plugins: [
    '@hey-api/client-fetch',
    '@hey-api/typescript',
    'zod',
    // Checks every request and every response with zod.
    { name: '@hey-api/sdk', validator: true },
  ],
};
