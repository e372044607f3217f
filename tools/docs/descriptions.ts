// What the types say of each member, in their own comments.
import ts from "typescript";

/** Comments of the members of interfaces, as `Interface.member`, in a file of TypeScript. */
export function descriptionsIn(source: string): ReadonlyMap<string, string> {
  const file = ts.createSourceFile("types.ts", source, ts.ScriptTarget.ES2023, true);
  const found = new Map<string, string>();
  for (const statement of file.statements) {
    if (!ts.isInterfaceDeclaration(statement)) continue;
    for (const member of statement.members) {
      const [comment] = ts.getJSDocCommentsAndTags(member);
      const text = comment && ts.getTextOfJSDocComment(comment.comment);
      if (text !== undefined && member.name)
        found.set(`${statement.name.text}.${member.name.getText()}`, text);
    }
  }
  return found;
}
