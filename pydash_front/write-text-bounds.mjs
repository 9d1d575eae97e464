// Writes how long each text of the API's bodies may be, as the API's own description says, for the
// forms that send them: `make api-types` runs it.
import { readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';

const [, , documentPath, targetPath] = process.argv;
const { components } = JSON.parse(readFileSync(documentPath, 'utf-8'));

/** Characters as people count them, where the description says; else code points. */
function boundOf(property) {
  const [text] = [property, ...(property.anyOf ?? [])].filter(({ maxLength }) => maxLength);
  return text && (property['x-most-characters'] ?? text['x-most-characters'] ?? text.maxLength);
}

const bodies = Object.entries(components.schemas)
  .filter(([name]) => name.endsWith('Body'))
  .map(([name, { properties = {} }]) => {
    const bounds = Object.entries(properties)
      .map(([field, property]) => [field, boundOf(property)])
      .filter(([, bound]) => bound);
    return [name, Object.fromEntries(bounds)];
  })
  .filter(([, bounds]) => Object.keys(bounds).length > 0)
  .sort(([one], [other]) => one.localeCompare(other));

const lines = bodies.map(([name, bounds]) => {
  const fields = Object.entries(bounds).map(([field, bound]) => `    ${field}: ${bound},\n`);
  return `  ${name}: {\n${fields.join('')}  },\n`;
});

writeFileSync(
  targetPath,
  `/** The most characters of each text in a body: from the API's description, by \`make api-types\`. */
export const textBounds = {
${lines.join('')}} as const;
`,
);
