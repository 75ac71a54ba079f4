import { type Issue, isApiError } from '@christmas-markets/sdk';
import type { Strings } from '../i18n/en.ts';
import { type Field, fields } from './draft.ts';
import type { Errors } from './validate.ts';

/** What the API refused, at its fields, in the language of the page. Fields that were changed since are left out. */
export function findRefused(
  failure: unknown,
  changed: ReadonlySet<Field>,
  { form: { errors: text } }: Strings,
): Errors {
  if (!isApiError(failure)) return {};
  const refused: Errors = {};
  for (const issue of failure.issues) {
    const field = fields.find((each) => each === issue.path);
    if (field !== undefined && !changed.has(field)) refused[field] = explainIssue(issue, text);
  }
  return refused;
}

function explainIssue({ code }: Issue, text: Strings['form']['errors']): string {
  switch (code) {
    case 'required':
    case 'blank':
      return text.required;
    case 'forbidden_characters':
      return text.characters;
    case 'too_many_decimals':
      return text.price;
    case 'unknown_city':
      return text.city;
    case 'dates_out_of_order':
      return text.order;
    default:
      return text.refused;
  }
}
