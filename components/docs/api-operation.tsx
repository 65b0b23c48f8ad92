import type { Operation, Parameter } from "./api-document";
import { CodeText } from "./code-text";

interface Props {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** One address of the API: what it takes and what it gives. */
export function ApiOperation({ method, path, operation }: Props) {
  const { operationId, summary, description, parameters = [], requestBody, responses } = operation;
  const [body] = Object.values(requestBody?.content ?? {}).map((content) => content?.schema);
  return (
    <section
      id={operationId}
      aria-labelledby={`${operationId}-title`}
      className="flex flex-col gap-3 border-line border-t py-6"
    >
      <h3 id={`${operationId}-title`} className="font-mono text-sm break-all">
        <span className="font-semibold">{method.toUpperCase()}</span> {path}
      </h3>
      <p className="font-medium">{summary}</p>
      {description && (
        <p className="text-sm text-pretty text-muted">
          <CodeText text={description} />
        </p>
      )}
      {parameters.length > 0 && <Fields title="Parameters" fields={parameters.map(parameterField)} />}
      {body?.properties && (
        <Fields
          title="Body"
          fields={Object.entries(body.properties).map(([name, schema]) => ({
            name,
            isRequired: body.required?.includes(name) ?? false,
            text: [typeOf(schema), schema.description].filter(Boolean).join(". "),
          }))}
        />
      )}
      <Fields
        title="Answers"
        fields={Object.entries(responses).flatMap(([status, answer]) =>
          answer.description === undefined
            ? []
            : [
                {
                  name: status,
                  isRequired: false,
                  text: [answer.description, typeOfAnswer(answer)].filter(Boolean).join(" "),
                },
              ],
        )}
      />
    </section>
  );
}

interface Field {
  readonly name: string;
  readonly isRequired: boolean;
  readonly text: string;
}

function Fields({ title, fields }: { readonly title: string; readonly fields: readonly Field[] }) {
  return (
    <div className="flex flex-col gap-1 text-sm">
      <h4 className="font-medium text-muted">{title}</h4>
      <dl className="flex flex-col gap-1">
        {fields.map(({ name, isRequired, text }) => (
          <div key={name} className="flex flex-wrap gap-x-3">
            <dt className="font-mono">
              {name}
              {isRequired && <span className="text-muted"> (required)</span>}
            </dt>
            <dd className="min-w-0 text-pretty text-muted">
              <CodeText text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

function parameterField({ name, required, description, schema, in: location }: Parameter): Field {
  const text = [location === "query" ? typeOf(schema) : `in the ${location}`, description]
    .filter(Boolean)
    .join(". ");
  return { name, isRequired: required, text };
}

function typeOf({ type, enum: choices, $ref }: Parameter["schema"]): string {
  if (choices) return choices.join(", ");
  if ($ref) return lastPart($ref);
  return typeof type === "string" ? type : "";
}

function typeOfAnswer(answer: Operation["responses"][string]): string {
  const ref = answer.content?.["application/json"]?.schema.$ref;
  return ref ? `(${lastPart(ref)})` : "";
}

function lastPart(ref: string): string {
  return ref.slice(ref.lastIndexOf("/") + 1);
}
