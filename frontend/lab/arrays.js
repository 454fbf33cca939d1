// Arrays that are written once, put back where they belong; see optim_core/export/shared_arrays.py.

/**
 * @param {any} tree
 * @param {unknown[]} arrays those of the nearest part around it that has `arrays`
 * @returns {any} the tree with the n-th array in place of each `{"array": n}`
 */
export function withArrays(tree, arrays = []) {
  if (Array.isArray(tree)) return tree.map((value) => withArrays(value, arrays));
  if (tree === null || typeof tree !== "object") return tree;
  if (typeof tree.array === "number") return arrays[tree.array];
  const near = tree.arrays ?? arrays;
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, withArrays(value, near)]));
}
