import { CodedError } from '@heliostat/platform';
import { Body, Param, Query, type PipeTransform } from '@nestjs/common';
import { type ZodError, type ZodType } from 'zod';

/** The schemas that check a route's input; the OpenAPI document is made from the same ones. */
export type RouteInputs = { body?: ZodType; query?: ZodType; params: Record<string, ZodType> };

const inputsKey = Symbol('inputs');
const shownFaults = 5;

/** What `@ZodBody`, `@ZodQuery` and `@ZodParam` declared on a controller's method. */
export const routeInputs = (target: object, method: string): RouteInputs =>
  (Reflect.getMetadata(inputsKey, target, method) as RouteInputs | undefined) ?? { params: {} };

/** The request's JSON, checked and typed by `schema`; 400 naming the field otherwise. No body counts as `{}`. */
export function ZodBody(schema: ZodType): ParameterDecorator {
  return declare((inputs) => (inputs.body = schema), Body(new ZodPipe(schema, 'body')));
}

/** The query string as an object, checked by `schema`: values arrive as strings, so use `z.coerce`. */
export function ZodQuery(schema: ZodType): ParameterDecorator {
  return declare((inputs) => (inputs.query = schema), Query(new ZodPipe(schema, 'query')));
}

/** One named part of the path. */
export function ZodParam(name: string, schema: ZodType): ParameterDecorator {
  return declare((inputs) => (inputs.params[name] = schema), Param(name, new ZodPipe(schema, name)));
}

function declare(note: (inputs: RouteInputs) => void, decorator: ParameterDecorator): ParameterDecorator {
  return (target, method, index) => {
    if (method === undefined) throw new Error('inputs belong to methods');
    const inputs = routeInputs(target, String(method));
    note(inputs);
    Reflect.defineMetadata(inputsKey, inputs, target, String(method));
    decorator(target, method, index);
  };
}

class ZodPipe implements PipeTransform {
  constructor(
    private readonly schema: ZodType,
    private readonly place: string,
  ) {}

  transform(value: unknown): unknown {
    const parsed = this.schema.safeParse(value ?? {});
    if (!parsed.success) throw invalidInput(parsed.error, this.place);
    return parsed.data;
  }
}

/** `request/invalid` (400) that names each field and what it expects; values are not repeated. */
export function invalidInput(error: ZodError, place = 'body'): CodedError {
  const faults = error.issues
    .slice(0, shownFaults)
    .map(({ path, message }) => `${path.length > 0 ? path.join('.') : place}: ${message}`);
  return new CodedError('request/invalid', faults.join('; '), 400);
}
