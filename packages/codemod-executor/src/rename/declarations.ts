import ts from '@typescript/typescript6';
import type { Project } from './project.ts';

/** Where a name is declared. */
export interface DeclarationSite {
  /** Absolute path. */
  readonly file: string;
  /** Offset of the name. */
  readonly position: number;
  readonly kind: DeclarationKind;
}

/** What a name at the top of a module means, or a member of a type, or something inside a function. */
type DeclarationKind = 'module' | 'member' | 'local';

/** All declarations of `name` in the project's own files, in file order; mere imports and re-exports are none. */
export function findDeclarations(project: Project, name: string): DeclarationSite[] {
  const sites: DeclarationSite[] = [];
  const checker = project.program().getTypeChecker();
  for (const file of project.files) {
    if (!project.text(file).includes(name)) continue;
    const source = project.program().getSourceFile(file);
    if (source) visit(source);
  }
  return sites;

  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && node.text === name && declares(node, checker)) {
      sites.push({ file: node.getSourceFile().fileName, position: node.getStart(), kind: kindOf(node.parent) });
    }
    ts.forEachChild(node, visit);
  }
}

function declares(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const { parent } = node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) {
    return parent.propertyName !== undefined && parent.name === node && parent.propertyName.text !== node.text;
  }
  if (ts.isShorthandPropertyAssignment(parent)) return false;
  const symbol = checker.getSymbolAtLocation(node);
  return symbol?.declarations?.some((declaration) => ts.getNameOfDeclaration(declaration) === node) ?? false;
}

function kindOf(declaration: ts.Node): DeclarationKind {
  if (isMember(declaration) || isAlias(declaration)) return 'member';
  for (let node = declaration.parent; node; node = node.parent) {
    if (ts.isSourceFile(node) || ts.isModuleBlock(node)) return 'module';
    if (ts.isFunctionLike(node) || ts.isBlock(node) || isLoop(node) || ts.isTypeNode(node)) return 'local';
    if (ts.isClassLike(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return 'local';
  }
  return 'local';
}

function isMember(node: ts.Node): boolean {
  return ts.isClassElement(node) || ts.isTypeElement(node) || ts.isEnumMember(node) || ts.isObjectLiteralElement(node);
}

/** The second name of something that is declared elsewhere. */
function isAlias(node: ts.Node): boolean {
  return (
    ts.isImportSpecifier(node) || ts.isExportSpecifier(node) || ts.isImportClause(node) || ts.isNamespaceImport(node)
  );
}

function isLoop(node: ts.Node): boolean {
  return ts.isIterationStatement(node, false) || ts.isCatchClause(node) || ts.isCaseBlock(node);
}
