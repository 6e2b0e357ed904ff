/** The part of JSON Schema that `protocol/` uses; a test holds it against ajv. */
export interface ISchema {
  $ref?: string;
  anyOf?: ISchema[];
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  maxItems?: number;
  items?: ISchema;
  required?: string[];
  properties?: Record<string, ISchema>;
  additionalProperties?: boolean;
  definitions?: Record<string, ISchema>;
}

/**
 * @param schema A schema of `protocol/`.
 * @param value What came from elsewhere, already decoded.
 * @param root Where its definitions are.
 * @returns Whether the value fits. A text's length is that in UTF-16 units, which is what a size cap needs.
 */
export function fits(
  schema: ISchema,
  value: unknown,
  root: ISchema = schema
): boolean {
  const { $ref, anyOf, type } = schema;
  if ($ref !== undefined) {
    return fits(definition(root, $ref), value, root);
  }
  return (
    (type === undefined || [type].flat().some(name => isOfType(name, value))) &&
    (anyOf === undefined || anyOf.some(one => fits(one, value, root))) &&
    (!('const' in schema) || value === schema.const) &&
    (schema.enum === undefined || schema.enum.includes(value)) &&
    withinLimits(schema, value) &&
    fitsInside(schema, value, root)
  );
}

function definition(root: ISchema, ref: string): ISchema {
  const found = root.definitions?.[ref.replace('#/definitions/', '')];
  if (!found) {
    throw new Error(`no definition of ${ref}`);
  }
  return found;
}

function isOfType(name: string, value: unknown): boolean {
  switch (name) {
    case 'null':
      return value === null;
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isObject(value);
    default:
      return typeof value === name;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withinLimits(schema: ISchema, value: unknown): boolean {
  if (typeof value === 'number') {
    const { minimum, maximum, exclusiveMinimum } = schema;
    return (
      value >= (minimum ?? -Infinity) &&
      value <= (maximum ?? Infinity) &&
      value > (exclusiveMinimum ?? -Infinity)
    );
  }
  if (typeof value === 'string') {
    const { minLength, maxLength, pattern } = schema;
    return (
      value.length >= (minLength ?? 0) &&
      value.length <= (maxLength ?? Infinity) &&
      (pattern === undefined || regexp(pattern).test(value))
    );
  }
  return true;
}

const compiled = new Map<string, RegExp>();

function regexp(pattern: string): RegExp {
  const found = compiled.get(pattern) ?? new RegExp(pattern, 'u');
  compiled.set(pattern, found);
  return found;
}

function fitsInside(schema: ISchema, value: unknown, root: ISchema): boolean {
  if (Array.isArray(value)) {
    const { items, minItems, maxItems } = schema;
    return (
      value.length >= (minItems ?? 0) &&
      value.length <= (maxItems ?? Infinity) &&
      (items === undefined || value.every(one => fits(items, one, root)))
    );
  }
  return !isObject(value) || fitsAsObject(schema, value, root);
}

function fitsAsObject(
  schema: ISchema,
  value: Record<string, unknown>,
  root: ISchema
): boolean {
  const { required, additionalProperties } = schema;
  const properties = schema.properties ?? {};
  const isOwn = (name: string) =>
    Object.prototype.hasOwnProperty.call(properties, name);
  return (
    (required ?? []).every(name => value[name] !== undefined) &&
    Object.keys(value).every(name =>
      isOwn(name)
        ? value[name] === undefined || fits(properties[name], value[name], root)
        : additionalProperties !== false
    )
  );
}
