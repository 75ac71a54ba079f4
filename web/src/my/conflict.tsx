import { useText } from '../i18n/language.tsx';
import { type Draft, fields } from './draft.ts';

type Props = { yours: Draft; newer: Draft; onKeepMine: () => void; onTakeNewer: () => void };

/** What a stale revision means: the applicant's values and the newer ones, side by side. */
export function Conflict({ yours, newer, onKeepMine, onTakeNewer }: Props) {
  const { conflict: text, form } = useText();
  const differing = fields.filter((field) => yours[field] !== newer[field]);
  return (
    <section className="notice conflict" role="alert" aria-labelledby="conflict">
      <h2 id="conflict">{text.title}</h2>
      <p>{text.text}</p>
      <table>
        <thead>
          <tr>
            <td />
            <th scope="col">{text.yours}</th>
            <th scope="col">{text.newer}</th>
          </tr>
        </thead>
        <tbody>
          {differing.map((field) => (
            <tr key={field}>
              <th scope="row">{form[field]}</th>
              <td data-label={text.yours}>{yours[field] || text.nothing}</td>
              <td data-label={text.newer}>{newer[field] || text.nothing}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className="actions">
        <button type="button" className="primary" onClick={onKeepMine}>
          {text.keepMine}
        </button>
        <button type="button" onClick={onTakeNewer}>
          {text.takeNewer}
        </button>
      </div>
    </section>
  );
}
