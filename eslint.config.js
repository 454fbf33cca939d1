// What ESLint holds the JavaScript to. Types are checked by tsc, the layout of lines is left to their authors.
import js from "@eslint/js";
import globals from "globals";

const CHANGES = "/^(purge|relayout|restyle|newPlot|animate|toImage|react)$/";

export default [
  { ignores: ["static/**", ".venv/**"] },
  js.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "eqeqeq": ["error", "always"],
      "no-var": "error",
      "prefer-const": "error",
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-restricted-properties": [
        "error",
        { property: "outerHTML", message: "Text from Python is never read as HTML: use lib/nodes.js." },
        { property: "insertAdjacentHTML", message: "Text from Python is never read as HTML: use lib/nodes.js." },
      ],
      "no-restricted-syntax": [
        "error",
        {
          selector: `CallExpression[callee.property.name=${CHANGES}][arguments.length>0]:not([callee.object.property.name="drawing"])`,
          message: "Only lib/drawing.js changes a chart: it makes one change at a time, and purges after the last.",
        },
      ],
      "max-len": ["error", { code: 140, ignoreUrls: true }],
    },
  },
  { files: ["frontend/**"], languageOptions: { globals: globals.browser } },
  { files: ["frontend/lib/drawing.js", "tests/frontend/drawing.test.js"], rules: { "no-restricted-syntax": "off" } },
  { files: ["tests/frontend/**", "tests/engine/**"], languageOptions: { globals: globals.node } },
];
