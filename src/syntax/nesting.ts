/** How deep brackets, types, values and conditions may be nested: what the parser's own recursion is held to. */
export const nestingLimit = 256;

/**
 * How deep the tree of one declaration or rule may be. Long chains (`a or b or …`) make deep trees without nesting; every
 * later phase walks trees recursively and relies on this bound.
 */
export const treeDepthLimit = 500;
