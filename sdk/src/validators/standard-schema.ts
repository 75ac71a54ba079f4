import type { Issue } from '../contract.ts';

/** An issue as Standard Schema has it, with the code and the values of the API's {@link Issue}. */
export type StandardIssue = Pick<Issue, 'message' | 'code' | 'params'> & {
  /** The rejected member, empty for the whole input. */
  readonly path: readonly string[];
};

/** The validated value, or what is wrong with it. */
export type StandardResult<Value> =
  | { readonly value: Value; readonly issues?: undefined }
  | { readonly issues: readonly StandardIssue[] };

/** Version 1 of the Standard Schema interface, whose authors recommend to copy it. */
export type StandardSchema<Value> = {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    /** Validates a value. It has the form of the API afterwards: a tab in a text is a space. */
    readonly validate: (value: unknown) => StandardResult<Value>;
    /** For TypeScript alone. */
    readonly types?: { readonly input: Value; readonly output: Value } | undefined;
  };
};
