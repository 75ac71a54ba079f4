declare module 'openapi-to-postmanv2' {
  type Result =
    | { result: true; output: [{ type: 'collection'; data: unknown }] }
    | { result: false; reason: string };

  const converter: {
    convertV2(
      input: { type: 'json'; data: unknown },
      options: Record<string, string | boolean | number>,
      callback: (error: Error | null, result: Result) => void,
    ): void;
  };
  export default converter;
}
